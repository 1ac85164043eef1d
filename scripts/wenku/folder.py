"""A folder of texts -> articles: the second kind of source. One .txt or .md file is one article.

In: the files in the order of their names, each with optional front matter (title, authors, outlet, date, genre, region).
Out: what `describe` makes of each, and its lines. A blank line parts paragraphs unless `paragraph_end` in corpus.yml says
otherwise; `#` marks headings in .md files. Wrong: no file, malformed front matter, a value that is not allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from wenku import curated, describe, source
from wenku.model import (
    Article,
    Byline,
    Corpus,
    CorpusError,
    Finding,
    HeadingStyle,
    Line,
    Marks,
    Span,
    TextRule,
)

HASH_HEADINGS = tuple(HeadingStyle(re.compile(rf"^{'#' * rank}[^#]"), rank) for rank in range(1, 7))
HASH_RULE = TextRule("heading-mark", re.compile(r"^#{1,6}\s*"), "", "Markdown 的标题记号")


def read(folder: Path, name: str, corpus: Corpus) -> Iterator[tuple[tuple[Line, ...], Article]]:
    """The lines (front matter apart) and the article of every file of `folder`; `name` is what errors call it."""
    paths = sorted(
        path for path in folder.rglob("*") if path.suffix.lower() in (".txt", ".md") and path.is_file()
    )
    if not paths:
        message = "no .txt or .md file in this folder; put the texts there or mend `source` in corpus.yml"
        raise CorpusError(Finding(name, 0, "source-empty", message))
    width = max(3, len(str(len(paths))))
    taken: set[str] = set()
    for place, path in enumerate(paths, 1):
        file = f"{name}/{path.relative_to(folder).as_posix()}"
        lines = source.read(path, file)
        matter, body = _front_matter(lines)
        identifier = (
            path.stem
            if re.fullmatch(r"[a-z0-9-]+", path.stem) and path.stem not in {*taken, "index"}
            else f"{place:0{width}}"
        )
        taken.add(identifier)
        marks = _marks(corpus.marks, path.suffix.lower())
        text = tuple(line for line in body if line.text.strip())
        if not text:
            raise CorpusError(
                Finding(file, 0, "source-empty", "the file has no text; write some or delete it")
            )
        listed = {outlet.name for outlet in corpus.outlets} or None
        record = curated.front_matter(matter, file, identifier, path.stem, listed)
        span = Span(text[0].number, Byline(), None, text, (), record)
        own = replace(corpus, marks=marks, source=file.removeprefix("corpus/"))
        yield body, describe.describe(span, identifier, own, (), ()).article


def _front_matter(lines: tuple[Line, ...]) -> tuple[str, tuple[Line, ...]]:
    """The YAML between two lines of three hyphens at the head of a file, if there is any, and the rest."""
    if lines[0].text.strip() != "---":
        return "", lines
    for at, line in enumerate(lines[1:], 1):
        if line.text.strip() == "---":
            return "\n".join(line.text for line in lines[:at]).replace("---", "#--", 1), lines[at + 1 :]
    return "", lines


def _marks(marks: Marks, suffix: str) -> Marks:
    if suffix != ".md":
        return marks
    return replace(marks, headings=(*HASH_HEADINGS, *marks.headings), rules=(HASH_RULE, *marks.rules))
