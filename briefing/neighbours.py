"""Which pairs of sentences are worth comparing: those that share words that few others have.

An inverted index instead of all pairs: a word that stands in many sentences leads nowhere, so
the work grows with the number of sentences and not with its square.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from briefing.matching import Profiles

common = 150  # sentences; a word in more of them does not make two of them neighbours
enough = 0.25  # IDF-weighted Dice of those words from which on a pair is compared
most = 40  # neighbours of a sentence that are compared, the nearest ones
_rows = 2048  # sentences whose neighbours are looked up at a time


def find(sentences: Profiles) -> list[tuple[int, int]]:
    """Pairs of rows a < b, sorted."""
    if not sentences.items:
        return []
    weights, presence = _matrices(sentences)
    pairs: set[tuple[int, int]] = set()
    for start in range(0, len(sentences.items), _rows):
        shared = (weights[start : start + _rows] @ presence.T).tocsr()
        for near in range(shared.shape[0]):
            a = start + near
            places = slice(shared.indptr[near], shared.indptr[near + 1])
            for b in _nearest(sentences.masses, a, shared.indices[places], shared.data[places]):
                pairs.add((min(a, b), max(a, b)))
    return sorted(pairs)


def _nearest(
    masses: Sequence[float], a: int, others: Sequence[int], shared: Sequence[float]
) -> Iterator[int]:
    """The rows closest to one, of those that share something with it."""
    close = [
        (-weight / least, int(b))
        for b, weight in zip(others, shared, strict=True)
        if b != a and (least := min(masses[a], masses[int(b)])) and weight >= enough * least
    ]
    yield from (b for _, b in sorted(close)[:most])


def _matrices(sentences: Profiles) -> tuple[csr_matrix, csr_matrix]:
    """Sparse (sentences, concepts): the rarity of each uncommon concept, and its presence."""
    from scipy.sparse import csr_matrix

    kept = [sorted(c for c in item.concepts) for item in sentences.items]
    frequency: dict[str, int] = {}
    for concepts in kept:
        for concept in concepts:
            frequency[concept] = frequency.get(concept, 0) + 1
    column = {c: place for place, c in enumerate(sorted(frequency)) if frequency[c] <= common}
    starts, columns, data = [0], [], []
    for concepts in kept:
        columns += [column[c] for c in concepts if c in column]
        data += [sentences.rarity[c] for c in concepts if c in column]
        starts.append(len(columns))
    shape = (len(kept), len(frequency))
    ones = csr_matrix(([1.0] * len(data), columns, starts), shape=shape)
    return csr_matrix((data, columns, starts), shape=shape), ones
