"""The search page as readers use it: what it finds and says, filters, orders, the concordance, copies and exports."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import DESKTOP, PHONE
from playwright.sync_api import Browser, Locator, Page, expect
from reader import (
    CSV,
    FIGURES,
    Place,
    Published,
    frames,
    look_up,
    marks,
    place,
    program,
    published,
    settle,
    sizes,
    to_the_end,
    value,
    visitor,
)
from wenku import dates
from wenku.facets import path
from wenku.model import Bounds

FIELD = "#page-search"
MESSAGES = "[data-part=messages]"
RESULT = ".result"
LINE = ".line"


def figures(page: Page, wanted: dict[str, str]) -> None:
    """The page says, in attributes and in words, that there is as much as is `wanted`."""
    said = page.locator(FIGURES)
    for name, count in wanted.items():
        expect(said).to_have_attribute(name, count)
    expect(said).to_have_attribute("data-complete", "true")
    expect(said).to_contain_text(f"{int(wanted['data-total']):,} 处")
    if wanted["data-articles"] != "0":
        expect(said).to_contain_text(f"见于 {int(wanted['data-articles']):,} 篇")


def utf16(text: str, start: int, end: int) -> str:
    """The characters of `text` between two offsets as a browser counts them."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


def choose(page: Page, label: str) -> None:
    """Choose a view or an order by its label."""
    page.locator(".choice label").filter(has_text=label).last.click()


def radio(page: Page, label: str) -> Any:
    """The radio button with this label."""
    return page.get_by_role("radio", name=label, exact=True)


# --- What is found ---------------------------------------------------------------------------------------------------


def test_the_totals_are_those_of_a_plain_count(page: Page, site: Path) -> None:
    page.goto("search/")
    for query in ("的", "因地制宜", "新质生产力", "产业创新", "南京", "，推动", "2023", "①"):
        page.locator(FIELD).fill(query)
        settle(page, query)
        figures(page, published(site).figures(query))
        expect(page.locator("[data-total]")).to_have_count(1)


def test_the_marked_places_are_all_the_places_and_their_text_is_the_query(page: Page, site: Path) -> None:
    look_up(page, "南京")
    known = published(site)
    to_the_end(page, page.locator(RESULT), int(known.figures("南京")["data-articles"]))
    rest = page.locator("button.more")
    for left in range(rest.count(), 0, -1):
        rest.first.click()
        expect(rest).to_have_count(left - 1)
    found = marks(page)
    assert {place(mark) for mark in found} == known.places("南京")
    assert Counter(place(mark) for mark in found).most_common(1)[0][1] == 1
    for mark in found:
        assert mark["text"] == "南京"
        assert utf16(known.texts[mark["article"], mark["block"]], mark["start"], mark["end"]) == "南京"


@pytest.mark.parametrize(("query", "block"), [("习近平经济思想研究中心", "byline"), ("一核两翼", "title")])
def test_places_in_titles_and_bylines_are_found_and_counted_apart(
    page: Page, site: Path, query: str, block: str
) -> None:
    known = published(site)
    elsewhere = {one for one in known.places(query) if one.block == block}
    assert elsewhere
    look_up(page, query)
    figures(page, known.figures(query))
    expect(page.locator(FIGURES)).to_contain_text("在题名、署名中" if known.figures(query)["data-total"] != "0" else "题名、署名中")  # fmt: skip
    assert elsewhere <= {place(mark) for mark in marks(page)}


def test_a_passage_that_is_not_there_word_for_word_is_told_apart_from_one_that_is(
    page: Page, site: Path
) -> None:
    known = published(site)
    texts = (text for text in known.texts.values() if re.search(r"[一-龥]{5}，[一-龥]{5}", text))
    marked = re.search(r"[一-龥]{5}，[一-龥]{5}", next(texts))
    assert marked
    query = marked[0].replace("，", "")
    assert not known.places(query)
    look_up(page, query)
    expect(page.locator(".message.relaxed")).to_have_attribute("data-relaxed", "punctuation")
    expect(page.locator(".message.relaxed")).to_contain_text("没有逐字相同的文句")
    expect(page.locator(FIGURES)).to_contain_text(re.compile(r"^略去标点后共 \d+ 处"))
    found = page.locator(f"{RESULT} .hit").first.inner_text()
    assert found != query and re.sub(r"\W", "", found) == query
    look_up(page, "南京因地制宜甘肃")
    expect(page.locator(".message.relaxed")).to_contain_text("拆作：")
    expect(page.locator(FIGURES)).to_contain_text("含任一词的共")
    page.locator(FIELD).fill("因地制宜")
    settle(page, "因地制宜")
    expect(page.locator(".message")).to_have_count(0)
    expect(page.locator(FIGURES)).to_have_text(re.compile(r"^共 \d+ 处"))


def test_a_query_that_is_not_valid_is_explained_and_kept(page: Page) -> None:
    page.goto("search/")
    for query, explained in (
        ('"因地制宜', "引号没有闭合"),
        ("创新 |", "两边都要有检索词"),
        ("科技 ~20", "两边各要有一个检索词"),
        ("-科技 -创新", "只有排除词"),
        ("-创业", "查“-创业”本身，请加引号"),
    ):
        page.locator(FIELD).fill(query)
        expect(page.get_by_role("alert")).to_contain_text(explained)
        page.locator(FIELD).press("Enter")
        expect(page.locator("[data-search-page]")).not_to_have_attribute("aria-busy", "true")
        expect(page.get_by_role("alert")).to_contain_text(explained)
        expect(page.locator(FIELD)).to_have_value(query)
        expect(page.locator("[data-total]")).to_have_count(0)
        expect(page.locator(f"{RESULT}:visible")).to_have_count(0)
        assert parse_qs(urlsplit(page.url).query) == {"q": [query]}


