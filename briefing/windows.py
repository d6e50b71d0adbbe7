"""Which articles a daily brief holds.

Articles are numbered as they come, and a window is a range of numbers: after ``first`` up to
``last``. Windows of successive briefs meet, so that each article is in exactly one, whatever
clocks and dates of publication say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from briefing.errors import ConfigError

_ago = re.compile(r"(\d{1,4})\s*([hdw])")
_units = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


@dataclass(frozen=True, slots=True)
class Made:
    """A brief that was made: its day, and the range of articles that it holds."""

    day: date
    first: int
    last: int


def since_last(made: Sequence[Made], day: date, newest: int) -> tuple[int, int]:
    """The range of the brief of a day: from the brief before to the newest article.

    A brief made again holds the same range; one for an earlier day ends where the next begins.

    Args:
        made: the briefs that were recorded.
        day: of the brief.
        newest: the number of the last article.
    """
    same = [brief for brief in made if brief.day == day]
    if same:
        return same[0].first, same[0].last
    first = max((brief.last for brief in made if brief.day < day), default=0)
    end = min((brief.first for brief in made if brief.day > day), default=newest)
    return first, max(first, min(end, newest))


def bounds(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """The first moment of a calendar day in a zone, and that of the next, in UTC.

    Days of 23 or 25 hours are taken as they are; one that the zone skips (Apia, 30 December
    2011) is empty. Where a midnight does not exist, the day begins with the moment that takes
    its place; where it comes twice, with the first.
    """
    midnights = (datetime.combine(d, time(), zone) for d in (day, day + timedelta(1)))
    start, end = (midnight.astimezone(UTC) for midnight in midnights)
    return start, end


def since(given: str, now: datetime, zone: tzinfo) -> datetime:
    """When ``24h``, ``7d``, ``2w`` ago was, or the start of ``2024-05-17``, or the time given.

    Raises:
        ConfigError: it is none of these, or has not come yet.
    """
    if ago := _ago.fullmatch(given.strip()):
        return now - int(ago[1]) * _units[ago[2]]
    found = moment(given, zone, "--since", "24h, 7d or 2024-05-17")
    if found > now:
        raise ConfigError(f"--since {given!r} has not come yet")
    return found


def moment(given: str, zone: tzinfo, option: str, example: str) -> datetime:
    """A time as written, in the zone where it names none.

    Raises:
        ConfigError: it is no time.
    """
    try:
        found = datetime.fromisoformat(given.strip())
    except ValueError as wrong:
        raise ConfigError(f"{option} {given!r} is no time; write it as {example}") from wrong
    return found if found.tzinfo else found.replace(tzinfo=zone)
