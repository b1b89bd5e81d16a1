"""A worker process: ``python -m digitize.confine.worker MEMORY_BYTES SCRATCH``.

Takes calls on standard input and answers on what was standard output. It is the leader of a process group of its own;
when its input closes (the parent is gone, even by SIGKILL), the parent's temporary files go and the whole group ends.
"""

from __future__ import annotations

import os
import queue
import resource
import shutil
import signal
import sys
import threading
import traceback
from typing import Any, BinaryIO

from digitize.confine import wire
from digitize.errors import DigitizeError, InternalError, LimitError


def main() -> None:
    """Serves calls until the input closes."""
    _limit_memory(int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not reach the answers
    calls: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, calls), daemon=True).start()
    while True:
        function, arguments = calls.get()
        wire.send(answers, _answer(function, arguments))


def _listen(stream: BinaryIO, calls: queue.SimpleQueue[Any]) -> None:
    while True:
        try:
            calls.put(wire.receive(stream))
        except EOFError:
            shutil.rmtree(sys.argv[2], ignore_errors=True)
            os.killpg(0, signal.SIGKILL)
        except Exception:  # a call that cannot be unpickled: its module fails to import
            calls.put((_raise, (InternalError.from_traceback(traceback.format_exc()),)))


def _raise(error: Exception) -> None:
    raise error


def _answer(function: Any, arguments: tuple[Any, ...]) -> tuple[bool, Any]:
    try:
        return True, function(*arguments)
    except DigitizeError as error:
        return False, error
    except MemoryError:
        return False, LimitError("it needs more memory than is allowed", hint="Raise DIGITIZE_MEMORY_MIB")
    except Exception:  # a bug: carried to the parent with its traceback, for the log
        return False, InternalError.from_traceback(traceback.format_exc())


def _limit_memory(memory_bytes: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
