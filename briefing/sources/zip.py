"""Zip archives of any of the other formats; a member is named archive.zip/its/name.txt."""

from __future__ import annotations

from collections.abc import Iterator
from zipfile import ZipFile, ZipInfo

from briefing.errors import SourceError
from briefing.models import Article
from briefing.sources import _archive, _formats
from briefing.sources._walk import show

suffixes = (".zip",)


def read(data: bytes, path: str) -> Iterator[Article | SourceError]:
    """What the members hold, sorted by name; one that is broken costs no other."""
    with _archive.open_checked(data, path) as archive:
        for member in sorted(archive.infolist(), key=lambda member: member.filename):
            if not _is_hidden(member):
                yield from _read_member(archive, member, path)


def _read_member(archive: ZipFile, member: ZipInfo, path: str) -> Iterator[Article | SourceError]:
    inner = f"{path}/{show(member.filename)}"
    try:
        if {"", ".", ".."} & set(member.filename.split("/")):
            raise SourceError(inner, "a name that leads out of the archive", "not followed")
        read = _formats.reader(inner)
        yield from read(_archive.unpack(archive, member.filename, inner), inner)
    except SourceError as error:
        yield error


def _is_hidden(member: ZipInfo) -> bool:
    """Folders, and what a folder on disk would hide; __MACOSX is Apple's shadow of each file."""
    parts = member.filename.split("/")
    hidden = any(part.startswith(".") and part != ".." for part in parts)
    return not parts[-1] or hidden or parts[0] == "__MACOSX"
