"""``digitize backup`` and ``digitize restore``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digitize.cli import console
from digitize.cli.options import AsJson, Output, Quiet
from digitize.errors import DigitizeError, ExitCode, UsageError
from digitize.settings import load_settings

_WithRuns = Annotated[
    bool, typer.Option("--runs/--without-runs", help="Prefect's database too: what ran when, and its logs.")
]


def backup(
    target: Annotated[
        Path, typer.Argument(metavar="TARGET", help="Folder of backups.", show_default=False, readable=False)
    ],
    *,
    output: Output = None,
    keep: Annotated[
        int | None, typer.Option(min=1, help="Backups to keep, this one counted (default: all).", show_default=False)
    ] = None,
    runs: _WithRuns = True,
    verify: Annotated[bool, typer.Option("--verify", help="Read everything back before the backup counts.")] = False,
    wait: Annotated[int, typer.Option(min=0, help="Seconds to wait for a document that is being worked on.")] = 600,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Back the output folder up, while the service runs: documents, originals, versions, decisions, Prefect's database.

    Each backup is a folder of its own, a BagIt bag; what has not changed takes no room a second time. What was interrupted goes on where
    it was.
    """
    console.set_loudness(quiet=quiet, verbose=False, after=True)
    from digitize.pipeline.backup import back_up
    from digitize.pipeline.interrupt import ended_by_signals

    settings = load_settings(output=output)
    with ended_by_signals(), console.Steps("backing up") as steps:
        made = back_up(target, settings, keep=keep, with_runs=runs, verify=verify, wait_s=wait, step=steps)
    if as_json:
        console.print_json(made.as_json())
    else:
        console.print_result(console.printable(str(made.folder)))
        _tell_errors(made.errors)
        if not quiet:
            much = f"{console.counted(made.documents, 'document')}, {console.counted(made.files, 'file')}, {made.size_bytes / 2**20:,.0f} MiB"
            new = f"{made.copied:,} copied, {made.copied_bytes / 2**20:,.0f} MiB; the others as before"
            console.notices.print(f"{much}: {new}", markup=False)
    raise typer.Exit(int(ExitCode.PARTIAL if made.errors else ExitCode.OK))


def restore(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="SOURCE", help="A backup, or a folder of backups: its newest.", show_default=False, readable=False
        ),
    ],
    *,
    output: Output = None,
    runs: _WithRuns = True,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Make an output folder of a backup; every file is compared with its digest. The folder must be empty or missing."""
    console.set_loudness(quiet=quiet, verbose=False, after=True)
    from digitize.pipeline.interrupt import ended_by_signals
    from digitize.pipeline.restore import restore as restored

    if output is None:
        raise UsageError(
            "it must be said where the backup is to be restored", hint="Name an empty folder: --output DIR"
        )
    with ended_by_signals(), console.Steps("restoring") as steps:
        made = restored(source, output, with_runs=runs, step=steps)
    if as_json:
        console.print_json(made.as_json())
    else:
        _tell_errors(made.errors)
        if not quiet:
            much = f"{console.counted(made.documents, 'document')}, {console.counted(made.files, 'file')}, {made.size_bytes / 2**20:,.0f} MiB"
            console.notices.print(f"{much} restored from {console.printable(str(made.bag))}", markup=False)
    raise typer.Exit(int(ExitCode.PARTIAL if made.errors else ExitCode.OK))


def _tell_errors(errors: tuple[DigitizeError, ...]) -> None:
    for error in errors:
        console.show_error(error)
