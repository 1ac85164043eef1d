"""Articles -> shelves: by author, outlet, institution, genre, region and year.

In: the library's records. Out: a `Shelf` each, with a `Group` of articles for every name on it, and one for the articles
that have none. The top groups of a shelf and that last one together hold every article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from wenku import dates
from wenku.facets import places, province, year_of
from wenku.model import SHELVES, Article, Library
from wenku.shelves import series, slugs


@dataclass(frozen=True)
class Group:
    """The articles under one name of a shelf; `parent` is the name of the group that holds this one."""

    shelf: str
    name: str
    address: str
    articles: tuple[Article, ...]
    parent: str | None = None

    @property
    def url(self) -> str:
        """Below the site's root; never changes."""
        return f"{self.shelf}/{self.address}/"

    @cached_property
    def length(self) -> int:
        """Characters of all its articles."""
        return sum(article.length for article in self.articles)


@dataclass(frozen=True)
class Shelf:
    """One way to look at the whole library. `none` holds the articles that have no name here; `place` is the place of the
    header that its pages belong to."""

    key: str
    title: str
    unit: str
    place: str
    groups: tuple[Group, ...]
    none: Group | None

    @cached_property
    def by_name(self) -> dict[str, Group]:
        """Name -> group."""
        return {group.name: group for group in self.groups}

    @property
    def top(self) -> tuple[Group, ...]:
        """The groups that stand in no other, the largest first."""
        return by_size(group for group in self.groups if group.parent is None)

    def below(self, group: Group) -> tuple[Group, ...]:
        """The groups inside `group`, the largest first."""
        return by_size(one for one in self.groups if one.parent == group.name)


@dataclass(frozen=True)
class _Kind:
    title: str
    unit: str
    place: str
    none: str | None
    values: Callable[[Article], Iterable[str]]
    parent: Callable[[str], str | None] = lambda _: None
    order: Callable[[Article], object] | None = None


def of(library: Library) -> dict[str, Shelf]:
    """Every shelf by its key, in the order of the home page."""
    outlets = {outlet.name for outlet in library.corpus.outlets}
    outlets |= {article.outlet.value for article in library.articles if article.outlet}
    kinds = {
        "authors": _Kind(
            "作者", "个署名", "authors", "作者未详", lambda a: (person.name for person in a.authors)
        ),
        "outlets": _Kind(
            "媒体", "家", "articles", "媒体未详", lambda a: [a.outlet.value] if a.outlet else []
        ),
        "institutions": _Kind("机构", "个", "articles", None, lambda a: institutions(a, outlets)),
        "genres": _Kind("文体", "种", "overview", "文体未详", lambda a: [a.genre.value] if a.genre else []),
        "regions": _Kind("地区", "处", "overview", "不专论一地", places, province),
        "years": _Kind(
            "年份",
            "年",
            "overview",
            "日期未详",
            lambda a: [year] if (year := year_of(a)) else [],
            order=by_date,
        ),
        "series": _Kind("系列", "组", "articles", None, lambda a: series.names(library, a)),
    }
    return {key: _shelf(library, key, kinds[key]) for key in SHELVES}


def institutions(article: Article, outlets: Iterable[str]) -> list[str]:
    """Where those who sign work, and bodies that sign themselves; who works for an outlet stands on the outlet's page."""
    named = (
        name
        for person in article.authors
        for name in ([person.name] if person.body else [post.affiliation for post in person.posts])
    )
    return [name for name in dict.fromkeys(named) if name and name not in outlets]


def by_date(article: Article) -> tuple[bool, str]:
    """The older first; of a year those of which no more is known last, and at the end those of which nothing is known."""
    whole_year = article.date is not None and len(article.date.value) == 4 and not article.bounds
    return whole_year or not dates.order(article), dates.order(article)


def by_size(groups: Iterable[Group]) -> tuple[Group, ...]:
    """More articles first, then more text, then by address."""
    return tuple(sorted(groups, key=lambda group: (-len(group.articles), -group.length, group.address)))


def _shelf(library: Library, key: str, kind: _Kind) -> Shelf:
    found: dict[str, list[Article]] = {}
    without: list[Article] = []
    for article in library.articles:
        names = list(dict.fromkeys(kind.values(article)))
        for name in names:
            found.setdefault(name, []).append(article)
        if not names:
            without.append(article)
    named = slugs.resolve(key, found, library.corpus.addresses)
    groups = [
        Group(key, name, named[name], _in_order(articles, kind), kind.parent(name))
        for name, articles in found.items()
    ]
    groups.sort(key=lambda group: group.address)
    none = Group(key, kind.none, slugs.NONE, tuple(without)) if kind.none and without else None
    return Shelf(key, kind.title, kind.unit, kind.place, tuple(groups), none)


def _in_order(articles: Sequence[Article], kind: _Kind) -> tuple[Article, ...]:
    return tuple(sorted(articles, key=kind.order) if kind.order else articles)  # type: ignore[arg-type]
