"""How the figures of two sentences compare: quantities, and numbers in names ("stage 13")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from briefing import measures, quantities
from briefing.dates import month
from briefing.quantities import Quantity
from briefing.words import stem, stops, words

unknown = 0.5  # the likeness of figures where one sentence has none

_label = re.compile(r"\b([A-Za-z]{3,})[ -](?:no\. ?|number )?(\d+)\b(?![.,:]\d|%)", re.IGNORECASE)
_ordinals = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_ordinal = re.compile(
    rf"\b({'|'.join(_ordinals)}) (?!(?:countr|part|person|world)(?:y|ies|s)?\b)([a-z]{{3,}})"
)
_definite = re.compile(r"\b(?:the|these|those|our|their|both)\s$", re.IGNORECASE)
_month = re.compile(rf"{month}$", re.IGNORECASE)
_digits = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*")


Counted: TypeAlias = tuple[Quantity, frozenset[str]]  # with the stems of what is counted


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a sentence."""

    counted: tuple[Counted, ...]
    told: tuple[Counted, ...]  # of these, what tells how many: not "the two countries"
    labels: frozenset[tuple[str, str]]  # ("stage", "13")
    bare: frozenset[str]  # digits of a language whose quantities are not read


def find(text: str, language: str = "en") -> Figures:
    """The figures of a sentence; years and days are none."""
    found = quantities.find(text, language)
    if language != "en":
        return Figures((), (), frozenset(), frozenset(_digits.findall(text)))
    counted = tuple((quantity, _things(quantity.counted)) for quantity in found)
    told = tuple(one for one in counted if not _is_known(one[0], text))
    return Figures(counted, told, frozenset(_labels(text, found)), frozenset())


def _is_known(quantity: Quantity, text: str) -> bool:
    """Whether a small number in letters only points back: "the two leaders"."""
    spelled = text[quantity.start : quantity.end][:1].isalpha()
    return spelled and bool(_definite.search(text[: quantity.start]))


def apart(a: Figures, b: Figures) -> bool:
    """Whether a figure of one stands where another stands in the other."""
    if a.bare and b.bare:
        return not a.bare & b.bare
    named, other = dict(a.labels), dict(b.labels)
    if any(
        named[kind] != other[kind] and not {(kind, named[kind])} & b.labels
        for kind in named.keys() & other
    ):
        return True
    left, right = _unmatched(a.counted, b.counted), _unmatched(b.counted, a.counted)
    return any(_comparable(x, y) == "different" for x in left for y in right) or any(
        _other_money(x[0], y[0]) for x in left for y in right
    )


def contrary(a: Figures, b: Figures) -> bool:
    """Whether two texts tell other figures of one kind of thing, and share none at all.

    Ranks and durations are left out: they are told of most things.
    """
    left, right = _telling(a), _telling(b)
    return len(_unmatched(left, right)) == len(left) and any(
        _of_one_kind(x, y) and quantities.compatible(x[0], y[0]) == "different"
        for x in left
        for y in right
    )


def _telling(figures: Figures) -> list[Counted]:
    return [one for one in figures.told if one[0].dimension not in ("ordinal", "time")]


def _of_one_kind(a: Counted, b: Counted) -> bool:
    """Whether they surely count the same things, or are measured in units of one kind."""
    return bool(a[1] & b[1]) or bool(a[0].dimension and a[0].dimension == b[0].dimension)


def alike(a: Figures, b: Figures) -> float:
    """The share of figures that have their like in the other, 0 to 1; ``unknown`` without any."""
    if a.bare or b.bare:
        return _dice(a.bare, b.bare)
    one, other = len(a.told) + len(a.labels), len(b.told) + len(b.labels)
    if not one or not other:
        return unknown
    missing = len(_unmatched(a.told, b.told)) + len(_unmatched(b.told, a.told))
    missing += len(a.labels ^ b.labels)
    return 1 - missing / (one + other)


def both_have_more(a: Figures, b: Figures) -> float:
    """1 where each of two sentences has quantities that the other has not, else 0."""
    return float(bool(_unmatched(a.told, b.told) and _unmatched(b.told, a.told)))


def covers(known: Figures, told: Figures) -> bool:
    """Whether at least half of the quantities told are known."""
    return 2 * len(_unmatched(told.told, known.counted)) <= len(told.told)


def _dice(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else unknown


def _unmatched(a: Sequence[Counted], b: Sequence[Counted]) -> list[Counted]:
    """The quantities of one that have no like in the other."""
    return [x for x in a if not any(_like(x[0], y[0]) for y in b)]


def _like(a: Quantity, b: Quantity) -> bool:
    return quantities.compatible(a, b) in ("same", "rounding")


def _comparable(a: Counted, b: Counted) -> quantities.Likeness | None:
    """How two quantities compare; None where they count different things."""
    if a[1] and b[1] and not a[1] & b[1]:
        return None
    return quantities.compatible(a[0], b[0])


def _other_money(a: Quantity, b: Quantity) -> bool:
    """Whether two sums are alike but for the currency, so that neither is converted."""
    both = measures.is_money(a.unit) and measures.is_money(b.unit)
    return both and a.unit != b.unit and a.value == b.value


def _things(counted: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(counted) if not stops(word))


def _labels(text: str, found: Sequence[Quantity]) -> set[tuple[str, str]]:
    """Numbers behind the word that they number, and ordinals in letters before it."""
    ordinals = {(noun, str(_ordinals.index(n) + 1)) for n, noun in _ordinal.findall(text)}
    return ordinals | {
        (match[1].lower(), match[2])
        for match in _label.finditer(text)
        if not stops(match[1].lower())
        and not _month.match(match[1])
        and not any(q.start < match.end(2) and match.start(2) < q.end for q in found)
    }
