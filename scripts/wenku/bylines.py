"""The lines an article is signed with -> people, outlet, date.

In: short paragraphs at the head of an article. Out: a `Byline`. Chinese bylines glue affiliation, role and name together
and names to each other; what these rules cannot take apart, a record says. Nothing can go wrong: an unreadable byline
names nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wenku.model import Byline, Line, Marks, Outlet, Paragraph, Person

# The hundred-odd surnames that cover nearly all signatures, and the two-character ones.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏"
    "韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤边晋丑盛蒲洪季冉温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁"
    "岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冷游褚晏"
    "骆阎麦邬鄢隋屈匡栾甄尤饶滕牟佟卜房祁巩桂艾卓蓝戚宗敖仇楼靳闵娄冀茅鲍沙费卞喻桑虞储芦胥檀揭苑茹穆嵇缪"
)
TWO_CHARACTER_SURNAMES = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "司徒",
    "夏侯",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "端木",
)
ROLES = (
    "评论员|特约评论员|全媒体评论员|记者|通讯员|主任|副主任|局长|副局长|书记|党委书记|市长|省长|部长|校长|校长助理|副校长|院长|副院长|所长|副所长|"
    "研究员|副研究员|教授|副教授|讲师|博士生|秘书长|副秘书长|会长|副会长|主席|副主席|代表|委员|院士|总经理|董事长"
)
ROLE = re.compile(rf"(?:原|前)?(?:党委)?(?:{'|'.join(sorted(ROLES.split('|'), key=len, reverse=True))})$")
BODIES = re.compile(
    r"(?:中心|研究院|研究所|课题组|编辑部|委员会|党组|办公室|协会|学会|联合会|集团|公司|大学|学院)$"
)
# What no signature says, however like one it looks: "以人民为中心" names no centre, "余论" no Mr Yu.
SPOKEN = re.compile(r"的|(?<!求)是|为中心$|^余论$")
# A paper's name for itself names no paper.
OURS = ("本报", "本刊", "本网", "本台", "本社")
COMMENTATOR = re.compile(r"^(?P<outlet>.+?)(?:全媒体|特约)?评论员(?P<name>.*)$")
SEPARATORS = re.compile(r"[\s，,；;]+")
ENUMERATED = re.compile(r"[（(]?[一二三四五六七八九十\d]+[)）、.．]")
CLOSING = "。！？；：…”"


def is_byline(paragraph: Paragraph, marks: Marks, outlets: Sequence[Outlet]) -> bool:
    """Whether a short paragraph at the head of a page signs an article, rather than being a heading or a sentence."""
    text = paragraph.raw.strip()
    if not text or len(paragraph.lines) > 2 or len(text) > marks.byline_longest or text[-1] in CLOSING:
        return False
    if marks.byline_form:
        return bool(marks.byline_form.search(text))
    if ENUMERATED.match(text):
        return False
    if text.endswith(marks.byline_ends) or any(
        text in (outlet.name, *outlet.pen_names, *outlet.columns) for outlet in outlets
    ):
        return True
    pieces = _pieces(text)
    return bool(pieces) and not SPOKEN.search(text) and (_is_post(text) or _ends_in_name(pieces[-1]))


def parse(lines: Sequence[Line], marks: Marks, outlets: Sequence[Outlet]) -> Byline:
    """Take a byline apart. Names nobody rather than guess wrongly."""
    people: list[Person] = []
    outlet = date = None
    affiliation = role = None
    for line in lines:
        text, named = line.text.strip(), False
        if dated := marks.dateline.fullmatch(text):
            date = _date(dated)
            continue
        if marks.byline_form and (form := marks.byline_form.search(text)):
            parts = {key: value for key, value in form.groupdict().items() if value}
            outlet = parts.get("outlet", outlet)
            if dated := marks.dateline.search(parts.get("date", "")):
                date = _date(dated)
            text, named = parts.get("names", "").strip(), True
        known = next((o for o in outlets if text in (o.name, *o.pen_names, *o.columns)), None)
        if known:
            outlet = known.name
            if text in known.pen_names:
                people.append(Person(text, pen_name=True, basis="pen name"))
            continue
        if signed := COMMENTATOR.match(text):
            ours = signed["outlet"] in OURS
            outlet = outlet if ours else signed["outlet"]
            people += (Person(name, "评论员", outlet) for name in _pieces(signed["name"], named=True))
            continue
        for piece in _pieces(text, named):
            if BODIES.search(piece) and not people and piece == text:
                people.append(Person(piece))
                continue
            before, name = _name(piece)
            if name is None and named and not _is_post(piece):
                before, name = "", piece
            if name is None:
                affiliation, role = _post(piece)
                continue
            if before:
                affiliation, role = _post(before)
            people.append(Person(name, role, outlet if affiliation in OURS else affiliation))
    return Byline(tuple(lines), tuple(people), outlet, date)


def _date(match: re.Match[str]) -> str:
    parts = [int(part) for part in match.groups() if part]
    return "-".join(f"{part:04}" if index == 0 else f"{part:02}" for index, part in enumerate(parts))


def _ends_in_name(text: str) -> bool:
    return _name(text)[1] is not None


def _name(text: str) -> tuple[str, str | None]:
    """Split "affiliation and role" from the name glued behind it."""
    for length in (3, 2, 4):
        name = text[-length:]
        if len(name) < length or not re.fullmatch(r"[\u4e00-\u9fff]+", name):
            continue
        before = text[:-length]
        if before and not _is_post(before):
            continue
        if (length < 4 and name[0] in SURNAMES) or name.startswith(TWO_CHARACTER_SURNAMES):
            return before, name
    return text, None


def _is_post(text: str) -> bool:
    return bool(ROLE.search(text) or BODIES.search(text))


def _pieces(text: str, named: bool = False) -> list[str]:
    """The parts of a byline; `、` parts names, but also the roles of one person. `named`: it holds nothing but names."""
    found: list[str] = []
    for piece in filter(None, SEPARATORS.split(text)):
        parts = [part for part in piece.split("、") if part]
        names = all(map(_ends_in_name, parts)) or (named and not any(map(_is_post, parts)))
        found += parts if names else [piece]
    return found


def _post(text: str) -> tuple[str | None, str | None]:
    """Affiliation and role: "北京大学经济学院教授" is a professor there; of several roles the first names the place."""
    first = text.split("、")[0]
    found = ROLE.search(first)
    if not found:
        return text or None, None
    return text[: found.start()] or None, text[found.start() :]
