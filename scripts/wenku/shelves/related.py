"""Articles and their words -> for each article the few others that speak of the same things, and the words that show it.

Cosine of TF-IDF. An article speaks of a word that stands in it twice or more, if the word names something (a noun by jieba's
dictionary, or listed in this corpus' own, and not among the `ordinary` ones of `corpus.yml`) and is less ordinary than 市场 or 城市. It weighs by how often it stands there (by
the logarithm), by how few articles of this library speak of it, and by how rare it is in Chinese at large. Each article is
known by its heaviest words only, so the work grows with the library and not with its square."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from wenku.model import Article
from wenku.shelves import chinese
from wenku.words import Words

LEAST, MOST = 3, 5
# Below this, two articles have little more in common than their subject; the nearest few are shown all the same.
NEAR = 0.2
TWICE = 2
ORDINARY = 5.8
HEAVIEST = 60
# A word that half of the articles speak of tells nothing; nor, in a large library, one of more than this.
COMMON = 200
REASONS = 4


@dataclass(frozen=True, slots=True)
class Related:
    """Another article, how near it is (0 to 1), and the words both share, those that weigh most first."""

    article: Article
    nearness: float
    words: tuple[str, ...]


def of(
    articles: Sequence[Article],
    words: Words,
    rarity: Callable[[str], float],
    ordinary: Collection[str] = (),
) -> list[tuple[Related, ...]]:
    """The related articles of each article, the nearest first; `ordinary` words count for nothing."""
    vectors = weights(words, rarity, ordinary)
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for place, vector in enumerate(vectors):
        for word, weight in vector.items():
            postings[word].append((place, weight))
    return [_nearest(place, articles, vectors, postings) for place in range(len(articles))]


def weights(
    words: Words, rarity: Callable[[str], float], ordinary: Collection[str] = ()
) -> list[dict[str, float]]:
    """For each article its heaviest words with their weights, of length 1 together."""
    counts = [
        {
            word: times
            for word, times in Counter(w for text in one for w in text if w).items()
            if times >= TWICE
        }
        for one in words.articles
    ]
    holding = Counter(word for count in counts for word in count)
    most = min(max(2, len(counts) // 2), COMMON)
    shared = (word for word, number in holding.items() if 2 <= number <= most and rarity(word) >= ORDINARY)
    weight = {
        word: log(len(counts) / holding[word]) * rarity(word)
        for word in chinese.things(shared, words.listed)
        if holding[word] < len(counts) and word not in ordinary
    }
    found = []
    for count in counts:
        weighed = {word: (1 + log(times)) * weight[word] for word, times in count.items() if word in weight}
        heaviest = sorted(weighed.items(), key=lambda item: (-item[1], item[0]))[:HEAVIEST]
        length = sqrt(sum(value * value for _, value in heaviest))
        found.append({word: value / length for word, value in heaviest})
    return found


def _nearest(
    place: int,
    articles: Sequence[Article],
    vectors: Sequence[Mapping[str, float]],
    postings: Mapping[str, Sequence[tuple[int, float]]],
) -> tuple[Related, ...]:
    nearness: dict[int, float] = defaultdict(float)
    sharing: Counter[int] = Counter()
    for word, weight in vectors[place].items():
        for other, its in postings[word]:
            nearness[other] += weight * its
            sharing[other] += 1
    del sharing[place]
    # One word alone may be chance: it counts half. Rounded, so that the last bit of a sum never decides.
    ordered = sorted(
        (-round(nearness[other] / (1 if number > 1 else 2), 6), other) for other, number in sharing.items()
    )
    near = [
        (other, -value) for at, (value, other) in enumerate(ordered[:MOST]) if at < LEAST or -value >= NEAR
    ]
    return tuple(
        Related(articles[other], value, reasons(vectors[place], vectors[other])) for other, value in near
    )


def reasons(one: Mapping[str, float], other: Mapping[str, float]) -> tuple[str, ...]:
    """The words two articles share, by what they add to their nearness; none that is a part of one named before."""
    shared = sorted(one.keys() & other.keys(), key=lambda word: (-one[word] * other[word], word))
    found: list[str] = []
    for word in shared:
        if not any(word in longer or longer in word for longer in found):
            found.append(word)
        if len(found) == REASONS:
            break
    return tuple(found)
