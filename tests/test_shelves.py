"""Every article stands on every shelf it belongs to; what a page says of others can be shown."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import build
import projects
import pytest
import yaml
from helpers import ROOT, make
from hypothesis import given
from hypothesis import strategies as some
from wenku import facets, markdown, shelves, words
from wenku.model import Address, Article, CorpusError, Library, Passage, Person, Value
from wenku.shelves import chinese, groups, keywords, passages, related, slugs, timeline
from wenku.shelves import pages as shelf_pages


@cache
def library() -> Library:
    return build.read(ROOT)


@cache
def cut() -> words.Words:
    return words.cut([*map(words.texts, library().articles)], ROOT / "corpus" / "terms.txt")


@cache
def jiebas() -> Any:
    """jieba itself with the dictionary of this corpus, and its keywords, which leave a file open when they are loaded."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        import jieba.analyse

        with (ROOT / "corpus" / "terms.txt").open(encoding="utf-8") as lines:
            jieba.load_userdict(lines)
    return jieba


@cache
def shelved() -> Mapping[str, groups.Shelf]:
    return groups.of(library())


@cache
def near() -> list[tuple[related.Related, ...]]:
    return related.of(library().articles, cut(), chinese.rarity(), library().corpus.ordinary)


def front(page: str) -> dict[str, Any]:
    """The front matter of a generated page."""
    found: dict[str, Any] = yaml.safe_load(page.split("---\n")[1])
    return found


def with_records(*changes: dict[str, Any]) -> Library:
    """A library of invented articles, each with the fields given."""
    model = library().articles[0]
    plain = {"authors": (), "outlet": None, "date": None, "region": None}
    articles = tuple(
        replace(model, id=f"{number:03}", **{**plain, **change}) for number, change in enumerate(changes, 1)
    )
    corpus = replace(library().corpus, addresses=(), passages=(), outlets=(), series=())
    return replace(library(), corpus=corpus, articles=articles)


def by_authors(*names: str) -> Library:
    return with_records(*({"authors": (Person(name),)} for name in names))


# Shelves


@pytest.mark.parametrize("key", ["authors", "outlets", "genres", "regions", "years"])
def test_the_top_groups_and_the_articles_without_a_name_are_all_articles(key: str) -> None:
    shelf = shelved()[key]
    without = shelf.none.articles if shelf.none else ()
    standing = {article.id for group in shelf.top for article in group.articles}
    assert standing | {article.id for article in without} == {article.id for article in library().articles}
    assert not standing & {article.id for article in without}


@pytest.mark.parametrize("key", ["outlets", "genres", "regions", "years"])
def test_counts_add_up_where_an_article_has_one_name_at_most(key: str) -> None:
    shelf = shelved()[key]
    standing = sum(len(group.articles) for group in shelf.top) + len(
        shelf.none.articles if shelf.none else ()
    )
    assert standing == len(library().articles)


def test_every_article_stands_under_each_of_its_own_names_and_no_other() -> None:
    expected: dict[str, Counter[str]] = {key: Counter() for key in shelved()}
    for article in library().articles:
        expected["authors"].update({person.name for person in article.authors})
        expected["outlets"].update([article.outlet.value] if article.outlet else [])
        expected["genres"].update([article.genre.value] if article.genre else [])
        expected["years"].update([article.date.value[:4]] if article.date else [])
        expected["regions"].update([article.region.value] if article.region else [])
    provinces = {group.name for group in shelved()["regions"].groups if shelved()["regions"].below(group)}
    for key in ("authors", "outlets", "genres", "years", "regions"):
        found = {
            group.name: len(group.articles) for group in shelved()[key].groups if group.name not in provinces
        }
        assert found == {name: count for name, count in expected[key].items() if name not in provinces}


def test_a_province_holds_the_articles_on_its_cities() -> None:
    regions = shelved()["regions"]
    for province in regions.top:
        inside = {article.id for city in regions.below(province) for article in city.articles}
        own = {
            article.id
            for article in library().articles
            if article.region and article.region.value == province.name
        }
        assert {article.id for article in province.articles} == inside | own


def test_who_works_for_an_outlet_stands_on_its_page_and_on_no_second_one() -> None:
    made = with_records(
        {"authors": (Person("甲", affiliation="江海日报"),), "outlet": Value("江海日报", "byline")},
        {"authors": (Person("乙", affiliation="江海大学"),)},
        {"authors": (Person("江海研究中心", body=True),)},
    )
    assert set(groups.of(made)["institutions"].by_name) == {"江海大学", "江海研究中心"}


