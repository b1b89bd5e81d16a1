"""The app called in the test's own process, over documents that were built and not read."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from digitize.confine import Pool
from digitize.model.decision import Decision, DecisionKind
from digitize.pipeline.decide import Wish, record_decisions
from digitize.pipeline.workshop import Workshop
from digitize.review.access import HEADER, Access
from digitize.review.app import build_app
from digitize.review.desk import Desk
from digitize.settings import Settings
from digitize.store.decision_log import read_decisions

_PATIENCE_S = 60.0


@dataclass(frozen=True)
class Called:
    """An app that is called, and what it works with."""

    client: TestClient
    desk: Desk

    def page(self, address: str, status: int = 200) -> str:
        """A page as a browser gets it."""
        answer = self.client.get(address, headers={"Accept": "text/html"})
        assert answer.status_code == status, answer.text
        return answer.text

    def told(self, address: str, status: int = 200) -> dict[str, Any]:
        """What a script is told."""
        return _checked(self.client.get(address, headers={"Accept": "application/json"}), status)

    def post(self, address: str, body: Any, status: int = 200) -> dict[str, Any]:
        """What a script of the app is answered."""
        return _checked(self.client.post(address, json=body, headers={HEADER: "1"}), status)


def _checked(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    told: dict[str, Any] = answer.json()
    if status >= 400:
        assert told["error"]["status"] == status
        assert {"message", "where", "hint"} <= told["error"].keys()
    return told


@contextmanager
def called(output: Path, pool: Pool) -> Iterator[Called]:
    """An app over an output folder."""
    with Workshop(Settings(output=output, jobs=1), pool=pool) as shop:
        desk = Desk(shop, "Anna")
        try:
            with TestClient(build_app(desk, Access("127.0.0.1")), base_url="http://127.0.0.1:8484") as client:
                yield Called(client, desk)
        finally:
            desk.close()


def until(holds: Callable[[], bool]) -> None:
    """Waits for something that is done behind the pages."""
    end = time.monotonic() + _PATIENCE_S
    while not holds():
        assert time.monotonic() < end, "it has not happened"
        time.sleep(0.02)


def edited(output: Path, document_id: str, word: str, new: str, by: str = "Anna", on: str = "ocr-1") -> Decision:
    """Takes an edit of a word down."""
    wish = Wish(DecisionKind.EDIT, by, on, (word,), new)
    seen = read_decisions(output / document_id).sequence
    return record_decisions(document_id, seen, [wish], Settings(output=output))[0]
