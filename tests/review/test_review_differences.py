"""The routes of the screen of differences: what they show, and what becomes of a decision."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from starlette.testclient import TestClient

from digitize.confine import Pool
from digitize.model.decision import DecisionKind
from digitize.pipeline.decide import Wish, record_decisions
from digitize.pipeline.workshop import Workshop
from digitize.review.access import HEADER, Access
from digitize.review.app import build_app
from digitize.review.desk import Desk
from digitize.settings import Settings
from digitize.store.decision_log import read_decisions

AT = "/documents/vestnik"
RIGHT = "reference-izdanie"


@pytest.fixture
def app(output: Path, pool: Pool) -> Iterator[TestClient]:
    with Workshop(Settings(output=output, jobs=1), pool=pool) as shop:
        desk = Desk(shop, "Anna")
        with TestClient(
            build_app(desk, Access("127.0.0.1")), base_url="http://127.0.0.1", headers={HEADER: "1"}
        ) as made:
            yield made
        desk.close()


def opened(app: TestClient, **asked: str) -> dict[str, Any]:
    """The first place of a queue, as a script gets it."""
    answer = app.get(
        f"{AT}/place", params={"right": RIGHT, "step": "1", **asked}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def keys_of(app: TestClient, **asked: str) -> list[str]:
    """The keys of all places that are shown, in their order."""
    found = [opened(app, **asked)["key"]]
    while True:
        key = opened(app, at=found[-1], **asked)["key"]
        if key is None or key in found:
            return found
        found.append(key)


def decide(app: TestClient, key: str, action: str, **more: Any) -> Any:
    body = {"asked": {"right": RIGHT}, "keys": [key], "action": action, "by": "Anna", "seen": 0, **more}
    return app.post(f"{AT}/decisions", json=body)


def entries(output: Path) -> list[tuple[str, str, str, str]]:
    return [(e.kind.value, e.by, e.old, e.new) for e in read_decisions(output / "vestnik").entries]


def place_with(app: TestClient, text: str, **asked: str) -> str:
    """The first place that has a text."""
    key = opened(app, text=text, **asked)["key"]
    assert key is not None
    return str(key)


def test_a_place_is_shown_with_both_readings_its_image_and_its_keys(app: TestClient) -> None:
    """The page has the line's picture, what differs is marked, and every key stands beside what it does."""
    page = app.get(f"{AT}/review", params={"right": RIGHT})
    assert page.status_code == 200
    for expected in ("<image href=", "<mark>", "<kbd>←</kbd>", "<kbd>→</kbd>", "<kbd>Z</kbd>", "izdanie.txt", "p. 1"):
        assert expected in page.text
    picture = app.get(page.text.partition('<image href="')[2].partition('"')[0])
    assert picture.headers["content-type"] == "image/webp"
    assert Image.open(io.BytesIO(picture.content)).height > 20


def test_taking_the_other_reading_keeps_what_stood_there(app: TestClient, output: Path) -> None:
    """The entry names the reference; the answer is the next place, with one less open."""
    key = place_with(app, "ночи")
    before = opened(app)
    answer = decide(app, key, "right").json()
    assert entries(output) == [("accept", "Anna", "ночи,", "полуночи,")]
    offer = read_decisions(output / "vestnik").entries[0].offer
    assert offer is not None and offer.reference == RIGHT
    assert answer["open"] == before["open"] - 1 and answer["sequence"] == 1 and answer["key"] not in (None, key)


def test_keeping_what_was_read_turns_the_offer_down(app: TestClient, output: Path) -> None:
    """The text stays, and it is known which reading was rejected."""
    assert decide(app, place_with(app, "ночи"), "left").status_code == 200
    assert entries(output) == [("reject", "Anna", "ночи,", "ночи,")]


def test_what_only_the_other_text_has_is_put_beside_its_neighbour(app: TestClient, output: Path) -> None:
    """An addition changes the word beside it to both; decided after that word was edited, to both as they are now."""
    addition = place_with(app, "весьма", kind="addition")
    word = opened(app, text="весьма", kind="addition")["html"].partition('data-word="')[2].partition('"')[0]
    neighbour = record_decisions(
        "vestnik",
        0,
        [Wish(DecisionKind.EDIT, "Boris", "ocr-1", (word,), "БЫЛЪ")],
        Settings(output=output),
    )
    assert neighbour[0].new == "БЫЛЪ"
    assert decide(app, addition, "right", seen=1).status_code == 200
    assert entries(output)[-1] == ("accept", "Anna", "БЫЛЪ", "БЫЛЪ весьма")


