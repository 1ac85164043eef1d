"""Finds the browsers of the tests, and installs what is missing: `browser.py chromium` and `browser.py firefox` print the path
of a program that runs. There is no test without Chromium; without Firefox its path is empty, and its tests are skipped."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import playwright
from playwright.sync_api import sync_playwright

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
DRIVER = [sys.executable, "-m", "playwright"]


@dataclass(frozen=True)
class Browser:
    """A browser: the variable that may name its program, the names of its program, and its packages on Debian."""

    variable: str
    programs: tuple[str, ...]
    packages: tuple[str, ...]


CHROMIUM = Browser(
    "WENKU_BROWSER",
    ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    ("chromium", "fonts-noto-cjk"),
)
FIREFOX = Browser("WENKU_FIREFOX", ("firefox-esr", "firefox"), ("firefox-esr",))


def find(browser: Browser = CHROMIUM) -> str | None:
    """The program of a browser: named by its variable, else one on the PATH that runs."""
    if named := os.environ.get(browser.variable):
        return named
    paths = filter(None, map(shutil.which, browser.programs))
    return next((path for path in paths if not _fault([path, "--version"])), None)


def install() -> str:
    """Install Chromium and what Playwright needs to drive it; the path of its program. Without the right to install, or
    where that fails, say in one line what to install, and exit."""
    wanted = missing_packages(_node())
    if not find():
        wanted += CHROMIUM.packages
    _install_packages(wanted)
    reason = _fault([*DRIVER, "--version"])
    path = None if reason else find() or _install_by_playwright()
    if path and not (reason := _fault([path, "--version"])):
        return path
    if not find(FIREFOX):
        wanted += FIREFOX.packages
    sys.exit(
        f"The tests need a browser. As root: apt-get install {' '.join(wanted or CHROMIUM.packages)} (elsewhere than on Debian: "
        f"what these stand for), or name a Chromium that runs in {CHROMIUM.variable}. What is wrong: "
        f"{reason or 'there is no Chromium'}"
    )


def install_firefox() -> str:
    """Install Firefox; the path of its program, or nothing where it cannot be had."""
    if not find(FIREFOX):
        _install_packages(list(FIREFOX.packages))
    path = find(FIREFOX)
    if path and not (reason := _fault([path, "--version"])):
        return path
    print(
        f"The tests in Firefox are skipped. To run them, as root: apt-get install {' '.join(FIREFOX.packages)}, or name a Firefox "
        f"that runs in {FIREFOX.variable}. What is wrong: {reason if path else 'there is no Firefox'}",
        file=sys.stderr,
    )
    return ""


def _fault(command: list[str]) -> str:
    """Why a command fails: the first line of its complaint, or nothing if it does not fail."""
    try:
        ended = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    except OSError as error:
        return str(error)
    if ended.returncode == 0:
        return ""
    lines = [line.strip() for line in (ended.stderr + ended.stdout).splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"E:|.*error", line, re.IGNORECASE)]
    return (errors or lines or [f"exit status {ended.returncode}"])[0]


def _node() -> Path:
    """The program of Playwright's that drives the browsers."""
    return Path(playwright.__file__).parent / "driver" / "node"


def missing_packages(program: Path) -> list[str]:
    """Debian's packages of the shared libraries that a program lacks, named as Debian's policy names them."""
    if not shutil.which("ldd"):
        return []
    linked = subprocess.run(["ldd", program], capture_output=True, text=True, check=False).stdout
    missing = re.findall(r"^\s*(\S+)\.so\.(\d+)\S* => not found", linked, re.MULTILINE)
    return [f"{name}-{version}" if name[-1].isdigit() else name + version for name, version in missing]


def _install_packages(packages: list[str]) -> None:
    """Install Debian's packages where that is allowed without a question; say so."""
    right = _right_to_install()
    if not packages or right is None:
        return
    print(f"Installing {', '.join(packages)} …", file=sys.stderr)
    apt = [*right, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=600"]
    # Old lists may still do.
    _fault([*apt, "update"])
    if fault := _fault([*apt, "install", "-y", "--no-install-recommends", *packages]):
        print(fault, file=sys.stderr)


def _right_to_install() -> list[str] | None:
    """What to put before `apt-get`, or None where there is none or a password would be asked for."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    return None if _fault(["sudo", "-n", "true"]) else ["sudo", "-n"]


def _install_by_playwright() -> str | None:
    """The Chromium that Playwright has brought, or brings now."""
    with sync_playwright() as running:
        path = running.chromium.executable_path
    if _fault([path, "--version"]):
        print("Installing Chromium by Playwright …", file=sys.stderr)
        options = [] if _right_to_install() is None else ["--with-deps"]
        if fault := _fault([*DRIVER, "install", *options, "chromium"]):
            print(fault, file=sys.stderr)
            return None
    return path


if __name__ == "__main__":
    print(install_firefox() if sys.argv[1:] == ["firefox"] else install())
