"""A brief is read back from its sources; one character that differs is found."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import html5lib
import pytest
from conftest import Command
from conftest import seeds as seeds_folder
from markdown_it import MarkdownIt

from briefing import brief as make_brief
from briefing import evidence, load_articles, pipeline, plugins, sources
from briefing.config import Config
from briefing.errors import SourceError
from briefing.models import Article, Brief, Citation, Embed, Point
from briefing.renderers import json as json_format

day = "2024-05-17"
bridge = "The ministers met in Oslo on Tuesday and agreed to build a new bridge over the river."
wheat = "Farmers in the north lost a third of their wheat to hail <and> rain & wind this week."
port = "The port of Rotterdam handled 12% less coal in April than in the same month last year."
vote = "Parliament voted on Monday to raise the pension age to 67 over the next ten years."
dam = "Engineers at the dam on the upper Nile closed two of its gates before the flood came."
market = "Shares in Tokyo fell by two percent on Friday after the central bank raised its rate."


def every_format(folder: Path) -> Path:
    """Articles in each form that can be read, some with marks, some cut in halves by tags."""
    folder.mkdir()
    (folder / "a.txt").write_bytes(f"A day in May\r\n\r\n{bridge} {vote}\r\n".encode())
    (folder / "b.txt").write_bytes(f"{wheat} Zürich sent help 😀 to the farmers.".encode("utf-16"))
    (folder / "c.md").write_text(
        f"---\ntitle: Port\n---\n# Port\n\nThe *port*{port[8:]}\n", "utf-8"
    )
    (folder / "deep").mkdir()
    paragraph = wheat.replace("&", "&amp;").replace("<", "&lt;").replace("hail", "<b>hail</b>")
    (folder / "deep/d.html").write_text(
        f"<html><head><title>Hail</title><meta charset='utf-8'></head><body><article>"
        f"<h1>Hail in the north</h1><p>{paragraph} {dam}</p></article></body></html>",
        "utf-8",
    )
    lines = [json.dumps({"text": text, "outlet": "Wire"}) for text in (vote, market)]
    (folder / "e.jsonl").write_text(f"{lines[0]}\n\n{lines[1]}\n", "utf-8")
    return folder


def copied_seeds(folder: Path) -> Path:
    shutil.copytree(seeds_folder, folder)
    return folder


Inputs = Callable[[Path], Path]
inputs = pytest.mark.parametrize("make", [copied_seeds, every_format])


@pytest.fixture
def written(run: Command, tmp_path: Path) -> Callable[[Inputs], Path]:
    """The brief.json of articles in the folder ``articles``."""

    def generate(make: Inputs) -> Path:
        ran = run("generate", make(tmp_path / "articles"), "--date", day)
        assert ran.code == 0, ran.err
        return tmp_path / "out" / day / "brief.json"

    return generate


def read(file: Path) -> Brief:
    return json_format.parse(file.read_text("utf-8"))


def citations(point: Point) -> tuple[Citation, ...]:
    return point.citations + ((point.lead_in,) if point.lead_in else ())


def texts(folder: Path) -> dict[str, str]:
    """Article id to text."""
    return {item.id: item.text for item in load_articles(folder) if isinstance(item, Article)}


# --- what holds


@inputs
def test_every_citation_is_the_text_of_its_source(
    written: Callable[[Inputs], Path], tmp_path: Path, make: Inputs
) -> None:
    brief = read(written(make))

    found = texts(tmp_path / "articles")
    shown = list(evidence.points(brief))
    assert len(shown) > 3
    for point in shown:
        assert point.text == point.citations[0].text
        for cited in citations(point):
            assert found[cited.article_id][cited.start : cited.end] == cited.text


@inputs
def test_verify_passes_on_a_brief_that_was_just_made(
    run: Command, written: Callable[[Inputs], Path], make: Inputs
) -> None:
    ran = run("verify", written(make))

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("sources hold\n")


def test_every_kind_of_file_is_cited_and_holds(written: Callable[[Inputs], Path]) -> None:
    brief = read(written(every_format))

    cited = {record.path for record in brief.sources if record.cited}
    assert cited >= {"a.txt", "b.txt", "c.md", "deep/d.html", "e.jsonl:3"}


def printed_in_markdown(text: str) -> str:
    """The words that a reader of Markdown sees."""
    body = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    return printed_in_html(MarkdownIt().enable("table").render(body))


def printed_in_html(text: str) -> str:
    tree: Any = html5lib.parse(text, namespaceHTMLElements=False)
    return words("".join(tree.itertext()))


def words(text: str) -> str:
    return " ".join(text.split())


printed = {"md": printed_in_markdown, "html": printed_in_html, "txt": words}


@inputs
@pytest.mark.parametrize("name", printed)
def test_every_printed_point_is_a_span_of_its_article(
    written: Callable[[Inputs], Path], tmp_path: Path, make: Inputs, name: str
) -> None:
    file = written(make)
    brief, found = read(file), texts(tmp_path / "articles")
    shown = printed[name](file.with_suffix(f".{name}").read_text("utf-8"))

    for point in evidence.points(brief):
        first = point.citations[0]
        assert words(found[first.article_id][first.start : first.end]) in shown


def test_every_item_of_the_text_brief_is_a_point(written: Callable[[Inputs], Path]) -> None:
    file = written(copied_seeds)
    text = file.with_suffix(".txt").read_text("utf-8")

    known = {words(point.text) for point in evidence.points(read(file))}
    items = re.findall(r"^  \* (.*?)\n    \[\d+\]", text, re.DOTALL | re.MULTILINE)
    assert {words(item).removeprefix("… ") for item in items} == known


# --- what does not


def one_more_letter(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data.replace(b"gas", b"gaz", 1))


def last_letter(file: Path) -> None:
    data = file.read_bytes().rstrip()
    file.write_bytes(data[:-1] + (b"!" if data[-1:] != b"!" else b"?"))


@pytest.mark.parametrize("change", [one_more_letter, last_letter])
def test_one_changed_character_of_a_source_is_found(
    run: Command,
    written: Callable[[Inputs], Path],
    tmp_path: Path,
    change: Callable[[Path], None],
) -> None:
    file = written(copied_seeds)
    change(tmp_path / "articles/001_d6897efe02130ed2.txt")
    ran = run("verify", file)

    assert ran.code == (1 if "changed: characters" in ran.out else 3)
    assert "001_d6897efe02130ed2.txt: changed since the brief was made" in ran.out


def cited_in(brief: Brief, path: str) -> list[Citation]:
    (article,) = (record.article_id for record in brief.sources if record.path == path)
    points = (citation for point in evidence.points(brief) for citation in citations(point))
    found = [*points, *(citation for _, citation, _ in evidence.told(brief))]
    return [citation for citation in found if citation.article_id == article]


news = "001_d6897efe02130ed2.txt"


def rewritten(source: Path, change: Callable[[str], str]) -> None:
    source.write_bytes(change(source.read_bytes().decode()).encode())


def test_words_that_only_moved_still_stand(
    run: Command, written: Callable[[Inputs], Path], tmp_path: Path
) -> None:
    file = written(copied_seeds)
    rewritten(tmp_path / "articles" / news, lambda text: f"UPDATED\n\n{text}")
    ran = run("verify", file)
    moved = {(c.start, c.end) for c in cited_in(read(file), news)}
    first = min(moved)

    assert (ran.code, ran.err) == (3, "")
    told, _, where = ran.out.splitlines()[0].partition(f"; of its quotations {len(moved)} moved ")
    assert told == f"{news}: changed since the brief was made"
    assert where == (
        f"(the first from characters {first[0]}-{first[1]} to {first[0] + 9}-{first[1] + 9})"
    )
    assert "hold, word for word, though not all sources are as they were" in ran.out


def test_what_was_added_behind_all_that_is_cited_moves_nothing(
    run: Command, written: Callable[[Inputs], Path], tmp_path: Path
) -> None:
    file = written(copied_seeds)
    rewritten(tmp_path / "articles" / news, lambda text: f"{text}\n\nThe end.")
    ran = run("verify", file)

    assert ran.code == 3
    assert re.match(
        rf"{news}: changed since the brief was made; of its quotations \d+ hold\n", ran.out
    )


def test_other_words_in_a_passage_are_told(
    run: Command, written: Callable[[Inputs], Path], tmp_path: Path
) -> None:
    file = written(copied_seeds)
    cited = cited_in(read(file), news)[0]
    word = max(cited.text.split(), key=len)
    now = cited.text.replace(word, "otherwise", 1)
    rewritten(tmp_path / "articles" / news, lambda text: text.replace(cited.text, now))
    ran = run("verify", file)

    assert ran.code == 1
    place = f"characters {cited.start}-{cited.end} of {news}"
    changed = f'changed: {place}, now {cited.start}-{cited.start + len(now)}: "{word}" is now'
    assert f'{changed} "otherwise"' in ran.out


def test_a_quotation_that_is_used_often_is_one(run: Command, tmp_path: Path) -> None:
    """In a point, at a glance, as a figure and as a headline."""
    said = "Trade tariffs on steel imports rose by 9 percent in June, the ministry of finance said."
    (tmp_path / "news.txt").write_bytes(said.encode())
    run("generate", "news.txt", "--date", day)
    held = run("verify", tmp_path / "out" / day).out
    (tmp_path / "news.txt").write_bytes(said.replace("June", "July").encode())
    changed = run("verify", tmp_path / "out" / day)
    (tmp_path / "news.txt").unlink()
    gone = run("verify", tmp_path / "out" / day)

    assert held == "1 citation of 1 point, 1 of figures and dates and 1 source hold\n"
    assert "trade-1, figure 1 (9 percent): changed: characters" in changed.out
    assert re.search(r"these do not hold: 1 quotation \(used in 3 places\)$", changed.err)
    assert re.search(r"hold: 1 source, 1 quotation \(used in 3 places\)$", gone.err)


def test_a_brief_without_data_says_how_it_can_be_compared(run: Command, tmp_path: Path) -> None:
    run("generate", every_format(tmp_path / "articles"), "--date", day, "--format", "footnotes")
    ran = run("verify", Path("out") / day)

    assert ran.code == 2
    assert "without json among its formats" in ran.err
    assert f"briefing replay out/{day}" in ran.err
    assert run("replay", Path("out") / day).code == 0


def test_a_passage_that_was_taken_out_is_missing(
    run: Command, written: Callable[[Inputs], Path], tmp_path: Path
) -> None:
    file = written(copied_seeds)
    cited = cited_in(read(file), news)[0]
    rewritten(tmp_path / "articles" / news, lambda text: text.replace(cited.text, ""))
    ran = run("verify", file)

    assert ran.code == 1
    assert f"missing: characters {cited.start}-{cited.end} of {news} are no longer there" in ran.out


def test_a_line_that_moved_in_its_file_is_the_same_article(
    run: Command, written: Callable[[Inputs], Path], tmp_path: Path
) -> None:
    file = written(every_format)
    lines = tmp_path / "articles/e.jsonl"
    rewritten(lines, lambda text: "\n".join(reversed(text.splitlines())))

    assert run("verify", file).code == 0


def test_what_stands_around_a_citation_is_read_back(
    run: Command, written: Callable[[Inputs], Path]
) -> None:
    file = written(copied_seeds)
    brief = json.loads(file.read_text("utf-8"))
    brief["glance"][0]["citations"][0]["prefix"] = "He denied that "
    file.write_text(json.dumps(brief), "utf-8")
    ran = run("verify", file)

    assert ran.code == 1
    assert f"{brief['glance'][0]['id']}: what stands around characters " in ran.out


def test_verify_gives_data(run: Command, written: Callable[[Inputs], Path], tmp_path: Path) -> None:
    file = written(copied_seeds)
    held = json.loads(run("verify", file, "--json").out)
    rewritten(tmp_path / "articles" / news, lambda text: f"New.\n{text}")
    ran = run("verify", file, "--json")

    assert (held["holds"], held["faults"]) == (True, [])
    assert ran.code == 3
    faults = json.loads(ran.out)["faults"]
    assert {fault["state"] for fault in faults} == {"shifted", "moved"}
    for fault in faults:
        if fault["state"] == "moved":
            assert fault["now"] == [place + 5 for place in fault["then"]]


# --- what stands beside it


def test_a_brief_of_before_there_were_pages_is_verified_alone(
    run: Command, written: Callable[[Inputs], Path], tmp_path: Path
) -> None:
    file = written(every_format)
    brief = json.loads(file.read_text("utf-8")) | {"pages": ""}
    old = tmp_path / "out/old/brief.json"
    old.parent.mkdir()
    old.write_text(json.dumps(brief), "utf-8")

    assert run("verify", old).code == 0


def a_page(folder: Path) -> Path:
    return next(folder.glob("sources/*.html"))


def no_page(folder: Path) -> str:
    page = a_page(folder)
    page.unlink()
    return f"sources/{page.name}: missing\n"


def edited_page(folder: Path) -> str:
    page = a_page(folder)
    page.write_text(page.read_text("utf-8").replace("<p>", "<p>Not so. ", 1) + " ", "utf-8")
    return f"sources/{page.name}: edited since it was written\n"


def no_annotations(folder: Path) -> str:
    (folder / "evidence.jsonl").unlink()
    return "evidence.jsonl: missing\n"


def one_annotation_less(folder: Path) -> str:
    file = folder / "evidence.jsonl"
    file.write_text("".join(file.read_text("utf-8").splitlines(keepends=True)[:-1]), "utf-8")
    return "evidence.jsonl: edited since it was written\n"


def another_quotation(folder: Path) -> str:
    """With the record of its hash taken away, too."""
    (folder / "run.json").unlink()
    file = folder / "evidence.jsonl"
    first, *others = file.read_text("utf-8").splitlines()
    line = json.loads(first)
    line["target"][0]["selector"][0]["exact"] += " Not so."
    file.write_text("\n".join([json.dumps(line), *others]), "utf-8")
    return "evidence.jsonl: line 1 is of no citation in brief.json\n"


def another_quotation_and_record(folder: Path) -> str:
    another_quotation(folder)
    return "run.json: missing: nothing tells"


def edited_brief(folder: Path) -> str:
    rewritten(folder / "brief.md", lambda text: text.replace("the", "no", 1))
    return "brief.md: edited since it was written\n"


def no_brief(folder: Path) -> str:
    (folder / "brief.html").unlink()
    return "brief.html: missing\n"


def edited_page_and_record(folder: Path) -> str:
    """The record tells the hash of the page as it is now."""
    page = a_page(folder)
    before = page.read_bytes()
    edited_page(folder)
    then, now = (hashlib.sha256(data).hexdigest() for data in (before, page.read_bytes()))
    rewritten(folder / "run.json", lambda text: text.replace(then, now))
    return f"sources/{page.name}: not the page of its source\n"


def no_json(folder: Path) -> str:
    (folder / "run.json").unlink()
    (folder / "evidence.jsonl").write_text("nothing\n", "utf-8")
    return "evidence.jsonl: holds a line that is no annotation\n"


def broken_record(folder: Path) -> str:
    (folder / "run.json").write_text("{}", "utf-8")
    return "run.json: not the record of a run"


@pytest.mark.parametrize(
    "change",
    [
        *(no_page, edited_page, no_annotations, one_annotation_less, another_quotation, no_json),
        *(broken_record, another_quotation_and_record, edited_brief, no_brief),
        edited_page_and_record,
    ],
)
def test_a_file_beside_the_brief_that_is_not_as_written_is_found(
    run: Command, written: Callable[[Inputs], Path], change: Callable[[Path], str]
) -> None:
    file = written(every_format)
    told = change(file.parent)
    ran = run("verify", file)

    assert ran.code == 1
    assert told in ran.out


def test_an_edited_brief_without_pages_is_found(run: Command, tmp_path: Path) -> None:
    (tmp_path / "briefing.toml").write_text("pages = false\n", "utf-8")
    run("generate", every_format(tmp_path / "articles"), "--date", day)
    held = run("verify", tmp_path / "out" / day).code
    told = edited_brief(tmp_path / "out" / day)
    ran = run("verify", tmp_path / "out" / day)

    assert (held, ran.code) == (0, 1)
    assert told in ran.out


def test_pages_of_another_version_are_compared_with_their_record(
    run: Command, written: Callable[[Inputs], Path]
) -> None:
    file = written(every_format)
    told = edited_page_and_record(file.parent)
    record = file.parent / "run.json"
    rewritten(record, lambda text: re.sub(r'"version": "[^"]+"', '"version": "0.0"', text))
    ran = run("verify", file)

    assert told not in ran.out
    assert ran.code == 0


def test_a_page_leads_to_its_original_though_that_has_changed(run: Command, tmp_path: Path) -> None:
    folder = copied_seeds(tmp_path / "articles")
    (folder / "copy.txt").write_bytes((folder / news).read_bytes() + b"\n\nA copy.")
    run("generate", folder, "--date", day)
    file = tmp_path / "out" / day / "brief.json"
    copies = {record.path: record.reprint_of for record in read(file).sources}
    assert copies[news] or copies["copy.txt"]
    for name in (news, "copy.txt"):
        text = (folder / name).read_bytes()
        (folder / name).write_bytes(text + b" New.")
        assert run("verify", file).code == 3
        (folder / name).write_bytes(text)


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85"])
def test_line_breaks_of_every_kind_may_stand_in_a_passage(
    run: Command, tmp_path: Path, mark: str
) -> None:
    said = f"Trade tariffs on steel imports{mark} rose by 9 percent in June, the ministry said."
    (tmp_path / "news.txt").write_bytes(said.encode())
    run("generate", "news.txt", "--date", day)
    ran = run("verify", tmp_path / "out" / day)
    annotations = (tmp_path / "out" / day / "evidence.jsonl").read_text("utf-8")

    assert (ran.code, ran.err) == (0, "")
    exact = [
        json.loads(line)["target"][0]["selector"][0]["exact"] for line in annotations.splitlines()
    ]
    assert said in exact


@pytest.mark.parametrize("name", ["b.txt", "c.md", "deep/d.html", "e.jsonl"])
def test_a_source_that_is_gone_is_found(
    run: Command, written: Callable[[Inputs], Path], tmp_path: Path, name: str
) -> None:
    file = written(every_format)
    (tmp_path / "articles" / name).unlink()
    ran = run("verify", file)

    assert ran.code == 1
    assert re.search(rf"^{re.escape(name)}(:\d)?: missing", ran.out, re.M)


def test_a_line_that_is_gone_is_found(
    run: Command, written: Callable[[Inputs], Path], tmp_path: Path
) -> None:
    file = written(every_format)
    news = tmp_path / "articles/e.jsonl"
    news.write_text(news.read_text("utf-8").splitlines()[0], "utf-8")
    ran = run("verify", file)

    assert ran.code == 1
    assert "e.jsonl:3: missing" in ran.out
    assert "e.jsonl:1" not in ran.out


def test_a_source_that_can_no_longer_be_read_is_found(
    run: Command, written: Callable[[Inputs], Path], tmp_path: Path
) -> None:
    file = written(every_format)
    (tmp_path / "articles/a.txt").write_bytes(b"\x00\x01")
    ran = run("verify", file)

    assert ran.code == 1
    assert "a.txt: cannot be read: not text" in ran.out


def shift_start(citation: dict[str, Any]) -> None:
    citation["start"] += 1


def shift_end(citation: dict[str, Any]) -> None:
    citation["end"] -= 1


def shift_both(citation: dict[str, Any]) -> None:
    citation["start"], citation["end"] = citation["start"] - 1, citation["end"] - 1


def from_the_end(citation: dict[str, Any]) -> None:
    """Counted from the end, as a slice would take it."""
    citation["start"] -= 10**6


def other_words(citation: dict[str, Any]) -> None:
    citation["text"] = citation["text"].replace("e", "a", 1)


def other_article(citation: dict[str, Any]) -> None:
    citation["article_id"] = "0" * 16


def beyond_the_end(citation: dict[str, Any]) -> None:
    """A slice takes what there is; a citation may not."""
    citation["end"] += 10**6


@pytest.mark.parametrize("part", ["citations", "lead_in"])
@pytest.mark.parametrize(
    "change",
    [shift_start, shift_end, shift_both, from_the_end, beyond_the_end, other_words, other_article],
)
def test_one_changed_field_of_a_citation_is_found(
    run: Command,
    written: Callable[[Inputs], Path],
    change: Callable[[dict[str, Any]], None],
    part: str,
) -> None:
    file = written(copied_seeds)
    brief = json.loads(file.read_text("utf-8"))
    point = next(p for s in brief["sections"] for p in s["points"] if p[part])
    change(point["lead_in"] if part == "lead_in" else point["citations"][-1])
    file.write_text(json.dumps(brief), "utf-8")
    ran = run("verify", file)

    assert ran.code == 1
    assert re.search(rf"^{point['id']}: ", ran.out, re.M)


@pytest.mark.parametrize("change", [from_the_end, beyond_the_end])
def test_offsets_outside_the_text_are_found(
    run: Command, tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    (tmp_path / "news.txt").write_bytes(bridge.encode())
    run("generate", "news.txt", "--date", day)
    file = tmp_path / "out" / day / "brief.json"
    brief = json.loads(file.read_text("utf-8"))
    change(brief["noted"][0]["citations"][0])
    file.write_text(json.dumps(brief), "utf-8")

    assert run("verify", file).code == 1


def test_other_words_of_a_point_are_found(run: Command, written: Callable[[Inputs], Path]) -> None:
    file = written(copied_seeds)
    brief = json.loads(file.read_text("utf-8"))
    brief["sections"][0]["points"][0]["text"] += " Allegedly."
    file.write_text(json.dumps(brief), "utf-8")
    ran = run("verify", file)

    assert ran.code == 1
    assert "trade-1: the point is not the text of its first citation" in ran.out


def test_a_brief_that_cannot_be_printed_is_told(
    run: Command, written: Callable[[Inputs], Path]
) -> None:
    file = written(every_format)
    brief = json.loads(file.read_text("utf-8"))
    brief["glance"][0]["citations"] = []
    file.write_text(json.dumps(brief), "utf-8")
    ran = run("verify", file)

    assert ran.code == 1
    assert f"{brief['glance'][0]['id']}: the point is not the text" in ran.out
    assert "brief.json: edited since it was written" in ran.out


def test_a_point_without_a_citation_is_found(written: Callable[[Inputs], Path]) -> None:
    file = written(copied_seeds)
    brief = read(file)
    bare = replace(brief.glance[0], citations=())

    faults = evidence.verify(replace(brief, glance=(bare,)), file.parent / brief.root)
    assert [fault.where for fault in faults] == [bare.id]


# --- where the sources are


def test_a_folder_of_briefs_stands_for_the_latest(
    run: Command, written: Callable[[Inputs], Path], tmp_path: Path
) -> None:
    written(every_format)

    ran = run("verify", tmp_path / "out")
    assert (ran.code, ran.out) == (0, run("verify", tmp_path / "out" / day).out)


def test_moved_sources_are_found_with_root(
    run: Command, written: Callable[[Inputs], Path], tmp_path: Path
) -> None:
    file = written(every_format)
    (tmp_path / "articles").rename(tmp_path / "archive")

    assert run("verify", file).code == 1
    assert run("verify", file, "--root", tmp_path / "archive").code == 0


def test_a_brief_and_its_sources_may_move_together(
    run: Command, written: Callable[[Inputs], Path], tmp_path: Path
) -> None:
    written(every_format)
    (tmp_path / "there").mkdir()
    for name in ("articles", "out"):
        (tmp_path / name).rename(tmp_path / "there" / name)

    assert run("verify", tmp_path / "there/out" / day).code == 0


def test_a_single_file_is_its_own_root(run: Command, tmp_path: Path) -> None:
    every_format(tmp_path / "articles")
    run("generate", tmp_path / "articles/e.jsonl", "--date", day)

    assert run("verify", tmp_path / "out" / day).code == 0


def test_a_name_that_ends_like_a_line_number_is_a_name(run: Command, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/news.txt:7.txt").write_text(bridge, "utf-8")
    (tmp_path / "articles/at 10:30").mkdir()
    (tmp_path / "articles/at 10:30/news.txt").write_text(wheat, "utf-8")
    run("generate", tmp_path / "articles", "--date", day)

    assert run("verify", tmp_path / "out" / day).code == 0


def test_a_long_file_of_lines_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    brief = _brief_of_lines(tmp_path, 40)
    read = sources.read
    files: list[Path] = []

    def counted(paths: Sequence[Path]) -> Iterator[Article | SourceError]:
        files.extend(paths)
        return read(paths)

    monkeypatch.setattr(sources, "read", counted)

    assert evidence.verify(brief, tmp_path) == []
    assert files == [tmp_path / "news.jsonl"]


def _brief_of_lines(folder: Path, count: int) -> Brief:
    lines = [json.dumps({"text": f"{bridge} It is number {n}."}) for n in range(count)]
    (folder / "news.jsonl").write_text("\n".join(lines), "utf-8")
    return make_brief(load_articles(folder / "news.jsonl"), as_of=date(2024, 5, 17))


def seeds_brief(embed: Embed) -> Brief:
    select = plugins.load("selectors", "lead").select
    found = sources.read([seeds_folder])
    return pipeline.brief(found, Config(), embed, select, date.fromisoformat(day))


def test_a_figure_that_its_passage_does_not_state_is_found(minilm: Embed) -> None:
    made = seeds_brief(minilm)
    figure = made.figures[0]
    wrong = replace(figure, values=(replace(figure.values[0], text="$999 billion"),))
    faults = evidence.verify(replace(made, figures=(wrong,)), seeds_folder)

    assert [fault.where for fault in faults] == ["figure 1 ($999 billion)"]


def test_a_date_whose_passage_has_moved_is_found(minilm: Embed) -> None:
    made = seeds_brief(minilm)
    event = made.timeline[-1]
    moved = replace(event.citations[0], start=event.citations[0].start + 1)
    wrong = replace(event, citations=(moved,))
    faults = evidence.verify(replace(made, timeline=(wrong,)), seeds_folder)

    assert [fault.where for fault in faults] == [f"event 1 ({event.first})"]
    path = next(s.path for s in made.sources if s.article_id == moved.article_id)
    assert re.match(rf'characters \d+-\d+ of {path} do not say "', faults[0].problem)


def test_a_speaker_whom_the_sentence_does_not_name_is_found(minilm: Embed) -> None:
    made = seeds_brief(minilm)
    point = replace(made.noted[0], said_by="Nobody at all")
    faults = evidence.verify(replace(made, noted=(point,)), seeds_folder)

    assert [fault.where for fault in faults] == [point.id]