def test_a_place_in_no_province_we_know_stands_by_itself() -> None:
    made = with_records({"region": Value("长三角", "text")}, {"region": Value("内蒙古包头", "text")})
    assert {(one.name, one.parent) for one in groups.of(made)["regions"].groups} == {
        ("长三角", None),
        ("内蒙古", None),
        ("内蒙古包头", "内蒙古"),
    }


def test_an_article_knows_the_pages_of_its_shelves() -> None:
    made = shelves.of(library())
    for article in library().articles:
        mine = made.matter[article.id]["shelves"]
        urls = [*mine["authors"].values(), *mine["institutions"].values(), mine["genre"]]
        urls += [mine["outlet"]] if article.outlet else []
        urls += [mine["region"]] if article.region else []
        urls += [mine["year"]] if article.date else []
        assert [url for url in urls if f"{url.rstrip('/')}.md" not in made.pages] == []


def test_every_page_of_a_shelf_says_which_place_of_the_header_it_belongs_to() -> None:
    made = shelves.of(library()).pages
    for shelf in shelved().values():
        assert shelf.place in ("articles", "authors", "overview")
        for group in (*shelf.groups, *filter(None, [shelf.none])):
            assert front(made[f"{group.url.rstrip('/')}.md"])["place"] == f"{shelf.place}/"
        assert front(made[f"{shelf.key}/index.md"])["place"] == f"{shelf.place}/"


def test_names_of_one_article_each_are_a_list_and_only_the_others_bars() -> None:
    def outlets(*counts: int) -> dict[str, Any]:
        named = [
            {"outlet": Value(f"报{name}", "record")}
            for name, count in enumerate(counts)
            for _ in range(count)
        ]
        made = with_records(*named)
        [section] = front(shelf_pages.index(made, groups.of(made)["outlets"]))["sections"]
        return {key: [one["name"] for one in section.get(key, [])] for key in ("bars", "names")}

    assert outlets(1, 1) == {"bars": [], "names": ["报0", "报1"]}
    assert outlets(3, 1, 1, 1, 1) == {"bars": ["报0"], "names": ["报1", "报2", "报3", "报4"]}
    assert outlets(3, 2, 1) == {"bars": ["报0", "报1", "报2"], "names": []}, "so few are no row of equal bars"


def test_an_article_without_a_value_has_the_word_for_it() -> None:
    [bare] = with_records({"genre": None}).articles
    assert facets.values(bare) == {kind: [word] for kind, word in facets.WITHOUT.items()}
    [there] = with_records({"region": Value("江苏南京", "text")}).articles
    assert facets.values(there)["region"] == ["江苏", "江苏南京"]


def test_every_page_lists_the_articles_of_its_group() -> None:
    made = shelves.of(library()).pages
    for shelf in shelved().values():
        for group in (*shelf.groups, *filter(None, [shelf.none])):
            rows = front(made[f"{group.url.rstrip('/')}.md"])["rows"]
            assert [row[0] for row in rows] == [article.id for article in group.articles]


def test_a_library_without_any_record_still_has_every_page_of_the_header() -> None:
    (_, made) = make("江海之间，万物生长。 ")
    pages = build.files(made)
    nav = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for key in (*shelves.FOLDERS, "articles"):
        assert f"{key}/index.md" in pages
    for key in ("articles", "authors", "overview"):
        assert f"{key}/index.md" in nav


def test_articles_without_a_character_have_pages_too() -> None:
    made = with_records({"blocks": ()}, {"blocks": ()})
    assert "overview/index.md" in shelves.of(made, words.cut([["", ""], ["", ""]])).pages


# Addresses


def test_addresses_are_unique_and_ascii() -> None:
    for shelf in shelved().values():
        found = [group.address for group in shelf.groups]
        assert len(found) == len(set(found))
        assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", address) for address in found)


def test_an_address_does_not_move_when_other_names_come_or_go() -> None:
    names = [group.name for group in shelved()["authors"].groups]
    alone = {name: slugs.resolve("authors", [name], ())[name] for name in names}
    assert slugs.resolve("authors", [*reversed(names), "新来的人"], ()) == {
        **alone,
        "新来的人": "xin-lai-de-ren",
    }


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("洪银兴", "hong-yin-xing"),
        ("中央党校（国家行政学院）经济学教研部", "zhong-yang-dang-xiao-guo-jia-xing-zheng-xue-yuan-jing-ji-xue-jiao-yan-bu"),
        ("阿依古丽·买买提", "a-yi-gu-li-mai-mai-ti"),
        ("Karl Marx", "karl-marx"),
    ],
)  # fmt: skip
def test_a_name_without_a_line_stands_at_its_pinyin(name: str, address: str) -> None:
    assert slugs.pinyin(name) == address


