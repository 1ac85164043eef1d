"""Articles -> `data/articles.jsonl`: the corpus as data, one object a line. The shape is documented in docs/data.md."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from wenku.model import Article, Library, Value


def jsonl(articles: Sequence[Article]) -> str:
    """One JSON object an article, in the order of the source."""
    return "".join(
        json.dumps(as_object(article), ensure_ascii=False, separators=(",", ":")) + "\n"
        for article in articles
    )


def furniture(library: Library) -> str:
    """The source lines that belong to no article: one JSON object a page number, {line, text}."""
    return "".join(
        json.dumps({"line": line.number, "text": line.text.strip()}, ensure_ascii=False) + "\n"
        for line in library.furniture
    )


def as_object(article: Article) -> dict[str, Any]:
    """The article as plain data."""
    return {
        "id": article.id,
        "url": article.url,
        "title": article.title.value,
        "title_basis": article.title.basis,
        "byline": article.byline.printed,
        "authors": [
            {
                "name": person.name,
                "role": person.role,
                "affiliation": person.affiliation,
                "posts": [{"role": post.role, "affiliation": post.affiliation} for post in person.posts],
                "pen_name": person.pen_name,
                "inferred": person.inferred,
            }
            for person in article.authors
        ],
        "outlet": article.outlet and {"name": article.outlet.value, "basis": article.outlet.basis},
        "date": _value(article.date),
        "not_before": article.bounds.not_before,
        "not_after": article.bounds.not_after,
        "locator": {key: getattr(article.locator, key) for key in ("volume", "issue", "page")},
        "genre": article.genre and article.genre.value,
        "region": article.region and article.region.value,
        "source": {"file": article.source, "first_line": article.first_line, "last_line": article.last_line},
        "blocks": [
            {
                "id": block.id,
                "kind": block.kind,
                "level": block.level,
                "text": block.text,
                "first_line": block.first_line,
                "last_line": block.last_line,
            }
            for block in article.blocks
        ],
        "corrections": [
            {
                "line": change.line,
                "block": change.spot.block,
                "found": change.found,
                "given": change.given,
                "reason": change.reason,
            }
            for change in article.corrections
        ],
        "notes": [
            {"line": note.line, "block": note.spot.block, "passage": note.passage, "note": note.note}
            for note in article.notes
        ],
        "evidence": article.evidence,
    }


def _value(value: Value | None) -> dict[str, str] | None:
    return None if value is None else {"value": value.value, "basis": value.basis}
