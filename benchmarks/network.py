"""What bad servers cost, with the limits that users have.

python benchmarks/network.py, or some of its parts as in "network.py f1 f5": each line is a test
with its figures, and whether they pass their mark. All servers are on loopback.
"""

from __future__ import annotations

import asyncio
import gzip
import socket
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from servers import Page, Request, Site, answer, dripping, endless, redirect, serving, silent
from spellings import forbidden

from briefing import addresses, fetching
from briefing.client import Client
from briefing.errors import SourceError
from briefing.models import Article, Source, Visit

now = datetime.now(UTC)
mib = 1024 * 1024
text = "Talks on the pipeline went on for a third day in the capital, the ministry said. "


class Notes:
    """What a run remembers, in memory."""

    def __init__(self) -> None:
        self.visits: dict[str, Visit] = {}

    def visit(self, url: str) -> Visit | None:
        return self.visits.get(url)

    def remember(self, url: str, visit: Visit) -> None:
        self.visits[url] = visit

    def known(self, url: str) -> bool:
        return url in self.visits


def get(url: str, *, allow_private: bool = True) -> str:
    """What became of a request, in words."""

    async def ask() -> str:
        client = Client("briefing/test", now, allow_private=allow_private)
        try:
            return f"{len((await client(url)).body)} bytes"
        except SourceError as error:
            return error.reason
        finally:
            await client.aclose()

    return asyncio.run(ask())


def read(urls: list[str], notes: Notes, at: datetime = now) -> tuple[int, list[SourceError]]:
    """How many articles sources gave, and what failed."""
    client = Client("briefing/test", at, allow_private=True)
    given = [Source(url=url) for url in urls]
    found = list(fetching.fetch(given, client, notes, at))
    errors = [item for item in found if isinstance(item, SourceError)]
    return sum(isinstance(item, Article) for item in found), errors


def page(number: int) -> str:
    """An article that is long enough to be one."""
    return f"<html><title>Talks {number}</title><article><h1>Talks {number}</h1><p>{text * 4}"


def feed(site: Site, number: int) -> str:
    """A feed of one article, without a summary."""
    return (
        f"<rss version='2.0'><channel><title>P</title><link>{site.url}/</link><item>"
        f"<title>Talks {number}</title><link>{site.url}/{number}</link></item></channel></rss>"
    )


@contextmanager
def paper(number: int) -> Iterator[Site]:
    """A site with a feed that has a validator, and its one article."""

    def listed(request: Request) -> None:
        seen = request.headers["If-None-Match"] == '"1"'
        answer(request, b"" if seen else feed(site, number), 304 if seen else 200, ETag='"1"')

    with serving() as site:
        site.pages |= {"/feed": listed, f"/{number}": page(number)}
        yield site


def f1() -> Iterator[tuple[str, bool]]:
    """Servers that do not end."""
    pages: dict[str, Callable[[Site], Page]] = {
        "never answers": silent,
        "drips its headers": dripping,
        "drips its body": lambda site: dripping(site, b"HTTP/1.1 200 OK\r\n\r\n"),
    }
    for name, made in pages.items():
        with serving() as site:
            site.pages["/"] = made(site)
            seconds, said = timed(partial(get, site.url))
        yield f"{name}: {seconds:.1f} s, {said}", seconds <= 20.5


def f2() -> Iterator[tuple[str, bool]]:
    """Many feeds, some of which hang."""
    with ExitStack() as stack:
        sites = [stack.enter_context(paper(number)) for number in range(50)]
        for site in sites[:10]:
            site.pages["/feed"] = silent(site)
        urls = [f"{site.url}/feed" for site in sites]
        seconds, (articles, errors) = timed(partial(read, urls, Notes()))
    said = f"50 feeds, 10 hang: {seconds:.1f} s, {articles} articles, {len(errors)} failed"
    yield said, seconds <= 60 and articles == 40


def f3() -> Iterator[tuple[str, bool]]:
    """Redirects."""
    with serving({"/": "secret"}) as inside, serving() as site:
        site.pages |= {f"/{n}": redirect(f"/{n + 1}") for n in range(6)}
        site.pages |= {
            "/loop": redirect("/loop"),
            "/6": "end",
            "/f": redirect("file:///etc/passwd"),
        }
        for path in ("/loop", "/0", "/f"):
            said = get(site.url + path)
            yield f"{path}: {said}", "bytes" not in said
        yield (
            f"the loop was asked {site.paths().count('/loop')} times",
            len(site.asked) <= 6 + 6 + 1,
        )
        site.pages["/in"] = redirect(inside.url)
        real = addresses.is_public
        verdicts = iter([True])  # as if the first server were public
        addresses.is_public = lambda address: next(verdicts, None) or real(address)
        said = get(f"{site.url}/in", allow_private=False)
        addresses.is_public = real
        yield f"to loopback: {said}; {len(inside.asked)} requests there", not inside.asked


