"""A page that is not there, on a host whose address the build did not know: styled, and its links lead home."""

from __future__ import annotations

import re
from collections.abc import Iterator

import projects
import pytest
from conftest import served
from playwright.sync_api import Browser, expect
from reader import until, visitor

STYLE = "getComputedStyle(document.querySelector('.md-header')).position"


@pytest.fixture(scope="module", params=["", projects.SITE_URL], ids=["no address", "an address"])
def host(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[str]:
    root = projects.tiny(tmp_path_factory.mktemp("project") / "wenku")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", request.param)
        code, printed = projects.mkdocs(root, "build", "--strict")
    assert code == 0, printed
    with served(root / "site") as address:
        yield address


@pytest.mark.parametrize("address", ["nowhere", "articles/999/", "articles/999/further/down.html"])
def test_a_missing_page_looks_and_leads_as_every_other(browser: Browser, host: str, address: str) -> None:
    with visitor(browser, host) as page:
        page.goto(address)
        until(page, f"{STYLE} === 'sticky'")
        expect(page.get_by_role("heading", name="没有这一页")).to_be_visible()
        until(page, "document.documentElement.dataset.script?.includes('search')")
        page.keyboard.press("/")
        page.keyboard.type("账本")
        expect(page.locator(".finder-all")).to_contain_text("处")
        page.keyboard.press("Escape")
        page.locator("main").get_by_role("link", name="全部文章").click()
        expect(page).to_have_url(f"{host}articles/")
        page.go_back()
        until(page, f"{STYLE} === 'sticky'")
        page.get_by_role("link", name="江海文库").click()
        expect(page).to_have_url(re.compile(rf"^{re.escape(host)}\.?$"))
