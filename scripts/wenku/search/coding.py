"""Text <-> bytes in which frequent characters take one byte, the rest two: a quarter less than UTF-8 once compressed.

A byte below ONE is that character of the alphabet; from ONE on it begins a pair; ESCAPE begins three bytes of code point."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

ONE = 208
ESCAPE = 255
SIZE = ONE + (ESCAPE - ONE) * 256
_CODES = re.compile(rf"[\x00-\x{ONE - 1:02x}]|[\x{ONE:02x}-\x{ESCAPE - 1:02x}].|\xff...", re.DOTALL)


class Alphabet:
    """The characters of a corpus, most frequent first."""

    def __init__(self, characters: str) -> None:
        self.characters = characters

    @classmethod
    def of(cls, texts: Iterable[str]) -> Alphabet:
        """The alphabet of `texts`; equally frequent characters by code point, so that it is always the same."""
        counts: Counter[str] = Counter()
        for text in texts:
            counts.update(text)
        ordered = sorted(counts, key=lambda char: (-counts[char], char))
        return cls("".join(ordered))

    @cached_property
    def _codes(self) -> dict[int, str]:
        codes = {}
        for rank, char in enumerate(self.characters):
            if rank < ONE:
                codes[ord(char)] = chr(rank)
            elif rank < SIZE:
                codes[ord(char)] = chr(ONE + (rank - ONE) // 256) + chr((rank - ONE) % 256)
            else:
                code = ord(char)
                codes[code] = "\xff" + chr(code >> 16) + chr(code >> 8 & 255) + chr(code & 255)
        return codes

    @cached_property
    def _characters(self) -> dict[str, str]:
        return {code: chr(char) for char, code in self._codes.items()}

    @cached_property
    def ranks(self) -> dict[str, int]:
        """Character -> its place in the alphabet."""
        return {char: rank for rank, char in enumerate(self.characters)}

    def encode(self, text: str) -> bytes:
        """`text`, all of whose characters are in the alphabet, as bytes."""
        return text.translate(self._codes).encode("latin-1")

    def decode(self, data: bytes) -> str:
        """The text that `encode` made `data` of."""
        return "".join(map(self._characters.__getitem__, _CODES.findall(data.decode("latin-1"))))


def varint(number: int) -> bytes:
    """A number of any size, seven bits a byte, the lowest first."""
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def read_varint(data: bytes) -> tuple[int, int]:
    """The number at the beginning of `data`, and how many bytes it takes; ValueError if it does not end."""
    number = 0
    for place, byte in enumerate(data):
        number |= (byte & 127) << 7 * place
        if byte < 128:
            return number, place + 1
    raise ValueError("a number is cut off")
