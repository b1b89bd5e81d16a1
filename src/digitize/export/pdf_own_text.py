"""Text that a PDF page already has: whether any of it is visible, and the removal of an invisible OCR layer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
from pikepdf import ContentStreamInstruction, Dictionary, Name, Object, Page, Pdf, Stream

_SHOWING = frozenset({"Tj", "TJ", "'", '"'})
_TEXT = _SHOWING | frozenset({"BT", "ET", "Tf", "Td", "TD", "Tm", "T*", "Tc", "Tw", "Tz", "TL", "Tr", "Ts"})
_INVISIBLE = 3
_DEEPEST_FORM = 16


@dataclass(slots=True)
class _Found:
    """What a page's streams show of text."""

    visible: bool = False
    invisible: bool = False
    operators: bool = False
    forms: dict[tuple[int, int], Stream] = field(default_factory=dict)


def has_visible_text(page: Page) -> bool:
    """Whether anything on the page is shown as visible text (or as text that clips), forms included."""
    found = _Found()
    _look(page.obj, page, found, 0, 0)
    return found.visible


def strip_invisible_text(pdf: Pdf, page: Page) -> bool:
    """Removes a page's text when none of it is visible; images and drawings keep their bytes and places.

    A page with visible text is left alone. Text operators that show nothing go as well: OCRmyPDF would take them for
    text. Fonts that nothing uses any more go too: those of OCR layers are often not
    embedded, which PDF/A forbids.

    Returns:
        Whether there was an invisible layer, now removed.
    """
    found = _Found()
    _look(page.obj, page, found, 0, 0)
    if found.visible or not found.operators:
        return False
    page.obj.Contents = pdf.make_stream(_without_text(page))
    _drop_fonts(page.obj)
    for form in found.forms.values():
        form.write(_without_text(form))
        _drop_fonts(form)
    return found.invisible


def _look(container: Object, content: Page | Object, found: _Found, mode: int, depth: int) -> None:
    """Walks a content stream and the forms it draws, keeping the text rendering mode."""
    stack: list[int] = []
    for operator, operands in _operators(content):
        found.operators |= operator in _TEXT
        if operator == "q":
            stack.append(mode)
        elif operator == "Q" and stack:
            mode = stack.pop()
        elif operator == "Tr" and operands:
            mode = int(operands[0])
        elif operator in _SHOWING and _shows_something(operands):
            found.visible |= mode != _INVISIBLE
            found.invisible |= mode == _INVISIBLE
        elif operator == "Do" and operands and depth < _DEEPEST_FORM:
            form = _form(container, operands[0])
            if form is not None and form.objgen not in found.forms:
                found.forms[form.objgen] = form
                _look(form, form, found, mode, depth + 1)


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
    resources = container.get(Name.Resources)
    xobjects = resources.get(Name.XObject) if isinstance(resources, Dictionary) else None
    xobject = xobjects.get(name) if isinstance(xobjects, Dictionary) and isinstance(name, Name) else None
    if isinstance(xobject, Stream) and xobject.get(Name.Subtype) == Name.Form:
        return xobject
    return None


def _without_text(content: Page | Stream) -> bytes:
    kept = [
        instruction for instruction in pikepdf.parse_content_stream(content) if str(instruction.operator) not in _TEXT
    ]
    return pikepdf.unparse_content_stream(kept)


def _drop_fonts(container: Object) -> None:
    resources = container.get(Name.Resources)
    if isinstance(resources, Dictionary) and Name.Font in resources:
        del resources[Name.Font]
