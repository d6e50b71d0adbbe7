"""Which files to read: every file of a folder, in a stable order, and nothing outside it.

os.path is asked rather than Path, which raises where a folder may not be entered.
"""

# ruff: noqa: PTH110, PTH112, PTH114

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.errors import ConfigError, SourceError


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, and its name from the root of the run."""

    file: Path
    path: str


def settle(path: Path) -> Path:
    """The path in full, with its own last name even where that is a link to a file.

    Raises:
        ConfigError: there is nothing at the path.
    """
    if not os.path.exists(path):
        raise ConfigError(
            f"{show(str(path))} does not exist; give a folder or a file with articles"
        )
    return path.resolve() if os.path.isdir(path) else path.parent.resolve() / path.name


def root(given: Sequence[Path]) -> Path:
    """The folder that the names of articles start from."""
    folders = [path if os.path.isdir(path) else path.parent for path in given]
    return Path(os.path.commonpath(folders)) if folders else Path()


def find(given: Sequence[Path], start: Path) -> list[Found | SourceError]:
    """The files of the given folders and the given files, each once, sorted by name."""
    everything: dict[str, Found | SourceError] = {}
    for path in given:
        inside = _walk(path, path, start) if os.path.isdir(path) else [_check(path, None, start)]
        everything |= {item.path: item for item in inside}
    return _each_once([everything[name] for name in sorted(everything)])


def show(name: str) -> str:
    """A file's name as valid text on one line: what else it holds is escaped."""
    return "".join(
        _escape(char) if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} else char
        for char in name
    )


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def _walk(folder: Path, top: Path, start: Path) -> Iterator[Found | SourceError]:
    """Depth is bound by the file system; a link to a folder is not entered, so no loop is."""
    waiting = [folder]
    while waiting:
        folder = waiting.pop()
        try:
            children = list(folder.iterdir())
        except OSError as error:
            yield SourceError(_name(folder, start), f"the folder cannot be read: {error.strerror}")
            continue
        visible = [child for child in children if not child.name.startswith(".")]
        folders = [child for child in visible if os.path.isdir(child) and not os.path.islink(child)]
        waiting += folders
        for child in set(visible).difference(folders):
            if not (os.path.isdir(child) and _is_inside(child, top)):
                yield _check(child, top, start)


def _check(path: Path, top: Path | None, start: Path) -> Found | SourceError:
    name = _name(path, start)
    if top and not _is_inside(path, top):
        return SourceError(name, "a link that leads out of the folder", "not followed")
    try:
        mode = path.stat().st_mode
    except OSError as error:
        bucket = "not followed" if os.path.islink(path) else "unreadable"
        return SourceError(name, f"cannot be opened: {error.strerror}", bucket)
    if not stat.S_ISREG(mode):
        return SourceError(name, "neither a file nor a folder", "not a file")
    return Found(path, name)


def _is_inside(path: Path, top: Path) -> bool:
    return not os.path.islink(path) or Path(os.path.realpath(path)).is_relative_to(top)


def _name(path: Path, start: Path) -> str:
    return show(path.relative_to(start).as_posix())


def _each_once(items: Sequence[Found | SourceError]) -> list[Found | SourceError]:
    """Without the links to files that are read under their own names, or under another link."""
    own = {item.file for item in items if isinstance(item, Found) and not os.path.islink(item.file)}
    kept: list[Found | SourceError] = []
    for item in items:
        if isinstance(item, Found) and os.path.islink(item.file):
            target = Path(os.path.realpath(item.file))
            if target in own:
                continue
            own.add(target)
        kept.append(item)
    return kept
