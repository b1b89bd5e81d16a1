"""The queue of a stored document: found once and kept, anew when a version or a setting is another, gone with the document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from digitize.align.variant import VariantKind
from digitize.confine import Pool
from digitize.errors import InputError, UsageError
from digitize.model.decision import DecisionKind, Offer
from digitize.model.place_states import states
from digitize.pipeline import review_queue
from digitize.pipeline.alignments import align_reference
from digitize.pipeline.decide import Wish, record_decisions
from digitize.pipeline.decided_text import text_in_force
from digitize.pipeline.delete import delete_document
from digitize.pipeline.finish_review import finish_review
from digitize.pipeline.review_pairs import ReviewPair, pairs_of
from digitize.pipeline.review_queue import QueueJob, is_ready, load_queue
from digitize.pipeline.versions import keep_reference
from digitize.pipeline.workshop import Workshop
from digitize.store.decision_log import read_decisions
from tests.export.compared_texts import kept as reference
from tests.pipeline.kept_documents import LINES, Kept, Ticking, read_page

PAGES = [read_page(1), read_page(2)]
TEXT = "Урожай въ саду был великъ и разговор о нём шёл. Урожай в саду был велик и разговор о нём шёл."
BOOK = "reference-izdanie"


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    made = Kept(tmp_path / "out")
    made.document(PAGES)
    keep_reference(reference(TEXT), made.folder(), "izdanie")
    return made


@pytest.fixture
def shop(kept: Kept, pool: Pool) -> Iterator[Workshop]:
    with Workshop(kept.settings, pool=pool) as made:
        yield made


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch, pool: Pool) -> list[QueueJob]:
    """What was looked for in workers."""
    jobs: list[QueueJob] = []
    run = pool.run

    def watched(timeout_s: float, function: object, *arguments: object) -> object:
        jobs.extend(job for job in arguments if isinstance(job, QueueJob))
        return run(timeout_s, function, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(pool, "run", watched)
    return jobs


def readings(shop: Workshop, right: str | None, left: str | None = None) -> list[tuple[str, str | None]]:
    return [(place.left, place.right) for place in load_queue("vestnik", left, right, shop).places]


def test_a_queue_is_found_once(shop: Workshop, found: list[QueueJob]) -> None:
    """The second time it comes from the cache, by whatever name the text in force is called; and it is the same."""
    assert not is_ready("vestnik", None, BOOK, shop)
    queue = load_queue("vestnik", None, BOOK, shop)
    assert is_ready("vestnik", "ocr-1", BOOK, shop) and not is_ready("vestnik", None, None, shop)
    assert load_queue("vestnik", "ocr-1", BOOK, shop) == queue and len(found) == 1
    assert (queue.document, queue.left, queue.right) == ("vestnik", "ocr-1", BOOK)
    assert (queue.left_name, queue.right_name) == ("reading 1", "izdanie.txt")
    assert [(p.left, p.right, p.page_number) for p in queue.places] == [("в", "въ", 1), ("великъ", "велик", 2)]


def test_doubts_and_another_reading(kept: Kept, shop: Workshop) -> None:
    """Without a second text what is doubtful; with another reading what that has instead."""
    assert readings(shop, None) == [("великъ", None), ("великъ", None)]
    kept.another_reading(
        [read_page(1), read_page(2, [*LINES[:2], (LINES[2][0], *(LINES[2][1:3]), replace(LINES[2][3], text="шел."))])]
    )
    assert readings(shop, "ocr-2") == [("шёл.", "шел.")]
    assert readings(shop, "ocr-1", "ocr-2") == [("шел.", "шёл.")]


def test_a_queue_is_found_anew_when_something_is_another(
    kept: Kept, shop: Workshop, found: list[QueueJob], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other kinds taken for equal, another version of the step, bytes in the cache that are none; not when nothing is."""
    readings(shop, BOOK)
    equal = kept.settings.model_copy(update={"equal": VariantKind.ORTHOGRAPHY.value})
    with Workshop(equal, pool=shop.pool) as other:
        assert readings(other, BOOK) == []
    monkeypatch.setattr(review_queue, "QUEUE_VERSION", 0)
    assert not is_ready("vestnik", None, BOOK, shop)
    readings(shop, BOOK)
    monkeypatch.undo()
    assert len(found) == 3
    assert is_ready("vestnik", None, BOOK, shop)
    for entry in (kept.output / ".digitize" / "cache").glob("??/*"):
        entry.write_bytes(b"nonsense")
    assert readings(shop, BOOK) == [("в", "въ"), ("великъ", "велик")]


def test_what_a_text_was_laid_with_is_taken_for_equal(kept: Kept, shop: Workshop, tmp_path: Path) -> None:
    """As the alignment of the reference has it, whatever the settings say today."""
    path = tmp_path / "kniga.txt"
    path.write_text(TEXT, encoding="utf-8")
    equal = kept.settings.model_copy(update={"equal": VariantKind.ORTHOGRAPHY.value})
    with Workshop(equal, pool=shop.pool) as other:
        laid = align_reference("vestnik", path, other)
    assert readings(shop, laid.reference) == []


