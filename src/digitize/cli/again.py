"""``digitize again``: a stored document digitised again, with other settings."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from digitize.cli import console
from digitize.cli.options import (
    AsJson,
    Engine,
    Modernise,
    NoRepair,
    Output,
    PdfChoice,
    Quiet,
    TextLayerChoice,
    Verbose,
    joined_rules,
)
from digitize.errors import DigitizeError, ExitCode
from digitize.model.profile import Profile
from digitize.settings import load_settings


def again(
    documents: Annotated[
        list[str], typer.Argument(metavar="DOCUMENT...", help="Ids of documents, or their folders.", show_default=False)
    ],
    *,
    output: Output = None,
    languages: Annotated[
        str | None,
        typer.Option(
            "--languages", "-l", help="auto, or models such as rus+fra (default: as before).", show_default=False
        ),
    ] = None,
    profile: Annotated[
        Profile | None, typer.Option(help="Kind of page (default: as before).", show_default=False)
    ] = None,
    engine: Engine = None,
    modernise: Modernise = None,
    no_repair: NoRepair = None,
    pdf: PdfChoice = None,
    text_layer: TextLayerChoice = None,
    pages: Annotated[
        str | None,
        typer.Option(help="Only these pages, such as 1-3,7, or all (default: as before).", show_default=False),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", help="Processes at a time (default: one per core).", show_default=False),
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    as_json: AsJson = False,
) -> None:
    """Digitise stored documents again, from the kept copies of their originals: all that is not said stays as it was.

    What is read now becomes a version of its own when it differs; those before are kept, and so are decisions. Of a reviewed document
    the reviewed text stays in force.
    """
    console.set_loudness(quiet=quiet, verbose=verbose, after=True)
    from digitize.pipeline.interrupt import ended_by_signals
    from digitize.pipeline.reread import digitise_again, settings_again
    from digitize.pipeline.run import DocumentResult, exit_code
    from digitize.pipeline.workshop import Workshop

    settings = load_settings(output=output, jobs=jobs)
    changed: dict[str, Any] = {
        "languages": languages,
        "profile": profile,
        "engine": engine,
        "modernise": modernise,
        "no_repair": joined_rules(no_repair),
        "pdf": pdf,
        "text_layer": text_layer,
    }
    results: list[DocumentResult] = []
    with ended_by_signals(), console.Bars() as bars:
        for name in dict.fromkeys(documents):
            try:
                asked = settings_again(name, settings, changed)
                with Workshop(asked, bars) as shop, console.run_log(settings.output / ".digitize"):
                    results.append(digitise_again(name, shop, pages))
            except DigitizeError as error:
                if error.exit_code is not ExitCode.BAD_INPUT:  # the next document would meet the same
                    raise
                results.append(DocumentResult(console.printable(name), None, None, 0, 0, (error,)))
            console.show_result(results[-1])
    if as_json:
        console.print_json([console.result_told(result) for result in results])
    console.show_summary(results, settings.output)
    raise typer.Exit(int(exit_code(results)))
