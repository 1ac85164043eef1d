"""What must hold of any text at all, tried with whatever Hypothesis can think of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

import build
import html5lib
import projects
from hypothesis import event, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import composite
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import meta
from wenku import checks, curated, markdown
from wenku.model import (
    Article,
    Block,
    Byline,
    Corpus,
    CorpusError,
    Correction,
    Line,
    Note,
    Person,
    SingleCorrection,
    TextRule,
    Title,
    Value,
)

MARKS = curated.read(projects.ROOT / "corpus").marks
often = settings(max_examples=300)

# What could become markup: in Markdown, in its extensions, in HTML, in YAML, in templates.
SHARDS = st.sampled_from(
    [
        *"\\`*_{}[]()<>#+-.!|~^$:=\"'@%&;/?",
        *("\\" * 7, "**", "__", "***甲***", "`a`", "``", "```", "~~~", "$$", "||", "==", "::", "!!!", "???", "---", "==="),
        *("<script>alert(1)</script>", "<b onclick=x>", "</p>", "<!--", "-->", "<![CDATA[", "<?php", "<https://a.cn>"),
        *("<me@a.cn>", "https://a.cn/b_c_d", "www.a.cn", "![a](b)", "[a](b)", "[a][b]", "[a]: b", "[^1]", "[1]"),
        *("[^1]: 甲", "*[甲]: 乙", "&amp;", "&#35;", "&lt;b&gt;", "&copy;", "&", "{: #x }", "{: .y a=b }", "{#x}", "{{ 7 }}"),
        *("{% raw %}", "{: #p1 }", ":smile:", "[[甲]]", "[TOC]", "[toc]", "# ", "## ", " #", "> ", "- ", "+ ", "* ", "1. ", "2023. "),
        *("12) ", "一、", "    ", "⑴", "①", "〔2〕", "［3］12", "[1-3]", "(C)", "...", "--", "«»", "“冶", "•", "Ａ０", "term\u3000"),
        *("wzxhzdk:0", "klzzwxh:0001", "\u200b", "\u200e", "\u200f", "\u202e", "\u2066", "\ufeff", "\u00ad", "\U0001f469\u200d\U0001f33e"),
        *("\U00020bb7", "\U00030edd", "\U0002ebf0", "é", "e\u0301", "ｶﾞ", "《", "》", "　", "\u00a0", "甲", "乙丙", "ABC", "3.14"),
    ]
)  # fmt: skip
CHARACTERS = st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn"))


def clean(text: str) -> str:
    """As the text of a block can be: white space is one space, and none at either end."""
    return " ".join(text.replace("\ufffd", "").split())


TEXTS = (
    st.one_of(
        st.lists(SHARDS, min_size=1, max_size=8).map("".join),
        st.lists(SHARDS | st.text(CHARACTERS, max_size=4), min_size=1, max_size=8).map(" ".join),
        st.text(CHARACTERS, min_size=1, max_size=40),
    )
    .map(clean)
    .filter(bool)
)
KINDS = st.sampled_from(
    [
        *(("heading", level) for level in (2, 3, 4)),
        *((kind, None) for kind in ("paragraph", "quotation", "attribution", "question", "answer", "note")),
    ]
)


@composite
def blocks(draw: st.DrawFn) -> tuple[Block, ...]:
    found: list[Block] = []
    for number, (kind, level) in enumerate(draw(st.lists(KINDS, min_size=1, max_size=5)), 1):
        name = f"{'h' if kind == 'heading' else 'p'}{number}"
        found.append(Block(name, kind, level, draw(TEXTS), number, number))
    return tuple(found)


PEOPLE = st.builds(Person, TEXTS, st.none() | TEXTS, st.none() | TEXTS, st.booleans())
VALUES = st.none() | st.builds(Value, TEXTS, st.just("byline"), st.none() | TEXTS)
# What a person writes in YAML may have several lines.
PROSE = st.lists(TEXTS, max_size=3).map("\n\n".join)


@composite
def articles(draw: st.DrawFn) -> Article:
    signed = Byline(tuple(Line(number, draw(TEXTS)) for number in range(draw(st.integers(0, 2)))))
    changes = st.builds(Correction, st.integers(1, 9), TEXTS, st.just("") | TEXTS, PROSE, st.just("") | TEXTS)
    return Article(
        id="001",
        source="sources/a.txt",
        first_line=1,
        last_line=9,
        title=Title(
            draw(TEXTS), draw(st.sampled_from(["published", "supplied"])), url=draw(st.none() | TEXTS)
        ),
        byline=signed,
        authors=tuple(draw(st.lists(PEOPLE, max_size=2))),
        outlet=draw(VALUES),
        date=draw(VALUES),
        genre=Value("评论", "editor"),
        region=draw(VALUES),
        evidence=draw(PROSE),
        blocks=draw(blocks()),
        corrections=tuple(draw(st.lists(changes, max_size=3))),
        notes=tuple(draw(st.lists(st.builds(Note, st.integers(1, 9), TEXTS, PROSE), max_size=2))),
    )


@cache
def config() -> MkDocsConfig:
    loaded = load_config(str(projects.ROOT / "mkdocs.yml"))
    # MkDocs asks who made a page that stands in no file.
    loaded.plugins._current_plugin = "tests"
    return loaded


def rendered(text: str) -> Page:
    """A page as MkDocs makes it of the Markdown `text`: front matter read, content rendered."""
    file = File.generated(config(), "articles/001.md", content=text)
    page = Page(None, file, config())
    page.read_source(config())
    page.render(config(), Files([file]))
    return page


def elements(root: Element) -> Iterator[Element]:
    for child in root:
        if isinstance(child.tag, str):
            yield child
            yield from elements(child)


def text_of(element: Element) -> str:
    return "".join(element.itertext())


INERT = {
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "blockquote",
    "sup",
    "b",
    "span",
    "wbr",
    "details",
    "summary",
    "small",
    "ul",
    "li",
    "q",
}


@often
@given(blocks())
def test_any_text_comes_out_of_the_page_unchanged_and_inert(made: tuple[Block, ...]) -> None:
    page = rendered(markdown.body(made, MARKS))
    assert page.content is not None
    root = html5lib.parseFragment(page.content, namespaceHTMLElements=False)
    shown = [(part.get("id"), part.tag, text_of(part)) for part in elements(root) if part.get("id")]
    assert shown == [
        (block.id, f"h{block.level}" if block.kind == "heading" else "p", block.text) for block in made
    ]
    assert "".join(text_of(root).split()) == "".join("".join(block.text for block in made).split())
    kinds = {block.id: block.kind for block in made}
    for part in elements(root):
        match part.tag:
            case "sup":
                assert part.attrib == {"class": "ref"}
                assert MARKS.references and MARKS.references.fullmatch(text_of(part))
            case "b":
                assert part.attrib == {"class": "speaker"}
            case "span":
                assert part.attrib == {"class": "phrase"}
            case "blockquote" | "wbr":
                assert not part.attrib
            case _:
                kind = kinds[part.get("id", "")]
                styled = kind not in ("heading", "paragraph", "quotation")
                assert part.attrib == {"id": part.get("id"), **({"class": kind} if styled else {})}


@often
@given(articles(), articles())
def test_front_matter_reads_back_unchanged(article: Article, neighbour: Article) -> None:
    text = markdown.page(article, MARKS, None, neighbour)
    body, matter = meta.get_data(text)
    assert matter == markdown.front_matter(article, None, neighbour)
    assert body.startswith(markdown.body(article.blocks, MARKS))


@often
@given(articles())
def test_the_notes_on_any_text_are_inert_and_complete(article: Article) -> None:
    page = rendered(markdown.page(article, MARKS, None, None))
    assert page.content is not None
    root = html5lib.parseFragment(page.content, namespaceHTMLElements=False)
    folded = [part for part in root if part.tag == "details"]
    assert len(folded) == bool(article.corrections or article.notes)
    outside = [part for part in elements(root) if part.get("id") and part.tag not in ("details", "li", "a")]
    assert [part.get("id") for part in outside] == [block.id for block in article.blocks]
    for details in folded:
        assert {part.tag for part in elements(details)} <= {"summary", "small", "h2", "ul", "li", "q", "a"}
        for part in elements(details):
            named = {"li": {"id": r"[cn]\d+"}, "a": {"href": r"#[a-z0-9]+|\.\./\.\./(source|data)/\S+"}}
            allowed = named.get(str(part.tag), {})
            assert all(re.fullmatch(allowed.get(key, "(?!)"), value) for key, value in part.attrib.items())
        shown = "".join(text_of(details).split())
        for change in article.corrections:
            if not change.rule:
                assert "".join(change.found.split()) in shown
                assert "".join(change.reason.split()) in shown
        for note in article.notes:
            assert "".join(note.note.split()) in shown


# Lines as a bad extraction leaves them: stray spaces, half and full width, misread marks, page numbers, blank lines.
PIECES = st.sampled_from(
    ["甲", "乙", "丙甲", "“冶", "冶金", "”", "•", "马•恩", "Ａ１", "A1", "5", "%", " ", "  ", "\u3000", "\t", "，", "。", "、",
     "[1]", "①", "一、", "（一）", "记者", "评论员", "江海日报", "张三", "2024年1月2日", "\U00020bb7", "é"]
)  # fmt: skip
LINES = st.lists(
    st.one_of(
        st.lists(PIECES, max_size=8).map("".join),
        st.just(""),
        st.sampled_from(["— 1 —", "— 12 — ", "—", "— 3", " 甲乙", "甲。 "]),
    ),
    min_size=1,
    max_size=14,
).filter(lambda lines: any(map(str.strip, lines)))
RULES = st.sampled_from(
    [
        MARKS.rules,
        (*MARKS.rules, TextRule("chain", re.compile("”"), "」", "连环")),
        (*MARKS.rules, TextRule("spaced", re.compile("A1"), " A 1 ", "加空格")),
        (TextRule("twice", re.compile("甲"), "甲甲", "重"), TextRule("half", re.compile("甲甲"), "甲", "减")),
        (TextRule("nothing", re.compile("(?<=甲)(?=乙)"), "丁", "空"),),
        (TextRule("absent", re.compile("(?P<x>丁)?甲"), "丁", "缺"),),
        (TextRule("gone", re.compile("^甲|[乙丙]+"), "", "删"),),
        (TextRule("joined", re.compile(r"(?<=\d) +(?=%)"), "", "并"),),
    ]
)


LOST = ("text-differs", "byline-differs", "line-lost", "line-twice")


@composite
def libraries(draw: st.DrawFn) -> tuple[tuple[Line, ...], Corpus]:
    lines = tuple(Line(number, text) for number, text in enumerate(draw(LINES), 1))
    singles: list[SingleCorrection] = []
    for line in draw(st.lists(st.sampled_from(lines), max_size=4)):
        text = line.text.strip()
        if text:
            start = draw(st.integers(0, len(text) - 1))
            words = text[start : draw(st.integers(start + 1, len(text)))]
            to = draw(st.sampled_from(["", "甲", " 乙", "丙 A1 ", "“冶", "•", words, f"{words}{words}"]))
            if words.strip():
                singles.append(SingleCorrection(line.number, words, to, "误识", len(singles) + 1))
    marks = replace(MARKS, rules=draw(RULES), titles=draw(st.booleans()))
    if draw(st.booleans()):
        marks = replace(marks, paragraph_end=re.compile(r"\n\n"))
    return lines, Corpus("江海文库", "", "a.txt", marks, corrections=tuple(singles))


@often
@given(libraries())
def test_the_text_with_its_corrections_is_the_source_whatever_the_lines(made: Any) -> None:
    lines, corpus = made
    try:
        library = build.make(lines, corpus)
    except CorpusError as error:
        # Corrections that overlap, or of what is no text, are refused, and only that is.
        assert corpus.corrections
        assert {finding.rule for finding in error.findings} == {"correction-not-there"}
        event("refused")
        return
    found = list(checks.run(lines, library))
    assert [finding for finding in found if finding.rule in LOST] == []
    for article in library.articles:
        for block in article.blocks:
            assert block.text == clean(block.text)
    assert build.files(library)


@settings(parent=often, max_examples=100)
@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_any_source_comes_out_of_its_pages_unchanged_and_inert(paragraphs: list[str]) -> None:
    written = [line for text in paragraphs for line in (text + " ", "")]
    lines = tuple(Line(number, text) for number, text in enumerate(written, 1))
    try:
        library = build.make(lines, Corpus("江海文库", "", "a.txt", MARKS))
    except CorpusError:
        event("refused")
        return
    made = build.files(library)
    for article in library.articles:
        page = rendered(made[f"articles/{article.id}.md"])
        assert page.content is not None
        root = html5lib.parseFragment(page.content, namespaceHTMLElements=False)
        shown = [
            (part.get("id"), text_of(part))
            for part in elements(root)
            if re.fullmatch(r"[ph]\d+", part.get("id") or "")
        ]
        assert shown == [(block.id, block.text) for block in article.blocks]
        own = [
            part
            for part in elements(root)
            if part.tag == "a" and re.match(r"#|\.\./\.\./source/", part.get("href", ""))
        ]
        assert {part.tag for part in elements(root) if part not in own} <= INERT
