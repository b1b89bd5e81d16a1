"""The visible typeface of the facing transcription: measured, cut down to the letters used, embedded.

It is Noto Sans (SIL Open Font License), which comes with OCRmyPDF: Latin, Greek, and Cyrillic with all old letters. A
letter that it lacks is told by its number, ``[U+2591]``, never left out.
"""

from __future__ import annotations

import hashlib
import io
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from fontTools import subset  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]
from pikepdf import Array, Dictionary, Name, Object, Pdf

from digitize.errors import ExportError
from digitize.export.pdf_font import unicode_map
from digitize.export.pdf_write import packed
from digitize.export.typeface import typeface

_NAME = "NotoSans"
_NEEDLESS = frozenset({"DSIG", "GDEF", "GPOS", "GSUB", "meta"})
_UNMAPPABLE = frozenset("\u0000\ufeff\ufffe\uffff")


@dataclass(frozen=True, slots=True)
class _Face:
    data: bytes
    advances: dict[str, float]
    """Width of each letter that the typeface has, in ems."""


@lru_cache(maxsize=1)
def _face() -> _Face:
    data = typeface()
    try:
        with TTFont(io.BytesIO(data)) as font:
            units, widths = font["head"].unitsPerEm, font["hmtx"]
            advances = {chr(code): widths[glyph][0] / units for code, glyph in font.getBestCmap().items()}
    except (TTLibError, KeyError) as error:
        raise ExportError(
            f"the typeface that comes with OCRmyPDF cannot be read ({type(error).__name__})",
            hint="Install OCRmyPDF anew, with the version that digitize asks for",
        ) from error
    return _Face(data, advances)


def shown(text: str) -> str:
    """The text in letters that the typeface has: composed where it can be, others told by their numbers."""
    has = _face().advances
    return "".join(
        letter if letter in has and letter not in _UNMAPPABLE else f"[U+{ord(letter):04X}]"
        for letter in unicodedata.normalize("NFC", text)
    )


def width_em(text: str) -> float:
    """Width of text that :func:`shown` gave, in ems."""
    has = _face().advances
    return sum(has[letter] for letter in text)


@lru_cache(maxsize=1 << 16)
def measured(text: str) -> tuple[str, float]:
    """Text in letters that the typeface has, and its width in ems."""
    letters = shown(text)
    return letters, width_em(letters)


@dataclass(slots=True)
class Type:
    """The letters that a PDF needs; each gets a code of its own, in the order in which it is first set."""

    codes: dict[str, int] = field(default_factory=dict)

    def encode(self, text: str) -> bytes:
        """Two bytes for each letter of text that :func:`shown` gave."""
        return b"".join(self.codes.setdefault(c, len(self.codes) + 1).to_bytes(2, "big") for c in text)

    def embed(self, pdf: Pdf) -> Object:
        """Adds the typeface, cut down to the letters that were set, and returns it as an indirect Type 0 font."""
        program, glyphs, metrics = _cut_down(tuple(self.codes))
        name = Name(f"/{_tag(self.codes)}+{_NAME}")
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=name,
            Flags=4,
            FontBBox=Array(metrics["box"]),
            ItalicAngle=0,
            Ascent=metrics["ascent"],
            Descent=metrics["descent"],
            CapHeight=metrics["cap"],
            StemV=80,
            FontFile2=packed(pdf, program),
        )
        descriptor.FontFile2.Length1 = len(program)
        widths = [round(1000 * _face().advances[letter], 3) for letter in self.codes]
        to_glyphs = bytes(2) + b"".join(glyphs[letter].to_bytes(2, "big") for letter in self.codes)
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=name,
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            FontDescriptor=pdf.make_indirect(descriptor),
            DW=1000,
            W=Array([1, Array(widths)]),
            CIDToGIDMap=packed(pdf, to_glyphs),
        )
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=name,
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([pdf.make_indirect(descendant)]),
                ToUnicode=packed(pdf, unicode_map({code: letter for letter, code in self.codes.items()})),
            )
        )


def _cut_down(letters: tuple[str, ...]) -> tuple[bytes, dict[str, int], dict[str, Any]]:
    """The typeface with these letters only; their glyphs' numbers in it; its measures in thousandths of an em."""
    options = subset.Options(hinting=False, layout_features=[], notdef_outline=True, recalc_timestamp=False)
    with TTFont(io.BytesIO(_face().data), recalcTimestamp=False) as font:
        for table in _NEEDLESS & set(font.keys()):
            del font[table]  # before they are read, which takes longer than all else
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=[ord(letter) for letter in letters])
        cutter.subset(font)
        buffer = io.BytesIO()
        font.save(buffer)
        head, per_em = font["head"], 1000 / font["head"].unitsPerEm
        box = [round(per_em * value) for value in (head.xMin, head.yMin, head.xMax, head.yMax)]
        across = font["hhea"]
        metrics = {
            "box": box,
            "ascent": round(per_em * across.ascent),
            "descent": round(per_em * across.descent),
            "cap": round(per_em * font["OS/2"].sCapHeight),
        }
        cmap = font.getBestCmap()
        glyphs = {letter: font.getGlyphID(cmap[ord(letter)]) for letter in letters}
    return buffer.getvalue(), glyphs, metrics


def _tag(codes: dict[str, int]) -> str:
    """Six capitals, as a font that is cut down carries them before its name; the same letters give the same."""
    digest = hashlib.sha256("".join(codes).encode("utf-8", "surrogatepass")).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])
