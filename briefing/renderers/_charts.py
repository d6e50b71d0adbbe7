"""The geometry of the small charts of a page, in per cent of their width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from briefing.models import Event
from briefing.renderers._show import counted, day, month, period

_fewest = 3  # dates that need a picture
_most_ticks = 6
_narrowest = 1.2  # per cent that a mark takes, so that a day of a decade is seen
_squeezed = 0.1  # of the axis; dates so close together cannot be told apart on it
_in_a_month, _in_a_year = 30.44, 365.25  # days, on average


@dataclass(frozen=True, slots=True)
class Mark:
    """An event: where it begins, how wide it is, and how many stand beneath it."""

    x: float
    width: float
    lane: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A date of the axis."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Strip:
    """Events along an axis of time; what lies too close stands one above the other."""

    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    caption: str

    @property
    def lanes(self) -> int:
        return 1 + max(mark.lane for mark in self.marks)


def strip(told: Sequence[Event]) -> Strip | None:
    """The events on their axis; None for so few dates that a picture tells nothing.

    Where most of them would share a small part of the axis, only these are drawn.
    """
    events = _near(sorted(told, key=lambda event: (event.first, event.last)))
    if len({(event.first, event.last) for event in events}) < _fewest:
        return None
    far = len(told) - len(events)
    first = min(events, key=lambda event: (event.first, event.last))
    last = max(events, key=lambda event: (event.last, event.first))
    axis = _Axis(first.first.toordinal(), last.last.toordinal() + 1)
    dates = f"{period(first.first, first.last)} to {period(last.first, last.last)}"
    return Strip(
        tuple(_marks(events, axis)),
        tuple(_ticks(first.first, last.last, axis)),
        f"{counted(len(events), 'dated event')}, {dates}{f'; {far} far from these' if far else ''}",
    )


def _near(events: Sequence[Event]) -> Sequence[Event]:
    """The events, in order, without those far off that squeeze the others together."""
    for at in range(1, len(events)):
        most = max(events[at:], events[:at], key=len)
        if _days(most) < _squeezed * _days(events):
            return _near(most)
    return events


def _days(events: Sequence[Event]) -> int:
    return 1 + (max(event.last for event in events) - events[0].first).days


@dataclass(frozen=True, slots=True)
class _Axis:
    """Days, from the start of one to the start of another."""

    start: int
    end: int

    def at(self, ordinal: int) -> float:
        return round(100 * (ordinal - self.start) / (self.end - self.start), 2)


def _marks(events: Sequence[Event], axis: _Axis) -> Iterator[Mark]:
    """Each event in the lowest lane that is free at its date."""
    free: list[float] = []  # where each lane ends
    for event in sorted(events, key=lambda event: (event.first, event.last)):
        x = min(axis.at(event.first.toordinal()), 100 - _narrowest)
        width = max(axis.at(event.last.toordinal() + 1) - x, _narrowest)
        lane = next((n for n, end in enumerate(free) if end <= x), len(free))
        free[lane : lane + 1] = [x + width]
        yield Mark(x, round(width, 2), lane)


def _ticks(first: date, last: date, axis: _Axis) -> Iterator[Tick]:
    """Starts of years, of months or days, whichever are few enough."""
    days = axis.end - axis.start
    if days > _most_ticks * _in_a_month * 3:
        step = _step(days / _in_a_year, (1, 2, 5, 10, 20, 50, 100))
        years = range(-(-first.year // step) * step, last.year + 1, step)
        dates = [(date(year, 1, 1), str(year)) for year in years]
    elif days > _most_ticks * 10:
        step = _step(days / _in_a_month, (1, 2, 3))
        months = range(first.year * 12, (last.year + 1) * 12, step)
        starts = [date(number // 12, number % 12 + 1, 1) for number in months]
        dates = [(start, month(start)) for start in starts]
    else:
        step = _step(days, (1, 2, 5, 10))
        starts = [date.fromordinal(n) for n in range(axis.start, axis.end, step)]
        dates = [(start, day(start).rpartition(" ")[0]) for start in starts]
    yield from (Tick(axis.at(at.toordinal()), label) for at, label in dates if first <= at <= last)


def _step(units: float, steps: Sequence[int]) -> int:
    """The least step that leaves few enough ticks."""
    return next((step for step in steps if units / step <= _most_ticks), steps[-1])
