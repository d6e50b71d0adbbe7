"""Templates of users: what they see, what they may do, and how a mistake in one is told."""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import briefs
import pytest
from conftest import Command
from jinja2 import Environment
from markupsafe import escape

from briefing import apart, models, plugins
from briefing.errors import ConfigError
from briefing.renderers import _fill, _page
from briefing.renderers._template import builtin, environment

documented = (Path(__file__).parents[1] / "docs" / "templates.md").read_text(encoding="utf-8")
seeds = Path(__file__).parents[1] / "seeds"
day = "2024-05-17"
named = ("footnotes", "html", "md", "txt", "mail.html", "mail.txt", "topic.txt")


def render(template: Path, form: str = "html") -> str:
    return str(plugins.load("renderers", form).render(briefs.brief(), template))


def complaint(template: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        render(template)
    return str(caught.value)


def written(folder: Path, source: str) -> Path:
    template = folder / "mine.html.j2"
    template.write_text(source, encoding="utf-8")
    return template


# --- what a template sees


def nouns(module: ModuleType, name: str) -> Iterator[str]:
    """The nouns that can be reached from one, by the types of their fields."""
    waiting, seen = [name], set()
    while waiting:
        if (noun := waiting.pop()) in seen:
            continue
        seen.add(noun)
        yield noun
        types = " ".join(kind for _, kind in fields(module, noun))
        waiting += [word for word in re.findall(r"\w+", types) if is_noun(module, word)]


def is_noun(module: ModuleType, name: str) -> bool:
    found = getattr(module, name, None)
    return dataclasses.is_dataclass(found) and found.__module__ == module.__name__


def fields(module: ModuleType, noun: str) -> Iterator[tuple[str, str]]:
    """What a noun has, with its type: fields, then properties."""
    kind = getattr(module, noun)
    yield from ((field.name, str(field.type)) for field in dataclasses.fields(kind))
    for name, value in vars(kind).items():
        if isinstance(value, property):
            yield name, value.fget.__annotations__["return"]


def told(part: str) -> dict[tuple[str, str, str], str]:
    """What the page of documentation tells of ``page`` or ``brief``: noun, field, type, meaning."""
    text = documented.split(f"\n## `{part}`\n")[1].split("\n## ")[0]
    rows = {}
    for section in text.split("\n### ")[1:]:
        noun = section.split("\n")[0]
        for field, kind, meaning in re.findall(r"^\| `(\w+)` \| `(.+)` \| (.*) \|$", section, re.M):
            rows[noun, field, kind.replace("\\|", "|")] = meaning
    return rows


@pytest.mark.parametrize(
    ("part", "module", "root"), [("page", _page, "Page"), ("brief", models, "Brief")]
)
def test_what_a_template_sees_is_documented(part: str, module: ModuleType, root: str) -> None:
    there = {(noun, *field) for noun in nouns(module, root) for field in fields(module, noun)}

    assert sorted(told(part)) == sorted(there)
    assert all(told(part).values())


def test_every_filter_and_block_is_documented() -> None:
    ours = set(environment(escape).filters) - set(Environment().filters)
    blocks = set(re.findall(r"{% block (\w+)", (builtin / "brief.html.j2").read_text("utf-8")))

    assert set(re.findall(r"^\| `(\w+)[(`]", documented.split("## Filters")[1], re.M)) >= ours
    assert set(re.findall(r"^\| `(\w+)` \|", documented.split("## What is")[0], re.M)) == blocks


@pytest.mark.parametrize("source", re.findall(r"```jinja\n(.*?)```", documented, re.DOTALL))
def test_an_example_of_the_documentation_works(source: str, tmp_path: Path) -> None:
    text = render(written(tmp_path, source))

    assert "For the morning meeting." in text
    assert 'id="coverage"' not in text


def test_macros_of_ours_can_be_used(tmp_path: Path) -> None:
    source = (
        '{% from "briefing/brief.md.j2" import point with context %}'
        "{{ point(page.glance.points[0]) }}"
    )

    assert render(written(tmp_path, source), "md").startswith("- According to Putin, ")


# --- copies of ours


def test_the_templates_are_listed_with_their_blocks(run: Command) -> None:
    ran = run("templates")

    assert [line.split()[0] for line in ran.out.splitlines()] == list(named)
    assert "html       blocks: style, points, " in ran.out


@pytest.mark.parametrize("name", named)
def test_a_copy_lays_a_brief_out_as_ours_does(run: Command, name: str) -> None:
    assert run("templates", "copy", name).out == f"{copied(name)}\n"

    form = name.split(".")[-1]
    ours = builtin / copied(name)
    assert render(Path(copied(name)), form) == render(ours, form)


def copied(name: str) -> str:
    return f"{name}.j2" if "." in name else f"brief.{name}.j2"


def test_a_copy_of_a_page_has_its_style(run: Command) -> None:
    run("templates", "copy", "html", "-o", "mine.html.j2")

    assert "--paper:" in Path("mine.html.j2").read_text("utf-8")
    ran = run("generate", seeds, "--template", "mine.html.j2", "--date", day, "--format", "html")
    assert ran.code == 0


def test_a_copy_is_not_written_over_another_file(run: Command) -> None:
    mine = Path("brief.md.j2")
    mine.write_text("mine")

    refused = run("templates", "copy", "md")

    assert refused.err == "briefing: brief.md.j2 is there already; --force writes over it\n"
    assert (refused.code, mine.read_text()) == (2, "mine")
    assert run("templates", "copy", "md", "--force").code == 0
    assert mine.read_text() == run("templates", "copy", "md", "-o", "-").out


def test_a_copy_is_put_into_a_folder(run: Command) -> None:
    assert run("templates", "copy", "md", "-o", "mine/").out == "mine/brief.md.j2\n"


def test_a_template_that_there_is_not_is_refused(run: Command) -> None:
    ran = run("templates", "copy", "htm")

    assert ran.err.startswith("briefing: no template named 'htm'; did you mean html? choose from")


# --- mistakes


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("a\n{% if %}", "mine.html.j2, line 2: "),
        ("\n{{ nothing }}", "mine.html.j2, line 2: 'nothing' is undefined"),
        ("{% macro a() %}\n\n{{ nothing }}\n{% endmacro %}\n{{ a() }}", "mine.html.j2, line 3: "),
        ("\n{% include 'other' %}", "mine.html.j2, line 2: no template called 'other'"),
        ("\n{% include 'part.j2' %}", "part.j2, line 2: division by zero"),
        ("\n{% include 'bad.j2' %}", "bad.j2, line 3: "),
        ("\n{{ 1 | nothing }}", "mine.html.j2, line 2: No filter named 'nothing'"),
        (
            '{% extends "briefing/brief.html.j2" %}{% block points %}\n\n{{ 1 / 0 }}{% endblock %}',
            "mine.html.j2, line 3: division by zero",
        ),
        (
            '\n{% from "briefing/brief.html.j2" import point with context %}\n{{ point(1) }}',
            "mine.html.j2, line 3, in briefing/brief.html.j2, line ",
        ),
        (
            "\n{{ page.outlet }}",
            "mine.html.j2, line 2: page has no 'outlet'; did you mean outlets?",
        ),
        ("\n{{ brief.tilte }}", "mine.html.j2, line 2: brief has no 'tilte'; did you mean title?"),
        ("\n{{ brief.zzz }}", "mine.html.j2, line 2: brief has no 'zzz'"),
        ("\n{% include 'latin' %}", "mine.html.j2, line 2: 'latin' is not text in UTF-8"),
        ("{% include 'nul' %}", "mine.html.j2, line 1: 'nul' is not text in UTF-8"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(source: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "part.j2").write_text("\n{{ 1 / 0 }}")
    (tmp_path / "bad.j2").write_text("\n\n{% endfor %}")
    (tmp_path / "latin").write_bytes("é".encode("latin-1"))
    (tmp_path / "nul").write_bytes(b"a\0b")

    message = complaint(written(tmp_path, source))

    assert f"{tmp_path}/{told}" in message
    assert "\n" not in message


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", "é".encode("latin-1"), b"\x7fELF\x00\x01"])
def test_what_is_not_text_is_no_template(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "mine.html.j2").write_bytes(data)

    assert complaint(tmp_path / "mine.html.j2").endswith("is not text in UTF-8")


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_a_folder_or_a_pipe_is_no_template(run: Command, make: Callable[[str], None]) -> None:
    make("mine.html.j2")

    ran = run("generate", seeds, "--template", "mine.html.j2")

    assert (ran.code, ran.err) == (2, "briefing: mine.html.j2: a template is a file\n")


def test_a_template_that_is_not_there_is_told(run: Command) -> None:
    ran = run("generate", seeds, "--template", "mine.html.j2")

    assert (ran.code, ran.err) == (2, "briefing: mine.html.j2: no such template\n")


# --- what a template may not do


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''['__class__'] }}",
        "{{ '' | attr('__class__') }}",
        "{{ [''] | map(attribute='__class__') | first }}",
        "{{ [brief] | map(attribute='title.__class__') | first }}",
        "{{ '{0.__class__}'.format(brief) }}",
        "{{ '{a.__init__}'.format_map({'a': brief}) }}",
        "{% set f = '{0.__class__}'.format %}{{ f(brief) }}",
        "{{ self._TemplateReference__context }}",
        "{{ lipsum.__globals__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ namespace.__init__ }}",
        "{{ brief.__init__.__globals__ }}",
        "{{ page.parts.fget }}",
        "{{ brief.__dataclass_fields__ }}",
        "{{ brief.sources.__iter__ }}",
        "{{ config }}",
        "{{ joiner.__init__.__globals__ }}",
        "{{ lipsum['__globals__'] }}",
        "{{ dict.__base__ }}",
        "{{ cycler.mro() }}",
        "{{ [brief] | map('attr', '__class__') | first }}",
        "{{ [brief] | sum(attribute='__class__') }}",
        "{{ ([brief] | groupby('__class__') | first).grouper }}",
        "{{ '%s' | format(brief.__class__) }}",
        "{{ ('{0.__class__}' | safe).format(brief) }}",
        "{{ page | attr('_' ~ '_class_' ~ '_') }}",
        "{% set _ = brief.sources.append(1) %}",
        "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
        "{{ loop.__init__ }}",
        "{{ self.__init__ }}",
        "{{ page.parts.__class__.__bases__ }}",
        "{% from '../secret' import a %}",
        "{{ (page.parts | map('string')).gi_frame }}",
        "{% set _ = brief.kinds.update({'a': 1}) %}",
        "{% set _ = brief.kinds.pop('junk') %}",
        "{% import 'os' as os %}{{ os.system('true') }}",
        "{% include '/etc/passwd' %}",
        "{% include '../../../../../../etc/passwd' %}",
        "{% include '../secret' %}",
        "{% include 'link' %}",
        "{% include 'folder/secret' %}",
        "{% extends 'link' %}",
        "{% include ['link', '../secret'] %}",
        "{% include 'pipe' %}",
    ],
)
def test_a_template_stays_in_its_box(source: str, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (tmp_path / "secret").write_text("secret")
    (folder / "link").symlink_to(tmp_path / "secret")
    (folder / "folder").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(folder / "pipe")

    assert complaint(written(folder, source)).startswith(f"{folder}/mine.html.j2, line 1: ")


def test_a_template_may_be_a_link_and_include_its_neighbours(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "near").write_text("near")
    written(tmp_path, "{% include 'near' %} {{ brief.as_of }}")
    (folder / "link.j2").symlink_to(tmp_path / "mine.html.j2")

    assert render(folder / "link.j2") == "near 2024-05-17"


def test_what_a_template_prints_is_escaped(tmp_path: Path) -> None:
    source = (
        "{% autoescape false %}{{ brief.title }}{% endautoescape %}{{ [brief.title] }}"
        "{{ brief.title ~ '' }}{{ [brief.title, ''] | join }}{{ brief.title | upper }}"
    )
    brief = dataclasses.replace(briefs.brief(), title="<b>\u202e*")

    html = plugins.load("renderers", "html").render(brief, written(tmp_path, source))
    md = plugins.load("renderers", "md").render(brief, written(tmp_path, source))

    assert not re.search("<|\u202e", html)
    assert not re.search(r"<|\u202e|(?<!\\)\*", md)


stopped = "over (1 s of processor time|4 s)"  # the second where the machine is busy
runaways: dict[str, str] = {
    "loops": "{% for a in range(9999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "macros": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}"
    "{{ m(60) }}",
    "filler": "{{ lipsum(n=99999, max=9999) }}",
    "power": "{{ 7 ** (7 ** 11) }}",
}


@pytest.mark.parametrize("source", runaways.values(), ids=runaways)
def test_a_template_that_takes_too_long_is_stopped(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_fill, "limits", dataclasses.replace(_fill.limits, seconds=1))

    assert re.search(stopped, complaint(written(tmp_path, source)))


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("{% for a in range(10**9) %}{% endfor %}", "Range too big"),
        ("{{ 'x' * 10**10 }}", "over 1,000 MB"),
        ("{{ ('x' * 10**9) | length }}", "over 1,000 MB"),
        ("{{ ([brief.title * 10**6] * 10**4) | join }}", "over 1,000 MB"),
        ("{{ '%1000000000d' | format(1) }}", "over 1,000 MB"),
        ("{{ brief.title | indent(10**10, true) }}", "over 1,000 MB"),
        ("{{ brief.title | center(10**10) }}", "over 1,000 MB"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "maximum recursion depth"),
        ("{% include 'mine.html.j2' %}", "maximum recursion depth"),
        ("{% for a in range(3000) %}{{ 'x' * 10000 }}{% endfor %}", "over 20 million characters"),
        ("{{ 1" + " + 1" * 9_999 + " }}", "maximum recursion depth"),
    ],
)
def test_a_template_that_grows_too_large_is_stopped(source: str, told: str, tmp_path: Path) -> None:
    assert told in complaint(written(tmp_path, source))


