"""Finds out which scans show two facing pages, before their pages are counted: once per scan, by way of the cache."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter, ValidationError

from digitize.errors import DigitizeError, EnvironmentFault, MissingDependencyError
from digitize.ingest import decode_page, page_text_kind
from digitize.model.document import Choice
from digitize.model.geometry import Box, Polygon, Transform
from digitize.model.page import PagePart, SourceFile
from digitize.model.profile import Splitting
from digitize.model.raster import Raster
from digitize.pipeline.keys import SPREAD_VERSION, step_key
from digitize.pipeline.orientation import find_orientation
from digitize.pipeline.workshop import Tally, Workshop
from digitize.preprocess.letters import grey_of, measure_letters
from digitize.preprocess.polarity import polarity_of
from digitize.preprocess.spread import find_fold, may_be_spread
from digitize.preprocess.straighten import inverted, turn

_PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Spread:
    """A scan of two facing pages.

    Args:
        width: Of the upright scan, in pixels.
        height: Of the upright scan, in pixels.
        turn_deg: Clockwise turn that made the decoded scan upright.
        top_x: Where the fold meets the upper edge of the upright scan.
        bottom_x: Where it meets the lower edge.
        script: As script detection names it.
        why: What it was recognised by.
        turn_why: By what it is known which way up it is.
    """

    width: int
    height: int
    turn_deg: int
    top_x: float
    bottom_x: float
    script: str | None
    why: str
    turn_why: str


@dataclass(frozen=True, slots=True)
class Half:
    """One page of a spread.

    Args:
        part: Which.
        spread: The scan.
    """

    part: PagePart
    spread: Spread

    @property
    def box(self) -> Box:
        """The page's own image on the upright scan; with a leaning fold it has a wedge of the other page."""
        spread = self.spread
        if self.part is PagePart.LEFT:
            return Box(0, 0, min(spread.width, max(1, round(max(spread.top_x, spread.bottom_x)))), spread.height)
        left = max(0, min(spread.width - 1, round(min(spread.top_x, spread.bottom_x))))
        return Box(left, 0, spread.width, spread.height)

    @property
    def shift(self) -> Transform:
        """From the upright scan to the page's own image."""
        return Transform.shift(-self.box.x0, 0)

    @property
    def beyond(self) -> Polygon:
        """What of the page's own image lies beyond the fold."""
        spread, box = self.spread, self.box
        edge = box.width if self.part is PagePart.LEFT else 0
        return (
            (spread.top_x - box.x0, 0.0),
            (float(edge), 0.0),
            (float(edge), float(spread.height)),
            (spread.bottom_x - box.x0, float(spread.height)),
        )

    @property
    def choice(self) -> Choice:
        return Choice("split", f"the {self.part} of two facing pages", self.spread.why)


_STORED = TypeAdapter(Spread | None)


def find_spreads(frames: list[tuple[SourceFile, int]], shop: Workshop, tally: Tally) -> dict[tuple[str, int], Spread]:
    """Which of some frames are spreads, by digest of their file and index in it; as many at a time as there are workers."""
    if shop.settings.split_spreads is Splitting.NEVER or not frames:
        return {}
    with tally.timed("spreads"), ThreadPoolExecutor(shop.pool.workers) as threads:
        try:
            found = list(threads.map(lambda frame: _spread(frame[0], frame[1], shop, tally), frames))
        except BaseException:
            shop.pool.close()  # ends what the other threads wait for
            raise
    return {(source.sha256, frame): spread for (source, frame), spread in zip(frames, found, strict=True) if spread}


def _spread(source: SourceFile, frame: int, shop: Workshop, tally: Tally) -> Spread | None:
    settings = shop.settings
    key = step_key(
        "spread",
        SPREAD_VERSION,
        source=source.sha256,
        frame=frame,
        max_pixels=settings.max_pixels,
        engine=shop.engine_version,
    )
    stored = shop.output.cached(key)
    if stored is not None:
        try:
            return _STORED.validate_json(stored)
        except ValidationError:
            pass  # found out again
    try:
        path = shop.output.original(source.sha256)
        spread, calls = shop.pool.run(
            settings.page_timeout_s, look_for_spread, path, source, frame, settings.max_pixels
        )
    except (EnvironmentFault, MissingDependencyError):
        raise
    except DigitizeError:  # the step that prepares the page will meet it too, and tell of it
        return None
    tally.count("engine_calls", calls)
    shop.output.cache(key, _STORED.dump_json(spread))
    return spread


def look_for_spread(path: Path, source: SourceFile, frame: int, max_pixels: int) -> tuple[Spread | None, int]:
    """Looks at one frame; runs in a worker.

    Args:
        path: The kept original.
        source: The source file.
        frame: Index of the page in it.
        max_pixels: Largest page that is decoded.

    Returns:
        The spread, if it is one, and how often an engine was called.

    Raises:
        InputError: If the frame cannot be decoded.
    """
    if source.media_type == _PDF and page_text_kind(path, frame) == "visible":
        return None, 0  # a page that was born digital is what its author made it
    decoded = decode_page(path, source, frame, max_pixels=max_pixels).raster
    on_side = decoded.width < decoded.height
    if not may_be_spread(max(decoded.width, decoded.height), min(decoded.width, decoded.height)):
        return None, 0
    page = Raster(grey_of(decoded.pixels), decoded.dpi, decoded.bitonal)
    del decoded
    if polarity_of(page.pixels).negative:
        page = inverted(page)
    letters = measure_letters(page)
    if letters is None:
        return None, 0
    seen = turn(page, 90) if on_side else page
    fold = find_fold(seen.pixels, letters.x_height_px)
    if fold is None:
        return None, 0
    orientation = find_orientation(page, letters)
    across = orientation.turn_deg - (90 if on_side else 0)
    if across % 180 or orientation.mirrored:
        return None, orientation.engine_calls
    ends = (fold.top_x, fold.bottom_x)
    if across % 360:  # upside down as it was looked at
        ends = (seen.width - fold.bottom_x, seen.width - fold.top_x)
    top, bottom = (round(float(np.clip(x, 1, seen.width - 1)), 1) for x in ends)
    spread = Spread(
        seen.width, seen.height, orientation.turn_deg, top, bottom, orientation.script, fold.why, orientation.why
    )
    return spread, orientation.engine_calls
