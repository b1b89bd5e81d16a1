"""Messages between the pool and its workers: a length and a pickle, over pipes.

Whoever must not wait for ever sets its pipe non-blocking and gives a deadline: a worker that has stopped takes no more
of a message, and may have stopped in the middle of its own.
"""

from __future__ import annotations

import os
import pickle
import select
import struct
import time
from typing import Any

_LENGTH = struct.Struct("!Q")
_BLOCK = 1 << 20
_LONGEST_WAIT_S = 3600.0
"""``poll`` takes its waiting time as a C int of milliseconds; a longer wait is made of several."""


class OverdueError(Exception):
    """The deadline passed before the message was through."""


def packed(message: object) -> bytes:
    """The message as bytes.

    Raises:
        Exception: Of any kind, if a part of it cannot be pickled.
    """
    return pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)


def unpacked(body: bytes | bytearray) -> Any:
    """The message that :func:`packed` was given.

    Raises:
        Exception: Of any kind, if a part of it cannot be made again here (its module fails to import).
    """
    return pickle.loads(body)


def send(descriptor: int, body: bytes, deadline: float | None = None) -> None:
    """Writes one message whole.

    Args:
        descriptor: The pipe; non-blocking if there is a deadline.
        body: The packed message.
        deadline: By ``time.monotonic``.

    Raises:
        BrokenPipeError: If the other side has gone.
        OverdueError: If the deadline passed.
    """
    for part in (_LENGTH.pack(len(body)), body):
        rest = memoryview(part)
        while rest:
            try:
                rest = rest[os.write(descriptor, rest) :]
            except BlockingIOError:
                _wait(descriptor, select.POLLOUT, deadline)


def receive(descriptor: int, deadline: float | None = None) -> bytearray:
    """Reads one message.

    Args:
        descriptor: The pipe; non-blocking if there is a deadline.
        deadline: By ``time.monotonic``.

    Returns:
        The packed message.

    Raises:
        EOFError: If the other side has gone, between messages or within one.
        OverdueError: If the deadline passed.
        MemoryError: If there is no memory for it; it has been passed over, and the next one can be read.
    """
    head = bytearray(_LENGTH.size)
    _fill(descriptor, head, deadline)
    (length,) = _LENGTH.unpack(head)
    try:
        body = bytearray(length)
    except (MemoryError, OverflowError):
        while length > 0:
            block = bytearray(min(length, _BLOCK))
            _fill(descriptor, block, deadline)
            length -= len(block)
        raise MemoryError from None
    _fill(descriptor, body, deadline)
    return body


def _fill(descriptor: int, target: bytearray, deadline: float | None) -> None:
    rest = memoryview(target)
    while rest:
        try:
            size = os.readv(descriptor, [rest])
        except BlockingIOError:
            _wait(descriptor, select.POLLIN, deadline)
            continue
        if size == 0:
            raise EOFError
        rest = rest[size:]


def _wait(descriptor: int, event: int, deadline: float | None) -> None:
    poll = select.poll()
    poll.register(descriptor, event)
    while True:
        left_s = _LONGEST_WAIT_S if deadline is None else deadline - time.monotonic()
        if left_s <= 0:
            raise OverdueError
        if poll.poll(min(left_s, _LONGEST_WAIT_S) * 1000):
            return