def test_decisions_are_told_beside_it(kept: Kept, shop: Workshop) -> None:
    """The queue stays as it is; after the review there is another one, of the reviewed text, in which what was rejected is still told so."""
    queue = load_queue("vestnik", None, BOOK, shop)
    first, second = queue.places
    assert second.right is not None
    wishes = [
        Wish(DecisionKind.REJECT, "Anna", "ocr-1", first.words, offer=Offer(first.right or "", BOOK)),
        Wish(DecisionKind.ACCEPT, "Anna", "ocr-1", second.words, second.right, offer=Offer(second.right, BOOK)),
    ]
    record_decisions("vestnik", 0, wishes, kept.settings, Ticking())
    assert load_queue("vestnik", None, BOOK, shop) == queue
    line = text_in_force(kept.folder()).line
    told = states(queue, read_decisions(kept.folder()).entries, line)
    assert [(told[place.key].effect, told[place.key].by) for place in (first, second)] == [
        (DecisionKind.REJECT, "Anna"),
        (DecisionKind.ACCEPT, "Anna"),
    ]
    finish_review("vestnik", "ocr-1", shop, Ticking())
    after = load_queue("vestnik", None, BOOK, shop)
    assert after.left == "reviewed-1" and [place.key for place in after.places] == [first.key]
    line = text_in_force(kept.folder()).line
    assert states(after, read_decisions(kept.folder()).entries, line)[first.key].effect is DecisionKind.REJECT


def test_which_texts_are_worth_comparing(kept: Kept) -> None:
    """The text in force with each reference, then with other versions, newest first, then alone; all can be decided on."""
    kept.another_reading([read_page(1, LINES[:2]), read_page(2)])
    kept.another_reading([read_page(1), read_page(2, LINES[:2])])
    assert pairs_of("vestnik", kept.settings) == (
        ReviewPair("ocr-1", BOOK, "reading 1", "izdanie.txt", decidable=True),
        ReviewPair("ocr-1", "ocr-3", "reading 1", "reading 3", decidable=True),
        ReviewPair("ocr-1", "ocr-2", "reading 1", "reading 2", decidable=True),
        ReviewPair("ocr-1", None, "reading 1", "", decidable=True),
    )


def test_a_deleted_document_leaves_no_queue(kept: Kept, shop: Workshop) -> None:
    """Its words are not in the cache any more; another document's stay."""
    kept.document([read_page(1)], "gazeta")
    load_queue("vestnik", None, BOOK, shop)
    load_queue("vestnik", None, None, shop)
    load_queue("gazeta", None, None, shop)
    assert delete_document("vestnik", kept.settings).cache_entries == 2
    assert is_ready("gazeta", None, None, shop)


def test_nothing_of_a_document_deleted_meanwhile_is_kept(
    kept: Kept, shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a worker brings after the deletion is not put back into the cache."""
    run = shop.pool.run

    def slow(timeout_s: float, function: object, *arguments: object) -> object:
        made: object = run(timeout_s, function, *arguments)  # type: ignore[arg-type]
        delete_document("vestnik", kept.settings)
        return made

    monkeypatch.setattr(shop.pool, "run", slow)
    load_queue("vestnik", None, BOOK, shop)
    assert list((kept.output / ".digitize" / "cache").glob("??/*")) == []


@pytest.mark.parametrize(
    ("left", "right", "error", "message"),
    [
        (None, "reference-nichego", InputError, "no version reference-nichego of it"),
        (None, "ocr-7", InputError, "no version ocr-7 of it"),
        ("../../x", None, InputError, "no version ../../x of it"),
        (BOOK, None, UsageError, "no places on the scan"),
        ("ocr-1", "ocr-1", UsageError, "not compared with itself"),
    ],
)
def test_what_cannot_be_compared(
    shop: Workshop, left: str | None, right: str | None, error: type[InputError | UsageError], message: str
) -> None:
    """A version that is not there, or has no places, is named, with what to do."""
    for asked in (load_queue, is_ready):
        with pytest.raises(error, match=message) as caught:
            asked("vestnik", left, right, shop)
        assert caught.value.where and caught.value.hint


def test_what_is_not_there_or_damaged(kept: Kept, shop: Workshop) -> None:
    """No document, one outside the output folder, a version that cannot be read: said, and nothing is kept."""
    for name in ("nichego", "", "../out"):
        with pytest.raises((InputError, UsageError)):
            load_queue(name, None, None, shop)
    path = kept.folder() / "transcriptions" / f"{BOOK}.json"
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(InputError, match="text"):
        load_queue("vestnik", None, BOOK, shop)
    assert not is_ready("vestnik", None, BOOK, shop)
