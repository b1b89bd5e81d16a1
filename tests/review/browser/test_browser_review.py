"""The main way through the app, by keyboard alone: from the library to a document, to its places, one after the other."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from benchmarks.review.browser import Visit
from digitize.model.decision import DecisionKind, in_force
from digitize.store.decision_log import read_decisions
from tests.review.browser.review_screen import ReviewScreen


def decided(output: Path, document: str = "vestnik") -> list[tuple[str, str, str, str]]:
    """What is in force on the disk: kind, name, old text, new text."""
    entries = read_decisions(output / document).entries
    return [(e.kind.value, e.by, e.old, e.new) for e in in_force(entries, ["ocr-1"])]


def test_from_the_library_to_a_decision(anna: Visit, output: Path) -> None:
    """Links lead from the library to the document and to its places; one key keeps what was read, and the next is there."""
    page = anna.page
    page.goto("/")
    page.get_by_role("link", name="Вестник садовода").first.press("Enter")
    page.get_by_role("link", name="izdanie.txt").first.press("Enter")
    screen = ReviewScreen(page)
    screen.at("p0001_r001_l001_w002")
    expect(page.locator("#place .reading-box").nth(0)).to_contain_text("въ")
    page.keyboard.press("ArrowLeft")
    screen.at("p0001_r001_l001_w004")
    assert decided(output) == [("reject", "Анна", "въ", "въ")]
    assert DecisionKind("reject")
