"""Articles -> their words, cut once by jieba: suggestions, keywords and related articles share them.

Words suggest, sort and compare; whether a passage is found is never their business."""

from __future__ import annotations

import logging
import marshal
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import inf, log
from pathlib import Path
from typing import IO, Any

import jieba
from jieba import finalseg

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
    """jieba's own, with its way through a text written to look up less: the same words in half the time."""

    FREQ: dict[str, int]
    total: int
    _learned: Sequence[str] | None = None

    def learn(self, dictionary: Sequence[str]) -> None:
        """Know jieba's words and the lines of `dictionary`, and nothing that was learned before: how often jieba takes a
        new word to stand depends on the words that it knows already."""
        if self._learned == dictionary:
            return
        if self._learned is not None:
            self.initialized = False
        self.check_initialized()
        self.load_userdict(dictionary)
        self._likely = _Likely(self.total)
        self._learned = [*dictionary]
        clauses.cache_clear()

    def words(self, text: str) -> list[str]:
        """`text` cut into words; joined again they are the text."""
        if self._learned is None:
            self.learn(())
        found: list[str] = []
        for place, block in enumerate(_WORDS.split(text)):
            if place % 2:
                found += self._likeliest(block)
            else:
                for piece in _FIGURES.split(block):
                    found += [piece] if _FIGURES.match(piece) else piece
        return found

    def _likeliest(self, block: str) -> list[str]:
        frequency, likely, length = self.FREQ.get, self._likely, len(block)
        # How likely the best way on from each character is, and where its first word ends.
        ways, ends = [0.0] * (length + 1), [0] * length
        for start in range(length - 1, -1, -1):
            # A character that is no word stands alone.
            best, end = -inf, 0
            for stop in range(start + 1, length + 1):
                often = frequency(block[start:stop])
                if often:
                    way = likely[often] + ways[stop]
                    if way >= best:
                        best, end = way, stop
                elif often is None:  # 0: the beginning of a word. None: no word begins so.
                    break
            ways[start], ends[start] = (best, end) if end else (likely[1] + ways[start + 1], start + 1)
        found: list[str] = []
        start = alone = 0
        # What the dictionary leaves in single characters may be a word that it lacks.
        while start < length:
            end = ends[start]
            if end - start > 1:
                found += self._unlisted(block[alone:start])
                found.append(block[start:end])
                alone = end
            start = end
        found += self._unlisted(block[alone:])
        return found

    def _unlisted(self, characters: str) -> Sequence[str]:
        if len(characters) < 2 or self.FREQ.get(characters):
            return [*characters]
        return _recognized(characters)


class _Likely(dict[int, float]):
    """How often a word stands -> the logarithm of its share in all words."""

    def __init__(self, total: int) -> None:
        self.total = log(total)

    def __missing__(self, often: int) -> float:
        self[often] = found = log(often) - self.total
        return found


@cache
def _recognized(characters: str) -> tuple[str, ...]:
    return tuple(finalseg.cut(characters))


# Where jieba cuts without asking its dictionary.
_WORDS, _FIGURES = jieba.re_han_default, jieba.re_skip_default
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
        [[[*map(_word, tokenizer.words(text))] for text in _sample(one, share)] for one in articles],
        listed,
    )


@cache
def _word(cut: str) -> str:
    return cut if WORD.fullmatch(cut) else ""


def pieces(text: str) -> list[str]:
    """`text` cut where a line of a heading may end: between words, not before a mark that closes or behind one that opens."""
    found: list[str] = []
    for part in QUOTED.split(text):
        for word in [part] if QUOTED.fullmatch(part) else tokenizer.words(part):
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
