"""What machines read: the head of every built page; what a page says of its sources; where errors are reported."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import projects
from wenku import citations, metadata, policy, theme
from wenku.citations import JOURNAL
from wenku.model import Library, Title

DATES = ("citation_publication_date", "article:published_time")


def parsed(site: Path, name: str) -> Element:
    text = (site / name / "index.html").read_text("utf-8")
    found: Element = html5lib.parse(text, namespaceHTMLElements=False)
    return found


def metas(page: Element, key: str = "name") -> Iterator[tuple[str, str]]:
    for meta in page.iter("meta"):
        if meta.get(key):
            yield meta.get(key, ""), meta.get("content", "")


def linked(page: Element) -> dict[str, Any]:
    """The one piece of linked data that a page has."""
    (script,) = (each for each in page.iter("script") if each.get("type") == "application/ld+json")
    data: dict[str, Any] = json.loads(script.text or "")
    return data


def test_zotero_and_others_find_every_fact_in_the_head(site: Path, library: Library) -> None:
    for article in library.articles:
        page = parsed(site, article.url)
        given = list(metas(page))
        reference = citations.of(article, library.corpus)
        assert dict(given)["citation_title"] == article.title.shown
        assert [value for name, value in given if name == "citation_author"] == list(reference.authors)
        # A journal's title by Highwire makes a journal article of any type, and without a name the outlet would be this site.
        titled = "citation_journal_title" if reference.kind == JOURNAL else "prism.publicationName"
        names = {"citation_journal_title", "prism.publicationName"} & dict(given).keys()
        assert {name: dict(given)[name] for name in names} == (
            {titled: reference.outlet} if reference.outlet else {}
        )
        # What was worked out goes to Zotero alone, with its brackets; nothing gives it as certain.
        certain = [name for name, _ in [*given, *metas(page, "property")] if name in DATES]
        assert [dict(given)[name] for name in certain if name in dict(given)] == (
            [article.date.value.replace("-", "/")] if article.date and not article.date.worked_out else []
        )
        assert not (certain and reference.worked_out)
        assert dict(given).get("z:date") == (f"[{reference.date}]" if reference.worked_out else None)
        # Where no author is named, Zotero takes the words of any element of such a class for one.
        assert not [e.get("class") for e in page.iter() if "byline" in e.get("class", "").lower()]
        assert dict(given)["citation_public_url"] == projects.SITE_URL + article.url
        assert dict(given)["z:itemType"] == metadata.ZOTERO_TYPES[reference.kind]
        assert all(value and "未详" not in value for _, value in given)


def test_json_ld_says_what_the_article_is_and_belongs_to(site: Path, library: Library) -> None:
    kinds = set()
    for article in library.articles:
        data = linked(parsed(site, article.url))
        kinds.add(data["@type"])
        reference = citations.of(article, library.corpus)
        assert data["description"] == metadata.description(article, reference)
        assert data["headline"] == article.title.shown
        assert data["url"] == projects.SITE_URL + article.url
        assert data["isPartOf"][-1]["name"] == library.corpus.name
        assert [one["name"] for one in data.get("author", [])] == list(citations.signed(article))
        certain = article.date if article.date and not article.date.worked_out else None
        assert data.get("datePublished") == (certain and certain.value)
        known = article.outlet if article.outlet and not article.outlet.inferred else None
        assert (data.get("publisher") or {}).get("name") == (known and known.value)
    assert kinds == {"NewsArticle", "ScholarlyArticle", "Article"}


def test_a_shelf_says_what_it_lists_and_whom_it_is_about(site: Path, library: Library) -> None:
    for article in library.articles:
        for person in article.authors:
            shelf = next(
                path
                for path in (site / "authors").glob("*/index.html")
                if f"<h1>{person.name}</h1>" in path.read_text("utf-8")
            )
            data = linked(parsed(site, f"authors/{shelf.parent.name}"))
            assert data["@type"] == "CollectionPage" and data["isPartOf"]["url"] == projects.SITE_URL
            assert data["about"] == {
                "@type": "Organization" if person.body else "Person",
                "name": person.name,
            }
            listed = [one["url"] for one in data["mainEntity"]["itemListElement"]]
            assert projects.SITE_URL + article.url in listed
            assert len(listed) == data["mainEntity"]["numberOfItems"]
    assert "about" not in linked(parsed(site, "genres/ping-lun"))


def test_the_home_page_says_how_to_search(site: Path, library: Library) -> None:
    data = linked(parsed(site, ""))
    assert (data["@type"], data["name"], data["url"]) == ("WebSite", library.corpus.name, projects.SITE_URL)
    template = data["potentialAction"]["target"]["urlTemplate"]
    assert template == f"{projects.SITE_URL}search/?q={{search_term_string}}"


def test_the_text_is_the_only_article_of_its_page(site: Path, library: Library) -> None:
    for article in library.articles:
        (text,) = parsed(site, article.url).iter("article")
        assert len([*text.iter("h1")]) == 1


def test_every_page_has_one_canonical_address_and_an_open_graph(site: Path, library: Library) -> None:
    for path in site.rglob("index.html"):
        page: Element = html5lib.parse(path.read_text("utf-8"), namespaceHTMLElements=False)
        address = projects.SITE_URL + path.relative_to(site).as_posix().removesuffix("index.html")
        assert [link.get("href") for link in page.iter("link") if link.get("rel") == "canonical"] == [address]
        graph = dict(metas(page, "property"))
        assert graph["og:url"] == address
        assert graph["og:image"] and graph["og:image:alt"]
        assert graph["og:title"] and graph["og:description"] and graph["og:site_name"]
        assert graph["og:type"] == (
            "article" if re.search(r"articles/[^/]+/index", path.as_posix()) else "website"
        )
        assert page.get("lang") == "zh-Hans"


def test_nothing_in_an_article_breaks_out_of_the_data(library: Library) -> None:
    hostile = replace(library.articles[0], title=Title('</script><b a="1">&{{ 7 }}', "published"))
    said = metadata.of(hostile, library.corpus)
    assert "<b" not in said["description"] or "&lt;b" in said["description"]
    assert said["json_ld"]["headline"] == hostile.title.value


def test_every_value_of_a_record_says_what_it_rests_on(library: Library) -> None:
    for article in library.articles:
        rows = metadata.grounds(article)
        labels = [row["label"] for row in rows]
        people = "受访" if article.genre and article.genre.value == "访谈" else "作者"
        assert list(dict.fromkeys(labels)) == [
            "题名",
            *(["署名行"] if article.byline_damaged else []),
            people,
            "媒体",
            "日期",
            "文体",
            *(["地区"] if article.region else []),
        ]
        assert labels.count(people) == max(1, len(article.authors))
        assert all(row["value"] and row["basis"] for row in rows)


# --- The policy ------------------------------------------------------------------------------------------------------


def test_every_page_has_a_policy_that_allows_its_own_scripts_and_no_others(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        (rules,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
        assert text.index("Content-Security-Policy") < text.index("<script")
        assert "unsafe" not in rules and "default-src 'none'" in rules and "*" not in rules
        page: Element = html5lib.parse(text, namespaceHTMLElements=False)
        for script in page.iter("script"):
            if script.get("src") or "json" in (script.get("type") or ""):
                continue
            digest = base64.b64encode(hashlib.sha256((script.text or "").encode()).digest()).decode()
            assert f"'sha256-{digest}'" in rules, path
        for element in page.iter():
            assert not [name for name in element.attrib if name == "style" or name.startswith("on")], path


def test_the_policy_stands_behind_the_character_set() -> None:
    made = policy.apply(
        '<html><head>\n<meta charset="utf-8"><title>x</title><script>1</script></head></html>'
    )
    assert re.search(r'<meta charset="utf-8">\s*<meta http-equiv="Content-Security-Policy"', made)


# --- What the theme writes ------------------------------------------------------------------------------------------


def test_what_html_does_not_allow_is_taken_out_and_nothing_else() -> None:
    box = '<input class="md-toggle" data-md-toggle="search" type="checkbox" id="__search" autocomplete="off">'
    field = '<input type="text" autocomplete="off" tabindex="0">'
    label = '<label class="md-nav__title" for="__toc" tabindex="">目录</label>'
    assert theme.mended(box) == box.replace(' autocomplete="off"', "")
    assert theme.mended(field) == field
    assert theme.mended(label) == '<label class="md-nav__title">目录</label>'


def test_a_label_keeps_the_control_that_the_page_has() -> None:
    page = '<input type="checkbox" id="__toc"><label for="__toc" tabindex="0">目录</label>'
    assert theme.mended(page) == page
