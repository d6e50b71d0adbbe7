"""No fact twice: what a reader has been told is not shown again, in whatever section.

``claims`` merges with precision first, because merged sentences are printed as each other's
evidence. Here a wrong guess only costs a point that the next one replaces, so less will do:
most content words of the shorter text in the longer, or nearly the same meaning, and no other
number, day or place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from briefing import contradictions
from briefing.contradictions import Reported
from briefing.corpus import Embedded
from briefing.models import Claim, Sentence
from briefing.words import terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector: TypeAlias = NDArray[np.float32]

told = 0.55  # of the content words; read off the pairs of points of 40 briefs
told_in_figures = 0.25  # of them are enough where two figures are the same
fewest_terms = 5  # a text of fewer content words repeats nothing
same_meaning = 0.55  # of the way from the mean cosine of the corpus' sentences to 1


@dataclass(frozen=True, slots=True)
class Said:
    """A text, its content words and its meaning."""

    text: str
    terms: frozenset[str]
    vector: Vector  # of length 1
    chance: float = 0.0  # the mean cosine of the corpus' sentences

    @classmethod
    def of(cls, sentence: Sentence, vector: Vector, chance: float) -> Said:
        """The sentence, its words stemmed by the rules of its language."""
        return cls(
            sentence.text, frozenset(terms(sentence.text, sentence.language)), vector, chance
        )

    def repeats(self, other: Said) -> bool:
        """Whether one of the two tells what the other does, or part of it."""
        least = min(len(self.terms), len(other.terms))
        shared = self.terms & other.terms
        share = told_in_figures if len(_figures(shared)) >= 2 else told
        alike = len(shared) >= share * least or self._means(other)
        if least < fewest_terms or not alike:
            return self.text == other.text
        against = contradictions.find(Reported(self.text), Reported(other.text))
        return not against.startswith("other ")

    def _means(self, other: Said) -> bool:
        cosine = float(self.vector @ other.vector)
        return cosine - self.chance >= same_meaning * (1 - self.chance)


def choose(
    claims: Embedded[Claim],
    pick: Callable[[Embedded[Claim]], list[Claim]],
    says: Callable[[Claim], Sequence[Said]],
    shown: Sequence[Said],
) -> list[Claim]:
    """What ``pick`` takes of the claims when none may tell what was told.

    Args:
        claims: what there is to pick from.
        pick: some of those it is given, best first.
        says: the wording of a claim, then what has to be shown before it.
        shown: what the rest of the brief tells.
    """
    left = claims.where(
        not any(said.repeats(other) for said in says(claim) for other in shown)
        for claim in claims.items
    )
    while True:
        chosen = pick(left)
        repeated = _repeated([(claim.id, says(claim)[0]) for claim in chosen])
        if not repeated:
            return chosen
        left = left.where(claim.id not in repeated for claim in left.items)


def _repeated(chosen: Iterable[tuple[str, Said]]) -> set[str]:
    """The claims whose wording repeats that of one before them that stays."""
    kept: list[Said] = []
    repeated: set[str] = set()
    for claim, said in chosen:
        if any(said.repeats(other) for other in kept):
            repeated.add(claim)
        else:
            kept.append(said)
    return repeated


def _figures(words: Iterable[str]) -> list[str]:
    """The numbers that can be neither a day nor a year."""
    plain = (word.replace(",", "") for word in words)
    return [n for n in plain if n.isdecimal() and int(n) > 31 and not 1900 <= int(n) < 2100]
