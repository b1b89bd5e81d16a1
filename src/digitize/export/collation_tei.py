"""A collation as TEI P5: a critical apparatus in parallel segmentation.

Every word of every witness is in it (docs/formats.md): a witness's words are the text outside ``app`` and, in each ``app``, the reading
whose ``wit`` names the witness. A reading that stands elsewhere in its witness's order says at which word (``n``, from 1).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from lxml import etree

from digitize import __version__
from digitize.align.collation import Locus
from digitize.export.collated import Collated, runs, set_off
from digitize.export.markup import Element, clean
from digitize.export.tei_elements import NAMESPACE, XML_ID, XML_LANG, add, element, version_number, xml_name
from digitize.model.clock import export_date
from digitize.model.witness import PAGE, PARAGRAPH, Token

_METHOD = (
    "Each witness is aligned with the base, word by word; words that the base lacks are aligned among themselves. Words that all witnesses "
    "have, letter for letter, stand outside app. In an app each rdg has the witnesses that read the same; readings that differ "
    "only in ways that are taken for equal stand together in a rdgGrp. The type of a rdg says in what way it differs from the base."
)


def write_collation_tei(collated: Collated, title: str, path: Path) -> None:
    """Writes the apparatus.

    Args:
        collated: The texts.
        title: The file's title.
        path: Where.
    """
    ids = _ids(collated.sigla)
    with path.open("wb") as stream, etree.xmlfile(stream, encoding="UTF-8") as out:
        out.write_declaration()
        with out.element(f"{{{NAMESPACE}}}TEI", nsmap={None: NAMESPACE}):
            header = _header(collated, title, ids)
            etree.indent(header, space=" ")
            out.write("\n", header, "\n")
            with out.element(f"{{{NAMESPACE}}}text"), out.element(f"{{{NAMESPACE}}}body"):
                for paragraph in _paragraphs(collated, ids):
                    out.write("\n", paragraph)
                out.write("\n")
            out.write("\n")


def _ids(sigla: Iterable[str]) -> list[str]:
    """The sigla as names in the sense of XML, no two alike."""
    ids: list[str] = []
    for siglum in sigla:
        wish = name = xml_name(siglum)
        number = 2
        while name in ids:
            name, number = f"{wish}-{number}", number + 1
        ids.append(name)
    return ids


def _header(collated: Collated, title: str, ids: list[str]) -> Element:
    root = element("teiHeader")
    description = add(root, "fileDesc")
    add(add(description, "titleStmt"), "title", {}, clean(title))
    day = export_date().strftime("%Y-%m-%d")
    published = add(add(description, "publicationStmt"), "p", {}, "Machine collation, not published. ")
    add(published, "date", {"when": day}, day)
    witnesses = add(add(description, "sourceDesc"), "listWit")
    for id_, siglum, side in zip(ids, collated.sigla, collated.sides, strict=True):
        witness = add(witnesses, "witness", {XML_ID: id_, "n": clean(siglum)})
        if side.language:
            witness.set(XML_LANG, side.tag)
        add(witness, "title", {}, clean(side.name))
        for name, value in side.facts:
            add(witness, "note", {"type": xml_name(name)}, clean(value))
    encoding = add(root, "encodingDesc")
    editorial = add(encoding, "editorialDecl")
    add(add(editorial, "interpretation"), "p", {}, _METHOD)
    equal = ", ".join(sorted(kind.value for kind in collated.by.equivalent)) or "nothing"
    add(
        add(editorial, "normalization"),
        "p",
        {},
        f"Taken for equal: {equal}. The readings themselves are as they stand.",
    )
    add(encoding, "variantEncoding", {"method": "parallel-segmentation", "location": "internal"})
    application = add(
        add(encoding, "appInfo"), "application", {"ident": "digitize", "version": version_number(__version__)}
    )
    add(application, "label", {}, f"digitize {__version__}")
    return root


def _paragraphs(collated: Collated, ids: list[str]) -> Iterable[Element]:
    """The text in the paragraphs of the base."""
    paragraph = element("p")
    for same, places in runs(collated):
        for locus in places:
            if len(paragraph) + bool(paragraph.text) and _begins_paragraph(collated, locus):
                yield paragraph
                paragraph = element("p")
            if same:
                best = collated.best(tuple(range(len(collated.sides))))
                _words(paragraph, collated.collation.tokens(locus.row, best))
            else:
                _app(paragraph, collated, locus, ids)
            _text(paragraph, " ")
    yield paragraph


def _begins_paragraph(collated: Collated, locus: Locus) -> bool:
    tokens = collated.collation.tokens(locus.row, collated.collation.base)
    return bool(tokens) and (PARAGRAPH in tokens[0].before or PAGE in tokens[0].before)


def _app(paragraph: Element, collated: Collated, locus: Locus, ids: list[str]) -> None:
    kind = "equal" if not locus.varies else "substantive" if collated.is_substantive(locus) else "accidental"
    app = add(paragraph, "app", {"type": kind})
    for group in locus.groups:
        apart = collated.raw_groups(locus, group)
        holder = add(app, "rdgGrp", {"type": "equal"}) if len(apart) > 1 else app
        for some in apart:
            _reading(holder, collated, locus, some, ids)


def _reading(holder: Element, collated: Collated, locus: Locus, some: tuple[int, ...], ids: list[str]) -> None:
    attributes = {"wit": " ".join(f"#{ids[k]}" for k in some)}
    kinds = collated.kinds(locus, some)
    if kinds:
        attributes["type"] = kinds[0].value
    if some[0] in locus.row.moved:
        attributes["n"] = str(locus.row.ranges[some[0]].start + 1)
        for k in some[1:]:  # each stands at a place of its own
            _reading(holder, collated, locus, (k,), ids)
        attributes["wit"] = f"#{ids[some[0]]}"
    reading = add(holder, "rdg", attributes)
    _words(reading, collated.collation.tokens(locus.row, collated.best(some)))


def _words(parent: Element, tokens: Iterable[Token]) -> None:
    """Words with single spaces between them; those set off alike together in a ``hi``."""
    for number, (emphasis, group) in enumerate(groupby(tokens, key=set_off)):
        text = clean(" ".join(token.text for token in group))
        if number:
            _text(parent, " ")
        if emphasis:
            add(parent, "hi", {"rend": " ".join(emphasis)}, text)
        else:
            _text(parent, text)


def _text(parent: Element, text: str) -> None:
    """Text at the end of an element."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
