"""A brief in a template: one of ours, or one of the user's, which runs apart and within limits."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Generator, Iterator
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, cast

from jinja2 import Environment, FileSystemLoader
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError

from briefing import apart
from briefing.errors import ConfigError
from briefing.renderers._compose import compose
from briefing.renderers._template import Escape, builtin, environment

if TYPE_CHECKING:
    from briefing.models import Brief

limits = apart.Limits(seconds=10, memory=1_000_000_000)
most = 20_000_000  # characters that a template may write


def fill(name: str, brief: Brief, template: Path | None, escape: Escape) -> str:
    """The brief in the built-in template ``name``, or in the one given.

    A user's template may include or extend ours as ``briefing/brief.md.j2``, and files of its own
    folder. It is filled in a process of its own (``limits``).

    Raises:
        ConfigError: the user's template is missing, cannot be followed, or passes a limit.
    """
    page = compose(brief)
    if template is None or template.parent == builtin:
        ours = environment(escape).get_template(f"briefing/{template.name if template else name}")
        return ours.render(brief=brief, page=page)
    data = pickle.dumps((template, brief, page, escape))
    try:
        return str(apart.call(__name__, "filled", data, limits))
    except apart.Refused as error:
        raise ConfigError(str(error)) from None
    except (apart.Failed, apart.Exceeded) as error:
        raise ConfigError(f"{template}: {error}") from None


def filled(data: bytes) -> str:
    """The text of a user's template; called in the process apart.

    Raises:
        Refused: whatever goes wrong in the template, with file and line.
    """
    template, brief, page, escape = pickle.loads(data)  # noqa: S301 - of ``fill``
    try:
        own = environment(escape, _Folder(template)).get_template(template.name)
        return _counted(cast("Generator[str, None, None]", own.generate(brief=brief, page=page)))
    except Exception as error:  # of the user to mend
        raise apart.Refused(_complaint(template, error)) from error


def _counted(pieces: Generator[str, None, None]) -> str:
    """What a template writes, which ends where it writes too much."""
    written = StringIO()
    for piece in pieces:
        written.write(piece)
        if written.tell() > most:  # raised where it writes, so that the line can be named
            pieces.throw(ConfigError(f"writes over {most // 1_000_000} million characters"))
    return written.getvalue()


class _Folder(FileSystemLoader):
    """What stands in the folder of a template; a link that leads out of it is not followed."""

    def __init__(self, template: Path) -> None:
        super().__init__(template.parent)
        self.template = template

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        folder = self.template.parent
        is_inside = (folder / template).resolve().is_relative_to(folder.resolve())
        if not is_inside and template != self.template.name:
            raise ConfigError(f"{template!r} leads out of the folder of the template")
        try:
            found = super().get_source(environment, template)
        except UnicodeDecodeError:
            found = ("\0", "", lambda: True)
        if "\0" in found[0]:
            raise ConfigError(f"{template!r} is not text in UTF-8")
        return found


def _complaint(template: Path, error: Exception) -> str:
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or template}, line {error.lineno}: {error.message}"
    message = str(error) or type(error).__name__
    if isinstance(error, MemoryError):
        message = f"over {limits.memory // 1_000_000:,} MB of memory"
    if isinstance(error, TemplateNotFound):
        message = f"no template called {error.name!r}"
    return f"{_where(error) or template}: {message}"


def _where(error: Exception) -> str:
    """``mine.j2, line 3``, and the line of ours that it led to."""
    lines = list(_lines(error))
    own = [line for line in lines if line[0].parent != builtin]
    if not own:
        return ""
    where = f"{own[-1][0]}, line {own[-1][1]}"
    file, line = lines[-1]
    return where if lines[-1] == own[-1] else f"{where}, in briefing/{file.name}, line {line}"


def _lines(error: Exception) -> Iterator[tuple[Path, int]]:
    """The files and lines of templates in a traceback, as Jinja rewrites it."""
    trace = error.__traceback__
    while trace:
        if "__jinja_exception__" in trace.tb_frame.f_globals:
            yield Path(trace.tb_frame.f_code.co_filename), trace.tb_lineno
        trace = trace.tb_next
