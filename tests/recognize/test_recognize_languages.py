"""Which models read a page when nobody says: only such as are installed, and never more than the page needs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digitize.model.language import MODELS, model_for
from digitize.recognize.languages import GENERAL, general_models, models_of_script, with_companions

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


@given(st.sampled_from(sorted(MODELS)), INSTALLED, st.booleans())
def test_what_is_read_beside(model: str, installed: frozenset[str], newspaper: bool) -> None:
    """The chosen model comes first; what stands beside it is installed and of another script; in newspapers nothing is."""
    first, *beside = with_companions(model, installed, newspaper=newspaper)
    assert first == model
    assert set(beside) <= installed
    assert all(model_for(code).script != model_for(model).script for code in beside)
    assert not (newspaper and beside)
