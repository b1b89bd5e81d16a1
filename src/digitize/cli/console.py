"""What the command line shows on a terminal: progress, tables, errors. Always on standard error, but for results."""

from __future__ import annotations

import io
import json
import logging
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from digitize.errors import DigitizeError, EnvironmentFault

if TYPE_CHECKING:  # the pipeline is slow to import, and not needed to show --help
    from digitize.model.transcription import TranscribedPage
    from digitize.pipeline.run import DocumentResult


_WIDE = 1000
"""Columns of a table that a program reads: no cell is ever folded."""


class _Notices(Console):
    """Standard error. Work goes on when nobody reads it any more."""

    def print(self, *args: Any, **kwargs: Any) -> None:
        try:
            super().print(*args, **kwargs)
        except OSError:  # a full disk behind it
            self.quiet = True

    def on_broken_pipe(self) -> None:
        self.quiet = True
        _to_nothing(2)


notices = _Notices(stderr=True, highlight=False, emoji=False, soft_wrap=True)


class _Loudness:
    quiet = False
    verbose = False


def set_loudness(*, quiet: bool, verbose: bool, after: bool = False) -> None:
    """What is shown besides errors.

    Args:
        quiet: Nothing.
        verbose: The log too.
        after: Whether this is said after the command's name, in addition to what was said before it.
    """
    _Loudness.quiet = quiet or (after and _Loudness.quiet)
    _Loudness.verbose = verbose or (after and _Loudness.verbose)
    logging.raiseExceptions = False  # a full disk under the log is no reason for a traceback
    level = logging.DEBUG if _Loudness.verbose else logging.ERROR if _Loudness.quiet else logging.WARNING
    form = "%(levelname)s %(name)s: %(message)s"
    logging.basicConfig(level=logging.WARNING, format=form, handlers=[NoticeHandler(level)], force=True)
    logging.getLogger("digitize").setLevel(logging.DEBUG)


class NoticeHandler(logging.Handler):
    """Log records among the notices, so that they do not run into progress bars."""

    def emit(self, record: logging.LogRecord) -> None:
        notices.print(self.format(record), markup=False)


@contextmanager
def run_log(folder: Path) -> Iterator[None]:
    """Appends what happens to ``run.log`` in a folder: never the documents' text.

    Raises:
        EnvironmentFault: If it cannot be written.
    """
    path = folder / "run.log"
    try:
        handler = logging.FileHandler(path, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise EnvironmentFault(
            f"cannot be written: {error.strerror}", where=printable(str(path)), hint="Choose another folder: --output"
        ) from None
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"))
    handler.setLevel(logging.INFO)
    logger = logging.getLogger("digitize")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        handler.close()


def open_streams() -> None:
    """Gives what the caller has closed (``>&-``) a harmless end: the next file opened would get its number."""
    for descriptor, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(descriptor)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
        if getattr(sys, name) is None:
            setattr(sys, name, open(descriptor, mode, encoding="utf-8", closefd=False))  # noqa: SIM115
    with suppress(AttributeError):  # a stream of a test
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def printable(text: str) -> str:
    """The text with what would break or reverse a line, and what is no text, made visible."""
    from digitize.ingest import printable as shown

    return shown(text)


def print_json(value: object) -> None:
    """JSON on standard output."""
    utf8 = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "") == "utf8"
    print_result(json.dumps(value, ensure_ascii=not utf8, indent=2))


def print_result(text: str) -> None:
    """A result on standard output.

    Raises:
        EnvironmentFault: If it cannot be written; a reader that has gone (``| head``) is no fault.
    """
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        _to_nothing(1)
    except OSError as error:
        _to_nothing(1)
        raise EnvironmentFault(
            f"standard output cannot be written: {error.strerror}", hint="Make room, or send it elsewhere"
        ) from None


