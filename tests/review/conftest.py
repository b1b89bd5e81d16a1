"""An output folder to review, made once; a test works on a copy of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from digitize.confine import Pool
from digitize.pipeline.review_pairs import pairs_of
from digitize.pipeline.review_queue import load_queue
from digitize.pipeline.workshop import Workshop
from tests.pipeline.kept_documents import Kept
from tests.review.review_documents import make_hostile, make_vestnik


@pytest.fixture(scope="session")
def pool() -> Iterator[Pool]:
    """One worker for all tests of the app."""
    with Pool(1, 4 << 30) as made:
        yield made


@pytest.fixture(scope="session")
def drawn_output(pool: Pool, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``vestnik`` and ``hostile``, their places found already; not to be changed."""
    kept = Kept(tmp_path_factory.mktemp("drawn") / "out")
    with Workshop(kept.settings, pool=pool) as shop:
        make_vestnik(kept, shop)
        make_hostile(kept, shop)
        for document in ("vestnik", "hostile"):
            for pair in pairs_of(document, shop.settings):
                load_queue(document, pair.left, pair.right, shop)
    return kept.output


@pytest.fixture
def output(drawn_output: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    return Path(shutil.copytree(drawn_output, tmp_path / "out"))
