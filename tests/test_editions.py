"""What was published when: the record of a keeper, the feed that readers subscribe to, the day of the last change."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import projects
import pytest
from wenku import citations, curated, editions, metadata
from wenku.model import Article, Block, Byline, Corpus, CorpusError, Edition, Library, Title

SITE = "https://example.org/repo/"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
EDITIONS_YML = """editions:
- {date: '2031-05-07', note: 首次发布。, added: ['001', '002']}
- date: 2031-06-01
  note: 补出一处脱字。
  corrected: ['001#p2']
"""


def article(identifier: str, title: str) -> Article:
    block = Block("p1", "paragraph", None, "江海之间。", 1, 1)
    given = Title(title, "published")
    return Article(
        identifier, "a.txt", 1, 9, given, Byline(), (), None, None, None, None, "", (block,), (), ()
    )


def library(*published: Edition) -> Library:
    corpus = Corpus("江海文库", "", "a.txt", None, editions=published)  # type: ignore[arg-type]
    return Library(corpus, (article("001", "江<海>&之间"), article("002", "渔村的账本")), ())


FIRST = Edition("2031-05-07", "首次发布。", ("001", "002"), (), 2)
SECOND = Edition("2031-06-01", "补出一处脱字。", (), ("001#p1",), 3)


def entries(text: str) -> list[ElementTree.Element]:
    return ElementTree.fromstring(text).findall("a:entry", ATOM)


def said(entry: ElementTree.Element, name: str) -> str:
    found = entry.findtext(f"a:{name}", None, ATOM)
    assert found is not None
    return found


def test_an_edition_is_an_entry_of_the_feed_the_newest_first() -> None:
    feed = editions.feed(library(FIRST, SECOND), SITE)
    newest, oldest = entries(feed)
    assert said(newest, "title") == "2031年6月1日：更正 1 处"
    assert said(oldest, "title") == "2031年5月7日：新增 2 篇"
    assert said(newest, "summary") == "补出一处脱字。"
    assert said(newest, "updated") == "2031-06-01T00:00:00Z"
    assert said(ElementTree.fromstring(feed), "updated") == said(newest, "updated")


def test_an_entry_shows_and_links_what_changed() -> None:
    newest, oldest = entries(editions.feed(library(FIRST, SECOND), SITE))
    content = html5lib.parse(said(newest, "content"), namespaceHTMLElements=False)
    (link,) = content.iter("a")
    assert (link.get("href"), link.text, link.tail) == (f"{SITE}articles/001/#p1", "江<海>&之间", "，第 1 段")
    links = html5lib.parse(said(oldest, "content"), namespaceHTMLElements=False).iter("a")
    assert [link.get("href") for link in links] == [f"{SITE}articles/001/", f"{SITE}articles/002/"]
    targets = [entry.find("a:link", ATOM) for entry in (newest, oldest)]
    assert [target is not None and target.get("href") for target in targets] == [
        f"{SITE}articles/001/#p1",
        f"{SITE}articles/",
    ]


def test_an_entry_keeps_its_id_whatever_is_published_later() -> None:
    alone = said(entries(editions.feed(library(FIRST), SITE))[0], "id")
    later = said(entries(editions.feed(library(SECOND, FIRST), SITE))[1], "id")
    assert alone == later == "tag:example.org,2031-05-07:/repo/editions/2031-05-07"
    feeds = [
        ElementTree.fromstring(editions.feed(library(*these), SITE)) for these in ((FIRST,), (SECOND, FIRST))
    ]
    assert said(feeds[0], "id") == said(feeds[1], "id")


def test_there_is_no_feed_without_an_address_or_an_edition() -> None:
    assert editions.feed(library(FIRST), "") == editions.feed(library(FIRST), None) == ""
    assert editions.feed(library(), SITE) == ""


def test_an_article_was_changed_on_the_day_of_the_last_edition_that_names_it() -> None:
    known = library(SECOND, FIRST)
    days = [editions.modified(one, known.corpus) for one in known.articles]
    assert days == ["2031-06-01", "2031-05-07"]
    reference = citations.of(known.articles[0], known.corpus)
    assert metadata.json_ld(known.articles[0], reference, days[0])["dateModified"] == "2031-06-01"
    assert "dateModified" not in metadata.json_ld(known.articles[0], reference, None)


@pytest.mark.parametrize(
    ("wrong", "line", "rule"),
    [
        (replace(SECOND, corrected=("003",)), 3, "edition-not-there"),
        (replace(SECOND, corrected=("001#p9",)), 3, "edition-not-there"),
        (replace(SECOND, date=FIRST.date), 3, "two-editions"),
    ],
)
def test_an_edition_of_what_is_not_there_stops_the_build(wrong: Edition, line: int, rule: str) -> None:
    (finding,) = editions.check(library(FIRST, wrong))
    assert (finding.file, finding.line, finding.rule) == ("corpus/editions.yml", line, rule)
    assert not list(editions.check(library(FIRST, SECOND)))


@pytest.mark.parametrize(
    ("entry", "line", "rule"),
    [
        ("- {date: '2031-05', note: 甲}", 2, "bad-date"),
        ("- note: 甲\n  date: '2031-02-30'", 3, "bad-date"),
        ("- {date: '2031-05-07'}", 2, "missing-key"),
        ("- {date: '2031-05-07', note: 甲, added: [001]}", 2, "not-text"),
        ("- {date: '2031-05-07', note: 甲, changed: []}", 2, "unknown-key"),
    ],
)
def test_a_record_that_cannot_be_read_is_told_with_its_line(
    entry: str, line: int, rule: str, tmp_path: Path
) -> None:
    root = projects.tiny(tmp_path / "tiny")
    (root / "corpus/editions.yml").write_text(f"editions:\n{entry}\n", encoding="utf-8")
    with pytest.raises(CorpusError) as error:
        curated.read(root / "corpus")
    (finding,) = error.value.findings
    assert (finding.file, finding.line, finding.rule) == ("corpus/editions.yml", line, rule)


# --- The built site ---------------------------------------------------------------------------------------------------


def built(root: Path, site: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    projects.tiny(root)
    (root / "corpus/editions.yml").write_text(EDITIONS_YML, encoding="utf-8")
    monkeypatch.setenv("SITE_URL", site)
    code, printed = projects.mkdocs(root, "build", "--strict")
    assert code == 0, printed
    return root / "site"


def links(page: Path) -> dict[str, str]:
    head = html5lib.parse(page.read_text("utf-8"), namespaceHTMLElements=False).iter("link")
    return {link.get("type", ""): link.get("href", "") for link in head}


def test_a_site_that_knows_its_address_offers_feed_search_sitemap_and_last_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = built(tmp_path / "tiny", SITE, monkeypatch)
    assert len(entries((site / "feed.xml").read_text("utf-8"))) == 2
    offered = links(site / "articles/001/index.html")
    assert offered["application/atom+xml"] == "../../feed.xml"
    assert offered["application/opensearchdescription+xml"] == "../../opensearch.xml"
    assert '<a href="../feed.xml">订阅</a>' in (site / "about/index.html").read_text("utf-8")
    assert f"\nSitemap: {SITE}sitemap.xml\n" in (site / "robots.txt").read_text("utf-8")
    sitemap = (site / "sitemap.xml").read_text("utf-8")
    days = dict(re.findall(r"<loc>([^<]*)</loc>(?:<lastmod>([^<]*)</lastmod>)?", sitemap))
    assert days[f"{SITE}articles/001/"] == "2031-06-01"
    assert days[f"{SITE}articles/002/"] == "2031-05-07"
    assert not any(day for address, day in days.items() if not re.search(r"/articles/\d", address))


def test_a_site_that_does_not_know_its_address_offers_none_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = built(tmp_path / "tiny", "", monkeypatch)
    assert not [name for name in ("feed.xml", "sitemap.xml", "opensearch.xml") if (site / name).exists()]
    assert (site / "robots.txt").read_text("utf-8").split() == ["User-agent:", "*", "Allow:", "/"]
    for page in site.rglob("*.html"):
        assert "application/atom+xml" not in links(page) and "ld+json" not in links(page)
    assert "订阅" not in (site / "about/index.html").read_text("utf-8")


def test_a_browser_learns_how_to_search_this_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = built(tmp_path / "tiny", SITE, monkeypatch)
    space = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    description = ElementTree.fromstring((site / "opensearch.xml").read_text("utf-8"))
    asked = description.find("o:Url", space)
    assert asked is not None and asked.get("template") == f"{SITE}search/?q={{searchTerms}}"
    assert description.findtext("o:ShortName", None, space) == "江海文库"
    (image,) = description.findall("o:Image", space)
    assert (site / (image.text or "").removeprefix(SITE)).is_file()
