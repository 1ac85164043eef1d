"""What readers do, in a real browser: on a desktop and on a phone, in light and in dark."""

from __future__ import annotations

import re
from typing import Any

import pytest
from conftest import PHONE, VIEWS
from playwright.sync_api import Page, expect
from reader import everywhere
from wenku.model import Article, Library


def first(library: Library, **wanted: Any) -> Article:
    """The first article of which all that is `wanted` is so."""
    return next(
        article
        for article in library.articles
        if all(getattr(article, key) == value for key, value in wanted.items())
    )


def colours(page: Page) -> list[int]:
    """Red, green and blue of the page's paper."""
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return [int(part) for part in re.findall(r"\d+", paper)[:3]]


@everywhere
def test_home_leads_to_the_list_and_the_list_to_an_article(page: Page, library: Library) -> None:
    article = library.articles[6]
    page.goto("")
    expect(page.locator("h1").first).to_have_text(library.corpus.name)
    page.get_by_role("link", name="全部文章", exact=True).click()
    expect(page).to_have_url(re.compile(r"/repo/articles/$"))
    expect(page.locator(".list a.title")).to_have_count(len(library.articles))
    page.locator(".list a.title").nth(6).click()
    expect(page).to_have_url(re.compile(rf"/repo/{article.url}$"))
    expect(page.locator("h1")).to_have_text(article.title.shown)
    expect(page.locator("#p1")).to_be_visible()


@everywhere
def test_the_address_of_a_paragraph_scrolls_to_it_and_marks_it(page: Page, library: Library) -> None:
    page.goto(f"{library.articles[3].url}#p3")
    paragraph = page.locator("#p3")
    expect(paragraph).to_be_in_viewport()
    top = page.evaluate("document.querySelector('#p3').getBoundingClientRect().top")
    header = page.evaluate("document.querySelector('.md-header').getBoundingClientRect().bottom")
    assert top >= header, "the header hides the paragraph"
    background = "element => getComputedStyle(element).backgroundColor"
    assert paragraph.evaluate(background) != page.locator("#p4").evaluate(background)


@everywhere
def test_the_notes_on_the_text_open(page: Page, library: Library) -> None:
    article = next(article for article in library.articles if article.notes)
    page.goto(article.url)
    note = page.locator("#apparatus").get_by_text(article.notes[0].note)
    expect(note).to_be_hidden()
    page.locator("#apparatus summary").click()
    expect(note).to_be_visible()
    evidence = page.locator("#provenance").get_by_text(article.evidence)
    expect(evidence).to_be_hidden()
    page.locator("#provenance summary").click()
    expect(evidence).to_be_visible()


@everywhere
def test_previous_and_next_lead_through_the_library(page: Page, library: Library) -> None:
    one, two = library.articles[:2]
    page.goto(one.url)
    expect(page.locator("a[rel=prev]")).to_have_count(0)
    page.locator("article a[rel=next]").click()
    expect(page.locator("h1")).to_have_text(two.title.shown)
    page.locator("article a[rel=prev]").click()
    expect(page.locator("h1")).to_have_text(one.title.shown)
    page.goto(library.articles[-1].url)
    expect(page.locator("a[rel=next]")).to_have_count(0)


def test_a_date_is_written_as_newspapers_write_it(page: Page, library: Library) -> None:
    for date, shown in (("2024-03-01", "2024年3月1日"), ("2024-02", "2024年2月"), ("2024", "2024年")):
        page.goto(next(a for a in library.articles if a.date and a.date.value == date).url)
        known = page.locator(".facts div").filter(has_text="日期").locator("dd")
        expect(known).to_contain_text(shown)


@pytest.mark.parametrize(
    ("term", "unknown"),
    [("作者", {"authors": ()}), ("媒体", {"outlet": None})],
)
def test_what_is_unknown_is_shown_as_unknown(
    page: Page, library: Library, term: str, unknown: dict[str, Any]
) -> None:
    page.goto(first(library, **unknown).url)
    expect(page.locator(".facts div").filter(has_text=term).locator("dd")).to_have_text("未详")


def test_a_supplied_title_stands_in_square_brackets_on_the_page_and_without_them_in_the_window_s_title(
    page: Page, library: Library
) -> None:
    for supplied in (True, False):
        article = next(a for a in library.articles if (a.title.basis == "supplied") is supplied)
        value = article.title.value
        shown = f"[{value}]" if supplied else value
        page.goto(article.url)
        expect(page.locator("h1")).to_have_text(shown)
        expect(page).to_have_title(re.compile(f"^{re.escape(value)} "))


@everywhere
def test_no_kind_of_page_complains_or_leaves_the_site(page: Page, library: Library) -> None:
    # The fixture listens; the reader only has to look at every kind of page, to its end.
    for address in ("", "articles/", library.articles[0].url, library.articles[4].url, "data/", "about/"):
        page.goto(address)
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("page", VIEWS[1:3], indirect=True, ids=str)
def test_the_site_takes_the_colours_that_the_reader_s_system_asks_for(page: Page) -> None:
    page.goto("")
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert (sum(colours(page)) < 3 * 128) is dark


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=str)
def test_no_page_scrolls_sideways_on_the_narrowest_phone(page: Page, library: Library) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    longest = max(library.articles, key=lambda article: max(len(block.text) for block in article.blocks))
    titled = max(library.articles, key=lambda article: len(article.title.value))
    for address in ("", "articles/", longest.url, titled.url, "data/", "about/"):
        page.goto(address)
        for folded in page.locator("details").all():
            folded.evaluate("element => element.open = true")
        # Even a page that hides what sticks out must not have anything that sticks out.
        widths = page.evaluate(
            "[document.documentElement.scrollWidth, document.body.scrollWidth, innerWidth]"
        )
        assert max(widths) <= 320, f"{address} is {widths} wide"


def test_a_page_that_is_not_there_shows_the_way_back(server: str, page: Page) -> None:
    answer = page.request.get("articles/no-such-article/")
    assert answer.status == 404
    page.goto("404.html")
    page.locator("a.site-name").first.click()
    expect(page).to_have_url(server)
