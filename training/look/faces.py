"""The faces that lines are set in: which there are, and their glyphs as pictures.

Font files lie under ``training/.cache/fonts`` (``training/fetch_fonts.sh`` brings them from Debian and npm packages); none is in the repository.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from numpy.typing import NDArray
from PIL import ImageFont

X_HEIGHT_PX = 26.0
"""Glyphs are drawn with this x-height; lines are worn at this size and then scanned at a smaller one."""

KINDS: dict[str, tuple[str, ...]] = {
    "serif": (
        "Old Standard TT", "CMU Serif", "CMU Serif Extra", "CMU Concrete", "Liberation Serif", "FreeSerif",
        "Gentium Plus", "Gentium Book Plus", "DejaVu Serif", "DejaVu Serif Condensed", "STIX",
        "LM Roman 10", "LM Roman 8", "LM Roman 12", "LM Roman 6", "LM Roman Demi 10", "EB Garamond 12", "Junicode Two Beta",
        "Junicode Two Beta SemiCondensed", "GFS Didot", "Goudy Bookletter 1911", "Arapey", "Caladea", "ElstobD 10pt", "ElstobD 8pt",
        "alegreya", "alice", "arvo", "bitter", "brygada-1918", "cardo", "caudex", "cormorant", "crimson-pro", "domine", "eb-garamond",
        "fanwood-text", "gelasio", "ibm-plex-serif", "im-fell-english", "kurale", "ledger", "libre-baskerville", "libre-bodoni",
        "libre-caslon-text", "linden-hill", "lora", "merriweather", "neuton", "newsreader", "noticia-text", "noto-serif",
        "noto-serif-display", "oranienbaum", "piazzolla", "playfair-display", "roboto-slab", "rokkitt", "sorts-mill-goudy",
        "source-serif-4", "spectral", "stix-two-text", "tinos", "vollkorn", "zilla-slab",
    ),
    "typewriter": (
        "FreeMono", "Liberation Mono", "Cousine", "CMU Typewriter Text", "Courier Prime", "LM Mono 10", "LM Mono 8",
        "LM Mono Light 10", "TlwgTypewriter", "DejaVu Sans Mono", "Noto Mono", "special-elite", "anonymous-pro", "ubuntu-mono",
        "overpass-mono", "noto-sans-mono", "xanh-mono", "sometype-mono", "Linux Libertine Mono O",
    ),
    "grotesque": (
        "Liberation Sans", "Liberation Sans Narrow", "FreeSans", "CMU Sans Serif",
        "CMU Sans Serif Demi Condensed", "CMU Bright", "DejaVu Sans Condensed", "Linux Biolinum O", "Cantarell", "jura",
        "oswald", "didact-gothic", "philosopher", "tenor-sans", "poiret-one", "kelly-slab", "russo-one", "yeseva-one", "cormorant-sc",
        "playfair-display-sc", "LM Sans 10",
    ),
}  # fmt: skip
ASIDE: dict[str, tuple[str, ...]] = {
    "serif": (
        "PT Serif", "PT Serif Caption", "Charis SIL", "Linux Libertine O", "literata", "prata", "podkova", "bodoni-moda", "crimson-text",
        "lustria",
    ),
    "typewriter": ("GNUTypewriter", "PT Mono", "cutive-mono"),
    "grotesque": ("PT Sans", "PT Sans Narrow", "Arimo"),
}  # fmt: skip
"""Families that no line for training is set in: what is said of unseen faces is measured with these."""

PERIOD = ("Old Standard TT", "CMU Serif", "Liberation Serif", "FreeSerif", "tinos", "STIX", "FreeMono",
          "Courier Prime", "CMU Typewriter Text", "special-elite", "GNUTypewriter", "LM Roman 10")  # fmt: skip
"""Faces nearest to what was printed and typed from 1900 to 1960: drawn more often than the others."""
_PERIOD_WEIGHT = 4.0
_LIKE_TYPES = ("Old Standard TT", "CMU Serif", "CMU Concrete", "Liberation Serif", "FreeSerif", "DejaVu Serif", "Gentium Plus", "noto-serif",
               "ibm-plex-serif", "roboto-slab", "zilla-slab", "bitter", "arvo", "rokkitt", "source-serif-4", "tinos", "piazzolla")  # fmt: skip
"""Faces for printing whose letters, set at one pitch, are those of a typewriter: few faces of one pitch have both scripts and feet."""
_BORROWED = 0.4
"""Share of typed lines set in one of these."""

_SLANTED_TYPES = 0.04
"""How much rarer a typewriter with slanted letters is than one with upright ones."""

_WITHOUT_STROKES = re.compile(r"Thin|ExtraLight|Light-?Display|-100-|-200-|Outline", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character's picture.

    Args:
        ink: 0 to 1.
        left: Columns from the pen to its left edge; may be negative.
        top: Rows from the baseline up to its top edge.
        advance: Columns to the next character's pen.
    """

    ink: NDArray[np.float32]
    left: int
    top: int
    advance: float


