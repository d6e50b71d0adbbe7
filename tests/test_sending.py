"""Briefs on their way: mail through a real server, a web address, a folder."""

from __future__ import annotations

import asyncio
import email
import json
import shutil
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import briefs
import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from conftest import Command, seeds

from briefing import mailing, plugins
from briefing.cli import carriers
from briefing.cli.sending import _parts
from briefing.config import Config, Mail
from briefing.errors import ConfigError
from briefing.models import Brief, Entry, Point, Window

sent = datetime(2024, 5, 17, 6, 31, tzinfo=UTC)
settings = Mail("Briefing <briefing@example.org>", ("me@example.org",))


@dataclass
class Box:
    """A mail server's handler: it takes all that it is given, but for one address."""

    mails: list[tuple[EmailMessage, list[str]]] = field(default_factory=list)
    refused: str = ""

    async def handle_RCPT(self, *said: Any) -> str:  # noqa: N802 - a name of aiosmtpd
        _server, _session, envelope, address, _options = said
        if address == self.refused:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, *said: Any) -> str:  # noqa: N802
        _server, _session, envelope = said
        message = email.message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.mails.append((message, list(envelope.rcpt_tos)))
        return "250 OK"


def authenticator(*said: Any) -> AuthResult:
    *_, data = said
    return AuthResult(success=(data.login, data.password) == (b"me", b"secret"), handled=False)


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """A certificate authority of our own, which the client trusts."""
    made = trustme.CA()
    made.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return made


def context(authority: trustme.CA, name: str = "localhost") -> ssl.SSLContext:
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(made)
    return made


