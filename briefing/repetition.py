"""No fact twice: what a reader has been told is not shown again, in whatever section.

``claims`` merges with precision first, because merged sentences are printed as each other's
evidence. Here a wrong guess only costs a point that the next one replaces, so less will do:
most content words of the shorter text in the longer, and no other number, day or place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from briefing.claims import contradiction
from briefing.corpus import Embedded
from briefing.models import Claim
from briefing.words import terms

told = 0.6  # of the content words; read off the pairs of points of 40 briefs
told_in_figures = 0.25  # of them are enough where two figures are the same
fewest_terms = 5  # a text of fewer content words repeats nothing


@dataclass(frozen=True, slots=True)
class Said:
    """A text and its content words."""

    text: str
    terms: frozenset[str]

    @classmethod
    def of(cls, text: str, language: str) -> Said:
        """The text, its words stemmed by the rules of its language."""
        return cls(text, frozenset(terms(text, language)))

    def repeats(self, other: Said) -> bool:
        """Whether one of the two tells what the other does, or part of it."""
        least = min(len(self.terms), len(other.terms))
        shared = self.terms & other.terms
        share = told_in_figures if len(_figures(shared)) >= 2 else told
        if least < fewest_terms or len(shared) < share * least:
            return self.text == other.text
        return not contradiction(self.text, other.text).startswith("other ")


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
