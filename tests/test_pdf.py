"""The brief as a PDF. Left out where WeasyPrint finds no Pango."""

from __future__ import annotations

import importlib
import io
import re
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import briefs
import payloads
import pypdf
import pytest
from conftest import Command, python_ran, seeds

from briefing.cli.rendering import show
from briefing.errors import ConfigError
from briefing.renderers import pdf

day = "2024-05-17"


def printer() -> ModuleType | None:
    try:
        return importlib.import_module("weasyprint")
    except (ImportError, OSError):
        return None


needs_pango = pytest.mark.skipif(printer() is None, reason="WeasyPrint or Pango is not installed")


def read(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def text(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(data).pages).split())


@needs_pango
def test_a_pdf_holds_the_sections_and_every_point() -> None:
    brief = briefs.brief()
    data = pdf.render(brief)

    titles = [str(part.title) for part in read(data).outline[0:1] if not isinstance(part, list)]
    inner = [str(part.title) for part in read(data).outline[1] if not isinstance(part, list)]
    assert titles == ["Daily brief"]
    assert inner[:5] == ["At a glance", "Trade", "Energy", "Ukraine", "Security"]
    for point in (*brief.glance, *brief.noted):
        assert point.text[:40].replace('"', "") in text(data).replace('"', "")
    assert read(data).metadata.title == "Daily brief, 17 May 2024"  # type: ignore[union-attr]


@needs_pango
def test_a_pdf_is_the_same_in_every_process(tmp_path: Path) -> None:
    program = (
        "import sys, hashlib, briefs\nfrom briefing.renderers import pdf\n"
        "print(hashlib.sha256(pdf.render(briefs.brief())).hexdigest())"
    )
    runs = [
        python_ran(
            [sys.executable, "-c", program],
            tmp_path,
            {"PYTHONPATH": str(Path(__file__).parent), "PYTHONHASHSEED": seed, "TZ": zone},
        )
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]

    assert runs[0].out == runs[1].out
    assert len(runs[0].out) == 65, runs[0].err


@needs_pango
def test_a_pdf_loads_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    (tmp_path / "secret.css").write_text("body::before { content: 'secret' }")
    mine = tmp_path / "mine.pdf.j2"
    mine.write_text(
        f"<link rel=stylesheet href=file://{tmp_path}/secret.css>"
        "<link rel=stylesheet href=http://127.0.0.1/x.css><img src=http://127.0.0.1/x.png>"
        f"<link rel=attachment href=file://{tmp_path}/secret.css>"
        "<object data=http://127.0.0.1/x></object><p>Shown</p>"
    )

    data = pdf.render(briefs.brief(), mine)

    assert text(data) == "Shown"
    assert not read(data).attachments


def links(data: bytes) -> list[str]:
    """The addresses that a PDF leads to; ways within it are none."""
    notes = (note.get_object() for page in read(data).pages for note in page.get("/Annots", ()))
    actions = [note["/A"] for note in notes if "/A" in note]
    assert {action["/S"] for action in actions} <= {"/URI", "/GoTo"}
    return [str(action["/URI"]) for action in actions if "/URI" in action]


@needs_pango
@pytest.mark.parametrize("vector", [*payloads.vectors[::30], *payloads.links[::7]])
def test_links_of_a_pdf_lead_to_the_web_or_to_our_files(vector: str) -> None:
    found = links(pdf.render(payloads.brief(vector)))

    assert all(re.match(r"https?://[\w.]+/|\.\./\.\./", link) for link in found)


@needs_pango
def test_a_pdf_leads_to_its_sources_and_their_files() -> None:
    sources = tuple(replace(r, url="https://example.org/a") for r in briefs.brief().sources)

    found = links(pdf.render(replace(briefs.brief(), sources=sources)))

    assert "https://example.org/a" in found
    assert any(link.startswith("../../seeds/") for link in found)


@needs_pango
def test_a_pdf_is_written_beside_the_other_formats(run: Command) -> None:
    ran = run("generate", seeds, "--date", day, "--format", "pdf,json", "--topic", "energy")

    file = Path("out") / day / "brief.pdf"
    assert (ran.code, ran.out) == (0, f"{file}\n{file.with_suffix('.json')}\n")
    assert file.read_bytes().startswith(b"%PDF-")


@needs_pango
def test_a_pdf_goes_into_a_pipe(tmp_path: Path) -> None:
    words = ("topic", "energy", str(seeds), "--format", "pdf", "-q")

    command = [sys.executable, "-m", "briefing", *words]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)

    assert ran.stdout.startswith(b"%PDF-")


def test_a_pdf_does_not_go_to_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    with pytest.raises(ConfigError, match="not for a terminal"):
        show(b"%PDF-")


def test_without_the_library_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    with pytest.raises(ConfigError, match=r"^pdf needs WeasyPrint: pip install 'briefing\[pdf\]'$"):
        pdf.render(briefs.brief())


def test_without_pango_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library pango')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)

    with pytest.raises(ConfigError, match=r"needs Pango.*apt-get install libpango-1\.0-0"):
        pdf.render(briefs.brief())
