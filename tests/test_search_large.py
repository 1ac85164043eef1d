"""The search page of a large library: the first results before all is read, figures that grow, a count that can be stopped."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import searching
from conftest import served
from playwright.sync_api import Browser, Page, expect
from reader import CSV, FIGURES, hold, look_up, settle, type_in, visitor
from searching import Made
from wenku.model import Library
from wenku.search import shards

ALL_BUT_FIRST = re.compile(r"/t(?!0\.bin)\d+\.bin$")
QUERY = "推动"


@pytest.fixture(scope="module")
def made(library: Library) -> Made:
    articles = searching.large(library.articles, 400, 420)
    return searching.make(articles, shards.Sizes(whole=1_000, volume=120_000, shard=8_000, bucket=4_800))


@pytest.fixture(scope="module")
def address(made: Made, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real site with the search data of a large library."""
    folder = tmp_path_factory.mktemp("large") / "site"
    shutil.copytree(site, folder)
    shutil.rmtree(folder / shards.FOLDER)
    for name, data in made.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    with served(folder) as found:
        yield found


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with visitor(browser, address) as opened:
        yield opened


def total(made: Made, query: str) -> str:
    return str(made.reference.exactly(query)["total"])


def test_the_first_results_stand_before_the_rest_is_read(page: Page, made: Made) -> None:
    release = hold(page, ALL_BUT_FIRST)
    page.goto(f"search/?q={QUERY}")
    expect(page.locator(".result").first).to_be_visible()
    expect(page.locator(".result .hit").first).to_have_text(QUERY)
    expect(page.locator(FIGURES)).to_contain_text("至少")
    expect(page.locator(".progress")).to_contain_text("仍在检索")
    expect(page.locator(CSV)).to_be_disabled()
    release()
    settle(page, QUERY)
    expect(page.locator(FIGURES)).to_have_attribute("data-total", total(made, QUERY))
    expect(page.locator(FIGURES)).not_to_contain_text("至少")
    expect(page.locator(".progress")).to_be_hidden()


def test_a_list_that_is_stopped_says_so_and_is_taken_up_again(page: Page, made: Made) -> None:
    release = hold(page, ALL_BUT_FIRST)
    page.goto(f"search/?q={QUERY[0]}")
    expect(page.locator(".progress")).to_contain_text("正在列出各篇")
    page.get_by_role("button", name="停止").click()
    expect(page.locator(".progress")).to_contain_text("已停止，未全部列出")
    release()
    page.get_by_role("button", name="继续").click()
    settle(page, QUERY[0])
    expect(page.locator(".progress")).to_be_hidden()
    expect(page.locator(FIGURES)).to_have_attribute("data-total", total(made, QUERY[0]))


def test_a_count_that_goes_on_can_be_stopped_and_taken_up_again(page: Page, made: Made) -> None:
    release = hold(page, ALL_BUT_FIRST)
    page.goto(f"search/?q={QUERY}")
    expect(page.locator(".result").first).to_be_visible()
    page.get_by_role("button", name="停止").click()
    expect(page.locator(".progress")).to_contain_text("已停止")
    expect(page.locator(FIGURES)).to_contain_text("至少")
    expect(page.locator(".result").first).to_be_visible()
    release()
    page.get_by_role("button", name="继续").click()
    settle(page, QUERY)
    # The button is gone: the focus stays near.
    expect(page.locator("main input[name=q]")).to_be_focused()
    expect(page.locator(FIGURES)).to_have_attribute("data-total", total(made, QUERY))


@pytest.mark.parametrize("query", [QUERY, "新质生产力", "的", "推动 创新", "科技|人才"])
def test_the_page_says_what_a_count_says(page: Page, made: Made, query: str) -> None:
    look_up(page, query)
    shown = page.locator(FIGURES)
    found = page.evaluate(
        "async (query) => (await import('../assets/search/engine.js')).search(query)", query
    )
    expect(shown).to_have_attribute("data-total", str(found["total"]))
    expect(shown).to_have_attribute("data-articles", str(len(found["articles"])))
    if not re.search(r"[ |]", query):
        assert str(found["total"]) == total(made, query)


def test_the_box_drops_passages_of_a_large_library(page: Page) -> None:
    page.goto("articles/004/")
    type_in(page, QUERY)
    expect(page.locator(".finder-passage mark").first).to_have_text(QUERY)
    expect(page.locator(".finder-all")).to_contain_text("至少")
