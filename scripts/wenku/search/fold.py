"""Which characters are equal to a reader who searches.

Folding makes width, case, look-alike marks, and traditional and simplified forms one; white space and invisible
characters vanish, and of some marks a row is as good as a longer one. It works character by character, so that every folded
character knows where it came from. The browser gets the result as a table and knows no Unicode itself."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache

import opencc

LOOK_ALIKES = {
    '"': "“”„‟「」『』〝〞",
    "'": "‘’‚‛",
    "-": "—―─━‐‑‒–−﹣",
    "·": "•・‧∙⋅",
    "~": "〜∼",
    ",": "﹐",
    "…": "⋯",
}
# Of these, so many in a row are as good as more: …… is printed … too, and —— may have gained a third.
RUNS = {"…": 1, "-": 2}
_LONG = re.compile("|".join(f"{re.escape(char)}{{{most + 1},}}" for char, most in RUNS.items()))
_SAME = {alike: char for char, others in LOOK_ALIKES.items() for alike in others}
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# Where characters that fold to others live: Latin to Kana, then presentation forms and full-width ones.
_RANGES = ((0x0, 0x3400), (0xA640, 0xABFF), (0xF900, 0xFB50), (0xFE10, 0xFE70), (0xFF00, 0xFFF0))
_HAN = ((0x3400, 0xA000), (0x20000, 0x323B0))


def fold(text: str) -> str:
    """`text` as search compares it."""
    return _LONG.sub(lambda run: run.group()[: RUNS[run.group()[0]]], "".join(map(fold_character, text)))


def fold_lines(text: str) -> str:
    """Many texts at once, one a line."""
    return text.translate({ord(char): fold_character(char) for char in {*text} - {"\n"}})


@cache
def fold_character(char: str) -> str:
    """What one character becomes: usually one, sometimes none or several."""
    if char.isspace() or char in _INVISIBLE:
        return ""
    if "\uff00" <= char <= "\uffef":
        char = unicodedata.normalize("NFKC", char)
    if not "\uac00" <= char <= "\ud7a3":
        char = unicodedata.normalize("NFD", char)
    return "".join(_simplified().get(c, c) for c in (_SAME.get(c, c) for c in char.lower()))


def table(characters: Iterable[str]) -> dict[str, str]:
    """Every character that folds to something else, as far as it can meet a text made of `characters`.

    What the text itself contains is always in; of all others only what folds into the text's own characters."""
    own = set(characters)
    reachable = {folded for char in own for folded in fold_character(char)}
    candidates = (
        {chr(code) for first, stop in _RANGES for code in range(first, stop)}
        | {*own, *_INVISIBLE}
        | _simplified().keys()
    )
    pairs = ((char, fold_character(char)) for char in candidates)
    return {char: given for char, given in sorted(pairs) if given != char and reachable.issuperset(given)}


def forms(words: Iterable[str]) -> list[tuple[str, str]]:
    """Traditional character -> what the words have in its place, where folding does not lead there, since the character has a
    simplified use of its own: 著 in 隨著 is 着, 瞭 in 瞭解 is 了. By OpenCC's phrases, as they are written in Taiwan and Hong
    Kong too; of several the most frequent."""
    text = "\n".join(sorted(words))
    found = Counter(
        (form, char)
        for name in ("s2t", "s2tw", "s2hk")
        for word, given in zip(text.split("\n"), _converter(name)(text).split("\n"), strict=True)
        if len(word) == len(given)
        for char, form in zip(word, given, strict=True)
        if form != char and fold_character(form) != fold_character(char)
    )
    return sorted(dict(sorted(found, key=lambda pair: (found[pair], pair))).items())


@cache
def _converter(name: str) -> Callable[[str], str]:
    # Kept: to read its phrases again takes longer than all that they convert here.
    convert: Callable[[str], str] = opencc.OpenCC(name).convert
    return convert


def is_mark(char: str) -> bool:
    """Whether a character is punctuation or a symbol, which a relaxed search passes over."""
    return char != "\ufffd" and unicodedata.category(char)[0] in "PS"


@cache
def _simplified() -> dict[str, str]:
    """Traditional form -> simplified form, by OpenCC."""
    convert = _converter("t2s")
    found = {}
    for first, stop in _HAN:
        chars = [chr(code) for code in range(first, stop)]
        given = convert("\n".join(chars)).split("\n")
        found.update(
            {char: form for char, form in zip(chars, given, strict=True) if form != char and len(form) == 1}
        )
    return found
