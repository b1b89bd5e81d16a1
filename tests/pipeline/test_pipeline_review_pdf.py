"""The PDF after a review: only pages that changed are renewed in it, to the bytes of a fresh export."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from digitize.confine import Pool
from digitize.model.decision import DecisionKind
from digitize.pipeline import exports
from digitize.pipeline.again import export_again
from digitize.pipeline.decide import Wish, record_decisions
from digitize.pipeline.finish_review import finish_review
from digitize.pipeline.workshop import Workshop
from tests.pipeline import work
from tests.pipeline.kept_documents import Kept, Ticking, read_page, word_id

PAGES = [read_page(1), read_page(2)]


@pytest.fixture
def kept(tmp_path: Path, pool: Pool) -> Kept:
    made = Kept(tmp_path / "out")
    made.document(PAGES)
    with Workshop(made.settings, pool=pool) as shop:
        export_again("vestnik", ("pdf",), shop)
    return made


def _review(kept: Kept, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ends a review of one word; names of the steps that made the PDF."""
    wish = Wish(DecisionKind.EDIT, "Anna", "ocr-1", (word_id(PAGES[1:], "саду"),), "лесу")
    record_decisions("vestnik", 0, [wish], kept.settings, Ticking())
    steps: list[str] = []
    run = Pool.run

    def watched(self: Pool, timeout: float, function: object, *arguments: object) -> object:
        name = getattr(function, "__name__", "")
        if name == "renew_pdf" or "pdf" in arguments:
            steps.append(name)
        return run(self, timeout, function, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Pool, "run", watched)
    with Workshop(kept.settings, pool=pool) as shop:
        assert finish_review("vestnik", "ocr-1", shop, Ticking()).delivery.errors == ()
    monkeypatch.undo()
    return steps


def _fresh(kept: Kept, pool: Pool) -> bytes:
    (kept.folder() / "vestnik.pdf").unlink()
    with Workshop(kept.settings, pool=pool) as shop:
        export_again("vestnik", ("pdf",), shop)
    return (kept.folder() / "vestnik.pdf").read_bytes()


def test_a_review_renews_the_page_that_changed(kept: Kept, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """No export of the whole PDF is run; the new word stands on its page; a fresh export gives the same bytes."""
    assert _review(kept, pool, monkeypatch) == [exports.renew_pdf.__name__]
    texts = work.pdf_text(kept.folder() / "vestnik.pdf")
    assert ["лесу" in text for text in texts] == [False, True]
    renewed = (kept.folder() / "vestnik.pdf").read_bytes()
    assert renewed == _fresh(kept, pool)


@pytest.mark.parametrize("how", ["lost", "changed"])
def test_a_pdf_that_is_not_as_written_is_made_anew(
    kept: Kept, pool: Pool, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """Lost, or changed by another program meanwhile: the review ends all the same, with the PDF that it should have."""
    path = kept.folder() / "vestnik.pdf"
    if how == "lost":
        path.unlink()
    else:
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            pdf.pages[0].Rotate = 90
            pdf.save(path)
    steps = _review(kept, pool, monkeypatch)
    assert steps == [exports.renew_pdf.__name__, exports._export.__name__]
    made = path.read_bytes()
    assert made == _fresh(kept, pool)
