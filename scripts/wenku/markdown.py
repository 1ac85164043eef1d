"""Article -> its Markdown page.

In: an `Article` and its neighbours. Out: front matter by `yaml.safe_dump`, then one Markdown block a block of text, each
with its id. Nothing in the text can become markup: every character that could is written as a character reference."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import yaml

from wenku import apparatus, citations, dates, sources, words
from wenku.apparatus import Passage
from wenku.model import Article, Block, Marks, Value

# Whatever Python-Markdown, its extensions or HTML could read as markup, anywhere in a line.
MARKUP = re.compile(
    r"[\\`*_{}\[\]<>&|~^$#:!=\"'@%]|(?<=\d)[.)]|^[-+]|[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
BASIS = {
    "byline": "据署名行",
    "text": "据正文",
    "pen name": "据笔名",
    "record": "据网上记录",
    "editor": "编者判定",
}
TITLE_BASIS = {"published": "", "supplied": "原题已失，编者拟题", "source": "据底本"}
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
SPEAKER = re.compile(r"[\u4e00-\u9fff·]{2,8}：")
# A heading that says nothing by itself.
LONE = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、.．]?")
QUOTED = ("quotation", "attribution")
CERTAINTY = {
    ("published", "verified"): "据网上转载，文字相合",
    ("published", "probable"): "据网上目录或转引，未见原刊",
    ("source", "probable"): "是否原题不能确定",
}

# Browsers break a line before a dash; a line of Chinese begins with none.
DASHED = re.compile(r"([^\s—…]{1}[—…]+)")


# Before “128 and behind 128”, where a Chinese character stands on the other side.
MISSED = re.compile(r"(?<=[\u3400-\u9fff])(?=[“‘][A-Za-z0-9])|(?<=[A-Za-z0-9][”’])(?=[\u3400-\u9fff（])")


def escape(text: str) -> str:
    """Markdown that shows exactly `text`."""
    return MARKUP.sub(lambda match: "".join(f"&#{ord(char)};" for char in match.group()), text)


def page(
    article: Article,
    marks: Marks,
    previous: Article | None,
    following: Article | None,
    more: Mapping[str, Any] | None = None,
) -> str:
    """The whole Markdown page of `article`; `more` joins its front matter."""
    matter = front({**front_matter(article, previous, following), **(more or {})})
    parts = [body(article.blocks, marks, apparatus.spots(article)), apparatus.written(article)]
    return matter + "\n" + "\n\n".join(part for part in parts if part) + "\n"


def front(matter: Mapping[str, Any]) -> str:
    """The head of a page, by the safe dumper in C where there is one."""
    return (
        f"---\n{yaml.dump(dict(matter), Dumper=DUMPER, allow_unicode=True, sort_keys=False, width=1000)}---\n"
    )


def front_matter(article: Article, previous: Article | None, following: Article | None) -> dict[str, Any]:
    """What the theme's templates show around the text."""
    matter: dict[str, Any] = {
        # The theme prints titles as HTML.
        "title": html.escape(article.title.shown),
        "template": "article.html",
        "hide": ["navigation"],
        "id": article.id,
        "people": people(article),
        "byline": [tidy_byline(line.text.strip()) for line in article.byline.lines],
        "byline_damaged": article.byline_damaged,
        "authors": [
            {
                "name": person.name,
                "posts": [{"role": post.role, "affiliation": post.affiliation} for post in person.posts],
                "pen_name": person.pen_name,
                "note": person.note,
                "basis": BASIS[person.basis],
            }
            for person in article.authors
        ],
        "outlet": _value(article.outlet),
        "date": _date(article),
        "genre": article.genre and article.genre.value,
        "region": article.region and article.region.value,
        "tags": [
            *(person.name for person in article.authors),
            *(v.value for v in (article.outlet, article.genre, article.region) if v),
        ],
        "length": article.length,
        "source": {
            "file": article.source,
            "raw": sources.raw(article.source),
            "first_line": article.first_line,
            "last_line": article.last_line,
            "opens": sources.address(article, article.first_line),
        },
        "evidence": article.evidence,
    }
    if article.title.basis == "supplied":
        matter["title_hedge"] = "编者所拟"
    elif article.title.certainty == "probable":
        matter["title_hedge"] = "待证，未见原刊" if article.title.basis == "published" else "待证"
    if article.title.url:
        matter["title_url"] = article.title.url
    for key, neighbour in (("previous", previous), ("following", following)):
        if neighbour:
            matter[key] = {
                "url": neighbour.url,
                "title": neighbour.title.shown,
                "by": citations.signature(neighbour),
            }
    return matter


def _date(article: Article) -> dict[str, str] | None:
    if not article.date and not article.bounds:
        return None
    basis = BASIS[article.date.basis if article.date else article.bounds.basis]
    known = _value(article.date) or {"value": "", "basis": basis}
    return {**known, "shown": dates.shown(article)}


def people(article: Article) -> str:
    """What those are whom the record names: the authors, or those who were asked."""
    return "受访" if article.genre and article.genre.value == "访谈" else "作者"


