"""Centroid and MMR: sentences near the mean of all, and unlike those chosen before.

Radev et al. (2004), "Centroid-based summarization of multiple documents",
Information Processing & Management 40, on sentence vectors; maximal marginal
relevance by Carbonell & Goldstein (1998), SIGIR.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.budgets import length

if TYPE_CHECKING:
    from briefing.corpus import Embedded
    from briefing.models import Budget, Claim

_relevance = 0.8  # the rest is for novelty


def select(claims: Embedded[Claim], budget: Budget) -> list[int]:
    """Greedy: each choice weighs closeness to the centroid against likeness to the chosen."""
    import numpy as np

    if not claims.items:
        return []
    centroid = claims.vectors.mean(axis=0)
    closeness = claims.vectors @ (centroid / (np.linalg.norm(centroid) or 1.0))
    likeness = np.zeros(len(claims), np.float32)
    lengths = np.array([length(claim) for claim in claims.items])
    left = np.inf if budget.words is None else budget.words
    open_ = np.ones(len(claims), bool)
    chosen: list[int] = []
    while len(chosen) < budget.points and (open_ := open_ & (lengths <= left)).any():
        marginal = _relevance * closeness - (1 - _relevance) * likeness
        row = int(np.where(open_, marginal, -np.inf).argmax())
        chosen.append(row)
        open_[row] = False
        left -= lengths[row]
        likeness = np.maximum(likeness, claims.vectors @ claims.vectors[row])
    return chosen
