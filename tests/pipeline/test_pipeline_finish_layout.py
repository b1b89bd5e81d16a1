"""Reviews ended in which lines were added, regions marked and put into another order: every file of the document follows."""

from __future__ import annotations

import json
from pathlib import Path

import pikepdf

from digitize.confine import Pool
from digitize.export import EXPORTERS
from digitize.model.decision import Decision, DecisionKind
from digitize.model.geometry import Box
from digitize.pipeline.again import export_again
from digitize.pipeline.decide import Wish, record_decisions
from digitize.pipeline.decide_layout import NewLine
from digitize.pipeline.finish_review import Review, finish_review
from digitize.pipeline.review_state import review_state
from digitize.pipeline.workshop import Workshop
from digitize.store.decision_log import read_decisions
from tests.export import pdf_readers, schemas
from tests.model.layout_decisions import LEFT, PICTURE, RIGHT, STAMP, read_page
from tests.pipeline import work
from tests.pipeline.kept_documents import Kept, Ticking


def wish(kind: DecisionKind, on: str | None, new: str, line: NewLine | None = None, version: str = "ocr-1") -> Wish:
    return Wish(kind, "Anna", version, on=on, new=new, line=line)


def record(kept: Kept, *wishes: Wish) -> tuple[Decision, ...]:
    return record_decisions("vestnik", read_decisions(kept.folder()).sequence, wishes, kept.settings, Ticking())


def finish(kept: Kept, parent: str, pool: Pool) -> Review:
    with Workshop(kept.settings, pool=pool) as shop:
        return finish_review("vestnik", parent, shop, Ticking())


def test_every_file_follows(tmp_path: Path, pool: Pool) -> None:
    """Text, order and outline of the PDF, plain text, JSON; the bytes are those of a fresh export; taken back together, all is as it was read."""
    kept = Kept(tmp_path / "out")
    kept.document([read_page()])
    with Workshop(kept.settings, pool=pool) as shop:
        export_again("vestnik", tuple(EXPORTERS), shop)
    before = work.pdf_text(kept.folder() / "vestnik.pdf")
    record(
        kept,
        wish(DecisionKind.ADD_LINE, None, "Цѣна 5 к.", NewLine(1, Box(640, 300, 1000, 340).polygon, f"{RIGHT}_l002")),
        wish(DecisionKind.REORDER, "p0001", f"{RIGHT} {LEFT}"),
        wish(DecisionKind.SET_KIND, STAMP, "heading"),
        wish(DecisionKind.ADD_LINE, None, "Рис.", NewLine(1, Box(110, 610, 300, 640).polygon, first_in=PICTURE)),
    )
    review = finish(kept, "ocr-1", pool)
    assert (review.transcription, review.is_new, review.unfit, review.delivery.errors) == ("reviewed-1", True, (), ())
    files = work.contents(kept.folder())
    expected = "ВѢСТНИКЪ САДОВОДА Цѣны на овесъ Цѣна 5 к. Урожай въ саду былъ великъ разговор о нём. АРХ?ВЪ Рис."
    assert files["vestnik.txt"].decode().split() == expected.split()
    assert " ".join(pdf_readers.pdfium(kept.folder() / "vestnik.pdf")).replace("\ufffe", "") == expected
    schemas.own("transcription").validate(json.loads(files["transcription.json"]))
    with Workshop(kept.settings, pool=pool) as shop:
        (kept.folder() / "vestnik.pdf").unlink()
        export_again("vestnik", tuple(EXPORTERS), shop)
    assert work.contents(kept.folder()) == files
    record(kept, Wish(DecisionKind.UNDO, "Anna", "reviewed-1", of=3, whole_batch=True))
    assert len(review_state(kept.folder()).open) == 4
    finish(kept, "reviewed-1", pool)
    assert work.pdf_text(kept.folder() / "vestnik.pdf") == before


def test_an_outline_follows_the_kinds(tmp_path: Path, pool: Pool) -> None:
    """A stamp that is a heading is a line of the PDF's outline, in the PDF that is renewed as in a fresh one."""
    kept = Kept(tmp_path / "out")
    kept.document([read_page()])
    with Workshop(kept.settings, pool=pool) as shop:
        export_again("vestnik", ("pdf",), shop)
    record(kept, wish(DecisionKind.SET_KIND, RIGHT, "heading"))
    assert finish(kept, "ocr-1", pool).delivery.errors == ()
    renewed = (kept.folder() / "vestnik.pdf").read_bytes()
    (kept.folder() / "vestnik.pdf").unlink()
    with Workshop(kept.settings, pool=pool) as shop:
        export_again("vestnik", ("pdf",), shop)
    assert (kept.folder() / "vestnik.pdf").read_bytes() == renewed
    with pikepdf.open(kept.folder() / "vestnik.pdf") as pdf, pdf.open_outline() as outline:
        assert "Цѣны на овесъ" in [item.title for item in outline.root]
