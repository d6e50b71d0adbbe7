import contextlib
import json
import os
import socket
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import plugins, sources
from briefing.errors import ConfigError, SourceError
from briefing.models import Article, Source
from briefing.sources import _markup, _text, html, jsonl, md, txt

prose = "The ministers met on Tuesday and agreed to meet again before the end of the year."


def write(file: Path, content: str | bytes = prose) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def read(*paths: Path, given: tuple[Source, ...] = ()) -> dict[str, str]:
    """Path to "" for an article, or to the bucket of what could not be read."""
    items = sources.read(paths, given)
    return {item.path: item.bucket if isinstance(item, SourceError) else "" for item in items}


def only(*paths: Path, given: tuple[Source, ...] = ()) -> Article:
    (item,) = sources.read(paths, given)
    assert isinstance(item, Article), item
    return item


def markdown(text: str) -> Article:
    (article,) = md.read(text.encode(), "a.md")
    return article


def page(text: str) -> Article:
    (article,) = html.read(text.encode(), "a.html")
    return article


def records(text: str) -> list[Article | SourceError]:
    return list(jsonl.read(text.encode(), "a.jsonl"))


# Files and folders


def test_folder_is_read_in_the_order_of_its_paths(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "c.html", "a.txt"):
        write(tmp_path / name, f"<p>{name} {prose}</p>")

    assert list(read(tmp_path)) == ["a.txt", "a/z.md", "b.txt", "c.html"]


def test_each_input_ends_in_a_bucket(tmp_path: Path) -> None:
    write(tmp_path / "good.txt")
    write(tmp_path / "picture.png", b"\x89PNG")
    write(tmp_path / "binary.txt", b"\x00\x01\x02")
    write(tmp_path / "numbers.txt", "1 2 3")
    write(tmp_path / ".hidden.txt")
    write(tmp_path / ".git/config.txt")

    assert read(tmp_path) == {
        "binary.txt": "not text",
        "good.txt": "",
        "numbers.txt": "no text",
        "picture.png": "other format",
    }


def test_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert read(tmp_path) == {}


def test_file_given_twice_is_read_once(tmp_path: Path) -> None:
    file = write(tmp_path / "a/b.txt")

    assert read(tmp_path, file, file.parent, file) == {"a/b.txt": ""}


def test_missing_path_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="does not exist; give a folder"):
        sources.read([tmp_path / "none"])


def test_root_is_the_folder_given_or_what_all_share(tmp_path: Path) -> None:
    one, two = write(tmp_path / "a/one.txt"), write(tmp_path / "b/two.txt")

    assert sources.root([tmp_path / "a"]) == tmp_path / "a"
    assert sources.root([one]) == tmp_path / "a"
    assert sources.root([one, two]) == tmp_path
    assert list(read(one, two)) == ["a/one.txt", "b/two.txt"]


