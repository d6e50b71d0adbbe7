"""The catalogue beside the briefs: a page, a feed, and the way to the latest one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from briefing import catalogue, files, manifest
from briefing.catalogue import Listed
from briefing.cli import bundles, publishing
from briefing.cli.run import warn

# Which of them a link leads to, the first there is.
formats = ("html", "md", "footnotes.md", "txt", "pdf", "json")


def refresh(out: Path, title: str) -> None:
    """Write index.html, feed.xml and latest anew, from the briefs that stand in the folder."""
    briefs = sorted(_briefs(out, title), key=lambda brief: brief.day, reverse=True)
    _write(out / "index.html", catalogue.page(briefs, title), catalogue.page_mark)
    _write(out / "feed.xml", catalogue.feed(briefs, title), catalogue.feed_mark)
    _lead(out / "latest", out / briefs[0].day.isoformat())


def _write(file: Path, text: str, mark: str) -> None:
    """Write a file of the catalogue; one that bears no mark of it is somebody else's and stays."""
    if file.exists() and mark not in file.read_text(encoding="utf-8", errors="replace"):
        warn(f"{file} is not of a catalogue and stays as it is; for one, name another folder: -o")
    else:
        files.write_atomic(file, text)


def days(out: Path) -> list[Path]:
    """The folders of briefs, in the order of their days."""
    return [folder for folder in sorted(out.glob("????-??-??")) if _is_day(folder.name)]


def _briefs(out: Path, title: str) -> Iterator[Listed]:
    for folder in days(out):
        if file := next((f for f in _files(folder) if f.is_file()), None):
            json = folder / "brief.json"
            told = catalogue.told(json.read_bytes() if json.is_file() else b"", title)
            yield Listed(date.fromisoformat(folder.name), f"{folder.name}/{file.name}", told)


def _files(folder: Path) -> Sequence[Path]:
    return [folder / f"brief.{name}" for name in formats]


def _is_day(name: str) -> bool:
    try:
        return date.fromisoformat(name).isoformat() == name
    except ValueError:
        return False


def _lead(link: Path, folder: Path) -> None:
    """Let a link lead to a folder beside it; copies stand in where there can be no links."""
    if not link.is_symlink() and link.is_dir():
        _copy(folder, link)
        return
    fresh = link.with_name(f".{link.name}.{os.getpid()}")
    try:
        fresh.symlink_to(folder.name, target_is_directory=True)
    except OSError:
        _copy(folder, link)
    else:
        fresh.replace(link)


def _copy(folder: Path, to: Path) -> None:
    names = sorted(bundles.ours(folder), key=lambda name: name == manifest.name)
    contents = {name: (folder / name).read_bytes() for name in names}
    publishing.publish(to, contents, bundles.ours(to))
