"""Quoting and citing in a real browser: what readers select, press and find on their clipboard."""

from __future__ import annotations

import functools
import http.server
import json
import re
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

import playwright.sync_api as playwright
import projects
import pytest
from conftest import PHONE, _Pages
from playwright.sync_api import Locator, Page, expect
from reader import frames, program, sizes
from wenku import citations
from wenku.citations import JOURNAL, NEWSPAPER, WEBPAGE, Reference
from wenku.model import Article, Library

on_a_phone = pytest.mark.parametrize("page", [PHONE], indirect=True, ids=str)

TODAY = date.today()
# What a citation says of the day of the visit.
VISITED = {
    "GB/T 7714—2025": f"[{TODAY}]",
    "BibTeX": f"  urldate = {{{TODAY}}},\n",
    "RIS": f"Y2  - {TODAY:%Y/%m/%d}/\n",
    "CSL-JSON": f'    "accessed": {{\n      "date-parts": [[{TODAY.year}, {TODAY.month}, {TODAY.day}]]\n    }},\n',
}

SELECT = """([first, start, last, end]) => {
  const place = (id, offset) => {
    const walker = document.createTreeWalker(document.getElementById(id), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (offset <= node.length) return [node, offset];
      offset -= node.length;
    }
  };
  getSelection().setBaseAndExtent(...place(first, start), ...place(last, end));
}"""


# Copies only while a press is being heard, as Safari does.
STRICT = """
    const write = navigator.clipboard.writeText.bind(navigator.clipboard);
    const refused = () => Promise.reject(new DOMException("not by a press", "NotAllowedError"));
    navigator.clipboard.writeText = (text) => window.event?.type === "click" ? write(text) : refused();
    document.execCommand = () => false;
"""


def clipboard(page: Page) -> str:
    found: str = page.evaluate("navigator.clipboard.readText()")
    return found


def opened(page: Page, article: Article, hash: str = "") -> Page:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{article.url}{hash}")
    expect(page.locator(".mark").first).to_be_attached()
    return page


def rest(page: Page) -> None:
    """Let the hand of the reader rest, by the clock of the page, until a bar that is due must be there."""
    frames(page)
    page.clock.run_for(1_000)
    boot = "document.querySelector('script[src$=\"/reading/boot.js\"]').src"
    page.evaluate(f"import(new URL('passage.js', {boot}).href)")
    frames(page)


def bar(page: Page) -> Locator:
    return page.locator(".passage-bar")


def press(page: Page, name: str) -> str:
    """Press a button of the bar; what is on the clipboard then."""
    bar(page).get_by_role("button", name=name).click()
    expect(bar(page).locator(f"[data-usual='{name}']")).to_have_text("已复制")
    return clipboard(page)


def blocks(article: Article) -> dict[str, str]:
    return {block.id: block.text for block in article.blocks}


def clean(library: Library, text: str) -> str:
    """The text without the marks that point to references."""
    marks = library.corpus.marks.references
    return marks.sub("", text) if marks else text


def by_id(library: Library, identifier: str) -> Article:
    return next(article for article in library.articles if article.id == identifier)


@sizes
def test_a_selection_is_copied_with_its_source(page: Page, library: Library) -> None:
    article = by_id(library, "004")
    opened(page, article)
    page.evaluate(SELECT, ["p2", 3, "p2", 23])
    expect(bar(page)).to_be_visible()
    quote = blocks(article)["p2"][3:23].translate(str.maketrans("“”‘’", "‘’“”"))
    address = page.url.split("#")[0] + "#p2"
    assert press(page, "复制并附出处") == (
        f"“{quote}”——习近平经济思想研究中心《{article.title.value}》，2024年3月1日，第2段，{address}"
    )