def test_a_word_that_stands_nowhere_is_named_before_the_others_are_shown(page: Page, site: Path) -> None:
    known = published(site)
    assert not known.places("烤鸭")
    look_up(page, "量子烤鸭")
    expect(page.locator(".message.relaxed")).to_have_text("全库没有“烤鸭”；以下各篇含有“量子”。")
    expect(page.locator(FIGURES)).to_contain_text(f"“量子”共 {known.figures('量子')['data-total']} 处")
    look_up(page, "量子烤鸭芯片")
    expect(page.locator(".message.relaxed")).to_contain_text("全库没有“烤鸭”；以下各篇含有其余各词的一部分")


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=str)
def test_on_a_phone_results_begin_in_the_upper_half_and_exports_wait_behind_a_button(page: Page) -> None:
    look_up(page, "科技成果转化")
    box = page.locator(RESULT).first.bounding_box()
    assert box and box["y"] < page.evaluate("innerHeight") * 0.45
    expect(page.locator(CSV)).to_be_hidden()
    more = page.get_by_role("button", name="更多", exact=True)
    expect(more).to_have_attribute("aria-expanded", "false")
    more.click()
    expect(page.locator(CSV)).to_be_visible()
    expect(more).to_have_attribute("aria-expanded", "true")


def test_a_title_is_told_apart_by_who_signs_it(page: Page, site: Path) -> None:
    look_up(page, "科技成果转化")
    for line in page.locator(f"{RESULT} .facts").all()[:8]:
        names = [part for part in line.inner_text().split("\u3000") if part]
        assert len(names) == len(set(names))
        assert not any(other != name and name in other for name in names for other in names if "日报" in name)
    choose(page, "逐句对照")
    expect(page.locator(".line-by").first).not_to_be_empty()


def test_nothing_found_is_said_so(page: Page) -> None:
    page.goto("search/?q=鱻鱻鱻")
    expect(page.locator(MESSAGES)).to_contain_text("全库没有这样的文字")
    expect(page.locator(FIGURES)).to_have_attribute("data-total", "0")
    expect(page.locator(FIGURES)).to_have_attribute("data-complete", "true")


def test_the_words_of_a_query_may_stand_apart_and_the_page_says_how_far(page: Page) -> None:
    look_up(page, "科技创新 产业创新")
    to_the_end(page, page.locator(RESULT), int(page.locator(FIGURES).get_attribute("data-articles") or 0))
    said = page.locator(".together").all_text_contents()
    ranks = [("相连", "同段", "同篇").index(one) for one in said]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) > 1


def test_a_list_that_grows_while_it_is_made_loses_nothing(page: Page, site: Path) -> None:
    page.goto("search/")
    page.evaluate(
        """async (folder) => {
            const { unroll } = await import(`../${folder}/search/unroll.js`);
            const container = document.createElement("div");
            container.id = "grown";
            document.body.prepend(container);
            const numbers = Array.from({ length: 45 }, (_, number) => number);
            const list = await unroll(container, numbers.slice(0, 8), async (some, from) => {
                if (from === 3) list.extend(numbers);
                const made = document.createDocumentFragment();
                for (const one of some) made.append(Object.assign(document.createElement("p"), { textContent: one }));
                return made;
            }, { first: 3, size: 10, rest: 0, signal: new AbortController().signal });
        }""",
        program(site),
    )
    expect(page.locator("#grown p")).to_have_text([str(number) for number in range(45)])


def test_what_is_found_is_announced_once_things_have_come_to_rest(page: Page, site: Path) -> None:
    page.goto("search/")
    page.evaluate(
        """() => {
            window.said = [];
            const status = document.querySelector("[data-part=status]");
            new MutationObserver(() => said.push(status.textContent)).observe(status, { childList: true });
        }"""
    )
    page.locator(FIELD).press_sequentially("因地制宜", delay=60)
    settle(page, "因地制宜")
    count = published(site).figures("因地制宜")
    told = f"共 {count['data-total']} 处，见于 {count['data-articles']} 篇"
    expect(page.get_by_role("status").filter(has_text=told)).to_have_count(1)
    assert page.evaluate("said") == [told]


# --- Filters ---------------------------------------------------------------------------------------------------------


def option(page: Page, facet: str, name: str) -> Any:
    """The check box of a value."""
    return page.locator(f'.facets input[name={facet}][value="{name}"]')


def open_filters(page: Page) -> None:
    """On a phone the filters stand behind a button."""
    if page.locator("[data-part=facets-toggle]").is_visible():
        page.locator("[data-part=facets-toggle]").click()


