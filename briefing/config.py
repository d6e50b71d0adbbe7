"""``briefing.toml`` to one frozen Config; an unknown key is refused by name.

Nothing here reads the environment: the command line says where the file is.
"""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_type_hints
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from briefing.errors import ConfigError
from briefing.models import Source, Topic
from briefing.thresholds import Thresholds, shipped

T = TypeVar("T")

_plain_address = r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,255}"
_address = re.compile(
    rf"{_plain_address}|[^<>\"\x00-\x1f\x7f]{{1,100}} <{_plain_address}>", re.ASCII
)


_ranges = (("length", 0.1, 20), ("threads", 0, 256), ("fetch_minutes", 0.1, 1440))


@dataclass(frozen=True, slots=True)
class Mail:
    """How briefs are mailed; the password comes from the environment."""

    sender: str = ""  # "name@host" or "Name <name@host>"
    to: tuple[str, ...] = ()
    host: str = ""  # of the SMTP server; "" hands the mail to sendmail
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    sendmail: str = "/usr/sbin/sendmail"

    def __post_init__(self) -> None:
        if self.to and not self.sender:
            raise ConfigError("mail needs a sender")
        if not 0 < self.port < 65536:
            raise ConfigError(f"port {self.port} of mail is not between 1 and 65535")
        for address in (*([self.sender] if self.sender else []), *self.to):
            if not _address.fullmatch(address):
                raise ConfigError(f"{address!r} is no mail address; write it as name@host")


@dataclass(frozen=True, slots=True)
class Config:
    """What a user may set; every field has a default that works."""

    title: str = "Daily brief"
    topics: tuple[Topic, ...] = ()  # none: trade, energy, ukraine, security
    sources: tuple[Source, ...] = ()
    formats: tuple[str, ...] = ("md", "html", "json", "txt")
    out: str = "out"
    pages: bool = True  # write the text of each cited source beside the brief, as a page
    length: float = 1.0  # 2 gives about twice as many points
    words: int = 0  # of all points together, instead of their number; 0 for no such limit
    selector: str = "coverage"
    embedder: str = "minilm"  # or NAME:MODEL
    template: str = ""  # a Jinja2 file of one's own for the first format
    discover: bool = True  # find topics in what belongs to none of the given ones
    noted: bool = True  # also note the best of what belongs to no topic
    blocks: tuple[str, ...] = ("figures", "timeline")  # what stands behind the sections
    threads: int = 0  # for the model; 0 is one for each core
    mail: Mail = field(default_factory=Mail)
    webhook: str = ""  # an address that brief.json is posted to when a brief is sent
    copy_to: str = ""  # a folder that a brief is copied to when it is sent
    store: str = ""  # a file, from the folder of this one; "" is briefing.db beside it
    allow_private: bool = False  # fetch from addresses of this machine and its network, too
    fetch_minutes: float = 10.0  # that a whole fetch may take
    timezone: str = ""  # of days and windows, as Europe/Berlin; "" is that of the machine
    thresholds: Mapping[str, Thresholds] = field(default_factory=dict)  # by embedder

    def __post_init__(self) -> None:
        if self.words < 0:
            raise ConfigError(f"words {self.words} is less than 0")
        for name, least, most in _ranges:
            if not least <= getattr(self, name) <= most:
                number = f"{name} {getattr(self, name):g}"
                raise ConfigError(f"{number} is not between {least:g} and {most}")
        if self.timezone:
            zone(self.timezone)
        if not self.formats:
            raise ConfigError("formats is empty; choose from md, html, json, txt, footnotes")
        if self.webhook and not re.match(r"https?://[^\s/]", self.webhook):
            raise ConfigError(f"webhook {self.webhook!r} is no address of the web")
        if unknown := sorted({*self.blocks} - {"figures", "timeline"}):
            raise ConfigError(f"no block named {unknown[0]!r}; choose from figures, timeline")
        _check_topics(self.topics)

    @property
    def calibrated(self) -> Mapping[str, Thresholds]:
        """Thresholds by embedder: those that come with the product, and those of the user."""
        return {**_measured(), **self.thresholds}

    @property
    def in_force(self) -> Thresholds:
        """The thresholds of the embedder; those of the default where it has none."""
        return self.calibrated.get(self.embedder, shipped)


@cache
def _measured() -> Mapping[str, Thresholds]:
    """Those of data/thresholds.toml, a file of settings that holds nothing else."""
    file = resources.files("briefing") / "data" / "thresholds.toml"
    return parse(tomllib.loads(file.read_text("utf-8")), file.name).thresholds