@sizes
def test_a_selection_is_copied_plain_linked_to_and_searched_for(page: Page, library: Library) -> None:
    article = by_id(library, "004")
    opened(page, article)
    page.evaluate(SELECT, ["p3", 0, "p3", 16])
    words = blocks(article)["p3"][:16]
    assert press(page, "复制文字") == words
    address = press(page, "复制链接")
    assert address == f"{page.url.split('#')[0]}#p3:~:text={quote(words)}"
    bar(page).get_by_role("link", name="检索所选").click()
    expect(page).to_have_url(re.compile(r"/repo/search/\?q="))
    assert parse_qs(urlsplit(page.url).query)["q"][0].strip('"') == words
    expect(page.locator(".result").first).to_contain_text(article.title.value)


def test_the_link_of_a_selection_opens_its_paragraph_and_names_words_that_stand_once(
    page: Page, library: Library
) -> None:
    article = by_id(library, "004")
    texts = blocks(article)
    opened(page, article)
    page.evaluate(SELECT, ["p2", 0, "p3", 30])
    first, last = (unquote(part) for part in press(page, "复制链接").split("text=")[1].split(","))
    assert texts["p2"].startswith(first) and texts["p3"][:30].endswith(last)
    often = texts["p2"].index("新质生产力")
    page.evaluate(SELECT, ["p2", often, "p2", often + 5])
    assert press(page, "复制链接").endswith("#p2")
    page.evaluate(SELECT, ["p3", 0, "p3", 16])
    page.goto(press(page, "复制链接"))
    expect(page.locator("#p3")).to_be_in_viewport()


def test_a_supplied_title_stands_in_brackets_and_what_is_unknown_stays_away(
    page: Page, library: Library
) -> None:
    article = next(
        a
        for a in library.articles
        if a.title.basis == "supplied"
        and a.authors
        and not a.outlet
        and not a.date
        # Quotations tell their occasion too.
        and not any(block.kind == "attribution" for block in a.blocks)
    )
    opened(page, article)
    page.evaluate(SELECT, ["p1", 0, "p1", 8])
    copied = press(page, "复制并附出处")
    names = "、".join(person.name for person in article.authors)
    when = citations.cited(article)[2]
    assert when.startswith("[")
    assert f"”——{names}[{article.title.value}]，{when}，第1段，http" in copied
    assert "未详" not in copied


def test_what_is_said_in_an_interview_is_copied_with_its_speaker_and_what_several_say_is_not(
    page: Page, library: Library
) -> None:
    article = by_id(library, "006")
    opened(page, article)
    for first, last, speaker in (("p3", "p3", "魏际刚语"), ("p7", "p8", "黄群慧语"), ("p2", "p2", "记者问")):
        page.evaluate(SELECT, [first, 0, last, 9])
        copied = press(page, "复制并附出处")
        assert f"”——{speaker}，见杨开忠、" in copied
        # Who speaks is said once.
        assert speaker[:-1] not in copied.partition("”——")[0]
    page.evaluate(SELECT, ["p3", 0, "p4", 9])
    assert "”——杨开忠、黄群慧、魏际刚、张力[" in press(page, "复制并附出处")
    page.evaluate(SELECT, ["p1", 0, "p1", 9])
    assert "”——杨开忠、黄群慧、魏际刚、张力[" in press(page, "复制并附出处")


def test_a_quotation_is_copied_with_what_is_printed_under_it(page: Page, library: Library) -> None:
    opened(page, by_id(library, "002"))
    page.evaluate(SELECT, ["p1", 0, "p1", 9])
    copied = press(page, "复制并附出处")
    assert "”——2013年9月30日，习近平在十八届中央政治局第九次集体学习时的讲话，见习近平[" in copied
    page.evaluate(SELECT, ["p1", 0, "p3", 9])
    assert "”——习近平[" in press(page, "复制并附出处")


def test_a_date_that_is_worked_out_stands_in_brackets(page: Page, library: Library) -> None:
    article = by_id(library, "003")
    assert article.date and article.date.basis == "text"
    opened(page, article)
    page.evaluate(SELECT, ["p1", 0, "p1", 8])
    assert "，[2024年2月]，第1段，" in press(page, "复制并附出处")


