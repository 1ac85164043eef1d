"""Whole projects on disk for the tests: a copy of this one, and a tiny one with an invented corpus; and ways to build them."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SITE_URL = "https://example.org/repo/"
SOURCE = "corpus/sources/jianghai.txt"

CORPUS_YML = r"""
name: 江海文库
subtitle: 虚构的汇编
source: sources/jianghai.txt
marks:
  page_number: '^— \d+ —$'
  paragraph_end: '\n\n'
  byline: {ends: [评论员]}
  headings:
    - {pattern: '^[一二三]、.*[^。]$', rank: 1}
  references: '\[\d+\]'
"""
OUTLETS_YML = """
outlets:
- {name: 江海日报, kind: 报纸, pen_names: [江观平]}
"""
ARTICLES_YML = """
articles:
- id: '001'
  starts: 1
  title: {value: 江海之间, basis: supplied}
  outlet: {value: 江海日报, basis: byline}
  date: {value: '2031-05-06', basis: record}
  genre: 评论
- id: '002'
  starts: 14
  title: {value: 渔村的账本, basis: published, certainty: verified}
  authors:
  - {name: 甲乙丙}
  genre: 理论文章
"""
CORRECTIONS_YML = """
corrections:
- {line: 6, from: 稻浪翻磙, to: 稻浪翻滚, why: 误识}
notes:
- {line: 16, passage: 账本有三册, note: 疑当作四册}
"""
# The second article starts at line 14, behind a page number.
TEXT = """江海日报评论员

江海之间，万物生长。渔船清晨出港，傍晚归来，岸上的
灯一盏一盏亮起。

一年之中，稻浪翻磙，仓廪充实[1]。

一、看水

水的事，先看源头。

— 1 —

渔村有账本，记着每一条船。

账本有三册，一册记人，一册记船。

二、看账

这笔账，越算越明白。
"""


def copy(to: Path) -> Path:
    """This project in the folder `to`, with what people wrote and nothing that was made."""
    made = shutil.ignore_patterns(
        ".*", "site", "tests", "articles", "data", "__pycache__", "index.md", "requirements*.txt"
    )
    return Path(shutil.copytree(ROOT, to, ignore=made))


def tiny(to: Path) -> Path:
    """The code and pages of this project around a corpus of two short invented articles."""
    copy(to)
    settle(to)
    return to


def settle(to: Path) -> None:
    """The invented corpus in the place of the one that is there."""
    shutil.rmtree(to / "corpus")
    (to / SOURCE).parent.mkdir(parents=True)
    (to / SOURCE).write_text(TEXT, encoding="utf-8")
    for name, text in (
        ("corpus.yml", CORPUS_YML),
        ("outlets.yml", OUTLETS_YML),
        ("articles.yml", ARTICLES_YML),
        ("corrections.yml", CORRECTIONS_YML),
    ):
        (to / "corpus" / name).write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "corpus" / "terms.txt", to / "corpus" / "terms.txt")


def change(path: Path, before: str, after: str) -> None:
    """Put `after` in the place of the one `before` in a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{before!r} stands {text.count(before)} times in {path.name}"
    path.write_text(text.replace(before, after), encoding="utf-8")


def start(root: Path, *arguments: str, program: tuple[str, ...] = ("-m", "mkdocs")) -> subprocess.Popen[str]:
    """Start MkDocs in `root` as scripts/build and scripts/serve do."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1"}
    environment.setdefault("SITE_URL", SITE_URL)
    return subprocess.Popen(
        [sys.executable, *program, *arguments],
        cwd=root,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def mkdocs(root: Path, *arguments: str) -> tuple[int, str]:
    """Run MkDocs in `root` to its end: exit code and all it printed."""
    with start(root, *arguments) as process:
        printed, _ = process.communicate(timeout=120)
    return process.returncode, printed


def contents(folder: Path) -> dict[str, str]:
    """Every file below `folder`, path -> hash of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
