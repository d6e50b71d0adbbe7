"""What every format needs: bytes to text, text to an article, an offset back to the file.

Newlines are not translated, so that an offset counts code points in the file as decoded
(a byte order mark is no part of it).
"""

from __future__ import annotations

import codecs
import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date

from briefing.encodings import as_declared
from briefing.errors import SourceError
from briefing.language import declared, detect
from briefing.models import Article

_utf16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_control = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_unsafe = re.compile("[\x00\ud800-\udfff]")
_foreign = re.compile(r"[^\x00-\x7f]")

most_control = 0.01  # share of control characters above which bytes are no text
most_foreign = 0.3  # share of letters beyond ASCII above which cp1252 is a wrong guess
most_damaged = 0.2  # share of broken characters among those beyond ASCII, for UTF-8 with damage


def decode(data: bytes, path: str, declared: str = "") -> str:
    """The text of a file: UTF-8 or UTF-16, what it declares, or Windows-1252.

    Raises:
        SourceError: the bytes are no text, or in an encoding that is not known.
    """
    text = _decoded(data, path, declared)
    controls = len(_control.findall(text))
    if "\x00" in text or controls > most_control * len(text):
        raise SourceError(path, f"not text: {controls} control characters", "not text")
    return _unsafe.sub("\ufffd", text)


def article(
    text: str,
    path: str,
    *,
    title: str = "",
    outlet: str = "",
    url: str = "",
    published: date | None = None,
    language: str = "",
) -> Article:
    """An article of a text that is final; the language that is declared wins over what it seems.

    Raises:
        SourceError: there is no letter in the text.
    """
    text = _unsafe.sub("\ufffd", text)
    if not any(map(str.isalpha, text)):
        raise SourceError(path, "no text: there is no word in it", "no text")
    return Article(
        id=fingerprint(text),
        text=text,
        path=path,
        title=line(title),
        outlet=line(outlet),
        url=link(url),
        published=published,
        language=declared(language) or detect(text),
    )


def fingerprint(text: str) -> str:
    """16 hex digits that are the same for texts that differ in white space or in Unicode form."""
    same = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(same.encode("utf-8")).hexdigest()[:16]


def in_file(article: Article, offset: int) -> int:
    """Where a character of the article's text stands in its file, in code points.

    It holds for txt and md, whose text is what the file says; the text of a page or of a JSON
    string has no such place. For the end of a span ask for its last character.
    """
    at = bisect_right(article.file_offsets, offset, key=lambda pair: pair[0])
    in_text, there = article.file_offsets[at - 1] if at else (0, 0)
    return there + offset - in_text


def line(value: str) -> str:
    """A title or a name on one line."""
    return " ".join(_control.sub(" ", _unsafe.sub(" ", value)).split())


def stated(title: str, text: str) -> str:
    """The title that a file's properties give, if the text begins with it too.

    Properties are often left from another document; their dates say when a file was made,
    not when its text was published, and are not read at all.
    """
    title = line(title)
    return title if title and title in line(text[:2000]) else ""


def link(value: str) -> str:
    """A web address, or ``""`` for anything that a reader should not follow."""
    value = value.strip()
    safe = re.fullmatch(
        r"https?://[^\s<>\"\x00-\x1f\x7f\ud800-\udfff]{1,2000}", value, re.IGNORECASE
    )
    return value if safe else ""


def lines(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the lines of a text, without their line ends."""
    start = 0
    for match in re.finditer(r"\r\n|\r|\n", text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _decoded(data: bytes, path: str, declared: str) -> str:
    if data.startswith(_utf16):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise SourceError(path, "not text: broken UTF-16", "not text") from None
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = as_declared(data, declared) or _damaged_utf8(data) or _western(data)
    if not text:
        raise SourceError(path, "not text: not in UTF-8; save it as UTF-8", "not text")
    return text


def _damaged_utf8(data: bytes) -> str:
    """UTF-8 in which a few bytes are broken, as when a text was cut in the wrong place."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return text if broken <= most_damaged * len(_foreign.findall(text)) else ""


def _western(data: bytes) -> str:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return ""
    letters = [char for char in text if char.isalpha()]
    foreign = sum(char > "\x7f" for char in letters)
    return text if foreign <= most_foreign * len(letters) else ""
