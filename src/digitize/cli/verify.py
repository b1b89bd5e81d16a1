"""``digitize verify``: whether originals, exports, versions and decisions are what was written."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from digitize.cli import console
from digitize.cli.options import AsJson, Output, Quiet
from digitize.errors import EnvironmentFault, ExitCode, UsageError
from digitize.settings import load_settings


def verify(
    documents: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="DOCUMENT...", help="Ids of documents, or their folders (default: all).", show_default=False
        ),
    ] = None,
    *,
    quick: Annotated[bool, typer.Option("--quick", help="Only whether files are there, and no content.")] = False,
    backup: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Look at a backup instead: its newest, or the one named.",
            show_default=False,
            readable=False,
        ),
    ] = None,
    output: Output = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", help="Files read at a time (default: one per core).", show_default=False),
    ] = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Look whether every original, export, version and decision is there and is what was written; nothing is changed.

    Each file that is missing, changed or extra is named, with the way out. Ends with 1 when something is damaged.
    """
    console.set_loudness(quiet=quiet, verbose=False, after=True)
    if backup is not None and documents:
        raise UsageError("a backup is looked at as a whole", hint="Leave out the documents, or --backup")
    settings = load_settings(output=output, jobs=jobs)
    from digitize.pipeline.interrupt import ended_by_signals
    from digitize.pipeline.restore import verify_backup
    from digitize.pipeline.verify import verify as verified
    from digitize.store.deeds import VERIFIED, keep_deed

    with ended_by_signals(), console.Steps("verifying") as steps:
        if backup is not None:
            found = verify_backup(backup, settings.jobs, quick=quick, step=steps)
        else:
            found = verified(documents or (), settings, quick=quick, step=steps)
    if backup is None and not documents:
        with suppress(EnvironmentFault):  # a folder that may only be read
            keep_deed(
                settings.output, VERIFIED, {name: told for name, told in found.as_json().items() if name != "findings"}
            )
    if as_json:
        console.print_json(found.as_json())
    else:
        for finding in found.findings:
            where = f"{finding.path}: {finding.told}"
            console.print_result(
                console.printable(f"{'damaged' if finding.is_damage else 'note':8}{where}. {finding.hint}")
            )
        damaged = len(found.damaged)
        much = f"{console.counted(found.documents, 'document')}, {console.counted(found.files, 'file')}, {found.size_bytes / 2**20:,.0f} MiB"
        told = "all as written" if not damaged else f"{damaged:,} damaged"
        if not quiet:
            console.notices.print(f"{much}{' (presence only)' if quick else ''}: {told}", markup=False)
    raise typer.Exit(int(ExitCode.PARTIAL if found.damaged else ExitCode.OK))
