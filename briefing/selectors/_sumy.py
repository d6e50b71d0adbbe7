"""The methods of sumy on our sentences, offline: our words, stems and stop words.

sumy (Mišo Belica) looks ratings up by a sentence's text and so confuses equal
sentences of two articles; here each sentence is itself and nothing else.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from briefing import words
from briefing.budgets import fill
from briefing.language import detect

if TYPE_CHECKING:
    from briefing.corpus import Embedded
    from briefing.models import Budget, Claim

_digits = 9  # of a rating; the rest depends on the order in which sumy sums over sets


def select(method: Callable[..., Any], claims: Embedded[Claim], budget: Budget) -> list[int]:
    """Fill the budget by sumy's ratings, best first; sumy does not look at redundancy.

    Args:
        method: a summarizer class of sumy.
        claims: their wordings are rated; the vectors are not used.
        budget: wordings with too many words are passed over.
    """
    texts = [claim.wording.text for claim in claims.items]
    ratings = rate(method, texts) if texts else []
    ranked = sorted(range(len(texts)), key=lambda row: -ratings[row])
    return fill(ranked, claims.items, budget)


def rate(method: Callable[..., Any], texts: Sequence[str]) -> list[float]:
    """What sumy rates each text at; 0 where it gives none."""
    tongue = detect(" ".join(texts))
    summarizer = method(partial(words.stem, language=tongue))
    summarizer.stop_words = words.stop_words(tongue)
    ratings = [0.0] * len(texts)

    def keep(rated: Sequence[Any]) -> Sequence[Any]:
        """Stands where sumy wants a count, and is handed all ratings."""
        for info in rated:
            ratings[info.order] = _plain(float(info.rating))
        return rated

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on a few short sentences sumy warns and divides by zero
        summarizer(_document(texts), keep)
    return ratings


def _plain(rating: float) -> float:
    return round(rating, _digits) if math.isfinite(rating) else 0.0


def _document(texts: Sequence[str]) -> Any:
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

    class Itself(Sentence):  # type: ignore[misc]  # sumy is untyped
        __eq__ = object.__eq__
        __hash__ = object.__hash__

    return ObjectDocumentModel([Paragraph([Itself(text, _Tokenizer()) for text in texts])])


class _Tokenizer:
    """What sumy asks of a tokenizer, once the sentences are known."""

    def to_words(self, text: str) -> tuple[str, ...]:
        return words.words(text)