@dataclass(eq=False)
class Face:
    """One style of a family, from one file or from several that share the characters out among them."""

    family: str
    kind: str
    style: str
    paths: tuple[Path, ...]
    _glyphs: dict[str, Glyph] = field(default_factory=dict)

    @cached_property
    def where(self) -> dict[int, int]:
        """Index of the file that holds a code point."""
        found: dict[int, int] = {}
        for index, path in enumerate(self.paths):
            with TTFont(path, lazy=True, fontNumber=0) as font:
                for code in font.getBestCmap() or ():
                    found.setdefault(code, index)
        return found

    @cached_property
    def _fonts(self) -> list[ImageFont.FreeTypeFont]:
        probe = ImageFont.truetype(
            str(self.paths[self.where.get(ord("x"), 0)]), 100, layout_engine=ImageFont.Layout.BASIC
        )
        box = probe.getbbox("x", anchor="ls")
        size = round(100 * X_HEIGHT_PX / max(10.0, -box[1]))
        return [ImageFont.truetype(str(p), size, layout_engine=ImageFont.Layout.BASIC) for p in self.paths]

    def has(self, text: str) -> bool:
        """Whether all characters can be drawn."""
        return all(ord(c) in self.where for c in text if c != " ")

    def glyph(self, character: str) -> Glyph:
        """The picture of one character."""
        glyph = self._glyphs.get(character)
        if glyph is None:
            font = self._fonts[self.where.get(ord(character), 0)]
            mask, (left, top) = font.getmask2(character, mode="L", anchor="ls")
            width, height = mask.size
            ink = (
                np.asarray(mask, dtype=np.float32).reshape(height, width) / np.float32(255.0)
                if width and height
                else np.zeros((0, 0), np.float32)
            )
            glyph = self._glyphs[character] = Glyph(ink, int(left), int(-top), float(font.getlength(character)))
        return glyph


def _is_slanted(face: Face) -> bool:
    return face.kind == "typewriter" and ("italic" in face.style or "oblique" in face.style)


class Faces:
    """All faces of a set of families.

    Args:
        fonts: Folder of font files.
        aside: Whether the faces kept aside are meant, and not those for training.
    """

    def __init__(self, fonts: Path, *, aside: bool = False) -> None:
        table = ASIDE if aside else KINDS
        kind_of = {family: kind for kind, families in table.items() for family in families}
        found: dict[tuple[str, str], list[Path]] = defaultdict(list)
        for family, style, path in _files(fonts):
            if family in kind_of and not _WITHOUT_STROKES.search(path.name):
                found[family, style].append(path)
        self.faces = [
            Face(family, kind_of[family], style, tuple(paths if "fontsource" in str(paths[0]) else paths[:1]))
            for (family, style), paths in sorted(found.items())
        ]
        self.faces = [face for face in self.faces if ord("n") in face.where or ord("н") in face.where]
        if not self.faces:
            raise SystemExit(f"no fonts under {fonts}: run training/fetch_fonts.sh")
        styles: dict[str, int] = defaultdict(int)
        for face in self.faces:
            styles[face.family] += 1
        self._weights = {
            kind: self._shares([f for f in self.faces if f.kind == kind], styles)
            for kind in ("serif", "typewriter", "grotesque")
        }
        self._like_types = self._shares(
            [f for f in self.faces if f.family in _LIKE_TYPES and "italic" not in f.style], styles
        )

    @staticmethod
    def _shares(faces: list[Face], styles: dict[str, int]) -> tuple[list[Face], NDArray[np.float64]]:
        """Faces with how often each is drawn: families alike, but for those of the period; upright and medium half of the time."""
        plain = np.array(
            [1.0 if f.style in ("400-normal", "regular") else _SLANTED_TYPES if _is_slanted(f) else 0.35 for f in faces]
        )
        weight = plain * np.array(
            [(_PERIOD_WEIGHT if f.family in PERIOD else 1.0) / styles[f.family] ** 0.5 for f in faces]
        )
        return faces, np.cumsum(weight / weight.sum())

    def draw(self, rng: np.random.Generator, kind: str, text: str) -> Face:
        """A face of a kind that has all characters of a text; of another kind where none has."""
        borrowed = kind == "typewriter" and len(self._like_types[0]) and rng.random() < _BORROWED
        faces, shares = self._like_types if borrowed else self._weights[kind]
        for _ in range(40):
            face = faces[min(int(np.searchsorted(shares, rng.random())), len(faces) - 1)]
            if face.has(text):
                return face
        able = [f for f in self.faces if f.has(text)]
        if not able:
            raise LookupError(f"no face has all of {text!r}")
        return able[int(rng.integers(len(able)))]

    def sister(self, rng: np.random.Generator, face: Face, text: str) -> Face:
        """Another style of the same family that has all characters; the face itself where there is none."""
        others = [f for f in self.faces if f.family == face.family and f is not face and f.has(text)]
        return others[int(rng.integers(len(others)))] if others else face


@lru_cache(maxsize=2)
def _files(fonts: Path) -> tuple[tuple[str, str, Path], ...]:
    """Family, style and path of each font file; of npm packages the directory names tell, of others the files."""
    found = []
    for path in sorted(fonts.glob("npm/*/files/*.woff2")):
        family = re.sub(r"^fontsource-(.*)-\d+\.\d+\.\d+$", r"\1", path.parent.parent.name)
        match = re.search(r"-(latin|latin-ext|cyrillic|cyrillic-ext)-(\d+)-(normal|italic)\.woff2$", path.name)
        if match and match[2] in ("300", "400", "600", "700"):
            found.append((family, f"{match[2]}-{match[3]}", path))
    seen = set()
    for path in sorted(fonts.glob("deb/**/*.[to]tf")):
        if path.name in seen:
            continue
        seen.add(path.name)
        try:
            with TTFont(path, lazy=True, fontNumber=0) as font:
                family, style = font["name"].getDebugName(1), font["name"].getDebugName(2)
        except Exception:  # noqa: BLE001 - a file that fontTools cannot read is no font for us
            continue
        found.append((family or path.stem, (style or "Regular").lower(), path))
    return tuple(found)
