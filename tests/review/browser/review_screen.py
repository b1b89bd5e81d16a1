"""The screen of one place, as a test talks of it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


class ReviewScreen:
    """What is on it.

    Args:
        page: The window.
    """

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, document: str = "vestnik", query: str = "right=reference-izdanie") -> None:
        """Goes there."""
        self.page.goto(f"/documents/{document}/review?{query}")

    def at(self, key: str) -> None:
        """Waits until a place is shown, and nothing is on its way to the app."""
        expect(self.page.locator("#place article.place")).to_have_attribute("data-key", key)
        expect(self.page.locator("#place")).not_to_have_attribute("aria-busy", "true")

    def press(self, key: str, then: str) -> None:
        """Presses a key, and waits for the place that follows."""
        self.page.keyboard.press(key)
        self.at(then)

    @property
    def place(self) -> Locator:
        return self.page.locator("#place")
