"""The whole pipeline, top to bottom: from the source file to the pages and data that MkDocs makes a site of.

    sources/*.txt -> lines -> pages -> spans -> articles -> Markdown pages, lists, data, search data

Run it alone (`python scripts/build.py`), or let MkDocs do so through `scripts/hook.py`. `--publish` adds the addresses of
this build to the list of those that may never be lost."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from wenku import (
    addresses,
    articles,
    checks,
    corrections,
    curated,
    dataset,
    describe,
    editions,
    folder,
    markdown,
    metadata,
    output,
    pages,
    reporting,
    search,
    shelves,
    source,
    sources,
    words,
)
from wenku.model import Corpus, CorpusError, Finding, Library, Line

ROOT = Path(__file__).resolve().parent.parent


def build(root: Path = ROOT) -> Library:
    """Read `root/corpus`, write the generated pages and data below `root/docs`; a failure writes nothing."""
    library = read(root)
    cut = words.cut([*map(words.texts, library.articles)], root / "corpus" / "terms.txt")
    pages_made = files(library, cut)
    addresses.check(root, pages_made, library.articles)
    originals = {
        sources.raw(file): (root / "corpus" / file).read_bytes()
        for file in dict.fromkeys(article.source for article in library.articles)
    }
    made: dict[str, str | bytes] = {**pages_made, **originals, **search.files(library.articles, cut)}
    output.write(root / "docs", made, owned=("articles", "data", sources.FOLDER, *shelves.FOLDERS))
    return library


def read(root: Path) -> Library:
    """The library that `root/corpus` describes: one compilation, or a folder of texts."""
    corpus = curated.read(root / "corpus")
    corpus = replace(corpus, report=corpus.report or report_of_builder())
    path, name = root / "corpus" / corpus.source, f"corpus/{corpus.source}"
    if path.is_dir():
        texts = list(folder.read(path, name, corpus))
        library = Library(corpus, tuple(article for _, article in texts), ())
        findings = [
            finding
            for lines, article in texts
            for finding in checks.run(lines, Library(replace(corpus, source=article.source), (article,), ()))
        ]
    else:
        lines = source.read(path, name)
        library = make(lines, corpus)
        findings = list(checks.run(lines, library))
    findings += editions.check(library)
    if not findings and not library.articles:
        message = "no article was found in it; mend `marks` in corpus.yml, or the source"
        findings = [Finding(name, 0, "no-article", message)]
    if findings:
        raise CorpusError(*findings)
    return library


def report_of_builder() -> str:
    """Where readers report errors, by who builds the site, for a corpus that says nothing of it."""
    given = os.environ.get("REPORT_URL", "")
    try:
        return reporting.pattern(given)
    except ValueError as error:
        raise CorpusError(Finding("REPORT_URL", 0, "bad-report", f"`{given}` {error}")) from None


def make(lines: tuple[Line, ...], corpus: Corpus) -> Library:
    """Lines to library; pure."""
    cut, furniture = pages.split(lines, corpus.marks)
    spans = articles.split(cut, furniture, corpus)
    made = describe.all_of(spans, corpus)
    corrections.must_all_be_used(corpus.corrections, {single for one in made for single in one.used})
    warnings = tuple(warning for one in made for warning in one.warnings)
    return Library(corpus, tuple(one.article for one in made), furniture, warnings, lines)


def files(library: Library, cut: words.Words | None = None) -> dict[str, str]:
    """Every generated page and the data, path below `docs/` -> text; `cut` is the library's words."""
    corpus, shelved = library.corpus, shelves.of(library, cut)
    found = shelved.pages
    for (before, article), (_, after) in pairwise(pairwise((None, *library.articles, None))):
        if article:
            more = {**metadata.of(article, corpus), **shelved.matter[article.id]}
            found[f"articles/{article.id}.md"] = markdown.page(article, corpus.marks, before, after, more)
    for name, listed, matter in sources.parts(library):
        found[name] = f"{markdown.front({**matter, 'hide': ['navigation', 'toc']})}\n{listed}\n"
    found["data/articles.jsonl"] = dataset.jsonl(library.articles)
    found["data/furniture.jsonl"] = dataset.furniture(library)
    return found


def main() -> int:
    """Build from the command line; 1 and one clear message where the input is wrong."""
    try:
        if "--publish" in sys.argv[1:]:
            library = read(ROOT)
            addresses.publish(ROOT, sorted(files(library)), library.articles)
        library = build()
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 1
    for warning in library.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    print(
        f"{len(library.articles)} articles, {sum(article.length for article in library.articles):,} characters"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
