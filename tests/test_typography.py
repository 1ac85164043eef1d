"""How a text is set: measure, leading, indents; the reader's settings; the outline; what comes out of a printer."""

from __future__ import annotations

import io
import re
import unicodedata
from typing import Any

import pytest
from conftest import PHONE, VIEWS
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from reader import everywhere, sizes, until
from wenku.model import Library

PAPER = "052"


def style(page: Page, selector: str, *names: str) -> dict[str, str]:
    found: dict[str, str] = page.evaluate(
        "([s, names]) => { const c = getComputedStyle(document.querySelector(s)); return Object.fromEntries(names.map((n) => [n, c.getPropertyValue(n)])); }",
        [selector, list(names)],
    )
    return found


def pixels(value: str) -> float:
    return float(value.removesuffix("px"))


@pytest.mark.parametrize("size", ["small", "medium", "large"])
def test_a_line_has_thirty_to_forty_characters_and_room(page: Page, size: str) -> None:
    page.goto(f"articles/{PAPER}/")
    page.evaluate("size => document.documentElement.dataset.size = size", size)
    set_ = style(page, "#p1", "font-size", "line-height", "width", "text-indent")
    letter = pixels(set_["font-size"])
    assert 30 <= pixels(set_["width"]) / letter <= 40.1
    assert 1.7 <= pixels(set_["line-height"]) / letter <= 1.95
    assert pixels(set_["text-indent"]) == pytest.approx(2 * letter, abs=0.5)


@everywhere
def test_the_rules_of_chinese_setting_hold(page: Page) -> None:
    page.goto(f"articles/{PAPER}/")
    set_ = style(page, "#p1", "text-align", "line-break", "text-autospace", "font-family")
    assert set_["text-align"] == "justify"
    assert set_["line-break"] == "strict"
    assert set_["text-autospace"] == "normal"
    assert "Song" in set_["font-family"].split(",")[0]
    assert style(page, ".body h2", "break-after")["break-after"] == "avoid"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


COMMAS = """() => {
  const widths = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    for (const { index } of node.data.matchAll(/(?<=\\p{Script=Han})，(?=\\p{Script=Han})/gu)) {
      const [comma, next] = [index, index + 1].map((start) => {
        const range = new Range();
        range.setStart(node, start);
        range.setEnd(node, start + 1);
        return range.getBoundingClientRect();
      });
      // At the end of a line it may be narrower.
      if (comma.width && next.left > comma.left)
        widths.push(comma.width / parseFloat(getComputedStyle(node.parentElement).fontSize));
    }
  return widths;
}"""


@sizes
@pytest.mark.parametrize("address", ["", "articles/056/#cite", "about/", "search/?q=颠覆性技术&view=lines"])
def test_a_comma_is_as_wide_as_a_character(page: Page, address: str) -> None:
    page.goto(address)
    if address.startswith("search/"):
        expect(page.locator(".line").first).to_be_visible()
    widths: list[float] = page.evaluate(COMMAS)
    assert widths
    assert min(widths) > 0.95


def test_turns_of_an_interview_and_quotations_are_set_apart(page: Page, library: Library) -> None:
    page.goto("articles/006/")
    assert int(style(page, ".question", "font-weight")["font-weight"]) >= 600
    assert int(style(page, ".speaker", "font-weight")["font-weight"]) >= 600
    page.goto("articles/002/")
    assert style(page, ".body blockquote p", "text-indent")["text-indent"] == "0px"
    assert style(page, ".attribution", "text-align")["text-align"] == "right"


@everywhere
def test_face_and_size_are_set_and_remembered_before_the_first_paint(page: Page) -> None:
    page.goto(f"articles/{PAPER}/")
    before = style(page, "#p1", "font-size", "font-family")
    page.locator("[data-settings] summary").click()
    page.get_by_role("radio", name="黑体").check()
    page.get_by_role("radio", name="大", exact=True).check()
    expect(page.locator("#p1")).not_to_have_css("font-size", before["font-size"])
    expect(page.locator("#p1")).not_to_have_css("font-family", before["font-family"])
    chosen = style(page, "#p1", "font-size", "font-family")
    assert chosen["font-family"] != before["font-family"]
    # Its script comes before the page has a body: there is nothing yet to be painted otherwise.
    page.add_init_script(
        "new MutationObserver((_, o) => { if (document.body) { o.disconnect(); window.early = { ...document.documentElement.dataset }; } }).observe(document, { childList: true, subtree: true })"
    )
    page.goto("articles/004/")
    early: dict[str, Any] = page.evaluate("window.early")
    assert (early["face"], early["size"]) == ("sans", "large")
    assert style(page, "#p1", "font-size", "font-family") == chosen
    page.locator("[data-settings] summary").click()
    expect(page.get_by_role("radio", name="黑体")).to_be_checked()
    page.get_by_role("radio", name="宋体").check()
    page.get_by_role("radio", name="中", exact=True).check()
    expect(page.locator("#p1")).to_have_css("font-size", before["font-size"])
    expect(page.locator("#p1")).to_have_css("font-family", before["font-family"])


