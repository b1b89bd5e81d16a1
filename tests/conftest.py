"""What holds for every test: no check is passed over in silence, and the tester's own settings stay out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Generator

ROOT = Path(__file__).parent.parent

SCHEMAS_ABSENT = "the official schemas are not there"
ALLOWED_SKIPS = {
    SCHEMAS_ABSENT: "a checkout elsewhere may lack them; continuous integration has them and fails without",
}
"""How the reason of a permitted skip begins, and why it is permitted. Every other skip is a failure."""


def pytest_configure() -> None:
    """The tester's settings and fixed clock stay out; Prefect opens no connection; Tesseract keeps to one core."""
    for name in list(os.environ):
        if name == "SOURCE_DATE_EPOCH" or (name.startswith("DIGITIZE_") and name != "DIGITIZE_SCHEMAS"):
            del os.environ[name]
    # No timing decides a test. In continuous integration the same commit draws the same examples, half as many as at home,
    # where new ones are tried.
    in_ci = "CI" in os.environ
    settings.register_profile(
        "digitize",
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        derandomize=in_ci,
        max_examples=50 if in_ci else 100,
    )
    settings.load_profile("digitize")
    os.environ |= {"DO_NOT_TRACK": "1", "OMP_THREAD_LIMIT": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}


def _fail_unless_allowed(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turns a skipped report into a failed one, unless its reason is on the list."""
    if report.outcome != "skipped" or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    reason = reason.removeprefix("Skipped: ")
    if not reason.startswith(tuple(ALLOWED_SKIPS)):
        report.outcome = "failed"
        report.longrepr = f"skipped ({reason}), and ALLOWED_SKIPS in tests/conftest.py does not permit it"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that skips itself is a check that did not happen."""
    report = yield
    _fail_unless_allowed(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole module that skips itself while it is read (``importorskip``)."""
    report = yield
    _fail_unless_allowed(report)
    return report


@pytest.fixture(scope="session")
def official_schemas() -> Path:
    """The folder of third-party schemas: ``DIGITIZE_SCHEMAS``, or ``../shared/schemas`` beside the checkout."""
    folder = Path(os.environ.get("DIGITIZE_SCHEMAS") or ROOT.parent / "shared" / "schemas")
    if folder.is_dir():
        return folder
    message = f"{SCHEMAS_ABSENT}: {folder} (set DIGITIZE_SCHEMAS)"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)
