"""PDF, Word, RTF, EPUB, zip and mail: what is read of them, and what cannot harm."""

from __future__ import annotations

import contextlib
import json
import re
import struct
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import made
import pytest
from conftest import Command
from hypothesis import given
from hypothesis import strategies as st

from briefing import sources
from briefing.errors import SourceError
from briefing.models import Article
from briefing.sources import _apart, _archive, _formats, _mail, _pdf, pdf

prose = "The ministers met on Tuesday and agreed to meet again before the end of the year."
other = "A tanker with forty thousand tonnes of crude oil left the port of Ceyhan on Monday."
page = (
    f"<html><body><article><h1>Ministers</h1><p>{prose}</p><p>{other}</p></article></body></html>"
)


def read(folder: Path, name: str, data: bytes) -> list[Article | SourceError]:
    (folder / name).write_bytes(data)
    return list(sources.read([folder]))


def only(folder: Path, name: str, data: bytes) -> Article:
    (item,) = read(folder, name, data)
    assert isinstance(item, Article), item
    return item


def refused(folder: Path, name: str, data: bytes) -> SourceError:
    """The one line that a file is refused with."""
    (item,) = read(folder, name, data)
    assert isinstance(item, SourceError), item
    return item


def buckets(items: list[Article | SourceError]) -> dict[str, str]:
    return {i.path: i.bucket if isinstance(i, SourceError) else "" for i in items}


# PDF


def test_lines_of_a_pdf_become_paragraphs(tmp_path: Path) -> None:
    lines = [
        "The ministers met on Tuesday, and agreed to meet again before the",
        "end of the year.",
        "A second paragraph begins here and goes on to the edge of the page",
        "where it is broken.",
    ]

    article = only(tmp_path, "a.pdf", made.pdf(lines))

    assert article.text.split("\n\n") == [" ".join(lines[:2]), " ".join(lines[2:])]


def test_paragraph_runs_over_the_end_of_a_page(tmp_path: Path) -> None:
    article = only(
        tmp_path,
        "a.pdf",
        made.pdf(
            ["Ministers of nine countries met on Tuesday for talks about gas and"],
            ["agreed to meet again.", "They said so."],
        ),
    )

    assert "about gas and agreed" in article.text
    assert article.pages == (0, article.text.index("agreed"))


def test_paragraph_that_ends_with_its_page_is_not_continued(tmp_path: Path) -> None:
    article = only(tmp_path, "a.pdf", made.pdf([prose], ["2 Handling", other]))

    assert article.text == f"{prose}\n\n2 Handling\n\n{other}"


def test_ligatures_are_letters() -> None:
    assert pdf._lines("Brie\ufb01ng on tari\ufb00s\n") == ["Briefing on tariffs"]


def test_hyphen_at_the_end_of_a_line_goes_unless_the_word_has_one(tmp_path: Path) -> None:
    lines = [
        "The state-owned company and its minis-",
        "ters said that another state-",
        "owned company would follow the first.",
    ]

    article = only(tmp_path, "a.pdf", made.pdf(lines))

    assert "its ministers said that another state-owned company" in article.text


def test_running_heads_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    pages = [["Daily Report", f"{word} {prose}", f"Page {n}"] for n, word in enumerate("ABC", 1)]

    article = only(tmp_path, "a.pdf", made.pdf(*pages))

    assert article.text.count("ministers") == 3
    assert "Daily Report" not in article.text
    assert "Page" not in article.text


def test_title_of_a_pdf_counts_when_its_text_has_it_too(tmp_path: Path) -> None:
    lines = ["Ministers meet", prose]

    kept = only(tmp_path, "a.pdf", made.pdf(lines, title="Ministers meet"))
    stale = only(tmp_path, "a.pdf", made.pdf(lines, title="Microsoft Word - template"))

    assert kept.title == "Ministers meet"
    assert "template" not in stale.title


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.4 cut", "damaged"),
        (b"no pdf at all", "damaged"),
        (made.pdf([]), "no text|without text"),
        (made.pdf([prose], kids="2 0 R " * 3), "damaged|without text"),
        (made.pdf([prose])[:-200], ""),
    ],
    ids=["cut", "other", "empty", "loop", "no table"],
)
def test_broken_pdf_is_one_line(tmp_path: Path, data: bytes, reason: str) -> None:
    items = read(tmp_path, "a.pdf", data)

    assert len(items) == 1
    if reason:
        assert any(part in str(items[0]) for part in reason.split("|"))


