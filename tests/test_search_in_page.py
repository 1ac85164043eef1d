"""An article opened from a hit: the exact characters stand out, and a bar leads through them."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from conftest import PHONE
from playwright.sync_api import Page, expect
from reader import look_up, published, sizes, until

COUNT = ".bar-count"
NO_HIGHLIGHTS = "delete CSS.highlights; delete window.Highlight; Object.defineProperty(CSS, 'highlights', {value: undefined, configurable: true}); delete CSS.highlights;"  # fmt: skip
# Each highlighted stretch: the block it is in, how far from its beginning, and its characters.
RANGES = """[...(CSS.highlights.get("wenku-hit") ?? [])].map((range) => {
    const block = range.startContainer.parentElement.closest("[id]");
    const before = document.createRange();
    before.setStart(block, 0);
    before.setEnd(range.startContainer, range.startOffset);
    return [block.id, before.toString().length, range.toString()];
})"""
CURRENT = "[...CSS.highlights.get('wenku-current')].map((range) => range.toString())"
# The article's elements, leaving aside the buttons beside its paragraphs.
MARKUP = """() => {
    const copy = document.querySelector("article.text").cloneNode(true);
    for (const button of copy.querySelectorAll("button")) button.remove();
    return copy.innerHTML;
}"""
# Top and bottom of the hit in use, and of what must not cover it.
SEEN = """(() => {
    const marked = document.querySelector("mark.hit-mark.current");
    const box = (marked ?? [...CSS.highlights.get("wenku-current")][0]).getBoundingClientRect();
    const header = document.querySelector(".md-header").getBoundingClientRect().bottom;
    const bar = document.querySelector(".hit-bar").getBoundingClientRect().top;
    return box.top >= header && box.bottom <= bar;
})()"""


def open_article(page: Page, article: str, query: str, hit: int = 1, block: str = "") -> None:
    """Open an article as a hit does, and wait for the bar."""
    page.goto(f"articles/{article}/?q={quote(query)}&hit={hit}{block and f'#{block}'}")
    expect(page.locator(COUNT)).to_have_text(re.compile(r"^\d+ / \d+$"))


def busiest(site: Path, query: str) -> str:
    """The article in which `query` stands most often."""
    places = [place.article for place in published(site).places(query)]
    return max(sorted(set(places)), key=places.count)


@sizes
def test_exactly_the_characters_of_the_query_stand_out(page: Page, site: Path) -> None:
    known = published(site)
    article = busiest(site, "产业创新")
    open_article(page, article, "产业创新")
    places = sorted(place for place in known.places("产业创新") if place.article == article)
    ranges = page.evaluate(RANGES)
    supplied = next(one for one in known.articles if one["id"] == article)["title_basis"] == "supplied"
    shift = {"title": 1 if supplied else 0}
    wanted = [[place.block, place.start + shift.get(place.block, 0), "产业创新"] for place in places]
    assert sorted(ranges) == sorted(wanted)
    expect(page.locator(COUNT)).to_have_text(f"1 / {len(places)}")


@sizes
def test_a_hit_of_the_results_opens_the_article_at_that_hit(page: Page) -> None:
    look_up(page, "南京", view="lines")
    hit = page.locator(".line .hit[data-block^=p]").nth(12)
    number, block = hit.get_attribute("data-hit"), hit.get_attribute("data-block")
    hit.click()
    expect(page).to_have_url(re.compile(rf"&hit={number}#{block}$"))
    expect(page.locator(COUNT)).to_have_text(re.compile(rf"^{number} / \d+$"))
    assert page.evaluate(CURRENT) == ["南京"]
    assert page.evaluate(SEEN), "something covers the hit, or it is out of sight"


@sizes
def test_buttons_lead_to_the_next_and_the_previous_and_round(page: Page, site: Path) -> None:
    page.emulate_media(reduced_motion="reduce")
    article = busiest(site, "产业创新")
    open_article(page, article, "产业创新")
    total = int(page.locator(COUNT).inner_text().split(" / ")[1])
    assert total > 3
    for button, number in [("下一处", 2), ("下一处", 3), ("上一处", 2), ("上一处", 1), ("上一处", total), ("下一处", 1)]:  # fmt: skip
        page.get_by_role("button", name=button).click()
        expect(page.locator(COUNT)).to_have_text(f"{number} / {total}")
        expect(page).to_have_url(re.compile(rf"[?&]hit={number}#"))
        until(page, SEEN)
    assert page.evaluate(CURRENT) == ["产业创新"]


def test_keys_lead_to_the_next_and_the_previous(page: Page, site: Path) -> None:
    open_article(page, busiest(site, "产业创新"), "产业创新")
    total = page.locator(COUNT).inner_text().split(" / ")[1]
    for key, number in [("n", "2"), ("n", "3"), ("p", "2"), ("Shift+P", "3"), ("Shift+N", "2")]:
        page.keyboard.press(key)
        expect(page.locator(COUNT)).to_have_text(f"{number} / {total}")
    expect(page).to_have_url(re.compile("/articles/"))
    page.keyboard.press("/")
    page.keyboard.type("np")
    expect(page.locator("#header-search")).to_have_value("np")
    expect(page.locator(COUNT)).to_have_text(f"2 / {total}")


@pytest.mark.parametrize("key", ["Escape", "button"])
def test_closing_takes_the_marks_and_the_query_away(page: Page, site: Path, key: str) -> None:
    article = busiest(site, "产业创新")
    open_article(page, article, "产业创新", 2)
    if key == "button":
        page.get_by_role("button", name="关闭").click()
    else:
        page.keyboard.press(key)
    expect(page.locator(".hit-bar")).to_have_count(0)
    expect(page).to_have_url(re.compile(rf"/articles/{article}/#\w+$"))
    assert page.evaluate("CSS.highlights.size") == 0
    page.reload()
    expect(page.locator(".hit-bar")).to_have_count(0)


@pytest.mark.parametrize("query", ["创新 产业创新", "”②", "推动 | 动产"])
def test_marks_where_highlights_are_missing_change_no_text_and_no_id(
    page: Page, site: Path, query: str
) -> None:
    article = busiest(site, query if query == "”②" else "产业创新")
    page.goto(f"articles/{article}/")
    shape = """[document.querySelector("article.text").textContent,
        [...document.querySelectorAll("article.text [id]")].map((element) => [element.id, element.textContent])]"""
    before, markup = page.evaluate(shape), page.evaluate(MARKUP)
    open_article(page, article, query)
    highlighted = page.evaluate(RANGES)
    page.add_init_script(NO_HIGHLIGHTS)
    open_article(page, article, query)
    assert not page.evaluate("'highlights' in CSS")
    assert page.evaluate(shape) == before
    total = int(page.locator(COUNT).inner_text().split(" / ")[1])
    assert total == len(highlighted)
    for number in range(1, total + 1):
        current = page.locator("mark.hit-mark.current").all_text_contents()
        assert "".join(current) in {text for _, _, text in highlighted} or " " in query or "|" in query
        assert current
        if number <= 2:
            until(page, SEEN)
        page.keyboard.press("n")
    page.keyboard.press("Escape")
    expect(page.locator("mark.hit-mark")).to_have_count(0)
    assert page.evaluate(MARKUP) == markup


@pytest.mark.parametrize("query", ["”②", "①"])
def test_signs_of_notes_are_text_that_is_found(page: Page, site: Path, query: str) -> None:
    known = published(site)
    article = next(
        place.article
        for place in sorted(known.places(query))
        if f'<sup class="ref">{query.strip("”。")}' in (site / "articles" / place.article / "index.html").read_text("utf-8")
    )  # fmt: skip
    open_article(page, article, query)
    found = page.evaluate(RANGES)
    wanted = [place for place in known.places(query) if place.article == article]
    exact = [[block, start, text] for block, start, text in found if text == query]
    assert len(exact) >= len([place for place in wanted if place.block not in ("title", "byline")])
    assert page.evaluate(
        f"[...CSS.highlights.get('wenku-hit')].some((range) => [range.startContainer, range.endContainer].some((node) => node.parentElement.closest('sup')) && range.toString() === {query!r})"
    )


@pytest.mark.parametrize("basis", ["supplied", "published"])
def test_hits_in_titles_stand_out_in_the_title(page: Page, site: Path, basis: str) -> None:
    article = next(one for one in published(site).articles if one["title_basis"] == basis)
    query = article["title"][1:9]
    open_article(page, article["id"], query, 1, "title")
    first = page.evaluate(RANGES)[0]
    assert first == ["title", 2 if basis == "supplied" else 1, query]
    assert page.evaluate(SEEN)


def test_hits_in_the_byline_stand_out_in_the_byline(page: Page, site: Path) -> None:
    known = published(site)
    article = next(one for one in known.articles if one["byline"] and len(one["byline"]) > 12)
    query = article["byline"][2:10]
    open_article(page, article["id"], query, 1, "byline")
    assert ["byline", 2, query] in page.evaluate(RANGES)


def test_a_hit_across_lines_of_the_byline_stands_out_whole(page: Page, site: Path) -> None:
    known = published(site)
    article = next(one for one in known.articles if re.search(r"\S{2} [一-龥]{2}", one["byline"] or ""))
    match = re.search(r"\S{2} [一-龥]{2}", article["byline"])
    assert match
    open_article(page, article["id"], f'"{match[0]}"', 1, "byline")
    assert ["byline", match.start(), match[0]] in page.evaluate(RANGES)


def test_the_sentence_of_a_hit_is_copied_with_its_citation(page: Page, site: Path, server: str) -> None:
    known = published(site)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    place = sorted(place for place in known.places("因地制宜") if place.block.startswith("p"))[0]
    open_article(page, place.article, "因地制宜", 1, place.block)
    page.locator(".hit-bar").get_by_role("button", name="复制").click()
    expect(page.locator(".hit-bar")).to_contain_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    match = re.fullmatch(r"“(.+)”——(.*)", copied)
    assert match
    assert "因地制宜" in match[1] and match[1] in known.texts[place.article, place.block]
    assert match[2].endswith(f"第{place.block[1:]}段，{server}articles/{place.article}/#{place.block}")
    title = next(one["title"] for one in known.articles if one["id"] == place.article)
    assert title in match[2]


def test_what_is_copied_in_the_article_is_what_is_copied_from_the_results(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    look_up(page, "因地制宜")
    passage = page.locator(".passage").first
    passage.get_by_role("button", name="复制").click()
    expect(passage.get_by_role("button")).to_have_text("已复制")
    from_results = page.evaluate("navigator.clipboard.readText()")
    passage.locator("a.hit").first.click()
    expect(page.locator(COUNT)).to_have_text(re.compile(r"/ 1$"))
    page.locator(".hit-bar").get_by_role("button", name="复制").click()
    expect(page.locator(".hit-bar")).to_contain_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == from_results


def test_an_article_without_the_words_says_so(page: Page) -> None:
    page.goto("articles/004/?q=鱻鱻鱻")
    expect(page.locator(".bar-note")).to_have_text("本篇没有")
    expect(page.get_by_role("button", name="下一处")).to_be_hidden()
    page.goto('articles/004/?q="没有闭合')
    expect(page.locator(".bar-note")).to_contain_text("引号没有闭合")


def test_where_the_hit_of_an_address_is_gone_the_first_in_its_block_is_shown(page: Page, site: Path) -> None:
    place = sorted(one for one in published(site).places("产业创新") if one.block.startswith("p"))[0]
    open_article(page, place.article, "产业创新", 900, place.block)
    expect(page).to_have_url(re.compile(rf"#{place.block}$"))
    assert page.evaluate(CURRENT) == ["产业创新"]


def test_the_way_back_leads_to_the_results_with_their_filters(page: Page) -> None:
    look_up(page, "创新", outlet="南京日报", view="lines")
    page.locator(".line .hit").nth(2).click()
    expect(page.locator(COUNT)).not_to_be_empty()
    page.get_by_role("link", name="结果").click()
    expect(page).to_have_url(re.compile(r"/search/\?q=.*outlet=.*view=lines"))
    expect(page.locator(".line").first).to_be_visible()
    page.goto("articles/004/?q=创新")
    expect(page.locator(COUNT)).not_to_be_empty()
    expect(page.get_by_role("link", name="结果")).to_have_attribute("href", re.compile(r"search/\?q="))


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=str)
def test_the_bar_fits_the_narrowest_phone(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    open_article(page, "004", "新质生产力的显著特点是创新，既包括技术和业态模式层面的创新 | 产业")
    for part in page.locator(".hit-bar > :visible").all():
        box = part.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 320
    for button in page.locator(".hit-bar .bar-button:visible").all():
        box = button.bounding_box()
        assert box and box["height"] >= 24 and box["width"] >= 24
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
