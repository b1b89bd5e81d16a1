"""A document's page: what it tells, its files, its decisions, and the end of its review."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import quote

import pytest

from digitize.confine import Pool
from digitize.errors import EnvironmentFault, ExportError
from digitize.export.alto import export_alto
from digitize.model.decision import DecisionKind
from digitize.model.reference import SourceReference
from digitize.pipeline.decide import Wish, record_decisions
from digitize.pipeline.exports import Delivery
from digitize.pipeline.finish_review import Review
from digitize.review import document
from digitize.review.facts import grade_of
from digitize.store.decision_log import read_decisions
from tests.export.documents import page
from tests.pipeline.kept_documents import Kept, Ticking, read_page, word_id
from tests.review.library_app import Called, called, edited, until

PAGES = [read_page(1), page(2, failure="the decoder <crashed>")]
REFERENCE = SourceReference("Вестник", "1927-03-05", "4", "Вестник. 1927. <5 марта>", issue="12", fond="Р-45")
HOSTILE = ("/etc/passwd", "../report.json", "a\\..\\b", "%2e%2e%2freport.json", "a\0b", "x" * 5000, "\u202e")


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    made = Kept(tmp_path / "out")
    made.document(PAGES, reference=REFERENCE)
    return made


@pytest.fixture
def app(kept: Kept, pool: Pool) -> Iterator[Called]:
    with called(kept.output, pool) as made:
        yield made


def told_outputs(kept: Kept, *paths: str) -> None:
    """Makes the report tell of files."""
    path = kept.folder() / "report.json"
    report = json.loads(path.read_bytes())
    report["outputs"].update(dict.fromkeys(paths, "0" * 64))
    path.write_text(json.dumps(report), encoding="utf-8")


# What is told ----------------------------------------------------------------------------------------------------------


def test_a_document_is_told_whole(app: Called) -> None:
    """Source with all that is stated, pages with what failed, versions, which one is in force."""
    html = app.page("/documents/vestnik")
    assert "Вестник, no. 12, 5 March 1927, f. Р-45" in html
    assert "<dt>Cited as</dt><dd><bdi>Вестник. 1927. &lt;5 марта&gt;</bdi></dd>" in html
    assert "Not read: page 2" in html and "the decoder &lt;crashed&gt;" in html
    assert "ocr-1" in html and "in force" in html
    assert html.count('class="sheet-failed"') == 1
    assert "page 1: no resolution declared" in html.replace("pages", "page") or "no resolution declared" in html


def test_open_places_come_later(app: Called) -> None:
    """For each pair of texts, and for the pages."""
    assert "…" in app.page("/documents/vestnik")
    until(lambda: not app.told("/documents/vestnik/counts")["waits"])
    told = app.told("/documents/vestnik/counts")
    assert told["pages"] == {"1": 1}
    assert "<b>1</b>" in told["pairs"]["ocr-1 "]


@pytest.mark.parametrize("rate", [0.0, 0.01, 0.02, 0.05, 0.15, 0.5, 1.0])
def test_every_rate_has_a_word(app: Called, kept: Kept, rate: float) -> None:
    """Whatever error rate is predicted, the page says it in words and in figures."""
    path = kept.folder() / "report.json"
    report = json.loads(path.read_bytes())
    report["pages"][0]["predicted_cer"] = rate
    path.write_text(json.dumps(report), encoding="utf-8")
    assert f"grade-{grade_of(rate)}" in app.page("/documents/vestnik")
    assert f"{100 * rate:.1f} %" in app.page("/")


def test_a_document_that_is_deleted_meanwhile_is_told(app: Called, kept: Kept) -> None:
    """Its page, and everything that its page asks for, say that it is gone."""
    app.page("/documents/vestnik")
    kept.folder().rename(kept.output.parent / "elsewhere")
    assert "there is no document" in app.page("/documents/vestnik", 404)
    for part in ("counts", "finish", "decisions", "files/report.json", "files.zip?of=alto", "thumb.webp"):
        app.told(f"/documents/vestnik/{part}", 404)
    app.post("/documents/vestnik/finish", {"parent": "ocr-1", "by": "Anna"}, 404)
    app.post("/documents/vestnik/decisions/1/undo", {"by": "Anna"}, 404)


@pytest.mark.parametrize("report", [b"{", b"{}", b'{"pages": 3}'])
def test_a_damaged_report_is_told(app: Called, kept: Kept, report: bytes) -> None:
    """With the file and a way out, for a person and for scripts."""
    (kept.folder() / "report.json").write_bytes(report)
    assert "report.json" in app.page("/documents/vestnik", 404)
    assert app.told("/documents/vestnik/counts", 404)["error"]["hint"]


def test_damaged_decisions_are_told(app: Called, kept: Kept) -> None:
    """Nothing is shown as if there were none."""
    (kept.folder() / "decisions.jsonl").write_bytes(b"nonsense\nnonsense\n")
    assert "not a decision" in app.page("/documents/vestnik", 404)


def test_a_missing_transcription_is_told(app: Called, kept: Kept) -> None:
    """Where it cannot be told which text is in force."""
    (kept.folder() / "transcription.json").unlink()
    (kept.folder() / "transcriptions" / "ocr-1.json").unlink()
    assert "transcription" in app.page("/documents/vestnik", 404)


# Files -----------------------------------------------------------------------------------------------------------------


def test_files_are_attachments(app: Called, kept: Kept) -> None:
    """As they are on the disk, under their own names, never shown as pages of the app."""
    (kept.folder() / "hocr").mkdir()
    (kept.folder() / "hocr" / "0001.html").write_text("<script>alert(1)</script>")
    told_outputs(kept, "hocr/0001.html")
    answer = app.client.get("/documents/vestnik/files/hocr/0001.html")
    assert answer.content == b"<script>alert(1)</script>"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == "application/octet-stream"
    answer = app.client.get("/documents/vestnik/files/transcription.json")
    assert answer.content == (kept.folder() / "transcription.json").read_bytes()


def test_a_cyrillic_name_stays(kept: Kept, pool: Pool) -> None:
    """The name under which a browser keeps it is the document's."""
    kept.document([read_page(1)], "газета")
    (kept.folder("газета") / "газета.txt").write_text("текст")
    path = kept.folder("газета") / "report.json"
    report = json.loads(path.read_bytes())
    report["outputs"]["газета.txt"] = "0" * 64
    path.write_text(json.dumps(report), encoding="utf-8")
    with called(kept.output, pool) as app:
        answer = app.client.get(f"/documents/{quote('газета')}/files/{quote('газета.txt')}")
    assert answer.text == "текст"
    assert quote("газета.txt") in answer.headers["content-disposition"]


