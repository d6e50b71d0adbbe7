"""Print what the default installation takes on disk; fail above the limit.

    python benchmarks/size.py

Only what ``briefing`` itself needs counts, not the development tools. What Python compiles
from it is named apart: it is a cache, made on first use or by the installer. 1 MB is 2^20.
"""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path

limit = 450  # MB


def main() -> None:
    """Add up the files of every distribution that briefing needs."""
    both = {name: _sizes(name) for name in _needed("briefing", set())}
    sizes = {name: installed for name, (installed, _) in both.items()}
    for name in sorted(sizes, key=lambda name: -sizes[name])[:8]:
        print(f"{sizes[name]:7.1f} MB  {name}")
    total = sum(sizes.values())
    print(f"{total:7.1f} MB  in {len(sizes)} distributions")
    print(f"{sum(compiled for _, compiled in both.values()):7.1f} MB  of bytecode beside them")
    if total > limit:
        sys.exit(f"more than {limit} MB")


def _needed(name: str, seen: set[str]) -> set[str]:
    if name in seen:
        return seen
    try:
        required = metadata.requires(name) or []
    except metadata.PackageNotFoundError:  # for another platform or Python
        return seen
    seen.add(name)
    for line in required:
        found = re.match(r"[\w.-]+", line)
        if found and "extra ==" not in line:
            _needed(found.group(), seen)
    return seen


def _sizes(name: str) -> tuple[float, float]:
    """MB of a distribution's files, and of the bytecode compiled from them."""
    paths = [Path(str(file.locate())) for file in metadata.files(name) or []]
    size = {path: path.stat().st_size / 2**20 for path in paths if path.is_file()}
    compiled = sum(size[path] for path in size if path.suffix == ".pyc")
    return sum(size.values()) - compiled, compiled


if __name__ == "__main__":
    main()
