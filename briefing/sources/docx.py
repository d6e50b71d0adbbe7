"""Word documents: their paragraphs, and the title that their properties give."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.models import Article
from briefing.sources import _archive, _text, _xml

suffixes = (".docx", ".docm")

_word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_fallback = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_breaks = {f"{_word}tab": " ", f"{_word}br": " ", f"{_word}cr": " ", f"{_word}noBreakHyphen": "-"}


def read(data: bytes, path: str) -> Iterator[Article]:
    """The one article of a document; a paragraph is a line, a blank line apart.

    Insertions that are tracked count as text, deletions do not.
    """
    with _archive.open_checked(data, path) as archive:
        body = _xml.parse(_archive.unpack(archive, "word/document.xml", path), path)
        core = b"<none/>"
        if "docProps/core.xml" in archive.namelist():
            core = _archive.unpack(archive, "docProps/core.xml", path)
    about = _xml.parse(core, path)
    text = "\n\n".join(filter(None, map(_paragraph, _paragraphs(body))))
    yield _text.article(text, path, title=_text.stated(_xml.text(about, "title"), text))


def _paragraphs(body: _xml.Element) -> Iterator[_xml.Element]:
    for fallback in list(body.iter(_fallback)):  # the same once more, for older programs
        fallback.getparent().remove(fallback)
    yield from body.iter(f"{_word}p")


def _paragraph(paragraph: _xml.Element) -> str:
    """Its own text; that of a box anchored in it is a paragraph within."""
    parts = [
        _breaks.get(element.tag) or element.text or ""
        for element in paragraph.iter(f"{_word}t", *_breaks)
        if next(element.iterancestors(f"{_word}p")) is paragraph
    ]
    return " ".join("".join(parts).split())