def test_pdf_of_five_thousand_pages_is_skipped(tmp_path: Path) -> None:
    error = refused(tmp_path, "a.pdf", made.pdf(*[[prose]] * 5_000))

    assert f"over {_pdf.most_pages:,} pages" in error.reason


def test_endless_reader_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_apart, "limits", replace(_apart.limits, seconds=1))
    slow = "BT /F1 9 Tf 72 700 Td " + "(a) Tj " * 2_500_000 + "ET"
    data = made.assembled(
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Count 1/Kids[5 0 R]>>",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            "<</Title()>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 6 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>",
            f"<</Length {len(slow)}>>stream\n{slow}\nendstream",
        ]
    )

    begun = time.monotonic()
    error = refused(tmp_path, "a.pdf", data)

    assert error.bucket == "too large"
    assert re.search("over (1 s of processor time|4 s)", error.reason)  # where the machine is busy
    assert time.monotonic() - begun < 30


# Word, RTF


def test_docx_gives_its_paragraphs(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>Ministers meet</w:t></w:r></w:p>"
        f"<w:p><w:r><w:t>{prose[:20]}</w:t></w:r><w:r><w:t>{prose[20:]}</w:t></w:r></w:p>"
        "<w:p><w:ins><w:r><w:t>Added,</w:t><w:br/><w:t>later.</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>Gone.</w:delText></w:r></w:del></w:p>"
    )

    article = only(tmp_path, "a.docx", made.docx(body, title="Ministers meet"))

    assert article.text == f"Ministers meet\n\n{prose}\n\nAdded, later."
    assert article.title == "Ministers meet"


def test_text_of_a_box_in_a_docx_is_told_once(tmp_path: Path) -> None:
    box = f"<w:txbx><w:p><w:r><w:t>{other}</w:t></w:r></w:p></w:txbx>"
    body = (
        f"<w:p><w:r><w:t>{prose}</w:t><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )

    assert only(tmp_path, "a.docx", made.docx(body)).text == f"{prose}\n\n{other}"


def test_entities_of_a_docx_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path.parent / "secret.txt"
    secret.write_text("password")
    body = made.archive(
        {
            "word/document.xml": f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            f"<w:p><w:t>{prose}&x;</w:t></w:p></w:document>"
        }
    )

    items = read(tmp_path, "a.docx", body)

    assert len(items) == 1
    assert "password" not in getattr(items[0], "text", "")


def test_rtf_gives_its_paragraphs(tmp_path: Path) -> None:
    rtf = (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\title Old}}\f0 "
        rb"Caf\'e9 ministers met.\par {\b They} agreed \u8211? twice.\par}"
    )

    article = only(tmp_path, "a.rtf", rtf)

    assert article.text == "Café ministers met.\n\nThey agreed – twice."


@pytest.mark.parametrize("name", ["a.docx", "a.rtf", "a.epub", "a.zip", "a.eml", "a.mbox", "a.pdf"])
@pytest.mark.parametrize("data", [b"", b"\x00\xff" * 500, b"PK\x03\x04" + b"junk" * 40])
def test_junk_is_one_line(tmp_path: Path, name: str, data: bytes) -> None:
    assert refused(tmp_path, name, data).path == name


# EPUB


