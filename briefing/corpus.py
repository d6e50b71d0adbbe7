"""Items and their vectors, kept in step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from briefing.models import Vectors

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Embedded(Generic[T]):
    """``items[i]`` has the unit vector ``vectors[i]``; shape (len(items), dimensions)."""

    items: tuple[T, ...]
    vectors: Vectors

    def __post_init__(self) -> None:
        if len(self.items) != len(self.vectors):
            raise ValueError(f"{len(self.items)} items but {len(self.vectors)} vectors")

    def __len__(self) -> int:
        return len(self.items)

    def take(self, rows: Sequence[int]) -> Embedded[T]:
        """The given rows, in the given order."""
        return Embedded(tuple(self.items[row] for row in rows), self.vectors[list(rows)])

    def where(self, keep: Iterable[bool]) -> Embedded[T]:
        """The rows whose flag is true."""
        return self.take([row for row, kept in enumerate(keep) if kept])

    def mean_cosine(self) -> float:
        """Of all pairs of vectors, each with itself too; 0 of none."""
        if not len(self):
            return 0.0
        mean = self.vectors.mean(axis=0)
        return float(mean @ mean)
