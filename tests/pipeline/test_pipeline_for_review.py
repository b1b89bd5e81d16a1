"""Which documents wait for a person, and why."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from digitize.model.decision import DecisionKind
from digitize.model.transcription import PredictedErrors
from digitize.pipeline.catalogue import CatalogueRow, Stage, find_documents, keep_rows, read_row
from digitize.pipeline.decide import Wish, record_decisions
from digitize.pipeline.for_review import documents_for_review, look_for_review, reasons_for_review
from digitize.pipeline.workshop import Tally
from digitize.store.output import OutputFolder
from tests.export.documents import page
from tests.pipeline.kept_documents import Kept, read_page, word_id

ROW = CatalogueRow("gazeta", "", 0.0, pages=3)


@pytest.mark.parametrize(
    ("told", "reasons"),
    [
        ({}, ()),
        ({"worst_cer": 0.05}, ()),
        ({"worst_cer": 0.051}, ("some 5 % of the characters of the worst page are likely to be wrong",)),
        ({"worst_cer": 0.3, "pages": 1}, ("some 30 % of the characters are likely to be wrong",)),
        ({"failed": 2}, ("2 pages could not be read",)),
        ({"failed": 2, "worst_cer": 0.9, "stage": Stage.REVIEWED}, ()),
        ({"waiting": 1, "stage": Stage.REVIEWED}, ("1 decision waits to be put into its files",)),
        ({"unfit": 2}, ("2 decisions no longer fit what was read last",)),
        ({"fault": "the report is damaged", "failed": 2}, ("the report is damaged",)),
    ],
)
def test_a_document_needs_review_for_reasons(told: dict[str, object], reasons: tuple[str, ...]) -> None:
    """Pages that failed, pages that were hardly read, decisions that wait; what was reviewed is not asked for again."""
    assert reasons_for_review(replace(ROW, **told), 0.05) == reasons  # type: ignore[arg-type]  # parametrized


def test_a_text_laid_on_it_waits_for_decisions(tmp_path: Path) -> None:
    """Until somebody decides, and not where there is none."""
    kept = Kept(tmp_path / "out")
    pages = [read_page(1)]
    kept.document(pages)
    assert look_for_review("vestnik", kept.settings.model_copy(update={"review_above": 1.0})) is not None
    (kept.folder() / "alignments" / "edition").mkdir(parents=True)
    settings = kept.settings.model_copy(update={"review_above": 1.0})
    looked = look_for_review("vestnik", settings)
    assert looked is not None and looked.reasons == ("a text is laid on it, and its differences are not decided",)
    record_decisions(
        "vestnik", 0, [Wish(DecisionKind.EDIT, "Anna", "ocr-1", (word_id(pages, "великъ"),), "велик")], settings
    )
    looked = look_for_review("vestnik", settings)
    assert looked is not None and looked.reasons == ("1 decision waits to be put into its files",)
    assert look_for_review("nowhere", settings) is None


def test_those_that_failed_stand_first_then_the_worst(tmp_path: Path) -> None:
    """And what needs no review is not in the list."""
    kept = Kept(tmp_path / "out")
    for name, rate in (("good", 0.01), ("bad", 0.2), ("worse", 0.4)):
        kept.document([replace(read_page(1), predicted=PredictedErrors(rate, 0.0, 1.0))], name)
    kept.document([page(1, failure="the decoder crashed")], "failed")
    assert [each.row.id for each in documents_for_review(kept.settings)] == ["failed", "worse", "bad"]


def test_what_is_kept_of_unchanged_documents_is_used(tmp_path: Path) -> None:
    """A list of thousands does not read their reports again; of one that has changed the new state is told."""
    kept = Kept(tmp_path / "out")
    kept.document([replace(read_page(1), predicted=PredictedErrors(0.2, 0.0, 1.0))])
    row = read_row(find_documents(kept.output)["vestnik"], kept.settings)
    assert row.worst_cer == 0.2
    keep_rows([replace(row, worst_cer=0.7)], OutputFolder(kept.output))
    assert documents_for_review(kept.settings)[0].row.worst_cer == 0.7
    keep_rows([replace(row, worst_cer=0.7, stamp="old")], OutputFolder(kept.output))
    assert documents_for_review(kept.settings)[0].row.worst_cer == 0.2


def test_an_output_folder_that_is_not_there_has_nothing_to_review(tmp_path: Path) -> None:
    """And it is not made by asking."""
    assert documents_for_review(Kept(tmp_path / "out").settings) == []
    assert not (tmp_path / "out").exists()


def test_tallies_add_up() -> None:
    """What was counted and timed for a page belongs to its document too."""
    whole, part = Tally(), Tally()
    for tally in (whole, part):
        tally.count("engine_calls", 2)
        with tally.timed("read"):
            pass
    before = whole.seconds["read"]
    whole.add(part)
    assert whole.counts["engine_calls"] == 4
    assert whole.seconds["read"] == before + part.seconds["read"]
