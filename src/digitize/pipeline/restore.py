"""Makes an output folder of a backup, and looks whether a backup is whole.

A document is there when its report is, which comes last: an interrupted restoration leaves fewer documents, and none by half. The same
command goes on.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digitize.errors import DigitizeError, EnvironmentFault, InputError, UsageError
from digitize.ingest import printable
from digitize.pipeline.backup import PREFECT, read_from_disk
from digitize.pipeline.sealing import REPORT
from digitize.pipeline.verify import Finding, Trouble, Verification
from digitize.store.bag import Bag, find_bag, read_bag
from digitize.store.files import TEMPORARY, SourceStream, copy_hashed, open_regular, sha256_of, sweep, write_whole
from digitize.store.output import OutputFolder

_MARK = "restoring.json"
"""In ``.digitize`` of a folder that is being restored: from which backup."""


@dataclass(frozen=True, slots=True)
class Restoration:
    """What became of a restoration.

    Args:
        bag: The backup.
        documents: How many documents were restored.
        files: How many files.
        size_bytes: Their size.
        errors: Files that the backup does not have as they were; they are missing.
    """

    bag: Path
    documents: int
    files: int
    size_bytes: int
    errors: tuple[DigitizeError, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "backup": printable(str(self.bag)),
            "documents": self.documents,
            "files": self.files,
            "bytes": self.size_bytes,
            "errors": [{"where": each.where, "message": each.message, "hint": each.hint} for each in self.errors],
        }


def restore(
    source: Path, root: Path, *, with_runs: bool = True, step: Callable[[str, int], object] | None = None
) -> Restoration:
    """Makes an output folder of a backup; every file is compared with its digest on the way.

    Args:
        source: A backup, or a folder of backups: then the newest.
        root: The output folder; made when it is missing, and empty else.
        with_runs: Whether to restore Prefect's database.
        step: Told of each document that is done, and how many there are.

    Raises:
        InputError: If there is no backup, it is damaged, or a file of it is missing; nothing is restored.
        UsageError: If the output folder is not empty.
        EnvironmentFault: If it cannot be written.
    """
    bag = read_bag(find_bag(source))
    paths = sorted((path for path in bag.digests if with_runs or path != PREFECT), key=_in_order)
    missing = [path for path in paths if not os.path.lexists(bag.file(path))]
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise InputError(
            f"the backup is not whole: {printable(missing[0])}{more} missing",
            where=printable(str(bag.folder)),
            hint="Name an older backup; digitize verify --backup names all that is missing",
        )
    count = sum(path.endswith(f"/{REPORT}") for path in paths)
    errors: list[DigitizeError] = []
    size = documents = 0
    with _written(root):
        _begin(root, bag)
        for path in paths:
            restored = _restored(bag, path, root)
            if restored is None:
                errors.append(
                    InputError(
                        "the backup does not have it as it was; it is missing now",
                        where=printable(path),
                        hint="Restore it from an older backup, or see what can be made again: digitize verify",
                    )
                )
                continue
            size += restored
            if path.count("/") == 1 and path.endswith(f"/{REPORT}"):
                documents += 1
                if step is not None:
                    step(path.partition("/")[0], count)
        OutputFolder(root)
        os.sync()
        (root / ".digitize" / _MARK).unlink()
    return Restoration(bag.folder, documents, len(paths) - len(errors), size, tuple(errors))


def verify_backup(
    place: Path, jobs: int, *, quick: bool = False, step: Callable[[str, int], object] | None = None
) -> Verification:
    """Looks whether a backup is whole, and its files are what was copied.

    Args:
        place: The backup, or a folder of backups: then the newest.
        jobs: How many files are read at a time.
        quick: Whether to look at presence and sizes alone.
        step: Told of each document that is done, and how many there are.

    Raises:
        InputError: If there is no backup, or it does not say what it holds.
    """
    bag = read_bag(find_bag(place))
    reports = {path for path in bag.digests if path.count("/") == 1 and path.endswith(f"/{REPORT}")}

    def look(path: str) -> Finding | None:
        found = _finding(bag, path, quick=quick)
        if step is not None and path in reports:
            step(path.partition("/")[0], len(reports))
        return found

    paths = sorted(bag.digests, key=_in_order)
    with ThreadPoolExecutor(jobs) as threads:
        findings = tuple(found for found in threads.map(look, paths) if found is not None)
    size = sum(stamp.size for stamp in bag.stamps.values())
    return Verification(len(reports), len(paths), size, findings, quick)


def _finding(bag: Bag, path: str, *, quick: bool) -> Finding | None:
    document = None if path.startswith(".digitize/") else path.partition("/")[0]
    hint = "Back up again; what has not changed is taken from this backup, so remove it first"
    try:
        size = bag.file(path).stat().st_size
    except OSError:
        return Finding(document, path, Trouble.MISSING, "it is missing in the backup", hint)
    stamp = bag.stamps.get(path)
    changed = stamp is not None and stamp.size != size
    if changed or (not quick and read_from_disk(bag.file(path)) != bag.digests[path]):
        return Finding(document, path, Trouble.CHANGED, "it is not what was copied", hint)
    return None


def _in_order(path: str) -> tuple[bool, str, bool, str]:
    """Originals and ids before documents, and each document's report after its other files."""
    top = path.partition("/")[0]
    return top != ".digitize", top, path == f"{top}/{REPORT}", path


