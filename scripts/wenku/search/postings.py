"""A volume's texts <-> the files that say which articles hold which two characters, and where each character stands.

Only a large library has them. Whole volumes are counted at once, as arrays: ten million characters one by one take
Python a minute, numpy two seconds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from wenku.search import fold
from wenku.search.coding import Alphabet

Numbers = NDArray[np.int64]
Pack = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Lists:
    """Ascending lists of numbers, each with a head of its own: `heads` has a row for each list, `counts` says how long each
    is, `numbers` holds them all, one list behind the other."""

    heads: Numbers
    counts: Numbers
    numbers: Numbers

    def same(self, other: Lists) -> bool:
        """Whether the other holds the same lists in the same order."""
        return all(
            map(
                np.array_equal,
                (self.heads, self.counts, self.numbers),
                (other.heads, other.counts, other.numbers),
            )
        )


@dataclass(frozen=True, slots=True)
class Index:
    """Of a volume: [first, second] -> the articles that hold them together, or parted by marks alone (then first counts on
    behind the last rank); [rank, in bodies, elsewhere, articles] -> the shards that hold the character."""

    pairs: Lists
    characters: Lists


def index(articles: Sequence[Sequence[str]], alphabet: Alphabet, firsts: Sequence[int]) -> Index:
    """The index of `articles`, each its title, its byline and its blocks; `firsts` are the numbers of the shards' first."""
    own = folded_alphabet(alphabet).characters
    many = len(articles)
    ranks, numbers, body = _ranked(articles, alphabet, own)
    return Index(_pairs(ranks, numbers, own, many), _characters(ranks, numbers, body, len(own), firsts))


def files(found: Index, buckets: int, character_buckets: int, pack: Pack) -> dict[str, bytes]:
    """The posting files p… and the character files c…, each as `pack` gives it."""
    pairs, characters = found.pairs, found.characters
    return _files(
        "p", pairs, bucket_of(pairs.heads[:, 0], pairs.heads[:, 1], buckets), buckets, pack
    ) | _files("c", characters, characters.heads[:, 0] % character_buckets, character_buckets, pack)


def read(own: Mapping[str, bytes], buckets: int, character_buckets: int, unpack: Pack) -> Index:
    """The index that `files` wrote; LookupError or ValueError where it is not all there or a list is in another file than
    its own."""
    pairs = [_lists(unpack(own[f"p{number}.bin"]), 2) for number in range(buckets)]
    characters = [_lists(unpack(own[f"c{number}.bin"]), 4) for number in range(character_buckets)]
    for number, lists in enumerate(pairs):
        if np.any(bucket_of(lists.heads[:, 0], lists.heads[:, 1], buckets) != number):
            raise ValueError(f"p{number}.bin holds a pair of another file")
    for number, lists in enumerate(characters):
        if np.any(lists.heads[:, 0] % character_buckets != number):
            raise ValueError(f"c{number}.bin holds a character of another file")
    return Index(_joined(pairs), _joined(characters))


def bucket_of(first: Numbers, second: Numbers, buckets: int) -> Numbers:
    """Which posting file holds the pair of the folded characters with these ranks."""
    return (first * 40503 + second * 10007) % buckets


def folded_alphabet(alphabet: Alphabet) -> Alphabet:
    """The folded characters, in the order in which the alphabet first leads to them."""
    return Alphabet(
        "".join(dict.fromkeys(folded for char in alphabet.characters for folded in fold.fold_character(char)))
    )


def articles_apart(read_back: Lists, wanted: Lists) -> list[int]:
    """The numbers of the articles whose pairs are not the same in both."""
    most = 1 + max(int(lists.heads.max(initial=0)) for lists in (read_back, wanted))
    articles = 1 + max(int(lists.numbers.max(initial=0)) for lists in (read_back, wanted))

    def flat(lists: Lists) -> Numbers:
        pairs = lists.heads[:, 0] * most + lists.heads[:, 1]
        return np.repeat(pairs, lists.counts) * articles + lists.numbers

    return [*map(int, np.unique(np.setxor1d(flat(read_back), flat(wanted)) % articles))]


