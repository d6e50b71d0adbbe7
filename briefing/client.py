"""Asking one URL over HTTP, within limits that hold against any server."""

from __future__ import annotations

import asyncio
import errno
import os
import re
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Protocol
from urllib.parse import quote, urljoin, urlsplit

import httpcore2

from briefing import inflating
from briefing.addresses import Guarded
from briefing.errors import SourceError
from briefing.models import Visit

longest_wait = 30 * 24 * 3600  # seconds; a server that asks for more is mistaken

_no_way = frozenset({errno.ECONNREFUSED, errno.ENETUNREACH, errno.EHOSTUNREACH})
_passing = frozenset({408, 425, 429, *range(500, 600)})
_redirects = frozenset({301, 302, 303, 307, 308})
_kept = "!#$%&'()*+,/:;=?@[]~"  # signs that a URL may hold; "%" stands for what is quoted already
_charset = re.compile(r"[a-z0-9][a-z0-9._:-]{0,39}")  # RFC 2978, 2.3, without what none has


@dataclass(frozen=True, slots=True)
class Limits:
    """What an answer may cost."""

    seconds: float = 20.0  # of wall time for one URL, redirects included
    bytes: int = 15 * 1024 * 1024  # of a body, decoded
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    url: str  # after the redirects
    body: bytes = b""
    kind: str = ""  # the media type: "text/html"
    charset: str = ""  # as declared, "" where it is not
    unchanged: bool = False  # since the visit that was given; there is no body then
    visit: Visit = field(default_factory=Visit)  # what to say next time


class Get(Protocol):
    """The seam to the network."""

    async def __call__(self, url: str, last: Visit | None = None) -> Answer:
        """Ask for a URL, if ``last`` is given for what has changed since.

        Raises:
            Missing, Unavailable, NoAnswer, TryLater: as they say.
            SourceError: there is an answer that cannot be used.
        """

    async def aclose(self) -> None:
        """Close what was kept open."""


class Missing(SourceError):
    """A server has nothing at the URL, or does not give it (4xx)."""


class Unavailable(SourceError):
    """Nothing could be had this time; another time it may."""


class NoAnswer(Unavailable):
    """A server could not be reached, or did not answer in time."""


class TryLater(Unavailable):
    """A server asks to be left alone until a time; ``at`` is its URL, after the redirects."""

    def __init__(self, url: str, reason: str, until: datetime, at: str = "") -> None:
        super().__init__(url, reason)
        self.until = until
        self.at = at or url


class Client:
    """Keeps connections; each one is opened under the guard, whatever asked for it."""

    def __init__(
        self,
        agent: str,
        now: datetime,
        *,
        allow_private: bool = False,
        limits: Limits | None = None,
    ) -> None:
        self._agent = agent
        self._now = now
        self._limits = limits or Limits()
        self._pool = httpcore2.AsyncConnectionPool(
            network_backend=Guarded(allow_private=allow_private),
            max_connections=None,  # whoever asks says how many at a time
            max_keepalive_connections=16,
            keepalive_expiry=10,
        )

    async def __call__(self, url: str, last: Visit | None = None) -> Answer:
        """Ask for a URL, as ``Get`` says."""
        with _failures(url, self._limits):
            async with asyncio.timeout(self._limits.seconds):
                return await self._follow(url, last)

    async def aclose(self) -> None:
        await self._pool.aclose()

    async def _follow(self, url: str, last: Visit | None) -> Answer:
        at = url
        for _ in range(self._limits.redirects + 1):
            async with self._ask(at, last) as response:
                headers = _headers(response)
                if response.status not in _redirects or not headers["location"]:
                    return await self._answer(url, at, response, headers)
            at = _leads(url, at, headers["location"])
        raise SourceError(url, f"more than {self._limits.redirects} redirects")

    @asynccontextmanager
    async def _ask(self, url: str, last: Visit | None) -> AsyncIterator[httpcore2.Response]:
        target = _target(url)
        headers = {
            "Host": urlsplit(target).netloc.rpartition("@")[2],
            "User-Agent": self._agent,
            "Accept-Encoding": "gzip, deflate",
            "Accept": "*/*",
        }
        if last and last.etag:
            headers["If-None-Match"] = last.etag
        if last and last.last_modified:
            headers["If-Modified-Since"] = last.last_modified
        connecting = {"timeout": {"connect": self._limits.seconds / 2}}  # its handshake, too
        async with self._pool.stream(
            "GET", target, headers=list(headers.items()), extensions=connecting
        ) as response:
            yield response

    async def _answer(
        self, url: str, at: str, response: httpcore2.Response, headers: Message
    ) -> Answer:
        visit = Visit(headers["etag"] or "", headers["last-modified"] or "")
        if response.status == 304:
            return Answer(at, unchanged=True, visit=visit)
        if until := _until(response.status, headers["retry-after"], self._now):
            reason = f"the server answers {response.status}, asks for patience"
            raise TryLater(url, reason, until, at)
        if response.status != 200:
            error = Unavailable if response.status in _passing else Missing
            raise error(url, f"the server answers {response.status}")
        body = await self._body(url, response, headers)
        kind = headers.get_content_type() if headers["content-type"] else ""
        return Answer(at, body, kind, _declared(headers), visit=visit)

    async def _body(self, url: str, response: httpcore2.Response, headers: Message) -> bytes:
        limit = self._limits.bytes
        too_large = SourceError(url, f"over {limit / 1024 / 1024:g} MB", "too large")
        if (_number(headers["content-length"], limit + 1) or 0) > limit:
            raise too_large
        decode = inflating.decoder(url, (headers["content-encoding"] or "").strip().lower())
        body, received = bytearray(), 0
        async for chunk in response.aiter_stream():
            received += len(chunk)
            body += decode(chunk, limit + 1 - len(body))
            if max(received, len(body)) > limit:
                raise too_large
        if not decode.is_complete():
            raise NoAnswer(url, "the answer ends too early")
        return bytes(body)


