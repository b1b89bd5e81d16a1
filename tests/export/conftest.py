"""The rich document, exported once in every format that needs no image."""

from __future__ import annotations

import pytest

from digitize.model.document import Document
from tests.export.documents import exported, rich_document


@pytest.fixture(scope="session")
def rich() -> Document:
    return rich_document()


@pytest.fixture(scope="session")
def files(rich: Document) -> dict[str, bytes]:
    return exported(rich)
