"""The words of a library -> what it talks about: jieba's TF-IDF, with this corpus' dictionary.

The whole library is one text; a word weighs as often as it stands there, times its IDF in the table that comes with jieba
(how few texts of ordinary Chinese have it); a word that the table lacks takes the median. Only words that name something
count, the `ordinary` ones of `corpus.yml` left out. This is `jieba.analyse.extract_tags`, from words that are cut already and without loading its tagger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass

from wenku.shelves import chinese
from wenku.words import Words

MOST = 40


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word and its weight."""

    word: str
    weight: float


def of(
    words: Words, rarity: Callable[[str], float], ordinary: Collection[str] = (), most: int = MOST
) -> list[Keyword]:
    """The heaviest words, the heaviest first; `ordinary` words are none."""
    counts = Counter(word for article in words.articles for text in article for word in text if word)
    total = counts.total()
    found = [
        Keyword(word, count * rarity(word) / total) for word, count in counts.items() if word not in ordinary
    ]
    found.sort(key=lambda one: (-one.weight, one.word))
    # Three times as many as wanted leave enough that name something.
    named = chinese.things((one.word for one in found[: 3 * most]), words.listed)
    return [one for one in found[: 3 * most] if one.word in named][:most]
