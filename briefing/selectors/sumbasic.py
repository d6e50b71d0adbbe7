"""SumBasic: sentences of frequent words, each counting less once it is told.

Nenkova & Vanderwende (2005), "The impact of frequency on summarization", Microsoft
Research MSR-TR-2005-101; as sumy does it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.selectors import _sumy

if TYPE_CHECKING:
    from briefing.corpus import Embedded
    from briefing.models import Budget, Claim


def select(claims: Embedded[Claim], budget: Budget) -> list[int]:
    """Fill the budget by sumy's ratings, best first."""
    from sumy.summarizers.sum_basic import SumBasicSummarizer

    return _sumy.select(SumBasicSummarizer, claims, budget)
