"""The help and the README: every command and exit code stands in both."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer.main

from digitize import __version__
from digitize.cli import commands
from digitize.errors import ExitCode
from digitize.settings import Settings
from tests.cli.command import digitize, inside

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted(typer.main.get_command(commands.app).commands)  # type: ignore[attr-defined]


def test_the_help_lists_every_command() -> None:
    """``digitize --help`` is the reference; each command says in a sentence what it does."""
    said = digitize("--help")
    assert said.code == 0
    for name in COMMANDS:
        assert re.search(rf"^│ {name} +[A-Z]\w+", said.out, re.MULTILINE), name


def test_commands_of_the_contract_are_there() -> None:
    """Those that this version has: the others come later."""
    assert {"run", "documents", "show", "export", "evaluate", "doctor", "watch", "serve"} <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_names_every_command(name: str) -> None:
    """In the table of commands."""
    assert f"| `digitize {name}" in README


@pytest.mark.parametrize("code", list(ExitCode))
def test_the_readme_names_every_exit_code(code: ExitCode) -> None:
    """In the table of exit codes."""
    assert re.search(rf"^\| {code.value} \|", README, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    """``--help`` after a command shows each of its options with a description."""
    command = typer.main.get_command(commands.app).commands[name]  # type: ignore[attr-defined]
    assert command.help
    for parameter in command.params:
        described = getattr(parameter, "help", None) or parameter.name == "help"
        assert described or parameter.name in ("languages", "jobs"), (name, parameter.name)


def test_the_version() -> None:
    """One line, alone."""
    assert digitize("--version").out == f"digitize {__version__}\n"


def test_no_command_shows_the_help() -> None:
    """And is wrong usage."""
    said = inside()
    assert said.code == ExitCode.USAGE
    assert "Usage: digitize" in said.out + said.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("run",),
        ("nonsense",),
        ("run", "x", "--nonsense"),
        ("run", "x", "--profile", "poster"),
        ("show",),
        ("evaluate",),
    ],
    ids=" ".join,
)
def test_wrong_usage(arguments: tuple[str, ...]) -> None:
    """Exit code 2, and a way to the help."""
    said = inside(*arguments)
    assert said.code == ExitCode.USAGE
    assert "digitize" in said.err and said.out == ""


def test_every_setting_has_a_description() -> None:
    """The settings model documents itself."""
    assert all(field.description for field in Settings.model_fields.values())
