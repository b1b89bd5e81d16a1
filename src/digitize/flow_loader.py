"""Finds the flows, which the command line alone needs, and only when it is asked to serve them."""

from __future__ import annotations

import importlib
from types import ModuleType

from digitize.errors import MissingDependencyError

PACKAGE = "digitize_flows"
"""In a checkout ``src/digitize_flows`` is a link to the folder ``flows``; in the wheel it is a package."""


def load_flow_module(name: str) -> ModuleType:
    """Imports a module of the flows, and Prefect with it.

    Args:
        name: Such as ``service``.

    Raises:
        MissingDependencyError: If the flows, or Prefect, are not installed.
    """
    try:
        return importlib.import_module(f"{PACKAGE}.{name}")
    except ModuleNotFoundError as error:
        missing = {PACKAGE: "the flows are", "prefect": "Prefect is"}.get(error.name or "")
        if missing is None:
            raise
        raise MissingDependencyError(f"{missing} not installed", hint="Install digitize again, with make run") from None
