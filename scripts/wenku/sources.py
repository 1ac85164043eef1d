"""The source, published beside the text made of it: the file itself, and pages on which every line has an address. Pure.

A compilation of one file is shown in pages of `PART` lines; of a folder of texts the files alone are published, since each
stands beside its one article."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

from wenku.model import Article, Library, Line

FOLDER = "source"
PART = 1000
# What a source may hold, but no page can show.
UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff]"
)


def raw(source: str) -> str:
    """The address of the file itself, below the site's root; `source` is its path below `corpus/`."""
    return f"data/source/{source.removeprefix('sources/')}"


def address(article: Article, line: int) -> str:
    """Where a line of the article's source is shown, below the site's root."""
    return place(line) if article.source_paged else raw(article.source)


def place(line: int) -> str:
    """The address of a line of the compilation."""
    return f"{FOLDER}/{(line - 1) // PART + 1}/#l{line}"


def printable(text: str) -> str:
    """`text` as a page can show it: what no page can is named by its code."""
    return UNPRINTABLE.sub(lambda match: f"[U+{ord(match.group()):04X}]", text)


def parts(library: Library) -> Iterator[tuple[str, str, Mapping[str, object]]]:
    """The pages of the source: path below `docs/`, what they list as HTML, and what the template shows around it."""
    # What stands behind the last line end is no line.
    lines = library.lines[:-1] if library.lines and not library.lines[-1].text else library.lines
    count = (len(lines) + PART - 1) // PART
    title = {"title": "底本", "template": "source.html", "place": "about/", "count": len(lines)}
    yield (
        f"{FOLDER}/index.md",
        _contents(library, len(lines), count),
        {**title, **({"raw": raw(library.corpus.source)} if lines else {})},
    )
    heads = {article.first_line: article for article in library.articles}
    for number in range(count):
        own = lines[number * PART : (number + 1) * PART]
        items = "".join(_item(line, heads.get(line.number)) for line in own)
        matter = {
            "title": f"底本第 {own[0].number}—{own[-1].number} 行",
            "template": "source.html",
            "place": "about/",
            "raw": raw(library.corpus.source),
            "part": number + 1,
            "parts": count,
        }
        yield f"{FOLDER}/{number + 1}.md", f'<ol class="lines" start="{own[0].number}">\n{items}</ol>', matter


def _contents(library: Library, length: int, count: int) -> str:
    """The parts, each with the articles that begin in it; a folder of texts has none."""
    rows = []
    for number in range(1, count + 1):
        first, last = (number - 1) * PART + 1, min(number * PART, length)
        own = [article.id for article in library.articles if first <= article.first_line <= last]
        begin = f"<small>{own[0]}—{own[-1]}</small>" if len(own) > 1 else f"<small>{''.join(own)}</small>"
        rows.append(f'<li><a href="{number}/">第 {first}—{last} 行</a> {begin}</li>')
    return f'<ul class="parts">{"".join(rows)}</ul>' if rows else ""


def _item(line: Line, head: Article | None) -> str:
    opens = (
        f'<a class="opens" href="../../{head.url}">{html.escape(head.id)}　{html.escape(head.title.shown)}</a>'
        if head
        else ""
    )
    return f'<li id="l{line.number}">{opens}{html.escape(printable(line.text), quote=False)}</li>\n'
