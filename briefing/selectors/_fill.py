"""Filling a budget from a ranking."""

from __future__ import annotations

from collections.abc import Iterable

from briefing import words
from briefing.models import Budget, Claim


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
    return words.length(claim.wording.text)
