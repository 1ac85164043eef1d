"""A keeper's own compilation in the place of the first one: what the tests then leave out, and what they still prove."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import projects
import pytest


def collected(root: Path) -> str:
    """What the tests of the project in `root` would run."""
    asked = [sys.executable, "-m", "pytest", "--collect-only", "-qq", "tests"]
    told = subprocess.run(asked, cwd=root, capture_output=True, text=True, check=False, timeout=120)
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


@pytest.mark.compilation
def test_with_another_compilation_only_what_speaks_of_the_first_one_is_left_out(tmp_path: Path) -> None:
    root = projects.copy(tmp_path / "keeper")
    shutil.copytree(projects.ROOT / "tests", root / "tests", ignore=shutil.ignore_patterns("__pycache__"))
    everything = collected(root)
    projects.settle(root)
    left = collected(root)
    assert "test_corpus.py" in everything and "test_corpus.py" not in left
    assert "test_search_page.py" in everything and "test_search_page.py" not in left
    for proved in ("test_golden.py", "test_properties.py", "test_bad_input.py", "test_building.py"):
        assert proved in left
