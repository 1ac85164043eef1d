"""Addresses never change once published: the committed list of them, and what of it would be lost.

In: the list in `corpus/published.txt`, the pages and articles of this build. Out: findings, or the list as it should be
now. A line is a page's address below the site's root, and for an article the last of its headings and paragraphs: its ids
run from 1 to there. Wrong: a page or a paragraph that was published and is no more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from wenku.model import Article, CorpusError, Finding

FILE = "corpus/published.txt"
LINE = re.compile(r"(?P<address>(?:[a-z0-9-]+/)*)(?: h(?P<h>\d+) p(?P<p>\d+))?")
HEAD = "# Every address that was ever published; none may be lost. Written by `python scripts/build.py --publish`.\n"

Counts = tuple[int, int]


def check(root: Path, made: Iterable[str], articles: Sequence[Article]) -> None:
    """Raise if a committed address is lost; `made` are the generated files, by their path below `docs/`."""
    if findings := list(lost(_committed(root), of(_pages(root, made), articles))):
        raise CorpusError(*findings)


def publish(root: Path, made: Iterable[str], articles: Sequence[Article]) -> None:
    """Add the addresses of this build to the committed list."""
    listed = text(_committed(root), of(_pages(root, made), articles))
    (root / FILE).write_text(listed, encoding="utf-8")


def of(files: Iterable[str], articles: Sequence[Article]) -> dict[str, Counts]:
    """Address -> how many headings and paragraphs can be linked to there; `files` are Markdown pages below `docs/`."""
    pages = {
        re.sub(r"(^|/)index$", r"\1", name.removesuffix(".md")): (0, 0)
        for name in files
        if name.endswith(".md")
    }
    found = {
        f"{page}/" if page and not page.endswith("/") else page: counts for page, counts in pages.items()
    }
    for article in articles:
        letters = [block.id[0] for block in article.blocks if block.id != "title"]
        found[article.url] = (letters.count("h"), letters.count("p"))
    return found


def read(text: str) -> dict[str, Counts]:
    """The list as it was committed."""
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#"):
            continue
        parts = LINE.fullmatch("" if line == "/" else line)
        if parts is None:
            message = "not an address such as `articles/004/ h8 p20`; take the line back from the history of this file"
            raise CorpusError(Finding(FILE, number, "bad-address", message))
        found[parts["address"]] = (int(parts["h"] or 0), int(parts["p"] or 0))
    return found


def lost(published: Mapping[str, Counts], now: Mapping[str, Counts]) -> Iterator[Finding]:
    """What was published and would be gone."""
    for number, (address, (headings, paragraphs)) in enumerate(published.items(), 2):
        have = now.get(address)
        if have is None:
            message = f"the page {address} was published and is no more; bring its record or page back under that address"
            yield Finding(FILE, number, "address-lost", message)
        elif have[0] < headings or have[1] < paragraphs:
            message = (
                f"{address} was published with {headings} headings and {paragraphs} paragraphs and now has {have[0]} and {have[1]}; "
                "its ids would move: undo the change of its splitting"
            )
            yield Finding(FILE, number, "address-lost", message)


def text(published: Mapping[str, Counts], now: Mapping[str, Counts]) -> str:
    """The list with what is new added to what was published."""
    merged = dict(published) | dict(now)
    lines = [
        f"{address or '/'}{f' h{h} p{p}' if h or p else ''}\n" for address, (h, p) in sorted(merged.items())
    ]
    return HEAD + "".join(lines)


def _committed(root: Path) -> dict[str, Counts]:
    path = root / FILE
    return read(path.read_text(encoding="utf-8")) if path.exists() else {}


def _pages(root: Path, made: Iterable[str]) -> set[str]:
    """Every page of the site: those written by hand and those made."""
    return {path.name for path in (root / "docs").glob("*.md")} | set(made)
