"""Errors that a user can do something about.

Every :class:`DigitizeError` says what is wrong (``message``), where (``where``: file, page), and what to do next
(``hint``). Its ``exit_code`` is the one of the command line's contract. Anything else that is raised is a bug and
propagates.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the command line (the outward contract)."""

    OK = 0
    PARTIAL = 1
    USAGE = 2
    BAD_INPUT = 3
    MISSING_DEPENDENCY = 4
    ENVIRONMENT = 5
    INTERRUPTED = 130


class DigitizeError(Exception):
    """An error with a place, a reason and a way out.

    Args:
        message: What is wrong, one sentence, no final stop.
        where: The file, and the page if it is one page's fault ("scan.pdf, page 3").
        hint: What the user can do about it.
    """

    exit_code: ExitCode = ExitCode.BAD_INPUT

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(message, where, hint)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text}. {self.hint}" if self.hint else text

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross process borders; keyword arguments are not kept by the default."""
        return (_rebuild, (type(self), self.message, self.where, self.hint))

    def at(self, where: str) -> DigitizeError:
        """The same error with its place named (kept if it already has one)."""
        return type(self)(self.message, where=self.where or where, hint=self.hint)


def _rebuild(kind: type[DigitizeError], message: str, where: str | None, hint: str | None) -> DigitizeError:
    return kind(message, where=where, hint=hint)


class UsageError(DigitizeError):
    """The command or a setting is wrong."""

    exit_code = ExitCode.USAGE


class InputError(DigitizeError):
    """A file cannot be read, or is not what it claims to be."""

    exit_code = ExitCode.BAD_INPUT


class MissingDependencyError(DigitizeError):
    """A program, library or language is not installed."""

    exit_code = ExitCode.MISSING_DEPENDENCY


class EngineError(DigitizeError):
    """A recogniser failed on a page: it crashed, or answered with nonsense."""

    exit_code = ExitCode.PARTIAL


class WorkerKilledError(EngineError):
    """A worker was killed from outside (signal 9), mostly because the machine had no memory left: it may go well later."""


class CalledOffError(DigitizeError):
    """A person called the work off: it is not tried again."""

    exit_code = ExitCode.INTERRUPTED


class LimitError(DigitizeError):
    """A step ran past its limit of time or memory and was ended, with all its processes."""

    exit_code = ExitCode.PARTIAL


class ExportError(DigitizeError):
    """A result could not be written in one of its formats."""

    exit_code = ExitCode.PARTIAL


class EnvironmentFault(DigitizeError):
    """The surroundings fail: disk full, no permission, a lock held by another process."""

    exit_code = ExitCode.ENVIRONMENT


class StaleWriteError(DigitizeError):
    """Somebody else has written meanwhile: what was asked for is refused, and nothing is lost or merged."""

    exit_code = ExitCode.ENVIRONMENT


class InternalError(DigitizeError):
    """A bug of this program met while working on one page: the page fails, the others go on.

    ``detail`` holds the traceback, for the log.
    """

    exit_code = ExitCode.PARTIAL
    detail: str = ""

    @staticmethod
    def from_traceback(text: str) -> InternalError:
        """From a formatted traceback; its last line becomes part of the message."""
        last = text.strip().splitlines()[-1] if text.strip() else "unknown"
        error = InternalError(f"internal error ({last})", hint="Please report it, with the log of --verbose")
        error.detail = text
        return error

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild_internal, (self.message, self.where, self.hint, self.detail))

    def at(self, where: str) -> DigitizeError:
        return _rebuild_internal(self.message, self.where or where, self.hint, self.detail)


def _rebuild_internal(message: str, where: str | None, hint: str | None, detail: str) -> InternalError:
    error = InternalError(message, where=where, hint=hint)
    error.detail = detail
    return error