def test_several_paragraphs_are_copied_with_all_their_places(page: Page, library: Library) -> None:
    article = by_id(library, "052")
    texts = blocks(article)
    opened(page, article)
    page.evaluate(SELECT, ["p12", 5, "p14", 9])
    expected = [texts["p12"][5:], texts["p13"], texts["p14"][:9]]
    copied = press(page, "复制文字")
    assert copied == "\n".join(clean(library, text) for text in expected)
    assert "第12—14段，" in press(page, "复制并附出处")


def test_reference_marks_and_our_own_words_never_travel_with_the_text(page: Page, library: Library) -> None:
    article = by_id(library, "052")
    opened(page, article)
    text = blocks(article)["p1"]
    page.evaluate(SELECT, ["p1", 0, "p1", len(text)])
    copied = press(page, "复制文字")
    assert copied == clean(library, text) != text
    # What the browser itself copies has the marks, since they are the text's, and nothing of ours.
    page.keyboard.press("Control+C")
    assert re.sub(r"\s", "", clipboard(page)) == re.sub(r"\s", "", text)


def test_a_selection_by_mouse_brings_the_bar_and_a_click_elsewhere_takes_it_away(
    page: Page, library: Library
) -> None:
    page.clock.install()
    opened(page, by_id(library, "004"))
    box = page.locator("#p1").bounding_box()
    assert box
    page.mouse.move(box["x"] + 60, box["y"] + 15)
    page.mouse.down()
    page.mouse.move(box["x"] + 240, box["y"] + 15, steps=4)
    rest(page)
    expect(bar(page)).to_have_count(0)
    page.mouse.up()
    expect(bar(page)).to_be_visible()
    place = bar(page).bounding_box()
    assert place and place["y"] + place["height"] <= box["y"] + 15, "the bar covers what is selected"
    page.mouse.click(box["x"] + 100, box["y"] + box["height"] - 8)
    expect(bar(page)).to_have_count(0)


def test_a_selection_by_keyboard_leads_to_the_bar_by_tab(page: Page, library: Library) -> None:
    opened(page, by_id(library, "004"))
    page.evaluate("getSelection().collapse(document.getElementById('p2').firstChild, 0)")
    page.evaluate("for (let i = 0; i < 6; i++) getSelection().modify('extend', 'forward', 'character')")
    expect(bar(page)).to_be_visible()
    page.keyboard.press("Tab")
    expect(bar(page).get_by_role("button", name="复制并附出处")).to_be_focused()
    page.keyboard.press("Enter")
    expect(bar(page).locator(".bar-button", has_text="已复制")).to_be_visible()
    assert clipboard(page).startswith(f"“{blocks(by_id(library, '004'))['p2'][:6]}”——")
    page.keyboard.press("Escape")
    expect(bar(page)).to_have_count(0)


def test_tab_leads_through_the_bar_and_on(page: Page, library: Library) -> None:
    opened(page, by_id(library, "004"))
    page.evaluate(SELECT, ["p2", 0, "p2", 6])
    expect(bar(page)).to_be_visible()
    inside = "document.activeElement.closest('.passage-bar') !== null"
    been = []
    for _ in range(9):
        page.keyboard.press("Tab")
        been.append(page.evaluate(inside))
    assert been[:4] == [True] * 4
    assert not any(been[5:]), "Tab leads back into the bar"


def test_the_bar_of_a_long_selection_is_in_sight(page: Page, library: Library) -> None:
    opened(page, by_id(library, "052"))
    page.evaluate("document.getElementById('p14').scrollIntoView()")
    page.evaluate(SELECT, ["p10", 0, "p14", 40])
    expect(bar(page)).to_be_in_viewport(ratio=1)


def test_the_bar_stays_out_of_headings_lists_and_notes(page: Page, library: Library) -> None:
    article = next(article for article in library.articles if article.notes)
    page.clock.install()
    opened(page, article)
    page.locator("#apparatus summary").click()
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#apparatus'))")
    rest(page)
    expect(bar(page)).to_have_count(0)
    page.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
    rest(page)
    expect(bar(page)).to_have_count(0)


# --- The mark of a paragraph -----------------------------------------------------------------------------------------


