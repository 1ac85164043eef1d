"""The engine in a real browser, held against a plain count over `articles.jsonl`: on the real library, which is fetched
whole, and on a made one of 5,000 articles, of which only parts are fetched."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import opencc
import playwright.sync_api as playwright
import pytest
import searching
from conftest import listen
from searching import Clause, Made, Near, Quoted, Reference, Word, run, search
from wenku.model import Library
from wenku.search import fold, shards

HAN = re.compile(r"[\u4e00-\u9fff]+")
FIGURES = ("total", "elsewhere", "articlesTotal", "digest")
FACETS = ("author", "outlet", "genre", "region", "year")


@dataclass(frozen=True)
class World:
    """A library on a host, and a page at which the engine runs."""

    name: str
    reference: Reference
    host: searching.Host
    page: playwright.Page

    def __str__(self) -> str:
        return self.name


@contextmanager
def at(browser: playwright.Browser, name: str, made: Made) -> Iterator[World]:
    with searching.hosting(made.files) as host:
        page = browser.new_page()
        complaints = listen(page, host.url)
        page.goto(host.url)
        yield World(name, made.reference, host, page)
        page.close()
        assert not complaints, "\n".join(complaints)


@pytest.fixture(scope="module")
def real(browser: playwright.Browser, library: Library) -> Iterator[World]:
    with at(browser, "real", searching.make(library.articles)) as world:
        yield world


@pytest.fixture(scope="module")
def large_made(library: Library) -> Made:
    # Several volumes, as only far more articles would have otherwise; fewer and larger files, so that tests are quick.
    articles = searching.large(library.articles, 5_000, 420)
    return searching.make(articles, shards.Sizes(volume=1_600_000, shard=32_000, bucket=9_600))


@pytest.fixture(scope="module")
def large(browser: playwright.Browser, large_made: Made) -> Iterator[World]:
    with at(browser, "large", large_made) as world:
        yield world


@pytest.fixture(scope="module", params=["real", "large"])
def world(request: pytest.FixtureRequest) -> World:
    found: World = request.getfixturevalue(request.param)
    return found


def test_the_real_library_is_fetched_whole_and_the_made_one_in_parts(real: World, large: World) -> None:
    assert not [path for path in real.host.files if re.search(r"/[pc]\d+\.bin", path)]
    assert [path for path in large.host.files if re.search(r"/p\d+\.bin", path)]
    assert len({path.split("/")[2] for path in large.host.files if "/v-" in path}) > 1
    assert len(large.reference.articles) == 5_000


# --- Every place, and no other ---------------------------------------------------------------------------------------


def is_one_term(query: str) -> bool:
    """Whether nothing in `query` means anything but itself."""
    return (
        bool(fold.fold(query))
        and not re.search(r'[\s|｜"]|[~～]\d', query)
        and not fold.fold(query).isspace()
    )


@pytest.mark.compilation
def test_what_a_rule_of_form_changed_is_found_as_it_was_printed_too(real: World, library: Library) -> None:
    """％ as %, … as ……, - as —: the old form and the new one answer alike."""
    forms = {"half-width", "note-bracket", "dash", "ellipsis", "range", "range-wave", "link"}
    asked = 0
    for article in library.articles:
        texts = {block.id: block.text for block in article.blocks}
        for change in article.corrections:
            if change.rule not in forms:
                continue
            spot, text = change.spot, texts[change.spot.block]
            before, behind = text[max(0, spot.start - 4) : spot.start], text[spot.stop : spot.stop + 4]
            old, new = before + change.found + behind, before + change.given + behind
            if is_one_term(old) and is_one_term(new):
                found = [run(real.page, [(query, {})])[0] for query in (old, new)]
                figures = [[one[name] for name in FIGURES] for one in found]
                assert figures[0] == figures[1], (old, new)
                assert found[0]["articlesTotal"] > 0 and not found[0]["relaxed"], old
                asked += 1
    assert asked > 50


class Draw:
    """Queries drawn from the texts of a library."""

    def __init__(self, reference: Reference, seed: int) -> None:
        self.random = random.Random(seed)
        self.body = [
            text for name, text in zip(reference.names, reference.texts, strict=True) if name[0] == "p"
        ]
        self.others = [
            text
            for name, text in zip(reference.names, reference.texts, strict=True)
            if name[0] != "p" and text
        ]
        self.traditional = opencc.OpenCC("s2t")

    def slice(self, texts: Sequence[str], length: int) -> str:
        while True:
            text = self.random.choice(texts)
            start = self.random.randrange(max(1, len(text) - length + 1))
            if is_one_term(found := text[start : start + length]):
                return found

    def length(self) -> int:
        return self.random.choice((2, 2, 3, 3, 4, 5, 6, 7, 8, 10, 12, 16, 24, 40, 60))

    def single(self) -> str:
        return self.slice(self.body, 1)

    def passage(self) -> str:
        return self.slice(self.body, self.length())

    def of_title_byline_or_heading(self) -> str:
        return self.slice(self.others, self.random.randrange(1, 14))

    def across_punctuation(self) -> str:
        while True:
            text = self.random.choice(self.body)
            marks = [found.start() for found in re.finditer(r"[，。、；：！？“”《》（）—…]", text)]
            if marks:
                mark = self.random.choice(marks)
                found = text[max(0, mark - self.random.randrange(7)) : mark + self.random.randrange(1, 8)]
                if is_one_term(found):
                    return found

    def in_traditional_form(self) -> str:
        # What folds to something else would be another word, 著 for 着.
        forms = ((char, self.traditional.convert(char)) for char in self.passage())
        return "".join(form if fold.fold(form) == fold.fold(char) else char for char, form in forms)

    def full_width(self) -> str:
        wide = {code: code + 0xFEE0 for code in range(0x21, 0x7F) if chr(code) not in '|"-'}
        return self.passage().translate(wide | {ord("，"): ",", ord("："): ":", ord("？"): "?"})

    def upper_case(self) -> str:
        return self.passage().upper()

    def look_alike(self) -> str:
        return self.passage().translate(str.maketrans("“”，•—…；", "「」,·─⋯;"))

    def pasted(self) -> str:
        """As the source file has it: lines broken anywhere, spaces around digits."""
        text = list(self.slice(self.body, self.random.randrange(4, 61)))
        for _ in range(self.random.randrange(1, 4)):
            text.insert(
                self.random.randrange(1, len(text)), self.random.choice(("\n", "\r\n", "  \n  ", "\n\n"))
            )
        return re.sub(r"(?<=\d)(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=\d)", " ", "".join(text))

    def with_digits(self) -> str:
        while not re.search(r"\d[\u4e00-\u9fff]|[\u4e00-\u9fff]\d", found := self.slice(self.body, 12)):
            pass
        return re.sub(r"(?<=\d)(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=\d)", " ", found)


def compare(world: World, queries: Sequence[str], **options: Any) -> None:
    """The engine finds of each query all that a count finds, and says so; hits have the count's offsets."""
    wrong = []
    answers = run(world.page, [(query, {"order": "source", **options}) for query in queries])
    for query, answer in zip(queries, answers, strict=True):
        wanted = world.reference.exactly(query)
        assert wanted["articlesTotal"], f"{query!r} was meant to stand somewhere"
        if (
            any(answer[name] != wanted[name] for name in FIGURES)
            or answer["relaxed"]
            or not answer["complete"]
        ):
            wrong.append(f"{query!r}: {answer} instead of {wanted}")
    assert not wrong, f"{len(wrong)} of {len(queries)}:\n" + "\n".join(wrong[:5])


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("passage", 700),
        ("across_punctuation", 250),
        ("of_title_byline_or_heading", 250),
        ("in_traditional_form", 200),
        ("full_width", 150),
        ("upper_case", 150),
        ("look_alike", 150),
        ("pasted", 200),
        ("with_digits", 100),
        ("single", 40),
    ],
)
def test_the_engine_finds_what_a_count_finds(world: World, kind: str, count: int) -> None:
    draw = Draw(world.reference, count)
    number = count if world.name == "real" else count // 2
    compare(world, [getattr(draw, kind)() for _ in range(number)])


