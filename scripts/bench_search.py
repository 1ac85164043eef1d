"""Measures search, in a real browser, beside the theme's own search and Pagefind.

    scripts/bench search                     this corpus
    scripts/bench search --corpus FOLDER     a folder of .txt or .md files
    scripts/bench search --megabytes 100     generated text of that size

Bytes are counted as served with gzip; a first query is asked with nothing in the browser's cache."""

from __future__ import annotations

import gzip
import http.server
import random
import re
import resource
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import build
import jieba
from playwright.sync_api import Browser, Page, sync_playwright
from wenku import folder as texts
from wenku import words
from wenku.search import fold, shards, suggest
from wenku.search.shards import Entry

sys.path.insert(0, str(build.ROOT / "tests"))
from browser import FLAGS, install

TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".html": "text/html; charset=utf-8",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
}
# What GitHub Pages compresses on the way; the rest travels as it is.
COMPRESSED = {".js", ".mjs", ".json", ".html", ".css", ".svg"}
SEED = 2026
PEERS_UP_TO = 5_000_000
BUILDS = 3
QUERIES = 200
FIRSTS = 100
FURTHER = 5
TYPED = 40
# Of a large library, the queries whose every place is counted.
COUNTED = 64
# Articles on the first screen.
SCREEN = 8
LENGTHS = (2, 3, 4, 5, 6, 8, 10, 12)


# The theme as it comes, without our templates, that has a search of its own.
THEME_HOOK = """
def on_page_markdown(markdown, page, **_):
    page.meta.pop("template", None)
"""


