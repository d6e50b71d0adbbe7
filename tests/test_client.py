from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
import time
import tracemalloc
import zlib
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from threading import Event
from typing import Any
from unittest.mock import patch

import httpcore2
import pytest
import trustme
from hypothesis import given, settings
from hypothesis import strategies as st
from servers import Page, answer, dripping, endless, redirect, serving, silent
from spellings import forbidden

from briefing import addresses, client
from briefing.client import Answer, Client, Limits, NoAnswer, TryLater
from briefing.errors import SourceError
from briefing.models import Visit

now = datetime(2024, 5, 17, 6, 30, tzinfo=UTC)
mib = 1024 * 1024


def get(url: str, last: Visit | None = None, limits: Limits | None = None, **how: Any) -> Answer:
    async def ask() -> Answer:
        asking = Client("briefing/test", now, limits=limits, **({"allow_private": True} | how))
        try:
            return await asking(url, last)
        finally:
            await asking.aclose()

    return asyncio.run(ask())


def test_an_answer_carries_what_the_server_said() -> None:
    with serving() as site:
        site.pages["/a"] = lambda request: answer(
            request, "né", Content_Type="text/HTML; charset=UTF-8", ETag='"1"', Last_Modified="Fri"
        )
        found = get(f"{site.url}/a")

    assert found.body == "né".encode()
    assert (found.kind, found.charset) == ("text/html", "utf-8")
    assert found.visit == Visit('"1"', "Fri")
    assert site.asked[0][1]["User-Agent"] == "briefing/test"


def test_an_address_is_asked_in_ascii() -> None:
    with serving({"/caf%C3%A9%20?q=%C3%A9&b=%20": "found"}) as site:
        assert get(f"{site.url}/café ?q=é&b=%20#part").body == b"found"


def test_a_server_is_asked_only_for_what_has_changed() -> None:
    with serving({"/a": lambda request: answer(request, b"", 304)}) as site:
        found = get(f"{site.url}/a", Visit('"1"', "Fri, 17 May 2024 06:00:00 GMT"))

    assert found.unchanged
    assert site.asked[0][1]["If-None-Match"] == '"1"'
    assert site.asked[0][1]["If-Modified-Since"] == "Fri, 17 May 2024 06:00:00 GMT"


def test_a_connection_is_used_again() -> None:
    async def ask_twice(url: str) -> None:
        asking = Client("briefing/test", now, allow_private=True)
        await asking(url)
        await asking(url)
        await asking.aclose()

    ports: list[int] = []
    with serving() as site:

        def page(request: Any) -> None:
            ports.append(request.client_address[1])
            answer(request, "text")

        site.pages["/"] = page
        asyncio.run(ask_twice(site.url))

    assert len(ports) == 2
    assert len(set(ports)) == 1


# Time.


@pytest.mark.parametrize(
    "page",
    [
        silent,
        dripping,
        lambda site: dripping(site, b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"),
    ],
    ids=["never answers", "drips its headers", "drips its body"],
)
def test_no_server_takes_longer_than_the_limit(page: Any) -> None:
    with serving() as site:
        site.pages["/"] = page(site)
        start = time.monotonic()
        with pytest.raises(SourceError, match=r"no full answer within 0\.4 s"):
            get(site.url, limits=Limits(seconds=0.4))

    assert time.monotonic() - start < 2


def test_a_server_that_accepts_and_says_nothing_ends_at_the_limit() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"https://127.0.0.1:{deaf.getsockname()[1]}/"  # no handshake comes
        with pytest.raises(SourceError, match="no full answer"):
            get(url, limits=Limits(seconds=1))


def test_a_name_server_that_does_not_answer_ends_at_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answered = Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answered.wait(9) and [])
    start = time.monotonic()
    with pytest.raises(SourceError, match="no full answer"):
        get("http://name.example/", limits=Limits(seconds=0.3))
    took = time.monotonic() - start
    answered.set()

    assert took < 2


# Certificates.


