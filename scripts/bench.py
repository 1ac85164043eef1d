"""Measures, each on a copy of the project in a temporary folder, and prints what it found beside what is aimed at.

scripts/bench build     from the source to pages and data; the whole build against plain MkDocs
scripts/bench search    search in a real browser, beside the theme's own and Pagefind"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import bench_search
import build
from wenku import curated, output, shelves, words

ROOT = build.ROOT
COPIES = 10
ROUNDS = 9
# The same pages and templates; instead of the hook and the search of ours, the theme's own search.
PLAIN = """
INHERIT: mkdocs.yml
site_dir: plain
hooks: [plain.py]
extra_javascript: []
exclude_docs: |
  data/
  assets/search/
plugins:
  - search: {jieba_dict_user: corpus/terms.txt}
"""

# Our templates ask for this filter; a plain build leaves titles as they are.
PLAIN_HOOK = """
def on_env(env, **_):
    env.filters["breakable"] = str
    return env
"""


def main() -> int:
    """Run the measurement that the command line names."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    commands.add_parser("build", help=building.__doc__).set_defaults(
        measure=lambda folder, _: building(folder)
    )
    search = commands.add_parser("search", help=bench_search.searching.__doc__)
    search.add_argument("--corpus", type=Path, help="a folder of .txt or .md files instead of this corpus")
    search.add_argument("--megabytes", type=float, help="generated text of that size instead of this corpus")
    search.set_defaults(
        measure=lambda folder, given: bench_search.searching(folder, given.corpus, given.megabytes, show)
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wenku-bench-") as folder:
        given.measure(Path(folder), given)
    return 0


def building(folder: Path) -> None:
    """How long the pipeline takes, how it grows, and what it adds to a build by MkDocs."""
    root = copied(folder / "reviewed")
    print("From the source to Markdown pages and data, on the disk:")
    show("this source, with all its records", pipeline(root), "s", 1)
    once, many = pipeline(drafted(folder / "once", 1)), pipeline(drafted(folder / "many", COPIES))
    show("the same without records, all drafts", once, "s")
    show(f"{COPIES} times the text, all drafts", many, "s")
    show(f"{COPIES} times the text against one", many / once, "times", 12)
    print(f"The whole build, median of {ROUNDS} runs in turns:")
    ours, plain = paired(root)
    show("scripts/build: pages, data and exact search", ours, "s")
    show("mkdocs build: the same pages, the theme's search", plain, "s")
    show("ours against plain", ours / plain, "times", 1.5)


def pipeline(root: Path) -> float:
    """Seconds from the source to pages and data as they are built, shelves and related articles among them; the least of
    three, each into an empty folder."""
    found = []
    owned = ("articles", "data", *shelves.FOLDERS)
    for _ in range(3):
        docs = root / "docs"
        for made in owned:
            shutil.rmtree(docs / made, ignore_errors=True)
        start = time.perf_counter()
        library = build.read(root)
        cut = words.cut([*map(words.texts, library.articles)], root / "corpus" / "terms.txt")
        output.write(docs, build.files(library, cut), owned=owned)
        found.append(time.perf_counter() - start)
    return min(found)


def paired(root: Path) -> tuple[float, float]:
    """Median seconds of our build and of a plain one, run in turns so that both meet the same machine."""
    (root / "plain.yml").write_text(PLAIN, encoding="utf-8")
    (root / "plain.py").write_text(PLAIN_HOOK, encoding="utf-8")
    ours: list[float] = []
    plain: list[float] = []
    for _ in range(ROUNDS + 1):
        ours.append(mkdocs(root, "mkdocs.yml"))
        plain.append(mkdocs(root, "plain.yml"))
    # The first round fills caches.
    return median(ours[1:]), median(plain[1:])


def mkdocs(root: Path, config: str) -> float:
    """Seconds of a whole `mkdocs build`."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", config],
        cwd=root,
        check=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - start


def copied(to: Path) -> Path:
    """What people wrote, in the folder `to`."""
    to.mkdir(parents=True)
    for name in ("corpus", "docs", "scripts"):
        shutil.copytree(
            ROOT / name, to / name, ignore=shutil.ignore_patterns("__pycache__", "articles", "data")
        )
    shutil.copy(ROOT / "mkdocs.yml", to)
    return to


def drafted(to: Path, copies: int) -> Path:
    """The text `copies` times in a row, without what people decided about single lines of it."""
    root = copied(to)
    for decided in ("articles.yml", "corrections.yml", "addresses.yml", "passages.yml", "published.txt"):
        (root / "corpus" / decided).unlink(missing_ok=True)
    source = root / "corpus" / curated.read(root / "corpus").source
    text = source.read_bytes()
    source.write_bytes(text if copies == 1 else (text.rstrip(b"\r\n") + b"\n") * copies)
    return root


def show(what: str, value: float, unit: str, target: float | None = None) -> None:
    """One line of the result."""
    aim = "" if target is None else f"  at most {target:g}: {'yes' if value <= target else 'NO'}"
    print(f"  {what:<48} {value:6.2f} {unit:<5}{aim}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
