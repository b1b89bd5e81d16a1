"""One Prefect server for all tests of the flows that need one: it takes ten seconds to start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prefect.settings import PREFECT_API_URL, PREFECT_HOME, PREFECT_LOGGING_TO_API_ENABLED, temporary_settings

from digitize_flows.private_prefect import temporary_server


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[tuple[str, Path]]:
    """Its address, and its folder."""
    with temporary_server() as server:
        yield server


@pytest.fixture
def api(prefect_server: tuple[str, Path]) -> Iterator[str]:
    """The address of the server's API, to which this process's flows report."""
    url, home = prefect_server
    updates: dict[Any, Any] = {
        PREFECT_API_URL: f"{url}/api",
        PREFECT_HOME: home,
        PREFECT_LOGGING_TO_API_ENABLED: False,
    }
    with temporary_settings(updates):
        yield f"{url}/api"
