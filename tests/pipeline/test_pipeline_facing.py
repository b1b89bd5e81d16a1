"""The facing transcription in an output folder: written when asked for, and kept in step from then on."""

from __future__ import annotations

from pathlib import Path

import pytest

from digitize.confine import Pool
from digitize.export import EXPORTERS, FACING
from digitize.model.decision import DecisionKind
from digitize.pipeline.again import export_again
from digitize.pipeline.decide import Wish, record_decisions
from digitize.pipeline.finish_review import finish_review
from digitize.pipeline.workshop import Workshop
from tests.pipeline import work
from tests.pipeline.conftest import Delivered, Run
from tests.pipeline.kept_documents import Kept, Ticking, read_page, word_id

PAGES = [read_page()]
NAME = "vestnik.facing.pdf"


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    made = Kept(tmp_path / "out")
    made.document(PAGES)
    return made


def _export(kept: Kept, pool: Pool, *formats: str) -> dict[str, str]:
    with Workshop(kept.settings, pool=pool) as shop:
        return export_again("vestnik", formats, shop).outputs


def test_it_follows_the_text_from_when_it_is_asked_for(kept: Kept, pool: Pool) -> None:
    """Not there unless asked for; alone with its own name; a review and an export of everything then write it too."""
    _export(kept, pool, *EXPORTERS)
    assert not (kept.folder() / NAME).exists()
    assert list(_export(kept, pool, FACING)) == [NAME]
    assert work.report(kept.folder())["outputs"].keys() >= {NAME, "vestnik.pdf"}
    wish = Wish(DecisionKind.EDIT, "Anna", "ocr-1", (word_id(PAGES, "саду"),), "лесу")
    record_decisions("vestnik", 0, [wish], kept.settings, Ticking())
    with Workshop(kept.settings, pool=pool) as shop:
        finish_review("vestnik", "ocr-1", shop, Ticking())
    text = " ".join(work.pdf_text(kept.folder() / NAME))
    assert "лесу" in text and "the machine read “саду”" in text and "reviewed-1" in text
    before = (kept.folder() / NAME).read_bytes()
    assert NAME in _export(kept, pool, *EXPORTERS)
    assert (kept.folder() / NAME).read_bytes() == before


def test_a_run_that_asks_for_it(copy: Delivered, run: Run) -> None:
    """A document that was read before gets it without being read again; a run that does not ask leaves it there."""
    (result,) = run(copy.output, copy.inbox / "urozhai.png", pdf="facing")
    facing = copy.folder("urozhai") / "urozhai.facing.pdf"
    assert (result.engine_calls, result.errors, facing.is_file()) == (0, (), True)
    before = work.exports(copy.folder("urozhai"))
    run(copy.output, copy.inbox / "urozhai.png")
    run(copy.output, copy.inbox / "urozhai.png", no_repair="all")
    after = work.exports(copy.folder("urozhai"))
    assert after.keys() == before.keys() and facing.is_file()