def test_the_mark_of_a_paragraph_appears_under_the_mouse(page: Page, library: Library) -> None:
    opened(page, by_id(library, "004"))
    mark = page.locator("#p3 .mark")
    expect(mark).to_have_css("opacity", "0")
    page.hover("#p3")
    expect(mark).to_have_css("opacity", "1")
    mark.click()
    expect(bar(page)).to_have_attribute("aria-label", "第 3 段")
    expect(mark).to_have_attribute("aria-expanded", "true")
    assert press(page, "复制链接").endswith("/repo/articles/004/#p3")
    mark.click()
    expect(bar(page)).to_have_count(0)


def test_the_marks_are_reached_by_keyboard_one_stop_for_all(page: Page, library: Library) -> None:
    article = by_id(library, "004")
    opened(page, article)
    assert page.locator(".mark[tabindex='0']").count() == 1
    page.locator(".mark[tabindex='0']").focus()
    page.keyboard.press("End")
    last = [block.id for block in article.blocks if block.id.startswith("p")][-1]
    expect(page.locator(f"#{last} .mark")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    second = page.locator("#p2 .mark")
    expect(second).to_be_focused()
    expect(second).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    expect(bar(page).get_by_role("button", name="复制并附出处")).to_be_focused()
    page.keyboard.press("Escape")
    expect(second).to_be_focused()


def test_the_tab_order_follows_the_reader_through_the_text(page: Page, library: Library) -> None:
    opened(page, by_id(library, "052"), "#p20")
    mark = page.locator(".mark[tabindex='0']")
    expect(mark).to_have_count(1)
    expect(mark).to_be_in_viewport()


@on_a_phone
def test_on_a_phone_a_touch_shows_the_mark_and_the_bar_has_room_for_fingers(
    page: Page, library: Library
) -> None:
    opened(page, by_id(library, "004"))
    paragraph = page.locator("#p2")
    paragraph.scroll_into_view_if_needed()
    paragraph.tap(position={"x": 180, "y": 40})
    mark = page.locator("#p2 .mark")
    expect(mark).to_have_css("opacity", "1")
    expect(bar(page)).to_have_count(0)
    mark.tap()
    expect(bar(page)).to_be_visible()
    for button in bar(page).locator(".bar-button").all():
        box = button.bounding_box()
        assert box and box["height"] >= 40 and box["width"] >= 40
    place = bar(page).bounding_box()
    assert place and place["x"] >= 0 and place["x"] + place["width"] <= PHONE.width
    assert "第2段，" in press(page, "复制并附出处")


def test_a_hit_is_copied_with_the_same_citation_as_a_selection(page: Page, library: Library) -> None:
    article = by_id(library, "052")
    opened(
        page,
        article,
        "?q=%E6%96%B0%E4%B8%80%E8%BD%AE%E7%A7%91%E6%8A%80%E9%9D%A9%E5%91%BD%E5%92%8C%E4%BA%A7%E4%B8%9A%E5%8F%98%E9%9D%A9%E4%B8%8E%E6%88%91%E5%9B%BD#p1",
    )
    page.locator(".hit-bar .bar-count", has_text="1 / 1").wait_for()
    page.locator(".hit-bar").get_by_role("button", name="复制").click()
    expect(page.locator(".hit-bar", has_text="已复制")).to_be_visible()
    assert clipboard(page).startswith(
        "“新一轮科技革命和产业变革与我国加快转变经济发展方式形成历史性交汇。”——韩喜平、马丽娟《"
    )


# --- Citing an article -----------------------------------------------------------------------------------------------


@sizes
def test_the_article_is_cited_in_four_ways(page: Page, library: Library) -> None:
    everything = [(article, citations.of(article, library.corpus)) for article in library.articles]
    dated = next(pair for pair in everything if pair[1].kind == JOURNAL and pair[1].date)
    undated = next(pair for pair in everything if pair[1].kind == NEWSPAPER and not pair[1].date)
    online = next(pair for pair in everything if pair[1].kind == WEBPAGE and pair[1].date)
    for (article, reference), visited in ((dated, False), (undated, True), (online, True)):
        is_cited_in_four_ways(page, article, reference, visited)


def is_cited_in_four_ways(page: Page, article: Article, reference: Reference, visited: bool) -> None:
    """The day of the visit stands in every form or in none."""
    opened(page, article)
    page.get_by_role("link", name="引用本文").click()
    expect(page.locator("#cite-gbt")).to_be_in_viewport()
    expected = {
        "GB/T 7714—2025": citations.gbt7714(reference),
        "BibTeX": citations.bibtex(reference),
        "RIS": citations.ris(reference),
        "CSL-JSON": citations.csl_json(reference),
    }
    for name, text in expected.items():
        button = page.get_by_role("button", name=f"复制 {name}")
        button.click()
        expect(button).to_have_text("已复制")
        wanted = text.replace(article.url, projects.SITE_URL + article.url)
        assert clipboard(page).replace(VISITED[name], "", 1).strip() == wanted.strip()
        assert (VISITED[name] in clipboard(page)) == visited


def test_the_first_press_copies_where_only_the_press_itself_may(
    page: Page, site: Path, library: Library
) -> None:
    page.add_init_script(STRICT)
    opened(page, by_id(library, "004"))
    with page.expect_response(re.compile(r"/reading/citing\.js")):
        page.locator("#cite > summary").click()
    page.evaluate("(folder) => import(`../../${folder}/reading/citing.js`)", program(site))
    for name in ("BibTeX", "GB/T 7714—2025"):
        button = page.get_by_role("button", name=f"复制 {name}")
        button.click()
        expect(button).to_have_text("已复制")
    page.locator("#p2 .mark").click()
    press(page, "复制并附出处")
    page.goto("articles/004/?q=创新")
    copier = page.locator(".hit-bar").get_by_role("button", name="复制")
    copier.click()
    expect(page.locator(".hit-bar [data-usual='复制']")).to_have_text("已复制")


def test_citations_can_be_taken_along_as_files(page: Page, library: Library) -> None:
    article = by_id(library, "054")
    opened(page, article)
    page.locator("#cite > summary").click()
    for name, file in (("BibTeX", "wenku-054.bib"), ("RIS", "wenku-054.ris"), ("CSL-JSON", "wenku-054.json")):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"下载 {name}").click()
        assert download.value.suggested_filename == file
        text = Path(download.value.path()).read_bytes().decode()
        assert article.title.value in text
        assert projects.SITE_URL + article.url in text
        if name == "RIS":
            assert text.startswith("TY  - JOUR\r\n") and text.endswith("ER  - \r\n")
        if name == "CSL-JSON":
            assert json.loads(text)[0]["issue"] == "6"


