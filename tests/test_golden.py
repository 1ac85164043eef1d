"""Whole cases, from source to library, against a dump an editor has read: `golden/<stage>/<case>/`.

A new case is a new folder. `pytest --save-golden` writes the dumps again; read the difference before you keep it."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from helpers import GOLDEN, marks, read
from wenku import checks, curated
from wenku.model import Article, Correction, Library, Line, Person, Value

CASES = sorted(path.parent for path in GOLDEN.glob("*/*/source.txt"))


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.parent.name}/{case.name}") for case in CASES])
def test_a_case_becomes_the_library_its_golden_file_shows(
    case: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folder = tmp_path / "corpus"
    shutil.copytree(case, folder)
    if not (folder / "corpus.yml").exists():
        shutil.copy(GOLDEN / "corpus.yml", folder)
    found = "\n".join(dump(*read(folder))) + "\n"
    golden = case / "golden.txt"
    if request.config.getoption("--save-golden"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


@pytest.mark.compilation
def test_the_cases_are_marked_as_the_real_compilation_is() -> None:
    assert curated.read(GOLDEN).marks == marks()


def dump(lines: Sequence[Line], library: Library) -> Iterator[str]:
    """The library as an editor reads it."""
    for article in library.articles:
        yield from _article(article)
        yield ""
    for line in library.furniture:
        yield f"furniture  {line.number}  {line.text.strip()}"
    for warning in library.warnings:
        yield f"warning  {warning}"
    for finding in checks.run(lines, library):
        yield f"finding  {finding}"


def _article(article: Article) -> Iterator[str]:
    yield f"{article.id}  {article.title.shown}  (title: {article.title.basis}; lines {article.first_line}–{article.last_line})"
    yield f"signed   {article.byline.printed or '—'}"
    yield f"read as  {_people(article.byline.people)}; outlet {article.byline.outlet or '—'}; date {article.byline.date or '—'}"
    yield f"given    {_people(article.authors)}; outlet {_value(article.outlet)}; date {_value(article.date)}; genre {_value(article.genre)}"
    for block in article.blocks:
        level = f" {block.level}" if block.level else ""
        yield f"{block.id:<4} {block.kind}{level} {block.first_line}–{block.last_line}  {block.text}"
    for change, times in Counter(map(_correction, article.corrections)).items():
        yield change + (f" ×{times}" if times > 1 else "")
    for note in article.notes:
        yield f"note {note.line}  「{note.passage}」 {note.note}"


def _people(people: Sequence[Person]) -> str:
    return "、".join(map(_person, people)) or "—"


def _person(person: Person) -> str:
    facts = [person.affiliation or "—", person.role or "—", "笔名" if person.pen_name else "", person.basis]
    return f"{person.name}（{'，'.join(filter(None, facts))}）"


def _value(value: Value | None) -> str:
    return f"{value.value} ({value.basis})" if value else "—"


def _correction(change: Correction) -> str:
    return f"corrected {change.line}  「{change.found}」→「{change.given}」 {change.rule or change.reason}"
