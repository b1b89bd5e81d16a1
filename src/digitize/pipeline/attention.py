"""What a person should look at, by how everything stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from digitize.ingest import printable
from digitize.pipeline.status import FAILURE_DAYS, Status

_LEAST_FREE_BYTES = 2 << 30
_LEAST_FREE_SHARE = 0.03
_MANY_RESTARTS = 3
_MOST = 20
_LATE_BACKUP = timedelta(days=8)


def attention(status: Status, now: datetime | None = None) -> tuple[str, ...]:
    """Sentences on what wants a person; none when all is well."""
    return (
        *_of_service(status),
        *_of_scans(status),
        *_of_documents(status),
        *_of_upkeep(status, now or datetime.now(UTC)),
    )


def is_nearly_full(free_bytes: int, disk_bytes: int) -> bool:
    """Whether so little room is left on a disk that somebody should make some."""
    return free_bytes < min(disk_bytes // 10, max(_LEAST_FREE_BYTES, int(_LEAST_FREE_SHARE * disk_bytes)))


def _of_service(status: Status) -> Iterator[str]:
    service = status.service
    if service is None:
        return
    if not status.runs:
        yield f"the service was ended without being told to; it said at {service.told} that it runs"
        return
    for part in service.parts:
        if not part.runs:
            yield f"the part {part.name!r} does not run"
        elif part.restarts >= _MANY_RESTARTS:
            yield f"the part {part.name!r} was started again {part.restarts} times"
    for name, reason in service.waiting.items():
        yield f"{printable(name)} waits in the inbox: {printable(reason)}"


def _of_scans(status: Status) -> Iterator[str]:
    for inbox in status.inboxes:
        yield from inbox.troubles
        if inbox.failed:
            place = printable(str(inbox.inbox.parent / "failed"))
            yield f"{counted(len(inbox.failed), 'scan')} in {place}, each with its reason"
    if status.prefect is not None and status.prefect.failed:
        yield f"{counted(len(status.prefect.failed), 'run')} failed in the last {FAILURE_DAYS} days"


def _of_documents(status: Status) -> Iterator[str]:
    for name, fault in list(status.unreadable.items())[:_MOST]:
        yield f"{printable(name)} cannot be read: {fault}"
    if status.with_failed_pages:
        yield f"{counted(len(status.with_failed_pages), 'document')} of the last {FAILURE_DAYS} days with failed pages"


def _of_upkeep(status: Status, now: datetime) -> Iterator[str]:
    if is_nearly_full(status.free_bytes, status.disk_bytes):
        yield f"the disk is nearly full: {status.free_bytes / 2**30:.1f} GiB are left"
    if status.verified is not None and status.verified.get("damaged"):
        yield f"{counted(status.verified['damaged'], 'file')} damaged when everything was verified: digitize verify"
    if status.backed_up is not None:
        if datetime.fromisoformat(status.backed_up["at"]) < now - _LATE_BACKUP:
            yield f"the last backup is of {status.backed_up['at']}"
        if status.backed_up.get("errors"):
            yield "the last backup is not whole: digitize backup names what is missing"


def counted(number: int, what: str) -> str:
    """``1 scan``, ``1,234 scans``."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
