"""``digitize status``: what waits, how fast it goes, what has failed, how much room there is, and whether the service runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from digitize import __version__
from digitize.cli import console
from digitize.cli.options import AsJson, Output
from digitize.errors import ExitCode
from digitize.settings import load_settings

if TYPE_CHECKING:  # slow to import, and not needed to show --help
    from digitize.pipeline.status import InboxState, Status

_FEW = 10
_USUAL_INBOX = Path("scans/inbox")


def status(
    inboxes: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[INBOX...]",
            help="Watched folders (default: those of the service).",
            show_default=False,
            readable=False,
        ),
    ] = None,
    *,
    output: Output = None,
    as_json: AsJson = False,
) -> None:
    """Show how the service and its output folder stand; also when the service is down.

    Ends with 1 when something wants a person: it is named under 'look at'.
    """
    from digitize.pipeline.attention import attention
    from digitize.pipeline.status import look_at_status, service_of
    from digitize.watch.waiting import inbox_state

    settings = load_settings(output=output)
    service = service_of(settings.output)
    watched = inboxes or ([Path(each) for each in service[0].inboxes] if service[0] else [])
    if not watched and _USUAL_INBOX.is_dir():
        watched = [_USUAL_INBOX]
    found = look_at_status(settings, service, [inbox_state(each) for each in watched])
    look_at = attention(found)
    if as_json:
        console.print_json({**_as_json(found), "look_at": list(look_at)})
    else:
        rows = [[name, value] for name, value in _rows(found)]
        rows += [["look at" if number == 0 else "", each] for number, each in enumerate(look_at)]
        console.print_table(["what", "state"], rows)
    raise typer.Exit(int(ExitCode.PARTIAL if look_at else ExitCode.OK))


def _rows(found: Status) -> Iterator[tuple[str, str]]:
    yield "digitize", f"{__version__}, output folder {found.output}"
    yield from _service_rows(found)
    for inbox in found.inboxes:
        yield "inbox", f"{inbox.inbox}: {_inbox_told(inbox)}"
    if found.prefect is not None:
        yield "runs", f"{found.prefect.running:,} running, {found.prefect.waiting:,} waiting"
    for rate in found.rates:
        pace = "" if rate.seconds_a_page is None else f", {rate.seconds_a_page:.1f} s a page"
        yield (
            f"last {rate.period}",
            f"{console.counted(rate.documents, 'document')}, {console.counted(rate.pages, 'page')}, {console.counted(rate.words, 'word')}{pace}",
        )
    yield "there are", f"{console.counted(found.documents, 'document')}, {console.counted(found.pages, 'page')}"
    yield from _failure_rows(found)
    yield "disk", f"{_size(found.free_bytes)} of {_size(found.disk_bytes)} free"
    if found.usage is None:
        yield "taken", "not measured yet: the service does it every hour"
    else:
        parts = ", ".join(f"{kind} {_size(size)}" for kind, size in found.usage.sizes.items())
        yield "taken", f"{_size(found.usage.total)} ({parts}), measured {_when(found.usage.at)}"
    for name, deed in (("verified", found.verified), ("backed up", found.backed_up), ("tended", found.tended)):
        yield name, "never" if deed is None else _when(datetime.fromisoformat(deed["at"])) + _ending(deed)


def _service_rows(found: Status) -> Iterator[tuple[str, str]]:
    told = found.service
    if told is None:
        yield "service", "runs" if found.runs else "does not run"
        return
    yield (
        "service",
        f"{'runs' if found.runs else 'does not run; it ran'} since {_when(datetime.fromisoformat(told.since))}",
    )
    if not found.runs:
        return
    for name, address in told.addresses.items():
        yield name, address
    for part in told.parts:
        again = f", started again {part.restarts} times" if part.restarts else ""
        yield "part", f"{part.name}: {'runs' if part.runs else 'down'}{again}"
    for name in told.reading:
        yield "being read", name
    yield "watched", f"{told.done:,} done, {told.failed:,} failed since then"


def _failure_rows(found: Status) -> Iterator[tuple[str, str]]:
    for inbox in found.inboxes:
        for each in inbox.failed[:_FEW]:
            yield "failed", f"{each.name}, {_when(each.at)}: {each.reason}"
    for run in found.prefect.failed[:_FEW] if found.prefect is not None else ():
        yield f"run {run.state.lower()}", f"{run.flow} {run.name}, {_when(run.at)}: {run.message}"
    for name, pages in list(found.with_failed_pages.items())[:_FEW]:
        yield "failed pages", f"{name}: {pages:,}"


def _inbox_told(inbox: InboxState) -> str:
    told = f"{inbox.settled + inbox.growing:,} waiting"
    if inbox.growing:
        told += f", {inbox.growing:,} of them written to just now"
    if inbox.oldest is not None:
        told += f"; the oldest is of {_when(inbox.oldest)}"
    return f"{told}; {len(inbox.failed):,} in failed"


def _ending(deed: dict[str, Any]) -> str:
    if "damaged" in deed:
        return f": {deed['damaged']:,} damaged" if deed["damaged"] else ": all as written"
    if "folder" in deed:
        return f" in {deed['folder']}"
    return ""


def _as_json(found: Status) -> dict[str, Any]:
    usage, prefect = found.usage, found.prefect
    return {
        "version": __version__,
        "output": console.printable(str(found.output)),
        "service": {
            "runs": found.runs,
            "since": found.service.since if found.service else None,
            "told": found.service.told if found.service else None,
            "addresses": found.service.addresses if found.service else {},
            "parts": [
                {"name": part.name, "runs": part.runs, "restarts": part.restarts}
                for part in (found.service.parts if found.service else ())
            ],
            "reading": found.service.reading if found.service else [],
            "waiting": found.service.waiting if found.service else {},
        },
        "inboxes": [
            {
                "inbox": console.printable(str(each.inbox)),
                "settled": each.settled,
                "growing": each.growing,
                "oldest": each.oldest.isoformat() if each.oldest else None,
                "failed": [{"name": one.name, "at": one.at.isoformat(), "reason": one.reason} for one in each.failed],
                "troubles": list(each.troubles),
            }
            for each in found.inboxes
        ],
        "runs": None
        if prefect is None
        else {
            "running": prefect.running,
            "waiting": prefect.waiting,
            "failed": [
                {
                    "name": run.name,
                    "flow": run.flow,
                    "at": run.at.isoformat(),
                    "state": run.state,
                    "message": run.message,
                }
                for run in prefect.failed
            ],
        },
        "rates": [
            {
                "period": rate.period,
                "documents": rate.documents,
                "pages": rate.pages,
                "words": rate.words,
                "seconds": round(rate.seconds, 1),
                "seconds_a_page": rate.seconds_a_page,
            }
            for rate in found.rates
        ],
        "documents": found.documents,
        "pages": found.pages,
        "unreadable": found.unreadable,
        "with_failed_pages": found.with_failed_pages,
        "disk": {"free_bytes": found.free_bytes, "bytes": found.disk_bytes},
        "taken": None if usage is None else {"at": usage.at.isoformat(), "bytes": usage.total, **usage.sizes},
        "verified": found.verified,
        "backed_up": found.backed_up,
        "tended": found.tended,
    }


def _size(size: int) -> str:
    return f"{size / 2**30:,.1f} GiB" if size >= 1 << 30 else f"{size / 2**20:,.1f} MiB"


def _when(at: datetime) -> str:
    return at.astimezone().strftime("%Y-%m-%d %H:%M")
