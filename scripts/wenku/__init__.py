"""From one long text file to a library of articles: one small module a stage, in the order of `scripts/build.py`."""
