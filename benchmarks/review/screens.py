"""The app in a browser, timed there: the first page of a long document, and from a key to the next place on the screen."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.review.app_process import AppProcess
from benchmarks.review.browser import open_visit

_NOTE = """(() => {
  let pressed = 0;
  window.painted = [];
  window.pictured = [];
  const frames = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))));
  addEventListener("keydown", () => { pressed = performance.now(); }, true);
  document.addEventListener("place", async () => {
    const since = pressed;
    const picture = document.querySelector("#place svg.line image");
    const loaded = picture ? new Promise((done) => picture.addEventListener("load", done, { once: true })) : null;
    window.painted.push(await frames() - since);
    await loaded;
    window.pictured.push(await frames() - since);
  });
  addEventListener("load", async () => { window.first = await frames(); });
})()"""
"""Times are taken in the page: two frames after the new place is in it, what was there before is painted over."""


@dataclass(frozen=True, slots=True)
class TimedKeys:
    """Decisions by keyboard.

    Args:
        order: In which order places came.
        painted_s: From each key until the next place is on the screen.
        pictured_s: The same, its picture too.
    """

    order: str
    painted_s: tuple[float, ...]
    pictured_s: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class TimedOpening:
    """The first page of an app that has just been started.

    Args:
        started_s: From the command until it listens.
        prepared_s: Until the first place is on the screen, where places had been looked for before.
        again_s: The same page once more.
        told_s: Where they had not: until a page says that they are being looked for.
        found_s: Where they had not: until the first place is on the screen.
    """

    started_s: float
    prepared_s: float
    again_s: float
    told_s: float
    found_s: float


def time_keys(browser: Browser, address: str, document: str, query: str, order: str, times: int) -> TimedKeys:
    """Decides on as many places as are timed, by keys, one after the other as fast as they come.

    Args:
        browser: A browser.
        address: Of the app.
        document: The document's id.
        query: Which two texts.
        order: ``place`` or ``doubt``.
        times: How many decisions.
    """
    visit = open_visit(browser, address, "Анна")
    visit.context.add_init_script(_NOTE)
    page = visit.page
    page.goto(f"/documents/{document}/review?{query}&order={order}")
    page.locator("#place article.place").wait_for(timeout=300_000)
    page.wait_for_load_state()
    for number in range(times):
        page.keyboard.press("ArrowLeft" if number % 3 else "ArrowRight")
        page.wait_for_function("count => window.pictured.length === count", arg=number + 1, timeout=60_000)
    painted, pictured = page.evaluate("() => [window.painted, window.pictured]")
    visit.close()
    return TimedKeys(order, _seconds(painted), _seconds(pictured))


def time_opening(browser: Browser, output: Path, document: str, query: str, said: Path) -> TimedOpening:
    """Starts the app and opens a document's first page, with its places found before, and without.

    Args:
        browser: A browser.
        output: The output folder; its cache is removed.
        document: The document's id.
        query: Which two texts.
        said: The file that what the app says is added to.
    """
    where = f"/documents/{document}/review?{query}"
    shutil.rmtree(output / ".digitize/cache", ignore_errors=True)
    (output / ".digitize/cache").mkdir()
    with AppProcess(output, said) as app:
        visit = open_visit(browser, app.address, "Анна")
        visit.context.add_init_script(_NOTE)
        begun = time.monotonic()
        visit.page.goto(where)
        told = _first(visit.page)
        visit.page.locator("#place article.place").wait_for(timeout=600_000)
        found = time.monotonic() - begun
        visit.close()
    begun = time.monotonic()
    with AppProcess(output, said) as app:
        started = time.monotonic() - begun
        visit = open_visit(browser, app.address, "Анна")
        visit.context.add_init_script(_NOTE)
        opened = []
        for _ in range(2):
            begun = time.monotonic()
            visit.page.goto(where, wait_until="commit")
            visit.page.locator("#place article.place").wait_for(timeout=600_000)
            opened.append(max(time.monotonic() - begun, _first(visit.page)))
        visit.close()
    return TimedOpening(started, opened[0], opened[1], told, found)


def _first(page: Page) -> float:
    """Seconds from the beginning of the navigation until the page was on the screen."""
    page.wait_for_function("() => window.first > 0")
    return float(page.evaluate("() => window.first")) / 1000


def _seconds(milliseconds: Sequence[float]) -> tuple[float, ...]:
    return tuple(round(each / 1000, 4) for each in milliseconds)
