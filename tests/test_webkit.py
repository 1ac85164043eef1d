"""What readers do most, in Safari's engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from reader import published
from test_citing import SELECT
from webkit import CONTROL, WebKit, launched, missing
from wenku.model import Library


@pytest.fixture(scope="module")
def webkit() -> Iterator[WebKit]:
    if lacking := missing():
        pytest.skip(
            f"no WebKit on this machine ({', '.join(lacking)}): apt-get install webkit2gtk-driver xvfb"
        )
    with launched() as browser:
        yield browser


def pasted(webkit: WebKit) -> str:
    """What is on the clipboard, as it comes out in the search box of another page."""
    webkit.press("/")
    webkit.until("document.activeElement.type === 'search'")
    webkit.press(CONTROL, "a")
    webkit.press(CONTROL, "v")
    text: str = webkit.until("document.activeElement.value")
    return text


def test_the_first_press_copies_the_reference(webkit: WebKit, server: str) -> None:
    webkit.goto(f"{server}articles/056/")
    webkit.click("#cite > summary")
    webkit.click("#cite button")
    webkit.until("document.querySelector('#cite button').textContent === '已复制'")
    assert pasted(webkit) == webkit.run("return document.querySelector('#cite-gbt').textContent")


def test_a_selection_is_copied_with_its_source(webkit: WebKit, server: str, library: Library) -> None:
    article = next(article for article in library.articles if article.id == "004")
    words = next(block.text for block in article.blocks if block.id == "p3")[:12]
    webkit.goto(f"{server}{article.url}")
    webkit.until("document.querySelector('.mark')")
    webkit.run(f"({SELECT})(arguments[0])", ["p3", 0, "p3", 12])
    webkit.click(".passage-bar button")
    webkit.until("document.querySelector('.passage-bar button').textContent.includes('已复制')")
    copied = pasted(webkit)
    assert copied.startswith(f"“{words}”——")
    assert copied.endswith(f"{article.url}#p3")


def test_words_are_found_and_their_hit_stands_out_in_the_article(
    webkit: WebKit, server: str, site: Path
) -> None:
    webkit.goto(f"{server}search/?q=颠覆性技术")
    webkit.until("document.querySelector('[data-part=figures]')?.dataset.complete === 'true'")
    figures = webkit.run("return {...document.querySelector('[data-part=figures]').dataset}")
    assert figures["total"] == published(site).figures("颠覆性技术")["data-total"]
    webkit.click(".hit")
    marked = webkit.until("[...CSS.highlights.values()].flatMap((marks) => [...marks].map(String)).join()")
    assert set(marked.split(",")) == {"颠覆性技术"}
