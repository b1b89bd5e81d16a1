"""How a flow run ends."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest
from prefect.states import Cancelled

from digitize.errors import CalledOffError, EngineError, EnvironmentFault, InputError
from digitize_flows.states import NothingDelivered, final_state, results_of, stopped_by
from tests.flows.flow_pages import result

_DIED = EngineError("the process died", where="b.tif, page 2")
_LOCKED = InputError("is encrypted", where="c.pdf", hint="Remove the password")


def test_all_delivered_is_completed() -> None:
    """The message says how much and where."""
    state = final_state([result("a"), result("b")])
    assert (state.is_completed(), state.name) == (True, "Completed")
    assert state.message == "4 pages, 3,000 words: output/a, output/b"


@pytest.mark.parametrize(
    "results",
    [[result("b", _DIED)], [result("a"), result("c", _LOCKED, delivered=False)]],
    ids=["a page failed", "a document failed"],
)
def test_something_failed_and_something_was_delivered_is_partial(results: list[object]) -> None:
    """A completed state under a name of its own, with what failed named."""
    state = final_state(results)  # type: ignore[arg-type]  # parametrized
    assert (state.is_completed(), state.name) == (True, "Partial")
    assert "Failed: " in str(state.message)
    assert "b.tif, page 2: the process died" in str(state.message) or "c.pdf: is encrypted" in str(state.message)
    assert results_of(state) == tuple(results)


def test_nothing_delivered_is_failed() -> None:
    """The message says why and what to do; the results are still to be had."""
    results = (result("c.pdf", _LOCKED, delivered=False),)
    state = final_state(results)
    assert state.is_failed()
    assert state.message == "Nothing was delivered. c.pdf: is encrypted. Remove the password"
    assert results_of(state) == results


def test_many_reasons_are_cut_short() -> None:
    """A state's message is read at a glance; the table has the rest."""
    state = final_state(
        [result(f"{n}.pdf", InputError("is empty", where=f"{n}.pdf"), delivered=False) for n in range(9)]
    )
    assert "4.pdf: is empty; and 4 more" in str(state.message)
    assert "5.pdf" not in str(state.message)


def test_a_run_that_could_not_go_on_is_failed_and_raises_its_reason() -> None:
    """The caller gets the error back, with its exit code."""
    state = stopped_by(EnvironmentFault("the disk is full", hint="Make room"))
    assert state.is_failed()
    assert state.message == "the disk is full. Make room"
    with pytest.raises(EnvironmentFault, match="disk is full"):
        results_of(state)


def test_the_reason_crosses_process_borders() -> None:
    """Prefect pickles what a run ends with."""
    error = NothingDelivered("why", (result("c.pdf", _LOCKED, delivered=False),))
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.message, len(again.results)) == (NothingDelivered, "why", 1)


def test_what_was_done_already_is_named_same() -> None:
    """A completed state of its own name, which says whose work it is."""
    done = replace(result("a"), as_before=True)
    state = final_state([done, done], "the run a.tif of 2026-01-01")
    assert (state.is_completed(), state.name) == (True, "Same")
    assert str(state.message).startswith("Done already by the run a.tif of 2026-01-01: 4 pages")
    assert final_state([done, result("b")]).name == "Completed"


def test_a_cancelled_run_raises_that_a_person_called_it_off() -> None:
    """The watched folder must not take the file again by itself."""
    with pytest.raises(CalledOffError, match="was cancelled by a person"):
        results_of(Cancelled())
