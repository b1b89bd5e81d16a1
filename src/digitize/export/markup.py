"""Writing XML: characters that XML allows, points, whole documents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from digitize.model.geometry import Box, Polygon
from digitize.model.transcription import TextLine, TextRegion, TranscribedPage

Element = etree._Element  # noqa: SLF001  lxml gives the class of its elements no public name

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters outside the production Char of XML 1.0, lone surrogates among them."""


def clean(text: str) -> str:
    """``text`` with the replacement character U+FFFD for each character that XML 1.0 cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def root(namespace: str, local: str, attributes: Mapping[str, str] | None = None, **prefixes: str) -> Element:
    """A new element whose own namespace needs no prefix.

    Args:
        namespace: The element's namespace.
        local: The element's name.
        attributes: Its attributes.
        prefixes: Other namespaces, by prefix.
    """
    namespaces: dict[Any, str] = {None: namespace, **prefixes}
    return etree.Element(f"{{{namespace}}}{local}", dict(attributes or {}), namespaces)


def points(polygon: Polygon, width_px: int, height_px: int) -> str:
    """Points as ``x,y x,y``, rounded to whole pixels and clipped to a page (edges included)."""
    return " ".join(f"{min(max(round(x), 0), width_px)},{min(max(round(y), 0), height_px)}" for x, y in polygon)


def corners(box: Box, page: TranscribedPage) -> str:
    """The corners of a box as points inside its page."""
    return points(box.polygon, page.width, page.height)


def outline(thing: TextRegion | TextLine, page: TranscribedPage) -> str:
    """The outline of a region or line as points inside its page; its box's corners where it has no real polygon."""
    return points(thing.polygon, page.width, page.height) if len(thing.polygon) > 2 else corners(thing.box, page)


def serialise(element: Element) -> bytes:
    """A whole document in UTF-8, with declaration and line breaks."""
    etree.indent(element, space=" ")
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8") + b"\n"
