"""Article -> what machines read in the head of its page, and what a page says about where its facts come from. Pure.

Out: plain values for the front matter; the templates escape them. Absolute addresses are the templates' to add, since only
MkDocs knows where the site will stand."""

from __future__ import annotations

import html
import math
from typing import Any

from wenku import citations, dates, editions, markdown, reporting
from wenku.citations import JOURNAL, NEWSPAPER, WEBPAGE, Reference
from wenku.markdown import BASIS, CERTAINTY, TITLE_BASIS
from wenku.model import Article, Corpus, Person, Value

# Characters a minute of silent reading.
PACE = 400
DESCRIBED = 110
ZOTERO_TYPES = {NEWSPAPER: "newspaperArticle", JOURNAL: "journalArticle", WEBPAGE: "webpage"}
LD_TYPES = {
    "学术论文": "ScholarlyArticle",
    "评论": "NewsArticle",
    "报道": "NewsArticle",
    "访谈": "NewsArticle",
}
UNKNOWN = "未详"


def of(article: Article, corpus: Corpus) -> dict[str, Any]:
    """What the page of `article` needs beside its text, for the front matter."""
    reference = citations.of(article, corpus)
    return {
        # The theme prints it into an attribute as it is.
        "description": html.escape(description(article, reference)),
        "title_html": markdown.breakable(article.title.shown),
        "minutes": max(1, math.ceil(article.length / PACE)),
        "signed": list(reference.authors),
        "source_facts": source(article),
        # A day that somebody printed; other sites show it as certain.
        "published": None if reference.worked_out or len(reference.date or "") < 10 else reference.date,
        "cite": {
            "gbt": citations.gbt7714(reference),
            "bibtex": citations.bibtex(reference),
            "ris": citations.ris(reference),
            "csl": citations.csl_json(reference),
            "missing": citations.missing(reference),
            "warning": citations.warning(reference),
            "visited": reference.visited,
        },
        "meta": [list(pair) for pair in highwire(reference)],
        "json_ld": json_ld(article, reference, editions.modified(article, corpus)),
        "modified": editions.modified(article, corpus),
        "grounds": grounds(article),
        "report": reporting.of_article(article, corpus.report),
    }


def source(article: Article) -> dict[str, Any]:
    """What a quotation says of its source; the keys are those of a search result."""
    return {
        "id": article.id,
        "url": article.url,
        "title": article.title.value,
        "title_basis": article.title.basis,
        "cited": list(citations.cited(article)),
    }


def description(article: Article, reference: Reference) -> str:
    """Who, where, when, and how the text begins."""
    names = "、".join(reference.authors[:3]) + ("等" if len(reference.authors) > 3 else "")
    known = "，".join(filter(None, (names, reference.outlet, dates.shown(article))))
    opening = next((block.text for block in article.blocks if block.kind not in ("heading", "note")), "")
    cut = opening if len(opening) <= DESCRIBED else f"{opening[: DESCRIBED - 1]}…"
    return f"{known}。{cut}" if known else cut


def highwire(reference: Reference) -> list[tuple[str, str]]:
    """The tags that Zotero and others read, name and content. Zotero's own tag says the type, which Highwire's cannot.

    A journal's title by Highwire would make a journal article of everything, and without another name of the outlet a page on
    the web would be one of this site. A date that nobody printed goes to Zotero alone, in its brackets: other readers of these
    tags would take it as certain."""
    first, _, last = (reference.locator.page or "").partition("-")
    worked_out = reference.worked_out
    tags = [
        ("citation_title", reference.shown_title),
        *(("citation_author", name) for name in reference.authors),
        ("citation_publication_date", "" if worked_out else (reference.date or "").replace("-", "/")),
        ("z:date", reference.shown_date if worked_out else None),
        ("citation_journal_title", reference.outlet if reference.kind == JOURNAL else None),
        ("prism.publicationName", reference.outlet if reference.kind != JOURNAL else None),
        ("citation_volume", reference.locator.volume),
        ("citation_issue", reference.locator.issue),
        ("citation_firstpage", first),
        ("citation_lastpage", last),
        ("citation_language", "zh"),
        ("z:itemType", ZOTERO_TYPES[reference.kind]),
    ]
    return [(name, content) for name, content in tags if content]


