"""What files tell of each page's words, kept beside the text, so that a page can change without the others being read."""

from __future__ import annotations

import json
from pathlib import Path

from digitize.export.page_facts import Facts, decode_facts, encode_facts, facts_of
from digitize.model.document import Document
from digitize.pipeline.keys import FACTS_VERSION, step_key
from digitize.pipeline.library import read_stored
from digitize.pipeline.workshop import Workshop
from digitize.store.output import OutputFolder
from digitize.store.versions import IN_FORCE


def keep_facts(document: Document, digest: str, facts: Facts, output: OutputFolder) -> None:
    """Keeps facts, in the place of those of an earlier text.

    Args:
        document: The document.
        digest: SHA-256 of its ``transcription.json``.
        facts: Of that text.
        output: The output folder.
    """
    sources = [source.sha256 for source in document.sources]  # by which they go when the document is deleted
    told = {"sources": sources, "transcription": digest, "pages": encode_facts(facts)}
    output.cache(_key(document.id), json.dumps(told).encode("ascii"))


def known_facts(document_id: str, digest: str, numbers: tuple[int, ...], shop: Workshop) -> Facts:
    """The facts of the text in force; found out, in a worker, where they are not kept.

    Args:
        document_id: The document's id.
        digest: SHA-256 of its ``transcription.json``.
        numbers: Of its pages.
        shop: What the run works with.
    """
    kept = shop.output.cached(_key(document_id))
    if kept is not None:
        try:
            told = json.loads(kept)
            facts = decode_facts(told["pages"]) if told["transcription"] == digest else {}
        except (ValueError, KeyError, TypeError, AttributeError):
            facts = {}
        if tuple(facts) == numbers:
            return facts
    path = shop.output.folder(document_id) / IN_FORCE
    return shop.pool.run(shop.settings.page_timeout_s, facts_of_file, path)


def facts_of_file(path: Path) -> Facts:
    """The facts of a stored text; in a worker."""
    return facts_of(read_stored(path, packed=True).transcription.pages)


def _key(document_id: str) -> str:
    return step_key("page-facts", FACTS_VERSION, document=document_id)
