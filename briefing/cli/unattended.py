"""The commands of a brief that comes by itself, their arguments and their help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ConfigFile = Annotated[
    Path | None,
    typer.Option("-c", "--config", help="Settings; else ./briefing.toml, else your own."),
]
Out = Annotated[str | None, typer.Option("-o", "--out", help="Folder of briefs.")]


def schedule(
    inputs: Annotated[
        list[Path] | None, typer.Argument(metavar="FOLDER|FILE...", help="Articles.")
    ] = None,
    at: Annotated[str, typer.Option(help="Time of day.")] = "06:30",
    zone: Annotated[
        str, typer.Option(help="Of the time, as Europe/Paris; else as the settings say.")
    ] = "",
    install: Annotated[bool, typer.Option("--install", help="Put it in force.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="End it.")] = False,
    status: Annotated[
        bool, typer.Option("--status", help="Say how the last run ended, and when the next is.")
    ] = False,
    systemd: Annotated[
        bool, typer.Option("--systemd", help="A timer, which makes up for a missed time.")
    ] = False,
    mail: Annotated[bool, typer.Option("--mail", help="Send each brief, too.")] = False,
    environment: Annotated[
        Path | None, typer.Option(help="Shell file of NAME=value lines to set first.")
    ] = None,
    out: Out = None,
    config: ConfigFile = None,
) -> int:
    """Print the crontab line of a daily brief, or install, remove or look after it.

    Example: briefing schedule articles/ --at 06:30 --install
    """
    from briefing.cli import scheduling
    from briefing.cli.run import Run
    from briefing.errors import ConfigError

    if install + remove + status > 1:
        raise ConfigError("give one of --install, --remove and --status")
    run = Run.of(inputs or [], config, silent=False, out=out)
    if remove:
        return scheduling.remove(run)
    if status:
        return scheduling.status(run)
    asked = scheduling.Asked(at, zone, environment, mail, config, systemd)
    return scheduling.install(run, asked) if install else scheduling.show(run, asked)


def send(
    date: Annotated[
        str | None, typer.Argument(metavar="[DATE]", help="Of the brief; else the latest.")
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Also to those who have it already.")
    ] = False,
    out: Out = None,
    config: ConfigFile = None,
) -> int:
    """Send a brief by mail, to a web address or into a folder, as the settings say.

    Example: briefing send 2024-05-17
    """
    from briefing.cli import sending
    from briefing.cli.run import Run

    return sending.send(Run.of([], config, silent=False, out=out), date, again)