def json_ld(article: Article, reference: Reference, modified: str | None) -> dict[str, Any]:
    """The article in the words of schema.org; `modified` is the day it was last changed here."""
    genre = article.genre and article.genre.value
    wholes: list[dict[str, Any]] = [{"@type": "Collection", "name": reference.library}]
    outlet = None if reference.unseen else reference.outlet
    if outlet and reference.kind != WEBPAGE:
        kind = "Newspaper" if reference.kind == NEWSPAPER else "Periodical"
        wholes.insert(0, {"@type": kind, "name": outlet})
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": LD_TYPES.get(genre or "", "Article"),
        "headline": reference.shown_title,
        "description": description(article, reference),
        "inLanguage": "zh-Hans",
        "articleSection": genre,
        "author": [_author(person) for person in article.authors]
        or [{"@type": "Organization", "name": name} for name in reference.authors],
        "publisher": outlet and {"@type": "Organization", "name": outlet},
        "datePublished": None if reference.worked_out else reference.date,
        "dateModified": modified,
        "pagination": reference.locator.page,
        "isPartOf": wholes,
    }
    return {key: value for key, value in found.items() if value}


def grounds(article: Article) -> list[dict[str, str]]:
    """Every value of the record, and what it rests on."""
    title = article.title
    rests = [TITLE_BASIS[title.basis], CERTAINTY.get((title.basis, title.certainty or ""), ""), title.note]
    rows = [_ground("题名", title.shown, "，".join(filter(None, rests)), title.url)]
    if article.byline_damaged and article.byline.printed:
        rows.append(_ground("署名行", article.byline.printed, "照底本，分隔有损"))
    for person in article.authors:
        said = "、".join(post.shown for post in person.posts)
        pen = "笔名" if person.pen_name else ""
        named = "，".join(filter(None, (person.name, said, pen)))
        rows.append(_ground(markdown.people(article), named, _rest(person.basis, person.note)))
    if not article.authors:
        rows += [_ground("作者", name, "据署名行") for name in citations.signed(article)] or [
            _unknown("作者")
        ]
    rows.append(_of_value("媒体", article.outlet))
    rows.append(_day(article))
    rows.append(_of_value("文体", article.genre))
    if article.region:
        rows.append(_of_value("地区", article.region))
    return rows


def _author(person: Person) -> dict[str, Any]:
    return {
        "@type": "Organization" if person.body else "Person",
        "name": person.name,
        **(
            {"affiliation": {"@type": "Organization", "name": person.affiliation}}
            if person.affiliation
            else {}
        ),
    }


def _day(article: Article) -> dict[str, str]:
    """The row of the date: as exact as it is known, with what bounds it."""
    known = article.date or article.bounds
    if not known:
        return _unknown("日期")
    return _ground(
        "日期",
        dates.shown(article),
        _rest(known.basis, known.note),
        article.date.url if article.date else None,
    )


def _of_value(label: str, value: Value | None) -> dict[str, str]:
    if value is None:
        return _unknown(label)
    return _ground(label, value.value, _rest(value.basis, value.note), value.url)


def _rest(basis: str, note: str | None) -> str:
    return "，".join(filter(None, (BASIS[basis], note)))


def _ground(label: str, value: str, basis: str, url: str | None = None) -> dict[str, str]:
    return {"label": label, "value": value, "basis": basis, **({"url": url} if url else {})}


def _unknown(label: str) -> dict[str, str]:
    return {"label": label, "value": UNKNOWN, "basis": "底本与所见记录都没有"}
