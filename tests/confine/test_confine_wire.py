"""Messages over pipes: whole or not at all, and never longer than the deadline."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.confine import wire


@contextmanager
def pipe(*, blocking: bool = True) -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    for end in ends:
        os.set_blocking(end, blocking)
    try:
        yield ends
    finally:
        for end in ends:
            try:
                os.close(end)
            except OSError:  # a test has closed it
                continue


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
)


@given(st.lists(VALUES, max_size=5))
def test_messages_arrive_in_order_as_they_were(messages: list[object]) -> None:
    """Whatever is sent is received the same, message by message, and nothing is left over."""
    with pipe() as (reading, writing):
        for message in messages:
            wire.send(writing, wire.packed(message))
        os.close(writing)
        assert [wire.unpacked(wire.receive(reading)) for _ in messages] == messages
        with pytest.raises(EOFError):
            wire.receive(reading)


@given(st.binary(max_size=300), st.data())
def test_a_message_cut_short(body: bytes, data: st.DataObject) -> None:
    """However much of a message has come before the other side goes, a part is never taken for the whole."""
    with pipe() as (reading, writing):
        wire.send(writing, body)
        whole = os.read(reading, 10_000)
        os.write(writing, whole[: data.draw(st.integers(0, len(whole) - 1))])
        os.close(writing)
        with pytest.raises(EOFError):
            wire.receive(reading)


@pytest.mark.parametrize("blocking", [True, False])
def test_a_message_larger_than_the_pipe(blocking: bool) -> None:
    """Both sides wait for each other, block by block."""
    body = os.urandom(3_000_000)
    deadline = None if blocking else time.monotonic() + 60
    with pipe(blocking=blocking) as (reading, writing):
        sender = threading.Thread(target=wire.send, args=(writing, body, deadline))
        sender.start()
        assert wire.receive(reading, deadline) == body
        sender.join(60)
        assert not sender.is_alive()


@pytest.mark.parametrize("sent", [b"", b"\0\0", b"\0\0\0\0\0\0\0\x09half"])
def test_nothing_more_comes(sent: bytes) -> None:
    """A sender that stops before a message, within its length or within its body is waited for until the deadline."""
    with pipe(blocking=False) as (reading, writing):
        os.write(writing, sent)
        with pytest.raises(wire.OverdueError):
            wire.receive(reading, time.monotonic() + 0.05)


def test_nothing_is_taken() -> None:
    """A receiver that has stopped does not hold the sender for ever."""
    with pipe(blocking=False) as (_, writing), pytest.raises(wire.OverdueError):
        wire.send(writing, bytes(10_000_000), time.monotonic() + 0.05)


def test_nobody_is_there() -> None:
    """Sending to a reader that is gone fails at once."""
    with pipe(blocking=False) as (reading, writing):
        os.close(reading)
        with pytest.raises(BrokenPipeError):
            wire.send(writing, b"call", time.monotonic() + 60)


def test_a_message_without_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """A message for which there is no memory is passed over whole: the next one is read as it is."""
    room = 2_000_000

    class Short(bytearray):
        def __init__(self, size: int) -> None:
            if size > room:
                raise MemoryError
            super().__init__(size)

    monkeypatch.setattr(wire, "bytearray", Short, raising=False)
    with pipe() as (reading, writing):
        messages = (bytes(5_000_001), b"small")

        def send() -> None:
            for message in messages:
                wire.send(writing, message)

        sender = threading.Thread(target=send)
        sender.start()
        with pytest.raises(MemoryError):
            wire.receive(reading)
        assert wire.receive(reading) == b"small"
        sender.join(60)
