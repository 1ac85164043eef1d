"""Bad input gives one clear error that names file, line and remedy, and leaves the last good site as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import build
import projects
import pytest
from wenku.model import CorpusError

CORPUS, ARTICLES = "corpus/corpus.yml", "corpus/articles.yml"
SERIES = "corpus/series.yml"
OUTLETS, CORRECTIONS = "corpus/outlets.yml", "corpus/corrections.yml"
SOURCE = projects.SOURCE


@dataclass(frozen=True)
class Case:
    """How to spoil the tiny project, and where the error must point: a text that stands in its line, or None for a whole file."""

    spoil: Callable[[Path], object]
    file: str
    at: str | None
    rule: str
    remedy: str

    def line(self, root: Path) -> int:
        """The 1-based number of the line that the error must name."""
        if self.at is None:
            return 0
        lines = (root / self.file).read_text(encoding="utf-8", errors="replace").split("\n")
        return next(number for number, line in enumerate(lines, 1) if self.at in line)


def swap(file: str, before: str, after: str) -> Callable[[Path], object]:
    """Put one text in the place of another."""
    return lambda root: projects.change(root / file, before, after)


def append(file: str, text: str) -> Callable[[Path], object]:
    return lambda root: (root / file).write_text((root / file).read_text("utf-8") + text, "utf-8")


def write(file: str, data: bytes) -> Callable[[Path], object]:
    return lambda root: (root / file).write_bytes(data)


def edit(file: str, before: bytes, after: bytes) -> Callable[[Path], object]:
    """As `swap`, for what is no text any more."""
    return lambda root: (root / file).write_bytes((root / file).read_bytes().replace(before, after, 1))


def resave(file: str, encoding: str) -> Callable[[Path], object]:
    return lambda root: (root / file).write_bytes((root / file).read_text("utf-8").encode(encoding))


def remove(file: str) -> Callable[[Path], object]:
    return lambda root: (root / file).unlink()


CORRECTION_BEYOND = "\n- {line: 999, from: 甲, to: 乙, why: 误识}\nnotes:"
SECOND_RECORD = "- {id: '003', starts: 14, title: {value: 又一篇, basis: supplied}, genre: 报道}\n"
STRUCTURE = "genre: 理论文章\n  structure: [{line: %s}]"

CASES = {
    "source missing": Case(remove(SOURCE), SOURCE, None, "source-missing", "put the source there"),
    "source empty": Case(write(SOURCE, b""), SOURCE, None, "source-empty", "put the text"),
    "source blank": Case(write(SOURCE, b" \r\n\n\t"), SOURCE, None, "source-empty", "put the text"),
    "source a byte short": Case(
        edit(SOURCE, "账".encode(), "账".encode()[:-1]),
        SOURCE,
        "\ufffd",
        "source-encoding",
        "save the file as UTF-8",
    ),
    "source not text": Case(
        edit(SOURCE, "二、看账".encode(), bytes(range(128, 160))),
        SOURCE,
        "\ufffd",
        "source-encoding",
        "save the file as UTF-8",
    ),
    "NUL in the source": Case(edit(SOURCE, b"[1]", b"[\0]"), SOURCE, "\0", "source-nul", "delete the byte"),
    "replacement character": Case(
        swap(SOURCE, "灯一盏", "灯\ufffd盏"),
        SOURCE,
        "\ufffd",
        "forbidden-character",
        "say in corrections.yml",
    ),
    "private use character": Case(
        swap(SOURCE, "源头。", "源\ue123。"),
        SOURCE,
        "\ue123",
        "forbidden-character",
        "say in corrections.yml",
    ),
    "control character": Case(
        swap(SOURCE, "灯一盏", "灯\x07盏"), SOURCE, "\x07", "forbidden-character", "say in corrections.yml"
    ),
    "control character in a byline": Case(
        swap(SOURCE, "江海日报评论员", "江海\x08日报评论员"),
        SOURCE,
        "\x08",
        "forbidden-character",
        "leave the line out of `byline`",
    ),
    "corpus.yml missing": Case(remove(CORPUS), CORPUS, None, "missing", "write one with `name`"),
    "record without an article": Case(
        swap(ARTICLES, "starts: 14", "starts: 16"),
        ARTICLES,
        "'002'",
        "record-matches-nothing",
        "mend `starts`",
    ),
    "record beyond the end": Case(
        swap(ARTICLES, "starts: 14", "starts: 999"),
        ARTICLES,
        "'002'",
        "record-matches-nothing",
        "mend `starts`",
    ),
    "two records for an article": Case(
        append(ARTICLES, SECOND_RECORD), ARTICLES, "'003'", "two-records", "delete one"
    ),
    "two records of one id": Case(
        swap(ARTICLES, "id: '002'", "id: '001' # again"),
        ARTICLES,
        "again",
        "two-records",
        "every article keeps its own",
    ),
    "unknown outlet": Case(
        swap(ARTICLES, "value: 江海日报", "value: 江河日报"),
        ARTICLES,
        "'001'",
        "unknown-outlet",
        "list it there",
    ),
    "correction that is not there": Case(
        swap(CORRECTIONS, "from: 稻浪翻磙", "from: 麦浪翻磙"),
        CORRECTIONS,
        "麦浪",
        "correction-not-there",
        "copy `from` from the source",
    ),
    "correction beyond the end": Case(
        swap(CORRECTIONS, "\nnotes:", CORRECTION_BEYOND),
        CORRECTIONS,
        "999",
        "correction-not-there",
        "copy `from` from the source",
    ),
    "correction of nothing": Case(
        swap(CORRECTIONS, "from: 稻浪翻磙", "from: ' '"),
        CORRECTIONS,
        "line: 6",
        "missing-key",
        "copy the words",
    ),
    "decision about no line": Case(
        swap(ARTICLES, "genre: 理论文章", STRUCTURE % "999, as: question"),
        ARTICLES,
        "line: 999",
        "decision-not-there",
        "mend or delete",
    ),
    "decision about words not there": Case(
        swap(ARTICLES, "genre: 理论文章", STRUCTURE % "16, as: split, at: 账本有五册"),
        ARTICLES,
        "line: 16",
        "decision-not-there",
        "copy `at` from the source",
    ),
    "note about words not there": Case(
        swap(CORRECTIONS, "passage: 账本有三册", "passage: 账本有五册"),
        CORRECTIONS,
        "五册",
        "note-not-there",
        "copy `passage`",
    ),
    "note about no line": Case(
        swap(CORRECTIONS, "{line: 16,", "{line: 999,"), CORRECTIONS, "999", "note-not-there", "mend `line`"
    ),
    "bad date": Case(
        swap(ARTICLES, "'2031-05-06'", "2031年5月"), ARTICLES, "2031年5月", "bad-date", "write YYYY-MM-DD"
    ),
    "a bound that is no day": Case(
        swap(ARTICLES, "basis: record}", "basis: record, not_before: 2031-04}"),
        ARTICLES,
        "not_before",
        "bad-date",
        "must be a day",
    ),
    "bounds that leave no day": Case(
        swap(ARTICLES, "basis: record}", "basis: record, not_before: '2031-06-01'}"),
        ARTICLES,
        "not_before",
        "bad-date",
        "no day lies within",
    ),
    "date that says nothing": Case(
        swap(ARTICLES, "value: '2031-05-06', ", ""), ARTICLES, "basis: record", "missing-key", "add one"
    ),
    "series of what is not there": Case(
        write(SERIES, "series:\n- {name: 江海, articles: ['001', '009'], grounds: 同题}\n".encode()),
        SERIES,
        "江海",
        "bad-series",
        "there is no article 009",
    ),
    "series of one": Case(
        write(SERIES, "series:\n- {name: 江海, articles: ['001'], grounds: 同题}\n".encode()),
        SERIES,
        "江海",
        "bad-series",
        "two articles or more",
    ),
    "date that no calendar has": Case(
        swap(ARTICLES, "2031-05-06", "2031-02-30"), ARTICLES, "2031-02-30", "bad-date", "write YYYY-MM-DD"
    ),
    "unknown genre": Case(
        swap(ARTICLES, "genre: 理论文章", "genre: 散文"), ARTICLES, "'002'", "unknown-genre", "must be one of"
    ),
    "id that is no address": Case(
        swap(ARTICLES, "id: '002'", "id: 渔村"), ARTICLES, "id: 渔村", "bad-id", "use digits"
    ),
    "id that is the full list": Case(
        swap(ARTICLES, "id: '002'", "id: index"), ARTICLES, "id: index", "bad-id", "use digits"
    ),
    "text without quotes": Case(
        swap(ARTICLES, "id: '002'", "id: 002"), ARTICLES, "id: 002", "not-text", "put it in quotes"
    ),
    "key twice": Case(
        swap(ARTICLES, "starts: 14", "starts: 14\n  starts: 14 # again"),
        ARTICLES,
        "starts: 14 # again",
        "yaml",
        "mend this line",
    ),
    "pattern that is none": Case(
        swap(CORPUS, r"'\[\d+\]'", r"'[\d+'"), CORPUS, "page_number:", "bad-pattern", "no regular expression"
    ),
}
for file, first, chinese in (
    (CORPUS, "name:", "name:"),
    (ARTICLES, "articles:", "title:"),
    (OUTLETS, "outlets:", "- {name:"),
    (CORRECTIONS, "corrections:", "- {line: 6"),
):
    name = Path(file).name
    CASES |= {
        f"{name} malformed": Case(append(file, "\n甲: 乙\n丁卯\n"), file, "丁卯", "yaml", "mend this line"),
        f"{name} with a control character": Case(
            append(file, "\n# \x02\n"), file, "\x02", "yaml", "delete it"
        ),
        f"{name} not UTF-8": Case(resave(file, "gb18030"), file, chinese, "yaml-encoding", "as UTF-8"),
        f"{name} with an unknown key": Case(
            append(file, "\nunheard: of\n"), file, first, "unknown-key", "the keys here are"
        ),
        f"{name} a list": Case(write(file, b"- a\n- b\n"), file, "- a", "yaml-shape", "mend the indentation"),
    }


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return projects.tiny(tmp_path / "wenku")


def test_the_tiny_project_itself_is_good(project: Path) -> None:
    library = build.build(project)
    assert [article.id for article in library.articles] == ["001", "002"]
    assert not library.warnings


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_bad_input_gives_one_error_that_names_file_line_and_remedy(project: Path, case: Case) -> None:
    build.build(project)
    before = projects.contents(project / "docs")
    case.spoil(project)
    with pytest.raises(CorpusError) as caught:
        build.build(project)
    (finding,) = caught.value.findings
    assert finding.rule == case.rule
    assert finding.file == case.file
    assert case.remedy in finding.message
    assert finding.line == case.line(project)
    assert str(finding).startswith(f"{case.file}:")
    assert "\n" not in str(finding)
    assert projects.contents(project / "docs") == before, "a failed build changed the pages"


def test_a_source_without_an_article_is_no_library(project: Path) -> None:
    for decided in ("articles.yml", "corrections.yml"):
        (project / "corpus" / decided).unlink()
    (project / SOURCE).write_text("— 1 —\n\n— 2 —\n", encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        build.build(project)
    (finding,) = caught.value.findings
    assert (finding.file, finding.rule) == (SOURCE, "no-article")
    assert "mend `marks` in corpus.yml" in finding.message


def test_a_rule_whose_replacement_cannot_be_used_is_told(project: Path) -> None:
    rule = "\n  rules:\n    - {name: odd, pattern: '江', given: '\\9', reason: 试}\n"
    swap(CORPUS, "  page_number:", f"{rule.strip(chr(10))}\n  page_number:")(project)
    with pytest.raises(CorpusError) as caught:
        build.build(project)
    assert [finding.rule for finding in caught.value.findings] == ["bad-given"]


def test_words_in_another_encoding_are_read(project: Path) -> None:
    build.build(project)
    before = projects.contents(project / "docs")
    terms = project / "corpus" / "terms.txt"
    terms.write_bytes(terms.read_text(encoding="utf-8").encode("gb18030"))
    build.build(project)
    assert projects.contents(project / "docs") == before


def test_a_character_that_no_page_may_show_can_be_corrected_and_is_named(project: Path) -> None:
    swap(SOURCE, "灯一盏", "灯\ufffd盏")(project)
    swap(CORRECTIONS, "\nnotes:", "\n- {line: 4, from: 灯\ufffd盏, to: 灯一盏, why: 误识}\nnotes:")(project)
    build.build(project)
    page = (project / "docs/articles/001.md").read_text(encoding="utf-8")
    assert "灯一盏" in page
    assert "<q>灯[U+FFFD]盏</q>" in page
    assert "\ufffd" not in page


def test_a_record_that_is_missing_is_drafted_and_said(project: Path) -> None:
    records = project / "corpus" / "articles.yml"
    text = records.read_text(encoding="utf-8")
    records.write_text(text[: text.index("- id: '002'")], encoding="utf-8")
    projects.change(project / SOURCE, "渔村有账本", "江观平\n\n渔村有账本")
    projects.change(project / CORRECTIONS, "line: 16", "line: 18")
    library = build.build(project)
    (warning,) = library.warnings
    assert warning.rule == "no-record"
    assert "line 14" in warning.message
    assert "add a record with `starts: 14`" in warning.message
    assert library.articles[1].title.shown == "[渔村有账本]"
    code, printed = projects.mkdocs(project, "build")
    assert code == 0, printed
    assert printed.count(str(warning)) == 1
    assert (project / "site" / "articles" / "002" / "index.html").is_file()


ENCODINGS = {
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "CR": lambda text: text.replace("\n", "\r").encode(),
    "UTF-8 with a mark": lambda text: text.encode("utf-8-sig"),
    "UTF-16 with a mark": lambda text: text.encode("utf-16"),
    "UTF-16, big end first, with a mark": lambda text: ("\ufeff" + text).encode("utf-16-be"),
    "UTF-16 without a mark": lambda text: text.encode("utf-16-le"),
    "GB18030": lambda text: text.encode("gb18030"),
    "GB18030 and CRLF": lambda text: text.replace("\n", "\r\n").encode("gb18030"),
}


@pytest.mark.parametrize("encode", ENCODINGS.values(), ids=ENCODINGS.keys())
def test_every_encoding_gives_the_same_pages(project: Path, encode: Callable[[str], bytes]) -> None:
    build.build(project)
    before = projects.contents(project / "docs")
    (project / SOURCE).write_bytes(encode(projects.TEXT))
    build.build(project)
    after = projects.contents(project / "docs")
    published = f"data/source/{Path(SOURCE).name}"
    assert (project / "docs" / published).read_bytes() == encode(projects.TEXT)
    assert after | {published: before[published]} == before


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny project with its site."""
    root = projects.tiny(tmp_path_factory.mktemp("built") / "wenku")
    code, printed = projects.mkdocs(root, "build")
    assert code == 0, printed
    return root


@pytest.mark.parametrize(
    "name",
    [
        "source missing",
        "source a byte short",
        "private use character",
        "articles.yml malformed",
        "unknown outlet",
    ],
)
def test_a_failed_build_says_so_and_leaves_the_last_site(built: Path, name: str) -> None:
    case = CASES[name]
    good, before = projects.contents(built / "corpus"), projects.contents(built / "site")
    saved = {path: path.read_bytes() for path in built.glob("corpus/**/*") if path.is_file()}
    case.spoil(built)
    code, printed = projects.mkdocs(built, "build")
    said = [line for line in printed.splitlines() if line.startswith(case.file)]
    after = projects.contents(built / "site")
    for path, data in saved.items():
        path.write_bytes(data)
    assert code == 1
    assert len(said) == 1
    assert said[0].endswith(f"[{case.rule}]")
    assert "Traceback" not in printed
    assert after == before
    assert projects.contents(built / "corpus") == good


def test_the_pipeline_alone_says_the_same(project: Path) -> None:
    CASES["unknown outlet"].spoil(project)
    with projects.start(project, program=("scripts/build.py",)) as process:
        printed, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert printed.startswith(f"{ARTICLES}:3: ")
    assert len(printed.splitlines()) == 1
