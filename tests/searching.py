"""What the tests of search need: a plain count over `articles.jsonl` to hold the engine against, a large library made
of the real one's sentences, and a host that can be told to fail."""

from __future__ import annotations

import hashlib
import http.server
import json
import random
import re
import socket
import threading
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import projects
from playwright.sync_api import Page
from wenku import dataset, dates, facets
from wenku.model import GENRES, Article, Block, Bounds, Byline, Line, Person, Title, Value
from wenku.search import fold, shards, suggest

ENGINE = projects.ROOT / "docs" / "assets" / "search"
STEPS = ("exact", "punctuation", "paragraph", "article", "any")
TIERS = ("adjacent", "paragraph", "article")


# --- The plain count -------------------------------------------------------------------------------------------------


class Place(NamedTuple):
    """Where something stands: number of the block, and UTF-16 offsets in its text."""

    block: int
    start: int
    end: int


@dataclass(frozen=True)
class Word:
    """A term as it is typed."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Quoted:
    """A term in quotation marks."""

    text: str

    def __str__(self) -> str:
        return f'"{self.text}"'


@dataclass(frozen=True)
class Near:
    """Two terms near each other."""

    first: Word | Quoted
    second: Word | Quoted
    within: int

    def __str__(self) -> str:
        return f"{self.first} ~{self.within} {self.second}"


@dataclass(frozen=True)
class Clause:
    """Terms that must all stand in an article, and others that must not."""

    all: tuple[Word | Quoted | Near, ...]
    none: tuple[Word | Quoted, ...] = ()

    def __str__(self) -> str:
        return " ".join([*map(str, self.all), *(f"-{term}" for term in self.none)])


@dataclass
class Answer:
    """An article that answers: every place where a term stands (the same stretch once, overlapping stretches each), how
    closely the terms stand together, and how many of them there are, where any will do."""

    places: set[Place] = field(default_factory=set)
    together: str | None = None
    parts: int = 1


class View:
    """All blocks as one text, a line each, read in some way; and the way back to where each character comes from."""

    def __init__(
        self, texts: Sequence[str], read: Callable[[str], str], runs: Mapping[str, int] | None = None
    ) -> None:
        """`read` says what becomes of a character; of those of `runs` only so many in a row count."""
        given = {char: read(char) for char in set().union(*texts)}
        # Characters that take one place before and after need no way back.
        moving = {char for char, view in given.items() if len(view) != 1 or max(char, view) > "\uffff"}
        table = str.maketrans(given)
        views = [text.translate(table) for text in texts]
        self.ways = {
            number: list(self._way(text, given))
            for number, text in enumerate(texts)
            if not moving.isdisjoint(text)
        }
        for number, view in enumerate(views):
            if any(char * (most + 1) in view for char, most in (runs or {}).items()):
                way = self.ways.get(number) or [(at, at + 1) for at in range(len(view))]
                views[number], self.ways[number] = self._shortened(view, way, runs or {})
        self.text = "\n".join(views)
        self.starts = list(accumulate((len(view) + 1 for view in views), initial=0))

    @staticmethod
    def _way(text: str, given: Mapping[str, str]) -> Iterator[tuple[int, int]]:
        at = 0
        for char in text:
            end = at + (2 if char > "\uffff" else 1)
            yield from [(at, end)] * len(given[char])
            at = end

    @staticmethod
    def _shortened(
        view: str, way: Sequence[tuple[int, int]], runs: Mapping[str, int]
    ) -> tuple[str, list[tuple[int, int]]]:
        kept, row = "", 0
        back: list[tuple[int, int]] = []
        for char, (start, end) in zip(view, way, strict=True):
            row = row + 1 if kept.endswith(char) else 1
            if row > runs.get(char, len(view)):
                back[-1] = (back[-1][0], end)
                continue
            kept += char
            back.append((start, end))
        return kept, back

    def places(self, needle: str) -> list[Place]:
        """Where `needle` stands, as `str.count` would count it."""
        found = []
        at = self.text.find(needle) if needle else -1
        while at >= 0:
            block = bisect_right(self.starts, at) - 1
            first = at - self.starts[block]
            if way := self.ways.get(block):
                found.append(Place(block, way[first][0], way[first + len(needle) - 1][1]))
            else:
                found.append(Place(block, first, first + len(needle)))
            at = self.text.find(needle, at + len(needle))
        return found


class Reference:
    """The plain count over the lines of `articles.jsonl`."""

    def __init__(self, jsonl: str) -> None:
        self.articles: list[dict[str, Any]] = [json.loads(line) for line in jsonl.splitlines()]
        self.owners: list[int] = []
        self.names: list[str] = []
        self.texts: list[str] = []
        self.headings: set[int] = set()
        for number, article in enumerate(self.articles):
            self._add(number, "title", article["title"])
            self._add(number, "byline", article["byline"] or "")
            for block in article["blocks"]:
                if block["kind"] == "heading":
                    self.headings.add(len(self.texts))
                self._add(number, block["id"], block["text"])

    @cached_property
    def folded(self) -> View:
        """The text as search compares it."""
        return View(self.texts, fold.fold_character, fold.RUNS)

    @cached_property
    def raw(self) -> View:
        """The text as it stands."""
        return View(self.texts, str)

    @cached_property
    def bare(self) -> View:
        """The text as search compares it, without marks."""
        return View(self.texts, lambda char: bare(fold.fold_character(char)))

    def _add(self, article: int, name: str, text: str) -> None:
        self.owners.append(article)
        self.names.append(name)
        self.texts.append(text)

    def places(self, unit: Word | Quoted | Near, step: str = "exact") -> list[Place]:
        """Where a term stands."""
        if isinstance(unit, Near):
            return self._near(unit)
        if isinstance(unit, Quoted):
            return self.raw.places(unit.text)
        folded = fold.fold(unit.text)
        return self.bare.places(bare(folded)) if step == "punctuation" else self.folded.places(folded)

    def _near(self, unit: Near) -> list[Place]:
        """Every stretch from one term to the other that is short enough and holds no shorter one."""
        seconds: dict[int, list[Place]] = {}
        for place in self.places(unit.second):
            seconds.setdefault(place.block, []).append(place)
        found: dict[int, set[Place]] = {}
        for first in self.places(unit.first):
            for second in seconds.get(first.block, []):
                before, after = sorted((first, second))
                if before.end <= after.start and self._between(before, after) <= unit.within:
                    found.setdefault(first.block, set()).add(Place(first.block, before.start, after.end))
        return sorted(
            place
            for places in found.values()
            for place in places
            if not any(
                other != place and place.start <= other.start and other.end <= place.end for other in places
            )
        )

    def _between(self, before: Place, after: Place) -> int:
        return len(fold.fold(utf16_slice(self.texts[before.block], before.end, after.start)))

    def answers(self, clauses: Sequence[Clause], step: str = "exact") -> dict[int, Answer]:
        """Number of each article that answers -> its answer."""
        found: dict[int, Answer] = {}
        for clause in clauses:
            for article, answer in self._clause(clause, step).items():
                if other := found.get(article):
                    tiers = [TIERS.index(one) for one in (other.together, answer.together) if one]
                    other.together = TIERS[min(tiers)] if len(tiers) == 2 else None
                    other.places |= answer.places
                else:
                    found[article] = answer
        return found

    def _clause(self, clause: Clause, step: str) -> dict[int, Answer]:
        terms: list[dict[int, set[Place]]] = []
        for unit in clause.all:
            held: dict[int, set[Place]] = {}
            for place in self.places(unit, step):
                held.setdefault(self.owners[place.block], set()).add(place)
            terms.append(held)
        banned = {self.owners[place.block] for unit in clause.none for place in self.places(unit)}
        joined = [unit.text for unit in clause.all if not isinstance(unit, Near)]
        adjacent = set()
        if step == "exact" and len(joined) == len(clause.all) > 1:
            places = self.folded.places(fold.fold("".join(joined)))
            adjacent = {self.owners[place.block] for place in places}
        found = {}
        for article in set().union(*terms) - banned:
            given = [held[article] for held in terms if article in held]
            if step != "any" and len(given) < len(terms):
                continue
            blocks = set.intersection(*({place.block for place in places} for places in given))
            if step == "paragraph" and not blocks:
                continue
            places_here = set().union(*given)
            if step == "paragraph":
                places_here = {place for place in places_here if place.block in blocks}
            together = None
            if len(given) > 1:
                together = "adjacent" if article in adjacent else "paragraph" if blocks else "article"
            found[article] = Answer(places_here, together, len(given) if step == "any" else 1)
        return found

    def figures(self, answers: Mapping[int, Answer]) -> dict[str, Any]:
        """What `BRIEF` makes of the engine's answer, for these answers in the order of the source."""
        lines, total, elsewhere = [], 0, 0
        for article in sorted(answers):
            answer = answers[article]
            places = sorted(answer.places)
            outside = sum(self.names[place.block] in ("title", "byline") for place in places)
            elsewhere += outside
            total += len(places) - outside
            hits = (f"{self.names[block]}:{start}:{end}" for block, start, end in places)
            together = answer.together or ""
            lines.append(
                f"{self.articles[article]['id']} {len(places) - outside} {outside} {together} {' '.join(hits)}"
            )
        digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        return {"total": total, "elsewhere": elsewhere, "articlesTotal": len(answers), "digest": digest}

    def exactly(self, query: str) -> dict[str, Any]:
        """The figures of a query that is one term."""
        return self.figures(self.answers([Clause((Word(query),))]))

    def values(self, article: int, facet: str) -> list[str]:
        """The values that an article has of a facet, or the word for having none; a province holds its places."""
        one = self.articles[article]
        given = {
            "author": [author["name"] for author in one["authors"]],
            "outlet": [one["outlet"] and one["outlet"]["name"]],
            "genre": [one["genre"]],
            "region": facets.path(one["region"]) if one["region"] else [],
            "year": [one["date"] and one["date"]["value"][:4]],
        }[facet]
        named = list(dict.fromkeys(value for value in given if value))
        return named or ["不专论一地" if facet == "region" else "未详"]

    def ordered(self, answers: Mapping[int, Answer], order: str) -> list[str]:
        """Ids of articles in one of the three orders."""

        def relevance(article: int) -> tuple[Any, ...]:
            answer = answers[article]
            blocks = {place.block for place in answer.places}
            length = sum(len("".join(block["text"].split())) for block in self.articles[article]["blocks"])
            return (
                -answer.parts,
                TIERS.index(answer.together) if answer.together else 0,
                not any(self.names[block] == "title" for block in blocks),
                not blocks & self.headings,
                -len(answer.places) / max(length, 1),
                article,
            )

        def newest(article: int) -> str:
            one = self.articles[article]
            return dates.order_of(
                one["date"] and one["date"]["value"], Bounds(one["not_before"], one["not_after"])
            )

        numbers = sorted(answers)
        if order == "relevance":
            numbers.sort(key=relevance)
        elif order == "date":
            numbers.sort(key=newest, reverse=True)
        return [self.articles[article]["id"] for article in numbers]


