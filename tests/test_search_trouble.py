"""What readers see when not everything goes well: parts missing, slow or broken, a site published anew, and queries
that mean harm."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route, expect
from reader import CSV, FIGURES, LIST, OPTION, gone, hold, published, settle, visitor

FIELD = "#page-search"
FAILED = ".message.failed"
SHARD = re.compile(r"/t1\.bin$")
ANY_SHARD = re.compile(r"/t\d+\.bin$")


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    """A page whose requests may fail; errors in scripts still fail the test."""
    with visitor(browser, server) as opened:
        yield opened


def cut(route: Route) -> None:
    """Half of it, and no more."""
    route.fulfill(status=200, body=gzip.compress(bytes(range(256)))[:99])


def garbled(route: Route) -> None:
    """Something else, as from a portal of a hotel."""
    route.fulfill(status=200, content_type="text/html", body="<!doctype html><title>Welcome</title>")


def aborted(route: Route) -> None:
    """The network is gone."""
    route.abort()


REASONS: dict[Callable[[Route], None], str] = {
    gone: "缺失",
    cut: "损坏",
    garbled: "损坏",
    aborted: "网络中断",
}
faults = pytest.mark.parametrize("fault", [gone, cut, garbled, aborted], ids=lambda fault: fault.__name__)


# --- Parts that do not come ------------------------------------------------------------------------------------------


@faults
def test_a_part_that_cannot_be_read_is_told_and_a_retry_completes_the_results(
    page: Page, site: Path, fault: Callable[[Route], None]
) -> None:
    page.route(SHARD, fault)
    page.goto("search/?q=产业")
    expect(page.locator(FAILED)).to_contain_text(f"有 1 部分内容未能载入（{REASONS[fault]}）")
    expect(page.locator(FAILED)).to_have_attribute("role", "alert")
    expect(page.locator(FIGURES)).to_contain_text("至少")
    with page.expect_download() as waiting:
        page.locator(CSV).click()
    assert waiting.value.suggested_filename == "检索-产业（不全）.csv"
    expect(page.locator(FIGURES)).to_have_attribute("data-complete", "false")
    expect(page.locator("[data-part=status]")).to_contain_text("部分内容未能检索")
    wanted = published(site).figures("产业")
    assert 0 < int(page.locator(FIGURES).get_attribute("data-total") or 0) < int(wanted["data-total"])
    page.unroute(SHARD)
    page.locator(FAILED).get_by_role("button", name="重试").click()
    settle(page, "产业")
    expect(page.locator(FIGURES)).to_have_attribute("data-total", wanted["data-total"])
    expect(page.locator(FIGURES)).to_have_attribute("data-complete", "true")
    expect(page.locator(FAILED)).to_have_count(0)


def test_where_nothing_could_be_read_nobody_says_that_nothing_was_found(page: Page, site: Path) -> None:
    page.route(ANY_SHARD, gone)
    page.goto("search/?q=因地制宜")
    expect(page.locator(FAILED)).to_contain_text("有没有所查文字，尚不可知")
    expect(page.locator("body")).not_to_contain_text("全库没有这样的文字")
    expect(page.locator("body")).not_to_contain_text("共 0 处")
    expect(page.locator(FIGURES)).to_have_attribute("data-complete", "false")
    page.unroute(ANY_SHARD)
    page.locator(FAILED).get_by_role("button", name="重试").click()
    settle(page, "因地制宜")
    total = published(site).figures("因地制宜")["data-total"]
    expect(page.locator(FIGURES)).to_have_attribute("data-total", total)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("**/library.json", gone),
        ("**/library.json", garbled),
        ("**/core-*.bin", cut),
        ("**/core-*.bin", aborted),
    ],
)
def test_without_the_index_the_page_says_so_and_a_retry_works(
    page: Page, name: str, fault: Callable[[Route], None]
) -> None:
    page.route(name, fault)
    page.goto("search/?q=因地制宜")
    expect(page.locator(FAILED)).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("全库没有这样的文字")
    page.unroute(name)
    page.locator(FAILED).get_by_role("button", name="重试").click()
    settle(page, "因地制宜")


@pytest.mark.parametrize("name", ["engine.js", "worker.js"])
def test_without_the_engine_the_page_says_so_and_a_retry_works(page: Page, name: str) -> None:
    page.route(f"**/{name}", gone)
    page.goto("search/?q=因地制宜")
    expect(page.locator(FAILED)).to_contain_text("没有检索")
    page.unroute(f"**/{name}")
    page.locator(FAILED).get_by_role("button", name="重试").click()
    settle(page, "因地制宜")
    expect(page.locator(FIELD)).to_have_value("因地制宜")


def test_without_the_list_of_words_there_are_no_suggestions_and_all_passages(page: Page) -> None:
    page.route("**/words-*.bin", gone)
    page.goto("")
    page.keyboard.press("/")
    page.keyboard.type("因地制宜")
    expect(page.locator(f"{OPTION}.finder-passage").first).to_be_visible()
    expect(page.locator(f"{OPTION}.finder-word")).to_have_count(0)
    page.keyboard.press("Enter")
    settle(page, "因地制宜")


def test_the_box_says_that_a_part_could_not_be_read(page: Page) -> None:
    page.route(ANY_SHARD, gone)
    page.goto("articles/004/")
    page.keyboard.press("/")
    page.keyboard.type("因地制宜")
    expect(page.locator(".finder-all")).to_contain_text("部分内容未能检索")
    expect(page.locator(LIST)).not_to_contain_text("没有找到")


def test_a_box_whose_program_does_not_come_still_leads_to_the_search_page(page: Page) -> None:
    page.route("**/box.js", gone)
    page.goto("articles/004/")
    page.keyboard.press("/")
    page.keyboard.type("因地制宜")
    page.keyboard.press("Enter")
    settle(page, "因地制宜")


def test_an_article_whose_hits_cannot_be_marked_says_so_and_a_retry_works(page: Page) -> None:
    page.route("**/core-*.bin", gone)
    page.goto("articles/004/?q=创新")
    expect(page.locator(".bar-note")).to_contain_text("未能载入，不能标出")
    page.unroute("**/core-*.bin")
    page.get_by_role("button", name="重试").click()
    expect(page.locator(".bar-count")).to_have_text(re.compile(r"^\d+ / \d+$"))


# --- Slow ------------------------------------------------------------------------------------------------------------


def test_while_a_part_is_slow_the_page_says_that_it_is_searching(page: Page, site: Path) -> None:
    release = hold(page, SHARD)
    page.goto("search/?q=产业")
    expect(page.locator(".progress")).to_be_visible()
    expect(page.locator(".progress")).to_contain_text("正在检索")
    expect(page.locator("body")).not_to_contain_text("共 ")
    expect(page.locator(CSV)).to_be_disabled()
    release()
    settle(page, "产业")
    expect(page.locator(".progress")).to_be_hidden()
    total = published(site).figures("产业")["data-total"]
    expect(page.locator(FIGURES)).to_have_attribute("data-total", total)


def test_slow_suggestions_keep_nothing_else_waiting(page: Page, site: Path) -> None:
    release = hold(page, re.compile(r"/words-"))
    page.goto("search/?q=产业")
    settle(page, "产业")
    expect(page.locator(".progress")).to_be_hidden()
    expect(page.locator(CSV)).to_be_enabled()
    expect(page.locator("#facets input, .facets input").first).to_be_attached()
    release()
    expect(page.locator(".suggestion").first).to_be_visible()


def test_a_slow_search_can_be_stopped_and_taken_up_again(page: Page, site: Path) -> None:
    release = hold(page, SHARD)
    page.goto("search/?q=产业")
    page.get_by_role("button", name="停止").click()
    expect(page.locator(".progress")).to_contain_text("已停止")
    expect(page.locator(FIGURES)).to_contain_text("至少")
    expect(page.locator(FAILED)).to_have_count(0)
    release()
    page.get_by_role("button", name="继续").click()
    settle(page, "产业")
    total = published(site).figures("产业")["data-total"]
    expect(page.locator(FIGURES)).to_have_attribute("data-total", total)


def test_a_search_can_be_stopped_before_its_program_has_come(page: Page, site: Path) -> None:
    release = hold(page, re.compile(r"/engine\.js"))
    page.goto("search/?q=产业")
    page.get_by_role("button", name="停止").click()
    expect(page.locator(".progress")).to_contain_text("已停止，未检索")
    expect(page.locator(FAILED)).to_have_count(0)
    release()
    page.get_by_role("button", name="继续").click()
    settle(page, "产业")
    total = published(site).figures("产业")["data-total"]
    expect(page.locator(FIGURES)).to_have_attribute("data-total", total)


def test_a_slow_answer_to_an_old_query_is_not_shown_for_a_new_one(page: Page) -> None:
    page.goto("search/?q=因地制宜")
    settle(page, "因地制宜")
    page.evaluate("import('../assets/search/engine.js').then((library) => library.retry())")
    release = hold(page, ANY_SHARD)
    page.locator(FIELD).fill("新动能")
    expect(page.locator(".progress")).to_be_visible()
    expect(page.locator(FIGURES)).to_have_text("")
    expect(page.locator("[data-total]")).to_have_count(0)
    release()
    settle(page, "新动能")
    assert set(page.locator(".passage .hit").all_text_contents()) == {"新动能"}


# --- Published anew --------------------------------------------------------------------------------------------------


def test_a_page_left_open_while_the_site_is_published_anew_finds_everything(page: Page, site: Path) -> None:
    data = site / "data" / "search"
    core = next(data.glob("core-*.bin"))
    folder = next(data.glob("v-*"))
    page.goto("articles/004/")
    page.keyboard.press("/")
    page.keyboard.type("新质")
    expect(page.locator(OPTION).first).to_be_visible()
    page.goto("search/")
    # The index is open, and no text has been read, when the names of all files change.
    page.evaluate("import('../assets/search/engine.js').then((library) => library.suggest('新质'))")
    renamed = gzip.compress(gzip.decompress(core.read_bytes()).replace(folder.name.encode(), b"v-anew"))
    entrance = (data / "library.json").read_text("utf-8").replace(core.name, "core-anew.bin")
    page.route("**/library.json", lambda route: route.fulfill(status=200, body=entrance))
    page.route(f"**/{core.name}", gone)
    page.route(f"**/{folder.name}/*", gone)
    page.route("**/core-anew.bin", lambda route: route.fulfill(status=200, body=renamed))
    page.route(
        "**/v-anew/*",
        lambda route: route.fulfill(
            status=200, body=(folder / route.request.url.rpartition("/")[2]).read_bytes()
        ),
    )
    page.locator(FIELD).fill("因地制宜")
    settle(page, "因地制宜")
    for name, count in published(site).figures("因地制宜").items():
        expect(page.locator(FIGURES)).to_have_attribute(name, count)
    expect(page.locator(FAILED)).to_have_count(0)


# --- Queries that mean harm ------------------------------------------------------------------------------------------

# As JavaScript, since no other way of writing holds them all.
HOSTILE = {
    "an image": r"'<img src=x onerror=alert(1)>'",
    "a script": r"'</script><script>alert(1)</script>'",
    "an attribute": r"""'"><svg onload=alert(1)>'""",
    "an address": r"'javascript:alert(1)'",
    "a template": r"'${alert(1)} {{constructor.constructor(\'alert(1)\')()}}'",
    "a regular expression": r"'(a+)+$ .*[](?<=\\\\1){9,}^|'",
    "half a character": r"'\ud835创新'",
    "the other half": r"'\udc00\udc00\ud800'",
    "control characters": r"'创\u0000新\u0007\u001b[31m\u202e\u0008'",
    "ten thousand characters": r"'创新驱动发展'.repeat(1667)",
    "ten thousand marks": r"'（'.repeat(10000)",
    "ten thousand words": r"'创新 '.repeat(3333)",
    "thousands of quotation marks": r"'\u0022 '.repeat(5000)",
    "the prototype": r"'__proto__ constructor hasOwnProperty'",
}
FOREIGN = "img, script:not([type='application/json']), svg:not(.icon), iframe, object, [onerror], [onload], [href^='javascript:']"


@pytest.fixture
def dialogs(page: Page) -> list[str]:
    """What pops up."""
    shown: list[str] = []

    def note(dialog: Dialog) -> None:
        shown.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    return shown


def put(page: Page, field: str, query: str) -> str:
    """Put a query into a field at once, as pasting does; what the field then holds."""
    held: str = page.evaluate(
        f"""() => {{
            const field = document.querySelector({field!r});
            field.value = {query};
            field.dispatchEvent(new InputEvent("input", {{ bubbles: true }}));
            return field.value;
        }}"""
    )
    return held


def test_a_hostile_query_is_text_and_nothing_else(page: Page, dialogs: list[str]) -> None:
    answered = page.locator(f"{FIGURES}[data-query], [data-part=messages] > *").first
    page.goto("search/")
    for kind, query in HOSTILE.items():
        page.locator(FIELD).fill("")
        expect(answered).not_to_be_attached()
        wanted = put(page, FIELD, query)
        expect(answered).to_be_attached()
        page.locator(FIELD).press("Enter")
        expect(page.locator("[data-search-page]")).not_to_have_attribute("aria-busy", "true")
        expect(answered).to_be_attached()
        expect(page.locator(FIELD)).to_have_value(wanted)
        assert page.locator(f"[data-search-page] :is({FOREIGN})").count() == 0, kind
    assert dialogs == []


@pytest.mark.parametrize("query", ["an image", "half a character", "control characters"])
def test_a_hostile_query_is_text_in_an_address_a_box_and_an_article(
    page: Page, dialogs: list[str], query: str
) -> None:
    page.goto("articles/004/")
    page.locator("#header-search").focus()
    expect(page.locator("#header-search")).to_have_attribute("role", "combobox")
    put(page, "#header-search", HOSTILE[query])
    expect(page.locator(f"{OPTION}, .finder-note").last).to_be_visible()
    expect(page.locator(f".finder-list :is({FOREIGN})")).to_have_count(0)
    encoded = page.evaluate(f"encodeURIComponent(({HOSTILE[query]}).toWellFormed())")
    page.goto(f"articles/004/?q={encoded}")
    expect(page.locator(".bar-note, .bar-count").filter(has_text=re.compile("."))).to_be_visible()
    expect(page.locator(".bar-note")).not_to_have_text("查找中…")
    expect(page.locator(f".hit-bar :is({FOREIGN})")).to_have_count(0)
    page.goto(f"search/?q={encoded}")
    expect(page.locator(f"{FIGURES}[data-query], [data-part=messages] > *").first).to_be_attached()
    expect(page.locator(f"[data-search-page] :is({FOREIGN})")).to_have_count(0)
    assert dialogs == []


def test_the_longest_paragraph_can_be_searched_shared_and_opened(page: Page, site: Path) -> None:
    (article, block), text = max(published(site).texts.items(), key=lambda one: len(one[1]))
    page.goto("search/")
    page.locator(FIELD).fill(text)
    settle(page, text)
    expect(page).to_have_url(re.compile(r"/search/\?u=[\w-]+$"))
    page.goto(page.url)
    settle(page, text)
    page.locator(f'a.hit[href*="/articles/{article}/"]').first.click()
    expect(page).to_have_url(re.compile(rf"/articles/{article}/\?u=[\w-]+&hit=1#{block}$"))
    expect(page.locator(".bar-count")).to_have_text("1 / 1")
    page.locator(".hit-bar").get_by_role("button", name="关闭").click()
    expect(page).to_have_url(re.compile(rf"/articles/{article}/#{block}$"))


def test_escape_leaves_the_field_and_what_was_found(page: Page, site: Path) -> None:
    page.goto("search/?q=因地制宜")
    settle(page, "因地制宜")
    page.locator(FIELD).focus()
    page.keyboard.press("Escape")
    expect(page.locator(FIELD)).not_to_be_focused()
    expect(page.locator(FIELD)).to_have_value("因地制宜")
    expect(page.locator(FIGURES)).to_have_attribute(
        "data-total", published(site).figures("因地制宜")["data-total"]
    )


def test_where_quotation_marks_leave_nothing_the_reader_can_look_without_them(page: Page, site: Path) -> None:
    page.goto('search/?q="2023 年"')
    expect(page.locator(".message")).to_contain_text("没有与引号内一字不差的文句")
    page.get_by_role("link", name="去掉引号再查").click()
    expect(page.locator(FIELD)).to_have_value("2023 年")
    figures = published(site).figures("2023年")
    expect(page.locator(FIGURES)).to_have_attribute("data-total", figures["data-total"])


@pytest.mark.parametrize("query", ["创新 -的", "创新 ~0 火星"])
def test_where_an_operator_leaves_nothing_nobody_says_that_the_words_are_not_there(
    page: Page, query: str
) -> None:
    page.goto(f"search/?q={query}")
    expect(page.locator(".message")).to_contain_text("没有符合这样写法的文章")


def test_a_query_too_long_for_an_address_reaches_the_search_page_from_any_box(page: Page) -> None:
    page.goto("articles/004/")
    query = "因地制宜发展新质生产力" * 900
    page.keyboard.press("/")
    page.locator("#header-search").fill(query)
    expect(page.get_by_role("combobox")).to_be_visible()
    page.locator("#header-search").press("Enter")
    expect(page).to_have_url(re.compile(r"/repo/search/$"))
    expect(page.locator(FIELD)).to_have_value(query)
    expect(page.locator(".message").first).to_be_visible()
    page.reload()
    expect(page.locator(FIELD)).to_have_value(query)
