"""Article -> what it can be filtered by: the full list and the search page say the same of it, and so do the shelves.

Every article has a value of each kind, or the word for having none; a region is a path, a province and a place in it."""

from __future__ import annotations

from wenku.model import Article

UNKNOWN = "未详"
# What stands for a value that an article does not have.
WITHOUT = {
    "author": UNKNOWN,
    "outlet": UNKNOWN,
    "genre": UNKNOWN,
    "region": "不专论一地",
    "year": UNKNOWN,
}
PROVINCES = (
    *("北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽", "福建", "江西", "山东"),
    *("河南", "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川", "贵州", "云南", "西藏", "陕西", "甘肃", "青海", "宁夏"),
    *("新疆", "香港", "澳门", "台湾"),
)  # fmt: skip


def values(article: Article) -> dict[str, list[str]]:
    """Kind of value -> the values of an article, never none."""
    found = {
        "author": [person.name for person in article.authors],
        "outlet": [article.outlet.value] if article.outlet else [],
        "genre": [article.genre.value] if article.genre else [],
        "region": places(article),
        "year": [year] if (year := year_of(article)) else [],
    }
    return {kind: some or [WITHOUT[kind]] for kind, some in found.items()}


def places(article: Article) -> list[str]:
    """The place an article is about, behind the province it lies in."""
    return path(article.region.value) if article.region else []


def path(place: str) -> list[str]:
    """A place behind the province it lies in."""
    return [place] if (within := province(place)) is None else [within, place]


def province(place: str) -> str | None:
    """The province that `place` lies in; None where it is one itself, or in none we know."""
    within = next((name for name in PROVINCES if place.startswith(name)), None)
    return None if within is None or within == place else within


def year_of(article: Article) -> str | None:
    """The year, where at least that is known."""
    return article.date.value[:4] if article.date else None
