"""The page view as it is shown: the scan and its pieces, the text with its places, what is missing, what is hostile."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from starlette.testclient import TestClient

from digitize.confine import Pool
from digitize.review.words import words_in
from digitize.store.output import OutputFolder
from tests.review.page_app import AT, FIRST, HEAD, LEFT, NOTE, RIGHT, decide, make_svodka, page_app

JSON = {"Accept": "application/json"}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    make_svodka(tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def app(output: Path, pool: Pool) -> Iterator[TestClient]:
    with page_app(output, pool) as made:
        yield made


@pytest.fixture(scope="module")
def looked_at(pool: Pool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """An app in which nothing is decided."""
    output = tmp_path_factory.mktemp("looked") / "out"
    make_svodka(output)
    with page_app(output, pool) as made:
        yield made


def data_in(text: str, name: str) -> Any:
    """What a page holds for its script."""
    return json.loads(text.partition(f'id="{name}">')[2].partition("</script>")[0])


def original(output: Path, number: int = 1) -> Path:
    """The kept scan of a page."""
    report = json.loads((output / "svodka" / "report.json").read_bytes())
    return OutputFolder(output).original(report["pages"][number - 1]["source_sha256"])


def test_the_text_stands_in_reading_order_with_its_places(looked_at: TestClient) -> None:
    """Regions and lines come in their order, each line with its citation; words in doubt and lines that are no text are marked."""
    text = looked_at.get(f"{AT}/1").text
    rows = re.findall(r'class="row [^"]*" id="([^"]*)"', text)
    assert rows == [HEAD, f"{HEAD}_l001", LEFT, FIRST, f"{LEFT}_l002", RIGHT, f"{RIGHT}_l001", NOTE, f"{NOTE}_l001"]
    assert 'data-cite="p. 1, cols 1-2, top"' in text and 'data-cite="p. 1, col. 2, top"' in text
    assert '<span class="doubtful">великъ</span>' in text and "<span>саду</span>" in text
    assert 'class="row line doubt" id="p0001_r004_l001"' in text and ">handwriting</span>" in text


def test_a_script_is_told_where_everything_stands(looked_at: TestClient) -> None:
    """Boxes of regions, lines and words, how words are coloured, and the ends of their ids."""
    text = looked_at.get(f"{AT}/1").text
    geometry, start = data_in(text, "geometry"), data_in(text, "start")
    assert geometry["regions"][RIGHT]["number"] == 3
    line = geometry["lines"][FIRST]
    assert line["box"] == [100, 200, 500, 240]
    assert [word[4:] for word in line["words"]] == [[0, "w001"], [0, "w002"], [0, "w003"], [2, "w004"]]
    assert line["words"][0][:4] == [100, 202, 194, 236]
    assert (start["width"], start["height"], start["widths"], start["seen"]) == (1200, 1600, [1200], 0)
    assert start["version"] == "ocr-1" and start["say"] == words_in("en").group("page_script")


def test_from_page_to_page(looked_at: TestClient) -> None:
    """Links to the pages beside, a field for a number, and the places of this page on the screen of differences."""
    text = looked_at.get(f"{AT}/2").text
    assert f'href="{AT}/1"' in text and f'href="{AT}/3"' in text
    assert 'href="/documents/svodka/review?page=2"' in text
    assert f'href="{AT}/0"' not in looked_at.get(f"{AT}/1").text
    assert 'rel="next"' not in looked_at.get(f"{AT}/4").text
    for asked, found in (("?number=3", "3"), ("", "1")):
        answer = looked_at.get(f"{AT}{asked}", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{AT}/{found}")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{AT}?number=x", 400),
        (f"{AT}/5", 404),
        (f"{AT}/0", 404),
        (f"{AT}/1x", 404),
        ("/documents/nichts/pages/1", 404),
        ("/documents/nichts/pages", 404),
        (f"{AT}/5/now", 404),
        (f"{AT}/1/now?seen=-1", 400),
        (f"{AT}/1/scan/900.webp", 404),
        (f"{AT}/1/scan/x.webp", 404),
        (f"{AT}/5/scan/1200.webp", 404),
        (f"{AT}/1/tiles/3-1.jpg", 404),
        (f"{AT}/1/tiles/0-1.jpg", 404),
        (f"{AT}/5/history", 404),
        (f"{AT}/1/tiles/1-9999.jpg", 404),
        (f"{AT}/1/tiles/x-1.jpg", 404),
    ],
)
def test_what_is_not_there(looked_at: TestClient, address: str, status: int) -> None:
    """A page, a picture or a piece that is not there is an answer in the one form that all errors have."""
    answer = looked_at.get(address, headers=JSON)
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]["status"] == status and answer.json()["error"]["message"]


def test_the_scan_comes_whole_and_in_pieces(looked_at: TestClient) -> None:
    """The picture has the width that is asked for; the pieces lie side by side and are as sharp as the scan."""
    answer = looked_at.get(f"{AT}/1/scan/1200.webp")
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert (answer.headers["content-type"], picture.size) == ("image/webp", (1200, 1600))
    for place, size in {"1-1": (1024, 1024), "2-2": (176, 576)}.items():
        answer = looked_at.get(f"{AT}/1/tiles/{place}.jpg")
        with Image.open(io.BytesIO(answer.content)) as picture:
            assert (answer.headers["content-type"], picture.size) == ("image/jpeg", size)


def test_a_scan_that_is_missing(app: TestClient, output: Path) -> None:
    """It is told in its place, and the text is there and can still be edited."""
    original(output).unlink()
    text = app.get(f"{AT}/1").text
    assert "the page image is missing" in text and "<canvas" not in text and "великъ" in text
    assert app.get(f"{AT}/1/scan/1200.webp", headers=JSON).json()["error"]["hint"]
    assert decide(app, "edit", line=FIRST, text="Урожай въ саду велик").status_code == 200


def test_a_scan_that_is_damaged(app: TestClient, output: Path) -> None:
    """What cannot be decoded is an answer that names the page's file, not a bug."""
    path = original(output)
    path.chmod(0o644)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    for picture in ("scan/1200.webp", "tiles/1-1.jpg"):
        answer = app.get(f"{AT}/1/{picture}", headers=JSON)
        assert answer.status_code == 404, answer.text
        assert answer.json()["error"]["message"]


