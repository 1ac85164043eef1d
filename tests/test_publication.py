"""A publication under the eyes of readers: what is open goes on, what is opened is whole, and whoever comes back is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import projects
import pytest
from conftest import _Pages, served
from playwright.sync_api import Browser, Page, expect
from reader import FIGURES, program, settle, visitor
from wenku import naming

WORDS = "账本"
NOTICE = ".notice"


class Kept(_Pages):
    """A host whose answers browsers keep for ten minutes, and which pages of other sites may read, as GitHub Pages."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = projects.tiny(tmp_path / "wenku")
    publish(root)
    return root


@pytest.fixture
def host(project: Path) -> Iterator[str]:
    with served(project / "site", Kept) as address:
        yield address


def publish(root: Path) -> None:
    """Build `root` into the place of what its host serves."""
    code, printed = projects.mkdocs(root, "build", "--strict")
    assert code == 0, printed


def rename_an_export(root: Path) -> None:
    """What several modules take from one gets another name: old and new modules cannot work together."""
    modules = root / "docs/assets/search"
    projects.change(modules / "dom.js", "export function figure", "export function amount")
    for path in modules.glob("*.js"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(r'\bfigure( \} from "\./dom\.js")', r"amount as figure\1", text), "utf-8")


def change_a_word(root: Path) -> None:
    projects.change(root / projects.SOURCE, "越算越明白", "越算越敞亮")


def come_back(page: Page, minutes: int = 5) -> None:
    """The reader turns to the tab again, after a while."""
    page.clock.fast_forward(f"{minutes:02}:00")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


# --- Programs --------------------------------------------------------------------------------------------------------


def test_a_folder_is_named_by_all_that_is_in_it_and_by_nothing_else() -> None:
    files = {"assets/a.js": b"1", "assets/b.css": b"2"}
    name = naming.folder(files)
    assert re.fullmatch(r"assets-[0-9a-f]{10}", name)
    assert naming.folder(dict(reversed(files.items()))) == name
    others = (
        {**files, "assets/a.js": b"3"},
        {"assets/a.js": b"12", "assets/b.css": b""},
        {"assets/c.js": b"1"},
    )
    assert len({name, *map(naming.folder, others)}) == 4
    assert naming.moved("assets/search/page.js", name) == f"{name}/search/page.js"
    assert naming.moved("assets/card.png", name) == "assets/card.png"


@pytest.mark.parametrize("before", ["", "articles/"])
def test_a_search_goes_on_through_a_publication(
    browser: Browser, project: Path, host: str, before: str
) -> None:
    with visitor(browser, host) as page:
        page.goto(before)
        page.keyboard.press("/")
        page.keyboard.type("渔村")
        expect(page.locator(".finder-all")).to_contain_text("处")
        old = program(project / "site")
        rename_an_export(project)
        publish(project)
        assert program(project / "site") != old
        # The page that is open goes on,
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type(WORDS)
        expect(page.locator(".finder-passage").first).to_contain_text(WORDS)
        # and so does the way from it to a page of the new build.
        page.keyboard.press("Enter")
        settle(page, WORDS)
        expect(page.locator(FIGURES)).to_have_attribute("data-total", "2")
        page.goto(f"search/?q={WORDS}")
        settle(page, WORDS)


def test_a_program_that_went_with_its_build_is_asked_for_again_by_a_press(
    browser: Browser, project: Path, host: str
) -> None:
    with visitor(browser, host) as page:
        page.goto("articles/002/")
        rename_an_export(project)
        publish(project)
        page.locator("#p1 .mark").click()
        expect(page.locator(NOTICE)).to_contain_text("这项功能的程序未能载入")
        page.get_by_role("button", name="重新载入").click()
        page.locator("#p1 .mark").click()
        expect(page.get_by_role("button", name="复制并附出处")).to_be_visible()


