"""The main way through the app, by keyboard alone: from the library to a document, to its places, one after the other."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from benchmarks.review.browser import Visit
from tests.review.browser.conftest import OpenVisit
from tests.review.browser.review_screen import ReviewScreen, at, decided


def test_from_the_library_to_a_decision(anna: Visit, output: Path) -> None:
    """Links lead from the library to the document and to its places; a key keeps what was read, and the next place is there."""
    page, screen = anna.page, ReviewScreen(anna.page)
    page.goto("/")
    page.get_by_role("link", name="Вестник садовода").first.press("Enter")
    page.get_by_role("link", name="izdanie.txt").first.press("Enter")
    screen.shows(at(1, 2))
    assert screen.readings == ["въ", "в"]
    expect(page.locator("#place mark").first).to_have_text("ъ")
    expect(page.locator("#counts")).to_have_text("19 open of 19")
    screen.press("ArrowLeft", then=at(1, 4))
    expect(page.locator("#counts")).to_have_text("18 open of 19")
    assert decided(output) == [("reject", "Анна", "въ", "въ")]


def test_every_kind_of_decision_has_a_key(anna: Visit, output: Path) -> None:
    """Keep, take, edit, unsure: each is on the disk when the next place is shown."""
    page, screen = anna.page, ReviewScreen(anna.page)
    screen.open()
    screen.press("ArrowLeft", then=at(1, 4))
    screen.press("ArrowRight", then=at(1, 5))
    page.keyboard.press("e")
    expect(page.locator("#edit-text")).to_be_focused()
    expect(page.locator("#edit-text")).to_have_value("великъ")
    page.keyboard.type("великiй")
    screen.press("Enter", then=at(2, 1))
    screen.press("u", then=at(2, 3))
    assert decided(output) == [
        ("reject", "Анна", "въ", "въ"),
        ("accept", "Анна", "былъ", "был"),
        ("edit", "Анна", "великъ", "великiй"),
        ("unsure", "Анна", "говоръ", "говоръ"),
    ]


def test_skipping_and_going_back_decide_nothing(anna: Visit, output: Path) -> None:
    """S and B lead there and back, K to the next place of the same kind; past the last place the first comes again."""
    screen = ReviewScreen(anna.page)
    screen.open(f"right=reference-izdanie&at={at(2, 7)}")
    screen.press("s", then=at(3, 1))
    screen.press("b", then=at(2, 7))
    screen.press("s", then=at(3, 1))
    screen.press("k", then=at(3, 2))
    screen.open(f"right=reference-izdanie&at={at(1, 5, page=2)}")
    screen.press("k", then=at(2, 2, page=2))
    screen.press("k", then=at(1, 5, page=2))
    screen.open(f"right=reference-izdanie&at={at(3, 3, page=2)}")
    screen.press("s", then=at(1, 2))
    assert decided(output) == []


def test_the_last_decision_is_taken_back(anna: Visit, output: Path) -> None:
    """Z brings the place back as it was, and again the one before; nothing is left to take back after that, which is said."""
    page, screen = anna.page, ReviewScreen(anna.page)
    screen.open()
    screen.press("ArrowLeft", then=at(1, 4))
    screen.press("ArrowRight", then=at(1, 5))
    screen.press("z", then=at(1, 4))
    screen.press("z", then=at(1, 2))
    assert decided(output) == []
    page.keyboard.press("z")
    expect(screen.alarm).to_contain_text("nothing to take back")


def test_a_window_that_was_closed_has_lost_nothing(anna: Visit, open_window: OpenVisit) -> None:
    """The next window begins at the first open place, and shows what was decided where it was."""
    first = ReviewScreen(anna.page)
    first.open()
    first.press("ArrowRight", then=at(1, 4))
    anna.page.close()
    again = open_window(anna.address, "Анна")
    screen = ReviewScreen(again.page)
    screen.open()
    screen.shows(at(1, 4))
    screen.open(f"right=reference-izdanie&show=all&at={at(1, 2)}")
    expect(screen.place.locator(".state")).to_contain_text(re.compile("Accepted by Анна.*→ в", re.DOTALL))


def test_the_same_difference_is_seen_everywhere_before_it_is_decided(anna: Visit, output: Path) -> None:
    """G shows the crop of each; what is not ticked stays open; one Z takes all of it back."""
    page, screen = anna.page, ReviewScreen(anna.page)
    screen.open(f"right=reference-izdanie&at={at(1, 5)}")
    expect(screen.place.locator("[data-do=same]")).to_contain_text("2 more places with the same difference")
    page.keyboard.press("g")
    rows = page.locator("#same ol.same > li")
    expect(rows).to_have_count(3)
    for row in rows.all():
        expect(row.locator("svg.line image")).to_have_attribute("href", re.compile(r"/lines/ocr-1/1/\w+\.webp$"))
    rows.nth(1).locator("input").press("Space")
    page.keyboard.press("ArrowRight")
    screen.shows(at(2, 1))
    assert decided(output) == [("accept", "Анна", "великъ", "велик")] * 2
    screen.press("z", then=at(1, 5))
    assert decided(output) == []


def test_doubtful_words_are_decided_without_a_second_text(anna: Visit, output: Path) -> None:
    """An alternative is taken by its number; → does nothing, for there is nothing to take; the repair is told."""
    page, screen = anna.page, ReviewScreen(anna.page)
    screen.open("")
    screen.shows(at(3, 7))
    assert screen.readings == ["огородъ."]
    page.keyboard.press("ArrowRight")
    screen.press("2", then=at(1, 5, page=2))
    expect(screen.place.locator(".evidence")).to_contain_text("homoglyph")
    page.keyboard.press("ArrowLeft")
    expect(screen.place.locator(".done")).to_be_visible()
    assert decided(output) == [("accept", "Анна", "огородъ.", "огорддъ."), ("accept", "Анна", "грушы.", "грушы.")]


def test_the_history_of_a_word_is_told(anna: Visit) -> None:
    """H shows each decision with name and time, those that were taken back too, and who took them back."""
    page, screen = anna.page, ReviewScreen(anna.page)
    screen.open("right=reference-izdanie&show=all")
    screen.press("ArrowRight", then=at(1, 4))
    screen.press("z", then=at(1, 2))
    screen.press("ArrowLeft", then=at(1, 4))
    screen.press("b", then=at(1, 2))
    page.keyboard.press("h")
    rows = screen.place.locator(".past > li")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text(re.compile(r"Kept as read by Анна 20\d\d-\d\d-\d\d"))
    expect(rows.nth(1)).to_contain_text("Taken back by Анна")
    expect(rows.last).to_contain_text("taken back")


def test_filters_narrow_what_is_shown(anna: Visit) -> None:
    """By kind, page, confidence and text; the list has the same, and leads back to a place."""
    page, screen = anna.page, ReviewScreen(anna.page)
    screen.open()
    page.get_by_label("Kind").select_option("spelling")
    screen.shows(at(1, 5, page=2))
    expect(page.locator("#counts")).to_have_text("2 open of 2")
    page.get_by_label("Kind").select_option("")
    screen.shows(at(1, 2))
    page.locator("select[name=page]").select_option("2")
    screen.shows(at(1, 2, page=2))
    page.get_by_label("With the text").fill("хорош")
    page.get_by_label("With the text").press("Enter")
    screen.shows(at(3, 3, page=2))
    page.get_by_role("link", name="As a list").press("Enter")
    expect(page.locator("ol.places > li")).to_have_count(1)
    page.locator("ol.places a").first.press("Enter")
    screen.shows(at(3, 3, page=2))
    screen.open("right=reference-izdanie&order=doubt")
    screen.shows(at(3, 7))


def test_keys_typed_into_fields_decide_nothing(anna: Visit, output: Path) -> None:
    """A letter in the name, or in the text to find, is a letter; without a name, it is asked for."""
    page, screen = anna.page, ReviewScreen(anna.page)
    screen.open()
    page.get_by_label("Your name").fill("")
    page.get_by_label("Your name").press_sequentially("ues")
    page.get_by_label("With the text").press("ArrowLeft")
    page.get_by_label("Your name").fill("")
    page.get_by_label("Your name").blur()
    page.keyboard.press("ArrowLeft")
    expect(screen.alarm).to_contain_text("Type your name first")
    expect(page.get_by_label("Your name")).to_be_focused()
    assert decided(output) == []
    page.keyboard.type("Вера")
    page.locator("main").focus()
    screen.press("ArrowLeft", then=at(1, 4))
    assert [by for _, by, _, _ in decided(output)] == ["Вера"]