def test_pages_without_text(looked_at: TestClient) -> None:
    """One on which nothing was read says so and takes lines; one that failed says why."""
    empty, failed = looked_at.get(f"{AT}/3").text, looked_at.get(f"{AT}/4").text
    assert words_in("en")("page.empty") in empty and 'data-do="add"' in empty
    assert "the file ends too early" in failed and 'data-do="add"' not in failed


def test_every_key_stands_on_the_page(looked_at: TestClient) -> None:
    """The window of keys has a row for each string that tells of one."""
    text = looked_at.get(f"{AT}/1").text
    told = words_in("en").group("page_key")
    assert told and all(f"<dd>{value}</dd>" in text for value in told.values())


def test_what_has_changed_is_told_to_those_who_look(app: TestClient) -> None:
    """Nothing when nothing has; the lines that others have changed; all of the text when rows have come, gone or moved."""

    def changes(seen: int, version: str = "ocr-1") -> dict[str, Any]:
        return dict(app.get(f"{AT}/1/now", params={"seen": seen, "version": version}).json())

    assert changes(0) == {"sequence": 0, "version": "ocr-1", "lines": []}
    assert decide(app, "edit", line=FIRST, text="Урожай въ саду велик", by="Boris").status_code == 200
    told = changes(0)
    assert [line["id"] for line in told["lines"]] == [FIRST]
    assert '<span class="decided">велик</span>' in told["lines"][0]["html"]
    assert told["lines"][0]["geometry"]["words"][3][4] == 3
    assert changes(1)["lines"] == []
    assert decide(app, "kind", 1, region=RIGHT, kind="caption").status_code == 200
    told = changes(1)
    assert "Caption" in told["html"] and told["geometry"]["regions"][RIGHT]["kind"] == "caption"
    assert "html" in changes(2, version="ocr-9"), "of another reading nothing is known"


def test_a_document_that_is_deleted_while_it_is_open(app: TestClient, output: Path) -> None:
    """Every request is told, and the way out."""
    assert app.get(f"{AT}/1").status_code == 200
    shutil.rmtree(output / "svodka")
    for answer in (
        app.get(f"{AT}/1", headers=JSON),
        app.get(f"{AT}/1/now?seen=0", headers=JSON),
        decide(app, "accept", line=FIRST),
        app.post(f"{AT}/1/undo", json={"by": "Anna", "seen": 0, "version": "ocr-1"}),
    ):
        assert answer.status_code == 404, answer.text
        assert "deleted" in answer.json()["error"]["hint"]


def test_hostile_text_is_text(drawn_output: Path, pool: Pool) -> None:
    """Tags in what was read are shown; characters that cannot be seen, or turn others round, are shown by their numbers."""
    with page_app(drawn_output, pool) as app:
        text = app.get("/documents/hostile/pages/1").text
    body = text.partition("<main")[2]
    assert "<script" not in body and "<svg" not in body and "&lt;script&gt;" in body
    assert "\u202e" not in text and "U+202E" in body and "U+0001" in body