def test_files_of_a_format_come_in_one(app: Called, kept: Kept) -> None:
    """All of them, each as it is."""
    made = kept.document([read_page(1), read_page(2)], "gazeta")
    folder = kept.folder("gazeta")

    class Sink:
        def write(self, path: str, data: bytes) -> None:
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_bytes(data)

    export_alto(made, Sink())  # type: ignore[arg-type]
    path = folder / "report.json"
    report = json.loads(path.read_bytes())
    report["outputs"] |= {"alto/0001.xml": "", "alto/0002.xml": ""}
    path.write_text(json.dumps(report), encoding="utf-8")
    answer = app.client.get("/documents/gazeta/files.zip?of=alto")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as whole:
        assert whole.testzip() is None
        alto = [f"alto/{number:04d}.xml" for number in (1, 2)]
        assert {name: whole.read(name) for name in whole.namelist()} == {
            name: (folder / name).read_bytes() for name in alto
        }
    with zipfile.ZipFile(io.BytesIO(app.client.get("/documents/gazeta/files.zip").content)) as whole:
        assert sorted(whole.namelist()) == sorted([*alto, "report.json", "transcription.json"])
    assert "2 files, zipped" in app.page("/documents/gazeta")


def test_only_files_that_the_report_names(app: Called, kept: Kept) -> None:
    """Not what else lies in the folder, and nothing outside of it, though a report names it."""
    (kept.folder() / "secret.txt").write_text("secret")
    (kept.output / "outside.txt").write_text("secret")
    (kept.folder() / "link.txt").symlink_to(kept.output / "outside.txt")
    (kept.folder() / "linked").symlink_to(kept.output)
    os.mkfifo(kept.folder() / "pipe.txt")
    named = (
        "../outside.txt",
        "link.txt",
        "linked/outside.txt",
        "pipe.txt",
        "transcriptions",
        "/etc/passwd",
        "gone.txt",
    )
    told_outputs(kept, *named)
    for path in ("secret.txt", *named):
        told = app.told(f"/documents/vestnik/files/{quote(path, safe='')}", 404)
        assert "secret" not in json.dumps(told).replace("secret.txt", "")
    html = app.page("/documents/vestnik")
    assert "outside.txt" not in html.replace("linked/outside.txt", "")
    app.told("/documents/vestnik/files.zip?of=linked", 404)


