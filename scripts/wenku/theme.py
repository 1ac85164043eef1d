"""A built page -> the same page without what the theme writes and HTML does not allow. Pure.

Nothing that a reader sees or does changes: a check box cannot complete what is typed, an empty `tabindex` is none, and a
label must not point to a control that the page does not have."""

from __future__ import annotations

import re

CHECK_BOX = re.compile(r'(<input [^>]*type="checkbox"[^>]*?) autocomplete="off"')
TAB_INDEX = re.compile(r'(<label [^>]*?) tabindex=""')
OUTLINE = ' for="__toc"'


def mended(page: str) -> str:
    """`page` as HTML has it."""
    page = TAB_INDEX.sub(r"\1", CHECK_BOX.sub(r"\1", page))
    return page if 'id="__toc"' in page else page.replace(OUTLINE, "")
