"""Lay out what stands behind the sections: figures and the timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

from briefing.models import Brief, Citation, Event, Figure, Value
from briefing.renderers._page import Block, Group, Reference, Told
from briefing.renderers._show import day, month, shown


def blocks(brief: Brief, refer: Callable[[Citation], Reference]) -> tuple[Block, ...]:
    """The blocks that have something to show."""
    made = (
        Block("figures", "Figures", tuple(_figures(brief.figures, refer))),
        Block("timeline", "Timeline", tuple(_timeline(brief.timeline, refer))),
    )
    return tuple(block for block in made if block.groups)


def _figures(figures: Sequence[Figure], refer: Callable[[Citation], Reference]) -> Iterator[Group]:
    """Values of one thing under its name; single ones that one passage states on one line."""
    number = 0
    for _, alike in groupby(figures, key=_together):
        run = list(alike)
        told = [_value(value, refer) for value in run[0].values]
        if len(run) > 1:
            told = [(" · ".join(_label(figure.values[0]) for figure in run), told[0][1])]
        lines = tuple(Told(f"figures-{number + n}", *line) for n, line in enumerate(told, 1))
        number += len(lines)
        yield Group(_heading(run[0]), lines)


def _together(figure: Figure) -> tuple[object, ...]:
    """What figures on one line have in common: the same passages, and one value each."""
    return (figure.values[0].citations,) if len(figure.values) == 1 else (id(figure),)


def _heading(figure: Figure) -> str:
    if not figure.relation:
        return ""
    return f"{shown(figure.what) or 'The same figure'}: {figure.relation}"


def _value(
    value: Value, refer: Callable[[Citation], Reference]
) -> tuple[str, tuple[Reference, ...]]:
    return _label(value), tuple(refer(cited) for cited in value.citations)


def _label(value: Value) -> str:
    """``over 80 priority projects``; a unit is in the words of the quantity itself."""
    return shown(
        f"{value.text} {value.counted}" if value.counted and not value.unit else value.text
    )


def _timeline(events: Sequence[Event], refer: Callable[[Citation], Reference]) -> Iterator[Group]:
    """The events of one date under it."""
    number = 0
    for (first, last), same in groupby(events, key=lambda event: (event.first, event.last)):
        told = [tuple(refer(cited) for cited in event.citations) for event in same]
        when = _date(first, last)
        heading, label = (when, "") if len(told) > 1 else ("", when)
        lines = (Told(f"timeline-{number + n}", label, line) for n, line in enumerate(told, 1))
        yield Group(heading, tuple(lines))
        number += len(told)


def _date(first: date, last: date) -> str:
    """``16 May 2024``, ``16–17 May 2024``, ``29 April – 2 May 2024``, ``March 2022``."""
    if first == last:
        return day(first)
    if (
        first.day == 1
        and (last + timedelta(1)).day == 1
        and (first.year, first.month)
        == (
            last.year,
            last.month,
        )
    ):
        return month(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    return f"{day(first)} – {day(last)}"
