"""Runs a flow of a form from the shell, without a server: its parameters are the arguments, as the form explains them."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from prefect import Flow, State
from rich.console import Console
from rich.markup import escape

from digitize.errors import DigitizeError, ExitCode
from digitize.ingest import printable
from digitize.settings import Settings, load_settings
from digitize_flows.parameters import text_from_path
from digitize_flows.script import prefect_without_server, reported, silence_prefect
from digitize_flows.work import out_of_line

_PATHS = frozenset({"output", "reference", "ground_truth"})


def main(flow: Flow[..., Any], arguments: Sequence[str] | None = None) -> ExitCode:
    """Runs one flow and prints how it ended.

    Args:
        flow: Its parameters without a default are arguments in their order, the others are flags.
        arguments: Of the command line; those of the process when ``None``.

    Returns:
        The exit code of the contract.
    """
    asked = {name: value for name, value in vars(_parser(flow).parse_args(arguments)).items() if value is not None}
    say = Console(stderr=True, highlight=False, soft_wrap=True)
    return reported(say, lambda: _run(flow, asked, say))


def _run(flow: Flow[..., Any], asked: dict[str, Any], say: Console) -> ExitCode:
    parameters = _from_settings(flow, asked) | asked
    parameters = {name: text_from_path(v) if isinstance(v, Path) else v for name, v in parameters.items()}
    silence_prefect()
    flow.validate_parameters(parameters)  # before a server is started for nothing
    with prefect_without_server(), out_of_line():
        state = cast("State[Any]", flow(**parameters, return_state=True))
    return _told(state, say)


def _from_settings(flow: Flow[..., Any], asked: dict[str, Any]) -> dict[str, Any]:
    """What variables and ``digitize.toml`` say of settings whose value in the form is a plain default."""
    names = [name for name in ("output", "jobs", "engine", "equal") if name in flow.parameters.properties]
    settings: Settings = load_settings(**{name: asked[name] for name in names if name in asked})
    return {name: getattr(settings, name) for name in names}


def _told(state: State[Any], say: Console) -> ExitCode:
    value = state.result(raise_on_failure=False)
    if state.is_completed():
        Console(highlight=False, soft_wrap=True).print(escape(printable(state.message or state.name or "")))
        return ExitCode.PARTIAL if state.name == "Partial" else ExitCode.OK
    say.print(f"[red]error[/] {escape(printable(state.message or str(state.name)))}")
    if isinstance(value, DigitizeError):
        return value.exit_code
    if isinstance(value, BaseException):
        raise value
    return ExitCode.BAD_INPUT


def _parser(flow: Flow[..., Any]) -> argparse.ArgumentParser:
    text = (flow.description or "").partition("\n\nArgs:")[0]
    parser = argparse.ArgumentParser(description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    schema = flow.parameters
    for name, about in schema.properties.items():
        told = re.sub(r"\s+", " ", str(about.get("description", ""))).replace("%", "%%")
        shape = about if "$ref" not in about else schema.definitions[str(about["$ref"]).rpartition("/")[2]]
        items = about.get("items")
        if items is not None:
            shape = schema.definitions[str(items["$ref"]).rpartition("/")[2]]
        options: dict[str, Any] = {"help": told}
        if "enum" in shape:
            options["choices"] = list(shape["enum"])
        elif name in _PATHS:
            options["type"] = Path
        elif about.get("type") == "integer":
            options["type"] = int
        if name in schema.required:
            parser.add_argument(name, metavar=name.upper(), **options)
            continue
        if items is not None:
            options["action"] = "append"
        parser.add_argument(f"--{name.replace('_', '-')}", dest=name, default=None, **options)
    return parser
