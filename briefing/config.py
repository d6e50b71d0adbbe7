"""``briefing.toml`` to one frozen Config; an unknown key is refused by name.

Nothing here reads the environment: the command line says where the file is.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar

from briefing.errors import ConfigError
from briefing.models import Source, Topic

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Config:
    """What a user may set; every field has a default that works."""

    title: str = "Daily brief"
    topics: tuple[Topic, ...] = ()  # none: trade, energy, ukraine, security
    sources: tuple[Source, ...] = ()
    formats: tuple[str, ...] = ("md", "html", "json", "txt")
    out: str = "out"
    length: float = 1.0  # 2 gives about twice as many points
    words: int = 0  # of all points together, instead of their number; 0 for no such limit
    selector: str = "coverage"
    embedder: str = "minilm"  # or NAME:MODEL
    template: str = ""  # a Jinja2 file of one's own for the first format
    discover: bool = True  # find topics in what belongs to none of the given ones
    noted: bool = True  # also note the best of what belongs to no topic
    blocks: tuple[str, ...] = ("figures", "timeline")  # what stands behind the sections
    threads: int = 0  # for the model; 0 is one for each core

    def __post_init__(self) -> None:
        if not 0.1 <= self.length <= 20:
            raise ConfigError(f"length {self.length:g} is not between 0.1 and 20")
        if self.words < 0:
            raise ConfigError(f"words {self.words} is less than 0")
        if not 0 <= self.threads <= 256:
            raise ConfigError(f"threads {self.threads} is not between 0 and 256")
        if not self.formats:
            raise ConfigError("formats is empty; choose from md, html, json, txt")
        if unknown := sorted({*self.blocks} - {"figures", "timeline"}):
            raise ConfigError(f"no block named {unknown[0]!r}; choose from figures, timeline")
        _check_topics(self.topics)


def _check_topics(topics: Sequence[Topic]) -> None:
    names = [topic.name for topic in topics]
    for topic in topics:
        limits = {"max_points": topic.max_points, "max_words": topic.max_words}
        for name, limit in limits.items():
            if limit is not None and limit < 0:
                raise ConfigError(f"{name} of topic {topic.name!r} is less than 0")
        if not topic.name.strip() or names.count(topic.name) > 1:
            raise ConfigError(f"topic names must differ and not be empty: {topic.name!r}")


def load(file: Path) -> Config:
    """Read a configuration file.

    Raises:
        ConfigError: it is missing, is not TOML, or holds a key or a value of the wrong kind.
    """
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise ConfigError(f"{file}: no such file; make one with: briefing init") from missing
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as broken:
        raise ConfigError(f"{file}: {broken}") from broken
    return parse(given, str(file))


def parse(given: Mapping[str, Any], name: str) -> Config:
    """A configuration from parsed TOML; ``name`` is what messages call it."""
    return _convert(given, Config, name)


def _convert(given: Mapping[str, Any], kind: type[T], name: str) -> T:
    import msgspec

    _check_keys(given, kind, name)
    try:
        return msgspec.convert(given, kind)
    except (ConfigError, msgspec.ValidationError) as wrong:
        raise ConfigError(f"{name}: {wrong}") from wrong


def _check_keys(given: Mapping[str, Any], kind: type[Any], name: str) -> None:
    known = [field.name for field in fields(kind)]
    for key, value in given.items():
        if key not in known:
            close = difflib.get_close_matches(key, known, n=1)
            hint = f"did you mean {close[0]}?" if close else f"known are {', '.join(known)}"
            raise ConfigError(f"{name}: unknown key {key!r}; {hint}")
        part = {"topics": Topic, "sources": Source}.get(key)
        if kind is Config and part and isinstance(value, list) and is_dataclass(part):
            for entry in value:
                if isinstance(entry, Mapping):
                    _check_keys(entry, part, f"{name}: [[{key}]]")


sample = """\
# Settings of briefing. Every line that is commented out shows the default.
# Flags on the command line win over this file.

# title = "Daily brief"
# out = "out"                                # briefs go to OUT/YYYY-MM-DD/
# formats = ["md", "html", "json", "txt"]
# length = 1.0                               # 2.0 gives about twice as many points
# words = 0                                  # of all points together, instead of length
# selector = "coverage"                      # or lexrank, textrank, lsa, luhn, kl, sumbasic, ...
# embedder = "minilm"                        # or sentence-transformers:NAME, onnx:FOLDER
# template = "my-brief.md.j2"                # a Jinja2 file for the first of the formats
# discover = true                            # find topics in what belongs to none of yours
# noted = true                               # also note the best of what belongs to no topic
# blocks = ["figures", "timeline"]           # behind the sections; [] for none
# threads = 0                                # for the model; 0 is one for each core

# Topics, in the order of the brief. With none, they are trade, energy, ukraine, security.
# The description is compared with each sentence by meaning: a full phrase works best.
# "any" are words of which one is evidence; "all" must all stand in the sentence; "none"
# rule the topic out. "outlets" keeps to those outlets, "max_points" and "max_words" cap
# the section.
#
# [[topics]]
# name = "shipping"
# description = "shipping, ports, freight rates and attacks on merchant vessels"
# any = ["ship", "port", "freight", "vessel", "tanker", "Red Sea"]
# none = ["spaceship"]
# max_points = 5
# max_words = 150

# What you know of your sources; "path" is a pattern as in a shell.
#
# [[sources]]
# path = "reuters/*.txt"
# outlet = "Reuters"
# kind = "wire"                              # news, wire, opinion, official
# owner = "Thomson Reuters"                  # outlets of one owner are not independent
"""
