"""Lines -> pages. Blank lines and page numbers fall away; page numbers are kept apart as furniture.

In: every physical line. Out: pages of text lines, and the furniture. Nothing can go wrong: a text without page marks is
one page."""

from __future__ import annotations

from collections.abc import Sequence

from wenku.model import Line, Marks, Page


def split(lines: Sequence[Line], marks: Marks) -> tuple[tuple[Page, ...], tuple[Line, ...]]:
    """Cut `lines` where a page begins: at a page mark, and after a page number."""
    pages: list[list[Line]] = [[]]
    furniture: list[Line] = []
    previous, numbered = "", False
    for line in lines:
        text = line.text
        if text.strip():
            if marks.page_number.search(text):
                furniture.append(line)
                numbered = True
            else:
                if numbered or marks.page_start.search(f"{previous}\n{text}"):
                    pages.append([])
                pages[-1].append(line)
                numbered = False
        previous = text
    return tuple(Page(tuple(page)) for page in pages if page), tuple(furniture)
