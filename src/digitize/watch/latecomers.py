"""Sidecars that come after their scan: applied to the document that was made of it meanwhile."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from digitize.errors import DigitizeError, EnvironmentFault, InternalError, MissingDependencyError
from digitize.ingest import printable
from digitize.ingest.folders import SCAN_ENDINGS, scans_of_text
from digitize.pipeline.run import DocumentResult
from digitize.watch.claim import claimed
from digitize.watch.disposal import put_away
from digitize.watch.inbox import Entry, Seen, is_unchanged
from digitize.watch.places import Places
from digitize.watch.reasons import reason_for_late, told
from digitize.watch.settling import Settling

Supply = Callable[[Path, Path | None], DocumentResult | None]
"""Applies a sidecar to the document that was made of a scan of its name.

Is given the sidecar, and the scan in ``done`` where it is there; gives ``None`` when there is no such document. Errors of
the surroundings are raised.
"""

LONELY_S = 600.0
"""A sidecar that has waited so long is told of, once."""
_AGAIN_S = 60.0
"""Seconds after which a sidecar is tried again that has met no document, or trouble of the surroundings."""


class Latecomers:
    """The sidecars of one inbox beside which there is no scan.

    Args:
        places: The folders of the inbox.
        supply: Applies one; they all wait when it is ``None``.
        tell: Receives what happens.
    """

    def __init__(self, places: Places, supply: Supply | None, tell: Callable[[str], None]) -> None:
        self._places = places
        self._supply = supply
        self._tell = tell
        self._tried: dict[Path, tuple[Seen, float]] = {}
        self._told: set[Path] = set()

    def due(self, lonely: Sequence[Seen], settling: Settling) -> Iterator[Seen]:
        """Of the sidecars of a look, those to be tried now."""
        paths = {seen.path for seen in lonely}
        self._tried = {path: tried for path, tried in self._tried.items() if path in paths}
        self._told &= paths
        for seen in lonely:
            tried, there_s = self._tried.get(seen.path), settling.there_s(seen.path)
            if there_s > LONELY_S and seen.path not in self._told:
                self._told.add(seen.path)
                self._tell(
                    f"{printable(seen.path.name)} waits in the inbox: neither there nor among the documents is a scan of "
                    "its name"
                )
            if settling.has_settled(seen) and (tried is None or tried[0] != seen or there_s >= tried[1]):
                yield seen

    def take(self, seen: Seen, settling: Settling) -> bool:
        """Applies one sidecar, and puts it away; whether there was a document for it."""
        if self._supply is None:
            return False
        entry = Entry(seen.path, False, (seen,))
        with claimed(entry) as is_ours:
            if not is_ours or not is_unchanged(entry):
                return False
            there_s = settling.there_s(seen.path)
            self._tried[seen.path] = (seen, there_s + max(_AGAIN_S, there_s / 10))
            try:
                result = self._applied(seen.path, self._supply)
                if result is None:
                    return False
                self._put(entry, result)
            except FileNotFoundError:
                self._tell(f"{printable(seen.path.name)} is no longer in the inbox; somebody has taken it away")
            except (EnvironmentFault, MissingDependencyError) as error:
                self._tell(f"{printable(seen.path.name)} waits in the inbox: {told(error)}")
            return True

    def _applied(self, path: Path, supply: Supply) -> DocumentResult | None:
        try:
            return supply(path, self._scan_in_done(path))
        except (EnvironmentFault, MissingDependencyError):
            raise
        except DigitizeError as error:
            fault = error
        except Exception:  # noqa: BLE001  the boundary, as for documents
            fault = InternalError.from_traceback(traceback.format_exc())
        return DocumentResult(printable(path.name), None, None, 0, 0, (fault,))

    def _put(self, entry: Entry, result: DocumentResult) -> None:
        name, inbox = printable(entry.path.name), self._places.inbox
        if result.errors:
            place = put_away(entry, inbox, self._places.failed, reason_for_late(name, result.errors, inbox))
            self._tell(f"failed: {name}: {told(result.errors[0])}; it is now {printable(str(place))}")
            return
        put_away(entry, inbox, self._places.done)
        self._tell(f"done: {name}: it came after its scan, and now belongs to {result.folder}")

    def _scan_in_done(self, sidecar: Path) -> Path | None:
        """The scan of the sidecar's name in ``done``: only when there is one, and not several."""
        folder = self._places.done / sidecar.parent.relative_to(self._places.inbox)
        found = {path for name in names_described(sidecar) for path in _scans(folder, name)}
        return found.pop() if len(found) == 1 else None


def names_described(sidecar: Path) -> tuple[str, ...]:
    """Names of the documents that a sidecar may describe, or hold the text of."""
    return (sidecar.stem,) if sidecar.suffix.lower() == ".toml" else tuple(dict.fromkeys(scans_of_text(sidecar.name)))


def _scans(folder: Path, name: str) -> Iterable[Path]:
    for ending in ("", *sorted(SCAN_ENDINGS)):
        for spelled in dict.fromkeys((ending, ending.upper())):
            path = folder / f"{name}{spelled}"
            if os.path.lexists(path) and not path.is_symlink():
                yield path
