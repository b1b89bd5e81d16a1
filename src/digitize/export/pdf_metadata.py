"""What the PDF says of itself: title, source reference, date, language, page labels; XMP and document information alike."""

from __future__ import annotations

import re
from datetime import datetime
from xml.sax.saxutils import escape

import ocrmypdf
import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from digitize import __version__
from digitize.export.page_facts import Facts, facts_of, main_language_told
from digitize.model.clock import export_date
from digitize.model.document import Document
from digitize.model.language import model_for

CLAIM = "<pdfaid:conformance>{level}</pdfaid:conformance>"
"""How the claim's level stands in the packet."""
_CALENDAR_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_LABEL = re.compile(r"[1-9]\d{0,8}")


def describe(pdf: Pdf, document: Document, *, archival: bool, facts: Facts | None = None) -> None:
    """Writes the document's metadata into ``pdf``, in place of all that is there.

    Args:
        pdf: The PDF.
        document: The document.
        archival: Whether the packet claims PDF/A-2b.
        facts: What is told of all its pages, where that is known.
    """
    made = export_date()
    producer = f"OCRmyPDF {ocrmypdf.__version__} / pikepdf {pikepdf.__version__}"
    creator = f"digitize {__version__}"
    citation = document.reference.citation
    info = {"/Title": document.title, "/Creator": creator, "/Producer": producer}
    if citation:
        info["/Subject"] = citation
    info["/CreationDate"] = info["/ModDate"] = made.strftime("D:%Y%m%d%H%M%S+00'00'")
    for key in list(
        pdf.docinfo.keys()
    ):  # emptied and not replaced: the order of objects stays when it is written again
        del pdf.docinfo[key]
    for key, value in sorted(info.items()):
        pdf.docinfo[key] = pikepdf.String(_plain(value))
    language = main_language(document, facts)
    packet = _packet(document, creator, producer, made, language, archival=archival)
    pdf.Root.Metadata = pdf.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)
    if Name.Lang in pdf.Root:
        del pdf.Root[Name.Lang]
    if language:
        pdf.Root.Lang = pikepdf.String(language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    _label_pages(pdf, document)


def describe_like(pdf: Pdf, document: Document, facts: Facts | None = None) -> None:
    """Writes the document's metadata anew into a finished PDF of ours, which goes on claiming what it claims."""
    packet = pdf.Root.Metadata.read_bytes()
    level_b, level_u = (CLAIM.format(level=level).encode("ascii") for level in "BU")
    describe(pdf, document, archival=level_b in packet or level_u in packet, facts=facts)
    if level_u in packet:
        made = pdf.Root.Metadata.read_bytes().replace(level_b, level_u)
        pdf.Root.Metadata = pdf.make_stream(made, Type=Name.Metadata, Subtype=Name.XML)


def main_language(document: Document, facts: Facts | None = None) -> str | None:
    """The BCP 47 tag of the language of most words, else of the first model asked for; ``None`` when neither is known.

    Args:
        document: The document.
        facts: What is told of all its pages, where that is known.
    """
    told = main_language_told(facts_of(document.transcription.pages) if facts is None else facts)
    tags = (model_for(code).bcp47 for code in document.languages)
    return told or next((tag for tag in tags if not tag.startswith("und")), None)


def _label_pages(pdf: Pdf, document: Document) -> None:
    """Pages are labelled as printed where the first page's number is stated; a leaf such as 12v is left alone."""
    if Name.PageLabels in pdf.Root:
        del pdf.Root[Name.PageLabels]
    printed = document.reference.page
    if printed is None or not _LABEL.fullmatch(printed):
        return
    first = document.pages[0].image.page_number
    labels = Array()
    expected = None
    for index, record in enumerate(document.pages):
        number = int(printed) + record.image.page_number - first
        if number != expected:
            labels.append(index)
            labels.append(Dictionary(S=Name.D, St=number))
        expected = number + 1
    pdf.Root.PageLabels = Dictionary(Nums=labels)


def _packet(
    document: Document, creator: str, producer: str, made: datetime, language: str | None, *, archival: bool
) -> bytes:
    reference = document.reference
    date = made.strftime("%Y-%m-%dT%H:%M:%S+00:00")
    properties = [_alternatives("dc:title", document.title), _simple("dc:format", "application/pdf")]
    if reference.citation:
        properties += [_alternatives("dc:description", reference.citation), _simple("dc:source", reference.citation)]
    if reference.date and _CALENDAR_DATE.fullmatch(reference.date):
        properties.append(_list("dc:date", "Seq", reference.date))
    elif reference.date:
        properties.append(_simple("dc:coverage", reference.date))
    if language:
        properties.append(_list("dc:language", "Bag", language))
    properties += [
        _simple("xmp:CreatorTool", creator),
        _simple("xmp:CreateDate", date),
        _simple("xmp:ModifyDate", date),
        _simple("xmp:MetadataDate", date),
        _simple("pdf:Producer", producer),
    ]
    if archival:
        properties += [_simple("pdfaid:part", "2"), CLAIM.format(level="B")]
    return _FRAME.format(properties="\n".join(properties)).encode("utf-8")


def _simple(name: str, value: str) -> str:
    return f"<{name}>{escape(_plain(value))}</{name}>"


def _alternatives(name: str, value: str) -> str:
    item = f'<rdf:li xml:lang="x-default">{escape(_plain(value))}</rdf:li>'
    return f"<{name}><rdf:Alt>{item}</rdf:Alt></{name}>"


def _list(name: str, kind: str, value: str) -> str:
    return f"<{name}><rdf:{kind}><rdf:li>{escape(_plain(value))}</rdf:li></rdf:{kind}></{name}>"


def _plain(text: str) -> str:
    """Without what XML cannot hold, and on one line."""
    return "".join(c if c.isprintable() else " " for c in text if not "\ud800" <= c <= "\udfff" and c < "\ufffe")


_FRAME = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" \
xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
{properties}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""