@pytest.mark.parametrize("written", ["s2t", "s2tw", "s2hk"])
def test_sentences_as_they_are_written_in_taiwan_and_hong_kong_are_found(real: World, written: str) -> None:
    draw = Draw(real.reference, 300)
    convert = opencc.OpenCC(written).convert
    told = ["随着", "意味着", "朝着", "凭借", "了解", "卫生", "产业链"]
    plain = [*told, *(draw.passage() for _ in range(300))]
    answers = run(real.page, [(convert(query), {"order": "source"}) for query in plain])
    wrong = []
    for query, answer in zip(plain, answers, strict=True):
        wanted = real.reference.exactly(query)
        if answer["relaxed"] or any(answer[name] != wanted[name] for name in FIGURES):
            wrong.append(f"{query} as {convert(query)}: {answer}")
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong[:5])


@pytest.mark.parametrize("rare", searching.RARE)
def test_rare_characters_and_combining_marks_are_found_with_what_stands_around_them(
    large: World, rare: str
) -> None:
    texts = [text for text in large.reference.texts if rare in text]
    draw = random.Random(1)
    queries = []
    for text in draw.sample(texts, 12):
        start = text.index(rare)
        around = text[max(0, start - draw.randrange(4)) : start + len(rare) + draw.randrange(4)]
        queries += [query for query in (around, rare) if is_one_term(query)]
    compare(large, queries)


def test_every_hit_folds_to_the_folded_query(world: World) -> None:
    draw = Draw(world.reference, 7)
    texts = {
        (world.reference.articles[owner]["id"], name): text
        for owner, name, text in zip(
            world.reference.owners, world.reference.names, world.reference.texts, strict=True
        )
    }
    for query in [draw.passage() for _ in range(60)]:
        for line in search(world.page, query)["lines"]:
            article, _, _, *hits = line.split()
            for hit in hits:
                block, start, end = hit.split(":")
                found = searching.utf16_slice(texts[article, block], int(start), int(end))
                assert fold.fold(found) == fold.fold(query)


def test_half_a_rare_character_finds_none(world: World) -> None:
    for half in ("\ud842", "\udfb7"):
        found = search(world.page, half)
        assert (found["total"], found["elsewhere"]) == (0, 0)
        assert not call(world.page, "matchBlocks", half, [{"block": "p1", "text": "𠮷野"}])["hits"]


def test_places_that_overlap_are_counted_as_a_count_does(large: World) -> None:
    compare(large, ["哈" * length for length in range(1, 6)])


