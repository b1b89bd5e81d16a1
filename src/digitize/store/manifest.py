"""``manifest-sha256.txt``: the digests of files, in the form of BagIt (RFC 8493, 2.1.3), which ``sha256sum --check`` reads too.

A document's folder has one. While files of the folder are renewed it stands under another name, so that what a crash has left is told
from damage::

    OUTPUT/<document-id>/manifest-sha256.txt          what the files are
    OUTPUT/<document-id>/manifest-sha256.open.txt     what they were when their renewal was begun
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from digitize.store.files import explained, sync_folder, write_whole

MANIFEST = "manifest-sha256.txt"
OPEN_MANIFEST = "manifest-sha256.open.txt"

_LINE = re.compile(rb"([0-9a-fA-F]{64})(?:  | \*)(.+)")
_ESCAPED = {b"%": b"%25", b"\n": b"%0A", b"\r": b"%0D"}
_PLAIN = {escaped: plain for plain, escaped in _ESCAPED.items()}


def encode_manifest(digests: Mapping[str, str]) -> bytes:
    """The content of a manifest: a line for each path, in order. Bytes that are no UTF-8 stay as they are."""
    lines = {escaped_path(path): digest for path, digest in digests.items()}
    return b"".join(lines[path].encode("ascii") + b"  " + path + b"\n" for path in sorted(lines))


def decode_manifest(data: bytes) -> dict[str, str]:
    """Digests by path, as :func:`encode_manifest` writes them.

    Raises:
        ValueError: If a line is none of a manifest, or names what is not below the folder.
    """
    digests: dict[str, str] = {}
    for number, line in enumerate(data.split(b"\n"), 1):
        match = _LINE.fullmatch(line)
        if match is None:
            if line:
                raise ValueError(f"line {number} is none of a manifest")
            continue
        path = plain_path(match[2])
        if path.startswith("/") or ".." in path.split("/") or "\0" in path or path in digests:
            raise ValueError(f"line {number} names what cannot be")
        digests[path] = match[1].decode("ascii").lower()
    if data and not data.endswith(b"\n"):
        raise ValueError("it breaks off")
    return digests


def escaped_path(path: str) -> bytes:
    """A path as it stands in a line."""
    return re.sub(rb"[%\r\n]", lambda sign: _ESCAPED[sign[0]], os.fsencode(path))


def plain_path(escaped: bytes) -> str:
    """The path that stands in a line."""
    return os.fsdecode(re.sub(rb"%(?:25|0A|0D)", lambda escape: _PLAIN[escape[0]], escaped))


def read_manifest(folder: Path) -> dict[str, str] | None:
    """What the files of a folder are; ``None`` when that was not written down, or they are being renewed.

    Raises:
        ValueError: If it cannot be read.
    """
    return _read(folder / MANIFEST)


def read_open_manifest(folder: Path) -> dict[str, str] | None:
    """What the files of a folder were when a renewal was begun that has not ended; ``None`` when there is none.

    Raises:
        ValueError: If it cannot be read.
    """
    return _read(folder / OPEN_MANIFEST)


def _read(path: Path) -> dict[str, str] | None:
    try:
        return decode_manifest(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ValueError(error.strerror) from None


def open_manifest(folder: Path) -> dict[str, str]:
    """Marks that files of a folder are being renewed; gives what they were, as far as it is known.

    Raises:
        EnvironmentFault: If it cannot be written.
    """
    with explained(folder / MANIFEST):
        if (folder / MANIFEST).exists():
            (folder / MANIFEST).replace(folder / OPEN_MANIFEST)
        elif folder.is_dir() and not (folder / OPEN_MANIFEST).exists():
            (folder / OPEN_MANIFEST).touch()
        if folder.is_dir():
            sync_folder(folder)
    try:
        return read_open_manifest(folder) or {}
    except ValueError:
        return {}


def reclose_manifest(folder: Path) -> None:
    """Takes the mark back: nothing was renewed.

    Raises:
        EnvironmentFault: If it cannot be written.
    """
    opened = folder / OPEN_MANIFEST
    with explained(folder / MANIFEST):
        if opened.exists() and opened.stat().st_size:
            opened.replace(folder / MANIFEST)
        else:
            opened.unlink(missing_ok=True)


def close_manifest(folder: Path, digests: Mapping[str, str]) -> None:
    """Writes down what the files of a folder are now.

    Raises:
        EnvironmentFault: If it cannot be written.
    """
    write_whole(folder / MANIFEST, encode_manifest(digests))
    with explained(folder / OPEN_MANIFEST):
        (folder / OPEN_MANIFEST).unlink(missing_ok=True)
