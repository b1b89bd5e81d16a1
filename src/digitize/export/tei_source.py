"""What is stated of the source, in TEI: a ``bibl`` as it is cited, and a ``msDesc`` of where it lies in an archive."""

from __future__ import annotations

from digitize.export.markup import Element, clean
from digitize.export.tei_elements import add, date_attributes, element, web_pointer
from digitize.model.reference import SHELFMARK, SourceReference

_WITHIN = ("list", "item")
"""What lies in the last of the levels of an archive."""

_IN_BIBL: dict[str, tuple[str, dict[str, str]]] = {
    "title": ("title", {}),
    "edition": ("edition", {}),
    "issue": ("biblScope", {"unit": "issue"}),
    "date": ("date", {}),
    "page": ("biblScope", {"unit": "page"}),
    "columns": ("biblScope", {"unit": "column"}),
    "document": ("biblScope", {"unit": "document"}),
    "entry": ("biblScope", {"unit": "entry"}),
    "list": ("idno", {"type": "list"}),
    "item": ("idno", {"type": "item"}),
    "place": ("note", {"type": "place"}),
    "subhead": ("note", {"type": "subhead"}),
    "original_holder": ("note", {"type": "original-holder"}),
    "copy_holder": ("note", {"type": "copy-holder"}),
    "url": ("ptr", {}),
    "citation": ("note", {"type": "citation"}),
}
"""The element of each field, in their order."""


def cited(reference: SourceReference) -> list[Element]:
    """What is stated of a source; nothing where that is nothing."""
    identifier, rest = _identifier(reference)
    made = [_bibl(reference, rest)]
    if len(identifier):
        description = element("msDesc")
        description.append(identifier)
        made.append(description)
    return [each for each in made if len(each)]


def _bibl(reference: SourceReference, shelfmark: dict[str, str]) -> Element:
    """What is printed of it; then notes, the verbatim citation and proposals among them."""
    bibl = element("bibl", {"type": "cited"})
    stated = {name: value for name, value in reference.stated.items() if name not in _WITHIN} | shelfmark
    for field, (name, attributes) in _IN_BIBL.items():
        if field == "date" and reference.date is not None:
            add(bibl, name, date_attributes(reference.date), reference.date)
        elif field == "url" and reference.url is not None:
            add(bibl, name, {"target": web_pointer(reference.url)})
        elif field in stated:
            add(bibl, name, attributes, clean(stated[field]))
    for proposal in reference.proposals:
        note = f"{proposal.field}: {proposal.value} ({proposal.evidence})"
        add(bibl, "note", {"type": "proposal", "cert": "low"}, clean(note))
    return bibl


def _identifier(reference: SourceReference) -> tuple[Element, dict[str, str]]:
    """Repository and levels as ``msIdentifier``, and what has no place there.

    Leaves and items are an ``idno`` in it; TEI wants a repository or collection before them.
    """
    identifier = element("msIdentifier")
    stated = reference.stated
    if reference.repository is not None:
        add(identifier, "repository", {}, clean(reference.repository))
    if reference.collection is not None:
        add(identifier, "collection", {}, clean(reference.collection))
    for name in SHELFMARK:
        if name in stated and name not in _WITHIN:
            add(identifier, "collection", {"type": name}, clean(stated[name]))
    within = {name: stated[name] for name in _WITHIN if name in stated}
    if not len(identifier):
        return identifier, within
    for name, value in within.items():
        add(identifier, "idno", {"type": name}, clean(value))
    return identifier, {}