@sizes
def test_several_filters_narrow_the_results_and_can_be_taken_away(page: Page, site: Path) -> None:
    known = published(site)
    look_up(page, "创新")
    open_filters(page)
    option(page, "genre", "评论").check()
    settle(page, "创新")
    of_genre = {one["id"] for one in known.articles_with("创新") if one["genre"] == "评论"}
    figures(page, known.figures("创新", of_genre))
    option(page, "genre", "报道").check()
    settle(page, "创新")
    either = {one["id"] for one in known.articles_with("创新") if one["genre"] in ("评论", "报道")}
    assert len(either) > len(of_genre)
    figures(page, known.figures("创新", either))
    option(page, "outlet", "南京日报").check()
    both = {one["id"] for one in known.articles if one["id"] in either and value(one, "outlet") == "南京日报"}
    assert 0 < len(both) < len(either)
    figures(page, known.figures("创新", both))
    assert sorted(page.locator(".chip").all_inner_texts()) == sorted(["评论 ×", "报道 ×", "南京日报 ×"])
    assert parse_qs(urlsplit(page.url).query) == {
        "q": ["创新"],
        "genre": ["评论", "报道"],
        "outlet": ["南京日报"],
    }
    page.get_by_role("button", name="去掉筛选：媒体 南京日报").click()
    figures(page, known.figures("创新", either))
    page.get_by_role("button", name="清除全部").click()
    figures(page, known.figures("创新"))
    expect(page.locator(".chip")).to_have_count(0)


def test_the_counts_of_filters_are_those_of_the_articles(page: Page, site: Path) -> None:
    look_up(page, "产业创新")
    for button in page.locator(".facets fieldset button").all()[::-1]:
        button.click()
    for facet in ("outlet", "genre", "region", "year", "author"):
        check_counts(page, published(site), facet)


def check_counts(page: Page, known: Published, facet: str) -> None:
    """The counts of one filter are those of its articles."""
    wanted: Counter[str] = Counter()
    for article in known.articles_with("产业创新"):
        if facet == "author":
            wanted.update([author["name"] for author in article["authors"]] or ["未详"])
        elif facet == "year":
            wanted.update([article["date"]["value"][:4]] if article["date"] else ["未详"])
        elif facet == "region":
            place = value(article, facet)
            wanted.update(path(place) if place else ["不专论一地"])
        else:
            wanted[value(article, facet) or "未详"] += 1
    counts = page.locator(f".facets li:has(input[name={facet}])").evaluate_all(
        "items => items.map((item) => [item.querySelector('input').value, item.querySelector('small').textContent])"
    )
    assert {name: int(count) for name, count in counts} == wanted


def test_what_is_not_known_can_be_chosen_as_in_the_list(page: Page, site: Path) -> None:
    known = published(site)
    for facet, word in (("year", "未详"), ("outlet", "未详"), ("region", "不专论一地")):
        look_up(page, "产业创新")
        option(page, facet, word).check()
        settle(page, "产业创新")
        lacking = {
            one["id"]
            for one in known.articles_with("产业创新")
            if not one["date" if facet == "year" else facet]
        }
        assert lacking
        figures(page, known.figures("产业创新", lacking))


def test_a_province_holds_the_places_in_it(page: Page, site: Path) -> None:
    known = published(site)
    look_up(page, "产业创新")
    inside = page.locator(".facets li", has=page.locator('input[value="江苏"]')).locator("li .value")
    expect(inside).to_have_text(["南京", "南通"])
    option(page, "region", "江苏").check()
    settle(page, "产业创新")
    there = {one["id"] for one in known.articles_with("产业创新") if (one["region"] or "").startswith("江苏")}
    figures(page, known.figures("产业创新", there))
    option(page, "region", "江苏").uncheck()
    option(page, "region", "江苏南京").check()
    settle(page, "产业创新")
    figures(page, known.figures("产业创新", {one["id"] for one in known.articles_with("产业创新") if one["region"] == "江苏南京"}))  # fmt: skip


def test_few_values_come_first_and_names_of_one_article_each_are_folded_away(page: Page) -> None:
    look_up(page, "产业创新")
    legends = page.locator(".facets legend").all_inner_texts()
    assert legends == ["文体", "年份", "地区", "媒体", "作者"]
    authors = page.locator('.facets [data-facet="author"]')
    *named, last = authors.locator(":scope > ul > li > label").all_inner_texts()
    assert last.startswith("未详")
    assert all(not one.endswith("\n1") for one in named)
    expect(authors.get_by_role("button")).to_have_text(re.compile(r"更多 \d+ 项"))


def test_the_counts_of_a_filter_do_not_suffer_from_itself(page: Page) -> None:
    look_up(page, "创新")
    counts = page.locator(".facets fieldset").filter(has_text="文体").locator("small")
    before = counts.all_inner_texts()
    option(page, "genre", "评论").check()
    expect(page.locator(".chip")).to_have_count(1)
    settle(page, "创新")
    assert counts.all_inner_texts() == before
    expect(option(page, "genre", "评论")).to_be_focused()


def test_a_long_list_of_filters_unfolds(page: Page) -> None:
    look_up(page, "创新")
    authors = page.locator('.facets [data-facet="author"]')
    before = authors.locator("input").evaluate_all("all => all.map((box) => box.value)")
    folded = int(re.sub(r"\D", "", authors.get_by_role("button").inner_text()))
    authors.get_by_role("button").click()
    after = authors.locator("input").evaluate_all("all => all.map((box) => box.value)")
    assert len(after) == len(before) + folded
    assert authors.locator("input:focus").input_value() == next(name for name in after if name not in before)


