"""What is remembered of an address of the web: the Memory that a fetch asks."""

from __future__ import annotations

import sqlite3

import msgspec

from briefing.models import Visit


class Visits:
    """Visits by URL."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def visit(self, url: str) -> Visit | None:
        """What was last remembered of a URL; None for one that was never asked for."""
        found = self._connection.execute("SELECT visit FROM visits WHERE url = ?", (url,))
        row = found.fetchone()
        return msgspec.json.decode(row[0], type=Visit) if row else None

    def remember(self, url: str, visit: Visit) -> None:
        """Keep this of a URL, instead of what was kept before."""
        self._connection.execute(
            "INSERT OR REPLACE INTO visits (url, visit) VALUES (?, ?)",
            (url, msgspec.json.encode(visit).decode()),
        )

    def known(self, url: str) -> bool:
        """Whether the archive holds an article of this URL."""
        found = self._connection.execute("SELECT 1 FROM articles WHERE address = ?", (url,))
        return found.fetchone() is not None
