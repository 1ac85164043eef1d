"""A folder of texts as the source: one file an article, its address its own, whatever other files come and go."""

from __future__ import annotations

import json
from pathlib import Path

import projects
import pytest
from wenku import curated, folder
from wenku.model import Article, CorpusError

MATTER = "---\ntitle: 江海之间\nauthor: 甲乙丙\noutlet: 江海日报\ndate: '2031-05-06'\ngenre: 评论\n---\n"


def write(to: Path, **texts: str) -> Path:
    """A folder of files; two underscores part a folder from a name, the last one a name from its ending."""
    for name, text in texts.items():
        path = to / ".".join(name.replace("__", "/").rsplit("_", 1))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return to


def read(texts: Path) -> dict[str, Article]:
    """Title -> article, where corpus.yml says no more than it must."""
    home = texts.parent / "settled"
    home.mkdir(exist_ok=True)
    (home / "corpus.yml").write_text("name: 江海文库\nsource: sources/texts\n", encoding="utf-8")
    (home / "outlets.yml").write_text(projects.OUTLETS_YML, encoding="utf-8")
    found = folder.read(texts, "corpus/sources/texts", curated.read(home))
    return {article.title.value: article for _, article in found}


def test_each_file_is_an_article_in_the_order_of_the_names(tmp_path: Path) -> None:
    made = read(write(tmp_path / "texts", b_txt="渔船出港。\n", a_md="灯亮了。\n", notes_pdf="%PDF"))
    assert [*made] == ["a", "b"]
    assert {article.title.basis for article in made.values()} == {"supplied"}


def test_front_matter_says_what_is_known_and_the_rest_is_unknown(tmp_path: Path) -> None:
    made = read(write(tmp_path / "texts", a_txt=MATTER + "渔船出港。\n\n灯亮了。\n", b_txt="海上生明月。\n"))
    first, second = made["江海之间"], made["b"]
    assert [person.name for person in first.authors] == ["甲乙丙"]
    assert first.outlet and first.outlet.value == "江海日报"
    assert first.date and first.date.value == "2031-05-06"
    assert first.genre and first.genre.value == "评论"
    assert [(block.text, block.first_line) for block in first.blocks] == [("渔船出港。", 8), ("灯亮了。", 10)]
    assert (second.authors, second.outlet, second.date, second.genre, second.region) == ((), *[None] * 4)


def test_a_heading_that_opens_a_text_is_its_title_and_others_are_headings(tmp_path: Path) -> None:
    made = read(
        write(
            tmp_path / "texts",
            a_md="# 渔村\n\n渔船出港。\n\n## 账本\n\n账本有三册。\n",
            b_txt="#号不是标题\n",
        )
    )
    assert [(block.id, block.level) for block in made["渔村"].blocks] == [
        ("title", 1),
        ("p1", None),
        ("h1", 2),
        ("p2", None),
    ]
    assert made["渔村"].title.basis == "source"
    assert made["b"].blocks[0].text == "#号不是标题"


def test_a_title_in_the_front_matter_leaves_the_heading_in_the_text(tmp_path: Path) -> None:
    made = read(write(tmp_path / "texts", a_md=MATTER + "# 渔村\n\n渔船出港。\n"))
    assert [(block.id, block.text) for block in made["江海之间"].blocks] == [
        ("h1", "渔村"),
        ("p1", "渔船出港。"),
    ]


def test_an_address_stays_when_files_come_and_go(tmp_path: Path) -> None:
    write(tmp_path / "texts", 渔村_txt="渔船出港。\n", 账本_md="账本有三册。\n", sea_txt="海上生明月。\n")
    before = {title: article.id for title, article in read(tmp_path / "texts").items()}
    write(tmp_path / "texts", 一_txt="先来。\n", 茶_txt="一片茶叶。\n", old__moon_txt="旧时明月。\n")
    (tmp_path / "texts" / "账本.md").unlink()
    after = read(tmp_path / "texts")
    assert {title: after[title].id for title in ("渔村", "sea")} == {
        title: before[title] for title in ("渔村", "sea")
    }
    assert (after["sea"].id, after["moon"].id) == ("sea", "old-moon")
    assert len({article.id for article in after.values()}) == 5


def test_an_id_in_the_front_matter_is_the_address(tmp_path: Path) -> None:
    made = read(write(tmp_path / "texts", 渔村_txt="---\nid: village\n---\n渔船出港。\n"))
    assert made["渔村"].url == "articles/village/"


@pytest.mark.parametrize(
    ("texts", "rule", "says"),
    [
        ({"sea_txt": "甲。", "sea_md": "乙。"}, "same-id", "sea.md"),
        ({"sea_txt": "甲。", "渔村_txt": "---\nid: sea\n---\n乙。"}, "same-id", "front matter"),
        ({"sea_txt": "---\nid: 海\n---\n甲。"}, "bad-id", "small letters"),
        ({"sea_txt": "---\noutlet: 某报\n---\n甲。"}, "unknown-outlet", "outlets.yml"),
        ({"sea_txt": "---\ngenre: 散文\n---\n甲。"}, "unknown-genre", "must be one of"),
        ({"sea_txt": "---\ntitle: [渔\n---\n甲。"}, "yaml", "mend this line"),
        ({"sea_txt": "---\ntitle: 海\n---\n\n"}, "source-empty", "no text"),
        ({"sea_pdf": "%PDF"}, "source-empty", "no .txt or .md file"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_file(
    tmp_path: Path, texts: dict[str, str], rule: str, says: str
) -> None:
    with pytest.raises(CorpusError) as caught:
        read(write(tmp_path / "texts", **texts))
    (finding,) = caught.value.findings
    assert finding.rule == rule and says in finding.message
    assert finding.file.startswith("corpus/sources/texts")


def test_a_site_is_built_from_a_folder_and_says_what_is_unknown(tmp_path: Path) -> None:
    root = projects.tiny(tmp_path / "project")
    for name in ("articles.yml", "corrections.yml", projects.SOURCE.removeprefix("corpus/")):
        (root / "corpus" / name).unlink()
    projects.change(root / "corpus" / "corpus.yml", "sources/jianghai.txt", "sources/texts")
    write(
        root / "corpus" / "sources" / "texts",
        渔村_md="# 渔村\n\n渔船出港。\n",
        sea_txt=MATTER + "海上生明月。\n",
    )
    code, printed = projects.mkdocs(root, "build", "--strict")
    assert code == 0, printed
    lines = (root / "site" / "data" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    village = next(one for one in map(json.loads, lines) if one["title"] == "渔村")
    assert village["genre"] is None and village["outlet"] is None
    page = (root / "site" / village["url"] / "index.html").read_text(encoding="utf-8")
    assert page.count("未详") >= 4 and "渔船出港。" in page
