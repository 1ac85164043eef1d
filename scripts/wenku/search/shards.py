"""Articles -> the files that the browser searches.

In: articles in the order of the source. Out: path -> bytes, each file compressed once and for all; the manifest names the
rest by the hash of their content. The same articles give the same bytes. What was written is read back and compared
(`check`), so that no block and no posting can be missing."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import zlib
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, groupby, islice, zip_longest
from typing import Any, TypeVar

from wenku.model import Article
from wenku.search import fold
from wenku.search.coding import Alphabet, read_varints, varint, varints

Part = TypeVar("Part")
Made = TypeVar("Made")

FORMAT = 1
FOLDER = "data/search"
KIND_LETTERS = {
    "paragraph": "p",
    "heading": "h",
    "question": "q",
    "answer": "a",
    "quotation": "u",
    "attribution": "t",
    "note": "n",
}
# What reading may raise where the data are not what they should be.
UNREADABLE = (LookupError, ValueError, TypeError, OSError, EOFError, RuntimeError, zlib.error)


@dataclass(frozen=True, slots=True)
class Sizes:
    """When a library is fetched whole, and how large its parts are, in characters."""

    whole: int = 600_000
    whole_shard: int = 64_000
    volume: int = 9_000_000
    shard: int = 8_000
    bucket: int = 2_400


@dataclass(frozen=True, slots=True)
class Entry:
    """What search knows of an article: what is shown of it, and its texts: title, byline, then the blocks in order."""

    shown: tuple[Any, ...]
    kinds: str
    texts: tuple[str, ...]

    @property
    def length(self) -> int:
        """Characters, with one line end a text."""
        return sum(map(len, self.texts)) + len(self.texts)


def entry(article: Article) -> Entry:
    """The part of an article that search needs."""
    shown = (
        article.id,
        article.url,
        article.title.basis,
        [person.name for person in article.authors],
        article.outlet and article.outlet.value,
        article.date and article.date.value,
        article.genre and article.genre.value,
        article.region and article.region.value,
        article.length,
    )
    # A printed title is a block of its own there; here it is the title already.
    body = [block for block in article.blocks if block.id != "title"]
    kinds = "".join(KIND_LETTERS[block.kind] for block in body)
    texts = (article.title.value, article.byline.printed or "", *(block.text for block in body))
    return Entry(shown, kinds, texts)


def files(
    entries: Sequence[Entry], lexicon: Mapping[str, Any], sizes: Sizes | None = None
) -> dict[str, bytes]:
    """Every file of the search data, path below the site -> bytes; `lexicon` is what `suggest` made."""
    sizes = sizes or Sizes()
    alphabet = Alphabet.of([*(text for one in entries for text in one.texts), "\n"])
    total = sum(one.length for one in entries)
    whole = total <= sizes.whole
    parts = [list(entries)] if whole else [list(part) for part in _by_length(entries, sizes.volume)]
    made = _each(partial(_volume, alphabet.characters, sizes, whole), parts)
    found: dict[str, bytes] = {}
    volumes = []
    first = 0
    for part, (described, contents) in zip(parts, made, strict=True):
        folder = f"v-{digest(b''.join(contents[name] for name in sorted(contents)))}"
        volumes.append({"folder": folder, "first": first, **described})
        found |= {f"{FOLDER}/{folder}/{name}": data for name, data in contents.items()}
        first += len(part)
    words = pack(as_json(lexicon))
    words_name = f"words-{digest(words)}.bin"
    core = pack(as_json({**_tables(alphabet), "suggest": words_name, "volumes": volumes}))
    core_name = f"core-{digest(core)}.bin"
    found |= {f"{FOLDER}/{core_name}": core, f"{FOLDER}/{words_name}": words}
    # The only file without a checksum: it says nothing that could be wrong unnoticed.
    manifest = {"format": FORMAT, "articles": len(entries), "characters": total, "core": core_name}
    return {f"{FOLDER}/library.json": as_json(manifest), **found}


def check(entries: Sequence[Entry], found: Mapping[str, bytes]) -> Iterator[str]:
    """Read `found` back; yields what of `entries` is not in it."""
    try:
        manifest = json.loads(found[f"{FOLDER}/library.json"])
        core = json.loads(unpack(found[f"{FOLDER}/{manifest['core']}"]))
        json.loads(unpack(found[f"{FOLDER}/{core['suggest']}"]))
        tables = _tables(Alphabet(core["alphabet"]))
        volumes = core["volumes"]
    except UNREADABLE as error:
        yield f"the search data cannot be read back: {error!r}"
        return
    if any(core[name] != table for name, table in tables.items()):
        yield "the table of equal characters is not the same when read back"
    if sum(volume["articles"] for volume in volumes) != len(entries):
        yield "the volumes do not hold as many articles as the library"
    folders: dict[str, dict[str, bytes]] = defaultdict(dict)
    for path, data in found.items():
        *_, folder, name = path.split("/")
        folders[folder][name] = data
    parts = [
        (entries[volume["first"] : volume["first"] + volume["articles"]], volume, folders[volume["folder"]])
        for volume in volumes
    ]
    for findings in _each(partial(_check_volume, core["alphabet"]), parts):
        yield from findings


def pack(data: bytes) -> bytes:
    """Compressed, the same bytes every time."""
    return gzip.compress(data, 9, mtime=0)


def unpack(data: bytes) -> bytes:
    """What `pack` was given."""
    return gzip.decompress(data)


def digest(data: bytes) -> str:
    """The content hash that stands in a file's name."""
    return hashlib.sha256(data).hexdigest()[:12]


