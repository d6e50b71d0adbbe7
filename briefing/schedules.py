"""Making briefs without a hand: a line of a crontab, or a systemd timer, as text.

Paths are absolute and quoted three times over: for the shell, for cron, in which an unescaped
% ends a command (crontab(5)), and for systemd, in which % and $ stand for other things
(systemd.service(5)).
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import chain
from pathlib import Path

from briefing.errors import ConfigError

longest_line = 990  # bytes; Vixie cron cuts a command at a thousand

meanings: Mapping[int, str] = {
    0: "complete",
    1: "failed",
    2: "wrong use",
    3: "brief written, something was skipped",
    11: "locked by another run",
    126: "the program could not be started",
    127: "the program was not found",
    130: "interrupted",
    137: "killed",
    143: "stopped",
}

_cron_line = re.compile(rb"(\d+) (\d+) \* \* \* .* # briefing:\S+$")
_calendar = re.compile(r"^OnCalendar=\*-\*-\* (\d\d:\d\d):00 ?(\S*)$", re.MULTILINE)
_end = re.compile(
    r"(?:^briefing: (?!ended )(?P<said>.*)\n)?^briefing: ended (?P<when>\S+) with (?P<code>\d+)$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Job:
    """What is run each day, and when."""

    name: str  # of its line or its units; one for each folder of briefs
    at: time
    zone: str  # of the time; "" is the machine's, as always for cron
    folder: Path  # to run in
    commands: Sequence[Sequence[str]]  # one after the other; the last says how it went
    log: Path
    environment: Path | None = None  # a shell file of NAME=value lines, secrets for one


@dataclass(frozen=True, slots=True)
class Schedule:
    """A schedule that is in force."""

    at: time
    zone: str
    by: str  # "crontab" or "systemd"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended."""

    when: datetime
    code: int
    said: str = ""  # its last message


def clock(text: str) -> time:
    """The time of ``06:30``.

    Raises:
        ConfigError: it is none.
    """
    match = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", text)
    if not match:
        raise ConfigError(f"--at {text!r} is not a time of day; write it as 06:30")
    return time(int(match[1]), int(match[2]))


def cron_line(job: Job) -> str:
    """The line of a crontab, without its end.

    Raises:
        ConfigError: it would be cut by cron.
    """
    command = _shell(job).replace("%", r"\%")
    line = f"{job.at.minute} {job.at.hour} * * * {command} {_mark(job.name)}"
    if len(line.encode()) > longest_line:
        raise ConfigError(
            f"the line is over {longest_line} bytes, which cron cuts; add --systemd for a timer"
        )
    return line


def in_crontab(old: bytes, name: str, line: str = "") -> bytes:
    """The crontab with this line in the place of its older form, or at the end; "" takes it out.

    All other lines stay as they are, byte for byte.
    """
    mark = _mark(name).encode()
    lines = [row for row in re.split(rb"(?<=\n)", old) if row]
    own = [n for n, row in enumerate(lines) if row.rstrip(b"\n").endswith(mark)]
    new = [f"{line}\n".encode()] if line else []
    at = own[0] if own else len(lines)
    before, behind = lines[:at], [row for n, row in enumerate(lines) if n >= at and n not in own]
    if before and new and not before[-1].endswith(b"\n"):
        before[-1] += b"\n"  # crontab takes no line without an end
    return b"".join([*before, *new, *behind])


def of_crontab(text: bytes, name: str) -> Schedule | None:
    """The schedule that a crontab holds."""
    mark = _mark(name).encode()
    for row in text.split(b"\n"):
        if row.endswith(mark) and (match := _cron_line.fullmatch(row)):
            return Schedule(time(int(match[2]), int(match[1])), "", "crontab")
    return None


def units(job: Job) -> dict[str, str]:
    """The text of the service and the timer, by file name."""
    program = _shell(job).replace("\\", "\\\\").replace('"', '\\"')
    program = program.replace("%", "%%").replace("$", "$$")
    zone = f" {job.zone}" if job.zone else ""
    service = f"""\
[Unit]
Description=The daily brief in {_specified(str(job.log.parent))}

[Service]
Type=oneshot
ExecStart=/bin/sh -c "{program}"
SuccessExitStatus=3 11
"""
    timer = f"""\
[Unit]
Description=When the daily brief is made

[Timer]
OnCalendar=*-*-* {job.at:%H:%M}:00{zone}
Persistent=true

[Install]
WantedBy=timers.target
"""
    return {f"{unit(job.name)}.service": service, f"{unit(job.name)}.timer": timer}


def unit(name: str) -> str:
    """What the units are called, without their ending."""
    return f"briefing-{name}"


def of_timer(text: str) -> Schedule | None:
    """The schedule that the text of a timer holds."""
    match = _calendar.search(text)
    return Schedule(clock(match[1]), match[2], "systemd") if match else None


def last(log: str) -> Ended | None:
    """How the last run that the log tells of ended."""
    ends = list(_end.finditer(log))
    if not ends:
        return None
    end = ends[-1]
    return Ended(datetime.fromisoformat(end["when"]), int(end["code"]), end["said"] or "")


def following(at: time, now: datetime) -> datetime:
    """When that time comes next, by the clock of ``now``."""
    today = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)


def _mark(name: str) -> str:
    return f"# briefing:{name}"


def _shell(job: Job) -> str:
    """The job as one line for a shell; how it ended is the last line of its log."""
    words = [str(job.folder), str(job.log), str(job.environment or ""), *chain(*job.commands)]
    if any(re.search(r"[\x00-\x1f]", word) for word in words):
        raise ConfigError("a path with a line break cannot be scheduled")
    folder, log = shlex.quote(str(job.folder)), shlex.quote(str(job.log))
    secrets = f"set -a && . {shlex.quote(str(job.environment))} && " if job.environment else ""
    run = "; ".join(map(shlex.join, job.commands))
    return (
        f"(cd {folder} && {secrets}{{ {run}; }}) >> {log} 2>&1; code=$?; "
        f'echo "briefing: ended $(date -u -Iseconds) with $code" >> {log}; exit $code'
    )


def _specified(text: str) -> str:
    return text.replace("%", "%%")
