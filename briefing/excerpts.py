"""The clause of a sentence that holds a passage: verbatim, and short enough for a table."""

from __future__ import annotations

import re

from briefing.cohesion import dateline
from briefing.models import Citation, Sentence

whole = 40  # words; a sentence up to this is shown as it is
longest = 28  # words of a part of a longer one

_joint = re.compile(r"(?<=[,;:—–])\s|\s(?=[—–]\s)")
_word = re.compile(r"\S+")
_edge = " ,;:—–-"


def excerpt(sentence: Sentence, start: int, end: int) -> Citation:
    """The clauses about ``sentence.text[start:end]``, as many as fit, those before it first."""
    text, first = sentence.text, dateline(sentence.text)
    if len(text[first:].split()) <= whole:
        return _cited(sentence, first, len(text))
    cuts = [first, *(joint.end() for joint in _joint.finditer(text, first)), len(text)]
    left = max(place for place, cut in enumerate(cuts) if cut <= max(start, first))
    right = min(place for place, cut in enumerate(cuts) if cut >= end)
    while left > 0 and _fits(text, cuts[left - 1], cuts[right]):
        left -= 1
    while right < len(cuts) - 1 and _fits(text, cuts[left], cuts[right + 1]):
        right += 1
    return _cited(sentence, *_shortened(text, cuts[left], cuts[right], start, end))


def _fits(text: str, start: int, end: int) -> bool:
    return len(text[start:end].split()) <= longest


def _shortened(text: str, low: int, high: int, start: int, end: int) -> tuple[int, int]:
    """A clause that is too long, cut to half of the words before the passage and half behind."""
    if _fits(text, low, high):
        return low, high
    before = [word.start() for word in _word.finditer(text, low, start)]
    behind = [word.end() for word in _word.finditer(text, end, high)]
    room = longest // 2
    return (before[-room] if len(before) > room else low), (
        behind[room - 1] if len(behind) > room else high
    )


def _cited(sentence: Sentence, start: int, end: int) -> Citation:
    kept = sentence.text[start:end]
    start += len(kept) - len(kept.lstrip(_edge))
    end -= len(kept) - len(kept.rstrip(_edge))
    text = sentence.text[start:end]
    return Citation(sentence.article_id, sentence.start + start, sentence.start + end, text)
