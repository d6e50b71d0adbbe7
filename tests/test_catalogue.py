"""The catalogue: a page of all briefs, a feed of them, the latest one, front matter for notes."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import briefs
import feedparser
import pytest
import yaml
from conftest import Command, seeds
from lxml import etree, html  # type: ignore[import-untyped]  # there are no types

from briefing import catalogue, plugins
from briefing.catalogue import Gist, Listed
from briefing.cli import cataloguing
from briefing.models import Brief

atom = {"a": "http://www.w3.org/2005/Atom"}
hostile = '<script>alert(1)</script> "&\u202e ]]> --\x0b'


def write(out: Path, day: str, brief: Brief | None = None, *formats: str) -> None:
    made = replace(brief or briefs.brief(), as_of=date.fromisoformat(day))
    for name in formats or ("html", "json", "md", "txt"):
        file = out / day / f"brief.{name}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(plugins.load("renderers", name).render(made), "utf-8")


def refreshed(out: Path) -> dict[str, str]:
    cataloguing.refresh(out, "Daily brief")
    return {name: (out / name).read_text("utf-8") for name in ("index.html", "feed.xml")}


def links(page: str) -> list[str]:
    return [str(link) for link in html.fromstring(page).xpath("//h2/a/@href")]


def feed_of(text: str) -> etree._Element:
    return etree.fromstring(text.encode())


def said(feed: etree._Element, path: str) -> list[str]:
    return [str(value) for value in feed.xpath(path, namespaces=atom)]


def test_generate_leaves_a_catalogue(run: Command) -> None:
    for day in ("2024-05-16", "2024-05-17"):
        run("generate", seeds, "--date", day, "--topic", "energy")

    out = Path("out")
    assert links((out / "index.html").read_text()) == [
        "2024-05-17/brief.html",
        "2024-05-16/brief.html",
    ]
    assert (out / "latest").readlink() == Path("2024-05-17")
    assert (out / "latest/brief.html").is_file()
    assert run("verify", "out/latest").code == 0


def test_older_brief_made_later_is_not_the_latest(tmp_path: Path) -> None:
    write(tmp_path, "2024-05-17")
    refreshed(tmp_path)
    write(tmp_path, "2024-05-01")
    refreshed(tmp_path)

    assert (tmp_path / "latest").readlink() == Path("2024-05-17")


def test_same_briefs_are_the_same_bytes(tmp_path: Path) -> None:
    for day in ("2024-05-17", "2024-05-16"):
        write(tmp_path / "a", day)
    for day in ("2024-05-16", "2024-05-17"):
        write(tmp_path / "b", day)

    assert refreshed(tmp_path / "a") == refreshed(tmp_path / "b")


def test_what_is_no_brief_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path, "2024-05-17")
    for name in ("2024-13-45", "2024-5-17", "notes", "2024-05-18"):
        (tmp_path / name).mkdir()
    (tmp_path / "2024-05-19").mkdir()
    (tmp_path / "2024-05-19/brief.json").write_text("{broken")

    page = refreshed(tmp_path)["index.html"]

    assert links(page) == ["2024-05-19/brief.json", "2024-05-17/brief.html"]


def test_files_of_others_stay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "2024-05-17")
    for name in ("index.html", "feed.xml"):
        (tmp_path / name).write_text("<p>my own</p>")
    cataloguing.refresh(tmp_path, "Daily brief")

    assert (tmp_path / "index.html").read_text() == "<p>my own</p>"
    assert (tmp_path / "feed.xml").read_text() == "<p>my own</p>"
    assert "index.html is not of a catalogue and stays as it is" in capsys.readouterr().err


def test_a_day_without_news_is_listed_as_such(tmp_path: Path) -> None:
    none = replace(briefs.brief(), glance=(), sources=(), last=date(2024, 5, 16))
    write(tmp_path, "2024-05-17", none, "json")
    files = refreshed(tmp_path)

    assert '<p class="facts">Nothing new</p>' in files["index.html"]
    assert "Nothing new" in files["feed.xml"]


def test_brief_without_html_is_linked_by_what_there_is(tmp_path: Path) -> None:
    write(tmp_path, "2024-05-17", None, "md", "txt")

    assert links(refreshed(tmp_path)["index.html"]) == ["2024-05-17/brief.md"]


def test_page_carries_its_own_style_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path, "2024-05-17")

    page = refreshed(tmp_path)["index.html"]

    style = re.search(r"<style>(.*)</style>", page, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "src=" not in page


def test_words_of_sources_stay_words() -> None:
    brief = briefs.brief()
    point = replace(brief.glance[0], text=hostile)
    told = Gist(hostile, (point,), brief.sources)
    listed = [Listed(date(2024, 5, 17), "2024-05-17/brief.html", told)]

    page = html.fromstring(catalogue.page(listed, "Daily brief"))
    feed = feed_of(catalogue.feed(listed, hostile))

    assert page.xpath("//script") == []
    assert page.xpath("//li/p")[0].text.startswith("<script>alert(1)</script>")
    assert page.xpath("//q")[0].text.startswith("<script>alert(1)</script>")
    content = html.fromstring(said(feed, "//a:content/text()")[0])
    assert content.xpath(".//script") == []
    assert "<script>alert(1)</script>" in content.text_content()


# The feed


def test_feed_has_what_atom_asks_for(tmp_path: Path) -> None:
    for day in ("2024-05-16", "2024-05-17"):
        write(tmp_path, day)

    text = refreshed(tmp_path)["feed.xml"]

    feed = feed_of(text)
    assert text.startswith("<?xml")
    for name in ("id", "title", "updated", "author"):
        assert len(said(feed, f"/a:feed/a:{name}//text()[normalize-space()]")) == 1
    entries = feed.xpath("//a:entry", namespaces=atom)
    assert said(feed, "//a:entry/a:link/@href") == [
        "2024-05-17/brief.html",
        "2024-05-16/brief.html",
    ]
    for entry in entries:
        assert [len(entry.findall(f"a:{name}", atom)) for name in ("id", "title", "updated")] == [
            1,
            1,
            1,
        ]
    ids = said(feed, "//a:id/text()")
    assert len(set(ids)) == 3
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one) for one in ids)
    stamps = said(feed, "//a:updated/text()")
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", stamp) for stamp in stamps)


def test_feed_reader_reads_it(tmp_path: Path) -> None:
    write(tmp_path, "2024-05-17")

    read = feedparser.parse(refreshed(tmp_path)["feed.xml"].encode())

    assert not read.bozo
    assert read.version == "atom10"
    (entry,) = read.entries
    assert entry.title == "Daily brief, 17 May 2024"
    assert entry.updated_parsed[:3] == (2024, 5, 17)
    assert briefs.brief().glance[0].text in html.fromstring(entry.content[0].value).text_content()


def test_ids_stay_when_briefs_come_or_change(tmp_path: Path) -> None:
    write(tmp_path, "2024-05-16")
    before = said(feed_of(refreshed(tmp_path)["feed.xml"]), "//a:id/text()")
    write(tmp_path, "2024-05-17")
    write(tmp_path, "2024-05-16", replace(briefs.brief(), title="Another"))

    after = said(feed_of(refreshed(tmp_path)["feed.xml"]), "//a:id/text()")

    assert [after[0], after[2]] == before


def test_feed_holds_the_latest(tmp_path: Path) -> None:
    for day in range(1, 32):
        write(tmp_path, f"2024-05-{day:02}", None, "txt")

    entries = said(feed_of(refreshed(tmp_path)["feed.xml"]), "//a:entry/a:link/@href")

    assert len(entries) == catalogue.most_in_feed
    assert entries[0] == "2024-05-31/brief.txt"


# The latest


def test_copy_stands_in_where_there_are_no_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    write(tmp_path, "2024-05-16")
    refreshed(tmp_path)
    write(tmp_path, "2024-05-17", None, "html", "json")
    refreshed(tmp_path)

    latest = tmp_path / "latest"
    assert not latest.is_symlink()
    assert {file.name for file in latest.iterdir()} == {"brief.html", "brief.json"}
    assert (latest / "brief.html").read_text() == (tmp_path / "2024-05-17/brief.html").read_text()


def test_catalogue_is_no_brief_of_itself(tmp_path: Path) -> None:
    write(tmp_path, "2024-05-17")
    refreshed(tmp_path)

    assert links(refreshed(tmp_path)["index.html"]) == ["2024-05-17/brief.html"]
    assert not [file for file in tmp_path.iterdir() if file.name.startswith(".")]


def test_copied_briefs_have_a_catalogue_too(run: Command) -> None:
    Path("briefing.toml").write_text('copy_to = "site"')

    run("generate", seeds, "--date", "2024-05-17", "--topic", "energy", "--mail")

    assert links(Path("site/index.html").read_text()) == ["2024-05-17/brief.html"]
    assert Path("site/latest/brief.html").is_file()


# Front matter


@pytest.mark.parametrize("title", ["Daily brief", 'a: "b" # c', "--- [[x]] {{y}} !tag &a *b", "1"])
def test_front_matter_is_yaml(title: str) -> None:
    brief = replace(briefs.brief(), title=title)
    text = plugins.load("renderers", "md").render(brief)

    front = yaml.safe_load(text.split("---\n")[1])

    assert front["title"] == title
    assert front["date"] == brief.as_of
    assert front["articles"] == len(brief.sources)
    assert front["points"] == sum(len(s.points) for s in brief.sections) + len(brief.noted)
    assert "Xinhua" in front["outlets"]
    assert front["tags"][0] == "briefing"
    assert all(re.fullmatch(r"[\w-]+", tag) for tag in front["tags"])
