from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from briefing import config
from briefing.config import Config
from briefing.errors import ConfigError
from briefing.models import Source, Topic

# "# key = value" and "# [[table]]" are examples; other comments are prose.
example = re.compile(r"^# (?=\[\[|\[mail|[a-z_]+ = )")
lines = config.sample.splitlines()
settings = [line for line in lines[: lines.index("# [[topics]]")] if example.match(line)]


def parse(text: str) -> Config:
    return config.parse(tomllib.loads(text), "briefing.toml")


def test_the_sample_as_it_stands_is_the_default() -> None:
    assert parse(config.sample) == Config()


def test_the_sample_parses_with_every_example_in_force() -> None:
    made = parse("\n".join(example.sub("", line) for line in lines))

    assert made.topics[0].name == "shipping"
    assert made.topics[0].none == ("spaceship",)
    assert made.sources == (
        Source(url="https://www.example.org/news/rss.xml", outlet="Example News"),
        Source("reuters/*.txt", outlet="Reuters", owner="Thomson Reuters", kind="wire"),
        Source(outlet="Capital Daily", owner="Capital Group"),
    )
    assert made.template == "my-brief.md.j2"
    assert made.mail.host == "smtp.example.org"


@pytest.mark.parametrize("line", settings)
def test_each_setting_of_the_sample_shows_its_default(line: str) -> None:
    key = line.split()[1]
    made = parse(example.sub("", line))

    assert made == Config() or key == "template"


def test_the_sample_shows_every_setting() -> None:
    shown = {line.split()[1] for line in settings}

    assert shown == {field.name for field in fields(Config)} - {
        *("topics", "sources", "thresholds", "mail")
    }


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        'title = "Žurnál"\n[[topics]]\nname = "gas"\nany = ["gas"]\nmax_points = 2\n'
        '[[sources]]\npath = "a.txt"\npublished = 2024-05-17\nenabled = false\n',
        "utf-8",
    )

    made = config.load(file)

    assert made.title == "Žurnál"
    assert made.topics == (Topic("gas", any=("gas",), max_points=2),)
    assert made.sources == (Source("a.txt", published=date(2024, 5, 17), enabled=False),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lenght = 2", "unknown key 'lenght'; did you mean length?"),
        ("zzz = 2", "unknown key 'zzz'; known are title, topics, sources, "),
        ("[[topics]]\nname = 'a'\nzzz = ['b']", "unknown key 'zzz'; known are name, "),
        ("[[sources]]\noutlt = 'b'", "unknown key 'outlt'; did you mean outlet?"),
        ("title = 5", "title must be text in quotes, not a whole number"),
        ("[[sources]]\nkind = 'blog'", "must be one of news, wire, opinion, official, not 'blog'"),
        ("[[topics]]\nany = ['x']", "topics[0] needs a name"),
        ("[[sources]]\npublished = 'May'", "Invalid RFC3339 encoded date"),
    ],
)
def test_what_cannot_be_followed_is_refused_by_name(text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(said)) as caught:
        parse(text)

    assert str(caught.value).startswith("briefing.toml: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("length = 0.01", "length 0.01 is not between 0.1 and 20"),
        ("threads = -1", "threads -1 is not between 0 and 256"),
        ("words = -1", "words -1 is less than 0"),
        ("[[topics]]\nname = 'a'\nmax_words = -1", "max_words of topic 'a' is less than 0"),
        ("[[topics]]\nname = 'a'\nmax_points = -1", "max_points of topic 'a' is less than 0"),
        ("[[topics]]\nname = 'a'\n[[topics]]\nname = 'a'", "topic names must differ"),
        ("[[topics]]\nname = ' '", "topic names must differ and not be empty: ' '"),
    ],
)
def test_a_value_out_of_range_is_refused(text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(said)):
        parse(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[thresholds."minilm"]\nsame_claim = "x"',
            r'same_claim of \[thresholds."minilm"\] must be a number, not text in quotes',
        ),
        (
            '[thresholds."a"]\nsentences = [[1]]',
            r'sentences of \[thresholds."a"\] must be a list of',
        ),
        ('[thresholds."a"]\ntopics = [["x", 1]]', "must be a list of pairs of numbers"),
        ("[thresholds]\na = 3", r'\[thresholds."a"\] must be a table, not a whole number'),
        ('length = "long"', "length must be a number, not text in quotes"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_in_plain_words(text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        parse(text)


@pytest.mark.parametrize("content", [b"x = ", b"\xff", b"a = 1\na = 2"])
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "broken.toml"
    file.write_bytes(content)

    with pytest.raises(ConfigError, match=r"broken\.toml: "):
        config.load(file)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file; make one with: briefing init"):
        config.load(tmp_path / "none.toml")
    with pytest.raises(ConfigError, match="Is a directory"):
        config.load(tmp_path)


@pytest.mark.parametrize("length", [0.1, 1, 20])
def test_the_limits_of_length_are_allowed(length: float) -> None:
    assert Config(length=length).length == length


@pytest.mark.parametrize("length", [0.0, 20.01, -1.0, float("nan"), float("inf")])
def test_a_length_beyond_the_limits_is_refused(length: float) -> None:
    with pytest.raises(ConfigError, match="is not between"):
        Config(length=length)


def test_blocks_are_switched_off_and_an_unknown_one_is_refused() -> None:
    assert parse("blocks = []").blocks == ()
    with pytest.raises(ConfigError, match="no block named 'figurs'; choose from figures, timeline"):
        parse('blocks = ["figurs"]')
