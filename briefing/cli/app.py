"""The commands, their arguments and their help. What they do stands in the modules beside."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from briefing import __version__, plugins
from briefing.cli import unattended

app = typer.Typer(
    name="briefing",
    help="Turn many news articles into a brief that a reader can check, sentence by sentence.",
    epilog="Examples:  briefing generate articles/   ·   briefing topic energy articles/   ·   "
    "briefing verify out/2024-05-17/brief.json",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Inputs = Annotated[list[Path], typer.Argument(metavar="FOLDER|FILE...", help="Articles.")]
ConfigFile = Annotated[
    Path | None,
    typer.Option("-c", "--config", help="Settings; else ./briefing.toml, else your own."),
]
Embedder = Annotated[
    str | None, typer.Option(help="minilm, sentence-transformers:NAME or onnx:FOLDER.")
]
Selector = Annotated[str | None, typer.Option(help="How points are chosen; see README.")]
Length = Annotated[float | None, typer.Option(help="2 gives about twice as many points.")]
Words = Annotated[
    int | None, typer.Option(min=1, help="Of all points together, instead of a length.")
]
Day = Annotated[str | None, typer.Option("--date", help="Of the brief, YYYY-MM-DD; else today.")]
Threads = Annotated[int | None, typer.Option(help="For the model; 0 is one for each core.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="No progress, no list of skipped.")]
NoStore = Annotated[
    bool, typer.Option("--no-store", help="Use nothing of earlier runs, keep nothing.")
]
AsJson = Annotated[bool, typer.Option("--json", help="A JSON object a line.")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"briefing {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which.")
    ] = False,
) -> None:
    pass


@app.command()
def generate(
    inputs: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FOLDER|FILE...]", help="Articles; none: what came since."),
    ] = None,
    topic: Annotated[
        list[str] | None, typer.Option("--topic", help="Only these; may be repeated.")
    ] = None,
    format: Annotated[
        str | None, typer.Option(help=f"Of {', '.join(plugins.names('renderers'))}; by commas.")
    ] = None,
    out: Annotated[
        str | None, typer.Option("-o", "--out", help="Folder; - prints one format.")
    ] = None,
    date: Day = None,
    length: Length = None,
    words: Words = None,
    template: Annotated[
        Path | None, typer.Option(help="Your own Jinja2 file, NAME.FORMAT.j2.")
    ] = None,
    mail: Annotated[
        bool, typer.Option("--mail", help="Send it, too: [mail], webhook and copy_to.")
    ] = False,
    selector: Selector = None,
    embedder: Embedder = None,
    threads: Threads = None,
    config: ConfigFile = None,
    since: Annotated[
        str | None,
        typer.Option(help="A look back into OUT/DATE-since-...: 24h, 7d or a date; not recorded."),
    ] = None,
    window: Annotated[
        str | None, typer.Option(help="last: what came since the last brief; day: on the day.")
    ] = None,
    forget: Annotated[
        bool, typer.Option("--forget", help="Do not record this brief as the last one.")
    ] = False,
    now: Annotated[
        str | None, typer.Option(help="The time of the run, 2024-05-17T06:30; else the clock's.")
    ] = None,
    fetch: Annotated[
        bool, typer.Option("--fetch/--no-fetch", help="Without inputs, what the sources have.")
    ] = True,
    wait: Annotated[float, typer.Option(help="Seconds to wait for another run.")] = 0.0,
    log_format: Annotated[str, typer.Option(help="Of stderr: text or json.")] = "text",
    no_store: NoStore = False,
    quiet: Quiet = False,
) -> int:
    """Write the brief of articles: of those given, or of what came since the last brief.

    Examples: briefing generate articles/ --format md   ·   briefing generate   ·
    briefing generate articles/ --window last
    """
    from briefing.cli import log, plans
    from briefing.cli.run import Run

    log.choose(log_format)
    flags: dict[str, Any] = {"out": out, "length": length, "words": words, "formats": format}
    flags |= {"selector": selector, "embedder": embedder, "threads": threads}
    flags |= {"template": template and str(template)}
    run = Run.of(inputs or [], config, quiet, no_store, **flags)
    others: dict[str, Any] = {"forget": forget, "wait": wait, "fetch": fetch, "config": config}
    asked = plans.Asked.of(run, now, since, window, **others)
    is_daily = not inputs or bool(since or window)
    plan = plans.plan(run, asked, asked.day(run, date), topic or [], is_daily, mail)
    with plans.held(plan, wait):
        from briefing.cli import daily, generating

        run = generating.on_topics(run, topic or [])
        made = daily.generate(run, plan, asked) if is_daily else generating.generate(run, plan)
        code = generating.deliver(run, plan, made)
        return 3 if is_daily and daily.lies_ahead(run, asked) else code


@app.command()
def fetch(
    allow_private: Annotated[
        bool | None,
        typer.Option("--allow-private", help="From addresses of your own network, too."),
    ] = None,
    config: ConfigFile = None,
    quiet: Quiet = False,
) -> int:
    """Fetch what is new at the sources of the settings that have a URL.

    Example: briefing fetch -c briefing.toml
    """
    from briefing.cli import fetching
    from briefing.cli.run import Run

    return fetching.fetch(Run.of([], config, quiet, allow_private=allow_private), config)


@app.command()
def topic(
    name: Annotated[str, typer.Argument(help="A topic, or any words in quotes.")],
    inputs: Inputs,
    format: Annotated[str, typer.Option(help="txt, md, html or json.")] = "txt",
    date: Day = None,
    length: Length = None,
    words: Words = None,
    selector: Selector = None,
    embedder: Embedder = None,
    config: ConfigFile = None,
    no_store: NoStore = False,
    quiet: Quiet = False,
) -> int:
    """Print what articles say on one topic.

    Example: briefing topic "nuclear power" articles/
    """
    from briefing.cli import generating
    from briefing.cli.run import Run

    flags: dict[str, Any] = {"length": length, "selector": selector, "embedder": embedder}
    run = Run.of(inputs, config, quiet, no_store, formats=format, words=words, **flags)
    return generating.topic(run, name, date)


@app.command()
def topics(
    inputs: Inputs,
    json: AsJson = False,
    embedder: Embedder = None,
    config: ConfigFile = None,
    no_store: NoStore = False,
    quiet: Quiet = False,
) -> int:
    """List the topics, given and discovered.

    Example: briefing topics articles/
    """
    from briefing.cli import listing
    from briefing.cli.run import Run

    return listing.topics(Run.of(inputs, config, quiet, no_store, embedder=embedder), json)


@app.command()
def sentences(
    inputs: Inputs,
    json: AsJson = False,
    embedder: Embedder = None,
    config: ConfigFile = None,
    no_store: NoStore = False,
    quiet: Quiet = False,
) -> int:
    """List every span of text, its kind and its topics, with offsets."""
    from briefing.cli import listing
    from briefing.cli.run import Run

    return listing.sentences(Run.of(inputs, config, quiet, no_store, embedder=embedder), json)


@app.command()
def claims(
    inputs: Inputs,
    json: AsJson = False,
    embedder: Embedder = None,
    config: ConfigFile = None,
    no_store: NoStore = False,
    quiet: Quiet = False,
) -> int:
    """List the claims with all their evidence."""
    from briefing.cli import listing
    from briefing.cli.run import Run

    return listing.claims(Run.of(inputs, config, quiet, no_store, embedder=embedder), json)


@app.command()
def stories(
    inputs: Inputs,
    json: AsJson = False,
    config: ConfigFile = None,
    quiet: Quiet = False,
) -> int:
    """List the articles by the event that they are about, reprints under what they repeat.

    Example: briefing stories articles/
    """
    from briefing.cli import listing
    from briefing.cli.run import Run

    return listing.stories(Run.of(inputs, config, quiet), json)


@app.command()
def explain(
    brief: Annotated[Path, typer.Argument(help="A brief.json, or its folder.")],
    point: Annotated[
        str, typer.Argument(help="As trade-1, or an article; without it, all are listed.")
    ] = "",
    other: Annotated[str, typer.Argument(help="A second article.")] = "",
    json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    config: ConfigFile = None,
) -> int:
    """Say why a point stands where it does, what an article gave, or why two are together.

    Example: briefing explain out/2024-05-17 trade-1
    """
    from briefing.cli import explaining
    from briefing.cli.run import Run

    return explaining.explain(brief, point, other, Run.of([], config, silent=False), json)


@app.command()
def verify(
    brief: Annotated[Path, typer.Argument(help="A brief.json, or its folder.")],
    root: Annotated[
        Path | None, typer.Option(help="Where the sources are, if they were moved.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    config: ConfigFile = None,
) -> int:
    """Read every citation back from its source; exit 1 when one no longer stands.

    Exit 3 when all stand word for word, in sources that have changed around them.
    """
    from briefing.cli import checking
    from briefing.cli.run import Run

    return checking.verify(brief, root, Run.of([], config, silent=False), json)


@app.command()
def replay(
    record: Annotated[Path, typer.Argument(help="A run.json, or its folder.")],
    out: Annotated[
        str | None, typer.Option("-o", "--out", help="Keep what is made, in this folder.")
    ] = None,
    root: Annotated[
        Path | None, typer.Option(help="Where the sources are, if they were moved.")
    ] = None,
    config: ConfigFile = None,
) -> int:
    """Make a brief again from the record of its run; exit 1, and why, when bytes differ.

    Example: briefing replay out/2024-05-17
    """
    from briefing.cli import replaying
    from briefing.cli.run import Run

    return replaying.replay(record, out, root, Run.of([], config, silent=False))


@app.command()
def init(
    file: Annotated[Path, typer.Argument(help="What to write.")] = Path("briefing.toml"),
    force: Annotated[bool, typer.Option("--force", help="Write over an older one.")] = False,
) -> int:
    """Write a commented briefing.toml."""
    from briefing.cli import checking

    return checking.init(file, force)


@app.command()
def calibrate(
    inputs: Inputs,
    pairs: Annotated[
        Path | None, typer.Option(help='Judged pairs, {"a", "b", "same"} a line, for claims.')
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Into the settings.")] = False,
    embedder: Embedder = None,
    threads: Threads = None,
    config: ConfigFile = None,
    quiet: Quiet = False,
) -> int:
    """Measure an embedder's cosines on articles, and with them its thresholds.

    Example: briefing calibrate articles/ --embedder onnx:my-model --write
    """
    from briefing.cli import calibrating
    from briefing.cli.run import Run

    run = Run.of(inputs, config, quiet, embedder=embedder, threads=threads)
    return calibrating.calibrate(run, pairs, write, config)


@app.command()
def evaluate(
    dataset: Annotated[
        Path,
        typer.Argument(help="JSON lines with documents and references; see also --readability."),
    ],
    readability: Annotated[
        bool,
        typer.Option(help="How briefs read; DATASET may also be a brief.json or a folder."),
    ] = False,
    words: Annotated[
        int | None, typer.Option(min=1, help="How many words of a summary are scored; else 100.")
    ] = None,
    selectors: Annotated[
        str | None, typer.Option(help="By commas; else every one there is.")
    ] = None,
    baseline: Annotated[
        str | None, typer.Option(help="What the others are compared with; else lexrank.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Only the first so many clusters.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    verbose: Annotated[bool, typer.Option(help="With --readability, list every finding.")] = False,
    save: Annotated[
        Path | None,
        typer.Option(help="Folder for SELECTOR/ID.txt of every summary, or ID.md of every brief."),
    ] = None,
    embedder: Embedder = None,
    config: ConfigFile = None,
    quiet: Quiet = False,
) -> int:
    """Score selectors by ROUGE against summaries that people wrote, or measure how briefs read.

    Example: briefing evaluate clusters.jsonl --selectors coverage,lexrank,lead
    """
    from briefing.cli import evaluating, reading
    from briefing.cli.run import Run
    from briefing.errors import ConfigError

    run = Run.of([], config, quiet, embedder=embedder)
    if readability:
        if any(given is not None for given in (words, selectors, baseline)):
            raise ConfigError("--readability takes no --words, --selectors or --baseline")
        return reading.readability(run, dataset, limit, as_json=json, verbose=verbose, save=save)
    return evaluating.evaluate(run, dataset, words, selectors, baseline, limit, json, save)


app.command()(unattended.schedule)
app.command()(unattended.send)


archive = typer.Typer(help="List, search and prune what was archived.", no_args_is_help=False)
app.add_typer(archive, name="archive")


@archive.callback(invoke_without_command=True)
def _archive(context: typer.Context, config: ConfigFile = None) -> int:
    """Say how much is archived, since when and of which outlets; search it, prune it."""
    from briefing.cli import archive
    from briefing.cli.run import Run

    context.obj = Run.of([], config, silent=False)
    return 0 if context.invoked_subcommand else archive.summarise(context.obj)


@archive.command()
def search(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(help='All of them; "in quotes" side by side.')],
    most: Annotated[int, typer.Option(min=1, help="Passages that are shown.")] = 20,
) -> int:
    """Find archived articles by their words.

    Example: briefing archive search dam Kherson
    """
    from briefing.cli import archive

    return archive.search(context.obj, " ".join(words), most)


@archive.command()
def prune(
    context: typer.Context,
    before: Annotated[str, typer.Option(help="A day: what came earlier is forgotten.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say how much that would be.")
    ] = False,
) -> int:
    """Forget old articles, vectors and briefs; the last brief stays.

    Example: briefing archive prune --before 2024-01-01
    """
    from briefing.cli import archive

    return archive.prune(context.obj, before, dry_run)


@archive.command()
def forget(
    context: typer.Context,
    day: Annotated[str, typer.Argument(help="Of the brief, YYYY-MM-DD.")],
) -> int:
    """Forget that there was a brief of a day, as one of a mistyped date.

    Example: briefing archive forget 2062-05-11
    """
    from briefing.cli import archive

    return archive.forget(context.obj, day)


templates = typer.Typer(no_args_is_help=False)
app.add_typer(templates, name="templates")


@templates.callback(invoke_without_command=True)
def _templates(context: typer.Context) -> int:
    """List the templates of a brief, to copy or to extend; docs/templates.md has what they see."""
    from briefing.cli import templates

    return 0 if context.invoked_subcommand else templates.show()


@templates.command()
def copy(
    name: Annotated[str, typer.Argument(help="As listed: html, md, txt, ...")],
    out: Annotated[
        str | None, typer.Option("-o", "--out", help="FILE, else its own name here; - prints it.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over an older one.")] = False,
) -> int:
    """Write a copy of a template to edit, for --template.

    Example: briefing templates copy html -o mine.html.j2
    """
    from briefing.cli import templates

    return templates.copy(name, out, force)
