"""Everyone can use every kind of page: axe finds no violation, fingers find room, nothing is lost when type is large."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import VIEWS, View
from playwright.sync_api import Browser, Page, expect
from reader import everywhere, still

# One page of each kind; an article also with everything on it opened.
KINDS = {
    "home": "",
    "articles": "articles/",
    "authors": "authors/",
    "author": "authors/hong-yin-xing/",
    "region": "regions/gan-su/",
    "genre": "genres/fang-tan/",
    "years": "years/",
    "year": "years/2024/",
    "overview": "overview/",
    "paper": "articles/052/",
    "quotations": "articles/002/",
    "interview": "articles/006/",
    "paragraph": "articles/004/#p3",
    "search": "search/?q=%E6%96%B0%E8%B4%A8%E7%94%9F%E4%BA%A7%E5%8A%9B",
    "hits": "articles/004/?q=%E5%88%9B%E6%96%B0#p3",
    "about": "about/",
    "data": "data/",
    "code": "search-api/",
}


def violations(page: Page) -> list[str]:
    """What axe finds, one line each."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {node['target']} {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
    ]


@everywhere
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_no_violation(page: Page, kind: str) -> None:
    page.goto(KINDS[kind])
    page.wait_for_load_state("networkidle")
    still(page)
    assert violations(page) == []


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_axe_finds_no_violation_on_a_page_that_is_not_there(
    view: View, browser: Browser, server: str
) -> None:
    # Without the fixture, to which an answer of 404 is a complaint.
    context = browser.new_context(
        viewport={"width": view.width, "height": view.height},
        color_scheme="dark" if view.scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(f"{server}nothing-here/")
    assert violations(page) == []
    context.close()


@everywhere
def test_axe_finds_no_violation_with_everything_opened(page: Page) -> None:
    page.goto("articles/052/")
    page.locator("[data-settings] summary").click()
    for name in ("cite", "provenance"):
        page.locator(f"#{name} > summary").click()
    page.locator("#p2").hover()
    page.locator("#p2 .mark").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".passage-bar")).to_be_visible()
    still(page)
    assert violations(page) == []


@pytest.mark.parametrize("page", VIEWS[1:2], indirect=True, ids=str)
def test_what_fingers_press_is_large_enough(page: Page) -> None:
    page.goto("articles/052/")
    for name in ("cite", "provenance"):
        page.locator(f"#{name} > summary").click()
    page.locator(".outline summary").click()
    small = page.evaluate(
        """() => [...document.querySelectorAll('.text summary, .text button:not(.mark), .outline a, .neighbours a, .report')]
          .filter((e) => e.checkVisibility()).map((e) => [e.textContent.trim(), e.getBoundingClientRect().height])
          .filter(([, height]) => height < 40)"""
    )
    assert small == []


@pytest.mark.parametrize(
    "path", ["articles/052/", "articles/002/", "articles/006/", "about/", "overview/", "articles/", ""]
)
def test_nothing_is_lost_in_a_narrow_window_or_at_twice_the_size(page: Page, path: str) -> None:
    page.goto(path)
    for width, size in ((320, "100%"), (640, "200%")):
        page.set_viewport_size({"width": width, "height": 720})
        page.evaluate("size => document.documentElement.style.fontSize = size === '100%' ? '' : '250%'", size)
        page.locator("details").evaluate_all(
            "all => all.forEach((one) => (one.open = !one.matches('[data-settings]')))"
        )
        lost = page.evaluate(
            """() => [...document.querySelectorAll('.md-content *')]
              .filter((e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length && !e.matches('.visually-hidden, .mark'))
              .filter((e) => { const r = e.getBoundingClientRect(); return r.width && (r.right > innerWidth + 1 || r.left < -1); })
              .map((e) => e.outerHTML.slice(0, 80))"""
        )
        assert lost == [], (width, size)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_focus_can_be_seen(page: Page) -> None:
    page.goto("articles/004/")
    for selector in (
        "[data-settings] summary",
        ".to-cite a",
        "#cite > summary",
        "#provenance summary",
        "a[rel=next]",
    ):
        page.keyboard.press("Shift")
        page.locator(selector).focus()
        outline = page.locator(selector).evaluate(
            "e => getComputedStyle(e).outlineStyle + getComputedStyle(e).outlineWidth"
        )
        assert outline == "solid2px", selector


def test_who_wants_no_motion_gets_none(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("articles/052/")
    moving = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter((e) => {
          const s = getComputedStyle(e);
          return s.animationName !== 'none' || s.transitionDuration.split(', ').some((each) => parseFloat(each) > 0);
        }).map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert moving == []


@pytest.mark.parametrize("address", ["", "articles/", "articles/052/", "search/?q=因地制宜"])
@pytest.mark.parametrize("width", [640, 1024, 1280])
def test_the_keyboard_reaches_nothing_that_is_out_of_sight(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(address, wait_until="networkidle")
    for _ in range(16):
        page.keyboard.press("Tab")
        place = page.evaluate(
            "(({ x, right, width }) => [x, right, width])(document.activeElement.getBoundingClientRect())"
        )
        assert place[0] > -4 and place[1] < width + 4, page.evaluate("document.activeElement.outerHTML")


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("", "#content"),
        ("articles/", "#content"),
        ("authors/", "#content"),
        ("overview/", "#content"),
        ("years/2024/", "#content"),
        ("search/?q=创新", "#results"),
    ],
)
def test_the_first_key_leads_past_all_that_every_page_has(page: Page, address: str, place: str) -> None:
    page.goto(address)
    if place == "#results":
        expect(page.locator("#results a").first).to_be_visible()
        expect(page.locator("[data-export=csv]")).to_be_enabled()
    page.evaluate("document.activeElement.blur()")
    page.locator(".md-skip").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("(place) => !!document.activeElement.closest(place)", place)
    assert not page.evaluate("!!document.activeElement.closest('.facets, header')") or address == "articles/"


def test_with_no_results_the_way_to_them_leads_to_the_box(page: Page) -> None:
    page.goto("search/")
    expect(page.locator("html[data-script~=search]")).to_be_attached()
    page.locator(".md-skip").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main input[name=q]")).to_be_focused()


@pytest.mark.parametrize("page", VIEWS[:2], indirect=True, ids=str)
def test_what_takes_the_focus_is_not_left_under_the_bar_of_hits(page: Page) -> None:
    page.goto("articles/004/?q=创新")
    expect(page.locator(".hit-bar")).to_contain_text("1 /")
    page.locator("h1").click()
    for _ in range(40):
        page.keyboard.press("Tab")
        hidden = page.evaluate(
            """() => {
                const bar = document.querySelector(".hit-bar");
                const { x, y, width, height } = document.activeElement.getBoundingClientRect();
                const above = document.elementFromPoint(x + width / 2, y + height / 2);
                return !bar.contains(document.activeElement) && bar.contains(above) && document.activeElement.outerHTML;
            }"""
        )
        assert not hidden


@pytest.mark.parametrize("width", [390, 1024])
def test_the_menu_opens_and_closes_by_keyboard(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto("articles/004/")
    menu = page.get_by_role("button", name="菜单")
    link = page.get_by_role("link", name="概览")
    expect(link).to_have_count(0)
    menu.focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("aria-expanded", "true")
    expect(link).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(menu).to_have_attribute("aria-expanded", "false")
    expect(link).to_have_count(0)
