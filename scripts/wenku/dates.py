"""Dates as exact as they are known, and no more: in words, in order, and as spans of days. Pure.

A date is YYYY, YYYY-MM or YYYY-MM-DD; beside it, or in its place, stand the days that bound it."""

from __future__ import annotations

import re
from calendar import monthrange

from wenku.model import Article, Bounds, Value

DATE = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)
# Sorts behind every day of the calendar.
OPEN = "9999-99-99"
UNITS = "年月日"


def in_words(date: str) -> str:
    """2024-03-01 as a newspaper writes it, 2024年3月1日; what is no date stays as it is."""
    if not DATE.fullmatch(date):
        return date
    return "".join(f"{int(part)}{unit}" for part, unit in zip(date.split("-"), UNITS, strict=False))


def shown(article: Article) -> str:
    """The date of an article as readers see it, with what bounds it; empty where nothing is known."""
    return phrase(article.date.value if article.date else None, article.bounds)


def phrase(date: str | None, bounds: Bounds) -> str:
    """2024年3月1日; 2024年1月31日之后; 2024年，2月19日之后."""
    if not bounds:
        return in_words(date or "")
    first, last = bounds.not_before, bounds.not_after
    # What the date says already is not said again, nor what the first day says.
    if first and last:
        within = f"{_beside(first, date)}至{_beside(last, date or first[:4])}之间"
    else:
        within = f"{_beside(first, date)}之后" if first else f"{_beside(last, date)}之前"
    return f"{in_words(date)}，{within}" if date else within


def span(date: str | None, bounds: Bounds) -> tuple[str | None, str | None]:
    """The first and the last day that an article can be of, YYYY-MM-DD; None where nothing shows one."""
    first, last = _days(date) if date else (None, None)
    starts = [day for day in (first, bounds.not_before) if day]
    ends = [day for day in (last, bounds.not_after) if day]
    return max(starts, default=None), min(ends, default=None)


def possible(date: Value | None, bounds: Bounds) -> bool:
    """Whether any day lies within the date and its bounds."""
    first, last = span(date.value if date else None, bounds)
    return not (first and last) or first <= last


def order(article: Article) -> str:
    """What dates are sorted by: the first day an article can be of, then how far that is from the last; empty where neither
    is known. Two articles of one day come before one of that day or later."""
    return order_of(article.date.value if article.date else None, article.bounds)


def order_of(date: str | None, bounds: Bounds) -> str:
    """`order` of a date and its bounds."""
    first, last = span(date, bounds)
    if first is None and last is None:
        return ""
    return f"{first or last} {last or OPEN}"


def _beside(day: str | None, date: str | None) -> str:
    """A day in words, without the year and the month that stand beside it already."""
    written = in_words(day or "")
    said = in_words(date or "")
    return written.removeprefix(said) if written.startswith(said) else written


def _days(date: str) -> tuple[str, str]:
    """The first and the last day of a day, a month or a year."""
    if len(date) == len("YYYY-MM-DD"):
        return date, date
    if len(date) == len("YYYY-MM"):
        year, month = map(int, date.split("-"))
        return f"{date}-01", f"{date}-{monthrange(year, month)[1]:02}"
    return f"{date}-01-01", f"{date}-12-31"
