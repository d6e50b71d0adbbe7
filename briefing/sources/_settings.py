"""What the user says of sources: ``[[sources]]`` of the configuration and of a sources.toml."""

from __future__ import annotations

import difflib
import fnmatch
import glob
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import msgspec

from briefing.errors import ConfigError, SourceError
from briefing.models import Article, Source

name = "sources.toml"

_keys = tuple(field.name for field in fields(Source))
_overriding = ("title", "outlet", "url", "published", "language", "owner")
_of_outlets = ("language", "owner")


def beside(folders: Iterable[Path], root: Path) -> tuple[Source, ...]:
    """What the sources.toml of each folder says; its patterns start from its folder.

    What it says of an outlet alone holds wherever that outlet is read.

    Raises:
        ConfigError: a sources.toml cannot be followed.
    """
    found: list[Source] = []
    for folder in folders:
        prefix = glob.escape(folder.relative_to(root).as_posix())
        for source in _load(folder / name):
            here = prefix == "." or source.is_of_outlet
            at = source.path if here else f"{prefix}/{source.path or '*'}"
            found.append(replace(source, path=at))
    return tuple(found)


def unmatched(paths: Sequence[str], settings: Sequence[Source]) -> list[str]:
    """The patterns that fit none of the paths."""
    named = dict.fromkeys(source.path for source in settings if source.path)
    return [one for one in named if not any(matching(path, [Source(one)]) for path in paths)]


def override(article: Article, settings: Sequence[Source]) -> Article:
    """The article with what the first matching entry that speaks of a field says of it."""
    return _told(article, matching(article.path, settings), _overriding)


def of_outlet(article: Article, settings: Sequence[Source]) -> Article | SourceError:
    """The article with what is said of its outlet; why it is left out, where that is turned off."""
    name = article.outlet.casefold()
    speaking = [s for s in settings if s.is_of_outlet and s.outlet.casefold() == name]
    return _off(article.path, speaking) or _told(article, speaking, _of_outlets)


def _told(article: Article, speaking: Sequence[Source], of: Sequence[str]) -> Article:
    said: dict[str, Any] = {}
    for field in of:
        values = (getattr(source, field) for source in speaking)
        if value := next(filter(None, values), None):
            said[field] = value
    return replace(article, **said)


def disabled(path: str, settings: Sequence[Source]) -> SourceError | None:
    """Why nothing is read from the path, where the user turned it off."""
    return _off(path, matching(path, settings))


def _off(path: str, speaking: Sequence[Source]) -> SourceError | None:
    if all(source.enabled for source in speaking):
        return None
    return SourceError(path, "turned off by the settings (enabled = false)", "disabled")


def matching(path: str, settings: Sequence[Source]) -> list[Source]:
    """The entries for a path; a pattern may name the file without the line in it."""
    whole = re.sub(r":\d+$", "", path)
    return [
        source
        for source in settings
        if not source.is_of_outlet
        and any(fnmatch.fnmatchcase(name, source.path or "*") for name in (path, whole))
    ]


def _load(file: Path) -> list[Source]:
    if not file.is_file():  # a FIFO would wait for ever
        return []
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigError(f"{file}: cannot be read as TOML: {error}") from None
    _refuse_unknown(document, ("sources",), file)
    entries = document.get("sources", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ConfigError(f"{file}: sources must be tables; write [[sources]] above each entry")
    for entry in entries:
        _refuse_unknown(entry, _keys, file)
    try:
        return msgspec.convert(entries, list[Source])
    except (ConfigError, msgspec.ValidationError) as error:
        raise ConfigError(f"{file}: {error}") from None


def _refuse_unknown(table: Mapping[str, object], known: Sequence[str], file: Path) -> None:
    for key in table:
        if key not in known:
            close = difflib.get_close_matches(key, known, n=1)
            hint = f"did you mean {close[0]}?" if close else f"choose from {', '.join(known)}"
            raise ConfigError(f"{file}: unknown key {key!r}; {hint}")
