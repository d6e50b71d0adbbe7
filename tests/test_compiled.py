from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment
from markupsafe import escape

from briefing.renderers._template import environment

name = "briefing/index.html.j2"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where Python keeps what it compiles, empty."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "compiled"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    environment.cache_clear()
    yield tmp_path / "compiled"
    environment.cache_clear()


def page() -> str:
    environment.cache_clear()
    return environment(escape).get_template(name).render(briefs=[], title="News <1>", id="")


def test_a_template_is_compiled_once(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = page()
    monkeypatch.setattr(Environment, "compile", None)

    assert page() == first
    assert any(kept.rglob("index.html*.pyc"))


def test_nothing_is_kept_where_python_keeps_nothing(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    assert "News &lt;1&gt;" in page()
    assert not kept.exists()


def test_a_place_that_cannot_be_written_to_is_done_without(kept: Path) -> None:
    kept.write_text("a file")

    assert "News &lt;1&gt;" in page()
