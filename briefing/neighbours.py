"""Which pairs of sentences are worth comparing: those that share words that few others have.

An inverted index instead of all pairs: a word that stands in many sentences leads nowhere, so
the work grows with the number of sentences and not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from briefing.matching import Profiles

common = 150  # sentences; a word in more of them does not make two of them neighbours
enough = 0.25  # IDF-weighted Dice of those words from which on a pair is compared
most = 40  # neighbours of a sentence that are compared, the nearest ones


def find(sentences: Profiles) -> list[tuple[int, int]]:
    """Pairs of rows a < b, sorted."""
    pairs: set[tuple[int, int]] = set()
    for a, near in enumerate(_nearest(sentences)):
        pairs.update((min(a, b), max(a, b)) for b in near)
    return sorted(pairs)


def _nearest(sentences: Profiles) -> Iterator[list[int]]:
    """For each row those closest to it, of all that share something with it."""
    import numpy as np

    holders = _holders(sentences)
    masses = np.array(sentences.masses)
    shared = np.zeros(len(masses))  # with the row that is looked at; else 0
    for a, item in enumerate(sentences.items):
        concepts = sorted(holders.keys() & item.concepts)
        if not concepts:
            yield []
            continue
        others = np.concatenate([holders[concept] for concept in concepts])
        sizes = [len(holders[concept]) for concept in concepts]
        np.add.at(shared, others, np.repeat([sentences.rarity[c] for c in concepts], sizes))
        least = np.minimum(masses[a], masses[others])
        is_close = (shared[others] >= enough * least) & (others != a)
        close, first = np.unique(others[is_close], return_index=True)
        nearest = np.lexsort((close, -shared[close] / least[is_close][first]))[:most]
        shared[others] = 0.0
        yield close[nearest].tolist()


def _holders(sentences: Profiles) -> dict[str, NDArray[np.int64]]:
    """The rows that hold each concept which is not common."""
    import numpy as np

    rows: dict[str, list[int]] = defaultdict(list)
    for row, item in enumerate(sentences.items):
        for concept in item.concepts:
            rows[concept].append(row)
    return {c: np.array(held) for c, held in rows.items() if len(held) <= common}
