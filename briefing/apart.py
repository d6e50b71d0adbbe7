"""A function in a process of its own, so that nothing it is given can take our time or memory."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Limits:
    """What a process may use. Without the module ``resource`` (Windows) only the clock counts."""

    seconds: int  # of processor time; of the clock, four times as many
    memory: int  # bytes of address space; macOS does not hold to it


class Refused(Exception):
    """What was given is not for us; the message says why."""


class Failed(Exception):
    """The function raised something else; the message is the error's."""


class Exceeded(Exception):
    """A limit was passed; the message names it."""


# The first limit of time raises, so that the function can say where it was; the second kills.
# The answer is JSON, whatever became of the process: nothing that it writes is run here.
_program = """
import json, signal, sys
sys.path.append({package!r})
from briefing.apart import Exceeded, Refused

def stop(*_):
    raise Exceeded("over {seconds} s of processor time")

try:
    import resource
    signal.signal(signal.SIGXCPU, stop)
    resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds} + 1))
    resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
except (ImportError, OSError, ValueError):
    pass
from {module} import {function} as function
try:
    answer = {{"found": function(sys.stdin.buffer.read())}}
except MemoryError:
    answer = {{"exceeded": "over {megabytes:,} MB of memory"}}
except Exception as error:
    kinds = {{Refused: "refused", Exceeded: "exceeded"}}
    answer = {{kinds.get(type(error), "failed"): str(error) or type(error).__name__}}
sys.stdout.write(json.dumps(answer))
"""


def call(module: str, function: str, data: bytes, limits: Limits) -> Any:
    """What ``module.function(data)`` returns, which must be JSON.

    Raises:
        Refused: the function did.
        Failed: the function raised something else.
        Exceeded: it passed a limit, or its process was killed.
    """
    program = _program.format(
        package=str(Path(__file__).parents[1]),
        seconds=limits.seconds,
        memory=limits.memory,
        megabytes=limits.memory // 1_000_000,
        module=module,
        function=function,
    )
    command = [sys.executable, "-P", "-c", program]
    try:
        ran = subprocess.run(  # noqa: S603 - our own program
            command, input=data, capture_output=True, timeout=4 * limits.seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise Exceeded(f"over {4 * limits.seconds} s") from None
    if ran.returncode:
        raise Exceeded(
            f"over {limits.seconds} s of processor time or {limits.memory // 1_000_000:,} MB"
        )
    ((kind, found),) = json.loads(ran.stdout).items()
    if kind == "found":
        return found
    problems = {"refused": Refused, "failed": Failed, "exceeded": Exceeded}
    raise problems[kind](" ".join(found.split()))
