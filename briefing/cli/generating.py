"""Making briefs: generate and topic."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from briefing import pipeline, topics
from briefing.cli import cataloguing, manifests
from briefing.cli.plans import Plan
from briefing.cli.rendering import render, show
from briefing.cli.run import Run, day, warn
from briefing.compose import Frame
from briefing.errors import ConfigError, NothingToBrief, SourceError
from briefing.manifest import Manifest
from briefing.models import Article, Brief, Topic
from briefing.words import stop_words, words


def on_topics(run: Run, names: Sequence[str]) -> Run:
    """The run with the topics of these names and nothing else; with all where none is given."""
    config = run.config
    chosen = replace(config, topics=_named(config.topics or topics.defaults(), names))
    if names:
        chosen = replace(chosen, discover=False, noted=False)
    return replace(run, config=chosen)


def generate(run: Run, plan: Plan) -> Brief:
    """The brief of all that the inputs hold."""
    found = _found(run)
    brief, articles = _brief(run, found, plan.as_of, plan.root, plan.pages)
    words = run.config.words
    if words and not any(section.points for section in brief.sections) and not brief.noted:
        warn(f"no point fits in {words} words; the brief has none")
    plan.write(brief, articles, None if plan.printed else manifests.of_inputs(run, plan, found))
    return brief


def again(
    run: Run, record: Manifest, found: Iterable[Article | SourceError]
) -> tuple[Brief, Iterable[Article]]:
    """The brief of a record from what was found of its inputs; and its articles."""
    return _brief(run, found, record.as_of, record.root, record.pages)


def deliver(run: Run, plan: Plan, brief: Brief) -> int:
    """What follows when a brief has been written: the catalogue, the report, the mail."""
    if not (plan.printed or plan.is_look):
        cataloguing.refresh(plan.folder.parent, run.config.title)
    code = run.report(brief.ledger)
    if plan.mail:
        from briefing.cli import sending

        sending.deliver(run, brief, plan.folder)
    return code


def topic(run: Run, name: str, given: str | None) -> int:
    """Print the section of one topic, or of any words."""
    known = run.config.topics or topics.defaults()
    wanted = pipeline.topic_named(known, name) or _free(name)
    config = replace(run.config, topics=(wanted,), discover=False, noted=False)
    config = replace(config, blocks=(), title=f"On {name}", out="-")
    run = replace(run, config=config)
    root = Path(os.path.relpath(run.root)).as_posix()
    brief, _ = _brief(run, _found(run), day(given), root)
    if not brief.sections[0].points:
        articles = sum(entry.bucket == "used" for entry in brief.ledger)
        hint = "a larger --words or other words" if config.words else "other words"
        raise NothingToBrief(f"nothing on {name!r} in {articles} articles; try {hint}")
    brief = replace(brief, glance=())
    (form,) = config.formats[:1]
    builtin = _topic_template(form)
    show(render(brief, form, builtin))
    return run.report(brief.ledger)


def _found(run: Run) -> list[Article | SourceError]:
    with run.progress() as progress:
        return list(run.found(progress))


def _brief(
    run: Run, found: Iterable[Article | SourceError], as_of: date, root: str, pages: str = ""
) -> tuple[Brief, Iterable[Article]]:
    """The brief of what was found, and the articles that it is made from."""
    with run.progress() as progress, run.remembered() as embed:
        frame = Frame(run.config, as_of, run.model_sha256(), root, pages)
        reading = pipeline.read(found, progress)
        made = pipeline.of(reading, frame, embed, run.select(), progress)
    run.warn_if_uncalibrated()
    return made, reading.articles.values()


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
