"""KL-Sum: sentences whose words together are distributed as in all articles.

Haghighi & Vanderwende (2009), "Exploring content models for multi-document
summarization", NAACL; as sumy does it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.selectors import _sumy

if TYPE_CHECKING:
    from briefing.corpus import Embedded
    from briefing.models import Budget, Claim


def select(claims: Embedded[Claim], budget: Budget) -> list[int]:
    """Fill the budget by sumy's ratings, best first."""
    from sumy.summarizers.kl import KLSummarizer

    return _sumy.select(KLSummarizer, claims, budget)
