"""The library: rows, what is asked of them, new documents, small pictures, found text."""

from __future__ import annotations

import fcntl
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import httpx2
import pytest

from digitize.confine import Pool
from digitize.model.decision import DecisionKind
from digitize.model.reference import SourceReference
from digitize.pipeline.catalogue import CatalogueRow, OpenPlaces, Stage
from digitize.pipeline.decide import Wish, record_decisions
from digitize.pipeline.delete import delete_document
from digitize.review import browsing
from digitize.review.browsing import Browsed, browse
from digitize.review.finding import Finding
from digitize.review.shelf import Counted
from tests.export.documents import W, page
from tests.pipeline.kept_documents import Kept, read_page, word_id
from tests.review.app_thread import serving
from tests.review.library_app import Called, called, edited, until

PAGES = [read_page(1)]
REFERENCE = SourceReference("Вестник <i>садовода</i>", "1927-03-05", "4", issue="12")
RAIN = (
    "Седьмого ноября из окрестных волостей",
    "Дождь над полями прошёл к вечеру",
    "пахари вернулись домой поздно ночью",
)
ODD = "лист №5 «а»&b?c#d'e\""


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    made = Kept(tmp_path / "out")
    made.document(PAGES, reference=REFERENCE)
    return made


@pytest.fixture
def app(kept: Kept, pool: Pool) -> Iterator[Called]:
    with called(kept.output, pool) as made:
        yield made


def ids(html: str) -> list[str]:
    return re.findall(r'<tr role="row" data-id="([^"]*)"', html)


# Rows ------------------------------------------------------------------------------------------------------------------


def test_the_library_shows_what_is_known(app: Called) -> None:
    """The source in one line with its markup harmless, pages, the state, a small picture of the first page."""
    html = app.page("/")
    assert ids(html) == ["vestnik"]
    assert "Вестник &lt;i&gt;садовода&lt;/i&gt;, no. 12, 5 March 1927" in html
    assert "<i>" not in html
    assert "to review" in html
    assert '<img src="/documents/vestnik/thumb.webp?' in html


def test_an_empty_folder_says_what_to_do(tmp_path: Path, pool: Pool) -> None:
    """Where nothing has been digitised the page names the command."""
    with called(tmp_path / "out", pool) as app:
        assert "digitize run" in app.page("/")


