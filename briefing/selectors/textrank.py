"""TextRank: sentences that share words with many others, by PageRank.

Mihalcea & Tarau (2004), "TextRank: bringing order into texts", EMNLP; as sumy does it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.selectors import _sumy

if TYPE_CHECKING:
    from briefing.corpus import Embedded
    from briefing.models import Budget, Claim


def select(claims: Embedded[Claim], budget: Budget) -> list[int]:
    """Fill the budget by sumy's ratings, best first."""
    from sumy.summarizers.text_rank import TextRankSummarizer

    return _sumy.select(TextRankSummarizer, claims, budget)