def test_what_stands_nowhere_is_not_found_exactly(world: World) -> None:
    draw = Draw(world.reference, 11)
    pairs = ["".join((draw.single(), draw.single(), draw.single())) for _ in range(60)]
    absent = [
        pair for pair in pairs if is_one_term(pair) and not world.reference.exactly(pair)["articlesTotal"]
    ]
    assert len(absent) > 30
    for answer in run(world.page, [(query, {}) for query in absent]):
        assert answer["complete"] and not answer["failed"]
        assert answer["relaxed"] or not answer["articlesTotal"]


# --- The query language ----------------------------------------------------------------------------------------------


def words(draw: Draw, longest: int = 3) -> str:
    """A piece of Chinese text, short enough to stand in several articles."""
    while not HAN.fullmatch(found := draw.slice(draw.body, draw.random.randrange(2, longest + 1))):
        pass
    return found


def clauses(draw: Draw) -> list[Clause]:
    """A query with every means of the language; terms that stand close to each other now and then."""

    def term() -> Word | Quoted:
        return Quoted(draw.slice(draw.body, 3)) if draw.random.random() < 0.2 else Word(words(draw))

    def unit() -> Word | Quoted | Near:
        if draw.random.random() < 0.25:
            return Near(term(), term(), draw.random.choice((0, 2, 20, 300)))
        return term()

    def neighbours() -> tuple[Word, ...]:
        text = draw.random.choice([found for found in draw.body if len(found) > 20])
        parts = [found for found in HAN.findall(text) if 3 < len(found) < 9]
        if not parts:
            return (Word(words(draw)),)
        part = draw.random.choice(parts)
        return tuple(map(Word, (part[:2], part[2:])))

    def clause() -> Clause:
        positive = (
            neighbours()
            if draw.random.random() < 0.3
            else tuple(unit() for _ in range(draw.random.randrange(1, 4)))
        )
        return Clause(positive, tuple(term() for _ in range(draw.random.choice((0, 0, 1, 2)))))

    return [clause() for _ in range(draw.random.choice((1, 1, 1, 2, 3)))]


def test_the_query_language_means_what_it_says(world: World) -> None:
    draw = Draw(world.reference, 3)
    asked = [clauses(draw) for _ in range(400 if world.name == "real" else 90)]
    queries = [" | ".join(map(str, query)) for query in asked]
    wrong, seen = [], set()
    answers = run(world.page, [(query, {"order": "source"}) for query in queries])
    for query, parsed, answer in zip(queries, asked, answers, strict=True):
        found = world.reference.answers(parsed)
        seen |= {one.together for one in found.values()}
        wanted = world.reference.figures(found)
        assert answer["error"] is None, query
        if not found:
            # Then it is relaxed, or nothing; what is relaxed is another test.
            if not answer["relaxed"] and answer["articlesTotal"]:
                wrong.append(f"{query}: {answer}")
        elif any(answer[name] != wanted[name] for name in FIGURES) or answer["relaxed"]:
            wrong.append(f"{query}: {answer} instead of {wanted}")
    assert not wrong, f"{len(wrong)} of {len(asked)}:\n" + "\n".join(wrong[:5])
    assert seen == {None, *searching.TIERS}, "the queries were meant to try every degree of nearness"


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("科技 产业", [Clause((Word("科技"), Word("产业")))]),
        ("科技　产业", [Clause((Word("科技"), Word("产业")))]),
        ("创新|改革", [Clause((Word("创新"),)), Clause((Word("改革"),))]),
        ("创新｜改革", [Clause((Word("创新"),)), Clause((Word("改革"),))]),
        ("创新 -科技 -产业", [Clause((Word("创新"),), (Word("科技"), Word("产业")))]),
        ('创新 -"，"', [Clause((Word("创新"),), (Quoted("，"),))]),
        ("-科技 创新", [Clause((Word("创新"),), (Word("科技"),))]),
        ("—科技", [Clause((Word("—科技"),))]),
        ('"，推动"', [Clause((Quoted("，推动"),))]),
        ("科技 ~5 产业", [Clause((Near(Word("科技"), Word("产业"), 5),))]),
        ("科技 ～２０ 产业", [Clause((Near(Word("科技"), Word("产业"), 20),))]),
        ("科技 ~0 创新", [Clause((Near(Word("科技"), Word("创新"), 0),))]),
        ('"科技" ~9 产业 创新', [Clause((Near(Quoted("科技"), Word("产业"), 9), Word("创新")))]),
        ("创新 | 改革 -科技 | 科技 产业", [
            Clause((Word("创新"),)),
            Clause((Word("改革"),), (Word("科技"),)),
            Clause((Word("科技"), Word("产业"))),
        ]),
        ("2023 年", [Clause((Word("2023年"),))]),
        ("科技\n创新", [Clause((Word("科技创新"),))]),
        ("科技 20 创新", [Clause((Word("科技20创新"),))]),
        ("科技\ufeff创\u200b新", [Clause((Word("科技创新"),))]),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)  # fmt: skip
def test_each_means_of_the_language(real: World, query: str, meant: list[Clause]) -> None:
    answer = search(real.page, query, order="source")
    if found := real.reference.answers(meant):
        wanted = real.reference.figures(found)
        assert {name: answer[name] for name in FIGURES} == wanted and not answer["relaxed"]
    else:
        assert answer["relaxed"] or not answer["articlesTotal"]


