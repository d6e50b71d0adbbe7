"""Matrices of mostly zeros, by their rows ("compressed sparse row"): what TF-IDF is kept in.

The few operations that are needed, over NumPy. Sums run in the order of rows and columns, so a
result has the same last digits on every machine.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Places = NDArray[np.int64]
    Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rows:
    """Row i has ``values[n]`` in ``columns[n]``, for n in ``starts[i]:starts[i + 1]``."""

    starts: Places
    columns: Places  # ascending in each row
    values: Values
    width: int

    @staticmethod
    def of(rows: Iterable[Sequence[tuple[int, float]]], width: int) -> Rows:
        """From the (column, value) of each row, in any order."""
        import numpy as np

        starts, columns, values = array("q", [0]), array("q"), array("d")
        for row in rows:
            ordered = sorted(row)
            columns.extend(column for column, _ in ordered)
            values.extend(value for _, value in ordered)
            starts.append(len(columns))
        places = np.frombuffer(starts, np.int64), np.frombuffer(columns, np.int64)
        return Rows(*places, np.frombuffer(values, np.float64), width)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def sizes(self) -> Places:
        """How many values each row holds."""
        import numpy as np

        return np.diff(self.starts)

    def row(self, place: int) -> tuple[Places, Values]:
        """The columns and the values of one row."""
        own = slice(self.starts[place], self.starts[place + 1])
        return self.columns[own], self.values[own]

    def take(self, rows: Sequence[int] | Places) -> Rows:
        """The given rows, in the given order."""
        import numpy as np

        chosen = np.asarray(rows, np.int64)
        sizes = self.sizes[chosen]
        starts = np.concatenate([[0], np.cumsum(sizes)])
        places = np.arange(starts[-1]) + np.repeat(self.starts[chosen] - starts[:-1], sizes)
        return Rows(starts, self.columns[places], self.values[places], self.width)

    def times(self, vector: Values) -> Values:
        """The product with a column vector; shape (rows,)."""
        import numpy as np

        found = self.values * vector[self.columns]
        of = np.repeat(np.arange(len(self)), self.sizes)
        return np.asarray(np.bincount(of, found, len(self)), np.float64)

    def summed(self, weights: Values | None = None) -> Values:
        """The sum of the rows, each times its weight where there are some; shape (width,)."""
        import numpy as np

        found = self.values if weights is None else self.values * np.repeat(weights, self.sizes)
        return np.asarray(np.bincount(self.columns, found, self.width), np.float64)

    def dense(self) -> Values:
        """With its zeros; shape (rows, width)."""
        import numpy as np

        full = np.zeros((len(self), self.width))
        full[np.repeat(np.arange(len(self)), self.sizes), self.columns] = self.values
        return full
