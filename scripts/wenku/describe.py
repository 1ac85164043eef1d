"""Spans -> articles: paragraphs become corrected blocks with ids, records say who, where and when.

In: a span, the marks, the reviewed corrections and notes. Out: an `Article`, the corrections used, a warning where the
record is missing. Wrong: a correction, note or decision about something that is not there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from wenku import corrections, paragraphs
from wenku.model import (
    Article,
    Block,
    Byline,
    Corpus,
    CorpusError,
    Correction,
    Finding,
    Line,
    Note,
    Paragraph,
    SingleCorrection,
    Span,
    Spot,
    Title,
    Value,
)

RECORDS = "corpus/articles.yml"
Entry = TypeVar("Entry", Correction, Note)


@dataclass(frozen=True, slots=True)
class Described:
    """An article, and what its making leaves to say."""

    article: Article
    used: frozenset[SingleCorrection]
    warnings: tuple[Finding, ...]


def all_of(spans: Sequence[Span], corpus: Corpus) -> tuple[Described, ...]:
    """Describe every span, each with the corrections and notes of its own lines."""
    owner = {
        line.number: at
        for at, span in enumerate(spans)
        for line in (*span.byline.lines, *_title(span), *span.lines)
    }
    singles: dict[int, list[SingleCorrection]] = {}
    notes: dict[int, list[Note]] = {}
    for single in corpus.corrections:
        singles.setdefault(owner.get(single.line, -1), []).append(single)
    for note in corpus.notes:
        if note.line not in owner:
            message = f"a note about line {note.line}, which is no text line of any article; mend `line`"
            raise CorpusError(Finding(corrections.FILE, note.record_line, "note-not-there", message))
        notes.setdefault(owner[note.line], []).append(note)
    names = identifiers(spans)
    return tuple(
        describe(span, name, corpus, singles.get(at, ()), notes.get(at, ()))
        for at, (span, name) in enumerate(zip(spans, names, strict=True))
    )


def describe(
    span: Span, identifier: str, corpus: Corpus, singles: Sequence[SingleCorrection], notes: Sequence[Note]
) -> Described:
    """Make the article of `span`; `singles` and `notes` are those that fall into its lines."""
    decisions = span.record.decisions if span.record else ()
    body = paragraphs.read(span.lines, corpus.marks, decisions)
    heading = Paragraph(span.title.lines, "heading", 1) if span.title else None
    if heading:
        body = (heading, *body)
    changes = corrections.furniture(span.furniture)
    used: set[SingleCorrection] = set()
    placed: dict[Note, Note] = {}
    blocks: list[Block] = []
    counts = {"h": 0, "p": 0}
    for paragraph in body:
        cleaned = corrections.clean(paragraph, corpus.marks.rules, singles, notes)
        text = cleaned.text
        used |= cleaned.used
        if not text:
            changes += cleaned.changes
            continue
        level = paragraph.level
        if paragraph is heading and (span.record is None or span.record.title.value == text):
            name = "title"
        else:
            letter = "h" if paragraph.kind == "heading" else "p"
            counts[letter] += 1
            name, level = f"{letter}{counts[letter]}", level and max(level, 2)
        first, last = paragraph.lines[0].number, paragraph.lines[-1].number
        blocks.append(Block(name, paragraph.kind, level, text, first, last))
        changes += (replace(change, spot=replace(change.spot, block=name)) for change in cleaned.changes)
        placed |= {note: replace(note, spot=replace(note.spot, block=name)) for note in cleaned.notes}
    numbers = [line.number for line in (*span.byline.lines, *_title(span), *span.lines)]
    common = {
        "id": identifier,
        "source": corpus.source,
        "first_line": min(numbers),
        "last_line": max(numbers),
        "byline": span.byline,
        "blocks": tuple(blocks),
        "corrections": tuple(_near(change, blocks) for change in sorted(changes, key=lambda one: one.line)),
        "notes": tuple(_near(placed.get(note, note), blocks) for note in notes),
    }
    record = span.record
    if record is None:
        warning = Finding(
            RECORDS,
            0,
            "no-record",
            f"no record for the article at line {span.starts}; drafted as {identifier}: review it and add a record with `starts: {span.starts}`",
        )
        return Described(_draft(span.byline, blocks, common), frozenset(used), (warning,))
    article = Article(
        **common,  # type: ignore[arg-type]
        title=record.title,
        authors=record.authors,
        outlet=record.outlet,
        date=record.date,
        genre=record.genre,
        region=record.region,
        evidence=record.evidence,
        locator=record.locator,
        bounds=record.bounds,
        byline_damaged=record.byline_damaged,
    )
    return Described(article, frozenset(used), ())


def identifiers(spans: Sequence[Span]) -> list[str]:
    """The id of each span: as recorded; a draft takes its place in the order if free, else the next free number."""
    taken = {span.record.id for span in spans if span.record}
    width = max(3, len(str(len(spans))))
    found = []
    for place, span in enumerate(spans, 1):
        if span.record:
            found.append(span.record.id)
            continue
        number = place
        while f"{number:0{width}}" in taken:
            number = max(number + 1, len(spans) + 1) if number <= len(spans) else number + 1
        identifier = f"{number:0{width}}"
        taken.add(identifier)
        found.append(identifier)
    return found


def _near(entry: Entry, blocks: Sequence[Block]) -> Entry:
    """`entry` in the block where it stands; where no block has its words (a page number), at the end of the last block that begins
    before its line; what is about the byline stands in none."""
    before = [block for block in blocks if block.first_line <= entry.line]
    if entry.spot.block or not before:
        return entry
    return replace(entry, spot=Spot(before[-1].id, len(before[-1].text), len(before[-1].text)))


def _title(span: Span) -> tuple[Line, ...]:
    return span.title.lines if span.title else ()


def _draft(byline: Byline, blocks: Sequence[Block], common: dict[str, object]) -> Article:
    """What the rules alone can say: the printed title or the opening words as a supplied one, the byline as read."""
    printed = next((block.text for block in blocks if block.level == 1), None)
    text = next((block.text for block in blocks if block.kind != "heading"), "")
    opening = re.split(r"[，。！？；：]", text)[0][:24]
    penned = any(person.pen_name for person in byline.people)
    comment = penned or (byline.outlet and not byline.people) or "评论员" in (byline.printed or "")
    return Article(
        **common,  # type: ignore[arg-type]
        title=Title(printed, "source") if printed else Title(opening or "无题", "supplied"),
        authors=byline.people,
        outlet=Value(byline.outlet, "pen name" if penned else "byline") if byline.outlet else None,
        date=Value(byline.date, "byline") if byline.date else None,
        genre=Value("评论", "byline") if comment else None,
        region=None,
        evidence="尚未审校：署名、媒体由程序自署名行读出。",
    )