def _ranked(
    articles: Sequence[Sequence[str]], alphabet: Alphabet, own: str
) -> tuple[Numbers, Numbers, NDArray[np.bool_]]:
    """The folded characters of all texts, each text with a line end behind: the rank of each (a line end: one more than the
    last), the number of its article, and whether it stands in the body."""
    ranks = {char: rank for rank, char in enumerate(own)}
    folding = {char: [ranks[folded] for folded in fold.fold_character(char)] for char in alphabet.characters}
    folding["\n"] = [len(own)]
    # Where the ranks of what a code point folds to begin, and how many they are.
    begin, size = np.zeros((2, 1 + max(map(ord, folding))), np.int64)
    for char, start in zip(folding, accumulate(map(len, folding.values()), initial=0), strict=False):
        begin[ord(char)], size[ord(char)] = start, len(folding[char])
    flat = np.array([rank for given in folding.values() for rank in given], np.int64)

    texts = [text for article in articles for text in article]
    codes = np.frombuffer(
        "".join(f"{text}\n" for text in texts).encode("utf-32-le", "surrogatepass"), np.uint32
    )
    lengths = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
    number = np.repeat(np.arange(len(articles)), [len(article) for article in articles])
    body = np.array([place > 1 for article in articles for place in range(len(article))], bool)

    sizes = size[codes]
    after = np.cumsum(sizes)
    found = flat[np.repeat(begin[codes] - after + sizes, sizes) + np.arange(after[-1] if len(after) else 0)]
    text = np.repeat(np.repeat(np.arange(len(texts)), lengths), sizes)
    kept = np.ones(len(found), bool)
    for char, most in fold.RUNS.items():
        same = found == ranks.get(char, -1)
        beyond = same.copy()
        for back in range(1, most + 1):
            beyond[back:] &= same[:-back]
            beyond[:back] = False
        kept &= ~beyond
    return found[kept], number[text][kept], body[text][kept]


def _pairs(ranks: Numbers, numbers: Numbers, own: str, articles: int) -> Lists:
    end = len(own)

    def keys(first: Numbers, second: Numbers) -> Numbers:
        return _ascending((ranks[first] * end + ranks[second]) * articles + numbers[first])

    character = ranks < end
    at = np.flatnonzero(character[:-1] & character[1:])
    together = keys(at, at + 1)
    # Where no mark stands; a line end parts as nothing else does.
    words = np.flatnonzero(~np.array([*map(fold.is_mark, own), False])[ranks])
    first, second = words[:-1], words[1:]
    across = (second - first > 1) & character[first] & character[second]
    parted = np.setdiff1d(keys(first[across], second[across]), together, assume_unique=True)
    found = np.concatenate((together, parted + end * end * articles))
    pairs, numbers = np.divmod(found, max(1, articles))
    starts, counts = _runs(pairs)
    return Lists(np.column_stack(np.divmod(pairs[starts], max(1, end))), counts, numbers)


