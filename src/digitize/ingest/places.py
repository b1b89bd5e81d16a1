"""How messages name a page."""

from __future__ import annotations

from digitize.model.page import SourceFile


def place(source: SourceFile, frame: int) -> str:
    """``scan.pdf, page 3`` for a page of several, ``scan.jpg`` for a file of one."""
    return source.name if source.frames == 1 else f"{source.name}, page {frame + 1}"