def test_open_places_are_counted_behind_the_page(app: Called, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """They come by themselves; a decision counts as soon as its file has rested."""
    monkeypatch.setattr("digitize.review.shelf._RESTED_S", 0.0)
    first = app.told("/library/rows")
    until(lambda: "<b>1</b>" in app.told("/library/rows")["html"])
    assert first["revision"] != app.told("/library/rows")["revision"]
    wish = Wish(DecisionKind.UNSURE, "Anna", "ocr-1", (word_id(PAGES, "великъ"),))
    record_decisions("vestnik", 0, [wish], kept.settings)
    until(lambda: "<b>0</b>" in app.told("/library/rows")["html"])


def test_nothing_is_sent_when_nothing_is_new(app: Called) -> None:
    """A page that knows all is told only that."""
    until(lambda: "<b>1</b>" in app.told("/library/rows")["html"])
    revision = app.told("/library/rows")["revision"]
    assert app.told(f"/library/rows?known={revision}") == {"revision": revision}


def test_new_documents_appear_and_deleted_ones_go(app: Called, kept: Kept) -> None:
    """Without the app being started again; the newest comes first."""
    assert ids(app.told("/library/rows")["html"]) == ["vestnik"]
    kept.document([read_page(1)], "gazeta")
    later = (kept.folder() / "report.json").stat().st_mtime + 5
    os.utime(kept.folder("gazeta") / "report.json", (later, later))
    until(lambda: ids(app.told("/library/rows")["html"]) == ["gazeta", "vestnik"])
    delete_document("vestnik", kept.settings)
    until(lambda: ids(app.told("/library/rows")["html"]) == ["gazeta"])


def test_a_decision_is_told(app: Called, kept: Kept) -> None:
    """The state follows what is decided elsewhere."""
    edited(kept.output, "vestnik", word_id(PAGES, "великъ"), "велик")
    until(lambda: "in review" in app.told("/library/rows")["html"])
    assert "1 decision not in the files yet" in app.told("/library/rows")["html"]


def test_a_damaged_report_is_one_row(app: Called, kept: Kept) -> None:
    """It says what is wrong; the others are shown as ever."""
    kept.document([read_page(1)], "gazeta")
    (kept.folder("gazeta") / "report.json").write_bytes(b"{")
    html = app.page("/")
    assert sorted(ids(html)) == ["gazeta", "vestnik"]
    assert "the report cannot be read" in html


@pytest.mark.parametrize("name", [ODD, "газета-1927", "a..b ", "🜚" * 60])
def test_odd_names_lead_to_their_pages(app: Called, kept: Kept, name: str) -> None:
    """Cyrillic, signs that mean something in addresses, dots: each link of the library leads to its document."""
    kept.document([read_page(1)], name)
    html = app.page("/")
    address = f"/documents/{quote(name, safe='')}"
    assert f'href="{address}"' in html
    assert app.client.get(f"{address}/thumb.webp").headers["content-type"] == "image/webp"
    assert "<h1>" in app.page(address)
    assert app.page(f"{address}/decisions")


@pytest.mark.parametrize("name", ["%2e%2e", "a%2fb", "100%"])
def test_names_with_escapes_lead_to_their_pages(kept: Kept, pool: Pool, name: str) -> None:
    """What looks like an escape in a name is taken as it stands (asked through a server: it undoes escapes once)."""
    kept.document([read_page(1)], name)
    with serving(kept.output, pool) as server, httpx2.Client(base_url=server) as client:
        address = f"/documents/{quote(name, safe='')}"
        assert f'href="{address}"' in client.get("/").text
        assert client.get(f"{address}/thumb.webp").headers["content-type"] == "image/webp"
        assert client.get(address).status_code == 200


def test_a_name_that_is_no_text_is_shown_without_a_link(app: Called, kept: Kept) -> None:
    """A folder whose name is not in UTF-8 stops nothing; its bytes are told."""
    (kept.output / os.fsdecode(b"li\xf1t")).mkdir()
    (kept.output / os.fsdecode(b"li\xf1t") / "report.json").write_bytes(b"{}")
    html = app.page("/")
    assert "U+DCF1" in html
    assert 'href="/documents/li' not in html


def test_rows_are_kept_for_the_next_time(kept: Kept, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """An app that is started again reads nothing that has not changed."""
    with called(kept.output, pool) as app:
        assert ids(app.page("/")) == ["vestnik"]
    read: list[str] = []
    monkeypatch.setattr("digitize.review.shelf.read_row", lambda found, _: read.append(found.id))
    with called(kept.output, pool) as app:
        assert ids(app.page("/")) == ["vestnik"]
    assert read == []


# Asked -----------------------------------------------------------------------------------------------------------------


def row(document_id: str, **told: object) -> CatalogueRow:
    return CatalogueRow(document_id, "", **{"changed": 0.0, **told})  # type: ignore[arg-type]


def counted(number: int) -> Counted:
    return Counted("", "ocr-1", None, OpenPlaces(number, 100, {}))


ROWS = (
    row("a", changed=3.0, title="Жизнь 10", date="1934", predicted_cer=0.2, pages=2, stage=Stage.STARTED),
    row("b", changed=2.0, title="Жизнь 9", date="1927-03", predicted_cer=0.01, pages=9, stage=Stage.REVIEWED),
    row("c", changed=1.0, cited="Récolte, no. 3", date="1927-02-05", pages=1, failed=1),
    row("d", changed=4.0, fault="the report is damaged"),
)
COUNTS = {"a": counted(5), "b": counted(50), "d": Counted("", "", None, None, "it is damaged")}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, "dabc"),
        ({"reverse": "1"}, "cbad"),
        ({"sort": "title"}, "cdba"),
        ({"sort": "title", "reverse": "1"}, "abdc"),
        ({"sort": "date"}, "cbad"),
        ({"sort": "date", "reverse": "1"}, "abcd"),
        ({"sort": "cer"}, "abcd"),
        ({"sort": "open"}, "bacd"),
        ({"sort": "open", "reverse": "1"}, "abcd"),
        ({"sort": "pages"}, "bacd"),
        ({"which": "new"}, "c"),
        ({"which": "started"}, "a"),
        ({"which": "reviewed"}, "b"),
        ({"which": "failed"}, "dc"),
        ({"text": "ЖИЗНЬ"}, "ab"),
        ({"text": "recolte"}, "c"),
        ({"text": "d"}, "d"),
    ],
)
def test_documents_are_put_in_order_and_chosen(query: dict[str, str], expected: str) -> None:
    """By each order and filter; what has no place in an order comes last either way."""
    assert "".join(each.id for each in browse(ROWS, COUNTS, Browsed.of(query))) == expected


