"""What can go wrong between a key and the disk: each is a clear answer, and nothing is lost."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from digitize.confine import Pool
from digitize.pipeline.workshop import Workshop
from digitize.review.access import Access
from digitize.review.app import build_app
from digitize.review.desk import Desk
from digitize.settings import Settings
from digitize.store.decision_log import read_decisions
from digitize.store.output import OutputFolder
from tests.review.app_calls import Answer, call, post

FIRST, SECOND = "p0001_r001_l001_w002", "p0001_r001_l001_w004"
LINE = "/documents/vestnik/lines/ocr-1/1/p0001_r001_l001.webp"


@pytest.fixture
def app(output: Path, pool: Pool) -> Iterator[Starlette]:
    with Workshop(Settings(output=output, jobs=1), pool=pool) as shop:
        yield build_app(Desk(shop), Access("127.0.0.1"))


def decide(
    app: Starlette, action: str = "left", key: str = FIRST, by: str = "Анна", seen: int = 0, **more: Any
) -> Answer:
    """What the screen sends for a key."""
    asked = {"right": "reference-izdanie"}
    return post(
        app,
        "/documents/vestnik/decisions",
        {"asked": asked, "keys": [key], "action": action, "by": by, "seen": seen, **more},
    )


def decisions(output: Path) -> list[tuple[str, str]]:
    return [(entry.by, entry.new) for entry in read_decisions(output / "vestnik").entries]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("щ" * 10_000, "10,000 characters"),
        ("a\u202eb", "U+202E"),
        ("a\u200fb", "U+200F"),
        ("a\x07b", "U+0007"),
        ("a\u2028b\ufffe", "U+FFFE"),
        ("a\ud800b", "U+D800"),
        (None, "missing"),
        (["a"], "missing"),
    ],
    ids=["long", "override", "mark", "bell", "no character", "half a character", "none", "list"],
)
def test_an_edit_that_no_scan_can_hold_is_refused(app: Starlette, output: Path, text: Any, said: str) -> None:
    """Too long, or with what nobody can see: it is said which, and nothing is kept."""
    answer = decide(app, "edit", text=text)
    assert answer.status in {400, 422}
    assert said in answer.error["message"]
    assert decisions(output) == []


def test_an_edit_is_kept_as_it_was_typed(app: Starlette, output: Path) -> None:
    """Markup is text like any other; spaces are single, letters and their accents are put together."""
    assert decide(app, "edit", text="  <b>во</b>\n e\u0301 ").status == 200
    assert decisions(output) == [("Анна", "<b>во</b> \u00e9")]


def test_a_stale_decision_is_refused_with_both_in_the_answer(app: Starlette, output: Path) -> None:
    """Who was first, what they decided, and the place as it is now; after that the second may decide."""
    first = decide(app, "right").json
    late = decide(app, "edit", by="Борис", text="во")
    assert late.status == 409
    assert late.error["theirs"] | {"at": ""} == {
        "by": "Анна", "at": "", "kind": "accept", "old": "въ", "new": "в", "sequence": first["sequence"],
    }  # fmt: skip
    assert late.error["key"] == FIRST and "Анна" in late.error["html"]
    assert decisions(output) == [("Анна", "в")]
    assert decide(app, "edit", by="Борис", text="во", seen=late.error["sequence"]).status == 200


def test_an_answer_that_got_lost_makes_no_second_decision(app: Starlette, output: Path) -> None:
    """The same person sends the same again, as a page does that had no answer: it is there once."""
    one, again = decide(app, "right").json, decide(app, "right").json
    assert one["sequence"] == again["sequence"] == 1
    assert decisions(output) == [("Анна", "в")]


def test_an_old_number_is_no_hindrance_elsewhere(app: Starlette, output: Path) -> None:
    """Who has not seen the newest decisions may decide on other words."""
    decide(app, "right")
    assert decide(app, "right", SECOND, "Борис").status == 200
    assert decisions(output) == [("Анна", "в"), ("Борис", "был")]


def test_a_number_from_the_future_is_no_hindrance_either(app: Starlette, output: Path) -> None:
    """A folder that was put back to an older state: what is there holds."""
    assert decide(app, "right", seen=1_000).status in {200, 409}
    assert len(decisions(output)) <= 1


def test_a_list_of_decisions_that_cannot_be_written_is_told(app: Starlette, output: Path) -> None:
    """The output folder says no: status 503 with the reason and a way out, and no page claims that it was saved."""
    shutil.rmtree(output / ".digitize/locks")
    (output / ".digitize/locks").write_text("a file in the way")
    answer = decide(app)
    assert answer.status == 503
    assert "cannot be used" in answer.error["message"] and answer.error["hint"]
    assert decisions(output) == []


def test_a_locked_document_is_waited_for(app: Starlette, output: Path) -> None:
    """While another program works on the document, a decision waits, and is there when that is done."""
    answers: list[Answer] = []
    with OutputFolder(output).locked("vestnik"):
        thread = threading.Thread(target=lambda: answers.append(decide(app)))
        thread.start()
        thread.join(0.2)
        assert decisions(output) == []
        shown = call(app, "GET", f"/documents/vestnik/review?right=reference-izdanie&at={SECOND}")
        assert shown.status == 200
    thread.join()
    assert [answer.status for answer in answers] == [200]
    assert len(decisions(output)) == 1


def test_a_missing_image_bars_nobody(app: Starlette, output: Path) -> None:
    """The picture is told to be missing; the place is shown all the same, and can be decided."""
    shutil.rmtree(output / ".digitize/originals")
    answer = call(app, "GET", LINE, {"Accept": "application/json"})
    assert answer.status == 404
    assert "vestnik, page 1" in str(answer.error["where"])
    assert call(app, "GET", "/documents/vestnik/thumbs/1.webp", {"Accept": "application/json"}).error["message"]
    assert call(app, "GET", "/documents/vestnik/review?right=reference-izdanie").status == 200
    assert decide(app).status == 200


def test_an_image_that_is_none_bars_nobody(app: Starlette, output: Path) -> None:
    """Bytes that are no picture are told as such."""
    for path in (output / ".digitize/originals").rglob("*"):
        if path.is_file():
            path.chmod(0o644)
            path.write_bytes(b"no picture")
    answer = call(app, "GET", LINE, {"Accept": "application/json"})
    assert answer.status == 404
    assert answer.error["message"]


def test_a_broken_report_is_told(app: Starlette, output: Path) -> None:
    """The document's page says so; the library and other documents are not harmed."""
    (output / "vestnik/report.json").write_text("{", encoding="utf-8")
    answer = call(app, "GET", "/documents/vestnik", {"Accept": "application/json"})
    assert 400 <= answer.status < 500
    assert answer.error["message"]
    assert call(app, "GET", "/").status == 200
    assert call(app, "GET", "/documents/hostile").status == 200


def test_a_torn_decision_bars_nobody(app: Starlette, output: Path) -> None:
    """What a power cut has left of a line is put aside; the decisions before it hold, and new ones are taken."""
    decide(app, "right")
    with (output / "vestnik/decisions.jsonl").open("ab") as log:
        log.write(b'{"sequence": 2, "kind": "acc')
    assert decide(app, "right", SECOND, seen=1).status == 200
    assert decisions(output) == [("Анна", "в"), ("Анна", "был")]


@pytest.mark.parametrize("action", ["right", "other"])
def test_what_is_not_offered_cannot_be_taken(app: Starlette, output: Path, action: str) -> None:
    """A second text where there is none, an alternative that is not there: refused."""
    told = {"asked": {}, "keys": ["p0001_r001_l003_w007"], "action": action, "alternative": 7, "by": "Анна", "seen": 0}
    answer = post(app, "/documents/vestnik/decisions", told)
    assert answer.status == 422
    assert answer.error["where"]
    assert decisions(output) == []
