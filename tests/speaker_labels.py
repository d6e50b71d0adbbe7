"""Hand labels of who is speaking in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence and the answers that are right; "" where nobody is named."""

    source: str
    speakers: frozenset[str]
    text: str


@dataclass(frozen=True, slots=True)
class Score:
    """How many speakers were named, named rightly, and how many there are."""

    named: int
    right: int
    labelled: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.named)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.labelled)


def load(file: Path) -> tuple[Line, ...]:
    """The lines of a label file: source, speakers and sentence between tabs."""
    rows = [row.split("\t") for row in file.read_text("utf-8").splitlines() if row[0] != "#"]
    return tuple(
        Line(
            source, frozenset(name.replace("-", "", name == "-") for name in names.split("|")), text
        )
        for source, names, text in rows
    )


def score(answers: list[tuple[Line, str]]) -> Score:
    """Answers against labels; a line on which "" is right too counts only when it is named."""
    return Score(
        sum(bool(answer) for _, answer in answers),
        sum(bool(answer) and answer in line.speakers for line, answer in answers),
        sum(
            "" not in line.speakers or (bool(answer) and answer in line.speakers)
            for line, answer in answers
        ),
    )
