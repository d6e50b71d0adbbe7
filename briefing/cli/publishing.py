"""The files of a folder written together, whatever ends the run that writes them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath, PureWindowsPath

from briefing.errors import Busy, ConfigError
from briefing.files import Content, sync_folder, write_atomic
from briefing.locks import locked

pending = ".briefing-pending"  # names, a line each; there while they are written and removed
_prefix = ".briefing-"  # of the folders that files are prepared in
_sign = ".briefing-stage"  # a file in each of these, locked by its run


def publish(folder: Path, texts: Mapping[str, Content], earlier: Iterable[str] = ()) -> None:
    """Write the files of a folder, by their names in it, together.

    All are written beside it first, so that a full disk costs nothing that is there; then they
    are moved in. The last one is taken away before and comes last: where it stands, the others
    do, and none of an earlier version. A run that was killed between leaves the list ``pending``;
    the next one goes by it. One run at a time may do this in a place.

    Args:
        folder: made if need be.
        texts: by name; a name may lead into a folder within.
        earlier: names of what an earlier version left there; those not written anew are removed.

    Raises:
        ConfigError: something else stands in the place of a file or a folder; nothing is changed.
    """
    _check(folder, texts)
    whole = folder.resolve()
    whole.parent.mkdir(parents=True, exist_ok=True)
    gone = sorted({*earlier, *_pending(whole)}.difference(texts))
    with _stage(whole.parent) as stage:
        for name, text in texts.items():
            write_atomic(stage / name, text)
        write_atomic(stage / pending, "".join(f"{name}\n" for name in (*gone, *texts)))
        whole.mkdir(exist_ok=True)
        (stage / pending).replace(whole / pending)
        (whole / list(texts)[-1]).unlink(missing_ok=True)
        remove(whole, gone)
        for name in texts:
            (whole / name).parent.mkdir(exist_ok=True)
            (stage / name).replace(whole / name)
        for place in {(whole / name).parent for name in texts} | {whole.parent}:
            sync_folder(place)
        (whole / pending).unlink()


def remove(folder: Path, names: Iterable[str]) -> None:
    """Remove files of a folder, and folders within that are left empty.

    A name that leads out of the folder, or through a link, is passed over.
    """
    for name in names:
        file = folder / name
        if is_plain(name) and file.parent.resolve() == (folder.resolve() / name).parent:
            with suppress(FileNotFoundError, IsADirectoryError, PermissionError):
                file.unlink()
            if file.parent != folder and file.parent.is_dir() and not any(file.parent.iterdir()):
                file.parent.rmdir()


def is_plain(name: str) -> bool:
    """Whether a name leads to something within its folder, on every system."""
    return all(
        path.parts and not path.anchor and ".." not in path.parts
        for path in (PurePath(name), PureWindowsPath(name))
    )


def _check(folder: Path, names: Iterable[str]) -> None:
    if folder.exists() and not folder.is_dir():
        raise ConfigError(f"{folder} is no folder")
    for file in (folder / name for name in names):
        place = file.parent
        if place != folder and place.is_symlink():
            raise ConfigError(f"{place} is a link; remove it, or name another folder")
        if place.exists() and not place.is_dir():
            raise ConfigError(f"{place} is no folder; remove it, or name another folder")
        if file.is_dir() and not file.is_symlink():
            raise ConfigError(f"{file} is a folder; remove it, or name another folder")


def _pending(folder: Path) -> list[str]:
    """What a run that was killed was about to write and to remove."""
    try:
        return (folder / pending).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []


@contextmanager
def _stage(place: Path) -> Iterator[Path]:
    """A folder to prepare files in, on the disk that they go to; those of killed runs go away."""
    for left in place.glob(f"{_prefix}*/"):
        if (left / _sign).is_file():
            with suppress(Busy), locked(left / _sign):
                _clear(left)
        with suppress(OSError):  # of a run that was killed before it was signed; else not empty
            left.rmdir()
    stage = Path(tempfile.mkdtemp(dir=place, prefix=_prefix))
    try:
        with locked(stage / _sign, wait=1):
            yield stage
    finally:
        _clear(stage)


def _clear(stage: Path) -> None:
    """Remove a folder, its sign last: whatever ends this, the next run can go on with it."""
    for one in sorted(stage.iterdir(), key=lambda one: one.name == _sign):
        if one.is_dir():
            shutil.rmtree(one, ignore_errors=True)
        else:
            one.unlink()
    with suppress(OSError):
        stage.rmdir()
