"""Decisions taken down: checked, all or none, refused when stale; several processes at one document."""

from __future__ import annotations

import fcntl
import json
import multiprocessing
import os
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any

import pytest

from digitize.errors import ExitCode, InputError, StaleWriteError, UsageError
from digitize.model.decision import DecisionKind, Offer
from digitize.pipeline.decide import Wish, record_decisions
from digitize.pipeline.review_state import review_state
from digitize.settings import Settings
from digitize.store.decision_log import DecisionLog, append_decisions, read_decisions
from digitize.store.page_codec import decode_page
from digitize.store.versions import version_path
from tests.pipeline import work
from tests.pipeline.kept_documents import LINES, START, Kept, Ticking, read_page, word_id

PAGES = [read_page(1), read_page(2)]


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    made = Kept(tmp_path / "out")
    made.document(PAGES)
    return made


def edit(word: str, new: str, **changes: object) -> Wish:
    told = {
        "kind": DecisionKind.EDIT,
        "by": "Anna",
        "transcription": "ocr-1",
        "words": (word_id(PAGES, word),),
        "new": new,
    }
    return Wish(**{**told, **changes})  # type: ignore[arg-type]


def record(kept: Kept, expected: int, *wishes: Wish) -> tuple[int, ...]:
    return tuple(entry.sequence for entry in record_decisions("vestnik", expected, wishes, kept.settings, Ticking()))


def test_a_decision_is_taken_down_whole(kept: Kept) -> None:
    """Who, when, on what, where it stands and between which words; numbered, and nothing else is written."""
    before = work.contents(kept.output)
    offer = Offer("великъ,", "reference-kniga")
    wish = edit("великъ", "великъ,", kind=DecisionKind.ACCEPT, offer=offer)
    (entry,) = record_decisions("vestnik", 0, [wish], kept.settings, Ticking())
    assert (entry.sequence, entry.kind, entry.by, entry.transcription) == (1, DecisionKind.ACCEPT, "Anna", "ocr-1")
    assert (entry.old, entry.new, entry.offer) == ("великъ", "великъ,", offer)
    assert (entry.at - START).total_seconds() == 1
    assert entry.place is not None
    assert (entry.place.page_number, entry.place.before, entry.place.after) == (1, "был", "и")
    assert read_decisions(kept.folder()).entries == (entry,)
    after = work.contents(kept.output)
    del after["vestnik/decisions.jsonl"]
    assert after == before


def test_decisions_build_on_each_other(kept: Kept) -> None:
    """Within one call and over several: a later one sees the words as the earlier ones have left them."""
    assert record(kept, 0, edit("великъ", "вели къ"), edit("великъ", "велик")) == (1, 2)
    assert record(kept, 2, edit("великъ", "Велик")) == (3,)
    assert [entry.old for entry in read_decisions(kept.folder()).entries] == ["великъ", "вели", "велик"]


def test_a_stale_write_is_refused(kept: Kept) -> None:
    """Somebody else has decided meanwhile: it is said who, and nothing of the second is written; seen again, it is taken."""
    record(kept, 0, edit("великъ", "велик"))
    before = (kept.folder() / "decisions.jsonl").read_bytes()
    for expected in (0, 5):
        with pytest.raises(StaleWriteError) as caught:
            record(kept, expected, edit("саду", "саду,"))
        assert caught.value.exit_code is ExitCode.ENVIRONMENT and caught.value.hint
    with pytest.raises(StaleWriteError, match="decision 1 by Anna is newer"):
        record(kept, 0, edit("саду", "саду,"))
    assert (kept.folder() / "decisions.jsonl").read_bytes() == before
    assert record(kept, 1, edit("саду", "саду,")) == (2,)


def test_a_decision_on_another_reading_is_refused(kept: Kept) -> None:
    """The words of the one are not those of the other, though they have the same ids."""
    kept.another_reading([read_page(1, LINES[:2]), read_page(2)])
    with pytest.raises(StaleWriteError, match="ocr-1 is newer than ocr-2"):
        record(kept, 0, edit("великъ", "велик", transcription="ocr-2"))


@pytest.mark.parametrize(
    "wrong",
    [
        edit("великъ", "велик", words=("p0001_r009_l001_w001",)),
        edit("великъ", "велик", words=("p0009_r001_l001_w001",)),
        edit("великъ", "велик", words=("nonsense",)),
        edit("великъ", "велик", words=()),
        edit("великъ", "велик", kind=DecisionKind.UNSURE),
        edit("великъ", "великъ", kind=DecisionKind.REJECT),
        edit("великъ", "", kind=DecisionKind.UNDO, of=7),
        edit("раз-", "раз два три", words=(word_id(PAGES, "раз-"), word_id(PAGES, "говор"))),
    ],
    ids=["no word", "no page", "no id", "none", "unsure", "reject", "undo", "two lines"],
)
def test_a_decision_that_cannot_be_made(kept: Kept, wrong: Wish) -> None:
    """It is refused with its number and reason, and with it all that came in the same call."""
    with pytest.raises(InputError, match=r"vestnik, ocr-1: decision 2 cannot be made"):
        record(kept, 0, edit("саду", "саду,"), wrong)
    assert read_decisions(kept.folder()).entries == ()


def undo(of: int) -> Wish:
    return Wish(DecisionKind.UNDO, "Anna", "ocr-1", of=of)


def test_taking_back(kept: Kept) -> None:
    """By its number; once; and the last one first, where one builds on another."""
    record(kept, 0, edit("великъ", "велик"), edit("саду", "саду,"), edit("великъ", "Велик"))
    with pytest.raises(InputError, match="decision 3 builds on decision 1"):
        record(kept, 3, undo(1))
    assert record(kept, 3, undo(2), undo(3), undo(1)) == (4, 5, 6)
    with pytest.raises(InputError, match="no decision 1 in force"):
        record(kept, 6, undo(1))
    state = review_state(kept.folder())
    assert (state.open, state.sequence, state.is_reviewed) == ((), 6, False)


