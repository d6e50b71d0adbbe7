"""Sentences that report the same thing, merged into one claim with all its evidence.

Two sentences agree when meaning and wording agree (the mean of centred cosine,
IDF-weighted Dice and containment of their content words) and nothing in them
contradicts: numbers, years, destinations, or a plan against a fact. Groups grow by
average link and never across a contradiction, so that one look-alike cannot chain two
events together.
"""

from __future__ import annotations

import hashlib
import heapq
import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from briefing.cohesion import reports_speech, verbless
from briefing.corpus import Embedded
from briefing.models import Article, Citation, Claim, NearMiss, Sentence
from briefing.topics import centred
from briefing.words import terms, words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

same_claim = 0.39  # agreement from here on merges; precision and recall in docs/quality.md
same_article = 0.60  # an article seldom says a thing twice: two of its sentences need more
distant = 0.25  # what a pair below all that is kept counts for in an average
linked = 0.34  # groups whose pairs agree this well on average may join
undated = 0.08  # agreement needed beyond that where only one sentence names a year
near_miss = 0.10  # agreement this far below is shown as a near miss
alike = 0.60  # Dice: sentences in the same words, where one word may make the difference
copied = 0.90  # Dice: near-verbatim sentences count as one independent report
_rows = 512  # sentences compared with all others at a time

