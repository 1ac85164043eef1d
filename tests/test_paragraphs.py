"""Lines become paragraphs and headings as the marks say, and otherwise where a person decided."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from helpers import lines, marks
from wenku import paragraphs
from wenku.model import CorpusError, Decision, Line

AT_A_BLANK_LINE = replace(marks(), paragraph_end=re.compile(r"\n\n"))
BEFORE_AN_INDENT = replace(marks(), paragraph_end=re.compile(r"\n+(?=　　)"))


def test_a_paragraph_may_end_at_a_blank_line() -> None:
    text = [Line(1, "港口活，"), Line(2, "则全城活。"), Line(4, "茶山绿。")]
    assert [p.raw for p in paragraphs.join(text, AT_A_BLANK_LINE)] == ["港口活，则全城活。", "茶山绿。"]


def test_a_paragraph_may_end_before_an_indent_even_over_a_page_number() -> None:
    text = [Line(1, "　　港口活，"), Line(2, "则全城活。"), Line(4, "　　茶山绿。"), Line(6, "又绿。")]
    assert [p.raw for p in paragraphs.join(text, BEFORE_AN_INDENT)] == [
        "　　港口活，则全城活。",
        "　　茶山绿。又绿。",
    ]


def test_a_decision_may_part_one_line_in_several_places() -> None:
    decisions = [Decision(1, "split", "乙"), Decision(1, "question", "丙")]
    found = paragraphs.read(lines("甲。乙。丙？ "), marks(), decisions)
    assert [(p.raw, p.kind) for p in found] == [
        ("甲。", "paragraph"),
        ("乙。", "paragraph"),
        ("丙？ ", "question"),
    ]


def test_what_was_decided_about_a_line_does_not_hold_behind_a_cut_in_it() -> None:
    decisions = [Decision(1, "heading", level=2), Decision(1, "split", "绿色")]
    found = paragraphs.read(lines("（六）转型绿色是底色。 "), marks(), decisions)
    assert [(p.raw, p.kind, p.level) for p in found] == [
        ("（六）转型", "heading", 2),
        ("绿色是底色。 ", "paragraph", None),
    ]


@pytest.mark.compilation
@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("引言", 1),
        ("三、新质生产力的“新”要求", 1),
        ("一、何谓“新质生产力”，核心要义是什么？", 1),
        ("（二）提出新质生产力概念的时代背景", 2),
        ("3.生产力进步的推动力量：科技进步", 3),
        ("（1）劳动者", 4),
        ("新质生产力的底色", 3),
        ("一、加快转型。", None),
        ("1.扁担两头沉；", None),
        ("——加快产业创新", None),
        ("港口的门，为何总开着？", None),
        ("二、" + "长" * 41, None),
        ("", None),
    ],
)
def test_a_heading_is_known_by_its_style_and_length(text: str, rank: int | None) -> None:
    assert paragraphs.heading_rank(text, marks()) == rank


@pytest.mark.parametrize(
    ("decision", "remedy"),
    [
        (
            Decision(9, "join", record_line=5),
            "line 9, which is no body line of this article; mend or delete it",
        ),
        (
            Decision(1, "split", "没有", record_line=5),
            "「没有」 does not begin in line 1; copy `at` from the source",
        ),
    ],
    ids=["no such line", "no such words"],
)
def test_a_decision_about_a_place_that_is_not_there_is_an_error(decision: Decision, remedy: str) -> None:
    with pytest.raises(CorpusError, match=re.escape(remedy)) as caught:
        paragraphs.read(lines("港口活。 "), marks(), [decision])
    assert caught.value.findings[0].line == 5