def as_json(value: object) -> bytes:
    """Compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def bigrams(texts: Sequence[str], across: re.Pattern[str]) -> set[str]:
    """Every two folded characters that stand together; and those that only marks part (`across` finds them), with a line
    end between them, where they stand together nowhere."""
    together: set[str] = set()
    parted: set[tuple[str, str]] = set()
    for text in texts:
        together.update(map(str.__add__, text, text[1:]))
        parted.update(across.findall(text))
    return together | {f"{first}\n{second}" for first, second in parted if first + second not in together}


def across_marks(characters: Iterable[str]) -> re.Pattern[str]:
    """Two characters that only marks part, as a search without punctuation sees them."""
    marks = "".join(re.escape(char) for char in characters if fold.is_mark(char)) or "\0"
    return re.compile(f"([^{marks}\\n])[{marks}]+(?=([^{marks}\\n]))")


def statistics(
    folded: Sequence[Sequence[str]], firsts: Sequence[int]
) -> dict[str, tuple[int, int, int, list[int]]]:
    """Character -> how often in the body, how often in title and byline, in how many articles, in which shards."""
    body: Counter[str] = Counter()
    elsewhere: Counter[str] = Counter()
    holding: Counter[str] = Counter()
    in_shards: dict[str, list[int]] = defaultdict(list)
    for number, texts in enumerate(folded):
        shard = bisect_right(firsts, number) - 1
        here, outside = Counter("".join(texts[2:])), Counter("".join(texts[:2]))
        body.update(here)
        elsewhere.update(outside)
        holding.update(here.keys() | outside.keys())
        for char in here.keys() | outside.keys():
            if in_shards[char][-1:] != [shard]:
                in_shards[char].append(shard)
    return {char: (body[char], elsewhere[char], holding[char], in_shards[char]) for char in holding}


def bucket_of(first: int, second: int, buckets: int) -> int:
    """Which posting file holds the bigram of the folded characters with these ranks."""
    return (first * 40503 + second * 10007) % buckets


def folded_alphabet(alphabet: Alphabet) -> Alphabet:
    """The folded characters, in the order in which the alphabet first leads to them."""
    return Alphabet(
        "".join(dict.fromkeys(folded for char in alphabet.characters for folded in fold.fold_character(char)))
    )


def _tables(alphabet: Alphabet) -> dict[str, Any]:
    table = fold.table(alphabet.characters)
    return {
        "alphabet": alphabet.characters,
        "one": "".join(char + given for char, given in table.items() if len(given) == 1),
        "none": "".join(char for char, given in table.items() if not given),
        "many": [[char, given] for char, given in table.items() if len(given) > 1],
    }


def _volume(
    characters: str, sizes: Sizes, whole: bool, entries: Sequence[Entry]
) -> tuple[dict[str, Any], dict[str, bytes]]:
    alphabet = Alphabet(characters)
    shards = [list(shard) for shard in _by_length(entries, sizes.whole_shard if whole else sizes.shard)]
    firsts = list(accumulate(map(len, shards), initial=0))[:-1]
    described: dict[str, Any] = {"articles": len(entries), "whole": whole, "shards": firsts}
    contents = {
        f"t{number}.bin": pack(_text_shard(number, shard, alphabet)) for number, shard in enumerate(shards)
    }
    if whole:
        return described, contents
    described["buckets"] = _power_of_two(sum(one.length for one in entries) // sizes.bucket)
    described["character_buckets"] = _power_of_two(described["buckets"] // 32)
    ranks = folded_alphabet(alphabet).ranks
    across = across_marks(ranks)
    folding = str.maketrans({char: fold.fold_character(char) for char in characters})
    folded = [[text.translate(folding) for text in one.texts] for one in entries]
    postings: dict[str, list[int]] = defaultdict(list)
    for number, texts in enumerate(folded):
        for pair in bigrams(texts, across):
            postings[pair].append(number)
    contents |= _posting_files(postings, ranks, described["buckets"])
    contents |= _character_files(statistics(folded, firsts), ranks, described["character_buckets"])
    return described, contents


def _text_shard(number: int, shard: Sequence[Entry], alphabet: Alphabet) -> bytes:
    head = as_json({"number": number, "articles": [[*one.shown, one.kinds] for one in shard]})
    text = "\n".join(text for one in shard for text in one.texts)
    return varint(len(head)) + head + alphabet.encode(text)


def _posting_files(
    postings: Mapping[str, Sequence[int]], ranks: Mapping[str, int], buckets: int
) -> dict[str, bytes]:
    keyed = [(*_key(pair, ranks), numbers) for pair, numbers in postings.items()]
    keyed.sort(key=lambda key: (bucket_of(key[0], key[1], buckets), key[0], key[1]))
    found = {}
    for bucket, keys in groupby(keyed, key=lambda key: bucket_of(key[0], key[1], buckets)):
        data = b"".join(
            varints((first, second, len(numbers))) + _deltas(numbers) for first, second, numbers in keys
        )
        found[f"p{bucket}.bin"] = pack(data)
    empty = pack(b"")
    return {f"p{bucket}.bin": empty for bucket in range(buckets)} | found


def _key(pair: str, ranks: Mapping[str, int]) -> tuple[int, int]:
    """The ranks of both; of a pair that marks part, the first counts on behind the last of the alphabet."""
    return ranks[pair[0]] + (len(ranks) if len(pair) > 2 else 0), ranks[pair[-1]]


def _character_files(
    statistics: Mapping[str, tuple[int, int, int, Sequence[int]]], ranks: Mapping[str, int], buckets: int
) -> dict[str, bytes]:
    contents = {bucket: bytearray() for bucket in range(buckets)}
    for char, (body, elsewhere, articles, shards) in sorted(
        statistics.items(), key=lambda item: ranks[item[0]]
    ):
        data = varints((ranks[char], body, elsewhere, articles, len(shards))) + _deltas(shards)
        contents[ranks[char] % buckets] += data
    return {f"c{bucket}.bin": pack(bytes(data)) for bucket, data in contents.items()}


def _deltas(numbers: Sequence[int]) -> bytes:
    """Ascending numbers, each as its distance from the one before."""
    return varints(number - before for before, number in zip((0, *numbers), numbers, strict=False))


def _check_volume(
    characters: str, part: tuple[Sequence[Entry], Mapping[str, Any], Mapping[str, bytes]]
) -> list[str]:
    entries, volume, own = part
    try:
        return list(_differences(entries, volume, own, Alphabet(characters)))
    except UNREADABLE as error:
        return [f"{volume['folder']} cannot be read back: {error!r}"]


def _differences(
    part: Sequence[Entry], volume: Mapping[str, Any], own: Mapping[str, bytes], alphabet: Alphabet
) -> Iterator[str]:
    read: list[Entry] = []
    for number in range(len(volume["shards"])):
        data = unpack(own[f"t{number}.bin"])
        head, rest = _split_head(data)
        if (head["number"], len(read)) != (number, volume["shards"][number]):
            yield f"shard {number} of {volume['folder']} is another one"
        lines = iter(alphabet.decode(rest).split("\n"))
        for *shown, kinds in head["articles"]:
            read.append(Entry(tuple(shown), kinds, tuple(islice(lines, len(kinds) + 2))))
        if list(lines):
            yield f"shard {number} of {volume['folder']} has more text than articles"
    for wanted, given in zip_longest(part, read):
        if wanted != given:
            article = (wanted or given).shown[0]
            yield f"article {article} is not the same when read back from {volume['folder']}"
    if volume["whole"]:
        return
    chars = folded_alphabet(alphabet).characters
    across = across_marks(chars)
    held: list[set[str]] = [set() for _ in part]
    for bucket in range(volume["buckets"]):
        numbers = iter(read_varints(unpack(own[f"p{bucket}.bin"])))
        for first in numbers:
            parted, rank = divmod(first, len(chars))
            pair = chars[rank] + "\n" * parted + chars[next(numbers)]
            at = 0
            for _ in range(next(numbers)):
                at += next(numbers)
                held[at].add(pair)
    folding = str.maketrans({char: fold.fold_character(char) for char in alphabet.characters})
    folded = [[text.translate(folding) for text in wanted.texts] for wanted in part]
    for wanted, texts, pairs in zip(part, folded, held, strict=True):
        if pairs != bigrams(texts, across):
            yield f"the postings of article {wanted.shown[0]} in {volume['folder']} are not those of its text"
    counted = {}
    for bucket in range(volume["character_buckets"]):
        numbers = iter(read_varints(unpack(own[f"c{bucket}.bin"])))
        for rank in numbers:
            figures = [next(numbers) for _ in range(3)]
            counted[chars[rank]] = (*figures, list(accumulate(next(numbers) for _ in range(next(numbers)))))
    if counted != statistics(folded, volume["shards"]):
        yield f"the characters of {volume['folder']} are not counted as in its text"


def _split_head(data: bytes) -> tuple[dict[str, Any], bytes]:
    start = 1 + next(at for at, byte in enumerate(data) if byte < 128)
    length = read_varints(data[:start])[0]
    return json.loads(data[start : start + length]), data[start + length :]


def _by_length(entries: Sequence[Entry], most: int) -> Iterator[Sequence[Entry]]:
    """Runs of neighbouring entries of about `most` characters, at least one entry each."""
    gathered: list[Entry] = []
    length = 0
    for one in entries:
        if gathered and length + one.length > most:
            yield gathered
            gathered, length = [], 0
        gathered.append(one)
        length += one.length
    if gathered:
        yield gathered


def _power_of_two(number: int) -> int:
    return 1 << max(0, number.bit_length() - 1)


def _each(make: Callable[[Part], Made], parts: Sequence[Part]) -> list[Made]:
    """`make` of every part; several parts on several processors."""
    if len(parts) < 2:
        return [make(part) for part in parts]
    with ProcessPoolExecutor(min(len(parts), os.cpu_count() or 1)) as pool:
        return list(pool.map(make, parts))
