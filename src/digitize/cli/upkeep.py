"""``digitize reindex`` and ``digitize delete``: the index made anew, documents removed."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from digitize.cli import console
from digitize.cli.options import AsJson, Output, Quiet
from digitize.errors import DigitizeError, ExitCode, UsageError
from digitize.settings import load_settings


def reindex(*, output: Output = None, quiet: Quiet = False, as_json: AsJson = False) -> None:
    """Make the index over all documents anew from their files, and bring documents of older versions up to date."""
    console.set_loudness(quiet=quiet, verbose=False, after=True)
    from digitize.pipeline.index import rebuild
    from digitize.pipeline.interrupt import ended_by_signals

    settings = load_settings(output=output)
    with ended_by_signals(), console.status("reading") as tell:
        changes = rebuild(settings, tell)
    if as_json:
        console.print_json(
            {"documents": list(changes.indexed), "upgraded": list(changes.upgraded), "faults": changes.faults}
        )
    else:
        count = len(changes.indexed)
        told = f"{count} document{'' if count == 1 else 's'} indexed"
        console.notices.print(f"{told}, {len(changes.upgraded)} brought up to date", markup=False)
        for document_id, fault in changes.faults.items():
            console.notices.print(f"{console.printable(document_id)}: {fault}", markup=False)
    raise typer.Exit(int(ExitCode.PARTIAL if changes.faults else ExitCode.OK))


def delete(
    documents: Annotated[
        list[str], typer.Argument(metavar="DOCUMENT...", help="Ids of documents, or their folders.", show_default=False)
    ],
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    output: Output = None,
    as_json: AsJson = False,
) -> None:
    """Delete documents with all that belongs to them: results, versions, decisions, and originals that no other uses.

    The scans that were dropped in stay where they are. What was interrupted is finished by the same command.
    """
    from digitize.pipeline.delete import Deletion, delete_document, find_deletable
    from digitize.pipeline.interrupt import ended_by_signals

    settings = load_settings(output=output)
    ids = list(dict.fromkeys(find_deletable(name, settings) for name in documents))
    if not yes:
        _ask(ids)
    deleted: list[Deletion] = []
    fault: DigitizeError | None = None
    with ended_by_signals():
        for document_id in ids:
            try:
                deleted.append(delete_document(document_id, settings))
            except DigitizeError as error:
                fault = error
                break
    if as_json:
        console.print_json([asdict(each) for each in deleted])
    else:
        for each in deleted:
            kept = f"; {len(each.originals_kept)} originals stay" if each.originals_kept else ""
            console.notices.print(f"deleted  {console.printable(each.id)}{kept}", markup=False)
    if fault is not None:
        raise fault


def _ask(ids: list[str]) -> None:
    if not sys.stdin.isatty():
        raise UsageError("nobody can be asked whether to delete", hint="Add --yes")
    for document_id in ids:
        console.notices.print(console.printable(document_id), markup=False)
    if not typer.confirm("Delete these documents with all versions and decisions? It cannot be undone.", err=True):
        raise typer.Exit(int(ExitCode.OK))
