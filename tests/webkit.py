"""Drives WebKitGTK's small browser, whose engine is Safari's, by the WebDriver protocol: just what a few tests need."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
PROGRAMS = ("WebKitWebDriver", "Xvfb")
CONTROL = "\ue009"
PATIENCE = 60


def missing() -> list[str]:
    """The programs that are needed and not on this machine."""
    return [name for name in PROGRAMS if not shutil.which(name)] + ([] if _browser() else ["MiniBrowser"])


class WebKit:
    """One browser window."""

    def __init__(self, driver: str) -> None:
        self._driver = driver
        options = {"binary": _browser(), "args": ["--automation"]}
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        self._session = f"/session/{self._ask('POST', '/session', wanted)['sessionId']}"

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._driver + path, data, method=method)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)["value"]

    def _do(self, path: str, **body: Any) -> Any:
        return self._ask("POST", f"{self._session}/{path}", body)

    def goto(self, address: str) -> None:
        """Open an address, and wait until it is loaded."""
        self._do("url", url=address)

    def run(self, script: str, *arguments: Any) -> Any:
        """What a script returns."""
        return self._do("execute/sync", script=script, args=list(arguments))

    def until(self, expression: str) -> Any:
        """Wait until an expression is true of the page; its value."""
        end = time.monotonic() + PATIENCE
        while not (value := self.run(f"return {expression}")):
            assert time.monotonic() < end, f"it did not come true: {expression}"
        return value

    def click(self, selector: str) -> None:
        """Press the first element that answers a selector, as a pointer does."""
        self.until(f"document.querySelector({json.dumps(selector)})?.checkVisibility()")
        element = self._do("element", using="css selector", value=selector)[ELEMENT]
        self._do(f"element/{element}/click")

    def press(self, *keys: str) -> None:
        """Press keys one upon the other, and let go of them."""
        actions = [
            *({"type": "keyDown", "value": key} for key in keys),
            *({"type": "keyUp", "value": key} for key in reversed(keys)),
        ]
        self._do("actions", actions=[{"type": "key", "id": "keys", "actions": actions}])

    def close(self) -> None:
        """Close the window."""
        self._ask("DELETE", self._session)


@contextmanager
def launched() -> Iterator[WebKit]:
    """A browser on a screen and in a home of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        screen = _start("Xvfb", "-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp")
        assert screen.stdout
        display = screen.stdout.readline().decode().strip()
        driver = None
        try:
            port = _free_port()
            environment = {
                "DISPLAY": f":{display}",
                "HOME": home,
                "XDG_RUNTIME_DIR": home,
                "NO_AT_BRIDGE": "1",
            }
            driver = _start("WebKitWebDriver", f"--port={port}", **environment)
            address = f"http://127.0.0.1:{port}"
            _wait(address)
            browser = WebKit(address)
            yield browser
            browser.close()
        finally:
            for process in (driver, screen):
                if process:
                    process.terminate()
                    process.communicate()


def _browser() -> str | None:
    return next((str(path) for path in Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser")), None)


def _start(*command: str, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(address: str) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(f"{address}/status", timeout=PATIENCE).close()
            return
        except urllib.error.URLError:
            assert time.monotonic() < end, "the driver of WebKit does not answer"