def bare(text: str) -> str:
    """`text` without its marks."""
    return "".join(char for char in text if not fold.is_mark(char))


def utf16_slice(text: str, start: int, end: int) -> str:
    """The part of `text` between two UTF-16 offsets."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


# --- Libraries -------------------------------------------------------------------------------------------------------

RARE = ("𠮷", "𫖯", "𬭊", "😀", "e\u0301", "n\u0303", "ÅB", "\u200b", "\u3000", "①", "Ⅳ", "Ａ股", "GDP", "ﬁ", "곽", "が", "ヷ", "\U0002f804", "哈哈哈哈哈")  # fmt: skip


def large(articles: Sequence[Article], count: int, length: int) -> list[Article]:
    """Many articles, always the same, of the sentences of a few; with noise, so that each is its own."""
    draw = random.Random(20240305)
    texts = [block.text for article in articles for block in article.blocks]
    sentences = [found for text in texts for found in re.findall(r"[^。！？；]+[。！？；]?", text)]
    common = [char for text in texts[:400] for char in text]

    def sentence() -> str:
        chars = list(draw.choice(sentences))
        for _ in range(len(chars) // 25):
            chars[draw.randrange(len(chars))] = draw.choice(common)
        if draw.random() < 0.05:
            chars.insert(draw.randrange(len(chars) + 1), draw.choice(RARE))
        return "".join(chars).strip() or "。"

    made = []
    for number in range(1, count + 1):
        blocks = [Block("h1", "heading", 2, sentence()[:16], 1, 1)]
        while sum(len(block.text) for block in blocks) < length:
            text = "".join(sentence() for _ in range(6))
            blocks.append(Block(f"p{len(blocks)}", "paragraph", None, text, 1, 1))
        people = [Person(f"作者{draw.randrange(300)}") for _ in range(draw.randrange(3))]
        made.append(
            Article(
                f"{number:06}",
                "made.txt",
                1,
                1,
                Title(sentence()[:24], "supplied"),
                Byline((Line(1, f"{sentence()[:12]}报"),) if draw.random() < 0.7 else ()),
                tuple(dict.fromkeys(people)),
                Value(f"媒体{draw.randrange(40)}", "record") if draw.random() < 0.8 else None,
                Value(f"20{draw.randrange(10, 25)}-0{draw.randrange(1, 10)}-11", "record")
                if draw.random() < 0.8
                else None,
                Value(draw.choice(GENRES), "record"),
                Value(f"地区{draw.randrange(12)}", "record") if draw.random() < 0.5 else None,
                "",
                tuple(blocks),
                (),
                (),
            )
        )
    return made


@dataclass(frozen=True)
class Made:
    """A library as its readers get it: the files of the site's search, and the plain count over its dataset."""

    files: dict[str, bytes]
    reference: Reference


