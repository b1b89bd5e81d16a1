"""The list of documents in the output folder, each with its state."""

from __future__ import annotations

from typing import Any

from digitize.errors import InputError
from digitize.pipeline.library import load_report
from digitize.pipeline.review_state import ReviewState, counted, review_state, unfit_told
from digitize.settings import Settings
from digitize.store.output import document_ids


def list_documents(settings: Settings) -> list[dict[str, Any]]:
    """A row for every document: id, title, pages, words, state. One that cannot be read says so and stops no other."""
    if not settings.output.is_dir():
        return []
    return [_row(document_id, settings) for document_id in document_ids(settings.output)]


def _row(document_id: str, settings: Settings) -> dict[str, Any]:
    try:
        report = load_report(document_id, settings)
        review = review_state(settings.output / document_id)
    except InputError as error:
        return {"id": document_id, "title": None, "pages": None, "words": None, "state": error.message}
    pages = report["pages"]
    return {
        "id": document_id,
        "title": report["reference"]["title"],
        "pages": len(pages),
        "words": sum(page["words"] for page in pages),
        "state": _state(report, review),
    }


def _state(report: dict[str, Any], review: ReviewState) -> str:
    failed = sum(page["status"] == "failed" for page in report["pages"])
    there, all_pages = len(report["pages"]), pages_of_sources(report)
    told = [f"{failed} page{'s' if failed != 1 else ''} failed"] if failed else []
    told += [f"{there} of {all_pages} pages"] if there < all_pages else []
    told += ["reviewed"] if review.is_reviewed else []
    told += [counted(len(review.open), "open decision")] if review.open else []
    told += [unfit_told(len(review.unfit))] if review.unfit else []
    return ", ".join(told) or "complete"


def pages_of_sources(report: dict[str, Any]) -> int:
    """How many pages a document's source files have, whether or not all of them were wanted; halves of spreads count as pages."""
    halved = {
        (page["source_sha256"], page["frame"]) for page in report["pages"] if page.get("part", "whole") != "whole"
    }
    return int(sum(source["frames"] for source in report["sources"])) + len(halved)
