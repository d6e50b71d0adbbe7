"""JSON Lines: an article a line, with text, title, outlet, url, date and language."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from briefing import dates
from briefing.errors import SourceError
from briefing.models import Article
from briefing.sources import _text

suffixes = (".jsonl", ".ndjson")

Record: TypeAlias = Mapping[str, Any]  # whatever JSON holds

_texts = ("text", "content", "body", "article")
_titles = ("title", "headline")
_outlets = ("outlet", "source", "publisher", "site")
_urls = ("url", "link")
_dates = ("date", "published", "published_at", "datePublished", "timestamp")
_languages = ("language", "lang")


def read(data: bytes, path: str) -> Iterator[Article | SourceError]:
    """The articles of the lines; a line that is broken costs no other."""
    for number, raw in enumerate(_lines(data, path), start=1):
        if raw.strip():
            yield _read_line(raw, f"{path}:{number}")


def _lines(data: bytes, path: str) -> list[bytes]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = _text.decode(data, path).encode("utf-8")
    return data.removeprefix(codecs.BOM_UTF8).split(b"\n")


def _read_line(raw: bytes, path: str) -> Article | SourceError:
    try:
        record = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return SourceError(path, "the line is not UTF-8")
    except (ValueError, RecursionError) as error:
        return SourceError(path, f"not JSON: {str(error) or 'nested too deeply'}")
    if not isinstance(record, dict):
        return SourceError(path, 'not a JSON object; an article is {"text": ...}')
    try:
        return _article(record, path)
    except SourceError as error:
        return error


def _article(record: Record, path: str) -> Article:
    text = _string(record, _texts)
    if not text:
        names = ", ".join(_texts)
        raise SourceError(path, f"no text: none of {names} holds a string", "no text")
    return _text.article(
        text,
        path,
        title=_string(record, _titles),
        outlet=_string(record, _outlets),
        url=_string(record, _urls),
        published=next(filter(None, (dates.of(record.get(name)) for name in _dates)), None),
        language=_string(record, _languages),
    )


def _string(record: Record, names: tuple[str, ...]) -> str:
    """The first of the fields that holds a string, or an object with a name."""
    for name in names:
        value = record.get(name)
        if isinstance(value, dict):
            value = value.get("name")
        if isinstance(value, str) and value.strip():
            return value
    return ""
