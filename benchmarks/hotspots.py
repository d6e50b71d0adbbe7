"""Where the time of a brief goes: what is imported, and the functions that take longest.

    python benchmarks/hotspots.py FOLDER

The brief of a folder is made once to fill a store, and then twice with its vectors there. The
first of these is timed from the start: CPU time of the imports by package, each without what it
imports itself, and of everything else. The second runs under cProfile, which makes small functions
look dearer than they are: trust the order, not the seconds.
"""

from __future__ import annotations

import cProfile
import io
import os
import pstats
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from importlib.machinery import ExtensionFileLoader, SourceFileLoader
from types import ModuleType
from typing import Any

shown = 12  # packages
functions = 25


def main() -> None:
    """Print imports, then functions, each by a process of its own."""
    if sys.argv[1] == "--imports":
        _imports()
    elif sys.argv[1] == "--functions":
        _functions()
    else:
        with tempfile.TemporaryDirectory() as place:
            os.environ["XDG_STATE_HOME"] = place
            os.environ["PYTHONPYCACHEPREFIX"] = f"{place}/compiled"
            os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
            brief = ["generate", sys.argv[1], "-o", f"{place}/out", "-q"]
            subprocess.run([sys.executable, "-m", "briefing", *brief], check=True)
            for part in ("--imports", "--functions"):
                subprocess.run([sys.executable, __file__, part, *brief], check=True)


def _imports() -> None:
    """CPU time of each package's own modules, and how many there are."""
    cost: dict[str, float] = defaultdict(float)
    count: Counter[str] = Counter()
    within = [0.0]  # what the modules that are being imported have imported themselves

    def timed(load: Callable[[Any, ModuleType], None]) -> Callable[[Any, ModuleType], None]:
        def exec_module(self: object, module: ModuleType) -> None:
            before = time.process_time()
            within.append(0.0)
            load(self, module)
            spent = time.process_time() - before
            package = module.__name__.partition(".")[0]
            cost[package] += spent - within.pop()
            count[package] += 1
            within[-1] += spent

        return exec_module

    for loader in (SourceFileLoader, ExtensionFileLoader):
        setattr(loader, "exec_module", timed(loader.exec_module))  # noqa: B010 - as types see it
    _run()
    total = time.process_time()
    print(f"{total:.2f} s CPU: imports {within[0]:.2f}, all else {total - within[0]:.2f}")
    for package, spent in sorted(cost.items(), key=lambda pair: -pair[1])[:shown]:
        print(f"{spent * 1000:8.0f} ms {count[package]:4} modules  {package}")


def _functions() -> None:
    """The functions with the greatest time of their own."""
    profile = cProfile.Profile()
    profile.runcall(_run)
    pstats.Stats(profile).strip_dirs().sort_stats("tottime").print_stats(functions)


def _run() -> None:
    from briefing.cli import main as briefing

    sys.argv[1:] = sys.argv[2:]
    with redirect_stdout(io.StringIO()), suppress(SystemExit):
        briefing()


if __name__ == "__main__":
    main()
