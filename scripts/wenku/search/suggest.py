"""The words of the corpus, with counts and pinyin: what a reader may be about to type.

Words suggest, and they take apart a query that stands nowhere as it is; whether a passage is found is never their
business."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from pypinyin import Style, lazy_pinyin

from wenku import words
from wenku.search import fold
from wenku.search.shards import Entry

MOST = 1500
LEAST = 3
# Words are counted in this many characters at most, taken evenly from the whole.
COUNTED = 1_000_000
LONGEST_PHRASE = 10
# From so many terms of one length on, one pass over the text counts them sooner than a search for each.
MANY = 200

Term = tuple[str, int, str, str]
Lexicon = dict[str, Sequence[Term] | Sequence[tuple[str, str]]]


def lexicon(entries: Sequence[Entry], cut: words.Words | None = None) -> Lexicon:
    """Terms, authors and outlets, each the most frequent first: [text, count, pinyin, initials]; and traditional forms that
    no table of single characters can tell."""
    cut = words.cut([entry.texts for entry in entries]) if cut is None else cut
    texts = [text for entry in entries for text in entry.texts]
    counts = counted(_words(text for article in cut.articles for text in article), sample(texts, COUNTED))
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    authors = Counter(name for entry in entries for name in entry.shown[3])
    outlets = Counter(entry.shown[4] for entry in entries if entry.shown[4])
    return {
        "terms": [_term(text, count) for text, count in ordered],
        "authors": [
            _term(text, count)
            for text, count in sorted(authors.items(), key=lambda item: (-item[1], item[0]))
        ],
        "outlets": [
            _term(text, count)
            for text, count in sorted(outlets.items(), key=lambda item: (-item[1], item[0]))
        ],
        "forms": fold.forms({word for article in cut.articles for text in article for word in text}),
    }


def sample(texts: Sequence[str], most: int) -> Sequence[str]:
    """All of a small corpus; of a large one, every nth text."""
    return texts[:: max(1, -(-sum(map(len, texts)) // most))]


def _words(texts: Iterable[Sequence[str]]) -> list[str]:
    """The most frequent words of two characters and more, and phrases of two of them."""
    found: Counter[str] = Counter()
    phrases: Counter[str] = Counter()
    for text in texts:
        found.update(filter(None, text))
        phrases.update(first + second for first, second in pairwise(text) if first and second)
    for phrase, count in phrases.items():
        if count >= 2 * LEAST and phrase not in found and len(phrase) <= LONGEST_PHRASE:
            found[phrase] = count
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return [word for word, count in ordered[:MOST] if count >= LEAST]


def counted(terms: Iterable[str], texts: Iterable[str]) -> dict[str, int]:
    """Counted as a search counts, so that a suggestion promises what its search finds."""
    whole = fold.fold_lines("\n".join(texts))
    folded = {term: fold.fold(term) for term in terms}
    counts = _grams(whole, set(folded.values()))
    return {term: counts[given] if given in counts else whole.count(given) for term, given in folded.items()}


def _grams(whole: str, wanted: Collection[str]) -> Counter[str]:
    """How often some of `wanted` stand in `whole`: of a length that many of them share, those that cannot overlap
    themselves, in one pass, which is quicker than looking for one after the other."""
    found: Counter[str] = Counter()
    for length in {len(term) for term in wanted}:
        apart = {term for term in wanted if len(term) == length and not _overlaps_itself(term)}
        if len(apart) >= MANY:
            grams = (whole[at : at + length] for at in range(len(whole)))
            found.update(filter(apart.__contains__, grams))
    return found


def _overlaps_itself(term: str) -> bool:
    return any(term.startswith(term[start:]) for start in range(1, len(term)))


def _term(text: str, count: int) -> Term:
    syllables = lazy_pinyin(text, style=Style.NORMAL, v_to_u=False)
    return (
        text,
        count,
        "".join(syllables).lower(),
        "".join(syllable[0] for syllable in syllables if syllable).lower(),
    )
