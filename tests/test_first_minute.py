"""The scripts as they are first run: in any folder, with any home, twice at once, and after an interrupted installation."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import browser
import projects
import pytest
from test_building import until

SCRIPT = {"start_new_session": True, "text": True, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}


def wheel(folder: Path, name: str) -> str:
    """Put a package of one empty module into `folder`; its line in a list of pinned packages."""
    info = f"{name}-1.0.dist-info"
    files = {
        f"{name}.py": "",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = ""
    for path, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
        record += f"{path},sha256={digest},{len(text)}\n"
    packed = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(packed, "w") as archive:
        for path, text in {**files, f"{info}/RECORD": f"{record}{info}/RECORD,,\n"}.items():
            archive.writestr(path, text)
    return f"{name}==1.0 --hash=sha256:{hashlib.sha256(packed.read_bytes()).hexdigest()}\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tiny project that nobody ran before, in a folder with a space and Chinese characters in its path. Its lists of
    packages are as tiny; everything else comes from the environment of the tests, and pip from no network."""
    root = projects.tiny(tmp_path / "江海 文库")
    (root / "tests").mkdir()
    shutil.copy(projects.ROOT / "tests/browser.py", root / "tests")
    shutil.copytree(projects.ROOT / "tests/js", root / "tests/js")
    (tmp_path / "wheels").mkdir()
    site, bench = wheel(tmp_path / "wheels", "river"), wheel(tmp_path / "wheels", "sea")
    for name, packages in (("", site), ("-dev", site), ("-bench", site + bench)):
        (root / "scripts" / f"requirements{name}.txt").write_text(packages, encoding="utf-8")
    for name, value in {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": (tmp_path / "wheels").as_uri(),
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "SITE_URL": projects.SITE_URL,
    }.items():
        monkeypatch.setenv(name, value)
    return root


def start(root: Path, script: str, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen([root / "scripts" / script, *options], cwd=root.parent, **SCRIPT)  # type: ignore[call-overload,no-any-return]


def ended(process: subprocess.Popen[str]) -> str:
    """What a script printed, which must have ended well."""
    printed, _ = process.communicate()
    assert process.returncode == 0, printed
    return printed


def installed(root: Path) -> set[str]:
    """The packages of the project's own environment."""
    (packages,) = (root / ".venv/lib").glob("python3*/site-packages")
    return {path.stem for path in packages.glob("*.py")}


def test_the_site_is_the_same_without_a_home_and_the_folder_may_move(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = projects.mkdocs(project, "build")[0] == 0 and projects.contents(project / "site")
    assert wanted
    shutil.rmtree(project / "site")
    # A home in which nobody, not even root, can write; and variables with which readers of shells have met.
    monkeypatch.setenv("HOME", os.devnull)
    monkeypatch.setenv("CDPATH", str(projects.ROOT))
    monkeypatch.setenv("PIP_USER", "1")
    for name in [name for name in os.environ if name.startswith("XDG_")]:
        monkeypatch.delenv(name)
    printed = ended(start(project, "build", "--strict"))
    assert "Installing the pinned packages" in printed and "WARNING" not in printed
    assert projects.contents(project / "site") == wanted
    moved = project.rename(project.with_name("搬家 之后"))
    printed = ended(start(moved, "build", "--help"))
    assert "Usage: python -m mkdocs build" in printed and "Installing" not in printed


def test_of_two_builds_at_once_one_installs_and_both_build(project: Path) -> None:
    both = [start(project, "build"), start(project, "build")]
    printed = [ended(each) for each in both]
    assert sum("Installing" in each for each in printed) == 1
    assert all("Documentation built" in each for each in printed)
    together = projects.contents(project / "site")
    ended(start(project, "build"))
    assert projects.contents(project / "site") == together
    assert not [path.name for path in project.iterdir() if path.name.startswith(".site")]


def test_two_scripts_with_two_lists_at_once_install_both(project: Path) -> None:
    both = [start(project, "build", "--help"), start(project, "bench", "--help")]
    printed = [ended(each) for each in both]
    assert "mkdocs build" in printed[0] and "scripts/bench search" in printed[1]
    assert {"river", "sea"} <= installed(project)


def test_an_interrupted_installation_is_made_anew(project: Path) -> None:
    process = start(project, "build", "--help")
    until((project / ".venv/.unfinished").exists)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert "mkdocs build" in ended(start(project, "build", "--help"))
    assert "river" in installed(project)


INSIDE = """import os
from pathlib import Path

from browser import FLAGS, find
from playwright.sync_api import sync_playwright


def test_the_browser_runs() -> None:
    assert find() == os.environ["WENKU_BROWSER"]
    assert not os.environ["WENKU_FIREFOX"] or Path(os.environ["WENKU_FIREFOX"]).exists()
    with sync_playwright() as running:
        opened = running.chromium.launch(executable_path=find(), args=FLAGS)
        page = opened.new_page()
        page.set_content("<title>文库</title>")
        assert page.title() == "文库"
        opened.close()
"""


def test_the_tests_run_in_a_browser_without_a_home(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(projects.ROOT / ".github/workflows", project / ".github/workflows")
    shutil.rmtree(project / "scripts/wenku")
    (project / "tests/typed.py").write_text("COUNT = 1\n", encoding="utf-8")
    (project / "tests/test_inside.py").write_text(INSIDE, encoding="utf-8")
    projects.change(project / "pyproject.toml", 'files = ["scripts", "tests"]', 'files = ["tests/typed.py"]')
    monkeypatch.setenv("HOME", os.devnull)
    assert "1 passed" in ended(start(project, "test", "-k", "browser_runs"))


# --- Browsers --------------------------------------------------------------------------------------------------------


def asked(name: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Ask for a browser where there is none, no right to install one, and no network."""
    nowhere = {"PATH": str(folder), "PLAYWRIGHT_BROWSERS_PATH": str(folder / "none"), "HOME": str(folder)}
    refused = {"PLAYWRIGHT_DOWNLOAD_HOST": "http://127.0.0.1:1", "LANG": "C.UTF-8"}
    program = [sys.executable, str(projects.ROOT / "tests/browser.py"), name]
    return subprocess.run(program, env={**nowhere, **refused}, capture_output=True, text=True, check=False)


def test_where_no_browser_can_be_had_the_last_line_says_what_to_install(tmp_path: Path) -> None:
    answer = asked("chromium", tmp_path)
    assert answer.returncode == 1 and answer.stdout == ""
    assert "apt-get install chromium fonts-noto-cjk firefox-esr" in answer.stderr.splitlines()[-1]
    assert "Traceback" not in answer.stderr


def test_where_no_firefox_can_be_had_its_tests_are_skipped_and_one_line_says_so(tmp_path: Path) -> None:
    answer = asked("firefox", tmp_path)
    assert answer.returncode == 0 and answer.stdout == "\n"
    (line,) = answer.stderr.splitlines()
    assert "skipped" in line and "apt-get install firefox-esr" in line


@pytest.mark.skipif(not shutil.which("ldd"), reason="there is no ldd")
def test_the_package_of_a_missing_library_is_named(tmp_path: Path) -> None:
    true = Path(shutil.which("true") or "")
    assert browser.missing_packages(true) == []
    lacking = tmp_path / "lacking"
    shutil.copy(true, lacking)
    lacking.write_bytes(true.read_bytes().replace(b"libc.so.6\0", b"libq.so.6\0"))
    assert browser.missing_packages(lacking) == ["libq6"]
