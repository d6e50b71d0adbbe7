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


def beside(folders: Iterable[Path], root: Path) -> tuple[Source, ...]:
    """What the sources.toml of each folder says; its patterns start from its folder.

    Raises:
        ConfigError: a sources.toml cannot be followed.
    """
    found: list[Source] = []
    for folder in folders:
        prefix = glob.escape(folder.relative_to(root).as_posix())
        for source in _load(folder / name):
            at = source.path if prefix == "." else f"{prefix}/{source.path}"
            found.append(replace(source, path=at))
    return tuple(found)


def override(article: Article, settings: Sequence[Source]) -> Article:
    """The article with what the first matching entry that speaks of a field says of it."""
    speaking = matching(article.path, settings)
    said: dict[str, Any] = {}
    for field in _overriding:
        values = (getattr(source, field) for source in speaking)
        if value := next(filter(None, values), None):
            said[field] = value
    return replace(article, **said)


def disabled(path: str, settings: Sequence[Source]) -> SourceError | None:
    """Why nothing is read from the path, where the user turned it off."""
    if all(source.enabled for source in matching(path, settings)):
        return None
    return SourceError(path, "turned off by the settings (enabled = false)", "disabled")


def matching(path: str, settings: Sequence[Source]) -> list[Source]:
    """The entries for a path; a pattern may name the file without the line in it."""
    whole = re.sub(r":\d+$", "", path)
    return [
        source
        for source in settings
        if fnmatch.fnmatchcase(path, source.path) or fnmatch.fnmatchcase(whole, source.path)
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
    except msgspec.ValidationError as error:
        raise ConfigError(f"{file}: {error}") from None


def _refuse_unknown(table: Mapping[str, object], known: Sequence[str], file: Path) -> None:
    for key in table:
        if key not in known:
            close = difflib.get_close_matches(key, known, n=1)
            hint = f"did you mean {close[0]}?" if close else f"choose from {', '.join(known)}"
            raise ConfigError(f"{file}: unknown key {key!r}; {hint}")
