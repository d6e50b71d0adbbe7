"""LexRank: sentences that many others resemble, and resembled by such ones.

Erkan & Radev (2004), "LexRank: graph-based lexical centrality as salience in text
summarization", Journal of Artificial Intelligence Research 22; as sumy does it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.selectors import _sumy

if TYPE_CHECKING:
    from briefing.corpus import Embedded
    from briefing.models import Budget, Claim


def select(claims: Embedded[Claim], budget: Budget) -> list[int]:
    """Fill the budget by sumy's ratings, best first."""
    from sumy.summarizers.lex_rank import LexRankSummarizer

    return _sumy.select(LexRankSummarizer, claims, budget)
