"""Articles -> their words, cut once by jieba: suggestions, keywords and related articles share them.

Words suggest, sort and compare; whether a passage is found is never their business."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import jieba

from wenku.model import Article

# Of a larger library every article gives the same share, its texts taken evenly.
MOST = 300_000
WORD = re.compile(r"[\u3400-\u9fff]{2,8}|[A-Za-z][A-Za-z0-9-]+")
jieba.setLogLevel(logging.WARNING)


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
    listed: frozenset[str] = frozenset()
    if dictionary and dictionary.exists():
        with dictionary.open(encoding="utf-8") as lines:
            listed = frozenset(line.split()[0] for line in lines if line.strip())
            lines.seek(0)
            jieba.load_userdict(lines)
    share = _share([sum(map(len, article)) for article in articles], MOST)
    return Words(
        [
            [
                [word if WORD.fullmatch(word) else "" for word in jieba.cut(text)]
                for text in _sample(one, share)
            ]
            for one in articles
        ],
        listed,
    )


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