def test_nothing_within_the_range_is_told_apart_from_nothing_at_all(page: Page) -> None:
    page.goto("search/?q=因地制宜&outlet=南京日报")
    expect(page.locator(MESSAGES)).to_contain_text("所选范围内没有这样的文字")
    page.locator(MESSAGES).get_by_role("button").click()
    settle(page, "因地制宜")
    expect(page).to_have_url(re.compile(r"search/\?q=[^&]+$"))


# --- Orders and views ------------------------------------------------------------------------------------------------


def test_results_are_ordered_by_date_and_as_in_the_source(page: Page, site: Path) -> None:
    known = published(site)
    look_up(page, "因地制宜")
    ids = f"[...document.querySelectorAll('{RESULT}')].map((one) => one.dataset.article)"
    with_it = known.articles_with("因地制宜")
    choose(page, "汇编次序")
    expect(page).to_have_url(re.compile("order=source"))
    settle(page, "因地制宜")
    assert page.evaluate(ids) == [one["id"] for one in with_it]
    choose(page, "日期")
    expect(page).to_have_url(re.compile("order=date"))
    settle(page, "因地制宜")
    newest = sorted(with_it, key=lambda one: value(one, "date") or "", reverse=True)
    assert page.evaluate(ids) == [one["id"] for one in newest]
    expect(radio(page, "日期")).to_be_checked()


def test_by_relevance_titles_come_first(page: Page, site: Path) -> None:
    look_up(page, "产业创新")
    first = page.locator(RESULT).first
    expect(first.locator("h2 mark")).to_have_text("产业创新")
    expect(first.locator("h2 mark")).to_have_attribute("data-block", "title")


@sizes
def test_the_concordance_shows_every_place_as_a_line_around_its_word(page: Page, site: Path) -> None:
    known = published(site)
    look_up(page, "南京")
    choose(page, "逐句对照")
    wanted = known.places("南京")
    to_the_end(page, page.locator(LINE), len(wanted))
    found = marks(page)
    assert sorted(place(mark) for mark in found) == sorted(wanted)
    assert {mark["text"] for mark in found} == {"南京"}
    expect(page).to_have_url(re.compile("view=lines"))
    figures(page, known.figures("南京"))
    rows = page.locator(LINE).evaluate_all(
        "lines => lines.map((line) => ['.left', '.hit', '.right'].map((part) => line.querySelector(part).textContent))"
    )
    for (left, key, right), mark in zip(rows, found, strict=True):
        text = known.texts[mark["article"], mark["block"]]
        assert left + key + right in text
        assert utf16(text, 0, mark["start"]).endswith(left)
    middles = {
        round((box["x"] + box["width"] / 2) / 3)
        for box in (page.locator(f"{LINE} .hit").nth(at).bounding_box() for at in (0, 5, 20))
        if box
    }
    assert len(middles) == 1, "the words stand under each other"


@pytest.mark.parametrize(("label", "side"), [("按前文", "left"), ("按后文", "right")])
def test_lines_are_sorted_by_what_stands_before_or_after(
    page: Page, site: Path, label: str, side: str
) -> None:
    known = published(site)
    look_up(page, "产业创新", view="lines")
    wanted = known.places("产业创新")
    unsorted = [place(mark) for mark in marks(page)]
    choose(page, label)
    expect(page).to_have_url(re.compile(f"sort={side}"))
    to_the_end(page, page.locator(LINE), len(wanted))
    order = [place(mark) for mark in marks(page)]
    assert sorted(order) == sorted(wanted)
    assert order[: len(unsorted)] != unsorted
    keys = []
    for one in order:
        text = known.texts[one.article, one.block]
        left = utf16(text, max(0, one.start - 16), one.start)
        keys.append(left[::-1] if side == "left" else utf16(text, one.end, one.end + 16))
    assert keys == page.evaluate("keys => [...keys].sort(new Intl.Collator('zh-Hans-CN').compare)", keys)


@pytest.mark.parametrize("view", ["articles", "lines"])
def test_thousands_of_places_are_made_as_the_reader_comes_to_them(page: Page, site: Path, view: str) -> None:
    known = published(site)
    count = len(known.places("创新") if view == "lines" else known.articles_with("创新"))
    assert view == "articles" or count > 1900
    look_up(page, "创新", view=view)
    items = page.locator(LINE if view == "lines" else RESULT)
    assert 3 <= items.count() <= 400
    assert to_the_end(page, items, count) > 3, "all of it was there at once"
    expect(items).to_have_count(count)
    expect(items.last).to_be_in_viewport()
    expect(page.locator(".list-end")).to_have_count(0)


# --- The address -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["c++ & a=b#top?c%20", '"创新，"', "科技 ~20 产业 | 新优势"])
def test_the_address_holds_the_query_whatever_it_is_made_of(page: Page, query: str) -> None:
    page.goto("search/")
    page.locator(FIELD).fill(query)
    expect(page.locator(FIGURES)).to_have_attribute("data-query", query)
    page.locator(FIELD).press("Enter")
    expect(page).to_have_url(re.compile("q="))
    assert parse_qs(urlsplit(page.url).query) == {"q": [query]}
    page.reload()
    expect(page.locator(FIELD)).to_have_value(query)
    expect(page.locator(FIGURES)).to_have_attribute("data-query", query)