@pytest.mark.parametrize(("name", "reason"), [("localhost", ""), ("other.example", "certificate")])
def test_a_certificate_is_checked_for_the_name_and_not_for_the_address(
    name: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    with serving({"/": "found"}, context=context) as site:
        port = site.url.rpartition(":")[2]
        try:
            found = get(f"https://localhost:{port}/").body.decode()
        except SourceError as error:
            found = error.reason

    assert found == "found" if not reason else reason in found


# Redirects.


def test_five_redirects_are_followed_and_six_are_not() -> None:
    chain = {f"/{n}": redirect(f"/{n + 1}") for n in range(6)}
    with serving({**chain, "/6": "end"}) as site:
        assert get(f"{site.url}/1").url == f"{site.url}/6"
        with pytest.raises(SourceError, match="more than 5 redirects"):
            get(f"{site.url}/0")


def test_a_loop_ends() -> None:
    with serving({"/": redirect("/")}) as site:
        with pytest.raises(SourceError, match="more than 5 redirects"):
            get(site.url)

        assert len(site.asked) == 6


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://127.0.0.1/", "data:,x"])
def test_a_redirect_leads_to_the_web_only(to: str) -> None:
    with (
        serving({"/": redirect(to)}) as site,
        pytest.raises(SourceError, match="not a web address"),
    ):
        get(site.url)


def test_a_refused_connection_is_told_in_the_words_of_the_system() -> None:
    with pytest.raises(SourceError, match="connection refused"):
        get("http://127.0.0.1:1/")


def test_a_redirect_to_a_private_address_is_refused_before_connecting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with serving({"/": "secret"}) as inside, serving({"/": redirect(inside.url)}) as outside:
        port = outside.url.rpartition(":")[2]
        first = iter([True, False])  # as if the first address were public
        monkeypatch.setattr(addresses, "is_public", lambda _: next(first))
        with pytest.raises(SourceError, match="not public"):
            get(f"http://127.0.0.1:{port}/", allow_private=False)

        assert inside.asked == []


# Addresses.


def test_there_are_thirty_spellings_at_least() -> None:
    assert len(forbidden) >= 30


@pytest.mark.parametrize("host", forbidden)
def test_nothing_private_is_connected_to(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("httpcore2.AnyIOBackend.connect_tcp", refuse_to_connect)
    with pytest.raises(SourceError, match=r"not public|no host of that name"):
        get(f"http://{host}/", allow_private=False)


async def refuse_to_connect(_backend: object, host: str, *_: object) -> None:
    raise AssertionError(f"connected to {host}")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_private_addresses_can_be_allowed(host: str) -> None:
    with serving({"/": "found"}) as site:
        port = site.url.rpartition(":")[2]

        assert get(f"http://{host}:{port}/").body == b"found"


def test_a_name_is_resolved_once_and_that_address_is_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = iter(["93.184.215.14", "127.0.0.1"])
    asked: list[str] = []
    connected: list[str] = []

    def getaddrinfo(host: str, port: int, **_: object) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    async def connect(_backend: object, host: str, *_: object) -> None:
        connected.append(host)
        raise TimeoutError

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr("httpcore2.AnyIOBackend.connect_tcp", connect)
    with pytest.raises(SourceError, match="no full answer"):
        get("http://rebinding.example/", allow_private=False)
    with pytest.raises(SourceError, match="not public"):
        get("http://rebinding.example/", allow_private=False)

    assert asked == ["rebinding.example", "rebinding.example"]
    assert connected == ["93.184.215.14"]


@pytest.mark.parametrize("text", ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_public(text: str) -> None:
    assert addresses.is_public(ip_address(text))


# Size.


def squeezed(encoding: str, data: bytes) -> Page:
    return lambda request: answer(request, data, Content_Encoding=encoding)


def bare(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("deflate", bare), ("identity", bytes)],
)
def test_a_body_is_decoded(encoding: str, pack: Any) -> None:
    with serving({"/": squeezed(encoding, pack(b"a body of text"))}) as site:
        assert get(site.url).body == b"a body of text"


@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)]
)
def test_a_bomb_is_cut(encoding: str, pack: Any) -> None:
    bomb = pack(bytes(200 * mib))
    with serving({"/": squeezed(encoding, bomb)}) as site:
        tracemalloc.start()
        start = time.monotonic()
        with pytest.raises(SourceError, match="over 15 MB") as caught:
            get(site.url)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert caught.value.bucket == "too large"
    assert peak < 64 * mib
    assert time.monotonic() - start < 5


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "x"])
def test_what_was_not_asked_for_is_not_decoded(encoding: str) -> None:
    with (
        serving({"/": squeezed(encoding, b"data")}) as site,
        pytest.raises(SourceError, match="not asked for"),
    ):
        get(site.url)


def test_endless_chunks_are_cut() -> None:
    with serving({"/": endless}) as site, pytest.raises(SourceError, match="over 15 MB"):
        get(site.url)


@pytest.mark.parametrize(
    ("length", "reason"), [("20", "peer closed"), ("999999999999", "over 15 MB")]
)
def test_a_length_that_lies_is_found_out(length: str, reason: str) -> None:
    def page(request: Any) -> None:
        answer(request, "short", Content_Length=length)
        request.close_connection = True

    with serving({"/": page}) as site, pytest.raises(SourceError, match=reason):
        get(site.url)


def test_broken_compression_is_a_failure() -> None:
    with serving({"/": squeezed("gzip", b"no gzip")}) as site, pytest.raises(SourceError):
        get(site.url)


@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("deflate", bare)]
)
def test_a_body_that_ends_too_early_is_no_answer(encoding: str, pack: Any) -> None:
    half = pack(bytes(range(256)) * 9)[:-9]
    with (
        serving({"/": squeezed(encoding, half)}) as site,
        pytest.raises(NoAnswer, match="ends too early"),
    ):
        get(site.url)


