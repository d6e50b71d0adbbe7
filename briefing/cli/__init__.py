"""The command line: clock, disk, terminal and progress; nothing else."""

from __future__ import annotations

import io
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from briefing.cli import log
from briefing.errors import BriefingError, Busy, ConfigError


class Stopped(BaseException):
    """A signal asks the run to end: what is finished is kept, what is open is undone."""

    def __init__(self, number: int) -> None:
        self.code = 128 + number
        self.how = "terminated" if number == signal.SIGTERM else "interrupted"


def main() -> None:
    """Run the command; an expected failure is one line on stderr and an exit code."""
    from briefing.cli.app import app

    _write_utf8()
    log.choose("text")
    with _stoppable():
        try:
            code = app(prog_name="briefing", standalone_mode=False)
        except (Exception, KeyboardInterrupt, Stopped) as error:
            message, code = _said(error)
            if message.startswith("Usage:"):
                print(message, file=sys.stderr)  # noqa: T201
            else:
                log.write(message, "error")
    sys.exit(code if isinstance(code, int) else 0)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Signals raise ``Stopped`` while the block runs."""

    def stop(number: int, _frame: FrameType | None) -> None:
        raise Stopped(number)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _write_utf8() -> None:
    """The same bytes in every locale; a file name that is no text passes through."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")


def _said(error: BaseException) -> tuple[str, int]:
    """The line and the exit code for an expected failure; anything else is a bug and raised."""
    import sqlite3

    import typer

    match error:
        case BriefingError():
            return str(error), _code(error)
        case typer.Abort() | KeyboardInterrupt():
            return "interrupted", 130
        case Stopped():
            return error.how, error.code
        case sqlite3.Error():
            return f"the store cannot be used: {error}", 1
        case OSError():
            return f"{error.filename or 'output'}: {error.strerror or error}", 1
        case _ if hasattr(error, "format_message"):  # of a command used wrongly
            return error.format_message(), 2
        case _:
            raise error


def _code(error: BriefingError) -> int:
    match error:
        case ConfigError():
            return 2
        case Busy():
            return 11
        case _:
            return 1
