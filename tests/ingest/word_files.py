"""Word documents that tests put together by hand: the fewest parts that Word opens."""

from __future__ import annotations

import zipfile
from io import BytesIO

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def run(text: str, properties: str = "") -> str:
    """A run of text; ``properties`` is what stands in its ``w:rPr``."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*content: str, properties: str = "") -> str:
    """A paragraph of runs or other content; ``properties`` is what stands in its ``w:pPr``."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(content)}</w:p>"


def note_mark(number: int, kind: str = "footnote") -> str:
    """The mark of a note."""
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def notes(kind: str, *texts: str) -> str:
    """The part that holds notes; its first one is the rule that parts them from the text, as Word writes it."""
    rule = f'<w:{kind} w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
    told = "".join(f'<w:{kind} w:id="{n}">{text}</w:{kind}>' for n, text in enumerate(texts, start=1))
    return f"<w:{kind}s {_NAMESPACES}>{rule}{told}</w:{kind}s>"


def styles(*listed: str) -> str:
    """The part that holds styles."""
    return f"<w:styles {_NAMESPACES}>{''.join(listed)}</w:styles>"


def style(id_: str, *content: str, kind: str = "paragraph", based_on: str | None = None) -> str:
    """One style."""
    below = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="{kind}" w:styleId="{id_}"><w:name w:val="{id_}"/>{below}{"".join(content)}</w:style>'


def docx(*body: str, **parts: str) -> bytes:
    """A document: the content of its body, and other parts by name (``styles``, ``footnotes``, ``endnotes``)."""
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>' for n, name in enumerate(parts)
    )
    files = {
        "[Content_Types].xml": _types({"document": "document.main", **{name: name for name in parts}}),
        "_rels/.rels": _relations(f'<Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'),
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{''.join(body)}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(relations),
        **{f"word/{name}.xml": text for name, text in parts.items()},
    }
    return zipped({name: f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode() for name, text in files.items()})


def zipped(files: dict[str, bytes]) -> bytes:
    """A ZIP file."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def _types(parts: dict[str, str]) -> str:
    told = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>' for name, kind in parts.items()
    )
    relations = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<Types xmlns="{_PACKAGE}/content-types">{relations}{told}</Types>'


def _relations(listed: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'
