"""Luhn: sentences in which frequent words stand close together.

Luhn (1958), "The automatic creation of literature abstracts", IBM Journal of Research
and Development 2; as sumy does it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.selectors import _sumy

if TYPE_CHECKING:
    from briefing.corpus import Embedded
    from briefing.models import Budget, Claim


def select(claims: Embedded[Claim], budget: Budget) -> list[int]:
    """Fill the budget by sumy's ratings, best first."""
    from sumy.summarizers.luhn import LuhnSummarizer

    return _sumy.select(LuhnSummarizer, claims, budget)