def f4() -> Iterator[tuple[str, bool]]:
    """Addresses that are not public."""
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.setblocking(False)
        port = trap.getsockname()[1]
        refused = ("its address is not public", "there is no host")
        said = [get(f"http://{host}:{port}/", allow_private=False) for host in forbidden]
        number = sum(reason.startswith(refused) for reason in said)
        try:
            trap.accept()
            connected = 1
        except BlockingIOError:
            connected = 0
    yield (
        f"{number}/{len(forbidden)} spellings refused, {connected} connections",
        number == len(forbidden) >= 30 and not connected,
    )
    with serving({"/": "found"}) as site:
        said_now = get(site.url)
    yield f"with leave: {said_now}", said_now == "5 bytes"


def f5() -> Iterator[tuple[str, bool]]:
    """Bodies that do not end, or unpack to more than they are."""
    zeros = bytes(400 * mib)
    gzipped, deflated = gzip.compress(zeros), zlib.compress(zeros)
    del zeros
    pages: dict[str, Page] = {
        "gzip": lambda request: answer(request, gzipped, Content_Encoding="gzip"),
        "deflate": lambda request: answer(request, deflated, Content_Encoding="deflate"),
        "brotli": lambda request: answer(request, b"x" * 1000, Content_Encoding="br"),
        "endless chunks": endless,
        "a length that lies": lambda request: answer(request, b"", Content_Length=str(10**12)),
    }
    for name, made in pages.items():
        with serving({"/": made}) as site, get_context("spawn").Pool(1) as pool:
            said, seconds, grown = pool.apply(swallow, (site.url,))
        yield (
            f"{name}: {said}, {seconds:.2f} s, {grown / mib:.0f} MB more",
            "bytes" not in said and seconds <= 5 and grown <= 64 * mib,
        )


def swallow(url: str) -> tuple[str, float, int]:
    """What became of a request, in how many seconds, and by how many bytes the process grew."""
    get("http://127.0.0.1:9/")  # what it loads is no cost of the answer
    before = peak()
    seconds, said = timed(partial(get, url))
    return said, seconds, peak() - before


def peak() -> int:
    """The most memory that this process had, in bytes, on Linux."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def f6() -> Iterator[tuple[str, bool]]:
    """A second run."""
    with paper(1) as site:
        notes = Notes()
        first, _ = read([f"{site.url}/feed"], notes)
        asked = len(site.asked)
        second, _ = read([f"{site.url}/feed"], notes)
        again = site.asked[asked:]
    conditional = all("If-None-Match" in headers for _, headers in again)
    said = f"{first} article, then {second}; asked again: {len(again)}, conditional: {conditional}"
    yield (
        said,
        (first, second, len(again), conditional) == (1, 0, 1, True),
    )


def f7() -> Iterator[tuple[str, bool]]:
    """Servers that ask for patience."""
    for status in (429, 503):
        with paper(1) as site:
            site.pages["/feed"] = partial(answer, body=b"", status=status, Retry_After="3600")
            notes = Notes()
            counts = []
            for seconds in (0, 3599, 3601):
                read([f"{site.url}/feed"], notes, now + timedelta(seconds=seconds))
                counts.append(site.paths().count("/feed"))
        yield (
            f"{status}, Retry-After 3600: asked {counts} times by 0, 3599, 3601 s",
            counts == [1, 1, 2],
        )


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """How long some work took, in seconds, and its result."""
    start = time.monotonic()
    result = work()
    return time.monotonic() - start, result


def main() -> int:
    """Print a line a test; 1 where one fails."""
    failures = 0
    tests = (f1, f2, f3, f4, f5, f6, f7)
    chosen = [test for test in tests if test.__name__ in sys.argv[1:]] or tests
    for test in chosen:
        for said, passed in test():
            failures += not passed
            print(f"{test.__name__.upper()}  {'pass' if passed else 'FAIL'}  {said}", flush=True)
    return min(failures, 1)


if __name__ == "__main__":
    sys.exit(main())