_number = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*(?:st|nd|rd|th)?\b")
_year = re.compile(r"\b(?:19|20)\d\d\b")
_negation = re.compile(r"\b(?:not|no|never|none|nobody|without|cannot)\b|n[’']t\b", re.IGNORECASE)
_name = re.compile(r"\b[A-Z][\w’-]+")
_spelled = dict(
    zip(
        "three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split(),
        map(str, range(3, 21)),
        strict=True,
    )
)
_last_year = re.compile(r"\blast year\b", re.IGNORECASE)
_months = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_day = re.compile(rf"\b{_months} \d{{1,2}}\b|\b\d{{1,2}} {_months}(?!\w)")
_quantity = re.compile(
    r"[$€£¥]\s?\d[\d.,]*|(?<![\d.,])\d[\d.,]*\s?(?:%|percent\b|per cent\b)|"
    r"(?<![\d.,])\b\d[\d.,]*\s(?:(?:cubic|square|metric) )?"
    r"(?:thousand|million|billion|trillion|bn|m|tons?|tonnes?|barrels?|met(?:er|re)s?|kilomet(?:er|re)s?|km|miles?|feet|acres|hectares|dollars|"
    r"euros|pounds|yuan|rubles|roubles|people|dead|killed|injured|wounded|deaths|cases|jobs|"
    r"troops|soldiers)\b|\b(?:over|about|nearly|almost|around|roughly|approximately|"
    r"more than|less than|fewer than|at least|up to|some)\s\$?\d[\d.,]*",
    re.IGNORECASE,
)
_to_place = re.compile(r"\b(?:to|in) (?:the )?((?:(?:of )?[A-Z][\w’'.-]+ ?)+)")
_month = re.compile(_months)
_travel = re.compile(r"\b(?:visit|trip|tour|travel|arriv|went|flew|destination)", re.IGNORECASE)
_planned = re.compile(
    r"\b(?:(?:is|are|was|were) (?:to|due to|set to|expected to|scheduled)|will|would|plans? to|"
    r"vowed? to|pledged? to|threatened? to)\b"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows that came close, how close, and what speaks against them."""

    a: int
    b: int
    score: float  # mean of centred cosine, Dice and containment; about 0..1
    dice: float
    objection: str  # "" when nothing contradicts


def merge(corpus: Embedded[Sentence], articles: Mapping[str, Article]) -> Embedded[Claim]:
    """Group the sentences, each group in the order of its articles; its vector is the first's."""
    pairs = list(_pairs(corpus, articles))
    groups = _groups(corpus, pairs)
    missed = _missed(pairs, groups, corpus.items)
    copies = {(pair.a, pair.b) for pair in pairs if pair.dice >= copied}
    claims = tuple(_claim(group, corpus.items, articles, missed, copies) for group in groups)
    return Embedded(claims, corpus.vectors[[group[0] for group in groups]])


def _floor(corpus: Embedded[Sentence], pair: Pair) -> float:
    within = corpus.items[pair.a].article_id == corpus.items[pair.b].article_id
    return same_article if within else same_claim


# How alike.


def _pairs(corpus: Embedded[Sentence], articles: Mapping[str, Article]) -> Iterator[Pair]:
    """All pairs a < b that agree or nearly do."""
    import numpy as np

    if not len(corpus):
        return
    weights, presence = _weighted_terms(corpus.items, articles)
    sums = np.asarray(weights.sum(axis=1)).ravel()
    vectors = centred(corpus.vectors, corpus.vectors.mean(axis=0))
    for start in range(0, len(corpus), _rows):
        rows = slice(start, start + _rows)
        shared = (weights[rows] @ presence.T).toarray()
        dice = 2 * shared / np.maximum(sums[rows, None] + sums, 1e-9)
        containment = shared / np.maximum(np.minimum(sums[rows, None], sums), 1e-9)
        score = (vectors[rows] @ vectors.T + dice + containment) / 3
        yield from _close(corpus.items, articles, start, score, dice)


def _close(
    sentences: Sequence[Sentence],
    articles: Mapping[str, Article],
    start: int,
    score: NDArray[np.float64],
    dice: NDArray[np.float64],
) -> Iterator[Pair]:
    import numpy as np

    for near, b in np.argwhere(score >= same_claim - near_miss).tolist():
        a = start + near
        if a < b:
            first, second = sentences[a], sentences[b]
            objection = contradiction(first.text, second.text) or _timing(
                _years(first, articles), _years(second, articles), float(score[near, b])
            )
            if not objection and dice[near, b] >= alike:
                objection = _difference(first.text, second.text)
            yield Pair(a, b, round(float(score[near, b]), 4), float(dice[near, b]), objection)


def _weighted_terms(
    sentences: Sequence[Sentence], articles: Mapping[str, Article]
) -> tuple[csr_matrix, csr_matrix]:
    """Sparse (sentences, vocabulary) matrices: IDF of each term present, and its presence."""
    from scipy.sparse import csr_matrix

    sets = [sorted(set(terms(s.text, articles[s.article_id].language))) for s in sentences]
    df = Counter(term for present in sets for term in present)
    column = {term: place for place, term in enumerate(sorted(df))}
    starts = [0]
    for present in sets:
        starts.append(starts[-1] + len(present))
    columns = [column[term] for present in sets for term in present]
    idf = [math.log(1 + len(sets) / df[term]) for present in sets for term in present]
    shape = (len(sets), len(column))
    ones = csr_matrix(([1.0] * len(idf), columns, starts), shape=shape)
    return csr_matrix((idf, columns, starts), shape=shape), ones


# What speaks against.


def contradiction(a: str, b: str) -> str:
    """Why two sentences cannot report the same thing; "" when nothing speaks against it."""
    one, other = _said(a), _said(b)
    for name in ("numbers", "years", "days"):
        if _apart(getattr(one, name), getattr(other, name)):
            return f"other {name}"
    if one.verbless or other.verbless:
        return "no verb, so nothing is said"
    if _opposite(one.words, other.words):
        return "opposite verbs"
    if one.travels and other.travels and _apart(one.places, other.places):
        return "other destinations"
    if one.planned != other.planned:
        return "a plan, not a fact"
    return ""


@dataclass(frozen=True, slots=True)
class _Said:
    """What of a sentence can contradict another."""

    numbers: frozenset[str]
    years: frozenset[str]
    days: frozenset[str]
    words: frozenset[str]
    places: frozenset[str]
    terms: tuple[str, ...]
    names: tuple[str, ...]
    verbless: bool
    travels: bool
    planned: bool
    denies: bool


@lru_cache(maxsize=50_000)
def _said(text: str) -> _Said:
    return _Said(
        numbers=frozenset(_numbers(text)),
        years=frozenset(_year.findall(text)),
        days=frozenset(_day.findall(text)),
        words=frozenset(words(text)),
        places=frozenset(_places(text)),
        terms=terms(text),
        names=tuple(word.lower() for word in _name.findall(text)),
        verbless=verbless(text),
        travels=bool(_travel.search(text)),
        planned=_planned_only(text),
        denies=bool(_negation.search(text)),
    )


def _apart(a: Set[str], b: Set[str]) -> bool:
    """Whether both hold something and nothing in common."""
    return bool(a and b and not a & b)


def _opposite(a: Set[str], b: Set[str]) -> bool:
    return any(
        (a & one and b & other and not (a & other or b & one))
        or (b & one and a & other and not (b & other or a & one))
        for one, other in _opposites()
    )


@cache
def _opposites() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    file = resources.files("briefing") / "data" / "opposites.toml"
    pairs = tomllib.loads(file.read_text("utf-8"))["pairs"]
    return tuple((frozenset(a.split()), frozenset(b.split())) for a, b in pairs)


def _difference(a: str, b: str) -> str:
    """What sets apart two sentences that are in nearly the same words."""
    one, other = _said(a), _said(b)
    if one.denies != other.denies:
        return "one denies it"
    if _one_word_exchanged(one.terms, other.terms):
        return "one word differs"
    if one.names != other.names and sorted(one.names) == sorted(other.names):
        return "names in another order"
    return ""


def _one_word_exchanged(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether a word stands in one where another stands in the other, all else around alike."""
    only_a, only_b = set(a) - set(b), set(b) - set(a)
    if len(only_a) != 1 or len(only_b) != 1:
        return False
    i, j = a.index(only_a.pop()), b.index(only_b.pop())
    return a[:i][-1:] == b[:j][-1:] and a[i + 1 :][:1] == b[j + 1 :][:1]


def _years(sentence: Sentence, articles: Mapping[str, Article]) -> set[str]:
    """The years a sentence names, "last year" by the article's date where that is known."""
    years = set(_said(sentence.text).years)
    published = articles[sentence.article_id].published
    if published and _last_year.search(sentence.text):
        years.add(str(published.year - 1))
    return years


def _timing(a: set[str], b: set[str], score: float) -> str:
    """Another year; or a year in one only, where the agreement is not strong."""
    if a and b:
        return "" if a & b else "other years"
    if (a or b) and score < same_claim + undated:
        return "a year in one only"
    return ""


def _numbers(text: str) -> set[str]:
    """Quantities and ordinals, without years and days of a month."""
    bare = _year.sub(" ", _day.sub(" ", text))
    spelled = {_spelled[word] for word in words(bare) if word in _spelled}
    return spelled | {n.rstrip("stndrh").replace(",", "") for n in _number.findall(bare)}


def quantities(text: str) -> int:
    """How many sums of money, percentages, measures and counts a text holds."""
    return len(_quantity.findall(text))


def _places(text: str) -> set[str]:
    """The words of the places that "to" and "in" lead to, capitals as their countries."""
    named = (word for match in _to_place.findall(text) for word in match.split())
    bare = (word.strip(".,").removesuffix("’s").removesuffix("'s") for word in named)
    places = {word.lower() for word in bare if word[:1].isupper() and not _month.fullmatch(word)}
    return {_capitals().get(place, place) for place in places}


@cache
def _capitals() -> dict[str, str]:
    file = resources.files("briefing") / "data" / "capitals.toml"
    return {city: str(country) for city, country in tomllib.loads(file.read_text("utf-8")).items()}


def _planned_only(text: str) -> bool:
    """Whether the sentence tells of a plan; what somebody said will happen was still said."""
    plan = _planned.search(text)
    if not plan:
        return False
    if plan.group().split()[0] not in {"will", "would"}:
        return True
    return not reports_speech(text)


# Growing groups.


def _groups(corpus: Embedded[Sentence], pairs: Sequence[Pair]) -> list[list[int]]:
    """Average link, best pairs first; a pair that is not even near counts as ``distant``."""
    known = {(pair.a, pair.b): pair for pair in pairs}

    def agreement(a: int, b: int) -> float | None:
        """How well two rows agree, None where something speaks against it."""
        pair = known.get((min(a, b), max(a, b)))
        if pair is None:
            texts = corpus.items[a].text, corpus.items[b].text
            return None if contradiction(*texts) else distant
        return None if pair.objection else pair.score

    group_of = list(range(len(corpus)))
    members = {row: [row] for row in range(len(corpus))}
    joining = [p for p in pairs if not p.objection and p.score >= _floor(corpus, p)]
    for pair in sorted(joining, key=lambda pair: (-pair.score, pair.a, pair.b)):
        left, right = sorted((group_of[pair.a], group_of[pair.b]))
        if left != right and _may_join(members[left], members[right], agreement):
            for row in members[right]:
                group_of[row] = left
            members[left] = sorted(members[left] + members.pop(right))
    items = corpus.items
    return [
        sorted(members[first], key=lambda row: (items[row].article_id, items[row].index))
        for first in sorted(members)
    ]


def _may_join(
    left: Sequence[int], right: Sequence[int], agreement: Callable[[int, int], float | None]
) -> bool:
    total = 0.0
    for a in left:
        for b in right:
            found = agreement(a, b)
            if found is None:
                return False
            total += found
    return total / (len(left) * len(right)) >= linked


# The result.


def _missed(
    pairs: Sequence[Pair], groups: Sequence[Sequence[int]], sentences: Sequence[Sentence]
) -> dict[int, list[NearMiss]]:
    """By row: the sentences that came close to it and are not in its group."""
    home = {row: place for place, group in enumerate(groups) for row in group}
    missed: dict[int, list[NearMiss]] = defaultdict(list)
    for pair in sorted(pairs, key=lambda pair: -pair.score):
        if home[pair.a] != home[pair.b]:
            reason = pair.objection or "agreement too weak"
            for row, other in ((pair.a, pair.b), (pair.b, pair.a)):
                missed[row].append(NearMiss(citation(sentences[other]), pair.score, reason))
    return missed


def citation(sentence: Sentence) -> Citation:
    """The span of a sentence."""
    return Citation(sentence.article_id, sentence.start, sentence.end, sentence.text)


def _claim(
    group: Sequence[int],
    sentences: Sequence[Sentence],
    articles: Mapping[str, Article],
    missed: Mapping[int, Sequence[NearMiss]],
    copies: set[tuple[int, int]],
) -> Claim:
    chosen = tuple(sentences[row] for row in group)
    originals = [
        row
        for place, row in enumerate(group)
        if not any((min(row, b), max(row, b)) in copies for b in group[:place])
    ]
    spans = "|".join(sorted(f"{s.article_id}:{s.start}" for s in chosen))
    outlets = sorted({articles[s.article_id].source for s in chosen})
    near = [miss for row in group for miss in missed.get(row, ())]
    return Claim(
        id=hashlib.sha256(spans.encode()).hexdigest()[:12],
        sentences=chosen,
        outlets=tuple(outlets),
        independent=len({articles[sentences[row].article_id].source for row in originals}),
        near_misses=tuple(heapq.nlargest(5, near, key=lambda miss: miss.score)),
    )
