"""The library and a document's page in a browser: what appears by itself, the keys, the end of a review, what is taken back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from benchmarks.review.browser import Visit
from digitize.model.decision import DecisionKind
from digitize.store.decision_log import read_decisions
from tests.pipeline.kept_documents import Kept, read_page
from tests.review.library_app import edited

WORD = "p0001_r001_l001_w001"


def soon(page: Page) -> None:
    """Lets the page ask for what is new now, as it does when a person comes back to it."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def later(path: Path, seconds: float) -> None:
    """Makes a file newer."""
    when = path.stat().st_mtime + seconds
    os.utime(path, (when, when))


def test_a_new_document_moves_nothing_under_the_hand(anna: Visit, output: Path) -> None:
    """It comes above the others; the link that has the focus keeps it, and the row is the same one."""
    page = anna.page
    page.goto("/")
    link = page.locator('#rows tr[data-id="vestnik"] th a')
    expect(link).to_be_visible()
    link.focus()
    page.evaluate("window.row = document.querySelector('#rows tr[data-id=\"vestnik\"]')")
    Kept(output).document([read_page(1)], "novaya")
    later(output / "novaya" / "report.json", 60)
    fresh = page.locator("#rows tr").first
    for _ in range(20):
        soon(page)
        if fresh.get_attribute("data-id") == "novaya":
            break
        page.wait_for_timeout(200)
    expect(fresh).to_have_attribute("data-id", "novaya")
    expect(fresh).to_have_class("fresh")
    expect(link).to_be_focused()
    assert page.evaluate("window.row.isConnected")
    expect(page.locator("#found")).to_have_text("3 of 3 documents")


def test_the_library_is_used_by_keys(anna: Visit) -> None:
    """A stroke leads to the filter, Enter filters, and the first link leads to the document."""
    page = anna.page
    page.goto("/")
    page.keyboard.press("/")
    expect(page.locator("#filter")).to_be_focused()
    page.keyboard.type("садовод")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?text=*")
    expect(page.locator("#rows tr")).to_have_count(1)
    page.locator("#rows th a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/vestnik")
    expect(page.locator("h1")).to_contain_text("Вестник")


def test_text_is_found_while_documents_are_made_ready(anna: Visit) -> None:
    """The answer comes by itself, and leads to the line."""
    page = anna.page
    page.goto("/")
    page.locator("#find").fill("говоръ о нёмъ шёлъ")
    page.keyboard.press("Enter")
    hit = page.locator(".hits a").first
    expect(hit).to_have_attribute("href", "/documents/vestnik/pages/1?line=p0001_r001_l002")
    expect(page.locator(".snippet mark").first).to_have_text("говоръ о нёмъ шёлъ")


def test_open_places_come_by_themselves(anna: Visit) -> None:
    """On the document's page, for each pair of texts and for its pages."""
    page = anna.page
    page.goto("/documents/vestnik")
    expect(page.locator('[data-pair="ocr-1 reference-izdanie"]')).to_contain_text("of")
    expect(page.locator('[data-page="1"]')).to_contain_text("open places:")


def test_a_review_is_finished_from_its_page(anna: Visit, output: Path) -> None:
    """One button; what was written is told, and the new version stands on the page that it leads to."""
    edited(output, "vestnik", WORD, "Урожаи", "Анна")
    page = anna.page
    page.goto("/documents/vestnik")
    page.locator("#finish-go").click()
    told = page.locator("#finish-told")
    expect(told).to_contain_text("reviewed-1 is in force (finished by Анна)", timeout=60_000)
    expect(told).to_be_focused()
    told.get_by_role("link").click()
    expect(page.locator("table", has_text="reviewed-1").locator(".stage")).to_have_text("in force")


def test_a_stale_page_does_not_finish(anna: Visit, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has an older version before them is told what to do, and can press the button again."""
    page = anna.page
    page.goto("/documents/vestnik")
    path = output / "vestnik" / "transcriptions"
    (path / "reviewed-1.json").write_bytes((path / "ocr-1.json").read_bytes())
    page.locator("#finish-go").click()
    expect(page.locator("#alarm")).to_contain_text("reviewed-1 is newer than ocr-1")
    expect(page.locator("#finish-go")).to_be_enabled()


def test_ones_own_decisions_can_be_taken_back(anna: Visit, output: Path) -> None:
    """Only they have a button; it says that it is done, and the disk says so too."""
    edited(output, "vestnik", WORD, "Урожаи", "Анна")
    edited(output, "vestnik", "p0001_r001_l001_w002", "во", "Борисъ")
    page = anna.page
    page.goto("/documents/vestnik/decisions")
    buttons = page.locator("[data-undo]")
    expect(buttons.locator("visible=true")).to_have_count(1)
    page.locator('[data-undo="1"]').click()
    expect(page.locator('tr[data-sequence="1"] .acts')).to_have_text("Taken back")
    last = read_decisions(output / "vestnik").entries[-1]
    assert (last.kind, last.of, last.by) == (DecisionKind.UNDO, 1, "Анна")
    page.locator("#person").fill("Борисъ")
    expect(page.locator('[data-undo="2"]')).to_be_visible()
