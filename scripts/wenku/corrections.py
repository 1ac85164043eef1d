"""Paragraphs -> corrected text, with every change listed.

In: one paragraph, the mechanical rules of `corpus.yml`, the reviewed corrections and notes. Out: its plain text, the changes in
order, and where in the text each change and each doubtful passage stands. Extraction damage only: an author's wording is never touched. Wrong: a correction whose `from` is not there."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from wenku.model import (
    CorpusError,
    Correction,
    Finding,
    Line,
    Note,
    Paragraph,
    SingleCorrection,
    Spot,
    TextRule,
)

FILE = "corpus/corrections.yml"
CJK = r"\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef“”‘’—…·\U00020000-\U0003ffff"
STRAY = re.compile(rf"(?<=[{CJK}])\s+(?=[{CJK}])")
GAP = re.compile(rf"(?<=[{CJK}])\s+|\s+(?=[{CJK}])")
EDGE = re.compile(r"^\s+|\s+$")
WIDE = re.compile(r"\s{2,}|[^\S ]")

SPACE_RULE = "space"
GAP_RULE = "gap"
PAGE_RULE = "page-number"
REASONS = {
    SPACE_RULE: "排版或提取留下的空格",
    GAP_RULE: "汉字与数字、西文之间的排版间隔",
    PAGE_RULE: "混入正文的页码",
}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A corrected paragraph. `changes` and `notes` know their spots, in a block that has no id yet; `used` are the reviewed
    corrections that changed something here."""

    text: str
    changes: tuple[Correction, ...]
    notes: tuple[Note, ...]
    used: frozenset[SingleCorrection]


class _Text:
    """Text that remembers where in the raw paragraph each of its characters comes from, and which are given for others."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.raw = raw = "".join(line.text for line in lines)
        self.numbers = [line.number for line in lines for _ in line.text]
        start, stop = len(raw) - len(raw.lstrip()), len(raw.rstrip())
        self.chars = raw[start:stop]
        self.origins = list(range(start, stop))
        self.given = [False] * (stop - start)
        # Each change with where its words begin and end in the raw text.
        self.changes: list[tuple[int, int, Correction]] = []

    def substitute(
        self, pattern: re.Pattern[str], give: Callable[[re.Match[str]], str], reason: str, rule: str = ""
    ) -> None:
        """Replace the matches of `pattern`, or only its group `x` where it has one."""
        group = "x" if "x" in pattern.groupindex else 0
        for match in reversed(list(pattern.finditer(self.chars))):
            if match[group] and not self.settled(*match.span(group)):
                self.replace(*match.span(group), give(match), reason, rule)

    def settled(self, start: int, stop: int) -> bool:
        """Whether a correction gave or took a character here; it has the last word, spaces aside."""
        words = "".join(self.chars[start:stop].split())
        if not words:
            return False
        raw = self.raw[self.origins[start] : self.origins[stop - 1] + 1]
        given = any(self.given[at] and not self.chars[at].isspace() for at in range(start, stop))
        return given or "".join(raw.split()) != words

    def replace(self, start: int, stop: int, given: str, reason: str, rule: str = "") -> None:
        """Put `given` in place of the characters from `start` to `stop`."""
        found = self.chars[start:stop]
        if found == given:
            return
        origins = self.origins[start:stop]
        if not all(self.given[start:stop]):
            change = Correction(self.numbers[origins[0]], found, given, reason, rule)
            self.changes.append((origins[0], origins[-1] + 1, change))
        self.given[start:stop] = [True] * len(given)
        self.chars = self.chars[:start] + given + self.chars[stop:]
        # Replacement text comes from what it replaces; more of it than that, from the last character replaced.
        self.origins[start:stop] = [origins[min(index, len(origins) - 1)] for index in range(len(given))]

    def spot(self, start: int, stop: int) -> Spot:
        """Where the raw characters from `start` to `stop` stand in the text as it is now."""
        return Spot("", bisect_left(self.origins, start), bisect_left(self.origins, stop))

    def raw_place(self, words: str, line: int) -> tuple[int, int] | None:
        """Where `words` (white space does not count) begin and end in the raw text, if they begin at `line`."""
        pattern = re.compile(r"\s*".join(map(re.escape, "".join(words.split()))))
        at = (match.span() for match in pattern.finditer(self.raw) if self.numbers[match.start()] == line)
        return next(at, None)


def clean(
    paragraph: Paragraph,
    rules: Sequence[TextRule],
    singles: Sequence[SingleCorrection],
    notes: Sequence[Note] = (),
) -> Cleaned:
    """Correct `paragraph`; of `notes` come back those whose words stand in it."""
    text = _Text(paragraph.lines)
    used = frozenset(single for single in singles if _correct(text, single))
    _space(text)
    for rule in rules:
        text.substitute(rule.pattern, _giver(rule), rule.reason, rule.name)
    # A rule may leave a space at an edge, or beside another.
    _space(text)
    text.changes.sort(key=lambda change: change[0])
    changes = (replace(change, spot=text.spot(start, stop)) for start, stop, change in text.changes)
    places = ((note, text.raw_place(note.passage, note.line)) for note in notes)
    placed = (replace(note, spot=text.spot(*place)) for note, place in places if place)
    return Cleaned(text.chars, tuple(changes), tuple(placed), used)


def furniture(lines: Sequence[Line]) -> list[Correction]:
    """Page numbers taken out of an article, as corrections."""
    return [Correction(line.number, line.text.strip(), "", REASONS[PAGE_RULE], PAGE_RULE) for line in lines]


def must_all_be_used(singles: Sequence[SingleCorrection], used: set[SingleCorrection]) -> None:
    """A reviewed correction that changed nothing is an error."""
    lost = [single for single in singles if single not in used]
    if lost:
        raise CorpusError(
            *(
                Finding(
                    FILE,
                    single.record_line,
                    "correction-not-there",
                    f"line {single.line} has no 「{single.found}」; copy `from` from the source, or delete it",
                )
                for single in lost
            )
        )


def _correct(text: _Text, single: SingleCorrection) -> bool:
    """Make `single` if its words stand where it says; whether they do."""
    pattern = re.compile(r"\s*".join(map(re.escape, "".join(single.found.split()))))
    for match in pattern.finditer(text.chars):
        here = text.numbers[text.origins[match.start()]] == single.line
        if here and not text.settled(*match.span()):
            text.replace(match.start(), match.end(), single.given, single.reason)
            return True
    return False


def _space(text: _Text) -> None:
    """No space at an edge or beside Chinese, elsewhere one."""
    text.substitute(STRAY, lambda _: "", REASONS[SPACE_RULE], SPACE_RULE)
    text.substitute(GAP, lambda _: "", REASONS[GAP_RULE], GAP_RULE)
    text.substitute(EDGE, lambda _: "", REASONS[SPACE_RULE], SPACE_RULE)
    text.substitute(WIDE, lambda _: " ", REASONS[SPACE_RULE], SPACE_RULE)


def _giver(rule: TextRule) -> Callable[[re.Match[str]], str]:
    if rule.given == "{narrow}":
        return lambda match: unicodedata.normalize("NFKC", match.group())
    return lambda match: match.expand(rule.given)
