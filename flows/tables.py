"""The texts that Prefect shows beside a run, in Markdown."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from digitize.ingest import printable
from digitize.model.transcription import PageStatus, PredictedErrors
from digitize.pipeline.for_review import ForReview
from digitize.pipeline.laying import Laid
from digitize.pipeline.review_state import counted
from digitize.pipeline.run import DocumentResult
from digitize.settings import Settings
from digitize_flows.links import Links, links_of
from digitize_flows.markdown import NOTHING, heading, link, picture, plain, table
from digitize_flows.page_facts import PageFacts

_KEY_CHARACTERS = 60
_MOST_PAGES = 500
"""Rows of a page table: a longer one is slow to open, and each is kept in Prefect's database. Failed pages always have theirs."""
_MOST_DOCUMENTS = 500
_MOST_CHARACTERS = 300
"""Of a message in a cell."""


def artifact_key(kind: str, name: str) -> str:
    """A key that Prefect accepts (small Latin letters, digits, dashes), distinct for each name; of a path its end is told."""
    last = name.rstrip("/").rpartition("/")[2]
    short = re.sub(r"[^a-z0-9]+", "-", last.lower()).strip("-")[:_KEY_CHARACTERS].strip("-")
    if short and short == name:
        return f"{kind}-{short}"
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return "-".join(part for part in (kind, short, digest) if part)


def page_table(
    document: str,
    pages: Sequence[PageFacts],
    *,
    folder: Path | None = None,
    links: Links | None = None,
    pictures: Mapping[int, str] | None = None,
    reasons: Sequence[str] = (),
    errors: Sequence[str] = (),
) -> str:
    """What became of a document and of each of its pages; what failed stands first, with the way out.

    Args:
        document: What the document is called.
        pages: Its pages, in order.
        folder: Where its files are; ``None`` when nothing was delivered.
        links: Into the review app.
        pictures: Small pictures of some pages, by number, as data URIs.
        reasons: Why a person should look at it.
        errors: What failed besides pages.
    """
    pictures = pictures or {}
    failed = [page for page in pages if page.failure is not None]
    parts = [heading(document), document_links(links, folder)]
    if reasons:
        parts.append(f"**Needs review:** {plain('; '.join(reasons))}\n\n")
    if failed:
        row = (["**" + str(page.number) + "**", _shortened(page.failure or "")] for page in failed[:_MOST_PAGES])
        parts += [
            f"**{counted(len(failed), 'page')} could not be read**\n\n",
            table(("page", "why, and what to do"), row),
            "\n",
        ]
    parts += [f"**Failed:** {_shortened(error)}\n\n" for error in errors]
    header = ["page", *(["image"] if pictures else []), "status", "words", "confidence", "predicted CER", "read as"]
    shown = pages[:_MOST_PAGES]
    rows = [_page_row(page, links, pictures or None) for page in shown]
    parts += [table((*header, "warnings"), rows)] if pages else []
    if len(pages) > len(shown):
        parts.append(f"\n… and {len(pages) - len(shown):,} more pages; `report.json` tells of all of them.\n")
    return "".join(parts)


def document_links(links: Links | None, folder: Path | None) -> str:
    """Where the files of a document are: in the review app, and on the machine that made them; ``""`` when there are none."""
    if folder is None:
        return ""
    told = []
    if links is not None:
        pdf = f"{links.document}.pdf"
        told += [link("PDF", links.file(pdf))] if (folder / pdf).is_file() else []
        told += [
            link("review", links.review),
            link("pages and files", links.overview),
            link("all files (ZIP)", links.package),
        ]
    return " · ".join([*told, f"folder {plain(str(folder))}"]) + "\n\n"


