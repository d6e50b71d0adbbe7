"""The folder is the registry: a plug-in is a file, its name is the file's name.

A folder ``embedders/``, ``selectors/``, ``renderers/`` or ``sources/`` holds one
module a plug-in. The first line of its docstring is its help. Nothing is
imported until it is chosen.
"""

from __future__ import annotations

import ast
import difflib
import importlib
from functools import cache
from pathlib import Path
from types import ModuleType

from briefing.errors import UnknownPlugin

_package = Path(__file__).parent


@cache
def names(folder: str) -> tuple[str, ...]:
    """The names on offer in a folder, sorted; hyphens stand for the underscores of files."""
    files = (_package / folder).glob("[a-z]*.py")
    return tuple(sorted(file.stem.replace("_", "-") for file in files))


def load(folder: str, name: str) -> ModuleType:
    """Import the plug-in called ``name``.

    Raises:
        UnknownPlugin: no such file; the message lists the names there are.
    """
    check(folder, name)
    return importlib.import_module(f"briefing.{folder}.{name.replace('-', '_')}")


def check(folder: str, name: str) -> None:
    """Refuse a name that no file has, without importing anything.

    Raises:
        UnknownPlugin: no such file; the message lists the names there are.
    """
    known = names(folder)
    if name not in known:
        close = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {close[0]}? " if close else ""
        choices = f"{hint}choose from {', '.join(known)}"
        raise UnknownPlugin(f"no {folder.removesuffix('s')} named {name!r}; {choices}")


def summary(folder: str, name: str) -> str:
    """The first line of a plug-in's docstring, read without importing it."""
    source = (_package / folder / f"{name.replace('-', '_')}.py").read_text(encoding="utf-8")
    docstring = ast.get_docstring(ast.parse(source)) or ""
    return docstring.partition("\n")[0]
