"""The screen of one place, as a test talks of it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from digitize.model.decision import in_force
from digitize.pipeline.decided_text import text_in_force
from digitize.store.decision_log import read_decisions

WITH_REFERENCE = "right=reference-izdanie"


def at(line: int, word: int, page: int = 1) -> str:
    """The key of a place on drawn pages, which have one region."""
    return f"p{page:04d}_r001_l{line:03d}_w{word:03d}"


def decided(output: Path, document: str = "vestnik") -> list[tuple[str, str, str, str]]:
    """What is in force on the disk: kind, name, text before, text after."""
    folder = output / document
    entries = in_force(read_decisions(folder).entries, text_in_force(folder).line)
    return [(each.effect.value, each.by, each.old, each.new) for each in entries]


class ReviewScreen:
    """What is on it.

    Args:
        page: The window.
    """

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, query: str = WITH_REFERENCE, document: str = "vestnik") -> None:
        """Goes there, and waits where places are still being looked for, until keys are heeded."""
        self.page.goto(f"/documents/{document}/review?{query}")
        expect(self.page.locator("#place, main .fault")).to_be_visible()
        self.page.wait_for_load_state()

    def shows(self, key: str) -> None:
        """Waits until a place is shown, and nothing is on its way to the app."""
        expect(self.page.locator("#place article.place")).to_have_attribute("data-key", key)
        expect(self.place).not_to_have_attribute("aria-busy", "true")

    def press(self, key: str, then: str) -> None:
        """Presses a key, and waits for the place that follows."""
        self.page.keyboard.press(key)
        self.shows(then)

    @property
    def place(self) -> Locator:
        return self.page.locator("#place")

    @property
    def alarm(self) -> Locator:
        return self.page.locator("#alarm")

    @property
    def readings(self) -> list[str]:
        return self.page.locator("#place .reading-box .reading").all_inner_texts()