def test_epub_gives_an_article_for_each_document(tmp_path: Path) -> None:
    cover = "<html><body><img src='cover.png'/></body></html>"
    second = page.replace("Ministers", "Tankers")

    items = read(
        tmp_path, "a.epub", made.epub({"c.xhtml": cover, "2.xhtml": second, "1.xhtml": page})
    )

    assert buckets(items) == {
        "a.epub/OPS/c.xhtml": "other format",
        "a.epub/OPS/2.xhtml": "",
        "a.epub/OPS/1.xhtml": "",
    }
    assert isinstance(items[1], Article)
    assert (items[1].title, items[1].outlet) == ("Tankers", "Example Press")
    assert items[1].published == date(2024, 5, 17)


# Zip


def test_zip_gives_what_its_members_hold(tmp_path: Path) -> None:
    inner = made.archive({"deep.txt": other})
    data = made.archive(
        {
            "b/page.html": page,
            "a.txt": prose,
            "lines.jsonl": json.dumps({"text": other}) + "\n{",
            "in.zip": inner,
            "picture.png": b"png",
            ".hidden.txt": prose,
            "__MACOSX/a.txt": prose,
        }
    )

    assert buckets(read(tmp_path, "z.zip", data)) == {
        "z.zip/a.txt": "",
        "z.zip/b/page.html": "",
        "z.zip/in.zip/deep.txt": "",
        "z.zip/lines.jsonl:1": "",
        "z.zip/lines.jsonl:2": "unreadable",
        "z.zip/picture.png": "other format",
    }


def test_settings_name_a_member(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text('[[sources]]\npath = "z.zip/*"\noutlet = "Wire"\n')

    assert only(tmp_path, "z.zip", made.archive({"a.txt": prose})).outlet == "Wire"


@pytest.mark.parametrize(
    "bomb",
    [
        made.archive({"a.txt": b" " * 50_000_000}),
        made.archive({f"{n}.txt": b"a" * 15_000_000 for n in range(8)}),
        made.archive({f"{n}.txt": b"a" for n in range(_archive.most_members + 1)}),
    ],
    ids=["ratio", "size", "members"],
)
@pytest.mark.parametrize("name", ["a.zip", "a.docx", "a.epub"])
def test_bomb_is_one_line(tmp_path: Path, bomb: bytes, name: str) -> None:
    error = refused(tmp_path, name, bomb)

    assert (error.path, error.bucket) == (name, "too large")


def test_archives_in_one_another_end(tmp_path: Path) -> None:
    data = made.archive({"a.txt": prose})
    for _ in range(50):
        data = made.archive({"in.zip": data, "b.txt": other})

    found = buckets(read(tmp_path, "z.zip", data))

    assert found == {
        "z.zip/b.txt": "",
        "z.zip/in.zip/b.txt": "",
        "z.zip/in.zip/in.zip": "unreadable",
    }


def test_lying_size_in_a_zip_unpacks_no_more(tmp_path: Path) -> None:
    data = bytearray(made.archive({"a.txt": b"word " * 2_000_000}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 100)

    assert refused(tmp_path, "z.zip", bytes(data)).path == "z.zip/a.txt"


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "b/../../a.txt"])
def test_member_that_leads_out_is_not_followed(tmp_path: Path, name: str) -> None:
    assert refused(tmp_path, "z.zip", made.archive({name: prose})).bucket == "not followed"


def test_encrypted_member_costs_no_other(tmp_path: Path) -> None:
    data = bytearray(made.archive({"a.txt": prose, "b.txt": other}))
    data[data.index(b"PK\x01\x02") + 8] |= 1

    assert buckets(read(tmp_path, "z.zip", bytes(data))) == {
        "z.zip/a.txt": "unreadable",
        "z.zip/b.txt": "",
    }


# Mail


def test_newsletter_is_read_whole(tmp_path: Path) -> None:
    def piece(text: str) -> str:
        return f"<table><tr><td><h2>Heading</h2>{text}<br><a href='x'>More</a></td></tr></table>"

    letter = (
        "<html><head><style>p {}</style><title>T</title></head><body>"
        "<div style='display: none'>What the inbox shows</div>"
        f"<table><tr><td>{piece(prose)}{piece(f'<p>{other}</p>')}</td></tr></table>"
        "<p>You receive this because you signed up. <a href='u'>Unsubscribe</a></p></body></html>"
    )

    article = only(tmp_path, "a.eml", bytes(made.mail("Read it on the web.", letter)))

    assert article.text.split("\n\n") == ["Heading", prose, "More", "Heading", other, "More"]
    assert (article.title, article.outlet) == ("Ministers meet", "The Example")
    assert article.published == date(2024, 5, 17)


