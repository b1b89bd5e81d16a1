"""The index kept in step with the files: what is new, changed or gone; made anew; never in anybody's way."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from digitize.errors import EnvironmentFault, InputError
from digitize.model.decision import DecisionKind
from digitize.pipeline import index as index_module
from digitize.pipeline.decide import Wish, record_decisions
from digitize.pipeline.index import IndexChanges, open_index, rebuild, refresh, update_index
from digitize.pipeline.listing import list_documents
from digitize.settings import Settings
from digitize.store.records.rows import SearchPage
from digitize.store.records.schema import NewerIndexError
from tests.export.documents import page
from tests.pipeline.kept_documents import LINES, Kept, read_page, word_id


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    made = Kept(tmp_path / "out")
    made.document([read_page(), page(2)])
    made.document([read_page(1, LINES[:1])], "pravda", b"scan")
    return made


def file_of(kept: Kept) -> Path:
    return kept.output / ".digitize/index.sqlite"


def changes(kept: Kept) -> IndexChanges:
    """What there is to do to bring the index in step."""
    with open_index(kept.settings) as index:
        return update_index(index, kept.settings)


def test_a_missing_index_is_made(kept: Kept) -> None:
    """Nobody has to ask for it; each document is told of before it is read."""
    told: list[str] = []
    with refresh(kept.settings, told.append) as index:
        assert told == ["pravda", "vestnik"]
        counts = index.counts()
        assert (counts["documents"], counts["pages"], counts["transcriptions"]) == (2, 3, 2)
        assert index.in_force() == {"pravda": "ocr-1", "vestnik": "ocr-1"} and index.faults() == {}


def test_only_what_has_changed_is_read_again(kept: Kept) -> None:
    """Another version, a decision, an alignment, a document more or less; and nothing when nothing happened."""
    assert changes(kept).indexed == ("pravda", "vestnik")
    assert changes(kept) == IndexChanges((), (), {})
    made = kept.another_reading([read_page(1, LINES[:2]), page(2)])
    assert changes(kept).indexed == ("vestnik",)
    wish = Wish(DecisionKind.EDIT, "Anna", "ocr-1", (word_id(made.pages, "саду"),), "саду,")
    record_decisions("vestnik", 0, [wish], kept.settings)
    assert changes(kept).indexed == ("vestnik",)
    (kept.folder() / "alignments/reference-kniga").mkdir(parents=True)
    (kept.folder() / "alignments/reference-kniga/alignment.json").write_bytes(b"{}")
    assert changes(kept).indexed == ("vestnik",)
    with open_index(kept.settings) as index:
        counts = index.counts()
        assert (counts["transcriptions"], counts["decisions"], counts["alignments"]) == (3, 1, 1)
    shutil.rmtree(kept.folder("pravda"))
    assert changes(kept) == IndexChanges((), ("pravda",), {})


def test_the_words_of_a_version_are_counted_once(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change elsewhere in the document does not make its large files be read again."""
    changes(kept)
    monkeypatch.setattr("digitize.pipeline.version_list.read_stored", lambda path: pytest.fail(f"read again: {path}"))
    (kept.folder() / "report.json").touch()
    assert changes(kept).indexed == ("vestnik",)


def test_a_document_that_cannot_be_read(kept: Kept) -> None:
    """It is told with its reason, the others are there; it is tried again when its files change, and not before."""
    report = kept.folder("pravda") / "report.json"
    whole = report.read_bytes()
    report.write_bytes(b"{}")
    found = changes(kept)
    assert found.faults == {"pravda": "the report is damaged"} and found.indexed == ("pravda", "vestnik")
    assert changes(kept).indexed == ()
    report.write_bytes(whole)
    assert changes(kept) == IndexChanges(("pravda",), (), {})


def test_a_damaged_index_is_made_anew(kept: Kept, caplog: pytest.LogCaptureFixture) -> None:
    """With a notice; the old one is put aside, since only a person may throw things away."""
    changes(kept)
    file_of(kept).write_bytes(b"no database" * 1000)
    with caplog.at_level(logging.WARNING, "digitize.index"), refresh(kept.settings) as index:
        assert set(index.fingerprints()) == {"pravda", "vestnik"}
    assert "made anew" in caplog.text
    assert file_of(kept).with_name("index.sqlite.old").read_bytes().startswith(b"no database")


