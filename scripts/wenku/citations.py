"""Article -> how to cite it: GB/T 7714-2025, BibTeX, RIS, CSL-JSON. Pure; what is not known is left out, never guessed.

In: an article and the corpus it belongs to, which knows what kind of outlet printed it. Out: a `Reference`, and text in each
format. The forms are those of the standard's own examples (clauses 7 and 8); tests/test_citations.py has them.

An article of a newspaper or a journal is cited as one of that newspaper or journal, [N/OL] or [J/OL]; everything else as a
page on the web, [EB/OL], of the site that published it or, where nobody knows that, of this library."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from wenku import dates
from wenku.model import NOWHERE, Article, Corpus, Locator

NEWSPAPER, JOURNAL, WEBPAGE = "newspaper", "journal", "webpage"
PRINTED = {"报纸": NEWSPAPER, "期刊": JOURNAL}
MARKS = {NEWSPAPER: "N", JOURNAL: "J", WEBPAGE: "EB"}
# Importers (Zotero among them) drop a @newspaper; the Chinese styles know one by its `entrysubtype` or `mark`.
BIBTEX_TYPES = {NEWSPAPER: "article", JOURNAL: "article", WEBPAGE: "online"}
RIS_TYPES = {NEWSPAPER: "NEWS", JOURNAL: "JOUR", WEBPAGE: "ELEC"}
CSL_TYPES = {NEWSPAPER: "article-newspaper", JOURNAL: "article-journal", WEBPAGE: "webpage"}
MOST_AUTHORS = 3
# What ends a signature that names the outlet and no person.
COMMENTATORS = ("评论员", "网评")
SUPPLIED = "题名为编者所拟"
INFERRED = "日期据正文推定"
# What BibTeX reads as a command.
TEX = {**{char: f"\\{char}" for char in "{}%&#$_"}, "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reference:
    """What a citation says. `container` is the newspaper, the journal, or the site; `outlet` says whether it is known.

    Inferred authors and an inferred outlet stand in square brackets already; `guessed` and `unseen` say so, `worked_out` says it
    of the date, which stands without; `asked`: the authors answer questions;
    `paper`: it is a paper, which belongs to a journal; `bounded`: what is known of the date besides, in words."""

    kind: str
    title: str
    supplied: bool = False
    authors: tuple[str, ...] = ()
    container: str | None = None
    outlet: str | None = None
    date: str | None = None
    worked_out: bool = False
    guessed: bool = False
    asked: bool = False
    unseen: bool = False
    paper: bool = False
    bounded: str = ""
    locator: Locator = NOWHERE
    address: str | None = None
    id: str = ""
    library: str = ""

    @property
    def shown_title(self) -> str:
        """A supplied title stands in square brackets (7.2.1)."""
        return f"[{self.title}]" if self.supplied else self.title

    @property
    def shown_date(self) -> str | None:
        """A date that was worked out stands in square brackets."""
        return f"[{self.date}]" if self.date and self.worked_out else self.date

    @property
    def visited(self) -> bool:
        """Whether the day of the reader's visit belongs to it: with what is on the web alone, and with what has no date."""
        return self.kind == WEBPAGE or not self.date


def of(article: Article, corpus: Corpus) -> Reference:
    """The reference of `article`; its address is the one below the site's root."""
    kinds = {outlet.name: outlet.kind for outlet in corpus.outlets}
    name = article.outlet.value if article.outlet else ""
    outlet = _outlet(article) or None
    return Reference(
        kind=PRINTED.get(kinds.get(name, ""), WEBPAGE),
        title=article.title.value,
        supplied=article.title.basis == "supplied",
        authors=_authors(article),
        container=outlet or corpus.name,
        outlet=outlet,
        date=article.date.value if article.date else None,
        worked_out=article.date is not None and article.date.worked_out,
        guessed=any(person.inferred for person in article.authors),
        asked=article.genre is not None and article.genre.value == "访谈",
        unseen=article.outlet is not None and article.outlet.inferred,
        paper=article.genre is not None and article.genre.value == "学术论文",
        bounded=dates.phrase(None, article.bounds),
        locator=article.locator,
        address=article.url,
        id=article.id,
        library=corpus.name,
    )


