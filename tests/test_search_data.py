"""The search data: coding, folding, layout, and that reading them back finds whatever is wrong."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
import searching
from hypothesis import given
from hypothesis import strategies as some
from wenku import search
from wenku.model import Article, CorpusError, Library
from wenku.search import fold, postings, shards, suggest
from wenku.search.coding import ONE, SIZE, Alphabet, read_varint, varint

WHOLE = shards.Sizes()
# So small that twelve articles are fetched in parts, from several volumes.
PARTS = shards.Sizes(whole=1_000, volume=6_000, shard=1_000, bucket=400)
texts = some.text(some.characters(exclude_categories=["Cs"]))


@pytest.fixture(scope="module")
def few(library: Library) -> list[Article]:
    """A few articles with every oddity in them."""
    return searching.large(library.articles, 12, 600)


def made(articles: list[Article], sizes: shards.Sizes) -> tuple[list[shards.Entry], dict[str, bytes]]:
    entries = [shards.entry(article) for article in articles]
    lexicon = {"terms": [("创新", 3, "chuangxin", "cx")], "authors": [], "outlets": []}
    return entries, shards.files(entries, lexicon, sizes)


def core(files: dict[str, bytes]) -> dict[str, object]:
    (path,) = (path for path in files if "core-" in path)
    found: dict[str, object] = json.loads(shards.unpack(files[path]))
    return found


# --- Coding ----------------------------------------------------------------------------------------------------------


@given(some.lists(texts))
def test_any_text_comes_back_from_its_bytes(lines: list[str]) -> None:
    alphabet = Alphabet.of(lines)
    for line in lines:
        assert alphabet.decode(alphabet.encode(line)) == line


@given(texts)
def test_a_text_comes_back_where_the_alphabet_is_larger_than_two_bytes_can_say(text: str) -> None:
    crowd = "".join(map(chr, range(0x4E00, 0x4E00 + SIZE)))
    alphabet = Alphabet(crowd + "".join(sorted(set(text) - set(crowd))))
    assert alphabet.decode(alphabet.encode(text + crowd)) == text + crowd


def test_a_frequent_character_takes_one_byte_the_next_two_and_the_rest_four() -> None:
    alphabet = Alphabet("".join(map(chr, range(0x20000, 0x20000 + SIZE + 1))))
    chars = alphabet.characters
    sizes = [len(alphabet.encode(chars[rank])) for rank in (0, ONE - 1, ONE, SIZE - 1, SIZE)]
    assert sizes == [1, 1, 2, 2, 4]


@given(some.integers(min_value=0), some.binary())
def test_a_number_of_any_size_comes_back_whatever_follows(number: int, behind: bytes) -> None:
    written = varint(number)
    assert read_varint(written + behind) == (number, len(written))


@given(some.lists(some.integers(min_value=0, max_value=2**60)))
def test_many_numbers_are_written_as_one_by_one_and_come_back(numbers: list[int]) -> None:
    written, before = postings.encoded(np.array(numbers, np.int64))
    assert written == b"".join(map(varint, numbers))
    assert [written[start:stop] for start, stop in pairwise(before.tolist())] == [*map(varint, numbers)]
    assert postings.decoded(written).tolist() == numbers


@given(some.integers(min_value=0))
def test_a_number_that_is_cut_off_is_an_error(number: int) -> None:
    with pytest.raises(ValueError, match="cut off"):
        read_varint(varint(number + 128)[:-1])
    with pytest.raises(ValueError, match="cut off"):
        postings.decoded(b"\x01" + varint(number + 128)[:-1])


def test_the_alphabet_is_the_same_whatever_the_order_of_the_texts() -> None:
    assert Alphabet.of(["乙甲", "丙丙"]).characters == Alphabet.of(["丙丙", "甲乙"]).characters == "丙乙甲"


# --- Folding ---------------------------------------------------------------------------------------------------------

EQUAL = (
    "AａＡa",
    "zＺ",
    "7７",
    '"“”「」『』＂',
    "'‘’＇",
    ",，",
    "-—─－–",
    "·•・",
    "~～",
    ":：",
    ";；",
    "?？",
    "!！",
    "(（",
    ")）",
    "%％",
    "…⋯",
    "发發髮",
    "台臺",
    "创創",
    "驱驅",
    "动動",
    "后後",
    "里裡裏",
    "万萬",
    "云雲",
    "éÉ",
)


@pytest.mark.parametrize("same", EQUAL)
def test_characters_that_readers_hold_equal_are_equal(same: str) -> None:
    assert len({fold.fold(char) for char in same}) == 1


def test_nothing_else_is_equal() -> None:
    # One of each class above, and marks and characters that only look or sound alike.
    others = "。.、､|/\\《》〈〉<>[]【】{}@#&*+=_^`$￥①1一〇0O○二两未末己已巳日曰土士人入ｏｌI的地得"
    single = [same[0] for same in EQUAL] + list(dict.fromkeys(others))
    folded = [(char, fold.fold(char)) for char in single]
    equal = {frozenset((a, b)) for (a, x), (b, y) in combinations(folded, 2) if x == y}
    # Half-width 、 is 、; o is O, l is not I.
    assert equal == {frozenset("、､"), frozenset("Oｏ")}


@pytest.mark.parametrize(
    "gone", [" ", "\t", "\n", "\u3000", "\u00a0", "\u2009", "\u200b", "\ufeff", "\u00ad"]
)
def test_white_space_and_what_is_invisible_vanish(gone: str) -> None:
    assert fold.fold(f"创{gone}新") == "创新"


def test_nothing_visible_vanishes() -> None:
    visible = (chr(code) for code in range(0x21, 0x30000) if unicodedata.category(chr(code))[0] in "LNPSM")
    assert [char for char in visible if not fold.fold(char)] == []


@given(texts)
def test_folding_goes_character_by_character_and_twice_is_once(text: str) -> None:
    assert fold.fold(text) == fold.fold("".join(map(fold.fold, text)))
    assert fold.fold(fold.fold(text)) == fold.fold(text)


@pytest.mark.parametrize(
    ("printed", "also"), [("必须打好……不搞", "必须打好…不搞"), ("所有者——", "所有者———")]
)
def test_a_mark_of_which_there_is_more_or_less_is_the_same(printed: str, also: str) -> None:
    assert fold.fold(printed) == fold.fold(also)
    assert fold.fold("技术—经济") != fold.fold("技术——经济")


def test_the_table_of_the_browser_folds_as_python_does_wherever_the_text_can_be_met() -> None:
    text = "Deep创新，“发展”—é1。"
    reachable = set(fold.fold(text))
    table = fold.table(text)
    for code in range(0x20, 0x30000):
        char = chr(code)
        if not reachable.isdisjoint(fold.fold(char)) and reachable.issuperset(fold.fold(char)):
            assert table.get(char, char) == fold.fold(char), f"U+{code:04X}"
    for gone in " \u3000\u200b\ufeff":
        assert table[gone] == ""
    # What cannot meet the text only costs bytes.
    assert "羊" not in table and "龍" not in table


# --- Layout ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sizes", [WHOLE, PARTS], ids=["whole", "in parts"])
def test_the_same_articles_give_the_same_bytes_and_nothing_is_missing(
    few: list[Article], sizes: shards.Sizes
) -> None:
    entries, files = made(few, sizes)
    assert made(few, sizes)[1] == files
    assert list(shards.check(entries, files)) == []


def test_a_small_library_is_one_volume_without_index_and_a_large_one_has_all(few: list[Article]) -> None:
    def kinds(sizes: shards.Sizes) -> set[str]:
        return {re.sub(r"\d+", "", path.rsplit("/", 1)[1]) for path in made(few, sizes)[1] if "/v-" in path}

    assert kinds(WHOLE) == {"t.bin"}
    assert kinds(PARTS) == {"t.bin", "p.bin", "c.bin"}
    volumes = core(made(few, PARTS)[1])["volumes"]
    assert isinstance(volumes, list) and len(volumes) > 1
    assert sum(volume["articles"] for volume in volumes) == len(few)


def test_names_change_with_content_and_only_with_content(few: list[Article]) -> None:
    last = few[-1]
    block = replace(last.blocks[-1], text=last.blocks[-1].text[:-1] + "！")
    changed = [*few[:-1], replace(last, blocks=(*last.blocks[:-1], block))]
    before, after = made(few, PARTS)[1], made(changed, PARTS)[1]
    for path in before.keys() & after.keys() - {"data/search/library.json"}:
        assert before[path] == after[path], path
    # The last volume and the core have other names now, the words have not.
    volumes = [{path.split("/")[2] for path in files if "/v-" in path} for files in (before, after)]
    assert len(volumes[0] - volumes[1]) >= 1
    assert {path for path in before if "words-" in path} == {path for path in after if "words-" in path}
    assert {path for path in before if "core-" in path} != {path for path in after if "core-" in path}


def test_the_files_take_at_most_three_fifths_of_the_text(library: Library) -> None:
    files = search.files(library.articles)
    text = sum(len(block.text.encode()) for article in library.articles for block in article.blocks)
    assert sum(map(len, files.values())) <= 0.6 * text


# --- Postings --------------------------------------------------------------------------------------------------------

FEW = "甲乙，Ａa 發⁉\u0301"
articles_of_any_kind = some.lists(
    some.lists(some.text(FEW, max_size=12), min_size=2, max_size=5), min_size=1, max_size=6
)


@given(articles_of_any_kind, some.sets(some.integers(min_value=1, max_value=5)))
def test_the_index_of_any_articles_is_what_a_plain_count_gives(
    articles: list[list[str]], later: set[int]
) -> None:
    firsts = sorted({0, *(first for first in later if first < len(articles))})
    alphabet = Alphabet.of(["\n", *(text for article in articles for text in article)])
    found = postings.index(articles, alphabet, firsts)
    own = postings.folded_alphabet(alphabet).characters
    ranks = {char: rank for rank, char in enumerate(own)}
    pairs: dict[tuple[int, int], list[int]] = {}
    characters: dict[int, list[int]] = {}
    shards_of: dict[int, list[int]] = {}
    for number, texts in enumerate(articles):
        folded = [fold.fold(text) for text in texts]
        together = {text[at : at + 2] for text in folded for at in range(len(text) - 1)}
        words = [text.translate({ord(mark): "\0" for mark in own if fold.is_mark(mark)}) for text in folded]
        parted = {a + b for text in words for a, b in re.findall("([^\0])\0+(?=([^\0]))", text)}
        for pair in together:
            pairs.setdefault((ranks[pair[0]], ranks[pair[1]]), []).append(number)
        for pair in parted - together:
            pairs.setdefault((ranks[pair[0]] + len(own), ranks[pair[1]]), []).append(number)
        for char in {*"".join(folded)}:
            figures = characters.setdefault(ranks[char], [ranks[char], 0, 0, 0])
            figures[1] += "".join(folded[2:]).count(char)
            figures[2] += "".join(folded[:2]).count(char)
            figures[3] += 1
            shard = max(place for place, first in enumerate(firsts) if first <= number)
            if shard not in shards_of.setdefault(ranks[char], []):
                shards_of[ranks[char]].append(shard)
    assert _listed(found.pairs) == [([*pair], pairs[pair]) for pair in sorted(pairs)]
    assert _listed(found.characters) == [(characters[rank], shards_of[rank]) for rank in sorted(characters)]


@given(articles_of_any_kind, some.integers(1, 4), some.integers(1, 4))
def test_an_index_comes_back_from_its_files(
    articles: list[list[str]], buckets: int, character_buckets: int
) -> None:
    alphabet = Alphabet.of(["\n", *(text for article in articles for text in article)])
    index = postings.index(articles, alphabet, [0])
    written = postings.files(index, buckets, character_buckets, bytes)
    assert len(written) == buckets + character_buckets
    again = postings.read(written, buckets, character_buckets, bytes)
    assert again.pairs.same(index.pairs) and again.characters.same(index.characters)
    if buckets > 1 and written["p0.bin"] != written["p1.bin"]:
        moved = {**written, "p0.bin": written["p1.bin"], "p1.bin": written["p0.bin"]}
        with pytest.raises(ValueError, match="another file"):
            postings.read(moved, buckets, character_buckets, bytes)


def _listed(lists: postings.Lists) -> list[tuple[list[int], list[int]]]:
    numbers = iter(lists.numbers.tolist())
    return [
        (head, [next(numbers) for _ in range(count)])
        for head, count in zip(lists.heads.tolist(), lists.counts.tolist(), strict=True)
    ]


# --- Reading back ----------------------------------------------------------------------------------------------------


def _again(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """A change of the content below the compression."""
    return lambda data: shards.pack(change(shards.unpack(data)))


def _last_changed(content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


CHANGES: dict[str, Callable[[bytes], bytes] | None] = {
    "dropped": None,
    "empty": lambda data: b"",
    "cut off": lambda data: data[: len(data) // 2],
    "flipped": lambda data: searching.damaged(data, "flipped"),
    "content empty": _again(lambda content: b""),
    "content cut off": _again(lambda content: content[:-3]),
    "content changed": _again(_last_changed),
}


@pytest.fixture(scope="module")
def in_parts(few: list[Article]) -> tuple[list[shards.Entry], dict[str, bytes]]:
    return made(few, PARTS)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("kind", ["library.json", "core-", "words-", "t", "p", "c"])
def test_every_kind_of_file_that_is_not_as_it_should_be_is_found(
    in_parts: tuple[list[shards.Entry], dict[str, bytes]], kind: str, change: str
) -> None:
    entries, files = in_parts[0], dict(in_parts[1])
    if kind == "library.json" and change.startswith("content"):
        return
    paths = [path for path in files if re.search(rf"/{kind}[\d.]" if len(kind) == 1 else kind, path)]
    # The largest of its kind: another may be empty as it is.
    path = max(paths, key=lambda path: len(files[path]))
    change_it = CHANGES[change]
    if change_it is None:
        del files[path]
    else:
        files[path] = change_it(files[path])
    assert list(shards.check(entries, files))


def test_two_shards_in_each_other_s_place_are_found(few: list[Article]) -> None:
    entries, files = made(few, PARTS)
    first = next(path for path in files if path.endswith("/t0.bin"))
    second = first.replace("t0", "t1")
    files[first], files[second] = files[second], files[first]
    assert list(shards.check(entries, files))


@pytest.mark.parametrize("sizes", [WHOLE, PARTS], ids=["whole", "in parts"])
def test_an_article_too_many_or_too_few_is_found(few: list[Article], sizes: shards.Sizes) -> None:
    entries, files = made(few, sizes)
    assert list(shards.check(entries[:-1], files))
    assert list(shards.check([*entries, entries[0]], files))
    assert list(shards.check([entries[1], entries[0], *entries[2:]], files))


def test_data_that_differ_are_an_error_and_nothing_is_given_out(
    few: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        Alphabet, "encode", lambda self, text: text[:-1].translate(self._codes).encode("latin-1")
    )
    with pytest.raises(CorpusError, match="search-data-differs"):
        search.files(few)


# --- Words -----------------------------------------------------------------------------------------------------------


@given(
    some.lists(some.text("天地人Ａa", min_size=1, max_size=4), max_size=60),
    some.lists(some.text("天地人 Ａa")),
)
def test_words_are_counted_as_a_plain_count_of_the_folded_text_does(
    terms: list[str], lines: list[str]
) -> None:
    whole = "\n".join(map(fold.fold, lines))
    with pytest.MonkeyPatch.context() as patch:
        for many in (1, 5, 1000):
            patch.setattr(suggest, "MANY", many)
            assert suggest.counted(terms, lines) == {term: whole.count(fold.fold(term)) for term in terms}
