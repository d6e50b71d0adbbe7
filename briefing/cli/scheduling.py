"""Schedules installed, removed and asked after: crontab and systemctl are run here."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import typer

from briefing import config as configuration
from briefing import files, schedules
from briefing.cli.run import Run, settings_file, warn
from briefing.errors import BriefingError, ConfigError
from briefing.schedules import Job, Schedule

log_name = "schedule.log"
patience = 600  # seconds that a run waits for another, say one by hand
read_of_log = 100_000  # bytes at its end


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user says of a schedule beside the settings."""

    at: str
    zone: str = ""
    environment: Path | None = None
    mail: bool = False
    config: Path | None = None
    systemd: bool = False


def show(run: Run, asked: Asked) -> int:
    """Print the line, or the two units under the names of their files."""
    job = _job(run, asked)
    if not asked.systemd:
        typer.echo(schedules.cron_line(job))
        return 0
    for name, text in schedules.units(job).items():
        typer.echo(f"# {_units() / name}\n{text}")
    return 0


def install(run: Run, asked: Asked) -> int:
    """Put the schedule in force, in the place of the one there was for this folder of briefs."""
    job = _job(run, asked)
    job.log.parent.mkdir(parents=True, exist_ok=True)
    if asked.systemd:
        for name, text in schedules.units(job).items():
            files.write_atomic(_units() / name, text)
        _systemctl("daemon-reload")
        _systemctl("enable", "--now", f"{schedules.unit(job.name)}.timer")
    else:
        _write_crontab(schedules.in_crontab(_crontab(), job.name, schedules.cron_line(job)))
    return status(run)


def remove(run: Run) -> int:
    """End every schedule for this folder of briefs; nothing else is touched."""
    name, timer = _name(run), _timer(_name(run))
    old = _crontab(missing=b"")
    there = timer.exists() or schedules.of_crontab(old, name) is not None
    if timer.exists():
        _systemctl("disable", "--now", timer.name)
        timer.with_suffix(".service").unlink(missing_ok=True)
        timer.unlink()
        _systemctl("daemon-reload")
    if (new := schedules.in_crontab(old, name)) != old:
        _write_crontab(new)
    typer.echo("removed" if there else f"there was no schedule for {_out(run)}")
    return 0


def status(run: Run) -> int:
    """Print what is in force, how the last run ended and when the next one comes; 1 for nothing."""
    found, log = _in_force(_name(run)), _out(run) / log_name
    for one in found:
        zone = f" {one.zone}" if one.zone else ""
        following = _following(one)
        typer.echo(f"schedule  every day at {one.at:%H:%M}{zone}, by {one.by}")
        typer.echo(f"next run  {following:%Y-%m-%d %H:%M %Z}")
    if not found:
        typer.echo(f"schedule  none for {_out(run)}")
    if ended := schedules.last(_tail(log)):
        meaning = schedules.meanings.get(ended.code, "unknown")
        when = ended.when.astimezone()
        why = f": {ended.said}" if ended.said and ended.code in (1, 2) else ""
        typer.echo(f"last run  {when:%Y-%m-%d %H:%M %Z}, {meaning} (exit {ended.code}){why}")
    else:
        typer.echo("last run  none yet")
    typer.echo(f"log       {log}")
    return 0 if found else 1


def _following(schedule: Schedule) -> datetime:
    """When a schedule runs next, in its zone."""
    if schedule.zone:
        return schedules.following(schedule.at, datetime.now(ZoneInfo(schedule.zone)))
    return schedules.following(schedule.at, datetime.now()).astimezone()


def _job(run: Run, asked: Asked) -> Job:
    """What is to be run.

    Raises:
        ConfigError: a file or folder is missing, or there is nothing to run.
    """
    for path in (*run.inputs, *([asked.environment] if asked.environment else [])):
        if not path.exists():
            raise ConfigError(f"{str(path)!r} does not exist; nothing is scheduled")
    at, zone = schedules.clock(asked.at), asked.zone or run.config.timezone
    if zone:
        configuration.zone(zone)
    if zone and not asked.systemd:
        at, zone = _by_machine(at, zone), ""
    return Job(
        name=_name(run),
        at=at,
        zone=zone,
        folder=Path.cwd(),
        commands=_commands(run, asked),
        log=_out(run) / log_name,
        environment=asked.environment and asked.environment.absolute(),
    )


