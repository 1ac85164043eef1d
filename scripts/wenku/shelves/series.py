"""Articles that belong together -> their neighbours within the series. Pure.

In: the library, whose corpus names the series. Wrong: a series that names an article which is not there, or names one twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from wenku.model import Article, CorpusError, Finding, Library, Series

FILE = "corpus/series.yml"


class Page(Protocol):
    """What has an address below the site's root."""

    @property
    def url(self) -> str:
        """The address."""


def check(library: Library) -> None:
    """Raise where a series names what is not there."""
    ids = {article.id for article in library.articles}
    for one in library.corpus.series:
        absent = [name for name in one.articles if name not in ids]
        twice = [name for name in one.articles if one.articles.count(name) > 1]
        if absent or twice or len(one.articles) < 2:
            message = (
                f"there is no article {absent[0]}"
                if absent
                else f"the article {twice[0]} is named twice"
                if twice
                else "a series has two articles or more"
            )
            text = f"series 「{one.name}」: {message}; mend `articles`"
            raise CorpusError(Finding(FILE, one.record_line, "bad-series", text))


def of(library: Library, article: Article) -> list[Series]:
    """The series that an article belongs to."""
    return [one for one in library.corpus.series if article.id in one.articles]


def names(library: Library, article: Article) -> list[str]:
    """What these are called."""
    return [one.name for one in of(library, article)]


def neighbours(library: Library, article: Article, pages: Mapping[str, Page]) -> list[dict[str, Any]]:
    """For each series of an article: its name and page, the place of the article in it, and what stands before and behind it."""
    own = of(library, article)
    # Most articles are in none, and a library has thousands.
    titles = {each.id: each.title.shown for each in library.articles} if own else {}
    listed = []
    for one in own:
        at = one.articles.index(article.id)
        beside = {
            "previous": one.articles[at - 1] if at else None,
            "following": one.articles[at + 1] if at + 1 < len(one.articles) else None,
        }
        listed.append(
            {
                "name": one.name,
                "url": pages[one.name].url,
                "place": at + 1,
                "count": len(one.articles),
                **{key: {"id": name, "title": titles[name]} for key, name in beside.items() if name},
            }
        )
    return listed
