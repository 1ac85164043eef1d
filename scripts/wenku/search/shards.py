"""Articles -> the files that the browser searches.

In: articles in the order of the source. Out: path -> bytes, each file compressed once and for all; the manifest names the
rest by the hash of their content. The same articles give the same bytes. What was written is read back and compared
(`check`), so that no block and no posting can be missing."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, islice, zip_longest
from typing import Any, TypeVar

from wenku import citations, dates, facets
from wenku.model import Article
from wenku.search import fold
from wenku.search.coding import Alphabet, read_varint, varint

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
    """What search knows of an article: what is shown of it, its texts (title, byline, then the blocks in order), whether its date
    is worked out, that date in words, what it is sorted by, and how citations name author, outlet and date."""

    shown: tuple[Any, ...]
    kinds: str
    texts: tuple[str, ...]
    inferred: bool = False
    when: str = ""
    order: str = ""
    cited: tuple[str, ...] = ("", "", "")

    @property
    def row(self) -> list[Any]:
        """As it stands in a shard."""
        return [*self.shown, self.kinds, int(self.inferred), self.when, self.order, list(self.cited)]

    @classmethod
    def of_row(cls, row: Sequence[Any], lines: Iterator[str]) -> Entry:
        """What `row` was made of; its texts are the next of `lines`."""
        *shown, kinds, inferred, when, order, cited = row
        texts = tuple(islice(lines, len(kinds) + 2))
        return cls(tuple(shown), kinds, texts, bool(inferred), when, order, tuple(cited))

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
    inferred = article.date is not None and article.date.worked_out
    return Entry(
        shown, kinds, texts, inferred, dates.shown(article), dates.order(article), citations.cited(article)
    )


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
    words = pack(as_json({name: terms for name, terms in lexicon.items() if name != "forms"}))
    words_name = f"words-{digest(words)}.bin"
    forms = lexicon.get("forms", [])
    core = pack(
        as_json(
            {
                **_tables(alphabet),
                **_facets(entries),
                "forms": forms,
                "suggest": words_name,
                "volumes": volumes,
            }
        )
    )
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


def _facets(entries: Sequence[Entry]) -> dict[str, Any]:
    """What filters need beyond the articles: the words for having no value, and the paths of the places in provinces."""
    places = sorted({entry.shown[7] for entry in entries if entry.shown[7]})
    paths = [path for place in places if len(path := facets.path(place)) > 1]
    return {"without": facets.WITHOUT, "within": {place: province for province, place in paths}}


def _tables(alphabet: Alphabet) -> dict[str, Any]:
    table = fold.table(alphabet.characters)
    return {
        "alphabet": alphabet.characters,
        "one": "".join(char + given for char, given in table.items() if len(given) == 1),
        "none": "".join(char for char, given in table.items() if not given),
        "many": [[char, given] for char, given in table.items() if len(given) > 1],
        "runs": [[char, most] for char, most in fold.RUNS.items()],
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
    # Here, since a small library has no use for numpy, which takes a tenth of a second to load.
    from wenku.search import postings

    described["buckets"] = _power_of_two(sum(one.length for one in entries) // sizes.bucket)
    described["character_buckets"] = _power_of_two(described["buckets"] // 32)
    index = postings.index([one.texts for one in entries], alphabet, firsts)
    contents |= postings.files(index, described["buckets"], described["character_buckets"], pack)
    return described, contents


def _text_shard(number: int, shard: Sequence[Entry], alphabet: Alphabet) -> bytes:
    head = as_json({"number": number, "articles": [one.row for one in shard]})
    text = "\n".join(text for one in shard for text in one.texts)
    return varint(len(head)) + head + alphabet.encode(text)


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
        read += [Entry.of_row(row, lines) for row in head["articles"]]
        if list(lines):
            yield f"shard {number} of {volume['folder']} has more text than articles"
    for wanted, given in zip_longest(part, read):
        if wanted != given:
            article = (wanted or given).shown[0]
            yield f"article {article} is not the same when read back from {volume['folder']}"
    if volume["whole"]:
        return
    from wenku.search import postings

    wanted_index = postings.index([wanted.texts for wanted in part], alphabet, volume["shards"])
    read_index = postings.read(own, volume["buckets"], volume["character_buckets"], unpack)
    if not read_index.pairs.same(wanted_index.pairs):
        apart = postings.articles_apart(read_index.pairs, wanted_index.pairs)
        named = ", ".join(str(part[number].shown[0]) for number in apart) or "written more than once"
        yield f"the postings of {volume['folder']} are not those of its text: {named}"
    if not read_index.characters.same(wanted_index.characters):
        yield f"the characters of {volume['folder']} are not counted as in its text"


def _split_head(data: bytes) -> tuple[dict[str, Any], bytes]:
    length, start = read_varint(data)
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
