"""Finds the documents in what a user names, and never takes results for scans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from digitize.errors import InputError
from digitize.ingest import Collection, collect, printable


def find_candidates(inputs: Sequence[Path], output: Path, *, as_document: bool = False) -> Collection:
    """The documents in files and folders, without the files of documents that were digitised into ``output``.

    Scans may lie beside their results, or the output folder within the folder of scans: what an earlier run wrote is
    passed over in folders, and refused where it is named.

    Args:
        inputs: Files and folders.
        output: The output folder; it need not exist.
        as_document: Each folder in ``inputs`` is one document.
    """
    found = collect(inputs, as_document=as_document)
    root = output.resolve()
    named = {path.absolute() for path in inputs}
    candidates, refused = [], []
    seen: set[tuple[Path, ...]] = set()
    for candidate in found.candidates:
        places = tuple(path.resolve() for path in candidate.files)
        if places in seen:  # the same file by another way
            continue
        seen.add(places)
        scans = tuple(path for path in candidate.files if not _is_result(path, root))
        if scans:
            candidates.append(replace(candidate, files=scans))
        elif any(path.absolute() in named for path in candidate.files):
            refused.append(_result_named(candidate.files[0]))
    if not candidates and not found.rejected and not refused:
        refused.append(_nothing(inputs))
    return Collection(tuple(candidates), (*found.rejected, *refused))


def _is_result(path: Path, root: Path) -> bool:
    """Whether a file lies in a document's folder of the output folder, or among its kept copies."""
    resolved = path.resolve()
    if not resolved.is_relative_to(root):
        return False
    parts = resolved.relative_to(root).parts
    return len(parts) > 1 and (parts[0] == ".digitize" or (root / parts[0] / "report.json").is_file())


def _result_named(path: Path) -> InputError:
    return InputError(
        "is a result of this program, not a scan",
        where=printable(str(path)),
        hint="Name the scan that it was made from, or another folder with --output",
    )


def _nothing(inputs: Sequence[Path]) -> InputError:
    return InputError(
        "there is nothing to digitise in it",
        where=", ".join(printable(str(path)) for path in inputs),
        hint="Name scans, or folders that hold scans other than results of this program",
    )
