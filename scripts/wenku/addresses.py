"""Addresses never change once published: the committed list of them, and what of it would be lost.

In: the list in `corpus/published.txt`, the pages and articles of this build. Out: findings, or the list as it should be
now. A line is a page's address below the site's root, and for an article what stood at each of its headings and paragraphs
when they were published, as short hashes: `h` and those of h1, h2 …, `p` and those of p1, p2 …. Wrong: a page or a paragraph
that was published and is no more, or that stands under another id now. Words may be corrected in place."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from wenku.model import Article, CorpusError, Finding

FILE = "corpus/published.txt"
HASH = "[0-9a-f]{6}"
LINE = re.compile(rf"(?P<address>(?:[a-z0-9-]+/)*)(?: h(?P<h>(?: {HASH})*) p(?P<p>(?: {HASH})*))?")
HEAD = "# Every address that was ever published; none may be lost. Written by `python scripts/build.py --publish`.\n"

# What stands at the ids of a page: id -> hash of the text.
Ids = Mapping[str, str]


def check(root: Path, made: Iterable[str], articles: Sequence[Article]) -> None:
    """Raise if a committed address is lost; `made` are the generated files, by their path below `docs/`."""
    if findings := list(lost(_committed(root), of(_pages(root, made), articles))):
        raise CorpusError(*findings)


def publish(root: Path, made: Sequence[str], articles: Sequence[Article]) -> None:
    """Add the addresses of this build to the committed list; raise if one is lost."""
    check(root, made, articles)
    listed = text(_committed(root), of(_pages(root, made), articles))
    (root / FILE).write_text(listed, encoding="utf-8")


def of(files: Iterable[str], articles: Sequence[Article]) -> dict[str, Ids]:
    """Address -> what can be linked to there; `files` are Markdown pages below `docs/`."""
    pages = {
        re.sub(r"(^|/)index$", r"\1", name.removesuffix(".md")) for name in files if name.endswith(".md")
    }
    found: dict[str, Ids] = {f"{page}/" if page and not page.endswith("/") else page: {} for page in pages}
    for article in articles:
        found[article.url] = {
            block.id: fingerprint(block.text) for block in article.blocks if block.id != "title"
        }
    return found


def fingerprint(words: str) -> str:
    """Short for a text, white space aside."""
    return hashlib.sha256("".join(words.split()).encode()).hexdigest()[:6]


def read(listed: str) -> dict[str, Ids]:
    """The list as it was committed."""
    found: dict[str, Ids] = {}
    for number, line in enumerate(listed.splitlines(), 1):
        if line.startswith("#"):
            continue
        parts = LINE.fullmatch("" if line == "/" else line)
        if parts is None:
            message = "not an address and its hashes; take the line back from the history of this file"
            raise CorpusError(Finding(FILE, number, "bad-address", message))
        found[parts["address"]] = {
            f"{letter}{place}": known
            for letter in "hp"
            for place, known in enumerate((parts[letter] or "").split(), 1)
        }
    return found


def lost(published: Mapping[str, Ids], now: Mapping[str, Ids]) -> Iterator[Finding]:
    """What was published and would be gone."""
    for number, (address, ids) in enumerate(published.items(), 2):
        if address not in now:
            message = f"the page {address} was published and is no more; bring its record or page back under that address"
            yield Finding(FILE, number, "address-lost", message)
            continue
        have = now[address]
        gone = [identifier for identifier in ids if identifier not in have]
        moved = {old: new for old, known in ids.items() if (new := _moved(old, known, ids, have))}
        if gone:
            message = f"{address}#{gone[0]} was published and is no more"
        elif moved:
            old, new = next(iter(moved.items()))
            message = f"what was published at {address}#{old} stands at #{new} now"
        else:
            continue
        yield Finding(FILE, number, "address-lost", f"{message}; undo the change of its splitting")


def _moved(identifier: str, known: str, ids: Ids, have: Ids) -> str | None:
    """Where else the text now stands that was published under `identifier`; None where it stands there, or was reworded."""
    if have.get(identifier) == known:
        return None
    return next(
        (other for other, text in have.items() if text == known and ids.get(other) != known),
        None,
    )


def text(published: Mapping[str, Ids], now: Mapping[str, Ids]) -> str:
    """The list with what is new added to what was published."""
    return HEAD + "".join(f"{_line(*item)}\n" for item in sorted((dict(published) | dict(now)).items()))


def _line(address: str, ids: Ids) -> str:
    hashes = {letter: [known for key, known in ids.items() if key[0] == letter] for letter in "hp"}
    listed = "".join(f" {letter}{''.join(f' {known}' for known in hashes[letter])}" for letter in "hp")
    return (address or "/") + (listed if ids else "")


def _committed(root: Path) -> dict[str, Ids]:
    path = root / FILE
    return read(path.read_text(encoding="utf-8")) if path.exists() else {}


def _pages(root: Path, made: Iterable[str]) -> set[str]:
    """Every page of the site: those written by hand and those made."""
    return {path.name for path in (root / "docs").glob("*.md")} | set(made)
