# What is imported is run.
# ruff: noqa: F401
"""What readers do, once more in Firefox as it is published: the tests of the other files; and what is Firefox's own."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest
from browser import FIREFOX, find
from conftest import DESKTOP, View, listen
from playwright.sync_api import Browser, Page, Playwright, expect
from pypdf import PdfReader
from test_citing import (
    test_a_selection_is_copied_plain_linked_to_and_searched_for,
    test_a_selection_is_copied_with_its_source,
    test_the_article_is_cited_in_four_ways,
)
from test_reading import (
    test_home_leads_to_the_list_and_the_list_to_an_article,
    test_the_address_of_a_paragraph_scrolls_to_it_and_marks_it,
    test_the_site_takes_the_colours_that_the_reader_s_system_asks_for,
)
from test_search_box import (
    test_arrows_go_round_the_options_and_the_focus_stays_in_the_field,
    test_characters_pinyin_and_initials_suggest_words_with_their_counts,
    test_the_first_passages_stand_below_with_the_words_marked,
    test_the_keyboard_alone_leads_from_home_to_the_words_in_the_text,
)
from test_search_in_page import (
    test_a_hit_of_the_results_opens_the_article_at_that_hit,
    test_buttons_lead_to_the_next_and_the_previous_and_round,
    test_closing_takes_the_marks_and_the_query_away,
    test_exactly_the_characters_of_the_query_stand_out,
    test_keys_lead_to_the_next_and_the_previous,
    test_the_way_back_leads_to_the_results_with_their_filters,
)
from test_search_page import (
    test_a_passage_is_copied_with_its_citation,
    test_a_press_on_a_passage_opens_it_and_selecting_its_text_does_not,
    test_back_and_forward_lead_through_queries_filters_views_and_orders,
    test_several_filters_narrow_the_results_and_can_be_taken_away,
    test_the_concordance_shows_every_place_as_a_line_around_its_word,
    test_the_totals_are_those_of_a_plain_count,
)
from test_shelves_in_browser import (
    test_several_filters_at_once_leave_what_passes_all_of_them,
    test_the_address_holds_the_state_and_back_and_forward_walk_through_it,
)
from test_typography import (
    test_a_comma_is_as_wide_as_a_character,
    test_a_line_shows_how_far_one_has_read_and_moves_nothing,
    test_face_and_size_are_set_and_remembered_before_the_first_paint,
    test_the_rules_of_chinese_setting_hold,
)
from wenku.model import Library

# Firefox asks the network for nothing of its own, and shows a page gone back to as if it came anew: Playwright waits
# for that.
PREFERENCES: dict[str, str | float | bool] = {
    "app.normandy.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.sessionhistory.max_total_viewers": 0,
    "captivedetect.canonicalURL": "",
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}
# Its scripts may read the clipboard without asking, and write to it without a press of the reader.
OPEN_CLIPBOARD = {"dom.events.testing.asyncClipboard": True}

Launch = Callable[..., Browser]


@pytest.fixture(scope="session")
def firefox(running: Playwright) -> Iterator[Launch]:
    """Starts Firefox, or gives the one that was started with these preferences."""
    path = find(FIREFOX)
    if not path:
        pytest.skip("no Firefox on this machine: install it, or name one in WENKU_FIREFOX")
    with ExitStack() as stack:

        @cache
        def launch(dark: bool = False, open_clipboard: bool = True) -> Browser:
            chosen = {"layout.css.prefers-color-scheme.content-override": 0 if dark else 1}
            launched = running.firefox.launch(
                channel="moz-firefox",
                executable_path=path,
                firefox_user_prefs=PREFERENCES | chosen | (OPEN_CLIPBOARD if open_clipboard else {}),
            )
            stack.callback(launched.close)
            return launched

        yield launch


def visit(browser: Browser, server: str, view: View) -> Iterator[Page]:
    """A page of a fresh reader; any complaint of the browser fails the test."""
    context = browser.new_context(
        base_url=server, viewport={"width": view.width, "height": view.height}, locale="zh-CN"
    )
    context.set_default_timeout(20_000)
    opened = context.new_page()
    complaints = listen(opened, server)
    expect.set_options(timeout=20_000)
    yield opened
    expect.set_options(timeout=5_000)
    context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def page(firefox: Launch, server: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    view: View = getattr(request, "param", DESKTOP)
    yield from visit(firefox(view.scheme == "dark"), server, view)


@pytest.fixture
def wary(firefox: Launch, server: str) -> Iterator[Page]:
    """A page in a Firefox whose clipboard is as guarded as a reader's is."""
    yield from visit(firefox(open_clipboard=False), server, DESKTOP)


def test_no_kind_of_page_complains_or_leaves_the_site(page: Page, library: Library) -> None:
    # The fixture listens.
    for address in ("", "articles/", library.articles[4].url, "overview/", "search/", "data/", "about/"):
        page.goto(address)
        expect(page.locator("h1").first).to_be_visible()
        if address == "search/":
            # What a page asks for once it stands must have come before the next.
            page.get_by_role("searchbox").fill("江海")
            expect(page.locator("[data-part=figures], [data-part=messages]").first).not_to_be_empty()


def test_the_first_press_copies_the_reference(wary: Page) -> None:
    wary.goto("articles/056/")
    wary.locator("#cite > summary").click()
    wary.locator("#cite button").first.click()
    expect(wary.locator("#cite button").first).to_have_text("已复制")
    wary.keyboard.press("/")
    wary.keyboard.press("ControlOrMeta+v")
    expect(wary.locator("input[type=search]:focus")).to_have_value(wary.locator("#cite-gbt").inner_text())


def test_a_printed_article_ends_with_its_citation_and_has_no_buttons(page: Page, library: Library) -> None:
    article = next(article for article in library.articles if article.id == "054")
    page.goto(article.url)
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    assert len(sheets) > 5
    # Of what Firefox prints, only Latin letters can be read again.
    texts = [re.sub(r"\s", "", sheet.extract_text()) for sheet in sheets]
    assert f"https://example.org/repo/{article.url}." in texts[-1]
    assert not any(name in text for text in texts for name in ("BibTeX", "CSL-JSON", "GB/T"))
