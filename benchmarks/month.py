"""A month of daily briefs, run as cron would: every article must be in exactly one of them.

    python benchmarks/month.py CLUSTERS.jsonl... [--days 30] [--limit 40]

Each line of the data is a set of articles on one event, as for ``briefing evaluate``. The sets
are laid over the month, some days each, and published by six outlets in feeds that a local server
shows for three days; one feed is dead. ``briefing generate`` runs each morning as a process of
its own, with these troubles: one day without a run, one day with two runs, and one run that is
killed half-way and started again. Exit 1 when something is lost, repeated or written otherwise.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from briefing.models import Brief, Point
from briefing.renderers import json as json_format
from briefing.store import open_store
from briefing.words import terms

first = date(2026, 3, 2)
outlets = ("Ardent", "Beacon", "Courier", "Dispatch", "Echo", "Falcon")
shown = 3  # days that an article stays in its feed
spread = 6  # days over which a set of articles is published
missed, doubled, crashed = 9, 14, 19  # days of the month, from 0
alike = 0.8  # Dice of content words; points more alike say the same, unless their figures differ


@dataclass(frozen=True, slots=True)
class Page:
    """An article of the month."""

    day: int
    outlet: str
    place: str
    title: str
    text: str


def main() -> None:
    """Print a line a day and what was lost or repeated in the month."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clusters", nargs="+", type=Path)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--limit", type=int, default=40, help="sets of articles")
    given = parser.parse_args()
    pages = list(_pages(given.clusters, given.limit, given.days))
    with tempfile.TemporaryDirectory() as folder, _serving(pages) as site:
        month = Month(Path(folder), site, pages)
        month.configure()
        print("day  trouble  exit  articles  new updated ongoing background  told before  CPU s")
        for day in range(given.days):
            month.run(day)
        sys.exit(month.judge())


