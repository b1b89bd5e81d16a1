"""The TEI header: what was digitised, from which files, with what, and how the two layers are encoded."""

from __future__ import annotations

from digitize.export.markup import Element, clean
from digitize.export.page_facts import Facts, modern_tags, tags_told
from digitize.export.tei_elements import REVIEWERS, XML_ID, add, element, version_number, xml_name
from digitize.export.tei_source import cited
from digitize.model.clock import export_date
from digitize.model.document import Document
from digitize.model.language import VARIANTS, bcp47, model_for

_LAYERS = (
    "Each word (w) holds what stands on the paper, character for character. Where the reading layer differs, the word "
    "holds a choice: orig is the printed layer, reg the reading layer, empty when the word was joined to the one "
    "before it (w/@prev). Nothing was changed without a mark: the rule, the old and the new form of every machine "
    "repair of either layer stand in standOff."
)
_MODERNISED = (
    "Russian in the orthography of before 1918 is in that of today in the reading layer (reg with the language ru-luna1918), "
    "by the rules whose names begin with modernise-."
)
_HYPHENATION = (
    "Hyphens at the end of a line are kept as printed. A line that continues a broken word begins with lb break='no', "
    "and the parts of the word are linked by part, next and prev."
)

_DECIDED = "decided on words with resp; each decision stands, with name and time, in decisions.jsonl of the document"


def header(document: Document, facts: Facts) -> Element:
    """The ``teiHeader``.

    Args:
        document: The document.
        facts: What is told of all its pages.
    """
    root = element("teiHeader")
    _file_description(add(root, "fileDesc"), document, decided=any(page.decided for page in facts.values()))
    _encoding(add(root, "encodingDesc"), document, modern=any(page.modern for page in facts.values()))
    read = [*tags_told(facts), *modern_tags(facts)]
    models = (model_for(code).language for code in document.languages)
    known = {tag.split("-")[0] for tag in read if tag.split("-")[-1] in VARIANTS.values()}
    tags = dict.fromkeys([*read, *(tag for code in models if code and (tag := bcp47(code)) not in known)])
    if tags:
        usage = add(add(root, "profileDesc"), "langUsage")
        for tag in tags:
            add(usage, "language", {"ident": tag})
    return root


def _file_description(description: Element, document: Document, *, decided: bool) -> None:
    add(add(description, "titleStmt"), "title", {}, clean(document.title))
    transcription = document.transcription
    origin = f"Transcription {transcription.id} ({transcription.origin}" + (
        f", made from {transcription.parent})" if transcription.parent else ")"
    )
    edition = add(description, "editionStmt")
    add(edition, "edition", {"n": xml_name(transcription.id)}, clean(origin))
    if decided:
        responsible = add(edition, "respStmt", {XML_ID: REVIEWERS})
        add(responsible, "resp", {}, _DECIDED)
        add(responsible, "name", {}, "reviewers")
    day = export_date().strftime("%Y-%m-%d")
    published = add(add(description, "publicationStmt"), "p", {}, "Machine transcription, not published. ")
    add(published, "date", {"when": day}, day)
    _sources(add(description, "sourceDesc"), document)


def _sources(description: Element, document: Document) -> None:
    for stated in cited(document.reference):
        description.append(stated)
    files = add(description, "listBibl", {"type": "source-files"})
    for source in document.sources:
        entry = add(files, "bibl")
        add(entry, "title", {}, clean(source.name))
        add(entry, "idno", {"type": "sha256"}, source.sha256)
        extent = add(entry, "extent")
        add(extent, "measure", {"unit": "image", "quantity": str(source.frames)})
        add(extent, "measure", {"unit": "byte", "quantity": str(source.size_bytes)})
        add(entry, "note", {"type": "media-type"}, clean(source.media_type))


def _encoding(description: Element, document: Document, *, modern: bool) -> None:
    editorial = add(description, "editorialDecl")
    normalization = add(editorial, "normalization", {"method": "markup"})
    add(normalization, "p", {}, _LAYERS)
    if modern:
        add(normalization, "p", {}, _MODERNISED)
    add(add(editorial, "hyphenation", {"eol": "all"}), "p", {}, _HYPHENATION)
    if document.tools:
        applications = add(description, "appInfo")
        for tool in document.tools:
            attributes = {"ident": xml_name(tool.name), "version": version_number(tool.version)}
            add(add(applications, "application", attributes), "label", {}, clean(f"{tool.name} {tool.version}"))
