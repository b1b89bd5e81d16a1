"""An app that is killed: what it has acknowledged is on the disk, and what it has not is sent again."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from benchmarks.review.app_process import AppProcess
from benchmarks.review.killing import Survived, decide_while_killed
from digitize.model.transcription import Alternative
from tests.export.documents import W
from tests.pipeline.kept_documents import Kept, read_page
from tests.review.browser.conftest import OpenVisit
from tests.review.browser.review_screen import ReviewScreen, decided

DECISIONS, KILLS = 40, 2


def doubtful(output: Path) -> None:
    """A document with one word more in doubt than there will be decisions."""
    lines = [
        tuple(
            W(f"слово{line}{word}", confidence=0.3, alternatives=(Alternative("иное", 0.4, "own"),)) for word in "абвг"
        )
        for line in range(DECISIONS // 4)
    ]
    Kept(output).document([read_page(1, [*lines, (W("последнее", confidence=0.3),)])])


def test_every_acknowledged_decision_is_kept(tmp_path: Path, open_window: OpenVisit) -> None:
    """Forty keys, the app killed at two of them: each decision is on the disk, once, and the page has told the truth.

    A key pressed while nothing answers is not lost either: the page says so, and it arrives when the app is there again.
    """
    output = tmp_path / "out"
    doubtful(output)
    with AppProcess(output, tmp_path / "said") as app:
        visit = open_window(app.address, "Анна")
        address = "/documents/vestnik/review"
        found = decide_while_killed(
            app, visit, output / "vestnik", address, DECISIONS, KILLS, ("left", "unsure", "other"), seed=8
        )
        assert found == Survived(acknowledged=DECISIONS, lost=(), twice=(), kept=DECISIONS, kills=KILLS)
        screen = ReviewScreen(visit.page)
        app.kill()
        visit.page.keyboard.press("ArrowLeft")
        expect(screen.alarm).to_contain_text("Not saved yet")
        assert len(decided(output)) == DECISIONS
        app.start()
        expect(screen.place.locator(".done")).to_be_visible(timeout=60_000)
        expect(screen.alarm).to_be_hidden()
        expect(visit.page.locator("#notice")).to_contain_text("the decision is saved")
        assert decided(output)[-1] == ("accept", "Анна", "последнее", "последнее")
