"""Runs that several tests look at: made once, never changed (a test that changes something copies the folder first)."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from digitize.confine import Pool
from digitize.pipeline.run import DocumentResult
from tests.pipeline import scans, work
from tests.shared_folder import made_once

Run = Callable[..., list[DocumentResult]]


@pytest.fixture(scope="session")
def pool() -> Iterator[Pool]:
    """One worker for all tests that need no other: starting one takes longer than what most of them do."""
    with Pool(1, 4 << 30) as made:
        yield made


@pytest.fixture(scope="session")
def run(pool: Pool) -> Run:
    """:func:`tests.pipeline.work.run` in that worker."""
    return partial(work.run, pool=pool)


@dataclass(frozen=True)
class Delivered:
    """A collection and what was made of it: ``urozhai`` with a sidecar, ``mixed``, and ``listy``, a folder of images."""

    inbox: Path
    output: Path
    results: tuple[DocumentResult, ...]

    def folder(self, document: str) -> Path:
        return self.output / document


SIDECAR = (
    'title = "Сельская газета"\ndate = "1927-11-02"\npage = 4\ncitation = "Сельская газета, 2 ноября 1927, с. 4"\n'
)


def _make_delivered(root: Path) -> Delivered:
    inbox = root / "inbox"
    scans.png(inbox / "urozhai.png")
    (inbox / "urozhai.toml").write_text(SIDECAR, encoding="utf-8")
    scans.mixed_pdf(inbox / "mixed.pdf")
    for number, lines in ((10, scans.RUSSIAN[:2]), (2, scans.RUSSIAN[2:4]), (1, scans.RUSSIAN[3:])):
        scans.png(inbox / "listy" / f"list{number}.png", scans.page(lines, height=240))
    output = root / "output"
    return Delivered(inbox, output, tuple(work.run(output, inbox, jobs=2)))


@pytest.fixture(scope="session")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Delivered:
    return made_once(tmp_path_factory, "delivered", _make_delivered)


@pytest.fixture
def copy(delivered: Delivered, tmp_path: Path) -> Delivered:
    """The collection with results that may be changed."""
    output = tmp_path / "output"
    shutil.copytree(delivered.output, output)
    return Delivered(delivered.inbox, output, delivered.results)
