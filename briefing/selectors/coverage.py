"""Salience and coverage: what matters, and what many articles say, each once (default).

Greedy maximisation of a budgeted objective with length scaling (Lin & Bilmes 2010,
"Multi-document summarization via budgeted maximization of submodular functions"): the
salience of a claim, the frequent word pairs it is the first to cover (weighted by
document frequency, as in Gillick & Favre 2009), less its likeness to what is chosen.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from briefing.salience import bigrams
from briefing.selectors._fill import length
from briefing.words import terms, tfidf

if TYPE_CHECKING:
    from briefing.corpus import Embedded
    from briefing.models import Budget, Claim

salience_weight = 1.0  # against 1 for the share of articles that hold each newly covered pair
redundancy_weight = 0.5  # of the greatest TF-IDF likeness to a chosen claim
scaling = 0.9  # exponent of the length in words: 0 favours long claims, 1 short ones


def select(claims: Embedded[Claim], budget: Budget) -> list[int]:
    """Rows in the order chosen; the first that no longer fits is passed over."""
    import numpy as np

    lengths = [length(claim) for claim in claims.items]
    pairs = [set(bigrams(claim.wording.text, "en")) for claim in claims.items]
    worth = _worth(claims.items, pairs)
    matrix = tfidf([terms(claim.wording.text) for claim in claims.items])
    likeness = np.zeros(len(claims))
    covered: set[str] = set()
    chosen: list[int] = []
    left = float("inf") if budget.words is None else budget.words

    def gain(row: int) -> float:
        new: float = sum(worth[pair] for pair in sorted(pairs[row] - covered) if pair in worth)
        matter = salience_weight * claims.items[row].salience * lengths[row]
        value: float = (matter + new) / float(max(1, lengths[row])) ** scaling
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
