"""Events of documents, to which automations answer (docs/operations.md has their table)."""

from __future__ import annotations

from typing import Any

from prefect.events import emit_event

from digitize.ingest import printable
from digitize.pipeline.for_review import ForReview
from digitize.pipeline.run import DocumentResult
from digitize.settings import Settings
from digitize_flows.links import links_of
from digitize_flows.shown import in_a_run

DELIVERED = "digitize.document.delivered"
NEEDS_REVIEW = "digitize.document.needs-review"
FAILED = "digitize.document.failed"
_MOST_ERRORS = 10
_MOST_CHARACTERS = 500
_MOST_PAGES = 200
"""Numbers of pages that are told: an event has to be small."""


def tell_of_document(
    result: DocumentResult, for_review: ForReview | None, failed_pages: tuple[int, ...], settings: Settings
) -> None:
    """Tells what became of a document: delivered, with reasons for a review where there are some; or failed.

    Args:
        result: What became of it.
        for_review: What a person should look at; ``None`` when nothing was delivered.
        failed_pages: Pages that could not be read.
        settings: Of the run.
    """
    if not in_a_run():
        return
    payload: dict[str, Any] = {
        "source": printable(result.name),
        "pages": result.pages,
        "words": result.words,
        "failed_pages": list(failed_pages[:_MOST_PAGES]),
        "errors": [printable(str(error))[:_MOST_CHARACTERS] for error in result.errors[:_MOST_ERRORS]],
    }
    if result.id is None or for_review is None:
        emit_event(FAILED, _resource("source", result.name), payload=payload)
        return
    row, links = for_review.row, links_of(result.id, settings)
    payload |= {
        "document": printable(result.id),
        "folder": printable(str(result.folder)),
        "predicted_cer": row.predicted_cer,
        "worst_predicted_cer": row.worst_cer,
    }
    if links is not None:
        payload["links"] = {"document": links.overview, "review": links.review, "pdf": links.file(f"{result.id}.pdf")}
    delivered = emit_event(DELIVERED, _resource("document", result.id), payload=payload)
    if for_review.reasons:
        reasons = {"reasons": [printable(reason)[:_MOST_CHARACTERS] for reason in for_review.reasons]}
        emit_event(NEEDS_REVIEW, _resource("document", result.id), payload=payload | reasons, follows=delivered)


def _resource(kind: str, name: str) -> dict[str, str]:
    told = printable(name)
    return {"prefect.resource.id": f"digitize.{kind}.{told}", "prefect.resource.name": told}
