"""How the command line finds the flows."""

from __future__ import annotations

import importlib
import subprocess
import sys
from types import ModuleType

import pytest

from digitize.errors import MissingDependencyError
from digitize.flow_loader import load_flow_module


def test_a_module_of_the_flows_is_found() -> None:
    """By the name that the wheel and the checkout share."""
    module = load_flow_module("parameters")
    assert module.__name__ == "digitize_flows.parameters"


@pytest.mark.parametrize("missing", ["digitize_flows", "prefect"])
def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    """Not a traceback, but what to do."""

    def refuse(name: str) -> ModuleType:
        raise ModuleNotFoundError(name=missing)

    monkeypatch.setattr(importlib, "import_module", refuse)
    with pytest.raises(MissingDependencyError, match="not installed"):
        load_flow_module("service")


def test_a_fault_inside_the_flows_is_not_taken_for_a_missing_package() -> None:
    """A module that does not exist is a bug, and propagates."""
    with pytest.raises(ModuleNotFoundError):
        load_flow_module("absent")


def test_finding_the_flows_costs_nothing_until_they_are_needed() -> None:
    """Neither the command line nor the watched folder brings Prefect with it."""
    script = "import sys, digitize.flow_loader, digitize.watch.local; print('prefect' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert answer.stdout == "False\n"


def test_the_flows_keep_prefect_offline_before_it_is_imported() -> None:
    """Prefect reads these variables when it is imported."""
    script = (
        "import os, sys, digitize_flows\n"
        "print('prefect' in sys.modules, os.environ['DO_NOT_TRACK'], os.environ['PREFECT_SERVER_ANALYTICS_ENABLED'])"
    )
    answer = subprocess.run([sys.executable, "-c", script], env={}, capture_output=True, text=True, check=True)
    assert answer.stdout == "False 1 false\n"
