"""Lay out what stands behind the sections: figures and the timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from briefing import measures
from briefing.models import Brief, Citation, Event, Figure, Value
from briefing.renderers._charts import strip
from briefing.renderers._page import Block, Group, Reference, Told
from briefing.renderers._show import day, period, shown


def blocks(brief: Brief, refer: Callable[[Citation], Reference]) -> tuple[Block, ...]:
    """The blocks that have something to show; stories are named where there are several."""
    several = len(brief.stories) > 1
    names = {s.id: shown(s.headline.text) for s in brief.stories} if several else {}
    days = {source.article_id: source.published for source in brief.sources}
    figures = tuple(_figures(brief.figures, refer, names, days))
    timeline = tuple(_timeline(brief.timeline, refer, names))
    left = (
        _more(brief.more_figures, "passage with figures", "passages with figures"),
        _more(brief.more_events, "dated event", "dated events"),
    )
    made = (
        Block("figures", "Figures", figures, left[0]),
        Block("timeline", "Timeline", timeline, left[1], strip(brief.timeline)),
    )
    return tuple(block for block in made if block.groups)


def _more(number: int, one: str, several: str) -> str:
    return f"{number} more {one if number == 1 else several}." if number else ""


def _figures(
    figures: Sequence[Figure],
    refer: Callable[[Citation], Reference],
    names: Mapping[str, str],
    days: Mapping[str, date | None],
) -> Iterator[Group]:
    """Values of one thing under its name; single ones that one passage states on one line."""
    number = 0
    for _, alike in groupby(figures, key=_together):
        run = list(alike)
        first = run[0]
        told = [(_dated(first, v, days), tuple(map(refer, v.citations))) for v in first.values]
        if not first.relation:
            told = [(" · ".join(_label(figure) for figure in run), told[0][1])]
        lines = tuple(Told(f"figures-{number + n}", *line) for n, line in enumerate(told, 1))
        number += len(lines)
        yield Group(_heading(first, names), lines)


def _together(figure: Figure) -> tuple[object, ...]:
    """What figures on one line have in common: the same passages, and one value each."""
    return (figure.values[0].citations,) if len(figure.values) == 1 else (id(figure),)


def _heading(figure: Figure, names: Mapping[str, str]) -> str:
    """``People killed: update over time (Quake shakes Torhaven)``."""
    if not figure.relation:
        return ""
    kind = _kind(figure.values[0]) if figure.values[0].unit not in ("", "ordinal") else ""
    what = ", ".join(part for part in (shown(figure.what), kind) if part)
    story = f" ({names[figure.story]})" if figure.story in names else ""
    return f"{what[:1].upper()}{what[1:]}: {figure.relation}{story}"


def _kind(value: Value) -> str:
    """What the unit of a value measures: "sum of money", "share", "power"."""
    if measures.is_money(value.unit):
        return "sum of money"
    kind = "percentage" if value.unit == "%" else measures.dimension(value.unit)
    return f"{kind} per {value.per}" if value.per else kind


def _dated(figure: Figure, value: Value, days: Mapping[str, date | None]) -> str:
    """A value of several; with the day on which it was first told, where it changed in time."""
    told = [told for cited in value.citations if (told := days.get(cited.article_id))]
    counted = f" {value.counted}" if value.counted and not value.unit else ""
    when = f", {day(min(told))}" if told and figure.relation.startswith("update") else ""
    return shown(f"{_written(value)}{counted}{when}")


def _label(figure: Figure) -> str:
    """``over 80 priority projects``; a unit is in the words of the quantity itself."""
    value = figure.values[0]
    return shown(_written(value) if value.unit else f"{value.text} {figure.what}")


def _written(value: Value) -> str:
    """The words of the text, with the name of a scale that they do not tell."""
    bare = value.unit == "magnitude" and "magnitude" not in value.text
    return f"magnitude {value.text}" if bare else value.text


def _timeline(
    events: Sequence[Event], refer: Callable[[Citation], Reference], names: Mapping[str, str]
) -> Iterator[Group]:
    """The events of one date under it; those of several stories under these."""
    lines = [
        (
            event,
            Told(
                f"timeline-{number}",
                period(event.first, event.last),
                tuple(map(refer, event.citations)),
            ),
        )
        for number, event in enumerate(events, 1)
    ]
    told = list(dict.fromkeys(event.story for event in events))
    if len(told) > 1 and names:
        for story in told:
            own = tuple(line for event, line in lines if event.story == story)
            yield Group(names.get(story, ""), own)
        return
    for when, alike in groupby((line for _, line in lines), key=lambda line: line.label):
        same = tuple(alike)
        yield (
            Group(when, tuple(replace(line, label="") for line in same))
            if len(same) > 1
            else Group("", same)
        )
