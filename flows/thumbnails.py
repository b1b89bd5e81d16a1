"""Small pictures of pages for the Prefect UI: part of the text that shows them, so that they are seen wherever the UI is."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path
from typing import Any

from digitize.errors import DigitizeError, EnvironmentFault
from digitize.pipeline.library import load_report
from digitize.pipeline.review_pictures import image_of_page, picture_of_page
from digitize.pipeline.workshop import Workshop

_MOST = 6
"""Pictures of a document: each run keeps them in Prefect's database, some 2 kB each."""
_WIDTH_PX = 96
_MOST_BYTES = 8_000
"""Of one; a page of noise is left out."""


def thumbnails(document: str, numbers: Sequence[int], shop: Workshop) -> dict[int, str]:
    """Pictures of the first of some pages, by page number, as data URIs; a page without one is left out.

    Args:
        document: A document that was delivered.
        numbers: Its pages; the first six are taken.
        shop: What the run works with; pictures are made in its workers and kept in its cache.
    """
    folder = shop.output.folder(document)
    try:
        report = load_report(str(folder), shop.settings)
    except DigitizeError:
        return {}
    wanted = list(numbers[:_MOST])
    with ThreadPoolExecutor(max(1, shop.pool.workers)) as threads:
        futures = [threads.submit(copy_context().run, _data_uri, folder, report, number, shop) for number in wanted]
        made = [future.result() for future in futures]
    return {number: uri for number, uri in zip(wanted, made, strict=True) if uri is not None}


def _data_uri(folder: Path, report: Mapping[str, Any], number: int, shop: Workshop) -> str | None:
    try:
        data = picture_of_page(image_of_page(folder, report, number), _WIDTH_PX, None, shop)
    except EnvironmentFault:
        raise
    except DigitizeError:
        return None
    return f"data:image/webp;base64,{base64.b64encode(data).decode()}" if len(data) <= _MOST_BYTES else None
