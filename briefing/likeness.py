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
from briefing.words import stem, terms, tfidf

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Rows = NDArray[np.int64]

faint = 0.05  # likeness below this counts as none
nameless = 0.01  # cosine of names; below, two articles tell of other people and places
opposed = -0.1  # likeness of two articles whose leads tell of two events; docs/quality.md
week = 7  # days in which reports of one event name somebody or some place in common
nearness = 0.06  # of likeness, for the same day against days far apart
month = 30.0  # days in which that fades to 1/e
weightiest = 50  # terms of an article by which others are found
shared_terms = 2  # of these, at least
background = 20  # articles imagined beside: what a few articles share is not common in the world
_rows = 512  # articles compared with all others at a time
_block = 20_000  # pairs whose cosines are taken at a time
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
        for a, b in _candidates(self.weights):
            alike = _cosines(self.weights, a, b)
            strange = self._strangers(a, b).tolist()
            rows = zip(a.tolist(), b.tolist(), alike.tolist(), strange, strict=True)
            for row, other, value, stranger in rows:
                total = value + self._nearness(row, other)
                if total >= faint and not (stranger and self._may_meet(row, other)):
                    two = particulars.apart(self._leads[row], self._leads[other])
                    found[row, other] = opposed if two else round(total, 6)
        return found

    def tie(self, a: int, b: int, likeness: float) -> Tie:
        """Why two rows are together."""
        shared = self.weights[[a]].multiply(self.weights[[b]]).tocoo()
        best = sorted(zip(-shared.data.round(9), shared.col, strict=True))[:_told]
        article, other = self.articles[a], self.articles[b]
        told = tuple(_as_written(self.vocabulary[column], article) for _, column in best)
        return Tie((article.id, other.id), likeness, told, self._apart(a, b))

    def centre(self, rows: Sequence[int]) -> Mapping[str, float]:
        """What articles have most of: the sum of their terms' weights."""
        total: dict[str, float] = defaultdict(float)
        for row in rows:
            start, end = self.weights.indptr[row : row + 2]
            for column, weight in zip(
                self.weights.indices[start:end], self.weights.data[start:end], strict=True
            ):
                total[self.vocabulary[column]] += float(weight)
        return total

    def _strangers(self, a: Rows, b: Rows) -> NDArray[np.bool_]:
        """Which pairs share no name though both have some."""
        import numpy as np

        named = np.diff(self._names.indptr) > 0
        apart: NDArray[np.bool_] = (_cosines(self._names, a, b) < nameless) & named[a] & named[b]
        return apart

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


def _candidates(weights: csr_matrix) -> Iterator[tuple[Rows, Rows]]:
    """Rows a < b that share enough of their weightiest terms, in blocks."""
    import numpy as np

    keys = _weightiest(weights)
    turned = keys.T.tocsr()
    for start in range(0, keys.shape[0], _rows):
        shared = (keys[start : start + _rows] @ turned).tocoo()
        a, b = shared.row.astype(np.int64) + start, shared.col.astype(np.int64)
        close = (shared.data >= shared_terms) & (a < b)
        yield a[close], b[close]


def _weightiest(weights: csr_matrix) -> csr_matrix:
    """Ones where the weightiest terms of each row stand; ties by the alphabet."""
    import numpy as np
    from scipy.sparse import csr_matrix

    columns: list[NDArray[np.int32]] = []
    for start, end in zip(weights.indptr, weights.indptr[1:], strict=False):
        best = np.argsort(-weights.data[start:end].round(9), kind="stable")[:weightiest]
        columns.append(weights.indices[start:end][best])
    starts = np.cumsum([0, *map(len, columns)])
    flat = np.concatenate(columns)
    return csr_matrix((np.ones(len(flat), np.int32), flat, starts), shape=weights.shape)


def _cosines(weights: csr_matrix, a: Rows, b: Rows) -> NDArray[np.float64]:
    """The cosine of each row of a with its row of b."""
    import numpy as np

    blocks = [
        np.asarray(weights[a[n : n + _block]].multiply(weights[b[n : n + _block]]).sum(axis=1))
        for n in range(0, len(a), _block)
    ]
    return np.concatenate([np.zeros((0, 1)), *blocks]).ravel()


def _as_written(term: str, article: Article) -> str:
    """A term as the article first writes it."""
    texts = f"{article.title} {article.text}"
    found = (match.group() for match in _word.finditer(texts))
    return next((w for w in found if stem(w.lower(), article.language) == term), term)
