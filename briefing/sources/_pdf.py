"""The text of a PDF, page by page, as pypdf finds it; runs apart."""

from __future__ import annotations

import io
import logging
from typing import TypedDict

from briefing.apart import Refused

most_pages = 1_000
most_text = 5_000_000  # characters


class Found(TypedDict):
    """What a PDF holds."""

    title: str
    pages: list[str]


def parse(data: bytes) -> Found:
    """The title of a PDF's properties and the text of its pages.

    Raises:
        Refused: it is encrypted, or has too many pages or too much text.
        pypdf.errors.PyPdfError: it is damaged.
    """
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused("encrypted; save it without a password")
    if len(reader.pages) > most_pages:
        raise Refused(f"over {most_pages:,} pages")
    pages: list[str] = []
    for page in reader.pages:
        pages.append(page.extract_text())
        if sum(map(len, pages)) > most_text:
            raise Refused(f"over {most_text // 1_000_000} million characters")
    about = reader.metadata
    return {"title": str(about.title or "") if about else "", "pages": pages}
