"""Hand labels of the dates that sentences tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from briefing import moments


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, the day of its article, and dates as ISO 8601 writes them."""

    source: str
    published: date | None
    needed: tuple[str, ...]
    right: tuple[str, ...]  # with those that need not be found
    text: str


@dataclass(frozen=True, slots=True)
class Score:
    """How many dates were found, found rightly, and need to be found."""

    found: int
    right: int
    labelled: int
    hit: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.found)

    @property
    def recall(self) -> float:
        return self.hit / max(1, self.labelled)


def load(file: Path) -> tuple[Line, ...]:
    """The lines of a label file: source, day, dates and sentence between tabs."""
    return tuple(_line(row) for row in file.read_text("utf-8").splitlines() if row[0] != "#")


def _line(row: str) -> Line:
    source, day, labels, text = row.split("\t")
    marked = [] if labels == "-" else labels.split("; ")
    return Line(
        source,
        None if day == "-" else date.fromisoformat(day),
        tuple(label for label in marked if label[0] != "?"),
        tuple(label.lstrip("?") for label in marked),
        text,
    )


def errors(line: Line) -> tuple[list[str], list[str]]:
    """Dates that are wrong, and dates that were missed."""
    found = [moment.iso for moment in moments.find(line.text, line.published)]
    return (
        [iso for iso in found if iso not in line.right],
        [iso for iso in line.needed if iso not in found],
    )


def score(lines: Iterable[Line]) -> Score:
    """What is found against the labels."""
    found = right = labelled = hit = 0
    for line in lines:
        wrong, missed = errors(line)
        told = len(moments.find(line.text, line.published))
        found, right = found + told, right + told - len(wrong)
        labelled, hit = labelled + len(line.needed), hit + len(line.needed) - len(missed)
    return Score(found, right, labelled, hit)
