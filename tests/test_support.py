"""Whether a report is counted for what is printed."""

from __future__ import annotations

import pytest

from briefing import support
from briefing.models import Sentence

quake = "An earthquake struck the island of Torhaven on Monday, killing at least 23 people."


def bears_out(report: str, printed: str) -> bool:
    told, known = (Sentence(n, 0, 0, len(t), t) for n, t in (("a", printed), ("b", report)))
    return support.bears_out(known, told)


@pytest.mark.parametrize(
    "report",
    [
        "At least 23 people died when an earthquake struck Torhaven, police said.",
        "An earthquake on the island of Torhaven killed 23 people and hurt 90.",
    ],
)
def test_who_tells_as_much_or_more_is_counted(report: str) -> None:
    assert bears_out(report, quake)


@pytest.mark.parametrize(
    "report",
    [
        "An earthquake struck the island of Torhaven on Monday.",
        "An earthquake that killed at least 15 people struck the island of Torhaven.",
        "The 23 people were buried.",
    ],
)
def test_who_leaves_out_the_figure_or_tells_something_else_is_not(report: str) -> None:
    assert not bears_out(report, quake)


def test_what_says_less_is_borne_out_by_what_says_more() -> None:
    assert bears_out(quake, "An earthquake struck the island of Torhaven.")
