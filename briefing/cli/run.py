"""What every command that reads articles needs: settings, inputs, model, progress."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Any

from briefing import config as configuration
from briefing import plugins, sources
from briefing.cli import log
from briefing.config import Config
from briefing.errors import ConfigError, SourceError, StoreError
from briefing.locks import locked
from briefing.models import Article, Embed, Entry, Progress, Select, quiet
from briefing.store import Store, open_store

# What an input may become without anything being wrong with it.
in_order = frozenset(
    {"used", "duplicate", "disabled", "other format", "beyond the first"}
    | {"older version", "before the first brief"}
)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the program over some inputs."""

    inputs: tuple[Path, ...]
    config: Config
    silent: bool
    memory: Path | None = None  # the file of the store; None where none is to be used
    model: str = ""  # the embedder, where it is elsewhere than the settings say

    @staticmethod
    def of(
        inputs: Sequence[Path],
        file: Path | None,
        silent: bool,
        no_store: bool = False,
        **flags: Any,
    ) -> Run:
        """Settings from the file, with the flags that were given on top."""
        settings = _settings(file)
        given = {name: value for name, value in flags.items() if value is not None}
        if "formats" in given:
            given["formats"] = tuple(part.strip() for part in given["formats"].split(","))
        if given.get("out") == "-" and len(given.get("formats", ())) > 1:
            raise ConfigError("-o - prints one format; give one --format")
        settings = replace(settings, **given)
        for name in settings.formats:
            plugins.check("renderers", name)
        memory = None if no_store else store_file(settings, file)
        return Run(tuple(inputs), settings, silent, memory)

    @property
    def root(self) -> Path:
        return sources.root(self.inputs)

    @property
    def zone(self) -> tzinfo:
        """Of days and windows: as the settings say, else that of the machine, as it is now."""
        if self.config.timezone:
            return configuration.zone(self.config.timezone)
        return datetime.now().astimezone().tzinfo or UTC

    def found(self, progress: Progress) -> Iterator[Article | SourceError]:
        """The inputs as they are read; patterns of the settings that fit none are told at the end.

        Raises:
            ConfigError: a path does not exist, or a sources.toml cannot be followed.
        """
        return self._watched(sources.read(self.inputs, self.config.sources, progress))

    def _watched(self, found: Iterator[Article | SourceError]) -> Iterator[Article | SourceError]:
        paths: list[str] = []
        for item in found:
            paths.append(item.path)
            yield item
        unmatched = sources.unmatched(self.inputs, self.config.sources, paths)
        if paths and unmatched and not self.silent:
            patterns = ", ".join(f'path = "{pattern}"' for pattern in unmatched)
            warn(f"no file matches {patterns} of [[sources]]")

    def embed(self) -> Embed:
        module, name = self.embedder()
        loaded: Embed = module.load(name, threads=self.config.threads)
        return loaded

    @contextmanager
    def store(self) -> Iterator[Store | None]:
        """The open store; None, and a warning, where it cannot be used or is not wanted."""
        opened = None
        try:
            opened = open_store(self.memory) if self.memory else None
        except StoreError as error:
            warn(f"{error}; going on without")
        if opened is None:
            yield None
            return
        with opened:
            yield opened

    @contextmanager
    def held(self, wait: float = 0.0) -> Iterator[Store]:
        """The store, open and for this run alone.

        Raises:
            Busy: another run holds it.
            ConfigError: there is none.
            StoreError: it cannot be used.
        """
        if self.memory is None:
            raise ConfigError('there is no store; name a file: store = "briefing.db"')
        self.memory.parent.mkdir(parents=True, exist_ok=True)
        lock = self.memory.with_name(f"{self.memory.name}.lock")
        with locked(lock, wait), open_store(self.memory) as store:
            yield store

    @contextmanager
    def remembered(self) -> Iterator[Embed]:
        """The embedder, loaded for texts that it was not yet asked for; for all without a store."""
        with self.store() as store:
            yield self.remembering(store)

    def remembering(self, store: Store | None) -> Embed:
        """The embedder, with a store asked only for what is not yet in it."""
        module, name = self.embedder()
        identity = module.identity(name) if store else ""
        if store is None or not identity:
            return self.embed()
        return store.vectors.remembering(identity, self.embed, datetime.now(UTC))

    def warn_if_uncalibrated(self) -> None:
        """Say on stderr that the thresholds are another embedder's, where they are."""
        default, name = Config().embedder, self.config.embedder
        if not self.silent and name != default and name not in self.config.calibrated:
            warn(
                f"the thresholds are those of {default}; to measure them for {name}: "
                f"briefing calibrate FOLDER --embedder {name} --write"
            )

    def model_sha256(self) -> str:
        module, name = self.embedder()
        return str(module.fingerprint(name))

    def select(self) -> Select:
        chosen: Select = plugins.load("selectors", self.config.selector).select
        return chosen

    def embedder(self) -> tuple[Any, str]:
        """The module of the embedder, and the model that it is to load."""
        kind, _, name = (self.model or self.config.embedder).partition(":")
        return plugins.load("embedders", kind), name

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """Bars on stderr when it is a terminal, else nothing."""
        if self.silent or not sys.stderr.isatty():
            yield quiet
            return
        from briefing.cli.progress import bars

        with bars() as draw:
            yield draw

    def report(self, ledger: Sequence[Entry]) -> int:
        """Name what was skipped on stderr; 3 when something was, else 0."""
        skipped = [entry for entry in ledger if entry.bucket not in in_order]
        if not self.silent:
            for entry in skipped:
                reason = entry.reason or entry.bucket
                warn(f"skipped {entry.path}: {reason}")
        return 3 if skipped else 0


def warn(message: str) -> None:
    """Say in a line on stderr what does not end the run."""
    log.write(message)


def day(given: str | None) -> date:
    """The date that an option gives, else today."""
    if given is None:
        return date.today()
    try:
        return date.fromisoformat(given)
    except ValueError as wrong:
        raise ConfigError(f"{given!r} is not a day; write it as 2024-05-17") from wrong


def settings_file(given: Path | None) -> Path | None:
    """The configuration file that is read: the one given, else the first of the usual places."""
    if given is not None:
        return given
    from platformdirs import user_config_path

    usual = (Path("briefing.toml"), user_config_path("briefing") / "briefing.toml")
    return next((file for file in usual if file.is_file()), None)


def settings_folder(given: Path | None) -> Path:
    """Where the paths in the settings start."""
    file = settings_file(given)
    return file.parent if file else Path()


def store_file(settings: Config, given: Path | None) -> Path | None:
    """The file of the store: as the settings say, else beside those of the project.

    Without settings, or with those of the person alone, the project is the working folder, and
    its store stands in the state folder. None where there is no place for it.

    Raises:
        ConfigError: it is to be in a folder that there is not.
    """
    file = settings_file(given)
    if settings.store:
        folder = Path(settings.store).parent
        if folder.is_absolute() and not folder.is_dir():
            raise ConfigError(f'store = "{settings.store}": there is no folder {folder}')
        return settings_folder(given) / settings.store
    from platformdirs import user_config_path, user_state_path

    digest = hashlib.sha256(os.fsencode(Path.cwd())).hexdigest()[:16]
    try:
        if file and file.absolute().parent != user_config_path("briefing"):
            return file.parent / "briefing.db"
        return user_state_path("briefing") / digest / "briefing.db"
    except RuntimeError:  # nobody's home
        return None


def _settings(given: Path | None) -> Config:
    file = settings_file(given)
    return configuration.load(file) if file else Config()