@sizes
def test_back_and_forward_lead_through_queries_filters_views_and_orders(page: Page, site: Path) -> None:
    known = published(site)
    look_up(page, "创新")
    open_filters(page)
    option(page, "genre", "报道").check()
    expect(page.locator(".chip")).to_have_text("报道 ×")
    reports = {one["id"] for one in known.articles if one["genre"] == "报道"}
    figures(page, known.figures("创新", reports))
    choose(page, "逐句对照")
    expect(page.locator(LINE).first).to_be_visible()
    page.locator(FIELD).fill("产业")
    settle(page, "产业")
    page.locator(FIELD).press("Enter")
    expect(page).to_have_url(re.compile("q=%E4%BA%A7%E4%B8%9A&genre="))
    page.go_back()
    settle(page, "创新")
    expect(page.locator(FIELD)).to_have_value("创新")
    expect(radio(page, "逐句对照")).to_be_checked()
    figures(page, known.figures("创新", reports))
    page.go_back()
    expect(page.locator(RESULT).first).to_be_visible()
    expect(radio(page, "文章")).to_be_checked()
    page.go_back()
    expect(page.locator(".chip")).to_have_count(0)
    figures(page, known.figures("创新"))
    for _ in range(3):
        page.go_forward()
    settle(page, "产业")
    figures(page, known.figures("产业", reports))
    expect(page.locator(LINE).first).to_be_visible()


def test_typing_leaves_one_entry_in_the_history(page: Page) -> None:
    page.goto("")
    page.goto("search/")
    before = page.evaluate("history.length")
    page.locator(FIELD).press_sequentially("因地制宜", delay=50)
    settle(page, "因地制宜")
    expect(page).to_have_url(re.compile("q="))
    assert page.evaluate("history.length") <= before + 1


@pytest.mark.parametrize(
    ("page", "view", "sort"),
    [(DESKTOP, "articles", ""), (PHONE, "lines", ""), (DESKTOP, "lines", "left")],
    indirect=["page"],
    ids=str,
)
def test_going_back_from_an_article_and_reloading_keep_the_place_in_the_list(
    page: Page, view: str, sort: str
) -> None:
    look_up(page, "创新", view=view, sort=sort)
    items = page.locator(LINE if view == "lines" else RESULT)
    number = 290 if view == "lines" else 21
    to_the_end(page, items, number + 1)
    one = items.nth(number)
    link = one.locator("a:is([data-block], :has([data-block]))").first
    link.click(trial=True)
    before = still(page, number)
    address = str(link.evaluate("link => link.href"))
    link.click()
    expect(page).to_have_url(address)
    expect(page.locator(".bar-count")).not_to_be_empty()
    page.go_back()
    settle(page, "创新")
    assert abs(still(page, number) - before) < 3
    page.reload()
    settle(page, "创新")
    assert abs(still(page, number) - before) < 3
    # What is asked for next begins at its beginning.
    page.evaluate("window.scrollTo(0, 0)")
    page.keyboard.press("/")
    page.keyboard.type("科技")
    settle(page, "科技")
    still(page, 0)
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("query", ["企", "科技 | 创新 | 科技创新"])
@sizes
def test_an_article_shows_or_offers_all_its_places_also_those_below_the_window(
    page: Page, query: str
) -> None:
    look_up(page, query)
    expect(page.locator(".passages[aria-busy]")).to_have_count(0)
    for result in page.locator(RESULT).all()[:3]:
        shown = result.locator("[data-hit]").count()
        told = int(re.findall(r"\d+", result.locator(".facts strong").inner_text())[0])
        rest = result.locator(".more")
        left = int(re.findall(r"\d+", rest.inner_text())[0]) if rest.count() else 0
        assert result.locator(".passage").count() == 3
        assert shown + left == told


def test_a_reload_keeps_the_place_that_the_reader_scrolled_to(page: Page) -> None:
    look_up(page, "创新")
    to_the_end(page, page.locator(RESULT), 20)
    page.evaluate("scrollTo(0, document.querySelectorAll('.result')[15].offsetTop)")
    before = still(page, 15)
    page.evaluate("""async () => {
      const kept = ({ shown, scroll }) => {
        const item = document.querySelectorAll(".result")[scroll?.index];
        return shown > 15 && item && Math.abs(item.getBoundingClientRect().top - scroll.top) < 1;
      };
      for (let frames = 0; !kept(history.state); frames++) {
        if (frames > 600) throw new Error("the place is not kept");
        await new Promise(requestAnimationFrame);
      }
    }""")
    page.reload()
    settle(page, "创新")
    assert abs(still(page, 15) - before) < 3


def test_going_back_to_an_unfolded_article_shows_all_its_passages_again(page: Page) -> None:
    look_up(page, "科技 | 产业")
    first = page.locator(RESULT).first
    first.locator(".more").click()
    expect(first.locator(".more")).to_have_count(0)
    passages = first.locator(".passage")
    count = passages.count()
    assert count > 10
    passages.nth(10).scroll_into_view_if_needed()
    link = passages.nth(10).locator(".hit").first
    link.click(trial=True)
    before = link.evaluate("link => link.getBoundingClientRect().top")
    link.click()
    expect(page.locator(".bar-count")).not_to_be_empty()
    page.go_back()
    settle(page, "科技 | 产业")
    expect(passages).to_have_count(count)
    still(page, 0)
    assert abs(link.evaluate("link => link.getBoundingClientRect().top") - before) < 3