def test_an_edit_and_an_unsure(app: TestClient, output: Path) -> None:
    """A person's own words; and that a person has looked and cannot tell."""
    one, other = keys_of(app)[:2]
    assert decide(app, one, "edit", text="  новое   слово ").status_code == 200
    assert decide(app, other, "unsure", seen=1).status_code == 200
    assert entries(output)[0][3] == "новое слово"
    assert entries(output)[1][0] == "unsure"
    unsure = opened(app, show="unsure")
    assert unsure["key"] == other
    assert unsure["decided"] == 2


def test_an_empty_edit_says_that_nothing_is_printed(app: TestClient, output: Path) -> None:
    """The words are taken out."""
    assert decide(app, place_with(app, "ночи"), "edit", text=" ").status_code == 200
    assert entries(output) == [("edit", "Anna", "ночи,", "")]


def test_another_engines_reading_and_one_before_a_repair_can_be_taken(app: TestClient, output: Path) -> None:
    """In the doubts of a text: alternatives first, then what rules changed."""
    asked: dict[str, Any] = {"asked": {}}
    disputed = place_with(app, "огородъ.", right="", kind="disagreement")
    assert decide(app, disputed, "other", alternative=1, **asked).status_code == 200
    repaired = place_with(app, "грушы.", right="", kind="repair")
    assert decide(app, repaired, "other", alternative=0, seen=1, **asked).status_code == 200
    assert [entry[3] for entry in entries(output)] == ["огорддъ.", "грyшы."]
    assert decide(app, repaired, "other", alternative=7, seen=2, **asked).status_code == 422
    assert decide(app, repaired, "right", seen=2, **asked).status_code == 422


def test_deciding_again_takes_the_first_back(app: TestClient, output: Path) -> None:
    """A person who goes back and decides otherwise leaves one decision in force, and both in the list."""
    key = place_with(app, "ночи")
    decide(app, key, "right")
    decide(app, key, "left", seen=1)
    assert [entry[0] for entry in entries(output)] == ["accept", "undo", "reject"]


def test_the_same_difference_is_shown_before_it_is_decided_and_undone_as_one(app: TestClient, output: Path) -> None:
    """All its places with their images; one decision for those that are named; one undo for all of them."""
    key = place_with(app, "великъ")
    shown = app.get(f"{AT}/same", params={"right": RIGHT, "at": key}, headers={"Accept": "application/json"}).json()
    assert len(shown["keys"]) == 3
    assert shown["html"].count("<image href=") == 3
    body = {"asked": {"right": RIGHT}, "keys": shown["keys"], "action": "right", "by": "Anna", "seen": 0}
    assert app.post(f"{AT}/decisions", json=body).json()["decided"] == 3
    undone = app.post(f"{AT}/undo", json={"asked": {"right": RIGHT}, "by": "Anna"})
    assert undone.json()["decided"] == 0
    assert [entry[0] for entry in entries(output)].count("undo") == 3


def test_undo_is_ones_own(app: TestClient) -> None:
    """Nobody takes back what somebody else decided by pressing a key."""
    decide(app, place_with(app, "ночи"), "right")
    answer = app.post(f"{AT}/undo", json={"asked": {}, "by": "Boris"})
    assert answer.status_code == 404
    assert app.post(f"{AT}/undo", json={"asked": {}, "by": "Anna"}).status_code == 200


def test_the_second_of_two_is_told_and_shown_both(app: TestClient, output: Path) -> None:
    """On the same words: refused with the first one's decision. Elsewhere: taken, though the page is older."""
    one, other = keys_of(app)[:2]
    decide(app, one, "right")
    late = decide(app, one, "edit", text="иначе", by="Boris")
    assert late.status_code == 409
    told = late.json()["error"]
    assert told["theirs"]["by"] == "Anna" and "Anna" in told["message"] and told["hint"]
    assert "html" in told and told["key"] == one
    assert decide(app, other, "left", by="Boris").status_code == 200
    assert [entry[1] for entry in entries(output)] == ["Anna", "Boris"]
    assert decide(app, one, "edit", text="иначе", by="Boris", seen=told["sequence"]).status_code == 200


