"""decisions.jsonl: lines are added, synced and never changed; what a crash leaves is told apart and put aside."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.errors import EnvironmentFault, InputError
from digitize.model.decision import Decision, DecisionKind, DecisionPlace, Offer
from digitize.model.geometry import Box
from digitize.store.decision_log import append_decisions, encode_decision, read_decisions
from tests.export import schemas
from tests.model.test_model_decision import EDIT, carried, undo, unfit

ACCEPT = replace(EDIT, sequence=2, kind=DecisionKind.ACCEPT, offer=Offer("кит", "reference-kniga"))
ENTRIES = (EDIT, ACCEPT, undo(3, 1), carried(4, 2, "ocr-2"), unfit(5, 2, "ocr-3"))


def added(folder: Path, *entries: Decision) -> None:
    append_decisions(folder, read_decisions(folder), entries)


def test_entries_read_back(tmp_path: Path) -> None:
    """Of every kind, in order, over several writes; each a line that satisfies its schema."""
    added(tmp_path, *ENTRIES[:2])
    added(tmp_path, *ENTRIES[2:])
    log = read_decisions(tmp_path)
    assert (log.entries, log.torn, log.sequence) == (ENTRIES, b"", 5)
    lines = (tmp_path / "decisions.jsonl").read_bytes().splitlines()
    for line in lines:
        schemas.own("decision").validate(json.loads(line))
        assert not schemas.own("decision").is_valid({**json.loads(line), "surprise": 1})
    assert len(lines) == 5


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