def test_words_in_bold_stay_in_their_sentence(tmp_path: Path) -> None:
    letter = "<td>The <b>ministers</b> met\n<i>on</i> Tues<span>day</span>.</td>"

    article = only(tmp_path, "a.eml", bytes(made.mail("", letter)))

    assert article.text == "The ministers met on Tuesday."


def test_text_part_is_the_fallback(tmp_path: Path) -> None:
    message = made.mail(f"{prose}\n> quoted before\n\n-- \nThe sender", "<p></p>")

    assert only(tmp_path, "a.eml", bytes(message)).text == prose


def test_headers_in_other_charsets_are_decoded(tmp_path: Path) -> None:
    raw = (
        "From: =?iso-8859-1?q?Le_Journ=E9?= <a@b.fr>\nSubject: =?utf-8?b?w4l0w6k=?=\n"
        "Content-Type: text/plain; charset=iso-8859-1\n\nLes ministres se sont réunis.\n"
    )

    article = only(tmp_path, "a.eml", raw.encode("latin-1"))

    assert (article.outlet, article.title) == ("Le Journé", "Été")
    assert article.text == "Les ministres se sont réunis."


def test_attachment_that_could_be_read_is_listed(tmp_path: Path) -> None:
    message = made.mail(prose)
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="report.pdf")
    message.add_attachment(b"png", maintype="image", subtype="png", filename="logo.png")

    found = buckets(read(tmp_path, "a.eml", bytes(message)))

    assert found == {"a.eml": "", "a.eml/report.pdf": "other format"}


def test_mail_of_two_hundred_parts_is_one_line(tmp_path: Path) -> None:
    message = made.mail(prose)
    for _ in range(200):
        message.add_attachment("x")

    assert refused(tmp_path, "a.eml", bytes(message)).bucket == "too large"


@pytest.mark.parametrize("depth", [50, 5_000])
def test_parts_nested_too_deeply_are_one_line(tmp_path: Path, depth: int) -> None:
    opening = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth)
    )

    begun = time.process_time()
    refused(tmp_path, "a.eml", f"{opening}\n{prose}".encode())

    assert time.process_time() - begun < 10


def test_headers_made_to_take_long_do_not(tmp_path: Path) -> None:
    raw = "From: " + "(" * 500_000 + "\nSubject: " + "=?utf-8?q?a?= " * 50_000 + f"\n\n{prose}"

    begun = time.process_time()
    article = only(tmp_path, "a.eml", raw.encode())

    assert article.text == prose
    assert len(article.title) <= _mail.longest_header
    assert time.process_time() - begun < 5


def test_mailbox_gives_an_article_a_message(tmp_path: Path) -> None:
    begin = "From a@b.org Fri May 17 06:30:00 2024\n"
    first = (
        f"{begin}Subject: One\nFrom: Example <a@b.org>\n\n{prose}\n\n>From the start to 10:30.\n\n"
    )
    empty = f"{begin}Subject: Two\n\n\n"
    last = f"{begin}Subject: Three\n\n{other}\n"

    items = read(tmp_path, "a.mbox", f"{first}{empty}{last}".encode())

    assert buckets(items) == {"a.mbox:1": "", "a.mbox:2": "no text", "a.mbox:3": ""}
    assert isinstance(items[0], Article)
    assert items[0].text == f"{prose}\n\nFrom the start to 10:30."


# Damage

