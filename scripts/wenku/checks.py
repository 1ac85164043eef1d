"""What must hold of every library, as generators of findings. Each rule has an id and a test of its own.

In: the source lines and the finished library. Out: findings; any finding stops the build."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate, zip_longest

from wenku.corrections import CJK, PAGE_RULE
from wenku.model import Article, Correction, Finding, Library, Line

INSIDE_CHINESE = re.compile(rf"(?<=[{CJK}])\s|\s(?=[{CJK}])")
PAGE_NUMBER = re.compile(r"(?<!\d)— ?\d+ ?—(?!\d)")
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
    lengths = {line.number: len(_squeeze(line.text)) for line in lines}
    owners: dict[int, int] = {line.number: 1 for line in library.furniture}
    for article in library.articles:
        inside = {
            number for block in article.blocks for number in range(block.first_line, block.last_line + 1)
        }
        corrected = {
            number for change in article.corrections for number in _lines_of(change, article, lengths)
        }
        for number in inside | corrected | {line.number for line in article.byline.lines}:
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
    if difference := _difference([(n, texts[n]) for n in numbers], changes, given):
        message = f"article {article.id} is not its source: {difference}"
        yield Finding(_file(article), article.first_line, "text-differs", message)
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
            yield Finding(
                file,
                line.number,
                "forbidden-character",
                f"{_name(char)} in the byline; leave the line out of `byline` in its record and correct it as text",
            )
    for block in article.blocks:
        if char := _first_forbidden(block.text):
            inside = range(block.first_line, block.last_line + 1)
            number = next((n for n in inside if char in texts.get(n, "")), block.first_line)
            yield Finding(
                file,
                number,
                "forbidden-character",
                f"{_name(char)} in {block.id}; say in corrections.yml what it must be",
            )
        if INSIDE_CHINESE.search(block.text):
            message = f"white space inside Chinese text in {block.id}; mend the correction that leaves it"
            yield Finding(file, block.first_line, "stray-space", message)
        if PAGE_NUMBER.search(block.text):
            message = f"a page number in {block.id}; mend `page_number` in corpus.yml"
            yield Finding(file, block.first_line, "page-number", message)


def notes_are_there(texts: dict[int, str], article: Article) -> Iterator[Finding]:
    """A note is about words that begin at its line."""
    for note in article.notes:
        passage = _squeeze(note.passage)
        # Half the lines are blank, and a full line is about thirty characters.
        reach = range(note.line, note.line + 4 + len(passage) // 8)
        place = _squeeze("".join(texts.get(number, "") for number in reach)).find(passage)
        if not 0 <= place < len(_squeeze(texts.get(note.line, ""))):
            message = f"a note about 「{note.passage}」, which does not stand at line {note.line}; copy `passage` from the source"
            yield Finding("corpus/corrections.yml", note.record_line, "note-not-there", message)


def _lines_of(change: Correction, article: Article, lengths: dict[int, int]) -> Iterator[int]:
    """The lines of the article that the words of `change` reach at most: they may begin anywhere in the first."""
    left = len(_squeeze(change.found))
    for number in range(change.line, article.last_line + 1):
        if left <= 0:
            return
        yield number
        left -= lengths.get(number, 0) if number > change.line else 1


def _difference(source: Sequence[tuple[int, str]], changes: Sequence[Correction], given: str) -> str | None:
    """Where `given` is not the source, white space aside, with exactly `changes` made at their lines; None if nowhere.

    The words of a change may stand in its line more than once, so every way to make the changes in order is followed."""
    squeezed = [(number, _squeeze(text)) for number, text in source]
    ends = list(accumulate(len(text) for _, text in squeezed))
    spans = {number: (end - len(text), end) for (number, text), end in zip(squeezed, ends, strict=True)}
    chars = "".join(text for _, text in squeezed)
    reached, shift = {0}, 0
    for change in changes:
        found, to = _squeeze(change.found), _squeeze(change.given)
        if not found + to:
            continue
        after = {
            at + len(found)
            for done in reached
            for at in _places(chars, found, done, *spans.get(change.line, (0, 0)))
            if chars[done:at] == given[done + shift : at + shift] and given.startswith(to, at + shift)
        }
        if not after:
            return _first_difference(chars, given, max(reached), shift) or (
                f"「{change.found}」 at line {change.line} is listed as changed and is not"
            )
        reached, shift = after, shift + len(to) - len(found)
    if any(chars[done:] == given[done + shift :] for done in reached):
        return None
    return _first_difference(chars, given, max(reached), shift)


def _first_difference(chars: str, given: str, done: int, shift: int) -> str | None:
    pairs = zip_longest(chars[done:], given[done + shift :])
    at = next((at for at, (one, other) in enumerate(pairs, done) if one != other), None)
    if at is None:
        return None
    start = max(at - 5, 0)
    return f"「{chars[start : at + 10]}」 became 「{given[max(start + shift, 0) : at + shift + 10]}」"


def _places(text: str, words: str, done: int, start: int, stop: int) -> Iterator[int]:
    """Where `words` begin between `start` and `stop`, but not before `done`."""
    at = text.find(words, max(done, start))
    while 0 <= at < stop or (not words and at == stop):
        yield at
        at = text.find(words, at + 1)


def _first_forbidden(text: str) -> str | None:
    forbidden = {
        c for c in {*text} if (c == "\ufffd" or unicodedata.category(c) in FORBIDDEN) and not RARE.match(c)
    }
    return next(filter(forbidden.__contains__, text), None) if forbidden else None


def _name(char: str) -> str:
    return f"U+{ord(char):04X}"


def _file(article: Article) -> str:
    return f"corpus/{article.source}"


def _squeeze(text: str) -> str:
    return "".join(text.split())