def _pages(files: Sequence[Path], limit: int, days: int) -> Iterator[Page]:
    """The articles of the sets, dated anew; a set's order stays."""
    dice = random.Random(30)
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    for number, line in enumerate(lines[:limit]):
        documents = json.loads(line)["documents"]
        start = dice.randrange(-spread // 2, days)
        for place, document in enumerate(documents):
            day = start + place * spread // len(documents)
            if 0 <= day < days:
                title = document.get("title") or f"Report {number}-{place}"
                outlet = dice.choice(outlets)
                yield Page(day, outlet, f"/{number}/{place}.html", title, document["text"])


class Site(ThreadingHTTPServer):
    """Feeds and pages as they are on a day."""

    daemon_threads = True

    def __init__(self, pages: Sequence[Page]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages, self.today = {page.place: page for page in pages}, 0
        self.bodies = 0  # pages that were given out
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Site:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def feed(self, outlet: str) -> str:
        current = range(self.today - shown + 1, self.today + 1)
        items = "".join(
            self._item(page)
            for page in self.pages.values()
            if page.outlet == outlet and page.day in current
        )
        return f"<rss version='2.0'><channel><title>{outlet}</title>{items}</channel></rss>"

    def _item(self, page: Page) -> str:
        moment = datetime.combine(first, datetime.min.time()) + timedelta(page.day, hours=3)
        return (
            f"<item><title>{html.escape(page.title)}</title><link>{self.url}{page.place}</link>"
            f"<pubDate>{format_datetime(moment)}</pubDate></item>"
        )


def _serving(pages: Sequence[Page]) -> Site:
    return Site(pages)


class _Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        name = self.path.strip("/")
        page = self.server.pages.get(self.path)
        if name in outlets:
            self._answer("application/rss+xml", self.server.feed(name))
        elif page:
            self.server.bodies += 1
            paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in page.text.splitlines())
            title = html.escape(page.title)
            body = f"<article><h1>{title}</h1>{paragraphs}</article>"
            self._answer("text/html", f"<html><title>{title}</title><body>{body}</body></html>")
        else:
            self.send_error(404)

    def _answer(self, kind: str, text: str) -> None:
        data = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Month:
    """The runs of a month, and what they left."""

    def __init__(self, folder: Path, site: Site, pages: Sequence[Page]) -> None:
        self.folder, self.site, self.pages = folder, site, pages
        self.told: list[Point] = []
        self.repeated = 0
        self.faults: list[str] = []

    def configure(self) -> None:
        feeds = [f"{self.site.url}/{outlet}" for outlet in outlets]
        feeds.append("http://127.0.0.1:9/dead")  # the discard port: nobody listens
        sources = "".join(f'[[sources]]\nurl = "{feed}"\n' for feed in feeds)
        settings = 'store = "briefing.db"\ntimezone = "Europe/Berlin"\nallow_private = true\n'
        (self.folder / "briefing.toml").write_text(settings + sources, "utf-8")

    def run(self, day: int) -> None:
        """The morning of a day, with its trouble."""
        self.site.today = day
        if day == missed:
            print(f"{day + 1:3}  no run")
            return
        trouble = {doubled: "twice", crashed: "killed"}.get(day, "")
        if day == crashed:
            self._kill(day)
        code, cpu, _ = self._generate(day)
        brief = self._brief(day)
        self._line(day, trouble, code, cpu, brief)
        if day == doubled:
            self._again(day)

    def _command(self, day: int) -> list[str]:
        now = f"{first + timedelta(day)}T06:30"
        command = [sys.executable, "-m", "briefing", "generate", "--now", now]
        return [*command, "--log-format", "json"]

    def _generate(self, day: int) -> tuple[int, float, Mapping[str, int]]:
        """Exit code, CPU seconds, and what the run says of itself."""
        before = os.times()
        ran = subprocess.run(
            self._command(day), cwd=self.folder, capture_output=True, text=True, check=False
        )
        after = os.times()
        cpu = after.children_user + after.children_system
        cpu -= before.children_user + before.children_system
        said = [json.loads(line) for line in ran.stderr.splitlines()]
        done = [line for line in said if line["message"] == "done"]
        if not done:
            sys.exit(f"day {day + 1}: {ran.stderr}")
        return ran.returncode, cpu, done[0]

    def _kill(self, day: int) -> None:
        """A run that is killed when it has embedded something."""
        with subprocess.Popen(
            self._command(day),
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            with open_store(self.folder / "briefing.db") as store:
                before = len(store.vectors)
                while process.poll() is None and len(store.vectors) == before:
                    time.sleep(0.02)
            process.send_signal(signal.SIGKILL)
        if (self.folder / "out" / str(first + timedelta(day))).exists():
            self.faults.append(f"day {day + 1}: the killed run left a brief")

    def _again(self, day: int) -> None:
        """The same day once more: the same bytes, nothing embedded, no page fetched."""
        before, bodies = self._files(day), self.site.bodies
        _, cpu, log = self._generate(day)
        same = "the same bytes" if self._files(day) == before else "OTHER BYTES"
        fetched = self.site.bodies - bodies
        print(f"     again: {same}, {log['embedded']} embedded, {fetched} fetched, {cpu:.2f} s CPU")
        if self._files(day) != before or log["embedded"] or fetched:
            self.faults.append(f"day {day + 1}: the second run was not the same")

    def _files(self, day: int) -> dict[str, bytes]:
        folder = self.folder / "out" / str(first + timedelta(day))
        return {file.name: file.read_bytes() for file in folder.iterdir()}

    def _brief(self, day: int) -> Brief:
        return json_format.parse(self._files(day)["brief.json"].decode())

    def _line(self, day: int, trouble: str, code: int, cpu: float, brief: Brief) -> None:
        points = [*brief.noted, *(p for section in brief.sections for p in section.points)]
        states = Counter(point.novelty.state for point in points if point.novelty)
        again = [p for p in points if p.novelty and p.novelty.state == "new" and self._was_told(p)]
        self.repeated += len(again)
        self.told += points
        print(
            f"{day + 1:3}  {trouble:7}  {code:4}  {len(brief.sources):8}"
            f"  {states['new']:3} {states['updated']:7} {states['ongoing']:7}"
            f" {states['background']:10}  {len(again):11}  {cpu:5.1f}"
        )
        for point in again:
            print(f"       {point.text}")

    def _was_told(self, point: Point) -> bool:
        """Whether an earlier brief said nearly the same words, with the same figures."""
        mine = set(terms(point.text))
        for other in self.told:
            theirs = set(terms(other.text))
            dice = 2 * len(mine & theirs) / max(1, len(mine) + len(theirs))
            if dice >= alike and _figures(mine) == _figures(theirs):
                return True
        return False

    def judge(self) -> int:
        """Say in how many windows each article was; 1 when something is wrong."""
        briefs = [
            json_format.parse(file.read_text("utf-8"))
            for file in sorted(self.folder.glob("out/????-??-??/brief.json"))
        ]
        held: dict[str, list[str]] = {f"{self.site.url}{page.place}": [] for page in self.pages}
        for brief in briefs:
            for entry in brief.ledger:
                if entry.path in held:
                    held[entry.path].append(f"{brief.as_of} {entry.bucket}")
        counts = Counter(map(len, held.values()))
        print(f"\n{len(self.pages)} articles published, by the number of briefs that hold them:")
        for windows, articles in sorted(counts.items()):
            print(f"  in {windows}: {articles}")
        for path, found in held.items():
            if len(found) != 1:
                print(f"  {path}: {', '.join(found)}")
        print(f"points told before and called new: {self.repeated} of {len(self.told)}")
        with open_store(self.folder / "briefing.db") as store:
            print(f"the store is whole: {store.is_whole()}; {len(store.vectors)} vectors")
        print(*(self.faults or ["no fault"]), sep="\n")
        return int(set(counts) != {1} or self.repeated > 0 or bool(self.faults))


def _figures(words: set[str]) -> set[str]:
    return {word for word in words if any(map(str.isdigit, word))}


if __name__ == "__main__":
    main()
