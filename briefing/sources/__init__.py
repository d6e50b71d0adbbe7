"""Reading: files and folders in, articles out; one file a format, chosen by the file's ending.

A format is a module with ``suffixes``, written as a literal so that it can be known without
an import, and ``read(data, path)``, which yields articles and may raise a SourceError.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from briefing import metadata
from briefing.errors import SourceError
from briefing.models import Article, Progress, Source, quiet
from briefing.sources import _settings, _text, _walk
from briefing.sources._formats import endings, reader
from briefing.sources._settings import of_outlet
from briefing.sources._text import in_file

__all__ = [
    "endings",
    "in_file",
    "of_outlet",
    "parse",
    "read",
    "root",
    "settings_files",
    "unmatched",
]

max_bytes = 20_000_000  # of one file


def read(
    paths: Sequence[Path], given: Sequence[Source] = (), progress: Progress = quiet
) -> Iterator[Article | SourceError]:
    """The articles of files and folders, sorted by path, and what could not be read.

    What ``given`` says of an article wins over the sources.toml of a folder, and that over
    what the article says of itself.

    Raises:
        ConfigError: a path does not exist, or a sources.toml cannot be followed; before
            anything is read.
    """
    folders = _folders(paths)
    settings = _all_settings(paths, given)
    found = [
        item
        for item in _walk.find([_walk.settle(path) for path in paths], root(paths))
        if not (isinstance(item, _walk.Found) and _holds_settings(item.file, folders))
    ]
    return _read_all(found, settings, progress)


def unmatched(paths: Sequence[Path], given: Sequence[Source], read: Iterable[str]) -> list[str]:
    """The patterns of all settings that fit none of the paths that ``read`` gave."""
    return _settings.unmatched(tuple(read), _all_settings(paths, given))


def settings_files(paths: Sequence[Path]) -> list[Path]:
    """Each sources.toml that is followed."""
    return [file for folder in _folders(paths) if (file := folder / _settings.name).is_file()]


def _folders(paths: Sequence[Path]) -> list[Path]:
    settled = [_walk.settle(path) for path in paths]
    return sorted({root(paths), *(path for path in settled if path.is_dir())})


def _all_settings(paths: Sequence[Path], given: Sequence[Source]) -> tuple[Source, ...]:
    of_files = (source for source in given if not source.is_fetched)
    return (*of_files, *_settings.beside(_folders(paths), root(paths)))


def parse(
    data: bytes, path: str, ending: str, charset: str = ""
) -> Iterator[Article | SourceError]:
    """The articles of bytes, read as a file of a known ending; what they say of themselves.

    A charset that came with the bytes wins over what they declare, where it fits.

    Raises:
        SourceError: they cannot be read.
    """
    if charset:
        with suppress(SourceError):
            data = _text.decode(data, path, charset).encode("utf-8")
    yield from reader(f"page{ending}")(data, path)


def root(paths: Sequence[Path]) -> Path:
    """The folder that the paths of articles start from: the one given, or what all share.

    Raises:
        ConfigError: a path does not exist.
    """
    return _walk.root([_walk.settle(path) for path in paths])


def _holds_settings(file: Path, folders: Sequence[Path]) -> bool:
    return file.name == _settings.name and file.parent in folders


def _read_all(
    found: Sequence[_walk.Found | SourceError], settings: Sequence[Source], progress: Progress
) -> Iterator[Article | SourceError]:
    for done, item in enumerate(found):
        progress("reading", done, len(found))
        if isinstance(item, SourceError):
            yield item
        else:
            yield from _read_file(item, settings)
    progress("reading", len(found), len(found))


def _read_file(item: _walk.Found, settings: Sequence[Source]) -> Iterator[Article | SourceError]:
    if off := _settings.disabled(item.path, settings):
        yield off
        return
    try:
        for article in reader(item.path)(_bytes(item), item.path):
            yield _complete(article, settings)
    except SourceError as error:
        yield error


def _bytes(item: _walk.Found) -> bytes:
    too_large = SourceError(item.path, f"over {max_bytes // 1_000_000} MB", "too large")
    try:
        if item.file.stat().st_size > max_bytes:
            raise too_large
        with item.file.open("rb") as file:
            data = file.read(max_bytes + 1)  # a file may grow, or not know its size
    except OSError as error:
        raise SourceError(item.path, f"cannot be read: {error.strerror}") from None
    if len(data) > max_bytes:
        raise too_large
    return data


def _complete(article: Article | SourceError, settings: Sequence[Source]) -> Article | SourceError:
    if isinstance(article, SourceError):
        return article
    if off := _settings.disabled(article.path, settings):
        return off
    return of_outlet(metadata.describe(_settings.override(article, settings)), settings)
