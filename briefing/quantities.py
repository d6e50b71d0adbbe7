"""What a sentence counts and measures: value, unit, what is counted, how exactly, and when.

English is read in full; of other languages only digits with a sign of percent or of money.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, TypeAlias

from briefing import contexts, measures, numerals, uncounted
from briefing.numerals import Numeral

Likeness: TypeAlias = Literal["same", "rounding", "different"]

exact_below = 100  # a count below this is not a rounded one, unless the text says so
roundest = 0.05  # the most that rounding moves a value, as a share of it
vaguest = 0.05  # the most that "about" or "over" leaves open

_joint = re.compile(r"\s?(?:[-‐‑–—]|to|or|and)\s?(?:about |around |some )?")
_named = re.compile(r"\s(?:[A-Z]|century|centuries|floor|grade)")
_measured = re.compile(r"\s(?:of\s)?an?(?=\s)")
_quake = re.compile(
    r"\bmagnitude\b|\bRichter\b|\b(?:earth)?quakes?\b|\baftershock\b", re.IGNORECASE
)
_magnitude_of = re.compile(r"\bmagnitude(?: of)? $", re.IGNORECASE)
_letter = re.compile(r"(bn|tn|mn|[mkMKB])(?!\w)")
_letters = {"k": 1e3, "m": 1e6, "mn": 1e6, "b": 1e9, "bn": 1e9, "tn": 1e12}
_either = re.compile(r"\d{1,3}\.\d{3}")  # 12.500 people are 12,500 in much of Europe
_minus = re.compile(r"(?:(?<!\bor\s)\b[Mm]inus\s|(?<=[A-Za-z]\s)[-−]|(?<=\()[-−])$")
_signed_units = frozenset({"%", "C", "F", "pp", "bp"})  # and money
_signed = re.compile(
    r"(?<![\w.,])(\d[\d.,]*\d|\d)\s?(%|[€£₽₹₴₺₩])(?!\w)|([$€£₹])\s?(\d[\d.,]*\d|\d)(?!\s?\w)"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity as a text states it; ``text[start:end]`` is all of it, modifier included."""

    value: float
    unit: str  # "" counts things; "%", "USD", "km", "ordinal", "magnitude", ...
    start: int
    end: int
    counted: str = ""  # "priority projects"; "" where the text has it elsewhere
    modifier: str = ""  # about, over, under, at least, at most, exactly, only
    high: float | None = None  # the upper end of a range
    per: str = ""  # "day" in "150 a day"
    when: str = ""  # "in 2023"
    place: float = 1.0  # the worth of its last significant digit

    @property
    def dimension(self) -> str:
        """What can be compared with it: "length", a currency, "" for counts."""
        return measures.dimension(self.unit)

    @property
    def base(self) -> float:
        """The value in the base unit of its dimension: metres, hours, square metres, °C."""
        return measures.in_base(self.value, self.unit)


def find(text: str, language: str = "en") -> tuple[Quantity, ...]:
    """The quantities of a text, in order."""
    return _english(text) if language == "en" else tuple(_of_signs(text))


def compatible(a: Quantity, b: Quantity) -> Likeness | None:
    """How two values compare; None where they are of different kinds.

    "rounding": one could be the other rounded, after conversion of units and with what a
    modifier or a range leaves open.
    """
    if a.dimension != b.dimension or a.per != b.per:
        return None
    (low, high), (other_low, other_high) = _bounds(a), _bounds(b)
    if math.isclose(low, other_low, rel_tol=1e-9) and math.isclose(high, other_high, rel_tol=1e-9):
        return "same"
    apart = max(low, other_low) - min(high, other_high)
    return "rounding" if apart <= max(_slack(a), _slack(b)) else "different"


def _bounds(quantity: Quantity) -> tuple[float, float]:
    high = quantity.value if quantity.high is None else quantity.high
    return quantity.base, measures.in_base(high, quantity.unit)


def _slack(quantity: Quantity) -> float:
    """How far rounding may have moved a value, in the base unit."""
    size, value = measures.size(quantity.unit), abs(quantity.value)
    if quantity.modifier not in ("", "exactly", "only"):
        return value * vaguest * size
    if quantity.unit in ("", "ordinal") and value < exact_below:
        return 0.0
    return min(quantity.place / 2, value * roundest) * size * (1 + 1e-9)


# English.


@lru_cache(maxsize=20_000)
def _english(text: str) -> tuple[Quantity, ...]:
    written = numerals.find(text)
    mask = uncounted.mask(text) if written else b""
    found = [
        quantity
        for numeral in written
        if not any(mask[numeral.start : numeral.end]) and (quantity := _quantity(text, numeral))
    ]
    return tuple(_completed(text, whole) for whole in _joined(text, found))


def _quantity(text: str, numeral: Numeral) -> Quantity | None:
    """The number with its unit and sign; None where it counts nothing or may be another."""
    found = _unsigned(text, numeral)
    if not found or _is_ambiguous(text[numeral.start : numeral.end], found):
        return None
    minus = _minus.search(text, max(0, found.start - 12), found.start)
    if not minus or not (found.unit in _signed_units or measures.is_money(found.unit)):
        spelled = minus and minus[0].lower() == "minus "
        return None if spelled and not found.unit else found
    return replace(found, value=-found.value, start=minus.start())


def _is_ambiguous(written: str, found: Quantity) -> bool:
    """Whether a point may part thousands: "12.500 people", but hardly "42.195 km"."""
    likely = not found.unit or measures.is_money(found.unit) or written.endswith("00")
    return bool(_either.fullmatch(written)) and found.place < 1 and likely


