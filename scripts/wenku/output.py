"""Files -> disk, and nothing more: a file is written only if it changed, stale ones are removed.

In: a folder, and every file it must hold. Out: how many were written. A page that did not change keeps its time stamp,
so that a server that watches the folder does not build again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path


def write(root: Path, files: Mapping[str, str | bytes], owned: Iterable[str]) -> int:
    """Write `files` (path below `root` -> content); below the `owned` folders nothing else stays. Returns how many changed."""
    changed = sum(_write(root / name, text) for name, text in files.items())
    for folder in owned:
        for path in sorted((root / folder).rglob("*"), reverse=True):
            if path.is_file() and path.relative_to(root).as_posix() not in files:
                path.unlink()
            elif path.is_dir() and not any(path.iterdir()):
                path.rmdir()
    return changed


def _write(path: Path, content: str | bytes) -> bool:
    data = content.encode() if isinstance(content, str) else content
    try:
        if path.read_bytes() == data:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(data)
    fresh.replace(path)
    return True
