"""Two people at one document, and pages that have gone stale: nothing is written over, and everybody is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from benchmarks.review.browser import Visit
from digitize.confine import Pool
from digitize.pipeline.finish_review import finish_review
from digitize.pipeline.workshop import Workshop
from digitize.settings import Settings
from digitize.store.decision_log import read_decisions
from digitize.store.output import OutputFolder
from tests.review.browser.browser_thread import BrowserThread
from tests.review.browser.conftest import OpenVisit
from tests.review.browser.review_screen import ReviewScreen, at, decided


@pytest.fixture
def boris(app: str, open_window: OpenVisit, chromium_thread: BrowserThread) -> Visit:
    """The window of another person, on another machine as it were."""
    return chromium_thread.do(open_window, app, "Борис")


def test_the_second_of_two_writers_is_told_and_shown_both(anna: Visit, boris: Visit, output: Path) -> None:
    """Boris' decision is not taken; he sees Anna's name and reading, and what he typed himself; he may decide again."""
    hers, his = ReviewScreen(anna.page), ReviewScreen(boris.page)
    hers.open()
    his.open()
    hers.press("ArrowRight", then=at(1, 4))
    boris.page.keyboard.press("e")
    boris.page.keyboard.type("во")
    boris.page.keyboard.press("Enter")
    expect(his.alarm).to_contain_text("Анна")
    expect(his.alarm).to_contain_text("“в”")
    expect(his.alarm).to_contain_text("“во”")
    his.shows(at(1, 2))
    expect(his.place.locator(".state")).to_contain_text("Accepted by Анна")
    assert decided(output) == [("accept", "Анна", "въ", "в")]
    boris.page.keyboard.press("e")
    expect(boris.page.locator("#edit-text")).to_have_value("во")
    his.press("Enter", then=at(1, 4))
    assert decided(output) == [("edit", "Борис", "въ", "во")]
    assert len(read_decisions(output / "vestnik").entries) == 3


def test_two_writers_of_different_places_do_not_meet(anna: Visit, boris: Visit, output: Path) -> None:
    """What the other decided elsewhere stands in nobody's way, and is not offered again."""
    hers, his = ReviewScreen(anna.page), ReviewScreen(boris.page)
    hers.open()
    his.open(f"right=reference-izdanie&at={at(1, 4)}")
    hers.press("ArrowLeft", then=at(1, 4))
    his.press("ArrowRight", then=at(1, 5))
    hers.press("s", then=at(1, 5))
    assert [by for _, by, _, _ in decided(output)] == ["Анна", "Борис"]
    boris.page.keyboard.press("z")
    his.shows(at(1, 4))
    assert [by for _, by, _, _ in decided(output)] == ["Анна"]


def test_a_page_of_a_text_that_is_not_in_force_any_more_goes_on(anna: Visit, output: Path, pool: Pool) -> None:
    """When the review was finished elsewhere meanwhile, decisions of an open page are still taken, on the text that followed."""
    screen = ReviewScreen(anna.page)
    screen.open()
    screen.press("ArrowRight", then=at(1, 4))
    with Workshop(Settings(output=output, jobs=1), pool=pool) as shop:
        finish_review("vestnik", "ocr-1", shop)
    screen.press("ArrowRight", then=at(1, 5))
    assert [new for _, _, _, new in decided(output)] == ["в", "был"]


def test_a_document_that_others_work_on_is_waited_for(anna: Visit, output: Path) -> None:
    """While a run holds the document, the page says that it waits; the decision is kept when that is done."""
    page, screen = anna.page, ReviewScreen(anna.page)
    screen.open()
    screen.shows(at(1, 2))
    with OutputFolder(output).locked("vestnik"):
        page.keyboard.press("ArrowLeft")
        expect(screen.alarm).to_contain_text("waits until that is done")
        assert decided(output) == []
    screen.shows(at(1, 4))
    expect(screen.alarm).to_be_hidden()
    assert len(decided(output)) == 1


def test_a_document_that_was_deleted_is_said_to_be_gone(anna: Visit, output: Path) -> None:
    """A key on a page that is still open tells it; so does the address."""
    page, screen = anna.page, ReviewScreen(anna.page)
    screen.open()
    screen.shows(at(1, 2))
    shutil.rmtree(output / "vestnik")
    page.keyboard.press("ArrowLeft")
    expect(screen.alarm).to_contain_text("there is no document 'vestnik'")
    screen.open()
    expect(page.locator("main .fault")).to_contain_text("there is no document")
    page.get_by_role("link", name="To the library").press("Enter")
    expect(page.get_by_role("heading", name="Library")).to_be_visible()
    assert page.get_by_role("link", name="Вестник садовода").count() == 0
