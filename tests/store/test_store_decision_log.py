"""decisions.jsonl: lines are added, synced and never changed; what a crash leaves is told apart and put aside."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.errors import EnvironmentFault, InputError
from digitize.model.decision import AddedLine, Decision, DecisionKind, DecisionPlace, Offer
from digitize.model.geometry import Box
from digitize.model.transcription import RegionKind
from digitize.store.decision_log import append_decisions, encode_decision, read_decisions
from tests.export import schemas
from tests.model.test_model_decision import EDIT, carried, undo, unfit

ACCEPT = replace(EDIT, sequence=2, kind=DecisionKind.ACCEPT, offer=Offer("кит", "reference-kniga"))
PLACE = DecisionPlace(1, (Box(0, 0, 90, 20), Box(0, 30, 90, 50)))
ADDED = Decision(
    6,
    DecisionKind.ADD_LINE,
    "Anna",
    EDIT.at,
    "ocr-1",
    new="Подпись: Иванов",
    place=PLACE,
    on="p0001_r003_l001",
    line=AddedLine("p0001_r003", ((0, 0.5), (90, 0), (90, 20), (0, 20)), "p0001_r002", RegionKind.HANDWRITING),
    batch=6,
)
REORDERED = Decision(
    7,
    DecisionKind.REORDER,
    "Anna",
    EDIT.at,
    "ocr-1",
    old="p0001_r001 p0001_r002",
    new="p0001_r002 p0001_r001",
    place=PLACE,
    on="p0001",
    batch=6,
)
AGAIN = replace(ADDED, sequence=8, kind=DecisionKind.CARRIED, repeats=DecisionKind.ADD_LINE, of=6, batch=None)
ENTRIES = (EDIT, ACCEPT, undo(3, 1), carried(4, 2, "ocr-2"), unfit(5, 2, "ocr-3"), ADDED, REORDERED, AGAIN)


def added(folder: Path, *entries: Decision) -> None:
    append_decisions(folder, read_decisions(folder), entries)


def test_entries_read_back(tmp_path: Path) -> None:
    """Of every kind, in order, over several writes; each a line that satisfies its schema."""
    added(tmp_path, *ENTRIES[:2])
    added(tmp_path, *ENTRIES[2:])
    log = read_decisions(tmp_path)
    assert (log.entries, log.torn, log.sequence) == (ENTRIES, b"", 8)
    lines = (tmp_path / "decisions.jsonl").read_bytes().splitlines()
    for line in lines:
        schemas.own("decision").validate(json.loads(line))
        assert not schemas.own("decision").is_valid({**json.loads(line), "surprise": 1})
    assert len(lines) == 8


OF_1_0 = (
    '{"schema_version":"1.0","sequence":1,"kind":"edit","by":"Anna","at":"2027-03-05T12:00:00.000+00:00","transcription":"ocr-1",'
    '"of":null,"repeats":null,"words":["p0001_r001_l001_w001"],"old":"кот","new":"кит","offer":null,"place":{"page_number":1,'
    '"boxes":[[0,0,10,10]],"before":"","after":""},"reason":null}\n'
    '{"schema_version":"1.0","sequence":2,"kind":"undo","by":"Anna","at":"2027-03-05T12:00:01.000+00:00","transcription":"ocr-1",'
    '"of":1,"repeats":null,"words":[],"old":"","new":"","offer":null,"place":null,"reason":null}\n'
)
"""A list as version 1.0 wrote it."""


def test_a_list_of_version_1_0(tmp_path: Path) -> None:
    """It is read as it was, its lines stay as they are, and new ones follow; the schema holds for both."""
    (tmp_path / "decisions.jsonl").write_text(OF_1_0, "utf-8")
    assert read_decisions(tmp_path).entries == (EDIT, replace(undo(2, 1), at=EDIT.at + timedelta(seconds=1)))
    added(tmp_path, replace(ADDED, sequence=3, batch=None))
    lines = (tmp_path / "decisions.jsonl").read_text("utf-8").splitlines(keepends=True)
    assert "".join(lines[:2]) == OF_1_0 and len(lines) == 3
    for line in lines:
        schemas.own("decision").validate(json.loads(line))


def test_nothing_is_written_by_reading(tmp_path: Path) -> None:
    """A document without decisions has no such file."""
    assert read_decisions(tmp_path).entries == ()
    added(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_is_told_to_be_kept_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is synced before the call returns, a new file's name too."""
    synced: list[str] = []
    real = os.fsync

    def watched(descriptor: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    added(tmp_path, EDIT)
    assert synced == [str(tmp_path / "decisions.jsonl"), str(tmp_path)]


@pytest.mark.parametrize("cut", [1, 20, -2])
def test_a_torn_last_line(tmp_path: Path, cut: int) -> None:
    """It is no entry and no error; the next write puts it aside, and the file is whole again."""
    added(tmp_path, EDIT)
    whole = (tmp_path / "decisions.jsonl").read_bytes()
    torn = encode_decision(ACCEPT)[:cut]
    (tmp_path / "decisions.jsonl").write_bytes(whole + torn)
    log = read_decisions(tmp_path)
    assert (log.entries, log.torn) == ((EDIT,), torn)
    added(tmp_path, ACCEPT)
    assert (tmp_path / "decisions.jsonl").read_bytes() == whole + encode_decision(ACCEPT)
    assert (tmp_path / "decisions.torn").read_bytes() == torn + b"\n"


def test_a_last_line_that_lacks_only_its_end(tmp_path: Path) -> None:
    """An entry that is whole counts, as an editor may leave it."""
    added(tmp_path, EDIT)
    path = tmp_path / "decisions.jsonl"
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    assert read_decisions(tmp_path).entries == (EDIT,)
    added(tmp_path, ACCEPT)
    assert read_decisions(tmp_path).entries == (EDIT, ACCEPT)
    assert not (tmp_path / "decisions.torn").exists()


@given(st.integers(0, 10_000))
def test_wherever_a_crash_comes(tmp_path_factory: pytest.TempPathFactory, place: int) -> None:
    """Cut at any byte, the file gives the entries that were whole, and goes on from there."""
    folder = tmp_path_factory.mktemp("log")
    whole = b"".join(map(encode_decision, ENTRIES))
    place %= len(whole) + 1
    (folder / "decisions.jsonl").write_bytes(whole[:place])
    known = read_decisions(folder).entries
    assert known == ENTRIES[: len(known)]
    assert whole[:place].count(b"\n") <= len(known) <= whole[:place].count(b"\n") + 1
    added(folder, *ENTRIES[len(known) :])
    assert read_decisions(folder).entries == ENTRIES


@pytest.mark.parametrize(
    "change",
    [
        lambda line: b"{",
        lambda line: b"",
        lambda line: line.replace(b'"sequence":1', b'"sequence":3'),
        lambda line: line.replace(b'"edit"', b'"delete"'),
        lambda line: line.replace(b'"by":"Anna",', b""),
        lambda line: line.replace(b'"schema_version":"1.1"', b'"schema_version":"2.0"'),
        lambda line: b"[" * 100_000,
    ],
    ids=["cut", "empty", "number", "kind", "field", "version", "deep"],
)
def test_a_damaged_line(tmp_path: Path, change: Any) -> None:
    """Before the last it is an error that names the line; nothing is guessed, nothing is written."""
    added(tmp_path, EDIT, ACCEPT)
    path = tmp_path / "decisions.jsonl"
    first, second = path.read_bytes().splitlines()
    path.write_bytes(change(first) + b"\n" + second + b"\n")
    with pytest.raises(InputError) as caught:
        read_decisions(tmp_path)
    assert caught.value.where == f"{path}, line 1" and caught.value.hint


def test_numbers_go_on(tmp_path: Path) -> None:
    """A gap or a repetition is a bug of the caller, and nothing is written."""
    added(tmp_path, EDIT)
    before = (tmp_path / "decisions.jsonl").read_bytes()
    for wrong in ((EDIT,), (replace(EDIT, sequence=3),)):
        with pytest.raises(ValueError, match="do not go on"):
            added(tmp_path, *wrong)
    assert (tmp_path / "decisions.jsonl").read_bytes() == before


def test_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is the surroundings' fault; the file is named."""

    def full(_: int) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EnvironmentFault, match="disk is full"):
        added(tmp_path, EDIT)


@given(st.text(min_size=1).map(lambda text: " ".join(text.split())), st.text())
def test_any_words_are_kept(tmp_path_factory: pytest.TempPathFactory, new: str, by: str) -> None:
    """Quotes, line ends in names, halves of surrogate pairs: a line is a line."""
    folder = tmp_path_factory.mktemp("log")
    place = DecisionPlace(1, (Box(0, 0, 1, 1),), before=by)
    entry = replace(EDIT, new=new, by=by, place=place)
    added(folder, entry)
    assert read_decisions(folder).entries == (entry,)
