"""Pages -> spans: which lines make which article.

In: pages, marks, outlets, records. Out: one span an article, in order. An article starts on a new page, after a finished
paragraph, with a byline or a title; a record starts one where no rule can see it. Wrong: a record that matches no
article, two records for one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, pairwise

from wenku import bylines
from wenku.model import (
    Byline,
    Corpus,
    CorpusError,
    Finding,
    Line,
    Marks,
    Outlet,
    Page,
    Paragraph,
    Record,
    Span,
)
from wenku.paragraphs import ends, join

RECORDS = "corpus/articles.yml"


def split(pages: Sequence[Page], furniture: Sequence[Line], corpus: Corpus) -> tuple[Span, ...]:
    """Cut the text into articles and lay each one's record beside it."""
    tops = {page.lines[0].number: page for page in pages}
    order = {line.number: at for at, line in enumerate(line for page in pages for line in page.lines)}
    lines = [line for page in pages for line in page.lines]
    records = _by_line(corpus.records)
    kept_together = {number for record in corpus.records for number in record.continues}
    starts = {page.lines[0].number for page in pages[:1]}
    for before, page in pairwise(pages):
        top = page.lines[0].number
        if (
            top not in kept_together
            and ends(before.lines[-1], corpus.marks, page.lines[0])
            and _head(page, corpus)
        ):
            starts.add(top)
    starts |= set(records)
    errors = [
        Finding(RECORDS, record.line, "record-matches-nothing", _stray(number, record, tops))
        for number, record in records.items()
        if number not in tops and not (number in order and record.byline and number in record.byline)
    ]
    errors += [
        Finding(
            RECORDS,
            record.line,
            "continues-nothing",
            f"`continues: {number}` is not the first line of a page; mend or delete it",
        )
        for record in corpus.records
        for number in record.continues
        if number not in tops
    ]
    if errors:
        raise CorpusError(*errors)
    spans = []
    for start, stop in pairwise([*sorted(starts), None]):
        assert start is not None
        own = lines[order[start] : order[stop] if stop else len(lines)]
        record = records.get(start)
        byline, title, body = _opening(own, record, corpus.marks, corpus.outlets)
        inside = tuple(line for line in furniture if own[0].number < line.number < own[-1].number)
        spans.append(Span(start, byline, title, tuple(body), inside, record))
    return tuple(spans)


def _by_line(records: Sequence[Record]) -> dict[int, Record]:
    found: dict[int, Record] = {}
    errors = []
    for record in records:
        other = found.setdefault(record.starts, record)
        if other is not record:
            message = f"a second record for the article at line {record.starts} (the first is {other.id}, line {other.line}); delete one"
            errors.append(Finding(RECORDS, record.line, "two-records", message))
    if errors:
        raise CorpusError(*errors)
    return found


def _stray(number: int, record: Record, tops: dict[int, Page]) -> str:
    near = min(tops, key=lambda top: abs(top - number), default=1)
    return f"record {record.id} starts at line {number}, where no page begins; the nearest page begins at line {near}: mend `starts`"


def _head(page: Page, corpus: Corpus) -> bool:
    """Whether the page opens with what an article opens with."""
    if corpus.marks.titles:
        return _titled(page.lines, corpus.marks, corpus.outlets) > 0
    first = next(join(page.lines, corpus.marks))
    return bylines.is_byline(first, corpus.marks, corpus.outlets)


def _titled(lines: Sequence[Line], marks: Marks, outlets: Sequence[Outlet]) -> int:
    """How many lines of title stand above a byline; a title has one paragraph or two and is no sentence."""
    count = 0
    for paragraph in islice(join(lines, marks), 3):
        if count and bylines.is_byline(paragraph, marks, outlets):
            return count
        if _is_sentence(paragraph):
            break
        count += len(paragraph.lines)
    return 0


def _is_sentence(paragraph: Paragraph) -> bool:
    return paragraph.raw.rstrip().endswith(("。", "；", "："))


def _opening(
    lines: Sequence[Line], record: Record | None, marks: Marks, outlets: Sequence[Outlet]
) -> tuple[Byline, Paragraph | None, Sequence[Line]]:
    """The byline and title at the head of an article, and the lines that follow."""
    title: Paragraph | None = None
    rest = lines
    if marks.titles and (record is None or record.title.basis != "supplied"):
        first = next(join(lines, marks))
        count = _titled(lines, marks, outlets) or (0 if _is_sentence(first) else len(first.lines))
        title = Paragraph(tuple(lines[:count])) if count else None
        rest = lines[count:]
    if record and record.byline is not None:
        signed = tuple(line for line in lines if line.number in record.byline)
        if missing := set(record.byline) - {line.number for line in signed}:
            message = f"`byline` of {record.id} names line {min(missing)}, which is no text line of this article; mend it"
            raise CorpusError(Finding(RECORDS, record.line, "byline-not-there", message))
        body = [line for line in rest if line.number not in record.byline]
        return bylines.parse(signed, marks, outlets), title, body
    count = 0
    for paragraph in join(rest, marks):
        following = count > 0 and marks.dateline.fullmatch(paragraph.raw.strip())
        if not following and not bylines.is_byline(paragraph, marks, outlets):
            break
        count += len(paragraph.lines)
    return bylines.parse(tuple(rest[:count]), marks, outlets), title, rest[count:]
