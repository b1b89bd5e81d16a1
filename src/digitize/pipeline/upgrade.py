"""Brings documents that older versions of this program wrote up to date, and refuses those of newer ones."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from digitize.errors import InputError
from digitize.export import report_json, transcription_json
from digitize.ingest import printable
from digitize.model.transcription import Origin
from digitize.pipeline.library import read_stored
from digitize.pipeline.version_list import in_force_id
from digitize.store import decision_log, reference_file
from digitize.store.versions import IN_FORCE, VERSIONS, VersionSink, origin_of, read_head, version_ids, version_path


def refuse_newer(folder: Path) -> None:
    """Refuses a document of which a file is of a version that this program does not know; nothing is written.

    Files that are missing or damaged are no reason: they can be made again.

    Raises:
        InputError: Naming the file and its version.
    """
    known = {
        folder / "report.json": report_json.SCHEMA_VERSION,
        folder / IN_FORCE: transcription_json.SCHEMA_VERSION,
        folder / decision_log.FILE: decision_log.SCHEMA_VERSION,
    }
    for version_id in version_ids(folder):
        is_reference = origin_of(version_id) is Origin.REFERENCE
        newest = reference_file.SCHEMA_VERSION if is_reference else transcription_json.SCHEMA_VERSION
        known[version_path(folder, version_id)] = newest
    for path, newest in known.items():
        version = _version_of(path)
        if version is not None and version.partition(".")[0] != newest.partition(".")[0]:
            raise InputError(
                f"written in version {printable(version)} of its form, while this program knows version {newest}",
                where=printable(str(path)),
                hint="Use the digitize that wrote it, or a newer one; nothing was changed",
            )


def bring_up_to_date(folder: Path) -> bool:
    """Keeps the transcription in force among the versions, where an older program or a loss left none.

    What was begun before goes on where it was. The caller holds the document's lock.

    Returns:
        Whether there was something to do.

    Raises:
        InputError: If a file is of a newer version; nothing is touched then.
        EnvironmentFault: If it cannot be written.
    """
    refuse_newer(folder)
    version_id = in_force_id(folder)
    if version_id is None or version_path(folder, version_id).exists():
        return False
    try:
        read_stored(folder / IN_FORCE)
    except InputError:  # damaged: no version of anything
        return False
    with VersionSink(folder).file(f"{VERSIONS}/{version_id}.json") as temporary:
        shutil.copyfile(folder / IN_FORCE, temporary)
    return True


def _version_of(path: Path) -> str | None:
    head: dict[str, Any] = {}
    try:
        if path.name == "report.json":
            head = json.loads(path.read_bytes())
        elif path.suffix == ".jsonl":
            with path.open("rb") as stream:
                head = json.loads(stream.readline(1 << 20))
        else:
            head = read_head(path)
        version = head["schema_version"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return version if isinstance(version, str) else None
