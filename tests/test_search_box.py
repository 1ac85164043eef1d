"""The search box of every page, as readers use it: keys, suggestions, passages, input methods."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from conftest import DESKTOP, PHONE, View
from playwright.sync_api import Browser, CDPSession, Page, Request, Route, expect
from reader import OPTION, frames, hold, program, published, settle, sizes, type_in, until, visitor

BOX = "form[data-search] input"
LIST = ".finder-list"
PAGES = ("", "articles/", "articles/004/", "search/", "data/", "search-api/", "about/", "404.html")

# Writes down each search the page asks its engine for.
WATCH = """
    window.asked = [];
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message, ...rest) {
      if (message.method === "search") asked.push(message.args[0]);
      return post.call(this, message, ...rest);
    };
"""

# The answer to the first search comes only when it is let go.
DELAY_THE_FIRST = """
    const { set } = Object.getOwnPropertyDescriptor(Worker.prototype, "onmessage");
    let held = null;
    Object.defineProperty(Worker.prototype, "onmessage", { set(heard) {
      set.call(this, (event) => {
        const query = event.data.value?.query;
        if (query === undefined || (held !== null && held !== query)) return heard(event);
        held = query;
        (window.held ??= []).push(() => heard(event));
      });
    }});
"""


def let_go(page: Page) -> None:
    """Let the answer come that was held back, and the page do what it does with it."""
    until(page, "window.held")
    page.evaluate("window.held.forEach((go) => go())")
    frames(page)


# --- Before ----------------------------------------------------------------------------------------------------------


def test_no_page_loads_anything_of_search_before_it_is_touched(page: Page, site: Path) -> None:
    asked: list[str] = []
    search = f"{program(site)}/search/"

    def note(request: Request) -> None:
        if re.search(rf"data/|{search}", request.url):
            asked.append(request.url.partition("/repo/")[2])

    page.on("request", note)
    for address in PAGES:
        asked.clear()
        page.goto(address)
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.wait_for_load_state("networkidle")
        # The search page is made of modules, and the list filters as it does; the engine and its data are left alone.
        if address not in ("search/", "articles/"):
            assert set(asked) - {address} <= {f"{search}boot.js"}, address
        assert not {one for one in asked if re.search(r"data/search|engine|worker", one)}, address


def test_what_every_page_loads_of_search_is_small(site: Path) -> None:
    assert (site / program(site) / "search/boot.js").stat().st_size <= 6 * 1024


# --- Keys ------------------------------------------------------------------------------------------------------------


@sizes
def test_a_key_leads_to_the_box_of_every_page(page: Page) -> None:
    for address, key in (
        ("", "/"),
        ("articles/004/", "Control+k"),
        ("search/?q=创新", "/"),
        ("404.html", "/"),
    ):
        page.goto(address)
        page.keyboard.press(key)
        expect(page.locator(BOX)).to_be_focused()
        expect(page.locator(BOX)).to_have_css("opacity", "1")
        page.keyboard.type("因")
        expect(page.locator(BOX)).to_have_value("因")


def test_a_slash_typed_into_a_field_is_a_slash(page: Page) -> None:
    page.goto("search/")
    expect(page.locator(BOX)).to_be_focused()
    page.keyboard.type("投入/产出")
    expect(page.locator(BOX)).to_have_value("投入/产出")
    page.goto("articles/004/")
    page.evaluate("document.querySelector('#p1').innerHTML = '<textarea id=other></textarea>'")
    page.locator("#other").focus()
    page.keyboard.type("a/b")
    page.keyboard.press("Control+k")
    expect(page.locator("#other")).to_be_focused()
    expect(page.locator("#other")).to_have_value("a/b")


def test_the_key_works_from_a_check_box_and_selects_what_was_typed(page: Page) -> None:
    page.goto("search/?q=南京")
    settle(page, "南京")
    page.locator(".facets input").first.focus()
    page.keyboard.press("/")
    expect(page.locator(BOX)).to_be_focused()
    page.keyboard.type("创新")
    expect(page.locator(BOX)).to_have_value("创新")


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=str)
def test_on_a_phone_a_tap_on_the_magnifier_opens_the_box(page: Page) -> None:
    page.goto("articles/004/")
    page.locator(".md-header .finder-icon").tap()
    field = page.locator(".md-header .finder-field")
    expect(field).to_be_focused()
    expect(field).to_have_css("opacity", "1")
    size = field.bounding_box()
    assert size and size["width"] > 300
    field.press_sequentially("因地制宜")
    option = page.locator(f"{OPTION}.finder-passage").first
    expect(option.locator("mark")).to_have_text("因地制宜")
    wide = page.locator(LIST).bounding_box()
    assert wide and wide["x"] >= 0 and wide["x"] + wide["width"] <= 390
    option.tap()
    expect(page).to_have_url(re.compile(r"/articles/\d+/\?q=.*&hit=1#p\d+$"))


# --- Suggestions and passages ----------------------------------------------------------------------------------------


def test_characters_pinyin_and_initials_suggest_words_with_their_counts(page: Page, site: Path) -> None:
    page.goto("")
    word = page.locator(f"{OPTION}.finder-word").filter(has=page.get_by_text("新质生产力", exact=True))
    count = len(published(site).places("新质生产力"))
    for typed in ("新质生产", "xinzhi", "xzscl", "XinZhiSheng"):
        page.locator(BOX).fill("")
        expect(page.locator(LIST)).to_be_hidden()
        page.locator(BOX).press_sequentially(typed)
        expect(word.locator(".finder-count")).to_have_text(f"{count:,}")
        expect(word.locator(".finder-kind")).to_have_text("词语")
    word.click()
    settle(page, "新质生产力")


@pytest.mark.parametrize(
    ("typed", "kind", "name", "facet"),
    [
        ("shengchaoxun", "作者", "盛朝迅", "author"),
        ("njrb", "媒体", "南京日报", "outlet"),
    ],
)
def test_authors_and_outlets_are_suggested_as_a_range_to_search_in(
    page: Page, site: Path, typed: str, kind: str, name: str, facet: str
) -> None:
    page.goto("articles/004/")
    type_in(page, typed)
    one = page.locator(f"{OPTION}.finder-word").filter(has_text=kind).filter(has_text=name)
    of = [
        article
        for article in published(site).articles
        if name in ([author["name"] for author in article["authors"]] if facet == "author" else [(article["outlet"] or {}).get("name")])
    ]  # fmt: skip
    expect(one.locator(".finder-count")).to_have_text(str(len(of)))
    one.click()
    expect(page.locator(".chip")).to_have_text(f"{name} ×")
    asked = page.locator("[data-part=messages]")
    expect(asked).to_contain_text("请输入要在所选范围内检索的文字")
    asked.get_by_role("link", name="查看这一范围的全部文章").click()
    shown = page.locator(".rows > li:visible")
    expect(shown).to_have_count(len(of))
    page.go_back()
    page.locator(BOX).fill("生产力")
    settle(page, "生产力")
    for figure, count in published(site).figures("生产力", {article["id"] for article in of}).items():
        expect(page.locator("[data-part=figures]")).to_have_attribute(figure, count)


@sizes
def test_the_first_passages_stand_below_with_the_words_marked(page: Page, site: Path) -> None:
    page.goto("articles/004/")
    type_in(page, "产业创新")
    passages = page.locator(f"{OPTION}.finder-passage")
    expect(passages).to_have_count(3)
    for passage in passages.all():
        expect(passage.locator(".finder-context mark")).to_have_text("产业创新")
        expect(passage.locator(".finder-by")).not_to_be_empty()
    figures = published(site).figures("产业创新")
    expect(page.locator(".finder-all")).to_contain_text(f"共 {figures['data-total']} 处")
    expect(page.locator(".finder-all")).to_contain_text(f"见于 {figures['data-articles']} 篇")


def test_the_box_says_when_nothing_is_found_and_when_a_query_is_not_valid(page: Page) -> None:
    page.goto("")
    page.keyboard.press("/")
    page.keyboard.type("鱻鱻鱻")
    expect(page.locator(".finder-all")).to_have_text("没有找到")
    page.locator(BOX).fill('"没有闭合')
    expect(page.locator(".finder-note")).to_contain_text("引号没有闭合")
    expect(page.locator(OPTION).filter(has_text="全部结果")).to_have_count(0)


@pytest.fixture
def piecemeal(page: Page, site: Path) -> Callable[[], None]:
    """A library of which only the first part comes, and what is found is told with each part; brings the rest."""
    session = (site / program(site) / "search/session.js").read_text(encoding="utf-8")
    body = session.replace("PROGRESS_EVERY = 150", "PROGRESS_EVERY = 0")
    assert body != session
    page.route("**/session.js", lambda route: route.fulfill(content_type="text/javascript", body=body))
    return hold(page, re.compile(r"/t(?!0\.)\d+\.bin"))


def test_the_total_in_the_box_grows_until_all_is_read(
    page: Page, site: Path, piecemeal: Callable[[], None]
) -> None:
    page.goto("articles/004/")
    options = type_in(page, "产业")
    expect(page.locator(".finder-all")).to_contain_text("至少")
    page.keyboard.press("ArrowDown")
    chosen = options.first.get_attribute("id")
    piecemeal()
    total = int(published(site).figures("产业")["data-total"])
    expect(page.locator(".finder-all")).to_contain_text(f"共 {total:,} 处")
    expect(page.locator(BOX)).to_have_attribute("aria-activedescendant", str(chosen))


def test_the_box_says_that_nothing_is_found_only_when_all_is_read(
    page: Page, site: Path, piecemeal: Callable[[], None]
) -> None:
    last = published(site).articles[-1]
    query = max((block["text"] for block in last["blocks"]), key=len)[10:24]
    page.goto("articles/004/")
    page.keyboard.press("/")
    with page.expect_response(re.compile(r"/t0\.bin")):
        page.keyboard.type(query)
    frames(page, 20)
    expect(page.locator(LIST)).to_be_hidden()
    piecemeal()
    expect(page.locator(f"{OPTION}.finder-passage mark").first).to_have_text(query)


def test_the_box_announces_how_much_there_is_once_typing_rests(page: Page, site: Path) -> None:
    page.goto("articles/004/")
    type_in(page, "因地制宜")
    total = published(site).figures("因地制宜")["data-total"]
    expect(page.locator(".finder [role=status]")).to_contain_text(f"共 {total} 处")


# --- Moving about ----------------------------------------------------------------------------------------------------


def test_the_box_is_a_combobox(page: Page) -> None:
    page.goto("")
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="检索全文")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_attribute("aria-autocomplete", "list")
    type_in(page, "创新")
    expect(box).to_have_attribute("aria-expanded", "true")
    controlled = page.locator(f"#{box.get_attribute('aria-controls')}")
    expect(controlled).to_have_attribute("role", "listbox")
    expect(controlled).to_be_visible()
    assert not box.get_attribute("aria-activedescendant")


def test_arrows_go_round_the_options_and_the_focus_stays_in_the_field(page: Page) -> None:
    page.goto("")
    options = type_in(page, "创新")
    box = page.locator(BOX)
    ids = options.evaluate_all("options => options.map((option) => option.id)")
    assert len(ids) == len(set(ids)) > 3
    ways = [("ArrowDown", ids), ("ArrowDown", [None, ids[0]]), ("ArrowUp", [None, *reversed(ids)])]
    for key, chosen in ways:
        for one in chosen:
            page.keyboard.press(key)
            assert box.get_attribute("aria-activedescendant") == one
            selected = page.locator(f"{OPTION}[aria-selected=true]")
            expect(selected).to_have_count(1 if one else 0)
            if one:
                expect(selected).to_have_id(one)
                expect(selected).to_be_in_viewport()
            expect(box).to_be_focused()


def test_escape_closes_first_and_leaves_next(page: Page) -> None:
    page.goto("articles/004/")
    type_in(page, "创新")
    box = page.locator(BOX)
    page.keyboard.press("Escape")
    expect(page.locator(LIST)).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("创新")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(LIST)).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(box).not_to_be_focused()


def test_escape_before_the_answer_calls_it_off_and_stays_in_the_field(page: Page) -> None:
    page.add_init_script(WATCH + DELAY_THE_FIRST)
    page.goto("articles/004/")
    page.keyboard.press("/")
    page.keyboard.type("创")
    until(page, "asked.length")
    page.keyboard.press("Escape")
    let_go(page)
    expect(page.locator(BOX)).to_be_focused()
    expect(page.locator(BOX)).to_have_value("创")
    expect(page.locator(LIST)).to_be_hidden()


def test_the_list_is_never_that_of_an_earlier_query(page: Page) -> None:
    page.goto("articles/004/")
    type_in(page, "新质")
    page.keyboard.type("生产力")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".finder-all")).to_be_visible()
    expect(page.locator(".finder-all")).to_have_attribute(
        "href", re.compile(re.escape(quote("新质生产力")) + "$")
    )


def test_a_field_left_before_its_answer_is_answered_when_the_reader_returns(page: Page) -> None:
    release = hold(page, re.compile(r"/data/search/"))
    page.goto("articles/004/")
    page.keyboard.press("/")
    page.keyboard.type("新质")
    page.locator("#p1").click(position={"x": 5, "y": 5})
    release()
    page.keyboard.press("/")
    expect(page.locator(".finder-all")).to_be_visible()


def test_slow_suggestions_keep_no_passage_waiting(page: Page) -> None:
    release = hold(page, re.compile(r"/words-"))
    page.goto("articles/004/")
    page.keyboard.press("/")
    page.keyboard.type("新质")
    expect(page.locator(".finder-passage").first).to_be_visible()
    expect(page.locator(".finder-word")).to_have_count(0)
    release()
    expect(page.locator(".finder-word").first).to_be_visible()


def test_a_press_elsewhere_and_the_tab_key_close_the_list(page: Page) -> None:
    page.goto("articles/004/")
    type_in(page, "创新")
    page.locator("#p1").click(position={"x": 5, "y": 5})
    expect(page.locator(LIST)).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator(LIST)).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(LIST)).to_be_hidden()


def test_an_emptied_field_shows_no_list(page: Page) -> None:
    page.goto("")
    type_in(page, "创新")
    page.locator(BOX).fill("")
    expect(page.locator(LIST)).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(page.locator(LIST)).to_be_hidden()


def test_enter_with_nothing_chosen_shows_all_results(page: Page) -> None:
    page.goto("articles/004/")
    type_in(page, "因地制宜")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/repo/search/\?q=[^&]+$"))
    settle(page, "因地制宜")
    expect(page.locator(BOX)).to_have_value("因地制宜")


def test_the_keyboard_alone_leads_from_home_to_the_words_in_the_text(page: Page) -> None:
    page.goto("")
    options = type_in(page, "推动产业创新")
    first = options.evaluate_all("all => all.findIndex((one) => one.matches('.finder-passage'))")
    for _ in range(first + 1):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".bar-count")).to_have_text(re.compile(r"^\d+ / \d+$"))
    chosen = "[...CSS.highlights.get('wenku-current')].map((range) => range.toString())"
    assert page.evaluate(chosen) == ["推动产业创新"]
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"/articles/\d+/#p\d+$"))


# --- Input methods ---------------------------------------------------------------------------------------------------


def composing(page: Page) -> CDPSession:
    """What an input method speaks to."""
    return page.context.new_cdp_session(page)


def compose(session: CDPSession, text: str) -> None:
    """The text that an input method shows underlined, not yet chosen."""
    session.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})  # fmt: skip


def process_key(session: CDPSession, key: str) -> None:
    """A key that the input method takes for itself, as the page hears of it."""
    for kind in ("rawKeyDown", "keyUp"):
        session.send("Input.dispatchKeyEvent", {"type": kind, "key": key, "windowsVirtualKeyCode": 229})


@pytest.mark.parametrize(
    ("page", "address"),
    [(DESKTOP, ""), (PHONE, "articles/004/"), (DESKTOP, "search/")],
    indirect=["page"],
    ids=str,
)
def test_nothing_is_searched_while_an_input_method_composes(page: Page, address: str) -> None:
    page.add_init_script(WATCH)
    page.goto(address)
    # The search page goes to its field by itself: the key would be heard before that, or typed after it.
    page.locator(BOX).focus()
    session = composing(page)
    for typed in ("x", "xin", "xin zhi", "新 zhi"):
        compose(session, typed)
        expect(page.locator(BOX)).to_have_value(typed)
    where = page.url
    for key in ("Enter", "ArrowDown", "/"):
        process_key(session, key)
    assert page.evaluate("asked") == []
    assert page.url == where
    expect(page.locator(f"{OPTION}, .result")).to_have_count(0)
    session.send("Input.insertText", {"text": "新质"})
    expect(page.locator(f"{OPTION}, .result").first).to_be_visible()
    assert page.evaluate("[...new Set(asked)]") == ["新质"]


@pytest.mark.parametrize("address", ["", "search/"])
def test_the_enter_that_takes_a_candidate_is_no_search_and_the_next_one_is(page: Page, address: str) -> None:
    page.add_init_script(WATCH)
    page.goto(address)
    page.locator(BOX).focus()
    session = composing(page)
    compose(session, "yin di")
    process_key(session, "Enter")
    session.send("Input.insertText", {"text": "因地"})
    # Safari ends the composition first and sends the key after it.
    process_key(session, "Enter")
    expect(page.locator(f"{OPTION}, .result").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"/repo/(search/(\?q=.*)?)?$"))
    if not address:
        assert page.url.endswith("/repo/")
    page.keyboard.press("Enter")
    settle(page, "因地")


def test_the_keys_of_an_input_method_choose_and_open_nothing_in_the_list(page: Page) -> None:
    page.goto("")
    options = type_in(page, "创新")
    page.keyboard.press("ArrowDown")
    chosen = options.first.get_attribute("id")
    session = composing(page)
    compose(session, "yin")
    for key in ("ArrowDown", "ArrowUp", "ArrowDown", "Enter"):
        process_key(session, key)
        expect(page.locator(BOX)).to_have_attribute("aria-activedescendant", str(chosen))
    assert page.url.endswith("/repo/")


def test_a_composition_that_breaks_off_leaves_a_field_that_searches(page: Page) -> None:
    page.goto("")
    page.keyboard.press("/")
    expect(page.locator(BOX)).to_have_attribute("role", "combobox")
    session = composing(page)
    compose(session, "yin di")
    expect(page.locator(BOX)).to_have_value("yin di")
    # The browser empties a search field at Escape, and tells of no end of the composition.
    process_key(session, "Escape")
    expect(page.locator(BOX)).to_have_value("")
    page.locator(BOX).fill("因地制宜")
    expect(page.locator(".finder-passage mark").first).to_have_text("因地制宜")


def test_a_composition_that_began_before_the_box_was_ready_counts_as_one(page: Page) -> None:
    page.add_init_script(WATCH)
    page.goto("")
    ready: list[Route] = []
    page.route("**/box.js", lambda route: ready.append(route))
    page.locator(BOX).focus()
    session = composing(page)
    compose(session, "yin")
    ready[0].continue_()
    expect(page.locator(BOX)).to_have_attribute("role", "combobox")
    compose(session, "yin di")
    assert page.evaluate("asked") == []
    session.send("Input.insertText", {"text": "因地制宜"})
    expect(page.locator(".finder-all")).to_be_visible()
    assert page.evaluate("[...new Set(asked)]") == ["因地制宜"]


# --- Answers out of order --------------------------------------------------------------------------------------------


def test_a_late_answer_never_takes_the_place_of_a_newer_one(page: Page) -> None:
    page.add_init_script(WATCH + DELAY_THE_FIRST)
    page.goto("")
    page.keyboard.press("/")
    page.keyboard.type("创")
    until(page, "asked.length")
    page.locator(BOX).fill("创新驱动")
    expect(page.locator(".finder-passage mark").first).to_have_text("创新驱动")
    let_go(page)
    assert page.locator(".finder-passage .finder-context mark").all_text_contents() == ["创新驱动"] * 3


def test_a_late_answer_never_takes_the_place_of_a_newer_one_on_the_search_page(page: Page) -> None:
    page.add_init_script(WATCH + DELAY_THE_FIRST)
    page.goto("search/?q=产业")
    until(page, "asked.length")
    page.locator(BOX).fill("因地制宜")
    settle(page, "因地制宜")
    let_go(page)
    assert set(page.locator(".passage .hit").all_text_contents()) == {"因地制宜"}
    expect(page.locator("[data-part=figures]")).to_have_attribute("data-query", "因地制宜")
    expect(page.locator("[data-part=status]")).to_contain_text("见于")
    expect(page.locator("[data-search-page]")).not_to_have_attribute("aria-busy", "true")


# --- Without script --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("view", "address"), [(DESKTOP, ""), (PHONE, "articles/004/")], ids=str)
def test_without_script_the_form_leads_to_a_page_that_says_what_is_missing(
    browser: Browser, server: str, view: View, address: str
) -> None:
    with visitor(browser, server, view, java_script_enabled=False) as page:
        page.goto(address)
        page.locator("form[data-search] .finder-icon").click()
        page.locator(BOX).press_sequentially("因地制宜")
        page.locator(BOX).press("Enter")
        expect(page).to_have_url(re.compile(r"/repo/search/\?q=%E5%9B%A0"))
        missing = page.locator("noscript .message")
        expect(missing).to_be_visible()
        expect(missing).to_contain_text("需要启用脚本")
        page.locator("noscript a").click()
        expect(page).to_have_url(re.compile(r"/repo/articles/$"))
        expect(page.locator(".list a.title").first).to_be_visible()
