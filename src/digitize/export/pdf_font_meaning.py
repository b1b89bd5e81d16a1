"""Whether the codes of a font in a PDF can be told to be letters by a program."""

from __future__ import annotations

import re

from fontTools.agl import AGL2UV  # type: ignore[import-untyped]
from pikepdf import Array, Dictionary, Name, Object, Stream

_SYMBOLIC = 4
_CHARACTERS_OF_THE_EAST = frozenset({"Japan1", "GB1", "CNS1", "Korea1", "KR"})
"""Orderings whose characters are known to everybody."""
_BY_NUMBER = re.compile(r"uni[0-9A-F]{4}|u[0-9A-F]{4,6}")
_MOST_DIFFERENCES = 256


def has_meaning(font: Object | None) -> bool:
    """Whether it has a map to Unicode, or an encoding that stands for one; also where nothing speaks against it."""
    if not isinstance(font, Dictionary) or isinstance(font.get(Name.ToUnicode), Stream):
        return True
    if font.get(Name.Subtype) == Name.Type0:
        return not str(font.get(Name.Encoding)).startswith("/Identity") or _ordering(font) in _CHARACTERS_OF_THE_EAST
    encoding = font.get(Name.Encoding)
    if isinstance(encoding, Name):
        return True
    differences = encoding.get(Name.Differences) if isinstance(encoding, Dictionary) else None
    if isinstance(differences, Array):
        return _are_letters(differences)
    if font.get(Name.Subtype) == Name.Type3:
        return False
    descriptor = font.get(Name.FontDescriptor)
    return not isinstance(descriptor, Dictionary) or not int(descriptor.get(Name.Flags, 0)) & _SYMBOLIC


def _ordering(font: Object) -> str:
    descendants = font.get(Name.DescendantFonts)
    first = descendants[0] if isinstance(descendants, Array) and len(descendants) else None
    system = first.get(Name.CIDSystemInfo) if isinstance(first, Dictionary) else None
    return str(system.get(Name.Ordering)) if isinstance(system, Dictionary) else ""


def _are_letters(differences: Array) -> bool:
    """Whether most of the names of an encoding are those of letters."""
    names = [str(each)[1:] for each in list(differences)[:_MOST_DIFFERENCES] if isinstance(each, Name)]
    known = sum(name.split(".")[0] in AGL2UV or bool(_BY_NUMBER.fullmatch(name)) for name in names)
    return 2 * known >= len(names)
