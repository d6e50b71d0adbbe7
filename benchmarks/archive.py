"""Whether a day's brief costs the same however much is archived.

    python benchmarks/archive.py FILE.jsonl ... [--new 200] [--archives 200,10000]

For each size a store is filled with so many articles (of the clusters in the files, told again:
``retold.py``), their vectors, and thirty earlier briefs with the traces of their texts. Then
``briefing generate articles --window last`` makes the brief of the new ones, always the same. All
vectors are in the store already, so that what is printed is the cost of everything else.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import retold
from scale import hashed

from briefing import novelty, pipeline, plugins, topics
from briefing.config import Config
from briefing.models import Article, Citation, Sentence, Told
from briefing.store import Record, Store, open_store
from briefing.windows import Made

today = date(2026, 3, 2)
briefs = 30  # earlier ones, as many as a new one is compared with
points = 30  # of each
command = [sys.executable, "-m", "briefing", "generate", "--log-format", "json", "articles"]
command += ["--window", "last", "--now", f"{today}T06:30"]


def main() -> None:
    """Print a line a size, and how much more the largest costs than the smallest."""
    arguments = _arguments()
    sizes = [int(size) for size in arguments.archives.split(",")]
    told = retold.articles(arguments.data, arguments.new + max(sizes))
    new, archived = told[: arguments.new], told[arguments.new :]
    costs = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            costs.append(_cost(Path(place), new, archived[:size]))
        print(f"{size:6} archived, {len(new)} new: {costs[-1]:6.2f} s CPU", flush=True)
    print(f"ratio {costs[-1] / costs[0]:.2f}")


def _cost(folder: Path, new: Sequence[Article], archived: Sequence[Article]) -> float:
    """CPU seconds of the brief of the new articles."""
    (folder / "briefing.toml").write_text('store = "briefing.db"\n', "utf-8")
    (folder / "articles").mkdir()
    lines = (json.dumps({"text": a.text, "title": a.title, "outlet": a.outlet}) for a in new)
    (folder / "articles" / "new.jsonl").write_text("\n".join(lines), "utf-8")
    with open_store(folder / "briefing.db") as store:
        _fill(store, archived, new)
    before = os.times()
    ran = subprocess.run(command, cwd=folder, capture_output=True, check=True, text=True)
    after = os.times()
    said = json.loads(ran.stderr.splitlines()[-1])
    if (said["articles"], said["embedded"]) != (len(new), 0):
        sys.exit(f"the brief was to be of the new articles alone, and nothing embedded: {said}")
    return after.children_user + after.children_system - before[2] - before[3]


def _fill(store: Store, archived: Sequence[Article], new: Sequence[Article]) -> None:
    """The store as earlier runs would have left it."""
    config = Config()
    embedder = plugins.load("embedders", config.embedder)
    came = datetime.combine(today - timedelta(briefs), datetime.min.time(), UTC)
    embed = store.vectors.remembering(embedder.identity(""), lambda: hashed, came)
    store.articles.add(archived, came)
    spans = pipeline.read(archived).spans
    good = [span for span in (*spans, *pipeline.read(new).spans) if span.kind == "sentence"]
    for start in range(0, len(good), 1000):
        embed([span.text for span in good[start : start + 1000]])
    topics.cosines(embed(["."]), topics.defaults(), embed)
    ids = {article.id for article in archived}
    old = [span for span in good if span.article_id in ids]
    share = -(-len(old) // briefs)
    last = store.articles.newest()
    for number in range(briefs):
        day = today - timedelta(briefs - number)
        own = old[number * share : (number + 1) * share]
        window = Made(day, last * number // briefs, last * (number + 1) // briefs)
        record = Record(window, "", (), b"{}")
        traces = {trace for span in own for trace in novelty.traces(span.text)}
        store.briefs.record(config.title, record, _points(own, day), sorted(traces))
        store.briefs.write(config.title, day)


def _points(sentences: Sequence[Sentence], day: date) -> Iterator[Told]:
    for span in sentences[:: max(1, len(sentences) // points)]:
        cited = Citation(span.article_id, span.start, span.end, span.text)
        yield Told(day, span.text, cited, ("Outlet",), headline=f"Story of {day}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--new", type=int, default=200)
    parser.add_argument("--archives", default="200,10000")
    return parser.parse_args()


if __name__ == "__main__":
    main()
