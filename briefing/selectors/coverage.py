"""Salience and coverage: what matters, and what many articles say, each once (default).

Greedy maximisation of a budgeted objective (Lin & Bilmes 2010, "Multi-document
summarization via budgeted maximization of submodular functions"): the salience of a
claim, the frequent word pairs it is the first to cover (weighted by document frequency, as
in Gillick & Favre 2009), less its likeness to what is chosen. docs/quality.md has the scores.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from briefing.salience import bigrams
from briefing.selectors._fill import length
from briefing.words import terms, tfidf

if TYPE_CHECKING:
    from briefing.corpus import Embedded
    from briefing.models import Budget, Claim

salience_weight = 2.0  # against 1 for the mean worth of the word pairs that are newly covered
redundancy_weight = 1.2  # of the greatest TF-IDF likeness to a chosen claim


def select(claims: Embedded[Claim], budget: Budget) -> list[int]:
    """Rows in the order chosen; one that no longer fits is passed over.

    Where words are counted, a claim's gain is per word; where only points are, a long claim
    costs no more than a short one, and its gain is per word of the average claim.
    """
    import numpy as np

    lengths = [length(claim) for claim in claims.items]
    pairs = [set(bigrams(claim.wording.text, "en")) for claim in claims.items]
    worth = _worth(claims.items, pairs)
    matrix = tfidf([terms(claim.wording.text) for claim in claims.items])
    likeness = np.zeros(len(claims))
    covered: set[str] = set()
    chosen: list[int] = []
    left = math.inf if budget.words is None else budget.words
    average = sum(lengths) / max(1, len(lengths))

    def gain(row: int) -> float:
        new = sum(worth.get(pair, 0.0) for pair in sorted(pairs[row] - covered))
        cost = average if budget.words is None else lengths[row]
        value = salience_weight * claims.items[row].salience + new / max(1, cost)
        return round(value - redundancy_weight * float(likeness[row]), 9)

    while len(chosen) < budget.points:
        rows = [row for row in range(len(claims)) if row not in chosen and lengths[row] <= left]
        if not rows:
            break
        best = max(rows, key=lambda row: (gain(row), claims.items[row].id))
        chosen.append(best)
        left -= lengths[best]
        covered |= pairs[best]
        likeness = np.maximum(likeness, (matrix @ matrix[best].T).toarray().ravel())
    return chosen


def _worth(claims: tuple[Claim, ...], pairs: list[set[str]]) -> dict[str, float]:
    """The share of articles in which a word pair stands, for those in two or more."""
    holders: dict[str, set[str]] = defaultdict(set)
    articles = {s.article_id for claim in claims for s in claim.sentences}
    for claim, found in zip(claims, pairs, strict=True):
        for pair in found:
            holders[pair].update(s.article_id for s in claim.sentences)
    return {pair: len(ids) / len(articles) for pair, ids in holders.items() if len(ids) > 1}
