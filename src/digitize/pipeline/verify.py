"""Whether everything that an output folder keeps is there and as it was written: originals, exports, versions, decisions, index.

Nothing is written. A document that is being worked on is looked at when that has ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from digitize.errors import EnvironmentFault, InputError
from digitize.ingest import printable
from digitize.pipeline.library import document_folder, load_report
from digitize.pipeline.sealing import (
    OUTSIDE,
    OUTSIDE_FOLDERS,
    REPORT,
    files_of_document,
    is_kept_growing,
    known_digests,
)
from digitize.pipeline.version_list import in_force_id
from digitize.settings import Settings
from digitize.store.decision_log import read_decisions
from digitize.store.files import TEMPORARY, sha256_of
from digitize.store.manifest import MANIFEST, OPEN_MANIFEST
from digitize.store.output import BusyError, document_ids, output_if_writable
from digitize.store.prefix import prefix_length
from digitize.store.records.index import Index
from digitize.store.stamps import fingerprint
from digitize.store.versions import IN_FORCE, VERSIONS, read_head, version_ids, version_path

_WAIT_S = 10.0
"""Seconds to wait for a document that is being worked on, when all others have been looked at."""


class Trouble(StrEnum):
    """What can be the matter."""

    MISSING = "missing"
    CHANGED = "changed"
    UNREADABLE = "unreadable"
    INTERRUPTED = "interrupted"
    """Files were being renewed when the program was ended."""
    EXTRA = "extra"
    """It is there, and nothing tells of it."""
    UNKNOWN = "unknown"
    """Nobody has written down what it should be."""
    BUSY = "busy"
    """It is being worked on."""


NO_DAMAGE = frozenset({Trouble.EXTRA, Trouble.UNKNOWN, Trouble.BUSY})
"""What a person may want to know, and need do nothing about."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be.

    Args:
        document: Id of the document that it belongs to; ``None`` for the folder itself.
        path: The file, by its path in the output folder.
        trouble: What is the matter.
        told: The same in words.
        hint: What to do.
    """

    document: str | None
    path: str
    trouble: Trouble
    told: str
    hint: str

    @property
    def is_damage(self) -> bool:
        return self.trouble not in NO_DAMAGE

    def as_json(self) -> dict[str, Any]:
        return {
            "document": self.document,
            "path": printable(self.path),
            "trouble": self.trouble.value,
            "damage": self.is_damage,
            "message": self.told,
            "hint": self.hint,
        }


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at and found.

    Args:
        documents: How many documents.
        files: How many files.
        size_bytes: Their size.
        findings: What is not as it should be, documents in order.
        quick: Whether only presence and sizes were looked at.
    """

    documents: int
    files: int
    size_bytes: int
    findings: tuple[Finding, ...]
    quick: bool

    @property
    def damaged(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.is_damage)

    def as_json(self) -> dict[str, Any]:
        return {
            "documents": self.documents,
            "files": self.files,
            "bytes": self.size_bytes,
            "quick": self.quick,
            "damaged": len(self.damaged),
            "findings": [finding.as_json() for finding in self.findings],
        }


def verify(
    names: Sequence[str], settings: Settings, *, quick: bool = False, step: Callable[[str, int], object] | None = None
) -> Verification:
    """Looks whether documents are whole: those that are named, or everything that the output folder keeps.

    Args:
        names: Ids of documents, or their folders; none for all, with the originals that no document names, and the index.
        settings: Say where the output folder is, and how many files are read at a time.
        quick: Whether to look at presence and sizes alone, and at no content.
        step: Told of each document that is done, and how many there are.

    Raises:
        InputError: If there is no such document, or no output folder.
        EnvironmentFault: If the folder cannot be read.
    """
    root = settings.output
    if not root.is_dir():
        raise InputError("there is no such output folder", where=printable(str(root)), hint="Name it with --output")
    ids = [document_folder(name, settings).resolve().name for name in names] or document_ids(root)
    looking = _Looking(settings, quick=quick)
    done = step or (lambda *_: None)
    busy: list[str] = []
    with ThreadPoolExecutor(settings.jobs) as threads:
        for document_id, is_done in zip(ids, threads.map(looking.document, ids), strict=True):
            if is_done:
                done(document_id, len(ids))
            else:
                busy.append(document_id)
        for document_id in busy:
            if not looking.document(document_id, _WAIT_S):
                looking.found(document_id, document_id, Trouble.BUSY, "it is being worked on", "Verify it again later")
            done(document_id, len(ids))
        list(threads.map(looking.original, sorted(looking.originals)))
        if not names:
            others = [sha256 for sha256 in _kept_originals(root) if sha256 not in looking.originals]
            list(threads.map(looking.other_original, others))
    if not names:
        looking.whole_folder(ids)
    findings = sorted(looking.findings, key=lambda each: (each.document or "", each.path))
    return Verification(len(ids), looking.files, looking.size_bytes, tuple(findings), quick)


