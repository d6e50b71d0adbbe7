"""ROUGE: how much of the wording of human summaries a summary repeats.

Lin (2004), "ROUGE: a package for automatic evaluation of summaries". Counts as
ROUGE-1.5.5 does with ``-n 4 -2 4 -u -m -l WORDS -f A``: Porter stems, stop words
kept, hits and totals summed over the references. Three differences: letters and
marks of every script count as parts of words, where the original knows ASCII only;
in a script that sets no words apart, as in Chinese, each sign is a word of its own,
and two count as one towards WORDS; and irregular forms are not looked up in WordNet.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from briefing.words import cut, set_apart, stem

Grams: TypeAlias = Counter[tuple[str, ...]]

_gap = 4  # words that may stand between the two of a skip bigram
_unstemmed = 3  # letters; words this short are left as they are


@dataclass(frozen=True, slots=True)
class Score:
    """Both from 0 to 1."""

    recall: float
    precision: float

    @property
    def f1(self) -> float:
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0


def score(summary: str, references: Sequence[str], words: int | None = None) -> dict[str, Score]:
    """The scores of a summary by metric: "rouge-1", "rouge-2", "rouge-4", "rouge-su4".

    Args:
        summary: plain text.
        references: what people wrote, at least one.
        words: how many of the first words count, in the summary and in each reference.
    """
    peer = tokens(summary, words)
    models = [tokens(reference, words) for reference in references]
    return {metric: _score(grams(peer), map(grams, models)) for metric, grams in metrics.items()}


def tokens(text: str, words: int | None = None) -> list[str]:
    """The stems that ROUGE counts; ``words`` are those between white space, as for ``-l``."""
    kept = text if words is None else cut(text, words)
    parts = set_apart(kept.lower().translate(_separators)).split()
    return [stem(part, "porter") if len(part) > _unstemmed else part for part in parts]


def ngrams(tokens: Sequence[str], n: int) -> Grams:
    """The runs of ``n`` words, counted."""
    return Counter(zip(*(tokens[start:] for start in range(n)), strict=False))


def skip_bigrams(tokens: Sequence[str]) -> Grams:
    """Pairs with at most four words between, and single words.

    The last word is not counted as a single one: ROUGE-1.5.5 leaves it out.
    """
    return Counter(_skips(tokens))


def _skips(tokens: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for place, first in enumerate(tokens[:-1]):
        yield (first,)
        for second in tokens[place + 1 : place + _gap + 2]:
            yield first, second


def _score(peer: Grams, models: Iterator[Grams]) -> Score:
    """Sums over the references before dividing, which is the "model average" of ``-f A``."""
    hits = wanted = given = 0
    for model in models:
        hits += (peer & model).total()
        wanted += model.total()
        given += peer.total()
    return Score(recall=hits / wanted if wanted else 0.0, precision=hits / given if given else 0.0)


class _Separators(dict[int, int]):
    """A table for ``str.translate`` that turns all but letters, digits and marks into spaces."""

    def __missing__(self, code: int) -> int:
        character = chr(code)
        part = character.isalnum() or unicodedata.category(character).startswith("M")
        self[code] = code if part else ord(" ")
        return self[code]


_separators = _Separators()

metrics: Mapping[str, Callable[[Sequence[str]], Grams]] = {
    "rouge-1": lambda tokens: ngrams(tokens, 1),
    "rouge-2": lambda tokens: ngrams(tokens, 2),
    "rouge-4": lambda tokens: ngrams(tokens, 4),
    "rouge-su4": skip_bigrams,
}