def signed(article: Article) -> tuple[str, ...]:
    """Who signs: the authors; else the commentator whom the byline names without a name."""
    names = tuple(dict.fromkeys(person.name for person in article.authors))
    printed = article.byline.printed or ""
    return names or ((printed,) if printed.endswith(COMMENTATORS) else ())


def signature(article: Article) -> str:
    """Who signs, as one short phrase; else the outlet, or that nobody knows."""
    outlet = article.outlet.value if article.outlet else "作者未详"
    return "、".join(signed(article)) or outlet


def cited(article: Article) -> tuple[str, str, str]:
    """Author, outlet and date as the source of a quotation names them: what is inferred in square brackets, what is unknown
    empty, and no author where that is the outlet."""
    by = "、".join(_authors(article))
    outlet = article.outlet.value if article.outlet else ""
    when = dates.in_words(article.date.value) if article.date else dates.shown(article)
    printed = article.date is not None and not article.date.worked_out
    return (
        "" if by == outlet else by,
        _outlet(article),
        _bracketed(when, not printed),
    )


def _authors(article: Article) -> tuple[str, ...]:
    """Who signs; inferred authors in square brackets."""
    inferred = {person.name for person in article.authors if person.inferred}
    return tuple(_bracketed(name, name in inferred) for name in signed(article))


def _outlet(article: Article) -> str:
    """The outlet, in square brackets where it is inferred; empty where it is unknown."""
    return _bracketed(article.outlet.value, article.outlet.inferred) if article.outlet else ""


def _bracketed(text: str, inferred: bool) -> str:
    return f"[{text}]" if text and inferred else text


def gbt7714(reference: Reference) -> str:
    """As GB/T 7714-2025 has it, with full-width marks; the date of the reader's visit is for the browser to add."""
    shown = "，".join(reference.authors[:MOST_AUTHORS])
    authors = f"{shown}，等" if len(reference.authors) > MOST_AUTHORS else shown
    if authors and reference.asked:
        authors += "（受访）"
    mark = f"[{MARKS[reference.kind]}{'/OL' if reference.address else ''}]"
    parts = (authors, f"{reference.shown_title}{mark}", _source(reference), reference.address)
    return ". ".join(filter(None, parts)) + "."


def _source(reference: Reference) -> str:
    """Where and when it was published: 报，日期（版）; 刊，年，卷（期）：页; 站（日期）."""
    where, when, locator = reference.container, reference.shown_date, reference.locator
    if reference.kind == WEBPAGE:
        return f"{where or ''}{f'（{when}）' if when else ''}"
    if reference.kind == NEWSPAPER:
        return "，".join(filter(None, (where, when))) + (f"（{locator.page}）" if locator.page else "")
    if when and (locator.volume or locator.issue):
        # Volume and issue say the rest; an opening bracket has its closing one.
        when = when[:5] + "]" if reference.worked_out else when[:4]
    found = "，".join(filter(None, (where, when, locator.volume)))
    found += f"（{locator.issue}）" if locator.issue else ""
    return f"{found}：{locator.page}" if locator.page else found


def missing(reference: Reference) -> str:
    """One sentence on what the citation leaves out and what stands in brackets; empty where nothing does."""
    locator = reference.locator
    unknown = [
        "" if reference.authors else "作者",
        "" if reference.outlet else "媒体",
        "" if reference.date or reference.bounded else "日期",
        "版次" if reference.kind == NEWSPAPER and not locator.page else "",
        "期次" if reference.kind == JOURNAL and not (locator.issue or locator.volume) else "",
        "页码" if reference.kind == JOURNAL and not locator.page else "",
    ]
    left_out = "、".join(filter(None, unknown))
    bracketed = [
        SUPPLIED if reference.supplied else "",
        "作者不见于署名，系推定" if reference.guessed else "",
        "媒体系推定" if reference.unseen else "",
        INFERRED if reference.date and reference.worked_out else "",
    ]
    brackets = "，".join(filter(None, bracketed))
    said = [
        f"{left_out}未详，著录从略" if left_out else "",
        f"日期只知在{reference.bounded}" if reference.bounded and not reference.date else "",
        f"{brackets}，置于方括号内" if brackets else "",
    ]
    return "；".join(filter(None, said)) + ("。" if any(said) else "")