@pytest.mark.parametrize(
    ("one", "other"), [("科技", "产业"), ("改革", "开放"), ("创新", "人才"), ("的", "新")]
)
def test_within_a_distance_neither_word_comes_first(real: World, one: str, other: str) -> None:
    there = search(real.page, f"{one} ~20 {other}", order="source")
    back = search(real.page, f"{other} ~20 {one}", order="source")
    assert there["total"] > 20
    assert there["lines"] == back["lines"]


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("类脑绿水青山", ["类脑", "绿水青山"]),
        ("民族调研", ["民族", "调研"]),
        # A word in Latin letters and a figure are never cut.
        ("人才nanjing", ["人才", "nanjing"]),
        ("改革20248613", ["改革", "20248613"]),
    ],
)
def test_a_query_falls_into_what_the_library_has(real: World, query: str, parts: list[str]) -> None:
    found = search(real.page, query)
    assert found["relaxed"]["parts"] == parts
    assert found["total"] > 0


def test_quotation_marks_keep_width_case_and_spaces(real: World) -> None:
    spaced = next(text for text in real.reference.texts if re.search(r"\w \w", text))
    piece = re.search(r"\w+ \w+", spaced)
    assert piece
    found = search(real.page, f'"{piece[0]}"')
    assert found["articlesTotal"] == len(real.reference.answers([Clause((Quoted(piece[0]),))])) > 0
    for query in ('"2023 年"', '"創新"', '"创新,"', f'"{piece[0].replace(" ", "")}"'):
        assert search(real.page, query)["articlesTotal"] == 0, query
    assert search(real.page, '"2023年"')["articlesTotal"] > 0


@pytest.mark.parametrize(
    ("query", "code", "says"),
    [
        ('"创新', "quote", "引号没有闭合"),
        ('""', "quote", "引号之中没有文字"),
        ('创新 -" "', "quote", "引号之中没有文字"),
        ("创新 |", "bar", "两边"),
        ("| 创新", "bar", "两边"),
        ("创新 || 改革", "bar", "两边"),
        ("|", "bar", "两边"),
        ("~5 创新", "near", "两边"),
        ("创新 ~5", "near", "两边"),
        ("科技 ~20产业", "near", "前后各空一格"),
        ("科技 ~ 20 产业", "near", "前后各空一格"),
        ("科技 ~20000 产业", "near", "至多四位"),
        ("创新 ~5 | 改革", "near", "两边"),
        ("创新 ~5 -改革", "near", "两边"),
        ("创新 -改革 ~5 科技", "near", "两边"),
        ("创新 ~5 改革 ~5 科技", "near", "两边"),
        ("-创新 -改革", "only-not", "只有排除词"),
        ("创新 | -改革", "only-not", "只有排除词"),
        ("-创业", "only-not", "查“-创业”本身，请加引号"),
        ('-"创业"', "only-not", "查“创业”本身，请去掉“-”"),
        ("创" * 20_001, "too-long", "过长"),
        ("创 新 " * 60, "too-many", "过多"),
        ("\u200b\u2060", "empty", "没有可见的文字"),
    ],
    ids=lambda given: given[:20],
)
def test_a_query_that_is_not_valid_is_explained(real: World, query: str, code: str, says: str) -> None:
    found = search(real.page, query)
    assert found["error"]["code"] == code
    assert says in found["error"]["message"]
    assert found["articlesTotal"] == found["total"] == 0
    marked = real.page.evaluate(
        """async (query) => (await import("/assets/search/engine.js")).matchBlocks(query, [{block: "p1", text: query}])""",
        query,
    )
    assert marked["error"]["code"] == code and not marked["hits"]


@pytest.mark.parametrize("query", ["", "  ", "\n", "\u3000"])
def test_an_empty_query_finds_nothing_and_needs_no_explanation(real: World, query: str) -> None:
    found = search(real.page, query)
    assert found["error"] == {"code": "empty", "message": ""} and not found["articlesTotal"]


# --- Relaxing --------------------------------------------------------------------------------------------------------


def test_other_punctuation_is_the_first_thing_that_is_forgiven(world: World) -> None:
    draw = Draw(world.reference, 5)
    queries: list[str] = []
    while len(queries) < 40:
        passage = draw.across_punctuation()
        query = re.sub(r"\W", lambda _: draw.random.choice(("", "！", "、；")), passage)
        if (
            is_one_term(query)
            and searching.bare(query)
            and not world.reference.exactly(query)["articlesTotal"]
        ):
            queries.append(query)
    for query, answer in zip(
        queries, run(world.page, [(query, {"order": "source"}) for query in queries]), strict=True
    ):
        found = world.reference.answers([Clause((Word(query),))], "punctuation")
        wanted = world.reference.figures(found)
        assert answer["relaxed"]["step"] == "punctuation", query
        assert "略去标点" in answer["relaxed"]["message"]
        assert {name: answer[name] for name in FIGURES} == wanted, query


