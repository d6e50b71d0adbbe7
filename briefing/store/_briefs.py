"""The daily briefs that were made: their windows, their points, and what their texts said."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from briefing.models import Entry, Past, Told
from briefing.store._connection import forget, transaction
from briefing.windows import Made

remembered = 30  # briefs whose points and texts a new one is compared with
_asked = 500  # traces in one query


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of a brief beside its points."""

    made: Made
    inputs: str  # a hash of all that it was made from
    failures: tuple[Entry, ...]  # what could not be fetched for it
    brief: bytes  # as the JSON renderer writes it


class Briefs:
    """Briefs by title and day; briefs of another title know nothing of each other."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def made(self, title: str) -> list[Made]:
        """The windows of the briefs of a title, by day."""
        rows = self._connection.execute(
            "SELECT day, first, last FROM briefs WHERE title = ? ORDER BY day", (title,)
        )
        return [Made(date.fromisoformat(day), first, last) for day, first, last in rows]

    def of_day(self, title: str, day: date) -> Record | None:
        """The brief of a day, if there was one."""
        row = self._connection.execute(
            "SELECT first, last, inputs, failures, brief FROM briefs WHERE title = ? AND day = ?",
            (title, day.isoformat()),
        ).fetchone()
        if row is None:
            return None
        first, last, inputs, failures, brief = row
        kept = msgspec.json.decode(failures, type=tuple[Entry, ...])
        return Record(Made(day, first, last), inputs, kept, zlib.decompress(brief))

    def record(
        self, title: str, record: Record, told: Iterable[Told], traces: Iterable[int]
    ) -> None:
        """Keep a brief, instead of an older one of its day; its files are to be written."""
        day = record.made.day.isoformat()
        failures = msgspec.json.encode(record.failures).decode()
        with transaction(self._connection):
            self._connection.execute("DELETE FROM briefs WHERE title = ? AND day = ?", (title, day))
            made = self._connection.execute(
                "INSERT INTO briefs (title, day, first, last, inputs, failures, brief, pending)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
                (
                    *(title, day, record.made.first, record.made.last, record.inputs),
                    *(failures, zlib.compress(record.brief)),
                ),
            )
            number = made.lastrowid
            self._connection.executemany(
                "INSERT INTO points (brief, point) VALUES (?, ?)",
                [(number, msgspec.json.encode(one).decode()) for one in told],
            )
            self._connection.executemany(
                "INSERT OR IGNORE INTO traces (brief, trace) VALUES (?, ?)",
                [(number, trace) for trace in traces],
            )

    def past(self, title: str, day: date) -> Past | None:
        """What the briefs of a title told before a day; None where there was none.

        The last is the latest that told anything: a day without news hides no story.
        """
        rows = self._connection.execute(
            "SELECT number, day FROM briefs WHERE title = ? AND day < ? ORDER BY day DESC LIMIT ?",
            (title, day.isoformat(), remembered),
        ).fetchall()
        if not rows:
            return None
        numbers = [number for number, _ in rows]
        told = tuple(one for number in numbers for one in self._told(number))
        last = told[0].day if told else date.fromisoformat(rows[0][1])
        return Past(last, told, recurs=lambda some: self._recurs(some, numbers))

    def _told(self, number: int) -> list[Told]:
        rows = self._connection.execute(
            "SELECT point FROM points WHERE brief = ? ORDER BY rowid", (number,)
        )
        return [msgspec.json.decode(point, type=Told) for (point,) in rows]

    def _recurs(self, traces: Sequence[int], numbers: Sequence[int]) -> Mapping[int, int]:
        found: dict[int, int] = {}
        briefs = ", ".join("?" * len(numbers))
        for start in range(0, len(traces), _asked):
            some = traces[start : start + _asked]
            found |= self._connection.execute(
                "SELECT trace, count(*) FROM traces"  # noqa: S608 - question marks only
                f" WHERE trace IN ({', '.join('?' * len(some))}) AND brief IN ({briefs})"
                " GROUP BY trace",
                (*some, *numbers),
            )
        return found

    def write(self, title: str, day: date) -> None:
        """Note that the files of a brief are written."""
        self._connection.execute(
            "UPDATE briefs SET pending = 0 WHERE title = ? AND day = ?", (title, day.isoformat())
        )

    def pending(self, title: str, before: date) -> list[date]:
        """The days before that one whose briefs were kept and, as far as is known, not written."""
        rows = self._connection.execute(
            "SELECT day FROM briefs WHERE title = ? AND day < ? AND pending ORDER BY day",
            (title, before.isoformat()),
        )
        return [date.fromisoformat(day) for (day,) in rows]

    def held(self, today: date) -> int:
        """The number of the last article that the briefs of all titles are past."""
        (number,) = self._connection.execute(
            "SELECT coalesce(min(last), 0) FROM"
            " (SELECT max(last) AS last FROM briefs WHERE day <= ? GROUP BY title)",
            (today.isoformat(),),
        ).fetchone()
        return int(number)

    def forget(self, title: str, day: date) -> bool:
        """Forget the brief of a day; whether there was one."""
        deleted = self._connection.execute(
            "DELETE FROM briefs WHERE title = ? AND day = ?", (title, day.isoformat())
        )
        return deleted.rowcount > 0

    def prune(self, before: date, dry_run: bool = False) -> int:
        """Forget the briefs of days before that one, but the last of each title; how many."""
        old = (
            "day < ?1 AND day < (SELECT max(day) FROM briefs AS later"
            " WHERE later.title = briefs.title AND later.day < ?1)"
        )
        return forget(self._connection, "briefs", old, before.isoformat(), dry_run)
