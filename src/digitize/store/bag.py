"""Bags: folders that say what they hold, by RFC 8493 (BagIt), which archives know. A backup is one.

::

    TARGET/digitize-20261130T013000Z/bagit.txt, bag-info.txt          what it is
    TARGET/digitize-20261130T013000Z/manifest-sha256.txt              digests of everything below data/
    TARGET/digitize-20261130T013000Z/stamps.txt                       sizes and times of the files that were copied
    TARGET/digitize-20261130T013000Z/tagmanifest-sha256.txt           digests of these four
    TARGET/digitize-20261130T013000Z/data/                            the files
    TARGET/.partial-digitize/                                         a bag that is not whole
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from digitize.errors import InputError
from digitize.store.files import sha256_of, shown
from digitize.store.manifest import MANIFEST, decode_manifest, encode_manifest, escaped_path, plain_path

PARTIAL = ".partial-digitize"
DATA = "data"
STAMPS = "stamps.txt"

_NAME = re.compile(r"digitize-(\d{8}T\d{6}Z)(?:-\d+)?")
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_TAG_MANIFEST = "tagmanifest-sha256.txt"
_MOST_BYTES = 1 << 30
_OTHER = "Name another backup, or make one: digitize backup"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file that was copied looked like: it is the same as long as this is.

    Args:
        size: In bytes.
        mtime_ns: When it was last written to, in nanoseconds.
    """

    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Bag:
    """A bag that is whole.

    Args:
        folder: Where it is.
        digests: SHA-256 of each file below ``data/``, by its path there.
        stamps: Of the files that they are copies of, likewise; those of which it is known.
        manifest_sha256: The digest of its manifest: which bag it is.
    """

    folder: Path
    digests: dict[str, str]
    stamps: dict[str, Stamp]
    manifest_sha256: str

    def file(self, path: str) -> Path:
        return self.folder / DATA / path


def new_name(target: Path, now: datetime | None = None) -> str:
    """The name of a bag that is made now, one that nothing has in ``target``."""
    name = (now or datetime.now(UTC)).strftime("digitize-%Y%m%dT%H%M%SZ")
    tries = (name, *(f"{name}-{number}" for number in range(2, 10_000)))
    return next(each for each in tries if not os.path.lexists(target / each))


def bags_in(target: Path) -> list[Path]:
    """The bags in a folder of backups, the oldest first; those that are not whole have no such name."""
    try:
        found = [path for path in target.iterdir() if _NAME.fullmatch(path.name) and path.is_dir()]
    except OSError:
        return []
    return sorted(found, key=lambda path: path.name)


def find_bag(place: Path) -> Path:
    """The bag that a path names: itself, or the newest below it.

    Raises:
        InputError: If there is none.
    """
    if (place / "bagit.txt").is_file():
        return place
    found = bags_in(place)
    if found:
        return found[-1]
    if (place / PARTIAL).is_dir():
        raise InputError(
            "there is no whole backup, only one that was interrupted",
            where=shown(place),
            hint="Make it whole: digitize backup, with the same target",
        )
    raise InputError("there is no backup", where=shown(place), hint=_OTHER)


def write_tags(folder: Path, digests: Mapping[str, str], stamps: Mapping[str, Stamp], info: Mapping[str, str]) -> None:
    """Makes a bag of a folder that has its files below ``data/``.

    Args:
        folder: Where it is.
        digests: SHA-256 of each of them, by its path below ``data/``.
        stamps: Of the files that they are copies of.
        info: What else is to be told, by the labels of BagIt.

    Raises:
        OSError: If a file cannot be written.
    """
    tags = {
        "bagit.txt": _DECLARATION,
        "bag-info.txt": "".join(f"{label}: {value}\n" for label, value in info.items()).encode(),
        MANIFEST: encode_manifest({f"{DATA}/{path}": digest for path, digest in digests.items()}),
        STAMPS: b"".join(_stamp_line(path, stamps[path]) for path in sorted(stamps)),
    }
    told = {name: hashlib.sha256(data).hexdigest() for name, data in tags.items()}
    for name, data in {**tags, _TAG_MANIFEST: encode_manifest(told)}.items():
        (folder / name).write_bytes(data)


def read_bag(folder: Path) -> Bag:
    """What a bag says that it holds; its tags are checked, its files are not looked at.

    Raises:
        InputError: If it is none, or its tags are not what was written.
    """
    try:
        tags = decode_manifest(_content(folder / _TAG_MANIFEST))
        for name, digest in tags.items():
            if "/" in name or hashlib.sha256(_content(folder / name)).hexdigest() != digest:
                raise InputError(
                    "the backup is damaged: it is not what was written", where=shown(folder / name), hint=_OTHER
                )
        if "bagit.txt" not in tags or MANIFEST not in tags:
            raise InputError("the backup does not say what it holds", where=shown(folder), hint=_OTHER)
        told = decode_manifest(_content(folder / MANIFEST))
        if any(not path.startswith(f"{DATA}/") for path in told):
            raise InputError("the backup names files that are not below data/", where=shown(folder), hint=_OTHER)
        digests = {path.removeprefix(f"{DATA}/"): digest for path, digest in told.items()}
        stamps = _stamps(_content(folder / STAMPS)) if STAMPS in tags else {}
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"the backup cannot be read: {reason}", where=shown(folder), hint=_OTHER) from None
    return Bag(folder, digests, stamps, sha256_of(folder / MANIFEST))


def _content(path: Path) -> bytes:
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError(f"{path.name} is too large")
    return path.read_bytes()


def _stamp_line(path: str, stamp: Stamp) -> bytes:
    return f"{stamp.size} {stamp.mtime_ns} ".encode("ascii") + escaped_path(path) + b"\n"


def _stamps(data: bytes) -> dict[str, Stamp]:
    stamps: dict[str, Stamp] = {}
    for line in filter(None, data.split(b"\n")):
        size, mtime_ns, path = line.split(b" ", 2)
        stamps[plain_path(path)] = Stamp(int(size), int(mtime_ns))
    return stamps
