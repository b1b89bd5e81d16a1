"""What the app works with: open documents and queues, kept between requests. Only the desk talks to the pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from threading import Lock
from typing import Any

from digitize.errors import InputError
from digitize.export.line_pictures import LinePicture
from digitize.ingest import printable
from digitize.model.decision import Decision
from digitize.model.geometry import Box
from digitize.model.place import ReviewPlace
from digitize.model.place_selection import select
from digitize.model.place_states import PlaceState, states
from digitize.model.transcription import TextLine, TranscribedPage
from digitize.pipeline.decide import DecisionDesk, Wish
from digitize.pipeline.decided_text import DecidedText, text_in_force
from digitize.pipeline.library import load_report
from digitize.pipeline.page_images import PageImageFile
from digitize.pipeline.page_now import PageNow, page_now
from digitize.pipeline.page_tiles import PageTiles, tiles_of_page
from digitize.pipeline.review_pictures import be_ready, cut_lines, image_of_page, picture_of_page
from digitize.pipeline.review_queue import is_ready, load_queue
from digitize.pipeline.version_list import in_force_id
from digitize.pipeline.version_pages import VersionPages
from digitize.pipeline.workshop import Workshop
from digitize.review.answers import Refused
from digitize.review.asked import Asked
from digitize.review.finding import Finding
from digitize.review.finishing import Finishing
from digitize.review.kept import Kept
from digitize.review.selection import OpenQueue, Selection
from digitize.review.shelf import Shelf
from digitize.store.decision_log import DecisionLog
from digitize.store.output import document_ids
from digitize.store.stamps import version_stamps
from digitize.store.versions import IN_FORCE, is_version_id, version_path

_QUEUES, _PAGES_OF_LINES, _VERSIONS, _REPORTS = 8, 48, 8, 64
_PAGES_NOW, _PAGES_OF_TILES = 16, 3
_SEARCHERS = 2
_READING_S = 10.0


class Desk:
    """Everything that routes ask for.

    Args:
        shop: Workers and the output folder.
        person: The name that decisions are kept under where the browser has none yet.
    """

    def __init__(self, shop: Workshop, person: str = "") -> None:
        self.shop = shop
        self.person = person
        self.shelf = Shelf(shop)
        self.finding = Finding(shop)
        self.finishing = Finishing(shop)
        self._searchers = ThreadPoolExecutor(_SEARCHERS, "places")
        self._searches: dict[tuple[str, str | None, str | None], Future[OpenQueue]] = {}
        self._lock = Lock()
        self._queues: Kept[tuple[str, str, str | None], OpenQueue] = Kept(_QUEUES)
        self._ordered: Kept[tuple[Any, ...], Sequence[ReviewPlace]] = Kept(2 * _QUEUES)
        self._versions: Kept[tuple[str, int], VersionPages] = Kept(_VERSIONS)
        self._pictures: Kept[tuple[str, str, int, str | None], dict[str, LinePicture]] = Kept(_PAGES_OF_LINES)
        self._first_lines: Kept[tuple[str, str, int], str] = Kept(_PAGES_OF_LINES)
        self._texts: Kept[tuple[str, object], DecidedText] = Kept(_QUEUES)
        self._deciding: Kept[str, DecisionDesk] = Kept(_QUEUES)
        self._now: Kept[tuple[str, int, int, int, str], PageNow] = Kept(_PAGES_NOW)
        self._tiles: Kept[tuple[str, int, int], PageTiles] = Kept(_PAGES_OF_TILES)
        self._reports: Kept[tuple[str, int], dict[str, Any]] = Kept(_REPORTS)
        self._states: Kept[tuple[Any, ...], dict[str, PlaceState]] = Kept(2 * _QUEUES)

    def close(self) -> None:
        """Ends what works behind the pages."""
        self.finding.close()
        self.finishing.close()
        self.shelf.close()
        self._searchers.shutdown(wait=False, cancel_futures=True)

    # Documents -----------------------------------------------------------------------------------------------------

    @property
    def root(self) -> Path:
        return self.shop.settings.output

    def ids(self) -> list[str]:
        """Ids of all documents."""
        return document_ids(self.root)

    def folder(self, document_id: str) -> Path:
        """The folder of a document.

        Raises:
            Refused: If there is no such document in the output folder.
        """
        folder = self.root / document_id
        try:
            inside = folder.resolve().parent == self.root.resolve() and folder.name == document_id
            if inside and not document_id.startswith(".") and (folder / "report.json").is_file():
                return folder
        except (OSError, ValueError):  # a name that no folder can have
            pass
        raise Refused(
            404,
            f"there is no document {printable(document_id)!r}",
            hint="It may have been deleted; the library shows what is there",
        )

    def report(self, document_id: str) -> dict[str, Any]:
        """A document's report."""
        folder = self.folder(document_id)
        stamp = _stamp(folder / "report.json")
        return self._reports.get((document_id, stamp), lambda: load_report(document_id, self.shop.settings))

    def log(self, document_id: str) -> DecisionLog:
        """A document's decisions."""
        return self._desk_of(document_id).log()

    def in_force(self, document_id: str) -> DecidedText:
        """The text of a document that is decided on now, found out again when a file has changed that says which it is."""
        folder = self.folder(document_id)
        return self._texts.get((document_id, version_stamps(folder)), lambda: text_in_force(folder))

    def record(
        self, document_id: str, seen: int, wishes: Sequence[Wish], *, others_may_have_decided: bool = False
    ) -> tuple[Decision, ...]:
        """Takes decisions down, as :func:`~digitize.pipeline.decide.record_decisions` does; what was read for the last ones is kept."""
        return self._desk_of(document_id).record(seen, wishes, others_may_have_decided=others_may_have_decided)

    def _desk_of(self, document_id: str) -> DecisionDesk:
        self.folder(document_id)
        return self._deciding.get(document_id, lambda: DecisionDesk(document_id, self.shop.settings))

    def make_ready(self) -> None:
        """Starts a worker in the background, so that the first picture does not wait for one."""
        self._searchers.submit(self.shop.pool.run, self.shop.settings.page_timeout_s, be_ready)

    # Queues --------------------------------------------------------------------------------------------------------

    def queue(self, document_id: str, asked: Asked) -> OpenQueue:
        """The queue that is asked for.

        Raises:
            Refused: If there is no such document.
            InputError: If it, or one of the two texts, cannot be read.
        """
        folder = self.folder(document_id)
        left = asked.left or self.in_force(document_id).version
        key = (document_id, f"{left} {_stamp(version_path(folder, left))}", asked.right)
        return self._queues.get(key, lambda: self._opened(key, folder, left))

    def is_open(self, document_id: str, asked: Asked, patience_s: float) -> bool:
        """Whether the queue that is asked for is at hand; looked for in the background when it is not there in time.

        What was found before is waited for longer: it only has to be read.

        Args:
            document_id: The document.
            asked: What is asked for.
            patience_s: Seconds to wait for it.

        Raises:
            DigitizeError: As :meth:`queue`.
        """
        key = (document_id, asked.left, asked.right)
        with self._lock:
            search = self._searches.get(key)
            if search is None:
                search = self._searches[key] = self._searchers.submit(self.queue, document_id, asked)
        try:
            wait([search], patience_s)
            if not search.done() and is_ready(document_id, asked.left, asked.right, self.shop):
                wait([search], _READING_S)
            if not search.done():
                return False
            search.result()
        finally:
            if search.done():
                self._searches.pop(key, None)
        return True

    def _opened(self, key: tuple[str, str, str | None], folder: Path, left: str) -> OpenQueue:
        queue = load_queue(folder.name, left, key[2], self.shop)
        text = self.in_force(folder.name)
        return OpenQueue(key, folder, queue, {place.key: place for place in queue.places}, left in text.line)

    def selection(self, document_id: str, asked: Asked) -> Selection:
        """The places that are asked for, with what was decided on them."""
        opened = self.queue(document_id, asked)
        queue = opened.queue
        order = (opened.key, asked.kind, asked.page, asked.script, asked.most, asked.text, asked.order)
        places = self._ordered.get(
            order,
            lambda: select(
                queue,
                {},
                kinds=() if asked.kind is None else (asked.kind,),
                page=asked.page,
                script=asked.script,
                most_confidence=asked.most,
                text=asked.text,
                order=asked.order,
            ),
        )
        log = self.log(document_id)
        line = self.in_force(document_id).line
        told = self._states.get((opened.key, log.sequence), lambda: states(queue, log.entries, line))
        return Selection(asked, opened, places, told, log, line)

    # Pages ---------------------------------------------------------------------------------------------------------

    def text(self, document_id: str, version_id: str) -> VersionPages:
        """The pages of a version.

        Raises:
            Refused: If there is no such version.
            InputError: If it cannot be read.
        """
        folder = self.folder(document_id)
        path = version_path(folder, version_id) if is_version_id(version_id) else None
        if path is None or not path.is_file():
            path = folder / IN_FORCE  # of a folder without versions
            if in_force_id(folder) != version_id:
                raise Refused(404, "there is no such version", where=document_id, hint="Load the page again")
        return self._versions.get((str(path), _stamp(path)), lambda: VersionPages(path))

    def page(self, document_id: str, version_id: str, number: int) -> TranscribedPage:
        """One page of a version.

        Raises:
            Refused: If there is none of that number.
        """
        try:
            return self.text(document_id, version_id).page(number)
        except KeyError:
            raise Refused(404, f"there is no page {number}", where=document_id) from None

    def line(self, document_id: str, version_id: str, number: int, line_id: str) -> tuple[TranscribedPage, TextLine]:
        """A line, with its page.

        Raises:
            Refused: If there is none.
        """
        page = self.page(document_id, version_id, number)
        for line in page.lines:
            if line.id == line_id:
                return page, line
        raise Refused(404, "there is no such line", where=f"{document_id}, page {number}")

    def image(self, document_id: str, number: int) -> PageImageFile:
        """The file of a page's canonical image."""
        return image_of_page(self.folder(document_id), self.report(document_id), number)

    def line_picture(self, document_id: str, version_id: str, number: int, line_id: str) -> LinePicture:
        """The picture of a line. The first one of a page is cut alone, for the next place may stand anywhere; with the second, all are.

        Raises:
            InputError: If the page image is missing or cannot be read.
            Refused: If there is no such line.
        """
        file = self.image(document_id, number)
        key = (f"{document_id} {_stamp(file.path)}", version_id, number)
        page, line = self.line(document_id, version_id, number, line_id)
        alone = line_id if self._first_lines.get(key, lambda: line_id) == line_id else None
        lines = (line,) if alone else tuple(page.lines)
        return self._pictures.get((*key, alone), lambda: cut_lines(file, lines, self.shop))[line_id]

    def part_picture(self, document_id: str, number: int, box: Box, width: int) -> bytes:
        """A part of a page as a WebP file of at most that width."""
        file = self.image(document_id, number)
        if box.x1 > file.width or box.y1 > file.height:
            raise Refused(404, "there is no such part of the page", where=f"{document_id}, page {number}")
        return picture_of_page(file, width, box, self.shop)

    def page_picture(self, document_id: str, number: int, width: int) -> bytes:
        """A page as a WebP file of at most that width."""
        return picture_of_page(self.image(document_id, number), width, None, self.shop)

    def page_tile(self, document_id: str, number: int, column: int, row: int) -> bytes:
        """A piece of a page as a JPEG file; all pieces of its page are cut at once, since those beside it are wanted too.

        Raises:
            InputError: If the page image is missing or cannot be read.
            Refused: If there is no such piece.
        """
        file = self.image(document_id, number)
        tiles = self._tiles.get((document_id, number, _stamp(file.path)), lambda: tiles_of_page(file, self.shop))
        if (column, row) not in tiles.pieces:
            raise Refused(404, "there is no such part of the page", where=f"{document_id}, page {number}")
        return tiles.pieces[column, row]

    def page_now(self, document_id: str, number: int, seen: int | None = None) -> PageNow:
        """A page of the text in force, with the decisions on it.

        Args:
            document_id: The document.
            number: The page, from 1.
            seen: Number of the last decision that counts; ``None`` for all.

        Raises:
            Refused: If there is no such document or page.
            InputError: If the text in force cannot be read.
        """
        folder = self.folder(document_id)
        text = self.in_force(document_id)
        entries = self.log(document_id).entries[:seen]
        last = entries[-1].at.isoformat() if entries else ""
        path = version_path(folder, text.root)
        stamp = _stamp(path if path.is_file() else folder / IN_FORCE)
        key = (f"{document_id} {text.version}", stamp, number, len(entries), last)
        return self._now.get(
            key, lambda: page_now(number, entries, text, lambda each: self.page(document_id, text.root, each))
        )


def _stamp(path: Path) -> int:
    """By this one sees that a file was written anew.

    Raises:
        InputError: If it is not there.
    """
    try:
        stat = path.stat()
    except OSError:
        raise InputError("it is not there any more", where=printable(str(path)), hint="Load the page again") from None
    return hash((stat.st_mtime_ns, stat.st_size, stat.st_ino))
