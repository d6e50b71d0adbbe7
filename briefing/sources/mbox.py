"""Mailboxes: an article a message, named box.mbox:1, box.mbox:2, ..."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.errors import SourceError
from briefing.models import Article
from briefing.sources import _mail

suffixes = (".mbox",)

# "From ada@example.org Fri May 17 06:30:00 2024", after a blank line
_begins = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]*\d\d:\d\d[^\r\n]*\r?\n")
_quoted = re.compile(rb"^>(?=>*From )", re.MULTILINE)  # as mboxrd writes such a line of text


most_messages = 10_000


def read(data: bytes, path: str) -> Iterator[Article | SourceError]:
    """The articles of the messages; one that is broken costs no other.

    Raises:
        SourceError: it does not begin like a mailbox, or has too many messages.
    """
    if not _begins.match(data):
        raise SourceError(path, 'not a mailbox: it does not begin with "From "')
    starts = [match.span() for match in _begins.finditer(data)]
    if len(starts) > most_messages:
        raise SourceError(path, f"over {most_messages:,} messages", "too large")
    ends = [start for start, _ in starts[1:]] + [len(data)]
    for number, ((_, start), end) in enumerate(zip(starts, ends, strict=True), start=1):
        try:
            yield from _mail.read(_quoted.sub(b"", data[start:end]), f"{path}:{number}")
        except SourceError as error:
            yield error
