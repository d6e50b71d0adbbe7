"""How much room each part of a brief has, in points and in words, and what fills it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from briefing.models import Budget, Claim
from briefing.words import length as words_in

points_per_root = 2.0  # points of a section: this times the root of its sentences, ...
fewest_points, most_points = 3, 8  # ... within these, at length 1
fewest_words = 40  # room for one sentence: a part gets so many words or what is left


def points(sentences: int) -> int:
    """How many points a section of so many sentences gets at length 1."""
    return min(most_points, max(fewest_points, round(points_per_root * math.sqrt(sentences))))


def words(left: int, holds: Sequence[int]) -> int:
    """How many of the words left go to the first of the parts that are still to be filled.

    Args:
        left: words.
        holds: how many points each part could fill; it shares in the words in proportion.
            What it does not use is left for those behind it.
    """
    if not holds[0]:
        return 0
    return min(left, max(fewest_words, left * holds[0] // sum(holds)))


def fill(ranked: Iterable[int], claims: tuple[Claim, ...], budget: Budget) -> list[int]:
    """The best rows that fit; one with too many words is passed over for shorter ones."""
    chosen: list[int] = []
    told = 0
    for row in ranked:
        if len(chosen) >= budget.points or told == budget.words:
            break
        longer = told + length(claims[row])
        if budget.words is None or longer <= budget.words:
            chosen.append(row)
            told = longer
    return chosen


def length(claim: Claim) -> int:
    """How many words of a budget a claim takes."""
    return words_in(claim.wording.text)
