"""The vocabulary: plain, frozen, typed. Every stage takes some of these and returns others; none of them does anything."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

SHELVES = ("authors", "outlets", "institutions", "genres", "regions", "years", "series")
GENRES = (
    "讲话",
    "语录",
    "评论",
    "解读",
    "理论文章",
    "学术论文",
    "访谈",
    "报道",
    "署名文章（党政负责人）",
    "工作文章",
)
DEEPEST = 6  # the deepest heading that HTML has
KINDS = ("heading", "paragraph", "question", "answer", "quotation", "attribution", "note")
BASES = ("byline", "text", "pen name", "record", "editor")
TITLE_BASES = ("published", "supplied", "source")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong, where it is, and what to do about it. `line` is 1-based, 0 where there is none."""

    file: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}{f':{self.line}' if self.line else ''}: {self.message} [{self.rule}]"


class CorpusError(Exception):
    """The input cannot become a library; says what is wrong, where, and the remedy."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Line:
    """A physical line of the source, or a part of one: its 1-based number and its text, spaces included."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """The text lines of one printed page, in order."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, of one kind (one of KINDS). `rank` is the heading style a rule saw, 1 the highest."""

    lines: tuple[Line, ...]
    kind: str = "paragraph"
    level: int | None = None
    rank: int | None = None

    @property
    def raw(self) -> str:
        """The text as printed, its lines run together, spaces and all."""
        return "".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where words stand in an article: the id of a block, and the offsets of their first character and of the one behind the
    last. `start` equals `stop` where nothing is left of them."""

    block: str = ""
    start: int = 0
    stop: int = 0


NO_SPOT = Spot()


@dataclass(frozen=True, slots=True)
class Correction:
    """One change to the wording: at `line`, `found` became `given`, because of `reason`. `rule` names a mechanical one; `spot`
    is where the given words stand now."""

    line: int
    found: str
    given: str
    reason: str
    rule: str = ""
    spot: Spot = field(default=NO_SPOT, compare=False)


@dataclass(frozen=True, slots=True)
class Note:
    """A doubtful passage that stands as it is, and what is doubtful about it."""

    line: int
    passage: str
    note: str
    record_line: int = 0
    spot: Spot = field(default=NO_SPOT, compare=False)


@dataclass(frozen=True, slots=True)
class Post:
    """What somebody is, and where; either may be unknown."""

    role: str | None = None
    affiliation: str | None = None

    @property
    def shown(self) -> str:
        """Both as one phrase: 南京大学教授."""
        return f"{self.affiliation or ''}{self.role or ''}"


@dataclass(frozen=True, slots=True)
class Person:
    """Who signs: a person, a pen name, or a body that signs as author. `basis` says what the name rests on, `note` what is
    not certain about it; `inferred`: no byline and no record names this author. `further` are the posts beside the first."""

    name: str
    role: str | None = None
    affiliation: str | None = None
    pen_name: bool = False
    basis: str = "byline"
    body: bool = False
    note: str | None = None
    inferred: bool = False
    further: tuple[Post, ...] = ()

    @property
    def posts(self) -> tuple[Post, ...]:
        """Every post, as printed."""
        first = (Post(self.role, self.affiliation),) if self.role or self.affiliation else ()
        return (*first, *self.further)


@dataclass(frozen=True, slots=True)
class Value:
    """A value and what it rests on (one of BASES), with the published record's address where there is one. `inferred`: the
    record that names it was not seen to speak of this very article."""

    value: str
    basis: str
    url: str | None = None
    note: str | None = None
    inferred: bool = False

    @property
    def worked_out(self) -> bool:
        """Whether nobody printed it: it was worked out, and a citation has it in square brackets (GB/T 7714-2025, 7.5.4.3)."""
        return self.basis in ("text", "editor")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which days, both included, an article was written, as far as its date does not say: YYYY-MM-DD, None where
    nothing shows one. `basis` and `note` as of a Value."""

    not_before: str | None = None
    not_after: str | None = None
    basis: str = "text"
    note: str | None = None

    def __bool__(self) -> bool:
        return bool(self.not_before or self.not_after)


UNBOUNDED = Bounds()


@dataclass(frozen=True, slots=True)
class Series:
    """Articles that belong together, in the order of their parts: what they are called, their ids, and what shows it."""

    name: str
    articles: tuple[str, ...]
    grounds: str
    record_line: int = 0


@dataclass(frozen=True, slots=True)
class Locator:
    """Where in its newspaper or journal an article stands: volume, issue, and the page or pages, as printed."""

    volume: str | None = None
    issue: str | None = None
    page: str | None = None


NOWHERE = Locator()


@dataclass(frozen=True, slots=True)
class Title:
    """A title and its basis (one of TITLE_BASES); a published one is `verified` against the wording or `probable`; `note` says
    in what the wording differs."""

    value: str
    basis: str
    certainty: str | None = None
    url: str | None = None
    note: str | None = None

    @property
    def shown(self) -> str:
        """The title as readers see it: a supplied one stands in square brackets, as in catalogues."""
        return f"[{self.value}]" if self.basis == "supplied" else self.value


