"""An app that is killed: what it has acknowledged is on the disk, and what it has not is sent again."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from benchmarks.review.app_process import AppProcess
from tests.review.browser.browser_thread import BrowserThread
from tests.review.browser.conftest import OpenVisit
from tests.review.browser.review_screen import ReviewScreen, at, decided


def test_a_decision_arrives_though_the_app_was_away(
    output: Path, tmp_path: Path, open_window: OpenVisit, chromium_thread: BrowserThread
) -> None:
    """A key pressed while nothing answers is not lost: the page says so, tries again, and goes on when the app is there."""
    with AppProcess(output, tmp_path / "errors") as app:
        page = open_window(app.address, "Анна").page
        screen = ReviewScreen(page)
        screen.open()
        screen.press("ArrowRight", then=at(1, 4))
        app.kill()
        page.keyboard.press("ArrowRight")
        expect(screen.alarm).to_contain_text("Not saved yet")
        assert len(decided(output)) == 1
        app.start()
        screen.shows(at(1, 5))
        expect(screen.alarm).to_be_hidden()
        expect(page.locator("#notice")).to_contain_text("the decision is saved")
        assert [new for _, _, _, new in decided(output)] == ["в", "был"]