def test_a_page_on_the_web_is_cited_with_the_day_of_the_visit(page: Page, library: Library) -> None:
    article = by_id(library, "052")
    opened(page, article)
    today = date.today().isoformat()
    expect(page.locator("#cite-gbt")).to_have_text(
        f"韩喜平，马丽娟. 新质生产力的政治经济学逻辑[EB/OL]. 新质生产力文库[{today}]. {projects.SITE_URL}{article.url}."
    )
    expect(page.locator("#cite .missing")).to_have_text("媒体未详，著录从略；日期只知在2023年9月7日之后。")


def test_the_address_of_the_citation_opens_it(page: Page, library: Library) -> None:
    opened(page, by_id(library, "004"), "#cite")
    expect(page.locator("#cite-gbt")).to_be_visible()


@pytest.fixture(scope="module")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A tiny site that does not know its own address and has one for reports, served in a folder of another."""
    root = projects.tiny(tmp_path_factory.mktemp("nowhere") / "tiny")
    pattern = "https://example.org/new?title={title}&body={body}"
    projects.change(
        root / "corpus/corpus.yml", "subtitle: 虚构的汇编", f"subtitle: 虚构的汇编\nreport: '{pattern}'"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", "")
        code, printed = projects.mkdocs(root, "build", "--strict")
    assert code == 0, printed
    handler = functools.partial(_Pages, directory=str(root / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{serving.server_port}/repo/"
        serving.shutdown()
        thread.join()


def test_a_site_that_does_not_know_its_address_learns_it_in_the_browser(
    nowhere: str, browser: playwright.Browser
) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{nowhere}articles/001/")
    expect(page.locator("#cite-gbt")).to_have_text(re.compile(rf"\. {re.escape(nowhere)}articles/001/\.$"))
    expect(page.locator("#cite-bibtex")).to_contain_text(f"url = {{{nowhere}articles/001/}}")
    context.close()
    without = browser.new_context(java_script_enabled=False)
    page = without.new_page()
    page.goto(f"{nowhere}articles/001/")
    page.locator("#cite > summary").click()
    expect(page.locator("#cite-gbt")).to_have_text(
        "江海日报评论员. [江海之间][N/OL]. 江海日报，2031-05-06. articles/001/."
    )
    expect(page.locator(".needs-script").first).to_be_hidden()
    without.close()


def test_an_error_is_reported_with_article_paragraph_and_words(
    nowhere: str, browser: playwright.Browser
) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{nowhere}articles/001/")
    page.hover("#p2")
    page.locator("#p2 .mark").click()
    link = bar(page).get_by_role("link", name="报错")
    article = f"文章：{nowhere}articles/001/\n"
    assert f"{article}段落：p2\n页面文字：一年之中，稻浪翻滚，仓廪充实。\n应作：\n" in body_of(link)
    page.evaluate(SELECT, ["p1", 11, "p2", 4])
    expect(bar(page)).to_have_attribute("aria-label", "所选文字")
    first = page.locator("#p1").inner_text()
    words = f"{first[11:]}一年之中"
    assert f"{article}段落：p1—p2\n页面文字：{words}\n应作：\n" in body_of(link)
    assert parse_qs(urlsplit(link.get_attribute("href") or "").query)["title"] == ["[001] 江海之间"]
    assert f"{article}段落：\n页面文字：\n" in body_of(page.locator("#report"))
    context.close()


def test_on_a_phone_five_actions_stand_in_two_rows(nowhere: str, browser: playwright.Browser) -> None:
    size: playwright.ViewportSize = {"width": PHONE.width, "height": PHONE.height}
    context = browser.new_context(viewport=size, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{nowhere}articles/001/")
    expect(page.locator(".mark").first).to_be_attached()
    page.evaluate(SELECT, ["p1", 0, "p1", 4])
    expect(bar(page).get_by_role("link", name="报错")).to_be_visible()
    boxes = [button.bounding_box() for button in bar(page).locator(".bar-button").all()]
    assert len(boxes) == 5 and len({box["y"] for box in boxes if box}) == 2
    assert all(box and box["height"] >= 40 and box["width"] >= 40 for box in boxes)
    context.close()


def body_of(link: Locator) -> str:
    """The text of the report that a link begins."""
    return parse_qs(urlsplit(link.get_attribute("href") or "").query)["body"][0]


def test_without_an_address_for_reports_the_link_leads_to_the_explanation(
    page: Page, library: Library
) -> None:
    opened(page, by_id(library, "004"))
    page.locator("#provenance summary").click()
    page.get_by_role("link", name="发现错误").click()
    expect(page).to_have_url(re.compile(r"/repo/about/#errors$"))
    expect(page.locator("#errors + p")).to_contain_text("本站没有公布收取报错的地址")
    opened(page, by_id(library, "004"))
    page.evaluate(SELECT, ["p2", 3, "p2", 23])
    expect(bar(page)).to_be_visible()
    expect(bar(page).get_by_role("link", name="报错")).to_have_count(0)


def test_nothing_of_all_this_is_loaded_before_it_is_wanted(page: Page, site: Path, library: Library) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path.removeprefix("/repo/")))
    opened(page, by_id(library, "052"))
    page.wait_for_load_state("networkidle")
    folder = program(site)
    ours = [path for path in asked if path.endswith(".js") and "/javascripts/" not in path]
    assert sorted(ours) == [
        f"{folder}/menu.js",
        f"{folder}/notice.js",
        f"{folder}/reading/boot.js",
        f"{folder}/search/boot.js",
    ]
