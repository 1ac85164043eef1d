"""Dates are shown, sorted and drawn as exact as they are known, and no more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import FIRST
from helpers import make
from hypothesis import given
from hypothesis import strategies as st
from wenku import citations, dates
from wenku.model import Article, Bounds, Library, Value
from wenku.shelves import groups, timeline

ISO = st.dates().map(lambda day: day.isoformat())
EXACT = st.builds(lambda day, length: day[:length], ISO, st.sampled_from([4, 7, 10]))


@pytest.mark.parametrize(
    ("date", "first", "last", "shown"),
    [
        ("2024-03-01", None, None, "2024年3月1日"),
        ("2024-03", None, None, "2024年3月"),
        ("2024", None, None, "2024年"),
        (None, "2024-01-31", None, "2024年1月31日之后"),
        (None, None, "2024-01-31", "2024年1月31日之前"),
        (None, "2023-12-12", "2024-01-11", "2023年12月12日至2024年1月11日之间"),
        (None, "2024-01-31", "2024-03-04", "2024年1月31日至3月4日之间"),
        ("2024", "2024-02-19", None, "2024年，2月19日之后"),
        ("2024", "2024-01-31", "2024-03-04", "2024年，1月31日至3月4日之间"),
        ("2024-02", None, "2024-02-21", "2024年2月，21日之前"),
        (None, None, None, ""),
    ],
)
def test_a_date_is_written_as_exact_as_it_is_known(
    date: str | None, first: str | None, last: str | None, shown: str
) -> None:
    assert dates.phrase(date, Bounds(first, last)) == shown


def test_what_is_no_date_is_written_as_it_stands() -> None:
    assert dates.in_words("民国十二年") == "民国十二年"


def test_dates_are_sorted_by_the_first_day_they_can_be_of_and_the_exact_ones_first() -> None:
    known: list[tuple[str | None, Bounds]] = [
        ("2023", Bounds()),
        (None, Bounds("2023-12-12", "2024-01-11")),
        (None, Bounds("2023-12-12")),
        ("2024-01-31", Bounds()),
        ("2024", Bounds("2024-01-31", "2024-03-04")),
        ("2024", Bounds("2024-01-31")),
        (None, Bounds("2024-01-31")),
        ("2024-02", Bounds()),
    ]
    keys = [dates.order_of(*one) for one in known]
    assert keys == sorted(keys)
    assert len({*keys}) == len(keys)
    assert dates.order_of(None, Bounds()) == ""


@given(date=st.none() | EXACT, first=st.none() | ISO, last=st.none() | ISO)
def test_a_span_holds_no_day_that_a_bound_forbids(
    date: str | None, first: str | None, last: str | None
) -> None:
    bounds = Bounds(first, last)
    start, stop = dates.span(date, bounds)
    assert start is None or first is None or start >= first
    assert stop is None or last is None or stop <= last
    value = Value(date, "text") if date else None
    assert dates.possible(value, bounds) == (not (start and stop) or (start or "") <= (stop or ""))


# A library of invented dates


def dated(*known: tuple[str | None, Bounds]) -> Library:
    _, plain = make("江海之间，万物生长。 ")
    model = plain.articles[0]
    articles = tuple(
        replace(model, id=f"{number:03}", date=Value(date, "text") if date else None, bounds=bounds)
        for number, (date, bounds) in enumerate(known, 1)
    )
    return replace(plain, articles=articles)


AFTER = Bounds("2024-01-31")


def test_the_timeline_draws_what_is_bounded_as_bands_and_counts_it_once() -> None:
    shelf = groups.of(
        dated(("2024", AFTER), ("2024", AFTER), ("2024", Bounds()), (None, AFTER), (None, Bounds()))
    )["years"]
    [year] = timeline.years(shelf)
    assert [(band.name, len(band.articles)) for band in year.bands] == [("1月31日之后", 2)]
    assert [(band.name, len(band.articles)) for band in year.open] == [("1月31日之后", 1)]
    assert (len(year.rest), year.only_year, year.total) == (1, 3, 3)
    drawn = timeline.svg([year], 2)
    assert drawn.count('class="bounded"') == 1
    assert drawn.count('class="open"') == 1
    assert "1月31日之后：2 篇" in drawn


def test_a_year_that_only_bounds_name_is_drawn_without_articles_of_its_own() -> None:
    [year] = timeline.years(groups.of(dated((None, Bounds("2023-09-07"))))["years"])
    assert (year.name, year.url, year.total, len(year.open)) == ("2023", "", 0, 1)


def test_of_a_year_those_of_which_no_more_is_known_come_last() -> None:
    shelf = groups.of(dated(("2024", Bounds()), ("2024", Bounds("2024-02-19")), ("2024-01-05", Bounds())))[
        "years"
    ]
    assert [article.id for article in shelf.by_name["2024"].articles] == ["003", "002", "001"]


def cited(date: str | None, bounds: Bounds, basis: str = "text") -> Article:
    article = dated((date, bounds)).articles[0]
    return replace(article, date=Value(date, basis) if date else None)


@pytest.mark.parametrize(
    ("article", "when"),
    [
        (cited("2024-03-01", Bounds(), "byline"), "2024年3月1日"),
        (cited("2024", Bounds()), "[2024年]"),
        (cited("2024", AFTER), "[2024年]"),
        (cited(None, AFTER), "[2024年1月31日之后]"),
        (cited(None, Bounds()), ""),
    ],
)
def test_a_quotation_names_a_date_in_brackets_unless_it_is_printed(article: Article, when: str) -> None:
    assert citations.cited(article)[2] == when


# This compilation


@pytest.mark.compilation
def test_the_same_grounds_give_the_same_date(library: Library) -> None:
    """Articles that speak of one meeting, or of one speech and of nothing later, are bounded alike."""
    by_id = {article.id: article for article in library.articles}
    assert library.corpus.source == FIRST
    for one in library.corpus.series:
        assert (
            len({(by_id[name].date, by_id[name].bounds.not_before) for name in one.articles if name != "065"})
            == 1
        )
    speech = ("005", "006", "015", "016", "029", "049", "050", "051", "057", "070", "071", "073")
    assert {by_id[name].bounds.not_before for name in speech} == {"2024-01-31"}


@pytest.mark.compilation
def test_every_article_has_a_date_or_a_bound(library: Library) -> None:
    assert [article.id for article in library.articles if not dates.order(article)] == []
