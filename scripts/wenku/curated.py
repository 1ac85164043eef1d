"""What people curate under `corpus/` -> a checked `Corpus`.

In: the folder. Out: names, marks, records, corrections, outlets, addresses, passages, editions. Wrong: malformed YAML, a key or value that is not known,
an outlet that is not listed; each error names file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from wenku import dates, reporting
from wenku.model import (
    BASES,
    DEEPEST,
    GENRES,
    KINDS,
    SHELVES,
    TITLE_BASES,
    UNBOUNDED,
    Address,
    Bounds,
    Corpus,
    CorpusError,
    Decision,
    Edition,
    Finding,
    HeadingStyle,
    Locator,
    Marks,
    Note,
    Outlet,
    Passage,
    Person,
    Post,
    Record,
    Series,
    SingleCorrection,
    TextRule,
    Title,
    Value,
)

LINE, KEYS = "__line__", "__keys__"
ACTS = ("join", "end", "split", *KINDS)
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML in which every mapping remembers its line."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        for place, (key, _) in enumerate(node.value):
            if any(key.value == other.value for other, _ in node.value[:place]):
                raise yaml.MarkedYAMLError(
                    problem=f"the key {key.value!r} stands twice", problem_mark=key.start_mark
                )
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        mapping[LINE] = node.start_mark.line + 1
        mapping[KEYS] = {key.value: key.start_mark.line + 1 for key, _ in node.value}
        return mapping


_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node))


class _Entry:
    """One mapping of a curated file; every look-up that fails names file and line."""

    def __init__(self, data: Any, file: str, line: int = 1) -> None:
        self.file = file
        if not isinstance(data, dict):
            raise CorpusError(
                Finding(
                    file,
                    line,
                    "yaml-shape",
                    f"expected `key: value` pairs, found {type(data).__name__}; mend the indentation",
                )
            )
        self.data: dict[str, Any] = data
        self.line: int = data.get(LINE, line)

    def error(self, rule: str, message: str, key: str = "") -> CorpusError:
        line = self.data.get(KEYS, {}).get(key, self.line)
        return CorpusError(Finding(self.file, line, rule, message))

    def only(self, *known: str) -> None:
        for key in self.data:
            if key not in (*known, LINE, KEYS):
                raise self.error("unknown-key", f"unknown key `{key}`; the keys here are {', '.join(known)}")

    def text(self, key: str, default: str | None = None) -> str:
        value = self.optional(key)
        if value is None:
            if default is None:
                raise self.error("missing-key", f"`{key}` is missing; add it")
            return default
        return value

    def optional(self, key: str) -> str | None:
        value = self.data.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            raise self.error("not-text", f"`{key}` must be text, found {value!r}; put it in quotes")
        return value

    def number(self, key: str, default: int | None = None) -> int:
        value = self.data.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.error("not-a-number", f"`{key}` must be a whole number, found {value!r}")
        return value

    def flag(self, key: str) -> bool:
        value = self.data.get(key, False)
        if not isinstance(value, bool):
            raise self.error("not-a-flag", f"`{key}` must be true or false, found {value!r}")
        return value

    def one_of(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in allowed:
            raise self.error("not-allowed", f"`{key}: {value}` is not one of {', '.join(allowed)}")
        return value

    def pattern(self, key: str, default: str | None = None) -> re.Pattern[str]:
        value = self.text(key, default)
        try:
            return re.compile(value)
        except re.error as error:
            raise self.error("bad-pattern", f"`{key}` is no regular expression: {error}") from None

    def list(self, key: str) -> list[Any]:
        value = self.data.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.error("not-a-list", f"`{key}` must be a list, found {value!r}")
        return value

    def numbers(self, key: str) -> tuple[int, ...]:
        value = self.list(key)
        if not all(isinstance(item, int) for item in value):
            raise self.error("not-a-number", f"`{key}` must be a list of line numbers, found {value!r}")
        return tuple(value)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.list(key)
        if not all(isinstance(item, str) for item in value):
            raise self.error("not-text", f"`{key}` must be a list of texts, found {value!r}")
        return tuple(value)

    def entries(self, key: str) -> Iterator[_Entry]:
        for item in self.list(key):
            yield _Entry(item, self.file, self.line)

    def entry(self, key: str) -> _Entry | None:
        value = self.data.get(key)
        return None if value is None else _Entry(value, self.file, self.line)


def read(folder: Path) -> Corpus:
    """Read the curated folder `corpus/`."""
    main = _load(folder, "corpus.yml", required=True)
    main.only("name", "subtitle", "source", "marks", "report", "ordinary")
    grouped = _load(folder, "series.yml")
    grouped.only("series")
    listed = _load(folder, "outlets.yml")
    listed.only("outlets")
    outlets = tuple(map(_outlet, listed.entries("outlets")))
    reviewed = _load(folder, "articles.yml")
    reviewed.only("articles")
    changes = _load(folder, "corrections.yml")
    changes.only("corrections", "notes")
    addresses = _load(folder, "addresses.yml")
    addresses.only(*SHELVES)
    chosen = _load(folder, "passages.yml")
    chosen.only("passages")
    published = _load(folder, "editions.yml")
    published.only("editions")
    names = {outlet.name for outlet in outlets}
    records = tuple(_record(entry, names) for entry in reviewed.entries("articles"))
    _ids_are_unique(records)
    series = tuple(map(_series, grouped.entries("series")))
    return Corpus(
        name=main.text("name"),
        subtitle=main.text("subtitle", ""),
        source=main.text("source"),
        marks=_marks(main.entry("marks") or _Entry({}, main.file)),
        records=records,
        corrections=tuple(map(_single, changes.entries("corrections"))),
        notes=tuple(map(_note, changes.entries("notes"))),
        outlets=outlets,
        addresses=tuple(_address(shelf, entry) for shelf in SHELVES for entry in addresses.entries(shelf)),
        passages=tuple(map(_passage, chosen.entries("passages"))),
        series=series,
        editions=tuple(map(_edition, published.entries("editions"))),
        report=_report(main),
        ordinary=frozenset(main.texts("ordinary")),
    )


def front_matter(
    text: str, file: str, identifier: str, printed: str | None, stem: str, outlets: set[str] | None
) -> Record:
    """The record in the front matter of a text of its own file. Where it has no title, that is the printed one, else the
    file's name, supplied; where it has no `id`, `identifier`.

    `outlets` are those that may be named, None for any. Keys that are not ours are left alone."""
    entry = _parse(text, file)
    plain = {key: value for key, value in entry.data.items() if key in ("outlet", "date", "genre", "region")}
    values = {
        key: {"value": value, "basis": "text"} if isinstance(value, str) else value
        for key, value in plain.items()
    }
    title = entry.optional("title") or printed
    authors = entry.data.get("authors", entry.data.get("author")) or []
    names = authors if isinstance(authors, list) else [authors]
    return _record(
        _Entry(
            {
                "id": entry.text("id", identifier),
                "starts": 1,
                "title": {"value": title or stem, "basis": "source" if title else "supplied"},
                "authors": [{"name": one, "basis": "text"} if isinstance(one, str) else one for one in names],
                **values,
            },
            file,
            entry.line,
        ),
        outlets,
    )


def _load(folder: Path, name: str, required: bool = False) -> _Entry:
    path, file = folder / name, f"{folder.name}/{name}"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        if required:
            raise CorpusError(
                Finding(
                    file, 0, "missing", "there is no such file; write one with `name`, `source` and `marks`"
                )
            ) from None
        return _Entry({}, file)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise CorpusError(Finding(file, line, "yaml-encoding", "not UTF-8; save the file as UTF-8")) from None
    return _parse(text, file)


def _parse(text: str, file: str) -> _Entry:
    try:
        data = yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        # What is begun and never ended is mended where it begins, not where the parser gave up.
        begun = re.search("simple key|quoted scalar|flow", error.context or "")
        mark = error.context_mark if begun else error.problem_mark
        problem = error.problem or "cannot be read"
        raise CorpusError(
            Finding(file, mark.line + 1 if mark else 0, "yaml", f"not YAML: {problem}; mend this line")
        ) from None
    except yaml.reader.ReaderError as error:
        stray = yaml.reader.Reader.NON_PRINTABLE.search(text)
        line = text.count("\n", 0, stray.start()) + 1 if stray else 0
        message = f"not YAML: the character U+{error.character:04X}; delete it"
        raise CorpusError(Finding(file, line, "yaml", message)) from None
    return _Entry({} if data is None else data, file)


def _marks(entry: _Entry) -> Marks:
    entry.only(
        "page_start",
        "page_number",
        "paragraph_end",
        "titles",
        "byline",
        "dateline",
        "headings",
        "heading_longest",
        "references",
        "rules",
    )
    byline = entry.entry("byline") or _Entry({}, entry.file, entry.line)
    byline.only("longest", "form", "ends")
    styles: list[HeadingStyle] = []
    for style in entry.entries("headings"):
        style.only("pattern", "rank")
        styles.append(HeadingStyle(style.pattern("pattern"), style.number("rank")))
    rules: list[TextRule] = []
    for rule in entry.entries("rules"):
        rule.only("name", "pattern", "given", "reason")
        pattern, given = rule.pattern("pattern"), rule.text("given")
        try:
            pattern.sub(given, "")
        except (re.error, IndexError) as error:
            message = f"`given` cannot take the place of a match ({error}); write a backslash twice, or mend its group"
            raise rule.error("bad-given", message) from None
        rules.append(TextRule(rule.text("name"), pattern, given, rule.text("reason")))
    return Marks(
        page_start=entry.pattern("page_start", r"^\f\n|\n\f"),
        page_number=entry.pattern("page_number", r"(?!)"),
        paragraph_end=entry.pattern("paragraph_end", r"\n\n"),
        titles=entry.flag("titles"),
        byline_longest=byline.number("longest", 40),
        byline_form=byline.pattern("form") if byline.data.get("form") else None,
        byline_ends=byline.texts("ends"),
        dateline=entry.pattern("dateline", r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"),
        headings=tuple(styles),
        heading_longest=entry.number("heading_longest", 40),
        references=entry.pattern("references") if entry.data.get("references") else None,
        rules=tuple(rules),
    )


def _outlet(entry: _Entry) -> Outlet:
    entry.only("name", "kind", "pen_names", "columns", "note", "url")
    return Outlet(
        entry.text("name"), entry.text("kind", ""), entry.texts("pen_names"), entry.texts("columns")
    )


def _record(entry: _Entry, outlets: set[str] | None) -> Record:
    entry.only(
        "id",
        "starts",
        "byline",
        "continues",
        "title",
        "authors",
        "outlet",
        "date",
        "genre",
        "region",
        "locator",
        "evidence",
        "structure",
        "byline_damaged",
    )
    outlet = _value(entry, "outlet")
    if outlet and outlets is not None and outlet.value not in outlets:
        raise entry.error(
            "unknown-outlet",
            f"the outlet 「{outlet.value}」 is not in corpus/outlets.yml; mend the name or list it there",
        )
    dated, bounds = _date(entry)
    genre = _value(entry, "genre")
    if genre and genre.value not in GENRES:
        message = f"`genre` must be one of {', '.join(GENRES)}, or left out where it is not known"
        raise entry.error("unknown-genre", message)
    identifier = entry.text("id")
    # `articles/index` is the full list.
    if not re.fullmatch(r"[a-z0-9-]+", identifier) or identifier == "index":
        raise entry.error(
            "bad-id", f"`id: {identifier}` becomes an address; use digits, small letters and hyphens"
        )
    return Record(
        id=identifier,
        starts=entry.number("starts"),
        title=_title(entry),
        genre=genre,
        authors=tuple(map(_person, entry.entries("authors"))),
        outlet=outlet,
        date=dated,
        region=_value(entry, "region"),
        evidence=entry.text("evidence", ""),
        byline=entry.numbers("byline") if "byline" in entry.data else None,
        continues=entry.numbers("continues"),
        decisions=tuple(map(_decision, entry.entries("structure"))),
        locator=_locator(entry.entry("locator")),
        bounds=bounds,
        byline_damaged=entry.flag("byline_damaged"),
        line=entry.line,
    )


def _report(main: _Entry) -> str:
    """The address for reports of errors, with gaps for title and body."""
    given = main.text("report", "")
    try:
        return reporting.pattern(given)
    except ValueError as error:
        raise main.error("bad-report", f"`report: {given}` {error}", "report") from None


def _locator(entry: _Entry | None) -> Locator:
    if entry is None:
        return Locator()
    entry.only("volume", "issue", "page")
    return Locator(entry.optional("volume"), entry.optional("issue"), entry.optional("page"))


def _date(record: _Entry) -> tuple[Value | None, Bounds]:
    """`date: {value, basis, url, note, not_before, not_after}`: a date as exact as it is known, or only the days that bound it."""
    data = record.data.get("date")
    if not isinstance(data, dict):
        dated = _value(record, "date")
        if dated and not _is_date(dated.value):
            raise record.error("bad-date", f"`{dated.value}` is no date; write YYYY-MM-DD, YYYY-MM or YYYY")
        return dated, UNBOUNDED
    entry = _Entry(data, record.file, record.line)
    entry.only("value", "basis", "url", "note", "not_before", "not_after")
    days = (entry.optional("not_before"), entry.optional("not_after"))
    value = entry.optional("value")
    for day in filter(None, [value, *days]):
        if not _is_date(day):
            raise entry.error("bad-date", f"`{day}` is no date; write YYYY-MM-DD, YYYY-MM or YYYY")
    for day in filter(None, days):
        if len(day) < len("YYYY-MM-DD"):
            raise entry.error("bad-date", f"`{day}` bounds a date and must be a day; write YYYY-MM-DD")
    if not value and not any(days):
        raise entry.error("missing-key", "a date needs `value`, `not_before` or `not_after`; add one")
    basis, note = entry.one_of("basis", BASES), entry.optional("note")
    bounds = Bounds(days[0], days[1], basis, note) if any(days) else UNBOUNDED
    dated = Value(value, basis, entry.optional("url"), note) if value else None
    if not dates.possible(dated, bounds):
        raise entry.error(
            "bad-date", "no day lies within `value`, `not_before` and `not_after`; mend one of them"
        )
    return dated, bounds


def _series(entry: _Entry) -> Series:
    entry.only("name", "articles", "grounds")
    return Series(entry.text("name"), entry.texts("articles"), entry.text("grounds"), entry.line)


def _is_date(text: str) -> bool:
    """A year, a month or a day that the calendar has."""
    if not DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _title(record: _Entry) -> Title:
    entry = record.entry("title")
    if entry is None:
        raise record.error("missing-key", "`title` is missing; add `title: {value: …, basis: supplied}`")
    entry.only("value", "basis", "certainty", "url", "note")
    basis = entry.one_of("basis", TITLE_BASES)
    default = {"published": "verified", "source": "verified"}.get(basis)
    certainty = entry.one_of("certainty", ("verified", "probable"), default) if default else None
    return Title(entry.text("value"), basis, certainty, entry.optional("url"), entry.optional("note"))


def _person(entry: _Entry) -> Person:
    entry.only("name", "role", "affiliation", "pen_name", "basis", "body", "note", "inferred", "further")
    basis = entry.one_of("basis", BASES, "byline")
    return Person(
        entry.text("name"),
        entry.optional("role"),
        entry.optional("affiliation"),
        entry.flag("pen_name"),
        basis,
        entry.flag("body"),
        entry.optional("note"),
        entry.flag("inferred") or basis == "editor",
        tuple(map(_post, entry.entries("further"))),
    )


def _post(entry: _Entry) -> Post:
    entry.only("role", "affiliation")
    return Post(entry.optional("role"), entry.optional("affiliation"))


def _value(record: _Entry, key: str) -> Value | None:
    """`key: {value, basis, url, note}`, or plain text where the editor decided."""
    data = record.data.get(key)
    if data is None:
        return None
    if isinstance(data, str):
        return Value(data, "editor")
    entry = _Entry(data, record.file, record.line)
    entry.only("value", "basis", "url", "note", "inferred")
    return Value(
        entry.text("value"),
        entry.one_of("basis", BASES),
        entry.optional("url"),
        entry.optional("note"),
        entry.flag("inferred"),
    )


def _decision(entry: _Entry) -> Decision:
    entry.only("line", "as", "at", "level", "why")
    act = entry.one_of("as", ACTS)
    at = entry.optional("at")
    if act == "split" and not at:
        raise entry.error("missing-key", "`as: split` needs `at`: the words the new paragraph begins with")
    level = entry.number("level") if "level" in entry.data else None
    if level is not None and (act != "heading" or not 2 <= level <= DEEPEST):
        raise entry.error(
            "bad-level", f"`level` is for `as: heading`, from 2 to {DEEPEST}; mend or delete it"
        )
    return Decision(entry.number("line"), act, at, level, entry.line)


def _single(entry: _Entry) -> SingleCorrection:
    entry.only("line", "from", "to", "why")
    if not entry.text("from").strip():
        raise entry.error("missing-key", "`from` is empty; copy the words to correct from the source")
    return SingleCorrection(
        entry.number("line"), entry.text("from"), entry.text("to"), entry.text("why"), entry.line
    )


def _note(entry: _Entry) -> Note:
    entry.only("line", "passage", "note")
    return Note(entry.number("line"), entry.text("passage"), entry.text("note"), entry.line)


def _address(shelf: str, entry: _Entry) -> Address:
    entry.only("name", "address")
    address = entry.text("address")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", address):
        raise entry.error(
            "bad-address", f"`address: {address}` becomes an address; use digits, small letters and hyphens"
        )
    return Address(shelf, entry.text("name"), address, entry.line)


def _passage(entry: _Entry) -> Passage:
    entry.only("article", "block", "words", "speaker", "occasion")
    occasion = entry.optional("occasion")
    if occasion is not None and (len(occasion) != 10 or not DATE.fullmatch(occasion)):
        raise entry.error("bad-date", f"`occasion: {occasion}` is not a day; write it as 2024-01-31")
    words = entry.text("words")
    return Passage(
        entry.text("article"), entry.text("block"), words, entry.line, entry.optional("speaker"), occasion
    )


def _edition(entry: _Entry) -> Edition:
    entry.only("date", "note", "added", "corrected")
    day = entry.text("date")
    if len(day) < 10 or not _is_date(day):
        raise entry.error("bad-date", f"`date: {day}` is no day; write YYYY-MM-DD", "date")
    return Edition(day, entry.text("note"), entry.texts("added"), entry.texts("corrected"), entry.line)


def _ids_are_unique(records: tuple[Record, ...]) -> None:
    seen: dict[str, Record] = {}
    for record in records:
        other = seen.setdefault(record.id, record)
        if other is not record:
            message = (
                f"the id {record.id} is taken by the record at line {other.line}; every article keeps its own"
            )
            raise CorpusError(Finding("corpus/articles.yml", record.line, "two-records", message))
