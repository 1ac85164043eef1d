"""Only what changed is written, and only what belongs there stays."""

from __future__ import annotations

import os
from pathlib import Path

from wenku import output

FILES = {"articles/001.md": "港口\n", "articles/sub/002.md": "茶山\n", "index.md": "首页\n"}


def test_every_file_is_written_byte_for_byte(tmp_path: Path) -> None:
    assert output.write(tmp_path, FILES, owned=("articles",)) == 3
    assert {name: (tmp_path / name).read_bytes().decode() for name in FILES} == FILES


def test_an_unchanged_file_keeps_its_time_stamp_and_a_changed_one_does_not(tmp_path: Path) -> None:
    output.write(tmp_path, FILES, owned=("articles",))
    for name in FILES:
        os.utime(tmp_path / name, (1, 1))
    assert output.write(tmp_path, {**FILES, "index.md": "新首页\n"}, owned=("articles",)) == 1
    assert (tmp_path / "articles/001.md").stat().st_mtime == 1
    assert (tmp_path / "index.md").stat().st_mtime > 1


def test_stale_files_and_empty_folders_go_but_only_from_owned_folders(tmp_path: Path) -> None:
    output.write(tmp_path, {**FILES, "about.md": "关于\n"}, owned=("articles",))
    output.write(tmp_path, {"articles/001.md": "港口\n"}, owned=("articles",))
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    assert left == {"articles", "articles/001.md", "index.md", "about.md"}
