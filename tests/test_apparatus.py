"""What was changed and what is doubtful: each entry knows its place in the text, and leads there and to the source."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from helpers import make, marks
from hypothesis import given
from hypothesis import strategies as st
from wenku import apparatus, corrections, markdown, sources
from wenku.model import Article, Library, Line, Note, Paragraph, SingleCorrection, TextRule

DOT = TextRule("dot", re.compile("•"), "·", "改点")


def cleaned(text: str, *entries: SingleCorrection | Note) -> corrections.Cleaned:
    singles = [entry for entry in entries if isinstance(entry, SingleCorrection)]
    notes = [entry for entry in entries if isinstance(entry, Note)]
    lines = tuple(Line(number, line) for number, line in enumerate(text.split("\n"), 1))
    return corrections.clean(Paragraph(lines), [DOT], singles, notes)


def test_a_correction_knows_where_its_words_stand_now() -> None:
    given = cleaned("  江海•万物\n稻浪翻磙", SingleCorrection(2, "稻浪翻磙", "稻浪翻滚了", "误识"))
    assert given.text == "江海·万物稻浪翻滚了"
    assert [given.text[one.spot.start : one.spot.stop] for one in given.changes] == ["·", "稻浪翻滚了"]


def test_a_note_is_found_by_the_words_of_the_source_where_they_were_corrected_too() -> None:
    given = cleaned("江 海•万物，稻\n浪翻滚", Note(1, "江海•万物，稻浪", "疑"))
    [note] = given.notes
    assert given.text[note.spot.start : note.spot.stop] == "江海·万物，稻浪"


def test_words_that_are_deleted_leave_an_empty_spot() -> None:
    given = cleaned("江海衍文万物", SingleCorrection(1, "衍文", "", "衍"))
    [change] = given.changes
    assert (change.spot.start, change.spot.stop) == (2, 2)


@given(
    before=st.text("江海 •", max_size=6),
    words=st.text("稻浪•", min_size=1, max_size=5),
    behind=st.text("江海 •", max_size=6),
)
def test_the_spot_of_a_note_holds_its_words(before: str, words: str, behind: str) -> None:
    given = cleaned(before + words + behind, Note(1, words, "疑"))
    [note] = given.notes
    assert given.text[note.spot.start : note.spot.stop] == words.replace("•", "·")


# The entries of a page

TEXTS = ("江海之间，稻浪翻磙，账本有三册[1]。 ", "二、看账 ", "这笔账，越算越明白。 ")


def article(*notes: Note) -> Article:
    single = SingleCorrection(1, "稻浪翻磙", "稻浪翻滚", "误识")
    return make(*TEXTS, corrections=(single,), notes=notes)[1].articles[0]


def test_a_passage_leads_to_its_entry_and_the_entry_to_its_paragraph_and_line() -> None:
    page = markdown.body(article().blocks, marks(), apparatus.spots(article()))
    assert '<a class="noted" id="c1-at" href="#c1">稻浪翻滚</a>' in page
    entries = apparatus.written(article())
    assert (
        '<li id="c1"><a href="#p1">第 1 段</a>（底本<a href="../../source/1/#l1">第 1 行</a>）：' in entries
    )


def test_a_passage_with_half_a_reference_mark_takes_all_of_it() -> None:
    noted = article(Note(1, "有三册[", "疑"))
    page = markdown.body(noted.blocks, marks(), apparatus.spots(noted))
    assert 'href="#n1">有三册<sup class="ref">&#91;1&#93;</sup></a>' in page


def test_what_is_said_of_a_heading_is_bound_to_the_whole_of_it() -> None:
    noted = article(Note(3, "看账", "疑"))
    page = markdown.body(noted.blocks, marks(), apparatus.spots(noted))
    assert '## <a class="noted" id="n1-at" href="#n1">二、<wbr>看账</a> {: #h1 }' in page
    assert "标题“二、看账”" in apparatus.written(noted)


@pytest.mark.compilation
def test_every_entry_of_the_compilation_names_its_place(library: Library) -> None:
    for one in library.articles:
        ids = {block.id for block in one.blocks}
        for change in one.corrections:
            assert change.spot.block in ids, (one.id, change)
        signed = {line.number for line in one.byline.lines}
        for note in one.notes:
            assert note.spot.stop > note.spot.start or note.line in signed, (one.id, note)


# The source


def test_the_pages_of_the_source_hold_every_line_at_its_address() -> None:
    _, library = make("江海之间。 ")
    lines = tuple(Line(number, f"第{number}行 ") for number in range(1, 2502))
    pages = [*sources.parts(replace(library, lines=lines))]
    assert [path for path, _, _ in pages] == ["source/index.md", "source/1.md", "source/2.md", "source/3.md"]
    assert re.findall(r'<li id="l(\d+)">', "".join(listed for _, listed, _ in pages)) == [
        *map(str, range(1, 2502))
    ]
    assert sources.place(1000) == "source/1/#l1000"
    assert sources.place(1001) == "source/2/#l1001"


def test_what_no_page_can_show_is_named() -> None:
    assert sources.printable("灯\ue000盏\x07") == "灯[U+E000]盏[U+0007]"
