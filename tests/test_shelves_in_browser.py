"""The shelves as readers use them: filters, order, address, keyboard, without script, on a phone."""

from __future__ import annotations

import json
import re

import playwright.sync_api as playwright
import pytest
from conftest import DESKTOP, PHONE
from playwright.sync_api import Page, expect
from reader import everywhere
from wenku import dates
from wenku.model import Library

SHOWN = "[...document.querySelectorAll('.rows > li')].filter(row => row.offsetParent).map(row => row.querySelector('.number').textContent)"
INDEXES = ("authors/", "outlets/", "institutions/", "genres/", "regions/", "years/", "overview/", "articles/")


def shown(page: Page) -> list[str]:
    """The ids of the articles in the list, as they stand."""
    found: list[str] = page.evaluate(SHOWN)
    return found


def open_list(page: Page, search: str = "") -> None:
    page.goto(f"articles/{search}")
    expect(page.locator("#facets input").first).to_be_attached()


def choose(page: Page, facet: str, value: str) -> None:
    toggle = page.locator(".facets-toggle")
    if toggle.is_visible() and toggle.get_attribute("aria-expanded") == "false":
        toggle.click()
    page.locator(f'#facets input[name="{facet}"][value="{value}"]').check()


@everywhere
def test_several_filters_at_once_leave_what_passes_all_of_them(page: Page, library: Library) -> None:
    open_list(page)
    choose(page, "genre", "评论")
    choose(page, "year", "2024")
    choose(page, "region", "江苏")
    wanted = [
        article.id
        for article in library.articles
        if article.genre
        and article.genre.value == "评论"
        and article.date
        and article.date.value.startswith("2024")
        and article.region
        and article.region.value.startswith("江苏")
    ]
    assert shown(page) == wanted
    expect(page.locator("[data-part=figures]")).to_have_text(
        f"{len(wanted)} 篇（共 {len(library.articles)} 篇）"
    )
    expect(page.locator("[data-part=status]")).to_have_text(
        f"{len(wanted)} 篇（共 {len(library.articles)} 篇）"
    )


def test_two_values_of_one_facet_are_either_and_the_counts_say_what_a_press_would_leave(
    page: Page, library: Library
) -> None:
    open_list(page)
    choose(page, "genre", "讲话")
    choose(page, "genre", "访谈")
    wanted = [
        article.id
        for article in library.articles
        if article.genre and article.genre.value in ("讲话", "访谈")
    ]
    assert shown(page) == wanted
    counted = page.locator("#facets li", has=page.locator('input[value="评论"]')).locator("small")
    expect(counted).to_have_text(
        str(sum(article.genre is not None and article.genre.value == "评论" for article in library.articles))
    )


def test_the_address_holds_the_state_and_back_and_forward_walk_through_it(
    page: Page, library: Library
) -> None:
    open_list(page)
    choose(page, "outlet", "南京日报")
    expect(page).to_have_url(re.compile(r"articles/\?outlet="))
    nanjing = shown(page)
    page.get_by_label("篇幅").check()
    by_length = shown(page)
    assert by_length != nanjing
    assert sorted(by_length) == sorted(nanjing)
    page.go_back()
    assert shown(page) == nanjing
    page.go_back()
    assert len(shown(page)) == len(library.articles)
    expect(page.locator("#facets input:checked")).to_have_count(0)
    page.go_forward()
    page.go_forward()
    assert shown(page) == by_length
    address = page.url
    page.goto("")
    page.goto(address)
    expect(page.locator(".chip")).to_have_count(1)
    assert shown(page) == by_length


def test_what_an_address_says_wrongly_is_passed_over(page: Page, library: Library) -> None:
    open_list(page, "?order=nonsense&colour=red&reversed=maybe")
    assert shown(page) == [article.id for article in library.articles]


def test_a_province_holds_its_places_in_the_list_too(page: Page, library: Library) -> None:
    open_list(page)
    region = page.locator('#facets [data-facet="region"]')
    inside = region.locator("li", has=page.locator('input[value="江苏"]')).locator("li .value")
    assert inside.all_inner_texts() == ["南京", "南通"]
    choose(page, "region", "江苏南京")
    assert shown(page) == [a.id for a in library.articles if a.region and a.region.value == "江苏南京"]


def test_an_impossible_choice_says_so_and_leads_back(page: Page, library: Library) -> None:
    open_list(page, "?genre=语录&region=海南")
    assert shown(page) == []
    expect(page.locator("[data-part=none]")).to_be_visible()
    page.get_by_role("button", name="清除全部").click()
    assert len(shown(page)) == len(library.articles)


