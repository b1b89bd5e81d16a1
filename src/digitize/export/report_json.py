"""``report.json``: how each page came about and what was made of it; provenance and digests of the document."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from digitize.export.facts import mean_confidence
from digitize.export.transcription_json import encode_reference
from digitize.model.document import Document
from digitize.model.own_text import OwnText, OwnTextKind
from digitize.model.transcription import Doubt, TranscribedPage
from digitize.store.page_codec import encode_record

SCHEMA_VERSION = "1.4"


def encode_report(
    document: Document,
    settings: Mapping[str, object],
    outputs: Mapping[str, str],
    last_reading: str | None = None,
    unfit_decisions: int = 0,
    export_warnings: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> bytes:
    """The content of ``report.json``.

    Args:
        document: The document.
        settings: The settings that its results depend on (not where it is written, nor how many processes work).
        outputs: SHA-256 of every file written, by its path in the document's folder.
        last_reading: The version that engines read last, where another one is in force.
        unfit_decisions: Persons' decisions that do not fit the last reading.
        export_warnings: What a person should know of the files, by format: what of a source is not in them.
    """
    pages = document.transcription.pages
    plain_settings = json.loads(_dumps(dict(settings)))
    report = {
        "schema_version": SCHEMA_VERSION,
        "document": document.id,
        "title": document.reference.title,
        "transcription": document.transcription.id,
        "origin": document.transcription.origin.value,
        "parent": document.transcription.parent,
        "last_reading": last_reading or document.transcription.id,
        "unfit_decisions": unfit_decisions,
        "complete": all(p.failure is None for p in pages)
        and document.frames_done == sum(s.frames for s in document.sources),
        "reference": encode_reference(document.reference),
        "languages": list(document.languages),
        "orthography": _orthography(pages),
        "repairs": _repairs(pages),
        "provenance": {
            "tools": [{"name": tool.name, "version": tool.version} for tool in document.tools],
            "settings": plain_settings,
            "settings_sha256": hashlib.sha256(_dumps(plain_settings).encode("ascii")).hexdigest(),
        },
        "sources": [
            {
                "sha256": source.sha256,
                "name": source.name,
                "size_bytes": source.size_bytes,
                "media_type": source.media_type,
                "frames": source.frames,
            }
            for source in document.sources
        ],
        "pages": [_page(document, index) for index in range(len(pages))],
        "outputs": dict(sorted(outputs.items())),
        "export_warnings": {name: list(told) for name, told in sorted(export_warnings.items()) if told},
    }
    return dump_readable(report)


def renew_report(
    as_written: bytes,
    document: Document,
    outputs: Mapping[str, str],
    unfit_decisions: int,
    export_warnings: Mapping[str, Sequence[str]],
) -> bytes:
    """The content of ``report.json`` when the words of a few pages have changed; what else it tells stays.

    Args:
        as_written: The report as it is.
        document: The document with the pages alone that have changed.
        outputs: SHA-256 of every file, by its path in the document's folder.
        unfit_decisions: Persons' decisions that do not fit the last reading.
        export_warnings: What a person should know of the files, by format.
    """
    before = json.loads(as_written)
    settings, reading = before["provenance"]["settings"], before["last_reading"]
    told = json.loads(encode_report(document, settings, {}, reading, unfit_decisions, export_warnings))
    made = {page["page_number"]: page for page in told["pages"]}
    pages = [made.get(page["page_number"], page) for page in before["pages"]]
    told["complete"], told["orthography"] = before["complete"], before["orthography"]
    told["repairs"], told["outputs"] = _summed(pages), dict(sorted(outputs.items()))
    lying = _page_pieces(as_written)
    if len(lying) != len(pages):
        return dump_readable({**told, "pages": pages})
    both = zip(pages, lying, strict=True)
    pieces = [_piece(page) if page["page_number"] in made else piece for page, piece in both]
    text = dump_readable({**told, "pages": []})
    return text.replace(_NO_PAGES, _OPENS + _BETWEEN.join(pieces) + _CLOSES, 1)


_NO_PAGES, _OPENS, _CLOSES = b'\n  "pages": [],\n', b'\n  "pages": [\n    {\n', b"\n    }\n  ],\n"
_BETWEEN = b"\n    },\n    {\n"
"""What stands before, between and after pages in the readable form: no such line stands within one."""


def _page_pieces(data: bytes) -> list[bytes]:
    """The pages of a report as they are written, without what stands around them; none when they are written otherwise."""
    _, opened, rest = data.partition(_OPENS)
    pages, closed, _ = rest.partition(_CLOSES)
    return pages.split(_BETWEEN) if opened and closed else []


def _piece(page: Mapping[str, Any]) -> bytes:
    return _page_pieces(dump_readable({"pages": [page], "end": None}))[0]


def tells_pages(report: Mapping[str, Any], document: Document) -> bool:
    """Whether a report is of the form of now, and tells of some pages what would be told of them now.

    Args:
        report: The report.
        document: The document with these pages alone.
    """
    if report["schema_version"] != SCHEMA_VERSION or report["repairs"] != _summed(report["pages"]):
        return False
    told = {page["page_number"]: page for page in report["pages"]}
    pages = enumerate(document.transcription.pages)
    return all(told.get(page.page_number) == json.loads(_dumps(_page(document, index))) for index, page in pages)


def _summed(pages: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The document's repairs, by what is told of its pages."""
    kinds: Counter[tuple[str, str]] = Counter()
    for page in pages:
        for told in page["repairs"]:
            kinds[told["layer"], told["rule"]] += told["words"]
    return [{"rule": rule, "layer": layer, "words": words} for (layer, rule), words in sorted(kinds.items())]


