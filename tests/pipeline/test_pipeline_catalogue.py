"""Rows of documents: what a list tells of each, when it is read again, how it is kept."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.confine import Pool
from digitize.model.decision import DecisionKind
from digitize.model.reference import SourceReference
from digitize.pipeline.catalogue import (
    CatalogueRow,
    Stage,
    count_open,
    date_order,
    find_documents,
    keep_rows,
    kept_rows,
    mean_predicted_cer,
    read_row,
)
from digitize.pipeline.decide import Wish, record_decisions
from digitize.pipeline.delete import delete_document
from digitize.pipeline.workshop import Workshop
from digitize.store.decision_log import read_decisions
from digitize.store.output import OutputFolder
from tests.export.documents import page
from tests.pipeline.kept_documents import Kept, read_page, word_id

PAGES = [read_page(1), page(2, failure="the decoder crashed")]
REFERENCE = SourceReference("Вестник", "1927-03-05", "4", issue="12")


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    made = Kept(tmp_path / "out")
    made.document(PAGES, reference=REFERENCE)
    return made


def row_of(kept: Kept, document_id: str = "vestnik") -> CatalogueRow:
    return read_row(find_documents(kept.output)[document_id], kept.settings)


def decide(kept: Kept, wish: Wish) -> None:
    record_decisions("vestnik", read_decisions(kept.folder()).sequence, [wish], kept.settings)


def test_a_row_tells_what_a_person_looks_for(kept: Kept) -> None:
    """The source in one line, its date, pages, words, failed pages; nothing is decided yet."""
    row = row_of(kept)
    assert (row.title, row.cited, row.date) == ("Вестник", "Вестник, no. 12, 5 March 1927", "1927-03-05")
    assert (row.pages, row.failed, row.words, row.stage) == (2, 1, sum(1 for _ in PAGES[0].words), Stage.NEW)
    assert (row.version, row.fault, row.name) == ("ocr-1", None, "Вестник")


def test_decisions_change_the_stage(kept: Kept) -> None:
    """A document is in review while a decision waits for its files; one that is taken back leaves nothing to wait for."""
    decide(kept, Wish(DecisionKind.EDIT, "Anna", "ocr-1", (word_id(PAGES, "великъ"),), "велик"))
    assert (row_of(kept).stage, row_of(kept).waiting) == (Stage.STARTED, 1)
    decide(kept, Wish(DecisionKind.UNDO, "Anna", "ocr-1", of=1))
    assert (row_of(kept).stage, row_of(kept).waiting) == (Stage.NEW, 0)


def test_a_document_is_read_again_when_its_files_change(kept: Kept) -> None:
    """The stamp stays while nothing does, and is another one after a decision, a new report, a new version."""
    stamps = [find_documents(kept.output)["vestnik"].stamp, find_documents(kept.output)["vestnik"].stamp]
    assert len(set(stamps)) == 1
    decide(kept, Wish(DecisionKind.EDIT, "Anna", "ocr-1", (word_id(PAGES, "великъ"),), "велик"))
    stamps.append(find_documents(kept.output)["vestnik"].stamp)
    (kept.folder() / "transcriptions" / "ocr-2.json").write_bytes(b"{}")
    stamps.append(find_documents(kept.output)["vestnik"].stamp)
    (kept.folder() / "report.json").write_bytes(b"{}")
    stamps.append(find_documents(kept.output)["vestnik"].stamp)
    assert len(set(stamps)) == 4


def test_only_folders_with_a_report_are_documents(kept: Kept, tmp_path: Path) -> None:
    """Hidden folders, folders without a report, files, and links that lead elsewhere are passed over; so is a missing output folder."""
    (kept.output / ".hidden").mkdir()
    (kept.output / ".hidden" / "report.json").write_bytes(b"{}")
    (kept.output / "empty").mkdir()
    (kept.output / "file").write_bytes(b"")
    (kept.output / "link").symlink_to(kept.folder())
    assert list(find_documents(kept.output)) == ["vestnik"]
    assert find_documents(tmp_path / "nothing") == {}


@pytest.mark.parametrize(
    "report", [b"{", b"[]", b'{"document": "vestnik"}', "{}\udcff".encode("utf-8", "surrogateescape")]
)
def test_a_damaged_report_is_told(kept: Kept, report: bytes) -> None:
    """The row says why the document cannot be read, and nothing is raised."""
    (kept.folder() / "report.json").write_bytes(report)
    row = row_of(kept)
    assert row.fault is not None and "report" in row.fault
    assert row.name == "vestnik"


def test_damaged_decisions_are_told(kept: Kept) -> None:
    """The same where the list of decisions cannot be read."""
    (kept.folder() / "decisions.jsonl").write_bytes(b"nonsense\nnonsense\n")
    assert row_of(kept).fault == "not a decision"


def test_the_rate_is_weighed_by_words() -> None:
    """A page of few words counts little; pages of which nothing is predicted, or that have no words, not at all."""
    pages: list[dict[str, object]] = [
        {"predicted_cer": 0.1, "words": 10},
        {"predicted_cer": 0.01, "words": 990},
        {"predicted_cer": None, "words": 500},
        {"predicted_cer": 0.9, "words": 0},
        {"words": 7},
    ]
    assert mean_predicted_cer(pages) == pytest.approx((0.1 * 10 + 0.01 * 990) / 1000)
    assert mean_predicted_cer([{"predicted_cer": None, "words": 5}]) is None


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("1927-03-05", "1927-11-02"),
        ("1927", "1927-01"),
        ("192X", "1920-01"),
        ("1927-21", "1927-22"),
        ("-0044", "0000"),
        ("1926/1930", "1927~"),
        ("../1925", "1926?"),
        ("1927-XX-XX", "1927-02"),
    ],
)
def test_dates_stand_in_order(earlier: str, later: str) -> None:
    """By year, month and day, whatever is open or uncertain in them."""
    first, second = date_order(earlier), date_order(later)
    assert first is not None and second is not None
    assert first < second


@given(st.text(max_size=40))
def test_any_text_for_a_date_does_no_harm(text: str) -> None:
    """What is no date has no place in the order."""
    order = date_order(text)
    assert order is None or len(order) == 3


NAMES = st.text(min_size=1, max_size=20)


@given(st.lists(st.builds(CatalogueRow, NAMES, NAMES, st.floats(0, 1e10), st.none() | NAMES, NAMES), max_size=5))
def test_rows_are_kept_as_they_are(rows: list[CatalogueRow]) -> None:
    """What is kept is what is read back, whatever stands in ids and titles."""
    folder = _Memory()
    keep_rows(rows, folder)  # type: ignore[arg-type]
    assert kept_rows(folder) == rows  # type: ignore[arg-type]


class _Memory:
    """Keeps what a cache would."""

    def __init__(self) -> None:
        self.data: dict[str, bytes] = {}

    def cache(self, key: str, data: bytes) -> None:
        self.data[key] = data

    def cached(self, key: str) -> bytes | None:
        return self.data.get(key)


def test_damaged_kept_rows_are_none(kept: Kept) -> None:
    """They are read from the documents again."""
    output = OutputFolder(kept.output)
    keep_rows([row_of(kept)], output)
    (entry,) = (kept.output / ".digitize" / "cache").glob("??/*")
    entry.write_bytes(entry.read_bytes()[:-5])
    assert kept_rows(output) == []


def test_a_deleted_document_leaves_no_row(kept: Kept) -> None:
    """What was kept of it goes with it: a title is text of the source."""
    output = OutputFolder(kept.output)
    keep_rows([row_of(kept)], output)
    delete_document("vestnik", kept.settings)
    assert kept_rows(output) == []


def test_open_places_are_counted(kept: Kept, pool: Pool) -> None:
    """Page by page; what was decided is open no more."""
    with Workshop(kept.settings, pool=pool) as shop:
        before = count_open("vestnik", "ocr-1", None, shop)
        decide(kept, Wish(DecisionKind.UNSURE, "Anna", "ocr-1", (word_id(PAGES, "великъ"),)))
        after = count_open("vestnik", "ocr-1", None, shop)
    assert (before.open, before.total, before.pages) == (1, 1, {1: 1})
    assert (after.open, after.total, after.pages) == (0, 1, {})


def test_a_name_that_is_no_text_does_no_harm(kept: Kept) -> None:
    """A folder whose name is not in UTF-8 has a row like others."""
    odd = os.fsdecode("лист".encode("koi8-r"))
    try:
        (kept.output / odd).mkdir()
    except OSError:
        pytest.fail("the file system takes no such name")
    (kept.output / odd / "report.json").write_text(json.dumps({}))
    row = row_of(kept, odd)
    assert row.fault == "the report is damaged"
    folder = _Memory()
    keep_rows([replace(row)], folder)  # type: ignore[arg-type]
    assert kept_rows(folder) == [row]  # type: ignore[arg-type]