@dataclass(frozen=True, slots=True)
class Byline:
    """The lines an article is signed with, and what they say."""

    lines: tuple[Line, ...] = ()
    people: tuple[Person, ...] = ()
    outlet: str | None = None
    date: str | None = None

    @property
    def printed(self) -> str | None:
        """As printed, lines joined by one space; None where the article is not signed."""
        return " ".join(line.text.strip() for line in self.lines) or None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person settled about the paragraphs of an article, because no rule can see it.

    `act` is one of: join (the line does not end a paragraph), end (it does), split (a paragraph ends inside the line,
    before `at`), or a block kind (the paragraph that begins at the line, or at `at` in it, is of that kind)."""

    line: int
    act: str
    at: str | None = None
    level: int | None = None
    record_line: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """The reviewed record of one article."""

    id: str
    starts: int
    title: Title
    genre: Value | None
    authors: tuple[Person, ...] = ()
    outlet: Value | None = None
    date: Value | None = None
    region: Value | None = None
    evidence: str = ""
    byline: tuple[int, ...] | None = None
    continues: tuple[int, ...] = ()
    decisions: tuple[Decision, ...] = ()
    locator: Locator = NOWHERE
    bounds: Bounds = UNBOUNDED
    byline_damaged: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class SingleCorrection:
    """A reviewed change at one place: `found` (white space does not count) becomes `given`."""

    line: int
    found: str
    given: str
    reason: str
    record_line: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """The paragraphs of one article as cut from the source, with its byline."""

    starts: int
    byline: Byline
    title: Paragraph | None
    lines: tuple[Line, ...]
    furniture: tuple[Line, ...]
    record: Record | None


@dataclass(frozen=True, slots=True)
class Block:
    """A unit of the text readers can link to. `text` is the corrected plain text; lines are 1-based source lines.
    The printed title, where it is the article's title too, has the id `title`; headings count h1, h2, the rest p1, p2."""

    id: str
    kind: str
    level: int | None
    text: str
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class Article:
    """An article, ready for readers. `source_paged`: the lines of its source stand on pages of the site."""

    id: str
    source: str
    first_line: int
    last_line: int
    title: Title
    byline: Byline
    authors: tuple[Person, ...]
    outlet: Value | None
    date: Value | None
    genre: Value | None
    region: Value | None
    evidence: str
    blocks: tuple[Block, ...]
    corrections: tuple[Correction, ...]
    notes: tuple[Note, ...]
    locator: Locator = NOWHERE
    bounds: Bounds = UNBOUNDED
    byline_damaged: bool = False
    source_paged: bool = True

    @property
    def url(self) -> str:
        """Its address below the site's root; never changes."""
        return f"articles/{self.id}/"

    @property
    def length(self) -> int:
        """Characters of the body, white space aside."""
        return sum(len("".join(block.text.split())) for block in self.blocks)


@dataclass(frozen=True, slots=True)
class TextRule:
    """A mechanical correction: every match of `pattern` becomes `given`. Named, counted, listed."""

    name: str
    pattern: re.Pattern[str]
    given: str
    reason: str


@dataclass(frozen=True, slots=True)
class HeadingStyle:
    """How one rank of headings looks; styles are listed from the highest rank down."""

    pattern: re.Pattern[str]
    rank: int


@dataclass(frozen=True, slots=True)
class Marks:
    """How a compilation marks its pages, paragraphs, articles and headings; read from `corpus.yml`.

    `page_start` is matched against "previous line, newline, line"; `paragraph_end` against "line, newline, next line",
    with an empty line between the two where a blank line or a page number stands there. `byline_form` may name its parts:
    `names`, `outlet`, `date`."""

    page_start: re.Pattern[str]
    page_number: re.Pattern[str]
    paragraph_end: re.Pattern[str]
    titles: bool
    byline_longest: int
    byline_form: re.Pattern[str] | None
    byline_ends: tuple[str, ...]
    dateline: re.Pattern[str]
    headings: tuple[HeadingStyle, ...]
    heading_longest: int
    references: re.Pattern[str] | None
    rules: tuple[TextRule, ...]


@dataclass(frozen=True, slots=True)
class Outlet:
    """A newspaper, agency, journal or site; the pen names that stand for it, and the columns that sign without a name."""

    name: str
    kind: str
    pen_names: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Address:
    """The last part of the address of a shelf's page, settled for good: `name` on the shelf of that key."""

    shelf: str
    name: str
    address: str
    record_line: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """Words worth showing to who comes for the first time, and the article and block they stand in; where the article
    reports what another said, the `speaker`, and the day (`occasion`)."""

    article: str
    block: str
    words: str
    record_line: int = 0
    speaker: str | None = None
    occasion: str | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """What was published on a day: the ids of articles that joined, and the places that were corrected, an article's id or a
    paragraph's (`004#p12`); `note` says in one sentence what it is about."""

    date: str
    note: str
    added: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    record_line: int = 0


@dataclass(frozen=True, slots=True)
class Corpus:
    """All that people curate: everything under `corpus/`, read and checked.

    `report` is the address where errors are reported, with `{title}` and `{body}` to be filled in; `ordinary` words show
    nothing of what an article is about."""

    name: str
    subtitle: str
    source: str
    marks: Marks
    records: tuple[Record, ...] = ()
    corrections: tuple[SingleCorrection, ...] = ()
    notes: tuple[Note, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    addresses: tuple[Address, ...] = ()
    passages: tuple[Passage, ...] = ()
    series: tuple[Series, ...] = ()
    editions: tuple[Edition, ...] = ()
    report: str = ""
    ordinary: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Library:
    """The whole library: the articles in the order of the source, the page furniture, warnings for the keeper, and the lines of
    the source where that is one file."""

    corpus: Corpus
    articles: tuple[Article, ...]
    furniture: tuple[Line, ...]
    warnings: tuple[Finding, ...] = field(default=())
    lines: tuple[Line, ...] = field(default=(), repr=False)