def test_what_is_asked_for_stands_in_the_address() -> None:
    """An address says all that is not usual, and nothing else; what it says is understood again."""
    asked = Browsed.of({"text": "жизнь", "which": "new", "sort": "cer", "reverse": "1", "page": "3"})
    assert Browsed.of(dict(pair.split("=") for pair in asked.query(text="x").split("&"))).text == "x"
    assert Browsed().query() == ""
    assert Browsed.of({"sort": "cer"}).sorted_by("cer") == "sort=cer&reverse=1"
    assert asked.sorted_by("cer").endswith("sort=cer")


@pytest.mark.parametrize(
    "query", ["sort=x", "which=x", "page=0", "page=-1", "page=x", "page=9999999999", f"text={'x' * 201}", "sort=..%2f"]
)
def test_wrong_parameters_are_refused(app: Called, query: str) -> None:
    """Each is named, on the page and for scripts."""
    assert query.partition("=")[0] in app.page(f"/?{query}", 400) or "longer" in app.page(f"/?{query}", 400)
    app.told(f"/library/rows?{query}", 400)


def test_long_lists_have_pages(app: Called, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many on a page; the last one for whoever asks for one beyond it."""
    monkeypatch.setattr(browsing, "STEP", 1)
    monkeypatch.setattr("digitize.review.library.STEP", 1)
    kept.document([read_page(1)], "gazeta")
    first, last = app.page("/?sort=title"), app.page("/?sort=title&page=2")
    assert len(ids(first)) == len(ids(last)) == 1
    assert ids(first) != ids(last)
    assert ids(app.page("/?sort=title&page=7")) == ids(last)
    assert 'href="/?sort=title&amp;page=2"' in first


# Pictures --------------------------------------------------------------------------------------------------------------


def test_a_missing_image_is_told_in_its_place(app: Called, kept: Kept) -> None:
    """A browser shows a picture that says so; a script is told what to do."""
    for path in (kept.output / ".digitize" / "originals").glob("??/*"):
        path.unlink()
    image = app.client.get("/documents/vestnik/thumb.webp", headers={"Accept": "image/webp,*/*"})
    assert (image.status_code, image.headers["content-type"]) == (404, "image/svg+xml")
    assert "No image" in image.text
    assert "missing" in app.told("/documents/vestnik/thumbs/1.webp", 404)["error"]["message"]


@pytest.mark.parametrize("address", ["/documents/nothing/thumb.webp", "/documents/vestnik/thumbs/99.webp"])
def test_a_picture_of_nothing_is_not_there(app: Called, address: str) -> None:
    """No such document, no such page."""
    app.told(address, 404)


# Text ------------------------------------------------------------------------------------------------------------------


def test_text_is_found(app: Called) -> None:
    """With the words around it, its citation, and a link to its line, though a letter is wrong."""
    html = app.page("/find?q=" + quote("раз-говар о нём"))
    until(lambda: not app.told("/find?q=" + quote("раз-говар о нём"))["waits"])
    html = app.page("/find?q=" + quote("раз-говар о нём"))
    assert 'href="/documents/vestnik/pages/1?line=p0001_r001_l002"' in html
    assert "5 March 1927</bdi>, p. 4" in html
    assert "<mark>раз-</mark> <mark>говор о нём</mark>" in html
    assert "шёл." in html


def test_what_is_not_found_is_told_with_what_was_searched(app: Called) -> None:
    """So that nobody takes it for proof of more than it is."""
    until(lambda: not app.told("/find?q=" + quote("Севастополь"))["waits"])
    html = app.page("/find?q=" + quote("Севастополь взят"))
    assert "It was not found." in html
    assert "1 pages of 1 documents" in html


def test_pages_without_text_are_named(app: Called, kept: Kept) -> None:
    """Where nothing could be searched, it may stand after all."""
    kept.document([read_page(1), page(2, failure="the decoder crashed")], "gazeta")
    until(lambda: not app.told("/find?q=" + quote("Севастополь"))["waits"])
    assert "page 2" in app.page("/find?q=" + quote("Севастополь"))


def test_too_little_text_is_told(app: Called) -> None:
    """Three letters can stand anywhere; nothing at all asks for nothing; too much is refused."""
    until(lambda: not app.told("/find?q=abc")["waits"])
    assert "too short" in app.page("/find?q=abc")
    assert "Searched" not in app.page("/find?q=")
    app.page("/find?q=" + "x" * 201, 400)


def test_found_text_is_harmless(app: Called, kept: Kept) -> None:
    """Markup in what is asked for, and in what is found, is text."""
    until(lambda: not app.told("/find?q=abcd")["waits"])
    html = app.page("/find?q=" + quote("<script>alert(1)</script>"))
    assert "<script>alert" not in html


def test_new_text_is_found(app: Called, kept: Kept) -> None:
    """A document that comes later is searched as well."""
    address = "/find?q=" + quote("Дождь над полями")
    until(lambda: not app.told(address)["waits"])
    assert "It was not found." in app.told(address)["html"]
    kept.document([read_page(1, [tuple(map(W, line.split())) for line in RAIN])], "gazeta")
    until(lambda: "<mark>Дождь над полями</mark>" in app.told(address)["html"])


@pytest.mark.parametrize("how", ["database", "lock"])
def test_a_locked_index_is_told(app: Called, kept: Kept, how: str) -> None:
    """Another process keeps it to itself: the answer is 503 with what to do, and once that is over text is found."""
    until(lambda: not app.told("/find?q=" + quote("Урожай в саду"))["waits"])
    app.desk.finding.close()
    app.desk.finding = Finding(app.desk.shop, busy_s=0.1)
    inside = kept.output / ".digitize"
    address = "/find?q=" + quote("Урожай в саду")
    if how == "database":
        with closing(sqlite3.connect(inside / "index.sqlite", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            told = app.told(address, 503)["error"]
            other.execute("ROLLBACK")
    else:
        with (inside / "locks" / "index").open("rb") as other_lock:
            fcntl.flock(other_lock, fcntl.LOCK_EX)
            told = app.told(address, 503)["error"]
    assert "another process" in told["message"] and told["hint"]
    until(lambda: not app.told(address)["waits"])
    assert "1. " not in app.page(address) and "<mark>Урожай в саду</mark>" in app.page(address)


def test_a_damaged_index_is_made_anew(app: Called, kept: Kept) -> None:
    """It holds nothing that the files do not."""
    (kept.output / ".digitize" / "index.sqlite").write_bytes(b"nonsense" * 1000)
    address = "/find?q=" + quote("Урожай в саду")
    until(lambda: not app.told(address)["waits"])
    assert "<mark>Урожай в саду</mark>" in app.page(address)
