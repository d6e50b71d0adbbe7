"""A brief as a message of mail: text and HTML, short enough for programs that cut long ones."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

from briefing.config import Mail
from briefing.models import Brief, Point

most_bytes = 102_000  # of a message; Gmail cuts what is over 102 kB

_policy = SMTP.clone(cte_type="7bit")  # not every server takes eight bits


@dataclass(frozen=True, slots=True)
class Parts:
    """The two forms of one brief."""

    text: str
    html: str


def message(
    brief: Brief,
    mail: Mail,
    digest: str,
    sent: datetime,
    render: Callable[[Brief], Parts],
    *,
    whole: str,
) -> EmailMessage:
    """The mail of a brief, with as many of its points as fit, in reading order.

    Args:
        brief: to be sent.
        mail: from whom and to whom.
        digest: of the whole brief; the Message-ID and the boundary are made of it.
        sent: the time that the mail carries.
        render: a brief, perhaps shortened, to the parts.
        whole: the file that holds all of it, for a mail that does not.
    """

    def made(count: int) -> EmailMessage:
        return _message(brief, render(_shortened(brief, count, whole)), mail, digest, sent)

    low, high = 0, sum(1 for _ in _points(brief))
    complete = made(high)
    if len(bytes(complete)) <= most_bytes:
        return complete
    while high - low > 1:  # ``low`` fits, or nothing does; ``high`` does not
        middle = (low + high) // 2
        low, high = (middle, high) if len(bytes(made(middle))) <= most_bytes else (low, middle)
    return made(low)


def digest(json: str) -> str:
    """What tells one brief from another: the hash of its JSON."""
    return hashlib.sha256(json.encode()).hexdigest()[:32]


def address(text: str) -> str:
    """``name@host`` of ``Name <name@host>``."""
    return parseaddr(text)[1]


def _message(brief: Brief, parts: Parts, mail: Mail, digest: str, sent: datetime) -> EmailMessage:
    made = EmailMessage(policy=_policy)
    made["From"] = _address(mail.sender)
    made["To"] = tuple(map(_address, mail.to))
    made["Subject"] = " ".join(f"{brief.title}, {brief.as_of:%Y-%m-%d}".split())
    made["Date"] = sent
    made["Message-ID"] = f"<{digest}@{address(mail.sender).partition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody is out of office for it
    made.set_content(parts.text)
    made.add_alternative(parts.html, subtype="html")
    made.set_boundary(f"={digest}=")
    return made


def _address(text: str) -> Address:
    name, plain = parseaddr(text)
    return Address(name, addr_spec=plain)


def _points(brief: Brief) -> tuple[Point, ...]:
    return (*(point for section in brief.sections for point in section.points), *brief.noted)


def _shortened(brief: Brief, count: int, whole: str) -> Brief:
    """The brief with its first points; figures and dates stay when all points do."""
    total = len(_points(brief))
    if count == total:
        return brief
    left, sections = count, []
    for section in brief.sections:
        kept = section.points[:left]
        left -= len(kept)
        sections.append(replace(section, points=kept))
    note = f"{count} of {total} points are in this mail; all of it is in {whole}"
    return replace(
        brief,
        sections=tuple(sections),
        noted=brief.noted[:left],
        figures=(),
        timeline=(),
        notes=(*brief.notes, note),
    )
