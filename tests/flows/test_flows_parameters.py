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

from digitize.export import EXPORTERS
from digitize.model.own_text import TextLayer
from digitize.model.profile import EngineName, Profile
from digitize.settings import load_settings
from digitize_flows.align_reference import align_reference
from digitize_flows.deployments import FLOWS as DEPLOYED
from digitize_flows.deployments import deployments
from digitize_flows.digitize_again import digitize_again
from digitize_flows.digitize_document import digitize_document
from digitize_flows.digitize_folder import digitize_folder
from digitize_flows.evaluate import evaluate
from digitize_flows.export_again import export_again
from digitize_flows.parameters import FileKind, YesNoAgain, changed, path_from_text, text_from_path
from digitize_flows.service import DEPLOYMENTS

READING: list[Any] = [digitize_document, digitize_folder]
READING_NAMES = ["digitize-document", "digitize-folder"]
FLOWS: list[Any] = [*DEPLOYED]
NAMES = [flow.name for flow in FLOWS]
OF_STORED: list[Any] = [digitize_again, align_reference, export_again]


def form(flow: Flow[..., Any]) -> dict[str, Any]:
    """The schema that the UI draws the form from."""
    return flow.parameters.model_dump()


@pytest.mark.parametrize("flow", FLOWS, ids=NAMES)
def test_every_parameter_explains_itself(flow: Flow[..., Any]) -> None:
    """Each has a description of its own, and what must be given comes first."""
    properties = form(flow)["properties"]
    assert [name for name, each in properties.items() if len(each.get("description", "")) < 20] == []
    required = form(flow)["required"]
    assert required
    assert sorted(properties, key=lambda name: properties[name]["position"])[: len(required)] == required
    assert len(flow.description or "") > 100


@pytest.mark.parametrize("flow", READING, ids=READING_NAMES)
def test_what_reads_asks_how(flow: Flow[..., Any]) -> None:
    """Only the source must be given."""
    asked = {"source", "output", "languages", "profile", "engine", "modernise", "no_repair", "pdf", "text_layer"}
    assert asked | {"pages", "jobs"} <= set(form(flow)["properties"])
    assert form(flow)["required"] == ["source"]


@pytest.mark.parametrize("flow", READING, ids=READING_NAMES)
def test_choices_and_limits_are_in_the_form(flow: Flow[..., Any]) -> None:
    """The profile is chosen from a list; numbers have limits; text has a pattern."""
    schema = form(flow)
    assert schema["definitions"]["Profile"]["enum"] == [str(profile) for profile in Profile]
    assert schema["properties"]["profile"]["$ref"] == "#/definitions/Profile"
    assert (schema["properties"]["jobs"]["minimum"], schema["properties"]["jobs"]["maximum"]) == (1, 256)
    assert schema["definitions"]["EngineName"]["enum"] == [str(engine) for engine in EngineName]
    assert "pattern" in schema["properties"]["languages"]
    assert "pattern" in schema["properties"]["pages"]


def test_again_offers_every_choice_and_as_before() -> None:
    """What is left alone stays as the document was made: that is the default of each setting."""
    schema = form(digitize_again)
    for name, kinds in (("ProfileAgain", Profile), ("EngineAgain", EngineName), ("TextLayerAgain", TextLayer)):
        assert schema["definitions"][name]["enum"] == ["as before", *(str(kind) for kind in kinds)]
    defaults = {name: each.get("default") for name, each in schema["properties"].items()}
    for name in ("languages", "profile", "engine", "modernise", "no_repair", "text_layer", "pages"):
        assert defaults[name] == "as before"
    assert schema["required"] == ["document"]
    assert (changed("as before"), changed(""), changed("rus"), changed(YesNoAgain.NO)) == (None, None, "rus", False)


def test_every_kind_of_file_can_be_written_again() -> None:
    """The list of the form is the list of the exporters."""
    assert {str(kind) for kind in FileKind} == {"all", *EXPORTERS}


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
@pytest.mark.parametrize("flow", READING, ids=READING_NAMES)
def test_a_wrong_value_is_refused_by_name(flow: Flow[..., Any], name: str, value: object) -> None:
    """The message names the parameter."""
    with pytest.raises(ParameterTypeError, match=rf"- {name}: "):
        flow.validate_parameters({"source": "scan.pdf", name: value})


@pytest.mark.parametrize("flow", OF_STORED, ids=[flow.name for flow in OF_STORED])
@pytest.mark.parametrize("document", ["", " ", "../etc", "a/b", "x" * 256])
def test_what_can_be_no_document_is_refused(flow: Flow[..., Any], document: str) -> None:
    """Before the run begins, by name."""
    with pytest.raises(ParameterTypeError, match="- document: "):
        flow.validate_parameters({"document": document, **({"reference": "a.txt"} if flow is align_reference else {})})


@pytest.mark.parametrize(
    ("flow", "values", "name"),
    [
        (digitize_again, {"languages": "as it was"}, "languages"),
        (digitize_again, {"engine": "kraken"}, "engine"),
        (digitize_again, {"pages": "none"}, "pages"),
        (digitize_again, {"modernise": True}, "modernise"),
        (export_again, {"formats": []}, "formats"),
        (export_again, {"formats": ["docx"]}, "formats.0"),
        (align_reference, {"reference": "a.txt", "equal": "Quotation marks"}, "equal"),
        (align_reference, {"reference": "a.txt", "name": "a/b"}, "name"),
        (align_reference, {}, "reference"),
        (evaluate, {"ground_truth": "truth", "languages": "rus fra"}, "languages"),
        (evaluate, {}, "ground_truth"),
    ],
)
def test_a_wrong_value_of_the_other_forms_is_refused_by_name(flow: Any, values: dict[str, object], name: str) -> None:
    """The message names the parameter."""
    document = {} if flow is evaluate else {"document": "gazeta"}
    with pytest.raises(ParameterTypeError, match=rf"- {name}: "):
        flow.validate_parameters({**document, **values})


@pytest.mark.parametrize("document", ["gazeta-1927", "Правда 1927", " otchet ", "x"])
def test_an_id_is_taken_in_any_script(document: str) -> None:
    """Blanks around it, from copying, do no harm."""
    assert digitize_again.validate_parameters({"document": document})["document"] == document


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


def test_the_deployments_are_filled_in_with_the_settings(tmp_path: Path) -> None:
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
        equal="punctuation",
        jobs=3,
    )
    made = deployments(settings)
    entrypoints = {each.flow_name: (each.name, each.entrypoint) for each in made}
    assert entrypoints == {
        name: ("local", f"digitize_flows.{module}.{module}")
        for name in DEPLOYMENTS
        for module in [name.replace("-", "_")]
    }
    assert all(each.enforce_parameter_schema for each in made)
    fields = [field for each in made for field in each._parameter_openapi_schema.properties.items()]
    assert {field["title"] for name, field in fields if name == "no_repair"} == {"Repairs switched off"}
    assert [name for name, field in fields if not field["title"][0].isupper() or "_" in field["title"]] == []
    filled = {each.flow_name: each.parameters for each in made}
    reading = {
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
    assert filled == {
        "digitize-document": reading,
        "digitize-folder": reading,
        "digitize-again": {"output": str(tmp_path / "out"), "pdf": "facing", "jobs": 3},
        "align-reference": {"output": str(tmp_path / "out"), "equal": "punctuation"},
        "export-again": {"output": str(tmp_path / "out"), "pdf": "facing"},
        "evaluate": {"output": str(tmp_path / "out"), "engine": "own", "jobs": 3},
    }
