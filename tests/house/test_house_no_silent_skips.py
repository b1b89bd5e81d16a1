"""The guard in tests/conftest.py: what skips itself without leave fails."""

from __future__ import annotations

from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"


@pytest.fixture
def guarded(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeconftest(CONFTEST.read_text(encoding="utf-8"))
    return pytester


def outcomes_of(guarded: pytest.Pytester, source: str) -> dict[str, int]:
    guarded.makepyfile(source)
    return guarded.runpytest_inprocess("-p", "no:cacheprovider").parseoutcomes()


@pytest.mark.parametrize(
    "body",
    [
        "def test_it(): pytest.skip('no time')",
        "@pytest.mark.skip(reason='no time')\ndef test_it(): pass",
        "@pytest.mark.skipif(True, reason='no time')\ndef test_it(): pass",
        "@pytest.fixture\ndef engine(): pytest.skip('no engine')\ndef test_it(engine): pass",
    ],
    ids=["call", "mark", "condition", "fixture"],
)
def test_a_test_that_skips_itself_fails(guarded: pytest.Pytester, body: str) -> None:
    """However a test is skipped, the run counts no skipped test and at least one that went wrong."""
    outcomes = outcomes_of(guarded, f"import pytest\n{body}")
    assert "skipped" not in outcomes
    assert outcomes.get("failed", 0) + outcomes.get("errors", 0) == 1


def test_a_module_that_skips_itself_fails(guarded: pytest.Pytester) -> None:
    """``importorskip`` at the head of a module hides all its tests, so it is an error."""
    outcomes = outcomes_of(guarded, "import pytest\npytest.importorskip('no_such_library')\ndef test_it(): pass")
    assert "skipped" not in outcomes
    assert outcomes["errors"] == 1


def test_a_permitted_reason_may_skip(guarded: pytest.Pytester) -> None:
    """A reason on the list stays a skip, which pytest's summary shows."""
    outcomes = outcomes_of(
        guarded, "from conftest import SCHEMAS_ABSENT\nimport pytest\ndef test_it(): pytest.skip(SCHEMAS_ABSENT)"
    )
    assert outcomes == {"skipped": 1}


def test_an_expected_failure_is_no_skip(guarded: pytest.Pytester) -> None:
    """``xfail`` reports itself as skipped inside pytest and is left as it is."""
    outcomes = outcomes_of(guarded, "import pytest\n@pytest.mark.xfail\ndef test_it(): assert False")
    assert outcomes == {"xfailed": 1}


def test_the_schemas_are_required_in_ci(
    guarded: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without the official schemas, a test that needs them is skipped at home and goes wrong in continuous integration."""
    monkeypatch.setenv("DIGITIZE_SCHEMAS", str(tmp_path / "absent"))
    source = "def test_it(official_schemas): pass"
    monkeypatch.delenv("CI", raising=False)
    assert outcomes_of(guarded, source) == {"skipped": 1}
    monkeypatch.setenv("CI", "true")
    assert outcomes_of(guarded, source) == {"errors": 1}
