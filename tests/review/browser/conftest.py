"""Tests in a browser: one Chromium for all of them, an app and a window for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from benchmarks.review.browser import Visit, open_visit
from digitize.confine import Pool
from tests.review.app_thread import serving
from tests.review.browser.browser_thread import BrowserThread

OpenVisit = Callable[..., Visit]
expect.set_options(timeout=20_000)  # a busy machine is slow; nothing waits longer than it must


@pytest.fixture(scope="session")
def chromium_thread() -> Iterator[BrowserThread]:
    """The browser."""
    made = BrowserThread()
    yield made
    made.close()


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Calls a test in the browser's thread."""
    thread = pyfuncitem.funcargs.get("chromium_thread")
    if not isinstance(thread, BrowserThread):
        return None
    told = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    thread.do(pyfuncitem.obj, **told)
    return True


@pytest.fixture
def app(output: Path, pool: Pool) -> Iterator[str]:
    """The address of an app over ``output``."""
    with serving(output, pool) as address:
        yield address


@pytest.fixture
def open_window(chromium_thread: BrowserThread) -> Iterator[OpenVisit]:
    """Opens windows, each a person's own browser: ``open_window(address, name, dark=, width=)``.

    However a test goes through the app, nothing may be asked for elsewhere, and no script may fail or be refused.
    """
    opened: list[Visit] = []

    def opening(address: str, name: str = "", **looks: object) -> Visit:
        opened.append(open_visit(chromium_thread.browser, address, name, **looks))  # type: ignore[arg-type]
        return opened[-1]

    yield opening
    for visit in opened:
        chromium_thread.do(visit.close)
    assert [each for visit in opened for each in visit.elsewhere] == []
    assert [each for visit in opened for each in visit.wrong] == []


@pytest.fixture
def anna(app: str, open_window: OpenVisit, chromium_thread: BrowserThread) -> Visit:
    """The window of a person who has been here before, at no page yet."""
    return chromium_thread.do(open_window, app, "Анна")
