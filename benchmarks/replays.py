"""Whether briefs of sets of articles are made again, in another process, to the same bytes.

    python benchmarks/replays.py CLUSTERS.jsonl... [--limit 4] [--seeds seeds]

Each line of the data is a set of articles, as for ``briefing evaluate``. Every set is written as
files into a folder of its own and briefed; ``briefing replay`` then runs as a new process with
another hash seed, locale and time zone. ``--seeds`` adds a folder of articles as it stands. Exit 1
when a brief is not the same, with what ``replay`` says of it.
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

day = "2024-05-17"
first = {"PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
second = {"PYTHONHASHSEED": "2", "LC_ALL": "C", "TZ": "Asia/Tokyo"}


def main() -> None:
    """Print a line a set, and how many are the same."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clusters", nargs="*", type=Path)
    parser.add_argument("--limit", type=int, default=4, help="sets of each file")
    parser.add_argument("--seeds", type=Path, help="a folder of articles, as a set of its own")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        sets = list(_sets(given.clusters, given.limit, Path(name)))
        if given.seeds:
            sets.insert(0, (given.seeds.name, given.seeds.resolve()))
        same = sum(_is_same(title, articles, Path(name)) for title, articles in sets)
    print(f"{same} of {len(sets)} briefs are made again to the same bytes")
    sys.exit(int(same < len(sets)))


def _sets(files: Sequence[Path], limit: int, folder: Path) -> Iterator[tuple[str, Path]]:
    """The name of each set, and the folder that its articles are written to."""
    lines = [
        (file.stem, line) for file in files for line in file.read_text("utf-8").splitlines()[:limit]
    ]
    for number, (name, line) in enumerate(lines):
        cluster = json.loads(line)
        place = folder / f"articles-{number}"
        place.mkdir()
        for row, document in enumerate(cluster["documents"]):
            kept = ("title", "text", "language")
            article = {key: document[key] for key in kept if document.get(key)}
            text = json.dumps(article, ensure_ascii=False)
            (place / f"{row:03}.jsonl").write_text(text, "utf-8")
        yield f"{name} {cluster['id']}", place


def _is_same(title: str, articles: Path, folder: Path) -> bool:
    out = folder / f"out-{articles.name}"
    made = _briefing(("generate", str(articles), "--date", day, "-o", str(out)), first, folder)
    if made.returncode not in (0, 3):
        print(f"{title}: no brief: {made.stderr.strip()}")
        return False
    again = _briefing(("replay", str(out)), second, folder)
    said = again.stdout.splitlines()
    files = sum(line.startswith("same bytes: ") for line in said)
    print(
        f"{title}: {'same' if again.returncode == 0 else 'DIFFERENT'}, {files} of {len(said)} files"
    )
    if again.returncode:
        print(again.stdout, again.stderr, sep="")
    return again.returncode == 0


def _briefing(
    words: Sequence[str], environment: dict[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "briefing", *words]
    where = {**os.environ, **environment, "XDG_STATE_HOME": str(folder / "state")}
    return subprocess.run(
        command, cwd=folder, env=where, capture_output=True, text=True, check=False
    )


if __name__ == "__main__":
    main()
