"""Articles -> the pages that lead to them: home and the full list."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Mapping, Sequence

import yaml

from wenku.markdown import escape
from wenku.model import Article, Library, Person

UNKNOWN = "未详"


def home(library: Library) -> str:
    """The home page: what this is, its figures, and the way in."""
    articles = library.articles
    matter = {
        "title": html.escape(library.corpus.name),
        "template": "home.html",
        "hide": ["navigation", "toc"],
        # Not `subtitle`: the theme would print that in its menus.
        "tagline": library.corpus.subtitle,
        "figures": [
            {"value": f"{len(articles)}", "label": "篇文章"},
            {"value": f"{sum(article.length for article in articles):,}", "label": "字"},
            {"value": f"{len({p.name for article in articles for p in article.authors})}", "label": "位作者"},
            {"value": f"{len({a.outlet.value for a in articles if a.outlet})}", "label": "家媒体"},
        ],
        "genres": [
            {"name": name, "count": count}
            for name, count in Counter(a.genre.value for a in articles).most_common()
        ],
        "first": [
            {"url": article.url, "title": article.title.shown, "by": by(article)} for article in articles[:8]
        ],
    }
    return _page(matter, "")


def all_articles(library: Library) -> str:
    """Every article in the order of the source."""
    rows = [_row(article) for article in library.articles]
    matter = {"title": "全部文章", "hide": ["toc"], "template": "list.html"}
    intro = f"共 {len(rows)} 篇，依底本次序。方括号中的题名为编者所拟。"
    return _page(matter, "\n".join([f"{intro}\n{{: .intro }}", "", *rows]))


def by(article: Article) -> str:
    """Who signs, as one short phrase."""
    names = "、".join(map(_name, article.authors))
    if names:
        return names
    if article.outlet and article.byline.printed and article.byline.printed.strip().endswith("评论员"):
        return article.byline.printed.strip()
    return article.outlet.value if article.outlet else f"作者{UNKNOWN}"


def _name(person: Person) -> str:
    return person.name


def _row(article: Article) -> str:
    parts = [
        by(article),
        article.outlet.value if article.outlet else "",
        article.date.value if article.date else "",
        article.genre.value,
        f"{article.length:,} 字",
    ]
    shown: Sequence[str] = [part for index, part in enumerate(parts) if part and part not in parts[:index]]
    return f'{article.id}. [{escape(article.title.shown)}]({article.id}.md){{: .title }} <span class="facts">{escape(" · ".join(shown))}</span>'


def _page(matter: Mapping[str, object], text: str) -> str:
    return (
        f"---\n{yaml.safe_dump(dict(matter), allow_unicode=True, sort_keys=False, width=1000)}---\n\n{text}\n"
    )
