"""Article -> its Markdown page.

In: an `Article` and its neighbours. Out: front matter by `yaml.safe_dump`, then one Markdown block a block of text, each
with its id. Nothing in the text can become markup: every character that could is written as a character reference."""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import yaml

from wenku import words
from wenku.corrections import GAP_RULE, PAGE_RULE, REASONS, SPACE_RULE
from wenku.model import Article, Block, Correction, Marks, Value

# Whatever Python-Markdown, its extensions or HTML could read as markup, anywhere in a line.
MARKUP = re.compile(
    r"[\\`*_{}\[\]<>&|~^$#:!=\"'@%]|(?<=\d)[.)]|^[-+]|[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
# What a correction may take out of the text, but no page can show.
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
BASIS = {
    "byline": "据署名行",
    "text": "据正文",
    "pen name": "据笔名",
    "record": "据已刊记录",
    "editor": "编者判定",
}
TITLE_BASIS = {"published": "据已刊记录", "supplied": "原题已失，编者拟题", "source": "据底本"}
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
SPEAKER = re.compile(r"[\u4e00-\u9fff·]{2,8}：")
QUOTED = ("quotation", "attribution")
CERTAINTY = {
    ("published", "verified"): "与所见转载逐字相合",
    ("published", "probable"): "据转引页面，未见原刊",
    ("source", "probable"): "是否原题不能确定",
}
RULE_LABELS = {SPACE_RULE: REASONS[SPACE_RULE], GAP_RULE: REASONS[GAP_RULE], PAGE_RULE: REASONS[PAGE_RULE]}


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
    parts = [body(article.blocks, marks), apparatus(article)]
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
        "title_basis": TITLE_BASIS[article.title.basis],
        "people": people(article),
        "byline": [tidy_byline(line.text.strip()) for line in article.byline.lines],
        "authors": [
            {
                "name": person.name,
                "role": person.role,
                "affiliation": person.affiliation,
                "pen_name": person.pen_name,
                "note": person.note,
                "basis": BASIS[person.basis],
            }
            for person in article.authors
        ],
        "outlet": _value(article.outlet),
        "date": article.date and {**(_value(article.date) or {}), "shown": chinese_date(article.date.value)},
        "genre": article.genre and article.genre.value,
        "region": article.region and article.region.value,
        "tags": [
            *(person.name for person in article.authors),
            *(v.value for v in (article.outlet, article.genre, article.region) if v),
        ],
        "length": article.length,
        "source": {"file": article.source, "first_line": article.first_line, "last_line": article.last_line},
        "evidence": article.evidence,
    }
    if article.title.basis == "supplied":
        matter["title_hedge"] = "编者所拟"
    elif article.title.certainty == "probable":
        matter["title_hedge"] = "待证"
    if article.title.url:
        matter["title_url"] = article.title.url
    for key, neighbour in (("previous", previous), ("following", following)):
        if neighbour:
            matter[key] = {"url": neighbour.url, "title": neighbour.title.shown}
    return matter


def people(article: Article) -> str:
    """What those are whom the record names: the authors, or those who were asked."""
    return "受访" if article.genre and article.genre.value == "访谈" else "作者"


def tidy_byline(printed: str) -> str:
    """A line of the byline without the stray spaces of the extraction; those that part names stay."""
    return re.sub(
        r"\s+(?=[，、；：])|(?<=[，、；：])\s+|(?<=\d)\s+(?=[年月日])|(?<=[年月])\s+(?=\d)", "", printed
    )


def body(blocks: Sequence[Block], marks: Marks) -> str:
    """The text, block by block; a quotation and its attribution share a block quote. The title is the template's to show."""
    blocks = [block for block in blocks if block.id != "title"]
    written = []
    for block, following in pairwise([*blocks, None]):
        assert block is not None
        written.append(_block(block, marks))
        if following is None:
            continue
        quoted = block.kind in QUOTED and following.kind in QUOTED
        # Markdown runs neighbouring block quotes together; an empty comment keeps them apart.
        parted = "\n\n<!-- -->\n\n" if quoted else "\n\n"
        written.append("\n>\n" if quoted and following.kind == "attribution" else parted)
    return "".join(written)


