"""How alike articles are, so that those about one event are known.

The TF-IDF cosine of all that two articles say, in which rare terms and names weigh most, and
more where they are nearer in time than articles of this corpus usually are. Two of one week that
share no name are not compared, however alike (a veto); where the leads of two tell of two events,
by their figures with their days or names, that speaks against whatever would join them. Only
articles that share some of their weightiest terms are compared. docs/quality.md has what each
part is worth.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from briefing import particulars
from briefing.models import Article, Sentence, Tie
from briefing.sparse import Rows
from briefing.words import stem, terms, tfidf

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Places = NDArray[np.int64]

faint = 0.05  # likeness below this counts as none
nameless = 0.01  # cosine of names; below, two articles tell of other people and places
opposed = -0.1  # likeness of two articles whose leads tell of two events; docs/quality.md
week = 7  # days in which reports of one event name somebody or some place in common
nearness = 0.06  # of likeness, for the same day against days far apart
month = 30.0  # days in which that fades to 1/e
weightiest = 50  # terms of an article by which others are found
shared_terms = 2  # of these, at least
background = 20  # articles imagined beside: what a few articles share is not common in the world
_told = 5  # words of a tie that are shown

_word = re.compile(r"[^\W\d_][\w’'-]*\w")


class Likeness:
    """What articles have in common; rows are in the order given."""

    def __init__(self, articles: Sequence[Article], said: Mapping[str, Sequence[Sentence]]) -> None:
        self.articles = articles
        contents = [_terms(article, said[article.id]) for article in articles]
        names = [_names(said[article.id]) for article in articles]
        self.weights = tfidf(contents, background)
        self.vocabulary = sorted({term for content in contents for term in content})
        self._names = tfidf(names, background)
        self._leads = [particulars.lead(article, said[article.id]) for article in articles]
        self._days = [a.published.toordinal() if a.published else None for a in articles]
        self._usual = _usual_nearness([day for day in self._days if day is not None])

    def pairs(self) -> dict[tuple[int, int], float]:
        """The likeness of rows a < b, where there is some; below 0 for those of two events."""
        found: dict[tuple[int, int], float] = {}
        for row, others in enumerate(_candidates(self.weights)):
            alike = _cosines(self.weights, row, others).tolist()
            strange = self._strangers(row, others).tolist()
            for other, value, stranger in zip(others.tolist(), alike, strange, strict=True):
                total = value + self._nearness(row, other)
                if total >= faint and not (stranger and self._may_meet(row, other)):
                    two = particulars.apart(self._leads[row], self._leads[other])
                    found[row, other] = opposed if two else round(total, 6)
        return found

    def tie(self, a: int, b: int, likeness: float) -> Tie:
        """Why two rows are together."""
        one, other = (dict(zip(*self.weights.row(row), strict=True)) for row in (a, b))
        shared = ((-round(one[term] * other[term], 9), term) for term in one.keys() & other.keys())
        best = sorted(shared)[:_told]
        article = self.articles[a]
        told = tuple(_as_written(self.vocabulary[column], article) for _, column in best)
        return Tie((article.id, self.articles[b].id), likeness, told, self._apart(a, b))

    def centre(self, rows: Sequence[int]) -> Mapping[str, float]:
        """What articles have most of: the sum of their terms' weights."""
        total: dict[str, float] = defaultdict(float)
        for row in rows:
            for column, weight in zip(*self.weights.row(row), strict=True):
                total[self.vocabulary[column]] += float(weight)
        return total

    def _strangers(self, row: int, others: Places) -> NDArray[np.bool_]:
        """Which of the others share no name with a row though both have some."""
        import numpy as np

        named = self._names.sizes > 0
        apart = _cosines(self._names, row, others) < nameless
        return np.asarray(apart & named[row] & named[others])

    def _nearness(self, a: int, b: int) -> float:
        apart = self._apart(a, b)
        return 0.0 if apart is None else nearness * (math.exp(-apart / month) - self._usual)

    def _may_meet(self, a: int, b: int) -> bool:
        """Whether two articles are of one week, for all that is known."""
        apart = self._apart(a, b)
        return apart is None or apart <= week

    def _apart(self, a: int, b: int) -> int | None:
        one, other = self._days[a], self._days[b]
        return None if one is None or other is None else abs(one - other)


def _terms(article: Article, spans: Sequence[Sentence]) -> tuple[str, ...]:
    texts = (article.title, *(span.text for span in spans))
    return tuple(term for text in texts for term in terms(text, article.language))


def _names(spans: Sequence[Sentence]) -> list[str]:
    return [
        name
        for span in spans
        if span.kind == "sentence"
        for name in particulars.names(span.text, span.language)
    ]


def _usual_nearness(days: Sequence[int]) -> float:
    """The mean nearness of two dated articles: where all are of one day, a day tells nothing."""
    import numpy as np

    if len(days) < 2:
        return 0.0
    distinct, counts = np.unique(days, return_counts=True)
    near = np.exp(-np.abs(distinct[:, None] - distinct) / month)
    pairs = len(days) * (len(days) - 1)
    return float((counts @ near @ counts - len(days)) / pairs)


def _candidates(weights: Rows) -> Iterator[Places]:
    """For each row those behind it that share enough of its weightiest terms."""
    import numpy as np

    own = [_weightiest(*weights.row(row)) for row in range(len(weights))]
    holders: dict[int, list[int]] = defaultdict(list)
    for row, columns in enumerate(own):
        for column in columns:
            holders[column].append(row)
    rows = {column: np.array(held) for column, held in holders.items()}
    for row, columns in enumerate(own):
        others = np.concatenate([np.zeros(0, np.int64), *(rows[column] for column in columns)])
        shared = np.bincount(others[others > row], minlength=1)
        yield np.flatnonzero(shared >= shared_terms)


def _weightiest(columns: Places, values: NDArray[np.float64]) -> list[int]:
    """The columns of the greatest values; ties by the alphabet."""
    import numpy as np

    best: list[int] = columns[np.argsort(-values.round(9), kind="stable")[:weightiest]].tolist()
    return best


def _cosines(weights: Rows, row: int, others: Places) -> NDArray[np.float64]:
    """The cosine of a row with each of the others."""
    import numpy as np

    columns, values = weights.row(row)
    whole = np.zeros(weights.width)
    whole[columns] = values
    return weights.take(others).times(whole)


def _as_written(term: str, article: Article) -> str:
    """A term as the article first writes it."""
    texts = f"{article.title} {article.text}"
    found = (match.group() for match in _word.finditer(texts))
    return next((w for w in found if stem(w.lower(), article.language) == term), term)
