"""Building: the same bytes every time, nothing written twice, and never half a site."""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import build
import projects
import pytest

# Builds as on another day: MkDocs would write the day into the site map and its gzip header.
LATER = """
import datetime, mkdocs.utils, sys
class Later(datetime.datetime):
    now = classmethod(lambda cls, tz=None: cls(2099, 12, 31, tzinfo=tz))
mkdocs.utils.datetime = Later
from mkdocs.__main__ import cli
cli(sys.argv[1:])
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return projects.tiny(tmp_path / "wenku")


def built(root: Path) -> dict[str, str]:
    """Build the site of `root`: path -> hash of every file."""
    code, printed = projects.mkdocs(root, "build")
    assert code == 0, printed
    return projects.contents(root / "site")


def times(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_two_builds_in_two_folders_on_two_days_give_the_same_bytes(tmp_path: Path, site: Path) -> None:
    root = projects.copy(tmp_path / "somewhere" / "else")
    with projects.start(root, LATER, "build", program=("-c",)) as process:
        printed, _ = process.communicate(timeout=120)
    assert process.returncode == 0, printed
    one, two = projects.contents(site), projects.contents(root / "site")
    assert {name for name in one | two if one.get(name) != two.get(name)} == set()


def test_the_order_in_which_python_happens_to_hash_changes_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for seed in ("1", "2"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        found.append(built(project))
    assert found[0] == found[1]


def test_a_page_that_did_not_change_is_not_written_again(project: Path) -> None:
    build.build(project)
    before = times(project / "docs")
    build.build(project)
    assert times(project / "docs") == before
    projects.change(project / projects.SOURCE, "越算越明白", "越算越清楚")
    build.build(project)
    after = times(project / "docs")
    assert after[project / "docs/articles/001.md"] == before[project / "docs/articles/001.md"]
    assert after[project / "docs/articles/002.md"] > before[project / "docs/articles/002.md"]


def test_the_page_of_an_article_that_vanished_is_removed(project: Path) -> None:
    assert "articles/002/index.html" in built(project)
    text = projects.TEXT
    (project / projects.SOURCE).write_text(text[: text.index("— 1 —")], encoding="utf-8")
    records = project / "corpus/articles.yml"
    records.write_text(projects.ARTICLES_YML[: projects.ARTICLES_YML.index("- id: '002'")], encoding="utf-8")
    projects.change(
        project / "corpus/corrections.yml", "- {line: 16, passage: 账本有三册, note: 疑当作四册}", ""
    )
    after = built(project)
    assert "articles/001/index.html" in after
    assert not [name for name in after if "002" in name]
    assert not (project / "docs/articles/002.md").exists()


def test_a_strict_build_with_warnings_leaves_the_last_site(project: Path) -> None:
    before = built(project)
    about = project / "docs" / "about.md"
    about.write_text(about.read_text("utf-8") + "\n[去向不明](nowhere.md)\n", encoding="utf-8")
    code, printed = projects.mkdocs(project, "build", "--strict")
    assert code == 1
    assert "nowhere.md" in printed
    assert projects.contents(project / "site") == before
    assert built(project) != before, "without --strict a warning is only a warning"


def test_a_template_that_breaks_leaves_the_last_site(project: Path) -> None:
    before = built(project)
    template = project / "docs/templates/article.html"
    good = template.read_text(encoding="utf-8")
    template.write_text(good + "{% if %}", encoding="utf-8")
    code, _ = projects.mkdocs(project, "build")
    assert code != 0
    assert projects.contents(project / "site") == before
    template.write_text(good, encoding="utf-8")
    assert built(project) == before
    assert not [path.name for path in project.iterdir() if path.name.startswith(".site")]


def many_articles(root: Path) -> None:
    """Make the tiny library long enough that its site takes a while to write."""
    page = "江观平\n\n渔村有账本，记着每一条船。\n\n"
    more = "".join(f"— {number} —\n\n{page}" for number in range(2, 40))
    source = root / projects.SOURCE
    source.write_text(f"{projects.TEXT}\n{more}", encoding="utf-8")


def test_a_killed_build_never_leaves_half_a_site(project: Path) -> None:
    many_articles(project)
    source, site = project / projects.SOURCE, project / "site"
    one = source.read_bytes()
    two = one.replace("每一条船".encode(), "每一张网".encode())
    sites = {one: built(project)}
    source.write_bytes(two)
    sites[two] = built(project)
    staging = project / ".site-new"
    chance = random.Random(20)
    # As soon as so many files of the new site have been written; the first kill comes before any.
    for turn, files in enumerate([0, 1, *(chance.randrange(len(sites[two])) for _ in range(6))]):
        source.write_bytes((one, two)[turn % 2])
        with projects.start(project, "build") as process:
            Thread(target=process.stdout.read if process.stdout else None, daemon=True).start()
            while process.poll() is None and written(staging) < files:
                time.sleep(0.01)
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert projects.contents(site) in sites.values(), f"half a site after kill {turn}"
    for text, expected in sites.items():
        source.write_bytes(text)
        assert built(project) == expected
    assert not [path.name for path in project.iterdir() if path.name.startswith(".site")]
    assert not list((project / "docs").rglob(".*"))


@pytest.mark.parametrize("moment", ["before the swap", "in the swap", "behind the swap"])
def test_a_build_killed_around_the_swap_leaves_a_whole_site_to_the_next(project: Path, moment: str) -> None:
    before = built(project)
    site, last, fresh = project / "site", project / ".site-old", project / ".site-new"
    if moment == "in the swap":
        site.rename(last)
    elif moment == "behind the swap":
        last.mkdir()
        (last / "index.html").write_text("half deleted", encoding="utf-8")
    if moment != "behind the swap":
        fresh.mkdir()
        (fresh / "index.html").write_text("not asked for", encoding="utf-8")
    good = (project / projects.SOURCE).read_bytes()
    (project / projects.SOURCE).write_bytes(b"")
    assert projects.mkdocs(project, "build")[0] == 1
    assert projects.contents(site) == before
    (project / projects.SOURCE).write_bytes(good)
    assert built(project) == before


def written(folder: Path) -> int:
    """How many files are below a folder that may be changing."""
    return sum(len(files) for _, _, files in os.walk(folder))


def until(reached: Callable[[], bool]) -> None:
    """Wait until it is so; fail if it never comes, which no busy machine is mistaken for."""
    for _ in range(10_000):
        if reached():
            return
        time.sleep(0.02)
    raise AssertionError("waited in vain")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(root: Path, *arguments: str) -> Iterator[tuple[Callable[[str], str], list[str]]]:
    """`mkdocs serve` in `root`: a way to get a page, and the lines printed so far."""
    port = free_port()
    with projects.start(root, "serve", "--dev-addr", f"127.0.0.1:{port}", *arguments) as process:
        printed: list[str] = []
        assert process.stdout
        Thread(target=printed.extend, args=(process.stdout,), daemon=True).start()

        def get(path: str) -> str:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/repo/{path}", timeout=60) as answer:
                    return str(answer.read().decode("utf-8"))
            except OSError:
                assert process.poll() is None, "".join(printed)
                return ""

        try:
            yield get, printed
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(10)
            except Exception:
                process.kill()


@pytest.mark.parametrize("arguments", [(), ("--livereload",)], ids=["plain", "as scripts/serve"])
def test_serve_builds_again_when_the_corpus_changes_and_only_then(
    project: Path, arguments: tuple[str, ...]
) -> None:
    source = project / projects.SOURCE
    with serving(project, *arguments) as (get, printed):
        until(lambda: "越算越明白" in get("articles/002/"))
        projects.change(source, "越算越明白", "越算越清楚")
        until(lambda: "越算越清楚" in get("articles/002/"))
        projects.change(source, "— 1 —", "- 1 -")
        until(lambda: any("record-matches-nothing" in line for line in printed))
        assert "越算越清楚" in get("articles/002/"), "the last good page is gone"
        assert not any("Traceback" in line for line in printed)
        projects.change(source, "- 1 -", "— 1 —")
        projects.change(source, "越算越清楚", "越算越敞亮")
        until(lambda: "越算越敞亮" in get("articles/002/"))

        def count(what: str) -> int:
            return sum(what in line for line in printed)

        until(lambda: count("Documentation built") > count("Detected file changes"))
        # The pages a build writes are changes too: each of the three may cost one build more, in which nothing changes.
        assert 3 <= count("Detected file changes") <= 6
    assert not (project / "site").exists()


def test_serve_gives_a_changed_program_a_new_name(project: Path) -> None:
    with serving(project) as (get, _):
        until(lambda: "notice.js" in get("about/"))
        before = re.findall(r"assets-\w+", get("about/"))[0]
        projects.change(project / "docs/assets/menu.js", "/** The menu", "/** 又一版 The menu")
        until(lambda: before not in get("about/") and "notice.js" in get("about/"))
        after = re.findall(r"assets-\w+", get("about/"))[0]
        assert "又一版" in get(f"{after}/menu.js")


def test_gh_deploy_publishes_the_programs_and_the_address_promised_to_others(project: Path) -> None:
    def git(*arguments: str, at: Path = project) -> str:
        settings = ("-c", "user.name=test", "-c", "user.email=test@example.org")
        return subprocess.run(
            ["git", *settings, *arguments], cwd=at, check=True, capture_output=True, text=True
        ).stdout

    git("init", "--quiet", "--bare", str(project.parent / "remote"))
    git("init", "--quiet")
    git("add", "mkdocs.yml")
    git("commit", "--quiet", "--message", "one")
    git("remote", "add", "origin", str(project.parent / "remote"))
    git("config", "user.name", "test")
    git("config", "user.email", "test@example.org")
    code, printed = projects.mkdocs(project, "gh-deploy")
    assert code == 0, printed
    published = git("ls-tree", "-r", "--name-only", "gh-pages", at=project.parent / "remote").split()
    assert "assets/search/engine.js" in published
    assert [name for name in published if re.fullmatch(r"assets-\w+/search/worker\.js", name)]
    assert not [name for name in published if name.startswith("assets/") and name.endswith("wenku.css")]


def test_a_build_elsewhere_writes_nothing_into_the_folder_of_the_sources(project: Path) -> None:
    before = projects.contents(project / "corpus")
    code, printed = projects.mkdocs(project, "build", "--site-dir", str(project.parent / "public"))
    assert code == 0, printed
    assert (project.parent / "public" / "index.html").is_file()
    assert not (project / "site").exists()
    assert projects.contents(project / "corpus") == before