def _unsigned(text: str, numeral: Numeral) -> Quantity | None:
    value, place, end = _scaled(text, numeral)
    sign, start = measures.before(text, numeral.start)
    if numeral.kind == "ordinal":
        return _ordinal(text, numeral)
    if sign:
        return Quantity(value, sign, start, end, place=place)
    if numeral.kind == "fraction":
        return _fraction(text, numeral)
    unit, stop = measures.after(text, end)
    if unit == "pound" and value >= 1e5:
        unit = "GBP"
    if unit:
        return Quantity(value, unit, start, stop, place=place)
    if (scale := _magnitude(text, numeral)) or uncounted.is_count(text, numeral, end):
        return Quantity(value, scale, start, end, place=place)
    return None


def _scaled(text: str, numeral: Numeral) -> tuple[float, float, int]:
    """Value, place and end with a letter for thousands or millions, as in "$3.5m"."""
    letter = _letter.match(text, numeral.end)
    if not letter or not numeral.digits:
        return numeral.value, numeral.place, numeral.end
    sure = letter[1] not in "mkMKB" or measures.before(text, numeral.start)[0]
    unit = measures.after(text, letter.end())[0]
    if sure or measures.is_money(unit) or uncounted.counts(text, letter.end()):
        scale = _letters[letter[1].lower()]
        return numeral.value * scale, numeral.place * scale, letter.end()
    return numeral.value, numeral.place, numeral.end


def _ordinal(text: str, numeral: Numeral) -> Quantity | None:
    """A rank or a repetition, as in "the 75th anniversary"; not a name, as in "42nd Division"."""
    if _named.match(text, numeral.end):
        return None
    return Quantity(numeral.value, "ordinal", numeral.start, numeral.end)


def _fraction(text: str, numeral: Numeral) -> Quantity | None:
    """A share in percent; or so much of a unit, as in "half a century"."""
    measured = _measured.match(text, numeral.end)
    if not measured:
        return Quantity(round(numeral.value * 100, 4), "%", numeral.start, numeral.end, place=10)
    unit, end = measures.after(text, measured.end())
    if not unit:
        return None
    return Quantity(numeral.value, unit, numeral.start, end, place=numeral.place)


def _magnitude(text: str, numeral: Numeral) -> str:
    """The scale of an earthquake, told by a decimal in a sentence about one."""
    decimal = re.fullmatch(r"\d\.\d+", text[numeral.start : numeral.end])
    named = _magnitude_of.search(text, max(0, numeral.start - 16), numeral.start)
    return "magnitude" if named or (decimal and _quake.search(text)) else ""


# Ranges and sums.


def _joined(text: str, found: Iterable[Quantity]) -> Iterator[Quantity]:
    """Ranges ("30-40 days") and sums of units ("13 minutes 45 seconds") as one quantity each."""
    before: Quantity | None = None
    for quantity in found:
        whole = _whole(text, before, quantity) if before else None
        if before and not whole:
            yield before
        before = whole or quantity
    if before:
        yield before


def _whole(text: str, a: Quantity, b: Quantity) -> Quantity | None:
    between = text[a.end : b.start]
    signed = measures.is_money(a.unit) and not b.unit and not b.counted
    same = a.unit == b.unit or (not a.unit and b.unit not in ("", "ordinal")) or signed
    if _joint.fullmatch(between) and same and a.high is None:
        return _range(text, a, b)
    finer = a.dimension == b.dimension and measures.size(b.unit) < measures.size(a.unit)
    if between in (" ", " and ") and finer and a.dimension in ("time", "years"):
        value = a.value + b.value * measures.size(b.unit) / measures.size(a.unit)
        return replace(a, value=value, end=b.end, place=b.place)
    return None


def _range(text: str, a: Quantity, b: Quantity) -> Quantity | None:
    """The range from a to b; the first takes the unit and the scale that only the second has."""
    between, opening = (
        text[a.end : b.start].strip().split(" ")[0],
        text[max(0, a.start - 9) : a.start].lower().split()[-1:],
    )
    if (between == "and" and opening != ["between"]) or (between == "to" and opening == ["from"]):
        return None
    scaled = a.value < b.value / 1000 and b.place >= 1000
    scale = 10 ** (3 * int(math.log10(b.value) // 3)) if scaled else 1
    low = a.value * scale
    unit = b.unit or a.unit
    return replace(b, unit=unit, value=low, high=b.value, start=a.start) if low < b.value else None


def _completed(text: str, quantity: Quantity) -> Quantity:
    """With its modifier, rate, counted noun and time."""
    modifier, start = contexts.modifier(text, quantity.start)
    around = contexts.after(text, quantity.end, bool(quantity.unit) and quantity.unit != "ordinal")
    return replace(
        quantity,
        start=start,
        end=around.end,
        counted=around.counted,
        modifier=modifier,
        per=around.per,
        when=contexts.time(text, quantity.start, quantity.end),
    )


# Other languages.


def _of_signs(text: str) -> Iterator[Quantity]:
    """Digits with a sign of percent or money, where their points and commas can be told."""
    for match in _signed.finditer(text):
        read = _foreign(match[1] or match[4])
        if read:
            sign = match[2] or match[3]
            unit = "%" if sign == "%" else measures.before(sign, len(sign))[0]
            yield Quantity(read[0], unit, *match.span(), place=read[1])


def _foreign(written: str) -> tuple[float, float] | None:
    """Digits with at most one kind of mark; None for 1.234, which may be either."""
    marks = set(written) & {".", ","}
    if len(marks) > 1 or re.search(r"[.,]\d{3}(?!\d)", written) or written.count(",") > 1:
        return None
    return numerals.digits(written.replace(",", ".")) if written.count(".") < 2 else None