def test_a_decision_whose_answer_was_lost_is_not_made_twice(app: TestClient, output: Path) -> None:
    """A browser sends again until it is answered."""
    key = place_with(app, "ночи")
    first = decide(app, key, "right").json()
    again = decide(app, key, "right").json()
    assert first["made"] == again["made"]
    assert len(entries(output)) == 1


def test_an_older_reading_is_looked_at_and_not_decided_on(app: TestClient, output: Path, pool: Pool) -> None:
    """Its words are not those of the text in force."""
    from tests.pipeline.kept_documents import Kept, read_page

    Kept(output).another_reading([read_page(1), read_page(2)])
    key = opened(app, left="ocr-2", right="")["key"]
    answer = decide(app, key, "left", asked={"left": "ocr-2"})
    assert answer.status_code == 409
    assert "not in force" in answer.json()["error"]["message"]
    assert (
        "cannot"
        not in app.get(f"{AT}/review", params={"left": "ocr-1"}).text.partition("<main")[2].partition("<section")[0]
    )
    assert app.get(f"{AT}/review", params={"left": "ocr-2"}).text.count('data-do="left"') == 0


def test_the_list_shows_many_places_and_pages_them(app: TestClient) -> None:
    """Each with its image and both readings."""
    page = app.get(f"{AT}/list", params={"right": RIGHT, "show": "all"})
    total = len(keys_of(app, show="all"))
    assert page.text.count("<li tabindex") == total
    assert app.get(f"{AT}/list", params={"right": RIGHT, "from": "9999"}).text.count("<li tabindex") == 0


def test_filters_and_order(app: TestClient) -> None:
    """By kind, page, confidence and text; the most doubtful first."""
    everything = keys_of(app)
    assert 0 < len(keys_of(app, page="2")) < len(everything)
    assert all(key.startswith("p0002") for key in keys_of(app, page="2"))
    assert opened(app, text="нет такого")["key"] is None
    doubts = keys_of(app, right="", order="doubt")
    assert doubts[0] == place_with(app, "огородъ.", right="")


def test_history_tells_who_decided_what(app: TestClient) -> None:
    """The newest first, what was taken back marked."""
    key = place_with(app, "ночи")
    decide(app, key, "right")
    app.post(f"{AT}/undo", json={"asked": {}, "by": "Anna"})
    decide(app, key, "edit", text="ночи", by="Boris", seen=2)
    found = app.get(f"{AT}/history", params={"word": key}, headers={"Accept": "application/json"}).json()["html"]
    assert found.index("Boris") < found.index("Anna")
    assert "taken back" in found


def test_the_lines_around_a_place(app: TestClient) -> None:
    """A part of the page; one that is not on it is refused."""
    around = opened(app)["html"].partition('data-around="')[2].partition('"')[0]
    picture = app.get(around)
    assert picture.status_code == 200
    assert Image.open(io.BytesIO(picture.content)).width > 300
    for part in ("0-0-0-0", "5-5-1-9", "0-0-99999-10", "x"):
        assert app.get(f"{AT}/around/1/{part}.webp").status_code == 404


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"keys": []}, 400),
        ({"keys": "p0001"}, 400),
        ({"keys": ["p9999_r001_l001_w001"]}, 404),
        ({"keys": [{"a": 1}]}, 400),
        ({"action": "explode"}, 400),
        ({"by": ""}, 400),
        ({"seen": -1}, 400),
        ({"seen": "0"}, 400),
        ({"asked": []}, 400),
        ({"action": "edit", "text": "я" * 10_000}, 422),
        ({"action": "edit", "text": "a\u0000"}, 422),
        ({"action": "edit"}, 400),
    ],
)
def test_what_does_not_fit_is_refused_in_one_shape(
    app: TestClient, output: Path, changes: dict[str, Any], status: int
) -> None:
    """Whatever is wrong with a request: a status, a message, a way out; and nothing is written."""
    body = {
        "asked": {"right": RIGHT},
        "keys": [place_with(app, "ночи")],
        "action": "left",
        "by": "Anna",
        "seen": 0,
        **changes,
    }
    answer = app.post(f"{AT}/decisions", json=body)
    assert answer.status_code == status
    assert set(answer.json()["error"]) >= {"status", "message", "where", "hint"}
    assert entries(output) == []
