"""A worker process, and the keeper that it is forked from. Started by :class:`digitize.confine.child.Child`.

Takes calls on what was standard input and answers on what was standard output.
"""

from __future__ import annotations

import errno
import os
import resource
import sys
import traceback
from pathlib import Path

from digitize.confine import wire
from digitize.confine.keeper import keep
from digitize.errors import DigitizeError, EnvironmentFault, InternalError, LimitError


def main() -> None:
    """Serves calls until the pool is gone. Arguments of the command: memory in bytes, temporary folder."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    keep(Path(sys.argv[2]))
    calls, answers = _own_pipes()
    _limit_memory(int(sys.argv[1]))
    while _serve(calls, answers):
        pass


def _own_pipes() -> tuple[int, int]:
    """The pipes to the pool, out of reach of libraries that print and of programs that read standard input."""
    calls, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return calls, answers


def _serve(calls: int, answers: int) -> bool:
    """Takes one call and answers it; ``False`` when no more will come."""
    try:
        answer = _answer(wire.receive(calls))
    except EOFError:
        return False
    except MemoryError:
        answer = wire.packed((False, _too_large()))
    wire.send(answers, answer)
    return True


def _answer(call: bytearray) -> bytes:
    try:
        function, arguments = wire.unpacked(call)
        return wire.packed((True, function(*arguments)))
    except DigitizeError as error:
        failure = error
    except MemoryError:
        failure = _too_large()
    except OSError as error:
        failure = _from_system(error)
    except Exception:  # a bug: carried to the pool with its traceback, for the log
        failure = InternalError.from_traceback(traceback.format_exc())
    return wire.packed((False, failure))


def _from_system(error: OSError) -> DigitizeError:
    """What the system refuses, and no function has explained."""
    if error.errno == errno.ENOMEM:
        return _too_large()
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return EnvironmentFault(
            "there is no room for temporary files",
            where=str(Path(sys.argv[2]).parent),
            hint="Make room there, or name another folder in TMPDIR",
        )
    return InternalError.from_traceback(traceback.format_exc())


def _too_large() -> LimitError:
    return LimitError("it needs more memory than is allowed", hint="Raise DIGITIZE_MEMORY_MIB")


def _limit_memory(memory_bytes: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
