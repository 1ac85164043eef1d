"""What the tests of the search interface need: a plain count over the published texts, and what a reader does."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest
from conftest import DESKTOP, LIMIT, VIEWS, View
from playwright.sync_api import Browser, Locator, Page, Route, expect

sizes = pytest.mark.parametrize("page", VIEWS[:2], indirect=True, ids=str)
everywhere = pytest.mark.parametrize("page", VIEWS, indirect=True, ids=str)

FIGURES = "[data-part=figures]"
CSV = "[data-export=csv]"
LIST = ".finder-list"
OPTION = ".finder-list [role=option]"


class Place(NamedTuple):
    """Where something stands; `start` and `end` count as a browser counts, in UTF-16 units."""

    article: str
    block: str
    start: int
    end: int


@dataclass(frozen=True)
class Published:
    """The articles as the site publishes them, and their texts."""

    articles: list[dict[str, Any]]
    texts: dict[tuple[str, str], str]

    def places(self, query: str) -> set[Place]:
        """Everywhere that `query` stands."""
        found = set()
        for (article, block), text in self.texts.items():
            for match in re.finditer(re.escape(query), text):
                start, end = (len(text[:at].encode("utf-16-le")) // 2 for at in match.span())
                found.add(Place(article, block, start, end))
        return found

    def articles_with(self, query: str) -> list[dict[str, Any]]:
        """The articles in which `query` stands."""
        ids = {place.article for place in self.places(query)}
        return [article for article in self.articles if article["id"] in ids]

    def figures(self, query: str, ids: set[str] | None = None) -> dict[str, str]:
        """What the search page must say of `query`, in all articles or in some."""
        places = [place for place in self.places(query) if ids is None or place.article in ids]
        elsewhere = [place for place in places if place.block in ("title", "byline")]
        return {
            "data-total": str(len(places) - len(elsewhere)),
            "data-elsewhere": str(len(elsewhere)),
            "data-articles": str(len({place.article for place in places})),
        }


@cache
def published(site: Path) -> Published:
    """The articles of a built site."""
    lines = (site / "data" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    articles = [json.loads(line) for line in lines]
    texts = {}
    for article in articles:
        texts[article["id"], "title"] = article["title"]
        texts[article["id"], "byline"] = article["byline"] or ""
        texts |= {(article["id"], block["id"]): block["text"] for block in article["blocks"]}
    return Published(articles, texts)


def value(article: dict[str, Any], facet: str) -> str | None:
    """What an article has of a facet that holds one value."""
    of = {"outlet": "name", "date": "value"}
    given = article[facet]
    found = given[of[facet]] if given and facet in of else given
    return None if found is None else str(found)


def program(site: Path) -> str:
    """The folder of the programs of a built site."""
    (folder,) = site.glob("assets-*")
    return folder.name


# --- What a reader does ----------------------------------------------------------------------------------------------


def look_up(page: Page, query: str, **state: str | list[str]) -> None:
    """Open the search page with a query, and wait until everything has been found."""
    page.goto(f"search/?{urlencode({'q': query, **state}, doseq=True)}")
    settle(page, query)


def settle(page: Page, query: str) -> None:
    """Wait until the search page has answered `query` to the end."""
    expect(page.locator(FIGURES)).to_have_attribute("data-query", query)
    expect(page.locator(CSV)).to_be_enabled()


def type_in(page: Page, text: str) -> Locator:
    """Go to the search box by its key, type, and wait for what drops down; its list of options."""
    page.keyboard.press("/")
    page.keyboard.type(text)
    expect(page.locator(f"{OPTION}.finder-all")).to_be_visible()
    return page.locator(OPTION)


def hold(page: Page, parts: re.Pattern[str]) -> Callable[[], None]:
    """Keep what is asked for waiting, until the function returned is called."""
    held: list[Route] = []
    page.route(parts, lambda route: held.append(route))

    def release() -> None:
        for route in held:
            route.continue_()
        page.unroute(parts)

    return release


def until(page: Page, expression: str) -> None:
    """Wait until an expression is true on the page. (The page's own policy forbids Playwright's way of waiting for one.)"""
    page.evaluate(
        f"""() => new Promise((resolve, reject) => {{
            const end = performance.now() + 30_000;
            const look = () => {{
                if ({expression}) resolve();
                else if (performance.now() > end) reject(new Error("it did not come true"));
                else requestAnimationFrame(look);
            }};
            look();
        }})"""
    )


def frames(page: Page, count: int = 3) -> None:
    """Let a page show what it has: a few frames, with all that waits its turn between them."""
    page.evaluate(
        """(left) => new Promise((resolve) => {
            const next = () => (left-- > 0 ? requestAnimationFrame(() => setTimeout(next)) : resolve());
            next();
        })""",
        count,
    )


def still(page: Page) -> None:
    """Wait until nothing on a page fades or slides any more."""
    page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))")


def to_the_end(page: Page, items: Locator, count: int) -> int:
    """Scroll down until `count` items are there; how often that took."""
    turns = idle = 0
    while (there := items.count()) < count and idle < 8:
        turns += 1
        page.evaluate(
            """() => new Promise((resolve) => {
                scrollTo(0, document.documentElement.scrollHeight);
                // What comes into sight may turn out longer than was thought: then there is further to go.
                const list = document.querySelector("[data-part=results]");
                const seen = new MutationObserver(() => (seen.disconnect(), resolve()));
                seen.observe(list, { childList: true, subtree: true });
                setTimeout(resolve, 300);
            })"""
        )
        idle = 0 if items.count() > there else idle + 1
    page.evaluate(
        """() => new Promise((resolve) => {
            let frames = 0;
            const further = () => {
                scrollTo(0, document.documentElement.scrollHeight);
                if (frames++ < 10) requestAnimationFrame(further);
                else resolve();
            };
            further();
        })"""
    )
    assert there >= count, f"the list ends with {there} of {count}"
    return turns


def marks(page: Page) -> list[dict[str, Any]]:
    """The hits on the search page: where each is said to stand, and its text."""
    found: list[dict[str, Any]] = page.locator("[data-block]").evaluate_all(
        """marks => marks.map((mark) => ({
            article: mark.closest("[data-article]").dataset.article, block: mark.dataset.block,
            start: Number(mark.dataset.start), end: Number(mark.dataset.end), text: mark.textContent,
        }))"""
    )
    return found


def place(mark: dict[str, Any]) -> Place:
    """Where a mark is said to stand."""
    return Place(mark["article"], mark["block"], mark["start"], mark["end"])


@contextmanager
def visitor(browser: Browser, server: str, view: View = DESKTOP, **options: Any) -> Iterator[Page]:
    """A page of a reader for whom not everything goes well: failed requests are no failure, errors in scripts are."""
    context = browser.new_context(
        base_url=server, viewport={"width": view.width, "height": view.height}, locale="zh-CN", **options
    )
    context.set_default_timeout(LIMIT)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.unroute_all(behavior="ignoreErrors")
    context.close()
    assert not errors, "\n".join(errors)


def gone(route: Route) -> None:
    """The host does not have it."""
    route.fulfill(status=404, content_type="text/html", body="<!doctype html><title>404</title>")
