"""Exports: one module per format, writing to a sink it is given.

Nothing heavy is imported until a format is written, so that the command line starts quickly.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digitize.export.sink import Materials, Sink
    from digitize.model.document import Document

Exporter = Callable[["Document", "Materials", "Sink"], None]
"""Writes a document's files of one format to the sink; touches nothing else."""


def _alto(document: Document, _materials: Materials, sink: Sink) -> None:
    from digitize.export.alto import export_alto

    export_alto(document, sink)


def _hocr(document: Document, _materials: Materials, sink: Sink) -> None:
    from digitize.export.hocr import export_hocr

    export_hocr(document, sink)


def _json(document: Document, _materials: Materials, sink: Sink) -> None:
    from digitize.export.transcription_json import export_transcription

    export_transcription(document, sink)


def _page(document: Document, _materials: Materials, sink: Sink) -> None:
    from digitize.export.page_xml import export_page

    export_page(document, sink)


def _pdf(document: Document, materials: Materials, sink: Sink) -> None:
    from digitize.export.pdf import export_pdf

    export_pdf(document, materials, sink)


def _tei(document: Document, _materials: Materials, sink: Sink) -> None:
    from digitize.export.tei import export_tei

    export_tei(document, sink)


def _text(document: Document, _materials: Materials, sink: Sink) -> None:
    from digitize.export.plain_text import export_text

    export_text(document, sink)


EXPORTERS: dict[str, Exporter] = {
    "alto": _alto,
    "hocr": _hocr,
    "json": _json,
    "page": _page,
    "pdf": _pdf,
    "tei": _tei,
    "txt": _text,
}
"""Every format by its name on the command line (``--format``)."""

FACING = "facing"
"""The facing transcription, which is written when it is asked for (``--pdf facing``); it is made from the searchable PDF."""