def test_the_order_by_length_by_date_and_by_title(page: Page, library: Library) -> None:
    lengths = {article.id: article.length for article in library.articles}
    orders = {article.id: dates.order(article) for article in library.articles}
    open_list(page)
    page.get_by_label("篇幅").check()
    found = [lengths[one] for one in shown(page)]
    assert found == sorted(found)
    page.get_by_role("button", name="倒序").click()
    found = [lengths[one] for one in shown(page)]
    assert found == sorted(found, reverse=True)
    page.get_by_label("日期").check()
    dated = [orders[one] for one in shown(page) if orders[one]]
    assert dated == sorted(dated, reverse=True)
    assert [orders[one] for one in shown(page)][len(dated) :] == [""] * (len(library.articles) - len(dated))
    page.get_by_role("button", name="倒序").click()
    page.get_by_label("题名").check()
    titles = [title.lstrip("[“《") for title in page.locator(".rows .title").all_text_contents()]
    initials = page.evaluate(
        "titles => titles.every((one, at) => !at || new Intl.Collator('zh-Hans-u-co-pinyin').compare(titles[at - 1], one) <= 0)",
        titles,
    )
    assert initials


def test_the_list_can_be_used_by_keyboard_alone(page: Page) -> None:
    open_list(page)
    page.get_by_label("汇编次序").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("题名")).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="倒序")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="倒序")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Tab")
    box = page.locator("#facets input").first
    expect(box).to_be_focused()
    page.keyboard.press("Space")
    focused = page.evaluate("[document.activeElement.type, document.activeElement.checked]")
    assert focused == ["checkbox", True], "the focus stays on the box that was pressed"
    page.locator(".chip").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_count(0)
    assert page.evaluate("document.activeElement !== document.body"), "the focus is not lost"


def test_without_script_the_list_stands_as_it_is(
    browser: playwright.Browser, server: str, library: Library
) -> None:
    context = browser.new_context(
        base_url=server, java_script_enabled=False, viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    page.goto("articles/")
    assert page.locator(".rows .number").all_text_contents() == [article.id for article in library.articles]
    expect(page.locator(".rows .title").first).to_be_visible()
    expect(page.get_by_role("radio").first).to_be_hidden()
    expect(page.locator(".facets-toggle")).to_be_hidden()
    context.close()


@everywhere
@pytest.mark.parametrize("address", ["", *INDEXES, "authors/sheng-chao-xun/", "years/unknown/"])
def test_no_page_is_wider_than_the_screen_and_each_has_one_heading(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("h1")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


PLACES = ["首页", "文章", "作者", "概览", "检索", "关于"]


def test_the_header_has_six_places(page: Page) -> None:
    page.goto("")
    assert page.locator(".md-tabs a").all_inner_texts() == PLACES


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=str)
def test_the_menu_of_a_phone_has_the_same_six_and_marks_the_place_too(page: Page) -> None:
    page.goto("outlets/")
    page.get_by_role("button", name="菜单").click()
    rows = page.locator(".md-nav--primary > .md-nav__list > li > .md-nav__link")
    assert [row.strip() for row in rows.all_inner_texts()] == PLACES
    expect(page.locator(".md-nav--primary [aria-current]")).to_have_text("文章")


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("outlets/", "文章"),
        ("outlets/nan-jing-ri-bao/", "文章"),
        ("institutions/", "文章"),
        ("genres/ping-lun/", "概览"),
        ("regions/", "概览"),
        ("years/2024/", "概览"),
        ("authors/sheng-chao-xun/", "作者"),
        ("articles/004/", "文章"),
        ("errors/", "关于"),
        ("search-api/", "关于"),
    ],
)
def test_every_page_marks_the_place_it_belongs_to(page: Page, address: str, place: str) -> None:
    page.goto(address)
    expect(page.locator(".md-tabs [aria-current]")).to_have_text(place)


@pytest.mark.parametrize("start", ["articles/", "overview/"])
def test_what_the_header_does_not_name_is_reached_from_the_articles_and_the_overview(
    page: Page, start: str
) -> None:
    page.goto(start)
    for name in ("媒体", "机构", "文体", "地区", "年份", "系列"):
        page.locator(".ways").get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        page.goto(start)


def test_pages_for_developers_stand_below_about_and_readers_have_one_of_their_own(page: Page) -> None:
    page.goto("about/")
    links = page.locator(".md-nav--primary .md-nav__item--active")
    developers = links.locator("li", has_text="给开发者").first
    assert developers.locator("a").evaluate_all("all => all.map((one) => one.textContent.trim())") == [
        "全库数据",
        "检索接口",
        "检索数据的格式",
        "参与开发",
    ]
    page.locator(".md-content").get_by_role("link", name="怎样报错、补出处").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("怎样报错、补出处")
    page.get_by_role("link", name="媒体未详").click()
    expect(page.locator(".chip")).to_have_text("未详 ×")
    assert "0 篇" not in page.locator("[data-part=figures]").inner_text().split("（")[0].split()


def test_words_that_an_article_reports_are_given_to_who_said_them(page: Page, library: Library) -> None:
    page.goto("")
    for number, passage in enumerate(library.corpus.passages):
        source = page.locator(".passages .from").nth(number)
        if passage.speaker:
            expect(source).to_have_text("——习近平，2024年1月31日（新华社）")
    assert any(passage.speaker for passage in library.corpus.passages)
    expect(page.locator(".passages + .rule")).to_contain_text("由编者所拟")


