"""The line that says how the service stands follows what the watcher says."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from digitize.errors import EnvironmentFault, InputError
from digitize.pipeline.run import DocumentResult
from digitize.watch.places import Places
from digitize.watch.watcher import Watcher
from digitize_flows import standing
from digitize_flows.service_record import ServiceRecord
from digitize_flows.standing import told, waiting_in
from tests.flows.flow_pages import result


def test_the_sentences_of_the_real_watcher_are_understood(tmp_path: Path) -> None:
    """Done, done in part, failed and put back: a change of the watcher's words fails here."""
    record = ServiceRecord(tmp_path / "output", {}, [])
    said: list[str] = []
    during: list[bool] = []

    def tell(sentence: str) -> None:
        said.append(sentence)
        record.hear(sentence)

    def submit(path: Path) -> list[DocumentResult]:
        during.append(record.counts[0] == 1)
        match path.stem:
            case "good":
                return [result("good")]
            case "part":
                return [result("part", InputError("a page is missing"))]
            case "waits" if during.count(True) < 10:
                raise EnvironmentFault("the disk is full")
            case "waits":
                return [result("waits")]
            case _:
                return [result("bad", InputError("no scan"), delivered=False)]

    places = Places.beside(tmp_path / "inbox")
    places.prepare(tmp_path / "output")
    for name in ("bad", "good", "part", "waits"):
        (places.inbox / f"{name}.png").write_bytes(b"x")
    watcher = Watcher(places, submit, tell, settle_s=0, retry_s=0, stop=Event())
    while any(places.inbox.iterdir()):
        watcher.look()
        watcher.work()
    assert set(during) == {True}
    assert record.counts == (0, 3, 1), said
    assert any("waits in the inbox" in sentence for sentence in said)


def test_what_cannot_be_moved_counts_when_it_was(tmp_path: Path) -> None:
    """The watcher says "done" twice then."""
    record = ServiceRecord(tmp_path, {}, [])
    record.hear("taken: a.png")
    record.hear("done: a.png: 1 page; but the original cannot be moved. It stays where it is")
    assert record.counts == (0, 0, 0)
    record.hear("done: a.png: 1 page")
    assert record.counts == (0, 1, 0)


def test_what_is_being_read_does_not_wait() -> None:
    """The file stands in the inbox still, and is counted once."""
    assert told(3, 1, 0, 0) == "2 waiting, 1 being read, 0 done, 0 failed"
    assert told(0, 0, 1200, 3) == "0 waiting, 1,200 done, 3 failed"


def test_what_waits_is_counted_by_name_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sidecars, hidden and temporary names are no documents; a missing inbox has none; a full one is not counted to its end."""
    first, second = tmp_path / "a", tmp_path / "b"
    first.mkdir()
    for name in ("one.png", "one.toml", "two.pdf", ".hidden.png", "three.tif.part"):
        (first / name).touch()
    (first / "box").mkdir()
    assert waiting_in([first, second]) == 3
    monkeypatch.setattr(standing, "_MOST_WAITING", 2)
    assert waiting_in([first, second]) == 2
    assert told(2, 0, 0, 0).startswith("2 or more waiting")