# Hostile headers.


def raw(status: int, *headers: bytes) -> Page:
    """An answer with headers as they are given, byte by byte."""

    def page(request: Any) -> None:
        lines = (f"HTTP/1.1 {status} X".encode(), b"Content-Length: 0", *headers, b"", b"")
        request.wfile.write(b"\r\n".join(lines))
        request.close_connection = True

    return page


@pytest.mark.parametrize(
    ("status", "header", "reason"),
    [
        (302, b"Location: http://[::1", "leads on to what is not a web address"),
        (302, b"Location: http://\xe2\x84\x80.com/", "not a web address"),
        (429, b"Retry-After: \xb2", "answers 429"),
        (429, b"Retry-After: " + b"9" * 5000, "asks for patience"),
        (503, b"Retry-After: Fri, 31 Dec 9999 23:59:59 -2300", "answers 503"),
        (503, b"Retry-After: Mon, 01 Jan 2024 00:00:00 +99999999999999999999", "answers 503"),
    ],
)
def test_a_header_made_to_hurt_is_a_failure(status: int, header: bytes, reason: str) -> None:
    with serving({"/": raw(status, header)}) as site, pytest.raises(SourceError, match=reason):
        get(site.url)


@pytest.mark.parametrize(
    "kind", [b"charset*=utf-8''a%00b", b"charset*" + b"1" * 5000 + b"*=x", b"charset=\xff"]
)
def test_what_cannot_be_a_charset_is_none(kind: bytes) -> None:
    with serving({"/": raw(200, b"Content-Type: text/html; " + kind)}) as site:
        assert get(site.url).charset == ""


values = st.binary(max_size=40) | st.sampled_from(
    [
        b"http://[",
        b"//\xe2\x84\x80/",
        b"1" * 5000,
        b"text/html; charset*=utf-8''%00",
        b"text/html; charset*0*=;charset*1*=%",
        b"Fri, 31 Dec 9999 23:59:59 -9999",
        b"gzip",
        b"chunked",
    ]
)
names = st.sampled_from(
    [
        b"Location",
        b"Retry-After",
        b"Content-Type",
        b"Content-Length",
        b"Content-Encoding",
        b"Transfer-Encoding",
        b"ETag",
    ]
)


@settings(deadline=None)
@given(
    status=st.sampled_from([b"200", b"302", b"304", b"429", b"503", b"099", b"2 00"]),
    headers=st.lists(st.tuples(names, values), max_size=4),
    body=st.binary(max_size=20),
)
def test_whatever_a_server_sends_is_an_answer_or_a_failure(
    status: bytes, headers: list[tuple[bytes, bytes]], body: bytes
) -> None:
    head = b"".join(name + b": " + value + b"\r\n" for name, value in headers)
    sent = b"HTTP/1.1 " + status + b" X\r\n" + head + b"\r\n" + body
    backend = httpcore2.AsyncMockBackend([sent])
    with patch.object(client, "Guarded", lambda **_: backend):
        try:
            found: Answer | SourceError = get("http://a.example/", limits=Limits(redirects=1))
        except SourceError as error:
            found = error

    assert isinstance(found, Answer | SourceError)


# Patience.


def test_the_server_that_asks_for_patience_is_the_one_at_the_end_of_the_redirects() -> None:
    busy = raw(429, b"Retry-After: 60")
    with serving({"/": busy}) as there, serving({"/": redirect(f"{there.url}/")}) as here:
        with pytest.raises(TryLater) as caught:
            get(f"{here.url}/")

        assert (caught.value.path, caught.value.at) == (f"{here.url}/", f"{there.url}/")


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("said", ["120", "Fri, 17 May 2024 06:32:00 GMT"])
def test_a_server_says_when_it_may_be_asked_again(status: int, said: str) -> None:
    with (
        serving({"/": lambda request: answer(request, b"", status, Retry_After=said)}) as site,
        pytest.raises(TryLater) as caught,
    ):
        get(site.url)

    assert caught.value.until == now + timedelta(seconds=120)


@pytest.mark.parametrize(("status", "said"), [(404, "120"), (503, ""), (503, "soon")])
def test_any_other_failure_names_no_time(status: int, said: str) -> None:
    with (
        serving({"/": lambda request: answer(request, b"", status, Retry_After=said)}) as site,
        pytest.raises(SourceError, match=str(status)) as caught,
    ):
        get(site.url)

    assert not isinstance(caught.value, TryLater)


@pytest.mark.parametrize(
    "url", ["", "x", "http:///a", "file:///etc/passwd", "http://[", "http://a:x/"]
)
def test_only_web_addresses_are_asked(url: str) -> None:
    with pytest.raises(SourceError, match="not a web address"):
        get(url)