@pytest.mark.parametrize("bad", HOSTILE)
def test_no_parameter_leads_out(app: Called, kept: Kept, bad: str) -> None:
    """Whatever stands in a place of an address that is filled in: a clear refusal, or what is there under that name."""
    (kept.output / "report.json").write_text("{}")
    told = quote(bad, safe="")
    for address in (
        f"/documents/{told}",
        f"/documents/{told}/counts",
        f"/documents/{told}/decisions",
        f"/documents/{told}/files/report.json",
        f"/documents/{told}/files.zip?of=alto",
        f"/documents/{told}/thumb.webp",
        f"/documents/{told}/thumbs/1.webp",
        f"/documents/vestnik/thumbs/{told}.webp",
        f"/documents/vestnik/files/{told}",
        f"/documents/vestnik/files.zip?of={told}",
    ):
        answer = app.client.get(address, headers={"Accept": "application/json"}, follow_redirects=False)
        assert answer.status_code in (307, 400, 404), address
    for address in (f"/documents/{told}/finish", f"/documents/vestnik/decisions/{told}/undo"):
        answer = app.client.post(address, json={"parent": "ocr-1", "by": "A"}, headers={"X-Digitize-Review": "1"})
        assert answer.status_code in (307, 404, 405), address


def test_missing_files_are_told(app: Called, kept: Kept) -> None:
    """A file that the report names and that is gone is named, with the command that makes it again."""
    (kept.folder() / "transcription.json").rename(kept.folder() / "elsewhere.json")
    told_outputs(kept, "vestnik.pdf")
    (kept.folder() / "elsewhere.json").rename(kept.folder() / "transcription.json")
    html = app.page("/documents/vestnik")
    assert "vestnik.pdf" in html and "digitize export" in html


# Decisions -------------------------------------------------------------------------------------------------------------


def test_decisions_are_counted_by_person(app: Called, kept: Kept) -> None:
    """Who has decided, how much of what kind, and what was taken back."""
    word = word_id(PAGES, "великъ")
    edited(kept.output, "vestnik", word, "велик", "Anna")
    edited(kept.output, "vestnik", word_id(PAGES, "говор"), "говоръ", "<Boris>")
    undo = Wish(DecisionKind.UNDO, "Anna", "ocr-1", of=1)
    record_decisions("vestnik", 2, [undo], kept.settings)
    html = app.page("/documents/vestnik")
    assert "&lt;Boris&gt;" in html and "edited: 1" in html and "1 decision is not in the files yet." in html


