"""Units of measure and currencies: the words that stand for them, and what converts into what."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit: what it measures, and its size in the base unit of that."""

    dimension: str
    size: float


@cache
def table(name: str) -> dict[str, Any]:
    """A table of ``data/quantities.toml``."""
    found: dict[str, Any] = _data()[name]
    return found


@cache
def _data() -> dict[str, Any]:
    file = resources.files("briefing") / "data" / "quantities.toml"
    return tomllib.loads(file.read_text("utf-8"))


@cache
def _measures() -> dict[str, Measure]:
    return {
        unit: Measure(dimension, row[0])
        for dimension, rows in table("units").items()
        for unit, row in rows.items()
    }


def dimension(unit: str) -> str:
    """What a unit measures; currencies, counts and scales measure themselves."""
    known = _measures().get(unit)
    return known.dimension if known else unit


def size(unit: str) -> float:
    """How many base units a unit is."""
    known = _measures().get(unit)
    return known.size if known else 1.0


def in_base(value: float, unit: str) -> float:
    """A value in the base unit: metres, hours, square metres, degrees Celsius."""
    return (value - 32 if unit == "F" else value) * size(unit)


@cache
def _units() -> dict[str, str]:
    """Lower-case word -> unit, with plurals in -s."""
    rows = [
        *((unit, row[1:]) for part in table("units").values() for unit, row in part.items()),
        *table("money").items(),
    ]
    words: dict[str, str] = {}
    for unit, names in rows:
        for name in names:
            words[name.lower()] = unit
            if len(name) > 2 and name[-1].isalpha():
                words.setdefault(f"{name.lower()}s", unit)
    return words


@cache
def _unit_pattern() -> re.Pattern[str]:
    return re.compile(rf"[\s-]?({alternatives(_units())})(?!\w)", re.IGNORECASE)


@cache
def _sign_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z])({alternatives(_signs())})\s?$")


@cache
def _signs() -> dict[str, str]:
    return {sign: code for code, signs in table("currency").items() for sign in signs}


def after(text: str, place: int) -> tuple[str, int]:
    """The unit or currency that stands there and its end, ``"", place`` if none does."""
    match = _unit_pattern().match(text, place)
    if not match:
        return "", place
    unit, end = _units()[match[1].lower()], match.end()
    if len(match[1]) == 1 and match[1].isalpha():  # not the M of 5M users, the F of two F-16s
        unit = "" if match[1] != unit or text[end : end + 1] == "-" else unit
    return (unit, end) if unit else ("", place)


def before(text: str, place: int) -> tuple[str, int]:
    """The currency whose sign ends there and its start, ``"", place`` if none does."""
    match = _sign_pattern().search(text, max(0, place - 6), place)
    return (_signs()[match[1]], match.start()) if match else ("", place)


def is_money(unit: str) -> bool:
    """Whether a unit is a currency, by its ISO 4217 code."""
    return unit in table("money") or unit in table("currency")


def alternatives(words: Iterable[str]) -> str:
    """A pattern of any of the words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
