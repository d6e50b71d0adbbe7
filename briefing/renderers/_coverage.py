"""Lay out what the outlets report: how much on each topic, who is silent, what rests on one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.models import Brief, SourceRecord
from briefing.renderers._page import Coverage, Covered, Item, Link, Part, Row
from briefing.renderers._show import capital, counted, shown

most_silent = 20  # outlets named as silent on a topic; a large corpus has hundreds


def coverage(brief: Brief, topics: Sequence[Part], noted: Part) -> Coverage:
    """Sentences by topic and outlet; the parts are those of the topics, and what else is noted."""
    own = [record for record in brief.sources if not record.reprint_of]
    rows = tuple(_rows(brief, own))
    failed = sorted(entry.path for entry in brief.ledger if entry.bucket == "failed source")
    return Coverage(
        topics=tuple(capital(shown(section.topic.name)) for section in brief.sections),
        rows=rows,
        failed=tuple(failed),
        totals=tuple(section.sentences for section in brief.sections),
        covered=tuple(_covered(part, column, rows) for column, part in enumerate(topics)),
        single=_single([item for part in (*topics, noted) for item in part.points]),
        reprints=tuple(
            Link(f"source-{record.number}", f"[{record.number}] {outlet(record)}")
            for record in brief.sources
            if record.reprint_of
        ),
    )


def outlet(record: SourceRecord) -> str:
    """The name by which a reader knows a source."""
    return shown(record.outlet) or "outlet unknown"


def _rows(brief: Brief, own: Sequence[SourceRecord]) -> Iterator[Row]:
    numbers: dict[str, tuple[int, ...]] = {}
    for record in own:
        source = record.outlet or record.path
        numbers[source] = (*numbers.get(source, ()), record.number)
    names = {record.path: outlet(record) for record in own if not record.outlet}
    others = sorted({o for s in brief.sections for o in s.outlets} - numbers.keys())
    for source in (*numbers, *others):
        counts = tuple(section.outlets.get(source, 0) for section in brief.sections)
        known = source not in names
        yield Row(numbers.get(source, ()), names.get(source, source), counts, known)


def _covered(part: Part, column: int, rows: Sequence[Row]) -> Covered:
    """What the outlets have on the topic of a column, most first."""
    told = sorted((row for row in rows if row.counts[column]), key=lambda r: -r.counts[column])
    silent = [_named(row) for row in rows if not row.counts[column]]
    everyone = f"all {len(rows)} outlets" if len(rows) > 1 else "the only outlet"
    more = [f"{len(silent) - most_silent} more"] if len(silent) > most_silent else []
    lone = [
        Link(item.anchor, str(number))
        for number, item in enumerate(part.points, 1)
        if not item.corroborated
    ]
    return Covered(
        outlets=tuple(f"{_named(row)} {row.counts[column]}" for row in told),
        silent=(*silent[:most_silent], *more) if told else (everyone,),
        points=len(part.points),
        lone=tuple(lone),
    )


def _named(row: Row) -> str:
    """An outlet, with its numbers where its name is not known."""
    numbers = "".join(f"[{number}]" for number in row.numbers)
    return row.outlet if row.known else f"{numbers} {row.outlet}"


def _single(points: Sequence[Item]) -> str:
    """How many of all points rest on one source."""
    lone = sum(not item.corroborated for item in points)
    return f"{lone} of {counted(len(points), 'point')} on a single independent source"
