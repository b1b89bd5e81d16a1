"""The type of a paper: which fonts its text and its headlines stand in, scaled from the size of its text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from benchmarks.samples.flow import House, Style
from benchmarks.samples.fonts import Font
from benchmarks.samples.markup import Kind
from benchmarks.samples.setting import Align

REFERENCE_PX = 35.0
"""Type size that the samples' distances are meant for."""


@dataclass(frozen=True, slots=True)
class Look:
    """Faces of a paper.

    Args:
        body: Of its text.
        bold: Of signatures and small heads.
        italic: Of credits and captions.
        head: Of its large headlines.
        subhead: Of headlines within a column.
        stretch: Width of the text's letters; below 1 condensed.
        head_stretch: That of the headlines.
    """

    body: str
    bold: str
    italic: str
    head: str
    subhead: str
    stretch: float = 1.0
    head_stretch: float = 0.9


_OLD = Look("old-roman", "old-bold", "old-italic", "serif-bold", "sans-narrow-bold", 1.0, 0.82)
_OLD_PLAIN = Look("old-roman", "old-bold", "old-italic", "sans-narrow-bold", "old-bold")
_SERIF = Look("serif-roman", "serif-bold", "serif-italic", "sans-bold", "serif-bold", 0.88, 0.7)
_MODERN = Look("modern-roman", "modern-bold", "modern-italic", "sans-narrow-bold", "modern-narrow", 0.88, 1.0)
_MODERN_SANS = Look("modern-roman", "modern-narrow", "modern-italic", "modern-bold", "sans-demi", 0.86, 0.72)

_CYRILLIC_LOOKS = (_OLD, _OLD_PLAIN, _SERIF, _MODERN)
_LATIN_LOOKS = (_MODERN, _MODERN_SANS, _OLD_PLAIN, _SERIF)
CYRILLIC = ("rus", "ukr", "bel", "bul", "old")


def looks(language: str) -> tuple[Look, ...]:
    """Looks that suit a language's script."""
    if language == "old":
        return (_OLD_PLAIN,)
    return _CYRILLIC_LOOKS if language in CYRILLIC else _LATIN_LOOKS


def choose_look(language: str, chance: Random) -> Look:
    """Some look that suits the language's script."""
    return chance.choice(looks(language))


def faces(language: str) -> frozenset[str]:
    """All faces that a page in that language may use."""
    return frozenset(face for k in looks(language) for face in (k.body, k.bold, k.italic, k.head, k.subhead))


def make_house(language: str, body_px: float, look: Look, *, leading: float = 1.06, ruled_heads: bool = True) -> House:
    """Styles of all kinds of block, scaled to a text of that size.

    Args:
        language: Tesseract's code.
        body_px: Type size of the text.
        look: Its faces.
        leading: From baseline to baseline, in type sizes.
        ruled_heads: Whether a short rule stands above a headline within a column.
    """
    u = body_px / REFERENCE_PX
    line = round(body_px * leading)

    def style(face: str, px: float, align: Align, before: float, after: float, **more: object) -> Style:
        size = round(px * u, 1)
        font = Font(face, size, look.stretch if face in (look.body, look.italic) else 1.0)
        return Style(font, max(line, round(size * 1.08)), align, before * u, after * u, **more)  # type: ignore[arg-type]

    head = {"region": "heading", "keeps": True}
    return House(
        language,
        {
            Kind.HEAD1: style(look.head, 70, Align.CENTRED, 6, 12, stretch=1.0, **head),
            Kind.HEAD2: style(look.subhead, 46, Align.CENTRED, 40, 18, stretch=5.0, ruled=ruled_heads, **head),
            Kind.HEAD3: style(look.bold, 37, Align.CENTRED, 16, 8, stretch=2.0, **head),
            Kind.CENTRED: style(look.italic, 33, Align.CENTRED, 6, 8, stretch=0.5, keeps=True),
            Kind.RIGHT: style(look.bold, 33, Align.RIGHT, 2, 6),
            Kind.ROW: style(look.body, 34, Align.LEFT, 6, 6, region="table"),
            Kind.PARAGRAPH: style(look.body, 35, Align.JUSTIFIED, 0, 0, indent_px=34 * u),
        },
        round(16 * u),
    )


def with_style(house: House, kind: Kind, **changes: object) -> House:
    """The house with one kind of block set otherwise."""
    return replace(house, styles={**house.styles, kind: replace(house.styles[kind], **changes)})  # type: ignore[arg-type]
