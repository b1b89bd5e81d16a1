"""The second page step: reads the crops, in as many batches as there are cores to use."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from digitize.pipeline.gaps import fill_gaps
from digitize.pipeline.in_worker import read_batch
from digitize.pipeline.prepare import PrepareResult
from digitize.pipeline.prepared import CropFile
from digitize.pipeline.workshop import Tally, Workshop
from digitize.recognize.engine import CropKind, Reading


def read_crops(
    prepared: PrepareResult, languages: tuple[str, ...], shop: Workshop, tally: Tally, *, alone: bool
) -> tuple[Reading, ...]:
    """Readings of the crops, in their order.

    Args:
        prepared: The page.
        languages: Models.
        shop: What the run works with.
        tally: Counts the engine's calls.
        alone: Whether this page has all workers to itself: then its crops are shared out among them.
    """
    crops = prepared.crops
    if not crops:
        return ()
    batches = share_out([crop.area_px for crop in crops], shop.pool.workers if alone else 1)
    kind = CropKind.LINE if crops[0].is_line else CropKind.PAGE
    dpi = prepared.page.reading_dpi(crops[0].scale)

    def read(batch: Sequence[int]) -> tuple[Reading, ...]:
        tally.count("engine_calls")
        paths = tuple(crops[i].path for i in batch)
        return shop.pool.run(shop.settings.page_timeout_s, read_batch, paths, kind, languages, dpi)

    if len(batches) == 1:
        answers = [read(batches[0])]
    else:
        with ThreadPoolExecutor(len(batches)) as threads:
            answers = list(threads.map(read, batches))
    readings: dict[int, Reading] = {}
    for batch, answer in zip(batches, answers, strict=True):
        readings.update(zip(batch, answer, strict=True))
    ordered = tuple(readings[i] for i in range(len(crops)))
    return ordered if kind is CropKind.LINE else _filled(prepared, ordered, languages, shop, tally)


def _filled(
    prepared: PrepareResult,
    readings: tuple[Reading, ...],
    languages: tuple[str, ...],
    shop: Workshop,
    tally: Tally,
) -> tuple[Reading, ...]:
    """The readings with their gaps filled, as many at a time as there are workers."""
    x_height = prepared.page.x_height_px
    if x_height is None:
        return readings

    def fill(item: tuple[CropFile, Reading]) -> Reading:
        crop, reading = item
        dpi = prepared.page.reading_dpi(crop.scale)
        filled = shop.pool.run(
            shop.settings.page_timeout_s, fill_gaps, crop, reading, x_height * crop.scale, languages, dpi
        )
        tally.count("engine_calls", filled.engine_calls)
        return filled.reading

    with ThreadPoolExecutor(shop.pool.workers) as threads:
        return tuple(threads.map(fill, zip(prepared.crops, readings, strict=True)))


def share_out(sizes: Sequence[int], shares: int) -> list[list[int]]:
    """Indices of items dealt into at most so many shares of nearly equal total size, each share in ascending order."""
    count = min(shares, len(sizes))
    dealt: list[list[int]] = [[] for _ in range(count)]
    totals = [0] * count
    for index in sorted(range(len(sizes)), key=lambda i: -sizes[i]):
        least = totals.index(min(totals))
        dealt[least].append(index)
        totals[least] += sizes[index]
    return [sorted(share) for share in dealt]