def test_settings_that_cannot_be_kept_harm_nothing(page: Page) -> None:
    page.add_init_script('localStorage.setItem(\'wenku.reading\', \'{"face": 7, "size": "huge"\')')
    page.goto(f"articles/{PAPER}/")
    assert page.evaluate("document.documentElement.dataset.face") is None
    expect(page.locator("#p1")).to_be_visible()


def test_the_outline_follows_the_scroll(page: Page, library: Library) -> None:
    page.goto(f"articles/{PAPER}/")
    for heading in ("h2", "h4"):
        page.evaluate("id => document.getElementById(id).scrollIntoView()", heading)
        page.mouse.wheel(0, 4)
        active = page.locator(".md-sidebar--secondary .md-nav__link--active").last
        expect(active).to_have_attribute("href", f"#{heading}")


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=str)
def test_a_phone_has_the_outline_folded_above_the_text(page: Page) -> None:
    page.goto(f"articles/{PAPER}/")
    page.locator(".outline summary").click()
    page.locator(".outline a").nth(2).click()
    expect(page.locator("#h3")).to_be_in_viewport()


@everywhere
def test_a_line_shows_how_far_one_has_read_and_moves_nothing(page: Page) -> None:
    page.add_init_script(
        "window.shifts = 0; new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) window.shifts += e.value; }).observe({ type: 'layout-shift', buffered: true })"
    )
    page.goto(f"articles/{PAPER}/")
    width = (
        "document.querySelector('.reading-line').getBoundingClientRect().width / document.body.clientWidth"
    )
    assert page.evaluate(width) == 0
    page.evaluate("document.getElementById('p20').scrollIntoView()")
    until(page, f"{width} > 0.2")
    page.evaluate("document.getElementById('cite').scrollIntoView()")
    until(page, f"{width} > 0.99")
    assert page.evaluate("window.shifts") < 0.01


def printed(page: Page, url: str) -> list[str]:
    """The text of each printed page; Chinese radicals that printing puts in the place of characters are undone."""
    page.goto(url)
    data = page.pdf(format="A4")
    return [
        re.sub(r"\s", "", unicodedata.normalize("NFKC", sheet.extract_text()))
        for sheet in PdfReader(io.BytesIO(data)).pages
    ]


def test_print_is_the_article_its_citation_and_nothing_else(page: Page, library: Library) -> None:
    article = next(article for article in library.articles if article.id == "054")
    sheets = printed(page, article.url)
    text = "".join(sheets)
    at = 0
    for block in article.blocks:
        opening = re.sub(r"\s", "", unicodedata.normalize("NFKC", block.text))[:14]
        # Some radicals of printed text have no character of their own to be turned back into.
        pattern = "".join(f"[{re.escape(char)}\u2e80-\u2eff]" for char in opening)
        found = re.compile(pattern).search(text, at)
        assert found, f"{block.id} is missing or stands in the wrong place: {opening}"
        at = found.end()
    for word in ("检索全文", "首页", "来历", "BibTeX", "上一篇", "下一篇", "字体与字号", "许可发布"):
        assert word not in text, word
    cited = f"张震宇,侯冠宇.{article.title.value}[J/OL].当代经济管理,2024(6).https://example.org/repo/{article.url}."
    assert unicodedata.normalize("NFKC", cited) in sheets[-1]
    # The number of the sheet may come out at either end.
    last = (
        unicodedata.normalize("NFKC", sheets[-1])
        .removeprefix(str(len(sheets)))
        .removesuffix(str(len(sheets)))
    )
    assert last.endswith(f"{article.url}.")


@pytest.mark.parametrize("page", VIEWS[2:3], indirect=True, ids=str)
def test_print_is_black_on_white_in_the_dark_too(page: Page) -> None:
    page.goto(f"articles/{PAPER}/")
    page.emulate_media(media="print")
    assert style(page, "body", "background-color")["background-color"] == "rgb(255, 255, 255)"
    assert style(page, "#p1", "color")["color"] == "rgb(0, 0, 0)"
    expect(page.locator(".md-header")).to_be_hidden()
    expect(page.locator(".printed")).to_be_visible()
