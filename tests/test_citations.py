"""Citations, against the standard's own examples (GB/T 7714-2025, clauses 7 and 8) as far as our records can say them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from wenku import citations
from wenku.citations import Reference
from wenku.model import Article, Byline, Corpus, Library, Line, Locator, Outlet, Person, Title, Value

EXAMPLES = {
    "8.5.3:1": (
        Reference("newspaper", "数字革命与竞争国际化", False, ("丁文详",), "中国青年报", date="2000-11-20", locator=Locator(page="15")),
        "丁文详. 数字革命与竞争国际化[N]. 中国青年报，2000-11-20（15）.",
    ),
    "8.5.3:3": (
        Reference("journal", "互联网药品可信交易环境中主体资质审核备案模式", False, ("于潇", "刘义", "柴跃廷", "孙宏波"), "清华大学学报（自然科学版）", date="2012", locator=Locator("52", "11", "1518-1523")),
        "于潇，刘义，柴跃廷，等. 互联网药品可信交易环境中主体资质审核备案模式[J]. 清华大学学报（自然科学版），2012，52（11）：1518-1523.",
    ),
    "8.1:3": (
        Reference("journal", "四库馆私家抄校书考略", False, ("杨洪升",), "文献", date="2013", locator=Locator(issue="1", page="56-75")),
        "杨洪升. 四库馆私家抄校书考略[J]. 文献，2013（1）：56-75.",
    ),
    "8.5.3:4, before its issue": (
        Reference("journal", "惯性增强动力吸振器-浮置板轨道低频减振性能研究", False, ("张群", "程志宝", "石志飞"), "铁道学报", date="2024-05-09", address="https://kns.cnki.net/kcms/detail/11.2104.u.20240507.1737.002.html"),
        "张群，程志宝，石志飞. 惯性增强动力吸振器-浮置板轨道低频减振性能研究[J/OL]. 铁道学报，2024-05-09. https://kns.cnki.net/kcms/detail/11.2104.u.20240507.1737.002.html.",
    ),
    "7.1.3:1, no author": (
        Reference("journal", "人物龙凤帛画", container="中国书法", date="2023", locator=Locator(issue="3", page="5")),
        "人物龙凤帛画[J]. 中国书法，2023（3）：5.",
    ),
    "8.11.3.2:2, supplied title": (
        Reference("webpage", "《昨日之歌》图书封面", True, date="2015-09-18", address="http://www.luxunmuseum.com.cn/1.jpg"),
        "[《昨日之歌》图书封面][EB/OL]. （2015-09-18）. http://www.luxunmuseum.com.cn/1.jpg.",
    ),
    "8.14.3:2, the site that published it": (
        Reference("webpage", "青海省县域教育、卫生发展指标", False, ("黄土高原科学数据中心",), "国家地球系统科学数据中心", date="2024-12-25", address="https://loess.geodata.cn/"),
        "黄土高原科学数据中心. 青海省县域教育、卫生发展指标[EB/OL]. 国家地球系统科学数据中心（2024-12-25）. https://loess.geodata.cn/.",
    ),
    "7.5.4.3:3, a year that was worked out": (
        Reference("newspaper", "题", container="日报", date="1936", worked_out=True),
        "题[N]. 日报，[1936].",
    ),
}  # fmt: skip


@pytest.mark.parametrize("clause", EXAMPLES)
def test_a_citation_has_the_form_of_the_standard(clause: str) -> None:
    reference, expected = EXAMPLES[clause]
    assert citations.gbt7714(reference) == expected


def article(**changed: object) -> Article:
    made = Article(
        "007",
        "sources/a.txt",
        1,
        9,
        Title("江海之间", "supplied"),
        Byline((Line(1, "江海日报评论员"),)),
        (),
        Value("江海日报", "byline"),
        Value("2031-05-06", "record"),
        Value("评论", "editor"),
        None,
        "",
        (),
        (),
        (),
    )
    return replace(made, **changed)  # type: ignore[arg-type]


CORPUS = Corpus("江海文库", "", "a.txt", None, outlets=(Outlet("江海日报", "报纸"), Outlet("海学刊", "期刊"), Outlet("江网", "网站")))  # type: ignore[arg-type] # fmt: skip


def cited(**changed: object) -> str:
    return citations.gbt7714(citations.of(article(**changed), CORPUS))


def test_an_article_is_cited_as_one_of_its_newspaper_journal_or_site() -> None:
    assert cited() == "江海日报评论员. [江海之间][N/OL]. 江海日报，2031-05-06. articles/007/."
    people = (Person("甲"), Person("乙"))
    assert cited(outlet=Value("海学刊", "record"), authors=people, date=Value("2031", "record"), locator=Locator(issue="6")) == (
        "甲，乙. [江海之间][J/OL]. 海学刊，2031（6）. articles/007/."
    )  # fmt: skip
    assert cited(outlet=Value("江网", "record"), authors=people) == (
        "甲，乙. [江海之间][EB/OL]. 江网（2031-05-06）. articles/007/."
    )


def test_what_nobody_knows_is_left_out_and_said() -> None:
    unknown = {"outlet": None, "date": None, "byline": Byline()}
    assert cited(**unknown) == "[江海之间][EB/OL]. 江海文库. articles/007/."
    said = citations.missing(citations.of(article(**unknown), CORPUS))
    assert said == "作者、媒体、日期未详，著录从略；题名为编者所拟，置于方括号内。"
    whole = article(title=Title("江海之间", "published"), locator=Locator(page="3"), authors=(Person("甲"),))
    assert citations.missing(citations.of(whole, CORPUS)) == ""


def test_a_date_that_was_worked_out_stands_in_brackets_and_is_told() -> None:
    changed = {"date": Value("2031", "text")}
    assert "江海日报，[2031]." in cited(**changed)
    assert "日期据正文推定" in citations.missing(citations.of(article(**changed), CORPUS))
    assert "N1  - 日期据正文推定\n" in citations.ris(citations.of(article(**changed), CORPUS))


def test_bibtex_escapes_what_it_would_read_as_commands() -> None:
    hostile = article(
        title=Title(r"100% {a} \b_c & #1 $x", "published"), authors=(Person("甲 乙"), Person("丙"))
    )
    entry = citations.bibtex(citations.of(hostile, CORPUS))
    assert r"title = {{100\% \{a\} \textbackslash{}b\_c \& \#1 \$x}}" in entry
    assert "author = {{甲 乙} and 丙}" in entry
    # A type that Zotero imports; it drops a @newspaper.
    assert entry.startswith("@article{wenku-007,\n")
    assert "entrysubtype = {news}" in entry and "mark = {N}" in entry
    assert "date = {2031-05-06}" in entry
    assert "journal = {江海日报}" in entry


def test_ris_has_a_type_first_and_an_end_last_and_no_line_of_its_own() -> None:
    broken = article(title=Title("一\nER  - 二", "published"))
    lines = citations.ris(citations.of(broken, CORPUS)).splitlines()
    assert lines[0] == "TY  - NEWS"
    assert lines[-1] == "ER  - "
    assert lines[1] == "TI  - 一 ER - 二"
    assert "DA  - 2031/05/06/" in lines


def test_csl_json_can_be_read_back() -> None:
    (item,) = json.loads(citations.csl_json(citations.of(article(authors=(Person("甲"),)), CORPUS)))
    assert item["type"] == "article-newspaper"
    assert item["author"] == [{"literal": "甲"}]
    assert item["issued"] == {"date-parts": [[2031, 5, 6]]}
    assert item["title"] == "[江海之间]"
    assert "volume" not in item


def test_every_article_of_the_library_has_every_citation(library: Library) -> None:
    for one in library.articles:
        reference = citations.of(one, library.corpus)
        shown = citations.gbt7714(reference)
        assert one.title.shown in shown
        assert shown.endswith(f"{one.url}.")
        assert "未详" not in shown and "None" not in shown and "，，" not in shown and ". ." not in shown
        assert json.loads(citations.csl_json(reference))[0]["title"] == one.title.shown
        said = citations.missing(reference)
        for label, known in (
            ("作者", reference.authors),
            ("媒体", reference.outlet),
            ("日期", reference.date or reference.bounded),
        ):
            assert (label in said.rpartition("未详")[0]) is not bool(known), one.id
        assert (citations.SUPPLIED in said) is reference.supplied
