"""Making briefs: generate and topic."""

from __future__ import annotations

import difflib
import os
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import typer

from briefing import files, pipeline, topics
from briefing.cli import cataloguing
from briefing.cli.rendering import format_of, render, texts
from briefing.cli.run import Run, day, warn
from briefing.errors import ConfigError, NothingToBrief
from briefing.models import Brief, Topic
from briefing.words import stop_words, words


def generate(run: Run, names: Sequence[str], date: str | None, mail: bool = False) -> int:
    """Write OUT/DATE/brief.FORMAT for each format, or print one to stdout; then send it."""
    as_of = day(date)
    formats, config = run.config.formats, run.config
    custom = format_of(Path(config.template), formats) if config.template else None
    printed = config.out == "-"
    if printed and len(formats) > 1:
        formats = (custom or formats[0],)
    if mail:
        _check_mail(run)
    folder = Path() if printed else Path(config.out) / as_of.isoformat()
    chosen = replace(config, topics=_named(config.topics or topics.defaults(), names))
    if names:  # these and nothing else
        chosen = replace(chosen, discover=False, noted=False)
    brief = _brief(replace(run, config=chosen), day_of=date, folder=folder)
    if config.words and not any(section.points for section in brief.sections) and not brief.noted:
        warn(f"no point fits in {config.words} words; the brief has none")
    made = texts(brief, formats, config.template)
    if printed:
        typer.echo("".join(made.values()), nl=False)
        return run.report(brief.ledger)
    for name, text in made.items():
        files.write_atomic(folder / f"brief.{name}", text)
        typer.echo(folder / f"brief.{name}")
    return _publish(run, brief, folder, mail)


def _publish(run: Run, brief: Brief, folder: Path, mail: bool) -> int:
    """What follows when a brief has been written: the catalogue, the report, the mail."""
    cataloguing.refresh(folder.parent, run.config.title)
    code = run.report(brief.ledger)
    if mail:
        from briefing.cli import sending

        sending.deliver(run, brief, folder)
    return code


def _check_mail(run: Run) -> None:
    """Before anything is read, whether the brief could be sent at all."""
    from briefing.cli import sending

    sending.channels(run)
    if run.config.out == "-":
        raise ConfigError("--mail sends what stands in a folder; leave out -o -")


def topic(run: Run, name: str, date: str | None) -> int:
    """Print the section of one topic, or of any words."""
    known = run.config.topics or topics.defaults()
    wanted = pipeline.topic_named(known, name) or _free(name)
    config = replace(run.config, topics=(wanted,), discover=False, noted=False)
    config = replace(config, blocks=(), title=f"On {name}", out="-")
    brief = _brief(replace(run, config=config), day_of=date, folder=Path())
    if not brief.sections[0].points:
        articles = sum(entry.bucket == "used" for entry in brief.ledger)
        hint = "a larger --words or other words" if config.words else "other words"
        raise NothingToBrief(f"nothing on {name!r} in {articles} articles; try {hint}")
    brief = replace(brief, glance=())
    (form,) = config.formats[:1]
    builtin = _topic_template(form)
    typer.echo(render(brief, form, builtin), nl=False)
    return run.report(brief.ledger)


def _brief(run: Run, day_of: str | None, folder: Path) -> Brief:
    with run.progress() as progress, run.remembered() as embed:
        made = pipeline.brief(
            run.found(progress),
            run.config,
            embed,
            run.select(),
            day(day_of),
            model_sha256=run.model_sha256(),
            root=Path(os.path.relpath(run.root, folder.resolve())).as_posix(),
            progress=progress,
        )
    run.warn_if_uncalibrated()
    return made


def _topic_template(form: str) -> Path | None:
    """The short layout for one topic, where a format has one."""
    from briefing.renderers._template import builtin

    file = Path(builtin) / f"topic.{form}.j2"
    return file if file.is_file() else None


def _named(known: Sequence[Topic], names: Sequence[str]) -> tuple[Topic, ...]:
    """The topics of the given names, in the order given; all of them when none is."""
    found: dict[str, Topic] = {}  # "Energy" and "energy" are one
    for name in names:
        match = pipeline.topic_named(known, name)
        if match is None:
            raise ConfigError(_unknown(name, [topic.name for topic in known]))
        found[match.name] = match
    return tuple(found.values()) or tuple(known)


def _unknown(name: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(name.lower(), known, n=1)
    hint = f"did you mean {close[0]}? " if close else ""
    return (
        f"no topic named {name!r}; {hint}there are {', '.join(known)}; "
        "describe others in briefing.toml, or try: briefing topic WORDS"
    )


def _free(text: str) -> Topic:
    """A topic of words that nobody configured: they describe it, and each pair is evidence."""
    stop = stop_words("en")
    content = [word for word in words(text) if word not in stop]
    if not content:
        raise ConfigError(f"a topic needs at least one word, not {text!r}")
    pairs = [f"{a} {b}" for a, b in pairwise(content)]
    return Topic(text, description=text, any=tuple(pairs or content))