def test_the_history_is_told_newest_first(app: Called, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """Page by page; of one person alone on request; what was taken back is marked."""
    monkeypatch.setattr(document, "_STEP", 2)
    for number, by in enumerate(("Anna", "Boris", "Anna")):
        edited(kept.output, "vestnik", [word.id for word in PAGES[0].words][number], f"слово{number}", by)
    first, second = app.page("/documents/vestnik/decisions"), app.page("/documents/vestnik/decisions?page=2")
    assert first.index("слово2") < first.index("слово1") and "слово0" not in first
    assert "слово0" in second and "слово1" not in second
    alone = app.page("/documents/vestnik/decisions?by=Anna")
    assert "слово2" in alone and "слово0" in alone and "слово1" not in alone
    assert "/documents/vestnik/pages/1?line=p0001_r001_l001" in first
    app.told("/documents/vestnik/decisions?page=x", 400)
    assert "Nothing has been decided" in app.page("/documents/vestnik/decisions?page=9")


def test_ones_own_decision_is_taken_back(app: Called, kept: Kept) -> None:
    """Whichever it is, once; another person's stays, and so does one that another builds on."""
    words = [word.id for word in PAGES[0].words]
    edited(kept.output, "vestnik", words[0], "первое")
    edited(kept.output, "vestnik", words[1], "второе")
    edited(kept.output, "vestnik", words[2], "третье", "Boris")
    assert app.post("/documents/vestnik/decisions/1/undo", {"by": "Anna"}) == {"made": [4], "undone": [1]}
    assert app.post("/documents/vestnik/decisions/1/undo", {"by": "Anna"}) == {"made": [], "undone": []}
    told = app.post("/documents/vestnik/decisions/3/undo", {"by": "Anna"}, 403)["error"]
    assert "Boris" in told["message"]
    last = read_decisions(kept.folder()).entries[-1]
    assert (last.kind, last.of, last.by) == (DecisionKind.UNDO, 1, "Anna")
    assert "taken back" in app.page("/documents/vestnik/decisions")


def test_what_was_made_together_is_taken_back_together(app: Called, kept: Kept) -> None:
    """On request; else the one that is named, and the others stay."""
    words = [word.id for word in PAGES[0].words][:4]
    wishes = [Wish(DecisionKind.EDIT, "Anna", "ocr-1", (word,), f"слово{n}") for n, word in enumerate(words)]
    record_decisions("vestnik", 0, wishes, kept.settings)
    assert "Take back all 4 made together" in app.page("/documents/vestnik/decisions")
    assert app.post("/documents/vestnik/decisions/2/undo", {"by": "Anna"})["undone"] == [2]
    assert "Take back all 3 made together" in app.page("/documents/vestnik/decisions")
    told = app.post("/documents/vestnik/decisions/4/undo", {"by": "Anna", "together": True})
    assert sorted(told["undone"]) == [1, 3, 4]


def test_decisions_on_the_layout_are_told(app: Called, kept: Kept) -> None:
    """A region of another kind, and a line that is none, by the words for them and not by their ids."""
    wishes = [
        Wish(DecisionKind.SET_KIND, "Anna", "ocr-1", on="p0001_r001", new="heading"),
        Wish(DecisionKind.SET_DOUBT, "Anna", "ocr-1", on="p0001_r001_l002", new="stamp"),
    ]
    record_decisions("vestnik", 0, wishes, kept.settings)
    html = app.page("/documents/vestnik/decisions")
    assert "region marked: Heading" in html and "line marked: stamp" in html
    assert "/documents/vestnik/pages/1?line=p0001_r001_l002" in html
    assert "region marked: 1, line marked: 1" in app.page("/documents/vestnik")


@pytest.mark.parametrize("number", ["0", "9", "x", "-1", "1.5", "٣", "9999999"])
def test_a_decision_that_is_none_is_not_taken_back(app: Called, kept: Kept, number: str) -> None:
    """Nothing is written."""
    edited(kept.output, "vestnik", word_id(PAGES, "великъ"), "велик")
    app.post(f"/documents/vestnik/decisions/{number}/undo", {"by": "Anna"}, 404)
    assert read_decisions(kept.folder()).sequence == 1


def test_nobody_takes_nothing_back(app: Called, kept: Kept) -> None:
    """A name must be given, and a body that is one."""
    edited(kept.output, "vestnik", word_id(PAGES, "великъ"), "велик")
    for body in ({}, {"by": ""}, {"by": 3}, {"by": "a\u202eb"}, [1]):
        answer = app.client.post("/documents/vestnik/decisions/1/undo", json=body, headers={"X-Digitize-Review": "1"})
        assert answer.status_code in (400, 422)
    assert read_decisions(kept.folder()).sequence == 1


# Finishing -------------------------------------------------------------------------------------------------------------


def test_a_review_is_finished(app: Called, kept: Kept) -> None:
    """In the background; when it is done the page tells what is in force, and every file tells the new text."""
    edited(kept.output, "vestnik", word_id(PAGES, "великъ"), "велик")
    begun = app.post("/documents/vestnik/finish", {"parent": "ocr-1", "by": "Anna"}, 202)
    assert begun["runs"] is True
    until(lambda: not app.told("/documents/vestnik/finish")["runs"])
    assert "reviewed-1 is in force (finished by Anna)" in app.told("/documents/vestnik/finish")["html"]
    assert "велик" in (kept.folder() / "vestnik.txt").read_text(encoding="utf-8")
    html = app.page("/documents/vestnik")
    assert "reviewed-1" in html and "All decisions are in the files." in html
    assert app.client.get("/documents/vestnik/files/vestnik.pdf").content.startswith(b"%PDF")
    until(lambda: "reviewed</span>" in app.told("/library/rows")["html"])
    told = app.post("/documents/vestnik/finish", {"parent": "ocr-1", "by": "Boris"}, 409)["error"]
    assert "reviewed-1 is newer than ocr-1" in told["message"]


class Held:
    """Stands for the end of a review, and takes as long as a test wants."""

    def __init__(self, result: Review | Exception) -> None:
        self.calls: list[tuple[str, str]] = []
        self.go = Event()
        self.result = result

    def __call__(self, name: str, parent: str, *_: Any) -> Review:
        self.calls.append((name, parent))
        assert self.go.wait(30)
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


def held(monkeypatch: pytest.MonkeyPatch, result: Review | Exception) -> Held:
    made = Held(result)
    monkeypatch.setattr("digitize.review.finishing.finish_review", made)
    return made


DONE = Review("reviewed-1", is_new=True, delivery=Delivery({"vestnik.txt": "0"}, ()), unfit=())


def test_a_second_click_does_no_harm(app: Called, monkeypatch: pytest.MonkeyPatch) -> None:
    """It runs once; the same person sees that, another one is told who is at it."""
    work = held(monkeypatch, DONE)
    ask = {"parent": "ocr-1", "by": "Anna"}
    first = app.post("/documents/vestnik/finish", ask, 202)
    assert app.post("/documents/vestnik/finish", ask, 202) == first
    told = app.post("/documents/vestnik/finish", {**ask, "by": "Boris"}, 409)["error"]
    assert "Anna" in told["message"] and told["hint"]
    assert app.told("/documents/vestnik/finish")["runs"] is True
    work.go.set()
    until(lambda: not app.told("/documents/vestnik/finish")["runs"])
    assert work.calls == [("vestnik", "ocr-1")]


def test_what_went_wrong_is_told(app: Called, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """Formats that could not be written, and decisions that do not fit, are named; the rest is done."""
    entry = edited(kept.output, "vestnik", word_id(PAGES, "великъ"), "<b>велик")
    error = ExportError("no room for <pdf>", where="vestnik, format pdf", hint="Make room")
    work = held(monkeypatch, replace(DONE, delivery=Delivery({"a": "0"}, (error,)), unfit=(entry,)))
    work.go.set()
    app.post("/documents/vestnik/finish", {"parent": "ocr-1", "by": "Anna"}, 202)
    until(lambda: not app.told("/documents/vestnik/finish")["runs"])
    html = app.told("/documents/vestnik/finish")["html"]
    assert "no room for &lt;pdf&gt;" in html and "Make room" in html
    assert "1 decision does not fit" in html and "&lt;b&gt;велик" in html
    assert html.count("<b>vestnik, format pdf</b>") == 1


@pytest.mark.parametrize("error", [EnvironmentFault("the disk is full", hint="Make room"), ZeroDivisionError("x")])
def test_a_failure_is_told_and_can_be_tried_again(
    app: Called, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """Whatever happens behind the page, whoever waits is told, and may ask again."""
    work = held(monkeypatch, error)
    work.go.set()
    for _ in range(2):
        app.post("/documents/vestnik/finish", {"parent": "ocr-1", "by": "Anna"}, 202)
        until(lambda: not app.told("/documents/vestnik/finish")["runs"])
        assert "All decisions are kept." in app.told("/documents/vestnik/finish")["html"]
    assert len(work.calls) == 2


@pytest.mark.parametrize("parent", [None, 3, "", "../ocr-1", "ocr-0", "x"])
def test_a_review_of_no_version_is_not_finished(app: Called, parent: object) -> None:
    """Nothing is begun."""
    app.post("/documents/vestnik/finish", {"parent": parent, "by": "Anna"}, 400)
    assert app.told("/documents/vestnik/finish") == {"runs": False, "html": ""}


def test_a_stale_page_finishes_nothing(app: Called, kept: Kept) -> None:
    """Who has another version in front of them is told which one is newer."""
    told = app.post("/documents/vestnik/finish", {"parent": "ocr-2", "by": "Anna"}, 409)["error"]
    assert "ocr-1" in told["message"]
    assert app.told("/documents/vestnik/finish")["runs"] is False


def test_times_are_the_clocks(kept: Kept, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a review was finished is told by the clock that the app was given."""
    held(monkeypatch, DONE).go.set()
    with called(kept.output, pool) as app:
        app.desk.finishing._clock = Ticking()
        begun = app.desk.finishing.begin("vestnik", "ocr-1", "Anna")
    assert begun.since.year == 2027
