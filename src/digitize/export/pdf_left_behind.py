"""What a source PDF holds besides pages as they are seen, and an archival copy leaves behind: to be told, never lost in silence."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, Object, Pdf, String

_ODDITIES = (pikepdf.PdfError, AttributeError, IndexError, KeyError, RuntimeError, TypeError, ValueError)
"""What objects of the wrong kind lead to."""
_MOST_NAMES = 5
_DEEPEST = 32
_MOST_FIELDS = 10_000
_SIGNATURES_EXIST = 1


def left_behind(pdf: Pdf) -> tuple[str, ...]:
    """What of a PDF will not be in the searchable PDF, or not as it was; a phrase for each kind."""
    told: list[str] = []
    for look in (_form, _scripts, _attachments, _structure):
        try:
            told += look(pdf.Root)
        except _ODDITIES:
            told.append("part of what it holds besides pages cannot be made out, and is left out")
    return tuple(dict.fromkeys(told))


def has_form(pdf: Pdf) -> bool:
    """Whether a PDF has a form."""
    return isinstance(pdf.Root.get(Name.AcroForm), Dictionary)


def _form(root: Object) -> Iterator[str]:
    form = root.get(Name.AcroForm)
    if not isinstance(form, Dictionary):
        return
    fields = list(_fields(form.get(Name.Fields)))
    kinds = [str(field.get(Name.FT)) for field in fields]
    signed = any(str(field.get(Name.FT)) == "/Sig" and Name.V in field for field in fields)
    if signed or int(form.get(Name.SigFlags, 0)) & _SIGNATURES_EXIST:
        yield "its digital signature does not survive in the searchable PDF; the original keeps it"
    if any(kind not in ("/Sig", "None") for kind in kinds):
        yield "its form is part of the picture now: fields show what is filled in, and can no longer be changed"
    if Name.XFA in form:
        yield "it holds a form of the kind XFA, which is left out: what few programs show of it may be missing"


def _fields(value: Object | None, depth: int = 0) -> Iterator[Object]:
    """Fields of a form with those under them."""
    for number, field in enumerate(value if isinstance(value, Array) else ()):
        if number >= _MOST_FIELDS or depth >= _DEEPEST:
            return
        if isinstance(field, Dictionary):
            yield field
            yield from _fields(field.get(Name.Kids), depth + 1)


def _scripts(root: Object) -> Iterator[str]:
    names = root.get(Name.Names)
    opening = root.get(Name.OpenAction)
    found = isinstance(names, Dictionary) and Name.JavaScript in names
    found |= isinstance(opening, Dictionary) and str(opening.get(Name.S)) == "/JavaScript"
    if found or Name.AA in root:
        yield "its scripts (JavaScript) and other things that run by themselves are left out"
    elif isinstance(opening, Dictionary) and str(opening.get(Name.S)) != "/GoTo":
        yield f"what it does when it is opened ({opening.get(Name.S)}) is left out"


def _attachments(root: Object) -> Iterator[str]:
    names = root.get(Name.Names)
    if isinstance(names, Dictionary) and Name.EmbeddedFiles in names:
        held = [_file_name(key, value) for key, value in NameTree(names.EmbeddedFiles).items()]
        if held:
            shown = ", ".join(held[:_MOST_NAMES]) + (", \u2026" if len(held) > _MOST_NAMES else "")
            several = "attached file is" if len(held) == 1 else "attached files are"
            yield f"{len(held)} {several} left out: {shown}"
    if Name.Collection in root:
        yield "it is a portfolio of files: only its own pages are here"


def _file_name(key: str | bytes, value: Object) -> str:
    stated = value.get(Name.UF, value.get(Name.F)) if isinstance(value, Dictionary) else None
    name = (
        str(stated) if isinstance(stated, String) else key if isinstance(key, str) else key.decode("utf-8", "replace")
    )
    return "".join(c for c in name if c.isprintable())[:80]


def _structure(root: Object) -> Iterator[str]:
    outlines = root.get(Name.Outlines)
    if isinstance(outlines, Dictionary) and Name.First in outlines:
        yield "its bookmarks are left out"
    if Name.StructTreeRoot in root:
        yield "its tags for screen readers are left out"
