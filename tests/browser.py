"""Finds a browser for the tests, or installs one: prints the path of its program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Nothing but the pages under test may reach the network.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find() -> str | None:
    """A browser on this machine: named by WENKU_BROWSER, on the PATH, or brought by Playwright."""
    if named := os.environ.get("WENKU_BROWSER"):
        return named
    for name in NAMES:
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> str:
    """Install a browser by Playwright, else as Debian's package."""
    fonts = "fonts-noto-cjk"
    for commands in (
        [[sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]],
        [["apt-get", "update"], ["apt-get", "install", "-y", "chromium", fonts]],
    ):
        if all(_run(command) for command in commands) and (path := find()):
            return path
    sys.exit("no browser found and none could be installed; install Chromium, or name one in WENKU_BROWSER")


def _run(command: list[str]) -> bool:
    print("installing a browser:", " ".join(command), file=sys.stderr)
    try:
        return (
            subprocess.run(command, stdout=sys.stderr, stderr=sys.stderr, check=False, timeout=600).returncode
            == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


if __name__ == "__main__":
    print(find() or install())
