"""What tells one event from others of its kind: the names, figures and days of its reports.

"A bus crash killed 12 on Monday" and "A bus crash killed 8 on Monday" are alike in every word
that a likeness weighs; that these are two days and two tolls is what a reader sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from briefing import amounts, moments
from briefing.amounts import Figures
from briefing.models import Article, Sentence
from briefing.words import length, stops

enough = 20  # words; a lead is the title and the sentences that hold so many
recent = 4  # days before an article in which what its lead dates is its news
other_day = 4  # days between two events; fewer may be one event and its morning after
long_after = 90  # days from which other figures tell of another event, whatever is dated

_word = re.compile(r"[^\W\d_][\w’'-]*\w")
calendar = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december".split()
)
_openers = '.?!:"“”‘«„('  # behind these any word has a capital


@dataclass(frozen=True, slots=True)
class Lead:
    """What an article begins with."""

    names: frozenset[str]  # every word with a capital in the title and the first sentence
    figures: Figures
    days: frozenset[date]  # of its news
    published: date | None


def lead(article: Article, spans: Sequence[Sentence]) -> Lead:
    """The particulars of an article's title and first sentences."""
    told = [article.title, *_first(spans)]
    days = (
        moment.first
        for text in told
        for moment in moments.find(text, article.published, article.language)
        if article.published
        and moment.first == moment.last
        and 0 <= (article.published - moment.first).days <= recent
    )
    names = (name for text in told[:2] for name, _ in _capitals(text, article.language))
    figures = amounts.find(". ".join(told), article.language)
    return Lead(frozenset(names), figures, frozenset(days), article.published)


def apart(a: Lead, b: Lead) -> bool:
    """Whether two leads tell of two events.

    They tell other figures of one kind of thing; and other days, or no name of both, or months
    lie between them.
    """
    elsewhere = bool(a.names and b.names) and a.names.isdisjoint(b.names)
    return (elsewhere or _other_time(a, b)) and amounts.contrary(a.figures, b.figures)


def names(text: str, language: str) -> Iterator[str]:
    """The words with a capital inside a sentence; none in scripts that have no capitals."""
    return (name for name, opens in _capitals(text, language) if not opens)


def _first(spans: Iterable[Sentence]) -> Iterator[str]:
    told = 0
    for span in spans:
        if span.kind == "sentence":
            yield span.text
            told += length(span.text)
        if told >= enough:
            return


def _capitals(text: str, language: str) -> Iterator[tuple[str, bool]]:
    """Each word with a capital, and whether a sentence or a quotation begins with it."""
    for match in _word.finditer(text):
        if match.group()[0].isupper():
            name = match.group().casefold().replace("’", "'").removesuffix("'s")
            if name not in calendar and not stops(name, language):
                before = text[max(0, match.start() - 3) : match.start()].rstrip()
                yield name, not before or before[-1] in _openers


def _other_time(a: Lead, b: Lead) -> bool:
    if a.published and b.published and abs((a.published - b.published).days) > long_after:
        return True
    return bool(a.days and b.days) and all(
        abs((one - other).days) >= other_day for one in a.days for other in b.days
    )
