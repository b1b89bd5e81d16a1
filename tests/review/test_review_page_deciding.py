"""What a person does on the page view: lines edited, regions told apart and put in order, lines added; two persons at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from digitize.confine import Pool
from digitize.model.transcription import RegionKind
from digitize.review.page_deciding import replaced
from digitize.store.decision_log import read_decisions
from tests.export.documents import R, W, page
from tests.pipeline.kept_documents import Kept
from tests.review.page_app import AT, FIRST, HEAD, LEFT, NOTE, PAGES, RIGHT, decide, held, make_svodka, page_app

BOX = [600, 1000, 900, 1040]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    make_svodka(tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def app(output: Path, pool: Pool) -> Iterator[TestClient]:
    with page_app(output, pool) as made:
        yield made


@pytest.fixture(scope="module")
def untouched(pool: Pool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Path]]:
    """An app in which nothing is written, and its output folder."""
    output = tmp_path_factory.mktemp("untouched") / "out"
    make_svodka(output)
    with page_app(output, pool) as made:
        yield made, output


def undo(app: TestClient, seen: int, by: str = "Anna", page_number: int = 1) -> Any:
    return app.post(f"{AT}/{page_number}/undo", json={"by": by, "seen": seen, "version": "ocr-1"})


def rows(app: TestClient, page_number: int = 1) -> list[str]:
    """Ids of regions in their order."""
    text = app.get(f"{AT}/{page_number}").text
    return [part.partition('"')[0] for part in text.split('data-region="')[1:]]


def line_told(answer: Any) -> dict[str, Any]:
    """The one line that has changed."""
    (line,) = answer.json()["lines"]
    return dict(line)


def test_only_the_words_that_differ_are_decided_on(app: TestClient, output: Path) -> None:
    """The others keep what is known of them; the line comes back as it is now."""
    answer = decide(app, "edit", line=FIRST, text="Урожай  в саду велик")
    assert held(output) == [("edit", "Anna", "въ", "в"), ("edit", "Anna", "великъ", "велик")]
    line = line_told(answer)
    assert (line["id"], answer.json()["sequence"], answer.json()["made"]) == (FIRST, 2, [1, 2])
    assert [word[4] for word in line["geometry"]["words"]] == [0, 3, 0, 3]
    assert "<span>Урожай</span>" in line["html"] and '<span class="decided">в</span>' in line["html"]


def test_words_parted_and_joined_keep_the_places_of_the_others(app: TestClient, output: Path) -> None:
    """Three words in the place of one, one in the place of two: the rest stand where they stood."""
    before = app.get(f"{AT}/1/now?seen=0&version=x").json()["geometry"]["lines"][FIRST]["words"]
    words = line_told(decide(app, "edit", line=FIRST, text="У ро жай въсаду великъ"))["geometry"]["words"]
    assert len(words) == 5 and words[4] == before[3]
    assert (words[0][0], words[3][2]) == (before[0][0], before[2][2])
    assert [entry[2:] for entry in held(output)] == [("Урожай въ саду", "У ро жай въсаду")]


def test_a_word_that_comes_in_between(app: TestClient, output: Path) -> None:
    """It is taken with the one beside it."""
    decide(app, "edit", line=FIRST, text="Урожай нашъ въ саду великъ")
    assert held(output) == [("edit", "Anna", "Урожай", "Урожай нашъ")]


def test_what_cannot_be_seen_goes_with_an_edit(tmp_path: Path, pool: Pool) -> None:
    """Typed text has no such characters; letters and accents that are put together otherwise are no change."""
    lines = [[W("сад\u00ad"), W("и\u0306од"), W("\u202eдом")]]
    Kept(tmp_path / "out").document([page(1, [R(RegionKind.PARAGRAPH, lines, 1)], columns=1, language="rus")], "svodka")
    with page_app(tmp_path / "out", pool) as app:
        decide(app, "edit", line="p0001_r001_l001", text="сад йод дом")
    assert held(tmp_path / "out") == [("edit", "Anna", "сад\u00ad", "сад"), ("edit", "Anna", "\u202eдом", "дом")]


def test_a_line_that_is_right(app: TestClient, output: Path) -> None:
    """A person vouches for all its words; a second time there is nothing to do."""
    answer = decide(app, "accept", line=FIRST)
    assert [word[4] for word in line_told(answer)["geometry"]["words"]] == [3, 3, 3, 3]
    again = decide(app, "accept", 1, line=FIRST).json()
    assert (again["made"], again["lines"]) == ([], [])
    assert held(output) == [("accept", "Anna", "Урожай въ саду великъ", "Урожай въ саду великъ")]


def test_a_line_of_handwriting_is_read_as_a_whole(app: TestClient, output: Path) -> None:
    """Typed by a person it is text; what was read there is not kept word by word."""
    answer = decide(app, "edit", line=f"{NOTE}_l001", text="неразборчиво xx")
    assert held(output) == [("edit", "Anna", "нрзб xx", "неразборчиво xx")]
    assert 'data-doubt=""' in line_told(answer)["html"]


def test_a_line_taken_out_and_put_back(app: TestClient, output: Path) -> None:
    """Its row goes, and the region with its last one; one undo brings both back."""
    for action in ("out", "edit"):
        seen = read_decisions(output / "svodka").sequence
        answer = decide(app, action, seen, line=f"{RIGHT}_l001", text="  ").json()
        assert RIGHT not in answer["geometry"]["regions"] and "Погода" not in answer["html"]
        back = undo(app, answer["sequence"]).json()
        assert RIGHT in back["geometry"]["regions"] and back["page"] == 1
    assert held(output) == []


def test_one_undo_takes_an_edit_back_whole(app: TestClient, output: Path) -> None:
    """Also where it changed several words; from another page it is told on which page it was."""
    decide(app, "edit", line=FIRST, text="Урожай в саду велик")
    answer = undo(app, 0, page_number=2).json()
    assert held(output) == []
    assert (answer["page"], answer["sequence"], answer["lines"]) == (1, 4, [])
    assert undo(app, 4).status_code == 404, "nothing is left to take back"


def test_the_second_of_two_is_told_and_shown_both(app: TestClient, output: Path) -> None:
    """Nothing of theirs is written over; when they have seen the other's, they can decide again."""
    decide(app, "edit", line=FIRST, text="Урожай въ саду велик", by="Boris")
    answer = decide(app, "edit", line=FIRST, text="Урожай въ саду велика")
    error = answer.json()["error"]
    assert answer.status_code == 409 and "Boris" in error["message"]
    assert (error["theirs"]["by"], error["theirs"]["new"]) == ("Boris", "велик")
    assert error["sequence"] == 1 and "велик<" in error["lines"][0]["html"]
    assert held(output) == [("edit", "Boris", "великъ", "велик")]
    assert decide(app, "edit", 1, line=FIRST, text="Урожай въ саду велика").status_code == 200
    assert held(output)[-1] == ("edit", "Anna", "велик", "велика")


