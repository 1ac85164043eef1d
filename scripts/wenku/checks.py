"""What must hold of every library, as generators of findings. Each rule has an id and a test of its own.

In: the source lines and the finished library. Out: findings; any finding stops the build."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from wenku.corrections import CJK, PAGE_RULE
from wenku.model import Article, Correction, Finding, Library, Line

INSIDE_CHINESE = re.compile(rf"(?<=[{CJK}])\s|\s(?=[{CJK}])")
PAGE_NUMBER = re.compile(r"— ?\d+ ?—")
# The planes of rare Chinese characters; the newest of them are not assigned yet in the tables of an older Python.
RARE = re.compile(r"[\U00020000-\U0002fffd\U00030000-\U0003fffd]")
FORBIDDEN = ("Cc", "Cn", "Co", "Cs")


def run(lines: Sequence[Line], library: Library) -> Iterator[Finding]:
    """All findings about `library`, made from `lines`."""
    yield from every_line_once(lines, library)
    texts = {line.number: line.text for line in lines}
    for article in library.articles:
        yield from nothing_lost(texts, article)
        yield from forbidden(texts, article)
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
                f"corpus/{library.corpus.source}",
                line.number,
                "line-lost",
                "this line is on no page; mend the marks in corpus.yml",
            )
        elif count > 1 and line.number not in furniture:
            yield Finding(
                f"corpus/{library.corpus.source}",
                line.number,
                "line-twice",
                "this line is in two articles; mend `starts` in articles.yml",
            )


def nothing_lost(texts: dict[int, str], article: Article) -> Iterator[Finding]:
    """The article's source characters, with its corrections made, are those of its byline and blocks, in order."""
    byline = {line.number for line in article.byline.lines}
    dropped = [
        c for c in article.corrections if c.rule == PAGE_RULE and c.found == texts.get(c.line, "").strip()
    ]
    aside = byline | {change.line for change in dropped}
    numbers = [n for n in range(article.first_line, article.last_line + 1) if n in texts and n not in aside]
    changes = [change for change in article.corrections if change not in dropped]
    given = _squeeze("".join(block.text for block in article.blocks))
    source = _corrected([(n, texts[n]) for n in numbers], changes, given)
    if source != given:
        at = next(
            (i for i, (a, b) in enumerate(zip(source, given, strict=False)) if a != b),
            min(len(source), len(given)),
        )
        yield Finding(
            _file(article),
            article.first_line,
            "text-differs",
            f"article {article.id} is not its source: 「{source[at - 5 : at + 10]}」 became 「{given[at - 5 : at + 10]}」",
        )
    printed = _squeeze(article.byline.printed or "")
    if printed != _squeeze("".join(texts[n] for n in sorted(byline))):
        yield Finding(
            _file(article),
            article.first_line,
            "byline-differs",
            f"the byline of article {article.id} is not as printed",
        )


def forbidden(texts: dict[int, str], article: Article) -> Iterator[Finding]:
    """No replacement, private-use or control character, stray space or page number on any page."""
    file = _file(article)
    for line in article.byline.lines:
        if char := _first_forbidden(line.text.strip()):
            yield Finding(file, line.number, "forbidden-character", _character(char, "the byline"))
    for block in article.blocks:
        if char := _first_forbidden(block.text):
            inside = range(block.first_line, block.last_line + 1)
            number = next((n for n in inside if char in texts.get(n, "")), block.first_line)
            yield Finding(file, number, "forbidden-character", _character(char, block.id))
        if INSIDE_CHINESE.search(block.text):
            message = f"white space inside Chinese text in {block.id}; mend the correction that leaves it"
            yield Finding(file, block.first_line, "stray-space", message)
        if PAGE_NUMBER.search(block.text):
            message = f"a page number in {block.id}; mend `page_number` in corpus.yml"
            yield Finding(file, block.first_line, "page-number", message)


def notes_are_there(texts: dict[int, str], article: Article) -> Iterator[Finding]:
    """A note is about words that stand at its line."""
    for note in article.notes:
        passage = _squeeze(note.passage)
        # Half the lines are blank, and a full line is about thirty characters.
        reach = range(note.line, note.line + 4 + len(passage) // 8)
        if passage not in _squeeze("".join(texts.get(number, "") for number in reach)):
            message = f"a note about 「{note.passage}」, which does not stand at line {note.line}; copy `passage` from the source"
            yield Finding("corpus/corrections.yml", note.record_line, "note-not-there", message)


def _corrected(source: Sequence[tuple[int, str]], changes: Sequence[Correction], given: str) -> str:
    """The source characters, white space aside, with exactly `changes` made at their lines, in order.

    Where the words of a change stand more than once, it is made where the outcome agrees with `given`."""
    chars = "".join(_squeeze(text) for _, text in source)
    starts: dict[int, int] = {}
    total = 0
    for number, text in source:
        starts[number] = total
        total += len(_squeeze(text))
    made: list[str] = []
    done = agreed = 0
    for change in changes:
        found = _squeeze(change.found)
        if not found:
            continue
        places = _places(chars, found, max(done, starts.get(change.line, 0)))
        outcomes = [(at, chars[done:at] + _squeeze(change.given)) for at in places]
        if not outcomes:
            return f"「{change.found}」 at line {change.line}, which is not there"
        at, outcome = next((one for one in outcomes if given.startswith(one[1], agreed)), outcomes[0])
        made.append(outcome)
        agreed += len(outcome)
        done = at + len(found)
    return "".join(made) + chars[done:]


def _places(text: str, words: str, start: int) -> Iterator[int]:
    at = text.find(words, start)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _first_forbidden(text: str) -> str | None:
    return next(
        (c for c in text if (c == "\ufffd" or unicodedata.category(c) in FORBIDDEN) and not RARE.match(c)),
        None,
    )


def _character(char: str, place: str) -> str:
    return f"U+{ord(char):04X} in {place}; say in corrections.yml what it must be"


def _file(article: Article) -> str:
    return f"corpus/{article.source}"


def _squeeze(text: str) -> str:
    return "".join(text.split())
