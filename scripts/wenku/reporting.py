"""Where readers report an error, and a report as far as it can be filled in. Pure.

In: what `report` in `corpus.yml` says, or the address that whoever builds the site gives. Out: an address with the gaps
`{title}` and `{body}`, that address filled in for an article, and what pages written by hand say of it. Wrong: an address that
leads nowhere."""

from __future__ import annotations

import html
import re
from urllib.parse import quote

from wenku.model import Article

GAPS = re.compile(r"\{(?:title|body)\}")
E_MAIL = re.compile(r"[^\s@:/?]+@[^\s@:/?]+\.[^\s@:/?.]+")
ADDRESS = re.compile(r"(?:https?://[^\s/]+/|mailto:[^\s@]+@)\S*")
# What a page written by hand has where the sentences of FILLED stand.
PLACE = re.compile(r"<!-- (withdraw|report) -->")
REACHABLE = {
    "withdraw": "权利人如不愿收录，请[告知](#errors)，我们即予撤下。",
    "report": (
        '请<a href="{address}" rel="external nofollow">写给我们</a>，注明文章编号与段落（例如 `articles/004/#p12`）、页面上的文字、'
        "应作什么，以及您的依据。在文章里选中有误的文字，按“报错”，篇名、段落与文字即已填好。"
    ),
}
UNREACHABLE = {
    "withdraw": "",
    "report": (
        "本站没有公布收取报错的地址。您若知道本站由谁发布，请告知文章编号与段落（例如 `articles/004/#p12`）、页面上的文字、"
        "应作什么，以及您的依据。"
    ),
}


def pattern(given: str) -> str:
    """The address with gaps that `given` stands for, an e-mail address or an address; empty for empty. A `ValueError` says what
    is wrong with it."""
    if E_MAIL.fullmatch(given):
        return f"mailto:{given}?subject={{title}}&body={{body}}"
    if given and not ADDRESS.fullmatch(given):
        raise ValueError("is no address; write name@example.org, or one that begins with https:// or mailto:")
    if gap := re.search(r"\{[^}]*\}?|\}", GAPS.sub("", given)):
        raise ValueError(f"has `{gap.group()}`; only {{title}} and {{body}} can be filled in")
    return given


def of_article(article: Article, address: str) -> str:
    """The address that an error in `article` is reported at, filled in but for the paragraph; empty where none is set."""
    if not address:
        return ""
    rows = (f"文章：{article.url}", "段落：", "页面文字：", "应作：", "依据：", "")
    return _filled(address, f"[{article.id}] {article.title.value}", rows)


def page(markdown: str, address: str) -> str:
    """A page written by hand with the sentences on reports that hold: nothing is promised where nobody can be reached."""
    shown = html.escape(_filled(address, "", ()))
    sentences = {**REACHABLE, "report": REACHABLE["report"].format(address=shown)} if address else UNREACHABLE
    return PLACE.sub(lambda match: sentences[match.group(1)], markdown)


def _filled(address: str, title: str, rows: tuple[str, ...]) -> str:
    """`address` without gaps. A slash stays as it is, so that whoever knows where the site stands can complete the article's
    address; a mail has line ends of its own (RFC 6068)."""
    end = "\r\n" if address.startswith("mailto:") else "\n"
    words = {"{title}": title, "{body}": end.join(rows)}
    return GAPS.sub(lambda match: quote(words[match.group()], safe="/"), address)
