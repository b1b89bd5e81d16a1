"""Errors that a user can do something about: what they say, what they exit with, how they cross process borders."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize import errors
from digitize.errors import DigitizeError, ExitCode, InputError, InternalError

KINDS = sorted(
    (
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, DigitizeError) and kind is not DigitizeError
    ),
    key=lambda kind: kind.__name__,
)
EXIT_CODES = {
    "UsageError": 2,
    "InputError": 3,
    "MissingDependencyError": 4,
    "EnvironmentFault": 5,
    "EngineError": 1,
    "LimitError": 1,
    "ExportError": 1,
    "InternalError": 1,
    "StaleWriteError": 5,
    "CalledOffError": 130,
    "WorkerKilledError": 1,
}


def test_exit_codes_are_those_of_the_contract() -> None:
    """Each kind of error has its exit code, and a new kind must be given one here."""
    assert {kind.__name__: int(kind.exit_code) for kind in KINDS} == EXIT_CODES
    assert {code.name: int(code) for code in ExitCode} == {
        "OK": 0,
        "PARTIAL": 1,
        "USAGE": 2,
        "BAD_INPUT": 3,
        "MISSING_DEPENDENCY": 4,
        "ENVIRONMENT": 5,
        "INTERRUPTED": 130,
    }


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_says_where_what_and_what_next(kind: type[DigitizeError]) -> None:
    """Place, reason and way out, in this order, each only where it is known."""
    assert str(kind("the file is empty")) == "the file is empty"
    assert str(kind("the file is empty", where="a.pdf")) == "a.pdf: the file is empty"
    assert str(kind("the file is empty", hint="Scan it again")) == "the file is empty. Scan it again"
    whole = kind("the file is empty", where="a.pdf, page 3", hint="Scan it again")
    assert str(whole) == "a.pdf, page 3: the file is empty. Scan it again"


@pytest.mark.parametrize("kind", KINDS)
def test_a_place_is_added_but_not_overwritten(kind: type[DigitizeError]) -> None:
    """The boundary that knows the page names it, unless something nearer to the fault did."""
    error = kind("damaged", hint="Scan it again").at("a.tif, page 2")
    assert (type(error), error.where, error.message, error.hint) == (kind, "a.tif, page 2", "damaged", "Scan it again")
    assert error.at("b.tif").where == "a.tif, page 2"


@given(st.sampled_from(KINDS), st.text(min_size=1), st.none() | st.text(min_size=1), st.none() | st.text(min_size=1))
def test_errors_cross_process_borders_whole(
    kind: type[DigitizeError], message: str, where: str | None, hint: str | None
) -> None:
    """Pickled or copied, an error keeps its kind, its parts and its words."""
    error = kind(message, where=where, hint=hint)
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(again) is kind
        assert (again.message, again.where, again.hint) == (message, where, hint)
        assert str(again) == str(error)


def test_a_bug_is_told_by_its_last_line() -> None:
    """A person sees the last line of the traceback; the rest is kept for the log, across borders and places."""
    text = 'Traceback (most recent call last):\n  File "x.py", line 1\nZeroDivisionError: division by zero\n'
    error = InternalError.from_traceback(text).at("a.tif, page 2")
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, InternalError)
    assert again.detail == text
    assert again.message == "internal error (ZeroDivisionError: division by zero)"
    assert again.where == "a.tif, page 2"
    assert "line 1" not in str(again)


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_a_bug_without_a_traceback_is_still_an_error(text: str) -> None:
    """Nothing to tell is no reason to fail again."""
    assert InternalError.from_traceback(text).message == "internal error (unknown)"


def test_every_branch_is_caught_as_one() -> None:
    """The per-page boundary catches them all by one name, and no bug with them."""
    assert all(issubclass(kind, DigitizeError) for kind in KINDS)
    assert not issubclass(DigitizeError, (OSError, ValueError))
    with pytest.raises(DigitizeError, match="empty"):
        raise InputError("the file is empty")
