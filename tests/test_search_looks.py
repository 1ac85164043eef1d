"""The interface of search can be read and reached: contrast in light and in dark, narrow windows, large type."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from conftest import DESKTOP, PHONE, VIEWS
from playwright.sync_api import Page, expect
from reader import look_up, type_in

# Text that can be seen -> its contrast with what lies behind it, colours mixed as a browser mixes them.
CONTRASTS = """() => {
    const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const rgba = (colour) => {
        pen.clearRect(0, 0, 1, 1);
        pen.fillStyle = colour;
        pen.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
        return [r, g, b, a / 255];
    };
    const over = ([r, g, b, a], under) => [r, g, b].map((part, at) => part * a + under[at] * (1 - a));
    const light = (colour) => {
        const [r, g, b] = colour.map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (one, other) => {
        const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
        return (high + 0.05) / (low + 0.05);
    };
    const look = (element, colour, opacity = 1) => {
        const line = [];
        for (let each = element; each; each = each.parentElement) line.unshift(each);
        let paper = [255, 255, 255];
        for (const each of line) {
            const style = getComputedStyle(each);
            paper = over(rgba(style.backgroundColor), paper);
            opacity *= Number(style.opacity);
        }
        const [r, g, b, a] = rgba(colour);
        return contrast(over([r, g, b, a * opacity], paper), paper);
    };
    const found = [];
    for (const root of document.querySelectorAll(".search, .finder, .hit-bar")) {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const node = walker.currentNode;
            const element = node.parentElement;
            if (!node.data.trim() || element.closest("noscript, .visually-hidden") || !element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) continue;
            found.push([node.data.trim().slice(0, 20), look(element, getComputedStyle(element).color)]);
        }
    }
    for (const field of document.querySelectorAll(".finder-field")) {
        for (const style of [getComputedStyle(field, "::placeholder"), getComputedStyle(field)]) {
            const own = style.opacity === undefined ? 1 : Number(style.opacity);
            if (getComputedStyle(field).opacity !== "0") found.push([field.id, look(field, style.color, own)]);
        }
    }
    return found;
}"""

# What sticks out of the window, leaving aside the two ends of a line of the concordance, which are cut on purpose.
STICKING_OUT = """() => [...document.querySelectorAll(".search *, .finder *, .hit-bar *")]
    .filter((element) => element.checkVisibility() && !element.closest(".visually-hidden, .line .left, .line .right, .line .hit, .line-title, .suggestions"))
    .filter((element) => {
        const box = element.getBoundingClientRect();
        return box.width > 1 && (box.left < -1 || box.right > document.documentElement.clientWidth + 1);
    })
    .map((element) => element.outerHTML.slice(0, 120))"""
# Buttons and the like that are too small for a finger, or have nothing but text cut off inside them.
TOO_SMALL = """() => [...document.querySelectorAll(".search :is(button, .choice label, .facets label), .hit-bar button")]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".visually-hidden"))
    .filter((element) => {
        const box = element.getBoundingClientRect();
        return box.height > 1 && (box.height < 23.5 || box.width < 23.5 || element.scrollWidth > element.clientWidth + 2);
    })
    .map((element) => `${element.getBoundingClientRect().height} ${element.outerHTML.slice(0, 120)}`)"""


def results(page: Page) -> None:
    """Results by articles, with filters in force and the help unfolded."""
    look_up(page, "创新 产业", genre=["评论", "报道"])
    if page.locator("[data-part=facets-toggle]").is_visible():
        page.locator("[data-part=facets-toggle]").click()
    page.locator("#help summary").click()


def lines(page: Page) -> None:
    """A concordance."""
    look_up(page, "新质生产力", view="lines", sort="right")


def relaxed(page: Page) -> None:
    """Results that are not word for word."""
    look_up(page, "南京因地制宜甘肃")
    expect(page.locator(".message.relaxed")).to_be_visible()


def wrong(page: Page) -> None:
    """A query that is not valid."""
    page.goto('search/?q="创新')
    expect(page.locator(".message.error")).to_be_visible()


def nothing(page: Page) -> None:
    """Nothing found within a range."""
    page.goto("search/?q=因地制宜&outlet=南京日报")
    expect(page.locator(".message")).to_be_visible()


def box(page: Page) -> None:
    """The list below a box, an option chosen."""
    page.goto("articles/004/")
    type_in(page, "新质生产")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")


def home(page: Page) -> None:
    """The box at home."""
    page.goto("")
    type_in(page, "新质生产")


def article(page: Page) -> None:
    """The bar of an article."""
    page.goto("articles/004/?q=创新")
    expect(page.locator(".bar-count")).to_have_text(re.compile(r"\d"))


SIGHTS = [results, lines, relaxed, wrong, nothing, box, home, article]


@pytest.mark.parametrize("page", [VIEWS[0], VIEWS[2]], indirect=True, ids=str)
def test_all_text_of_search_stands_out_from_what_lies_behind_it(page: Page) -> None:
    for sight in SIGHTS:
        sight(page)
        found: list[tuple[str, float]] = page.evaluate(CONTRASTS)
        assert len(found) > 4
        weak = {text: round(contrast, 2) for text, contrast in found if contrast < 4.5}
        assert not weak, sight.__doc__


def test_hits_in_the_text_stand_out_from_the_paper(page: Page) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        article(page)
        ratio = """name => {
            const { color, backgroundColor } = getComputedStyle(document.querySelector("#p1"), `::highlight(${name})`);
            const light = (colour) => {
                const [r, g, b] = colour.match(/[\\d.]+/g).map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const [high, low] = [light(color), light(backgroundColor)].sort((a, b) => b - a);
            return (high + 0.05) / (low + 0.05);
        }"""
        for name in ("wenku-hit", "wenku-current"):
            assert page.evaluate(ratio, name) >= 4.5, f"{name} in {scheme}"


def narrow(page: Page) -> None:
    """The narrowest phone."""
    page.set_viewport_size({"width": 320, "height": 640})


def zoomed(page: Page) -> None:
    """A window of 1280 pixels at 200 %."""
    page.set_viewport_size({"width": 640, "height": 450})


def large_type(page: Page) -> None:
    """A reader who has asked for type twice as large."""
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = '250%'; })"
    )


@pytest.mark.parametrize(
    ("page", "way"),
    [(PHONE, narrow), (DESKTOP, zoomed), (DESKTOP, large_type)],
    indirect=["page"],
    ids=["narrow", "zoomed", "large"],
)
def test_nothing_is_lost_in_a_narrow_window_nor_at_twice_the_size(
    page: Page, way: Callable[[Page], Any]
) -> None:
    way(page)
    for sight in SIGHTS:
        sight(page)
        assert page.evaluate(STICKING_OUT) == [], sight.__doc__
        width, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width <= window, sight.__doc__


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=str)
def test_what_is_pressed_has_room_for_a_finger(page: Page) -> None:
    for sight in (results, lines, relaxed, article):
        sight(page)
        assert page.evaluate(TOO_SMALL) == [], sight.__doc__
