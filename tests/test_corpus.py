"""What must hold of the library made from the real compilation."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import pairwise

import pytest
from helpers import ROOT, read
from wenku import checks
from wenku.model import Article, Library, Line

pytestmark = pytest.mark.compilation

# How the body of an article begins, white space aside -> the title it was published under.
PUBLISHED = [
    (
        "中共中央政治局1月31日下午就扎实推进高质量发展进行第十",
        "习近平在中共中央政治局第十一次集体学习时强调 加快发展新质生产力 扎实推进高质量发展",
    ),
    ("高质量发展是新时代的硬道理，需要新的生产力理论来指导。习", "新质生产力的内涵特征和发展重点"),
    ("2024年1月31日，习近平总书记在主持中央政治局第十一", "深刻认识和加快发展新质生产力"),
    ("“新质生产力”这一崭新的概念，由习近平总书记最近在黑龙江", "新质生产力的出现背景和主要特征"),
    ("加快形成新质生产力，是我国把握新一轮科技革命机遇、建设现", "理解新质生产力的内涵"),
    ("习近平总书记在中共中央政治局第十一次集体学习时强调，“发", "深刻把握新质生产力的内涵及要求"),
    ("习近平总书记在中共中央政治局第十一次集体学习时发表重要讲", "深刻把握新质生产力的丰富内涵与实践要求"),
    ("今年9月，习近平总书记在黑龙江考察时首次提出“新质生产力", "加快形成新质生产力"),
    ("中央经济工作会议明确提出，要以科技创新推动产业创新，特别", "加快培育和形成新质生产力"),
    ("习近平总书记关于新质生产力的重要论述，是马克思主义生产力", "加快培育和发展新质生产力"),
    ("我国第三代自主超导量子计算机“本源悟空”上线运行，量子计", "加快发展新质生产力扎实推进高质量发展"),
    ("抓创新就是抓发展，谋创新就是谋未来。科技创新能够催生新产", "培育发展新质生产力的新动能"),
    ("“我们还要快马加鞭，关键是‘以新提质’，用科技改造现有生", "“以新提质”加快发展新质生产力"),
    ("春潮涌动，向“新”而行。2月25日至26日，省委理论学习", "以新质生产力赋能自贸港高质量发展"),
    ("首都经济社会高质量发展推进大会昨日召开。会议深入贯彻党的", "以新质生产力推动首都高质量发展"),
    ("以学铸魂、以学增智、以学正风、以学促干。为期四天的省级领", "在发展新质生产力推动高质量发展上走在前列"),
    (
        "一年春作首，万事行为先。农历正月初十，市委市政府召开全市",
        "让新质生产力成为南京高质量发展最鲜明的标识",
    ),
    (
        "发展新质生产力，是推动高质量发展的内在要求和重要着力点。",
        "在发展新质生产力上善作善成——论深入学习贯彻习近平总书记视察天津重要讲话精神",
    ),
    ("引言习近平总书记2023年7月在江苏考察时强调“中国式现", "强化科技创新引领加快发展新质生产力"),
    ("习近平总书记在主持召开新时代推动东北全面振兴座谈会时提出", "新质生产力的形成条件与培育路径"),
    ("新一轮科技革命和产业变革与我国加快转变经济发展方式形成历", "新质生产力的政治经济学逻辑"),
    (
        "一、引言党的二十大报告提出“建设现代化产业体系”，建设现",
        "新质生产力赋能现代化产业体系：内在逻辑与实现路径",
    ),
    (
        "一、引言中国式现代化，作为在中国共产党领导下的社会主义现",
        "新质生产力赋能中国式现代化的历史逻辑、理论逻辑与现实路径",
    ),
    ("在建设中国式现代化的新时代征程中，“世界百年未有之大变局", "新质生产力与基本经济模态转换"),
    ("习近平总书记在中国共产党第二十次全国代表大会上的报告（以", "新质生产力与中国式现代化"),
    ("2023年9月，习近平总书记在黑龙江考察调研期间，首次提", "“新质生产力”的国家方略政策取向"),
    ("习近平总书记在2023年9月考察黑龙江期间首次提出“加快", "打造发展新质生产力实践地"),
    ("去年9月，习近平总书记在黑龙江考察时首次提出“新质生产力", "立足陕西优势加快发展新质生产力"),
    ("习近平总书记在中共中央政治局第十一次集体学习时强调，加快", "以新质生产力推进南通经济高质量发展"),
    ("发展新质生产力是推动高质量发展的内在要求和重要着力点，在", "以新质生产力引领农业强国建设"),
]


@cache
def corpus() -> tuple[tuple[Line, ...], Library]:
    return read(ROOT / "corpus")


def articles() -> tuple[Article, ...]:
    return corpus()[1].articles


def body(article: Article) -> str:
    """The text of an article without white space."""
    return "".join("".join(block.text for block in article.blocks).split())


def test_every_check_holds() -> None:
    assert list(checks.run(*corpus())) == []


def test_there_are_77_articles_each_with_its_record() -> None:
    library = corpus()[1]
    assert len(library.articles) == len(library.corpus.records) == 77
    assert library.warnings == ()


def test_every_line_of_text_lies_in_exactly_one_article_or_is_furniture() -> None:
    lines, library = corpus()
    furniture = {line.number for line in library.furniture}
    owners = Counter(n for a in library.articles for n in range(a.first_line, a.last_line + 1))
    found = {
        line.number: owners[line.number]
        for line in lines
        if line.text.strip() and line.number not in furniture
    }
    assert set(found.values()) == {1}


def test_the_source_and_the_library_hold_the_same_characters_but_for_the_listed_changes() -> None:
    lines, library = corpus()
    have = Counter("".join(line.text for line in lines))
    shown = Counter("".join(block.text for article in articles() for block in article.blocks))
    shown += Counter("".join(line.text for article in articles() for line in article.byline.lines))
    for article in articles():
        for change in article.corrections:
            shown += Counter(change.found)
            shown -= Counter(change.given)
    shown += Counter("".join(line.text for line in library.furniture if not _inside(line)))
    assert {char: n for char, n in (have - shown).items() if not char.isspace()} == {}
    assert {char: n for char, n in (shown - have).items() if not char.isspace()} == {}


def _inside(line: Line) -> bool:
    """Whether a page number stands inside an article, where it is listed among the corrections."""
    return any(article.first_line < line.number < article.last_line for article in articles())


@pytest.mark.parametrize(("opening", "title"), PUBLISHED, ids=[title for _, title in PUBLISHED])
def test_a_published_title_stands_over_its_article(opening: str, title: str) -> None:
    found = {
        article.title.value: article.title.basis
        for article in articles()
        if body(article).startswith(opening)
    }
    assert found.get(title) == "published"


def test_supplied_titles_are_short_and_in_square_brackets() -> None:
    supplied = [article.title for article in articles() if article.title.basis == "supplied"]
    assert supplied
    assert [title.value for title in supplied if not 8 <= len(title.value) <= 24] == []
    assert all(title.shown == f"[{title.value}]" for title in supplied)


@pytest.mark.parametrize("key", ["id", "url", "title"])
def test_no_two_articles_share_an_id_an_address_or_a_title(key: str) -> None:
    counts = Counter(getattr(article, key) for article in articles())
    assert [value for value, count in counts.items() if count > 1] == []


def test_no_two_blocks_of_an_article_share_an_address() -> None:
    for article in articles():
        assert len({block.id for block in article.blocks}) == len(article.blocks)


def test_the_two_articles_that_begin_with_the_same_line_are_told_apart() -> None:
    opening = "中共中央政治局1月31日下午就扎实推进高质量发展进行"
    first, second = (article for article in articles() if body(article).startswith(opening))
    assert (first.title.basis, second.title.basis) == ("published", "supplied")
    assert first.id != second.id
    assert "刚刚过去的1月份" not in body(first)
    assert body(second).endswith("推进高质量发展是突围向上的根本出路。")


def test_the_interview_has_questions_and_answers() -> None:
    (interview,) = [article for article in articles() if article.genre and article.genre.value == "访谈"]
    blocks = interview.blocks
    questions = [block for block in blocks if block.kind == "question"]
    first = [after for block, after in pairwise(blocks) if block.kind == "question"]
    assert len(questions) == 4
    assert all(block.text.startswith("记者：") and block.text.endswith("？") for block in questions)
    assert all(block.kind == "answer" for block in blocks[2:] if block not in questions)
    assert {block.text.split("：")[0] for block in first} <= {person.name for person in interview.authors}


def test_the_quotations_come_in_twelve_pairs_with_their_attributions() -> None:
    (quotations,) = [article for article in articles() if article.genre and article.genre.value == "语录"]
    assert [block.kind for block in quotations.blocks] == ["quotation", "attribution"] * 12
    sources = [block.text for block in quotations.blocks if block.kind == "attribution"]
    assert all(text.startswith("——20") and "习近平" in text for text in sources)


def test_the_one_byline_that_fell_on_the_page_before_signs_its_own_article() -> None:
    (found,) = [article for article in articles() if article.title.value == "理解新质生产力的内涵"]
    assert [person.name for person in found.authors] == ["杨蕙馨", "焦勇"]
    assert [person.name for person in found.byline.people] == ["杨蕙馨", "焦勇"]


def test_authors_that_rest_on_the_byline_are_named_in_it() -> None:
    for article in articles():
        printed = "".join((article.byline.printed or "").split())
        named = [person.name for person in article.authors if person.basis == "byline"]
        assert [name for name in named if name not in printed] == []


def test_no_heading_is_deeper_than_the_one_before_it_by_two() -> None:
    for article in articles():
        level = 1
        for block in article.blocks:
            if block.kind == "heading":
                assert block.level and 2 <= block.level <= level + 1, (article.id, block.id)
                level = block.level


def test_the_rules_name_the_recorded_authors_but_where_no_rule_can() -> None:
    differing = {
        article.byline.printed
        for article in articles()
        if [person.name for person in article.byline.people] != [person.name for person in article.authors]
    }
    assert (
        differing
        == {
            None,  # quotations: whose words they are stands in the text
            "中国社会科学院大学 杨开忠 中国社会科学院经济研究所所长 黄群慧 中国国际发展知识中心副主任 魏际刚",  # a fourth guest speaks
            "中国宏观经济研究院战略政策室主任",  # the name fell out
            "政武经",  # no family name: a pen name
            "周文李吉良",  # two names run together
            "市人大代表夏鸿飞",  # the one who is reported on, not the one who reports
        }
    )