def _orthography(pages: Iterable[TranscribedPage]) -> dict[str, Any] | None:
    """The older orthography of the document and the pages that are in it; ``mixed`` where other pages are in today's."""
    told = [(page.page_number, page.language, page.orthography) for page in pages]
    old = [(number, orthography) for number, _, orthography in told if orthography is not None]
    if not old:
        return None
    languages = {language for _, language, orthography in told if orthography is not None and language is not None}
    rest = any(orthography is None and language in languages for _, language, orthography in told)
    return {
        "value": "mixed" if rest else str(old[0][1]),
        "pages": [number for number, _ in old],
    }


def _repairs(pages: Iterable[TranscribedPage]) -> list[dict[str, Any]]:
    """How many words each rule has changed in each layer; parts of a joined word count each."""
    kinds = Counter(
        kind
        for page in pages
        for word in page.words
        for kind in {(repair.layer, repair.rule) for repair in word.repairs}
    )
    return [{"rule": rule, "layer": layer, "words": words} for (layer, rule), words in sorted(kinds.items())]


def dump_readable(value: object) -> bytes:
    """JSON in UTF-8, indented, for people too."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2) + "\n"
    return text.encode("utf-8", "backslashreplace")


def _dumps(value: object) -> str:
    """Canonical JSON: sorted, without spaces, in ASCII; paths and the like by their text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), default=str)


def _page(document: Document, index: int) -> dict[str, Any]:
    record, page = document.pages[index], document.transcription.pages[index]
    encoded = encode_record(record)
    if record.own_text is not None:
        encoded["own_text"]["in_pdf"] = _own_text_in_pdf(document, index, record.own_text)
    return {
        **encoded.pop("image"),
        **encoded,
        "status": page.status.value,
        "failure": page.failure,
        "columns": page.columns,
        "language": page.language,
        "regions": len(page.regions),
        "lines": sum(1 for _ in page.lines),
        "words": sum(1 for _ in page.words),
        "disputed_words": sum(1 for word in page.words if word.alternatives),
        "repairs": _repairs([page]),
        "mean_confidence": mean_confidence(page.words),
        "doubtful_lines": {doubt.value: count for doubt, count in _doubts(page).items()},
        "predicted_cer": None if page.predicted is None else page.predicted.cer,
        "predicted_cer_interval": None if page.predicted is None else [page.predicted.low, page.predicted.high],
    }


def _own_text_in_pdf(document: Document, index: int, own: OwnText) -> str:
    if document.adds_text(index):
        return "added to"
    return "kept" if own.kind is OwnTextKind.VISIBLE or document.keeps_text(index) else "replaced"


def _doubts(page: TranscribedPage) -> dict[Doubt, int]:
    """How many lines are kept but not delivered as text, by reason."""
    counts = Counter(line.doubt for line in page.lines)
    return {doubt: counts[doubt] for doubt in Doubt if counts[doubt]}
