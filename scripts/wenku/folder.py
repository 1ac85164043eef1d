"""A folder of texts -> articles: the second kind of source. One .txt or .md file is one article.

In: the files in the order of their names, each with optional front matter (id, title, authors, outlet, date, genre, region).
Out: what `describe` makes of each, and its lines. A blank line parts paragraphs unless `paragraph_end` in corpus.yml says
otherwise; `#` marks headings in .md files, and where one opens the text it is the title, unless the front matter has
another. Wrong: no file, malformed front matter, a value that is not allowed, two texts
with one id.

A text's id is its own, whatever other files come and go: `id` in its front matter, else its name, where that may stand in
an address, else a hash of its name."""

from __future__ import annotations

import hashlib
import re
import unicodedata
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
    Paragraph,
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
    owners: dict[str, str] = {}
    for path in paths:
        below = path.relative_to(folder).as_posix()
        file = f"{name}/{below}"
        lines = source.read(path, file)
        matter, body = _front_matter(lines)
        marks = _marks(corpus.marks, path.suffix.lower())
        text = tuple(line for line in body if line.text.strip())
        if not text:
            raise CorpusError(
                Finding(file, 0, "source-empty", "the file has no text; write some or delete it")
            )
        listed = {outlet.name for outlet in corpus.outlets} or None
        printed = text[0] if path.suffix.lower() == ".md" and text[0].text.startswith("# ") else None
        title = HASH_RULE.pattern.sub("", printed.text).strip() if printed else None
        record = curated.front_matter(matter, file, identifier(below), title, path.stem, listed)
        if (owner := owners.setdefault(record.id, file)) != file:
            message = (
                f"its id `{record.id}` is that of {owner}; give one of them another `id` in its front matter"
            )
            raise CorpusError(Finding(file, 0, "same-id", message))
        heading = Paragraph((printed,)) if printed else None
        span = Span(text[0].number, Byline(), heading, text[1:] if printed else text, (), record)
        own = replace(corpus, marks=marks, source=file.removeprefix("corpus/"))
        yield body, replace(describe.describe(span, record.id, own, (), ()).article, source_paged=False)


def identifier(below: str) -> str:
    """The id of the file at this path below the folder, as long as it says none itself."""
    name = unicodedata.normalize("NFC", below.rsplit(".", 1)[0])
    plain = name.replace("/", "-").lower()
    if re.fullmatch(r"[a-z0-9-]+", plain) and plain != "index":
        return plain
    return f"x{hashlib.sha256(name.encode()).hexdigest()[:8]}"


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
