"""Lines -> paragraphs, with headings told from text.

In: the lines of one article, the marks, what people decided. Out: paragraphs of one kind each. Wrong: a decision about a
place that is not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from wenku.model import DEEPEST, KINDS, CorpusError, Decision, Finding, Line, Marks, Paragraph

RECORDS = "corpus/articles.yml"


def ends(line: Line, marks: Marks, following: Line | None) -> bool:
    """Whether a paragraph ends with `line`; a blank line or page number between the two shows as an empty line."""
    if following is None:
        return True
    gap = "\n" if following.number == line.number + 1 else "\n\n"
    return bool(marks.paragraph_end.search(f"{line.text}{gap}{following.text}"))


def join(lines: Sequence[Line], marks: Marks, decisions: Sequence[Decision] = ()) -> Iterator[Paragraph]:
    """Run lines together to paragraphs, at the ends the source marks and where `decisions` say otherwise."""
    acts = {decision.line: decision.act for decision in decisions if decision.act in ("join", "end")}
    gathered: list[Line] = []
    for line, following in pairwise([*lines, None]):
        assert line is not None
        gathered.append(line)
        act = acts.get(line.number)
        if act == "end" or (act != "join" and ends(line, marks, following)):
            yield Paragraph(tuple(gathered))
            gathered = []
    if gathered:
        yield Paragraph(tuple(gathered))


def read(lines: Sequence[Line], marks: Marks, decisions: Sequence[Decision]) -> tuple[Paragraph, ...]:
    """The paragraphs of an article's body: joined, cut where decided, headings and other kinds marked."""
    _must_be_there(lines, decisions)
    cut = [part for paragraph in join(lines, marks, decisions) for part in _cut(paragraph, decisions)]
    marked = [_mark(paragraph, marks, decisions) for paragraph in cut]
    return tuple(_level(marked))


def heading_rank(text: str, marks: Marks) -> int | None:
    """The rank of the heading style that `text` wears, None if it does not look like a heading."""
    squeezed = "".join(text.split())
    if not squeezed or len(squeezed) > marks.heading_longest:
        return None
    return next((style.rank for style in marks.headings if style.pattern.search(squeezed)), None)


def _must_be_there(lines: Sequence[Line], decisions: Sequence[Decision]) -> None:
    at = {line.number: index for index, line in enumerate(lines)}
    for decision in decisions:
        index = at.get(decision.line)
        if index is None:
            message = f"a decision about line {decision.line}, which is no body line of this article; mend or delete it"
        elif decision.at and (count := len(_offsets(lines, index, decision.at))) != 1:
            found = "stands twice in" if count else "does not begin in"
            message = f"「{decision.at}」 {found} line {decision.line}; copy `at` from the source, as long as is needed"
        else:
            continue
        raise CorpusError(Finding(RECORDS, decision.record_line, "decision-not-there", message))


def _cut(paragraph: Paragraph, decisions: Sequence[Decision]) -> Iterator[Paragraph]:
    cuts = {(decision.line, decision.at) for decision in decisions if decision.at}
    gathered: list[Line] = []
    for index, line in enumerate(paragraph.lines):
        rest = line.text
        own = [at for number, at in cuts if number == line.number and at]
        offsets = sorted(offset for at in own for offset in _offsets(paragraph.lines, index, at))
        start = 0
        for offset in offsets:
            if offset > start or gathered:
                if offset > start:
                    gathered.append(Line(line.number, rest[start:offset]))
                yield Paragraph(tuple(gathered))
                gathered = []
            start = offset
        gathered.append(Line(line.number, rest[start:]))
    yield Paragraph(tuple(gathered))


def _offsets(lines: Sequence[Line], index: int, words: str) -> list[int]:
    """Where in a line `words` begin; they may run on into the next line."""
    line = lines[index].text
    whole = line + (lines[index + 1].text if index + 1 < len(lines) else "")
    return [offset for offset in range(len(line)) if whole.startswith(words, offset)]


def _mark(paragraph: Paragraph, marks: Marks, decisions: Sequence[Decision]) -> Paragraph:
    first = paragraph.lines[0]
    own = [decision for decision in decisions if decision.line == first.number]
    # Behind a cut inside the line, only what was decided about these words holds.
    begun = [decision for decision in own if decision.at and paragraph.raw.startswith(decision.at)]
    for decision in begun or [decision for decision in own if decision.at is None]:
        if decision.act in KINDS:
            return replace(paragraph, kind=decision.act, level=decision.level)
    rank = heading_rank(paragraph.raw, marks)
    return paragraph if rank is None else replace(paragraph, kind="heading", rank=rank)


def _level(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """A heading stands one level below the last one of a higher rank; where there is none, it is of level 2."""
    above: list[int] = []
    for paragraph in paragraphs:
        if paragraph.rank is not None:
            above = [rank for rank in above if rank < paragraph.rank]
            yield replace(paragraph, level=min(2 + len(above), DEEPEST))
            above.append(paragraph.rank)
        elif paragraph.kind == "heading" and paragraph.level is None:
            yield replace(paragraph, level=min(2 + len(above), DEEPEST))
        else:
            yield paragraph
