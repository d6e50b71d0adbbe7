"""The text of a newsletter's HTML: all of it, a block a line.

A letter is no page with an article in it: it is laid out with tables and holds several short
pieces, of which an extractor of articles keeps one.
"""

from __future__ import annotations

import re

from briefing.sources._page import Element

_blocks = frozenset(
    "address article aside blockquote br center dd div dl dt figcaption footer h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
_unread = frozenset("head script style title svg template noscript button form".split())
_hidden = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE
)

# What a letter says of itself: why it comes, and how it stops.
_furniture = re.compile(
    r"unsubscribe|manage (?:your )?(?:preferences|subscription)|update your .{0,20}preferences"
    r"|(?:view|read|open) (?:this |it |the )?(?:\w+ )?(?:online|in (?:your|a|the) browser)"
    r"|you(?:.re| are)? (?:receiv(?:e|ed|ing)|getting) this|forward (?:this|to a friend)"
    r"|add us to your address book|all rights reserved"
    r"|se d[ée]sabonner|se d[ée]sinscrire|newsletter (?:abbestellen|abmelden)|odhlásit odběr"
    r"|cancelar (?:la|tu) suscripci|отписаться",
    re.IGNORECASE,
)
longest_furniture = 200  # characters; a longer line is a story about newsletters


def read(tree: Element) -> str:
    """The visible lines of a letter, a blank line apart, without what it says of itself."""
    from lxml import etree  # type: ignore[import-untyped]  # there are no types

    parts: list[str] = []
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        parts.append("\n" if element.tag in _blocks else "")
        if event == "end":
            parts.append(" ".join((element.tail or "").split("\n")))
        elif _is_unread(element):
            walk.skip_subtree()
        else:
            parts.append(" ".join((element.text or "").split("\n")))
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n\n".join(line for line in lines if line and not _is_furniture(line))


def _is_unread(element: Element) -> bool:
    hidden = element.get("hidden") is not None or _hidden.search(element.get("style") or "")
    return element.tag in _unread or bool(hidden)


def _is_furniture(line: str) -> bool:
    return len(line) <= longest_furniture and bool(_furniture.search(line))
