"""The forms of the flows: what they offer, what they explain, what they refuse."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prefect import Flow
from prefect.exceptions import ParameterTypeError

from digitize.model.profile import EngineName, Profile
from digitize.settings import load_settings
from digitize_flows.deployments import deployments
from digitize_flows.digitize_document import digitize_document
from digitize_flows.digitize_folder import digitize_folder
from digitize_flows.parameters import path_from_text, text_from_path

FLOWS: list[Any] = [digitize_document, digitize_folder]
NAMES = ["digitize-document", "digitize-folder"]


def form(flow: Flow[..., Any]) -> dict[str, Any]:
    """The schema that the UI draws the form from."""
    return flow.parameters.model_dump()


@pytest.mark.parametrize("flow", FLOWS, ids=NAMES)
def test_every_parameter_explains_itself(flow: Flow[..., Any]) -> None:
    """Each has a description of its own, and only the source must be given."""
    properties = form(flow)["properties"]
    asked = {"source", "output", "languages", "profile", "engine", "modernise", "no_repair", "pdf", "text_layer"}
    assert asked | {"pages", "jobs"} <= set(properties)
    assert [name for name, each in properties.items() if len(each.get("description", "")) < 20] == []
    assert form(flow)["required"] == ["source"]


@pytest.mark.parametrize("flow", FLOWS, ids=NAMES)
def test_choices_and_limits_are_in_the_form(flow: Flow[..., Any]) -> None:
    """The profile is chosen from a list; numbers have limits; text has a pattern."""
    schema = form(flow)
    assert schema["definitions"]["Profile"]["enum"] == [str(profile) for profile in Profile]
    assert schema["properties"]["profile"]["$ref"] == "#/definitions/Profile"
    assert (schema["properties"]["jobs"]["minimum"], schema["properties"]["jobs"]["maximum"]) == (1, 256)
    assert schema["definitions"]["EngineName"]["enum"] == [str(engine) for engine in EngineName]
    assert "pattern" in schema["properties"]["languages"]
    assert "pattern" in schema["properties"]["pages"]


def test_only_the_folder_asks_whether_it_is_one_document() -> None:
    """``digitize-document`` takes a folder as one document always."""
    assert form(digitize_folder)["properties"]["as_document"]["type"] == "boolean"
    assert "as_document" not in form(digitize_document)["properties"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("jobs", 0),
        ("jobs", "many"),
        ("profile", "poster"),
        ("engine", "kraken"),
        ("modernise", "perhaps"),
        ("pdf", "printed"),
        ("text_layer", "skip"),
        ("no_repair", "everything"),
        ("no_repair", "homoglyph+"),
        ("languages", "rus fra"),
        ("languages", ""),
        ("pages", "first"),
        ("pages", "1-"),
    ],
)
@pytest.mark.parametrize("flow", FLOWS, ids=NAMES)
def test_a_wrong_value_is_refused_by_name(flow: Flow[..., Any], name: str, value: object) -> None:
    """The message names the parameter."""
    with pytest.raises(ParameterTypeError, match=rf"- {name}: "):
        flow.validate_parameters({"source": "scan.pdf", name: value})


@pytest.mark.parametrize("pages", ["", "3", "1-3,7", " 1 - 3 ", "1, 2"])
def test_pages_may_be_written_loosely(pages: str) -> None:
    """What the pipeline takes, the form takes, unless blanks stand around the dash."""
    allowed = pages != " 1 - 3 "
    try:
        digitize_document.validate_parameters({"source": "scan.pdf", "pages": pages})
    except ParameterTypeError:
        assert not allowed
    else:
        assert allowed


@given(name=st.binary(min_size=1, max_size=40).filter(lambda name: not {0, 47} & set(name)))
def test_every_path_survives_as_a_parameter(name: bytes) -> None:
    """Whatever bytes the name has, it goes through JSON and comes back."""
    path = Path("/scans") / f"x{os.fsdecode(name)}x"
    text = text_from_path(path)
    text.encode()
    assert Path(path_from_text(text)) == path


def test_an_address_that_a_file_manager_copies_is_a_path() -> None:
    """``file://`` with percent signs, and blanks around it."""
    values = digitize_document.validate_parameters({"source": " file:///scans/%D0%B0%20b.png "})
    assert values["source"] == Path("/scans/а b.png")


def test_both_deployments_are_filled_in_with_the_settings(tmp_path: Path) -> None:
    """Found by module, not by file, so that they work from a wheel; the output is an absolute path."""
    settings = load_settings(
        output=tmp_path / "out",
        languages="rus+fra",
        profile="newspaper",
        engine="own",
        modernise=True,
        no_repair="join-hyphen+homoglyph",
        pdf="facing",
        text_layer="keep",
        jobs=3,
    )
    both = deployments(settings)
    assert [(each.flow_name, each.name, each.entrypoint) for each in both] == [
        ("digitize-document", "local", "digitize_flows.digitize_document.digitize_document"),
        ("digitize-folder", "local", "digitize_flows.digitize_folder.digitize_folder"),
    ]
    for each in both:
        assert each.parameters == {
            "output": str(tmp_path / "out"),
            "languages": "rus+fra",
            "profile": "newspaper",
            "engine": "own",
            "modernise": True,
            "no_repair": "homoglyph+join-hyphen",
            "pdf": "facing",
            "text_layer": "keep",
            "jobs": 3,
        }
        assert each.enforce_parameter_schema
