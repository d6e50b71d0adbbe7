"""Average-link grouping of a sparse graph of likenesses.

The groups most alike on average join first (UPGMA, Sokal & Michener 1958); a pair without a
likeness counts as 0, and one below 0 speaks against a group that would hold it. Two groups join
only while they are nearly as alike as the looser of them is within: siblings then stay apart at a
threshold that a loose group needs.
Time and memory grow with the pairs that have a likeness.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping


def groups(
    size: int, likeness: Mapping[tuple[int, int], float], together: float, cohesion: float
) -> list[list[int]]:
    """The rows 0..size-1 in groups, each in order, by its first row.

    Args:
        size: how many rows there are.
        likeness: of pairs a < b; below 0 where something speaks against it.
        together: the average from which two groups may join.
        cohesion: the share of the looser group's inner average that their own must reach.
    """
    graph = _Graph(size, likeness)
    queue = [(-value, a, b) for (a, b), value in likeness.items() if value >= together]
    heapq.heapify(queue)
    while queue:
        value, a, b = heapq.heappop(queue)
        if -value != graph.average(a, b) or -value < cohesion * graph.inner(a, b):
            continue
        for other in graph.join(a, b):
            if (average := graph.average(a, other)) >= together:
                heapq.heappush(queue, (-average, min(a, other), max(a, other)))
    return [sorted(members) for members in graph.members if members]


class _Graph:
    """Groups, each under its first row, and the sums of likeness between and within them."""

    def __init__(self, size: int, likeness: Mapping[tuple[int, int], float]) -> None:
        self.members = [[row] for row in range(size)]
        self.within = [0.0] * size
        self.between: list[dict[int, float]] = [{} for _ in range(size)]
        for (a, b), value in likeness.items():
            self.between[a][b] = self.between[b][a] = value

    def average(self, a: int, b: int) -> float:
        """The mean likeness of two groups; 0 when one of them is gone."""
        pairs = len(self.members[a]) * len(self.members[b])
        return self.between[a].get(b, 0.0) / pairs if pairs else 0.0

    def inner(self, a: int, b: int) -> float:
        """The mean likeness within the looser of two groups; 0 for a single row."""
        return min(self._inner(a), self._inner(b))

    def _inner(self, row: int) -> float:
        number = len(self.members[row])
        return self.within[row] / (number * (number - 1) / 2) if number > 1 else 0.0

    def join(self, a: int, b: int) -> list[int]:
        """Move the rows of b to a; the groups that have a likeness with it."""
        self.within[a] += self.within[b] + self.between[a].pop(b)
        del self.between[b][a]
        for other, total in self.between[b].items():
            self.between[a][other] = self.between[a].get(other, 0.0) + total
            self.between[other][a] = self.between[a][other]
            del self.between[other][b]
        self.between[b] = {}
        self.members[a] += self.members[b]
        self.members[b] = []
        return list(self.between[a])
