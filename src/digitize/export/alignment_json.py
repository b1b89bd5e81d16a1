"""``alignments/<reference>/alignment.json``: where each word of a reference text stands on the scan, and how the two differ."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from digitize.export.compared import Compared, place_on
from digitize.export.sink import Sink
from digitize.export.transcription_json import to_json
from digitize.export.variant_json import encode_measures, encode_settings, encode_variant
from digitize.model.citation import cite_source
from digitize.model.document import Document
from digitize.model.witness import PlacedWord, TextPart, Token
from digitize.store.reference_file import KeptReference

SCHEMA_VERSION = "1.0"
FILE = "alignment.json"
SCAN, REFERENCE = "scan", "reference"
"""What the two texts are called in the names of fields."""
_MOST_HEAD = 1 << 20


def export_alignment(compared: Compared, reference: KeptReference, sink: Sink, path: str, inputs: str) -> None:
    """Writes the file: what was compared in its first line; then a line for each word, page and variant.

    Args:
        compared: The scan's text, with its document, and the reference's.
        reference: The reference text.
        sink: Receives it.
        path: Where.
        inputs: Digest of what it was made from, by which one sees whether it would come out the same again.
    """
    document = compared.a.document
    if document is None:
        raise ValueError("the first text is no scan's")
    with sink.file(path) as temporary, temporary.open("wb") as out:
        out.write(to_json(_head(compared, document, reference, inputs))[:-1] + b',"words":[\n')
        out.writelines(_lines(_reference_words(compared, document)))
        out.write(b'\n],"pages":[\n')
        out.writelines(_lines(map(to_json, _scan_words(compared, document))))
        out.write(b'\n],"variants":[\n')
        variants = (encode_variant(compared, variant, SCAN, REFERENCE) for variant in compared.variants)
        out.writelines(_lines(map(to_json, variants)))
        out.write(b"\n]}\n")


def read_alignment_head(path: Path) -> dict[str, Any] | None:
    """What stands in the first line of such a file: all but the words and variants; ``None`` when it is none."""
    try:
        with path.open("rb") as stream:
            start, opened, _ = stream.readline(_MOST_HEAD).partition(b',"words":[')
        head = json.loads(start + b"}") if opened else None
    except (OSError, ValueError, RecursionError):
        return None
    return head if isinstance(head, dict) else None


def _lines(values: Iterable[bytes]) -> Iterator[bytes]:
    for number, value in enumerate(values):
        yield b",\n" + value if number else value


def _head(compared: Compared, document: Document, reference: KeptReference, inputs: str) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "document": document.id,
        "transcription": document.transcription.id,
        "inputs_sha256": inputs,
        "source_cited": cite_source(document.reference) or None,
        "reference": {
            "id": reference.id,
            "name": reference.source_name,
            "sha256": reference.source_sha256,
            "size_bytes": reference.source_bytes,
            "format": reference.format,
            "encoding": reference.encoding,
            "language": reference.language,
            "notices": list(reference.notices),
        },
        "comparison": encode_settings(compared.by, compared.listed),
        "measures": {
            **encode_measures(compared.measures, SCAN, REFERENCE),
            "pages": list(compared.measures.pages),
        },
    }


def _reference_words(compared: Compared, document: Document) -> Iterator[bytes]:
    """Each word of the reference with the words of the scan that it stands for; ``null`` where it is not on the scan.

    Of a book of which the scan is a page most are not; the same word is encoded once.
    """
    laid: dict[int, tuple[range, bool]] = {}
    for link in compared.alignment.links:
        if link.is_paired:
            laid.update((index, (link.a, link.moved)) for index in link.b)
    words = compared.a.words
    absent: dict[tuple[str, TextPart], bytes] = {}
    for index, token in enumerate(compared.b.witness.tokens):
        found = laid.get(index)
        if found is None:
            key = (token.text, token.part)
            encoded = absent.get(key)
            if encoded is None:
                encoded = absent[key] = to_json({**_word(token), "on_scan": None})
            yield encoded
            continue
        on_scan = _on_scan(document, [words[i] for i in found[0]])
        yield to_json({**_word(token), "on_scan": {**on_scan, "moved": True} if found[1] else on_scan})


def _word(token: Token) -> dict[str, Any]:
    told: dict[str, Any] = {"text": token.text}
    return told if token.part is TextPart.BODY else {**told, "part": token.part.value}


def _on_scan(document: Document, placed: list[PlacedWord]) -> dict[str, Any]:
    first = placed[0]
    return {
        "page_number": first.page.page_number,
        "column": first.line.column,
        "line": first.line.id,
        "place": place_on(document, first.page, first.line),
        "words": [each.word.id for each in placed],
        "boxes": [[each.word.box.x0, each.word.box.y0, each.word.box.x1, each.word.box.y1] for each in placed],
    }


def _scan_words(compared: Compared, document: Document) -> Iterator[dict[str, Any]]:
    """Each page with its words, by their ids: numbers of the reference's words; ``null`` for what is not in the reference."""
    laid = {i: list(link.b) for link in compared.alignment.links if link.is_paired for i in link.a}
    by_page: dict[int, dict[str, list[int] | None]] = {p.page_number: {} for p in document.transcription.pages}
    for index, placed in enumerate(compared.a.words):
        by_page[placed.page.page_number][placed.word.id] = laid.get(index)
    for page_number, words in by_page.items():
        yield {"page_number": page_number, "words": words}
