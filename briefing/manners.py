"""Asking politely: few requests at a time, and none that a server asked not to make."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from briefing.client import Answer, Get, Missing, NoAnswer, TryLater, Unavailable
from briefing.errors import SourceError
from briefing.models import Memory, Visit

if TYPE_CHECKING:
    from protego import Protego

robot = "briefing"  # the name by which a robots.txt speaks of this program

at_once = 8  # requests under way
of_one_host = 2  # of them
longest_robots = 500 * 1024  # bytes; RFC 9309, 2.5

_too_late = "not reached in the time that a fetch has (fetch_minutes)"


class Polite:
    """Asks URLs for one run; ``now`` is its time, in UTC, ``end`` the loop's, when it is up."""

    def __init__(self, get: Get, memory: Memory, now: datetime, end: float) -> None:
        self._get = get
        self._memory = memory
        self._now = now
        self._end = end
        self._all = asyncio.Semaphore(at_once)
        self._hosts: dict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(of_one_host)
        )
        self._silent: dict[str, str] = {}  # servers that did not answer in this run, and why
        self._robots: dict[str, asyncio.Task[Protego | None]] = {}

    async def ask(self, url: str, last: Visit | None = None) -> Answer:
        """What the user named: a feed is made for programs, and a page was asked for by hand.

        Raises:
            SourceError: as ``Get``.
            Unavailable: the server is not to be contacted now.
        """
        server = _server(url)
        async with self._hosts[server], self._all:
            self._check(url, server)
            try:
                async with asyncio.timeout_at(self._end):
                    return await self._get(url, last)
            except TimeoutError:
                raise Unavailable(url, _too_late) from None
            except TryLater as later:
                busy = _server(later.at)
                known = self._memory.visit(busy) or Visit()
                self._memory.remember(busy, replace(known, not_before=later.until))
                raise
            except NoAnswer as silence:
                self._silent[server] = silence.reason
                raise

    async def find(self, url: str, last: Visit | None = None) -> Answer:
        """A page that was found in a list: only where robots.txt lets programs have it (RFC 9309).

        Raises:
            SourceError: as ``ask``, or it is not for programs.
        """
        server = _server(url)
        if server not in self._robots:
            self._robots[server] = asyncio.create_task(self._rules(server))
        rules = await self._robots[server]
        self._check(url, server)
        if rules is None:
            raise Unavailable(url, "its server's robots.txt cannot be had", "not for programs")
        if not rules.can_fetch(url, robot):
            raise SourceError(url, "robots.txt asks programs not to read it", "not for programs")
        return await self.ask(url, last)

    def _check(self, url: str, server: str) -> None:
        if asyncio.get_running_loop().time() >= self._end:
            raise Unavailable(url, _too_late)
        if reason := self._silent.get(server):
            raise Unavailable(url, reason)
        visit = self._memory.visit(server)
        if visit and visit.not_before and visit.not_before > self._now:
            until = visit.not_before.isoformat(" ", "minutes")
            raise Unavailable(url, f"its server asked not to be contacted before {until}")

    async def _rules(self, server: str) -> Protego | None:
        """What a server's robots.txt says; None where it is there and cannot be had."""
        from protego import Protego

        try:
            answer = await self.ask(urljoin(server, "/robots.txt"))
        except Missing:
            return Protego.parse("")
        except SourceError:
            return None
        return Protego.parse(answer.body[:longest_robots].decode("utf-8", "replace"))


def _server(url: str) -> str:
    """The server of a URL, as a URL."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return f"{parts.scheme}://{parts.netloc}/"
