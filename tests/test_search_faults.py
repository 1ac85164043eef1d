"""What the engine says when parts of the library are missing, broken, slow or gone, and when queries are hostile."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import playwright.sync_api as playwright
import pytest
import searching
from searching import Clause, Made, Word, run, search
from wenku.model import Article, Library
from wenku.search import shards

# The real library as a large one: in parts, from two volumes.
PARTS = shards.Sizes(whole=1_000, volume=140_000, shard=8_000)
ONE = "牛"
PHRASE = "新质生产力"
# These words stand in one paragraph, and nowhere so.
LOOSE = "生产力新质火星移民创新"
REASONS = {
    "missing": {"missing"},
    "short": {"corrupt"},
    "cut": {"network", "corrupt"},
    "flipped": {"corrupt", "missing"},
    "page": {"corrupt"},
    "empty": {"corrupt"},
    "down": {"network"},
}
FIGURES = ("total", "elsewhere", "articlesTotal")


@dataclass
class World:
    """A library on a host that can fail."""

    made: Made
    host: searching.Host


@pytest.fixture(scope="module")
def whole(library: Library) -> Iterator[World]:
    made = searching.make(library.articles)
    with searching.hosting(made.files) as host:
        yield World(made, host)


@pytest.fixture(scope="module")
def parted(library: Library) -> Iterator[World]:
    made = searching.make(library.articles, PARTS)
    with searching.hosting(made.files) as host:
        yield World(made, host)


@pytest.fixture(autouse=True)
def well_again(whole: World, parted: World) -> Iterator[None]:
    """Every test begins with hosts that are well."""
    yield
    for world in (whole, parted):
        world.host.lift()
        world.host.files = {**searching.engine(), **world.made.files}
        world.host.cache, world.host.delay = "no-store", 0


@pytest.fixture
def page(browser: playwright.Browser) -> Iterator[playwright.Page]:
    """A page of a fresh reader; what the host breaks is no complaint here."""
    context = browser.new_context()
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("dialog", lambda dialog: errors.append(dialog.message))
    yield opened
    context.close()
    assert not errors, errors


def retry(page: playwright.Page) -> None:
    page.evaluate("""async () => (await import("/assets/search/engine.js")).retry()""")


def figures(found: dict[str, Any]) -> dict[str, Any]:
    return {name: found[name] for name in FIGURES}


def wanted(world: World, query: str) -> dict[str, Any]:
    return figures(world.made.reference.exactly(query))


# --- Files -----------------------------------------------------------------------------------------------------------

KINDS = [
    ("whole", "library.json", PHRASE),
    ("whole", "core-", PHRASE),
    ("whole", r"/t2\.", PHRASE),
    ("whole", "words-", LOOSE),
    ("parted", "library.json", PHRASE),
    ("parted", "core-", PHRASE),
    ("parted", r"/t\d", PHRASE),
    ("parted", r"/p\d", PHRASE),
    ("parted", r"/c\d", ONE),
    ("parted", "words-", LOOSE),
]


@pytest.mark.parametrize(
    ("layout", "part", "query"), KINDS, ids=[f"{one[0]}-{re.sub('[^a-z]', '', one[1])}" for one in KINDS]
)
def test_a_part_that_cannot_be_had_is_named_and_a_retry_finds_everything(
    request: pytest.FixtureRequest, page: playwright.Page, layout: str, part: str, query: str
) -> None:
    world: World = request.getfixturevalue(layout)
    page.goto(world.host.url)
    everything = wanted(world, query)
    for fault, reasons in REASONS.items():
        world.host.faults[part] = fault
        retry(page)
        found = search(page, query)
        assert found["failed"] and not found["complete"] and not found["error"], fault
        for failed in found["failed"]:
            assert failed["reason"] in reasons, (fault, failed)
            # A first file that is broken may lead to a second one that is not there.
            assert re.search(part, f"/{failed['name']}") or (part, fault) == ("library.json", "flipped")
        world.host.lift()
        retry(page)
        again = search(page, query)
        assert again["complete"] and not again["failed"], fault
        if query == LOOSE:
            assert again["relaxed"] and again["articlesTotal"]
        else:
            assert figures(again) == everything, fault


def test_the_next_search_asks_again_for_what_failed_even_without_a_retry(
    page: playwright.Page, parted: World
) -> None:
    page.goto(parted.host.url)
    for part in ("library.json", "core-", r"/t\d", r"/p\d"):
        parted.host.faults[part] = "missing"
        assert search(page, PHRASE)["failed"]
        parted.host.lift()
        found = search(page, PHRASE)
        assert found["complete"] and figures(found) == wanted(parted, PHRASE)
        retry(page)


def test_what_can_be_had_is_found_where_a_part_is_missing(page: playwright.Page, parted: World) -> None:
    page.goto(parted.host.url)
    everything = search(page, "创新")
    retry(page)
    parted.host.faults[r"/t3\."] = "missing"
    found = search(page, "创新")
    assert not found["complete"] and not found["relaxed"]
    assert {failed["name"].split("/")[1] for failed in found["failed"]} == {"t3.bin"}
    assert 0 < found["total"] < everything["total"]
    assert set(found["lines"]) < set(everything["lines"])


def test_the_figures_of_one_character_are_known_though_a_text_is_missing(
    page: playwright.Page, parted: World
) -> None:
    page.goto(parted.host.url)
    parted.host.faults[r"/t\d"] = "missing"
    found = search(page, ONE)
    assert found["failed"] and not found["complete"] and not found["lines"]
    assert figures(found) == wanted(parted, ONE)


def test_exact_search_does_without_the_words(page: playwright.Page, whole: World) -> None:
    page.goto(whole.host.url)
    for fault in REASONS:
        whole.host.faults["words-"] = fault
        retry(page)
        found = search(page, PHRASE)
        assert found["complete"] and not found["failed"] and figures(found) == wanted(whole, PHRASE)
        matched, suggested = page.evaluate(
            """async (blocks) => {
              const library = await import("/assets/search/engine.js");
              return [await library.matchBlocks("改革", blocks), await library.suggest("改").catch(() => "rejected")];
            }""",
            [{"block": "p1", "text": "创新，改革"}],
        )
        assert matched["hits"] == [{"block": "p1", "start": 3, "end": 5}]
        assert suggested == "rejected"


def test_no_flipped_bit_of_the_first_file_goes_unnoticed(page: playwright.Page, whole: World) -> None:
    page.goto(whole.host.url)
    path = "data/search/library.json"
    data = whole.made.files[path]
    for at, byte in enumerate(data):
        whole.host.files[path] = data[:at] + bytes([byte ^ (1, 4, 16)[at % 3]]) + data[at + 1 :]
        retry(page)
        found = run(page, [(PHRASE, {})])[0]
        if found["complete"]:
            assert figures(found) == wanted(whole, PHRASE), whole.host.files[path]
        else:
            assert found["failed"]


def test_a_text_in_the_place_of_another_is_not_taken_for_it(page: playwright.Page, whole: World) -> None:
    page.goto(whole.host.url)
    first = next(path for path in whole.host.files if path.endswith("/t0.bin"))
    whole.host.files[first] = whole.host.files[first.replace("t0", "t1")]
    found = search(page, PHRASE)
    assert not found["complete"] and [failed["reason"] for failed in found["failed"]] == ["corrupt"]


def test_a_format_of_another_time_is_not_guessed_at(page: playwright.Page, whole: World) -> None:
    page.goto(whole.host.url)
    path = "data/search/library.json"
    for text in ('{"format":2}', "[]", "null", '"1"', "{}"):
        whole.host.files[path] = text.encode()
        retry(page)
        assert search(page, PHRASE)["failed"] == [{"name": "library.json", "reason": "format"}]


@pytest.mark.parametrize("part", ["library.json", "core-", r"/t3\.", r"/p\d"])
def test_a_slow_part_is_given_up(page: playwright.Page, parted: World, part: str) -> None:
    patience = "PATIENCE = 20_000"
    path = "assets/search/shards.js"
    source = parted.host.files[path].decode()
    assert patience in source
    parted.host.files[path] = source.replace(patience, "PATIENCE = 700").encode()
    page.goto(parted.host.url)
    parted.host.faults[part] = "slow"
    found = search(page, "发展")
    assert not found["complete"] and {failed["reason"] for failed in found["failed"]} == {"slow"}
    parted.host.lift()
    found = search(page, PHRASE)
    assert found["complete"] and figures(found) == wanted(parted, PHRASE)


@pytest.mark.parametrize("fault", ["flipped", "page", "missing"])
def test_a_broken_answer_that_the_browser_has_kept_does_not_stay(
    page: playwright.Page, parted: World, fault: str
) -> None:
    parted.host.cache = "max-age=600"
    page.goto(parted.host.url)
    parted.host.faults[r"/p\d"] = fault
    assert search(page, PHRASE)["failed"]
    parted.host.lift()
    retry(page)
    found = search(page, PHRASE)
    assert found["complete"] and figures(found) == wanted(parted, PHRASE)


def test_an_engine_that_cannot_be_had_is_an_error_and_comes_back(page: playwright.Page, whole: World) -> None:
    page.goto(whole.host.url)
    for part in ("assets/search/worker.js", "assets/search/session.js"):
        whole.host.faults[part] = "missing"
        with pytest.raises(playwright.Error, match="could not be loaded"):
            search(page, PHRASE)
        whole.host.lift()
        assert figures(search(page, PHRASE)) == wanted(whole, PHRASE)
        retry(page)


def test_the_network_is_down_for_everything_and_comes_back(page: playwright.Page, parted: World) -> None:
    page.goto(parted.host.url)
    assert search(page, "创新")["complete"]
    parted.host.faults[""] = "down"
    found = search(page, "改革")
    assert found["failed"] and not found["complete"]
    # What is in memory is still searched.
    assert search(page, "创新")["complete"]
    parted.host.lift()
    assert figures(search(page, "改革")) == wanted(parted, "改革")


# --- A new deployment ------------------------------------------------------------------------------------------------


def published_anew(library: Library, sizes: shards.Sizes | None) -> Made:
    """The library with another word throughout."""

    def changed(article: Article) -> Article:
        blocks = (
            replace(block, text=block.text.replace("新质生产力", "新质战斗力")) for block in article.blocks
        )
        return replace(article, blocks=tuple(blocks))

    return searching.make([changed(article) for article in library.articles], sizes)


def test_a_page_left_open_across_a_deployment_is_answered_from_the_new_index(
    page: playwright.Page, parted: World, library: Library
) -> None:
    anew = published_anew(library, PARTS)
    page.goto(parted.host.url)
    assert search(page, "因地制宜", limit=1)["articlesTotal"]
    parted.host.files = {**searching.engine(), **anew.files}
    parted.host.asked.clear()
    for query in ("新质战斗力", "因地制宜", ONE):
        found = search(page, query, order="source")
        assert found["complete"] and not found["failed"]
        assert figures(found) == figures(anew.reference.exactly(query))
    assert parted.host.asked.count("data/search/library.json") == 2
    assert not search(page, '"新质生产力"')["total"]


def test_searches_under_way_together_are_all_answered_from_the_new_index(
    page: playwright.Page, parted: World, library: Library
) -> None:
    anew = published_anew(library, PARTS)
    page.goto(parted.host.url)
    assert search(page, "因地制宜", limit=1)["articlesTotal"]
    parted.host.files = {**searching.engine(), **anew.files}
    queries = ["新质战斗力", "文化", "教育", "改革"]
    totals = page.evaluate(
        """async (queries) => {
          const library = await import("/assets/search/engine.js");
          const found = await Promise.all(queries.map((query) => library.search(query)));
          return found.map(({ total, complete }) => complete && total);
        }""",
        queries,
    )
    assert totals == [anew.reference.exactly(query)["total"] for query in queries]


def test_a_page_that_has_all_goes_on_with_it_and_takes_its_suggestions_from_the_new_index(
    page: playwright.Page, whole: World, library: Library
) -> None:
    anew = published_anew(library, None)
    page.goto(whole.host.url)
    assert search(page, PHRASE)["complete"]
    whole.host.files = {**searching.engine(), **anew.files}
    assert figures(search(page, "新质生产力")) == wanted(whole, "新质生产力")
    suggested = page.evaluate("""async () => (await import("/assets/search/engine.js")).suggest("新质")""")
    assert "新质战斗力" in [one["text"] for one in suggested]
    assert search(page, "新质战斗力")["total"]


def test_a_library_that_is_taken_away_is_missing_not_empty(page: playwright.Page, parted: World) -> None:
    page.goto(parted.host.url)
    assert search(page, "因地制宜", limit=1)["articlesTotal"]
    parted.host.files = searching.engine()
    found = search(page, "新质战斗力")
    assert found["failed"] and not found["complete"] and not found["relaxed"]


# --- Queries that mean harm ------------------------------------------------------------------------------------------

HOSTILE = {
    "ten thousand of one": "创" * 10_000,
    "ten thousand mixed": "".join(chr(0x4E00 + n * 7919 % 20_000) for n in range(10_000)),
    "ten thousand spaces": "创" + " " * 10_000 + "新",
    "ten thousand lines": "创新\n" * 3_000,
    "ten thousand words": "创新 " * 3_300,
    "ten thousand quotation marks": '"' * 10_000,
    "ten thousand bars": "|" * 10_000,
    "ten thousand hyphens": "-" * 10_000,
    "ten thousand tildes": "a ~1 " * 2_000,
    "ten thousand digits and spaces": "1 " * 5_000 + "年",
    "invisible": "\u200b\ufeff" * 5_000 + "\u3000",
    "a million": "创新，" * 340_000,
    "regular expression": r".*[^\n](?=x)(a+)+$\p{L}{1,9}|^",
    "expression that runs away": "(a+)+" * 20 + "!",
    "markup": '<img src=x onerror="alert(1)"><script>alert(2)</script>&lt;b&gt;',
    "address": "javascript:alert(1)#:~:text=a",
    "half a character": "创\ud840新",
    "the other half": "\udc00创新",
    "halves in the wrong order": "\udfb7\ud842",
    "control characters": "".join(map(chr, range(32))) + "\x7f\x80\x85\x9f\u2028\u2029\u202e创新",
    "null character": "创\0新",
    "prototype": "__proto__ constructor toString hasOwnProperty",
    "quoted prototype": '"__proto__"',
    "beyond the table": "\U0010ffff\uffff\ufffe",
    "combining": "创" + "\u0301" * 5_000,
    "sql": "'; DROP TABLE articles; --",
}


@pytest.mark.parametrize("layout", ["whole", "parted"])
def test_a_hostile_query_ends_is_safe_and_inert(
    request: pytest.FixtureRequest, page: playwright.Page, layout: str
) -> None:
    world: World = request.getfixturevalue(layout)
    page.goto(world.host.url)
    for query in ("创新", LOOSE):
        search(page, query)
    for name, query in HOSTILE.items():
        body = page.content()
        found = search(page, query)
        rest = page.evaluate(
            """async (query) => {
              const library = await import("/assets/search/engine.js");
              return [await library.suggest(query), await library.matchBlocks(query, [{ block: "p1", text: query }])];
            }""",
            query,
        )
        assert found["error"] or found["complete"], name
        assert not found["failed"], name
        if not found["error"] and not found["relaxed"] and not re.search(r'[\s|"]', query):
            whole_query = query.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            assert found["total"] == wanted(world, whole_query)["total"], name
        assert (rest[1]["error"] or {}).get("code") == (found["error"] or {}).get("code"), name
        assert page.content() == body, name
    assert figures(search(page, PHRASE)) == wanted(world, PHRASE)


def test_a_page_of_another_site_may_search(page: playwright.Page, whole: World) -> None:
    page.goto(whole.host.url.replace("127.0.0.1", "localhost"))
    found = page.evaluate(
        """async ([address, query]) => {
            const library = await import(address);
            const { total, elsewhere, articlesTotal } = await library.search(query);
            return { total, elsewhere, articlesTotal };
        }""",
        [f"{whole.host.url}assets/search/engine.js", PHRASE],
    )
    assert found == wanted(whole, PHRASE)


@pytest.mark.parametrize("given", [None, 0, 1.5, True, [], {}, ["创新"]])
def test_what_is_not_a_text_is_no_harm(page: playwright.Page, whole: World, given: Any) -> None:
    page.goto(whole.host.url)
    found = search(page, given)
    assert found["error"] or found["complete"]


def test_of_very_many_words_the_longest_are_looked_for(page: playwright.Page, whole: World) -> None:
    page.goto(whole.host.url)
    texts = whole.made.reference.texts
    query = "㐀".join(re.findall(r"[\u4e00-\u9fff]{4,8}", "".join(texts[100:140]))[:80])
    found = search(page, query)
    assert found["relaxed"]["step"] == "any" and len(found["relaxed"]["parts"]) == 32
    loose = [Clause(tuple(map(Word, found["relaxed"]["parts"])))]
    answers = whole.made.reference.answers(loose, "any")
    assert found["ids"] == whole.made.reference.ordered(answers, "relevance")


# --- Stopping --------------------------------------------------------------------------------------------------------

# A search that goes on when the script has ended; `stop` stops it.
BEGUN = """async ([query, early]) => {
  window.library = await import("/assets/search/engine.js");
  const stopper = new AbortController();
  window.stop = () => stopper.abort();
  const onProgress = ({ total }) => early && total && stop();
  window.answer = library.search(query, { signal: stopper.signal, onProgress });
  answer.catch(() => {});
}"""
ANSWER = """async () => {
  const { articles, ...found } = await answer;
  return { ...found, listed: articles.length };
}"""


@pytest.mark.parametrize("part", ["library.json", "core-", r"/p\d", r"/t\d"])
def test_a_search_that_is_stopped_ends_though_the_host_hangs(
    page: playwright.Page, parted: World, part: str
) -> None:
    page.goto(parted.host.url)
    parted.host.faults[part] = "slow"
    page.evaluate(BEGUN, [PHRASE, False])
    assert parted.host.hangs.wait(60)
    page.evaluate("stop()")
    found = page.evaluate(ANSWER)
    assert not found["complete"] and not found["total"] and not found["relaxed"]
    parted.host.lift()
    assert figures(search(page, PHRASE)) == wanted(parted, PHRASE)


def test_a_search_that_is_stopped_gives_what_it_has_found(page: playwright.Page, parted: World) -> None:
    page.goto(parted.host.url)
    held = sorted(path for path in parted.made.files if "/t" in path)[::2]
    parted.host.faults["|".join(held)] = "slow"
    page.evaluate(BEGUN, ["发展", True])
    found = page.evaluate(ANSWER)
    assert not found["complete"] and 0 < found["total"] < wanted(parted, "发展")["total"]
    assert found["listed"] == found["articlesTotal"]


def test_a_search_that_is_stopped_before_it_begins_does_not_begin(
    page: playwright.Page, whole: World
) -> None:
    page.goto(whole.host.url)
    whole.host.asked.clear()
    with pytest.raises(playwright.Error, match="AbortError"):
        page.evaluate("""async () => {
          const library = await import("/assets/search/engine.js");
          await library.search("创新", { signal: AbortSignal.abort() });
        }""")
    assert not [path for path in whole.host.asked if "data/" in path]


def test_a_retry_ends_what_is_under_way(page: playwright.Page, parted: World) -> None:
    page.goto(parted.host.url)
    parted.host.faults[r"/t\d"] = "slow"
    page.evaluate(BEGUN, ["创新", False])
    assert parted.host.hangs.wait(60)
    ended = page.evaluate("(library.retry(), answer.catch((error) => error.name))")
    assert ended == "AbortError"


def test_the_first_file_is_small_and_says_only_where_the_rest_is(whole: World, parted: World) -> None:
    for world in (whole, parted):
        manifest = json.loads(world.made.files["data/search/library.json"])
        assert set(manifest) == {"format", "articles", "characters", "core"}
