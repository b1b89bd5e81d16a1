"""The glyphless font of the invisible text layer, and the codes of its characters.

One font serves every language: all its glyphs are one empty glyph of half an em, so it weighs about a kilobyte, and a
``ToUnicode`` map says what each code means (the way of Tesseract's own PDF renderer). A code is the character's own
number in the basic plane; characters beyond it borrow codes of the surrogate range, which no text uses. The font comes in
two cuts, which differ in how high their boxes are.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from fontTools.ttLib.tables._g_l_y_f import Glyph  # type: ignore[import-untyped]
from pikepdf import Array, Dictionary, Name, Object, Pdf

FONT_NAME = "DigitizeGlyphless"
ADVANCE_EM = 0.5
"""Width of every glyph, in ems."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One cut of the font: how far its boxes reach.

    Args:
        key: Its name among the fonts of a page.
        ascent_em: Extent above the baseline, in ems.
        descent_em: Below it.
    """

    key: str
    ascent_em: float
    descent_em: float

    @property
    def extent_em(self) -> float:
        """Height of a box."""
        return self.ascent_em + self.descent_em


USUAL = Cut("/f-0-0", 0.64, 0.21)
"""Less than one em high, as printing types are: a reader that judges gaps by the font size (poppler) then takes the gaps of
justified lines for spaces and not for columns. Its key is one of the two that OCRmyPDF takes over with a text layer."""
TALL = Cut("/f-tall", 1.28, 0.42)
"""Twice as high in an em, so that the same ink has half the font size. For pages whose lines lean into their neighbours: what
poppler takes for one line reaches half a font size up and down."""
CUTS = (USUAL, TALL)

_UNITS = 1000
_MADE = 3_850_070_400
"""The font's date, in seconds since 1904: the first day of 2026."""
_SURROGATES = range(0xD800, 0xE000)
_UNMAPPABLE = frozenset({0x0000, 0xFEFF, 0xFFFE, 0xFFFF})
"""What ISO 19005-2, 6.2.11.7.2 forbids as a character's meaning, and 0xFFFF, which is no character."""
_USUAL_ROWS = frozenset({0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x1D, 0x1E, 0x20, 0x21, 0x22, 0x25, 0x2D, 0xA6})
"""Blocks of 256 characters that are always mapped: Latin, Greek, Cyrillic, punctuation, signs."""
_BLOCK = 100
"""Most entries that one bfrange block may hold (Adobe technical note 5014)."""


@dataclass(frozen=True, slots=True)
class CodeTable:
    """Which two-byte code stands for which character in one document.

    Args:
        astral: Characters beyond the basic plane and their borrowed codes.
        rows: High bytes of the codes that the ``ToUnicode`` map covers.
    """

    astral: dict[str, int] = field(default_factory=dict)
    rows: frozenset[int] = _USUAL_ROWS

    @staticmethod
    def of(texts: Iterable[str]) -> CodeTable:
        """The table for a document's words; the same characters give the same table."""
        characters = set("").union(*texts)
        beyond = sorted(c for c in characters if ord(c) > 0xFFFF)
        astral = dict(zip(beyond, _SURROGATES, strict=False))
        rows = {ord(c) >> 8 for c in characters if ord(c) <= 0xFFFF and ord(c) not in _SURROGATES}
        return CodeTable(astral, _USUAL_ROWS | rows)

    def encode(self, text: str) -> bytes:
        """The codes of ``text``, two bytes each; what no code can stand for (U+FEFF, lone surrogates) is left out."""
        return b"".join(code.to_bytes(2, "big") for code in map(self._code, text) if code is not None)

    def _code(self, character: str) -> int | None:
        number = ord(character)
        if number > 0xFFFF:
            return self.astral.get(character)
        return None if number in _UNMAPPABLE or number in _SURROGATES else number

    def to_unicode(self) -> bytes:
        """The ``ToUnicode`` CMap."""
        ranges = []
        for row in sorted(self.rows):
            codes = [code for code in range(row << 8, (row + 1) << 8) if code not in _UNMAPPABLE]
            ranges.append(f"<{codes[0]:04X}> <{codes[-1]:04X}> <{codes[0]:04X}>")
        singles = [f"<{code:04X}> <{c.encode('utf-16-be').hex().upper()}>" for c, code in sorted(self.astral.items())]
        body = _blocks("range", ranges) + _blocks("char", singles)
        return (_CMAP_HEAD + body + _CMAP_TAIL).encode("ascii")


