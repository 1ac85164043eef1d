"""Dated articles -> a picture of when they were written, as exact as the records are and no more.

One line of twelve months a year. A day is a point, a month a bar over it, a year of which no more is known a band over
the whole line; where only a day before or behind is known, the band begins or ends there and is open on the other side.
Places are per cent of the width and heights follow the size of the letters, so that the picture fits any screen and any
size of type."""

from __future__ import annotations

import html
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wenku import dates
from wenku.model import Article, Bounds
from wenku.shelves.groups import Shelf

# More years than this are no longer a picture of months.
MOST_YEARS = 5
TOP, HEAD, BAND, STEP, FOOT, GAP = 6, 20, 20, 12, 24, 16
RADIUS = 4.5
# So many of these make the height of the page's letters.
UNIT = 20
# What is open on one side fades out there.
OPEN_END = '<defs><linearGradient id="open-end"><stop class="open-start" offset="0"/><stop class="open-stop" offset="1"/></linearGradient></defs>'
# Points nearer than this, in per cent of the width, stand above each other.
NEAR = 3.2


@dataclass(frozen=True, slots=True)
class Band:
    """Articles between the same days of one year: the first and the last, None where that side is open."""

    first: str | None
    last: str | None
    articles: tuple[Article, ...]

    @property
    def name(self) -> str:
        """The days in words, without the year."""
        year = (self.first or self.last or "")[:4]
        return dates.phrase(None, Bounds(self.first, self.last)).replace(dates.in_words(year), "", 1)


@dataclass(frozen=True, slots=True)
class Year:
    """The articles of one year by how exactly they are dated. `bands` are those of which days before or behind are known:
    within the year, or, where they are `open`, from it on or until it."""

    name: str
    url: str
    days: tuple[Article, ...] = ()
    months: tuple[Article, ...] = ()
    rest: tuple[Article, ...] = ()
    bands: tuple[Band, ...] = ()
    open: tuple[Band, ...] = ()

    @property
    def only_year(self) -> int:
        """How many are known to be of the year, and no more than days before or behind."""
        return len(self.rest) + sum(len(band.articles) for band in self.bands)

    @property
    def total(self) -> int:
        """All that are of the year."""
        return len(self.days) + len(self.months) + self.only_year


def years(shelf: Shelf) -> list[Year]:
    """The years of the library, the oldest first."""
    undated = shelf.none.articles if shelf.none else ()
    beginning: dict[str, list[Article]] = {}
    for article in undated:
        if article.bounds:
            beginning.setdefault(
                (article.bounds.not_before or article.bounds.not_after or "")[:4], []
            ).append(article)
    listed = []
    for name in sorted({*shelf.by_name, *beginning}):
        group = shelf.by_name.get(name)
        exact: dict[int, list[Article]] = {10: [], 7: [], 4: []}
        for article in group.articles if group else ():
            exact[len(article.date.value if article.date else "")].append(article)
        listed.append(
            Year(
                name,
                group.url if group else "",
                tuple(exact[10]),
                tuple(exact[7]),
                tuple(article for article in exact[4] if not article.bounds),
                _bands(article for article in exact[4] if article.bounds),
                _bands(beginning.get(name, ())),
            )
        )
    return listed


def _bands(articles: Iterable[Article]) -> tuple[Band, ...]:
    """Articles of the same bounds together, the earliest first."""
    together: dict[tuple[str | None, str | None], list[Article]] = {}
    for article in articles:
        together.setdefault((article.bounds.not_before, article.bounds.not_after), []).append(article)
    ordered = sorted(together.items(), key=lambda item: (item[0][0] or "", item[0][1] or dates.OPEN))
    return tuple(Band(first, last, tuple(these)) for (first, last), these in ordered)


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
        f"{year.name} 年 {year.total} 篇，精确到日 {len(year.days)}，精确到月 {len(year.months)}，只知年份 {year.only_year}"
        for year in found
    )
    told += f"；日期未详 {undated} 篇。" if undated else "。"
    return (
        f'<svg class="timeline" width="100%" height="{_rem(y - GAP)}" role="group" aria-labelledby="timeline-title timeline-desc">'
        f'<title id="timeline-title">各篇的日期</title><desc id="timeline-desc">{told}</desc>{OPEN_END}{"".join(parts)}</svg>'
    )


def _year(year: Year, top: float) -> tuple[list[str], float]:
    points = _stacked(year.days)
    levels = max([0, *(level + 1 for _, level, _ in points)])
    months = _rows(year.months)
    bands = [(band, False) for band in year.bands] + [(band, True) for band in year.open]
    over = (BAND + 6 if year.rest else 0) + len(bands) * (BAND + 3)
    base = top + HEAD + over + max(levels, 1) * STEP + len(months) * 9 + TOP
    drawn = [f'<text class="year" x="0" y="{_rem(top + 13)}">{year.name} 年</text>']
    if year.rest:
        drawn.append(f'<rect class="whole" x="0" y="{_rem(top + HEAD)}" width="100%" height="{_rem(BAND)}"/>')
        drawn.append(
            f'<text class="within" x="50%" y="{_rem(top + HEAD + 14)}">只知年份：{len(year.rest)} 篇</text>'
        )
    for row, (band, opened) in enumerate(bands):
        drawn += _band(band, opened, top + HEAD + (BAND + 6 if year.rest else 0) + row * (BAND + 3))
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


def _band(band: Band, opened: bool, top: float) -> list[str]:
    """A bar from the first day to the last, and in words how many articles; an open one runs off the edge."""
    year = (band.first or band.last or "")[:4]
    start = _of_year(band.first) if band.first else 0.0
    stop = _of_year(band.last) if band.last and band.last[:4] == year else 100.0
    kind = "open" if opened and not (band.first and band.last) else "bounded"
    told = f"{band.name}：{len(band.articles)} 篇"
    # In a bar too short for the words they stand before it.
    narrow = start > 55
    x, anchor = (start - 1, "end") if narrow else (start + 1, "start")
    titles = html.escape("；".join(article.title.shown for article in band.articles))
    return [
        f'<rect class="{kind}" x="{start:.2f}%" y="{_rem(top)}" width="{max(stop - start, 0.6):.2f}%" height="{_rem(BAND)}"><title>{titles}</title></rect>',
        f'<text class="among" x="{x:.2f}%" y="{_rem(top + 14)}" text-anchor="{anchor}">{told}</text>',
    ]


def _of_year(day: str) -> float:
    """Where in its year a day stands, in per cent of the width."""
    year, month, number = map(int, day.split("-"))
    return (month - 1 + (number - 0.5) / monthrange(year, month)[1]) / 12 * 100


def _stacked(days: Sequence[Article]) -> list[tuple[float, int, Article]]:
    """Where in its year each day stands, in per cent, and how high, so that no point hides another."""
    found: list[tuple[float, int, Article]] = []
    for article in sorted(days, key=lambda one: (one.date.value if one.date else "", one.id)):
        place = _of_year(article.date.value) if article.date else 0.0
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
    told = html.escape(f"{dates.shown(article)} {article.title.shown}")
    return f'<a href="../{article.url}" tabindex="-1"><title>{told}</title>{shape}</a>'


def _rem(height: float) -> str:
    return f"{height / UNIT:g}rem"


def _percent(months: float) -> str:
    return f"{months / 12 * 100:.3f}%"
