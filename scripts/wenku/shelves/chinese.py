"""What jieba's tables know of words in ordinary Chinese: how rare they are, and which of them name things.

Read as bytes and looked up only for the words in question: together they are half a million lines."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable
from functools import cache
from pathlib import Path

import jieba

FOLDER = Path(jieba.__file__).parent
# What jieba takes for a word that its table lacks: the median of the table.
MEDIAN = 11.9547675029
# Tags of nouns and names, verbs and adjectives used as nouns, short forms, set phrases, foreign words.
THINGS = (b"vn", b"an", b"j", b"l", b"eng")


def rarity() -> Callable[[str], float]:
    """Word -> its IDF in jieba's table."""
    cells = (FOLDER / "analyse" / "idf.txt").read_bytes().split()
    table = dict(zip(cells[::2], cells[1::2], strict=True))
    return lambda word: float(table.get(word.encode(), MEDIAN))


def things(words: Iterable[str], listed: Collection[str]) -> set[str]:
    """Those of `words` that name something: nouns by jieba's dictionary, which is sorted, and the `listed` ones."""
    lines = _dictionary()

    def tag(word: str) -> bytes:
        found = word.encode() + b" "
        at = bisect_left(lines, found)
        line = lines[at] if at < len(lines) else b""
        return line.rpartition(b" ")[2] if line.startswith(found) else b""

    return {word for word in words if word in listed or (found := tag(word))[:1] == b"n" or found in THINGS}


@cache
def _dictionary() -> list[bytes]:
    return (FOLDER / "dict.txt").read_bytes().split(b"\n")
