"""Real web servers on loopback, good and bad."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import TypeAlias

Request: TypeAlias = BaseHTTPRequestHandler
Page: TypeAlias = "str | bytes | Callable[[Request], None]"


@dataclass
class Site:
    """A server, and what was asked of it; ``url`` has no slash at its end."""

    url: str
    pages: dict[str, Page] = field(default_factory=dict)  # by path
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)  # path, headers
    closing: Event = field(default_factory=Event)  # whoever keeps a client waiting waits for it

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@contextmanager
def serving(
    pages: Mapping[str, Page] | None = None, context: ssl.SSLContext | None = None
) -> Iterator[Site]:
    """A site with pages by path; what it does not have is answered with 404."""
    host = "127.0.0.1"

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers.items())))
            page = site.pages.get(self.path)
            with suppress(OSError):  # the client has had enough
                if page is None:
                    answer(self, b"", status=404)
                elif callable(page):
                    page(self)
                else:
                    answer(self, page)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = _Server((host, 0), Handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    site = Site(f"http://{host}:{server.server_address[1]}", dict(pages or {}))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.closing.set()
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no fault of the test."""


def answer(request: Request, body: str | bytes, status: int = 200, **headers: str) -> None:
    """Send a whole answer; an underscore in the name of a header stands for a hyphen."""
    data = body.encode() if isinstance(body, str) else body
    request.send_response(status)
    sent = {"Content_Length": str(len(data)), **headers}
    for name, value in sent.items():
        request.send_header(name.replace("_", "-"), value)
    request.end_headers()
    request.wfile.write(data)


def redirect(to: str) -> Page:
    return lambda request: answer(request, b"", 302, Location=to)


def silent(site: Site) -> Page:
    """Takes the request and never answers."""

    def page(_: Request) -> None:
        site.closing.wait(600)

    return page


def dripping(site: Site, head: bytes = b"HTTP/1.1 200 OK\r\nX-Slow: ") -> Page:
    """Sends ten bytes a second for ever, in its headers unless the head ends them."""

    def page(request: Request) -> None:
        request.wfile.write(head)
        while not site.closing.wait(0.1):
            request.wfile.write(b"a")

    return page


def endless(request: Request) -> None:
    """Sends chunks for ever."""
    request.send_response(200)
    request.send_header("Transfer-Encoding", "chunked")
    request.end_headers()
    while True:
        request.wfile.write(b"10000\r\n" + bytes(0x10000) + b"\r\n")
