"""Article -> its apparatus: what was changed and what is doubtful, each entry bound to its place in the text. Pure.

In: an article. Out: the passages that the text marks, and the HTML of the entries at its foot. A passage leads to its entry,
an entry to its paragraph and to the lines of the source."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wenku import sources
from wenku.corrections import GAP_RULE, PAGE_RULE, REASONS, SPACE_RULE
from wenku.model import Article, Block, Correction, Note

RULE_LABELS = {
    SPACE_RULE: REASONS[SPACE_RULE],
    GAP_RULE: f"{REASONS[GAP_RULE]}，改由样式留空",
    PAGE_RULE: REASONS[PAGE_RULE],
}


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a block, by their offsets, and the id of the entry that speaks of them."""

    id: str
    start: int
    stop: int


def spots(article: Article) -> Mapping[str, Sequence[Passage]]:
    """The passages of each block that an entry of its own speaks of, in the order of the text."""
    passages: dict[str, list[Passage]] = defaultdict(list)
    entries = [(name, single.spot) for name, single in _singles(article)]
    entries += [(name, note.spot) for name, note in _notes(article)]
    for name, spot in entries:
        passages[spot.block].append(Passage(name, spot.start, spot.stop))
    return {block: sorted(own, key=lambda one: (one.start, one.stop)) for block, own in passages.items()}


def written(article: Article) -> str:
    """The entries as HTML, folded; empty where there are none."""
    if not (article.corrections or article.notes):
        return ""
    singles, notes = _singles(article), _notes(article)
    ruled: dict[str, list[Correction]] = defaultdict(list)
    for change in article.corrections:
        if change.rule:
            ruled[change.rule].append(change)
    counts = [
        f"更正 {len(singles)} 处" if singles else "",
        f"存疑 {len(notes)} 处" if notes else "",
        f"按规则处理 {sum(map(len, ruled.values()))} 处" if ruled else "",
    ]
    rows = [
        '<details class="apparatus" id="apparatus">',
        f"<summary>校记<small>{'，'.join(filter(None, counts))}</small></summary>",
        *_list(
            "更正",
            (
                f'<li id="{name}">{_where(article, c)}{_quoted(c.found)}{_given(c)}。{html.escape(c.reason)}。</li>'
                for name, c in singles
            ),
        ),
        *_list(
            "存疑",
            (
                f'<li id="{name}">{_where(article, n)}{_quoted(n.passage)}　{html.escape(n.note)}</li>'
                for name, n in notes
            ),
        ),
        *_list("按规则处理", (_ruled(article, rule, changes) for rule, changes in ruled.items())),
        "</details>",
    ]
    return "\n".join(rows)


def _singles(article: Article) -> list[tuple[str, Correction]]:
    return [(f"c{at}", c) for at, c in enumerate((c for c in article.corrections if not c.rule), 1)]


def _notes(article: Article) -> list[tuple[str, Note]]:
    return [(f"n{at}", note) for at, note in enumerate(article.notes, 1)]


def _where(article: Article, entry: Correction | Note) -> str:
    """The paragraph and the line of the source, each leading there."""
    return f"{_paragraph(article, entry.spot.block)}（底本{_line(article, entry.line)}）："


def _paragraph(article: Article, identifier: str) -> str:
    block = next((block for block in article.blocks if block.id == identifier), None)
    return f'<a href="#{identifier}">{_name(block)}</a>' if block else '<a href="#byline">署名</a>'


def _name(block: Block) -> str:
    if block.id.startswith("p"):
        return f"第 {block.id[1:]} 段"
    return f"标题“{html.escape(block.text)}”"


def _line(article: Article, line: int, label: str = "第 {} 行") -> str:
    return f'<a href="../../{sources.address(article, line)}">{label.format(line)}</a>'


def _ruled(article: Article, rule: str, changes: Sequence[Correction]) -> str:
    """One rule: what it does, and its changes paragraph by paragraph, each with the lines of the source."""
    label = html.escape(RULE_LABELS.get(rule) or changes[0].reason)
    places: dict[str, list[int]] = defaultdict(list)
    for change in changes:
        places[change.spot.block].append(change.line)
    listed = [
        f"{_paragraph(article, block)}{f' {len(lines)} 处' if len(lines) > 1 else ''}（{'、'.join(_line(article, line, '{}') for line in dict.fromkeys(lines))}）"
        for block, lines in places.items()
    ]
    return f"<li>{label}，{len(changes)} 处；括号内为底本行号：{'，'.join(listed)}。</li>"


def _list(heading: str, items: Iterable[str]) -> list[str]:
    listed = [*items]
    return [f"<h2>{heading}</h2>", "<ul>", *listed, "</ul>"] if listed else []


def _given(change: Correction) -> str:
    return f"作{_quoted(change.given)}" if change.given else "删"


def _quoted(text: str) -> str:
    return f"<q>{html.escape(sources.printable(text))}</q>"
