"""KL-Sum: sentences whose words together are distributed as in all articles.

Haghighi & Vanderwende (2009), "Exploring content models for multi-document
summarization", NAACL. The divergence is sumy's, a sum over the words of the summary,
without its slip of counting the stop words of what is already chosen; in arrays,
because sumy's loops take minutes for a few hundred sentences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing import words
from briefing.budgets import fill
from briefing.language import detect

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from briefing.corpus import Embedded
    from briefing.models import Budget, Claim


def select(claims: Embedded[Claim], budget: Budget) -> list[int]:
    """Greedy: each choice leaves the summary least divergent from the articles."""
    texts = [claim.wording.text for claim in claims.items]
    stop = words.stop_words(detect(" ".join(texts)))
    content = [[word for word in words.words(text) if word not in stop] for text in texts]
    return fill(rank(content), claims.items, budget)


def rank(sentences: Sequence[Sequence[str]]) -> Iterator[int]:
    """Yield the rows in the order in which the greedy search takes them."""
    import numpy as np

    words_of = _Occurrences.of(sentences)
    told = np.zeros(len(words_of.share))  # how often each word stands in the summary
    left = np.ones(words_of.sentences, bool)
    while left.any():
        row = int(np.where(left, words_of.divergence(told), np.inf).argmin())
        yield row
        left[row] = False
        mine = words_of.row == row
        told[words_of.column[mine]] += words_of.times[mine]


@dataclass(frozen=True, slots=True)
class _Occurrences:
    """Which word stands how often in which sentence: three parallel arrays."""

    sentences: int
    share: NDArray[np.float64]  # of each word in the articles
    row: NDArray[np.intp]
    column: NDArray[np.intp]
    times: NDArray[np.float64]

    @classmethod
    def of(cls, sentences: Sequence[Sequence[str]]) -> _Occurrences:
        """Count the words of each sentence."""
        import numpy as np

        whole = Counter(word for sentence in sentences for word in sentence)
        place = {word: column for column, word in enumerate(whole)}
        counts = [Counter(sentence) for sentence in sentences]
        return cls(
            len(sentences),
            np.array(list(whole.values()), float) / max(whole.total(), 1),
            np.repeat(np.arange(len(counts)), [len(count) for count in counts]),
            np.array([place[word] for count in counts for word in count], np.intp),
            np.array([n for count in counts for n in count.values()], float),
        )

    def divergence(self, told: NDArray[np.float64]) -> NDArray[np.float64]:
        """Of the articles from summary and sentence together, for each sentence.

        The sum of p ln(p / q) over the words of both, q = (told + times) / length:
        first over the words told, then what each sentence's own words change.
        """
        import numpy as np

        p, known = self.share[self.column], told > 0
        before, after = told[self.column], told[self.column] + self.times
        ratio = np.where(before > 0, before, p) / after
        told_sum = np.sum(self.share[known] * np.log(self.share[known] / told[known]))
        log_sum = told_sum + self._sums(p * np.log(ratio))
        mass = self.share[known].sum() + self._sums(p * (before == 0))
        length = told.sum() + self._sums(self.times)
        divergence: NDArray[np.float64] = log_sum + mass * np.log(np.maximum(length, 1))
        return divergence.round(12)  # ties by row, whatever the order of the sums

    def _sums(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """By sentence."""
        import numpy as np

        sums: NDArray[np.float64] = np.zeros(self.sentences)
        np.add.at(sums, self.row, values)
        return sums
