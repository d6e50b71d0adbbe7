"""Salience and coverage: what matters, and what many articles say, each once (default).

What is made large: the salience of the chosen claims, for every word of them; the word pairs
that they cover, each once and weighed by the share of articles that hold it (Gillick & Favre
2009, "A scalable global model for summarization"); less the likeness of every two of them
(McDonald 2007, "A study of global inference algorithms in multi-document summarization").
Chosen greedily, then mended by exchanges as long as one helps. docs/quality.md has the scores.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from briefing.budgets import length
from briefing.salience import bigrams
from briefing.sparse import Rows
from briefing.words import terms, tfidf

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from briefing.corpus import Embedded
    from briefing.models import Budget, Claim

    Row: TypeAlias = NDArray[np.float64]  # a value for each claim

salience_weight = 1.0  # of the salience of a word, against 1 for a word pair in all articles
redundancy_weight = 0.25  # of the TF-IDF cosine of two claims, for every word of one


def select(claims: Embedded[Claim], budget: Budget) -> list[int]:
    """Rows in the order chosen; one that no longer fits is passed over.

    Where words are counted, a claim is taken for its gain per word, and the beginning of the
    list is the choice for a smaller budget. Where only points are, a long claim costs no more
    than a short one, and exchanges bring the choice near the best there is.
    """
    order = sorted(range(len(claims)), key=lambda row: claims.items[row].id)
    problem = Problem.of(claims.take(order), budget)
    chosen = problem.greedy()
    if budget.words is None:
        chosen = problem.exchanged(chosen)
    return [order[row] for row in chosen]


@dataclass(frozen=True, slots=True)
class Problem:
    """What there is to choose from, as numbers."""

    salience: Row
    pairs: Rows  # (claims, word pairs): whether the wording holds the pair
    worth: Row  # of each word pair
    terms: Rows  # (claims, terms): unit TF-IDF rows
    sizes: Row  # words that a claim counts for
    costs: Row  # of the budget
    points: int
    room: float  # the costs that may be spent

    @classmethod
    def of(cls, claims: Embedded[Claim], budget: Budget) -> Problem:
        """The problem of choosing from these claims."""
        import numpy as np

        words = np.array([max(1, length(claim)) for claim in claims.items], np.float64)
        counted = budget.words is not None
        pairs, worth = _pairs(claims.items)
        content = [terms(c.wording.text, c.wording.language) for c in claims.items]
        return cls(
            salience=np.array([claim.salience for claim in claims.items], np.float64),
            pairs=pairs,
            worth=worth,
            terms=tfidf(content),
            sizes=words if counted else np.full(len(words), words.mean() if len(words) else 1.0),
            costs=words if counted else np.zeros(len(words)),
            points=budget.points,
            room=math.inf if budget.words is None else budget.words,
        )

    def greedy(self) -> list[int]:
        """Each time the claim that adds most for its size (Lin & Bilmes 2010)."""
        chosen: list[int] = []
        told = self._told([])
        while (best := self._best(self._gains(told) / self.sizes, chosen)) is not None:
            chosen.append(best)
            told = tuple(a + b for a, b in zip(told, self._told([best]), strict=True))
        return chosen

    def exchanged(self, chosen: list[int]) -> list[int]:
        """The choice after the best exchanges of one claim for another, until none helps."""
        while True:
            swaps = [self._swap(chosen, place) for place in range(len(chosen))]
            gain, place, row = max(swaps, default=(0.0, 0, 0), key=lambda swap: swap[0])
            if gain <= _least_gain:
                return chosen
            chosen = [*chosen[:place], row, *chosen[place + 1 :]]

    def value(self, chosen: Sequence[int]) -> float:
        """What is made large."""
        return sum(float(self.gains(chosen[:n])[row]) for n, row in enumerate(chosen))

    def gains(self, chosen: Sequence[int]) -> Row:
        """What each claim would add to those chosen."""
        return self._gains(self._told(chosen))

    def _told(self, chosen: Sequence[int]) -> tuple[Row, ...]:
        """What the chosen hold; that of two choices adds up.

        How often each word pair is covered, (word pairs,); each claim's likeness to all of
        them, (claims,), and the same with each of them weighed by its size.
        """
        import numpy as np

        rows = np.array(chosen, np.int64)
        theirs = self.terms.take(rows)
        likeness = self.terms.times(theirs.summed())
        weighed = self.terms.times(theirs.summed(self.sizes[rows]))
        return self.pairs.take(rows).summed(), likeness, weighed

    def _gains(self, told: tuple[Row, ...]) -> Row:
        import numpy as np

        covered, likeness, weighed = told
        redundancy = (self.sizes * likeness + weighed) / 2
        gains = self.pairs.times(np.where(covered > 0, 0.0, self.worth))
        gains += salience_weight * self.salience * self.sizes
        return np.asarray(gains - redundancy_weight * redundancy, np.float64)

    def _swap(self, chosen: list[int], place: int) -> tuple[float, int, int]:
        """The best that could stand in one place, and what that would gain."""
        rest = [*chosen[:place], *chosen[place + 1 :]]
        gains = self.gains(rest)
        best = self._best(gains, rest)
        row = chosen[place] if best is None else best
        return float(gains[row] - gains[chosen[place]]), place, row

    def _best(self, values: Row, chosen: list[int]) -> int | None:
        """The row of the greatest value among those that fit."""
        import numpy as np

        fits = self.costs <= self.room - self.costs[chosen].sum()
        fits[chosen] = False
        if len(chosen) >= self.points or not fits.any():
            return None
        return int(np.argmax(np.where(fits, np.round(values, _digits), -np.inf)))


_digits = 9
_least_gain = 1e-6


def _pairs(claims: Sequence[Claim]) -> tuple[Rows, Row]:
    """The word pairs of the wordings, and the share of articles that hold each.

    All that reports the claims counts; a pair that only one article holds is worth nothing.
    """
    import numpy as np

    holders: dict[str, set[str]] = defaultdict(set)
    for sentence in (s for claim in claims for s in claim.sentences):
        for pair in bigrams(sentence):
            holders[pair].add(sentence.article_id)
    articles = {s.article_id for claim in claims for s in claim.sentences}
    shared = sorted(pair for pair, ids in holders.items() if len(ids) > 1)
    column = {pair: place for place, pair in enumerate(shared)}
    rows = ({column[pair] for pair in bigrams(c.wording) if pair in column} for c in claims)
    matrix = Rows.of(([(place, 1.0) for place in row] for row in rows), len(shared))
    return matrix, np.array([len(holders[pair]) / len(articles) for pair in shared], np.float64)
