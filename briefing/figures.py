"""The figures of some claims: what is counted or measured, by whom; other values side by side.

Figures are one only where unit, counted noun and the words about them agree, and each stands in
another article; which of two values is right is not decided.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations

from briefing import measures, quantities
from briefing.excerpts import excerpt
from briefing.models import Article, Citation, Claim, Figure, Relation, Sentence, Value
from briefing.quantities import Quantity
from briefing.words import terms, words

same_thing = 0.5  # of the content words about two figures, of the shorter, are shared
fewest_shared = 4  # and at least this many
surely_shared = 3  # are enough where the values are the same
furthest = 4  # times as much is another thing
crowd = 100  # smaller numbers of "people" may be any people
few = 10  # counts below this are told only where they say what became of people

_year = re.compile(r"\b(?:19|20)\d\d\b")
_name = re.compile(r"(?<=[a-z,] )[A-Z][\w’-]+")
_further = re.compile(r"(?:other|additional|further|more|new|extra)\b", re.IGNORECASE)
_feared = re.compile(r"\b(?:could|may|might|would|expected|fears?|feared|will|if)\b")
_untold = frozenset({"time", "years", "angle", "ordinal"})  # durations, ranks


@dataclass(frozen=True, slots=True)
class _Stated:
    """A quantity where it stands."""

    quantity: Quantity
    sentence: Sentence
    claim: Claim
    thing: str  # what kind of thing: unit, rate and head of the counted noun
    cited: Citation
    years: frozenset[str]  # that the sentence names, else of its article
    about: frozenset[str]  # the content words around it

    @property
    def comparable(self) -> bool:
        """Whether another value may be one of the same: what is counted is said, and is a fact."""
        counted, anybody = self.quantity.counted, self.thing.endswith("/peopl")
        named = not self.thing.endswith("/") and not _further.match(counted)
        many = self.quantity.value >= crowd or not anybody
        return named and many and not _feared.search(self.cited.text)


def board(
    claims: Iterable[Claim], articles: Mapping[str, Article], most: int
) -> tuple[Figure, ...]:
    """The figures that matter most, as ``most`` passages tell them.

    Those on which outlets differ come first, then those with more support and salience.
    """
    groups = _groups(_stated(claims, articles))
    figures = [(_figure(group, articles), group[0].claim) for group in groups]
    figures.sort(key=lambda pair: (-_rank(*pair), pair[1].id))
    passages: dict[tuple[Citation, ...], list[Figure]] = {}
    for figure, _ in figures:
        cited = tuple(part for value in figure.values for part in value.citations)
        passages.setdefault(cited, []).append(figure)
    return tuple(figure for told in list(passages.values())[:most] for figure in told)


def _rank(figure: Figure, claim: Claim) -> float:
    articles = {cited.article_id for value in figure.values for cited in value.citations}
    unit = figure.values[0].unit
    support = len(articles) - 1 + (unit == "%" or measures.is_money(unit))
    return claim.salience + 0.5 * bool(figure.relation) + 0.2 * support


def _stated(claims: Iterable[Claim], articles: Mapping[str, Article]) -> list[_Stated]:
    """Every quantity worth telling, those of the most salient claims first."""
    ranked = sorted(claims, key=lambda claim: (-claim.salience, claim.id))
    return [
        _placed(quantity, sentence, claim, articles[sentence.article_id].published)
        for claim in ranked
        for sentence in claim.sentences
        if sentence.article_id in articles
        for quantity in quantities.find(sentence.text, sentence.language)
        if _tells(sentence.text, quantity)
    ]


def _tells(text: str, quantity: Quantity) -> bool:
    """Whether a quantity is a figure that a reader would note."""
    if quantity.dimension in _untold or text[quantity.end : quantity.end + 1] == "-":
        return False
    if quantity.unit:
        return True
    return bool(_outcome(text, quantity) or (quantity.counted and quantity.value >= few))


def _placed(
    quantity: Quantity, sentence: Sentence, claim: Claim, published: date | None
) -> _Stated:
    cited = excerpt(sentence, quantity.start, quantity.end)
    counted = terms(quantity.counted, sentence.language)
    outcome = _outcome(sentence.text, quantity)
    head = outcome or (counted[-1] if counted else "")
    about = (word for word in terms(cited.text, sentence.language) if word.isalpha())
    thing = f"{quantity.dimension}/{quantity.per}/{head}"
    years = _year.findall(sentence.text) or ([str(published.year)] if published else [])
    return _Stated(quantity, sentence, claim, thing, cited, frozenset(years), frozenset(about))


def _outcome(text: str, quantity: Quantity) -> str:
    """What became of the people counted: "killed", "injured"; "" where nothing is said to."""
    if quantity.unit:
        return ""
    before = text[max(0, quantity.start - 60) : quantity.start]
    if not quantity.counted and "toll" in words(before):
        return "killed"
    counted = words(quantity.counted)[-1:]
    done = _done().search(before)
    passive = _suffered().match(text, quantity.end + len(quantity.counted) + bool(counted))
    told = [*counted, *(match[1].lower() for match in (done, passive) if match)]
    return next((_outcomes()[word] for word in told if word in _outcomes()), "")


@cache
def _done() -> re.Pattern[str]:
    """What was done to those whose number follows: "killing", "arrested another"."""
    return re.compile(rf"\b({'|'.join(_outcomes())})\s(?:all\s|another\s)?$", re.IGNORECASE)


@cache
def _suffered() -> re.Pattern[str]:
    """What those whose number comes before have suffered: "were reported killed"."""
    helping = (
        "have|has|had|were|was|are|is|been|be|being|reported|confirmed|feared|presumed|left|also"
    )
    return re.compile(rf"(?:\s(?:{helping}))*\s({'|'.join(_outcomes())})\b")


@cache
def _outcomes() -> dict[str, str]:
    rows: dict[str, str] = measures.table("outcomes")
    return {word: name for name, row in rows.items() for word in row.split()}


# Which figures are of one thing.


def _groups(stated: Sequence[_Stated]) -> list[list[_Stated]]:
    """Figures of one thing together: each agrees with all others, and is of another article."""
    groups: list[list[_Stated]] = []
    by_thing: dict[str, list[list[_Stated]]] = {}
    for one in stated:
        alike = by_thing.setdefault(one.thing, [])
        home = next((group for group in alike if all(_agree(one, other) for other in group)), None)
        if home is None:
            home = []
            alike.append(home)
            groups.append(home)
        home.append(one)
    return groups


def _agree(a: _Stated, b: _Stated) -> bool:
    """Whether two figures are of one thing; where the values differ, much has to speak for it."""
    shared = len(a.about & b.about)
    when = a.quantity.when, b.quantity.when
    if (all(when) and when[0] != when[1]) or (a.years and b.years and not a.years & b.years):
        return False
    if _like(a, b) == "same":
        return shared >= surely_shared
    if a.sentence.article_id == b.sentence.article_id or _told_apart(a, b) or _told_apart(b, a):
        return False
    low, high = sorted((abs(a.quantity.base), abs(b.quantity.base)))
    alike = shared >= max(fewest_shared, same_thing * min(len(a.about), len(b.about)))
    return a.comparable and b.comparable and alike and high <= furthest * low and _same_names(a, b)


def _same_names(a: _Stated, b: _Stated) -> bool:
    """Whether the clauses share a name, where both have one."""
    one, other = (set(_name.findall(part.cited.text)) for part in (a, b))
    return not one or not other or bool(one & other)


def _told_apart(a: _Stated, b: _Stated) -> bool:
    """Whether the sentence of b states the value of a too, so that b is something else."""
    stated = quantities.find(b.sentence.text, b.sentence.language)
    return any(quantities.compatible(a.quantity, other) == "same" for other in stated)


# How the values of one thing compare.


def _figure(group: Sequence[_Stated], articles: Mapping[str, Article]) -> Figure:
    values: list[list[_Stated]] = []
    for one in group:
        home = next((v for v in values if _like(v[0], one) == "same"), None)
        if home is None:
            values.append([one])
        else:
            home.append(one)
    relation = _relation(values, articles)
    if relation == "update over time":
        values.sort(key=lambda value: _days(value, articles))
    else:
        values.sort(key=lambda value: -len(value))
    counted = max((one.quantity.counted for one in group), key=len)
    what = group[0].thing.rpartition("/")[2] if _outcome_of(group[0]) else counted
    return Figure(what, relation, tuple(_value(value) for value in values))


def _outcome_of(one: _Stated) -> str:
    return _outcome(one.sentence.text, one.quantity)


def _like(a: _Stated, b: _Stated) -> str | None:
    return quantities.compatible(a.quantity, b.quantity)


def _relation(values: Sequence[Sequence[_Stated]], articles: Mapping[str, Article]) -> Relation:
    pairs = list(combinations([value[0] for value in values], 2))
    if not pairs:
        return ""
    if all(_like(a, b) == "rounding" for a, b in pairs):
        return "rounding"
    days = [_days(value, articles) for value in values]
    dated = all(days) and not any({*a} & {*b} for a, b in combinations(days, 2))
    ordered = (
        [value[0].quantity.base for _, value in sorted(zip(days, values, strict=True))]
        if dated
        else []
    )
    counts = not values[0][0].quantity.unit
    return "update over time" if counts and ordered and ordered == sorted(ordered) else "difference"


def _days(value: Sequence[_Stated], articles: Mapping[str, Article]) -> list[str]:
    """The days of the articles that state a value; none where one has no day."""
    days = [articles[one.sentence.article_id].published for one in value]
    return sorted(day.isoformat() for day in days if day) if all(days) else []


def _value(stated: Sequence[_Stated]) -> Value:
    one = stated[0]
    quantity = one.quantity
    return Value(
        text=one.sentence.text[quantity.start : quantity.end],
        value=quantity.value,
        unit=quantity.unit,
        citations=tuple(part.cited for part in stated),
        high=quantity.high,
        counted=quantity.counted,
        modifier=quantity.modifier,
        per=quantity.per,
        when=quantity.when,
    )
