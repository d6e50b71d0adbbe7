"""The network from end to end: real servers on loopback, the command line, the archive."""

from __future__ import annotations

import html
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import briefs
import pytest
from conftest import Command
from servers import Page, Request, Site, answer, serving, silent

from briefing import client, plugins
from briefing.client import Limits
from briefing.models import Article, Entry
from briefing.store import open_store

text = "Talks on the pipeline went on for a third day in the capital, the ministry said. "


def page(number: int = 0) -> str:
    body = f"Report {number} from the capital is here. {text * 4}"
    return (
        f"<html><head><title>Talks {number}</title></head><body><article><h1>Talks {number}</h1>"
        f"<p>{body}</p></article></body></html>"
    )


def feed(site: Site, *numbers: int) -> str:
    items = "".join(
        f"<item><title>Talks {n}</title><link>{site.url}/{n}</link>"
        f"<description>{html.escape(text)}</description></item>"
        for n in numbers
    )
    return (
        f'<rss version="2.0"><channel><title>The Paper</title><link>{site.url}/</link>{items}'
        "</channel></rss>"
    )


def with_validator(body: str) -> Page:
    """Answers 304 to whoever has seen it."""

    def page(request: Request) -> None:
        if request.headers["If-None-Match"] == '"1"':
            answer(request, b"", 304)
        else:
            answer(request, body, ETag='"1"')

    return page


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as opened:
        opened.pages["/feed"] = with_validator(feed(opened, 1, 2))
        opened.pages |= {"/1": page(1), "/2": page(2)}
        yield opened


def settings(folder: Path, *urls: str, more: str = "allow_private = true") -> Path:
    file = folder / "briefing.toml"
    entries = "".join(f'[[sources]]\nurl = "{url}"\noutlet = "{n}"\n' for n, url in enumerate(urls))
    file.write_text(f'store = "archive.db"\n{more}\n{entries}')
    return file


def archived(folder: Path) -> list[Article]:
    with open_store(folder / "archive.db") as store:
        return [found.article for found in store.articles.between(0, store.articles.newest())]


def test_fetch_fills_the_archive(run: Command, tmp_path: Path, site: Site) -> None:
    settings(tmp_path, f"{site.url}/feed")
    ran = run("fetch")

    assert (ran.code, ran.out, ran.err) == (0, "2 new articles\n", "")
    assert [(found.title, found.outlet) for found in archived(tmp_path)] == [
        ("Talks 1", "0"),
        ("Talks 2", "0"),
    ]


def test_a_second_fetch_asks_for_nothing_but_changes(
    run: Command, tmp_path: Path, site: Site
) -> None:
    settings(tmp_path, f"{site.url}/feed")
    run("fetch")
    site.asked.clear()
    ran = run("fetch")

    assert (ran.code, ran.out) == (0, "0 new articles\n")
    assert [(path, headers["If-None-Match"]) for path, headers in site.asked] == [("/feed", '"1"')]


def test_a_failed_source_is_named_and_costs_no_other(
    run: Command, tmp_path: Path, site: Site
) -> None:
    settings(tmp_path, f"{site.url}/feed", f"{site.url}/none")
    ran = run("fetch")

    assert (ran.code, ran.out) == (3, "2 new articles\n")
    assert ran.err == f"briefing: skipped {site.url}/none: the server answers 404\n"


def test_when_every_source_fails_the_fetch_fails(run: Command, tmp_path: Path, site: Site) -> None:
    settings(tmp_path, f"{site.url}/none")

    assert run("fetch").code == 1


def test_private_addresses_need_permission(run: Command, tmp_path: Path, site: Site) -> None:
    settings(tmp_path, f"{site.url}/feed", more="")
    refused, allowed = run("fetch"), run("fetch", "--allow-private")

    assert (refused.code, allowed.code) == (1, 0)
    assert "its address is not public" in refused.err


@pytest.mark.parametrize(
    ("urls", "reason"),
    [([], "no source to fetch"), (["feed"], "neither a web address"), (["file:///x"], "neither")],
)
def test_bad_settings_are_told_before_anything_is_asked(
    run: Command, tmp_path: Path, site: Site, urls: list[str], reason: str
) -> None:
    settings(tmp_path, *([f"{site.url}/feed", *urls] if urls else []))
    ran = run("fetch")

    assert ran.code == 2
    assert reason in ran.err
    assert site.asked == []


def test_a_server_that_asks_for_patience_gets_it(run: Command, tmp_path: Path, site: Site) -> None:
    site.pages["/feed"] = lambda request: answer(request, b"", 503, Retry_After="3600")
    settings(tmp_path, f"{site.url}/feed")
    run("fetch")
    ran = run("fetch")

    assert site.paths() == ["/feed"]
    assert "asked not to be contacted before" in ran.err


def test_hanging_feeds_cost_the_good_ones_nothing(
    run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "Limits", lambda: Limits(seconds=1))
    with ExitStack() as stack:
        sites = [stack.enter_context(serving()) for _ in range(15)]
        for number, site in enumerate(sites):
            site.pages["/feed"] = silent(site) if number % 3 == 0 else feed(site, number)
            site.pages[f"/{number}"] = page(number)
        settings(tmp_path, *(f"{site.url}/feed" for site in sites))
        start = time.monotonic()
        ran = run("fetch")

    assert (ran.code, ran.out) == (3, "10 new articles\n")
    assert ran.err.count("no full answer within 1 s") == 5
    assert time.monotonic() - start < 8


@pytest.mark.parametrize("form", ["md", "html", "txt"])
def test_a_brief_says_what_could_not_be_fetched_and_what_is_a_summary(form: str) -> None:
    made = briefs.brief()
    first, *others = made.sources
    failed = Entry("https://silent.example/feed", "failed source", "no full answer within 20 s")
    said = str(
        plugins.load("renderers", form).render(
            replace(
                made,
                sources=(replace(first, summary_only=True), *others),
                ledger=(*made.ledger, failed),
            )
        )
    )
    coverage = said[said.rindex("Could not be fetched") :]

    assert "https://silent.example/feed" in coverage[:120]
    assert said.count("summary only") == 1


def test_a_signal_ends_a_fetch_at_once_and_keeps_what_was_read(tmp_path: Path, site: Site) -> None:
    with serving() as hanging:
        hanging.pages["/1"] = silent(hanging)
        hanging.pages["/feed"] = feed(hanging, 1)
        settings(tmp_path, f"{site.url}/feed", f"{hanging.url}/feed")
        fetching = subprocess.Popen([sys.executable, "-m", "briefing", "fetch"], cwd=tmp_path)
        wait_for(lambda: "/1" in hanging.paths() and len(archived(tmp_path)) == 2)
        fetching.send_signal(signal.SIGTERM)
        start = time.monotonic()
        code = fetching.wait(20)
        took = time.monotonic() - start

    assert code == 143
    assert took < 5
    assert len(archived(tmp_path)) == 2


def wait_for(ready: Callable[[], bool], seconds: float = 15) -> None:
    """Wait until something has happened, but not for ever: what follows tells whether it has."""
    end = time.monotonic() + seconds
    while not ready() and time.monotonic() < end:
        time.sleep(0.05)
