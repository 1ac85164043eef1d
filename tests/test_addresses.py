"""Addresses never change once published."""

from __future__ import annotations

import build
import pytest
from helpers import ROOT
from wenku import addresses
from wenku.model import CorpusError

LISTED = "# head\n/\nabout/\narticles/004/ h2 p20\n"


def test_the_committed_list_holds_every_address_of_this_library() -> None:
    library = build.read(ROOT)
    made = build.files(library)
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} | set(made)
    committed = addresses.read((ROOT / addresses.FILE).read_text(encoding="utf-8"))
    assert committed == addresses.of(pages, library.articles), "run `python scripts/build.py --publish`"


def test_a_list_reads_back_as_it_was_written() -> None:
    listed = addresses.read(LISTED)
    assert listed == {"": (0, 0), "about/": (0, 0), "articles/004/": (2, 20)}
    assert addresses.read(addresses.text(listed, {})) == listed


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ({"": (0, 0), "articles/004/": (2, 20)}, "the page about/ was published and is no more"),
        ({"": (0, 0), "about/": (0, 0), "articles/004/": (2, 19)}, "now has 2 and 19"),
        ({"": (0, 0), "about/": (0, 0), "articles/004/": (1, 20)}, "now has 1 and 20"),
    ],
    ids=["a page", "a paragraph", "a heading"],
)
def test_what_was_published_and_is_gone_is_an_error(now: dict[str, addresses.Counts], said: str) -> None:
    [finding] = addresses.lost(addresses.read(LISTED), now)
    assert said in finding.message
    assert finding.file == "corpus/published.txt"


def test_what_is_new_is_no_error_and_joins_the_list() -> None:
    now = {"": (0, 0), "about/": (0, 0), "articles/004/": (2, 21), "articles/005/": (0, 3)}
    assert list(addresses.lost(addresses.read(LISTED), now)) == []
    assert addresses.read(addresses.text(addresses.read(LISTED), now)) == now


def test_a_line_that_is_no_address_is_an_error_with_its_line() -> None:
    with pytest.raises(CorpusError, match=r"corpus/published\.txt:2: not an address"):
        addresses.read("# head\nnonsense here\n")
