"""Names -> addresses of their pages, in ASCII.

A name's address is its pinyin, syllable by syllable: the same on every machine, with no number that would move when a name
joins, and no table to keep. Two things pinyin cannot promise: that two names differ (陕西, 山西), and that an address outlives
a name that is mended or a reading that a dictionary mends. For these `corpus/addresses.yml` settles an address by hand; two
names at one address, or a published one that is lost (`wenku.addresses`), stop the build until it does."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

from pypinyin import Style, lazy_pinyin

from wenku.model import Address, CorpusError, Finding

FILE = "corpus/addresses.yml"
# The page of the articles that stand under no name.
NONE = "unknown"


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
        message = (
            f"nothing on the shelf `{shelf}` is called 「{line.name}」; mend the name or delete the line"
        )
        raise CorpusError(Finding(FILE, line.record_line, "unused-address", message))
    return found


def pinyin(name: str) -> str:
    """Syllables parted by hyphens; what has no Latin form at all, a short hash of the name."""
    syllables = "-".join(lazy_pinyin(name, style=Style.NORMAL, v_to_u=False)).lower()
    ascii_only = re.sub(r"[^a-z0-9]+", "-", syllables).strip("-")
    return ascii_only or "x" + hashlib.sha256(name.encode()).hexdigest()[:8]
