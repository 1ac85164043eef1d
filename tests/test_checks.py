"""Each rule lets a good library pass and finds the one thing broken in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from helpers import make
from wenku import checks
from wenku.model import Article, Block, Correction, Library, Line, Note

LINES, GOOD = make(
    " 江城大学经济学院教授 王明远 ",
    "港口是门户，门户冶金 3 年，",
    "— 3 —",
    "绿色先行。 ",
    " 江海日报评论员 ",
    "“茶山冶绿，则全城绿。 ",
    notes=(Note(10, "则全城绿", "疑"),),
)


def article(change: Callable[[Article], Article]) -> Library:
    """The good library with its first article changed."""
    return replace(GOOD, articles=(change(GOOD.articles[0]), *GOOD.articles[1:]))


def block(change: Callable[[Block], Block]) -> Library:
    """The good library with the first block of its first article changed."""
    return article(lambda old: replace(old, blocks=(change(old.blocks[0]), *old.blocks[1:])))


def text(change: Callable[[str], str]) -> Library:
    """The good library with the text of its first block changed."""
    return block(lambda old: replace(old, text=change(old.text)))


def test_a_good_library_has_no_findings() -> None:
    assert list(checks.run(LINES, GOOD)) == []


@pytest.mark.compilation
@pytest.mark.parametrize(
    ("broken", "line", "rule"),
    [
        pytest.param(replace(GOOD, articles=GOOD.articles[:1]), 10, "line-lost", id="an article is missing"),
        pytest.param(
            replace(GOOD, articles=GOOD.articles * 2), 1, "line-twice", id="an article stands twice"
        ),
        pytest.param(
            block(lambda b: replace(b, last_line=10)), 10, "line-twice", id="a line in two articles"
        ),
        pytest.param(text(lambda t: t.replace("门户", "门", 1)), 1, "text-differs", id="a character is lost"),
        pytest.param(text(lambda t: t + "完"), 1, "text-differs", id="a character is invented"),
        pytest.param(
            text(lambda t: t.replace("冶金", "治金")), 1, "text-differs", id="a change is made but not listed"
        ),
        pytest.param(
            article(
                lambda a: replace(a, corrections=(*a.corrections, Correction(7, "先行", "后行", "误识")))
            ),
            1,
            "text-differs",
            id="a change is listed but not made",
        ),
        pytest.param(
            article(lambda a: replace(a, corrections=(*a.corrections, Correction(7, "没有", "有", "误识")))),
            1,
            "text-differs",
            id="a change is listed of words that are not there",
        ),
        pytest.param(
            article(lambda a: replace(a, corrections=a.corrections[:-1])),
            1,
            "text-differs",
            id="a page number went without being listed",
        ),
        pytest.param(
            article(lambda a: replace(a, byline=replace(a.byline, lines=(Line(1, "江城大学 王明远"),)))),
            1,
            "byline-differs",
            id="the byline is not as printed",
        ),
        pytest.param(text(lambda t: t + "\ufffd"), 3, "forbidden-character", id="a replacement character"),
        pytest.param(text(lambda t: t + "\ue000"), 3, "forbidden-character", id="a private-use character"),
        pytest.param(text(lambda t: t + "\x07"), 3, "forbidden-character", id="a control character"),
        pytest.param(
            text(lambda t: t.replace("是", "是 ")), 3, "stray-space", id="a space inside Chinese text"
        ),
        pytest.param(text(lambda t: t + "— 3 —"), 3, "page-number", id="a page number in the text"),
    ],
)
def test_a_broken_library_is_found_out(broken: Library, line: int, rule: str) -> None:
    found = [(finding.line, finding.rule) for finding in checks.run(LINES, broken)]
    assert (line, rule) in found


def test_a_note_about_words_that_are_not_there_is_found_out() -> None:
    strayed = replace(GOOD.articles[1], notes=(Note(10, "门户", "疑", 4),))
    (finding,) = checks.run(LINES, replace(GOOD, articles=(GOOD.articles[0], strayed)))
    assert (finding.file, finding.line, finding.rule) == ("corpus/corrections.yml", 4, "note-not-there")


@pytest.mark.compilation
def test_a_change_is_looked_for_where_it_was_made_not_where_its_words_first_stand() -> None:
    lines, library = make(" 王明远 ", "“绿色冶金冶与“门户冶。 ")
    assert library.articles[0].blocks[0].text == "“绿色冶金”与“门户”。"
    assert list(checks.run(lines, library)) == []
