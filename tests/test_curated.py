"""What people curate is read as they wrote it, or refused with file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from wenku import curated
from wenku.model import Corpus, CorpusError

CORPUS = "name: 江海文库\nsource: source.txt\n"
RECORD = "articles:\n- id: '001'\n  starts: 1\n  title: {value: 题名, basis: supplied}\n  genre: 评论\n"
OUTLETS = "outlets:\n- {name: 江海日报}\n"


def read(folder: Path, **files: str | bytes) -> Corpus:
    """Read a curated folder of these files, on top of the least that is valid."""
    folder = folder / "corpus"
    folder.mkdir()
    for name, text in {"corpus": CORPUS, **files}.items():
        (folder / f"{name}.yml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return curated.read(folder)


def test_the_least_that_is_valid_is_a_name_and_a_source(tmp_path: Path) -> None:
    corpus = read(tmp_path)
    assert (corpus.name, corpus.source, corpus.records, corpus.outlets) == ("江海文库", "source.txt", (), ())


def test_without_marks_form_feeds_part_pages_and_blank_lines_paragraphs(tmp_path: Path) -> None:
    marks = read(tmp_path).marks
    assert marks.page_start.search("上页\n\f下页")
    assert marks.page_start.search("\f\n下页")
    assert not marks.page_start.search("\f上页\n同页")
    assert marks.paragraph_end.search("一段\n\n又一段")
    assert not marks.paragraph_end.search("一行\n又一行")


def test_a_record_is_read_with_its_line_and_an_unquoted_date_stays_text(tmp_path: Path) -> None:
    more = "  outlet: {value: 江海日报, basis: byline}\n  date: {value: 2024-03-01, basis: text}\n  authors:\n  - {name: 王明远}\n"
    (record,) = read(tmp_path, articles=RECORD + more, outlets=OUTLETS).records
    assert (record.id, record.line, record.date and record.date.value) == ("001", 2, "2024-03-01")
    assert [(person.name, person.basis) for person in record.authors] == [("王明远", "byline")]


@pytest.mark.parametrize(
    ("file", "text", "line", "rule", "remedy"),
    [
        ("corpus", "name: 江海\n\tsource: a\n", 2, "yaml", "mend this line"),
        ("corpus", "name: 江海\nname: 湖海\n", 2, "yaml", "'name' stands twice"),
        ("corpus", "name: 江海\nsource: \x07\n", 2, "yaml", "U+0007; delete it"),
        ("corpus", CORPUS.encode("gb18030"), 1, "yaml-encoding", "save the file as UTF-8"),
        ("corpus", "- 江海\n", 1, "yaml-shape", "mend the indentation"),
        ("corpus", "source: a\n", 1, "missing-key", "`name` is missing; add it"),
        (
            "corpus",
            CORPUS + "sources: b\n",
            1,
            "unknown-key",
            "the keys here are name, subtitle, source, marks",
        ),
        ("corpus", "name: 12\nsource: a\n", 1, "not-text", "put it in quotes"),
        ("corpus", CORPUS + "marks:\n  titles: ja\n", 4, "not-a-flag", "must be true or false"),
        (
            "corpus",
            CORPUS + "marks:\n  dateline: '('\n",
            4,
            "bad-pattern",
            "`dateline` is no regular expression",
        ),
        ("corpus", CORPUS + "marks:\n  headings: 一\n", 4, "not-a-list", "must be a list"),
        ("corpus", CORPUS + "marks:\n  byline:\n    ends: [1]\n", 5, "not-text", "must be a list of texts"),
        ("corpus", CORPUS + "marks:\n  heading_longest: 四\n", 4, "not-a-number", "must be a whole number"),
        ("articles", "artcles: []\n", 1, "unknown-key", "the keys here are articles"),
        ("articles", RECORD + "  byline: [一]\n", 2, "not-a-number", "must be a list of line numbers"),
        (
            "articles",
            RECORD.replace("  title: {value: 题名, basis: supplied}\n", ""),
            2,
            "missing-key",
            "add `title:",
        ),
        ("articles", RECORD.replace("supplied", "guessed"), 4, "not-allowed", "published, supplied, source"),
        ("articles", RECORD.replace("评论", "诗歌"), 2, "unknown-genre", "one of 讲话, 语录, 评论"),
        ("articles", RECORD.replace("'001'", "第一篇"), 2, "bad-id", "use digits, small letters and hyphens"),
        (
            "articles",
            RECORD + "  outlet: {value: 湖海日报, basis: byline}\n",
            2,
            "unknown-outlet",
            "mend the name or list it",
        ),
        ("articles", RECORD + "  date: 去年\n", 2, "bad-date", "write YYYY-MM-DD, YYYY-MM or YYYY"),
        ("articles", RECORD + "  date: '2024-02-30'\n", 2, "bad-date", "is no date"),
        ("articles", RECORD + "  structure:\n  - {line: 3, as: split}\n", 7, "missing-key", "needs `at`"),
        (
            "articles",
            RECORD + "  structure:\n  - {line: 3, as: heading, level: 7}\n",
            7,
            "bad-level",
            "from 2 to 6",
        ),
        (
            "articles",
            RECORD + "  structure:\n  - {line: 3, as: quotation, level: 3}\n",
            7,
            "bad-level",
            "for `as: heading`",
        ),
        (
            "articles",
            RECORD + "  structure:\n  - {line: 3, as: poem}\n",
            7,
            "not-allowed",
            "join, end, split",
        ),
        (
            "articles",
            RECORD + RECORD.removeprefix("articles:\n"),
            6,
            "two-records",
            "taken by the record at line 2",
        ),
        (
            "corrections",
            "corrections:\n- {line: 1, from: 囗, to: 口}\n",
            2,
            "missing-key",
            "`why` is missing; add it",
        ),
        ("outlets", "outlets:\n- {kind: 报纸}\n", 2, "missing-key", "`name` is missing; add it"),
    ],
)
def test_what_cannot_be_read_is_refused_with_file_line_and_remedy(
    file: str, text: str | bytes, line: int, rule: str, remedy: str, tmp_path: Path
) -> None:
    with pytest.raises(CorpusError) as caught:
        read(tmp_path, **{file: text})
    (finding,) = caught.value.findings
    assert (finding.file, finding.line, finding.rule) == (f"corpus/{file}.yml", line, rule)
    assert remedy in finding.message


def test_a_folder_without_corpus_yml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="write one with `name`, `source` and `marks`"):
        curated.read(tmp_path)
