"""Jinja as our templates and those of users see it; what comes from articles is escaped.

``finalize`` sees every value that a template prints. It takes out what cannot be
seen and escapes the rest for the format, so that a template, ours or a user's, has
to ask before anything passes raw (``|safe``).
"""

from __future__ import annotations

import base64
import difflib
import hashlib
import json
import re
import textwrap
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote

from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup

from briefing.renderers import _show
from briefing.renderers._compiled import Compiled

Escape: TypeAlias = Callable[[str], str]

_package = Path(__file__).parents[1]
_shipped = _package / "templates"  # in a wheel; in a checkout the folder is beside the package
builtin = _shipped if _shipped.is_dir() else _package.parent / "templates"


@cache
def environment(escape: Escape, others: BaseLoader | None = None) -> ImmutableSandboxedEnvironment:
    """Jinja with our templates, filters and escaping, and the templates of others, if any."""
    ours = PrefixLoader({"briefing": FileSystemLoader(builtin)})
    made = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([ours, others]) if others else ours,
        autoescape=True,  # makes macros and blocks Markup, which finalize leaves alone
        undefined=_Missing,
        finalize=lambda value: _final(value, escape),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=None if others else Compiled(escape.__qualname__, Path(__file__)),
    )
    made.filters.update(
        code=code,
        counted=_show.counted,
        csp_hash=csp_hash,
        day=_show.day,
        quoted=quoted,
        shown=_show.shown,
        slug=_show.slug,
        target=target,
        wrap=wrap,
    )
    return made


class _Missing(StrictUndefined):
    """What is not there; of what a template sees, with the name that was perhaps meant."""

    @property
    def _undefined_message(self) -> str:
        of, name = self._undefined_obj, self._undefined_name
        if self._undefined_hint or of is missing or not isinstance(name, str):
            return super()._undefined_message
        fields = [field for field in dir(of) if not field.startswith("_")]
        close = difflib.get_close_matches(name, fields, n=1)
        hint = f"; did you mean {close[0]}?" if close else ""
        return f"{type(of).__name__.lower()} has no {name!r}{hint}"


def _final(value: object, escape: Escape) -> Markup:
    if isinstance(value, Markup):
        return value
    return Markup(escape(_show.visible(str(value))))  # noqa: S704 - escaped for the format


def csp_hash(style: str) -> str:
    """The source expression by which a content security policy allows this very style."""
    digest = hashlib.sha256(style.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def code(value: object) -> Markup:
    """A Markdown code span, fenced by more backticks than stand in a row inside it."""
    text = _show.shown(str(value)) or " "
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence, pad = "`" * (longest + 1), " " if longest else ""
    return Markup(f"{fence}{pad}{text}{pad}{fence}")  # noqa: S704


def quoted(value: object) -> Markup:
    """A YAML string that stays inert for a Markdown engine that knows no front matter."""
    text = json.dumps(_show.shown(str(value)), ensure_ascii=False)
    inert = re.sub(r"[<>\[\]`*_&~!]|(?<=:)/", lambda m: f"\\u{ord(m[0]):04x}", text)
    return Markup(inert)  # noqa: S704


def target(link: str) -> Markup:
    """A link as a Markdown destination or an HTML attribute; what is encoded stays as it is."""
    plain = quote(link, safe="%/:?#=&;,+$!@", errors="surrogatepass")
    return Markup(plain.replace("&", "&amp;"))  # noqa: S704 - nothing else in it is special


def wrap(text: str, first: str = "", rest: str = "", width: int = 80) -> Markup:
    """Lines of plain text; words are never broken, so nothing but white space changes."""
    lines = textwrap.fill(
        " ".join(text.split()),
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return Markup(lines)  # noqa: S704 - escaped already


def tidy(text: str) -> str:
    """No trailing spaces, no more than one empty line, one newline at the end."""
    lines = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"
