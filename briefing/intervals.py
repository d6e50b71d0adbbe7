"""Days, months and years as first and last day, and as ISO 8601 writes them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeAlias

Span: TypeAlias = tuple[date, date]


def written(first: date, last: date) -> str:
    """A day, a month, a year or an interval as ISO 8601 writes it."""
    if first == last:
        return first.isoformat()
    if (first, last) == whole(first.year, first.month):
        return f"{first:%Y-%m}"
    if (first, last) == whole(first.year):
        return f"{first.year:04d}"
    return f"{first.isoformat()}/{last.isoformat()}"


def whole(year: int, month: int = 0) -> Span:
    """The first and the last day of a month, or of a year."""
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(1)
