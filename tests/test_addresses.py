"""Addresses never change once published."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import build
import projects
import pytest
from helpers import ROOT, make
from hypothesis import given
from hypothesis import strategies as st
from wenku import addresses
from wenku.addresses import Ids, fingerprint
from wenku.model import CorpusError

A, B, C = map(fingerprint, ("水的事", "先看源头", "再看入海"))
LISTED = f"# head\n/\nabout/\narticles/004/ h {A} p {B} {C}\n"
ARTICLE = {"h1": A, "p1": B, "p2": C}
NOW: dict[str, Ids] = {"": {}, "about/": {}, "articles/004/": ARTICLE}


@pytest.mark.compilation
def test_the_committed_list_holds_every_address_of_this_library() -> None:
    library = build.read(ROOT)
    made = build.files(library)
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} | set(made)
    committed = addresses.read((ROOT / addresses.FILE).read_text(encoding="utf-8"))
    assert committed == addresses.of(pages, library.articles), "run `python scripts/build.py --publish`"


def test_a_list_reads_back_as_it_was_written() -> None:
    listed = addresses.read(LISTED)
    assert listed == NOW
    assert addresses.read(addresses.text(listed, {})) == listed


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"about/": None}, "the page about/ was published and is no more"),
        ({"articles/004/": {"h1": A, "p1": B}}, "articles/004/#p2 was published and is no more"),
        ({"articles/004/": {"p1": B, "p2": C}}, "articles/004/#h1 was published and is no more"),
        (
            {"articles/004/": {"h1": A, "p1": fingerprint("先看"), "p2": fingerprint("源头"), "p3": C}},
            "at articles/004/#p2 stands at #p3 now",
        ),
        ({"articles/004/": {"h1": A, "p1": C, "p2": B}}, "at articles/004/#p1 stands at #p2 now"),
    ],
    ids=[
        "a page",
        "a paragraph",
        "a heading",
        "a paragraph that another pushes on",
        "two that change places",
    ],
)
def test_what_was_published_and_is_gone_is_an_error(change: dict[str, Ids | None], said: str) -> None:
    now = {address: ids for address, ids in (NOW | change).items() if ids is not None}
    [finding] = addresses.lost(addresses.read(LISTED), now)
    assert said in finding.message
    assert finding.file == "corpus/published.txt"


@pytest.mark.parametrize(
    "ids",
    [
        ARTICLE | {"p1": fingerprint("先看水源")},
        ARTICLE | {"p3": fingerprint("新的一段")},
        {"h1": A, "p1": C, "p2": C},
    ],
    ids=["a corrected paragraph", "one more at the end", "the same words twice"],
)
def test_words_may_be_corrected_in_place_and_paragraphs_added(ids: Ids) -> None:
    now = NOW | {"articles/004/": ids, "articles/005/": {}}
    assert list(addresses.lost(addresses.read(LISTED), now)) == []
    assert addresses.read(addresses.text(addresses.read(LISTED), now)) == now


@given(st.lists(st.text(min_size=1), unique_by=fingerprint, min_size=2, max_size=8), st.data())
def test_a_paragraph_put_in_or_taken_out_is_never_missed(texts: list[str], data: st.DataObject) -> None:
    def published(paragraphs: list[str]) -> dict[str, Ids]:
        return {"a/": {f"p{n}": fingerprint(text) for n, text in enumerate(paragraphs, 1)}}

    at = data.draw(st.integers(0, len(texts) - 1))
    longer = [*texts[:at], "另起的一段", *texts[at:]]
    shorter = [*texts[:at], *texts[at + 1 :]]
    for other in (longer, shorter):
        assert list(addresses.lost(published(texts), published(other)))


def test_a_split_that_moves_a_paragraph_stops_the_build_and_is_not_published_away(tmp_path: Path) -> None:
    root = projects.tiny(tmp_path / "project")
    library = build.read(root)
    addresses.publish(root, sorted(build.files(library)), library.articles)
    listed = (root / addresses.FILE).read_text(encoding="utf-8")
    projects.change(
        root / "corpus" / "articles.yml",
        "genre: 理论文章",
        "genre: 理论文章\n  structure: [{line: 16, as: split, at: 一册记人}]",
    )
    with pytest.raises(CorpusError, match="address-lost"):
        build.build(root)
    changed = build.read(root)
    with pytest.raises(CorpusError, match="address-lost"):
        addresses.publish(root, sorted(build.files(changed)), changed.articles)
    assert (root / addresses.FILE).read_text(encoding="utf-8") == listed


def test_a_line_that_is_no_address_is_an_error_with_its_line() -> None:
    for line in ("nonsense here", "articles/004/ h2 p20"):
        with pytest.raises(CorpusError, match=r"corpus/published\.txt:2: not an address"):
            addresses.read(f"# head\n{line}\n")


def test_the_title_is_no_id_of_the_list() -> None:
    _, library = make("一、看水", "水的事，先看源头。 ")
    titled = replace(library.articles[0], blocks=(replace(library.articles[0].blocks[0], id="title"),))
    assert addresses.of([], [titled]) == {titled.url: {}}
