"""Programs and styles -> one folder named by what is in them. Pure.

Browsers and hosts keep a file for minutes. Under a name that stays, a visit could mix modules of two builds; under these
names it has all of one build or none. The one address promised to other sites stays, and leads to the folder of today."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import PurePosixPath

SOURCE = "assets"
PROMISED = "assets/search/engine.js"
BUILD = "data/build.json"
DATA = "data/"
LENGTH = 10


def is_program(path: str) -> bool:
    """Whether a file below `docs/` is a program or a style; pictures keep their addresses."""
    return path.startswith(f"{SOURCE}/") and PurePosixPath(path).suffix in (".js", ".css")


def digest(files: Mapping[str, bytes]) -> str:
    """A name for exactly these files, whatever the order in which they come."""
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(f"{path}\0{len(files[path])}\0".encode())
        total.update(files[path])
    return total.hexdigest()[:LENGTH]


def folder(programs: Mapping[str, bytes]) -> str:
    """The folder that `programs` are published in: beside `assets`, so that what they reach by `../../` stays the same."""
    return f"{SOURCE}-{digest(programs)}"


def moved(path: str, to: str) -> str:
    """`path` with the folder `to` in the place of `assets`; what is no program stays where it is."""
    return to + path.removeprefix(SOURCE) if is_program(path) else path


def door(to: str) -> str:
    """The program at the promised address."""
    up = "../" * PROMISED.count("/")
    return f'/** This address stays; what it leads to has another name in each build. */\nexport * from "{up}{moved(PROMISED, to)}";\n'
