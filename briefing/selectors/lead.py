"""Lead: the first sentence of every article, then every second one, and so on.

The baseline of the Document Understanding Conferences, which news makes hard to
beat; Nenkova (2005), "Automatic text summarization of newswire", AAAI.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from briefing.budgets import fill

if TYPE_CHECKING:
    from briefing.corpus import Embedded
    from briefing.models import Budget, Claim


def select(claims: Embedded[Claim], budget: Budget) -> list[int]:
    """Round robin over the articles, in the order of their ids."""
    wordings = [claim.wording for claim in claims.items]
    told: Counter[str] = Counter()
    turn: dict[int, tuple[int, str]] = {}
    for row in sorted(range(len(wordings)), key=lambda row: wordings[row].index):
        article = wordings[row].article_id
        turn[row] = told[article], article
        told[article] += 1
    return fill(sorted(turn, key=turn.__getitem__), claims.items, budget)
