"""Which addresses of the network may be contacted: those of the public Internet, by default.

It is decided in one place, where a connection is opened: a name is resolved once, what it
resolves to is checked, and that very address is connected to. So no spelling of an address,
no redirect and no name that changes its mind leads anywhere else.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Thread
from typing import TypeAlias

import httpcore2

Address: TypeAlias = IPv4Address | IPv6Address

_refused = "its address is not public; allow_private = true permits it"

each = 5.0  # seconds; for one of several addresses of a name, so that the next has a chance

_special = tuple(
    ip_network(text)
    for text in (
        # IPv6 addresses that hold an IPv4 address, which a gateway may contact.
        "::/96",  # IPv4-compatible
        "::ffff:0:0:0/96",  # SIIT, RFC 2765
        "64:ff9b::/96",  # NAT64, RFC 6052
        "64:ff9b:1::/48",  # NAT64 of a site, RFC 8215
        "2001::/32",  # Teredo
        "2002::/16",  # 6to4
        "192.88.99.0/24",  # relays of 6to4
        # What some versions of Python take for global; of IANA's registries of special addresses.
        "192.0.0.0/24",
        "2001::/23",
        "3fff::/20",
        "5f00::/16",
    )
)


class Guarded(httpcore2.AsyncNetworkBackend):
    """Opens connections, but none to an address that is not public, unless told to."""

    def __init__(self, *, allow_private: bool = False) -> None:
        self._inner = httpcore2.AnyIOBackend()
        self._allow_private = allow_private

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """A connection to the first address of the host that answers.

        Raises:
            ConnectError: nothing answers, the name cannot be resolved, or one of its addresses
                is not public.
        """
        found = await resolve(host, port)
        if not self._allow_private and not all(map(is_public, found)):
            raise httpcore2.ConnectError(_refused)
        *others, last = map(str, found)
        for address in others:
            with suppress(httpcore2.ConnectError, httpcore2.ConnectTimeout):
                return await self._inner.connect_tcp(
                    address, port, each, local_address, socket_options
                )
        return await self._inner.connect_tcp(last, port, timeout, local_address, socket_options)

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)


async def resolve(host: str, port: int) -> list[Address]:
    """The addresses of a host, one at least, as the system reads and finds them.

    Raises:
        ConnectError: there are none.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[Address]] = loop.create_future()

    def look_up() -> None:
        found = _look_up(host, port)
        with suppress(RuntimeError):  # the run has ended in the meantime
            loop.call_soon_threadsafe(_give, answer, found)

    # The system cannot be told to stop looking. Threads of the loop's own would be waited for.
    Thread(target=look_up, daemon=True).start()
    if not (addresses := await answer):
        raise httpcore2.ConnectError("there is no host of that name")
    return addresses


def _give(answer: asyncio.Future[list[Address]], found: list[Address]) -> None:
    if not answer.done():
        answer.set_result(found)


def _look_up(host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [ip_address(str(end[0]).partition("%")[0]) for *_, end in found]


def is_public(address: Address) -> bool:
    """Whether an address is of the public Internet; ``is_private`` alone lets many others pass."""
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not (isinstance(address, IPv6Address) and address.is_site_local)
        and not any(address in network for network in _special)
    )
