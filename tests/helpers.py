"""What several tests need: the way from a folder or a few lines to a library, without the disk where that is possible."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import build
from wenku import curated, source
from wenku.model import Corpus, Library, Line, Marks

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = Path(__file__).parent / "golden"


def read(folder: Path) -> tuple[tuple[Line, ...], Library]:
    """The source lines and the library of the curated folder `folder`."""
    corpus = curated.read(folder)
    lines = source.read(folder / corpus.source, corpus.source)
    return lines, build.make(lines, corpus)


def lines(*texts: str) -> tuple[Line, ...]:
    """Source lines as the real compilation has them: a blank line between two lines, none before a new page."""
    found: list[Line] = []
    number = 1
    for text in texts:
        if found:
            number += 1 if text.startswith(" ") else 2
        found.append(Line(number, text))
    return tuple(found)


@cache
def marks() -> Marks:
    """The marks of the real compilation."""
    return curated.read(ROOT / "corpus").marks


def make(*texts: str, **settled: object) -> tuple[tuple[Line, ...], Library]:
    """A library of a few lines; `settled` are fields of its `Corpus`."""
    corpus = replace(Corpus("江海文库", "", "source.txt", marks()), **settled)  # type: ignore[arg-type]
    made = lines(*texts)
    return made, build.make(made, corpus)
