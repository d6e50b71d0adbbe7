"""Numbers that count nothing: dates, times of day, ages, scores, names and labels; in English."""

from __future__ import annotations

import re
from functools import cache

from briefing import contexts, measures
from briefing.dates import capital_month as _month
from briefing.numerals import Numeral

_day = r"(?<!\d)\d{1,2}(?:st|nd|rd|th)?(?!\w|[.,]\d)"
_more_days = rf"(?:(?:\s?[-–—]\s?|\s(?:and|to|or|through)\s(?:the\s)?){_day}){{0,4}}"
_hour = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})"
_zone = (
    r"(?:[ap]\.?m\b|hours\b|local\b|GMT\b|UTC\b|[A-Z]{1,3}T\b|in the (?:morning|afternoon|evening))"
)
_spans = [
    re.compile(form)
    for form in (
        rf"\b{_month}\s{_day}{_more_days}(?:,?\s(?:19|20)\d\d\b)?",
        rf"{_day}{_more_days}(?:\sof)?\s{_month}(?:,?\s(?:19|20)\d\d\b)?",
        rf"\b{_month},?\s(?:19|20)\d\d\b",
        r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b|\b\d{1,2}\.\d{1,2}\.\d{2,4}\b",
        rf"\b\d{{1,2}}[:.]\d\d(?:[:.]\d\d)?\s?{_zone}|\b\d{{1,2}}:\d\d(?::\d\d)?(?!\w)",
        r"\b\d{1,2}\s?[ap]\.?m\b|\b\d{4}\s(?:UTC|GMT|hours)\b",
        rf"\b(?i:{_hour}) [oO][’']\s?[cC]lock",
        rf"\b(?:half|quarter)\s(?:(?:past|to)\s)?{_hour}\b(?!\s(?:[mb]illion|hundred|thousand))",
        rf"\b(?:twenty[-\s])?{_hour}\spast\s{_hour}\b|\b\d{{1,2}}\.\d\d\.\d\d\b",
        r"(?<!\d)\d{1,4}\s?['’′]\s?\d{1,4}(?:\s?[\"”″'’])?|\b\d+['′](?![^\W_x])",  # 19' 36"
        r"(?<![\w.,])0\d(?:[.:]\d\d\b|\d*\b(?:\s\d+)*)|\b(?:UTC|GMT)\s?[-+−]\d+",
        r"\b(?:minute|hour|day|week|month|year)s?\sor\s(?:two|three)\b",
        r"(?<=[A-Za-z], )\d{1,3}(?=[,.;)](?!\d)|$)|(?<=\()\d{1,2}(?=\))",
        r"\baged?\s\d+(?:\s(?:and|to)\s\d+)?",
        r"\[\d+\]|\+\d[\d\s-]{6,}|\b24/7\b|\bin (?:his|her|their) \d0s\b",
        r"(?<![$€£\w])3M\b",
        r"\b(?:Group of|Big|Fab) (?:\d+|[A-Z]\w+)\b",
        r"\b[A-Z]\w*-\d+\b|\b[A-Za-z]+\d+[-–]\d+\b",
        r"\b\d+\s(?:[A-Z]\w+\s)+(?:Street|Road|Avenue|St\.|Rd\.|Square)",
        r"\b(?:one|two|three)[-\s]on[-\s](?:one|two|three)\b|\bone another\b|\btop (?:ten|\d+)\b",
    )
]
_pair = re.compile(  # a score where it falls, a telephone number where nothing follows
    r"(?<![\w.,$€£₹])(\d+)[-‐‑–](\d+)(?!\w|[.,]\d|-\d)(\s?[a-z%°]|-[a-z])?"
)
_year = re.compile(r"(?:1[0-9]|20)\d\d")
_in_year = re.compile(
    r"\b(?:in|of|since|by|from|until|till|during|year|before|after|late|early|mid|and|to)[\s-]$"
)
_label = re.compile(r"(?:^|[\s(“\"'‘-])([A-Za-z][\w’'.]*)\s$")
_opener = re.compile(r"(?:^|[.!?:;]\s|[“\"‘(]\s?|[-–—*•]\s?)(?:[A-Z][\w’']*)\s$")
reach = 40  # characters before a number that are looked at
_begun = re.compile(r"(?:^|[.!?:;*]\s|[“\"‘]\s?)$")
_openers = frozenset(
    "about around all at the some over nearly almost another these those only both of in on a an "
    "more than least with for and to from by other its their his her".split()
)


