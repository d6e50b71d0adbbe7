"""A message of electronic mail as an article: its HTML part, else its text part."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import PurePosixPath
from typing import Any, TypeAlias

from briefing.errors import SourceError
from briefing.models import Article
from briefing.sources import _formats, _letter, _text, _tree

Mail: TypeAlias = "Message[Any, Any]"

most_lines = 500_000  # an attachment of 20 MB has 260,000; memory grows with those of headers
most_parts = 100
deepest = 20  # parts in one another
longest_header = 1_000  # characters that are read of one

_reply = re.compile(r"(?:(?:re|fwd?|aw|wg)\s*:\s*)+", re.IGNORECASE)


def read(data: bytes, path: str) -> Iterator[Article | SourceError]:
    """The article of one message, then a line for each attachment that could be one too."""
    if data.count(b"\n") > most_lines:
        raise SourceError(path, f"over {most_lines:,} lines", "too large")
    try:
        message = email.message_from_bytes(data)
    except RecursionError:
        raise SourceError(path, "nested too deeply", "too large") from None
    parts = list(_parts(message, path))
    yield replace(_article(parts, path), **_said(message))
    for part in parts:
        name = _text.line(_decoded(part.get_filename() or ""))
        if PurePosixPath(name).suffix.lower() in _formats.endings():
            reason = "an attachment; save it as a file to read it"
            yield SourceError(f"{path}/{name}", reason, "other format")


def _parts(message: Mail, path: str) -> Iterator[Mail]:
    """All parts that hold something, in order."""
    waiting, count = [(message, 0)], 0
    while waiting:
        part, depth = waiting.pop()
        count += 1
        if count > most_parts or depth > deepest:
            raise SourceError(path, f"over {most_parts} parts, or nested too deeply", "too large")
        if part.is_multipart():
            inner: list[Mail] = part.get_payload()  # type: ignore[assignment]  # of a multipart
            waiting += [(one, depth + 1) for one in reversed(inner)]
        else:
            yield part


def _article(parts: list[Mail], path: str) -> Article:
    shown = [part for part in parts if not part.get_filename()]
    problem = SourceError(path, "a message without text", "no text")
    for part in (p for p in shown if p.get_content_type() == "text/html"):
        try:
            return _page(_content(part, path), path)
        except SourceError as error:
            problem = error
    for part in (p for p in shown if p.get_content_type() == "text/plain"):
        return _text.article(_plain(_content(part, path)), path)
    raise problem


def _page(text: str, path: str) -> Article:
    tree = _tree.parse(text, path)
    return _text.article(_letter.read(tree), path, language=tree.get("lang") or "")


def _plain(text: str) -> str:
    """The text without the signature and the lines that quote another message."""
    lines = text.replace("\r\n", "\n").partition("\n-- \n")[0].split("\n")
    return "\n".join(line.rstrip() for line in lines if not line.startswith(">")).strip()


def _content(part: Mail, path: str) -> str:
    data = part.get_payload(decode=True)
    charset = part.get_content_charset() or ""
    return _text.decode(data if isinstance(data, bytes) else b"", path, charset)


def _said(message: Mail) -> dict[str, Any]:
    """What the headers say; what they leave out stays as the body has it."""
    name, address = _sender(_header(message, "From"))
    said = {
        "title": _reply.sub("", _text.line(_header(message, "Subject"))),
        "outlet": _text.line(name) or address.rpartition("@")[2],
        "published": _date(_header(message, "Date")),
    }
    return {field: value for field, value in said.items() if value}


def _sender(raw: str) -> tuple[str, str]:
    """Name and address; neither of a header that is made of parentheses."""
    try:
        return parseaddr(raw)
    except RecursionError:
        return "", ""


def _header(message: Mail, name: str) -> str:
    return _decoded(str(message.get(name, ""))[:longest_header])


def _decoded(raw: str) -> str:
    try:
        return str(make_header(decode_header(raw)))
    except (ValueError, LookupError, AssertionError):
        return raw


def _date(raw: str) -> date | None:
    """The sender's own day, not that of the reader's time zone."""
    try:
        return parsedate_to_datetime(raw).date()
    except (ValueError, TypeError, OverflowError):
        return None