def tidy_byline(printed: str) -> str:
    """A line of the byline without the stray spaces of the extraction; those that part names stay."""
    return re.sub(
        r"\s+(?=[，、；：])|(?<=[，、；：])\s+|(?<=\d)\s+(?=[年月日])|(?<=[年月])\s+(?=\d)", "", printed
    )


def body(blocks: Sequence[Block], marks: Marks, spots: Mapping[str, Sequence[Passage]] | None = None) -> str:
    """The text, block by block; a quotation and its attribution share a block quote. The title is the template's to show.
    `spots` are the passages of each block, by its id, that the apparatus speaks of."""
    blocks = [block for block in blocks if block.id != "title"]
    written = []
    for block, following in pairwise([*blocks, None]):
        assert block is not None
        written.append(_block(block, marks, (spots or {}).get(block.id, ()), following))
        if following is None:
            continue
        quoted = block.kind in QUOTED and following.kind in QUOTED
        # Markdown runs neighbouring block quotes together; an empty comment keeps them apart.
        parted = "\n\n<!-- -->\n\n" if quoted else "\n\n"
        written.append("\n>\n" if quoted and following.kind == "attribution" else parted)
    return "".join(written)


def outlined(heading: Block, following: Block | None) -> str:
    """What an outline calls a heading: without the point behind a sentence; a lone number with the words that follow."""
    text = heading.text.removesuffix("。")
    if LONE.fullmatch(text) and following and following.kind != "heading":
        return f"{text}　{re.split('[，。！？；：]', following.text)[0]}"
    return text


def _block(block: Block, marks: Marks, spots: Sequence[Passage], following: Block | None) -> str:
    if block.kind == "heading":
        # A link inside would part the phrases at which a heading is broken.
        whole = [replace(spots[0], start=0, stop=len(block.text))] if spots else []
        text = _linked(block.text, marks, whole, _heading)
        shown = outlined(block, following)
        label = f' data-toc-label="{escape(shown)}"' if shown != block.text else ""
        return f"{'#' * (block.level or 2)} {text} {{: #{block.id}{label} }}"
    text = _linked(block.text, marks, spots, _running)
    if block.kind in ("question", "answer") and (speaker := SPEAKER.match(text)):
        text = f'<b class="speaker">{speaker.group()}</b>{text[speaker.end() :]}'
    names = "" if block.kind in ("paragraph", "quotation") else f" .{block.kind}"
    if block.kind in QUOTED:
        return f"> {text}\n> {{: #{block.id}{names} }}"
    return f"{text}\n{{: #{block.id}{names} }}"


def breakable(text: str, write: Callable[[str], str] = html.escape) -> str:
    """A title or heading as HTML that is broken between its clauses, and where one is too long for a line, between its
    words, but never before a dash; `write` makes the words safe."""

    def kept(piece: str) -> str:
        parts = DASHED.split(piece)
        return "".join(
            f'<span class="kept">{write(part)}</span>' if place % 2 else write(part)
            for place, part in enumerate(parts)
        )

    found = ["<wbr>".join(map(kept, pieces)) for pieces in words.clauses(text)]
    if len(found) < 2:
        return "".join(found)
    return "".join(one if one.isspace() else f'<span class="phrase">{one}</span>' for one in found)


def _heading(text: str) -> str:
    return breakable(text, escape)


def _running(text: str) -> str:
    """Markdown of `text` with the breaks that browsers miss: a quotation of figures or Latin letters may begin and end a line
    as any other."""
    return MISSED.sub("<wbr>", escape(text))


def _linked(text: str, marks: Marks, spots: Sequence[Passage], write: Callable[[str], str]) -> str:
    """Markdown of `text` with its reference marks raised and the passages of `spots` leading to what is said of them; `write`
    makes Markdown of the words between."""
    raised = [match.span() for match in marks.references.finditer(text)] if marks.references else []
    parts: list[str] = []
    done = 0
    for spot in spots:
        # A link holds a reference mark whole, or not at all.
        start = next((first for first, last in raised if first < spot.start < last), spot.start)
        stop = next((last for first, last in raised if first < spot.stop < last), spot.stop)
        if start < done or start == stop:
            continue
        parts.append(_raised(text, done, start, raised, write))
        words = _raised(text, start, stop, raised, write)
        parts.append(f'<a class="noted" id="{spot.id}-at" href="#{spot.id}">{words}</a>')
        done = stop
    return "".join([*parts, _raised(text, done, len(text), raised, write)])


def _raised(
    text: str, start: int, stop: int, raised: Sequence[tuple[int, int]], write: Callable[[str], str]
) -> str:
    """The words of `text` from `start` to `stop`, with the marks at `raised` as superscripts."""
    parts: list[str] = []
    for first, last in raised:
        if start <= first and last <= stop:
            parts += write(text[start:first]), f'<sup class="ref">{escape(text[first:last])}</sup>'
            start = last
    return "".join([*parts, write(text[start:stop])])


def _value(value: Value | None) -> dict[str, str] | None:
    if value is None:
        return None
    basis = "推定" if value.inferred else BASIS[value.basis]
    return {"value": value.value, "basis": basis, **({"url": value.url} if value.url else {})}
