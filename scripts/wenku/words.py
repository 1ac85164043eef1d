"""Articles -> their words, cut once by jieba: suggestions, keywords and related articles share them.

Words suggest, sort and compare; whether a passage is found is never their business."""

from __future__ import annotations

import logging
import marshal
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import inf, log
from pathlib import Path
from typing import IO, Any

import jieba

from wenku import source
from wenku.model import Article

# Of a larger library every article gives the same share, its texts taken evenly.
MOST = 300_000
WORD = re.compile(r"[\u3400-\u9fff]{2,8}|[A-Za-z][A-Za-z0-9-]+")
# What begins no line, and what ends none.
CLOSING = re.compile(r"[\W_]*[^\w\s“‘《〈（\[【「『]")
OPENING = re.compile(r"[“‘《〈（\[【「『]$")
# A short quotation stays whole.
QUOTED = re.compile(r"(“[^“”]{1,8}”|‘[^‘’]{1,8}’)")
# A figure or a Latin word stays with the characters beside it: the gap between them is drawn only within a line's text.
BESIDE = re.compile(r"[A-Za-z0-9.%][\u3400-\u9fff]|[\u3400-\u9fff][A-Za-z0-9]")
# Where a line breaks rather than between words: at a space, behind a mark that parts clauses.
CLAUSE = re.compile(r"\S+?[，：；]+[”’）》」』\]]*|\S+|\s+")
# Words of one character that lean on the next.
LEANING = frozenset("新高大不再各第")
jieba.setLogLevel(logging.WARNING)


class _Marshal:
    """What jieba keeps its dictionary with, reading in one piece: three times as fast as from an open file."""

    dump = staticmethod(marshal.dump)

    @staticmethod
    def load(file: IO[bytes]) -> Any:
        return marshal.loads(file.read())


jieba.marshal = _Marshal


class _Tokenizer(jieba.Tokenizer):  # type: ignore[misc]
    """jieba's own, its two innermost steps written to look up less: the same words in three quarters of the time."""

    FREQ: dict[str, int]
    total: int
    _jiebas: tuple[dict[str, int], int] | None = None

    def learn(self, dictionary: Sequence[str]) -> None:
        """Know jieba's words and the lines of `dictionary`, and nothing that was learned before: how often jieba takes a
        new word to stand depends on the words that it knows already."""
        self.check_initialized()
        if self._jiebas is None:
            self._jiebas = self.FREQ, self.total
        frequency, self.total = self._jiebas
        self.FREQ = dict(frequency)
        self.load_userdict(dictionary)
        clauses.cache_clear()

    def get_DAG(self, sentence: str) -> dict[int, list[int]]:  # noqa: N802
        """Where the words that begin at each character may end."""
        self.check_initialized()
        frequency, length = self.FREQ.get, len(sentence)
        found: dict[int, list[int]] = {}
        for start in range(length):
            ends, stop = [], start + 1
            # None: no word begins so. 0: only the beginning of one.
            while stop <= length and (often := frequency(sentence[start:stop])) is not None:
                if often:
                    ends.append(stop - 1)
                stop += 1
            found[start] = ends or [start]
        return found

    def calc(
        self, sentence: str, starting: Mapping[int, Sequence[int]], route: dict[int, tuple[float, int]]
    ) -> None:
        """The likeliest way on from each character: how likely, and where its first word ends."""
        frequency, total, length = self.FREQ.get, log(self.total), len(sentence)
        route[length] = (0, 0)
        for start in range(length - 1, -1, -1):
            best = -inf
            for end in starting[start]:
                likely = _logarithm(frequency(sentence[start : end + 1]) or 1) - total + route[end + 1][0]
                if likely >= best:
                    best, ending = likely, end
            route[start] = (best, ending)


_logarithm = cache(log)
tokenizer = _Tokenizer()


@dataclass(frozen=True, slots=True)
class Words:
    """Article by article, text by text; what is no word of two characters and more is an empty string.
    `listed` are the words of the corpus' own dictionary."""

    articles: Sequence[Sequence[Sequence[str]]]
    listed: frozenset[str] = frozenset()


def texts(article: Article) -> tuple[str, ...]:
    """What an article says: its title, its byline, then its blocks."""
    body = (block.text for block in article.blocks if block.id != "title")
    return (article.title.value, article.byline.printed or "", *body)


def cut(articles: Sequence[Sequence[str]], dictionary: Path | None = None) -> Words:
    """The words of the texts of every article; `dictionary` names words that jieba does not know."""
    lines: list[str] = []
    if dictionary and dictionary.exists():
        lines = source.decode(dictionary.read_bytes(), f"corpus/{dictionary.name}").splitlines()
    listed = frozenset(line.split()[0] for line in lines if line.strip())
    tokenizer.learn(lines)
    share = _share([sum(map(len, article)) for article in articles], MOST)
    return Words(
        [[[*map(_word, tokenizer.cut(text))] for text in _sample(one, share)] for one in articles],
        listed,
    )


@cache
def _word(cut: str) -> str:
    return cut if WORD.fullmatch(cut) else ""


def pieces(text: str) -> list[str]:
    """`text` cut where a line of a heading may end: between words, not before a mark that closes or behind one that opens."""
    found: list[str] = []
    for part in QUOTED.split(text):
        for word in [part] if QUOTED.fullmatch(part) else tokenizer.cut(part):
            joined = found and (
                CLOSING.match(word)
                or OPENING.search(found[-1])
                or found[-1] in LEANING
                or BESIDE.fullmatch(found[-1][-1] + word[0])
                or word.isspace()
            )
            found[-1:] = [found[-1] + word] if joined else [*found[-1:], word]
    return found


@cache
def clauses(text: str) -> list[list[str]]:
    """The `pieces` of each clause of a heading, and of each space between them."""
    return [pieces(clause) for clause in CLAUSE.findall(text)]


def _sample(article: Sequence[str], share: int) -> Sequence[str]:
    length = sum(map(len, article))
    return article if length <= share else article[:: -(-length // share)]


def _share(lengths: Sequence[int], most: int) -> int:
    """The most that each may give so that all together give `most`."""
    left = most
    for place, length in enumerate(sorted(lengths)):
        share = left // (len(lengths) - place)
        if length > share:
            return max(1, share)
        left -= length
    return max(1, most)
