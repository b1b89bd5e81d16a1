"""Copies of models without their word lists, for trial readings: the list is most of a model's file, and loading it most of such a call.

Format of the container: src/ccutil/tessdatamanager.h of Tesseract: a count, that many offsets of 8 bytes (-1 for what is missing), the parts.
"""

from __future__ import annotations

import struct
import tempfile
from functools import cache
from pathlib import Path

from digitize.errors import EngineError

_WORD_GRAPH = 19
"""Place in the container: LSTM_SYSTEM_DAWG."""
_MOST_PARTS = 64
_COUNT = struct.Struct("<i")


def folder_without_words(name: str, models: Path) -> Path:
    """A folder of models that holds one without its word list, in the temporary folder of this process.

    Args:
        name: What Tesseract calls the model; may have a ``/``.
        models: Where the whole ones are.

    Raises:
        EngineError: If the file is no model.
        OSError: If the copy cannot be written, or there is no such model.
    """
    copies = Path(_copies().name)
    copy = copies / f"{name}.traineddata"
    if not copy.exists():
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(without_words((models / f"{name}.traineddata").read_bytes()))
        if not (copies / "configs").exists():
            (copies / "configs").symlink_to(models / "configs")
    return copies


def without_words(model: bytes) -> bytes:
    """A model's file without the words of its language; all else as it is.

    Raises:
        EngineError: If it is no model.
    """
    try:
        (count,) = _COUNT.unpack_from(model)
        if not 0 < count <= _MOST_PARTS:
            raise ValueError(count)
        offsets = struct.unpack_from(f"<{count}q", model, _COUNT.size)
    except (struct.error, ValueError):
        raise EngineError("a recognition model's file is damaged", hint="Install its package again") from None
    starts = sorted(offset for offset in offsets if offset >= 0)
    ends = dict(zip(starts, [*starts[1:], len(model)], strict=True))
    head = _COUNT.size + 8 * count
    kept: list[int] = []
    parts: list[bytes] = []
    at = head
    for place, offset in enumerate(offsets):
        if offset < 0 or place == _WORD_GRAPH:
            kept.append(-1)
            continue
        parts.append(model[offset : ends[offset]])
        kept.append(at)
        at += len(parts[-1])
    return _COUNT.pack(count) + struct.pack(f"<{count}q", *kept) + b"".join(parts)


@cache
def _copies() -> tempfile.TemporaryDirectory[str]:
    """Goes with this process."""
    return tempfile.TemporaryDirectory(prefix="digitize-models-")
