"""Names -> addresses of their pages, in ASCII.

A name's address is its pinyin, syllable by syllable: the same on every machine, and with no number that could move when a
name joins. Two things pinyin cannot promise, and for them there is `corpus/addresses.yml`: that two names differ (陕西,
山西), and that the reading stays (a name is corrected, a dictionary learns better). A line there holds an address for good;
a name without one still builds, so that a new article needs no bookkeeping. `scripts/build.py --addresses` adds what is
missing, when a person asks for it: a build never writes below corpus/."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

import yaml
from pypinyin import Style, lazy_pinyin

from wenku.model import Address, CorpusError, Finding

FILE = "corpus/addresses.yml"
# The page of the articles that stand under no name.
NONE = "unknown"
HEAD = """\
# The last part of each shelf page's address: it stays, whatever becomes of the name. A name that is not here takes its pinyin;
# `python scripts/build.py --addresses` adds those.
# Mend a name's spelling here too and its page keeps its address; delete a line and the address is given up.
"""


def resolve(shelf: str, names: Iterable[str], settled: Sequence[Address]) -> dict[str, str]:
    """Name -> address for one shelf. Wrong: two names at one address, a line about a name that is not there."""
    table = {one.name: one for one in settled if one.shelf == shelf}
    found: dict[str, str] = {}
    owners = {NONE: "the articles without a name", "index": "the shelf itself"}
    for name in names:
        line = table.pop(name, None)
        address = line.address if line else pinyin(name)
        owner = owners.setdefault(address, name)
        if owner != name:
            message = f"「{name}」 and 「{owner}」 would both stand at {shelf}/{address}/; give one its own: under `{shelf}` add `- {{name: {name}, address: …}}`"
            raise CorpusError(Finding(FILE, line.record_line if line else 0, "same-address", message))
        found[name] = address
    for line in table.values():
        message = f"nothing on the shelf `{shelf}` is called 「{line.name}」; mend the name to keep the address, or delete the line"
        raise CorpusError(Finding(FILE, line.record_line, "unused-address", message))
    return found


def pinyin(name: str) -> str:
    """Syllables parted by hyphens; what has no Latin form at all, a short hash of the name."""
    syllables = "-".join(lazy_pinyin(name, style=Style.NORMAL, v_to_u=False)).lower()
    ascii_only = re.sub(r"[^a-z0-9]+", "-", syllables).strip("-")
    return ascii_only or "x" + hashlib.sha256(name.encode()).hexdigest()[:8]


def table(shelves: Mapping[str, Mapping[str, str]]) -> str:
    """The text of `corpus/addresses.yml` for shelf -> name -> address."""
    rows = [HEAD]
    for shelf, names in shelves.items():
        rows.append(f"{shelf}:\n" if names else "")
        for name, address in sorted(names.items(), key=lambda item: item[1]):
            line = {"name": name, "address": address}
            shown = yaml.safe_dump(
                line, allow_unicode=True, sort_keys=False, default_flow_style=True, width=1000
            )
            rows.append(f"- {shown}")
    return "".join(rows)
