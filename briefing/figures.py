"""The figures of some claims: what is counted or measured, by whom; other values side by side.

Which of two values is right is not decided.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby

from briefing import measures, outcomes, quantities, sameness
from briefing.models import Article, Citation, Claim, Figure, Relation, Value
from briefing.quantities import Quantity
from briefing.stated import Stated, placed
from briefing.words import terms

few = 10  # counts below this are told only where they say what became of people

_untold = frozenset({"time", "years", "angle", "ordinal"})  # durations, ranks


@dataclass(frozen=True, slots=True)
class Board:
    """The figures that are told, and how many passages with others are not."""

    figures: tuple[Figure, ...]
    more: int


def board(
    claims: Iterable[Claim],
    articles: Mapping[str, Article],
    most: int,
    stories: Mapping[str, str] | None = None,
) -> Board:
    """The figures that matter most, as ``most`` passages tell them; stories by article, if known.

    Those on which outlets differ come first, then those with more support and salience.
    """
    groups = sameness.group(_stated(claims, articles, stories or {}))
    figures = [(_figure(group), group[0].claim) for group in groups]
    figures.sort(key=lambda pair: (not pair[0].relation, -_rank(*pair), pair[1].id))
    passages: dict[tuple[Citation, ...], list[Figure]] = {}
    for figure, _ in figures:
        cited = tuple(part for value in figure.values for part in value.citations)
        passages.setdefault(cited, []).append(figure)
    told = tuple(figure for told in list(passages.values())[:most] for figure in told)
    return Board(told, max(0, len(passages) - most))


def _rank(figure: Figure, claim: Claim) -> float:
    articles = {cited.article_id for value in figure.values for cited in value.citations}
    unit = figure.values[0].unit
    support = len(articles) - 1 + (unit == "%" or measures.is_money(unit))
    return claim.salience + 0.2 * support


def _stated(
    claims: Iterable[Claim], articles: Mapping[str, Article], stories: Mapping[str, str]
) -> list[Stated]:
    """Every quantity worth telling, those of the most salient claims first."""
    ranked = sorted(claims, key=lambda claim: (-claim.salience, claim.id))
    return [
        placed(
            quantity,
            sentence,
            claim,
            articles[sentence.article_id],
            stories.get(sentence.article_id, ""),
        )
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
    return bool(outcomes.of(text, quantity) or (quantity.counted and quantity.value >= few))


# How the values of one thing compare.


def _figure(group: Sequence[Stated]) -> Figure:
    values: list[list[Stated]] = []
    for one in group:
        home = next((v for v in values if sameness.like(v[0], one) == "same"), None)
        if home is None:
            values.append([one])
        else:
            home.append(one)
    relation = _relation(values)
    if relation.startswith("update"):
        values.sort(key=_when)
    else:
        values.sort(key=lambda value: -len(value))
    return Figure(_what(group), relation, tuple(map(_value, values)), group[0].story)


def _what(group: Sequence[Stated]) -> str:
    """What is counted: "priority projects", "people killed"."""
    outcome = group[0].outcome
    if not outcome:
        return max((one.quantity.counted for one in group), key=len) or _subject(group)
    nouns = Counter(outcomes.noun(one.quantity.counted) or "people" for one in group)
    return f"{max(nouns, key=lambda noun: (nouns[noun], noun == 'people'))} {outcome}"


def _subject(group: Sequence[Stated]) -> str:
    """The words that all passages share about measures of which nothing is counted: "Turnout"."""
    shared = frozenset.intersection(*(one.about - one.own for one in group))
    first = group[0].cited.text if len({one.article.id for one in group}) > 1 else ""
    told = [word for word in re.findall(r"[\w’-]+", first) if shared & {*terms(word)}]
    return " ".join(told[:3])


def _relation(values: Sequence[Sequence[Stated]]) -> Relation:
    pairs = list(combinations([value[0] for value in values], 2))
    if not pairs:
        return ""
    if all(sameness.like(a, b) == "rounding" for a, b in pairs):
        return "rounding"
    ordered = sorted(values, key=_when)
    days = [_when(value)[0] for value in ordered]
    sizes = [value[0].quantity.base for value in ordered]
    if values[0][0].quantity.unit or not all(days) or len({*days}) < 2 or sizes != sorted(sizes):
        return "difference"
    of_a_day = ([v[0] for v in same] for _, same in groupby(ordered, key=lambda v: _when(v)[0]))
    differs = any(
        sameness.like(a, b) != "rounding" for same in of_a_day for a, b in combinations(same, 2)
    )
    return "update over time and difference" if differs else "update over time"


def _when(value: Sequence[Stated]) -> tuple[str, float]:
    """The first day on which a value is told, "" where none is known; and its size."""
    days = [one.article.published for one in value]
    return min((day.isoformat() for day in days if day), default=""), value[0].quantity.base


def _value(stated: Sequence[Stated]) -> Value:
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
