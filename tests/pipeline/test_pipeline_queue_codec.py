"""Queues as bytes: they come back whole, damaged ones are told, and a document's are found in the cache."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitize.model.geometry import Box
from digitize.model.place import Beside, ReviewPlace, ReviewQueue
from digitize.model.transcription import Alternative, Repair
from digitize.pipeline.queue_codec import decode_queue, encode_queue, mark_of

_text = st.text(st.characters(exclude_characters="\x1e\x1f"), max_size=8)
_word = st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=6)
_share = st.floats(0, 1)
_box = st.builds(
    lambda x, y, width, height: Box(x, y, x + width, y + height),
    st.integers(0, 9), st.integers(0, 9), st.integers(1, 9), st.integers(1, 9),
)  # fmt: skip
_place = st.builds(
    ReviewPlace,
    key=_word,
    page_number=st.integers(1, 500),
    line=_word,
    words=st.lists(_word, min_size=1, max_size=3).map(tuple),
    boxes=st.lists(_box, max_size=3).map(tuple),
    left=_text,
    right=_text,
    kinds=st.lists(_word, min_size=1, max_size=2).map(tuple),
    beside=st.sampled_from([None, *Beside]),
    substantive=st.none() | st.booleans(),
    misread=st.none() | _text,
    evidence=st.lists(_text, max_size=2).map(tuple),
    graphemes=st.lists(st.tuples(_text, _text), max_size=3).map(tuple),
    confidence=st.none() | _share,
    script=st.none() | _word,
    before=_text,
    after=_text,
    alternatives=st.lists(st.builds(Alternative, _text, st.none() | _share, _text), max_size=2).map(tuple),
    repairs=st.lists(st.builds(Repair, _text, _text, _text, _text, _text), max_size=2).map(tuple),
    citation=_text,
    moved=st.booleans(),
    decidable=st.booleans(),
)

DOUBT = ReviewPlace("a", 1, "l", ("a",), (Box(0, 0, 1, 1),), "сад", None, ("doubtful",))


@settings(max_examples=25)
@given(st.lists(_place, max_size=4).map(tuple), st.booleans())
def test_a_queue_comes_back_whole(places: tuple[ReviewPlace, ...], is_compared: bool) -> None:
    """Every field of every place, with any text in it, and the names of the two texts."""
    right = "reference-kniga" if is_compared else None
    queue = ReviewQueue("vestnik", "ocr-1", right, places, "reading 1", "книга.txt")
    assert decode_queue(encode_queue(queue)) == queue


def test_doubts_come_back_without_a_second_text() -> None:
    """``None`` is not an empty reading."""
    assert decode_queue(encode_queue(ReviewQueue("vestnik", "ocr-1", None, (DOUBT,)))).places == (DOUBT,)


def test_what_is_damaged_is_told() -> None:
    """Cut, other bytes, another content: an error and never a part of a queue."""
    whole = encode_queue(ReviewQueue("vestnik", "ocr-1", None, (DOUBT,)))
    shorter = whole.replace(b'"moved":[false]', b'"moved":[]')
    empty = whole.replace(b'[[["doubtful"]],[0]]', b"[[[]],[0]]")
    assert len({whole, shorter, empty}) == 3
    for wrong in (b"", whole[:-4], b"{}\nnonsense", b"{}\n[1]", b"{}\n[[],{}]", shorter, empty):
        with pytest.raises(ValueError, match=r"queue|Expecting|delimiter|unpack"):
            decode_queue(wrong)


def test_a_documents_queues_are_found_by_their_mark() -> None:
    """It stands in the bytes as they are, and is no other document's."""
    whole = encode_queue(ReviewQueue('вест"ник', "ocr-1", None, ()))
    assert mark_of('вест"ник') in whole and mark_of("вест") not in whole
