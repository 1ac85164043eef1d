"""The library and its words -> the pages that lead to the articles, and what each article's page says of its neighbours.

In: a `Library`, and its words as `words.cut` gives them. Out: every page of the shelves, the full list, the overview and the
home page; and for each article the addresses of its shelves and its related articles. Wrong: an address or a chosen passage
that does not fit the records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wenku.model import SHELVES, Library
from wenku.shelves import chinese, groups, keywords, pages, passages, related, series
from wenku.words import Words

# Folders below docs/ that hold nothing but what is made here.
FOLDERS = (*SHELVES, "overview")


@dataclass(frozen=True, slots=True)
class Shelved:
    """Pages, path below `docs/` -> text; and for each article, by its id, what joins its front matter."""

    pages: dict[str, str]
    matter: dict[str, dict[str, Any]]


def of(library: Library, words: Words | None = None) -> Shelved:
    """Everything made of the shelves; without words, no related articles and no keywords."""
    series.check(library)
    shelves = groups.of(library)
    near: list[tuple[related.Related, ...]] = [()] * len(library.articles)
    heaviest: list[keywords.Keyword] = []
    if words:
        rarity = chinese.rarity()
        near = related.of(library.articles, words, rarity, library.corpus.ordinary)
        heaviest = keywords.of(words, rarity, library.corpus.ordinary)
    chosen = passages.of(library.corpus.passages, library.articles)
    made = {
        "index.md": pages.home(library, shelves, heaviest, chosen),
        "articles/index.md": pages.full_list(library, shelves),
        "overview/index.md": pages.overview(library, shelves, heaviest),
    }
    for shelf in shelves.values():
        made[f"{shelf.key}/index.md"] = pages.index(library, shelf)
        for group in (*shelf.groups, *filter(None, [shelf.none])):
            made[f"{group.url.rstrip('/')}.md"] = pages.group(library, shelves, group)
    matter = {
        article.id: {
            **pages.of_article(article, shelves, others),
            "series": series.neighbours(library, article, shelves["series"].by_name),
        }
        for article, others in zip(library.articles, near, strict=True)
    }
    return Shelved(made, matter)