def test_characters_that_traditional_writing_does_not_tell_apart_are_found_as_either(world: World) -> None:
    draw, convert = Draw(world.reference, 9), opencc.OpenCC("s2tw").convert
    queries = {}
    for text in draw.random.sample(draw.body, len(draw.body)):
        at = text.find("着")
        found = text[max(0, at - draw.random.randrange(3, 9)) : at + draw.random.randrange(3, 30)]
        given = convert(found)
        alike = {(form, char) for form, char in zip(given, found, strict=True) if form != char} - {
            ("著", "着")
        }
        # Converted to something else at all, and nothing of it wrongly.
        right = alike and all(fold.fold(form) == char for form, char in alike)
        if at >= 0 and right and "著" in given and is_one_term(found):
            queries[given] = found
        if len(queries) == 60:
            break
    assert len(queries) > 10
    answers = run(world.page, [(query, {"order": "source"}) for query in queries])
    for (query, meant), answer in zip(queries.items(), answers, strict=True):
        assert {name: answer[name] for name in FIGURES} == world.reference.exactly(meant), query
        assert not answer["relaxed"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        # The text has 显着 too, once.
        ("隨著 | 顯著", "随着 | 显著 | 显着"),
        ("隨著 顯著", "随着 显著 | 随着 显着"),
        ("隨著 | 创新", "随着 | 创新"),
        ("创新 -隨著", "创新 -随着"),
        ("創新 -著力", "创新 -着力"),
        ("隨著 ~60 發展", "随着 ~60 发展"),
        ("著力", "着力"),
        ("取得顯著成效，但也存在一些需要著力解決的問題", "取得显著成效，但也存在一些需要着力解决的问题"),
    ],
)
def test_so_they_are_in_every_kind_of_query(real: World, typed: str, meant: str) -> None:
    found, wanted = search(real.page, typed, order="source"), search(real.page, meant, order="source")
    assert wanted["total"] and not found["relaxed"]
    assert {name: found[name] for name in FIGURES} == {name: wanted[name] for name in FIGURES}


def test_a_simplified_query_is_not_taken_for_a_traditional_one(real: World) -> None:
    known = real.reference.exactly("著")
    found = search(real.page, "著", order="source")
    assert {name: found[name] for name in FIGURES} == known


def test_radicals_stand_for_their_characters_as_in_text_copied_from_pdf_files(real: World) -> None:
    found, wanted = search(real.page, "⼯业⼈才 | ⼯业"), search(real.page, "工业人才 | 工业")
    assert found["total"] == wanted["total"] > 0 and not found["relaxed"]


def test_what_is_relaxed_is_never_told_as_exact_while_it_grows(large: World) -> None:
    told, step = large.page.evaluate("""async () => {
      const library = await import("/assets/search/engine.js");
      const told = [];
      const onProgress = ({ articles, relaxed }) => articles.length && told.push(relaxed?.step ?? "exact");
      const { relaxed } = await library.search("鳗鱼的量子火锅", { onProgress });
      return [told, relaxed.step];
    }""")
    assert told and set(told) == {step}


def test_a_word_in_latin_letters_that_stands_nowhere_is_not_found_in_its_pieces(real: World) -> None:
    found = search(real.page, "nanjing")
    assert found["complete"] and not found["articlesTotal"] and not found["relaxed"]