def apparatus(article: Article) -> str:
    """The corrections and notes of this page, folded."""
    singles = [change for change in article.corrections if not change.rule]
    ruled: dict[str, list[Correction]] = defaultdict(list)
    for change in article.corrections:
        if change.rule:
            ruled[change.rule].append(change)
    if not (article.corrections or article.notes):
        return ""
    counts = [
        f"更正 {len(singles)} 处" if singles else "",
        f"存疑 {len(article.notes)} 处" if article.notes else "",
        f"按规则处理 {sum(map(len, ruled.values()))} 处" if ruled else "",
    ]
    rows = [
        '<details class="apparatus" id="apparatus">',
        f"<summary>校记<small>{'，'.join(filter(None, counts))}</small></summary>",
    ]
    rows += _list(
        "更正",
        (f"底本第 {c.line} 行：{_quoted(c.found)}{_given(c)}。{html.escape(c.reason)}。" for c in singles),
    )
    rows += _list(
        "存疑", (f"底本第 {n.line} 行：{_quoted(n.passage)}　{html.escape(n.note)}" for n in article.notes)
    )
    rows += _list("按规则处理", (_ruled(rule, changes) for rule, changes in ruled.items()))
    return "\n".join([*rows, "</details>"])


def _block(block: Block, marks: Marks) -> str:
    text = _superscripts(block.text, marks)
    if block.kind in ("question", "answer") and (speaker := SPEAKER.match(text)):
        text = f'<b class="speaker">{speaker.group()}</b>{text[speaker.end() :]}'
    if block.kind == "heading":
        return f"{'#' * (block.level or 2)} {_superscripts(block.text, marks, _heading)} {{: #{block.id} }}"
    names = "" if block.kind in ("paragraph", "quotation") else f" .{block.kind}"
    if block.kind in QUOTED:
        return f"> {text}\n> {{: #{block.id}{names} }}"
    return f"{text}\n{{: #{block.id}{names} }}"


def breakable(text: str, write: Callable[[str], str] = html.escape) -> str:
    """A title or heading as HTML that is broken between its clauses, and where one is too long for a line, between its
    words; `write` makes the words safe."""
    found = ["<wbr>".join(map(write, pieces)) for pieces in words.clauses(text)]
    if len(found) < 2:
        return "".join(found)
    return "".join(one if one.isspace() else f'<span class="phrase">{one}</span>' for one in found)


def _heading(text: str) -> str:
    return breakable(text, escape)


def _running(text: str) -> str:
    """Markdown of `text` with the breaks that browsers miss: a quotation of figures or Latin letters may begin and end a line
    as any other."""
    return MISSED.sub("<wbr>", escape(text))


def _superscripts(text: str, marks: Marks, write: Callable[[str], str] = _running) -> str:
    """The text with its reference marks raised; `write` makes Markdown of what stands between them."""
    if marks.references is None:
        return write(text)
    parts: list[str] = []
    done = 0
    for match in marks.references.finditer(text):
        parts += write(text[done : match.start()]), f'<sup class="ref">{escape(match.group())}</sup>'
        done = match.end()
    return "".join([*parts, write(text[done:])])


def _ruled(rule: str, changes: Sequence[Correction]) -> str:
    label = html.escape(RULE_LABELS.get(rule) or changes[0].reason)
    often = Counter(change.line for change in changes)
    lines = "、".join(f"{line}（{count} 处）" if count > 1 else str(line) for line, count in often.items())
    left = "，改由样式留空" if rule == GAP_RULE else ""
    return f"{label}，{len(changes)} 处{left}：底本第 {lines} 行。"


def _list(heading: str, items: Iterable[str]) -> list[str]:
    listed = [f"<li>{item}</li>" for item in items]
    return [f"<h2>{heading}</h2>", "<ul>", *listed, "</ul>"] if listed else []


def _given(change: Correction) -> str:
    return f"作{_quoted(change.given)}" if change.given else "删"


def _quoted(text: str) -> str:
    shown = UNPRINTABLE.sub(lambda match: f"U+{ord(match.group()):04X}", text)
    return f"<q>{html.escape(shown)}</q>"


def chinese_date(date: str) -> str:
    """2024-03-01 as a newspaper writes it, as exact as it is known; what is no date stays as it is."""
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", date, re.ASCII):
        return date
    year, *rest = date.split("-")
    return f"{year}年" + "".join(f"{int(part)}{unit}" for part, unit in zip(rest, "月日", strict=False))


def _value(value: Value | None) -> dict[str, str] | None:
    if value is None:
        return None
    return {"value": value.value, "basis": BASIS[value.basis], **({"url": value.url} if value.url else {})}