def test_no_line_of_an_outline_begins_with_a_dash(page: Page, library: Library) -> None:
    dashed = [a for a in library.articles if any(b.kind == "heading" and "—" in b.text for b in a.blocks)]
    assert dashed
    for article in dashed:
        page.goto(article.url)
        firsts = page.locator(".md-nav--secondary .md-ellipsis").evaluate_all(FIRST_OF_LINES)
        assert [one for one in firsts if one in "—…"] == []


@pytest.mark.parametrize("page", [DESKTOP, PHONE], indirect=True, ids=str)
def test_home_shows_what_this_is_and_leads_on(page: Page, library: Library) -> None:
    page.goto("")
    expect(page.get_by_role("heading", level=1)).to_have_text(library.corpus.name)
    middle = page.evaluate(
        """["h1", ".subtitle", ".finder"].map((part) => {
            const range = document.createRange();
            range.selectNodeContents(document.querySelector(`.home ${part}`));
            const { left, right } = range.getBoundingClientRect();
            return (left + right) / 2;
        })"""
    )
    assert max(middle) - min(middle) < 2, "what stands at the head stands in one line"
    expect(page.locator("#home-search")).to_be_in_viewport()
    expect(page.locator(".drawers > div")).to_have_count(8)
    expect(page.locator(".drawers + .rule")).to_contain_text("先列篇数多的")
    page.locator(".drawers").get_by_role("link", name="南京日报", exact=True).click()
    expect(page).to_have_url(re.compile(r"outlets/nan-jing-ri-bao/$"))
    expect(page.locator(".rows > li")).to_have_count(7)


def test_a_passage_of_the_home_page_opens_its_paragraph(page: Page, library: Library) -> None:
    for number, passage in enumerate(library.corpus.passages):
        page.goto("")
        item = page.locator(".passages > li").nth(number)
        expect(item.locator("blockquote")).to_have_text(passage.words)
        item.locator(".from a").click()
        expect(page.locator(f"#{passage.block}")).to_contain_text(passage.words)
        expect(page.locator(f"#{passage.block}")).to_be_in_viewport()


def test_a_keyword_s_number_is_what_its_search_finds(page: Page) -> None:
    page.goto("overview/")
    words = page.locator(".keywords .bar").evaluate_all(
        "bars => bars.map(bar => [bar.querySelector('.size').textContent, bar.href])"
    )
    for number, address in (words[0], words[7], words[-1]):
        page.goto(address)
        expect(page.locator("[data-part=figures]")).to_contain_text(f"共 {number} 处")


def test_pictures_say_in_words_what_they_show(page: Page) -> None:
    page.goto("overview/")
    picture = page.get_by_role("group", name="各篇的日期")
    expect(picture).to_be_visible()
    assert "日期未详" in (picture.locator("desc").text_content() or "")
    expect(page.get_by_role("table")).to_be_visible()
    sums = page.locator(".dates tbody tr td:last-child").all_text_contents()
    assert sum(map(int, sums[:-1])) == int(sums[-1])
    assert page.locator("svg.track:not([aria-hidden=true])").count() == 0


def test_an_article_names_its_related_ones_and_why(page: Page, library: Library) -> None:
    page.goto(library.articles[61].url)
    others = page.locator(".related li")
    assert 3 <= others.count() <= 5
    reason = (others.first.locator(".shared").text_content() or "").removeprefix("都谈到：").split("、")
    others.first.locator("a").click()
    text = page.locator("article .body").inner_text()
    assert [word for word in reason if word not in text] == []


def test_the_rows_carry_what_the_script_needs(page: Page, library: Library) -> None:
    page.goto("articles/")
    data = page.locator(".rows > li").evaluate_all("rows => rows.map(row => row.dataset.row)")
    found = [json.loads(one) for one in data]
    assert [one["length"] for one in found] == [article.length for article in library.articles]
    assert all(set(one["facets"]) == {"author", "outlet", "genre", "region", "year"} for one in found)


# The first character of each line of each of these elements.
FIRST_OF_LINES = """(all) => all.flatMap((one) => {
  const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  const found = [];
  let last = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let at = 0; at < node.length; at++) {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect();
      if (!box.width) continue;
      if (last === null || box.top > last + 4) found.push(node.data[at]);
      last = box.top;
    }
  }
  return found;
})"""
OVERLAPPING = """() => {
  const all = [...document.querySelectorAll('.timeline text')].filter((one) => one.getClientRects().length);
  const boxes = all.map((one) => [one.textContent, one.getBoundingClientRect()]);
  return boxes.flatMap(([text, a], at) => boxes.slice(at + 1)
    .filter(([, b]) => a.left < b.right && b.left < a.right && a.top + 1 < b.bottom && b.top + 1 < a.bottom)
    .map(([other]) => `${text} ${other}`));
}"""


@pytest.mark.parametrize(("width", "size"), [(1280, "125%"), (1280, "250%"), (640, "250%"), (320, "125%")])
def test_the_words_of_the_timeline_stand_apart_at_any_width_and_size(
    page: Page, width: int, size: str
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("overview/")
    page.evaluate("size => (document.documentElement.style.fontSize = size)", size)
    assert page.locator(".timeline text").count() > 12
    assert page.evaluate(OVERLAPPING) == []
