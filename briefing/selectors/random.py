"""Random: any sentences, but the same ones for the same articles.

The floor for every other method; the order is that of a hash of the sentences.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from briefing.budgets import fill

if TYPE_CHECKING:
    from briefing.corpus import Embedded
    from briefing.models import Budget, Claim


def select(claims: Embedded[Claim], budget: Budget) -> list[int]:
    """Fill the budget in an order that has nothing to do with the meaning."""
    keys = [_hash(claim) for claim in claims.items]
    return fill(sorted(range(len(keys)), key=keys.__getitem__), claims.items, budget)


def _hash(claim: Claim) -> bytes:
    wording = claim.wording
    place = f"{wording.article_id}\n{wording.index}\n{wording.text}"
    return hashlib.sha256(place.encode()).digest()
