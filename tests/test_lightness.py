"""What a page costs its reader: bytes, as they travel, and movement while it comes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bench_search import Server
from playwright.sync_api import Browser, Page
from reader import look_up, sizes

FIRST, NEXT = 250_000, 40_000
# The longest page of all, a paper, a short comment, an interview.
ARTICLES = ("055", "022", "004", "049")
# All shifts that no hand of the reader caused, added up: what Lighthouse calls CLS, or more.
SHIFTS = """() => new Promise((resolve) => {
    new PerformanceObserver((list) => {
        const found = list.getEntries().filter((entry) => !entry.hadRecentInput);
        resolve(found.map((entry) => [entry.value, entry.sources.map(({ node }) => node?.className ?? "")]));
    }).observe({ type: "layout-shift", buffered: true });
    // What has moved is told between two frames.
    let frames = 0;
    const next = () => (frames++ < 5 ? requestAnimationFrame(() => setTimeout(next)) : resolve([]));
    next();
})"""


@pytest.fixture
def counting(site: Path) -> Iterator[Server]:
    """A host that compresses as GitHub Pages does and counts what it sends."""
    server = Server(site)
    yield server
    server.shutdown()
    server.server_close()


def read(page: Page, server: Server, article: str) -> int:
    """Open an article and read it to the end; the bytes that this took."""
    before = server.sent
    page.goto(f"{server.base}articles/{article}/", wait_until="networkidle")
    page.keyboard.press("End")
    page.wait_for_load_state("networkidle")
    return server.sent - before


@pytest.mark.parametrize("article", ARTICLES)
def test_an_article_is_light_and_the_next_one_lighter(
    browser: Browser, counting: Server, article: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    assert 10_000 < read(page, counting, article) <= FIRST
    rest = [read(page, counting, other) for other in ARTICLES if other != article]
    assert max(rest) <= NEXT
    assert min(rest) > 0
    assert not [path for path in counting.paths if path.startswith("/data/")]
    context.close()


def slow(page: Page) -> None:
    """A telephone's network: the parts of a page come one after the other."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 80, "downloadThroughput": 500_000, "uploadThroughput": 100_000},
    )


def moved(page: Page) -> list[tuple[float, list[str]]]:
    found: list[tuple[float, list[str]]] = page.evaluate(SHIFTS)
    return found


@sizes
@pytest.mark.parametrize("article", ARTICLES)
def test_nothing_moves_while_an_article_comes(page: Page, article: str) -> None:
    slow(page)
    page.goto(f"articles/{article}/", wait_until="networkidle")
    assert moved(page) == []


@sizes
def test_results_push_nothing_about(page: Page) -> None:
    slow(page)
    look_up(page, "因地制宜")
    assert sum(value for value, _ in moved(page)) < 0.005, moved(page)


def test_a_movement_would_be_seen(page: Page) -> None:
    page.goto("articles/004/")
    page.evaluate("document.querySelector('.text').insertAdjacentHTML('beforebegin', '<p>移</p>'.repeat(9))")
    assert moved(page) != []