def test_a_kept_page_whose_styles_are_gone_is_fetched_anew_once(browser: Browser, host: str) -> None:
    with visitor(browser, host) as page:
        page.route(re.compile(r"/wenku\.css$"), lambda route: route.fulfill(status=404))
        opened: list[str] = []
        page.on("framenavigated", lambda frame: opened.append(frame.url))
        page.goto("articles/002/")
        page.wait_for_load_state("networkidle")
        assert opened == [f"{host}articles/002/"] * 2
        expect(page.locator("#p1")).to_be_visible()


def test_other_sites_go_on_at_the_promised_address(browser: Browser, project: Path, host: str) -> None:
    folders = set()
    for _ in range(2):
        folders.add(program(project / "site"))
        with visitor(browser, host) as page:
            page.goto(host.replace("127.0.0.1", "localhost") + "data/build.json")
            found = page.evaluate(
                "async ([address, words]) => (await (await import(address)).search(words)).total",
                [f"{host}{naming.PROMISED}", WORDS],
            )
            assert found == 2
        if len(folders) == 1:
            rename_an_export(project)
            publish(project)
    assert len(folders) == 2
    assert not (project / "site/assets/search/worker.js").exists()


def test_every_address_that_a_page_names_is_there(project: Path) -> None:
    folder = program(project / "site")
    named = set()
    for page in (project / "site").rglob("*.html"):
        named |= set(re.findall(r'(?:href|src)="[^"]*?(assets[-/][^"]+)"', page.read_text("utf-8")))
    assert named >= {
        f"{folder}/{each}" for each in ("wenku.css", "notice.js", "search/page.js", "reading/boot.js")
    }
    assert not [name for name in named if not (project / "site" / name).is_file()]
    ours = [
        path.relative_to(projects.ROOT / "docs").as_posix()
        for path in (projects.ROOT / "docs/assets").rglob("*.[cj]s*")
    ]
    assert not named & {*ours}


# --- Open tabs -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["articles/001/", f"search/?q={WORDS}", "about/"])
def test_an_open_page_offers_the_newest_build_when_it_is_shown_again(
    browser: Browser, project: Path, host: str, address: str
) -> None:
    with visitor(browser, host) as page:
        page.clock.install()
        page.goto(address)
        looks: list[str] = []
        page.on("request", lambda request: looks.append(request.url) if "build.json" in request.url else None)
        with page.expect_response(re.compile(r"build\.json")):
            come_back(page)
        change_a_word(project)
        publish(project)
        page.evaluate("window.still = true")
        come_back(page, minutes=1)
        assert len(looks) == 1, "it looks again too soon"
        come_back(page)
        expect(page.locator(NOTICE)).to_contain_text("文库已更新")
        assert page.evaluate("window.still"), "the page was loaded anew unasked"
        page.get_by_role("button", name="重新载入").click()
        expect(page.locator(NOTICE)).to_have_count(0)
        page.wait_for_load_state()
        assert not page.evaluate("window.still ?? false")
        with page.expect_response(re.compile(r"build\.json")) as answer:
            come_back(page)
        answer.value.finished()
        expect(page.locator(NOTICE)).to_have_count(0)


def test_the_offer_may_be_declined(browser: Browser, project: Path, host: str) -> None:
    with visitor(browser, host) as page:
        page.clock.install()
        page.goto("articles/001/")
        change_a_word(project)
        publish(project)
        come_back(page)
        page.locator(NOTICE).get_by_role("button", name="关闭").click()
        expect(page.locator(NOTICE)).to_have_count(0)


def test_a_build_is_named_by_its_texts_and_programs(project: Path) -> None:
    def name() -> str:
        publish(project)
        return (project / "site" / naming.BUILD).read_text("utf-8")

    names = [name(), name()]
    change_a_word(project)
    names.append(name())
    rename_an_export(project)
    names.append(name())
    assert names[0] == names[1]
    assert len({*names}) == 3
