"""The built site, every page of it, as a browser's parser reads it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import projects
import pytest
from wenku.model import Library

HOST = urlsplit(projects.SITE_URL).netloc
FETCHED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "form": "action"}
HEADINGS = ("h2", "h3", "h4")
CONTROLS = ("button", "input", "meter", "output", "progress", "select", "textarea")
PARTS = {"a", "wbr", "span", "p", "blockquote", "sup", "b", *HEADINGS}

Pages = dict[str, Element]


@pytest.fixture(scope="module")
def pages(site: Path) -> Pages:
    """Every page of the site, parsed: path below the site -> tree."""
    return {
        path.relative_to(site).as_posix(): html5lib.parse(
            path.read_text(encoding="utf-8"), namespaceHTMLElements=False
        )
        for path in sorted(site.rglob("*.html"))
    }


@pytest.fixture(scope="module")
def articles(site: Path) -> list[dict[str, Any]]:
    """The articles as the site itself gives them away as data."""
    data = (site / "data" / "articles.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in data.splitlines()]


def test_every_page_has_its_icon_and_a_picture_to_be_shared_with(site: Path, pages: Pages) -> None:
    for name, page in pages.items():
        (icon,) = (one.get("href") or "" for one in page.iter("link") if one.get("rel") == "icon")
        shared = [one.get("content") for one in page.iter("meta") if one.get("property") == "og:image"]
        where = urlsplit(urljoin(f"{projects.SITE_URL}{name}", icon)).path
        assert (site / where.removeprefix("/repo/")).is_file(), name
        assert shared == [f"{projects.SITE_URL}assets/card.png"], name
    assert (site / "assets" / "card.png").is_file()


def page_of(article: dict[str, Any], pages: Pages) -> Element:
    return pages[f"{article['url']}index.html"]


def body_of(article: dict[str, Any], pages: Pages) -> Element:
    """The text of an article and what belongs to it, without the apparatus."""
    body = page_of(article, pages).find(".//div[@class='body']")
    assert body is not None
    return body


def is_apparatus(element: Element) -> bool:
    return element.tag == "details" and element.get("class") == "apparatus"


def parts(body: Element) -> Iterator[Element]:
    """All elements of a body but the apparatus and what is in it."""
    for child in body:
        if isinstance(child.tag, str) and not is_apparatus(child):
            yield child
            yield from parts(child)


def text_of(element: Element) -> str:
    return "".join(element.itertext())


def visible(element: Element) -> str:
    """The text of an element without the apparatus and comments."""
    own = "" if not isinstance(element.tag, str) or is_apparatus(element) else element.text or ""
    inner = (
        "" if not isinstance(element.tag, str) or is_apparatus(element) else "".join(map(visible, element))
    )
    return own + inner + (element.tail or "")


def test_the_text_of_every_block_is_the_text_in_the_data(pages: Pages, articles: list[Any]) -> None:
    for article in articles:
        own = (part for part in parts(body_of(article, pages)) if part.tag != "a")
        shown = [(part.get("id"), text_of(part)) for part in own if part.get("id")]
        blocks = [(block["id"], block["text"]) for block in article["blocks"] if block["id"] != "title"]
        assert shown == blocks, article["id"]
        assert blocks, article["id"]


def test_the_body_holds_nothing_but_the_text(pages: Pages, articles: list[Any]) -> None:
    for article in articles:
        body = body_of(article, pages)
        blocks = "".join(block["text"] for block in article["blocks"] if block["id"] != "title")
        assert "".join(visible(body).split()) == "".join(blocks.split()), article["id"]
        assert {part.tag for part in parts(body)} <= PARTS, article["id"]


def test_the_kind_of_a_block_is_the_element_it_stands_in(pages: Pages, articles: list[Any]) -> None:
    for article in articles:
        body = body_of(article, pages)
        quoted = {id(part) for quote in body.iter("blockquote") for part in quote}
        found = {part.get("id"): part for part in parts(body)}
        for block in article["blocks"]:
            if block["id"] == "title":
                continue
            part = found[block["id"]]
            tag = f"h{block['level']}" if block["kind"] == "heading" else "p"
            assert part.tag == tag, (article["id"], block["id"])
            assert (id(part) in quoted) is (block["kind"] in ("quotation", "attribution"))


def test_the_title_and_the_byline_stand_above_the_text(pages: Pages, articles: list[Any]) -> None:
    for article in articles:
        page = page_of(article, pages)
        supplied = article["title_basis"] == "supplied"
        titles = [text_of(title) for title in page.iter("h1")]
        assert titles == [f"[{article['title']}]" if supplied else article["title"]]
        byline = page.find(".//p[@id='byline']")
        assert byline is not None
        assert "".join(text_of(byline).split()) == "".join((article["byline"] or "").split())


def test_no_page_is_fetched_ahead_and_none_names_its_tools(pages: Pages) -> None:
    for name, page in pages.items():
        assert not {"prev", "next", "prefetch"} & {link.get("rel") for link in page.iter("link")}, name
        assert not [one for one in page.iter("meta") if one.get("name") == "generator"], name


def test_code_that_may_be_wide_takes_the_focus_and_has_a_name(pages: Pages) -> None:
    named = [
        [pre.get(name) for name in ("tabindex", "role", "aria-label")]
        for page in pages.values()
        for pre in page.iter("pre")
        if pre.find("code") is not None
    ]
    assert named and all(one == ["0", "group", "代码"] for one in named)


def test_every_page_has_one_skip_link_and_the_place_it_leads_to(pages: Pages) -> None:
    for name, page in pages.items():
        (link,) = (one for one in page.iter("a") if one.get("class") == "md-skip")
        ids = {element.get("id") for element in page.iter()}
        assert unquote(link.get("href") or "").removeprefix("#") in ids, name
        assert text_of(link).strip() == ("跳到结果" if name == "search/index.html" else "跳到正文")


def test_no_page_has_an_id_twice(pages: Pages) -> None:
    for name, page in pages.items():
        ids = [element.get("id", "") for element in page.iter() if element.get("id")]
        assert sorted(ids) == sorted(set(ids)), name


def test_every_page_is_html_without_an_error_of_syntax(site: Path) -> None:
    for path in sorted(site.rglob("*.html")):
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(path.read_text(encoding="utf-8"))
        assert not [(place, error) for place, error, _ in parser.errors], path


def test_what_one_element_says_of_another_is_there(pages: Pages) -> None:
    for name, page in pages.items():
        elements = [element for element in page.iter() if isinstance(element.tag, str)]
        ids = {element.get("id"): element.tag for element in elements}
        for element in elements:
            for attribute in ("for", "list", "form", "aria-labelledby", "aria-describedby", "aria-controls"):
                for named in (element.get(attribute) or "").split():
                    assert named in ids, f"{name}: {element.tag} {attribute}={named}"
                    if element.tag == "label":
                        assert ids[named] in CONTROLS, f"{name}: a label for {named}"


def test_attributes_stand_only_where_html_has_them(pages: Pages) -> None:
    for name, page in pages.items():
        for element in page.iter():
            order = element.get("tabindex")
            assert order is None or order.lstrip("-").isdigit(), (
                f"{name}: tabindex={order!r} on {element.tag}"
            )
            if element.tag == "input" and element.get("type") in ("checkbox", "radio"):
                assert element.get("autocomplete") is None, f"{name}: {element.get('name')}"
            if element.tag == "img":
                assert element.get("alt") is not None, f"{name}: {element.get('src')}"


def test_every_page_but_a_missing_one_says_to_which_tab_it_belongs(pages: Pages) -> None:
    for name, page in pages.items():
        assert len(marked_tabs(page)) == (name != "404.html"), name
    for name, tab in {
        "authors/index.html": "作者",
        "articles/004/index.html": "文章",
        "search-api/index.html": "关于",
        "errors/index.html": "关于",
        "outlets/index.html": "文章",
        "regions/index.html": "概览",
    }.items():
        assert marked_tabs(pages[name]) == [tab], name
    person = next(name for name in pages if name.startswith("authors/") and name.count("/") == 2)
    assert marked_tabs(pages[person], "true") == ["作者"]


def marked_tabs(page: Any, *marks: str) -> list[str]:
    """The places of the header that a page marks."""
    tabs = [link for link in page.iter("a") if "md-tabs__link" in (link.get("class") or "")]
    return [text_of(link).strip() for link in tabs if link.get("aria-current") in (marks or ("page", "true"))]


def test_headings_skip_no_level(pages: Pages, articles: list[Any]) -> None:
    for article in articles:
        above = 1
        for part in parts(body_of(article, pages)):
            if part.tag in HEADINGS:
                level = int(part.tag[1])
                assert level <= above + 1, (article["id"], part.get("id"))
                above = level


def test_reference_marks_are_superscripts(pages: Pages, articles: list[Any], library: Any) -> None:
    marks = library.corpus.marks.references
    count = 0
    for article in articles:
        shown = [text_of(part) for part in parts(body_of(article, pages)) if part.tag == "sup"]
        texts = (block["text"] for block in article["blocks"] if block["id"] != "title")
        assert shown == [match.group() for text in texts for match in marks.finditer(text)], article["id"]
        count += len(shown)
    assert count, "no article has a reference mark"


def test_every_link_inside_the_site_leads_somewhere(pages: Pages, site: Path) -> None:
    ids = {
        name: {e.get("id") or e.get("name") for e in page.iter() if isinstance(e.tag, str)}
        for name, page in pages.items()
    }
    for name, page in pages.items():
        here = urljoin(projects.SITE_URL, name.removesuffix("index.html"))
        for element in page.iter():
            for link in filter(None, (element.get("href"), element.get("src"))):
                target = urlsplit(urljoin(here, link))
                if target.scheme not in ("http", "https") or target.netloc != HOST:
                    continue
                assert target.path.startswith("/repo/"), f"{name}: {link} leaves the project"
                path = unquote(target.path.removeprefix("/repo/"))
                path = f"{path}index.html" if path == "" or path.endswith("/") else path
                # The theme leaves out the slash of the home page.
                path = f"{path}/index.html" if (site / path).is_dir() else path
                assert (site / path).is_file(), f"{name}: {link} leads nowhere"
                if target.fragment and path in ids:
                    fragment = unquote(target.fragment)
                    assert fragment in ids[path], f"{name}: {link} leads to no place on that page"


def test_no_page_takes_anything_from_another_host(pages: Pages) -> None:
    for name, page in pages.items():
        for element in page.iter():
            attribute = FETCHED.get(element.tag) if isinstance(element.tag, str) else None
            for value in filter(None, (attribute and element.get(attribute), element.get("srcset"))):
                assert urlsplit(urljoin(projects.SITE_URL, value)).netloc == HOST, f"{name}: {value}"


def test_every_page_says_that_it_is_chinese(pages: Pages) -> None:
    for name, page in pages.items():
        assert (page.get("lang") or "").split("-")[0] == "zh", name


def test_no_page_or_data_holds_a_forbidden_character(site: Path) -> None:
    for path in [*site.rglob("*.html"), *site.glob("data/*.jsonl")]:
        for char in set(path.read_text(encoding="utf-8")) - {"\n", "\t", "\r"}:
            assert char != "\ufffd", path
            assert unicodedata.category(char) not in ("Cc", "Co", "Cs"), (path, f"U+{ord(char):04X}")


def test_the_site_map_names_every_page_and_no_day_but_those_of_editions(
    site: Path, articles: list[Any], library: Library
) -> None:
    given = (site / "sitemap.xml").read_text(encoding="utf-8")
    for article in articles:
        assert f"<loc>{projects.SITE_URL}{article['url']}</loc>" in given
    changed = {place.partition("#")[0] for one in library.corpus.editions for place in one.corrected}
    dated = re.findall(r"articles/(\w+)/</loc><lastmod>", given)
    assert set(dated) == changed | {place for one in library.corpus.editions for place in one.added}
    assert given.count("<lastmod>") == len(dated)


def test_every_correction_is_listed_on_its_page_by_its_line(pages: Pages, articles: list[Any]) -> None:
    for article in articles:
        listed = "".join(
            text_of(part) for part in page_of(article, pages).iter("details") if part.get("id") == "apparatus"
        )
        for change in article["corrections"]:
            assert re.search(rf"(?<!\d){change['line']}(?!\d)", listed), (article["id"], change)


def test_what_people_and_sources_write_about_an_article_is_never_markup(tmp_path: Path) -> None:
    root = projects.tiny(tmp_path / "hostile")
    hostile = "<b onclick=x>甲&amp;\"乙'</b></title><script>alert(1)</script>{{ 7 * 7 }}"
    records = root / "corpus" / "articles.yml"
    quoted = "'" + hostile.replace("'", "''") + "'"
    projects.change(records, "value: 江海之间", f"value: {quoted}")
    projects.change(
        records, "- {name: 甲乙丙}", f"- {{name: {quoted}, role: {quoted}, affiliation: {quoted}}}"
    )
    projects.change(records, "genre: 评论", f"genre: 评论\n  evidence: {quoted}\n  region: {quoted}")
    projects.change(root / projects.SOURCE, "江海日报评论员", f"{hostile}评论员")
    corrections = root / "corpus" / "corrections.yml"
    projects.change(corrections, "why: 误识", f"why: {quoted}")
    projects.change(corrections, "note: 疑当作四册", f"note: {quoted}")
    marks = root / "corpus" / "corpus.yml"
    projects.change(marks, "ends: [评论员]", "ends: [评论员], longest: 200")
    projects.change(marks, "subtitle: 虚构的汇编", f"subtitle: {quoted}")
    code, printed = projects.mkdocs(root, "build", "--strict")
    assert code == 0, printed
    for name in ("index.html", "articles/index.html", "articles/001/index.html", "articles/002/index.html"):
        page = html5lib.parse((root / "site" / name).read_text("utf-8"), namespaceHTMLElements=False)
        assert not [e for e in page.iter() if isinstance(e.tag, str) and e.get("onclick")], name
        programs = [e for e in page.iter("script") if "json" not in (e.get("type") or "")]
        assert not [program for program in programs if "alert(1)" in text_of(program)], name
        assert hostile in text_of(page), name
    head = html5lib.parse(
        (root / "site/articles/001/index.html").read_text("utf-8"), namespaceHTMLElements=False
    )
    assert [text_of(title) for title in head.iter("title")] == [f"{hostile} - 江海文库"]
    assert [text_of(title) for title in head.iter("h1")] == [f"[{hostile}]"]
    cited = head.find(".//script[@id='source']")
    assert cited is not None
    assert json.loads(text_of(cited))["title"] == hostile
