"""What became of the people that a number counts: killed, injured, missing; in English."""

from __future__ import annotations

import re
from functools import cache

from briefing import measures
from briefing.quantities import Quantity
from briefing.words import words

_reaching = (
    r"(?:at|to|of|from|is|was|now|stands|reach(?:ed|es|ing)?|hits?|pass(?:ed|es|ing)?|"
    r"top(?:ped|s|ping)?|exceed(?:ed|s|ing)?|surpass(?:ed|es|ing)?)\s$"
)
_toll = re.compile(rf"\btoll\b[^.;]*?\b{_reaching}", re.IGNORECASE)
_running = re.compile(
    r"\b(?:toll|rose|rise[ns]?|climb(?:ed|s)|reach(?:ed|es)|increased|grew|grown|jumped|number|"
    r"stands|stood|so far|now)\b",
    re.IGNORECASE,
)
_elsewhere = re.compile(
    r"\b(?:another|other|previous|earlier|last|past|former|second|third|separate|similar|deadliest|worst|"
    r"since|ago)\b[^,;:]*$",
    re.IGNORECASE,
)


def of(text: str, quantity: Quantity) -> str:
    """What became of those counted: "killed", "injured"; "" where nothing is said to."""
    if quantity.unit:
        return ""
    before = text[: quantity.start]
    counted = list(words(quantity.counted))
    if _toll.search(before) and counted in ([], ["people"]):
        return "killed"
    done = _done().search(before) or _number_of().search(before)
    suffered = _suffered().match(text, quantity.end + len(quantity.counted) + bool(counted))
    told = [*reversed(counted), *(match[1].lower() for match in (done, suffered) if match)]
    return next((_outcomes()[word] for word in told if word in _outcomes()), "")


def is_running(text: str) -> bool:
    """Whether a number is told as it stood on a day, which need not be that of the event."""
    return bool(_running.search(text))


def noun(counted: str) -> str:
    """Who is counted, without what became of them: "people" of "wounded people"."""
    return " ".join(word for word in counted.split() if word.lower() not in _outcomes())


def is_elsewhere(text: str, quantity: Quantity) -> bool:
    """Whether the clause tells of another event: "a week after another crash that killed 16"."""
    return bool(_elsewhere.search(text[: quantity.start]))


@cache
def _done() -> re.Pattern[str]:
    """What was done to those whose number follows: "killing", "arrested another"."""
    return re.compile(rf"\b({'|'.join(_outcomes())})\s(?:all\s|another\s)?$", re.IGNORECASE)


@cache
def _number_of() -> re.Pattern[str]:
    """What is numbered before the number: "the number of people killed has reached"."""
    return re.compile(
        rf"\bnumber of (?:[\w-]+\s){{0,2}}?({'|'.join(_outcomes())})\b[^.;]*?\b{_reaching}",
        re.IGNORECASE,
    )


@cache
def _suffered() -> re.Pattern[str]:
    """What those whose number comes before have suffered: "are now known to have died"."""
    helping = (
        "have|has|had|were|was|are|is|been|be|being|reported|confirmed|feared|presumed|left|also|"
        "now|still|since|known|believed|thought|said|to"
    )
    return re.compile(rf"(?:\s(?:{helping}))*\s({'|'.join(_outcomes())})\b")


@cache
def _outcomes() -> dict[str, str]:
    rows: dict[str, str] = measures.table("outcomes")
    return {word: name for name, row in rows.items() for word in row.split()}
