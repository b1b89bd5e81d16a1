"""A headless Chromium that visits the review app, and can reach nothing else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request, sync_playwright

_FLAGS = ("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--disable-gpu")
"""No name leads anywhere, so that a page can ask for something elsewhere, but not get it."""
_WAIT_MS = 15_000
"""For a condition that a busy machine is slow to meet."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, until the block is left.

    Raises:
        FileNotFoundError: If it is not installed.
    """
    program = shutil.which("chromium")
    if program is None:
        raise FileNotFoundError("chromium is not installed: type make system-dev")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=list(_FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Visit:
    """A person's browser, with one window: cookies and storage of its own.

    Args:
        context: The browser's session.
        page: The window.
        address: Where the app is.
        asked: Every address that was asked for.
        wrong: What scripts, or the content security policy, complained of.
    """

    context: BrowserContext
    page: Page
    address: str
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def elsewhere(self) -> list[str]:
        """Addresses outside the app that were asked for."""
        return [each for each in self.asked if not each.startswith((self.address, "data:"))]

    def close(self) -> None:
        """Closes the window."""
        self.context.close()

    def _note_request(self, request: Request) -> None:
        self.asked.append(request.url)

    def _note_message(self, message: ConsoleMessage) -> None:
        # An answer of 4xx, or none, is told here too; what the page makes of it is the matter of a test.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.wrong.append(message.text)

    def _note_error(self, error: Error) -> None:
        self.wrong.append(str(error))

    def listen(self) -> None:
        """Takes down from now on what is asked for and what goes wrong."""
        self.context.on("request", self._note_request)
        self.context.on("console", self._note_message)
        self.page.on("pageerror", self._note_error)


def open_visit(
    browser: Browser, address: str, name: str = "", *, dark: bool = False, width: int = 1200, height: int = 900
) -> Visit:
    """Opens a window.

    Args:
        browser: The browser.
        address: Where the app is, ``http://127.0.0.1:PORT``.
        name: The person's name, as if typed in at an earlier visit; ``""`` for a browser that was never here.
        dark: Whether the person likes dark pages.
        width: Of the window, in CSS pixels.
        height: Of the window, in CSS pixels.
    """
    context = browser.new_context(
        base_url=address,
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        viewport={"width": width, "height": height},
        locale="en-GB",
    )
    context.set_default_timeout(_WAIT_MS)
    if name:
        context.add_init_script(f"localStorage.setItem('digitize-person', {json.dumps(name)})")
    visit = Visit(context, context.new_page(), address)
    visit.listen()
    return visit