def test_a_name_without_any_latin_form_still_has_an_address_of_its_own() -> None:
    assert slugs.pinyin("★") != slugs.pinyin("☆")
    assert slugs.pinyin("★") == slugs.pinyin("★")


def test_two_names_at_one_address_are_an_error_with_the_remedy() -> None:
    with pytest.raises(CorpusError, match=r"both stand at authors/zhang-wei/; give one its own"):
        groups.of(by_authors("张伟", "章伟"))
    settled = replace(
        by_authors("张伟", "章伟").corpus, addresses=(Address("authors", "章伟", "zhang-wei-2"),)
    )
    found = groups.of(replace(by_authors("张伟", "章伟"), corpus=settled))["authors"]
    assert {group.name: group.address for group in found.groups} == {
        "张伟": "zhang-wei",
        "章伟": "zhang-wei-2",
    }


@pytest.mark.parametrize("name", ["Unknown", "Index"])
def test_no_name_takes_the_place_of_a_page_of_ours(name: str) -> None:
    with pytest.raises(CorpusError, match="would both stand"):
        groups.of(by_authors(name))


def test_an_address_for_a_name_that_is_not_there_is_an_error() -> None:
    with pytest.raises(
        CorpusError, match=r"corpus/addresses\.yml:3: nothing on the shelf `regions` is called"
    ):
        slugs.resolve("regions", ["山西"], (Address("regions", "陕西", "shaan-xi", 3),))


# Related articles


@pytest.mark.compilation
def test_every_article_has_three_to_five_others_and_never_itself() -> None:
    for article, others in zip(library().articles, near(), strict=True):
        assert related.LEAST <= len(others) <= related.MOST
        ids = [one.article.id for one in others]
        assert article.id not in ids
        assert len(ids) == len(set(ids))


def test_the_words_given_as_the_reason_stand_twice_in_both() -> None:
    texts = {article.id: "\n".join(words.texts(article)) for article in library().articles}
    for article, others in zip(library().articles, near(), strict=True):
        for one in others:
            assert one.words, (article.id, one.article.id)
            for word in one.words:
                assert texts[article.id].count(word) >= 2
                assert texts[one.article.id].count(word) >= 2


@pytest.mark.compilation
def test_most_of_what_is_really_near_is_near_both_ways() -> None:
    pairs = {
        (article.id, one.article.id)
        for article, others in zip(library().articles, near(), strict=True)
        for one in others[:1]
        if one.nearness >= 0.3
    }
    listed = {
        (article.id, one.article.id)
        for article, others in zip(library().articles, near(), strict=True)
        for one in others
    }
    assert len(pairs) > 10
    assert sum((there, here) in listed for here, there in pairs) >= 0.8 * len(pairs)


def test_the_series_of_one_paper_on_one_town_stands_together() -> None:
    town = {
        article.id for article in library().articles if article.region and article.region.value == "江苏南京"
    }
    for article, others in zip(library().articles, near(), strict=True):
        if article.id in town:
            assert others[0].article.id in town


def test_related_articles_are_the_same_every_time() -> None:
    assert related.of(library().articles, cut(), chinese.rarity(), library().corpus.ordinary) == near()


def test_a_library_of_one_article_has_no_related_ones() -> None:
    one = words.cut([["江海之间，江海之间。"]])
    assert related.of(library().articles[:1], one, chinese.rarity()) == [()]


# Keywords


@pytest.mark.compilation
def test_keywords_are_those_of_jieba_that_name_something_out_of_the_ordinary() -> None:
    text = "\n".join(text for article in library().articles for text in words.texts(article))
    theirs = [word for word in jiebas().analyse.extract_tags(text, topK=200) if words.WORD.fullmatch(word)]
    ordinary = library().corpus.ordinary
    named = chinese.things(theirs, cut().listed) - ordinary
    ours = [one.word for one in keywords.of(cut(), chinese.rarity(), ordinary)]
    assert "发展" in ordinary and "发展" in theirs
    assert len(ours) == keywords.MOST
    assert ours == [word for word in theirs if word in named][: keywords.MOST]


def test_the_median_is_that_of_jieba() -> None:
    assert jiebas().analyse.default_tfidf.median_idf == pytest.approx(chinese.MEDIAN)
    assert chinese.rarity()("没有这个词的") == chinese.MEDIAN


