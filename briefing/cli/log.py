"""What a run says on stderr: plain lines, or a JSON object a line for a machine to read."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Literal

from briefing.errors import ConfigError
from briefing.renderers._show import line, shown

Level = Literal["info", "warning", "error"]

_formats = ("text", "json")
_chosen = [_formats[0]]  # the last is in force


def choose(format: str) -> None:
    """Write in this format from now on.

    Raises:
        ConfigError: there is none of that name.
    """
    if format not in _formats:
        raise ConfigError(f"no log format named {format!r}; choose from {', '.join(_formats)}")
    _chosen[:] = [format]


def write(message: str, level: Level = "warning", **facts: object) -> None:
    """A line without what cannot be seen; what is only for information is not in plain text."""
    message = shown(line(message))
    if _chosen[-1] == "json":
        time = datetime.now(UTC).isoformat(timespec="milliseconds")
        text = json.dumps({"time": time, "level": level, "message": message, **facts})
    elif level == "info":
        return
    else:
        text = f"briefing: {message}"
    print(text, file=sys.stderr)  # noqa: T201
