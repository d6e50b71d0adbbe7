"""Items and their vectors, kept in step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from briefing.models import Vectors

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Embedded(Generic[T]):
    """``items[i]`` has the unit vector ``vectors[i]``; shape (len(items), dimensions).

    Many choices are made of one corpus, and few of them look at vectors: they share a matrix,
    and copy rows of it only when asked.
    """

    items: tuple[T, ...]
    matrix: Vectors
    rows: Sequence[int] | None = None  # those of the matrix that the items have; None for all

    def __post_init__(self) -> None:
        rows = self.matrix if self.rows is None else self.rows
        if len(self.items) != len(rows):
            raise ValueError(f"{len(self.items)} items but {len(rows)} vectors")

    def __len__(self) -> int:
        return len(self.items)

    @property
    def vectors(self) -> Vectors:
        """Of the items, shape (len(items), dimensions)."""
        return self.matrix if self.rows is None else self.matrix[list(self.rows)]

    def of(self, items: Sequence[U], rows: Sequence[int]) -> Embedded[U]:
        """Other items, with the vectors of the given rows."""
        found = rows if self.rows is None else [self.rows[row] for row in rows]
        return Embedded(tuple(items), self.matrix, found)

    def take(self, rows: Sequence[int]) -> Embedded[T]:
        """The given rows, in the given order."""
        return self.of([self.items[row] for row in rows], rows)

    def where(self, keep: Iterable[bool]) -> Embedded[T]:
        """The rows whose flag is true."""
        return self.take([row for row, kept in enumerate(keep) if kept])

    def mean_cosine(self) -> float:
        """Of all pairs of vectors, each with itself too; 0 of none."""
        if not len(self):
            return 0.0
        mean = self.vectors.mean(axis=0)
        return float(mean @ mean)
