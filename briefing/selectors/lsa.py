"""LSA: sentences strong in the main directions of the words they use.

Steinberger & Ježek (2004), "Using latent semantic analysis in text summarization and
summary evaluation", ISIM; as sumy does it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.selectors import _sumy

if TYPE_CHECKING:
    from briefing.corpus import Embedded
    from briefing.models import Budget, Claim


def select(claims: Embedded[Claim], budget: Budget) -> list[int]:
    """Fill the budget by sumy's ratings, best first."""
    from sumy.summarizers.lsa import LsaSummarizer

    return _sumy.select(LsaSummarizer, claims, budget)