def warning(reference: Reference) -> str:
    """What a reader must know before citing a paper whose journal nobody has seen; empty for all else."""
    if not reference.paper or (reference.kind == JOURNAL and not reference.unseen):
        return ""
    lacking = ["刊名", "" if reference.date else "年份", "卷期", "页码"]
    return f"此为学术论文，原刊未详，尚缺{'、'.join(filter(None, lacking))}。引用前请据期刊数据库查明原刊补全；此处的著录只指向本库页面。"


def bibtex(reference: Reference) -> str:
    """One BibTeX entry, as biblatex-gb7714 and gbt7714 read it."""
    year, _, rest = (reference.date or "").partition("-")
    locator = reference.locator
    fields = {
        "title": f"{{{_tex(reference.shown_title)}}}",
        "author": " and ".join(map(_tex_name, reference.authors)),
        {NEWSPAPER: "journal", JOURNAL: "journal", WEBPAGE: "organization"}[reference.kind]: _tex(
            reference.container or ""
        ),
        "date": "" if reference.worked_out or not rest else reference.date,
        "year": f"[{year}]" if year and reference.worked_out else year,
        "entrysubtype": "news" if reference.kind == NEWSPAPER else "",
        "mark": MARKS[NEWSPAPER] if reference.kind == NEWSPAPER else "",
        "volume": locator.volume,
        "number": locator.issue,
        "pages": locator.page,
        "url": reference.address,
        "langid": "chinese",
        "note": SUPPLIED if reference.supplied else "",
    }
    lines = [f"  {key} = {{{value}}}" for key, value in fields.items() if value]
    return f"@{BIBTEX_TYPES[reference.kind]}{{wenku-{reference.id},\n" + ",\n".join(lines) + "\n}\n"


def ris(reference: Reference) -> str:
    """One RIS record."""
    year, month, day = ([*(reference.date or "").split("-"), "", ""])[:3]
    first, _, last = (reference.locator.page or "").partition("-")
    rows: list[tuple[str, str | None]] = [
        ("TY", RIS_TYPES[reference.kind]),
        ("TI", reference.shown_title),
        *(("AU", name) for name in reference.authors),
        ("T2", reference.container),
        ("PY", year),
        ("DA", f"{year}/{month}/{day}/" if month else ""),
        ("VL", reference.locator.volume),
        ("IS", reference.locator.issue),
        ("SP", first),
        ("EP", last),
        ("UR", reference.address),
        ("LA", "zh"),
        ("DB", reference.library),
        ("N1", SUPPLIED if reference.supplied else ""),
        ("N1", INFERRED if reference.date and reference.worked_out else ""),
    ]
    written = [f"{tag}  - {' '.join(value.split())}" for tag, value in rows if value]
    return "\n".join([*written, "ER  - ", ""])


def csl_json(reference: Reference) -> str:
    """One item of CSL-JSON, in the list that importers expect."""
    date = [int(part) for part in (reference.date or "").split("-") if part]
    item: dict[str, Any] = {
        "id": f"wenku-{reference.id}",
        "type": CSL_TYPES[reference.kind],
        "title": reference.shown_title,
        "author": [{"literal": name} for name in reference.authors],
        "container-title": reference.container,
        "issued": {"date-parts": [date], **({"circa": True} if reference.worked_out else {})}
        if date
        else None,
        "volume": reference.locator.volume,
        "issue": reference.locator.issue,
        "page": reference.locator.page,
        "URL": reference.address,
        "language": "zh-CN",
        "source": reference.library,
        "note": SUPPLIED if reference.supplied else None,
    }
    return (
        json.dumps([{key: value for key, value in item.items() if value}], ensure_ascii=False, indent=2)
        + "\n"
    )


def _tex(text: str) -> str:
    return "".join(TEX.get(char, char) for char in text)


def _tex_name(name: str) -> str:
    """A name in braces where BibTeX would take it apart."""
    written = _tex(name)
    return f"{{{written}}}" if re.search(r"[\s,]", name) else written
