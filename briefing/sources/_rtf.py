"""The text of an RTF document, as striprtf finds it; runs apart."""

from __future__ import annotations

from briefing.apart import Refused


def parse(data: bytes) -> str:
    """The text, a paragraph a line.

    Raises:
        Refused: it is no RTF document.
    """
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip().startswith(b"{\\rtf"):
        raise Refused("not an RTF document")
    text: str = rtf_to_text(data.decode("cp1252", "replace"), errors="replace")  # type: ignore[no-untyped-call]
    return text
