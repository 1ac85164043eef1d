"""What a line that signs an article says, and which lines sign none."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from helpers import lines, marks
from wenku import bylines
from wenku.model import Line, Outlet, Paragraph, Person

OUTLETS = (
    Outlet("经济日报", "报纸", pen_names=("金观平",)),
    Outlet("人民网", "网站", columns=("人民网评",)),
    Outlet("求是", "期刊"),
)
FORM = re.compile(r"^作者：(?P<names>.+?)(?:\s+来源：(?P<outlet>\S+))?(?:\s+(?P<date>\d{4}年\d+月\d+日))?$")


@pytest.mark.parametrize(
    ("text", "people", "outlet"),
    [
        ("朱克力", [("朱克力", None, None)], None),
        ("欧阳子华", [("欧阳子华", None, None)], None),
        (
            "尹西明，陈劲，王华峰，刘冬梅",
            [(n, None, None) for n in ("尹西明", "陈劲", "王华峰", "刘冬梅")],
            None,
        ),
        ("王飞 ，韩晓媛 陈瑞华", [(n, None, None) for n in ("王飞", "韩晓媛", "陈瑞华")], None),
        ("张三、李四", [("张三", None, None), ("李四", None, None)], None),
        ("北京大学经济学院教授 王大树", [("王大树", "教授", "北京大学经济学院")], None),
        ("南京大学原党委书记 洪银兴", [("洪银兴", "原党委书记", "南京大学")], None),
        ("庆阳市工信局局长丑一斐", [("丑一斐", "局长", "庆阳市工信局")], None),
        ("黑龙江省委书记 许勤", [("许勤", "书记", "黑龙江省委")], None),
        ("中国社会科学院工业经济研究所金碚", [("金碚", None, "中国社会科学院工业经济研究所")], None),
        ("中共咸阳市委党校 赵梅", [("赵梅", None, "中共咸阳市委党校")], None),
        ("研究员、重庆市原市长黄奇帆", [("黄奇帆", "研究员、重庆市原市长", None)], None),
        (
            "中央党校（国家行政学院）经济学教研部主任、教授赵振华",
            [("赵振华", "主任、教授", "中央党校（国家行政学院）经济学教研部")],
            None,
        ),
        (
            "中央财经大学校长助理、经济学院院长陈斌开",
            [("陈斌开", "校长助理、经济学院院长", "中央财经大学")],
            None,
        ),
        (
            "上海社科院经济研究所沈开艳 何畅",
            [("沈开艳", None, "上海社科院经济研究所"), ("何畅", None, "上海社科院经济研究所")],
            None,
        ),
        (
            "山东大学杨蕙馨 山东科技大学焦勇",
            [("杨蕙馨", None, "山东大学"), ("焦勇", None, "山东科技大学")],
            None,
        ),
        ("习近平经济思想研究中心", [("习近平经济思想研究中心", None, None)], None),
        ("中国宏观经济研究院战略政策室主任", [], None),
        ("南京日报评论员", [], "南京日报"),
        ("四川日报全媒体评论员", [], "四川日报"),
        ("西江日报评论员莫比林", [("莫比林", "评论员", "西江日报")], "西江日报"),
        ("本报评论员", [], None),
        ("本报记者 李明", [("李明", "记者", None)], None),
        ("人民网评", [], "人民网"),
        ("求是网评论员", [], "求是网"),
    ],
)
def test_a_byline_says_who_signs_and_where(
    text: str, people: list[tuple[str, str | None, str | None]], outlet: str | None
) -> None:
    assert bylines.is_byline(Paragraph(lines(f" {text} ")), marks(), OUTLETS)
    found = bylines.parse(lines(f" {text} "), marks(), OUTLETS)
    assert [(person.name, person.role, person.affiliation) for person in found.people] == people
    assert found.outlet == outlet


def test_a_pen_name_stands_for_its_outlet() -> None:
    found = bylines.parse(lines("金观平 "), marks(), OUTLETS)
    assert found.people == (Person("金观平", pen_name=True, basis="pen name"),)
    assert found.outlet == "经济日报"


def test_a_date_may_stand_below_the_names() -> None:
    found = bylines.parse(lines("朱克力 ", "2024 年 3 月 1 日 "), marks(), OUTLETS)
    assert (found.people, found.date, found.printed) == (
        (Person("朱克力"),),
        "2024-03-01",
        "朱克力 2024 年 3 月 1 日",
    )


@pytest.mark.parametrize(
    "text",
    [
        "二、建设区域物流中心",
        "（一）发挥高校作用的大学",
        "坚持以人民为中心",
        "企业是创新的主体和代表",
        "余论",
        "港口活，则全城活。",
        "“门户开，则百业兴。”",
        "政武经",
        "王小明李大伟",
        "江" + "城" * 38 + "大学",
        "",
    ],
)
def test_a_heading_or_a_sentence_signs_nothing(text: str) -> None:
    assert not bylines.is_byline(Paragraph(lines(f" {text} ")), marks(), OUTLETS)


def test_three_lines_are_no_byline() -> None:
    assert not bylines.is_byline(Paragraph((Line(1, "江"), Line(3, "城"), Line(5, "大学"))), marks(), OUTLETS)


@pytest.mark.parametrize(
    ("text", "people", "outlet", "date"),
    [
        ("作者：张三  来源：山海日报", [Person("张三")], "山海日报", None),
        (
            "作者：阿来、李云 来源：山海日报 2023年5月6日",
            [Person("阿来"), Person("李云")],
            "山海日报",
            "2023-05-06",
        ),
        ("作者：本报记者沈青 来源：山海日报", [Person("沈青", "记者", "山海日报")], "山海日报", None),
        ("作者：江城大学主任、教授赵振东", [Person("赵振东", "主任、教授", "江城大学")], None, None),
    ],
)
def test_a_form_tells_names_outlet_and_date_apart(
    text: str, people: list[Person], outlet: str | None, date: str | None
) -> None:
    formed = replace(marks(), byline_form=FORM)
    assert bylines.is_byline(Paragraph(lines(text)), formed, ())
    found = bylines.parse(lines(text), formed, ())
    assert (list(found.people), found.outlet, found.date) == (people, outlet, date)


def test_with_a_form_nothing_else_signs() -> None:
    assert not bylines.is_byline(Paragraph(lines("朱克力")), replace(marks(), byline_form=FORM), ())
