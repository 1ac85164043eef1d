"""Where readers report an error: what a keeper may write, what is filled in, and what the pages promise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import build
import projects
import pytest
from wenku import curated, reporting
from wenku.model import Article, Byline, CorpusError, Title

FORM = "https://example.org/issues/new?title={title}&body={body}"
MAIL = "mailto:a@example.org?subject={title}&body={body}"
ARTICLE = Article(
    "001", "sources/a.txt", 1, 9, Title("甲&乙=丙 #丁?", "published"), Byline(), (), None, None, None, None, "", (), (), ()
)  # fmt: skip


def settled(root: Path, given: str) -> Path:
    """A tiny project whose corpus names `given` for reports."""
    projects.tiny(root)
    projects.change(
        root / "corpus/corpus.yml", "subtitle: 虚构的汇编", f"subtitle: 虚构的汇编\nreport: '{given}'"
    )
    return root


@pytest.mark.parametrize("address", [FORM, MAIL])
def test_a_report_names_the_article_whatever_its_title(address: str) -> None:
    given = parse_qs(urlsplit(reporting.of_article(ARTICLE, address)).query)
    assert given.get("title", given.get("subject")) == ["[001] 甲&乙=丙 #丁?"]
    assert given["body"][0].splitlines() == [
        "文章：articles/001/",
        "段落：",
        "页面文字：",
        "应作：",
        "依据：",
    ]


def test_the_lines_of_a_mail_end_as_mail_has_it() -> None:
    assert "%0D%0A" in reporting.of_article(ARTICLE, MAIL)
    assert "%0D" not in reporting.of_article(ARTICLE, FORM)


def test_an_e_mail_address_becomes_a_mail_that_is_filled_in(tmp_path: Path) -> None:
    root = settled(tmp_path / "tiny", "a@example.org")
    assert curated.read(root / "corpus").report == MAIL


def test_an_address_without_gaps_stays_as_it_is() -> None:
    for address in ("", "https://example.org/about/", "mailto:a@example.org"):
        assert reporting.pattern(address) == address
        assert reporting.of_article(ARTICLE, address) == address


@pytest.mark.parametrize(
    "given",
    [
        "example.org/new",
        "a@localhost",
        "a b@example.org",
        "javascript:alert(1)",
        "https://example.org/{name}",
        "https://example.org/{title",
        "mailto:",
    ],
)
def test_a_report_address_that_leads_nowhere_stops_the_build_at_its_line(given: str, tmp_path: Path) -> None:
    root = settled(tmp_path / "tiny", given)
    with pytest.raises(CorpusError) as error:
        curated.read(root / "corpus")
    (finding,) = error.value.findings
    line = (root / "corpus/corpus.yml").read_text("utf-8").splitlines()[finding.line - 1]
    assert (finding.file, finding.rule) == ("corpus/corpus.yml", "bad-report")
    assert line == f"report: '{given}'"
    assert "write name@example.org" in finding.message or "only {title} and {body}" in finding.message


# --- Who builds the site ----------------------------------------------------------------------------------------------


def test_who_builds_the_site_names_the_address_that_the_corpus_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = projects.tiny(tmp_path / "silent")
    monkeypatch.delenv("REPORT_URL", raising=False)
    assert build.read(root).corpus.report == ""
    monkeypatch.setenv("REPORT_URL", FORM)
    assert build.read(root).corpus.report == FORM
    assert build.read(settled(tmp_path / "own", "a@example.org")).corpus.report == MAIL


def test_an_address_of_the_builder_that_leads_nowhere_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORT_URL", "nowhere")
    with pytest.raises(CorpusError, match=r"REPORT_URL: `nowhere` is no address; write .* \[bad-report\]"):
        build.read(projects.tiny(tmp_path / "tiny"))


def test_the_workflow_names_the_issue_form_only_where_the_repository_has_one() -> None:
    text = (projects.ROOT / ".github/workflows/site.yml").read_text("utf-8")
    (line,) = [line.strip() for line in text.splitlines() if "REPORT_URL:" in line]
    asked, _, form = line.removeprefix("REPORT_URL: ${{ ").partition(" && ")
    assert asked == "github.event.repository.has_issues"
    written = form.partition("'")[2].partition("'")[0].replace("{{", "{").replace("}}", "}")
    address = written.replace("{0}", "https://example.org").replace("{1}", "owner/name")
    assert reporting.pattern(address) == "https://example.org/owner/name/issues/new?title={title}&body={body}"
    assert form.endswith("github.server_url, github.repository) || '' }}")


# --- What the about page says ----------------------------------------------------------------------------------------

ABOUT = (projects.ROOT / "docs/about.md").read_text("utf-8")


def test_the_about_page_promises_what_can_be_kept() -> None:
    said = reporting.page(ABOUT, FORM)
    assert 'href="https://example.org/issues/new?title=&amp;body="' in said
    assert "请[告知](#errors)，我们即予撤下。" in said
    assert "没有公布" not in said
    assert not reporting.PLACE.search(said)


def test_the_about_page_promises_nothing_where_nobody_can_be_reached() -> None:
    said = reporting.page(ABOUT, "")
    assert "本站没有公布收取报错的地址" in said
    assert "撤下" not in said and "报错”" not in said
    assert not reporting.PLACE.search(said)


def test_a_page_that_says_nothing_of_reports_stays_as_it_is() -> None:
    assert reporting.page("甲 <!-- 乙 --> 丙\n", FORM) == "甲 <!-- 乙 --> 丙\n"


def test_the_built_site_says_how_to_report(tmp_path: Path) -> None:
    root = settled(tmp_path / "tiny", "a@example.org")
    code, printed = projects.mkdocs(root, "build", "--strict")
    assert code == 0, printed
    about = (root / "site/about/index.html").read_text("utf-8")
    assert 'href="mailto:a@example.org?subject=&amp;body="' in about
    article = (root / "site/articles/001/index.html").read_text("utf-8")
    (foot,) = [line for line in article.splitlines() if "data-report" in line]
    body = parse_qs(urlsplit(foot.partition('href="')[2].partition('"')[0].replace("&amp;", "&")).query)[
        "body"
    ]
    assert body[0].startswith(f"文章：{projects.SITE_URL}articles/001/\r\n")
    replaced = replace(ARTICLE, title=Title("江海之间", "supplied"))
    assert parse_qs(urlsplit(reporting.of_article(replaced, MAIL)).query)["subject"] == ["[001] 江海之间"]