def test_things_are_nouns_and_listed_words() -> None:
    asked = ["上层建筑", "知识产权", "贸易", "推动", "此外", "东数西算", "没有这个词的"]
    assert chinese.things(asked, {"东数西算"}) == {"上层建筑", "知识产权", "贸易", "东数西算"}


# Words


TERMS = (ROOT / "corpus" / "terms.txt").read_text(encoding="utf-8").splitlines()


def test_the_text_is_cut_as_jieba_cuts_it() -> None:
    words.tokenizer.learn(TERMS)
    for article in library().articles:
        for text in words.texts(article):
            assert words.tokenizer.words(text) == [*jiebas().cut(text)]


@given(some.text(some.sampled_from("新质生产力发展的是在一不了和有大这主中人上为们地个用工时A1。， 𠮷")))
def test_any_text_is_cut_as_jieba_cuts_it(text: str) -> None:
    words.tokenizer.learn(TERMS)
    assert words.tokenizer.words(text) == [*jiebas().cut(text)]


def test_what_was_learned_before_changes_nothing() -> None:
    words.tokenizer.learn(TERMS)
    once = words.tokenizer.FREQ, words.tokenizer.total
    words.tokenizer.learn(["江海渔船"])
    assert words.tokenizer.words("江海渔船") == ["江海渔船"]
    words.tokenizer.learn(TERMS)
    assert (words.tokenizer.FREQ, words.tokenizer.total) == once
    assert words.tokenizer.words("江海渔船") != ["江海渔船"]


@given(some.text(some.sampled_from("新质生产力，：；“”‘’（）《》、发展的是2.7%AI 𠮷")))
def test_a_heading_loses_nothing_where_it_is_made_to_break(text: str) -> None:
    assert "".join(words.pieces(text)) == text
    assert "".join(piece for clause in words.clauses(text) for piece in clause) == text


def test_headings_break_between_clauses_and_between_words() -> None:
    words.tokenizer.learn(TERMS)
    assert words.pieces("增强“制造立市”科技动能") == ["增强", "“制造立市”", "科技", "动能"]
    assert words.pieces("2.7把握") == ["2.7把握"]
    assert words.pieces("发展新质生产力（上）") == ["发展", "新质生产力", "（上）"]
    clauses = ["".join(clause) for clause in words.clauses("跑出加速度 “整合资源，”引领产业：振兴")]
    assert clauses == ["跑出加速度", " ", "“整合资源，”", "引领产业：", "振兴"]


def test_a_small_library_is_cut_whole_and_only_once() -> None:
    assert [len(article) for article in cut().articles] == [
        len(words.texts(article)) for article in library().articles
    ]


def test_of_a_large_library_every_article_gives_a_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "MOST", 400)
    found = words.cut([["短文一篇"], ["江海之间万物生长" * 5] * 20, ["渔船清晨出港" * 5] * 20])
    assert len(found.articles[0]) == 1
    assert all(0 < len(article) < 20 for article in found.articles[1:])


# Timeline


def test_each_dated_article_is_shown_as_exactly_as_it_is_known() -> None:
    years = timeline.years(shelved()["years"])
    for year in years:
        assert all(article.date and len(article.date.value) == 10 for article in year.days)
        assert all(article.date and len(article.date.value) == 7 for article in year.months)
        assert all(article.date and len(article.date.value) == 4 for article in year.rest)
    none = shelved()["years"].none
    assert sum(year.total for year in years) + len(none.articles if none else ()) == len(library().articles)
    drawn = timeline.svg(years, 47)
    assert drawn.count("<circle") == sum(len(year.days) for year in years)
    assert drawn.count('class="span"') == sum(len(year.months) for year in years)
    assert drawn.count('class="whole"') == sum(bool(year.rest) for year in years)
    for year in years:
        for article in (*year.days, *year.months):
            assert drawn.count(f'<a href="../{article.url}"') == 1
    assert "日期未详 47 篇" in drawn


def test_the_lists_of_authors_and_institutions_say_how_much_and_when() -> None:
    shelf = shelved()["authors"]
    listed = shelf_pages.index(library(), shelf)
    for one in shelf.groups:
        years = sorted({article.date.value[:4] for article in one.articles if article.date})
        when = f"{'—'.join(dict.fromkeys((years[0], years[-1])))} 年" if years else "日期未详"
        assert f"{len(one.articles)} 篇　{one.length:,} 字　{when}" in listed


def test_articles_of_one_day_do_not_hide_each_other() -> None:
    made = with_records(*[{"date": Value("2024-02-01", "record")}] * 3)
    drawn = timeline.svg(timeline.years(groups.of(made)["years"]), 0)
    places = re.findall(r'cx="([^"]+)" cy="([^"]+)"', drawn)
    assert len(set(places)) == 3