def make(articles: Sequence[Article], sizes: shards.Sizes | None = None) -> Made:
    """The search data of `articles`."""
    entries = [shards.entry(article) for article in articles]
    files = shards.files(entries, suggest.lexicon(entries), sizes)
    return Made(files, Reference(dataset.jsonl(articles)))


# --- The host --------------------------------------------------------------------------------------------------------


def engine() -> dict[str, bytes]:
    """The files of the engine, path below the site -> bytes."""
    return {f"assets/search/{path.name}": path.read_bytes() for path in ENGINE.glob("*.js")}


class Host:
    """Serves files from memory. A path in which a pattern of `faults` is found suffers that fault."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = {**engine(), **files}
        self.faults: dict[str, str] = {}
        self.cache = "no-store"
        self.delay = 0.0
        self.asked: list[str] = []
        self.lifted = threading.Event()
        self.hangs = threading.Event()
        self.url = ""

    def lift(self) -> None:
        """No fault any more; what hangs goes on."""
        self.faults.clear()
        self.hangs.clear()
        self.lifted.set()
        self.lifted = threading.Event()


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    host: Host

    def do_GET(self) -> None:
        host = self.host
        path = unquote(urlsplit(self.path).path).lstrip("/")
        fault = next((kind for part, kind in host.faults.items() if re.search(part, path)), "")
        if not path:
            return self._answer(
                200, "text/html", b'<!doctype html><link rel="icon" href="data:,"><body>page</body>'
            )
        host.asked.append(path)
        data = host.files.get(path)
        if host.delay and "/t" in path:
            host.lifted.wait(host.delay)
        if fault == "slow":
            host.hangs.set()
            host.lifted.wait()
        if fault == "down":
            return self._hang_up()
        if data is None or fault == "missing":
            return self._answer(404, "text/html", b"<!doctype html><title>404</title>")
        kind = "text/javascript" if path.endswith(".js") else "application/octet-stream"
        if fault == "page":
            return self._answer(200, "text/html", b"<!doctype html><title>Welcome</title>")
        if fault == "cut":
            self._answer(200, kind, data[: len(data) // 2], len(data))
            return self._hang_up()
        return self._answer(200, kind, damaged(data, fault))

    def _answer(self, status: int, kind: str, data: bytes, length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data) if length is None else length))
        self.send_header("Cache-Control", self.host.cache)
        # As GitHub Pages does.
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(data)

    def _hang_up(self) -> None:
        self.wfile.flush()
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """Who hangs up while a host is slow is no error of the test."""


def damaged(data: bytes, fault: str) -> bytes:
    """`data` as a fault leaves it."""
    if fault == "flipped":
        middle = len(data) // 2
        return data[:middle] + bytes([data[middle] ^ 4]) + data[middle + 1 :]
    return {"short": data[: len(data) // 2], "empty": b""}.get(fault, data)


@contextmanager
def hosting(files: Mapping[str, bytes]) -> Iterator[Host]:
    """A host of the engine and of these files."""
    host = Host(files)
    handler = type("Handler", (_Handler,), {"host": host})
    with _Server(("127.0.0.1", 0), handler) as serving:
        thread = threading.Thread(target=serving.serve_forever, args=(0.02,))
        thread.start()
        host.url = f"http://127.0.0.1:{serving.server_port}/"
        yield host
        host.lift()
        serving.shutdown()
        thread.join()


# --- The engine in a page --------------------------------------------------------------------------------------------

_RUN = """async ([asked, most]) => {
  const library = await import("/assets/search/engine.js");
  const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const brief = async ({ articles, ...found }) => {
    const lines = articles.map(({ id, count, elsewhere, together, hits }) =>
      `${id} ${count} ${elsewhere} ${together ?? ""} ${hits.map((hit) => `${hit.block}:${hit.start}:${hit.end}`).join(" ")}`);
    const digest = hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(lines.join("\\n"))));
    return { ...found, digest, ids: articles.slice(0, most).map(({ id }) => id), lines: lines.slice(0, most) };
  };
  const found = [];
  for (const [query, options] of asked) {
    const answer = await brief(await library.search(query, options));
    if (!most && !options.filters) delete answer.facets;
    found.push(answer);
  }
  return found;
}"""


def run(page: Page, asked: Sequence[tuple[str, dict[str, Any]]], most: int = 0) -> list[dict[str, Any]]:
    """Search for each of (query, options); an answer says of its articles no more than a digest, and `most` of them;
    facets come with `most` or with filters."""
    found: list[dict[str, Any]] = page.evaluate(_RUN, [list(asked), most])
    return found


def search(page: Page, query: str, **options: Any) -> dict[str, Any]:
    """One search, with all its articles as `ids` and `lines`."""
    return run(page, [(query, options)], 1_000_000)[0]
