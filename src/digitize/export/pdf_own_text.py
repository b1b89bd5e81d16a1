"""Text that a PDF page already has: whether any of it is visible, and the removal of an invisible OCR layer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import pikepdf
from pikepdf import ContentStreamInstruction, Dictionary, Name, Object, Operator, Page, Pdf, Stream

from digitize.export.pdf_font_meaning import has_meaning

_SHOWING = frozenset({"Tj", "TJ", "'", '"'})
_TEXT = _SHOWING | frozenset({"BT", "ET", "Tf", "Td", "TD", "Tm", "T*", "Tc", "Tw", "Tz", "TL", "Tr", "Ts"})
_NEXT_LINE = frozenset({"'", '"'})
_INVISIBLE = 3
_DEEPEST_FORM = 16


class VisibleText(StrEnum):
    """Text that a page shows, and whether programs can read it as letters."""

    NONE = "none"
    LEGIBLE = "legible"
    MIXED = "mixed"
    ILLEGIBLE = "illegible"


@dataclass(slots=True)
class _Found:
    """What a page's streams show of text."""

    visible: bool = False
    legible: bool = False
    illegible: bool = False
    invisible: bool = False
    operators: bool = False
    forms: dict[tuple[int, int], Stream] = field(default_factory=dict)


def visible_text(page: Page) -> VisibleText:
    """What the page shows as visible text (or as text that clips), forms included."""
    found = _Found()
    _look(page.obj, page, found, _State(), 0)
    if not found.visible:
        return VisibleText.NONE
    if not found.illegible:
        return VisibleText.LEGIBLE
    return VisibleText.MIXED if found.legible else VisibleText.ILLEGIBLE


def strip_invisible_text(pdf: Pdf, page: Page, *, unseen: bool = False) -> bool:
    """Removes a page's text when none of it is visible; images and drawings keep their bytes and places.

    A page with visible text is left alone. Text operators that show nothing go as well: OCRmyPDF would take them for
    text. Fonts that nothing uses any more go too: those of OCR layers are often not
    embedded, which PDF/A forbids.

    Args:
        pdf: The PDF that the page is in.
        page: The page.
        unseen: Whether it is known that nothing of its text is seen, since an image lies over it.

    Returns:
        Whether there was an invisible layer, now removed.
    """
    found = _Found()
    _look(page.obj, page, found, _State(), 0)
    if (found.visible and not unseen) or not found.operators:
        return False
    page.obj.Contents = pdf.make_stream(_without_text(page))
    _drop_fonts(page.obj)
    for form in found.forms.values():
        form.write(_without_text(form))
        _drop_fonts(form)
    return found.invisible or found.visible


def strip_hidden_text(pdf: Pdf, page: Page) -> None:
    """Removes what of a page's text is not painted from among what is, and fonts of the page that paint nothing."""
    found = _Found()
    _look(page.obj, page, found, _State(), 0)
    content, fonts = _painted(page)
    page.obj.Contents = pdf.make_stream(content)
    for form in found.forms.values():
        content, others = _painted(form)
        form.write(content)
        fonts |= others  # a form without resources takes those of its page
    own = _fonts_of(page.obj)
    for name in [name for name in own if name not in fonts]:
        del page.obj.Resources.Font[name]


def uses_font(page: Page, key: str) -> bool:
    """Whether a page has a font of that name."""
    return key in _fonts_of(page.obj)


def _fonts_of(container: Object) -> list[str]:
    resources = container.get(Name.Resources)
    fonts = resources.get(Name.Font) if isinstance(resources, Dictionary) else None
    return [str(name) for name in fonts.keys()] if isinstance(fonts, Dictionary) else []  # noqa: SIM118


def _painted(content: Page | Stream) -> tuple[bytes, set[str]]:
    """Content without text that is not painted, and the names of the fonts that paint."""
    kept: list[Any] = []
    stack: list[tuple[int, str]] = []
    mode, font = 0, ""
    fonts: set[str] = set()
    for instruction in pikepdf.parse_content_stream(content):
        operator = str(instruction.operator)
        operands = list(instruction.operands) if isinstance(instruction, ContentStreamInstruction) else []
        if operator == "q":
            stack.append((mode, font))
        elif operator == "Q" and stack:
            mode, font = stack.pop()
        elif operator == "Tr" and operands:
            mode = int(operands[0])
        elif operator == "Tf" and operands:
            font = str(operands[0])
        if operator not in _SHOWING:
            kept.append(instruction)
        elif mode != _INVISIBLE:
            kept.append(instruction)
            fonts.add(font)
        elif operator in _NEXT_LINE:  # shows text on the next line: what follows stands there too
            kept.append(([], Operator("T*")))
    return pikepdf.unparse_content_stream(kept), fonts


@dataclass(frozen=True, slots=True)
class _State:
    """The text rendering mode, and whether the font's codes have a meaning."""

    mode: int = 0
    legible: bool = True


def _look(container: Object, content: Page | Object, found: _Found, state: _State, depth: int) -> None:
    """Walks a content stream and the forms it draws, keeping the text rendering mode and the font."""
    stack: list[_State] = []
    for operator, operands in _operators(content):
        found.operators |= operator in _TEXT
        if operator == "q":
            stack.append(state)
        elif operator == "Q" and stack:
            state = stack.pop()
        elif operator == "Tr" and operands:
            state = replace(state, mode=int(operands[0]))
        elif operator == "Tf" and operands:
            state = replace(state, legible=has_meaning(_named(container, Name.Font, operands[0])))
        elif operator in _SHOWING and _shows_something(operands):
            found.invisible |= state.mode == _INVISIBLE
            if state.mode != _INVISIBLE:
                found.visible = True
                found.legible |= state.legible
                found.illegible |= not state.legible
        elif operator == "Do" and operands and depth < _DEEPEST_FORM:
            form = _form(container, operands[0])
            if form is not None and form.objgen not in found.forms:
                found.forms[form.objgen] = form
                _look(form, form, found, state, depth + 1)


def _operators(content: Page | Object) -> Iterator[tuple[str, list[Object]]]:
    if isinstance(content, Page) and Name.Contents not in content.obj:
        return
    for instruction in pikepdf.parse_content_stream(content):
        if isinstance(instruction, ContentStreamInstruction):
            yield str(instruction.operator), list(instruction.operands)


def _shows_something(operands: list[Object]) -> bool:
    if not operands:
        return False
    shown = operands[-1]
    if isinstance(shown, pikepdf.Array):
        return any(isinstance(part, pikepdf.String) and len(bytes(part)) for part in shown)
    return isinstance(shown, pikepdf.String) and len(bytes(shown)) > 0


def _form(container: Object, name: Object) -> Stream | None:
    xobject = _named(container, Name.XObject, name)
    if isinstance(xobject, Stream) and xobject.get(Name.Subtype) == Name.Form:
        return xobject
    return None


def _named(container: Object, kind: Name, name: Object) -> Object | None:
    """A resource of a page or form by its name."""
    resources = container.get(Name.Resources)
    entries = resources.get(kind) if isinstance(resources, Dictionary) else None
    return entries.get(name) if isinstance(entries, Dictionary) and isinstance(name, Name) else None


def _without_text(content: Page | Stream) -> bytes:
    kept = [
        instruction for instruction in pikepdf.parse_content_stream(content) if str(instruction.operator) not in _TEXT
    ]
    return pikepdf.unparse_content_stream(kept)


def _drop_fonts(container: Object) -> None:
    resources = container.get(Name.Resources)
    if isinstance(resources, Dictionary) and Name.Font in resources:
        del resources[Name.Font]
