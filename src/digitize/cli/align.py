"""``digitize align``: a text that exists already, laid on a document."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digitize.cli import console
from digitize.cli.options import AsJson, DocumentName, Equal, Output, Quiet, Verbose, joined_rules
from digitize.settings import load_settings

if TYPE_CHECKING:  # slow to import, and not needed to show --help
    from digitize.pipeline.laying import Laid

WIDTH = 80
"""Columns that what is told in sentences fits into."""


def align(
    document: DocumentName,
    reference: Annotated[
        Path,
        typer.Argument(
            help="The text: plain text, Markdown, docx, TEI, ALTO, PAGE XML or hOCR.",
            show_default=False,
            readable=False,
        ),
    ],
    *,
    name: Annotated[
        str | None,
        typer.Option("--name", help="What to call the text (default: the file's name).", show_default=False),
    ] = None,
    equal: Equal = None,
    output: Output = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    as_json: AsJson = False,
) -> None:
    """Lay an existing text on a document, word by word: where each word stands on the scan, and how the two differ.

    The text is kept with the document as reference-NAME. What was found is in alignments/reference-NAME: alignment.html to read, and
    alignment.json.
    """
    console.set_loudness(quiet=quiet, verbose=verbose, after=True)
    from digitize.pipeline.alignments import align_reference
    from digitize.pipeline.interrupt import ended_by_signals
    from digitize.pipeline.workshop import Workshop

    settings = load_settings(output=output, equal=joined_rules(equal))
    with ended_by_signals(), console.status("aligning"), Workshop(settings) as shop:
        laid = align_reference(document, reference, shop, name)
    if as_json:
        console.print_json(laid.as_json())
        return
    console.print_result(summary(laid))
    rows = [[kind.value.replace("-", " "), f"{count:,}"] for kind, count in laid.measures.kinds]
    if rows:
        console.print_result("")
        console.print_table(["variants", "count"], rows, frozenset({"count"}))
    folder = settings.output / laid.document
    console.notices.print(f"Look at {console.printable(str(folder / laid.files[-1]))}", markup=False)


def summary(laid: Laid) -> str:
    """What lies where, for people."""
    head = f"{laid.source_name}, kept as {laid.document}@{laid.reference}, on {laid.transcription}"
    return wrapped([head, *laid.sentences, *(f"Note: {notice}" for notice in laid.notices)])


def wrapped(sentences: Iterable[str]) -> str:
    """Sentences, each on lines of its own."""
    return "\n".join(
        textwrap.fill(console.printable(sentence), WIDTH, subsequent_indent="  ") for sentence in sentences
    )