whole = {
    "a.docx": made.docx(f"<w:p><w:t>{prose}</w:t></w:p>", title="Ministers"),
    "a.epub": made.epub({"1.xhtml": page}),
    "a.zip": made.archive({"a.txt": prose, "b.eml": bytes(made.mail(prose, page))}),
    "a.eml": bytes(made.mail(prose, page)),
    "a.mbox": b"From a@b.org Fri May 17 06:30:00 2024\n" + bytes(made.mail(prose)),
}


@given(
    st.sampled_from(sorted(whole)),
    st.lists(st.tuples(st.integers(0, 5_000), st.binary(max_size=4)), min_size=1, max_size=8),
)
def test_damage_ends_in_articles_or_lines(name: str, edits: list[tuple[int, bytes]]) -> None:
    data = bytearray(whole[name])
    for at, new in edits:
        data[at % len(data) : at % len(data) + len(new)] = new

    with contextlib.suppress(SourceError):
        for item in _formats.reader(name)(bytes(data), name):
            assert isinstance(item, Article | SourceError)


def test_member_that_begins_before_its_archive_is_damaged(tmp_path: Path) -> None:
    data = bytearray(made.archive({"a.txt": prose}))
    at = data.index(b"PK\x05\x06") + 16
    data[at : at + 4] = struct.pack("<I", 2**31)

    assert refused(tmp_path, "z.zip", bytes(data)).bucket == "unreadable"


# Followed back


def test_citation_in_every_format_is_read_back(tmp_path: Path, run: Command) -> None:
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    texts = [
        f"The ministry of trade of country {name} said on Tuesday that its exports of {goods} "
        f"rose by {n} percent in the first quarter of 2024."
        for n, (name, goods) in enumerate(
            zip(
                "Aland Bosnia Chad Denmark Estonia Fiji Ghana Haiti".split(),
                "cars wheat oil medicine timber sugar cocoa coffee".split(),
                strict=True,
            ),
            start=11,
        )
    ]
    words = iter(texts)
    box = "From a@b.org Fri May 17 06:30:00 2024\n"
    files = {
        "a.pdf": made.pdf([prose], [next(words)]),
        "b.docx": made.docx(f"<w:p><w:t>{next(words)}</w:t></w:p>"),
        "c.rtf": rb"{\rtf1 " + next(words).encode() + b"}",
        "d.epub": made.epub({"1.xhtml": page.replace(prose, next(words))}),
        "sub/e.zip": made.archive({"x/y.txt": next(words), "m.mbox": f"{box}\n{next(words)}"}),
        "f.eml": bytes(made.mail(next(words))),
        "sub/g.mbox": f"{box}Subject: One\n\n{next(words)}\n".encode(),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)

    made_brief = run("generate", folder, "--date", "2024-05-17", "--length", "3")
    verified = run("verify", "out/2024-05-17")

    assert made_brief.code == 0, made_brief.err
    assert verified.code == 0, verified.out
    brief = json.loads(Path("out/2024-05-17/brief.json").read_text())
    cited = {record["path"] for record in brief["sources"] if record["cited"]}
    assert cited == {
        *("a.pdf", "b.docx", "c.rtf", "d.epub/OPS/1.xhtml", "f.eml"),
        *("sub/e.zip/m.mbox:1", "sub/e.zip/x/y.txt", "sub/g.mbox:1"),
    }
    assert "p. 2, characters" in Path("out/2024-05-17/brief.md").read_text()
    html = Path("out/2024-05-17/brief.html").read_text()
    assert 'href="../../in/sub/e.zip"' in html
    assert 'href="../../in/sub/g.mbox"' in html


def test_changed_member_is_found_out(tmp_path: Path, run: Command) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "z.zip").write_bytes(made.archive({"a.txt": prose, "b.txt": other}))
    run("generate", folder, "--date", "2024-05-17")

    (folder / "z.zip").write_bytes(made.archive({"a.txt": prose + " Twice."}))
    verified = run("verify", "out/2024-05-17")

    assert verified.code == 1
    assert "z.zip/a.txt: changed since" in verified.out
    assert "z.zip/b.txt: missing" in verified.out