def test_an_undo_by_another_is_told_too(app: TestClient) -> None:
    """What a person saw decided is open again: their edit was made on another text."""
    decide(app, "edit", line=FIRST, text="Урожай въ саду велик", by="Boris")
    undo(app, 1, by="Boris")
    assert decide(app, "edit", 1, line=FIRST, text="Урожай въ саду велика").status_code == 409


def test_another_line_stands_in_nobodys_way(app: TestClient, output: Path) -> None:
    """Two persons on two lines: both are written, and the second sees the first's as well."""
    decide(app, "edit", line=FIRST, text="Урожай въ саду велик", by="Boris")
    answer = decide(app, "edit", line=f"{LEFT}_l002", text="и скорый")
    assert {line["id"] for line in answer.json()["lines"]} == {FIRST, f"{LEFT}_l002"}
    assert len(held(output)) == 2


REPEATED: list[dict[str, Any]] = [
    {"action": "edit", "line": FIRST, "text": "Урожай въ саду велик"},
    {"action": "out", "line": FIRST},
    {"action": "accept", "line": FIRST},
    {"action": "kind", "region": RIGHT, "kind": "stamp"},
    {"action": "doubt", "line": f"{NOTE}_l001", "doubt": ""},
    {"action": "order", "on": "p0001", "ids": [RIGHT, LEFT]},
    {"action": "order", "on": LEFT, "ids": [f"{LEFT}_l002", FIRST]},
    {"action": "add", "text": "рукой", "box": BOX, "own": False, "after": f"{RIGHT}_l001", "kind": "paragraph"},
    {"action": "add", "text": "рукой", "box": BOX, "own": True, "after": RIGHT, "kind": "handwriting"},
]


@pytest.mark.parametrize("asked", REPEATED, ids=lambda asked: str(asked["action"]))
def test_what_is_asked_twice_is_written_once(app: TestClient, output: Path, asked: dict[str, Any]) -> None:
    """An answer may get lost: the browser asks again, knowing of nothing newer, and gets the same answer."""
    first, second = decide(app, **asked), decide(app, **asked)
    assert first.status_code == second.status_code == 200, second.text
    assert first.json() | {"made": []} == second.json()
    assert len(read_decisions(output / "svodka").entries) == 1


