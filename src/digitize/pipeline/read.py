"""The second page step: reads the crops, in as many batches as there are cores to use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from digitize.model.language import model_for
from digitize.pipeline.gaps import fill_gaps
from digitize.pipeline.in_worker import read_batch, read_batch_by_own
from digitize.pipeline.own_lines import BothRead, SecondReading, read_both
from digitize.pipeline.prepare import PrepareResult
from digitize.pipeline.prepared import CropFile
from digitize.pipeline.workshop import Tally, Workshop
from digitize.recognize.engine import CropKind, Heard, Reading


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
    kind = _kind(crops)
    dpi = prepared.page.reading_dpi(crops[0].scale)

    def read(batch: Sequence[int]) -> tuple[Reading, ...]:
        tally.count("engine_calls")
        paths = tuple(crops[i].path for i in batch)
        return shop.pool.run(shop.settings.page_timeout_s, read_batch, paths, kind, languages, dpi)

    ordered = _in_batches(crops, read, shop.pool.workers if alone else 1)
    return ordered if kind is CropKind.LINE else _filled(prepared, ordered, languages, shop, tally)


def read_crops_by_own(prepared: PrepareResult, shop: Workshop, tally: Tally, *, alone: bool) -> tuple[Reading, ...]:
    """Readings of the crops by the project's own recogniser, in their order; arguments as for :func:`read_crops`."""
    crops = prepared.crops
    if not crops:
        return ()

    def read(batch: Sequence[int]) -> tuple[Reading, ...]:
        tally.count("engine_calls")
        paths = tuple(crops[i].path for i in batch)
        call = (paths, _kind(crops), shop.engines.own_model)
        return shop.pool.run(shop.settings.page_timeout_s, read_batch_by_own, *call)

    return _in_batches(crops, read, shop.pool.workers if alone else 1)


def read_again_by_own(
    prepared: PrepareResult,
    readings: tuple[Reading, ...],
    models: tuple[str, ...],
    heard: Heard,
    shop: Workshop,
    tally: Tally,
    *,
    alone: bool,
) -> tuple[tuple[Reading, ...], tuple[BothRead, ...]]:
    """The lines in doubt read by the project's own recogniser as well, and the better reading of each word.

    Args:
        prepared: The page.
        readings: By the first engine, one per crop.
        models: That it read with.
        heard: What our own recogniser has read already.
        shop: What the run works with.
        tally: Counts the engine's calls.
        alone: As for :func:`read_crops`.

    Returns:
        One reading per crop, and what became of each batch of them.
    """
    crops = prepared.crops
    if not crops:
        return (), ()
    done: list[BothRead] = []
    scripts = scripts_asked(shop.settings.languages)
    lists = tuple(path for _, path in sorted(shop.engine.word_lists(models).items()))

    def read(batch: Sequence[int]) -> tuple[Reading, ...]:
        tally.count("engine_calls")
        here = {i: place for place, i in enumerate(batch)}
        known = {(here[crop], line): answer for (crop, line), answer in heard.items() if crop in here}
        some = tuple(crops[i] for i in batch), tuple(readings[i] for i in batch)
        job = SecondReading(*some, shop.engines.own_model, lists, scripts, known)
        answer = shop.pool.run(shop.settings.page_timeout_s, read_both, job)
        done.append(answer)
        return answer.readings

    return _in_batches(crops, read, shop.pool.workers if alone else 1), tuple(done)


def scripts_asked(languages: str) -> frozenset[str] | None:
    """Scripts of the languages that were asked for, Fraktur being Latin; ``None`` where they are to be found out."""
    if languages == "auto":
        return None
    scripts = {model_for(code).script for code in languages.split("+")}
    return frozenset("Latn" if script == "Latf" else script for script in scripts)


def _kind(crops: Sequence[CropFile]) -> CropKind:
    return CropKind.LINE if crops[0].is_line else CropKind.PAGE


def _in_batches(
    crops: Sequence[CropFile], read: Callable[[Sequence[int]], tuple[Reading, ...]], shares: int
) -> tuple[Reading, ...]:
    """One reading per crop, read in as many batches at a time.

    Args:
        crops: To read.
        read: Reads the crops of some indices.
        shares: How many batches.
    """
    batches = share_out([crop.area_px for crop in crops], shares)
    if len(batches) == 1:
        answers = [read(batches[0])]
    else:
        with ThreadPoolExecutor(len(batches)) as threads:
            answers = list(threads.map(read, batches))
    readings: dict[int, Reading] = {}
    for batch, answer in zip(batches, answers, strict=True):
        readings.update(zip(batch, answer, strict=True))
    return tuple(readings[i] for i in range(len(crops)))


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
