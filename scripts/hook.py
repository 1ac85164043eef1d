"""The one MkDocs hook, so that plain `mkdocs build`, `serve` and `gh-deploy` do what people expect.

It makes the pages before MkDocs reads them, and lets MkDocs build into a staging folder that takes the place of the last
good site only when it is whole."""

from __future__ import annotations

import json
import logging
import os
import shutil
import sys
import time
from pathlib import Path
from typing import IO, Any

try:
    import fcntl
except ImportError:  # On Windows.
    fcntl = None  # type: ignore[assignment]

from mkdocs.exceptions import Abort
from mkdocs.structure.files import File
from mkdocs.utils import CountHandler

sys.path.insert(0, str(Path(__file__).resolve().parent))

import build
from wenku import editions, markdown, naming, policy, reporting, theme
from wenku.model import CorpusError, Library

# No page says when it was built, so that the same input gives the same bytes on any day.
os.environ.setdefault("SOURCE_DATE_EPOCH", "0")

log = logging.getLogger("mkdocs.hooks.wenku")
STAGING = ".site-new"
LAST = ".site-old"
FEED = "feed.xml"

_state: dict[str, Any] = {
    "command": "build",
    "site_dir": None,
    "pages": 0,
    "done": 0,
    "told": 0.0,
    "lock": None,
}


def on_startup(command: str, **_: Any) -> None:
    """Remember whether this is `build`, `serve` or `gh-deploy`."""
    _state["command"] = command


def on_config(config: Any) -> Any:
    """Make the pages, then point MkDocs to the staging folder. Of two builds of one folder the second waits for the first."""
    _release()
    _state["lock"] = _locked(Path(__file__))
    site = Path(config.site_dir)
    if _state["command"] != "serve":
        _recover(site)
    try:
        library = build.build(Path(config.config_file_path).parent)
    except CorpusError as error:
        if _state["command"] != "serve" or not _state["pages"]:
            raise Abort(f"\n{error}") from None
        # A server that runs goes on with the last good pages: MkDocs would leave every reader waiting for an answer.
        log.error("%s\nThe last good pages stay until this is mended.", error)
        return config
    config.site_name = library.corpus.name
    for warning in library.warnings:
        log.warning("%s", warning)
    log.info(
        "%s articles, %s characters", len(library.articles), f"{sum(a.length for a in library.articles):,}"
    )
    _state.update(library=library, pages=len(library.articles), done=0, told=time.monotonic())
    if _state["command"] != "serve":
        _state["site_dir"] = str(site)
        config.site_dir = str(site.with_name(STAGING))
    return config


def on_files(files: Any, config: Any) -> Any:
    """Add the feed, which only a site that knows its address can have; name the programs and the build by their content."""
    if feed := editions.feed(_library(), config.site_url):
        files.append(File.generated(config, FEED, content=feed))
    _name(files, config)
    return files


def on_page_markdown(text: str, files: Any, **_: Any) -> str:
    """Pages written by hand offer the feed where there is one, and say what holds for reports of errors."""
    return reporting.page(editions.page(text, FEED in files.src_uris), _library().corpus.report)


def on_env(env: Any, files: Any, **_: Any) -> Any:
    """Templates break titles and headings as pages do, and know whether there is a feed."""
    env.filters["breakable"] = markdown.breakable
    env.globals["feed"] = FEED in files.src_uris
    # Linked data reads as it is written, and is half as long.
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    return env


def on_post_page(output: str, **_: Any) -> str:
    """Mend the page and give it its policy; say how far the build has come, once a second."""
    _state["done"] += 1
    if time.monotonic() - _state["told"] >= 1:
        _state["told"] = time.monotonic()
        log.info("%s of %s pages", _state["done"], max(_state["pages"], _state["done"]))
    return _finished(output)


def on_post_template(output_content: str, template_name: str, config: Any) -> str:
    """404.html is no page to MkDocs, but it is one to readers."""
    if not template_name.endswith(".html"):
        return output_content
    return _finished(output_content if config.site_url else theme.adrift(output_content))


def on_post_build(config: Any) -> None:
    """Put the finished site in the place of the last one; a strict build with warnings is none."""
    if _state["site_dir"] and not (config.strict and _warned()):
        site, staging = Path(_state["site_dir"]), Path(config.site_dir)
        last = site.with_name(LAST)
        if site.exists():
            site.rename(last)
        staging.rename(site)
        shutil.rmtree(last, ignore_errors=True)
        config.site_dir = str(site)
        _state["site_dir"] = None
    _release()


def on_build_error(**_: Any) -> None:
    """A server goes on after a build that failed."""
    _release()


def _locked(path: Path) -> IO[bytes] | None:
    """A file that this build alone holds open, until it is closed or the program ends."""
    if not fcntl:
        return None
    held = path.open("rb")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        log.info("Another build of this folder is under way; waiting for it …")
        fcntl.flock(held, fcntl.LOCK_EX)
    except OSError:
        pass  # Some file systems know no locks.
    return held


def _release() -> None:
    if _state["lock"]:
        _state["lock"].close()
        _state["lock"] = None


def _name(files: Any, config: Any) -> None:
    ours = [file for file in files if file.src_dir == config.docs_dir]
    programs = [file for file in ours if naming.is_program(file.src_uri)]
    folder = naming.folder({file.src_uri: file.content_bytes for file in programs})
    for file in programs:
        file.dest_uri = naming.moved(file.src_uri, folder)
    config.extra_css = [naming.moved(path, folder) for path in config.extra_css]
    for place, script in enumerate(config.extra_javascript):
        if isinstance(script, str):
            config.extra_javascript[place] = naming.moved(script, folder)
        else:
            script.path = naming.moved(script.path, folder)
    data = {file.src_uri: file.content_bytes for file in ours if file.src_uri.startswith(naming.DATA)}
    name = naming.digest({**data, "program": folder.encode()})
    config.extra.update(program=folder, build=name)
    door = File.generated(config, f"{naming.PROMISED}.door", content=naming.door(folder))
    door.dest_uri = naming.PROMISED
    files.append(door)
    files.append(File.generated(config, naming.BUILD, content=json.dumps({"build": name}) + "\n"))


def _library() -> Library:
    """The library of the last good build."""
    library: Library = _state["library"]
    return library


def _finished(page: str) -> str:
    page = theme.mended(page)
    # The server that rebuilds writes a script of its own into each page, to reload it.
    return page if _state["command"] == "serve" else policy.apply(page)


def _warned() -> bool:
    handlers = logging.getLogger("mkdocs").handlers
    return any(isinstance(handler, CountHandler) and handler.get_counts() for handler in handlers)


def _recover(site: Path) -> None:
    """Undo what a killed build left: the last good site is either in its place or set aside for the moment of the swap."""
    last = site.with_name(LAST)
    if last.exists() and not site.exists():
        last.rename(site)
    shutil.rmtree(last, ignore_errors=True)
    shutil.rmtree(site.with_name(STAGING), ignore_errors=True)