def test_a_century_is_no_picture_of_months() -> None:
    made = with_records(*({"date": Value(str(year), "record")} for year in range(1949, 2049, 10)))
    assert timeline.svg(timeline.years(groups.of(made)["years"]), 0) == ""


# Passages


@pytest.mark.compilation
def test_every_passage_stands_word_for_word_where_it_claims() -> None:
    chosen = passages.of(library().corpus.passages, library().articles)
    assert len(chosen) >= 6
    for one in chosen:
        [text] = [block.text for block in one.article.blocks if block.id == one.block]
        assert one.words in text


def wrong(article: Article) -> dict[str, tuple[Passage, str]]:
    block = next(block for block in article.blocks if block.id == "p2")
    return {
        "no article": (Passage("nowhere", "p1", "words", 4), r"passages\.yml:4: there is no article nowhere"),
        "no such words": (Passage(article.id, "p2", "这些字不在那里" * 5), "these words do not stand in"),
        "no such block": (Passage(article.id, "p999", block.text[:40]), "these words do not stand in"),
        "too short": (Passage(article.id, "p2", block.text[:10]), "10 characters; choose a sentence"),
        "a part": (Passage(article.id, "p2", block.text[1:41]), "no whole sentence"),
    }


@pytest.mark.compilation
@pytest.mark.parametrize("case", ["no article", "no such words", "no such block", "too short", "a part"])
def test_a_passage_that_breaks_the_rule_is_an_error(case: str) -> None:
    passage, said = wrong(library().articles[3])[case]
    with pytest.raises(CorpusError, match=said):
        passages.of([passage], library().articles)


@pytest.mark.compilation
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"speaker": "马克思"}, "does not name the speaker 马克思"),
        ({"occasion": "2024-01-30"}, "nothing is said on 2024-01-30"),
        ({"occasion": "2025-01-31"}, "nothing is said on 2025-01-31"),
        ({"speaker": None}, "nothing is said on 2024-01-31"),
    ],
)
def test_a_speaker_and_a_day_that_the_article_does_not_bear_out_are_an_error(
    change: dict[str, Any], said: str
) -> None:
    reported = next(one for one in library().corpus.passages if one.speaker)
    passages.of([reported], library().articles)
    with pytest.raises(CorpusError, match=said):
        passages.of([replace(reported, **change)], library().articles)


@pytest.mark.compilation
def test_an_article_gives_one_passage_at_most() -> None:
    once = library().corpus.passages[0]
    with pytest.raises(CorpusError, match="already gives one"):
        passages.of([once, once], library().articles)


# The whole way


def test_a_summary_claims_no_date_for_what_has_none() -> None:
    shelf = shelved()["genres"]
    summaries = {one.name: shelf_pages._summary(one) for one in shelf.groups}
    for one in shelf.groups:
        undated = sum(1 for article in one.articles if article.date is None)
        dated = len(one.articles) - undated
        assert (f"另 {undated} 篇日期未详" in summaries[one.name]) == bool(undated and dated)
        assert summaries[one.name].endswith("　日期未详") == (not dated)
    assert any("另 " in summary for summary in summaries.values())


def test_a_misspelt_outlet_stops_the_build(tmp_path: Path) -> None:
    root = projects.tiny(tmp_path / "wenku")
    projects.change(root / "corpus/articles.yml", "江海日报", "江海曰报")
    with pytest.raises(CorpusError, match="江海曰报"):
        build.read(root)


def test_shelves_that_are_no_more_leave_no_page_behind(tmp_path: Path) -> None:
    root = projects.tiny(tmp_path / "wenku")
    build.build(root)
    assert (root / "docs/authors/jia-yi-bing.md").exists()
    projects.change(root / "corpus/articles.yml", "甲乙丙", "丁戊己")
    build.build(root)
    assert not (root / "docs/authors/jia-yi-bing.md").exists()
    assert (root / "docs/authors/ding-wu-ji.md").exists()


def test_a_name_cannot_become_markup() -> None:
    pages = shelves.of(by_authors("<b>甲</b> & [乙]: 丙")).pages
    [page] = [text for name, text in pages.items() if name.startswith("authors/b-")]
    assert front(page)["title"] == "&lt;b&gt;甲&lt;/b&gt; &amp; [乙]: 丙"


def test_the_head_of_a_page_reads_back_as_it_was_meant() -> None:
    matter = {"title": "a: b # c", "list": ["[x]", "- y", "'z'", "", "2024-01-01", "yes", "１２"]}
    assert front(markdown.front(matter)) == matter
