"""A watched folder seen from outside."""

from __future__ import annotations

import os
import time
from pathlib import Path

from digitize.errors import InputError
from digitize.watch.reasons import reason_for_failure
from digitize.watch.waiting import inbox_state


def test_what_waits_and_what_was_put_aside(tmp_path: Path) -> None:
    """Documents to be, by whether they have settled; scans in ``failed`` with what is wrong, the last first."""
    inbox, failed = tmp_path / "inbox", tmp_path / "failed"
    inbox.mkdir()
    failed.mkdir()
    for name, age_s in (("old.png", 100), ("older.pdf", 200), ("new.png", 0), (".hidden", 100)):
        (inbox / name).write_bytes(b"x")
        os.utime(inbox / name, (time.time() - age_s,) * 2)
    reason = reason_for_failure("bad.pdf", [InputError("it is encrypted", where="bad.pdf", hint="Decrypt it")], inbox)
    for name, age_s in (("bad.pdf", 50), ("worse.pdf", 10)):
        note = failed / f"{name}.reason.txt"
        note.write_text(reason)
        os.utime(note, (time.time() - age_s,) * 2)
    found = inbox_state(inbox)
    assert (found.settled, found.growing) == (2, 1)
    assert found.oldest is not None and 190 < time.time() - found.oldest.timestamp() < 290
    assert [each.name for each in found.failed] == ["worse.pdf", "bad.pdf"]
    assert found.failed[0].reason == "bad.pdf: it is encrypted."


def test_an_inbox_that_is_gone(tmp_path: Path) -> None:
    """It is named as a trouble, and nothing fails."""
    found = inbox_state(tmp_path / "inbox")
    assert found.settled == 0 and "cannot be read" in found.troubles[0]