@contextmanager
def _failures(url: str, limits: Limits) -> Iterator[None]:
    """What can go wrong on the way, as a SourceError of the URL."""
    try:
        yield
    except (TimeoutError, httpcore2.TimeoutException):
        raise NoAnswer(url, f"no full answer within {limits.seconds:g} s") from None
    except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
        raise NoAnswer(url, _cause(error)) from None
    except zlib.error:
        raise SourceError(url, "the answer is not compressed as it says") from None


def _cause(error: BaseException) -> str:
    """Why a connection failed, in the words of the system where it was what said no."""
    inner: BaseException | None = error
    while inner:
        number = getattr(inner, "errno", None)
        if number in _no_way:
            return os.strerror(number).lower()
        inner = inner.__cause__ or inner.__context__
    return str(error) or "the connection broke off"


def _target(url: str) -> str:
    """The URL in ASCII, as HTTP wants it.

    Raises:
        SourceError: it is none of the web.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = "" if parts.port is None else f":{parts.port}"
    except ValueError:
        raise SourceError(url, "not a web address") from None
    if parts.scheme not in {"http", "https"} or not host:
        raise SourceError(url, "not a web address; it begins with http:// or https://")
    netloc = (f"[{host}]" if ":" in host else host) + port
    query = f"?{quote(parts.query, _kept)}" if parts.query else ""
    return f"{parts.scheme}://{netloc}{quote(parts.path, _kept) or '/'}{query}"


def _leads(url: str, at: str, location: str) -> str:
    """Where a redirect leads to."""
    try:
        return urljoin(at, location)
    except ValueError:
        raise SourceError(url, "it leads on to what is not a web address") from None


def _declared(headers: Message) -> str:
    """The charset of a body in small letters, "" where none is declared that can be one."""
    try:
        charset = headers.get_content_charset("")
    except ValueError:  # RFC 2231 lets it be written in numbered parts of another charset
        return ""
    return charset if _charset.fullmatch(charset) else ""


def _number(said: str | None, most: int) -> int | None:
    """A number in a header, or the most there can be; None for what is none (RFC 9110, 5.6)."""
    digits = (said or "").strip()
    if not (digits.isascii() and digits.isdigit()):
        return None
    return min(int(digits), most) if len(digits) <= len(str(most)) else most


def _headers(response: httpcore2.Response) -> Message:
    """The headers by name, in any case; the first of each."""
    found = Message()
    for name, value in response.headers:
        if name.decode("latin-1") not in found:
            found[name.decode("latin-1")] = value.decode("latin-1")
    return found


def _until(status: int, said: str | None, now: datetime) -> datetime | None:
    """When a server that asks for patience may be asked again (RFC 9110, 10.2.3)."""
    if status not in {429, 503} or not said:
        return None
    seconds = _number(said, longest_wait)
    if seconds is not None:
        return now + timedelta(seconds=seconds)
    try:
        at = parsedate_to_datetime(said)
        at = at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):  # of a year or a zone that there cannot be, too
        return None
    return min(at, now + timedelta(seconds=longest_wait)) if at > now else None
