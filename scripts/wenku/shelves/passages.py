"""The reviewed passages of the home page -> quotations with their places.

Which ones: those of `corpus/passages.yml`, in its order. Each is one whole sentence of 30 to 60 characters that says
something by itself, word for word as it stands in the block it names, and no article gives two. A `speaker` whose words an
article reports, and the day on which they were said (`occasion`), stand in that article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wenku.model import Article, CorpusError, Finding, Passage

FILE = "corpus/passages.yml"
SHORTEST, LONGEST = 30, 60
ENDS = "。！？”"


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words, the article they are from, and the id of their block."""

    words: str
    article: Article
    block: str
    speaker: str | None = None
    occasion: str | None = None


def of(chosen: Iterable[Passage], articles: Sequence[Article]) -> list[Quotation]:
    """Every chosen passage at its place; one that is not there, or breaks the rule, is an error."""
    by_id = {article.id: article for article in articles}
    taken: set[str] = set()
    found = []
    for passage in chosen:
        article = by_id.get(passage.article)
        if article is None:
            raise _wrong(
                passage, "passage-not-there", f"there is no article {passage.article}; mend `article`"
            )
        text = next((block.text for block in article.blocks if block.id == passage.block), "")
        if passage.words not in text:
            message = (
                f"these words do not stand in {passage.article}/#{passage.block}; copy them from the page"
            )
            raise _wrong(passage, "passage-not-there", message)
        if not SHORTEST <= len(passage.words) <= LONGEST:
            message = f"{len(passage.words)} characters; choose a sentence of {SHORTEST} to {LONGEST}"
            raise _wrong(passage, "passage-length", message)
        start = text.index(passage.words)
        whole = passage.words[-1] in ENDS and (start == 0 or text[start - 1] in ENDS + "“：")
        if not whole:
            raise _wrong(passage, "passage-part", "no whole sentence; begin and end where the sentence does")
        _must_be_said_there(passage, article, text)
        if article.id in taken:
            raise _wrong(passage, "passage-twice", f"article {article.id} already gives one; choose another")
        taken.add(article.id)
        found.append(Quotation(passage.words, article, passage.block, passage.speaker, passage.occasion))
    return found


def _must_be_said_there(passage: Passage, article: Article, text: str) -> None:
    if passage.speaker and passage.speaker not in text:
        message = f"{passage.article}/#{passage.block} does not name the speaker {passage.speaker}; mend `speaker`, or delete it"
        raise _wrong(passage, "passage-speaker", message)
    if not passage.occasion:
        return
    year, month, day = (int(part) for part in passage.occasion.split("-"))
    printed = f"{month}月{day}日"
    said = any(printed in block.text for block in article.blocks)
    if not passage.speaker or not said or (article.date and article.date.value[:4] < str(year)):
        message = f"nothing is said on {passage.occasion} in article {passage.article}, as far as its text and date tell; mend `occasion`, or delete it"
        raise _wrong(passage, "passage-occasion", message)


def _wrong(passage: Passage, rule: str, message: str) -> CorpusError:
    return CorpusError(Finding(FILE, passage.record_line, rule, message))
