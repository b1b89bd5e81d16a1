"""``digitize show --versions``: the versions of a document's text, and decisions that no longer fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from digitize.cli import console
from digitize.settings import Settings

if TYPE_CHECKING:  # slow to import, and not needed to show --help
    from digitize.model.decision import Decision
    from digitize.pipeline.version_list import Version


def show_versions(document: str, settings: Settings, *, as_json: bool) -> None:
    """A row for each version, the one in force marked; a row for each decision that no longer fits."""
    from digitize.pipeline.library import document_folder
    from digitize.pipeline.review_state import review_state
    from digitize.pipeline.version_list import versions_of
    from digitize.store.decision_log import read_decisions

    folder = document_folder(document, settings)
    versions, state = versions_of(folder), review_state(folder)
    entries = read_decisions(folder).entries
    told = [_told(version, state.in_force, entries) for version in versions]
    unfit = [_unfit(entry, entries[(entry.of or 1) - 1]) for entry in state.unfit]
    if as_json:
        console.print_json({"versions": told, "unfit_decisions": unfit, "open_decisions": len(state.open)})
        return
    head = ["version", "origin", "parent", "words", "made", "in force"]
    names = ("id", "origin", "parent", "words", "made", "in_force")
    rows = [
        [_cell(each["fault"] if name == "made" and each["fault"] else each[name]) for name in names] for each in told
    ]
    console.print_table(head, rows, frozenset({"words"}))
    if unfit:
        console.print_result("")
        names = ("decision", "page", "old", "new", "transcription", "reason")
        console.print_table(
            ["decision", "page", "read", "decided", "does not fit", "why"],
            [[_cell(each[name]) for name in names] for each in unfit],
        )


def _told(version: Version, in_force: str | None, entries: tuple[Decision, ...]) -> dict[str, Any]:
    from digitize.pipeline.version_list import made_at

    return {
        "id": version.id,
        "origin": version.origin.value,
        "parent": version.parent,
        "words": version.words,
        "made": made_at(version, entries),
        "in_force": version.id == in_force,
        "fault": version.fault,
    }


def _unfit(entry: Decision, decision: Decision) -> dict[str, Any]:
    return {
        "decision": decision.sequence,
        "by": decision.by,
        "page": decision.place.page_number if decision.place else None,
        "old": decision.old,
        "new": decision.new,
        "transcription": entry.transcription,
        "reason": entry.reason,
    }


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else str(value)
