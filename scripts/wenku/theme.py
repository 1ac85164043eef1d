"""A built page -> the same page without what the theme writes and HTML, the policy or the keyboard do not allow. Pure.

Nothing that a reader sees changes: a check box cannot complete what is typed, an empty `tabindex` is none, and a label must
not point to a control that the page does not have. Firefox fetches a next page ahead, which the policy forbids. Code that is
wider than the page is scrolled by keyboard only where it takes the focus, and a skip link needs a place to lead to."""

from __future__ import annotations

import re

CHECK_BOX = re.compile(r'(<input [^>]*type="checkbox"[^>]*?) autocomplete="off"')
TAB_INDEX = re.compile(r'(<label [^>]*?) tabindex=""')
OUTLINE = ' for="__toc"'
AHEAD = re.compile(r'\s*<link rel="(?:prev|next)"[^>]*>')
GENERATOR = re.compile(r'\s*<meta name="generator"[^>]*>')
CONTENT = '<div class="md-content"'
CODE = "<pre><code"
REACHED = '<pre tabindex="0" role="group" aria-label="代码"><code'
ADDRESS = re.compile(r'(?<= )(href|src|action)="/([^"]*)"')


def mended(page: str) -> str:
    """`page` as HTML has it."""
    page = TAB_INDEX.sub(r"\1", CHECK_BOX.sub(r"\1", page))
    page = GENERATOR.sub("", AHEAD.sub("", page)).replace(CODE, REACHED)
    page = page.replace(CONTENT, f'{CONTENT} id="content"')
    return page if 'id="__toc"' in page else page.replace(OUTLINE, "")


def adrift(page: str) -> str:
    """`page` for any address at any depth: its addresses wait for its script, which looks for the root of the site."""
    return ADDRESS.sub(r'data-at-\1="\2"', page)
