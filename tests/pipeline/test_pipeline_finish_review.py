"""Reviews ended: another version in force, with its files; and the document run again, on which the review stays."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

from digitize.confine import Pool
from digitize.errors import ExitCode, StaleWriteError, UsageError
from digitize.export import EXPORTERS
from digitize.model.decision import DecisionKind
from digitize.pipeline.again import export_again
from digitize.pipeline.decide import Wish, record_decisions
from digitize.pipeline.exports import Delivery
from digitize.pipeline.finish_review import Review, finish_review
from digitize.pipeline.listing import list_documents
from digitize.pipeline.review_state import review_state
from digitize.pipeline.versions import load_transcription
from digitize.pipeline.workshop import Workshop
from digitize.settings import Settings
from digitize.store.decision_log import read_decisions
from tests.export import extractors, schemas
from tests.pipeline import work
from tests.pipeline.conftest import Delivered, Run
from tests.pipeline.kept_documents import Kept, Ticking, read_page, word_id

PAGES = [read_page()]
READ = "Урожай в саду был великъ и раз- говор о нём шёл."


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    made = Kept(tmp_path / "out")
    made.document(PAGES)
    return made


def edit(kept: Kept, word: str, new: str, on: str = "ocr-1") -> None:
    seen = read_decisions(kept.folder()).sequence
    wish = Wish(DecisionKind.EDIT, "Anna", on, (word_id(PAGES, word),), new)
    record_decisions("vestnik", seen, [wish], kept.settings, Ticking())


def undo(kept: Kept, of: int, on: str) -> None:
    seen = read_decisions(kept.folder()).sequence
    record_decisions("vestnik", seen, [Wish(DecisionKind.UNDO, "Anna", on, of=of)], kept.settings, Ticking())


def finish(kept: Kept, parent: str, pool: Pool) -> Review:
    with Workshop(kept.settings, pool=pool) as shop:
        return finish_review("vestnik", parent, shop, Ticking())


def export(kept: Kept, pool: Pool, *formats: str, **settings: object) -> Delivery:
    with Workshop(Settings(output=kept.output, jobs=1, **settings), pool=pool) as shop:  # type: ignore[arg-type]
        return export_again("vestnik", formats or tuple(EXPORTERS), shop)


def printed(kept: Kept, name: str = "vestnik") -> str:
    return " ".join(w.text for page in load_transcription(name, kept.settings).pages for w in page.words)


def test_a_review_is_put_in_force(kept: Kept, pool: Pool) -> None:
    """A version more, whose parent is what was reviewed; every file tells its text, the PDF too; what was read stays as it was."""
    before = work.contents(kept.folder())["transcriptions/ocr-1.json"]
    edit(kept, "великъ", "великъ,")
    edit(kept, "раз-", "рас-")
    review = finish(kept, "ocr-1", pool)
    assert (review.transcription, review.is_new, review.unfit, review.delivery.errors) == ("reviewed-1", True, (), ())
    files = work.contents(kept.folder())
    assert files["transcriptions/ocr-1.json"] == before
    assert files["transcriptions/reviewed-1.json"] == files["transcription.json"]
    content = json.loads(files["transcription.json"])
    assert (content["id"], content["origin"], content["parent"], content["sequence"]) == (
        "reviewed-1",
        "reviewed",
        "ocr-1",
        2,
    )
    expected = "Урожай в саду был великъ, и рас- говор о нём шёл."
    assert printed(kept) == expected and printed(kept, "vestnik@ocr-1") == READ
    assert files["vestnik.txt"].decode().split() == expected.replace("рас- говор", "расговор").split()
    words = expected.split()
    assert words == extractors.alto_words(files) == extractors.page_words(files) == extractors.tei_words(files)
    assert work.pdf_text(kept.folder() / "vestnik.pdf") == [expected.replace("рас- говор", "расговор")]
    report = work.report(kept.folder())
    assert (report["transcription"], report["origin"], report["parent"]) == ("reviewed-1", "reviewed", "ocr-1")
    schemas.own("transcription").validate(content)
    schemas.own("report").validate(report)


def test_a_review_of_a_review(kept: Kept, pool: Pool) -> None:
    """What was decided before stays; what is taken back is as it was read; numbers go on."""
    edit(kept, "великъ", "велик")
    finish(kept, "ocr-1", pool)
    edit(kept, "саду", "лесу", on="reviewed-1")
    assert [entry.sequence for entry in review_state(kept.folder()).open] == [2]
    assert finish(kept, "reviewed-1", pool).transcription == "reviewed-2"
    assert printed(kept) == READ.replace("великъ", "велик").replace("саду", "лесу")
    undo(kept, 1, "reviewed-2")
    assert [entry.sequence for entry in review_state(kept.folder()).open] == [1]
    assert finish(kept, "reviewed-2", pool).transcription == "reviewed-3"
    assert printed(kept) == READ.replace("саду", "лесу")
    assert review_state(kept.folder()).open == ()
    parents = [
        json.loads(work.contents(kept.folder())[f"transcriptions/reviewed-{n}.json"])["parent"] for n in (1, 2, 3)
    ]
    assert parents == ["ocr-1", "reviewed-1", "reviewed-2"]


def test_nothing_decided_is_no_review(kept: Kept, pool: Pool) -> None:
    """Then no version is made and no file written; the same after a review that nothing was added to."""
    before = work.contents(kept.folder())
    assert finish(kept, "ocr-1", pool).is_new is False
    assert work.contents(kept.folder()) == before
    edit(kept, "великъ", "велик")
    finish(kept, "ocr-1", pool)
    before = work.contents(kept.folder())
    assert finish(kept, "reviewed-1", pool) == Review("reviewed-1", False, Delivery({}, ()), ())
    assert work.contents(kept.folder()) == before


def test_a_stale_end_is_refused(kept: Kept, pool: Pool) -> None:
    """Somebody else has ended a review meanwhile: which is newer is said, and nothing is written."""
    edit(kept, "великъ", "велик")
    finish(kept, "ocr-1", pool)
    before = work.contents(kept.folder())
    with pytest.raises(StaleWriteError, match="reviewed-1 is newer than ocr-1") as caught:
        finish(kept, "ocr-1", pool)
    assert caught.value.exit_code is ExitCode.ENVIRONMENT
    assert work.contents(kept.folder()) == before


def test_an_end_that_is_interrupted(kept: Kept, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The version is kept, its files are not written: ending it again, or exporting, does that."""
    edit(kept, "великъ", "велик")

    def interrupted(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr("digitize.pipeline.finish_review.write_exports", interrupted)
    with pytest.raises(KeyboardInterrupt):
        finish(kept, "ocr-1", pool)
    monkeypatch.undo()
    half = kept.output.with_name("half")
    shutil.copytree(kept.output, half)
    assert printed(kept) == READ
    assert finish(kept, "reviewed-1", pool).is_new is False
    assert printed(kept) == READ.replace("великъ", "велик")
    assert work.versions(kept.folder()) == ["ocr-1", "reviewed-1"]
    by_export = Kept(half)
    export(by_export, pool, "txt")
    assert work.contents(by_export.folder()).keys() == work.contents(kept.folder()).keys()
    assert printed(by_export) == printed(kept)


def test_exporting_a_reviewed_document(kept: Kept, pool: Pool) -> None:
    """The same bytes again; its reading layer may be put into another spelling, its repairs are part of what was decided on."""
    edit(kept, "великъ", "велик")
    finish(kept, "ocr-1", pool)
    before = work.contents(kept.folder())
    export(kept, pool)
    export(kept, pool, "txt", no_repair="none")
    assert work.contents(kept.folder()) == before
    with pytest.raises(UsageError, match="the document is reviewed"):
        export(kept, pool, "txt", no_repair="all")
    assert work.contents(kept.folder()) == before


def test_the_list_tells_of_reviews(kept: Kept, pool: Pool) -> None:
    """Open decisions, a reviewed text, and what no longer fits."""

    def state() -> str:
        return str(list_documents(kept.settings)[0]["state"])

    assert state() == "complete"
    edit(kept, "великъ", "велик")
    assert state() == "1 open decision"
    finish(kept, "ocr-1", pool)
    assert state() == "reviewed"
    edit(kept, "саду", "лесу", on="reviewed-1")
    edit(kept, "был", "быль", on="reviewed-1")
    assert state() == "reviewed, 2 open decisions"


# Run again --------------------------------------------------------------------------------------------------------------


def word_of(folder: Path, at: int) -> tuple[str, str]:
    """Id and text of the word at a place of the text in force."""
    content = json.loads((folder / "transcription.json").read_bytes())
    words = [w for p in content["pages"] for r in p["regions"] for line in r["lines"] for w in line["words"]]
    return words[at]["id"], words[at]["text"]


def reviewed_scan(copy: Delivered, pool: Pool) -> Path:
    """The delivered scan with two words decided on and the review ended."""
    folder = copy.folder("urozhai")
    wishes = [
        Wish(DecisionKind.EDIT, "Anna", "ocr-1", (word_of(folder, at)[0],), new)
        for at, new in ((2, "первое"), (4, "второе"))
    ]
    settings = Settings(output=copy.output, jobs=1)
    record_decisions("urozhai", 0, wishes, settings)
    with Workshop(settings, pool=pool) as shop:
        assert finish_review("urozhai", "ocr-1", shop).delivery.errors == ()
    return folder


def test_a_reviewed_document_run_again_is_as_it_was(copy: Delivered, pool: Pool, run: Run) -> None:
    """By the settings of before: no engine, no byte, no version more. A lost file comes back with the reviewed text."""
    folder = reviewed_scan(copy, pool)
    before = work.contents(folder)
    times = {path: (folder / path).stat().st_mtime_ns for path in before}
    (result,) = run(copy.output, copy.inbox / "urozhai.png")
    assert (result.engine_calls, result.transcription, result.unfit_decisions) == (0, "reviewed-1", 0)
    assert work.contents(folder) == before
    assert {path: (folder / path).stat().st_mtime_ns for path in before} == times
    (folder / "urozhai.pdf").unlink()
    run(copy.output, copy.inbox / "urozhai.png")
    assert work.contents(folder) == before
    assert " первое " in work.pdf_text(folder / "urozhai.pdf")[0]


def test_another_reading_of_a_reviewed_document(copy: Delivered, pool: Pool, run: Run) -> None:
    """It is kept beside the review, which stays in force with all its files; its decisions are carried over, or told not to fit."""
    folder = reviewed_scan(copy, pool)
    before = work.exports(folder)
    (result,) = run(copy.output, copy.inbox / "urozhai.png", no_repair="all", languages="rus+fra")
    assert (result.transcription, result.errors) == ("reviewed-1", ())
    after = work.exports(folder)
    changed = {path for path in before if before[path] != after.get(path)}
    assert changed <= {"report.json", "decisions.jsonl"}
    assert work.versions(folder) == ["ocr-1", "ocr-2", "reviewed-1"]
    entries = read_decisions(folder).entries
    kinds = [entry.kind for entry in entries[2:]]
    assert set(kinds) <= {DecisionKind.CARRIED, DecisionKind.UNFIT} and len(kinds) == 2
    assert [entry.of for entry in entries[2:]] == [1, 2]
    assert result.unfit_decisions == kinds.count(DecisionKind.UNFIT) == work.report(folder)["unfit_decisions"]
    assert before["urozhai.pdf"] == after["urozhai.pdf"]


def test_another_source_reference_of_a_reviewed_document(copy: Delivered, tmp_path: Path, pool: Pool, run: Run) -> None:
    """How it is cited is not what was reviewed: the files tell the new title and the reviewed text."""
    folder = reviewed_scan(copy, pool)
    scan = Path(shutil.copy(copy.inbox / "urozhai.png", tmp_path))
    (tmp_path / "urozhai.toml").write_text('title = "Другое название"')
    (result,) = run(copy.output, scan)
    assert result.engine_calls == 0 and result.transcription == "reviewed-1"
    tei = (folder / "urozhai.tei.xml").read_text("utf-8")
    assert "Другое название" in tei and re.search(r">\s*первое\s*<", tei)
    assert work.versions(folder) == ["ocr-1", "reviewed-1"]
    (folder / "report.json").unlink()
    (result,) = run(copy.output, scan)
    assert result.errors == () and work.report(folder)["transcription"] == "reviewed-1"
