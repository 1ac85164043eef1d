"""Source file -> lines. The only place that reads the text.

In: a path. Out: every physical line with its number, unchanged but for the line ending. UTF-8 is expected; a byte order
mark, UTF-16 and GB18030 are recognised. Wrong: the file is missing, empty, binary, or in no encoding that can be told."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from wenku.model import CorpusError, Finding, Line


def read(path: Path, name: str | None = None) -> tuple[Line, ...]:
    """All lines of the file at `path`; `name` is what errors call it."""
    name = name or str(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise _error(
            name,
            0,
            "source-missing",
            "there is no such file; put the source there or mend `source` in corpus.yml",
        ) from None
    except OSError as error:
        raise _error(
            name,
            0,
            "source-unreadable",
            f"cannot be read: {error.strerror}; mend its permissions or `source` in corpus.yml",
        ) from None
    text = decode(data, name)
    if not text.strip():
        raise _error(name, 0, "source-empty", "the file is empty; put the text of the compilation there")
    return tuple(Line(number, line) for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1))


def decode(data: bytes, name: str) -> str:
    """The text of `data`, by its byte order mark or by what it can be."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _strict(data, encoding, name)
    if b"\0" in data:
        for encoding in ("utf-16-le", "utf-16-be"):
            if _is_utf16(data, encoding):
                return data.decode(encoding)
        line = data[: data.index(b"\0")].count(b"\n") + 1
        raise _error(
            name,
            line,
            "source-nul",
            "a NUL byte, so this is no plain text; extract the text again, or delete the byte",
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_gb18030(data):
            return data.decode("gb18030")
        line = data[: error.start].count(b"\n") + 1
        raise _error(
            name,
            line,
            "source-encoding",
            f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8 and repair this line",
        ) from None


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _error(
            name, line, "source-encoding", f"broken {encoding}; save the file as UTF-8 and repair this line"
        ) from None
    if "\0" in text:
        raise _error(
            name, text[: text.index("\0")].count("\n") + 1, "source-nul", "a NUL character; delete it"
        )
    return text


def _is_utf16(data: bytes, encoding: str) -> bool:
    """UTF-16 without a mark: it decodes, has line ends, no NUL, and most of it is Chinese or ASCII."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return "\0" not in text and _plausible(text)


def _is_gb18030(data: bytes) -> bool:
    """GB18030, and not UTF-8 with a few broken bytes: those leave most of the text readable as UTF-8."""
    if _plausible(data.decode("utf-8", errors="replace")):
        return False
    try:
        return _plausible(data.decode("gb18030"))
    except UnicodeDecodeError:
        return False


def _plausible(text: str) -> bool:
    sample = text[:200_000]
    good = sum(
        "\u4e00" <= char <= "\u9fff"
        or "\u3000" <= char <= "\u303f"
        or "\uff00" <= char <= "\uffef"
        or "\n" <= char <= "~"
        for char in sample
    )
    return good > 0.85 * len(sample)


def _error(name: str, line: int, rule: str, message: str) -> CorpusError:
    return CorpusError(Finding(name, line, rule, message))
