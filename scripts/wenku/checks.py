"""What must hold of every library, as generators of findings. Each rule has an id and a test of its own.

In: the source lines and the finished library. Out: findings; any finding stops the build."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from wenku.corrections import CJK
from wenku.model import Article, Correction, Finding, Library, Line

INSIDE_CHINESE = re.compile(rf"(?<=[{CJK}])\s|\s(?=[{CJK}])")
PAGE_NUMBER = re.compile(r"— ?\d+ ?—")


def run(lines: Sequence[Line], library: Library) -> Iterator[Finding]:
    """All findings about `library`, made from `lines`."""
    yield from every_line_once(lines, library)
    texts = {line.number: line.text for line in lines}
    for article in library.articles:
        yield from nothing_lost(texts, article)
        yield from forbidden(article)
        yield from notes_are_there(texts, article)


def every_line_once(lines: Sequence[Line], library: Library) -> Iterator[Finding]:
    """Every source line belongs to exactly one article or is page furniture."""
    owners: dict[int, int] = {line.number: 1 for line in library.furniture}
    for article in library.articles:
        inside = {
            number for block in article.blocks for number in range(block.first_line, block.last_line + 1)
        }
        for number in inside | {line.number for line in article.byline.lines}:
            owners[number] = owners.get(number, 0) + 1
    furniture = {line.number for line in library.furniture}
    for line in lines:
        count = owners.get(line.number, 0)
        if not line.text.strip():
            continue
        if count == 0:
            yield Finding(
                library.corpus.source,
                line.number,
                "line-lost",
                "this line is on no page; mend the marks in corpus.yml",
            )
        elif count > 1 and line.number not in furniture:
            yield Finding(
                library.corpus.source,
                line.number,
                "line-twice",
                "this line is in two articles; mend `starts` in articles.yml",
            )


def nothing_lost(texts: dict[int, str], article: Article) -> Iterator[Finding]:
    """The article's source characters, with its corrections made, are those of its byline and blocks, in order."""
    byline = {line.number for line in article.byline.lines}
    numbers = [n for n in range(article.first_line, article.last_line + 1) if n in texts and n not in byline]
    source = _corrected([(n, texts[n]) for n in numbers], article.corrections)
    given = _squeeze("".join(block.text for block in article.blocks))
    if source != given:
        at = next(
            (i for i, (a, b) in enumerate(zip(source, given, strict=False)) if a != b),
            min(len(source), len(given)),
        )
        yield Finding(
            article.source,
            article.first_line,
            "text-differs",
            f"article {article.id} is not its source: 「{source[at - 5 : at + 10]}」 became 「{given[at - 5 : at + 10]}」",
        )
    printed = _squeeze(article.byline.printed or "")
    if printed != _squeeze("".join(texts[n] for n in sorted(byline))):
        yield Finding(
            article.source,
            article.first_line,
            "byline-differs",
            f"the byline of article {article.id} is not as printed",
        )


def forbidden(article: Article) -> Iterator[Finding]:
    """No replacement, private-use or control character, stray space or page number on any page."""
    for block in article.blocks:
        for char in block.text:
            category = unicodedata.category(char)
            if char == "\ufffd" or category in ("Co", "Cn", "Cs") or category == "Cc":
                message = f"U+{ord(char):04X} in {block.id}; say in corrections.yml what it must be"
                yield Finding(article.source, block.first_line, "forbidden-character", message)
                break
        if INSIDE_CHINESE.search(block.text):
            yield Finding(
                article.source,
                block.first_line,
                "stray-space",
                f"white space inside Chinese text in {block.id}",
            )
        if PAGE_NUMBER.search(block.text):
            yield Finding(
                article.source,
                block.first_line,
                "page-number",
                f"a page number in {block.id}; mend `page_number` in corpus.yml",
            )


def notes_are_there(texts: dict[int, str], article: Article) -> Iterator[Finding]:
    """A note is about words that stand at its line."""
    for note in article.notes:
        passage = _squeeze(note.passage)
        # Half the lines are blank, and a full line is about thirty characters.
        reach = range(note.line, note.line + 4 + len(passage) // 8)
        if passage not in _squeeze("".join(texts.get(number, "") for number in reach)):
            message = f"a note about 「{note.passage}」, which does not stand at line {note.line}; copy `passage` from the source"
            yield Finding("corpus/corrections.yml", 0, "note-not-there", message)


def _corrected(source: Sequence[tuple[int, str]], changes: Sequence[Correction]) -> str:
    """The source characters, white space aside, with exactly `changes` made at their lines, in order."""
    chars = "".join(_squeeze(text) for _, text in source)
    starts: dict[int, int] = {}
    total = 0
    for number, text in source:
        starts[number] = total
        total += len(_squeeze(text))
    made: list[str] = []
    done = 0
    for change in changes:
        found = _squeeze(change.found)
        if not found:
            continue
        at = chars.find(found, max(done, starts.get(change.line, 0)))
        if at < 0:
            return f"「{change.found}」 at line {change.line}, which is not there"
        made += chars[done:at], _squeeze(change.given)
        done = at + len(found)
    return "".join(made) + chars[done:]


def _squeeze(text: str) -> str:
    return "".join(text.split())
