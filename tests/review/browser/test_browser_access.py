"""Who cannot see well, or has no mouse: no barrier on any page, in light and dark, at 200 % zoom, with a focus that is seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect
from starlette.routing import Route

from benchmarks.review.browser import Visit
from digitize.confine import Pool
from digitize.pipeline.workshop import Workshop
from digitize.review.access import Access
from digitize.review.app import build_app
from digitize.review.desk import Desk
from digitize.settings import Settings
from tests.review.app_calls import addresses, call
from tests.review.app_thread import serving
from tests.review.browser.barriers import barriers, too_wide
from tests.review.browser.browser_thread import BrowserThread
from tests.review.browser.conftest import OpenVisit
from tests.review.browser.review_screen import ReviewScreen, at

TOKEN = "a token of some length"


def _edit(page: Page) -> None:
    page.keyboard.press("e")
    expect(page.locator("#edit-text")).to_be_focused()


def _same(page: Page) -> None:
    page.keyboard.press("g")
    expect(page.locator("#same ol.same > li")).to_have_count(3)


def _history(page: Page) -> None:
    ReviewScreen(page).press("ArrowRight", then=at(2, 1))
    ReviewScreen(page).press("b", then=at(1, 5))
    page.keyboard.press("h")
    expect(page.locator("#place .past > li")).to_have_count(1)


def _refusal(page: Page) -> None:
    page.get_by_label("Your name").fill("")
    page.locator("main").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#alarm")).to_be_visible()


PAGES: dict[str, tuple[str, Callable[[Page], None] | None]] = {
    "library": ("/", None),
    "document": ("/documents/vestnik", None),
    "place": (f"/documents/vestnik/review?right=reference-izdanie&show=all&at={at(1, 5)}", None),
    "doubt": ("/documents/vestnik/review", None),
    "editing": (f"/documents/vestnik/review?right=reference-izdanie&at={at(1, 5)}", _edit),
    "same difference": (f"/documents/vestnik/review?right=reference-izdanie&at={at(1, 5)}", _same),
    "history": (f"/documents/vestnik/review?right=reference-izdanie&show=all&at={at(1, 5)}", _history),
    "refusal": ("/documents/vestnik/review?right=reference-izdanie", _refusal),
    "nothing left": ("/documents/vestnik/review?kind=stamp", None),
    "list": ("/documents/vestnik/list?right=reference-izdanie", None),
    "hostile": ("/documents/hostile/list?right=reference-i-izdanie-i", None),
    "fault": ("/documents/nothing", None),
}
"""What people see: where it is, and what is done there first."""


def test_no_page_bars_anybody(anna: Visit) -> None:
    """axe-core finds nothing at all; in the dark the contrast holds as well; at 200 % and 300 % nothing is out of sight."""
    found = {name: _barriers_of(anna.page, *told) for name, told in PAGES.items()}
    assert {name: told for name, told in found.items() if told} == {}


def _barriers_of(page: Page, address: str, first: Callable[[Page], None] | None) -> list[str]:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")
    page.goto(address)
    expect(page.get_by_role("heading", name="Looking for places")).to_have_count(0)
    page.wait_for_load_state()
    if first is not None:
        first(page)
    found = barriers(page)
    page.emulate_media(color_scheme="dark")
    found += barriers(page, "color-contrast")
    for width in (640, 400):
        page.set_viewport_size({"width": width, "height": 480})
        found += too_wide(page)
    return found


def test_the_entrance_bars_nobody(
    output: Path, pool: Pool, open_window: OpenVisit, chromium_thread: BrowserThread
) -> None:
    """The page that asks for the token, with the one that was wrong; the right one opens the page that was asked for."""
    with serving(output, pool, TOKEN) as address:
        page = open_window(address, "Анна").page
        page.goto("/documents/vestnik")
        page.get_by_label("Token").fill("not the token")
        page.get_by_role("button", name="Enter").press("Enter")
        expect(page.get_by_role("alert").filter(has_text="not the token")).to_be_visible()
        assert barriers(page) == []
        page.emulate_media(color_scheme="dark")
        assert barriers(page, "color-contrast") == []
        page.set_viewport_size({"width": 640, "height": 480})
        assert too_wide(page) == []
        page.get_by_label("Token").fill(TOKEN)
        page.get_by_label("Token").press("Enter")
        expect(page.get_by_role("heading", name="Library")).to_be_visible()


def test_every_page_of_the_app_is_looked_at(output: Path, pool: Pool) -> None:
    """A page that the app has and that the test above does not visit is named here."""
    with Workshop(Settings(output=output, jobs=1), pool=pool) as shop:
        app = build_app(Desk(shop), Access("127.0.0.1"))
        pages = {
            each.path
            for each in addresses(app)
            if each.method == "GET"
            and call(app, "GET", each.filled(), {"Accept": "text/html"})
            .headers.get("content-type", "")
            .startswith("text/html")
        }
    pages -= {
        "/login",
        "/documents/{document}/place",
        "/documents/{document}/same",
    }  # one has its own test, two are for scripts
    routes = [route for route in app.routes if isinstance(route, Route)]
    visited = {
        route.path
        for route in routes
        for address, _ in PAGES.values()
        if route.path_regex.fullmatch(address.partition("?")[0])
    }
    assert pages - visited == set()


def test_the_focus_is_seen_wherever_it_goes(anna: Visit) -> None:
    """Tab leads through the page, first to its content; each stop has an outline of at least two pixels."""
    page = anna.page
    page.goto("/documents/vestnik/review?right=reference-izdanie")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    seen = set()
    for _ in range(24):
        page.keyboard.press("Tab")
        tag, outline = page.evaluate(
            "() => [document.activeElement.tagName, parseFloat(getComputedStyle(document.activeElement).outlineWidth)]"
        )
        seen.add(tag)
        assert tag == "BODY" or outline >= 2, tag
    assert {"SELECT", "INPUT", "BUTTON", "A"} <= seen


def test_a_place_is_told_to_those_who_do_not_see_it(anna: Visit) -> None:
    """The part of the page that changes is announced; the picture and the buttons have names."""
    page, screen = anna.page, ReviewScreen(anna.page)
    screen.open()
    expect(screen.place).to_have_attribute("aria-live", "polite")
    expect(page.get_by_role("img", name="The line on the scan, with the place marked")).to_be_visible()
    for name in ("Keep this", "Take this", "Edit", "Unsure", "Skip", "Undo"):
        expect(page.get_by_role("button", name=name)).to_be_visible()
    screen.press("ArrowRight", then=at(1, 4))
    expect(page.get_by_role("status")).to_contain_text("Saved")


def test_old_letters_have_a_typeface(anna: Visit) -> None:
    """ѣ, ѳ and ѵ are drawn with the app's own typeface, which it brings along."""
    page, screen = anna.page, ReviewScreen(anna.page)
    screen.open(f"right=reference-izdanie&at={at(1, 2, page=2)}")
    expect(screen.place.locator(".reading").first).to_contain_text("сосѣди")
    page.evaluate("() => document.fonts.ready")
    assert page.evaluate("() => document.fonts.check('20px \"Digitize Reading\"', 'ѣѳѵ')")
    assert [each for each in anna.asked if each.endswith("/fonts/reading.ttf")]
