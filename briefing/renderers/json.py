"""The whole brief as data, with the reasons behind every point; reads back as the same brief."""

from __future__ import annotations

from pathlib import Path

import msgspec

from briefing.errors import ConfigError, EvidenceError
from briefing.models import Brief
from briefing.renderers._show import inert_json

suffix = ".json"


def render(brief: Brief, template: Path | None = None) -> str:
    """The brief, indented, its fields in the order of the model and its mappings sorted.

    Characters that cannot be seen are escaped, so that no terminal obeys them.

    Raises:
        ConfigError: a template was given.
    """
    if template is not None:
        raise ConfigError("json takes no template; choose md, html or txt")
    data = msgspec.json.encode(brief, order="deterministic")
    return inert_json(msgspec.json.format(data, indent=2).decode()) + "\n"


def parse(text: str) -> Brief:
    """The brief that ``render`` wrote.

    Raises:
        EvidenceError: the text is not a brief, or one of a newer form.
    """
    try:
        brief = msgspec.json.decode(text, type=Brief)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise EvidenceError(f"not a brief: {error}") from error
    if brief.schema != 1:
        raise EvidenceError(f"a brief of form {brief.schema}; this version reads form 1")
    return brief
