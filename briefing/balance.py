"""A choice of claims that is not all in the words of one outlet.

Any selector chooses; it knows nothing of outlets and is asked again about fewer claims.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence

from briefing.budgets import fill
from briefing.corpus import Embedded
from briefing.models import Budget, Claim, Select, Sentence
from briefing.wordings import said_by

share = 0.5  # of the claims chosen, rounded up: the most in the words of one outlet
fair = 0.7  # of the least salience that gives way; claims that matter less do not take its place


def choose(
    claims: Embedded[Claim],
    budget: Budget,
    select: Select,
    source: Callable[[Sentence], str],
    equals: Callable[[Claim], Sequence[Sentence]],
    embedded: Callable[[Sequence[Claim]], Embedded[Claim]],
) -> list[Claim]:
    """What the selector chooses, best first, with at most half of it in one outlet's words.

    Where an outlet has more, its last claims are told in another outlet's words if these are
    as good. The others give way to claims of other outlets that matter nearly as much, and
    come back where there are none.

    Args:
        claims: in the words in which they would be printed.
        budget: for the whole choice.
        select: any selector.
        source: whose words a sentence is.
        equals: the sentences of a claim that are as good as its wording.
        embedded: claims with the vectors of their wordings.
    """
    first = select(claims, budget) if len(claims) else []
    most = math.ceil(len(first) * share)
    claims = embedded(_reworded(claims.items, first, most, source, equals))
    speakers = [source(claim.wording) for claim in claims.items]
    chosen, pool = first, list(range(len(claims)))
    floor: float | None = None
    while surplus := _surplus([speakers[row] for row in chosen], most):
        given = [chosen[place] for place in surplus]
        full = {speakers[row] for row in given}
        kept = set(chosen) - set(given)
        if floor is None:
            floor = _floor(min(claims.items[row].salience for row in given))
        worthy = (
            row in kept or (speakers[row] not in full and claims.items[row].salience >= floor)
            for row in pool
        )
        pool = [row for row, able in zip(pool, worthy, strict=True) if able]
        chosen = [pool[row] for row in select(claims.take(pool), budget)]
    back = [row for row in first if row not in chosen]
    return [claims.items[row] for row in fill([*chosen, *back], claims.items, budget)]


def _floor(least: float) -> float:
    """The least salience that takes the place of ``least``, below it also when it is negative."""
    return least - (1 - fair) * abs(least)


def _surplus(speakers: Sequence[str], most: int) -> list[int]:
    """The places beyond the most that one speaker may have."""
    seen: Counter[str] = Counter()
    places = []
    for place, speaker in enumerate(speakers):
        seen[speaker] += 1
        if seen[speaker] > most:
            places.append(place)
    return places


def _reworded(
    claims: Sequence[Claim],
    chosen: Sequence[int],
    most: int,
    source: Callable[[Sentence], str],
    equals: Callable[[Claim], Sequence[Sentence]],
) -> list[Claim]:
    """The claims with those of a full outlet told by the outlet that has the fewest."""
    items = list(claims)
    counts = Counter(source(items[row].wording) for row in chosen)
    for row in reversed(chosen):
        here = source(items[row].wording)
        if counts[here] > most:
            other = min(equals(items[row]), key=lambda s: counts[source(s)])
            if counts[source(other)] < most:
                items[row] = said_by(items[row], other)
                counts.update({here: -1, source(other): 1})
    return items
