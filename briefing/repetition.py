"""No fact twice: what a reader has been told is not shown again, in whatever section.

``claims`` merges with precision first, because merged sentences are printed as each other's
evidence. Here a wrong guess only costs a point that the next one replaces, so less likeness
will do: most content words of the shorter text in the longer, or nearly the same meaning. But
what contradicts, or names somebody else, is news and is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from briefing import contradictions
from briefing.contradictions import Reported
from briefing.corpus import Embedded
from briefing.models import Claim, Sentence
from briefing.statements import read
from briefing.thresholds import Curve, own
from briefing.words import stem, terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector: TypeAlias = NDArray[np.float32]

told = 0.55  # of the content words
told_in_figures = 0.25  # of them are enough where two figures are the same
fewest_terms = 5  # a text of fewer content words repeats nothing
same_meaning = 0.55  # centred cosine


@dataclass(frozen=True, slots=True)
class Said:
    """A text, its content words and its meaning."""

    sentence: Sentence
    terms: frozenset[str]
    vector: Vector  # of length 1
    enough: float = same_meaning  # the cosine from which on two texts mean the same

    @classmethod
    def of(cls, sentence: Sentence, vector: Vector, enough: float) -> Said:
        """The sentence, its words stemmed by the rules of its language."""
        return cls(sentence, frozenset(terms(sentence.text, sentence.language)), vector, enough)

    def repeats(self, other: Said) -> bool:
        """Whether one of the two tells what the other does, or part of it."""
        if self.sentence.text == other.sentence.text:
            return True
        least = min(len(self.terms), len(other.terms))
        shared = self.terms & other.terms
        share = told_in_figures if len(_figures(shared)) >= 2 else told
        alike = len(shared) >= share * least or self._means(other)
        return least >= fewest_terms and alike and not self._differs(other)

    def _means(self, other: Said) -> bool:
        return float(self.vector @ other.vector) >= self.enough

    def _differs(self, other: Said) -> bool:
        """Whether they contradict each other, or each names what the other does not."""
        one, two = (Reported(said.sentence.text, said.sentence.language) for said in (self, other))
        if contradictions.find(one, two, contradictions.alike):
            return True
        return _names_another(self.sentence, other.sentence) and _names_another(
            other.sentence, self.sentence
        )


def enough(corpus: Embedded[Sentence], curve: Curve) -> float:
    """The cosine from which on two sentences of the corpus mean the same.

    So far on the way from their mean cosine to 1, which is nearly the centred cosine.
    """
    chance = corpus.mean_cosine()
    return chance + own(same_meaning, curve) * (1 - chance)


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
    told = {claim.id: says(claim) for claim in claims.items}
    left = claims.where(not _any_repeats(told[claim.id], shown) for claim in claims.items)
    while True:
        chosen = pick(left)  # perhaps in other words than those it was given
        kept = _first_of_each([(claim.id, says(claim)) for claim in chosen])
        repeated = {claim.id for claim in chosen} - kept.keys()
        if not repeated:
            return chosen
        stated = [said for saids in kept.values() for said in saids]
        left = left.where(
            claim.id in kept
            or (claim.id not in repeated and not _any_repeats(told[claim.id], stated))
            for claim in left.items
        )


def _first_of_each(chosen: Iterable[tuple[str, Sequence[Said]]]) -> dict[str, Sequence[Said]]:
    """The claims that repeat none before them that stays; a lead-in may be such a one itself."""
    kept: dict[str, Sequence[Said]] = {}
    for claim, saids in chosen:
        stated = [said for others in kept.values() for said in others]
        led_by = {said.sentence for said in stated}
        fresh = [said for said in saids if said.sentence not in led_by]
        if fresh and not _any_repeats(fresh, stated):
            kept[claim] = saids
    return kept


def _any_repeats(saids: Iterable[Said], others: Sequence[Said]) -> bool:
    return any(said.repeats(other) for said in saids for other in others)


def _names_another(sentence: Sentence, other: Sentence) -> bool:
    """Whether it names what the other does not; its first word is written like a name anyway."""
    first = sentence.text.split(maxsplit=1)[0].strip("\"'“‘(").lower()
    mine = {stem(name, sentence.language) for name in _names(sentence) if name != first}
    return not mine <= {stem(name, other.language) for name in _names(other)}


def _names(sentence: Sentence) -> tuple[str, ...]:
    return read(sentence.text, sentence.language).names


def _figures(words: Iterable[str]) -> list[str]:
    """The numbers that can be neither a day nor a year."""
    plain = (word.replace(",", "") for word in words)
    return [n for n in plain if n.isdecimal() and int(n) > 31 and not 1900 <= int(n) < 2100]
