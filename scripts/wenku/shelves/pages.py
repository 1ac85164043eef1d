"""Shelves -> Markdown pages: front matter that the templates show, and no text of their own."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wenku import dates, words
from wenku.citations import signature as by
from wenku.facets import WITHOUT, values, year_of
from wenku.markdown import front
from wenku.model import Article, Library, Person
from wenku.search import suggest
from wenku.shelves import timeline
from wenku.shelves.groups import Group, Shelf, by_date
from wenku.shelves.keywords import Keyword
from wenku.shelves.passages import Quotation
from wenku.shelves.related import Related

EXAMPLES = 6
# Bars of one article each say no more than a list of their names, unless they are so few.
FEW = 3
TRIES = 5

Matter = dict[str, Any]


def home(
    library: Library, shelves: Mapping[str, Shelf], heaviest: Sequence[Keyword], chosen: Iterable[Quotation]
) -> str:
    """What this is, the search box, the shelves with what stands on them, some good passages."""
    articles = library.articles
    subject = library.corpus.name
    tries = [one.word for one in heaviest if len(one.word) >= 4 and one.word not in subject][:TRIES]
    return _page(
        {
            "title": html.escape(subject),
            "template": "home.html",
            # Not `subtitle`: the theme would print that in its menus.
            "tagline": library.corpus.subtitle,
            "count": len(articles),
            "length": sum(article.length for article in articles),
            "tries": tries,
            "shelves": [_drawer(shelf) for shelf in shelves.values() if shelf.groups],
            "passages": [
                {
                    "words": one.words,
                    "url": f"{one.article.url}#{one.block}",
                    "from": _source(one),
                }
                for one in chosen
            ],
            "supplied": any(one.article.title.basis == "supplied" and not one.speaker for one in chosen),
        }
    )


def _source(one: Quotation) -> str:
    """Whose words these are, and where they stand: the speaker, where an article reports what another said."""
    article = one.article
    if one.speaker:
        said = dates.in_words(one.occasion) if one.occasion else ""
        return "，".join(filter(None, (one.speaker, said))) + f"（{by(article)}）"
    title = article.title.shown if article.title.basis == "supplied" else f"《{article.title.value}》"
    day = dates.in_words(article.date.value) if article.date else ""
    return "，".join(filter(None, (f"{by(article)}{title}", _outlet_beside(article), day)))


def full_list(library: Library, shelves: Mapping[str, Shelf]) -> str:
    """Every article in the order of the source, with what it can be sorted and filtered by."""
    rows = [[*_row(article), _sortable(article)] for article in library.articles]
    return _page(
        {
            "title": "全部文章",
            "template": "list.html",
            "ways": _ways(shelves),
            "without": WITHOUT,
            "rows": rows,
        }
    )


def _ways(shelves: Mapping[str, Shelf]) -> list[Matter]:
    """The shelves that have no place of their own in the header."""
    return [
        {"title": shelf.title, "url": f"{shelf.key}/", "size": _how_many(shelf)}
        for shelf in shelves.values()
        if shelf.groups and shelf.place != shelf.key
    ]


def _sortable(article: Article) -> str:
    """What the list's script needs of a row, as JSON."""
    return json.dumps(
        {"date": dates.order(article), "length": article.length, "facets": values(article)},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def index(library: Library, shelf: Shelf) -> str:
    """All names of a shelf."""
    matter: Matter = {
        "title": shelf.title,
        "template": "shelf-index.html",
        "place": f"{shelf.place}/",
        "shelf": shelf.key,
        "size": _how_many(shelf),
        "none": _item(shelf.none) if shelf.none else None,
    }
    if shelf.key == "authors":
        matter["letters"] = _letters(shelf)
    elif shelf.key == "institutions":
        matter["columns"] = [_named(one, _people(one)) for one in shelf.groups]
    elif shelf.key == "outlets":
        kinds: dict[str, list[Group]] = {}
        of_outlet = {outlet.name: outlet.kind for outlet in library.corpus.outlets}
        for group in shelf.top:
            kinds.setdefault(of_outlet.get(group.name) or "其他", []).append(group)
        ordered = sorted(kinds.items(), key=lambda item: (-len(item[1]), item[0]))
        matter["sections"] = [{"title": kind, **_standing(shelf, these)} for kind, these in ordered]
    elif shelf.key == "years":
        matter["timeline"] = _timeline(library, shelf)
        exact = [a for group in shelf.groups for a in group.articles if a.date and len(a.date.value) > 4]
        matter["rows"] = [_row(article) for article in sorted(exact, key=by_date)]
    else:
        matter["sections"] = [_standing(shelf, shelf.top)]
    return _page(matter)


def group(library: Library, shelves: Mapping[str, Shelf], one: Group) -> str:
    """The page of one name: what is known of it, and its articles."""
    shelf = shelves[one.shelf]
    named = one is not shelf.none
    return _page(
        {
            "title": html.escape(f"{one.name} 年" if one.shelf == "years" and named else one.name),
            "template": "shelf.html",
            "place": f"{shelf.place}/",
            "shelf": shelf.key,
            "shelf_title": shelf.title,
            "name": one.name,
            "about": _about(one) if named else None,
            "summary": _summary(one),
            "facts": [fact for fact in _facts(library, shelves, one) if fact["items"]] if named else [],
            "rows": [_row(article, one.name) for article in one.articles],
        }
    )


def overview(library: Library, shelves: Mapping[str, Shelf], heaviest: Sequence[Keyword]) -> str:
    """Where looking beats reading: when, where, in what form, and about what."""
    # As a search counts them first: in the body, titles and bylines aside.
    texts = [text for article in library.articles for text in words.texts(article)[2:]]
    counts = suggest.counted((one.word for one in heaviest), texts)
    most = heaviest[0].weight if heaviest else 1
    regions, genres = shelves["regions"], shelves["genres"]
    return _page(
        {
            "title": "概览",
            "template": "overview.html",
            "count": len(library.articles),
            "length": sum(article.length for article in library.articles),
            "timeline": _timeline(library, shelves["years"]),
            "ways": _ways(shelves),
            "regions": _standing(regions, regions.top) if regions.top else None,
            "placeless": len(regions.none.articles) if regions.none else 0,
            "genres": _bars(genres, sorted(genres.top, key=lambda one: -one.length), by_length=True),
            "keywords": [
                {"word": one.word, "count": counts[one.word], "share": _share(one.weight, most)}
                for one in heaviest
            ],
        }
    )


def of_article(article: Article, shelves: Mapping[str, Shelf], near: Iterable[Related]) -> Matter:
    """What the page of an article says of the shelves it stands on, and of the articles it is near to."""

    def url(key: str, name: str | None) -> str | None:
        found = shelves[key].by_name.get(name) if name else None
        return found.url if found else None

    return {
        "shelves": {
            "authors": {person.name: url("authors", person.name) for person in article.authors},
            "institutions": {
                post.affiliation: url("institutions", post.affiliation) or url("outlets", post.affiliation)
                for person in article.authors
                for post in person.posts
                if post.affiliation
            },
            "outlet": url("outlets", article.outlet.value if article.outlet else None),
            "genre": url("genres", article.genre.value if article.genre else None),
            "region": url("regions", article.region.value if article.region else None),
            "year": url("years", year_of(article)),
        },
        "related": [
            [one.article.id, one.article.title.shown, by(one.article), "、".join(one.words)] for one in near
        ],
    }


def _row(article: Article, shelf: str = "") -> list[str]:
    """Id, title, and in one line the rest, but what the shelf says already: short, for a library has thousands."""
    parts = [
        by(article),
        _outlet_beside(article),
        dates.shown(article),
        article.genre.value if article.genre else "",
        f"{article.length:,} 字",
    ]
    return [article.id, article.title.shown, "　".join(part for part in parts if part and part != shelf)]


def _outlet_beside(article: Article) -> str:
    """The outlet, unless who signs names it already."""
    return article.outlet.value if article.outlet and article.outlet.value not in by(article) else ""


def _drawer(shelf: Shelf) -> Matter:
    """A shelf on the home page: its size, and the first of what stands on it."""
    years = shelf.key == "years"
    shown = sorted(shelf.top, key=lambda one: one.name) if years else list(shelf.top[:EXAMPLES])
    return {
        "title": shelf.title,
        "url": f"{shelf.key}/",
        "size": _how_many(shelf),
        "items": [
            {"name": one.name, "url": one.url, "count": len(one.articles)}
            for one in [*shown, *([shelf.none] if years and shelf.none else [])]
        ],
        "more": len(shelf.top) > len(shown),
    }


def _how_many(shelf: Shelf) -> str:
    if shelf.key != "years" or not shelf.groups:
        return f"{len(shelf.top)} {shelf.unit}"
    years = sorted(one.name for one in shelf.groups)
    return "—".join(dict.fromkeys((years[0], years[-1])))


def _item(one: Group) -> Matter:
    return {"name": one.name, "url": one.url, "count": len(one.articles)}


def _named(one: Group, notes: Iterable[str]) -> Matter:
    return {"name": one.name, "url": one.url, "note": "、".join(notes), "summary": _summary(one)}


def _standing(shelf: Shelf, tops: Sequence[Group]) -> Matter:
    """Groups of several articles as bars, those of one as a list with the title of that one."""
    single = [one for one in tops if len(one.articles) == 1]
    if len(single) <= FEW and len(single) < len(tops):
        return {"bars": _bars(shelf, tops)}
    several = [one for one in tops if len(one.articles) > 1]
    return {
        "bars": _bars(shelf, several),
        "names": [
            {**_named(one, [one.articles[0].title.shown]), "summary": _length_and_years(one)}
            for one in single
        ],
    }


def _bars(shelf: Shelf, tops: Sequence[Group], by_length: bool = False) -> list[Matter]:
    """Groups with their size beside the largest of the shelf; those inside a group below it."""
    most = max((_size(one, by_length) for one in shelf.groups), default=1)

    def bar(one: Group) -> Matter:
        shorter = one.name.removeprefix(one.parent) if one.parent else one.name
        return {
            **_item(one),
            "name": f"{one.name} 年" if one.shelf == "years" else shorter,
            "length": one.length,
            "share": _share(_size(one, by_length), most),
            "inside": [bar(below) for below in shelf.below(one)],
        }

    return [bar(one) for one in tops]


def _size(one: Group, by_length: bool) -> int:
    return one.length if by_length else len(one.articles)


def _share(part: float, whole: float) -> float:
    return round(part / whole * 100, 1) if whole else 0.0


def _letters(shelf: Shelf) -> list[Matter]:
    """People by the first letter of their pinyin."""
    found: dict[str, list[Matter]] = {}
    for one in shelf.groups:
        found.setdefault(one.address[0].upper(), []).append(_named(one, _posts(one)))
    return [{"letter": letter, "items": items} for letter, items in found.items()]


def _posts(one: Group) -> list[str]:
    """Where a person works, else the post, as the articles print it; a pen name is said to be one."""
    mine = [_person(article, one.name) for article in one.articles]
    pen = ["笔名"] if any(person.pen_name for person in mine) else []
    posts = (post.affiliation or post.role for person in mine for post in person.posts)
    return [*pen, *dict.fromkeys(filter(None, posts))]


def _people(one: Group) -> list[str]:
    """Who signs for an institution."""
    return list(
        dict.fromkeys(
            person.name
            for article in one.articles
            for person in article.authors
            if one.name in [post.affiliation for post in person.posts]
        )
    )


def _person(article: Article, name: str) -> Person:
    return next(person for person in article.authors if person.name == name)


def _about(one: Group) -> Matter | None:
    """Who or what a page is about, in the words of schema.org; None where that has no name of its own."""
    kinds = {"outlets": "Organization", "institutions": "Organization", "regions": "Place"}
    if one.shelf == "authors":
        bodies = any(_signs_itself(article, one.name) for article in one.articles)
        return {"@type": "Organization" if bodies else "Person", "name": one.name}
    return {"@type": kinds[one.shelf], "name": one.name} if one.shelf in kinds else None


def _facts(library: Library, shelves: Mapping[str, Shelf], one: Group) -> list[Matter]:
    """What the records say of a name beyond its articles: lines of a label and linked items."""
    if one.shelf == "authors":
        return _facts_of_author(shelves, one)
    if one.shelf == "outlets":
        outlet = next((outlet for outlet in library.corpus.outlets if outlet.name == one.name), None)
        signing = dict.fromkeys(person.name for article in one.articles for person in article.authors)
        return [
            {"label": "类别", "items": [{"text": outlet.kind}] if outlet and outlet.kind else []},
            {"label": "栏目", "items": [{"text": name} for name in outlet.columns] if outlet else []},
            {"label": "署名", "items": [_linked(shelves["authors"], name) for name in signing]},
        ]
    if one.shelf == "institutions":
        bodies = any(_signs_itself(article, one.name) for article in one.articles)
        people = [
            _linked(shelves["authors"], name) | {"note": "、".join(_roles(one, name))}
            for name in _people(one)
        ]
        return [
            {"label": "人员", "items": people},
            {"label": "署名", "items": [{"text": "以机构名义"}] if bodies else []},
        ]
    if one.shelf == "regions":
        held = shelves["regions"].below(one)
        outlets = dict.fromkeys(article.outlet.value for article in one.articles if article.outlet)
        return [
            {"label": "所属", "items": [_linked(shelves["regions"], one.parent)] if one.parent else []},
            {
                "label": "其中",
                "items": [
                    {
                        "text": below.name.removeprefix(one.name),
                        "url": below.url,
                        "note": f"{len(below.articles)} 篇",
                    }
                    for below in held
                ],
            },
            {"label": "媒体", "items": [_linked(shelves["outlets"], name) for name in outlets]},
        ]
    if one.shelf == "series":
        grounds = next(each.grounds for each in library.corpus.series if each.name == one.name)
        return [{"label": "所据", "items": [{"text": grounds}]}]
    return []


def _facts_of_author(shelves: Mapping[str, Shelf], one: Group) -> list[Matter]:
    posts: dict[tuple[str, str], Matter] = {}
    for article in one.articles:
        person = _person(article, one.name)
        for post in person.posts:
            key = (post.affiliation or "", post.role or "")
            place = _linked(_shelf_of(shelves, key[0]), key[0]) if key[0] else {"text": ""}
            posts[key] = {**place, "note": key[1]} if key[0] else {"text": key[1]}
    beside = dict.fromkeys(
        person.name for article in one.articles for person in article.authors if person.name != one.name
    )
    outlets = dict.fromkeys(article.outlet.value for article in one.articles if article.outlet)
    pen = any(_person(article, one.name).pen_name for article in one.articles)
    return [
        {"label": "身份", "items": [*([{"text": "笔名"}] if pen else []), *posts.values()]},
        {"label": "媒体", "items": [_linked(shelves["outlets"], name) for name in outlets]},
        {"label": "合著者", "items": [_linked(shelves["authors"], name) for name in beside]},
    ]


def _roles(one: Group, name: str) -> list[str]:
    found = (_person(article, name) for article in one.articles if name in _names(article))
    posts = (post for person in found for post in person.posts)
    return list(dict.fromkeys(post.role for post in posts if post.role and post.affiliation == one.name))


def _names(article: Article) -> list[str]:
    return [person.name for person in article.authors]


def _signs_itself(article: Article, name: str) -> bool:
    return any(person.body and person.name == name for person in article.authors)


def _shelf_of(shelves: Mapping[str, Shelf], affiliation: str) -> Shelf:
    key = "institutions" if affiliation in shelves["institutions"].by_name else "outlets"
    return shelves[key]


def _linked(shelf: Shelf, name: str) -> Matter:
    found = shelf.by_name.get(name)
    return {"text": name, "url": found.url} if found else {"text": name}


def _summary(one: Group) -> str:
    return f"{len(one.articles)} 篇　{_length_and_years(one)}"


def _length_and_years(one: Group) -> str:
    years = sorted({year for article in one.articles if (year := year_of(article))})
    span = {0: "日期未详", 1: f"{years[0]} 年" if years else ""}.get(
        len(years)
    ) or f"{years[0]}—{years[-1]} 年"
    undated = sum(1 for article in one.articles if not year_of(article)) if years else 0
    span += f"，另 {undated} 篇日期未详" if undated else ""
    shown = "" if one.shelf == "years" else f"　{span}"
    return f"{one.length:,} 字{shown}"


def _timeline(library: Library, shelf: Shelf) -> Matter:
    found = timeline.years(shelf)
    undated = len(shelf.none.articles) if shelf.none else 0
    return {
        "svg": timeline.svg(found, undated),
        "years": [
            {
                "name": f"{year.name} 年",
                "url": year.url,
                "days": len(year.days),
                "months": len(year.months),
                "rest": year.only_year,
                "total": year.total,
            }
            for year in found
            if year.total
        ],
        "undated": undated,
        "bounded": sum(1 for article in (shelf.none.articles if shelf.none else ()) if article.bounds),
        "undated_url": shelf.none.url if shelf.none else "",
        "total": len(library.articles),
    }


def _page(matter: Matter) -> str:
    return front({"hide": ["navigation", "toc"], **matter})
