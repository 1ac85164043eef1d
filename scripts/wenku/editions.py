"""What was published when -> a news feed that readers can subscribe to, and on what day an article was last changed. Pure.

In: the editions that a keeper writes down, and the library. Out: findings where an edition names what is not there; an Atom
feed. Entries keep their ids for good: they are made of the site's address and the day."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from wenku import dates
from wenku.model import Article, Corpus, Edition, Finding, Library

FILE = "corpus/editions.yml"
ATOM = "http://www.w3.org/2005/Atom"
ABOUT = "新增的文章与更正"
# What a page written by hand has where readers are offered the feed.
PLACE = "<!-- feed -->"
OFFER = "新增的文章与更正，可以[订阅](feed.xml)（Atom）。"


def check(library: Library) -> Iterator[Finding]:
    """Articles and paragraphs that an edition names and the library does not have, and days that have two editions."""
    blocks = {article.id: {block.id for block in article.blocks} for article in library.articles}
    for edition in library.corpus.editions:
        for place in (*edition.added, *edition.corrected):
            identifier, _, block = place.partition("#")
            if identifier not in blocks or (block and block not in blocks[identifier]):
                message = f"`{place}` is no article or paragraph of the library; write it as 004 or 004#p12"
                yield Finding(FILE, edition.record_line, "edition-not-there", message)
    for before, after in pairwise(sorted(library.corpus.editions, key=lambda one: one.date)):
        if before.date == after.date:
            message = f"two editions of {after.date}; join them, for the day is their address in the feed"
            yield Finding(FILE, max(before.record_line, after.record_line), "two-editions", message)


def modified(article: Article, corpus: Corpus) -> str | None:
    """The day of the last edition that added or corrected the article; None where none names it."""
    days = [
        edition.date
        for edition in corpus.editions
        if any(place.partition("#")[0] == article.id for place in (*edition.added, *edition.corrected))
    ]
    return max(days, default=None)


def page(markdown: str, offered: bool) -> str:
    """A page written by hand, with the offer of the feed where there is one."""
    return markdown.replace(PLACE, OFFER if offered else "")


def feed(library: Library, site: str | None) -> str:
    """The Atom feed of the site at the address `site`, newest first; empty where there is no edition or no address."""
    editions = sorted(library.corpus.editions, key=lambda one: one.date, reverse=True)
    if not editions or not site:
        return ""
    titles = {article.id: article.title.shown for article in library.articles}
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "zh-Hans"})
    _add(root, "id", _tag(site, editions[-1].date, ""))
    _add(root, "title", library.corpus.name)
    _add(root, "subtitle", ABOUT)
    SubElement(root, "link", rel="self", type="application/atom+xml", href=f"{site}feed.xml")
    SubElement(root, "link", rel="alternate", type="text/html", href=site)
    _add(root, "updated", _moment(editions[0].date))
    _add(SubElement(root, "author"), "name", library.corpus.name)
    for edition in editions:
        root.append(_entry(edition, site, titles))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _entry(edition: Edition, site: str, titles: dict[str, str]) -> Element:
    places = (*edition.added, *edition.corrected)
    entry = Element("entry")
    _add(entry, "id", _tag(site, edition.date, f"editions/{edition.date}"))
    _add(entry, "title", _headline(edition))
    _add(entry, "updated", _moment(edition.date))
    target = _address(site, places[0]) if len(places) == 1 else f"{site}articles/"
    SubElement(entry, "link", rel="alternate", type="text/html", href=target)
    _add(entry, "summary", edition.note)
    if places:
        # Escaped HTML, which every reader of feeds shows.
        written = Element("div")
        _add(written, "p", edition.note)
        for heading, these in (("新增", edition.added), ("更正", edition.corrected)):
            if these:
                _add(written, "p", heading)
                listed = SubElement(written, "ul")
                for place in these:
                    _link(SubElement(listed, "li"), site, place, titles)
        content = _add(entry, "content", ElementTree.tostring(written, encoding="unicode"))
        content.set("type", "html")
    return entry


def _headline(edition: Edition) -> str:
    parts = [
        f"新增 {len(edition.added)} 篇" if edition.added else "",
        f"更正 {len(edition.corrected)} 处" if edition.corrected else "",
    ]
    what = "，".join(filter(None, parts))
    return f"{dates.in_words(edition.date)}：{what}" if what else dates.in_words(edition.date)


def _link(item: Element, site: str, place: str, titles: dict[str, str]) -> None:
    identifier, _, block = place.partition("#")
    link = _add(item, "a", titles[identifier])
    link.set("href", _address(site, place))
    if block[:1] == "p":
        link.tail = f"，第 {block[1:]} 段"


def _address(site: str, place: str) -> str:
    identifier, hash, block = place.partition("#")
    return f"{site}articles/{identifier}/{hash}{block}"


def _tag(site: str, day: str, name: str) -> str:
    """An id for good (RFC 4151): who had the address, on what day, and the name."""
    parts = urlsplit(site)
    return f"tag:{parts.hostname},{day}:{parts.path}{name}"


def _moment(day: str) -> str:
    """A day as Atom has it; nobody knows the hour."""
    return f"{day}T00:00:00Z"


def _add(parent: Element, name: str, text: str) -> Element:
    child = SubElement(parent, name)
    child.text = text
    return child