def test_a_region_of_another_kind(app: TestClient, output: Path) -> None:
    """What a person calls a stamp is no text any more; called a heading, it is."""
    answer = decide(app, "kind", region=RIGHT, kind="stamp").json()
    assert 'id="p0001_r003_l001" tabindex="-1" data-cite="p. 1, col. 2, top" data-doubt="stamp"' in answer["html"]
    answer = decide(app, "kind", 1, region=RIGHT, kind="heading").json()
    assert answer["geometry"]["regions"][RIGHT]["kind"] == "heading" and 'data-doubt="stamp"' not in answer["html"]
    assert [entry[2:] for entry in held(output)] == [("paragraph", "stamp"), ("stamp", "heading")]


def test_a_line_that_is_no_text_and_one_that_is(app: TestClient) -> None:
    """Either is told of the line alone."""
    assert 'data-doubt="unreadable"' in line_told(decide(app, "doubt", line=FIRST, doubt="unreadable"))["html"]
    assert 'data-doubt=""' in line_told(decide(app, "doubt", 1, line=f"{NOTE}_l001", doubt=""))["html"]


def test_another_reading_order(app: TestClient, output: Path) -> None:
    """Regions change places, and so do lines of one; the others stay where they are."""
    answer = decide(app, "order", on="p0001", ids=[RIGHT, LEFT]).json()
    assert rows(app) == [HEAD, RIGHT, LEFT, NOTE]
    assert answer["geometry"]["regions"][RIGHT]["number"] == 2
    text = decide(app, "order", 1, on=LEFT, ids=[f"{LEFT}_l002", FIRST]).json()["html"]
    assert text.index("скорый.") < text.index("Урожай")
    undo(app, 2)
    undo(app, 3)
    assert rows(app) == [HEAD, LEFT, RIGHT, NOTE] and held(output) == []


def test_two_who_put_the_same_regions_in_order(app: TestClient) -> None:
    """The second is told, also where what the first did is no text."""
    decide(app, "order", on="p0001", ids=[RIGHT, LEFT], by="Boris")
    answer = decide(app, "order", on="p0001", ids=[NOTE, RIGHT])
    assert answer.status_code == 409 and "another reading order" in answer.json()["error"]["message"]
    assert answer.json()["error"]["theirs"]["by"] == "Boris" and "html" in answer.json()["error"]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"own": False, "after": f"{RIGHT}_l001"}, [HEAD, LEFT, RIGHT, NOTE]),
        ({"own": False, "after": RIGHT}, [HEAD, LEFT, RIGHT, NOTE]),
        ({"own": True, "after": f"{RIGHT}_l001"}, [HEAD, LEFT, RIGHT, "p0001_r005", NOTE]),
        ({"own": True, "after": ""}, ["p0001_r005", HEAD, LEFT, RIGHT, NOTE]),
    ],
    ids=["after a line", "first in a region", "own region", "first on the page"],
)
def test_a_line_typed_by_hand_stays_on_its_place(app: TestClient, where: dict[str, Any], expected: list[str]) -> None:
    """It has the box that was drawn, and comes where it was said to come."""
    answer = decide(app, "add", text="отъ руки", box=BOX, kind="handwriting", **where).json()
    assert rows(app) == expected
    (new,) = [
        line for id_, line in answer["geometry"]["lines"].items() if id_.startswith(("p0001_r005", f"{RIGHT}_l002"))
    ]
    assert new["box"] == BOX and [word[4] for word in new["words"]] == [3, 3]
    order = [answer["html"].index(word) for word in ("Погода", "отъ")]
    assert (order == sorted(order)) == (where["after"] == f"{RIGHT}_l001")


def test_a_line_on_a_page_without_any(app: TestClient) -> None:
    """A page on which nothing was read gets its first region."""
    answer = decide(app, "add", text="от руки", box=BOX, kind="paragraph", after="", own=True, page_number=3)
    assert answer.status_code == 200, answer.text
    assert rows(app, 3) == ["p0003_r001"]