def test_then_the_words_in_one_paragraph_in_one_article_then_any_and_never_mixed(world: World) -> None:
    draw = Draw(world.reference, 6)
    lexicon = world.page.evaluate("""async () => {
      const library = await import("/assets/search/engine.js");
      const found = [];
      for (const first of "发科创新中国产经社人建改") found.push(...await library.suggest(first, 40));
      return found.filter(({ kind, text }) => kind === "term" && text.length < 5).map(({ text }) => text);
    }""")
    known = sorted(set(filter(HAN.fullmatch, lexicon)))
    number = 80 if world.name == "real" else 20
    queries = ["".join(draw.random.sample(known, draw.random.randrange(2, 5))) for _ in range(number)]
    # Rarer words, so that no article has them all.
    queries += ["".join(words(draw, 4) for _ in range(4)) for _ in range(number // 4)]
    # Of these no more than a word is known.
    queries += ["火星移民产业", "㐀㐁创新㐂", "㐀㐁㐂"]
    seen: set[str | None] = set()
    answers = run(world.page, [(query, {"order": "source"}) for query in queries])
    for query, answer in zip(queries, answers, strict=True):
        if world.reference.exactly(query)["articlesTotal"]:
            assert not answer["relaxed"]
            continue
        bare = world.reference.answers([Clause((Word(query),))], "punctuation")
        if bare:
            assert answer["relaxed"]["step"] == "punctuation"
            continue
        if not answer["relaxed"]:
            assert not answer["articlesTotal"] and answer["complete"]
            seen.add(None)
            continue
        parts = answer["relaxed"]["parts"]
        assert all(part in fold.fold(query) for part in parts)
        assert answer["terms"] == parts
        loose = [Clause(tuple(map(Word, parts)))]
        steps = searching.STEPS[2:] if len(parts) > 1 else ("any",)
        step, found = next((step, found) for step in steps if (found := world.reference.answers(loose, step)))
        seen.add(step)
        assert answer["relaxed"]["step"] == step, query
        assert {name: answer[name] for name in FIGURES} == world.reference.figures(found), (query, parts)
    assert seen >= {"paragraph", "article", "any", None}, seen


def test_of_any_words_the_articles_with_most_of_them_come_first(real: World) -> None:
    found = search(real.page, "创新改革火星㐀科技产业教育㐁文化")
    parts = found["relaxed"]["parts"]
    answers = real.reference.answers([Clause(tuple(map(Word, parts)))], found["relaxed"]["step"])
    assert found["ids"] == real.reference.ordered(answers, "relevance")


def test_terms_of_marks_alone_are_forgiven_too(real: World) -> None:
    query = "创新 ！！！！！"
    found = search(real.page, query, order="source")
    assert found["relaxed"]["step"] == "punctuation"
    wanted = real.reference.figures(real.reference.answers([Clause((Word("创新"),))], "punctuation"))
    assert {name: found[name] for name in FIGURES} == wanted


def test_exclusions_hold_in_relaxed_results_too(real: World) -> None:
    query = "创新、！改革 -南京"
    found = search(real.page, query, order="source")
    banned = {real.reference.articles[n]["id"] for n in real.reference.answers([Clause((Word("南京"),))])}
    assert found["relaxed"] and found["ids"] and not banned & set(found["ids"])


@pytest.mark.parametrize(
    ("query", "step"),
    [
        ("因地制宜新质生产力改革开放人才 | 㐀㐁", "article"),
        ("火星移民产业 | 㐀㐁", "any"),
        ("创新人才改革 | 科技金融教育", "paragraph"),
    ],
)
def test_of_alternatives_each_is_relaxed_for_itself(real: World, query: str, step: str) -> None:
    found = search(real.page, query, order="source")
    assert found["relaxed"]["step"] == step
    parts = found["relaxed"]["parts"]
    clauses = [
        Clause(tuple(Word(part) for part in parts if part in alternative))
        for alternative in query.split(" | ")
    ]
    answers = real.reference.answers([clause for clause in clauses if clause.all], step)
    assert {name: found[name] for name in FIGURES} == real.reference.figures(answers)


def test_alone_a_negative_number_and_a_row_of_hyphens_are_text(real: World) -> None:
    for query in ("-5", "--", "-"):
        assert search(real.page, query)["error"] is None


def test_words_that_stand_nowhere_are_named(world: World) -> None:
    found = search(world.page, "量子 烤鸭麂麂")
    assert found["relaxed"]["step"] == "any"
    absent = found["relaxed"]["absent"]
    assert absent and "量子" not in absent
    assert all(not world.reference.places(Word(word)) for word in absent)
    assert search(world.page, "量子 麂麂 -创新")["relaxed"]["absent"] == [], (
        "what was excluded was not read for it"
    )


def test_a_full_width_hyphen_excludes_too(real: World) -> None:
    for query in ("创新 －南京", '创新 －"南京"', "创新 -南京"):
        found = search(real.page, query, order="source")
        banned = {real.reference.articles[n]["id"] for n in real.reference.answers([Clause((Word("南京"),))])}
        assert found["ids"] and not banned & set(found["ids"]) and not found["relaxed"], query


def test_what_is_quoted_or_near_is_never_relaxed(real: World) -> None:
    for query in ('"创新、！改革"', "火星移民 ~5 改革", '火星移民 "改革"'):
        found = search(real.page, query)
        assert found["complete"] and not found["articlesTotal"] and not found["relaxed"]


def test_a_filter_that_leaves_nothing_does_not_relax(real: World) -> None:
    found = search(real.page, "创新", filters={"outlet": ["没有这家报纸"]})
    assert found["complete"] and not found["relaxed"] and not found["articlesTotal"]
    assert {"value": "没有这家报纸", "count": 0} in found["facets"]["outlet"]


# --- Filters, facets, orders -----------------------------------------------------------------------------------------


def test_filters_and_facets_count_as_a_count_does(world: World) -> None:
    reference = world.reference
    draw = random.Random(9)
    values = {
        facet: sorted({value for n in range(len(reference.articles)) for value in reference.values(n, facet)})
        for facet in FACETS
    }
    asked = []
    for _ in range(60 if world.name == "real" else 30):
        chosen = draw.sample(FACETS, draw.randrange(4))
        filters = {
            facet: draw.sample(values[facet], min(len(values[facet]), draw.randrange(1, 9)))
            for facet in chosen
        }
        asked.append((draw.choice(("发展", "新质生产力", "南京", "科技 产业", "改革 | 创新")), filters))
    answers = run(world.page, [(query, {"filters": filters, "order": "source"}) for query, filters in asked])
    count = cache(
        lambda query: reference.answers([Clause(tuple(map(Word, part.split()))) for part in query.split("|")])
    )
    kept = 0
    for (query, filters), answer in zip(asked, answers, strict=True):
        found = count(query)

        def passes(article: int, but: str = "", filters: dict[str, list[str]] = filters) -> bool:
            return all(
                facet == but or set(wanted) & set(reference.values(article, facet))
                for facet, wanted in filters.items()
            )

        passing = {article: one for article, one in found.items() if passes(article)}
        kept += 0 < len(passing) < len(found)
        assert {name: answer[name] for name in FIGURES} == reference.figures(passing)
        for facet in FACETS:
            counts = dict.fromkeys(filters.get(facet, []), 0)
            for article in found:
                for value in set(reference.values(article, facet)) if passes(article, facet) else ():
                    counts[value] = counts.get(value, 0) + 1
            assert {one["value"]: one["count"] for one in answer["facets"][facet]} == counts
    assert kept > 8, "the filters were meant to leave some and take some"


@pytest.mark.parametrize("order", ["relevance", "date", "source"])
@pytest.mark.parametrize("query", ["创新", "科技 产业", "改革 | 文化 教育", "推动"])
def test_the_three_orders(world: World, query: str, order: str) -> None:
    meant = [Clause(tuple(map(Word, part.split()))) for part in query.split("|")]
    answers = world.reference.answers(meant)
    assert search(world.page, query, order=order)["ids"] == world.reference.ordered(answers, order)


def test_relevance_is_the_order_where_none_is_asked_for(real: World) -> None:
    assert search(real.page, "创新")["ids"] == search(real.page, "创新", order="relevance")["ids"]


# --- As far as needed ------------------------------------------------------------------------------------------------


def test_a_limit_cuts_the_list_of_a_small_library_and_never_the_count(real: World) -> None:
    everything = search(real.page, "发展")
    for limit in (0, 1, 5):
        found = search(real.page, "发展", limit=limit)
        assert found["complete"] and found["total"] == everything["total"]
        assert found["ids"] == everything["ids"][:limit]


def test_a_limit_stops_a_large_library_and_the_figures_say_at_least(large: World) -> None:
    everything = search(large.page, "发展")
    found = search(large.page, "发展", limit=20)
    assert not found["complete"] and not found["failed"]
    assert (
        0 < found["total"] < everything["total"]
        and 20 <= found["articlesTotal"] < everything["articlesTotal"]
    )
    assert len(found["ids"]) == 20 and set(found["ids"]) <= set(everything["ids"])
    rare = everything["articlesTotal"] + 1
    assert search(large.page, "发展", limit=rare)["complete"]


def test_a_limit_that_the_last_part_reaches_leaves_nothing_uncounted(large: World) -> None:
    # It stands in every shard, so the last article is found in the last one.
    count = large.reference.exactly("发展")["articlesTotal"]
    found = search(large.page, "发展", limit=count)
    assert found["complete"] and len(found["ids"]) == count
    assert not search(large.page, "发展", limit=count - 200)["complete"]


def test_a_limit_counts_what_passes_the_filters(large: World) -> None:
    filters = {"outlet": ["媒体7"]}
    found = search(large.page, "发展", limit=20, filters=filters)
    assert len(found["ids"]) == 20
    assert set(found["ids"]) <= set(search(large.page, "发展", filters=filters)["ids"])


def test_of_one_character_the_figures_are_known_at_once(large: World) -> None:
    wanted = large.reference.exactly("水")
    with fresh(large) as page:
        found = search(page, "水", limit=5)
    assert found["complete"] and len(found["ids"]) == 5
    assert {name: found[name] for name in FIGURES[:3]} == {name: wanted[name] for name in FIGURES[:3]}
    assert len([path for path in large.host.asked if "/t" in path]) < 20


def test_only_the_parts_that_can_hold_a_passage_are_fetched(large: World) -> None:
    for passage in unique(large.reference, 5):
        with fresh(large) as page:
            assert search(page, passage)["articlesTotal"]
        assert len([path for path in large.host.asked if "/t" in path]) <= 8
        assert len([path for path in large.host.asked if "/p" in path]) <= 10 * 3


def unique(reference: Reference, count: int) -> list[str]:
    """Passages of ten characters, from all over the library, that stand once in it."""
    whole = reference.folded.text
    draw = Draw(reference, 1)
    found: list[str] = []
    while len(found) < count:
        if whole.count(passage := draw.slice(draw.body, 10)) == 1:
            found.append(passage)
    return found


@contextmanager
def fresh(world: World) -> Iterator[playwright.Page]:
    """Another reader at the same library; `asked` lists what the page asks the host for."""
    context = world.page.context.browser.new_context()  # type: ignore[union-attr]
    page = context.new_page()
    page.goto(world.host.url)
    world.host.asked.clear()
    yield page
    context.close()


def test_figures_grow_until_they_are_complete(large: World) -> None:
    large.host.delay = 0.06
    with fresh(large) as page:
        told, last = page.evaluate("""async () => {
          const library = await import("/assets/search/engine.js");
          const told = [];
          const note = ({ total, complete, articles }) => told.push({ total, complete, articles: articles.length });
          const found = await library.search("推动", { onProgress: note });
          note(found);
          return [told.slice(0, -1), told.at(-1)];
        }""")
    large.host.delay = 0
    assert len(told) > 3 and last["complete"]
    totals = [one["total"] for one in told]
    assert totals == sorted(totals) and totals[0] < totals[-1] <= last["total"]
    assert last["total"] == large.reference.exactly("推动")["total"]
    assert not any(one["complete"] for one in told) and all(one["articles"] <= 40 for one in told)


def test_the_first_results_are_told_at_once(large: World) -> None:
    large.host.faults[r"/t(?!0\.bin)\d+\.bin"] = "slow"
    with fresh(large) as page:
        told = page.evaluate("""async () => {
          const library = await import("/assets/search/engine.js");
          return new Promise((resolve) => library.search("推动", { limit: 1000, onProgress: resolve }));
        }""")
    large.host.lift()
    assert told["articles"] and told["total"] and not told["complete"]


def test_two_characters_that_only_marks_part_are_no_reason_to_read_a_text(large: World) -> None:
    whole = large.reference.folded.text
    pairs = re.findall(r"([\u4e00-\u9fff])[，。；](?=([\u4e00-\u9fff]))", whole)
    first, second = next(pair for pair in pairs if "".join(pair) not in whole)
    with fresh(large) as page:
        found = page.evaluate(
            """async (query) => (await import("/assets/search/engine.js")).search(query, {})""",
            first + second,
        )
    assert found["relaxed"]["step"] == "punctuation" and found["total"]
    read = [path for path in large.host.asked if re.search(r"/t\d+\.bin", path)]
    assert len(read) <= found["articlesTotal"]


# --- What goes with it -----------------------------------------------------------------------------------------------


def call(page: playwright.Page, method: str, *given: Any) -> Any:
    return page.evaluate(
        """async ([method, given]) => (await import("/assets/search/engine.js"))[method](...given)""",
        [method, given],
    )


@pytest.mark.parametrize(
    "typed", ["xzscl", "xinzhi", "XZSCL", "ｘｚｓ", "xin'zhi", "xin zhi", "新质", "新質", "新质生"]
)
def test_suggestions_lead_to_words_by_letters_and_characters(real: World, typed: str) -> None:
    found = call(real.page, "suggest", typed)
    assert "新质生产力" in [one["text"] for one in found]
    for one in found:
        if one["kind"] == "term":
            assert one["count"] == sum(
                real.reference.exactly(one["text"])[name] for name in ("total", "elsewhere")
            )


@pytest.mark.parametrize(("facet", "kind"), [("author", "author"), ("outlet", "outlet")])
def test_suggestions_lead_to_every_author_and_outlet(real: World, facet: str, kind: str) -> None:
    reference = real.reference
    names = {value for n in range(len(reference.articles)) for value in reference.values(n, facet)}
    for name in sorted(names - {"未详"}):
        count = sum(name in reference.values(n, facet) for n in range(len(reference.articles)))
        for typed in (name[:-1] or name, name):
            found = call(real.page, "suggest", typed, 50)
            assert {"kind": kind, "text": name, "count": count} in found, typed


def test_suggestions_are_as_many_as_asked_for_and_none_for_what_is_unknown(real: World) -> None:
    assert len(call(real.page, "suggest", "f", 5)) == 5
    for typed in ("", " ", "qqqq", "㐀㐁", "<b>", "*", None):
        assert call(real.page, "suggest", typed) == []


def test_passages_are_the_texts_of_the_dataset(world: World) -> None:
    search(world.page, "发展")
    for article in world.reference.articles[:: len(world.reference.articles) // 10]:
        wanted = {block["id"]: (block["kind"], block["text"]) for block in article["blocks"]}
        found = call(world.page, "passages", article["id"], ["title", "byline", *wanted, "p999"])
        texts = {one["block"]: (one["kind"], one["text"]) for one in found}
        assert texts.pop("title") == ("title", article["title"])
        assert texts.pop("byline") == ("byline", article["byline"] or "")
        assert texts == wanted
    assert call(world.page, "passages", "no such article", ["p1"]) == []


def test_the_passages_of_what_was_found_are_there_after_a_retry_too(world: World) -> None:
    article = world.reference.articles[-1]
    block = article["blocks"][-1]
    search(world.page, block["text"][:12])
    world.page.evaluate("async () => (await import('/assets/search/engine.js')).retry()")
    found = call(world.page, "passages", article["id"], [block["id"]])
    assert [one["text"] for one in found] == [block["text"]]


def test_an_answer_is_plain_data_that_can_be_kept_and_sent(real: World) -> None:
    kept, sent = real.page.evaluate("""async () => {
      const library = await import("/assets/search/engine.js");
      const found = await library.search("因地制宜", { limit: 2 });
      return [JSON.parse(JSON.stringify(found)), structuredClone(found)];
    }""")
    assert kept == sent
    for article in kept["articles"]:
        assert len(article["hits"]) == article["count"] + article["elsewhere"] > 0
        assert set(article["hits"][0]) == {"block", "start", "end"}


def test_the_blocks_of_a_page_match_as_the_library_does(world: World) -> None:
    draw = Draw(world.reference, 13)
    queries = [draw.passage() for _ in range(30)] + [
        "科技 产业",
        "改革 | 创新",
        "创新 -火星",
        "科技 ~20 产业",
        '"发展"',
    ]
    for query in queries:
        answer = search(world.page, query)
        for line in answer["lines"][:3]:
            article, *hits = line.split()
            given = next(one for one in world.reference.articles if one["id"] == article)
            blocks = [{"block": block["id"], "text": block["text"]} for block in given["blocks"]]
            blocks = [
                {"block": "title", "text": given["title"]},
                {"block": "byline", "text": given["byline"] or ""},
                *blocks,
            ]
            found = call(world.page, "matchBlocks", query, blocks)
            told = [f"{hit['block']}:{hit['start']}:{hit['end']}" for hit in found["hits"]]
            assert told == [hit for hit in hits if ":" in hit], query


def test_the_blocks_of_a_page_match_as_loosely_as_the_search_did_and_no_looser(real: World) -> None:
    blocks = [
        {"block": "p1", "text": "创新，改革。"},
        {"block": "p2", "text": "改革之后，科技\u00a0产业 ＡＩ"},
    ]

    def hits(query: str) -> list[tuple[str, int, int]]:
        found = call(real.page, "matchBlocks", query, blocks)
        return [(hit["block"], hit["start"], hit["end"]) for hit in found["hits"]]

    assert hits("改革") == [("p1", 3, 5), ("p2", 0, 2)]
    assert hits("创新改革") == [("p1", 0, 5)]
    assert hits("改革创新科技") == [("p1", 0, 2), ("p1", 3, 5), ("p2", 0, 2), ("p2", 5, 7)]
    assert hits("科技产业ai") == [("p2", 5, 13)]
    assert hits('"创新改革"') == hits("火星 ~3 创新") == hits("火星") == []


def test_in_page_matching_fetches_the_words_only_where_it_must(real: World) -> None:
    with fresh(real) as page:
        call(page, "matchBlocks", "改革", [{"block": "p1", "text": "改革"}])
        assert not [path for path in real.host.asked if "words-" in path or "/t" in path]
