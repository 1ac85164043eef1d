"""What was corrected or is doubtful is marked in the text, and leads to what is said of it and to the source."""

from __future__ import annotations

import re

import pytest
from conftest import PHONE
from playwright.sync_api import Browser, Page, expect
from wenku.model import Article, Library

sizes = pytest.mark.parametrize("page", [pytest.param(PHONE, id="phone")], indirect=True)


@pytest.fixture
def noted(library: Library) -> Article:
    """An article with a note about a passage in a paragraph."""
    return next(
        article
        for article in library.articles
        if article.notes and re.match(r"p\d", article.notes[0].spot.block) and article.notes[0].spot.stop
    )


def test_a_press_on_a_doubtful_passage_says_what_is_doubtful(page: Page, noted: Article) -> None:
    page.goto(noted.url)
    link, bubble = page.locator("a.noted[href='#n1']"), page.get_by_role("dialog", name="校记")
    link.click()
    expect(bubble).to_contain_text(noted.notes[0].note)
    assert "#" not in page.url
    page.keyboard.press("Escape")
    expect(bubble).to_have_count(0)
    expect(link).to_be_focused()


def test_the_keyboard_opens_an_entry_and_reaches_its_links(page: Page, noted: Article) -> None:
    page.goto(noted.url)
    page.locator("a.noted[href='#n1']").focus()
    page.keyboard.press("Enter")
    bubble = page.get_by_role("dialog", name="校记")
    expect(bubble).to_be_focused()
    page.keyboard.press("Tab")
    expect(bubble.get_by_role("link").first).to_be_focused()
    page.mouse.click(5, 400)
    expect(bubble).to_have_count(0)


@sizes
def test_on_a_phone_what_is_said_lies_within_the_window(page: Page, noted: Article) -> None:
    page.goto(noted.url)
    page.locator("a.noted[href='#n1']").click()
    box = page.get_by_role("dialog", name="校记").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= PHONE.width


def test_an_entry_leads_to_its_paragraph_and_to_its_line_of_the_source(page: Page, noted: Article) -> None:
    note = noted.notes[0]
    page.goto(f"{noted.url}#n1")
    entry = page.locator("#n1")
    # The address opens what is folded.
    expect(entry).to_be_visible()
    entry.get_by_role("link").first.click()
    assert page.url.endswith(f"#{note.spot.block}")
    page.go_back()
    entry.get_by_role("link", name=f"第 {note.line} 行").click()
    line = page.locator(f"#l{note.line}")
    expect(line).to_be_in_viewport()
    assert "".join(note.passage.split())[:2] in "".join(line.inner_text().split())


def test_without_a_script_a_passage_leads_to_its_entry(browser: Browser, server: str, noted: Article) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    page.goto(noted.url)
    page.locator("a.noted[href='#n1']").click()
    assert page.url.endswith("#n1")
    expect(page.locator("#apparatus #n1")).to_have_count(1)
    context.close()


def test_the_marks_can_be_switched_off_and_that_is_remembered(page: Page, noted: Article) -> None:
    page.goto(noted.url)
    line = "link => getComputedStyle(link).textDecorationLine"
    link = page.locator("a.noted").first
    assert link.evaluate(line) == "underline"
    page.locator("[data-settings] > summary").click()
    page.get_by_label("不标").check()
    assert link.evaluate(line) == "none"
    page.reload()
    assert link.evaluate(line) == "none"


def test_words_are_copied_through_a_mark_as_they_stand(page: Page, noted: Article) -> None:
    page.goto(noted.url)
    note = noted.notes[0]
    shown = page.locator(f"#{note.spot.block}").evaluate("block => block.textContent")
    text = next(block.text for block in noted.blocks if block.id == note.spot.block)
    assert shown.startswith(text[: note.spot.stop])


@pytest.mark.compilation
def test_every_page_of_the_source_opens_at_a_line_and_leads_on(page: Page, library: Library) -> None:
    page.goto("source/")
    page.get_by_role("link", name="第 1001—2000 行").click()
    assert page.locator(".lines li").count() == 1000
    article = next(one for one in library.articles if 1001 <= one.first_line <= 2000)
    page.locator(f"#l{article.first_line}").get_by_role("link").click()
    expect(page.locator("h1")).to_have_text(article.title.shown)


@pytest.mark.compilation
def test_a_series_leads_from_part_to_part_and_to_what_it_rests_on(page: Page, library: Library) -> None:
    one = library.corpus.series[0]
    page.goto(f"articles/{one.articles[0]}/")
    series = page.get_by_role("navigation", name=f"系列：{one.name}")
    expect(series.get_by_text("系列上一篇")).to_have_count(0)
    series.get_by_text("系列下一篇").click()
    page.wait_for_url(f"**/articles/{one.articles[1]}/")
    page.get_by_role("link", name=one.name).first.click()
    expect(page.locator(".rows li")).to_have_count(len(one.articles))
    expect(page.locator("dl.facts")).to_contain_text(one.grounds)