def _to_nothing(descriptor: int) -> None:
    """What is still to be written goes nowhere, without another error when the program ends."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, descriptor)
    os.close(nothing)


def print_heading(text: str) -> None:
    """A line over a table: as wide as the terminal, or never folded when a program reads it."""
    _print_drawn(escape(printable(text)))


def print_table(columns: list[str], rows: list[list[str]], right: frozenset[str] = frozenset()) -> None:
    """A plain table on standard output: as wide as the terminal, or as it needs to be when a program reads it."""
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        made.add_column(column, justify="right" if column in right else "left", overflow="fold")
    for row in rows:
        made.add_row(*(escape(printable(cell)) for cell in row))
    _print_drawn(made)


def _print_drawn(drawing: Table | str) -> None:
    terminal = Console()
    drawn = io.StringIO()
    medium = Console(
        file=drawn,
        width=terminal.width if terminal.is_terminal else _WIDE,
        color_system=None,
        highlight=False,
        emoji=False,
    )
    medium.print(drawing, soft_wrap=isinstance(drawing, str) and not terminal.is_terminal)
    print_result("\n".join(line.rstrip() for line in drawn.getvalue().splitlines()))


def show_error(error: DigitizeError) -> None:
    """One error on standard error: what is wrong, where, what to do."""
    where = f"[bold]{escape(error.where)}[/]: " if error.where else ""
    on_one_line = not notices.is_terminal  # what a program reads stays on one line
    notices.print(f"[red]error[/] {where}{escape(error.message)}", soft_wrap=on_one_line)
    if error.hint:
        hint = f"      {error.hint}" if on_one_line else Padding(error.hint, (0, 0, 0, 6))
        notices.print(hint, soft_wrap=on_one_line, markup=False)


class Bars:
    """A progress bar per document in work, on a terminal; a context manager."""

    def __init__(self) -> None:
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("pages"),
            TimeElapsedColumn(),
            console=notices,
            disable=_Loudness.quiet or not notices.is_terminal,
            transient=True,
        )
        self._tasks: dict[str, TaskID] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
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
        del page, from_cache  # a page that failed is named with its document
        with self._lock:
            if document_id in self._tasks:
                self._bars.advance(self._tasks[document_id])

    def document_done(self, document_id: str) -> None:
        with self._lock:
            if document_id in self._tasks:
                self._bars.remove_task(self._tasks.pop(document_id))


@contextmanager
def status(doing: str) -> Iterator[Callable[[str], None]]:
    """A line on a terminal that says what is worked on, which goes when the block ends.

    Args:
        doing: What is done (``reading``); the name that is told follows.
    """
    if _Loudness.quiet or not notices.is_terminal:
        yield lambda _: None
        return
    with notices.status(doing) as line:
        yield lambda name: line.update(f"{doing} {escape(printable(name))}")


def show_warnings(told: Iterable[str]) -> None:
    """What a person should know of files that were written: a line for each thing."""
    for each in () if _Loudness.quiet else told:
        notices.print(f"[yellow]note[/]  {escape(printable(each))}")


def show_result(result: DocumentResult) -> None:
    """One line for a document that is done, and its errors."""
    folder = escape(printable(str(result.folder)))
    if _Loudness.quiet:
        pass
    elif result.same_as is not None:
        notices.print(f"[green]same[/]  {escape(result.name)} has the content of {escape(result.same_as)}: {folder}")
    elif result.delivered:
        cached = f", {result.pages_from_cache} as before" if result.pages_from_cache else ""
        mark = "[green]done[/]" if not result.errors else "[yellow]part[/]"
        notices.print(f"{mark}  {folder}  {counted(result.pages, 'page')}{cached}, {counted(result.words, 'word')}")
    for laid in () if _Loudness.quiet else result.laid:
        measures = laid.measures
        share = f"{counted(measures.b_laid, 'word')} of {measures.b_words:,} on the scan"
        told = f"{laid.source_name}: {share}, {counted(measures.variants, 'variant')} ({measures.substantive:,} substantive)"
        notices.print(f"      {printable(told)}: {printable(laid.files[-1])}", markup=False)
    if result.unfit_decisions and not _Loudness.quiet:
        fit = "decision no longer fits" if result.unfit_decisions == 1 else "decisions no longer fit"
        notices.print(
            f"      {result.unfit_decisions} {fit} what was read now: digitize show {result.id} --versions",
            markup=False,
        )
    show_warnings(result.warnings)
    for error in result.errors:
        show_error(error)


def result_told(result: DocumentResult) -> dict[str, Any]:
    """What became of a document, as ``--json`` tells it."""
    return {
        "name": result.name or None,
        "id": result.id,
        "folder": printable(str(result.folder)) if result.folder else None,
        "pages": result.pages,
        "words": result.words,
        "engine_calls": result.engine_calls,
        "pages_from_cache": result.pages_from_cache,
        "same_as": result.same_as,
        "transcription": result.transcription,
        "unfit_decisions": result.unfit_decisions,
        "warnings": list(result.warnings),
        "alignments": [laid.as_json() for laid in result.laid],
        "errors": [{"where": e.where, "message": e.message, "hint": e.hint} for e in result.errors],
    }


def show_summary(results: Sequence[DocumentResult], output: Path) -> None:
    """The last lines of a run: how much, and where to look."""
    if _Loudness.quiet:
        return
    done = [result for result in results if result.delivered and result.same_as is None]
    failed = sum(not result.delivered for result in results)
    partly = sum(bool(result.errors) for result in done)
    place = printable(str(output))
    pages, words = sum(result.pages for result in done), sum(result.words for result in done)
    much = f"{counted(len(done), 'document')}, {counted(pages, 'page')}, {counted(words, 'word')} in {place}"
    told = [much if done else "nothing was delivered"]
    told += [f"{partly} not whole"] if partly else []
    told += [f"{failed} failed"] if failed else []
    notices.print()
    notices.print("; ".join(told), markup=False)
    if len(done) == 1 and done[0].folder is not None:
        folder = done[0].folder
        notices.print(f"Look at {printable(str(folder / folder.name))}.pdf and .txt", markup=False)
    elif done:
        notices.print(f"Look at {place}/DOCUMENT/DOCUMENT.pdf and .txt; digitize documents lists them", markup=False)


def counted(number: int, what: str) -> str:
    """``1 page``, ``1,234 pages``."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


class Steps:
    """A progress bar of documents, on a terminal; a context manager that is called with each that is done.

    Args:
        doing: What is done with them (``verifying``).
    """

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("documents"),
            TimeElapsedColumn(),
            console=notices,
            disable=_Loudness.quiet or not notices.is_terminal,
            transient=True,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __call__(self, document_id: str, count: int) -> None:
        if self._task is None:
            self._task = self._bar.add_task(self._doing, total=count)
        self._bar.update(self._task, advance=1, description=f"{self._doing} {escape(printable(document_id[:32]))}")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()
