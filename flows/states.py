"""How a flow run ends: completed, completed in part, or failed with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from prefect import State
from prefect.states import Completed, Failed

from digitize.errors import CalledOffError, DigitizeError, ExitCode, InputError
from digitize.pipeline.run import DocumentResult, exit_code

_MOST_REASONS = 5

Results = tuple[DocumentResult, ...]


class NothingDelivered(InputError):
    """No document could be delivered.

    Args:
        message: Why.
        results: What became of each document.
    """

    def __init__(self, message: str, results: Results) -> None:
        super().__init__(message)
        self.results = results

    def __reduce__(self) -> tuple[object, ...]:
        return (NothingDelivered, (self.message, self.results))


def final_state(results: Sequence[DocumentResult], done_by: str | None = None) -> State[Any]:
    """The state for what became of the documents.

    ``Completed`` when all was delivered, a completed state named ``Same`` when all of it was there already, one named
    ``Partial`` when something was delivered and something failed, ``Failed`` when nothing was delivered. Its data are the
    results, or :class:`NothingDelivered`.

    Args:
        results: What became of each document.
        done_by: Which run had done the work, where this one had nothing to do.
    """
    done = tuple(results)
    reasons = _reasons([error for result in done for error in result.errors])
    match exit_code(done):
        case ExitCode.OK if done and all(result.as_before for result in done):
            return Completed(
                name="Same", message=f"Done already by {done_by or 'an earlier run'}: {_summary(done)}", data=done
            )
        case ExitCode.OK:
            return Completed(message=_summary(done), data=done)
        case ExitCode.PARTIAL:
            return Completed(name="Partial", message=f"{_summary(done)}. Failed: {reasons}", data=done)
        case _:
            return Failed(message=f"Nothing was delivered. {reasons}", data=NothingDelivered(reasons, done))


def stopped_by(error: DigitizeError) -> State[Any]:
    """The state of a run that could not go on: a program is missing, the disk is full, a setting is wrong."""
    return Failed(message=str(error), data=error)


def results_of(state: State[Any]) -> Results:
    """What became of the documents of a flow run that has ended.

    Raises:
        DigitizeError: What the run was stopped by.
    """
    if state.is_cancelled():
        raise CalledOffError("was cancelled by a person", hint="Start it again: finished pages are kept")
    value = state.result(raise_on_failure=False)
    if isinstance(value, NothingDelivered):
        return value.results
    if isinstance(value, BaseException):
        raise value
    return tuple(value)


def _summary(results: Results) -> str:
    delivered = [result for result in results if result.delivered]
    pages, words = sum(result.pages for result in delivered), sum(result.words for result in delivered)
    names = ", ".join(str(result.folder) for result in delivered[:_MOST_REASONS])
    more = f" and {len(delivered) - _MOST_REASONS} more" if len(delivered) > _MOST_REASONS else ""
    return f"{_count(pages, 'page')}, {_count(words, 'word')}: {names}{more}"


def _reasons(errors: Sequence[DigitizeError]) -> str:
    named = "; ".join(str(error) for error in errors[:_MOST_REASONS])
    return f"{named}; and {len(errors) - _MOST_REASONS} more" if len(errors) > _MOST_REASONS else named


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
