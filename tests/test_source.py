"""The source file is read in whatever encoding it was saved, line by line, unchanged."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from wenku import source
from wenku.model import CorpusError

TEXT = " 港口活，则全城活。 \n\n从“门户”到𠮷祥，一路向海。\n"
LINES = [(1, " 港口活，则全城活。 "), (2, ""), (3, "从“门户”到𠮷祥，一路向海。"), (4, "")]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TEXT.encode(), id="UTF-8"),
        pytest.param(codecs.BOM_UTF8 + TEXT.encode(), id="UTF-8 with a mark"),
        pytest.param(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), id="UTF-16 LE with a mark"),
        pytest.param(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), id="UTF-16 BE with a mark"),
        pytest.param(TEXT.encode("utf-16-le"), id="UTF-16 LE"),
        pytest.param(TEXT.encode("utf-16-be"), id="UTF-16 BE"),
        pytest.param(TEXT.encode("gb18030"), id="GB18030"),
        pytest.param(TEXT.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(TEXT.replace("\n", "\r").encode(), id="CR"),
    ],
)
def test_every_encoding_and_line_ending_gives_the_same_lines(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "source.txt"
    path.write_bytes(data)
    assert [(line.number, line.text) for line in source.read(path)] == LINES


@pytest.mark.parametrize(
    "text", [TEXT, TEXT.replace("\n", "\r\n"), "\u2028".join("港口") + "\x85\x0b\f门\n"], ids=repr
)
def test_the_lines_run_together_are_the_text(text: str, tmp_path: Path) -> None:
    path = tmp_path / "source.txt"
    path.write_bytes(text.encode())
    assert "\n".join(line.text for line in source.read(path)) == text.replace("\r\n", "\n")


def test_a_broken_byte_is_named_with_its_line_rather_than_guessed_away() -> None:
    data = TEXT.encode() * 20 + b"\xff\n"
    with pytest.raises(CorpusError) as caught:
        source.decode(data, "source.txt")
    (finding,) = caught.value.findings
    assert (finding.file, finding.line, finding.rule) == ("source.txt", 61, "source-encoding")