def _begin(root: Path, bag: Bag) -> None:
    """Marks the folder as one that is being restored.

    Raises:
        UsageError: If something else is in it.
    """
    mark = root / ".digitize" / _MARK
    told = {"backup": bag.folder.name, "manifest_sha256": bag.manifest_sha256}
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        try:
            same = json.loads(mark.read_bytes()) == told
        except (OSError, ValueError):
            same = False
        if not same:
            raise UsageError(
                "the folder is not empty, and a backup is restored into an empty one",
                where=printable(str(root)),
                hint="Choose another: --output",
            )
        sweep(root)
        return
    write_whole(mark, json.dumps(told).encode("ascii"))


def _restored(bag: Bag, path: str, root: Path) -> int | None:
    """Restores a file; its size, or ``None`` when the backup does not have it as it was."""
    place, digest = root / path, bag.digests[path]
    if place.is_file() and sha256_of(place) == digest:  # of an interrupted restoration
        return place.stat().st_size
    if os.path.lexists(place) and not place.is_file():
        raise FileExistsError(errno.EEXIST, "something else stands there", str(place))
    place.parent.mkdir(parents=True, exist_ok=True)
    temporary = place.parent / f"{TEMPORARY}restored"
    try:
        stream = open_regular(bag.file(path))
    except OSError:
        return None
    with stream:
        found = os.fstat(stream.fileno())
        reading = SourceStream(stream)
        try:
            with temporary.open("wb") as copy:
                fits = copy_hashed(reading, copy) == digest
        except OSError as error:
            if reading.fault is not error:
                raise
            fits = False
    if not fits:
        temporary.unlink()
        return None
    stamp = bag.stamps.get(path)
    mtime_ns = found.st_mtime_ns if stamp is None else stamp.mtime_ns
    os.utime(temporary, ns=(mtime_ns, mtime_ns))
    temporary.chmod(0o644)
    temporary.replace(place)
    return found.st_size


@contextmanager
def _written(root: Path) -> Iterator[None]:
    """Turns what fails in writing the output folder into an error that says so.

    Raises:
        EnvironmentFault: If the block raises an ``OSError``.
    """
    try:
        yield
    except OSError as error:
        raise EnvironmentFault(
            f"cannot be restored: {error.strerror}",
            where=printable(str(error.filename or root)),
            hint="Make room, or mend the folder's permissions: the same command then goes on",
        ) from error
