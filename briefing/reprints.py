"""Near-verbatim copies of one text, and where each text comes from.

Two articles are copies where many of the shorter one's runs of four words (shingles) stand
in the longer, so that a cut, a new lead or an edited line does not hide it: containment,
Broder (1997), "On the resemblance and containment of documents". Each article is compared
with those kept so far and their copies, through an index of shingles: no pair without one in
common is seen.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from briefing.metadata import wires
from briefing.models import Article, Sentence
from briefing.words import words

shingle = 4  # words
copied = 0.40  # of the shorter text's shingles; docs/quality.md
suspected = 0.20  # so much in common is no accident: not folded, and not independent either
fewest = 10  # shingles in common, or two short notes with one phrase would do
least = 0.20  # of the longer: a digest is no copy of the one note that it repeats
common = 50  # families of copies with one shingle; it is then a phrase of the trade

_head, _tail = 400, 200  # characters of a text where an agency is credited
_credited = re.compile(rf"\((?P<brackets>{wires})\)|/(?P<slashes>{wires})/")


@dataclass(frozen=True, slots=True)
class Copies:
    """Which articles repeat which; both by id, the one that is kept as the value."""

    kept: Mapping[str, str]  # of every copy
    suspected: Mapping[str, str]  # of articles that share much and are no copies
    shares: Mapping[str, float]  # of the shorter text, by the id of the copy

    def families(self) -> dict[str, tuple[str, ...]]:
        """The copies of each article that has some."""
        found: dict[str, list[str]] = defaultdict(list)
        for copy, kept in sorted(self.kept.items()):
            found[kept].append(copy)
        return {kept: tuple(copies) for kept, copies in found.items()}


def find(articles: Mapping[str, Article], spans: Sequence[Sentence]) -> Copies:
    """The copies among articles, by what their sentences say."""
    shingles = _shingles(articles, spans)
    index: dict[tuple[str, ...], list[str]] = defaultdict(list)
    kept: dict[str, str] = {}
    close: dict[str, str] = {}
    shares: dict[str, float] = {}
    for key in sorted(articles, key=lambda key: _first(articles[key], len(shingles[key]))):
        share, origin = _closest(shingles, key, index)
        if share >= copied:
            kept[key], shares[key] = origin, share
        elif share >= suspected:
            close[key] = origin
        family = kept.get(key, key)
        for run in shingles[key]:
            if len(index[run]) <= common and family not in index[run]:
                index[run].append(family)
    return Copies(kept, close, shares)


def origins(articles: Mapping[str, Article], copies: Copies) -> dict[str, str]:
    """Who an article's text comes from, by its id: reports of one origin are not independent.

    That is the agency it credits, else the owner of the outlet, else the outlet, else the file,
    and for a copy that of the article it repeats. Where much is shared and nothing tells whose
    it was, it counts as one origin.
    """
    found = copies.families()
    families = {key: (key, *found.get(key, ())) for key in articles if key not in copies.kept}
    agencies = {
        kept: _agency([articles[key] for key in family]) for kept, family in families.items()
    }

    def origin(kept: str) -> str:
        other = copies.suspected.get(kept, kept)
        both_known = agencies[kept] and agencies[other]
        article = articles[kept if both_known else other]
        agency = agencies[kept] or agencies[other]
        return (agency or article.owner or article.source).casefold()

    return {key: origin(kept) for kept, family in families.items() for key in family}


def _first(article: Article, length: int) -> tuple[bool, date, int, str, str]:
    """What an article is kept by: an agency's own, the earliest, the longest."""
    own = article.outlet.casefold() == agency(article.text).casefold() != ""
    return not own, article.published or date.max, -length, article.path, article.id


def agency(text: str) -> str:
    """The news agency that a text credits at its head or its end, "" where it names none."""
    found = _credited.search(text[:_head]) or _credited.search(text[-_tail:])
    return (found["brackets"] or found["slashes"]) if found else ""


def _agency(family: Sequence[Article]) -> str:
    """The agency that an article or one of its copies credits."""
    named = [agency(article.text) for article in family]
    if len(family) > 1:  # alone, a credit may be a photo's
        named += [article.credit for article in family if re.fullmatch(wires, article.credit)]
    return next(filter(None, named), "")


def _shingles(
    articles: Mapping[str, Article], spans: Sequence[Sentence]
) -> dict[str, Set[tuple[str, ...]]]:
    said: dict[str, list[str]] = {key: [] for key in articles}
    for span in spans:
        if span.kind == "sentence":
            said[span.article_id].extend(words(span.text))
    return {key: frozenset(_runs(spoken)) for key, spoken in said.items()}


def _runs(spoken: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(spoken[start:] for start in range(shingle)), strict=False)


def _closest(
    shingles: Mapping[str, Set[tuple[str, ...]]],
    key: str,
    index: Mapping[tuple[str, ...], Sequence[str]],
) -> tuple[float, str]:
    """The family that shares most with an article, and how much of the shorter text that is."""
    own = shingles[key]
    shared = Counter(
        other for run in own if len(holders := index.get(run, ())) <= common for other in holders
    )
    close = [
        (min(1.0, round(number / min(len(own), len(shingles[other])), 4)), other)
        for other, number in shared.items()
        if number >= fewest and number >= least * max(len(own), len(shingles[other]))
    ]
    return max(close, default=(0.0, ""))
