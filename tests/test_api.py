from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

import pytest
from conftest import python_ran, seeds

import briefing
from briefing import brief, load_articles, render, verify
from briefing.embedders import minilm as default
from briefing.errors import ConfigError, NothingToBrief, SourceError
from briefing.models import Article, Embed, Topic

day = date(2024, 5, 17)


@pytest.fixture(autouse=True)
def _one_model(minilm: Embed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(default, "load", lambda name="", threads=0: minilm)  # noqa: ARG005


def test_five_lines_make_a_brief() -> None:
    made = brief(load_articles(seeds), as_of=day)
    text = render(made, "md")

    assert "## Energy" in text
    assert made.provenance.model_sha256 == default.sha256
    assert verify(made, seeds) == []


def test_the_example_of_the_readme_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(seeds.parent)
    readme = Path("README.md").read_text("utf-8")
    (example,) = re.findall(r"^```python\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    exec(example, {})

    assert "# Daily brief" in capsys.readouterr().out


def test_topics_length_and_selector_are_chosen_by_the_caller() -> None:
    shipping = Topic("pipelines", "gas pipelines to China", any=("pipeline", "gas"))
    made = brief(load_articles(seeds), [shipping], as_of=day, length=0.5, selector="lead")

    assert made.sections[0].topic == shipping
    assert 0 < len(made.sections[0].points) <= 3
    assert made.provenance.selector == "lead"


def test_articles_may_be_made_by_the_caller() -> None:
    text = "The central bank of Norway kept its key interest rate at four percent on Thursday."
    made = brief([Article("a" * 16, text, "mine")], as_of=day)

    assert [point.text for s in made.sections for point in s.points] + [
        point.text for point in made.noted
    ] == [text]


def test_what_cannot_be_read_is_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x00\x01")
    (tmp_path / "b.txt").write_text("The ministers met on Tuesday and agreed on a new treaty.")

    first, second = load_articles(tmp_path)

    assert isinstance(first, SourceError)
    assert isinstance(second, Article)


def test_nothing_to_brief_is_an_error_with_a_name() -> None:
    with pytest.raises(NothingToBrief):
        brief([], as_of=day)


@pytest.mark.parametrize("wrong", [{"selector": "magic"}, {"embedder": "magic"}, {"length": 99}])
def test_an_option_that_cannot_be_followed_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ConfigError):
        brief([], as_of=day, **wrong)  # type: ignore[arg-type]


def test_an_unknown_format_is_refused() -> None:
    made = brief(load_articles(seeds), as_of=day)

    with pytest.raises(ConfigError, match="no renderer named 'odt'"):
        render(made, "odt")


def test_every_public_name_is_there() -> None:
    public = [name for name in dir(briefing) if name in briefing._public]

    assert len(public) == len(briefing._public)
    assert all(getattr(briefing, name) for name in public)
    assert briefing.__version__
    with pytest.raises(AttributeError, match="no attribute 'magic'"):
        briefing.magic  # noqa: B018


def test_importing_the_package_loads_nothing_heavy(tmp_path: Path) -> None:
    program = "import sys, briefing; print(*sorted(m for m in sys.modules if 'briefing.' in m))"

    assert python_ran([sys.executable, "-c", program], tmp_path).out.strip() == ""
