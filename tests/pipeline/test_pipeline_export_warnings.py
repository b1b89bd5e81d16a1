"""What exports warn of comes into the report and to the user, and stays there until the format is made anew."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pytest

from digitize.confine import Pool
from digitize.model.decision import DecisionKind
from digitize.pipeline.again import export_again
from digitize.pipeline.decide import Wish, record_decisions
from digitize.pipeline.deliver import warnings_told
from digitize.pipeline.finish_review import finish_review
from digitize.pipeline.workshop import Workshop
from tests.cli.command import inside
from tests.export import schemas
from tests.pipeline import work
from tests.pipeline.kept_documents import Kept, Ticking, read_page, word_id

PAGES = [read_page()]
TOLD = "scan.pdf: 1 attached file is left out: a.csv"


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """A document of a PDF with an attachment."""
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(400, 300))
        pdf.attachments["a.csv"] = b"1,2"
        pdf.save(buffer)
    made = Kept(tmp_path / "out")
    made.document(PAGES, "vestnik", buffer.getvalue())
    path = made.folder() / "report.json"
    report = json.loads(path.read_bytes())
    report["sources"][0] |= {"media_type": "application/pdf", "name": "scan.pdf"}
    path.write_text(json.dumps(report), "utf-8")
    return made


def _export(kept: Kept, pool: Pool, *formats: str) -> dict[str, tuple[str, ...]]:
    with Workshop(kept.settings, pool=pool) as shop:
        return export_again("vestnik", formats, shop).warnings


def test_a_warning_stays_until_the_format_is_made_anew(kept: Kept, pool: Pool) -> None:
    """It is in the report of its format; other formats, and a review that renews a page, leave it; the schema knows it."""
    assert _export(kept, pool, "pdf") == {"pdf": (TOLD,)}
    assert _export(kept, pool, "txt") == {"txt": ()}
    wish = Wish(DecisionKind.EDIT, "Anna", "ocr-1", (word_id(PAGES, "саду"),), "лесу")
    record_decisions("vestnik", 0, [wish], kept.settings, Ticking())
    with Workshop(kept.settings, pool=pool) as shop:
        finish_review("vestnik", "ocr-1", shop, Ticking())
    report = work.report(kept.folder())
    assert report["export_warnings"] == {"pdf": [TOLD]}
    schemas.own("report").validate(report)
    assert warnings_told(kept.folder())["pdf"] == (TOLD,)


def test_export_and_show_tell_it(kept: Kept) -> None:
    """On standard error, a line for each thing; only where there is something."""
    assert TOLD in inside("export", "vestnik", "-o", kept.output, "-f", "pdf").err.replace("\n", " ")
    assert TOLD in inside("show", "vestnik", "-o", kept.output).err.replace("\n", " ")
    assert "note" not in inside("export", "vestnik", "-o", kept.output, "-f", "txt").err


def test_the_facing_transcription_by_command(kept: Kept) -> None:
    """``export --pdf facing`` writes it alone; with a format named, both."""
    said = inside("export", "vestnik", "-o", kept.output, "--pdf", "facing", "--json")
    assert list(said.json) == ["vestnik.facing.pdf"]
    both = inside("export", "vestnik", "-o", kept.output, "-f", "txt", "--pdf", "facing", "--json")
    assert sorted(both.json) == ["vestnik.facing.pdf", "vestnik.txt"]
