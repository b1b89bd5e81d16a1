"""Runs a flow from the shell, without a server: ``python flows/digitize_folder.py scans/samples``."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from prefect import Flow, State
from prefect.exceptions import ParameterTypeError
from prefect.settings import PREFECT_API_URL, PREFECT_HOME, temporary_settings
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from digitize.errors import DigitizeError, ExitCode
from digitize.ingest import printable
from digitize.model.own_text import TextLayer
from digitize.model.profile import EngineName, PdfKind, Profile
from digitize.pipeline.run import exit_code
from digitize.pipeline.selection import parse_selection
from digitize.settings import DEFAULT_ENGINE, load_settings
from digitize_flows.parameters import ALL_PAGES, parameters_of
from digitize_flows.private_prefect import temporary_server
from digitize_flows.states import Results, results_of
from digitize_flows.work import out_of_line

_AS_DOCUMENT = "as_document"


def main(flow: Flow[..., Any], arguments: Sequence[str] | None = None) -> ExitCode:
    """Runs one flow and prints what became of each document.

    Args:
        flow: ``digitize-document`` or ``digitize-folder``.
        arguments: Of the command line; those of the process when ``None``.

    Returns:
        The exit code, as that of ``digitize run``.
    """
    asked = _parser(flow).parse_args(arguments)
    say = Console(stderr=True, highlight=False, soft_wrap=True)
    return reported(say, lambda: _run(flow, asked, say))


def reported(say: Console, work: Callable[[], ExitCode]) -> ExitCode:
    """The exit code of some work; what a person can do something about is printed."""
    try:
        return work()
    except DigitizeError as error:
        say.print(f"[red]error[/] {escape(str(error))}")
        return error.exit_code
    except ParameterTypeError as error:
        say.print(f"[red]error[/] {escape(str(error))}")
        return ExitCode.USAGE
    except KeyboardInterrupt:
        say.print("interrupted; finished pages are kept, the same command goes on from there")
        return ExitCode.INTERRUPTED


def _run(flow: Flow[..., Any], asked: argparse.Namespace, say: Console) -> ExitCode:
    settings = load_settings(
        output=asked.output,
        languages=asked.languages,
        profile=asked.profile,
        engine=asked.engine,
        modernise=asked.modernise,
        no_repair="+".join(asked.no_repair) if asked.no_repair else None,
        pdf=asked.pdf,
        text_layer=asked.text_layer,
        jobs=asked.jobs,
    )
    if asked.pages:
        parse_selection(asked.pages)
    parameters = parameters_of(asked.source, settings) | {"pages": asked.pages}
    if _AS_DOCUMENT in flow.parameters.properties:
        parameters[_AS_DOCUMENT] = asked.as_document
    silence_prefect()
    flow.validate_parameters(parameters)  # before a server is started for nothing
    with prefect_without_server(), out_of_line():
        results = results_of(cast("State[Any]", flow(**parameters, return_state=True)))
    _show(results)
    for failure in (error for result in results for error in result.errors):
        say.print(f"[red]error[/] {escape(str(failure))}")
    return exit_code(results)


@contextmanager
def prefect_without_server() -> Iterator[None]:
    """Prefect for the time of the block: with a temporary server, or the user's own that ``PREFECT_API_URL`` names."""
    if PREFECT_API_URL.value():
        yield
        return
    with temporary_server() as (url, home):
        updates: dict[Any, Any] = {PREFECT_API_URL: f"{url}/api", PREFECT_HOME: home}
        with temporary_settings(updates):
            yield


def silence_prefect() -> None:
    """What went wrong is said at the end, once."""
    for part in ("prefect", "prefect.flow_runs", "prefect.task_runs", "prefect.flows"):
        logging.getLogger(part).setLevel(os.environ.get("PREFECT_LOGGING_LEVEL", "CRITICAL"))


def _parser(flow: Flow[..., Any]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(flow.description or "").partition("\n\nArgs:")[0])
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("source", metavar="SOURCE", type=Path, help="a scan or a folder")
    parser.add_argument("--output", metavar="DIR", type=Path, help="folder for the results (default: output)")
    parser.add_argument("--languages", help="auto, or models such as rus+fra (default: auto)")
    parser.add_argument("--profile", choices=[str(profile) for profile in Profile], help="kind of page (default: auto)")
    engines = [str(engine) for engine in EngineName]
    parser.add_argument("--engine", choices=engines, help=f"what reads the letters (default: {DEFAULT_ENGINE})")
    modern = "Russian of before 1918 in today's spelling, in the text to read"
    parser.add_argument("--modernise", action=argparse.BooleanOptionalAction, default=None, help=modern)
    off = "switch a rule of repair off; may be repeated"
    parser.add_argument("--no-repair", action="append", metavar="RULE", help=off)
    parser.add_argument("--pdf", choices=[str(kind) for kind in PdfKind], help="which PDFs (default: searchable)")
    layer = "a text layer that a PDF has already (default: replace)"
    parser.add_argument("--text-layer", choices=[str(choice) for choice in TextLayer], help=layer)
    parser.add_argument("--pages", default=ALL_PAGES, help="only these pages, such as 1-3,7")
    if _AS_DOCUMENT in flow.parameters.properties:
        parser.add_argument("--as-document", action="store_true", help="make one document of the folder")
    parser.add_argument("--jobs", type=int, metavar="N", help="processes at a time (default: one per core)")
    return parser


def _show(results: Results) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("document", overflow="fold")
    table.add_column("status")
    table.add_column("pages", justify="right")
    table.add_column("words", justify="right")
    table.add_column("folder", overflow="fold")
    for result in results:
        status = "done" if not result.errors else "partial" if result.delivered else "failed"
        name, folder = printable(result.id or result.name), printable(str(result.folder or ""))
        table.add_row(escape(name), status, str(result.pages), f"{result.words:,}", escape(folder))
    Console(file=sys.stdout, highlight=False).print(table)
