"""The shape of the package, read from its source."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from conftest import python_ran

import briefing
from briefing import plugins

root = Path(briefing.__file__).parent
folders = ("sources", "embedders", "selectors", "renderers")
seams = {"sources": "read", "embedders": "load", "selectors": "select", "renderers": "render"}

# A module imports from lower layers, and from its own only what stands there before it.
layers = (
    ("errors", "thresholds", "models", "corpus", "files", "apart", "locks", "plugins"),  # the nouns
    (
        "config",
        "schedules",
        "encodings",
        "language",
        "sparse",
        "words",
        "dates",
        "rouge",
        "boundaries",
        "onnx",
    ),  # text, numbers
    ("addresses", "inflating", "client", "manners", "feeds", "lists"),  # the network
    ("measures", "numerals", "contexts", "uncounted", "quantities", "budgets", "windows"),
    (
        "agencies",
        "metadata",
        "openings",
        "cohesion",
        "sentences",
        "flaws",
        "attribution",
        "intervals",
        "tenses",
        "relative",
        "moments",
        "excerpts",
        "anchoring",
        "amounts",
        "particulars",
        "outcomes",
    ),
    ("cleaning", "linkage", "reprints", "origins", "likeness", "stories"),  # the stages
    (
        "topics",
        "concepts",
        "days",
        "phrases",
        "statements",
        "support",
        "contradictions",
        "matching",
        "neighbours",
        "corroboration",
        "claims",
        "repetition",
        "novelty",
        "salience",
    ),
    ("sources", "embedders", "selectors", "renderers"),  # the plug-ins
    ("entries", "fetching"),
    ("stated", "sameness"),
    ("figures", "timeline", "wordings", "ordering"),
    ("balance",),
    ("sections",),
    (
        "surroundings",
        "web_annotations",
        "originals",
        "evidence",
        "store",
        "notes",
        "compose",
        "readability",
    ),
    ("manifest",),
    ("pipeline",),
    (
        "evaluation",
        "summaries",
        "api",
        "pairs",
        "calibration",
        "explanations",
        "mailing",
        "catalogue",
    ),
    ("cli",),
    ("__init__", "__main__"),
)
height = {name: level for level, names in enumerate(layers) for name in names}
heavy = (
    "numpy scipy sklearn onnxruntime tokenizers torch sumy nltk jinja2 trafilatura lxml "
    "sentencex Stemmer fasttext stopwordsiso rich.progress httpcore2 anyio "
    "feedparser protego"
).split()

outside = re.compile(  # an attribute or a call that reaches the world outside
    r"(?:datetime\.)*(?:datetime\.(?:now|utcnow|today)|date\.today)$|time\.(?:time|localtime)$"
    r"|os\.(?:environ|getenv)$|sys\.(?:argv|stdout|stderr|stdin)$|[\w.]*isatty$"
    r"|(?:print|input|open_new)\("
)


@cache
def modules() -> dict[str, ast.Module]:
    """Dotted name below the package -> syntax tree; a package goes by its own name."""
    found = {}
    for file in sorted(root.rglob("*.py")):
        parts = file.relative_to(root).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)
        found[name] = ast.parse(file.read_text(encoding="utf-8"))
    return found


def imports(tree: ast.AST) -> Iterator[str]:
    """Every module or member that a tree imports, but those only for type checks."""
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                continue
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=module, names=names):
                yield from (f"{module}.{name.name}" for name in names)
            case _:
                yield from imports(node)


def own(tree: ast.AST) -> Iterator[str]:
    """Modules of the package that a tree imports, by their dotted names below it."""
    for name in imports(tree):
        parts = name.split(".")[1:] if name.startswith("briefing.") else []
        while parts and ".".join(parts) not in modules():
            parts.pop()
        if parts:
            yield ".".join(parts)


def part(module: str) -> str:
    return module.partition(".")[0]


def test_every_module_stands_in_a_layer() -> None:
    assert {part(name) for name in modules()} <= set(height)


@pytest.mark.parametrize("name", modules())
def test_imports_point_down(name: str) -> None:
    up = [used for used in own(modules()[name]) if height[part(used)] > height[part(name)]]

    assert up == []


def test_no_imports_go_in_a_circle() -> None:
    graph = {name: set(own(tree)) - {name} for name, tree in modules().items()}
    while leaves := {name for name, used in graph.items() if not used & set(graph)}:
        graph = {name: used for name, used in graph.items() if name not in leaves}

    assert graph == {}


@pytest.mark.parametrize("folder", folders)
def test_plugins_do_not_know_each_other(folder: str) -> None:
    for name in plugins.names(folder):
        module = f"{folder}.{name.replace('-', '_')}"
        for used in own(modules()[module]):
            above, _, last = used.partition(".")
            assert above not in folders or last.startswith("_"), f"{module} imports {used}"


@pytest.mark.parametrize("name", [name for name in modules() if part(name) != "cli"])
def test_nothing_below_knows_a_plugin_by_name(name: str) -> None:
    named = {f"{f}.{p.replace('-', '_')}" for f in folders for p in plugins.names(f)}

    assert not set(own(modules()[name])) & named


def reaches_outside(name: str) -> list[str]:
    """Where a module reads the clock, the environment or the terminal."""
    nodes = (n for n in ast.walk(modules()[name]) if isinstance(n, ast.Attribute | ast.Call))
    return [code for code in map(ast.unparse, nodes) if outside.match(code)]


@pytest.mark.parametrize("name", [name for name in modules() if part(name) != "cli"])
def test_only_the_command_line_knows_clock_environment_and_terminal(name: str) -> None:
    used = {used.partition(".")[0] for used in imports(modules()[name])}

    assert reaches_outside(name) == []
    assert not used & {"typer", "rich", "platformdirs", "click", "argparse", "getpass"}


def test_the_command_line_is_seen_to_reach_outside() -> None:
    assert {"date.today", "sys.stderr.isatty"} <= set(reaches_outside("cli.run"))


@pytest.mark.parametrize("name", modules())
def test_nothing_is_caught_blindly(name: str) -> None:
    for node in ast.walk(modules()[name]):
        assert not (isinstance(node, ast.ExceptHandler) and node.type is None)


@pytest.mark.parametrize("name", modules())
def test_every_module_says_what_it_is(name: str) -> None:
    assert ast.get_docstring(modules()[name])


@pytest.mark.parametrize(
    ("folder", "name"), [(folder, name) for folder in folders for name in plugins.names(folder)]
)
def test_every_plugin_has_help_and_its_seam(folder: str, name: str) -> None:
    assert len(plugins.summary(folder, name)) > 10
    assert callable(getattr(plugins.load(folder, name), seams[folder]))


def test_every_folder_has_plugins() -> None:
    assert all(plugins.names(folder) for folder in folders)


@pytest.mark.parametrize("words", [["--help"], ["generate", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(tmp_path: Path, words: list[str]) -> None:
    program = (
        "import sys\nfrom briefing.cli import main\n"
        f"sys.argv = ['briefing', *{words}]\n"
        "try: main()\nexcept SystemExit: pass\n"
        f"print('loaded', *(name for name in {heavy} if name in sys.modules))"
    )
    ran = python_ran([sys.executable, "-c", program], tmp_path)

    assert ran.err == ""
    assert ran.out.splitlines()[-1] == "loaded"
