"""Finds text in all documents for the library. Making them ready may take long, so a thread does it, and pages ask again."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from threading import Condition, Lock, Thread

from digitize.errors import DigitizeError, InternalError
from digitize.pipeline.locate import Answer, Search, Searched
from digitize.pipeline.quotes import Quote
from digitize.pipeline.workshop import Workshop

_log = logging.getLogger(__name__)

BUSY_S = 5.0
"""Seconds to wait for another process that writes to the index."""
_END_S = 1.0


@dataclass(frozen=True, slots=True)
class Finds:
    """What was found.

    Args:
        answer: The places.
        searched: What was searched.
    """

    answer: Answer
    searched: Searched


@dataclass(frozen=True, slots=True)
class Preparing:
    """Documents are being made ready.

    Args:
        done: How many have been, which was not known of them before.
    """

    done: int


class _EndedError(Exception):
    """The app ends."""


class Finding:
    """Looks for text in the documents of the output folder. Safe to use from several threads.

    Args:
        shop: Says where the output folder is.
        busy_s: Seconds to wait for another process that writes to the index.
    """

    def __init__(self, shop: Workshop, busy_s: float = BUSY_S) -> None:
        self._settings = shop.settings
        self._busy_s = busy_s
        self._state = Condition()
        self._use = Lock()
        self._search: Search | None = None
        self._texts: str | None = None
        self._fault: DigitizeError | None = None
        self._thread: Thread | None = None
        self._done = 0
        self._ended = False

    def ask(self, text: str, texts: str, most: int, wait_s: float) -> Finds | Preparing:
        """Where a text stands, unless documents have to be made ready first that takes longer than a person waits.

        Args:
            text: What is looked for.
            texts: Another one when a text in force is (:attr:`~digitize.review.shelf.Shown.texts`).
            most: How many places at most.
            wait_s: Seconds to wait.

        Raises:
            EnvironmentFault: If the index cannot be used.
        """
        with self._state:
            if self._texts != texts and self._thread is None and not self._ended:
                self._done, self._fault = 0, None
                self._thread = Thread(target=self._make_ready, args=(texts,), name="finding", daemon=True)
                self._thread.start()
            if not self._state.wait_for(lambda: self._thread is None, wait_s):
                return Preparing(self._done)
            fault, self._fault = self._fault, None
        if fault is not None:
            raise fault
        with self._use:
            if self._search is None:
                return Preparing(0)
            try:
                return Finds(self._search.answer(Quote(text), most), self._search.searched)
            except KeyError:  # another process has told the index of another text
                self._texts = None
                return Preparing(0)

    def close(self) -> None:
        """Ends what is being made ready, and closes the index."""
        with self._state:
            self._ended = True
            thread = self._thread
        if thread is not None:
            thread.join(_END_S)
        with self._use:
            if self._search is not None:
                self._search.close()
                self._search = None

    def _make_ready(self, texts: str) -> None:
        made, fault = None, None
        try:
            made = Search(self._settings, on_document=self._tell, busy_s=self._busy_s)
        except DigitizeError as error:
            fault = error
        except _EndedError:
            pass
        except Exception as error:  # noqa: BLE001  a person waits for an answer
            _log.exception("finding")
            fault = InternalError(f"internal error ({type(error).__name__})")
        finally:
            self._put(made, fault, texts)

    def _put(self, made: Search | None, fault: DigitizeError | None, texts: str) -> None:
        with self._use:
            if made is not None and self._ended:
                made.close()
            elif made is not None:
                if self._search is not None:
                    self._search.close()
                self._search = made
        with self._state:
            self._fault, self._thread = fault, None
            self._texts = None if made is None else texts
            self._state.notify_all()

    def _tell(self, document_id: str) -> None:
        del document_id
        if self._ended:
            raise _EndedError
        self._done += 1
