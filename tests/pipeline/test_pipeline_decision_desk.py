"""A desk that decisions are taken down at one after the other: what it remembers changes nothing of what it writes."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitize.errors import DigitizeError, InputError
from digitize.model.decision import DecisionKind
from digitize.pipeline.decide import DecisionDesk, Wish, record_decisions
from digitize.pipeline.versions import read_version
from digitize.store.decision_log import FILE, read_decisions
from tests.export.documents import W
from tests.pipeline.kept_documents import Kept, Ticking, read_page

PAGES = [read_page(1), read_page(2)]
WORDS = [word.id for page in PAGES for word in page.words]

EDITS = st.tuples(st.sampled_from(WORDS), st.sampled_from(["дом", "два слова", "", "раз-"]))
UNDOS = st.tuples(st.just("undo"), st.integers(1, 12), st.booleans())
BATCHES = st.lists(EDITS, min_size=2, max_size=3)
MEDDLING = st.sampled_from(["cut the list", "torn line", "no end of line", "replace the list"])
STEPS = st.lists(
    st.tuples(st.integers(0, 2), st.one_of(EDITS, UNDOS, BATCHES, MEDDLING)), min_size=1, max_size=12
)  # fmt: skip


def _kept(folder: Path) -> Kept:
    made = Kept(folder / "out")
    made.document(PAGES)
    return made


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> tuple[Kept, Kept]:
    """Two output folders that hold the same; what is decided in them is forgotten before each use."""
    return _kept(tmp_path_factory.mktemp("mixed")), _kept(tmp_path_factory.mktemp("fresh"))


def _wishes(step: object) -> list[Wish]:
    if isinstance(step, list):
        return [wish for edit in step for wish in _wishes(edit)]
    assert isinstance(step, tuple)
    if step[0] == "undo":
        return [Wish(DecisionKind.UNDO, "Anna", "ocr-1", of=step[1], whole_batch=step[2])]
    return [Wish(DecisionKind.EDIT, "Anna", "ocr-1", (step[0],), step[1])]


def _meddle(path: Path, how: str) -> None:
    """What other programs and crashes do to the list."""
    data = path.read_bytes() if path.exists() else b""
    lines = data.splitlines(keepends=True)
    if how == "cut the list":
        path.write_bytes(b"".join(lines[: len(lines) // 2]))
    elif how == "torn line":
        path.write_bytes(b"".join(lines) + b'{"schema_ver')
    elif how == "no end of line":
        path.write_bytes(data.rstrip(b"\n"))
    else:
        path.unlink(missing_ok=True)
        path.write_bytes(data)


def _outcome(act: Callable[[int, list[Wish]], object], seen: int, wishes: list[Wish]) -> object:
    try:
        return act(seen, wishes)
    except DigitizeError as error:
        return type(error), error.message


def _fresh(kept: Kept, clock: Ticking) -> Callable[[int, list[Wish]], object]:
    return lambda seen, wishes: record_decisions("vestnik", seen, wishes, kept.settings, clock)


@settings(max_examples=15)
@given(steps=STEPS)
def test_a_desk_writes_what_a_fresh_call_writes(twins: tuple[Kept, Kept], steps: list[tuple[int, object]]) -> None:
    """Two desks and fresh calls in turn, with others' hands in the list: the same entries, refusals and bytes as fresh calls alone."""
    mixed, fresh = twins
    lists = [kept.folder() / FILE for kept in twins]
    for path in lists:
        path.unlink(missing_ok=True)
    clock = Ticking()
    desks = [DecisionDesk("vestnik", mixed.settings, clock) for _ in range(2)]
    writers = [desks[0].record, desks[1].record, _fresh(mixed, clock)]
    alone = _fresh(fresh, Ticking())
    for who, step in steps:
        if isinstance(step, str):
            for path in lists:
                _meddle(path, step)
            continue
        wishes, seen = _wishes(step), read_decisions(fresh.folder()).sequence
        assert _outcome(writers[who], seen, wishes) == _outcome(alone, seen, wishes)
        assert desks[0].log().entries == read_decisions(fresh.folder()).entries
    assert len({path.read_bytes() if path.exists() else b"" for path in lists}) == 1


def test_a_desk_reads_each_thing_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the list what is new, of the text a page when it is first decided on: a hundred decisions decode two pages and as many lines."""
    kept = _kept(tmp_path)
    desk = DecisionDesk("vestnik", kept.settings, Ticking())
    decoded: list[str] = []

    def counted(what: str, module: str, name: str) -> None:
        function = getattr(import_module(module), name)

        def watched(*of: object) -> object:
            decoded.append(what)
            return function(*of)

        monkeypatch.setattr(f"{module}.{name}", watched)

    counted("page", "digitize.pipeline.version_pages", "decode_page")
    counted("line", "digitize.store.decision_log", "_decoded")
    counted("heads", "digitize.pipeline.decide", "bring_up_to_date")
    for number in range(30):
        wish = Wish(DecisionKind.ACCEPT, "Anna", "ocr-1", (WORDS[number % len(WORDS)],))
        desk.record(number, [wish])
    assert (decoded.count("page"), decoded.count("line"), decoded.count("heads")) == (2, 29, 1)


def test_a_desk_follows_another_text_in_force(tmp_path: Path) -> None:
    """A reading that was made meanwhile is the one that is decided on; a document that is gone is told."""
    kept = _kept(tmp_path)
    desk = DecisionDesk("vestnik", kept.settings, Ticking())
    desk.record(0, [Wish(DecisionKind.EDIT, "Anna", "ocr-1", (WORDS[0],), "дом")])
    assert desk.text().version == "ocr-1"
    other = kept.another_reading([read_page(1), read_page(2, [[W("Конец.")]])], "ocr-1")
    (kept.folder() / "transcription.json").write_bytes((kept.folder() / f"transcriptions/{other.id}.json").read_bytes())
    assert desk.text().version == other.id
    assert read_version(kept.folder(), other.id).transcription.id == other.id
    (kept.folder() / "report.json").unlink()
    with pytest.raises(InputError, match="no document"):
        desk.record(1, [Wish(DecisionKind.EDIT, "Anna", other.id, (WORDS[0],), "дом")])