def document_table(folder: str, results: Sequence[DocumentResult], settings: Settings | None = None) -> str:
    """One row for each document of a folder; those of which something failed stand first.

    Args:
        folder: What the folder is called.
        results: What became of each.
        settings: Of the run; with ``review_url`` documents are linked.
    """
    header = ("document", "status", "pages", "words", "what failed")
    in_order = sorted(results, key=lambda result: (result.delivered, not result.errors))
    text = heading(folder) + table(header, (_document_row(result, settings) for result in in_order[:_MOST_DOCUMENTS]))
    rest = len(results) - _MOST_DOCUMENTS
    return text + (f"\n… and {rest:,} more documents.\n" if rest > 0 else "")


def alignment_table(laid: Laid) -> str:
    """How a text lies on a document: in sentences, and how many differences there are of each kind."""
    rows = [(kind.value.replace("-", " "), f"{count:,}") for kind, count in laid.measures.kinds]
    sentences = " ".join(plain(sentence) for sentence in laid.sentences)
    return f"{heading(f'{laid.document}@{laid.reference}')}{sentences}\n\n{table(('differences', 'count'), rows)}"


def code_block(title: str, text: str) -> str:
    """Text that is laid out in columns, as it is."""
    lines = "".join(f"    {printable(line)}\n" for line in text.splitlines())
    return f"{heading(title)}{lines}"


def review_table(documents: Sequence[ForReview], settings: Settings) -> str:
    """One row for each document that waits for a person."""
    text = f"## To review\n\n{counted(len(documents), 'document')} in {plain(str(settings.output))}\n\n"
    if not documents:
        return text
    header = ("document", "pages", "words", "predicted CER", "worst page", "why")
    text += table(header, (_review_row(each, settings) for each in documents[:_MOST_DOCUMENTS]))
    rest = len(documents) - _MOST_DOCUMENTS
    return text + (f"\n… and {rest:,} more documents.\n" if rest > 0 else "")


def _page_row(page: PageFacts, links: Links | None, pictures: Mapping[int, str] | None) -> list[str]:
    number, failed = str(page.number), page.status is PageStatus.FAILED
    cells = [number if links is None or (failed and not page.failure) else link(number, links.page(page.number))]
    if pictures is not None:
        made = pictures.get(page.number)
        cells.append(picture(made, f"page {number}") if made else "")
    notes = [*([page.failure] if page.failure else []), *page.warnings]
    return [
        *cells,
        f"**{page.status}**" if failed else str(page.status),
        f"{page.words:,}",
        NOTHING if page.confidence is None else f"{page.confidence:.2f}",
        _predicted(page.predicted),
        _read_as(page),
        _shortened("; ".join(notes)) or NOTHING,
    ]


def _read_as(page: PageFacts) -> str:
    told = [plain("+".join(page.languages))] if page.languages else []
    told += [counted(page.columns, "column")] if page.columns else []
    return ", ".join(told) or NOTHING


def _predicted(of: PredictedErrors | None) -> str:
    return NOTHING if of is None else f"{100 * of.cer:.1f} % ({100 * of.low:.1f}–{100 * of.high:.1f})"


def _document_row(result: DocumentResult, settings: Settings | None) -> list[str]:
    status = "done" if not result.errors else "**partial**" if result.delivered else "**failed**"
    if result.same_as is not None:
        status = f"same as {plain(result.same_as)}"
    links = links_of(result.id, settings) if result.id and settings else None
    name = link(result.id or result.name, links.overview) if links else plain(result.id or result.name)
    failures = "; ".join(str(error) for error in result.errors)
    return [name, status, str(result.pages), f"{result.words:,}", _shortened(failures) or NOTHING]


def _review_row(each: ForReview, settings: Settings) -> list[str]:
    row = each.row
    links = links_of(row.id, settings)
    name = link(row.name, links.overview) if links else plain(row.name)
    rates = (NOTHING if rate is None else f"{100 * rate:.1f} %" for rate in (row.predicted_cer, row.worst_cer))
    return [name, f"{row.pages:,}", f"{row.words:,}", *rates, _shortened("; ".join(each.reasons))]


def _shortened(text: str) -> str:
    return plain(text if len(text) <= _MOST_CHARACTERS else f"{text[: _MOST_CHARACTERS - 1]}…")
