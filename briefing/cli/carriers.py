"""What carries a brief out: SMTP, sendmail, a web address. Each fails in one line."""

from __future__ import annotations

import http.client
import ipaddress
import os
import smtplib
import ssl
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from email.message import EmailMessage
from threading import Thread
from typing import TypeVar
from urllib.parse import urlsplit

from briefing.config import Mail
from briefing.errors import BriefingError, ConfigError
from briefing.mailing import address

T = TypeVar("T")

patience = 30  # seconds without an answer
longest = 180  # seconds of one delivery, however slowly it goes on


def in_time(carry: Callable[[], T], where: str) -> T:
    """What a delivery gives; one that drags on is left behind.

    Raises:
        BriefingError: it has not ended in time. Whether it got through is not known.
    """
    ended: Future[T] = Future()

    def run() -> None:
        try:
            ended.set_result(carry())
        except BaseException as error:  # raised again where it is waited for
            ended.set_exception(error)

    Thread(target=run, daemon=True).start()
    try:
        return ended.result(longest)
    except TimeoutError:
        if ended.done():
            raise
        raise BriefingError(f"{where} did not finish within {longest} s") from None


def mail(message: EmailMessage, settings: Mail, to: Sequence[str]) -> Mapping[str, str]:
    """Hand a message over for these addresses; what was refused, with the reason.

    Raises:
        BriefingError: none of it could be handed over.
    """
    return _smtp(message, settings, to) if settings.host else _sendmail(message, settings, to)


def _smtp(message: EmailMessage, settings: Mail, to: Sequence[str]) -> Mapping[str, str]:
    where, credentials = f"{settings.host}:{settings.port}", login(settings)
    try:
        with _connected(settings) as server:
            if credentials:
                server.login(*credentials)
            refused = server.send_message(message, address(settings.sender), list(to))
    except smtplib.SMTPRecipientsRefused as error:
        refused = error.recipients
    except smtplib.SMTPResponseException as error:
        raise BriefingError(f"{where} refused the mail: {_answer(error)}") from error
    except (smtplib.SMTPException, OSError) as error:
        raise BriefingError(f"no mail through {where}: {_reason(error)}") from error
    return {
        one: f"{where} refused {one}: {code} {_decoded(text)}"
        for one, (code, text) in refused.items()
    }


def _connected(settings: Mail) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if settings.security == "tls":
        return smtplib.SMTP_SSL(settings.host, settings.port, timeout=patience, context=context)
    server = smtplib.SMTP(settings.host, settings.port, timeout=patience)
    try:
        if settings.security == "starttls":
            server.starttls(context=context)
    except BaseException:
        server.close()
        raise
    return server


def login(settings: Mail) -> tuple[str, str] | None:
    """User and password; from the environment, so that no file of settings holds a secret.

    Raises:
        ConfigError: there is no password, or it would be sent in the open.
    """
    user = os.environ.get("BRIEFING_SMTP_USER") or settings.user
    password = os.environ.get("BRIEFING_SMTP_PASSWORD", "")
    if not user:
        return None
    if not password:
        raise ConfigError(f"the password of {user} is wanted in BRIEFING_SMTP_PASSWORD")
    if settings.security == "none" and not _is_loopback(settings.host):
        raise ConfigError('a password is not sent in the open; set security = "starttls"')
    return user, password


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _sendmail(message: EmailMessage, settings: Mail, to: Sequence[str]) -> Mapping[str, str]:
    command = [settings.sendmail, "-i", "-f", address(settings.sender), "--", *to]
    text = bytes(message).replace(b"\r\n", b"\n")
    try:
        ran = subprocess.run(  # noqa: S603 - what the user names
            command, input=text, capture_output=True, timeout=2 * patience, check=False
        )
    except OSError as error:
        hint = "set host in [mail] to mail by SMTP"
        raise BriefingError(f"{settings.sendmail}: {error.strerror}; {hint}") from error
    except subprocess.TimeoutExpired as error:
        raise BriefingError(f"{settings.sendmail} did not end") from error
    if ran.returncode:
        said = _decoded(ran.stderr or ran.stdout) or f"exit {ran.returncode}"
        raise BriefingError(f"{settings.sendmail} refused the mail: {said}")
    return {}


def post(text: str, url: str, key: str) -> None:
    """Post JSON to an address of the web; ``key`` tells a repeated post from a new one.

    Raises:
        BriefingError: it was not taken.
    """
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    if token := os.environ.get("BRIEFING_WEBHOOK_TOKEN"):
        headers["Authorization"] = f"Bearer {token}"
    request = urllib.request.Request(url, text.encode(), headers, method="POST")  # noqa: S310
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        with opener.open(request, timeout=patience):
            pass
    except urllib.error.HTTPError as error:
        error.close()
        raise BriefingError(f"{bare(url)} refused the brief: {error.code} {error.reason}") from None
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise BriefingError(f"no brief to {bare(url)}: {_reason(error)}") from error


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A token goes to the address that the user wrote, and to no other."""

    def redirect_request(self, *_: object) -> None:
        return None


def bare(url: str) -> str:
    """The address as far as its host; what follows may be secret."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}"


def _answer(error: smtplib.SMTPResponseException) -> str:
    return f"{error.smtp_code} {_decoded(error.smtp_error)}"


def _reason(error: Exception) -> str:
    inner = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
    return " ".join(str(inner).split()) or type(error).__name__


def _decoded(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.split())[:200]
