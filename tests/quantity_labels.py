"""Hand labels of the quantities of sentences."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from briefing import quantities
from briefing.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Label:
    """A value, or the ends of a range, to four significant digits; and its unit."""

    low: str
    high: str
    unit: str

    def __str__(self) -> str:
        ends = self.low if self.low == self.high else f"{self.low}..{self.high}"
        return f"{ends} {self.unit or '#'}"


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence and what it states."""

    source: str
    labels: Counter[Label]
    text: str


def load(file: Path) -> tuple[Line, ...]:
    """The lines of a label file: source, labels and sentence between tabs."""
    rows = [row.split("\t") for row in file.read_text("utf-8").splitlines() if row[0] != "#"]
    return tuple(
        Line(source, Counter() if labels == "-" else Counter(map(_label, labels.split("; "))), text)
        for source, labels, text in rows
    )


def found(text: str) -> Counter[Label]:
    """What is found in an English sentence."""
    return Counter(map(_of, quantities.find(text)))


def _of(quantity: Quantity) -> Label:
    high = quantity.value if quantity.high is None else quantity.high
    return Label(_rounded(quantity.value), _rounded(high), quantity.unit)


def _label(written: str) -> Label:
    values, unit = written.split(" ", 1)
    low, _, high = values.partition("..")
    return Label(_rounded(float(low)), _rounded(float(high or low)), "" if unit == "#" else unit)


def _rounded(value: float) -> str:
    return f"{value:.4g}"
