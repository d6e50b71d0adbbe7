"""What survives between runs, in one SQLite file: articles, vectors, visits and briefs.

The file carries an application id and a schema number; a file of another application or of a
newer version is refused before anything is written. It is made whole beside its place, so that
nobody ever opens half of one.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from importlib import resources
from pathlib import Path
from types import TracebackType

from briefing.errors import StoreError
from briefing.store._articles import Archived, Articles, Hit, Outlet
from briefing.store._briefs import Briefs, Record
from briefing.store._vectors import Vectors
from briefing.store._visits import Visits

__all__ = ["Archived", "Hit", "Outlet", "Record", "Store", "open_store"]

application_id = 0x62726966  # "brif"
patience = 10.0  # seconds that a statement waits for another process


class Store(AbstractContextManager["Store"]):
    """An open store; what it keeps of each kind stands in a part of its own."""

    def __init__(self, connection: sqlite3.Connection, file: Path) -> None:
        self._connection, self.file = connection, file
        self.articles = Articles(connection)
        self.vectors = Vectors(connection)
        self.visits = Visits(connection)
        self.briefs = Briefs(connection)

    def is_whole(self) -> bool:
        """Whether SQLite finds the file and all references in it in order."""
        (said,) = self._connection.execute("PRAGMA integrity_check(1)").fetchone()
        loose = self._connection.execute("PRAGMA foreign_key_check").fetchone()
        return said == "ok" and loose is None

    def compact(self) -> None:
        """Give back the room of what was deleted."""
        self._connection.execute("VACUUM")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()


def open_store(file: Path) -> Store:
    """Open a store, made where there is none, and brought to the present schema.

    Raises:
        StoreError: it is no store, or of a newer version, or cannot be read or written.
    """
    with _said(file):
        if not file.exists():
            _make(file)
        connection = _connect(file)
        try:
            _check(connection, file)
            _migrate(connection)
        except BaseException:
            connection.close()
            raise
    return Store(connection, file)


@contextmanager
def _said(file: Path) -> Iterator[None]:
    """What SQLite and the disk complain about, in our words."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"{file}: the store cannot be used: {error}") from error


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=patience, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _make(file: Path) -> None:
    """Put an empty store in place; one that another process was faster to put there stays."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=f".{file.name}.") as folder:
        scratch = Path(folder) / "new"
        connection = _connect(scratch)
        connection.execute("PRAGMA journal_mode = WAL")
        _migrate(connection)
        connection.close()
        try:
            os.link(scratch, file)
        except FileExistsError:
            return


def _check(connection: sqlite3.Connection, file: Path) -> None:
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if owner != application_id and (owner or tables):
        raise StoreError(f"{file}: a database of another application; name another file")
    schema = _schema(connection)
    if schema > len(migrations()):
        raise StoreError(
            f"{file}: of schema {schema}, made by a newer version; "
            f"this one knows up to {len(migrations())}"
        )


def _schema(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


@cache
def migrations() -> tuple[str, ...]:
    """The statements that lead from each schema to the next, the first from nothing."""
    folder = resources.files("briefing") / "data" / "migrations"
    numbered = {int(file.name.removesuffix(".sql")): file for file in folder.iterdir()}
    return tuple(numbered[number].read_text("utf-8") for number in sorted(numbered))


def _migrate(connection: sqlite3.Connection) -> None:
    """All steps that are missing, each of them whole or not at all."""
    while (schema := _schema(connection)) < len(migrations()):
        connection.execute("BEGIN IMMEDIATE")
        try:
            if _schema(connection) == schema:  # no other process was faster
                for statement in _statements(migrations()[schema]):
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {application_id}")
                connection.execute(f"PRAGMA user_version = {schema + 1}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
