"""The browser, and the thread that it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import ParamSpec, TypeVar

from playwright.sync_api import Browser

from benchmarks.review.browser import chromium

P = ParamSpec("P")
T = TypeVar("T")


class BrowserThread:
    """A Chromium that runs for as long as the tests do.

    Its driver keeps an event loop going in the thread that started it. In the main thread no other test could start one.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "browser")
        self._stack = ExitStack()
        self.browser: Browser = self.do(self._stack.enter_context, chromium())

    def do(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Calls a function in the browser's thread."""
        return self._thread.submit(work, *args, **kwargs).result()

    def close(self) -> None:
        """Ends the browser."""
        self.do(self._stack.close)
        self._thread.shutdown()
