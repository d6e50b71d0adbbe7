"""The command line: clock, disk, terminal and progress; nothing else."""

from __future__ import annotations

import io
import sys

from briefing.errors import BriefingError, ConfigError


def main() -> None:
    """Run the command; an expected failure is one line on stderr and an exit code."""
    from briefing.cli.app import app

    _write_utf8()
    try:
        code = app(prog_name="briefing", standalone_mode=False)
    except (Exception, KeyboardInterrupt) as error:
        message, code = _said(error)
        print(message, file=sys.stderr)  # noqa: T201
    sys.exit(code if isinstance(code, int) else 0)


def _write_utf8() -> None:
    """The same bytes in every locale; a file name that is no text passes through."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")


def _said(error: BaseException) -> tuple[str, int]:
    """The line and the exit code for an expected failure; anything else is a bug and raised."""
    import typer

    match error:
        case BriefingError():
            return _line(str(error)), 2 if isinstance(error, ConfigError) else 1
        case typer.Abort() | KeyboardInterrupt():
            return _line("interrupted"), 130
        case OSError():
            return _line(f"{error.filename or 'output'}: {error.strerror or error}"), 1
        case _ if hasattr(error, "format_message"):  # of a command used wrongly
            message = error.format_message()
            return message if message.startswith("Usage:") else _line(message), 2
        case _:
            raise error


def _line(message: str) -> str:
    return f"briefing: {' '.join(message.split())}"
