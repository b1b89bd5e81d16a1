"""Which models read a page when nobody says: only such as are installed, and never more than the page needs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digitize.model.language import MODELS, model_for
from digitize.recognize.languages import (
    GENERAL,
    by_script,
    general_models,
    is_readable,
    models_for_other_script,
    models_of_script,
)

INSTALLED = st.frozensets(st.sampled_from(sorted(MODELS)))
SCRIPTS = {"Cyrillic": {"Cyrl"}, "Latin": {"Latn"}, "frk": {"Latf"}}
"""What the models of each script read, by the model that reads a sample of it first."""


@given(st.none() | st.sampled_from(["Cyrillic", "Latin", "Fraktur", "Greek", ""]), INSTALLED)
def test_the_first_models(script: str | None, installed: frozenset[str]) -> None:
    """One for a script that is known, each script's for one that is not; nothing that is not there."""
    found = general_models(script, installed)
    assert set(found) <= installed
    wanted = {GENERAL[script]} if script in GENERAL else set(GENERAL.values())
    assert set(found) == wanted & installed


@given(st.sampled_from(sorted(GENERAL.values())), INSTALLED)
def test_the_models_of_a_script(general: str, installed: frozenset[str]) -> None:
    """They read that script, are installed, and the model that read the sample is among them when it is."""
    found = models_of_script(general, installed)
    assert set(found) <= installed
    assert len(set(found)) == len(found)
    assert {model_for(code).script for code in found} <= SCRIPTS[general]
    assert (general in found) == (general in installed)


@given(st.sampled_from(["Greek", "Hebrew", "gre_Xyz", ""]), INSTALLED)
def test_a_script_that_is_not_known_here(script: str, installed: frozenset[str]) -> None:
    """Script detection may name any: its model is taken where it is installed, and nothing fails where it is not."""
    assert not is_readable(script, installed)
    with_it = installed | {script}
    assert general_models(script, with_it) == (script,)
    assert is_readable(script, with_it)
    assert models_of_script(script, with_it) == (script,)
    assert models_of_script(script, installed) == ()


@given(st.sampled_from(sorted(MODELS)), INSTALLED)
def test_models_for_what_stands_in_another_script(model: str, installed: frozenset[str]) -> None:
    """They are installed, of the other script, each once; Latin ones for a Cyrillic page wherever there are any."""
    found = models_for_other_script((model,), installed)
    own = model_for(model).script
    assert set(found) <= installed
    assert len(set(found)) == len(found)
    assert {model_for(code).script for code in found} <= ({"Latn"} if own == "Cyrl" else {"Cyrl"})
    if own == "Cyrl":
        assert bool(found) == any(model_for(code).script == "Latn" for code in installed)


def test_models_of_two_scripts_at_once_have_no_other() -> None:
    """Where a user mixes scripts in one reading, nothing is left to look for."""
    assert models_for_other_script(("rus", "fra"), frozenset(MODELS)) == ()
    assert models_for_other_script((), frozenset(MODELS)) == ()


@given(st.lists(st.sampled_from(sorted(MODELS)), unique=True))
def test_models_asked_for_are_parted_by_script(asked: list[str]) -> None:
    """None is lost, the order is kept, and the first one asked for comes first."""
    groups = by_script(asked)
    assert sorted(code for group in groups for code in group) == sorted(asked)
    assert all(group == tuple(code for code in asked if code in group) for group in groups)
    assert all(len({model_for(code).script == "Cyrl" for code in group}) == 1 for group in groups)
    if asked:
        assert groups[0][0] == asked[0]