ADD: dict[str, Any] = {"action": "add", "text": "x", "box": BOX, "own": True, "after": LEFT, "kind": "paragraph"}


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"action": "burn"}, 400),
        ({"action": ["edit"]}, 400),
        ({"action": "edit", "line": FIRST}, 400),
        ({"action": "edit", "line": 7, "text": "x"}, 400),
        ({"action": "edit", "line": "p0001_r009_l001", "text": "x"}, 404),
        ({"action": "edit", "line": "../../etc", "text": "x"}, 404),
        ({"action": "edit", "line": FIRST, "text": "x" * 10_000}, 422),
        ({"action": "edit", "line": FIRST, "text": "a\u202eb"}, 422),
        ({"action": "edit", "line": FIRST, "text": "x", "by": " "}, 400),
        ({"action": "edit", "line": FIRST, "text": "x", "seen": -1}, 400),
        ({"action": "edit", "line": FIRST, "text": "x", "seen": 9}, 409),
        ({"action": "kind", "region": LEFT, "kind": "heading", "seen": 9}, 409),
        ({"action": "edit", "line": FIRST, "text": "x", "version": "ocr-2"}, 409),
        ({"action": "kind", "region": LEFT, "kind": "heading", "version": "ocr-2"}, 409),
        ({"action": "edit", "line": FIRST, "text": "x", "version": "../x"}, 400),
        ({"action": "kind", "region": LEFT, "kind": "separator"}, 400),
        ({"action": "kind", "region": "p0001_r009", "kind": "heading"}, 404),
        ({"action": "kind", "region": "p0002_r001", "kind": "heading"}, 400),
        ({"action": "kind", "region": "p0001_../..", "kind": "heading"}, 400),
        ({"action": "doubt", "line": FIRST, "doubt": "dull"}, 400),
        ({"action": "order", "on": "p0001", "ids": [LEFT]}, 400),
        ({"action": "order", "on": "p0001", "ids": [LEFT, LEFT]}, 404),
        ({"action": "order", "on": "p0001", "ids": [LEFT, FIRST]}, 404),
        ({"action": "order", "on": "p0001", "ids": "all"}, 400),
        ({**ADD, "text": " "}, 422),
        ({**ADD, "box": [1, 2, 3]}, 400),
        ({**ADD, "box": [1, 2, 3, "4"]}, 400),
        ({**ADD, "box": [1, 2, 3, True]}, 400),
        ({**ADD, "box": [9, 9, 9, 9]}, 422),
        ({**ADD, "box": [5000, 5000, 6000, 6000]}, 404),
        ({**ADD, "after": "p0001_r009"}, 404),
        ({**ADD, "kind": "separator"}, 400),
    ],
)
def test_what_cannot_be_done(untouched: tuple[TestClient, Path], asked: dict[str, Any], status: int) -> None:
    """It is told in the one form that all errors have, and nothing is written."""
    app, output = untouched
    body = {"by": "Anna", "seen": 0, "version": "ocr-1", **asked}
    answer = app.post(f"{AT}/1/decisions", json=body)
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert error["status"] == status and error["message"] and error["hint"]
    assert read_decisions(output / "svodka").entries == ()


def test_nothing_is_added_to_a_page_that_could_not_be_read(untouched: tuple[TestClient, Path]) -> None:
    """What is there is not known: it must be read first."""
    assert decide(untouched[0], **{**ADD, "after": ""}, page_number=4).status_code == 404


def test_another_reading_comes_into_force(app: TestClient, output: Path) -> None:
    """An edit of the old one is refused, and the person gets the page as it is now."""
    other = page(1, [R(RegionKind.PARAGRAPH, [[W("Иначе")]], 1)], columns=1, language="rus")
    Kept(output).document([other, *PAGES[1:]], "svodka")
    for asked in REPEATED:
        answer = decide(app, **asked)
        assert answer.status_code == 409 and "newer" in answer.json()["error"]["message"]
    now = app.get(f"{AT}/1/now?seen=0&version=ocr-1").json()
    assert now["version"] == "ocr-2" and "Иначе" in now["html"]


def test_histories(app: TestClient) -> None:
    """Of a word, a line, a region: who did what, and what was taken back."""
    decide(app, "edit", line=FIRST, text="Урожай въ саду велик")
    decide(app, "kind", 1, region=LEFT, kind="caption", by="Boris")
    undo(app, 2, by="Boris")

    def told(on: str) -> str:
        return str(app.get(f"{AT}/1/history", params={"on": on}).json()["html"])

    assert "Edited by Anna" in told(f"{FIRST}_w004") and "Edited by Anna" in told(FIRST)
    assert "Nothing was decided" in told(f"{FIRST}_w001") and "Nothing was decided" in told("<b>")
    region = told(LEFT)
    assert "Edited by Anna" in region and "Kind of the region, by Boris" in region and "Caption" in region
    assert "Taken back by Boris" in region and region.index("Taken back by Boris") < region.index("Edited by Anna")


WORDS = st.lists(st.sampled_from("абвг"), min_size=1, max_size=8)


@given(old=WORDS, new=WORDS)
def test_runs_of_words_rebuild_the_edit(old: list[str], new: list[str]) -> None:
    """Put in one after the other they make the new words of the old ones; none is empty, none lies over another."""
    made, at, there = [], 0, 0
    for i0, i1, j0, j1 in replaced(old, new):
        assert at <= i0 < i1 and old[at:i0] == new[there:j0]
        made += [*old[at:i0], *new[j0:j1]]
        at, there = i1, j1
    assert [*made, *old[at:]] == new
    assert (replaced(old, new) == []) == (old == new)
