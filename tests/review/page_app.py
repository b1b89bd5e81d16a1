"""The page view over a document of four pages: several regions, two columns; one region; nothing; not readable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from digitize.confine import Pool
from digitize.model.decision import in_force
from digitize.model.reference import SourceReference
from digitize.model.transcription import Doubt, RegionKind
from digitize.pipeline.decided_text import text_in_force
from digitize.pipeline.workshop import Workshop
from digitize.review.access import HEADER, Access
from digitize.review.app import build_app
from digitize.review.desk import Desk
from digitize.settings import Settings
from digitize.store.decision_log import read_decisions
from tests.export.documents import R, W, page
from tests.pipeline.kept_documents import Kept

AT = "/documents/svodka/pages"
HEAD, LEFT, RIGHT, NOTE = "p0001_r001", "p0001_r002", "p0001_r003", "p0001_r004"
FIRST = f"{LEFT}_l001"
PAGES = [
    page(
        1,
        [
            R(RegionKind.HEADING, [[W("СВОДКА")]], columns=(1, 2), width=900),
            R(
                RegionKind.PARAGRAPH,
                [
                    [W("Урожай"), W("въ"), W("саду"), W("великъ", confidence=0.3)],
                    [W("и"), W("скорый.")],
                ],
                1,
                top=200,
            ),
            R(RegionKind.PARAGRAPH, [[W("Погода"), W("ясная.")]], 2, left=600, top=200),
            R(RegionKind.PARAGRAPH, [[W("нрзб"), W("xx")]], 2, left=600, top=900, doubt=Doubt.HANDWRITING),
        ],
        columns=2,
        language="rus",
    ),
    page(2, [R(RegionKind.PARAGRAPH, [[W("Конец.")]], 1)], columns=1, language="rus"),
    page(3),
    page(4, failure="the file ends too early"),
]


def make_svodka(output: Path) -> None:
    """Puts the document there."""
    reference = SourceReference(title="Сводка", date="1934-05-01")
    Kept(output).document(PAGES, "svodka", reference=reference)


@contextmanager
def page_app(output: Path, pool: Pool) -> Iterator[TestClient]:
    """The app over an output folder."""
    with Workshop(Settings(output=output, jobs=1), pool=pool) as shop:
        desk = Desk(shop, "Anna")
        app = build_app(desk, Access("127.0.0.1"))
        with TestClient(app, base_url="http://127.0.0.1", headers={HEADER: "1"}) as made:
            yield made
        desk.close()


def decide(app: TestClient, action: str, seen: int = 0, by: str = "Anna", page_number: int = 1, **more: Any) -> Any:
    """Asks for a decision."""
    body = {"action": action, "by": by, "seen": seen, "version": "ocr-1", **more}
    return app.post(f"{AT}/{page_number}/decisions", json=body)


def held(output: Path) -> list[tuple[str, str, str, str]]:
    """What is in force on the disk: kind, name, text before, text after."""
    folder = output / "svodka"
    entries = in_force(read_decisions(folder).entries, text_in_force(folder).line)
    return [(each.effect.value, each.by, each.old, each.new) for each in entries]