def mask(text: str) -> bytes:
    """A byte for each character: 1 where a date, a time of day, an age or the like stands."""
    marked = bytearray(len(text))
    for start, end in _found(text):
        marked[start:end] = b"\1" * (end - start)
    return bytes(marked)


def _found(text: str) -> list[tuple[int, int]]:
    found = [match.span() for form in _spans for match in form.finditer(text)]
    pairs = _pair.finditer(text)
    return found + [pair.span() for pair in pairs if int(pair[1]) >= int(pair[2]) or not pair[3]]


def is_count(text: str, numeral: Numeral, end: int) -> bool:
    """Whether a number without a unit counts something; ``end`` is past a letter for millions."""
    start, written = numeral.start, text[numeral.start : end]
    if not numeral.value or text[end : end + 1].isalnum() or _is_label(text, start, end):
        return False
    if _is_year(text, start, end) and not contexts.modifier(text, start)[0]:
        return False
    if written.lower() == "one":
        return _counts_one(text, start, end)
    return counts(text, end) or written[0].islower() or not _in_name(text, start)


def _in_name(text: str, start: int) -> bool:
    """Whether a number is written with a capital inside a sentence: "Ten O'Clock"."""
    return text[start].isupper() and not _begun.search(text, max(0, start - reach), start)


def _counts_one(text: str, start: int, end: int) -> bool:
    """Whether "one" is a number here: "at least one", "one person", but not "the one man"."""
    if text[end:].startswith((" of ", " out of ")):
        return False
    if contexts.modifier(text, start)[0] not in ("", "about", "over"):
        return True
    word = contexts.word.match(text, end + 1)
    return bool(word and word[0] in _persons()) and not text.endswith("the ", 0, start)


def _is_year(text: str, start: int, end: int) -> bool:
    """Whether four digits are a year, with no unit or modifier about them."""
    if not _year.fullmatch(text, start, end):
        return False
    recent = text[start:end] >= "1900"
    return (
        not counts(text, end, recent)
        if recent
        else bool(_in_year.search(text, max(0, start - reach), start))
    )


def _is_label(text: str, start: int, end: int) -> bool:
    """Whether a bare number belongs to the name before it: "Resolution 1723", "stage 2"."""
    match = _label.search(text, max(0, start - reach), start)
    if not match:
        return False
    word = match[1]
    if word.lower() in _labels():
        return not counts(text, end)
    if not word[0].isupper() or word.lower() in _openers:
        return False
    return not counts(text, end) and not _opener.search(text, max(0, start - reach), start)


def counts(text: str, end: int, people: bool = False) -> bool:
    """Whether something that can be counted follows: a lower-case plural within three words.

    With ``people``, only a word such as "people", and at once.
    """
    following = re.match(r"(?:\s[A-Za-z][\w’'-]*){0,3}", text[end : end + 80])
    words = following[0].split() if following else []
    if people:
        return bool(words) and words[0] in contexts.plurals()
    for word in words:
        if word in contexts.stops():
            return False
        if word.islower() and contexts.is_plural(word):
            return True
    return False


@cache
def _persons() -> frozenset[str]:
    return frozenset(measures.table("words")["persons"].split())


@cache
def _labels() -> frozenset[str]:
    return frozenset(measures.table("words")["labels"].split())
