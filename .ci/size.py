"""Print what the default installation takes on disk; fail above the limit.

The development tools are left out: only what ``briefing`` itself needs counts.
"""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path

limit = 450  # MB


def main() -> None:
    """Add up the files of every distribution that briefing needs."""
    sizes = {name: _size(name) for name in _needed("briefing", set())}
    for name in sorted(sizes, key=lambda name: -sizes[name])[:8]:
        print(f"{sizes[name]:7.1f} MB  {name}")
    total = sum(sizes.values())
    print(f"{total:7.1f} MB  in {len(sizes)} distributions")
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


def _size(name: str) -> float:
    files = metadata.files(name) or []
    paths = [Path(str(file.locate())) for file in files]
    return sum(path.stat().st_size for path in paths if path.is_file()) / 1e6


if __name__ == "__main__":
    main()
