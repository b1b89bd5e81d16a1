"""``python -m benchmarks.review.pictures``: pictures of the review app for the README, over the samples that the project has drawn."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from benchmarks.review.app_process import AppProcess, run_digitize
from benchmarks.review.browser import chromium, open_visit

ROOT = Path(__file__).parents[2]
SAMPLES, PICTURES = ROOT / "scans/samples", ROOT / "docs/images"
OUTPUT = ROOT / ".cache/pictures"
_DOCUMENT = "gazeta-1927"
_TEXT = "Издание 1958.txt"
_WIDTH, _HEIGHT = 1180, 760
_QUALITY = 70


def main(arguments: Sequence[str] | None = None) -> int:
    """Digitises the samples, lays a text on one, and draws the pages of the app."""
    output = Path(arguments[0]) if arguments else OUTPUT
    run_digitize("run", SAMPLES, "--output", output, "--quiet")
    (output / _DOCUMENT / "decisions.jsonl").unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder, chromium() as browser:
        text = Path(folder) / _TEXT
        text.write_bytes((SAMPLES / "truth" / f"{_DOCUMENT}.gt.txt").read_bytes())
        run_digitize("align", _DOCUMENT, text, "--output", output, "--quiet")
        with AppProcess(output, Path(folder) / "said") as app:
            for name, (address, prepare, dark) in _SHOWN.items():
                visit = open_visit(browser, app.address, "Анна", dark=dark, width=_WIDTH, height=_HEIGHT)
                visit.page.goto(address)
                prepare(visit.page)
                _keep(visit.page.screenshot(), PICTURES / f"review-{name}.webp")
                visit.close()
    return 0


def _library(page: Page) -> None:
    page.get_by_text("Приозерная жизнь").first.wait_for()
    page.wait_for_function("() => ![...document.querySelectorAll('td')].some((each) => each.innerText.trim() === '…')")
    _settle(page)


def _place(page: Page) -> None:
    page.locator("#place article.place").wait_for(timeout=120_000)
    _settle(page)


def _page_view(page: Page) -> None:
    page.locator("#scan").wait_for()
    for key in ("w", *["+"] * 3, *["ArrowDown"] * 40):
        page.keyboard.press(key)
    _settle(page)


def _settle(page: Page) -> None:
    """Waits until letters and pictures are there."""
    page.wait_for_load_state("networkidle")
    page.evaluate("() => document.fonts.ready")


_SHOWN: dict[str, tuple[str, Callable[[Page], None], bool]] = {
    "library": ("/", _library, False),
    "place": (f"/documents/{_DOCUMENT}/review?right=reference-издание-1958&order=doubt", _place, False),
    "page": (f"/documents/{_DOCUMENT}/pages/1", _page_view, False),
}
"""Names of pictures: address, what to wait for, whether dark."""


def _keep(picture: bytes, path: Path) -> None:
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").save(path, "WEBP", quality=_QUALITY, method=6)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
