"""Texts that try to be more than text: a scan, a reference and a title with markup, quotes, invisible characters."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from benchmarks.review.browser import Visit
from tests.review.browser.review_screen import ReviewScreen, at
from tests.review.review_documents import HOSTILE, HOSTILE_TITLE

ADDRESSES = (
    "/",
    "/documents/hostile",
    "/documents/hostile/list?right=reference-i-izdanie-i",
    "/documents/hostile/list?show=all",
)
MADE_BY_THE_APP = "#main script, #main img[onerror], #main svg[onload], #main b:not(.here), #main i, #main [onerror]"


@pytest.mark.parametrize("address", ADDRESSES)
def test_hostile_text_is_shown_and_does_nothing(anna: Visit, address: str) -> None:
    """No element comes of it, no script runs, and what cannot be seen is shown by its number."""
    page = anna.page
    page.goto(address)
    assert "pwned" not in page.title().replace(HOSTILE_TITLE.replace("\u202e", "U+202E"), "")
    assert page.locator(MADE_BY_THE_APP).count() == 0
    text = page.locator("main").inner_text()
    assert "onerror=" in text or "<script>" in text
    assert not set(text) & set("\u202e\u200f\u2066\u2028\x01\x7f\ufffe")
    assert "U+202E" in text


def test_every_hostile_place_can_be_decided(anna: Visit) -> None:
    """Each is shown in both readings, kept or taken, and the screen goes on; nothing of them becomes part of the page."""
    page, screen = anna.page, ReviewScreen(anna.page)
    screen.open("right=reference-i-izdanie-i", "hostile")
    for line, key in enumerate(("ArrowLeft", "ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowRight"), 2):
        screen.shows(at(line, 1))
        assert page.locator(MADE_BY_THE_APP).count() == 0
        page.keyboard.press(key)
    screen.shows(at(7, 1))
    page.keyboard.press("e")
    expect(page.locator("#edit-text")).to_have_value(HOSTILE[-1])
    page.keyboard.type("<i>{{1}}</i>")
    page.keyboard.press("Enter")
    expect(screen.place.locator(".done")).to_be_visible()
    screen.open(f"right=reference-i-izdanie-i&show=decided&at={at(7, 1)}", "hostile")
    expect(screen.place.locator(".state")).to_contain_text("<i>{{1}}</i>")
    page.keyboard.press("h")
    expect(screen.place.locator(".past")).to_contain_text("<i>{{1}}</i>")
    assert page.locator(MADE_BY_THE_APP).count() == 0


def test_a_name_that_is_markup_is_only_a_name(anna: Visit) -> None:
    """It is kept and shown as it was typed."""
    page, screen = anna.page, ReviewScreen(anna.page)
    screen.open("right=reference-izdanie&show=all")
    page.get_by_label("Your name").fill("<b>Анна</b>\"'")
    page.locator("main").focus()
    screen.press("ArrowLeft", then=at(1, 4))
    screen.press("b", then=at(1, 2))
    expect(screen.place.locator(".state")).to_contain_text("Kept as read by <b>Анна</b>\"'")
