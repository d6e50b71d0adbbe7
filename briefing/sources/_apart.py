"""Another's parser in a process of its own, so that no file can take the run's time or memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from briefing.errors import SourceError

seconds = 30  # of processor time; of the clock, four times as many
memory = 512_000_000  # bytes of address space

_program = """
import json, sys
sys.path.append({package!r})
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
    resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
except (ImportError, OSError, ValueError):  # not on Windows; no limit of memory on macOS
    pass
from briefing.sources import {module} as parser
try:
    answer = {{"found": parser.parse(sys.stdin.buffer.read())}}
except parser.Refused as error:
    answer = {{"problem": str(error)}}
except MemoryError:
    sys.exit(1)
except Exception as error:
    answer = {{"problem": "damaged: " + (str(error) or type(error).__name__)}}
sys.stdout.write(json.dumps(answer))
"""


def parse(module: str, data: bytes, path: str) -> Any:
    """What ``briefing.sources.MODULE.parse(data)`` returns, which must be JSON.

    Raises:
        SourceError: the parser refused the file, failed on it, or passed a limit.
    """
    program = _program.format(
        package=str(Path(__file__).parents[2]), module=module, seconds=seconds, memory=memory
    )
    command = [sys.executable, "-P", "-c", program]
    try:
        ran = subprocess.run(  # noqa: S603 - our own program
            command, input=data, capture_output=True, timeout=4 * seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise SourceError(path, f"not read within {4 * seconds} s", "too large") from None
    if ran.returncode:
        raise SourceError(
            path, f"over {seconds} s of processor time or {memory // 1_000_000} MB", "too large"
        )
    answer = json.loads(ran.stdout)
    if "problem" in answer:
        raise SourceError(path, " ".join(answer["problem"].split())[:200])
    return answer["found"]