@sizes
def test_results_stay_where_they_are_while_suggestions_come(page: Page) -> None:
    look_up(page, "企")
    expect(page.locator(".suggestion").first).to_be_attached()
    page.evaluate("""() => {
      window.tops = [];
      const look = () => {
        const title = document.querySelector(".result h2");
        if (document.querySelector("[data-query='企业']")) window.tops.push(Math.round(title.getBoundingClientRect().top));
        requestAnimationFrame(look);
      };
      look();
    }""")
    page.locator(FIELD).fill("企业")
    settle(page, "企业")
    expect(page.locator(CSV)).to_be_enabled()
    # The program answers in turn: its suggestions for the page came before these.
    page.evaluate("import('../assets/search/engine.js').then((library) => library.suggest('企业'))")
    frames(page)
    assert len(set(page.evaluate("window.tops"))) == 1


@pytest.mark.parametrize("view", ["articles", "lines"])
def test_hits_can_be_read_where_the_readers_own_colours_hold(
    browser: Browser, server: str, view: str
) -> None:
    for scheme in ("light", "dark"):
        with visitor(browser, server, forced_colors="active", color_scheme=scheme) as page:
            look_up(page, "企业", view=view)
            colours = page.locator("a.hit").first.evaluate("""async (hit) => {
                await Promise.all(hit.getAnimations().map((one) => one.finished));
                const mark = document.body.appendChild(document.createElement("mark"));
                return [hit, mark].map((one) => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]);
            }""")
            assert colours[0] == colours[1]


def test_who_takes_a_filter_away_by_keyboard_is_still_among_them(page: Page) -> None:
    look_up(page, "创新", genre="评论", year="2024")
    chips = page.locator(".chip")
    chips.first.press("Enter")
    expect(chips).to_have_count(1)
    expect(chips.first).to_be_focused()
    chips.first.press("Enter")
    expect(chips).to_have_count(0)
    expect(page.locator(FIELD)).to_be_focused()


def test_alternatives_that_stand_nowhere_are_said_to_be_taken_apart_each(page: Page) -> None:
    page.goto("search/?q=罕见词语|不存在的话")
    expect(page.locator(MESSAGES)).to_contain_text("其中一组词")
    expect(page.locator(MESSAGES)).to_contain_text("罕见、词语 | ")


def still(page: Page, number: int) -> float:
    """How far below the top of the window an item of the list is, once nothing moves any more."""
    found: float | None = page.evaluate(
        """number => new Promise((resolve) => {
            let last = null;
            let same = 0;
            const look = (frames) => {
                const top = document.querySelectorAll(".result, .line")[number]?.getBoundingClientRect().top;
                same = top !== undefined && top === last ? same + 1 : 0;
                last = top;
                if (same > 10 || frames > 300) resolve(top ?? null);
                else requestAnimationFrame(() => look(frames + 1));
            };
            look(0);
        })""",
        number,
    )
    assert found is not None, "the list does not reach that far"
    return found


def test_a_shared_address_opens_what_it_says(page: Page, site: Path) -> None:
    known = published(site)
    look_up(page, "创新", genre=["评论", "报道"], view="lines", sort="right", order="date")
    ids = {one["id"] for one in known.articles if one["genre"] in ("评论", "报道")}
    figures(page, known.figures("创新", ids))
    for label in ("逐句对照", "日期", "按后文"):
        expect(radio(page, label)).to_be_checked()
    assert len(page.locator(".chip").all()) == 2


def test_an_address_with_unknown_values_opens_the_usual_view(page: Page) -> None:
    look_up(page, "因地制宜", view="sideways", order="fate", sort="up", colour="red")
    expect(radio(page, "文章")).to_be_checked()
    expect(radio(page, "相关")).to_be_checked()


# --- Copies and exports ----------------------------------------------------------------------------------------------


def when(article: dict[str, Any]) -> str:
    """The date of an article in words, else the days that bound it."""
    if article["date"]:
        return dates.in_words(article["date"]["value"])
    return dates.phrase(None, Bounds(article["not_before"], article["not_after"]))


def cited(known: Published, where: Place, site_url: str) -> re.Pattern[str]:
    """What a citation of a passage in the body must look like."""
    article = next(one for one in known.articles if one["id"] == where.article)
    title = article["title"]
    shown = rf"\[{re.escape(title)}\]" if article["title_basis"] == "supplied" else rf"《{re.escape(title)}》"
    named = [f"[{one['name']}]" if one["inferred"] else one["name"] for one in article["authors"]]
    authors = re.escape("、".join(named))
    outlet = rf"，\[?{re.escape(article['outlet']['name'])}\]?" if article["outlet"] else ""
    written = re.escape(when(article))
    printed = article["date"] and article["date"]["basis"] in ("byline", "record")
    # What nobody printed stands in brackets.
    day = f"，{written}" if printed else rf"，\[{written}\]" if written else ""
    address = re.escape(f"{site_url}{article['url']}#{where.block}")
    return re.compile(f"“(.+)”——{authors}{shown}{outlet}{day}，第{where.block[1:]}段，<?{address}>?")


