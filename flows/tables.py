"""The tables that Prefect shows beside a run, in Markdown."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

from digitize.ingest import printable
from digitize.model.transcription import PageStatus, PredictedErrors
from digitize.pipeline.laying import Laid
from digitize.pipeline.page import PageOutcome
from digitize.pipeline.run import DocumentResult

_KEY_CHARACTERS = 60


def artifact_key(kind: str, name: str) -> str:
    """A key that Prefect accepts (small Latin letters, digits, dashes), distinct for each name."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:_KEY_CHARACTERS].strip("-")
    if plain and plain == name:
        return f"{kind}-{plain}"
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return "-".join(part for part in (kind, plain, digest) if part)


def page_table(document: str, outcomes: Sequence[PageOutcome]) -> str:
    """One row for each page: what became of it, how much was read and how surely, and what a person should know."""
    header = ("page", "status", "words", "mean confidence", "predicted CER", "columns", "languages", "warnings")
    return _titled(document, _table(header, (_page_row(outcome) for outcome in outcomes)))


def document_table(folder: str, results: Sequence[DocumentResult]) -> str:
    """One row for each document of a folder."""
    header = ("document", "status", "pages", "words", "what failed")
    return _titled(folder, _table(header, (_document_row(result) for result in results)))


def alignment_table(laid: Laid) -> str:
    """How a text lies on a document: in sentences, and how many differences there are of each kind."""
    rows = [(kind.value.replace("-", " "), f"{count:,}") for kind, count in laid.measures.kinds]
    sentences = " ".join(_cell(sentence) for sentence in laid.sentences)
    return f"{_titled(f'{laid.document}@{laid.reference}', sentences)}\n{_table(('differences', 'count'), rows)}\n"


def code_block(title: str, text: str) -> str:
    """Text that is laid out in columns, as it is."""
    lines = "\n".join(f"    {printable(line)}" for line in text.splitlines())
    return _titled(title, lines)


def _page_row(outcome: PageOutcome) -> tuple[str, ...]:
    page = outcome.page
    words = [word for word in page.words if page.status is not PageStatus.FAILED]
    known = [word.confidence for word in words if word.confidence is not None]
    notes = [*([page.failure] if page.failure else []), *outcome.record.warnings]
    return (
        str(page.page_number),
        f"**{page.status}**" if page.status is PageStatus.FAILED else str(page.status),
        f"{len(words):,}",
        f"{sum(known) / len(known):.2f}" if known else "–",
        _predicted(page.predicted),
        str(page.columns) if page.columns else "–",
        "+".join(outcome.languages) or "–",
        "; ".join(notes) or "–",
    )


def _predicted(of: PredictedErrors | None) -> str:
    return "–" if of is None else f"{100 * of.cer:.1f} % ({100 * of.low:.1f}–{100 * of.high:.1f})"


def _document_row(result: DocumentResult) -> tuple[str, ...]:
    status = "done" if not result.errors else "**partial**" if result.delivered else "**failed**"
    failures = "; ".join(str(error) for error in result.errors)
    return (result.id or result.name, status, str(result.pages), f"{result.words:,}", failures or "–")


def _titled(title: str, table: str) -> str:
    return f"## {_cell(title)}\n\n{table}\n"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *([_cell(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    """Names and messages hold what files are called: no markup, no line breaks, no cell borders."""
    return re.sub(r"([\\|<>`\[\]_])", r"\\\1", printable(text))