def _by_machine(at: time, zone: str) -> time:
    """A time of a zone by the clock of this machine, which is all that cron knows.

    Where the clocks of the two are not changed together it is the time of today, and that is said.
    """
    there, now = configuration.zone(zone), datetime.now(UTC)
    days = [now + timedelta(number) for number in range(366)]
    apart = [
        day.astimezone().replace(tzinfo=None) - day.astimezone(there).replace(tzinfo=None)
        for day in days
    ]
    here = (datetime.combine(date(2000, 1, 2), at) + apart[0]).time()
    if len(set(apart)) > 1:
        warn(
            f"{at:%H:%M} in {zone} is {here:%H:%M} on this machine today and another time after "
            "the clocks are changed, which cron does not follow; --systemd does"
        )
    return here


def _commands(run: Run, asked: Asked) -> list[list[str]]:
    """What is typed each morning: the brief of what came since the last one.

    Without articles it fetches by itself; with them, what the web has is archived first.

    Raises:
        ConfigError: there are neither articles nor sources to fetch from.
    """
    file = settings_file(asked.config)
    settings = ["-c", str(file.absolute())] if file else []
    fetches = any(source.is_fetched for source in run.config.sources)
    if not (run.inputs or fetches):
        raise ConfigError(
            "say of which articles: briefing schedule FOLDER --at 06:30; "
            "or give [[sources]] with a url in briefing.toml"
        )
    inputs = [str(path.absolute()) for path in run.inputs]
    generate = ["generate", *inputs, *(["--window", "last"] if inputs else [])]
    generate += ["-o", str(_out(run)), *settings, "--wait", str(patience)]
    generate += ["--mail"] if asked.mail else []
    fetch = [["fetch", *settings]] if fetches and inputs else []
    return [[*_program(), *words] for words in (*fetch, generate)]


def _program() -> Sequence[str]:
    """The program that is running, by its full path; it finds the store where we do."""
    beside = Path(sys.executable).with_name("briefing")
    program = [str(beside)] if beside.is_file() else [sys.executable, "-m", "briefing"]
    state = os.environ.get("XDG_STATE_HOME")  # cron does not know of it
    return ["env", f"XDG_STATE_HOME={state}", *program] if state else program


def _out(run: Run) -> Path:
    return Path(run.config.out).absolute()


def _name(run: Run) -> str:
    """One for each folder of briefs: the end of its path, and a hash of all of it."""
    out = str(_out(run))
    digest = hashlib.sha256(os.fsencode(out)).hexdigest()[:8]
    return f"{files.slug(out)[-40:].strip('-')}-{digest}"


def _in_force(name: str) -> list[Schedule]:
    timer = _timer(name)
    by_timer = schedules.of_timer(timer.read_text(encoding="utf-8")) if timer.exists() else None
    by_cron = schedules.of_crontab(_crontab(missing=b""), name)
    return [one for one in (by_cron, by_timer) if one]


def _tail(log: Path) -> str:
    if not log.is_file():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - read_of_log))
        return file.read().decode("utf-8", "replace")


# The programs.


def _crontab(missing: bytes | None = None) -> bytes:
    """The user's crontab; nothing where there is none, ``missing`` where there is no cron."""
    try:
        ran = _run(["crontab", "-l"])
    except FileNotFoundError as error:
        if missing is not None:
            return missing
        raise BriefingError("there is no crontab here; install cron, or try --systemd") from error
    if ran.returncode and b"no crontab" not in ran.stderr:
        raise BriefingError(f"crontab -l: {_first_line(ran.stderr)}")
    return b"" if ran.returncode else ran.stdout


def _write_crontab(text: bytes) -> None:
    ran = _run(["crontab", "-"], text)
    if ran.returncode:
        raise BriefingError(f"crontab: {_first_line(ran.stderr)}; nothing was changed")


def _systemctl(*words: str) -> None:
    try:
        ran = _run(["systemctl", "--user", *words])
    except FileNotFoundError as error:
        raise BriefingError("there is no systemctl here; leave out --systemd") from error
    if ran.returncode:
        raise BriefingError(f"systemctl --user {words[0]}: {_first_line(ran.stderr)}")


def _run(command: Sequence[str], text: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run a program of the system, which is to answer in English."""
    return subprocess.run(  # noqa: S603 - fixed words
        command, input=text, capture_output=True, env={**os.environ, "LC_ALL": "C"}, check=False
    )


def _first_line(said: bytes) -> str:
    return said.decode("utf-8", "replace").strip().partition("\n")[0] or "failed"


def _units() -> Path:
    """Where systemd looks for the units of a user."""
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home) / "systemd" / "user"


def _timer(name: str) -> Path:
    return _units() / f"{schedules.unit(name)}.timer"