def _characters(
    ranks: Numbers, numbers: Numbers, body: NDArray[np.bool_], own: int, firsts: Sequence[int]
) -> Lists:
    counted = [np.bincount(ranks[where], minlength=own + 1)[:own] for where in (body, ~body)]
    articles = 1 + int(numbers.max(initial=0))
    held = _ascending(ranks * articles + numbers)
    held = held[held < own * articles]
    holding = np.bincount(held // articles, minlength=own)
    shard = np.searchsorted(np.array(firsts), held % articles, side="right") - 1
    found, shards = np.divmod(_ascending(held // articles * (len(firsts) + 1) + shard), len(firsts) + 1)
    starts, counts = _runs(found)
    rows = found[starts]
    return Lists(np.column_stack((rows, *(table[rows] for table in (*counted, holding)))), counts, shards)


def _ascending(numbers: Numbers) -> Numbers:
    """Each number once. Sorted, since numpy's own `unique` hashes, which takes ten times as long here."""
    numbers = np.sort(numbers)
    return numbers[np.flatnonzero(np.diff(numbers, prepend=-1))]


def _runs(ascending: Numbers) -> tuple[Numbers, Numbers]:
    """Where equal numbers begin, and how many they are."""
    starts = np.flatnonzero(np.diff(ascending, prepend=-1))
    return starts, np.diff(starts, append=len(ascending))


def _joined(parts: Sequence[Lists]) -> Lists:
    """All lists of all files, in the order of their heads."""
    heads = np.concatenate([lists.heads for lists in parts])
    counts = np.concatenate([lists.counts for lists in parts])
    numbers = np.concatenate([lists.numbers for lists in parts])
    order = np.lexsort(heads.T[::-1])
    return Lists(heads[order], counts[order], numbers[_moved(counts, order)])


def _moved(counts: Numbers, order: Numbers) -> Numbers:
    """Which number comes where once the lists stand in another order."""
    starts, sizes = (np.cumsum(counts) - counts)[order], counts[order]
    return np.repeat(starts - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())


def _files(letter: str, lists: Lists, bucket: Numbers, buckets: int, pack: Pack) -> dict[str, bytes]:
    """Each list as its head, its length and its numbers, each of these as its distance from the one before."""
    starts = np.cumsum(lists.counts) - lists.counts
    distances = np.diff(lists.numbers, prepend=0)
    distances[starts] = lists.numbers[starts]
    order = np.argsort(bucket, kind="stable")
    rows = np.column_stack((lists.heads, lists.counts))[order]
    sizes = rows[:, -1] + rows.shape[1]
    ends = np.cumsum(sizes)
    places = (ends - sizes)[:, None] + np.arange(rows.shape[1])
    written = np.empty(sizes.sum(), np.int64)
    listed = np.ones(len(written), bool)
    listed[places] = False
    written[places] = rows
    written[listed] = distances[_moved(lists.counts, order)]
    data, bytes_before = encoded(written)
    last = np.searchsorted(bucket[order], np.arange(buckets), side="right")
    cuts = [0, *(int(bytes_before[ends[count - 1]]) if count else 0 for count in last)]
    return {f"{letter}{number}.bin": pack(data[cuts[number] : cuts[number + 1]]) for number in range(buckets)}


def _lists(data: bytes, width: int) -> Lists:
    """What a file holds; `width` is the length of a head."""
    numbers = decoded(data)
    listed = numbers.tolist()
    starts, at = [], 0
    while at < len(listed):
        starts.append(at)
        at += width + 1 + listed[at + width]
    if at != len(listed):
        raise ValueError("a list is cut off")
    rows = numbers[np.array(starts, np.int64)[:, None] + np.arange(width + 1)]
    counts = rows[:, -1]
    inner = np.ones(len(numbers), bool)
    inner[np.array(starts, np.int64)[:, None] + np.arange(width + 1)] = False
    summed = np.cumsum(numbers[inner])
    before = np.concatenate(([0], summed))[np.cumsum(counts) - counts]
    return Lists(rows[:, :-1], counts, summed - np.repeat(before, counts))


def encoded(numbers: Numbers) -> tuple[bytes, Numbers]:
    """Numbers as `coding.varint` writes them, one behind the other, and how many bytes stand before each and before the end."""
    sizes = np.ones(len(numbers), np.int64)
    rest = numbers >> 7
    while rest.any():
        sizes += rest > 0
        rest >>= 7
    before = np.concatenate(([0], np.cumsum(sizes)))
    data = np.empty(before[-1], np.uint8)
    for place in range(int(sizes.max(initial=0))):
        where = sizes > place
        more = (sizes[where] > place + 1) * 128
        data[before[:-1][where] + place] = (numbers[where] >> 7 * place) & 127 | more
    return data.tobytes(), before


def decoded(data: bytes) -> Numbers:
    """The numbers that `encoded` wrote; ValueError if the last does not end."""
    given = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(given < 128)
    if len(given) and given[-1] > 127:
        raise ValueError("a number is cut off")
    if not len(given):
        return np.empty(0, np.int64)
    starts = np.concatenate(([0], ends[:-1] + 1))
    places = np.arange(len(given)) - np.repeat(starts, ends - starts + 1)
    return np.add.reduceat((given & 127).astype(np.int64) << 7 * places, starts)
