"""``python -m benchmarks.service.pictures``: pictures of the Prefect UI for docs/operations.md, of a service at work on samples."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import httpx
from PIL import Image
from playwright.sync_api import Page

from benchmarks.review.browser import chromium, open_visit
from benchmarks.service.places import free_port
from benchmarks.service.service_process import base_environment, serve

ROOT = Path(__file__).parents[2]
SAMPLES, PICTURES = ROOT / "scans/samples", ROOT / "docs/images"
_WIDTH, _HEIGHT = 1280, 900
_QUALITY = 70
_LOOK_S = 0.3
_SETTLED_MS = 1_500
"""The UI goes on drawing after its last answer has come."""
_DOCUMENT = "papers-1938"
_SCANS = ("mikrofilm-1931.tif", "otchet-1938.tif")
_PATIENCE_MS = 180_000
"""For a machine that is busy."""


class Api:
    """What the server knows, as a program asks for it.

    Args:
        address: Of the server.
    """

    def __init__(self, address: str) -> None:
        self._address = f"{address}/api"

    def awaited(self, what: str, is_meant: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first thing of a kind that is meant; waits until there is one."""
        while True:
            answer = httpx.post(f"{self._address}/{what}/filter", json={}, timeout=60, trust_env=False)
            for each in answer.raise_for_status().json():
                if is_meant(each):
                    return dict(each)
            time.sleep(_LOOK_S)

    def run(self, name: str, *states: str) -> str:
        """Id of a flow run that is in one of these states."""
        return str(self.awaited("flow_runs", lambda run: run["name"] == name and run["state_name"] in states)["id"])

    def artifact(self, key: str) -> str:
        """Id of an artifact."""
        return str(self.awaited("artifacts", lambda artifact: artifact["key"] == key)["id"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Lets a service work, and draws the pages of Prefect's UI."""
    del arguments
    port, review_port = free_port(), free_port()
    # In the samples hardly a character is wrong: so that one needs review, less is borne than elsewhere.
    environment = base_environment() | {"DIGITIZE_REVIEW_ABOVE": "0.015"}
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder, chromium() as browser:
        root = Path(folder)
        with serve(root, environment, port, review_port) as service:
            service.wait_until_ready()
            api = Api(address)
            visit = open_visit(browser, address, width=_WIDTH, height=_HEIGHT)
            visit.context.set_default_timeout(_PATIENCE_MS)
            show = _Shown(visit.page, address)
            form = api.awaited("deployments", lambda each: "digitize_document" in str(each["entrypoint"]))
            show("form", f"/deployments/deployment/{form['id']}/run", "The scan, as a path")
            box = root / "tmp" / _DOCUMENT
            box.mkdir()
            for scan in _SCANS:
                shutil.copy(SAMPLES / scan, box)
            box.rename(root / "inbox" / _DOCUMENT)
            run = api.run(_DOCUMENT, "Running")
            show("running", f"/runs/flow-run/{run}?tab=Logs", f"{_DOCUMENT}, page")
            api.run(_DOCUMENT, "Completed", "Partial")
            show("run", f"/runs/flow-run/{run}?tab=Artifacts", f"pages-{_DOCUMENT}")
            show("pages", f"/artifacts/artifact/{api.artifact(f'pages-{_DOCUMENT}')}", "recognised")
            automation = api.awaited("automations", lambda each: bool(each["enabled"]))
            show("automation", f"/automations/automation/{automation['id']}", "Run deployment")
            show("to-review", f"/artifacts/artifact/{api.artifact('to-review')}", "likely to be wrong")
            visit.close()
    return 0


class _Shown:
    """Draws pages of the UI.

    Args:
        page: The browser's window.
        address: Of the server.
    """

    def __init__(self, page: Page, address: str) -> None:
        self._page = page
        self._address = address

    def __call__(self, name: str, path: str, text: str) -> None:
        """Draws one into ``prefect-NAME.webp``, when a text is to be seen there."""
        self._page.goto(f"{self._address}/v2{path}")
        self._page.get_by_text(text).first.wait_for()
        self._page.evaluate("() => document.fonts.ready")
        self._page.wait_for_timeout(_SETTLED_MS)
        target = PICTURES / f"prefect-{name}.webp"
        with Image.open(io.BytesIO(self._page.screenshot())) as image:
            image.convert("RGB").save(target, "WEBP", quality=_QUALITY, method=6)
        print(f"{target.relative_to(ROOT)}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