class Server(Controller):
    """A server on a free port."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # it has none


@contextmanager
def serving(box: Box, **given: Any) -> Iterator[int]:
    """The port of a server that runs meanwhile."""
    running = Server(box, hostname="localhost", port=0, **given)
    running.start()
    try:
        yield running.port
    finally:
        running.stop()


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def server(box: Box, authority: trustme.CA) -> Iterator[int]:
    """The port of a server that wants STARTTLS and a login."""
    with serving(
        box,
        tls_context=context(authority),
        require_starttls=True,
        authenticator=authenticator,
        auth_required=True,
    ) as port:
        yield port


def configure(port: int, *lines: str, to: str = '["me@example.org"]', **mail: object) -> None:
    table = {"host": '"localhost"', "port": port, "user": '"me"', **mail}
    Path("briefing.toml").write_text(
        "\n".join(lines)
        + f'\n[mail]\nsender = "Briefing <briefing@example.org>"\nto = {to}\n'
        + "".join(f"{name} = {value}\n" for name, value in table.items())
    )


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_SMTP_PASSWORD", "secret")


def generate(run: Command, *words: str) -> None:
    ran = run("generate", seeds, "--date", "2024-05-17", "--topic", "energy", *words)
    assert ran.code == 0, ran.err


# The message


def message(brief: Brief, mail: Mail = settings) -> EmailMessage:
    return mailing.message(brief, mail, "0" * 32, sent, _parts, whole="/out/brief.html")


def body(mail: EmailMessage, form: str) -> str:
    part = mail.get_body((form,))
    assert part is not None
    return str(part.get_content())


def long_brief(points: int) -> Brief:
    """A brief whose first section has so many points."""
    brief = briefs.brief()
    section = brief.sections[0]
    first = section.points[0]
    many = tuple(replace(first, id=f"trade-{n}") for n in range(points))
    return replace(brief, sections=(replace(section, points=many), *brief.sections[1:]))


def test_mail_has_a_text_and_an_html_form() -> None:
    mail = message(briefs.brief())

    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    point = next(iter(briefs.brief().sections[0].points))
    assert " ".join(point.text.split()) in " ".join(body(mail, "plain").split())
    assert "style=" in body(mail, "html")
    assert "<style" not in body(mail, "html")
    assert "<script" not in body(mail, "html")


def test_same_brief_is_the_same_mail() -> None:
    assert bytes(message(briefs.brief())) == bytes(message(briefs.brief()))


def test_eight_bits_are_not_asked_of_a_server() -> None:
    assert max(bytes(message(briefs.brief()))) < 128


def test_long_brief_is_cut_between_points() -> None:
    mail = message(long_brief(2_000))

    size = len(bytes(mail))
    html = body(mail, "html")
    shown = html.count("<blockquote")
    assert 0.9 * mailing.most_bytes < size <= mailing.most_bytes
    assert html.rstrip().endswith("</html>")
    assert "points are in this mail; all of it is in /out/brief.html" in html
    assert "points are in this mail; all of it is in /out/brief.html" in body(mail, "plain")
    assert shown > 20


def test_both_forms_say_what_was_left_out_and_what_is_a_copy() -> None:
    brief = briefs.brief()
    cited, other, *more = brief.sources
    copied = replace(cited, reprint_of=other.article_id, summary_only=True)
    dead = Entry("https://dead.example/feed", "failed source", "the server answers 404")
    window = Window(None, datetime(2024, 5, 17, 6, 30, tzinfo=UTC), "UTC")
    brief = replace(
        brief, sources=(copied, other, *more), ledger=(*brief.ledger, dead), window=window
    )
    mail = message(brief)

    for form in ("plain", "html"):
        text = " ".join(body(mail, form).split())
        assert f"summary only, reprint of [{other.number}]" in text
        assert "1 failed source" in text
        assert "Could not be fetched" in text
        assert dead.path in text
        assert "17 May 2024, 06:30" in text


@pytest.mark.parametrize(
    "title", ["Brief\r\nBcc: all@example.org", "Brief\nX: y\n\nbody", "é" * 300]
)
def test_no_title_adds_a_header(title: str) -> None:
    raw = bytes(message(replace(briefs.brief(), title=title)))

    headers = email.message_from_bytes(raw, policy=default)
    assert headers["Bcc"] is None
    assert headers["X"] is None
    assert headers["To"] == "me@example.org"


@pytest.mark.parametrize(
    "address",
    [
        "me@example.org\nBcc: you@example.org",
        "Me <me@example.org>\r\nX: y",
        "me",
        "a@b, c@d",
        'x" <a@b>, <c@d>',
    ],
)
def test_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ConfigError, match="no mail address"):
        Mail("me@example.org", (address,))


def test_text_of_a_source_stays_text() -> None:
    brief = briefs.brief()
    evil = "<img src=x onerror=alert(1)> <script>alert(1)</script>"
    section = brief.sections[0]
    point: Point = replace(section.points[0], text=evil)
    brief = replace(brief, sections=(replace(section, points=(point,)), *brief.sections[1:]))

    html = body(message(brief), "html")

    assert "<img" not in html
    assert "<script" not in html
    assert "&lt;img" in html


# Through a server


@pytest.mark.usefixtures("password")
def test_brief_is_mailed_once(run: Command, box: Box, server: int) -> None:
    configure(server)
    generate(run, "--mail")

    again = run("send", "2024-05-17")
    forced = run("send", "--again")

    ((first, to), (second, _)) = box.mails
    assert to == ["me@example.org"]
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Subject"] == "Daily brief, 2024-05-17"
    assert (again.code, again.err) == (0, "sent before to me@example.org\n")
    assert (forced.code, forced.err) == (0, "sent to me@example.org\n")


@pytest.mark.usefixtures("password")
def test_changed_brief_is_mailed_again(run: Command, box: Box, server: int) -> None:
    configure(server)
    generate(run, "--mail")
    generate(run, "--mail", "--length", "0.5")

    assert len({mail["Message-ID"] for mail, _ in box.mails}) == 2


@pytest.mark.usefixtures("password")
def test_refused_address_is_named_and_tried_again_alone(
    run: Command, box: Box, server: int
) -> None:
    configure(server, to='["me@example.org", "you@example.org"]')
    generate(run)
    box.refused = "you@example.org"

    refused = run("send")
    box.refused = ""
    taken = run("send")

    assert refused.code == 1
    assert "refused you@example.org: 550 no such user\n" in refused.err
    assert taken.code == 0
    assert [to for _, to in box.mails] == [["me@example.org"], ["you@example.org"]]


def test_wrong_password_leaves_the_brief(
    run: Command, server: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_SMTP_PASSWORD", "guess")
    configure(server)

    ran = run("generate", seeds, "--date", "2024-05-17", "--topic", "energy", "--mail")

    assert ran.code == 1
    assert f"did not reach all: localhost:{server} refused the mail: 535" in ran.err
    assert ran.err.count("\n") == 1
    assert Path("out/2024-05-17/brief.html").exists()
    assert not Path("out/2024-05-17/sent.json").exists()


@pytest.mark.usefixtures("password")
def test_implicit_tls(run: Command, box: Box, authority: trustme.CA) -> None:
    with serving(box, ssl_context=context(authority)) as port:
        configure(port, security='"tls"', user='""')
        generate(run, "--mail")

    assert len(box.mails) == 1


@pytest.mark.usefixtures("password")
def test_certificate_of_another_host_is_refused(
    run: Command, box: Box, authority: trustme.CA
) -> None:
    with serving(box, tls_context=context(authority, "other.example")) as port:
        configure(port)
        generate(run)
        refused = run("send")

    assert refused.code == 1
    assert "CERTIFICATE_VERIFY_FAILED" in refused.err
    assert box.mails == []


@pytest.mark.usefixtures("password")
def test_server_without_tls_gets_no_password(run: Command, box: Box) -> None:
    with serving(box) as port:
        configure(port)
        generate(run)
        refused = run("send")

    assert refused.code == 1
    assert "STARTTLS" in refused.err
    assert box.mails == []


def test_dead_server_is_one_line(run: Command) -> None:
    configure(1, user='""')
    generate(run)

    refused = run("send")

    assert (refused.code, refused.err) == (
        1,
        "briefing: the brief is written, but did not reach all: "
        "no mail through localhost:1: Connection refused\n",
    )


@pytest.mark.parametrize(
    ("mail", "said"),
    [
        ({}, "the password of me is wanted in BRIEFING_SMTP_PASSWORD"),
        ({"to": "[]"}, "nowhere to send to"),
        ({"port": 0}, "port 0 of mail is not between"),
        ({"security": '"maybe"'}, "mail.security must be one of starttls, tls, none, not 'maybe'"),
        ({"sendr": '"x"'}, "unknown key 'sendr'; did you mean sender?"),
    ],
)
def test_settings_that_cannot_be_followed_cost_no_brief_first(
    run: Command, mail: dict[str, Any], said: str
) -> None:
    configure(**{"port": 25, **mail})

    refused = run("generate", seeds, "--mail")

    assert refused.code == 2
    assert said in refused.err
    assert not Path("out").exists()


def test_password_is_not_sent_in_the_open(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_SMTP_PASSWORD", "secret")
    configure(25, host='"mail.example.org"', security='"none"')

    refused = run("generate", seeds, "--mail")

    assert refused.code == 2
    assert "not sent in the open" in refused.err


def test_brief_without_a_point_is_not_sent(run: Command, box: Box, server: int) -> None:
    configure(server, user='""')
    generate(run, "--words", "1")

    said = run("send")

    assert (said.code, said.err) == (0, "nothing new, nothing sent\n")
    assert box.mails == []


def test_brief_with_nothing_new_since_the_last_is_not_sent(
    run: Command, box: Box, server: int
) -> None:
    configure(server, user='""')
    generate(run)
    file = Path("out/2024-05-17/brief.json")
    brief = plugins.load("renderers", "json").parse(file.read_text())
    silent = replace(brief, last=date(2024, 5, 16), glance=())
    file.write_text(plugins.load("renderers", "json").render(silent))

    assert run("send").err == "nothing new, nothing sent\n"
    assert box.mails == []


def test_sendmail(run: Command, tmp_path: Path) -> None:
    program = tmp_path / "sendmail"
    program.write_text(f'#!/bin/sh\necho "$*" > {tmp_path}/asked\ncat > {tmp_path}/mail\n')
    program.chmod(0o755)
    configure(25, host='""', user='""', sendmail=f'"{program}"')
    generate(run, "--mail")

    asked, raw = (tmp_path / "asked").read_text(), (tmp_path / "mail").read_bytes()
    assert asked == "-i -f briefing@example.org -- me@example.org\n"
    assert b"\r" not in raw
    assert email.message_from_bytes(raw)["Subject"] == "Daily brief, 2024-05-17"


def test_delivery_that_drags_on_is_left(
    run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carriers, "longest", 0.2)
    program = tmp_path / "sendmail"
    program.write_text("#!/bin/sh\nexec sleep 2\n")
    program.chmod(0o755)
    configure(25, host='""', user='""', sendmail=f'"{program}"')
    generate(run)

    given_up = run("send")

    assert given_up.code == 1
    assert given_up.err.endswith("sending to me@example.org did not finish within 0.2 s\n")
    assert given_up.err.count("\n") == 1
    assert not Path("out/2024-05-17/sent.json").exists()


def test_sendmail_that_refuses_is_one_line(run: Command, tmp_path: Path) -> None:
    program = tmp_path / "sendmail"
    program.write_text("#!/bin/sh\necho 'no such user' >&2\nexit 67\n")
    program.chmod(0o755)
    configure(25, host='""', user='""', sendmail=f'"{program}"')
    generate(run)

    refused = run("send")

    assert (refused.code, refused.err) == (
        1,
        "briefing: the brief is written, but did not reach all: "
        f"{program} refused the mail: no such user\n",
    )


# To the web, into a folder


class Hook(HTTPServer):
    """A server that keeps what is posted to it."""

    def __init__(self, status: int = 204) -> None:
        super().__init__(("127.0.0.1", 0), _Posted)
        self.status = status
        self.posted: list[tuple[dict[str, str], bytes]] = []

    def __enter__(self) -> Hook:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Posted(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posted.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_brief_is_posted_once(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_WEBHOOK_TOKEN", "token")
    with Hook() as hook:
        Path("briefing.toml").write_text(f'webhook = "http://127.0.0.1:{hook.server_port}/x?key=k"')
        generate(run, "--mail")
        run("send")

    ((headers, posted),) = hook.posted
    assert headers["Authorization"] == "Bearer token"
    assert headers["Content-Type"] == "application/json"
    assert posted == Path("out/2024-05-17/brief.json").read_bytes()
    assert "key=k" not in Path("out/2024-05-17/sent.json").read_text()


@pytest.mark.parametrize("status", [302, 403, 500])
def test_post_that_is_not_taken_is_one_line(run: Command, status: int) -> None:
    with Hook(status) as hook:
        Path("briefing.toml").write_text(f'webhook = "http://127.0.0.1:{hook.server_port}/secret"')
        generate(run)
        refused = run("send")

    assert refused.code == 1
    assert f"refused the brief: {status}" in refused.err
    assert "secret" not in refused.err
    assert len(hook.posted) == 1


def test_copy_in_another_folder_still_leads_to_its_sources(run: Command) -> None:
    Path("briefing.toml").write_text('copy_to = "deep/down/there"')
    generate(run, "--mail")

    copied = Path("deep/down/there/2024-05-17")
    assert names(copied) == names(Path("out/2024-05-17")) - {"sent.json"}
    assert run("verify", copied).code == 0
    assert run("replay", copied).code == 0
    root = json.loads((copied / "brief.json").read_text())["root"]
    assert f'href="{root}/' in (copied / "brief.html").read_text()
    assert f'href="../{root}/' in next(copied.glob("sources/*.html")).read_text()


def names(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in names(folder)}


def test_copy_has_the_page_of_a_source_that_changed_since(run: Command, tmp_path: Path) -> None:
    shutil.copytree(seeds, tmp_path / "articles")
    run("generate", "articles", "--date", "2024-05-17")
    source = next((tmp_path / "articles").glob("*.txt"))
    source.write_text(f"News.\n{source.read_text('utf-8')}", "utf-8")
    Path("briefing.toml").write_text('copy_to = "there"')
    assert run("send").code == 0

    assert names(Path("there/2024-05-17")) == names(Path("out/2024-05-17")) - {"sent.json"}
    assert run("verify", "there/2024-05-17").code == 3


def test_copy_leaves_nothing_of_an_earlier_brief_and_no_half_of_one(
    run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("briefing.toml").write_text('copy_to = "there"')
    generate(run, "--mail")
    before = contents(Path("there"))
    run("generate", seeds, "--date", "2024-05-17", "--format", "json,txt", "--length", "2")

    def full(*_: object) -> None:
        raise OSError(28, "no space left on device")

    with monkeypatch.context() as failing:
        failing.setattr("pathlib.Path.replace", full)
        assert run("send").code == 1
    assert contents(Path("there")) == before
    assert run("send").code == 0

    assert names(Path("there/2024-05-17")) == names(Path("out/2024-05-17")) - {"sent.json"}
    assert run("verify", "there/2024-05-17").code == 0


@pytest.mark.usefixtures("password")
def test_mail_leads_to_no_page_on_this_disk(run: Command, box: Box, server: int) -> None:
    configure(server)
    generate(run, "--mail")

    ((message, _),) = box.mails
    for part in message.walk():
        if part.get_content_maintype() == "text":
            assert "sources/" not in part.get_content()


def test_nothing_to_send_says_so(run: Command) -> None:
    Path("briefing.toml").write_text('copy_to = "there"')

    for words, said in {
        (): "out has no brief; make one with: briefing generate",
        ("2024-05-17",): "out has no brief of 2024-05-17; make one with: briefing generate",
        ("yesterday",): "'yesterday' is not a day; write it as 2024-05-17",
    }.items():
        missing = run("send", *words)
        assert (missing.code, missing.err) == (2, f"briefing: {said}\n")


def test_a_day_without_a_brief_is_told_with_the_latest_that_there_is(run: Command) -> None:
    Path("briefing.toml").write_text('copy_to = "there"')
    generate(run)

    missing = run("send", "2024-05-18")
    Path("out/2024-05-17/brief.json").unlink()
    without = run("send", "2024-05-17")

    assert "out has no brief of 2024-05-18; the latest is of 2024-05-17" in missing.err
    assert 'has no brief.json, which is what is sent; keep "json" among the formats' in without.err
    assert (missing.code, without.code) == (2, 2)


@pytest.mark.parametrize("webhook", ["file:///etc/passwd", "ftp://x", "x"])
def test_webhook_that_is_no_web_address_is_refused(webhook: str) -> None:
    with pytest.raises(ConfigError, match="no address of the web"):
        Config(webhook=webhook)
