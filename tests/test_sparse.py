from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from briefing.sparse import Rows

width = 5
values = st.floats(-3, 3).filter(bool)
matrices = st.lists(st.dictionaries(st.integers(0, width - 1), values), min_size=1, max_size=6)


def made(given: list[dict[int, float]]) -> Rows:
    return Rows.of([list(row.items()) for row in given], width)


@given(matrices, st.data())
def test_products_and_sums_are_those_of_scipy(
    given: list[dict[int, float]], data: st.DataObject
) -> None:
    rows = made(given)
    theirs = csr_matrix((rows.values, rows.columns, rows.starts), shape=(len(rows), width))
    chosen = data.draw(st.lists(st.integers(0, len(rows) - 1)))
    vector = np.array(data.draw(st.lists(st.floats(-3, 3), min_size=width, max_size=width)))
    weights = np.array(
        data.draw(st.lists(st.floats(-3, 3), min_size=len(chosen), max_size=len(chosen)))
    )
    taken = rows.take(chosen)

    assert np.array_equal(rows.dense(), theirs.toarray())
    assert np.array_equal(taken.dense(), theirs[chosen].toarray())
    assert np.array_equal(rows.times(vector), theirs @ vector)
    assert np.array_equal(taken.summed(), np.asarray(theirs[chosen].sum(axis=0)).ravel())
    assert np.array_equal(taken.summed(weights), theirs[chosen].T @ weights)


@given(matrices)
def test_a_row_holds_its_values_by_ascending_columns(given: list[dict[int, float]]) -> None:
    rows = made(given)

    for place, row in enumerate(given):
        columns, found = rows.row(place)
        assert dict(zip(columns.tolist(), found.tolist(), strict=True)) == row
        assert columns.tolist() == sorted(row)
