"""Finds out which scans show two facing pages, before their pages are counted: once per scan, by way of the cache."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter, ValidationError

from digitize.errors import DigitizeError, EnvironmentFault, MissingDependencyError
from digitize.ingest import page_text_kind
from digitize.model.document import Choice
from digitize.model.geometry import Box, Polygon, Transform
from digitize.model.page import PagePart, SourceFile
from digitize.model.profile import Splitting
from digitize.model.raster import Raster
from digitize.pipeline.keys import SPREAD_VERSION, step_key
from digitize.pipeline.orientation import find_orientation
from digitize.pipeline.seen import Seen, black_on_white, decode_frame
from digitize.pipeline.workshop import Tally, Workshop
from digitize.preprocess.letters import LetterSize
from digitize.preprocess.spread import find_fold, may_be_spread
from digitize.preprocess.straighten import turn

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


@dataclass(frozen=True, slots=True)
class Looked:
    """What became of looking at a frame.

    Args:
        spread: The spread, if it is one.
        seen: What was found out of the frame on the way; ``None`` where its shape was enough.
    """

    spread: Spread | None
    seen: Seen | None


_NOTHING = Looked(None, None)
_STORED = TypeAdapter(Looked)


def look_at_frames(frames: list[tuple[SourceFile, int]], shop: Workshop, tally: Tally) -> dict[tuple[str, int], Looked]:
    """Which of some frames are spreads, by digest of their file and index in it; as many at a time as there are workers."""
    if shop.settings.split_spreads is Splitting.NEVER or not frames:
        return {}
    with tally.timed("spreads"), ThreadPoolExecutor(shop.pool.workers) as threads:
        try:
            found = list(threads.map(lambda frame: _look(frame[0], frame[1], shop, tally), frames))
        except BaseException:
            shop.pool.close()  # ends what the other threads wait for
            raise
    return {(source.sha256, frame): looked for (source, frame), looked in zip(frames, found, strict=True)}


def _look(source: SourceFile, frame: int, shop: Workshop, tally: Tally) -> Looked:
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
        looked, calls = shop.pool.run(
            settings.page_timeout_s, look_for_spread, path, source, frame, settings.max_pixels
        )
    except (EnvironmentFault, MissingDependencyError):
        raise
    except DigitizeError:  # the step that prepares the page will meet it too, and tell of it
        return _NOTHING
    tally.count("engine_calls", calls)
    shop.output.cache(key, _STORED.dump_json(looked))
    return looked


def look_for_spread(path: Path, source: SourceFile, frame: int, max_pixels: int) -> tuple[Looked, int]:
    """Looks at one frame; runs in a worker.

    Args:
        path: The kept original.
        source: The source file.
        frame: Index of the page in it.
        max_pixels: Largest page that is decoded.

    Returns:
        What was found out, and how often an engine was called.

    Raises:
        InputError: If the frame cannot be decoded.
    """
    if source.media_type == _PDF and page_text_kind(path, frame) == "visible":
        return _NOTHING, 0  # a page that was born digital is what its author made it
    decoded = decode_frame(path, source, frame, max_pixels, again=True)
    width, height = decoded.raster.width, decoded.raster.height
    if not may_be_spread(max(width, height), min(width, height)):
        return _NOTHING, 0
    page, seen = black_on_white(decoded, None)
    del decoded
    spread, calls = _spread_of(page, seen.letters) if seen.letters else (None, 0)
    return Looked(spread, seen), calls


def _spread_of(page: Raster, letters: LetterSize) -> tuple[Spread | None, int]:
    on_side = page.width < page.height
    turned = turn(page, 90) if on_side else page
    fold = find_fold(turned.pixels, letters.x_height_px)
    if fold is None:
        return None, 0
    orientation = find_orientation(page, letters)
    across = orientation.turn_deg - (90 if on_side else 0)
    if across % 180 or orientation.mirrored:
        return None, orientation.engine_calls
    ends = (fold.top_x, fold.bottom_x)
    if across % 360:  # upside down as it was looked at
        ends = (turned.width - fold.bottom_x, turned.width - fold.top_x)
    top, bottom = (round(float(np.clip(x, 1, turned.width - 1)), 1) for x in ends)
    spread = Spread(
        turned.width, turned.height, orientation.turn_deg, top, bottom, orientation.script, fold.why, orientation.why
    )
    return spread, orientation.engine_calls