def test_a_template_that_writes_without_end_is_stopped_soon_and_its_line_told(
    tmp_path: Path,
) -> None:
    loop = "{% for a in range(99999) %}"
    loops = f"{loop}{loop}\n{{{{ [a] * 2000 }}}}{{% endfor %}}{{% endfor %}}"
    block = f'{{% extends "briefing/brief.html.j2" %}}\n{{% block points %}}{loops}{{% endblock %}}'
    (tmp_path / "block").mkdir()

    for folder, source, line in ((tmp_path, loops, 2), (tmp_path / "block", block, 3)):
        told = f"mine.html.j2, line {line}: writes over 20 million characters"
        assert complaint(written(folder, source)) == f"{folder}/{told}"


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("a b.txt", "a%20b.txt"),
        ("\"><script>'", "%22%3E%3Cscript%3E%27"),
        ("a_(b)\\`", "a_%28b%29%5C%60"),
        ("https://example.org/a%20b?c=d&e=f#g", "https://example.org/a%20b?c=d&amp;e=f#g"),
        ("é\n", "%C3%A9%0A"),
    ],
)
def test_a_target_ends_no_attribute_and_no_destination(link: str, target: str) -> None:
    assert environment(escape).filters["target"](link) == target


def test_the_limits_are_ten_seconds_and_a_gigabyte() -> None:
    assert _fill.limits == apart.Limits(seconds=10, memory=1_000_000_000)


def test_a_runaway_leaves_the_old_brief_as_it_was(
    run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_fill, "limits", dataclasses.replace(_fill.limits, seconds=1))
    options = ("--date", day, "--format", "md,html")
    run("generate", seeds, *options)
    before = content(Path("out"))
    written(Path(), runaways["loops"])

    ran = run("generate", seeds, "--template", "mine.html.j2", "--length", "2", *options)

    assert ran.code == 2
    assert re.fullmatch(f"briefing: mine.html.j2(, line 1)?: {stopped}.*\n", ran.err)
    assert content(Path("out")) == before


def content(folder: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def test_ours_are_filled_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(apart, "call", refuse)

    for form in ("html", "md", "txt"):
        assert render(builtin / f"brief.{form}.j2", form)
