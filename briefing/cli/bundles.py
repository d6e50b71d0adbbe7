"""The files of a brief: its formats, the pages of its sources, its annotations, its record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from briefing import files, manifest, plugins
from briefing.cli import publishing
from briefing.cli.rendering import file_of
from briefing.errors import EvidenceError
from briefing.files import Content
from briefing.manifest import Manifest
from briefing.models import Article, Brief

annotated = "evidence.jsonl"
_page = re.compile(r"[0-9a-f]{16}\.html")


def made(
    brief: Brief, formats: Mapping[str, Content], articles: Iterable[Article]
) -> dict[str, Content]:
    """The text of each file of a brief but its record, by its name in the brief's folder.

    Args:
        brief: with or without pages of its sources.
        formats: its text by format.
        articles: that it cites, as it lists them; those that are gone have no page.
    """
    found = {file_of(Path(), name).name: text for name, text in formats.items()}
    if not brief.pages:
        return found
    from briefing import web_annotations
    from briefing.renderers import _sources

    file = "brief.html" if "html" in formats else next(iter(found))
    back = "../brief.html" if "html" in formats else ""
    pages = {f"{brief.pages}/{name}": t for name, t in _sources.pages(brief, articles, back)}
    return {**pages, annotated: web_annotations.lines(brief, file), **found}


def write(folder: Path, texts: Mapping[str, Content], record: Manifest | None) -> None:
    """Write the files of a brief into a folder, together, instead of those of an earlier one.

    Of the earlier one goes what its record lists; nothing else that is there.

    Args:
        folder: of the brief.
        texts: as ``made`` gives them.
        record: of its run, without its outputs; None where it is not known.
    """
    whole: dict[str, Content] = dict(texts)
    if record:
        whole[manifest.name] = manifest.render(replace(record, outputs=hashes(texts)))
    publishing.publish(folder, whole, recorded(folder))


def recorded(folder: Path) -> list[str]:
    """The files that the record in a folder lists, and the record; none where there is none."""
    try:
        record = manifest.parse((folder / manifest.name).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, EvidenceError):
        return []
    return [*record.outputs, manifest.name]


def hashes(texts: Mapping[str, Content]) -> dict[str, str]:
    """The SHA-256 of each text, by its name."""
    return {name: files.digest(text) for name, text in texts.items()}


def ours(folder: Path) -> Iterator[str]:
    """The files of a brief that are there, by their names in its folder."""
    names = [file_of(folder, name).name for name in plugins.names("renderers")]
    for name in (*names, annotated, manifest.name):
        if (folder / name).is_file():
            yield name
    for page in sorted(folder.glob("sources/*.html")):
        if _page.fullmatch(page.name):
            yield f"sources/{page.name}"