class _Looking:
    """What is found while several threads look: each appends, and nothing is taken out."""

    def __init__(self, settings: Settings, *, quick: bool) -> None:
        self._settings = settings
        self._root = settings.output
        self._quick = quick
        self._output = output_if_writable(settings.output)
        self.findings: list[Finding] = []
        self.originals: dict[str, tuple[str, int]] = {}
        """A document that names an original, and the original's size, by its digest."""
        self._sizes: list[int] = []

    @property
    def files(self) -> int:
        return len(self._sizes)

    @property
    def size_bytes(self) -> int:
        return sum(self._sizes)

    def found(self, document: str | None, path: str, trouble: Trouble, told: str, hint: str) -> None:
        self.findings.append(Finding(document, path, trouble, told, hint))

    def document(self, document_id: str, wait_s: float = 0.0) -> bool:
        """Looks at a document; whether that could be done: another process may be working on it."""
        output = self._output
        lock = nullcontext() if output is None else output.locked(document_id, sweeps=False, wait_s=wait_s)
        try:
            with lock:
                self._document(document_id)
        except BusyError:
            return False
        return True

    def _document(self, document_id: str) -> None:
        folder = self._root / document_id
        try:
            report = load_report(document_id, self._settings)
        except InputError as error:
            self.found(document_id, f"{document_id}/{REPORT}", Trouble.UNREADABLE, error.message, _AGAIN)
            report = {"outputs": {}, "sources": [], "transcription": None}
        outputs: dict[str, str] = report["outputs"]
        written_down = self._written_down(document_id, folder)
        for path, digest in sorted({**written_down, **outputs}.items()):
            if path != IN_FORCE or path in outputs:
                self._file(document_id, path, digest)
        for source in report["sources"]:
            self.originals.setdefault(source["sha256"], (document_id, source["size_bytes"]))
        self._versions(document_id, folder, report["transcription"], written_down)
        self._decisions(document_id, folder)
        self._others(document_id, folder, {*written_down, *outputs})

    def _written_down(self, document_id: str, folder: Path) -> dict[str, str]:
        path = f"{document_id}/{MANIFEST}"
        again = f"digitize export {document_id}"
        try:
            known = known_digests(folder)
        except ValueError as error:
            self.found(document_id, path, Trouble.UNREADABLE, f"the manifest cannot be read: {error}", again)
            return {}
        if (folder / OPEN_MANIFEST).exists() and not (folder / MANIFEST).exists():
            told = "files were being renewed when the program was ended"
            self.found(document_id, f"{document_id}/{OPEN_MANIFEST}", Trouble.INTERRUPTED, told, again)
            return {name: known[name] for name in known if name.startswith(f"{VERSIONS}/") or is_kept_growing(name)}
        if not known:
            told = "an older program has written down no digests of its versions and decisions"
            self.found(document_id, path, Trouble.UNKNOWN, told, "digitize reindex writes them down")
        return known

    def _file(self, document_id: str, path: str, digest: str) -> None:
        """Looks at a file of a document."""
        told = f"{document_id}/{path}"
        file = self._root / told
        hint = _hint(document_id, path)
        try:
            size = file.lstat().st_size
            self._sizes.append(size)
            if file.is_symlink() or not file.is_file():
                self.found(document_id, told, Trouble.CHANGED, "it is no file any more", hint)
            elif is_kept_growing(path):
                if not self._quick and prefix_length(file, digest) is None:
                    self.found(document_id, told, Trouble.CHANGED, "lines that were there have changed", hint)
            elif self._quick:
                if size == 0 and digest != _EMPTY:
                    self.found(document_id, told, Trouble.CHANGED, "it is empty", hint)
            elif sha256_of(file) != digest:
                self.found(document_id, told, Trouble.CHANGED, "it is not what was written", hint)
        except FileNotFoundError:
            self.found(document_id, told, Trouble.MISSING, "it is missing", hint)
        except OSError as error:
            self.found(document_id, told, Trouble.UNREADABLE, f"it cannot be read: {error.strerror}", hint)

    def _versions(self, document_id: str, folder: Path, in_force: str | None, written_down: Iterable[str]) -> None:
        kept = version_ids(folder)
        for version_id in kept:
            told = f"{document_id}/{VERSIONS}/{version_id}.json"
            try:
                fits = read_head(version_path(folder, version_id)).get("id") == version_id
            except (OSError, ValueError):
                fits = False
            if not fits and (f"{VERSIONS}/{version_id}.json" not in written_down or self._quick):
                self.found(document_id, told, Trouble.UNREADABLE, "it is no version of a text", _RESTORE)
        wanted = {version_id for version_id in (in_force, in_force_id(folder)) if version_id is not None}
        for version_id in sorted(wanted.difference(kept)):
            told = f"{document_id}/{VERSIONS}/{version_id}.json"
            if f"{VERSIONS}/{version_id}.json" not in written_down:
                self.found(document_id, told, Trouble.MISSING, "the version in force is missing", _RESTORE)

    def _decisions(self, document_id: str, folder: Path) -> None:
        try:
            read_decisions(folder)
        except InputError as error:
            where = error.where or f"{document_id}/decisions.jsonl"
            self.found(
                document_id,
                f"{document_id}/decisions.jsonl",
                Trouble.UNREADABLE,
                f"{error.message} ({where})",
                _RESTORE,
            )

    def _others(self, document_id: str, folder: Path, known: set[str]) -> None:
        """What stands in a document's folder and nothing tells of."""
        versions = {f"{VERSIONS}/{version_id}.json" for version_id in version_ids(folder)}
        for path in files_of_document(folder):
            ours = path in known or path in versions or path in OUTSIDE or path == REPORT or is_kept_growing(path)
            if not ours and path.partition("/")[0] not in OUTSIDE_FOLDERS:
                told = "nothing tells of it: it was put there by hand, or a run that was ended has left it"
                self.found(document_id, f"{document_id}/{path}", Trouble.EXTRA, told, "Leave it, or move it away")

    def original(self, sha256: str) -> None:
        """Looks at an original that a document names."""
        document_id, size = self.originals[sha256]
        self._original(document_id, sha256, size)

    def other_original(self, sha256: str) -> None:
        """Looks at an original that no document names: of one that is not done yet, or could not be done."""
        self._original(None, sha256, None)

    def _original(self, document_id: str | None, sha256: str, size: int | None) -> None:
        file = _original(self._root, sha256)
        told = file.relative_to(self._root).as_posix()
        hint = f"Put a copy of the scan there, from a backup or from where it came from: its SHA-256 is {sha256}"
        try:
            found = file.lstat().st_size
            self._sizes.append(found)
            if size is not None and found != size:
                self.found(
                    document_id, told, Trouble.CHANGED, f"it has {found:,} bytes, and should have {size:,}", hint
                )
            elif not self._quick and sha256_of(file) != sha256:
                self.found(document_id, told, Trouble.CHANGED, "the original is not what was kept", hint)
        except FileNotFoundError:
            self.found(document_id, told, Trouble.MISSING, "the original is missing", hint)
        except OSError as error:
            self.found(document_id, told, Trouble.UNREADABLE, f"it cannot be read: {error.strerror}", hint)

    def whole_folder(self, ids: Sequence[str]) -> None:
        """Looks at what belongs to no single document: folders that have lost their report, and the index."""
        for folder in sorted(self._root.iterdir()):
            if folder.name in ids or not folder.is_dir() or folder.is_symlink() or (folder / REPORT).exists():
                continue
            if (folder / MANIFEST).exists():
                told = f"{folder.name}/{REPORT}"
                self.found(folder.name, told, Trouble.MISSING, "the document's report is missing", _AGAIN)
        self._index(ids)

    def _index(self, ids: Sequence[str]) -> None:
        path = self._root / ".digitize" / "index.sqlite"
        if self._settings.index_url or not path.is_file():
            return
        hint = "digitize reindex makes it anew"
        try:
            with Index(path) as index:
                known = index.fingerprints()
        except EnvironmentFault as error:
            self.found(None, ".digitize/index.sqlite", Trouble.UNREADABLE, error.message, hint)
            return
        behind = sum(1 for each in ids if known.get(each) != fingerprint(self._root / each))
        behind += len(known.keys() - set(ids))
        if behind:
            told = (
                f"the index is behind by {behind} document{'s' if behind != 1 else ''}; it catches up when it is used"
            )
            self.found(None, ".digitize/index.sqlite", Trouble.EXTRA, told, hint)


_EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""The digest of a file without content."""
_RESTORE = "Restore it from a backup"
_AGAIN = "Digitise the scan again, or restore it from a backup"


def _hint(document_id: str, path: str) -> str:
    """The way out for a file of a document."""
    top = path.partition("/")[0]
    if top == VERSIONS or is_kept_growing(path):
        return _RESTORE
    if top == "images" or path == REPORT:
        return _AGAIN
    if top == "alignments":
        return "Align the text again, or restore it from a backup"
    return f"digitize export {document_id}"


def _original(root: Path, sha256: str) -> Path:
    return root / ".digitize" / "originals" / sha256[:2] / sha256


def _kept_originals(root: Path) -> Iterator[str]:
    for path in sorted((root / ".digitize" / "originals").glob("??/*")):
        if not path.name.startswith(TEMPORARY):
            yield path.name
