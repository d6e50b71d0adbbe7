"""What the second run of a day costs: the same brief of many archived articles once more.

    python benchmarks/again.py CLUSTERS.jsonl... [--articles 1000] [--characters 1500]

The articles are those of the sets, cut so that the first run takes minutes and not hours.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

command = [sys.executable, "-m", "briefing", "generate", "--log-format", "json"]
command += ["articles", "--window", "last", "--now", "2026-03-02T06:30"]


def main() -> None:
    """Print what each of three runs embedded and cost, and whether its bytes are the same."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clusters", nargs="+", type=Path)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--characters", type=int, default=1500)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "briefing.toml").write_text('store = "briefing.db"\n', "utf-8")
        (folder / "articles").mkdir()
        lines = list(_articles(given.clusters, given.characters))[: given.articles]
        (folder / "articles" / "all.jsonl").write_text("\n".join(lines), "utf-8")
        first = _run(folder, "first")
        for name in ("second", "third"):
            same = _run(folder, name) == first
            print(f"{name}: {'the same bytes' if same else 'OTHER BYTES'}")


def _articles(files: Sequence[Path], characters: int) -> Iterator[str]:
    for file in files:
        for line in file.read_text("utf-8").splitlines():
            for place, document in enumerate(json.loads(line)["documents"]):
                text = document["text"][:characters].rpartition("\n")[0]
                yield json.dumps({"text": text or document["text"], "outlet": f"Outlet {place}"})


def _run(folder: Path, name: str) -> dict[str, bytes]:
    """The files that a run writes; what it says of itself is printed."""
    before = os.times()
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    after = os.times()
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    said = json.loads(ran.stderr.splitlines()[-1])
    print(f"{name}: {said['articles']} articles, {said['embedded']} embedded, {cpu:.2f} s CPU")
    return {file.name: file.read_bytes() for file in folder.glob("out/2026-03-02/brief.*")}


if __name__ == "__main__":
    main()
