"""Reads the layout that PAGE and ALTO files of other tools state."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator

from lxml import etree

from digitize.evaluate.stated_layout import StatedLayout, StatedLine, StatedRegion, StatedWord
from digitize.model.geometry import Point, Polygon

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_UNITS = {"pixel": None, "mm10": 254.0, "inch1200": 1200.0}
"""Measurement units of ALTO, by units per inch."""


def read_xml(data: bytes, frame: int) -> StatedLayout:
    """The layout that a PAGE or ALTO file states, of any version.

    Args:
        data: The file's content.
        frame: Which page, from 0, where the file has several.

    Raises:
        ValueError: If it is neither, or has no such page, or a figure in it is none.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"not XML: {error.msg}") from None
    reader = _READERS.get(_name(root))
    if reader is None:
        raise ValueError(f"neither PAGE nor ALTO but <{_name(root)}>")
    pages = list(_named(root, "Page"))
    if not pages or (len(pages) > 1 and frame >= len(pages)):
        raise ValueError(f"page {frame + 1} is not among its {len(pages)} pages")
    return reader(root, pages[frame] if len(pages) > 1 else pages[0])


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _named(within: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Descendants of these names, whatever their namespace."""
    return within.iter(*(f"{{*}}{name}" for name in names))


def _children(of: etree._Element, *names: str) -> Iterator[etree._Element]:
    return of.iterchildren(*(f"{{*}}{name}" for name in names))


def _points(text: str) -> Polygon:
    """Points as ``x,y x,y``, ``x y x y`` or ``x,y,x,y``: tools differ."""
    numbers = [float(number) for number in _NUMBER.findall(text)]
    return tuple(zip(numbers[::2], numbers[1::2], strict=False))


def _size(page: etree._Element, width: str, height: str) -> tuple[float, float] | None:
    size = _float(page.get(width)), _float(page.get(height))
    return (size[0], size[1]) if size[0] and size[1] and size[0] > 0 and size[1] > 0 else None


def _float(value: str | None) -> float | None:
    if value is None or not value.strip():
        return None
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"not a figure: {value}")
    return number


# -- PAGE -------------------------------------------------------------------------------------------------------------


def _page_layout(root: etree._Element, page: etree._Element) -> StatedLayout:
    del root
    regions: dict[str, StatedRegion] = {}
    for number, element in enumerate(_named(page, "TextRegion")):
        lines = tuple(line for e in _children(element, "TextLine") if (line := _page_line(e)) is not None)
        if lines:
            regions[element.get("id") or f"unnamed {number}"] = StatedRegion(lines)
    order = dict.fromkeys(id for group in _children(page, "ReadingOrder") for id in _references(group))
    in_order = [*(id for id in order if id in regions), *(id for id in regions if id not in order)]
    rules = tuple(points for e in _named(page, "SeparatorRegion") if (points := _coords(e, "Coords")))
    size = _size(page, "imageWidth", "imageHeight")
    return StatedLayout(tuple(regions[id] for id in in_order), size, rules=rules)


def _references(group: etree._Element) -> Iterator[str]:
    """Regions in reading order; groups within groups come at their own place, what has no index as it stands."""
    members = [e for e in group.iterchildren() if _name(e) not in {"UserDefined", "Labels"}]
    for element in sorted(members, key=lambda e: int(e.get("index", 0))):
        reference = element.get("regionRef")
        if reference is not None:
            yield reference
        yield from _references(element)


def _page_line(element: etree._Element) -> StatedLine | None:
    points = _coords(element, "Coords")
    words = tuple(
        StatedWord(text, place)
        for e in _children(element, "Word")
        if (text := _equivalent(e)) and (place := _coords(e, "Coords"))
    )
    points = points or tuple(point for word in words for point in word.points)
    if not points:
        return None
    text = _equivalent(element) or " ".join(word.text for word in words)
    return StatedLine(text, points, _coords(element, "Baseline") or None, words=words)


def _coords(element: etree._Element, name: str) -> Polygon:
    """Points of a child: an attribute since 2013, elements of their own before."""
    for child in _children(element, name):
        stated = child.get("points")
        if stated is not None:
            return _points(stated)
        return tuple((float(point.get("x", "")), float(point.get("y", ""))) for point in _children(child, "Point"))
    return ()


def _equivalent(element: etree._Element) -> str:
    """The text of a line or word, in its first version."""
    versions = sorted(_children(element, "TextEquiv"), key=lambda e: int(e.get("index", 0)))
    for unicode in (u for version in versions for u in _children(version, "Unicode")):
        return " ".join((unicode.text or "").split())
    return ""


# -- ALTO -------------------------------------------------------------------------------------------------------------


def _alto_layout(root: etree._Element, page: etree._Element) -> StatedLayout:
    unit = next((e.text or "" for e in _named(root, "MeasurementUnit")), "pixel").strip().lower() or "pixel"
    if unit not in _UNITS:
        raise ValueError(f"measurement unit {unit!r}; known are {', '.join(_UNITS)}")
    regions, blocks = [], True
    for element in _named(page, "TextBlock"):
        lines = tuple(line for e in _children(element, "TextLine") if (line := _alto_line(e)) is not None)
        if lines:
            regions.append(StatedRegion(lines))
            blocks = blocks and bool(_outline(element))
    return StatedLayout(tuple(regions), _size(page, "WIDTH", "HEIGHT"), _UNITS[unit], blocks=blocks)


def _alto_line(element: etree._Element) -> StatedLine | None:
    strings = list(_children(element, "String", "HYP"))
    words = tuple(StatedWord(text, at) for e in strings if (text := e.get("CONTENT", "")) and (at := _outline(e)))
    points = _outline(element) or tuple(point for word in words for point in word.points)
    if not points:
        return None
    text = ""
    for e in strings:
        text += ("" if _name(e) == "HYP" or not text else " ") + e.get("CONTENT", "")
    baseline = _points(element.get("BASELINE", ""))  # a single height in older files: no slope in it
    return StatedLine(" ".join(text.split()), points, baseline or None, words=words)


def _outline(element: etree._Element) -> Polygon:
    """The polygon where there is one, else the box; nothing for a block made for the format's sake."""
    for shape in _children(element, "Shape"):
        for polygon in _children(shape, "Polygon"):
            points = _points(polygon.get("POINTS", ""))
            if points:
                return points
    x, y, width, height = (_float(element.get(name)) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
    if x is None or y is None or width is None or height is None:
        return ()
    corners: tuple[Point, Point] = ((x, y), (x + width, y + height))
    return corners


_READERS: dict[str, Callable[[etree._Element, etree._Element], StatedLayout]] = {
    "PcGts": _page_layout,
    "alto": _alto_layout,
}