def test_open_decisions_are_told(kept: Kept) -> None:
    """Those that the text in force does not hold yet."""
    record(kept, 0, edit("великъ", "велик"), edit("саду", "саду,"), undo(1))
    assert [entry.sequence for entry in review_state(kept.folder()).open] == [2]


def test_only_the_pages_concerned_are_read(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a book of three hundred pages a key press does not wait for the other ones."""
    decoded: list[int] = []

    def watched(data: dict[str, object]) -> object:
        decoded.append(int(str(data["page_number"])))
        return decode_page(data)

    monkeypatch.setattr("digitize.pipeline.version_pages.decode_page", watched)
    second = word_id(PAGES[1:], "саду")
    record(kept, 0, edit("саду", "саду,", words=(second,)))
    assert decoded == [2]


def test_a_version_laid_out_in_another_way_is_read_all_the_same(kept: Kept) -> None:
    """As an older program, or somebody with an editor, may have left it."""
    path = version_path(kept.folder(), "ocr-1")
    path.write_text(json.dumps(json.loads(path.read_bytes()), indent=1), encoding="utf-8")
    assert record(kept, 0, edit("великъ", "велик")) == (1,)


def test_a_document_elsewhere(kept: Kept, tmp_path: Path) -> None:
    """It is written to only through its own output folder."""
    with pytest.raises(UsageError, match="--output"):
        record_decisions(str(kept.folder()), 0, [edit("саду", "саду,")], Settings(output=tmp_path / "other"))


def test_an_older_document_is_brought_up_to_date_first(tmp_path: Path) -> None:
    """Its text is kept as the version that the decision is on."""
    kept = Kept(tmp_path / "out")
    kept.document(PAGES, versions=False)
    record(kept, 0, edit("саду", "саду,"))
    assert work.versions(kept.folder()) == ["ocr-1"]


# Several processes ------------------------------------------------------------------------------------------------------


def decide_in_a_row(output: Path, name: str, word: str, times: int, told: Queue[tuple[int, int]]) -> None:
    """Decides as often as told, each time looking again when somebody else was quicker; tells how often that was."""
    settings, done, refused = Settings(output=output), 0, 0
    while done < times:
        seen = read_decisions(output / "vestnik").sequence
        wish = Wish(DecisionKind.ACCEPT, name, "ocr-1", (word,))
        try:
            record_decisions("vestnik", seen, [wish], settings)
            done += 1
        except StaleWriteError:
            refused += 1
    told.put((done, refused))


def test_two_processes_lose_nothing(kept: Kept) -> None:
    """Each decision of both is there once, in one order; whoever came too late was told, and came again."""
    context = multiprocessing.get_context("spawn")
    told: Queue[tuple[int, int]] = context.Queue()
    words = (word_id(PAGES, "саду"), word_id(PAGES, "великъ"))
    started = [
        context.Process(target=decide_in_a_row, args=(kept.output, name, word, 8, told))
        for name, word in zip(("Anna", "Boris"), words, strict=True)
    ]
    for process in started:
        process.start()
    for process in started:
        process.join(120)
        assert process.exitcode == 0
    assert sorted(told.get(timeout=10)[0] for _ in started) == [8, 8]
    told.close()
    told.join_thread()
    entries = read_decisions(kept.folder()).entries
    assert [entry.sequence for entry in entries] == list(range(1, 17))
    assert [entry.by for entry in entries].count("Anna") == 8


def decide_once(output: Path, name: str, word: str, told: Queue[str]) -> None:
    """Decides on what was seen before the other began."""
    try:
        record_decisions("vestnik", 0, [Wish(DecisionKind.ACCEPT, name, "ocr-1", (word,))], Settings(output=output))
        told.put("taken")
    except StaleWriteError as error:
        told.put(str(error))


def test_the_second_of_two_processes_is_told(kept: Kept) -> None:
    """Both have seen the same state: one is taken, the other refused, whichever it is."""
    context = multiprocessing.get_context("spawn")
    told: Queue[str] = context.Queue()
    word = word_id(PAGES, "саду")
    started = [context.Process(target=decide_once, args=(kept.output, name, word, told)) for name in ("Anna", "Boris")]
    for process in started:
        process.start()
    answers = sorted(told.get(timeout=120) for _ in started)
    for process in started:
        process.join(120)
    told.close()
    told.join_thread()
    assert answers[0] == "taken" and "is newer than what was seen" in answers[1]
    assert read_decisions(kept.folder()).sequence == 1


def test_the_lock_is_held(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read is still so when it is written: both happen under the document's lock."""
    held: list[bool] = []

    def watched(*rest: Any) -> DecisionLog:
        (path,) = (p for p in (kept.output / ".digitize/locks").iterdir() if len(p.name) == 16)
        descriptor = os.open(path, os.O_RDWR)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            held.append(False)
        except BlockingIOError:
            held.append(True)
        finally:
            os.close(descriptor)
        return append_decisions(*rest)

    monkeypatch.setattr("digitize.pipeline.decide.append_decisions", watched)
    record(kept, 0, edit("саду", "саду,"))
    assert held == [True]


def test_a_decision_names_who_made_it(kept: Kept) -> None:
    """One that nobody has made is refused, and so is one on what is no word's id; the list stays empty."""
    for wish, said in (
        (edit("великъ", "велик", by=" "), "nobody"),
        (edit("великъ", "велик", words=("x",)), "no id of a word"),
    ):
        with pytest.raises(InputError, match=said):
            record(kept, 0, wish)
    assert read_decisions(kept.folder()).sequence == 0
