"""What the command line shows on a terminal: progress, tables, errors. Always on standard error, but for results."""

from __future__ import annotations

import threading
from types import TracebackType

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from digitize.errors import DigitizeError
from digitize.model.transcription import PageStatus, TranscribedPage
from digitize.pipeline.run import DocumentResult

notices = Console(stderr=True, highlight=False, soft_wrap=True)
results = Console(highlight=False, soft_wrap=True)


def show_error(error: DigitizeError) -> None:
    """One error on standard error: what is wrong, where, what to do."""
    where = f"[bold]{escape(error.where)}[/]: " if error.where else ""
    notices.print(f"[red]error[/] {where}{escape(error.message)}")
    if error.hint:
        notices.print(f"      {escape(error.hint)}")


class Bars:
    """A progress bar per document in work; a context manager. Shows nothing when ``quiet``."""

    def __init__(self, *, quiet: bool) -> None:
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("pages"),
            TimeElapsedColumn(),
            console=notices,
            disable=quiet or not notices.is_terminal,
            transient=True,
        )
        self._quiet = quiet
        self._tasks: dict[str, TaskID] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> Bars:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def document_started(self, document_id: str, pages: int) -> None:
        with self._lock:
            self._tasks[document_id] = self._bars.add_task(escape(document_id[:32]), total=pages)

    def page_done(self, document_id: str, page: TranscribedPage, *, from_cache: bool) -> None:
        del from_cache
        with self._lock:
            if document_id in self._tasks:
                self._bars.advance(self._tasks[document_id])
        if page.status is PageStatus.FAILED and not self._quiet:
            notices.print(
                f"[yellow]page {page.page_number}[/] of {escape(document_id)} failed: {escape(page.failure or '')}"
            )

    def document_done(self, document_id: str) -> None:
        with self._lock:
            if document_id in self._tasks:
                self._bars.remove_task(self._tasks.pop(document_id))


def show_result(result: DocumentResult) -> None:
    """One line for a document that is done, and its errors."""
    if result.delivered:
        cached = f", {result.pages_from_cache} as before" if result.pages_from_cache else ""
        mark = "[green]done[/]" if not result.errors else "[yellow]part[/]"
        notices.print(
            f"{mark}  {escape(str(result.folder))}  {result.pages} page{'s' if result.pages != 1 else ''}{cached}, "
            f"{result.words} words"
        )
    for error in result.errors:
        show_error(error)


def table(title: str, columns: list[str], rows: list[list[str]], right: frozenset[str] = frozenset()) -> Table:
    """A plain table that fits 80 columns."""
    made = Table(title=title or None, title_justify="left", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        made.add_column(column, justify="right" if column in right else "left", overflow="fold")
    for row in rows:
        made.add_row(*(escape(cell) for cell in row))
    return made