class Server(http.server.ThreadingHTTPServer):
    """Serves a folder on this machine as GitHub Pages would, and counts what it sends."""

    def __init__(self, root: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.root = root
        self.sent = 0
        self.paths: list[str] = []
        self.sizes: list[int] = []
        self.base = f"http://127.0.0.1:{self.server_port}/"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Else the body waits for the far side to say that it has the head.
    disable_nagle_algorithm = True
    server: Server

    def do_GET(self) -> None:
        path = self.server.root / unquote(urlsplit(self.path).path).lstrip("/")
        if path.is_dir():
            path = path / "index.html"
        if not path.is_file():
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        data = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", TYPES.get(path.suffix, "application/octet-stream"))
        if path.suffix in COMPRESSED:
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        self.server.sent += len(data)
        self.server.paths.append(self.path)
        self.server.sizes.append(len(data))

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


def searching(folder: Path, corpus: Path | None, megabytes: float | None, show: Callable[..., None]) -> None:
    """Measure everything the interface promises about search."""
    print("Building the search data:")
    entries = list(_entries(corpus, megabytes))
    size = sum(len(text.encode()) for entry in entries for text in entry.texts)
    large = sum(entry.length for entry in entries) > shards.Sizes().whole
    site = _site(folder)
    made, wrong, first = _built(entries)
    # A large library takes long enough for one run to tell.
    seconds = first if large else min(_built(entries)[2] for _ in range(BUILDS))
    shutil.rmtree(site / shards.FOLDER, ignore_errors=True)
    for name, data in made.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    memory = (
        max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        / 1024
    )
    host = sum(map(len, made.values()))
    show(f"{len(entries):,} articles, {size / 1e6:.1f} MB of text", len(made), "files")
    show("building, and reading back to compare", seconds, "s", 60 if large else 1)
    if not large:
        show("the first time, reading jieba's and OpenCC's tables", first, "s")
        theirs = min(_cut_by_jieba(entries) for _ in range(BUILDS))
        print(
            f"  {'jieba alone, cutting the same text':<48} {theirs:6.2f} s; ours is {seconds / theirs:.2f} times that"
        )
    show("largest process", memory, "MB", 4096 if large else None)
    show("size on the host against the text", host / size, "times", 1.0 if large else 0.6)
    if wrong:
        print(f"  WRONG: {wrong[0]}")
    server = Server(site)
    chromium = install()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        queries = _queries(entries)
        truth = _truth(entries, queries[: COUNTED if large else None])
        _before(browser, server, show)
        _bytes(browser, server, queries, large, show)
        _exact(browser, server, queries, truth, large, show)
        typed = _typing(browser, server, queries, large, show)
        if size <= PEERS_UP_TO:
            _peers(browser, folder, entries, truth, typed, seconds)
        browser.close()
    server.shutdown()


def _built(entries: Sequence[Entry]) -> tuple[dict[str, bytes], list[str], float]:
    """The search data, what is wrong with them, and the seconds that both took."""
    start = time.perf_counter()
    cut = words.cut([entry.texts for entry in entries], build.ROOT / "corpus" / "terms.txt")
    made = shards.files(entries, suggest.lexicon(entries, cut))
    return made, list(shards.check(entries, made)), time.perf_counter() - start


def _entries(corpus: Path | None, megabytes: float | None) -> Iterator[Entry]:
    library = build.read(build.ROOT)
    if corpus:
        plain = replace(
            library.corpus, marks=replace(library.corpus.marks, paragraph_end=re.compile(r"\n")), outlets=()
        )
        for _, article in texts.read(corpus, str(corpus), plain):
            yield shards.entry(article)
        return
    own = [shards.entry(article) for article in library.articles]
    if megabytes is None:
        yield from own
        return
    yield from generated([text for entry in own for text in entry.texts[2:]], int(megabytes * 1_000_000))


def generated(sources: Sequence[str], size: int, about: int = 3000) -> Iterator[Entry]:
    """Articles of about `about` characters, `size` bytes of UTF-8 in all: sentences of `sources`, one character in
    twenty replaced, so that the bigrams are as many as in a text of that size. Always the same."""
    rng = random.Random(SEED)
    sentences = [part for text in sources for part in re.findall(r"[^。！？；]+[。！？；]?", text)]
    han = [chr(code) for code in range(0x4E00, 0x4E00 + 8000)]
    noise = rng.choices(han, [1 / (rank + 10) for rank in range(len(han))], k=200_000)
    done = number = at = 0
    while done < size:
        number += 1
        blocks: list[str] = []
        left = rng.randint(about // 2, about * 3 // 2)
        while left > 0:
            chars = list("".join(rng.choices(sentences, k=3)))
            for place in range(rng.randrange(20), len(chars), 20):
                at = (at + 1) % len(noise)
                chars[place] = noise[at]
            blocks.append("".join(chars))
            left -= len(chars)
        title = rng.choice(sentences)[:20]
        done += sum(len(block.encode()) for block in blocks)
        shown: tuple[Any, ...] = (
            f"{number:06}",
            f"articles/{number:06}/",
            "supplied",
            [],
            None,
            None,
            "评论",
            None,
            sum(map(len, blocks)),
        )
        yield Entry(shown, "p" * len(blocks), (title, "", *blocks))


def _site(folder: Path) -> Path:
    """The built site, whose search data is then replaced."""
    site = folder / "site"
    config = folder / "bench.yml"
    config.write_text(f"INHERIT: {build.ROOT / 'mkdocs.yml'}\nsite_dir: {site}\n", encoding="utf-8")
    shutil.copy(build.ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    for name in ("corpus", "docs", "scripts"):
        shutil.copytree(
            build.ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "articles", "data")
        )
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", "mkdocs.yml"]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return site


def _queries(entries: Sequence[Entry]) -> list[str]:
    """Random stretches of the text, through the middle of words and across marks, without a space or an operator."""
    rng = random.Random(SEED)
    found: list[str] = []
    while len(found) < QUERIES:
        text = rng.choice(rng.choice(entries).texts[2:])
        length = LENGTHS[len(found) % len(LENGTHS)]
        if len(text) < length:
            continue
        start = rng.randrange(len(text) - length + 1)
        query = text[start : start + length]
        if not re.search(r'[\s|"]|^[-~]', query):
            found.append(query)
    return found


def _truth(entries: Sequence[Entry], queries: Sequence[str]) -> dict[str, tuple[int, frozenset[str]]]:
    """A plain count: the places in the body, and the articles, title and byline included."""
    wanted = {query: fold.fold(query) for query in queries}
    counts = dict.fromkeys(queries, 0)
    articles: dict[str, set[str]] = {query: set() for query in queries}
    for entry in entries:
        folded = [fold.fold(text) for text in entry.texts]
        whole = "\n".join(folded)
        for query, needle in wanted.items():
            if needle in whole:
                articles[query].add(entry.shown[0])
                counts[query] += sum(text.count(needle) for text in folded[2:])
    return {query: (counts[query], frozenset(articles[query])) for query in queries}


SEARCH = """async ([query, limit]) => {
  const library = await import("/assets/search/engine.js");
  const start = performance.now();
  const found = await library.search(query, limit ? {limit} : {});
  const ms = performance.now() - start;
  return {ms, total: found.total, complete: found.complete, ids: found.articles.map((one) => one.id), relaxed: found.relaxed};
}"""


def _cut_by_jieba(entries: Sequence[Entry]) -> float:
    jieba.initialize()
    start = time.perf_counter()
    for entry in entries:
        for text in entry.texts:
            jieba.lcut(text)
    return time.perf_counter() - start


def _before(browser: Browser, server: Server, show: Callable[..., None]) -> None:
    print("Before the reader touches search:")
    page = _page(browser, server, "articles/004/")
    page.wait_for_timeout(500)
    data = [path for path in server.paths if "/data/search/" in path]
    code = [path for path in server.paths if re.search(r"/assets[^/]*/search/", path)]
    show("files of search data fetched by a page", len(data), "files", 0)
    bytes_of = sum((server.root / urlsplit(path).path.lstrip("/")).stat().st_size for path in set(code))
    show("code of search on a page, as written", bytes_of / 1000, "KB", 6)
    page.context.close()


def _bytes(
    browser: Browser, server: Server, queries: Sequence[str], large: bool, show: Callable[..., None]
) -> None:
    print("Bytes, code and data, until the first result:")
    first: list[float] = []
    further: list[float] = []
    later = iter(queries[FIRSTS:])
    for query in queries[:FIRSTS]:
        page = _blank(browser, server)
        page.evaluate(SEARCH, [query, 1])
        first.append(server.sent / 1000)
        for other in islice(later, FURTHER):
            server.sent = 0
            page.evaluate(SEARCH, [other, 1])
            further.append(server.sent / 1000)
        page.context.close()
    show("first query, 95th percentile", _percentile(first, 95), "KB", 500 if large else 300)
    show("further query, median", _percentile(further, 50), "KB", 64 if large else None)
    server.paths.clear()
    server.sizes.clear()
    page = _page(browser, server, f"search/?q={quote(queries[0])}")
    page.wait_for_selector(".result")
    own = [
        size
        for path, size in zip(server.paths, server.sizes, strict=True)
        if "/search/" in path and "?" not in path
    ]
    show("the search page, opened with a query", sum(own) / 1000, "KB", 500 if large else 300)
    page.context.close()


def _exact(
    browser: Browser,
    server: Server,
    queries: Sequence[str],
    truth: dict[str, tuple[int, frozenset[str]]],
    large: bool,
    show: Callable[..., None],
) -> None:
    print(f"In the engine, {len(truth)} random queries of {LENGTHS[0]} to {LENGTHS[-1]} characters:")
    page = _blank(browser, server)
    right = 0
    whole: list[float] = []
    warm: list[float] = []
    for query, (total, ids) in truth.items():
        found = page.evaluate(SEARCH, [query, 0])
        whole.append(found["ms"])
        right += (
            found["complete"]
            and found["total"] == total
            and frozenset(found["ids"]) == ids
            and not found["relaxed"]
        )
        page.evaluate(SEARCH, [query, SCREEN])
        warm.append(page.evaluate(SEARCH, [query, SCREEN if large else 0])["ms"])
    show("exactly the right articles and places", 100 * right / len(truth), "%")
    what = "the first screen" if large else "all results"
    show(f"warm, to {what}, 95th percentile", _percentile(warm, 95), "ms", 100 if large else 5)
    if large:
        show("every place counted, median", _percentile(whole, 50) / 1000, "s")
        show("every place counted, the slowest", max(whole) / 1000, "s")
        others = [query for query in queries if query not in truth]
        fresh = [page.evaluate(SEARCH, [query, SCREEN])["ms"] for query in others]
        show("never asked before, to the first screen, median", _percentile(fresh, 50), "ms")
        show("the same, 95th percentile", _percentile(fresh, 95), "ms")
    page.context.close()


TYPE = """async (query) => {
  const input = document.querySelector("main input[name=q]");
  const shown = () => document.querySelector("[data-total]");
  const times = [];
  for (let length = 1; length <= query.length; length++) {
    const typed = query.slice(0, length);
    const before = shown()?.dataset.query + "|" + shown()?.dataset.total;
    input.focus();
    const start = performance.now();
    input.value = typed;
    input.dispatchEvent(new InputEvent("input", {bubbles: true}));
    const late = start + 5000;
    for (;;) {
      await new Promise((done) => requestAnimationFrame(done));
      const now = shown();
      // More of the list may have to come before the window is full.
      const ends = [...document.querySelectorAll(".list-end, .passages[aria-busy]")].map((end) => end.getBoundingClientRect().bottom);
      if (now && now.dataset.query === typed && Math.min(...ends) > innerHeight) break;
      if (performance.now() > late) break;
    }
    await new Promise((done) => { const channel = new MessageChannel(); channel.port1.onmessage = done; channel.port2.postMessage(0); });
    times.push(performance.now() - start);
    // Readers press keys quickly, and stop: what is made while they rest must not cost the next key.
    await new Promise((done) => setTimeout(done, [120, 170, 400][times.length % 3]));
  }
  return times;
}"""


def _typing(
    browser: Browser, server: Server, queries: Sequence[str], large: bool, show: Callable[..., None]
) -> list[float]:
    print("From a key stroke to the painted results, the processor slowed four times:")
    page = _page(browser, server, "search/")
    times = _typed(page, TYPE, queries)
    show("median", _percentile(times, 50), "ms")
    show("95th percentile", _percentile(times, 95), "ms", 200 if large else 50)
    page.context.close()
    return times


def _typed(page: Page, script: str, queries: Sequence[str]) -> list[float]:
    """Milliseconds of each key of some queries."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.evaluate(script, queries[0][:2])
    return [one for query in queries[1:TYPED] for one in page.evaluate(script, query[:6])]


# The theme tells of a new answer by changing its list, or the line above it.
TYPE_THEME = """async (query) => {
  const input = document.querySelector("[data-md-component=search-query]");
  const shown = document.querySelector("[data-md-component=search-result]");
  const times = [];
  input.focus();
  for (let length = 1; length <= query.length; length++) {
    const start = performance.now();
    const changed = new Promise((done) => {
      const observer = new MutationObserver(() => { observer.disconnect(); done(true); });
      observer.observe(shown, {childList: true, subtree: true, characterData: true});
      setTimeout(() => { observer.disconnect(); done(false); }, 3000);
    });
    input.value = query.slice(0, length);
    input.dispatchEvent(new InputEvent("input", {bubbles: true}));
    input.dispatchEvent(new KeyboardEvent("keyup", {bubbles: true}));
    if (await changed) {
      await new Promise((done) => requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = done; channel.port2.postMessage(0); }));
      times.push(performance.now() - start);
    }
    await new Promise((done) => setTimeout(done, [120, 170, 400][length % 3]));
  }
  return times;
}"""


def _peers(
    browser: Browser,
    folder: Path,
    entries: Sequence[Entry],
    truth: dict[str, tuple[int, frozenset[str]]],
    typed: Sequence[float],
    seconds: float,
) -> None:
    queries = [*truth]
    plain = folder / "plain"
    theme = (folder / "mkdocs.yml").read_text("utf-8")
    for ours, its in (
        (r"^hooks:.*", "hooks: [plain.py]"),
        (r"^plugins:.*", f"site_dir: {plain}\nplugins: [search]"),
        (r"^  custom_dir:.*", ""),
        (r"^  language:.*", "  language: zh"),
    ):
        theme = re.sub(ours, its, theme, flags=re.MULTILINE)
    (folder / "plain.py").write_text(THEME_HOOK, encoding="utf-8")
    (folder / "plain.yml").write_text(theme, encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", "plain.yml"]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    print("The theme's own search, the same keys:")
    server = Server(plain)
    page = _page(browser, server, "articles/")
    page.locator("[data-md-component=search-query]").focus()
    page.wait_for_timeout(3000)
    theirs = _typed(page, TYPE_THEME, queries)
    for share, name in ((50, "median"), (95, "95th percentile")):
        ratio = _percentile(typed, share) / _percentile(theirs, share)
        print(f"  {name:<48} {_percentile(theirs, share):6.2f} ms; ours is {ratio:.2f} times that")
    page.context.close()
    server.shutdown()
    pages = folder / "pages"
    for entry in entries:
        path = pages / entry.shown[1] / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        body = "".join(f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>" for text in entry.texts)
        path.write_text(
            f'<!doctype html><html lang="zh"><title>{entry.shown[0]}</title><main data-pagefind-body>{body}</main></html>',
            encoding="utf-8",
        )
    command = [sys.executable, "-m", "pagefind", "--quiet", "--site", str(pages)]
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    indexing = time.perf_counter() - start
    print("Building the search data, the same text:")
    print(f"  {'Pagefind':<48} {indexing:6.2f} s; ours is {seconds / indexing:.2f} times that")
    print("Exactly the right articles, of the same queries:")
    print(f"  {'this library':<48} see above")
    for name, root, make in (
        ("the theme's own search", plain, _theme),
        ("Pagefind", pages, _pagefind),
        ("Pagefind, in quotation marks", pages, _quoted),
    ):
        server = Server(root)
        page = _blank(browser, server)
        try:
            right = sum(make(page, query) == truth[query][1] for query in queries)
            print(f"  {name:<48} {100 * right / len(queries):6.2f} %")
        except Exception as error:
            print(f"  {name:<48} not measured: {str(error).splitlines()[0]}")
        page.context.close()
        server.shutdown()


def _theme(page: Page, query: str) -> frozenset[str]:
    """The theme's worker, asked as its page asks it."""
    found = page.evaluate(
        """async (query) => {
          if (!window.worker) {
            const text = await (await fetch("/articles/index.html")).text();
            const path = text.match(/assets\\/javascripts\\/workers\\/search\\.[0-9a-f]+\\.min\\.js/)[0];
            const index = await (await fetch("/search/search_index.json")).json();
            window.worker = new Worker("/" + path);
            const ready = new Promise((done) => { window.worker.onmessage = (event) => { if (event.data.type === 1) done(); }; });
            window.worker.postMessage({type: 0, data: {config: index.config, docs: index.docs, options: {suggest: false}}});
            await ready;
          }
          const answer = new Promise((done) => { window.worker.onmessage = (event) => { if (event.data.type === 3) done(event.data.data); }; });
          window.worker.postMessage({type: 2, data: query});
          const {items} = await answer;
          return [...new Set(items.flat().map((one) => one.location.match(/articles\\/(\\w+)\\//)?.[1]).filter(Boolean))];
        }""",
        query,
    )
    return frozenset(found)


PAGEFIND = """async (query) => {
  window.pagefind ??= await import("/pagefind/pagefind.js");
  const {results} = await window.pagefind.search(query);
  const data = await Promise.all(results.map((one) => one.data()));
  return data.map((one) => one.url.match(/articles\\/(\\w+)\\//)?.[1]).filter(Boolean);
}"""


def _pagefind(page: Page, query: str) -> frozenset[str]:
    return frozenset(page.evaluate(PAGEFIND, query))


def _quoted(page: Page, query: str) -> frozenset[str]:
    return frozenset(page.evaluate(PAGEFIND, f'"{query}"'))


def _blank(browser: Browser, server: Server) -> Page:
    """A page of the site's own that loads nothing, with an empty cache."""
    (server.root / "blank.html").write_text("<!doctype html><title>blank</title>", encoding="utf-8")
    return _page(browser, server, "blank.html")


def _page(browser: Browser, server: Server, path: str) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(server.base + path)
    server.sent = 0
    return page


def _percentile(values: Sequence[float], share: int) -> float:
    ordered = sorted(values)
    return ordered[-(-len(ordered) * share // 100) - 1]
