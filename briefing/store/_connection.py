"""Transactions, and what is deleted in one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of the statements, or none."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def forget(
    connection: sqlite3.Connection, table: str, condition: str, limit: object, dry_run: bool
) -> int:
    """Delete the rows of a table that a condition holds for, unless it is a dry run; how many.

    Args:
        connection: outside of a transaction.
        table: its name.
        condition: in SQL, with one question mark.
        limit: what stands for the question mark.
        dry_run: only count.
    """
    rows = f"FROM {table} WHERE {condition}"
    with transaction(connection):
        (count,) = connection.execute(f"SELECT count(*) {rows}", (limit,)).fetchone()
        if not dry_run:
            connection.execute(f"DELETE {rows}", (limit,))
    return int(count)
