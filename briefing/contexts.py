"""What stands around a quantity in English: modifier, counted noun, rate and time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from briefing import measures

_then = r"(?!\s(?:ago|earlier|before|later)\b)"  # "6% a year earlier" is no rate
_rate = re.compile(
    r"\s?(?:/|per\s|an?\s|each\s|every\s)(second|minute|hour|day|week|month|year|capita|person|"
    rf"barrel|tonne|ton|litre|liter|gallon|kilometre|kilometer|mile|share)\b{_then}"
)
_regular = re.compile(
    r"[^.;,\d]{0,40}?\s(daily|weekly|monthly|annually|yearly|"
    rf"(?:per|an?|each) (?:day|week|month|year))\b{_then}"
)
_periods = {"daily": "day", "weekly": "week", "monthly": "month", "annually": "year"}
_periods |= {"yearly": "year"}
_year = r"(?:(?:19|20)\d\d(?!\w|,\d)|(?:last|this|next) (?:year|month|week|quarter))"
_time = rf"(?:\b(?:in|by|since|for|during) (?:[A-Z][a-z]+ )?)?{_year}"
_time_after = re.compile(rf"[^.;\d]{{0,40}}?({_time})")
_time_before = re.compile(rf"({_time})[^.;\d]{{0,25}}$")
_linked = re.compile(
    r"\s(?:(?:worth\s)?of|in(?=\s(?:\w+\s)?(?:aid|assistance|support|relief|funding|funds|cash|loans|grants|"
    r"damages?|losses|investments?|trade|sales|revenues?|profits?|debts?|taxes|weapons|arms|goods|"
    r"exports|imports|savings)\b))\s(?:(?:the|its|their|his|her|all|new)\s)*"
)
word = re.compile(r"[A-Za-zÀ-ɏ][\w’'.-]*[\w’']|[A-Za-z]")
most_words = 4  # of a counted noun with what goes before it


@dataclass(frozen=True, slots=True)
class After:
    """What follows a quantity, and where the quantity ends with its rate."""

    counted: str
    per: str
    end: int


def modifier(text: str, start: int) -> tuple[str, int]:
    """The modifier that stands before a place, and where it begins; ``"", start`` if none does."""
    match = _modifier_pattern().search(text, max(0, start - 24), start)
    return (_modifiers()[match[1].lower()], match.start()) if match else ("", start)


def after(text: str, end: int, measured: bool) -> After:
    """What is counted and how often; a measure has it only behind "of" or "in"."""
    rate = _rate.match(text, end)
    if rate:
        return After(_noun(text, rate.end(), measured)[0], rate[1], rate.end())
    counted, stop = _noun(text, end, measured)
    regular = _rate.match(text, stop) or _regular.match(text, stop)
    period = regular[1].split()[-1] if regular else ""
    return After(counted, _periods.get(period, period), end)


def time(text: str, start: int, end: int) -> str:
    """The year or period that stands with a quantity, as written: "in 2023", "last year"."""
    found = _time_after.match(text, end) or _time_before.search(text, max(0, start - 60), start)
    return found[1] if found else ""


def _noun(text: str, end: int, measured: bool) -> tuple[str, int]:
    """The words up to a plural right behind a number, or behind "of"; and where they end."""
    link = _linked.match(text, end)
    if measured and not link:
        return "", end
    found: list[str] = []
    hyphened = text[end : end + 1] == "-"
    place = link.end() if link else end + 1
    while len(found) < most_words and (match := word.match(text, place)):
        if match[0] in stops():
            break
        found.append(match[0])
        place = match.end() + 1
        following = text[match.end() : match.end() + 1]
        ends = is_plural(match[0]) and not _goes_on(text, match)
        if hyphened or ends or (measured and following != " "):
            return " ".join(found), match.end()
    return (" ".join(found), place - 1) if measured and found else ("", end)


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """Whether a plural is part of a name before the noun: "ten United States citizens"."""
    further = word.match(text, match.end() + 1) if match[0][0].isupper() else None
    return bool(further and further[0].islower() and is_plural(further[0]))


def is_plural(noun: str) -> bool:
    """Whether a word has the form of an English plural."""
    lowered = noun.lower()
    if lowered in plurals():
        return True
    singular = ("ss", "us", "is", "’s", "'s")
    return len(noun) > 3 and lowered.endswith("s") and not lowered.endswith(singular)


@cache
def stops() -> frozenset[str]:
    """The words that no counted noun runs over."""
    return frozenset(measures.table("words")["stops"].split())


@cache
def plurals() -> frozenset[str]:
    """Words that are counted without an s: "people"."""
    return frozenset(measures.table("words")["plurals"].split())


@cache
def _modifier_pattern() -> re.Pattern[str]:
    words = measures.alternatives(_modifiers())
    return re.compile(rf"\b({words})\s(?:an?\s|the\s)?$", re.IGNORECASE)


@cache
def _modifiers() -> dict[str, str]:
    return {word: kind for kind, words in measures.table("modifiers").items() for word in words}