def _check_topics(topics: Sequence[Topic]) -> None:
    names = [topic.name for topic in topics]
    for topic in topics:
        limits = {"max_points": topic.max_points, "max_words": topic.max_words}
        for name, limit in limits.items():
            if limit is not None and limit < 0:
                raise ConfigError(f"{name} of topic {topic.name!r} is less than 0")
        if not topic.name.strip() or names.count(topic.name) > 1:
            raise ConfigError(f"topic names must differ and not be empty: {topic.name!r}")


def zone(name: str) -> ZoneInfo:
    """The time zone of that name.

    Raises:
        ConfigError: there is none.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as wrong:
        close = difflib.get_close_matches(name, available_timezones(), n=1)
        hint = f"did you mean {close[0]}?" if close else "write it as Europe/Berlin"
        raise ConfigError(f"no time zone named {name!r}; {hint}") from wrong


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


def with_thresholds(text: str, embedder: str, found: Thresholds, name: str) -> str:
    """The text of a configuration file with these thresholds; all else stays as it was.

    Raises:
        ConfigError: the result is no configuration, because the text was none.
    """
    table = f"[thresholds.{json.dumps(embedder, ensure_ascii=False)}]"
    old = re.compile(rf"^{re.escape(table)}\n(?:[^\[\n].*\n?)*", re.MULTILINE)
    kept = old.sub("", text).rstrip("\n")
    made = "\n".join((*([kept, ""] if kept else []), table, *_lines(found), ""))
    try:
        parse(tomllib.loads(made), name)
    except tomllib.TOMLDecodeError as broken:
        raise ConfigError(f"{name}: {broken}") from broken
    return made


def _lines(found: Thresholds) -> Iterator[str]:
    for name, curve in (("sentences", found.sentences), ("topics", found.topics)):
        knots = "".join(f"  [{own:g}, {default:g}],\n" for own, default in curve)
        yield f"{name} = [  # cosines of this embedder, and as high ones of the default\n{knots}]"
    yield f"same_claim = {found.same_claim:g}"


def _convert(given: Mapping[str, Any], kind: type[T], name: str) -> T:
    import msgspec

    _check_keys(given, kind, name)
    try:
        return msgspec.convert(given, kind)
    except (ConfigError, msgspec.ValidationError) as wrong:
        raise ConfigError(f"{name}: {_plainly(str(wrong), given)}") from wrong


_placed = re.compile(r"(?P<said>.*) - at `\$\.?(?P<at>.*)`")
_mistyped = re.compile(r"Expected `(?P<wanted>[^`]+)`, got `(?P<got>[^`]+)`")
_no_choice = re.compile(r"Invalid enum value (?P<got>.*)")
_missing = re.compile(r"Object missing required field `(?P<name>[^`]+)`")
_in_words = {
    "array": "a list",
    "bool": "true or false",
    "date": "a date",
    "float": "a number",
    "int": "a whole number",
    "null": "nothing",
    "object": "a table",
    "str": "text in quotes",
}


def _plainly(message: str, given: Mapping[str, Any]) -> str:
    """A type error in the words of TOML; any other message as it is.

    "Expected `float`, got `str` - at `$.thresholds[...].same_claim`" is
    "same_claim of [thresholds."a"] must be a number, not text in quotes".
    """
    placed = _placed.fullmatch(message)
    if not placed:
        return message
    where = placed["at"]
    if where.startswith("thresholds[...]"):
        field = re.sub(r"\[.*", "", where.removeprefix("thresholds[...]")).lstrip(".")
        names = " or ".join(f"[thresholds.{json.dumps(name)}]" for name in given["thresholds"])
        where = f"{field} of {names}" if field else names
        if field in ("sentences", "topics"):
            return f"{where} must be a list of pairs of numbers, [[0.1, 0.2], ...]"
    if enum := _no_choice.fullmatch(placed["said"]):
        return f"{where} must be one of {', '.join(_choices(placed['at']))}, not {enum['got']}"
    if missing := _missing.fullmatch(placed["said"]):
        return f"{where} needs a {missing['name']}"
    mistyped = _mistyped.fullmatch(placed["said"])
    if not mistyped:
        return f"{where}: {placed['said']}"
    wanted = " or ".join(_in_words.get(kind, kind) for kind in mistyped["wanted"].split(" | "))
    return f"{where} must be {wanted}, not {_in_words.get(mistyped['got'], mistyped['got'])}"


def _choices(at: str) -> Sequence[str]:
    """What a field such as ``mail.security`` or ``sources[0].kind`` may be."""
    table, _, name = at.rpartition(".")
    kind = {"mail": Mail, **_listed}[table.partition("[")[0]]
    return get_args(get_type_hints(kind)[name])


def _check_keys(given: Mapping[str, Any], kind: type[Any], name: str) -> None:
    known = [field.name for field in fields(kind)]
    for key, value in given.items():
        if key not in known:
            close = difflib.get_close_matches(key, known, n=1)
            hint = f"did you mean {close[0]}?" if close else f"known are {', '.join(known)}"
            raise ConfigError(f"{name}: unknown key {key!r}; {hint}")
        for table, part, entry in _tables(key, value) if kind is Config else ():
            _check_keys(entry, part, f"{name}: {table}")


def _tables(key: str, value: Any) -> Iterator[tuple[str, type[Any], Mapping[str, Any]]]:
    """The tables of a configuration that have keys of their own, and what each becomes."""
    entries: Iterable[tuple[str, type[Any], Any]] = ()
    if key == "thresholds" and isinstance(value, Mapping):
        entries = ((f"[{key}.{json.dumps(name)}]", Thresholds, of) for name, of in value.items())
    elif key == "mail":
        entries = (("[mail]", Mail, value),)
    elif key in _listed and isinstance(value, list):
        entries = ((f"[[{key}]]", _listed[key], entry) for entry in value)
    yield from (entry for entry in entries if isinstance(entry[2], Mapping))


_listed: Mapping[str, type[Any]] = {"topics": Topic, "sources": Source}


sample = """\
# Settings of briefing. Every line that is commented out shows the default.
# Flags on the command line win over this file.

