"""The fixtures: the real library, the real site built once and served as GitHub Pages serves a project, and a browser."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import build
import playwright.sync_api as playwright
import projects
import pytest
from browser import FLAGS, find
from hypothesis import HealthCheck, settings
from wenku import curated, source
from wenku.model import Library

# How long to wait for what never comes, in milliseconds; a machine that is busy is no failure.
LIMIT = 30_000
# The compilation that came with the project.
FIRST = "sources/000_e0edea38aaf4c3b6.txt"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--save-golden", action="store_true", help="write the golden files again, to be read")


def pytest_configure(config: pytest.Config) -> None:
    # No test fails on a clock.
    settings.register_profile("wenku", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("wenku")
    playwright.expect.set_options(timeout=LIMIT)
    config.addinivalue_line(
        "markers", "compilation: speaks of the articles of the compilation that came with the project"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With another compilation under corpus/, what speaks of the articles of the first one is left out, and said to be:
    a keeper's own texts are proved by each build, and the rest of the tests still proves the code."""
    if curated.read(projects.ROOT / "corpus").source == FIRST:
        return
    theirs = [
        item
        for item in items
        if item.get_closest_marker("compilation")
        or {"site", "library"} & {*getattr(item, "fixturenames", ())}
    ]
    config.hook.pytest_deselected(items=theirs)
    items[:] = [item for item in items if item not in theirs]


@dataclass(frozen=True)
class View:
    """How a reader looks at the site."""

    name: str
    width: int
    height: int
    scheme: str

    def __str__(self) -> str:
        return f"{self.name}-{self.scheme}"


DESKTOP = View("desktop", 1280, 900, "light")
PHONE = View("phone", 390, 844, "light")
VIEWS = (DESKTOP, PHONE, View("desktop", 1280, 900, "dark"), View("phone", 390, 844, "dark"))


@pytest.fixture(scope="session")
def library() -> Library:
    """The real library."""
    corpus = curated.read(projects.ROOT / "corpus")
    return build.make(source.read(projects.ROOT / "corpus" / corpus.source), corpus)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built once from a copy of the project; a warning fails it."""
    root = projects.copy(tmp_path_factory.mktemp("project") / "wenku")
    code, printed = projects.mkdocs(root, "build", "--strict")
    assert code == 0, printed
    return root / "site"


class _Pages(http.server.SimpleHTTPRequestHandler):
    """Serves a folder under /repo/, a missing page as 404.html, as GitHub Pages does."""

    def translate_path(self, path: str) -> str:
        below = urlsplit(path).path.removeprefix("/repo")
        return super().translate_path(below) if below != path else str(Path(self.directory) / "nothing")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != 404:
            return super().send_error(code, message, explain)
        page = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)
        return None

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


@contextmanager
def served(folder: Path, pages: type[_Pages] = _Pages) -> Iterator[str]:
    """The address at which `folder` is served, with a slash behind."""
    handler = functools.partial(pages, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{serving.server_port}/repo/"
        serving.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """The address of the served site, with a slash behind."""
    with served(site) as address:
        yield address


@pytest.fixture(scope="session")
def running() -> Iterator[playwright.Playwright]:
    """What drives the browsers."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("NODE_OPTIONS", f'--require "{Path(__file__).with_name("firefox.cjs")}"')
        with playwright.sync_playwright() as driver:
            yield driver


@pytest.fixture(scope="session")
def browser(running: playwright.Playwright) -> Iterator[playwright.Browser]:
    """A real browser, or no test."""
    launched = running.chromium.launch(executable_path=find(), args=FLAGS)
    yield launched
    launched.close()


@pytest.fixture
def page(
    browser: playwright.Browser, server: str, request: pytest.FixtureRequest
) -> Iterator[playwright.Page]:
    """A page of a fresh reader, at home on the site; any complaint of the browser fails the test.

    Parametrise it indirectly with a `View`; it is DESKTOP otherwise."""
    view: View = getattr(request, "param", DESKTOP)
    context = browser.new_context(
        base_url=server,
        viewport={"width": view.width, "height": view.height},
        has_touch=view.name == "phone",
        is_mobile=view.name == "phone",
        color_scheme="dark" if view.scheme == "dark" else "light",
        locale="zh-CN",
    )
    context.set_default_timeout(LIMIT)
    opened = context.new_page()
    complaints = listen(opened, server)
    yield opened
    context.close()
    assert not complaints, "\n".join(complaints)


def listen(opened: playwright.Page, server: str) -> list[str]:
    """The list that every complaint about `opened` will be added to."""
    complaints: list[str] = []

    def console(message: playwright.ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(f"console {message.type}: {message.text}")

    def requested(request: playwright.Request) -> None:
        if request.url.startswith("http") and not request.url.startswith(server):
            complaints.append(f"a request that leaves the site: {request.url}")

    def failed(request: playwright.Request) -> None:
        # Who goes on to another page breaks off what the last one still asked for.
        if request.failure not in ("net::ERR_ABORTED", "NS_BINDING_ABORTED"):
            complaints.append(f"a request that failed: {request.url} ({request.failure})")

    def answered(response: playwright.Response) -> None:
        if response.status >= 400:
            complaints.append(f"a request answered with {response.status}: {response.url}")

    opened.on("console", console)
    opened.on("pageerror", lambda error: complaints.append(f"error in a script: {error}"))
    opened.on("request", requested)
    opened.on("requestfailed", failed)
    opened.on("response", answered)
    return complaints