def test_a_passage_is_copied_with_its_citation(page: Page, site: Path, server: str) -> None:
    known = published(site)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    look_up(page, "因地制宜")
    for passage in page.locator(".passage").all():
        passage.get_by_role("button", name="复制").click()
        expect(passage.get_by_role("button")).to_have_text("已复制")
        where = passage.locator(".hit").evaluate(
            "hit => [hit.closest('[data-article]').dataset.article, hit.dataset.block, 0, 0]"
        )
        copied = page.evaluate("navigator.clipboard.readText()")
        match = cited(known, Place(*where), server).fullmatch(copied)
        assert match, copied
        assert "因地制宜" in match[1]
        assert match[1] in known.texts[where[0], where[1]]


@pytest.mark.parametrize(
    ("query", "speaker"),
    [
        ("记者：新征程上如何加快", "记者问"),
        ("劳动者和生产资料相结合而形成的利用和改造自然的能力", "魏际刚语"),
        ("壮大新质生产力中适应时代发展要求", "黄群慧语"),
    ],
)
def test_what_is_said_in_an_interview_is_cited_with_its_speaker(page: Page, query: str, speaker: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    look_up(page, query)
    from_results = copied(page, page.locator(".passage").first)
    assert f"”——{speaker}，见杨开忠、黄群慧、魏际刚、张力[四位专家谈" in from_results
    page.locator(".passage .hit").first.click()
    expect(page.locator(".bar-count")).to_have_text(re.compile(r"^1 / \d+$"))
    assert copied(page, page.locator(".hit-bar")) == from_results


def copied(page: Page, where: Locator) -> str:
    """What the copy button there copies."""
    where.get_by_role("button", name="复制").click()
    expect(where).to_contain_text("已复制")
    return str(page.evaluate("navigator.clipboard.readText()"))


@sizes
def test_a_line_of_the_concordance_is_copied_with_its_citation(page: Page, site: Path, server: str) -> None:
    known = published(site)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("search/?q=因地制宜&view=lines")
    settle(page, "因地制宜")
    for line in page.locator(LINE).all()[:3]:
        line.hover()
        line.get_by_role("button", name="复制").click()
        expect(line.get_by_role("button")).to_have_text("已复制")
        article, block = line.get_attribute("data-article"), line.locator(".hit").get_attribute("data-block")
        assert article and block
        copied = page.evaluate("navigator.clipboard.readText()")
        match = cited(known, Place(article, block, 0, 0), server).fullmatch(copied)
        assert match and "因地制宜" in match[1], copied
    assert "search/" in page.url, "who copies stays where they are"


def exported(page: Page, button: str) -> tuple[str, bytes]:
    """Name and bytes of the file that an export gives."""
    with page.expect_download() as waiting:
        page.locator(button).click()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def test_the_table_has_a_row_for_every_place(page: Page, site: Path, server: str) -> None:
    known, query = published(site), "新质生产力"
    look_up(page, query)
    name, data = exported(page, CSV)
    assert name == f"检索-{query}.csv"
    assert data.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    wanted = known.places(query)
    assert len(rows) == len(wanted)
    assert {len(row) for row in rows} == {len(head)}
    named = [dict(zip(head, row, strict=True)) for row in rows]
    assert [row["序号"] for row in named] == [str(number + 1) for number in range(len(rows))]
    found = Counter((row["篇号"], row["网址"].partition("#")[2]) for row in named)
    assert found == Counter((one.article, one.block) for one in wanted)
    for row in named:
        text = known.texts[row["篇号"], row["网址"].partition("#")[2]]
        assert row["命中"] == query
        assert (row["前文"].lstrip("'") + row["命中"] + row["后文"]) in text
        assert row["网址"].startswith(f"{server}articles/{row['篇号']}/#")
        assert row["引文"].endswith(row["网址"])
    articles = {one["id"]: one for one in known.articles}
    for row in named:
        article = articles[row["篇号"]]
        date = article["date"]
        printed = date and date["basis"] in ("byline", "record")
        wanted_date = when(article) if not date else date["value"] if printed else f"[{date['value']}]"
        assert row["日期"] == wanted_date
    assert any(row["日期"].startswith("[") for row in named)


def test_a_tick_made_just_before_a_filter_is_unfolded_stays(page: Page) -> None:
    look_up(page, "创新")
    fieldset = page.locator('.facets [data-facet="author"]')
    expect(fieldset.get_by_role("button", name="更多")).to_be_visible()
    ticked = fieldset.evaluate("""(all) => {
      const [first] = all.querySelectorAll("input");
      first.click();
      all.querySelector("button").click();
      return [first.value, ...[...all.querySelectorAll("input:checked")].map((box) => box.value)];
    }""")
    assert len(ticked) == 2 and ticked[0] == ticked[1]


def test_who_takes_a_tick_away_from_a_filter_that_folds_stays_near_it(page: Page, site: Path) -> None:
    look_up(page, "创新")
    fieldset = page.locator('.facets [data-facet="author"]')
    fieldset.get_by_role("button", name="更多").click()
    last = fieldset.locator('input:not([value="未详"])').last.get_attribute("value")
    look_up(page, "创新", author=str(last))
    box = fieldset.locator(f'input[value="{last}"]')
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_have_count(0)
    assert fieldset.evaluate("(all) => all.contains(document.activeElement)")


def test_cells_are_quoted_and_none_is_run_as_a_formula(page: Page, site: Path) -> None:
    page.goto("search/")
    text = 'say "yes", or\nno'
    table = page.evaluate(
        """async ([folder, text]) => {
            const { csv } = await import(`../${folder}/search/cite.js`);
            const article = { id: "001", url: "articles/001/", title: "=1+1", title_basis: "published",
              cited: ["@a", "-b", "2024年2月1日"], outlet: "-b", date: "2024-02-01", genre: "+c", region: null };
            return csv([{ article, hit: { block: "p1", start: 4, end: 9 }, text }]);
        }""",
        [program(site), text],
    )
    head, row = csv.reader(io.StringIO(table.removeprefix("\ufeff"), newline=""), strict=True)
    cells = dict(zip(head, row, strict=True))
    assert (cells["前文"], cells["命中"], cells["后文"]) == ("say ", '"yes"', ", or\nno")
    assert (cells["题名"], cells["作者"], cells["媒体"], cells["文体"]) == ("'=1+1", "'@a", "'-b", "'+c")
    assert cells["地区"] == ""


def test_the_list_in_markdown_has_an_item_with_its_citation_for_every_place(
    page: Page, site: Path, server: str
) -> None:
    known = published(site)
    look_up(page, "因地制宜")
    name, data = exported(page, "[data-export=markdown]")
    assert name == "检索-因地制宜.md"
    text = data.decode("utf-8")
    assert text.startswith("# 检索：因地制宜\n")
    assert page.url in text
    items = re.findall(r"^\d+\. (.+)$", text, re.MULTILINE)
    wanted = known.places("因地制宜")
    assert len(items) == len(wanted)
    # Brackets and the like are escaped, or they would be markup.
    plain = [re.sub(r"\\(.)", r"\1", item) for item in items]
    for one in wanted:
        assert any(cited(known, one, server).fullmatch(item) for item in plain)
    assert len(re.findall(r"^## ", text, re.MULTILINE)) == len({one.article for one in wanted})


def test_an_export_holds_only_what_the_filters_leave(page: Page, site: Path) -> None:
    known = published(site)
    look_up(page, "创新", outlet="南京日报")
    ids = {one["id"] for one in known.articles if value(one, "outlet") == "南京日报"}
    _, data = exported(page, CSV)
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert Counter(row["篇号"] for row in rows) == Counter(
        one.article for one in known.places("创新") if one.article in ids
    )


# --- Ways through the results ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["articles", "lines"])
def test_arrows_lead_from_the_field_to_a_result_and_enter_opens_it(page: Page, view: str) -> None:
    look_up(page, "产业创新", view=view)
    stops = page.locator(".line .hit" if view == "lines" else ".result h2 a")
    page.keyboard.press("/")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(stops.nth(2)).to_be_focused()
    expect(stops.nth(2)).to_be_in_viewport()
    page.keyboard.press("ArrowUp")
    expect(stops.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/articles/\d+/\?q=.*&hit=\d+#"))
    expect(page.locator(".bar-count")).to_have_text(re.compile(r"^\d+ / \d+$"))


@pytest.mark.parametrize("view", ["articles", "lines"])
def test_an_arrow_held_down_goes_on_through_a_list_that_is_made_meanwhile(page: Page, view: str) -> None:
    look_up(page, "创新", view=view)
    page.keyboard.press("/")
    items = ".line .hit" if view == "lines" else ".result h2 a"
    at = f"[...document.querySelectorAll('{items}')].indexOf(document.activeElement)"
    before, goal = -1, 60
    for _ in range(600):
        page.keyboard.press("ArrowDown")
        now = page.evaluate(at)
        assert now in (before, before + 1)
        if (before := now) == goal:
            break
    assert before == goal


def test_an_arrow_leads_to_no_result_that_is_out_of_sight(page: Page) -> None:
    look_up(page, "创新")
    page.locator(FIELD).fill('"创新')
    expect(page.get_by_role("alert")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator(FIELD)).to_be_focused()


@pytest.mark.parametrize("page", (DESKTOP, PHONE), indirect=True, ids=str)
def test_a_press_on_a_passage_opens_it_and_selecting_its_text_does_not(page: Page) -> None:
    look_up(page, "因地制宜")
    quote = page.locator(".passage .quote").first
    box = quote.bounding_box()
    assert box
    page.mouse.move(box["x"] + 120, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 220, box["y"] + 12)
    page.mouse.up()
    assert page.evaluate("getSelection().toString()")
    assert "/search/" in page.url
    page.evaluate("getSelection().removeAllRanges()")
    page.locator(".passage").first.click(position={"x": 200, "y": 10})
    expect(page).to_have_url(re.compile(r"/articles/\d+/\?q=.*&hit=\d+#p\d+$"))


def test_suggestions_below_the_field_search_for_themselves(page: Page) -> None:
    look_up(page, "新质生产")
    page.locator(".suggestion").filter(has_text="新质生产力赋能").click()
    settle(page, "新质生产力赋能")
    expect(page.locator(FIELD)).to_have_value("新质生产力赋能")
    page.go_back()
    settle(page, "新质生产")


def test_the_ways_of_writing_a_query_are_explained_on_the_page(page: Page) -> None:
    page.goto("search/")
    page.get_by_text("检索帮助").click()
    expect(page.locator("[data-part=common] tbody tr")).to_have_count(3)
    for example in page.locator("#help td:first-child code").all_inner_texts():
        look_up(page, example)
        assert page.locator(FIGURES).get_attribute("data-total") != "0"
        expect(page.locator(".message")).to_have_count(0)
