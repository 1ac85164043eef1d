"""The same rules make the right articles from a compilation that marks everything in another way."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import build
from helpers import make, marks, read
from wenku import checks
from wenku.model import Library, Person

FOLDER = Path(__file__).parent / "compilation"


@cache
def library() -> Library:
    return read(FOLDER)[1]


def test_every_printed_title_is_found_over_two_lines_as_over_one() -> None:
    assert [(article.title.value, article.title.basis) for article in library().articles] == [
        ("山路弯弯通山外", "source"),
        ("一座山城的数字账本——来自云岭县的调查", "source"),
        ("把冷板凳坐热", "source"),
        ("一片茶叶的远行", "source"),
    ]


def test_a_sentence_above_what_looks_like_a_byline_is_no_title() -> None:
    titled = replace(marks(), titles=True)
    texts = ("港口之歌 ", "王明远 ", "港口活，则全城活。 ", " 路通了。 ", "方法 ", "先修路。 ")
    assert [article.title.value for article in make(*texts, marks=titled)[1].articles] == ["港口之歌"]


def test_a_byline_of_another_form_names_authors_outlet_and_date() -> None:
    first, second, third, fourth = (article.byline for article in library().articles)
    assert (first.people, first.outlet, first.date) == ((Person("陈山河"),), "山海日报", "2023-05-06")
    assert (second.people, second.outlet) == ((Person("阿依古丽·买买提"), Person("李云")), None)
    assert (third.people, third.outlet) == ((), "山海日报")
    assert fourth.people == (Person("沈青", "记者", "云岭日报"),)


def test_a_record_says_more_than_the_byline_and_keeps_the_printed_title() -> None:
    tea = library().articles[-1]
    assert (tea.id, tea.genre and tea.genre.value, tea.date and tea.date.value) == (
        "tea",
        "报道",
        "2023-04-18",
    )
    assert [block.text for block in tea.blocks if block.id == "title"] == ["一片茶叶的远行"]


def test_paragraphs_end_where_the_next_line_is_set_in() -> None:
    assert [(block.id, block.first_line, block.last_line) for block in library().articles[0].blocks] == [
        ("title", 2, 2),
        ("p1", 4, 5),
        ("p2", 6, 7),
        ("h1", 8, 8),
        ("p3", 9, 13),
        ("h2", 14, 14),
        ("p4", 15, 15),
    ]


def test_a_paragraph_set_in_at_the_top_of_a_page_is_a_new_one() -> None:
    assert [block.text for block in library().articles[1].blocks][-2:] == [
        "一棵树一个编号，二百万个编号，就是一片会说话的林子。",
        "人账最难记。人会走，也会回来。",
    ]


def test_page_numbers_and_running_heads_are_furniture_even_inside_a_sentence() -> None:
    assert {line.text for line in library().furniture} == {
        "山海文丛·二〇二三年卷",
        *(f"第 {n} 页" for n in range(1, 7)),
    }
    assert "也记着谁在那年春天把腿留在了山上。" in library().articles[0].blocks[4].text


def test_headings_take_their_levels_from_this_compilation_s_styles() -> None:
    assert [(b.text, b.level) for a in library().articles for b in a.blocks if b.id.startswith("h")] == [
        ("第一节路是怎么修起来的", 2),
        ("第二节路通了以后", 2),
        ("【水账】", 2),
        ("【林账】", 2),
    ]


def test_nothing_is_lost_or_doubled() -> None:
    assert list(checks.run(*read(FOLDER))) == []


def test_the_title_stands_once_on_its_page() -> None:
    _, _, text = build.files(library())["articles/001.md"].split("---\n", 2)
    assert "山路弯弯通山外" not in text, "the template shows it"
    assert "\n# " not in text


def test_a_printed_title_that_differs_from_the_published_one_stays_in_the_text(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    (folder / "sources").mkdir(parents=True)
    for name in ("corpus.yml", "outlets.yml", "articles.yml", "sources/shanhai.txt"):
        text = (FOLDER / name).read_text(encoding="utf-8")
        text = text.replace("一片茶叶的远行, basis: source", "一片茶叶走了多远, basis: published")
        (folder / name).write_text(text, encoding="utf-8")
    tea = read(folder)[1].articles[-1]
    assert tea.byline.people == (Person("沈青", "记者", "云岭日报"),)
    assert (tea.title.value, tea.blocks[0].text, tea.blocks[0].level) == (
        "一片茶叶走了多远",
        "一片茶叶的远行",
        2,
    )
