"""XML of office documents: nothing outside is read, and no entity is followed."""

from __future__ import annotations

from typing import Any, TypeAlias

from briefing.errors import SourceError

Element: TypeAlias = Any  # of lxml, which has no types


def parse(data: bytes, path: str) -> Element:
    """The root of a document; the parser itself ends at a depth of 256.

    Raises:
        SourceError: it is not well-formed.
    """
    from lxml import etree  # type: ignore[import-untyped]  # there are no types

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        reason = " ".join(str(error).split())[:200]
        raise SourceError(path, f"damaged: {reason}") from None


def text(root: Element, name: str) -> str:
    """What the first element of that local name says, whatever its namespace; else ``""``."""
    found = root.xpath("//*[local-name() = $name]", name=name)
    return " ".join("".join(found[0].itertext()).split()) if found else ""