def test_links_are_not_followed_out_of_the_folder_or_in_circles(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside/secret.txt")
    folder = tmp_path / "in"
    write(folder / "a.txt")
    (folder / "again.txt").symlink_to(folder / "a.txt")
    (folder / "out.txt").symlink_to(outside)
    (folder / "outside").symlink_to(outside.parent)
    (folder / "circle").symlink_to(folder)
    (folder / "self.txt").symlink_to(folder / "self.txt")

    assert read(folder) == {
        "a.txt": "",
        "out.txt": "not followed",
        "outside": "not followed",
        "self.txt": "not followed",
    }


def test_what_is_no_file_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    os.mkfifo("pipe.txt")
    os.mkfifo("sources.toml")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.txt")

    names = ("pipe.txt", "socket.txt", "sources.toml")
    assert read(tmp_path) == dict.fromkeys(names, "not a file")


def test_large_file_is_skipped_unread(tmp_path: Path) -> None:
    with (tmp_path / "sparse.txt").open("wb") as file:
        file.truncate(10_000_000_000)

    assert read(tmp_path) == {"sparse.txt": "too large"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file_or_folder_costs_no_other(tmp_path: Path) -> None:
    write(tmp_path / "good.txt")
    write(tmp_path / "shut.txt").chmod(0)
    write(tmp_path / "closed/a.txt").parent.chmod(0)
    write(tmp_path / "listed/a.txt").parent.chmod(0o400)

    assert read(tmp_path) == {
        "closed": "unreadable",
        "good.txt": "",
        "listed/a.txt": "unreadable",
        "shut.txt": "unreadable",
    }


def test_hostile_file_names_become_one_line_of_text(tmp_path: Path) -> None:
    write(tmp_path / "a\n\x1b[31m.txt")
    write(Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xff.txt")))

    assert list(read(tmp_path)) == ["a\\n\\x1b[31m.txt", "b\\udcff.txt"]


def test_progress_counts_the_files(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "b.txt")
    seen: list[tuple[str, int, int]] = []

    list(sources.read([tmp_path], progress=lambda *step: seen.append(step)))

    assert seen == [("reading", 0, 2), ("reading", 1, 2), ("reading", 2, 2)]


# Formats


def test_every_format_says_what_it_reads_without_an_import() -> None:
    formats = plugins.names("sources")

    assert set(sources.endings().values()) == set(formats)
    for name in formats:
        module = plugins.load("sources", name)
        assert all(sources.endings()[ending] == name for ending in module.suffixes)
        assert callable(module.read)


@pytest.mark.parametrize("name", ["a.TXT", "a.text", "a.markdown", "a.htm", "a.xhtml"])
def test_other_endings_of_a_format_are_read(tmp_path: Path, name: str) -> None:
    assert prose in only(write(tmp_path / name, f"<p>{prose}</p>")).text


def test_nothing_heavy_is_loaded_for_plain_text(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    code = (
        "import sys; from pathlib import Path; from briefing import sources\n"
        f"list(sources.read([Path({str(tmp_path)!r})]))\n"
        "sys.exit(bool({'trafilatura', 'lxml'} & set(sys.modules)))"
    )

    assert os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-c", code]) == 0


# Settings


def test_what_the_user_says_wins(tmp_path: Path) -> None:
    file = write(tmp_path / "wire/a.jsonl", json.dumps({"text": prose, "outlet": "Own"}))
    write(
        tmp_path / "sources.toml",
        '[[sources]]\npath = "wire/*"\noutlet = "Beside"\nlanguage = "de"\npublished = 2024-05-17\n'
        '[[sources]]\npath = "*"\noutlet = "Later"\ntitle = "Later"',
    )

    article = only(tmp_path, given=(Source("wire/*:1", outlet="Given"), Source("none", url="x")))

    assert (article.outlet, article.language) == ("Given", "de")
    assert (article.published, article.title) == (date(2024, 5, 17), "Later")
    assert only(file).outlet == "Own"


def test_settings_of_each_given_folder_start_from_it(tmp_path: Path) -> None:
    for name in ("a", "b[1]"):
        write(tmp_path / name / "x.txt", name + prose)
        write(tmp_path / name / "sources.toml", f'[[sources]]\npath = "x.*"\noutlet = "{name}"')

    items = list(sources.read([tmp_path / "a", tmp_path / "b[1]"]))

    assert [item.outlet for item in items if isinstance(item, Article)] == ["a", "b[1]"]


def test_an_outlet_alone_speaks_of_its_articles_and_renames_none(tmp_path: Path) -> None:
    for name, outlet in (("a", "Capital Daily"), ("b", "CAPITAL DAILY"), ("c", "Herald")):
        write(tmp_path / f"{name}.jsonl", json.dumps({"text": name + prose, "outlet": outlet}))

    items = list(sources.read([tmp_path], (Source(outlet="capital daily", owner="Group"),)))

    told = [(item.outlet, item.owner) for item in items if isinstance(item, Article)]
    assert told == [("Capital Daily", "Group"), ("CAPITAL DAILY", "Group"), ("Herald", "")]


def test_an_outlet_is_turned_off_wherever_its_articles_are(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", json.dumps({"text": prose, "outlet": "Herald"}))
    write(tmp_path / "deep/b.jsonl", json.dumps({"text": "b" + prose, "outlet": "Post"}))
    write(tmp_path / "deep/sources.toml", '[[sources]]\noutlet = "herald"\nenabled = false')

    assert {
        item.path: getattr(item, "bucket", "")
        for item in sources.read([tmp_path / "deep", tmp_path / "a.jsonl"])
    } == {"a.jsonl:1": "disabled", "deep/b.jsonl:1": ""}


def test_patterns_that_fit_no_file_are_known(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", prose)
    write(tmp_path / "sources.toml", '[[sources]]\npath = "b.txt"\noutlet = "B"')
    given = (Source("a.*"), Source("wire/*"), Source(outlet="Post"), Source(url="https://x.org"))

    assert sources.unmatched([tmp_path], given, ["a.txt"]) == ["wire/*", "b.txt"]


def test_disabled_source_is_listed_unread(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", b"\x00")
    write(tmp_path / "b.jsonl", "\n".join(json.dumps({"text": prose}) for _ in range(2)))
    off = (Source("a.*", enabled=False), Source("b.jsonl:2", enabled=False))

    assert read(tmp_path, given=off) == {
        "a.txt": "disabled",
        "b.jsonl:1": "",
        "b.jsonl:2": "disabled",
    }


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('[[sources]]\noutlt = "X"', "unknown key 'outlt'; did you mean outlet?"),
        ('[[source]]\npath = "X"', "unknown key 'source'; did you mean sources?"),
        ("sources = 1", r"write \[\[sources\]\]"),
        ('[[sources]]\npublished = "soon"', "published"),
        ('[[sources]]\noutlet = "X"\ntitle = "Y"', "the outlet 'X' alone"),
        ("sources = [", "cannot be read as TOML"),
        ("x = " + "[" * 5000, "cannot be read as TOML"),
    ],
)
def test_wrong_settings_are_refused(tmp_path: Path, toml: str, message: str) -> None:
    write(tmp_path / "sources.toml", toml)

    with pytest.raises(ConfigError, match=message):
        sources.read([tmp_path])


# Text


above = "A bridge opens in Oslo\nCoast Times\nMarch 18, 2024\nhttps://coast.example/bridge\n\n"


def test_lines_above_a_text_say_what_it_is() -> None:
    (article,) = txt.read((above + prose).encode(), "a.txt")

    assert (article.title, article.outlet) == ("A bridge opens in Oslo", "Coast Times")
    assert (article.url, article.published) == ("https://coast.example/bridge", date(2024, 3, 18))
    assert article.text == above + prose


@pytest.mark.parametrize(
    ("lines", "title", "outlet"),
    [
        ("A bridge opens\nBy Anna Miles\n18 March 2024", "A bridge opens", ""),
        ("A bridge opens\r\nThe Herald\r\n2024-03-18", "A bridge opens", "The Herald"),
        ("A bridge opens\nhttps://coast.example/1", "A bridge opens", ""),
        ("A bridge opens\nThe Herald", "", ""),
        ("A bridge opens\nThe Herald\nPolitics\n18 March 2024", "", ""),
        ("A bridge opens\nIt took ten years, he said.\n18 March 2024", "", ""),
        ("A bridge opens\n17 March 2024\n18 March 2024", "", ""),
        ("18 March 2024\nThe Herald\nhttps://coast.example/1", "", ""),
        ("A bridge opens", "", ""),
    ],
)
def test_a_header_of_a_text_is_read_where_it_is_sure(lines: str, title: str, outlet: str) -> None:
    end = "\r\n" if "\r" in lines else "\n"
    assert txt.header(lines + end * 2 + prose)[:2] == (title, outlet)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_decoded_and_its_newlines_stay(encoding: str) -> None:
    text = "Café “quoted”\r\nnext line – end"

    assert _text.decode(text.encode(encoding), "a.txt") == text


def test_a_broken_byte_does_not_turn_utf8_into_something_else() -> None:
    data = "“One” — “two” – “three” é".encode() + b"\xe2\x80"

    assert _text.decode(data, "a.txt") == "“One” — “two” – “three” é\ufffd"


@pytest.mark.parametrize(
    "data",
    [
        b"text\x00",
        b"\x01\x02\x03 binary",
        "Путин прибыл в Китай".encode("cp1251"),
        b"\xff\xfe\x00\xd8\x41",
        bytes(range(128, 256)),
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="not text"):
        _text.decode(data, "a.txt")


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    with contextlib.suppress(SourceError):
        assert "\x00" not in _text.decode(data, "a.txt", "shift_jis").encode("utf-8").decode()


def test_id_is_that_of_the_words() -> None:
    assert _text.fingerprint("Cafe\u0301  news\r\n") == _text.fingerprint(" Café\nnews")
    assert _text.fingerprint("one two") != _text.fingerprint("onetwo")


# Markdown


def test_markdown_is_read_without_its_marks() -> None:
    text = (
        "# Talks *end* in a deal ##\n\n"
        "By [Jane Doe](https://x.org/a_(b)_c), with **bold and _nested_ text**, snake_case "
        "and `code *x*`.\n![A photo](p.jpg)<b>He</b> said “it [sic] works”[^1] and [ref][1] "
        "\\*not\\* <!-- a\ncomment -->5 * 3.\n\n> - quoted\n1. item\n2024. A year\n\n"
        "Below\n-----\n```py\nx = *y*\n```\n[1]: http://a.b\n"
    )

    assert markdown(text).text == (
        "Talks end in a deal\n\n"
        "By Jane Doe, with bold and nested text, snake_case and code *x*.\n"
        "He said “it [sic] works” and ref *not* 5 * 3.\n\nquoted\nitem\n2024. A year\n\n"
        "Below\n\n\nx = *y*\n\n\n"
    )


def test_front_matter_of_markdown_describes_it() -> None:
    front = (
        '---\ntitle: "Talks: the end"\ndate: 2024-05-17\n'
        "source: The Note # ours\nlang: de-AT\n---\n"
    )

    article = markdown(front + prose)

    assert (article.title, article.outlet) == ("Talks: the end", "The Note")
    assert (article.published, article.language) == (date(2024, 5, 17), "de")
    assert article.text.strip() == prose


marked = st.lists(
    st.sampled_from([*"ab *_`[]()!<>#-=|~\\\n", "](", "![", "**", "<!--", "-->", "[a]: b"])
).map("".join)


@given(marked | st.text())
def test_every_character_of_markdown_stands_at_its_place_in_the_file(text: str) -> None:
    kept, offsets = _markup.without(text, _markup.marks(text, _markup.front_matter(text)))
    article = Article("a", kept, "a.md", file_offsets=offsets)

    assert all(text[sources.in_file(article, at)] == char for at, char in enumerate(kept))
    assert list(offsets) == sorted(offsets)


@pytest.mark.parametrize("piece", ["[", "](", "*a", "`", "<a", "[a](", "<!--", "> ", "(a", "_"])
def test_markdown_made_to_be_slow_is_not(piece: str) -> None:
    start = time.process_time()
    _markup.marks(piece * 100_000)

    assert time.process_time() - start < 5  # minutes where the time grows with the square


# Web pages


def test_page_is_read_with_what_it_says_of_itself() -> None:
    article = page(
        "<html lang='de-DE'><head><title>Talks end | The Note</title>"
        "<meta property='og:title' content='Talks end | The Note'>"
        "<meta property='og:site_name' content='The Note'>"
        "<link rel='canonical' href='https://note.example/talks'>"
        "<script type='application/ld+json'>"
        '{"@graph": [{"@type": "NewsArticle", "datePublished": "2024-05-17T09:00:00+02:00"}]}'
        "</script></head><body><nav>Home World</nav><article><h1>Talks end</h1>"
        f"<p>{prose}</p><h2>What comes next</h2><p>{prose} Again,\n<b>they</b> said.</p>"
        "</article><footer>© 2019 The Note</footer></body></html>"
    )

    assert (article.title, article.outlet) == ("Talks end", "The Note")
    assert (article.url, article.language) == ("https://note.example/talks", "de")
    assert article.published == date(2024, 5, 17)
    assert f"{prose}\n\nWhat comes next\n\n{prose} Again, they said." in article.text
    assert "Home" not in article.text


@pytest.mark.parametrize(
    "dates",
    [
        "<p>© 2019 The Note. All rights reserved 2019.</p>",
        "<time datetime='2024-05-17'>Friday</time><time datetime='2024-05-18'>later</time>",
        "<meta name='date' content='03/04/2024'>",
        "<p>Posted on May 17, 2024 by the editor of another page, long ago.</p>",
    ],
)
def test_date_of_a_page_is_never_guessed(dates: str) -> None:
    assert page(f"<html><body>{dates}<p>{prose}</p><p>{prose}</p></body></html>").published is None


def test_page_in_the_encoding_it_declares() -> None:
    data = f"<meta charset=windows-1251><p>Путин прибыл. {prose}</p>".encode("cp1251")

    (article,) = html.read(data, "a.html")

    assert "Путин прибыл" in article.text


def test_page_with_a_wrong_declaration_is_read_as_utf8() -> None:
    text = f'<?xml version="1.0" encoding="iso-8859-1"?><html><p>Café “x” {prose}</p></html>'

    assert "Café “x”" in page(text).text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "without text"),
        ("<html><body><script>let a = 1</script></body></html>", "without text"),
        ("<div>" * 1_000 + prose, "nested too deeply"),
        ("<b>" * 99_000 + prose, "nested too deeply"),
        ("<b>" * 300_000 + prose, "tags"),
        ("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + f">{prose}", "attributes"),
        ("<p a='>' " + " ".join(f"a{n}" for n in range(100_000)) + f">{prose}", "attributes"),
    ],
)
def test_page_that_cannot_be_read_says_why(text: str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        page(text)


def test_entities_are_not_expanded() -> None:
    doctype = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "bomb">]>'

    text = page(f"{doctype}<html><body><p>{prose} &a; &b;</p></body></html>").text

    assert "root:" not in text
    assert "bomb" not in text


def test_large_picture_in_a_page_is_no_reason_to_refuse_it() -> None:
    picture = "<img src='data:image/png;base64," + "AAAA/BBB+=" * 50_000 + "'>"

    assert prose in page(f"<html><body>{picture}<p>{prose}</p></body></html>").text


def test_reading_a_page_writes_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SourceError):
        page("<html></html>")

    assert capfd.readouterr() == ("", "")


# JSON Lines


def test_fields_of_a_record_are_found_under_their_usual_names() -> None:
    record = {
        "content": prose,
        "headline": "Talks\nend",
        "publisher": {"name": "The Note"},
        "link": "https://note.example/talks",
        "timestamp": 1717372800,
        "lang": "de",
    }

    (article,) = records(json.dumps(record))

    assert isinstance(article, Article)
    assert (article.title, article.outlet) == ("Talks end", "The Note")
    assert (article.url, article.language) == ("https://note.example/talks", "de")
    assert (article.published, article.path) == (date(2024, 6, 3), "a.jsonl:1")


def test_a_broken_line_costs_no_other(tmp_path: Path) -> None:
    good = json.dumps({"text": prose}).encode()
    lines = [good, b"{", b"[1]", b'{"text": 5}', b'{"text": "\xff"}', b"", b"[" * 100_000, good]
    file = write(tmp_path / "a.jsonl", b"\r\n".join(lines))

    assert read(file) == {
        "a.jsonl:1": "",
        "a.jsonl:2": "unreadable",
        "a.jsonl:3": "unreadable",
        "a.jsonl:4": "no text",
        "a.jsonl:5": "unreadable",
        "a.jsonl:7": "unreadable",
        "a.jsonl:8": "",
    }


def test_lone_surrogates_become_text_that_can_be_written() -> None:
    (article,) = records('{"text": "Half \\ud83d a smile \\u0000", "title": "\\udc00 x"}')

    assert isinstance(article, Article)
    assert article.text == "Half \ufffd a smile \ufffd"
    assert article.title == "x"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://x", "https://x y", "https://x'\""])
def test_only_links_to_the_web_are_kept(url: str) -> None:
    (article,) = records(json.dumps({"text": prose, "url": url}))

    assert isinstance(article, Article)
    assert article.url == ""
