from __future__ import annotations

from itertools import combinations
from math import sqrt

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from briefing.linkage import groups

sizes = st.integers(2, 8)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, dict[tuple[int, int], float]]:
    """Likenesses of which no two averages are equal, so that there is no tie to break."""
    size = draw(sizes)
    pairs = list(combinations(range(size), 2))
    values = draw(st.permutations(range(1, len(pairs) + 1)))
    return size, {pair: sqrt(value) / 8 for pair, value in zip(pairs, values, strict=True)}


@given(graphs(), st.floats(0.05, 0.6))
def test_without_cohesion_groups_are_those_of_scipy(
    graph: tuple[int, dict[tuple[int, int], float]], together: float
) -> None:
    size, likeness = graph
    distances = 1 - np.array([likeness[pair] for pair in combinations(range(size), 2)])

    found = groups(size, likeness, together, cohesion=0)

    tree = linkage(squareform(squareform(distances)), "average")
    labels = fcluster(tree, 1 - together, "distance")
    assert sorted(found) == sorted(
        [row for row in range(size) if labels[row] == label] for label in set(labels)
    )


def test_siblings_stay_apart_though_they_are_like_enough_to_join() -> None:
    inside, between = 0.8, 0.2
    pairs = combinations(range(4), 2)
    likeness = {(a, b): inside if a // 2 == b // 2 else between for a, b in pairs}

    assert groups(4, likeness, together=0.1, cohesion=0.6) == [[0, 1], [2, 3]]
    assert groups(4, likeness, together=0.1, cohesion=0.0) == [[0, 1, 2, 3]]


def test_one_link_does_not_chain_two_groups_together() -> None:
    likeness = {(0, 1): 0.9, (2, 3): 0.9, (1, 2): 0.3}

    assert groups(4, likeness, together=0.1, cohesion=0.0) == [[0, 1], [2, 3]]


def test_a_likeness_below_0_speaks_against_a_group_that_would_hold_it() -> None:
    chained = {(0, 1): 0.3, (1, 2): 0.2}

    assert groups(3, chained, together=0.1, cohesion=0.0) == [[0, 1, 2]]
    assert groups(3, {**chained, (0, 2): -0.1}, together=0.1, cohesion=0.0) == [[0, 1], [2]]


def test_rows_that_nothing_joins_are_alone() -> None:
    assert groups(3, {(0, 2): 0.5}, together=0.6, cohesion=0.6) == [[0], [1], [2]]
