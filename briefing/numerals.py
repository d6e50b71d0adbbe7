"""Numbers as English text writes them: "1.5 million", "240bn", "two dozen", "three quarters"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_units = dict(
    zip("one two three four five six seven eight nine".split(), range(1, 10), strict=True)
)
_teens = dict(
    zip(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),
        range(10, 20),
        strict=True,
    )
)
_tens = dict(
    zip(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        range(20, 100, 10),
        strict=True,
    )
)
_scales = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "mn": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
    "tn": 10**12,
}
_ordinals = dict(
    zip(
        "fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth "
        "fiftieth sixtieth seventieth eightieth ninetieth hundredth".split(),
        [*range(4, 20), *range(20, 101, 10)],
        strict=True,
    )
)
_parts = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "tenth": 10}


def _any(words: Iterator[str] | dict[str, int]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


_below_hundred = rf"(?:{_any(_tens)}(?:[-\s]{_any(_units)})?|{_any(_teens)}|{_any(_units)})"
_scale = rf"(?:[-\s]{_any(_scales)}s?(?!\w))"
_group = rf"{_below_hundred}(?:[-\s]hundred\b(?:(?:\sand)?\s{_below_hundred})?)?"
_worded = rf"{_group}(?:{_scale}{{1,3}}(?:(?:\sand)?\s{_group}(?!-))?){{0,4}}"
_digits = (  # grouped by thousands, or as in India
    r"(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,2}(?:,\d{2}){1,4},\d{3}|\d{1,15})(?:\.\d{1,9})?"
)
_signs = "½⅓⅔¼¾"
_number = re.compile(
    rf"(?<![\w,/#:’'.])(?<![A-Za-z][-–—])(?:"
    rf"(?P<some>an?)(?P<some_scale>{_scale}{{1,3}})|"
    rf"(?P<half>half)(?:[-\s](?:an?\s)?)(?P<half_scale>{_any(_scales)})\b|"
    rf"(?P<digits>{_digits})(?!\d|[.,]\d)(?:(?P<ordinal>st|nd|rd|th)\b|"
    rf"(?P<mixed>[{_signs}]|\s1/2|\sand\sa\shalf\b)?(?P<scale>(?:[-\s]?{_any(_scales)}s?(?!\w)){{0,3}}))|"
    rf"(?P<ordinal_word>(?:{_any(_tens)}-)?{_any(_ordinals)})\b|"
    rf"(?P<words>{_worded})\b(?!-(?:first|second|third)\b)"
    rf"(?:(?P<word_mixed>\sand\sa\shalf\b)(?P<word_scale>{_scale}{{0,3}}))?)",
    re.IGNORECASE,
)
_fraction = re.compile(
    rf"(?<![\w-])(?:(?P<many>an?|{_any(_units)})[-\s])?(?P<part>half|third|quarter|fifth|sixth|tenth)"
    rf"(?P<plural>s)?(?=\sof\b)|(?<!\w)(?P<sign>[{_signs}])(?=\sof\b)|"
    rf"(?<![\w-])half(?=\s(?:an?|the)\s(?!{_any(_scales)}\b))|"
    rf"(?<![\w-])(?P<some>{_below_hundred}|\d+)\s(?:in|out\sof)\s(?:every\s)?"
    rf"(?P<all>{_below_hundred}|\d+)(?!\w|-|[.,:]\d)(?=\s[A-Za-z])",
    re.IGNORECASE,
)
_scale_word = re.compile(_any(_scales), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text; ``place`` is the worth of its last significant digit."""

    start: int
    end: int
    value: float
    place: float
    kind: str = "cardinal"  # or "ordinal", "fraction"
    digits: bool = True


def find(text: str) -> list[Numeral]:
    """The numbers of an English text, in order and apart."""
    fractions = [_of_fraction(match) for match in _fraction.finditer(text)]
    found = [part for part in fractions if part]
    taken = [(part.start, part.end) for part in found]
    found += [
        _of_number(match)
        for match in _number.finditer(text)
        if all(match.end() <= start or match.start() >= end for start, end in taken)
    ]
    return sorted(found, key=lambda numeral: numeral.start)


def digits(written: str) -> tuple[float, float]:
    """The value of digits as English groups them, and the worth of the last significant one."""
    plain = written.replace(",", "")
    decimals = len(plain.partition(".")[2])
    value, place = float(plain), 10.0**-decimals
    while not decimals and value >= 100 and value % (place * 10) == 0:
        place *= 10
    return value, place


def _of_number(match: re.Match[str]) -> Numeral:
    span = match.start(), match.end()
    if match["some"] or match["half"]:
        scale = _product(match["some_scale"] or match["half_scale"])
        value = scale / 2 if match["half"] else scale
        return Numeral(*span, value, value, digits=False)
    if match["ordinal"] or match["ordinal_word"]:
        digit = match["digits"]
        value = digits(digit)[0] if digit else _of_words(match["ordinal_word"])
        return Numeral(*span, value, 1, "ordinal", bool(digit))
    if match["digits"]:
        value, place = digits(match["digits"])
        more, scale = match["mixed"], _product(match["scale"])
    else:
        value, place = digits(str(_of_words(match["words"])))
        more, scale = match["word_mixed"], _product(match["word_scale"])
    if more:
        part = unicodedata.numeric(more) if more in _signs else 0.5
        value, place = value + part, part
    return Numeral(*span, value * scale, place * scale, digits=bool(match["digits"]))


def _of_fraction(match: re.Match[str]) -> Numeral | None:
    if match[0].lower() == "half":
        return Numeral(*match.span(), 0.5, 0.5, "fraction", False)
    if match["sign"]:
        share = unicodedata.numeric(match["sign"])
    elif match["part"]:
        share = _count(match["many"]) / _parts[match["part"].lower()]
        if bool(match["plural"]) != (_count(match["many"]) > 1):
            return None
    else:
        share = _count(match["some"]) / max(1, _count(match["all"]))
    usable = 0 < share < 1
    return Numeral(*match.span(), share, share / 10, "fraction", False) if usable else None


def _count(word: str | None) -> int:
    if not word or word.lower() in {"a", "an"}:
        return 1
    return int(word) if word.isdecimal() else _of_words(word)


def _product(scales: str | None) -> float:
    product = 1.0
    for word in _scale_word.findall(scales or ""):
        product *= _scales[word.lower()]
    return product


def _of_words(words: str) -> int:
    """The value of number words: each scale multiplies what stands before it."""
    total = current = 0
    for word in re.split(r"[-\s]+", words.lower()):
        bare = word.removesuffix("s") if word.removesuffix("s") in _scales else word
        if bare in _scales:
            current = max(1, current) * _scales[bare]
            if _scales[bare] >= 1000:
                total, current = total + current, 0
        else:
            current += _units.get(word, 0) + _teens.get(word, 0) + _tens.get(word, 0)
            current += _ordinals.get(word, 0)
    return total + current
