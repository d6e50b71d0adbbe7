"""The archive: every article that was ever seen, each text that an address ever had."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import msgspec

from briefing.models import Article
from briefing.store._connection import transaction

_columns = "number, seen, about, address, articles.text"


@dataclass(frozen=True, slots=True)
class Archived:
    """An article, its place in the order of arrival, and when it came."""

    number: int
    seen: datetime  # UTC
    article: Article
    address: str


@dataclass(frozen=True, slots=True)
class Outlet:
    """How much of an outlet is archived."""

    name: str  # "" for those of no known outlet
    articles: int  # revisions, too
    addresses: int
    first: datetime  # when its first article came, UTC
    last: datetime


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found, its words in brackets."""

    found: Archived
    passage: str


class Articles:
    """Articles by number, address and words."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, articles: Iterable[Article], now: datetime) -> int:
        """Keep what is new, a text not seen at its address before; how many these were."""
        rows = [_row(article, now) for article in articles]
        with transaction(self._connection):
            already = self._count()
            self._connection.executemany(
                "INSERT INTO articles (address, id, seen, title, outlet, text, about)"
                " SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7"
                " WHERE NOT EXISTS (SELECT 1 FROM articles WHERE address = ?1 AND id = ?2)",
                rows,
            )
            return self._count() - already

    def _count(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM articles").fetchone()[0])

    def newest(self, before: datetime | None = None) -> int:
        """The number of the last article; all up to it came before that time. 0 for none."""
        query, limits = "SELECT coalesce(max(number), 0) FROM articles", []
        if before is not None:
            query += (
                " WHERE number < coalesce((SELECT min(number) FROM articles WHERE seen >= ?),"
                " 9223372036854775807)"
            )
            limits = [_seconds(before)]
        return int(self._connection.execute(query, limits).fetchone()[0])

    def between(self, first: int, last: int) -> list[Archived]:
        """The articles after number ``first`` up to ``last``, in that order."""
        return self._select("number > ? AND number <= ?", first, last)

    def seen(self, since: datetime, until: datetime) -> list[Archived]:
        """The articles that came at ``since`` or later, and before ``until``."""
        return self._select("seen >= ? AND seen < ?", _seconds(since), _seconds(until))

    def revisions(self, address: str) -> list[Archived]:
        """All texts that an address had, the oldest first."""
        return self._select("address = ?", address)

    def replaced(self, address: str, first: int) -> datetime | None:
        """When the last text at an address came whose number is at most ``first``, if any."""
        query = "SELECT max(seen) FROM articles WHERE address = ? AND number <= ?"
        (seen,) = self._connection.execute(query, (address, first)).fetchone()
        return None if seen is None else _time(seen)

    def article(self, id: str) -> Article | None:
        """The article of that id."""
        found = self._select("id = ?", id)
        return found[0].article if found else None

    def _select(self, condition: str, *values: object) -> list[Archived]:
        query = (
            f"SELECT {_columns} FROM articles"  # noqa: S608
            f" WHERE NOT pruned AND {condition} ORDER BY number"
        )
        return [_archived(*row) for row in self._connection.execute(query, values)]

    def outlets(self) -> list[Outlet]:
        """What there is of each outlet, by name."""
        rows = self._connection.execute(
            "SELECT outlet, count(*), count(DISTINCT address), min(seen), max(seen)"
            " FROM articles WHERE NOT pruned GROUP BY outlet ORDER BY outlet"
        )
        return [
            Outlet(name, articles, addresses, _time(first), _time(last))
            for name, articles, addresses, first, last in rows
        ]

    def search(self, words: str, most: int = 20) -> Iterator[Hit]:
        """The best passages that hold all of the words; "in quotes" as they stand there."""
        rows = self._connection.execute(
            f"SELECT {_columns}, snippet(words, -1, '[', ']', '…', 24)"  # noqa: S608
            " FROM words JOIN articles ON articles.number = words.rowid"
            " WHERE words MATCH ? ORDER BY rank, number DESC LIMIT ?",
            (_query(words), most),
        )
        for *row, passage in rows:
            yield Hit(_archived(*row), " ".join(passage.split()))

    def prune(self, before: datetime, held: int, dry_run: bool = False) -> int:
        """Forget what the articles said that came before that time; how many these are.

        Their numbers, addresses and ids stay, so that none of them comes again as new.

        Args:
            before: the time.
            held: the number of the last article that every brief is past.
            dry_run: only count.
        """
        condition = "FROM articles WHERE NOT pruned AND seen < ? AND number <= ?"
        limits = (_seconds(before), held)
        with transaction(self._connection):
            count = self._connection.execute(f"SELECT count(*) {condition}", limits).fetchone()[0]
            if not dry_run:
                self._connection.execute(
                    "UPDATE articles SET pruned = 1, title = '', outlet = '', text = '',"
                    " about = '{}' WHERE NOT pruned AND seen < ? AND number <= ?",
                    limits,
                )
        return int(count)

    def are_pruned(self, first: int, last: int) -> bool:
        """Whether one of the articles after number ``first`` up to ``last`` is pruned."""
        query = "SELECT 1 FROM articles WHERE pruned AND number > ? AND number <= ?"
        return self._connection.execute(query, (first, last)).fetchone() is not None


def _row(article: Article, now: datetime) -> tuple[object, ...]:
    about = msgspec.json.encode(replace(article, text="")).decode()
    title, outlet = article.title, article.outlet
    return _address(article), article.id, _seconds(now), title, outlet, article.text, about


def _address(article: Article) -> str:
    """Where an article is found again; a line of a file may hold another one tomorrow."""
    line = re.search(r":\d+$", article.path)
    return article.url or (f"{article.path}#{article.id}" if line else article.path)


def _archived(number: int, seen: int, about: str, address: str, text: str) -> Archived:
    article = msgspec.json.decode(about, type=Article)
    return Archived(number, _time(seen), replace(article, text=text), address)


def _seconds(time: datetime) -> int:
    return int(time.timestamp())


def _time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _query(words: str) -> str:
    """What a person types as a query of FTS5: each word, and each "run of words", a string."""
    parts = re.findall(r'"[^"]+"|[^\s"]+', words)
    return " ".join('"' + part.strip('"') + '"' for part in parts)