# title = "Daily brief"
# out = "out"                                # briefs go to OUT/YYYY-MM-DD/
# pages = true                               # and beside each the text of the sources it cites
# formats = ["md", "html", "json", "txt"]     # or footnotes: Markdown for Obsidian and pandoc
# length = 1.0                               # 2.0 gives about twice as many points
# words = 0                                  # of all points together, instead of length
# selector = "coverage"                      # or lexrank, textrank, lsa, luhn, kl, sumbasic, ...
# embedder = "minilm"                        # or sentence-transformers:NAME, onnx:FOLDER
# template = "my-brief.md.j2"                # a Jinja2 file for the first of the formats
# discover = true                            # find topics in what belongs to none of yours
# noted = true                               # also note the best of what belongs to no topic
# blocks = ["figures", "timeline"]           # behind the sections; [] for none
# threads = 0                                # for the model; 0 is one for each core
# store = ""                                 # a file, from here; "" is briefing.db beside this one
# allow_private = false                      # fetch from your own network, too
# fetch_minutes = 10                         # that a whole fetch may take
# timezone = ""                              # "Europe/Berlin"; "" is the machine's
# webhook = ""                               # where "send" and "generate --mail" post brief.json
# copy_to = ""                               # a folder that these two copy the brief to

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

# What "briefing calibrate FOLDER --embedder NAME --write" measures of another embedder goes into
# a table [thresholds."NAME"].

# Your sources. One with a "url" is fetched from the web, by "briefing fetch": a feed (RSS, Atom,
# JSON), a page, a sitemap, or a list of such (OPML, or an address a line; also a file from here).
# One with a "path" says what you know of files, by a pattern as in a shell; one with an "outlet"
# and neither of these what you know of that outlet, whatever file it is in.
#
# [[sources]]
# url = "https://www.example.org/news/rss.xml"
# outlet = "Example News"
# pages = true                               # read the pages of a feed that holds summaries
# enabled = true
#
# [[sources]]
# path = "reuters/*.txt"
# outlet = "Reuters"
# kind = "wire"                              # news, wire, opinion, official
# owner = "Thomson Reuters"                  # outlets of one owner are not independent
#
# [[sources]]
# outlet = "Capital Daily"                   # as its articles name it, in capitals or not
# owner = "Capital Group"

# Mail, for "briefing send" and "briefing generate --mail". The password is read from
# BRIEFING_SMTP_PASSWORD. Without a host, mail goes through sendmail.
#
# [mail]
# sender = "Briefing <briefing@example.org>"
# to = ["me@example.org"]
# host = "smtp.example.org"
# port = 587
# security = "starttls"                      # or tls (port 465), none
# user = "briefing"
"""
