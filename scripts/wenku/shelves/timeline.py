"""Dated articles -> a picture of when they were written, as exact as the records are and no more.

One line of twelve months a year. A day is a point, a month a bar over it, a year of which no more is known a band over
the whole line. Places are per cent of the width and heights follow the size of the letters, so that the picture fits any
screen and any size of type."""

from __future__ import annotations

import html
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass

from wenku.model import Article
from wenku.shelves.groups import Shelf

# More years than this are no longer a picture of months.
MOST_YEARS = 5
TOP, HEAD, BAND, STEP, FOOT, GAP = 6, 20, 20, 12, 24, 16
RADIUS = 4.5
# So many of these make the height of the page's letters.
UNIT = 20
# Points nearer than this, in per cent of the width, stand above each other.
NEAR = 3.2


@dataclass(frozen=True, slots=True)
class Year:
    """The articles of one year by how exactly they are dated."""

    name: str
    url: str
    days: tuple[Article, ...]
    months: tuple[Article, ...]
    rest: tuple[Article, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return len(self.days) + len(self.months) + len(self.rest)


def years(shelf: Shelf) -> list[Year]:
    """The years of the library, the oldest first."""
    found = []
    for group in sorted(shelf.groups, key=lambda one: one.name):
        exact: dict[int, list[Article]] = {10: [], 7: [], 4: []}
        for article in group.articles:
            exact[len(article.date.value if article.date else "")].append(article)
        found.append(Year(group.name, group.url, tuple(exact[10]), tuple(exact[7]), tuple(exact[4])))
    return found


def svg(found: Sequence[Year], undated: int) -> str:
    """The picture as SVG; empty where there is nothing to see, or too much."""
    if not 0 < len(found) <= MOST_YEARS:
        return ""
    parts: list[str] = []
    y = 0.0
    for year in found:
        drawn, height = _year(year, y)
        parts += drawn
        y += height + GAP
    told = "；".join(
        f"{year.name} 年 {year.total} 篇，精确到日 {len(year.days)}，精确到月 {len(year.months)}，只知年份 {len(year.rest)}"
        for year in found
    )
    told += f"；日期未详 {undated} 篇。" if undated else "。"
    return (
        f'<svg class="timeline" width="100%" height="{_rem(y - GAP)}" role="group" aria-labelledby="timeline-title timeline-desc">'
        f'<title id="timeline-title">各篇的日期</title><desc id="timeline-desc">{told}</desc>{"".join(parts)}</svg>'
    )


def _year(year: Year, top: float) -> tuple[list[str], float]:
    points = _stacked(year.days)
    levels = max([0, *(level + 1 for _, level, _ in points)])
    months = _rows(year.months)
    base = top + HEAD + (BAND + 6 if year.rest else 0) + max(levels, 1) * STEP + len(months) * 9 + TOP
    drawn = [f'<text class="year" x="0" y="{_rem(top + 13)}">{year.name} 年</text>']
    if year.rest:
        drawn.append(f'<rect class="whole" x="0" y="{_rem(top + HEAD)}" width="100%" height="{_rem(BAND)}"/>')
        drawn.append(
            f'<text class="within" x="50%" y="{_rem(top + HEAD + 14)}">只知年份：{len(year.rest)} 篇</text>'
        )
    drawn.append(f'<line class="axis" x1="0" x2="100%" y1="{_rem(base)}" y2="{_rem(base)}"/>')
    for month in range(12):
        drawn.append(
            f'<line class="axis" x1="{_percent(month)}" x2="{_percent(month)}" y1="{_rem(base)}" y2="{_rem(base + 5)}"/>'
        )
        drawn.append(
            f'<text class="month{" quarter" if month % 3 == 0 else ""}" x="{_percent(month + 0.5)}" y="{_rem(base + 17)}">{month + 1}月</text>'
        )
    drawn.append(f'<line class="axis" x1="100%" x2="100%" y1="{_rem(base)}" y2="{_rem(base + 5)}"/>')
    for row, articles in enumerate(months):
        for article in articles:
            start = int(article.date.value[5:7]) - 1 if article.date else 0
            drawn.append(
                _linked(
                    article,
                    f'<rect class="span" x="{_percent(start)}" y="{_rem(base - 9 * (row + 1))}" width="{_percent(1)}" height="{_rem(6)}"/>',
                )
            )
    for place, level, article in points:
        above = base - 9 * len(months) - 7 - level * STEP
        drawn.append(
            _linked(article, f'<circle class="day" cx="{place:.2f}%" cy="{_rem(above)}" r="{_rem(RADIUS)}"/>')
        )
    return drawn, base + FOOT - top


def _stacked(days: Sequence[Article]) -> list[tuple[float, int, Article]]:
    """Where in its year each day stands, in per cent, and how high, so that no point hides another."""
    found: list[tuple[float, int, Article]] = []
    for article in sorted(days, key=lambda one: (one.date.value if one.date else "", one.id)):
        _, month, day = (int(part) for part in article.date.value.split("-")) if article.date else (0, 1, 1)
        length = monthrange(int(article.date.value[:4]) if article.date else 2000, month)[1]
        place = (month - 1 + (day - 0.5) / length) / 12 * 100
        taken = {level for other, level, _ in found if place - other < NEAR}
        found.append((place, next(level for level in range(len(found) + 1) if level not in taken), article))
    return found


def _rows(months: Sequence[Article]) -> list[list[Article]]:
    """Articles of one month stand in rows above each other."""
    rows: list[list[Article]] = []
    for article in months:
        for row in rows:
            if all(other.date != article.date for other in row):
                row.append(article)
                break
        else:
            rows.append([article])
    return rows


def _linked(article: Article, shape: str) -> str:
    """A shape that says which article it stands for and leads there, by a press; by keyboard the lists do. The pictures
    stand on pages one level below the site's root."""
    told = html.escape(f"{article.date.value if article.date else ''} {article.title.shown}")
    return f'<a href="../{article.url}" tabindex="-1"><title>{told}</title>{shape}</a>'


def _rem(height: float) -> str:
    return f"{height / UNIT:g}rem"


def _percent(months: float) -> str:
    return f"{months / 12 * 100:.3f}%"
