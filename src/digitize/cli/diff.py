"""``digitize diff``: how two texts differ, and several collated."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digitize.cli import console
from digitize.cli.align import wrapped
from digitize.cli.options import AsJson, Equal, Output, Quiet, Verbose, joined_rules
from digitize.settings import load_settings


def diff(
    texts: Annotated[
        list[str],
        typer.Argument(
            metavar="A B...",
            help="Texts: files, or versions of documents such as ID, ID@ocr-1, ID@reference-NAME.",
            show_default=False,
        ),
    ],
    *,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write a web page.", show_default=False, readable=False),
    ] = None,
    csv: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FILE", help="Write the aligned table.", show_default=False, readable=False),
    ] = None,
    tei: Annotated[
        Path | None,
        typer.Option(
            "--tei", metavar="FILE", help="Write a critical apparatus in TEI.", show_default=False, readable=False
        ),
    ] = None,
    sigla: Annotated[
        str | None,
        typer.Option(
            "--sigla", help="What the texts are called, such as Pr,Izd (default: A,B,...).", show_default=False
        ),
    ] = None,
    equal: Equal = None,
    output: Output = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    as_json: AsJson = False,
) -> None:
    """Say how texts differ, place by place, each difference with its kind.

    Two texts are compared; of three or more, or with --csv or --tei, a collation is made. Differences are no failure: the exit code is 0.
    """
    console.set_loudness(quiet=quiet, verbose=verbose, after=True)
    from digitize.pipeline.differing import Wanted, diff_texts
    from digitize.pipeline.interrupt import ended_by_signals
    from digitize.pipeline.workshop import Workshop

    settings = load_settings(output=output, equal=joined_rules(equal))
    with ended_by_signals(), console.status("comparing"), Workshop(settings) as shop:
        told = diff_texts(texts, Wanted(html, csv, tei, as_json), shop, sigla)
    if as_json:
        console.print_json(told.json)
    else:
        if told.rows:
            console.print_table(list(told.columns), [list(row) for row in told.rows])
            console.print_result("")
        console.print_result(wrapped(told.sentences))
        if told.kinds:
            counts = ", ".join(f"{kind} {count:,}" for kind, count in told.kinds)
            console.print_result(wrapped([f"By kind: {counts}."]))
    for path in (html, csv, tei):
        if path is not None:
            console.notices.print(f"Written: {console.printable(str(path))}", markup=False)
