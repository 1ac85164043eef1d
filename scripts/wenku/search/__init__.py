"""The library -> search data: text and index in small compressed files that a browser fetches only as needed.

The format is written down in docs/search-format.md; the browser's side is docs/assets/search/."""

from __future__ import annotations

from collections.abc import Sequence

from wenku.model import Article, CorpusError, Finding
from wenku.search import shards, suggest
from wenku.words import Words


def files(articles: Sequence[Article], cut: Words | None = None) -> dict[str, bytes]:
    """Every file of the search data, path below the site -> bytes; read back and compared before it is given out."""
    entries = [shards.entry(article) for article in articles]
    found = shards.files(entries, suggest.lexicon(entries, cut))
    if lost := list(shards.check(entries, found)):
        raise CorpusError(*(Finding(shards.FOLDER, 0, "search-data-differs", message) for message in lost))
    return found
