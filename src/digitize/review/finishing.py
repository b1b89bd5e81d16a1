"""Ends reviews behind the pages: one at a time for each document; whoever asks sees how far it is, and what became of it."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock, Thread

from digitize.errors import DigitizeError, InternalError
from digitize.model.clock import Clock, now
from digitize.pipeline.finish_review import Review, finish_review
from digitize.pipeline.workshop import Workshop
from digitize.review.answers import Refused

_log = logging.getLogger(__name__)

_END_S = 10.0


@dataclass(frozen=True, slots=True)
class Finish:
    """A review that is being ended, or was.

    Args:
        document: The document's id.
        parent: The version that was reviewed.
        by: Who ended it.
        since: When that was.
        review: What became of it; ``None`` while it is not done, or where it failed.
        fault: Why it failed.
    """

    document: str
    parent: str
    by: str
    since: datetime
    review: Review | None = None
    fault: DigitizeError | None = None

    @property
    def is_running(self) -> bool:
        """Whether files are being written still."""
        return self.review is None and self.fault is None


class Finishing:
    """The reviews that are being ended. Safe to use from several threads.

    Args:
        shop: What files are written with.
        clock: Tells the time.
    """

    def __init__(self, shop: Workshop, clock: Clock = now) -> None:
        self._shop = shop
        self._clock = clock
        self._lock = Lock()
        self._known: dict[str, Finish] = {}
        self._threads: dict[str, Thread] = {}

    def begin(self, document_id: str, parent: str, by: str) -> Finish:
        """Begins to end a review; a person who asks again while that runs is told of the same one.

        Args:
            document_id: The document's id.
            parent: The version that the person has in front of them.
            by: Who.

        Raises:
            Refused: If another person is ending it.
        """
        with self._lock:
            known = self._known.get(document_id)
            if known is not None and known.is_running:
                if known.by == by:
                    return known
                raise Refused(
                    409,
                    f"{known.by} is finishing this review just now",
                    where=document_id,
                    hint="Wait until that is done, and look at the document as it is then",
                )
            begun = Finish(document_id, parent, by, self._clock())
            self._known[document_id] = begun
            thread = Thread(target=self._finish, args=(begun,), name="finishing", daemon=True)
            self._threads[document_id] = thread
            thread.start()
            return begun

    def known(self, document_id: str) -> Finish | None:
        """The last review of a document that was ended since the app began; ``None`` when there is none."""
        with self._lock:
            return self._known.get(document_id)

    def close(self) -> None:
        """Waits for what is being written, not for long."""
        with self._lock:
            threads = list(self._threads.values())
        for thread in threads:
            thread.join(_END_S)

    def _finish(self, begun: Finish) -> None:
        try:
            done = replace(begun, review=finish_review(begun.document, begun.parent, self._shop, self._clock))
        except DigitizeError as error:
            done = replace(begun, fault=error)
        except Exception as error:  # noqa: BLE001  a person waits for an answer
            _log.exception("finishing %s", ascii(begun.document))
            done = replace(begun, fault=InternalError(f"internal error ({type(error).__name__})"))
        with self._lock:
            self._known[begun.document] = done
            self._threads.pop(begun.document, None)
