"""Where a program does not come, the reader is told so in a sentence, and nothing dead is shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import PHONE, View
from playwright.sync_api import Browser, Page, expect
from reader import gone, hold, sizes, until, visitor

NOTICE = ".notice"
NEEDY = ".needs-script"
SEARCH = "检索程序未能载入，请重新载入页面。"
REST = "页面的一部分程序未能载入，有些功能不能使用；阅读不受影响。"
LATER = "这项功能的程序未能载入，请重新载入页面。"
PARTS = """() => [...document.querySelectorAll(".needs-script, main h1, main p, .md-header *")]
    .filter((part) => part.checkVisibility()).map((part) => {
        const { x, y, width, height } = part.getBoundingClientRect();
        return [x, y, width, height].map(Math.round).join();
    })"""


def blocked(page: Page, program: str) -> None:
    page.route(re.compile(rf"/assets-\w+/{program}$"), gone)


def said(page: Page, sentence: str) -> None:
    expect(page.locator(f"{NOTICE} span")).to_have_text(sentence)


@pytest.mark.parametrize("program", ["search/boot.js", "search/page.js", "search/dom.js"])
def test_a_search_page_without_its_program_says_so(browser: Browser, server: str, program: str) -> None:
    with visitor(browser, server) as page:
        blocked(page, program)
        page.goto("search/?q=创新")
        said(page, SEARCH)
        # What was kept for results to come is not kept any longer.
        expect(page.locator("#help")).to_be_visible()
        page.unroute_all()
        page.get_by_role("button", name="重新载入").click()
        expect(page.locator("[data-part=figures]")).to_contain_text("处")
        expect(page.locator(NOTICE)).to_have_count(0)


@pytest.mark.parametrize("program", ["reading/boot.js", "search/boot.js"])
def test_an_article_without_its_program_shows_nothing_dead(
    browser: Browser, server: str, program: str
) -> None:
    with visitor(browser, server) as page:
        blocked(page, program)
        page.goto("articles/004/")
        said(page, REST)
        assert page.locator(NEEDY).count() > 4
        page.locator("#cite").evaluate("(cite) => (cite.open = true)")
        expect(page.locator("#cite-gbt")).to_be_visible()
        expect(page.locator(NEEDY).filter(visible=True)).to_have_count(0)
        expect(page.locator("#p1")).to_be_visible()


def test_a_list_without_its_program_shows_nothing_dead(browser: Browser, server: str) -> None:
    with visitor(browser, server) as page:
        blocked(page, "shelves/list.js")
        page.goto("articles/")
        said(page, REST)
        for control in ("倒序", "筛选"):
            expect(page.get_by_role("button", name=control)).to_have_count(0)
        expect(page.locator("input[name=order]").filter(visible=True)).to_have_count(0)
        assert (page.locator(".rows").bounding_box() or {"x": 0})["x"] == (
            page.locator("h1").bounding_box() or {"x": 1}
        )["x"]


@pytest.mark.parametrize(
    ("program", "press"),
    [
        ("reading/citing.js", "#cite > summary, [data-copy=cite-gbt]"),
        ("reading/settings.js", ".settings summary"),
        ("reading/passage.js", "#p2 .mark"),
    ],
)
def test_a_press_whose_program_is_missing_says_so(
    browser: Browser, server: str, program: str, press: str
) -> None:
    with visitor(browser, server) as page:
        blocked(page, program)
        page.goto("articles/004/")
        expect(page.locator(".mark").first).to_be_attached()
        for button in press.split(", "):
            page.locator(button).click()
        said(page, LATER)
        page.locator(NOTICE).get_by_role("button", name="关闭").click()
        expect(page.locator(NOTICE)).to_have_count(0)


def test_hits_that_cannot_be_marked_are_told(browser: Browser, server: str) -> None:
    with visitor(browser, server) as page:
        blocked(page, "search/inpage.js")
        page.goto("articles/004/?q=发展#p3")
        said(page, LATER)


def test_from_disk_articles_are_read_and_the_rest_is_told(browser: Browser, site: Path) -> None:
    with visitor(browser, "http://127.0.0.1/") as page:
        page.goto((site / "index.html").as_uri())
        expect(page.locator(f"{NOTICE} span")).to_contain_text("从磁盘打开")
        expect(page.get_by_role("button", name="重新载入")).to_have_count(0)
        page.get_by_role("link", name="全部文章").click()
        page.locator(".rows a").nth(3).click()
        expect(page).to_have_url(re.compile(r"/articles/004/index\.html$"))
        expect(page.locator("#p1")).to_be_visible()
        expect(page.locator(NEEDY).filter(visible=True)).to_have_count(0)
        page.locator("footer .neighbours a, .neighbours a").last.click()
        expect(page).to_have_url(re.compile(r"/articles/005/index\.html$"))


@pytest.mark.parametrize("address", ["articles/004/", "search/?q=创新"])
def test_an_old_browser_is_told_that_it_is_old(browser: Browser, server: str, address: str) -> None:
    with visitor(browser, server) as page:
        # A browser that knows no module takes no notice of one.
        page.add_init_script("delete HTMLScriptElement.prototype.noModule")
        page.route(re.compile(r"/boot\.js$"), gone)
        page.goto(address)
        expect(page.locator(f"{NOTICE} span")).to_contain_text("浏览器版本较旧")


def test_a_browser_that_cannot_unpack_the_index_is_told_where_it_would_search(
    browser: Browser, server: str
) -> None:
    with visitor(browser, server) as page:
        page.add_init_script("delete window.DecompressionStream")
        page.goto("articles/004/")
        until(page, "document.querySelector('.mark')")
        expect(page.locator(NOTICE)).to_have_count(0)
        page.goto("search/")
        expect(page.locator(f"{NOTICE} span")).to_contain_text("浏览器版本较旧")


@pytest.mark.parametrize("address", ["", "articles/004/", "articles/", "search/", "about/"])
@sizes
def test_a_program_that_comes_late_moves_nothing(page: Page, address: str) -> None:
    release = hold(page, re.compile(r"/(boot|list)\.js$"))
    page.goto(address, wait_until="commit")
    until(page, "document.querySelector('.md-footer') && document.querySelector('html[data-menu]')")
    if address:
        expect(page.locator(NEEDY).filter(visible=True)).to_have_count(0)
    before = page.evaluate(PARTS)
    release()
    until(page, "document.documentElement.dataset.script !== 'coming' && document.readyState === 'complete'")
    assert page.evaluate(PARTS)[: len(before)] == before
    expect(page.locator(NOTICE)).to_have_count(0)


def test_an_address_that_is_no_address_stops_no_program(page: Page) -> None:
    page.goto("articles/004/#%E0%A4")
    expect(page.locator("html[data-script~=page]")).to_be_attached()
    expect(page.locator(NOTICE)).to_have_count(0)


@pytest.mark.parametrize("view", [PHONE], ids=str)
def test_the_sentence_fits_a_phone(browser: Browser, server: str, view: View) -> None:
    with visitor(browser, server, view) as page:
        blocked(page, "reading/boot.js")
        page.goto("articles/004/")
        said(page, REST)
        assert page.evaluate("document.documentElement.scrollWidth") <= view.width
