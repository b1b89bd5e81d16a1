"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digitize.model.own_text import TextLayer
from digitize.model.profile import EngineName, PdfKind
from digitize.model.rules import RepairRule
from digitize.settings import DEFAULT_ENGINE

# readable=False: Typer does not look at paths. What is wrong with one is said where it is used, with its own exit code.
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", help="Folder for the results (default: output).", show_default=False, readable=False
    ),
]
Inboxes = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[INBOX]...", help="The watched folders (default: scans/inbox).", show_default=False, readable=False
    ),
]
Engine = Annotated[
    EngineName | None,
    typer.Option(
        help=f"What reads: tesseract, own (the project's own recogniser), both (default: {DEFAULT_ENGINE}).",
        show_default=False,
    ),
]
Modernise = Annotated[
    bool | None,
    typer.Option(
        "--modernise/--no-modernise",
        help="Russian of before 1918 in today's spelling, in the reading layer only.",
        show_default=False,
    ),
]
NoRepair = Annotated[
    list[str] | None,
    typer.Option(
        "--no-repair",
        metavar="RULE",
        help=f"Switch a rule of repair off: {', '.join(RepairRule)}, or all; may be repeated.",
        show_default=False,
    ),
]
PdfChoice = Annotated[
    PdfKind | None,
    typer.Option(
        "--pdf",
        help="searchable, or facing: also one to print, the scan on the left, its text on the right.",
        show_default=False,
    ),
]
TextLayerChoice = Annotated[
    TextLayer | None,
    typer.Option(
        "--text-layer",
        help="An invisible text layer that a PDF has already: replace, keep, or refuse the PDF (default: replace).",
        show_default=False,
    ),
]
Equal = Annotated[
    list[str] | None,
    typer.Option(
        "--equal",
        metavar="KIND",
        help="Take a kind of variants for equal, such as quotation-marks, punctuation, capitals; may be repeated.",
        show_default=False,
    ),
]
Reference = Annotated[
    list[Path] | None,
    typer.Option(
        "--reference",
        metavar="FILE",
        help="Lay an existing text on the document (one document); may be repeated.",
        show_default=False,
        readable=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON, alone on standard output.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Only errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Logs on standard error.")]
DocumentName = Annotated[str, typer.Argument(metavar="DOCUMENT", help="A document's id or its folder.")]


def joined_rules(names: list[str] | None) -> str | None:
    """The setting ``no_repair``, or ``equal``, for a flag that may be repeated."""
    return "+".join(dict.fromkeys(names)) if names else None