def unicode_map(meanings: Mapping[int, str]) -> bytes:
    """The ``ToUnicode`` CMap of two-byte codes and what each stands for."""
    entries = [f"<{code:04X}> <{c.encode('utf-16-be').hex().upper()}>" for code, c in sorted(meanings.items())]
    return (_CMAP_HEAD + _blocks("char", entries) + _CMAP_TAIL).encode("ascii")


def _blocks(kind: str, entries: list[str]) -> str:
    parts = [entries[i : i + _BLOCK] for i in range(0, len(entries), _BLOCK)]
    return "".join(f"{len(part)} beginbf{kind}\n" + "\n".join(part) + f"\nendbf{kind}\n" for part in parts)


_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_CMAP_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


@lru_cache(maxsize=len(CUTS))
def font_program(cut: Cut) -> bytes:
    """A TrueType font of two empty glyphs, the same bytes every time."""
    builder = FontBuilder(_UNITS, isTTF=True)
    builder.setupGlyphOrder([".notdef", "any"])
    builder.setupCharacterMap({})
    advance = round(ADVANCE_EM * _UNITS)
    ascent, descent = round(cut.ascent_em * _UNITS), -round(cut.descent_em * _UNITS)
    builder.setupGlyf({".notdef": Glyph(), "any": _diagonal(advance, descent, ascent)})
    builder.setupHorizontalMetrics({".notdef": (advance, 0), "any": (advance, 0)})
    builder.setupHorizontalHeader(ascent=ascent, descent=descent)
    builder.setupPost(keepGlyphNames=False)
    builder.updateHead(created=_MADE, modified=_MADE, xMin=0, yMin=descent, xMax=advance, yMax=ascent)
    builder.font.recalcTimestamp = False
    builder.font.recalcBBoxes = False
    buffer = io.BytesIO()
    builder.save(buffer)
    return buffer.getvalue()


def _diagonal(advance: int, descent: int, ascent: int) -> Glyph:
    """A glyph as large as its box that covers nothing: a line from corner to corner and back.

    pdfium passes over text whose glyphs have no extent when the page is turned by 90 degrees.
    """
    pen = TTGlyphPen(None)
    pen.moveTo((0, descent))
    pen.lineTo((advance, ascent))
    pen.closePath()
    return pen.glyph()


def add_fonts(pdf: Pdf, codes: CodeTable) -> dict[str, Object]:
    """Adds all cuts of the font to ``pdf``, as indirect Type 0 fonts, by their keys; they share the meanings of their codes."""
    meanings = pdf.make_stream(codes.to_unicode())
    glyphs = pdf.make_stream(b"\x00\x01" * 0x10000)
    return {cut.key: _add_cut(pdf, cut, meanings, glyphs) for cut in CUTS}


def _add_cut(pdf: Pdf, cut: Cut, meanings: Object, glyphs: Object) -> Object:
    advance = round(ADVANCE_EM * _UNITS)
    ascent, descent = round(cut.ascent_em * _UNITS), -round(cut.descent_em * _UNITS)
    program = font_program(cut)
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/" + FONT_NAME),
        Flags=4,
        FontBBox=Array([0, descent, advance, ascent]),
        ItalicAngle=0,
        Ascent=ascent,
        Descent=descent,
        CapHeight=ascent,
        StemV=80,
        FontFile2=pdf.make_stream(program, Length1=len(program)),
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/" + FONT_NAME),
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=advance,
        CIDToGIDMap=glyphs,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/" + FONT_NAME),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=meanings,
        )
    )