def test_a_newer_index_is_refused_and_can_be_made_anew(kept: Kept) -> None:
    """A search must not throw away what a newer program has made; somebody who asks for it may."""
    changes(kept)
    with closing(sqlite3.connect(file_of(kept))) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    with pytest.raises(NewerIndexError, match="digitize reindex"):
        refresh(kept.settings)
    assert rebuild(kept.settings).indexed == ("pravda", "vestnik")
    assert changes(kept).indexed == ()


def test_making_it_anew(kept: Kept) -> None:
    """Whatever stood in it is gone; what the files say is in it, and it can be searched at once."""
    with refresh(kept.settings) as index:
        index.put_search_pages("vestnik", "ocr-1", [SearchPage("vestnik", "ocr-1", 1, "old", b"", b"", b"", "{}")])
    made = rebuild(kept.settings)
    assert (made.indexed, made.upgraded, made.faults) == (("pravda", "vestnik"), (), {})
    with open_index(kept.settings) as index:
        assert index.without_search_pages() == ()
        assert index.search_page("vestnik", 1).words != "old"


def test_making_it_anew_is_interrupted(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing is filled in by whoever comes next."""
    rebuild(kept.settings)
    real = index_module.read_for_index

    def interrupted(document_id: str, *rest: object) -> object:
        if document_id == "vestnik":
            raise KeyboardInterrupt
        return real(document_id, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(index_module, "read_for_index", interrupted)
    with pytest.raises(KeyboardInterrupt):
        rebuild(kept.settings)
    monkeypatch.undo()
    assert changes(kept).indexed == ("vestnik",)


def test_making_it_anew_brings_older_documents_up_to_date(kept: Kept) -> None:
    """Their text is kept as the first version; one of a newer program is left alone and told."""
    shutil.rmtree(kept.folder("pravda") / "transcriptions")
    report = kept.folder() / "report.json"
    report.write_bytes(report.read_bytes().replace(b'"schema_version": "1.4"', b'"schema_version": "7.0"'))
    made = rebuild(kept.settings)
    assert made.upgraded == ("pravda",)
    assert (kept.folder("pravda") / "transcriptions/ocr-1.json").is_file()
    assert "version 7.0" in made.faults["vestnik"]


def test_an_index_elsewhere(kept: Kept, tmp_path: Path) -> None:
    """Where the setting says; none is made in the output folder."""
    settings = Settings(output=kept.output, index_url=f"sqlite:///{tmp_path}/elsewhere.sqlite")
    with refresh(settings) as index:
        assert len(index.fingerprints()) == 2
    assert (tmp_path / "elsewhere.sqlite").is_file() and not file_of(kept).exists()


def test_without_an_output_folder(tmp_path: Path) -> None:
    """A wrong name makes no folder."""
    with pytest.raises(InputError, match="--output"):
        refresh(Settings(output=tmp_path / "missing"))
    assert not (tmp_path / "missing").exists()


def test_a_locked_index_stops_no_listing(kept: Kept) -> None:
    """The list of documents is made from files; who needs the index is told to wait."""
    changes(kept)
    (kept.folder() / "report.json").touch()
    with closing(sqlite3.connect(file_of(kept), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(EnvironmentFault, match="another process"):
            refresh(kept.settings, busy_s=0.05)
        assert [row["id"] for row in list_documents(kept.settings)] == ["pravda", "vestnik"]
        other.execute("ROLLBACK")


def test_words_of_decisions_are_in_it(kept: Kept) -> None:
    """What was decided can be asked of it."""
    made = read_page()
    wish = Wish(DecisionKind.EDIT, "Anna", "ocr-1", (word_id([made], "саду"),), "саду,")
    record_decisions("vestnik", 0, [wish], kept.settings)
    changes(kept)
    with closing(sqlite3.connect(file_of(kept))) as database:
        rows = database.execute(
            "SELECT kind, old, new, page_number, W.id FROM decisions JOIN documents W ON W.id = document_id"
        )
        assert rows.fetchall() == [("edit", "саду", "саду,", 1, "vestnik")]
