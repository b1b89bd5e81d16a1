"""The tests themselves: each says what it proves."""

from __future__ import annotations

import ast
from pathlib import Path

TESTS = Path(__file__).parents[1]


def undocumented(source: str) -> list[str]:
    """Names of the tests in ``source`` that have no docstring."""
    return [
        node.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]


def test_every_test_says_what_it_proves() -> None:
    """A test without a docstring is named here with its file."""
    found = {
        str(path.relative_to(TESTS)): names
        for path in sorted(TESTS.rglob("test_*.py"))
        if (names := undocumented(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_a_test_without_a_docstring_is_seen() -> None:
    """The check above can fail, for a function as for a method."""
    source = 'def test_a(): pass\nclass TestB:\n    def test_c(self): pass\n    def test_d(self):\n        "Says."\n'
    assert undocumented(source) == ["test_a", "test_c"]


def test_names_of_test_files_are_unique() -> None:
    """Two test files of one name would be hard to tell apart in a report."""
    names = [path.name for path in TESTS.rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))


def test_no_test_reads_the_evaluation_data() -> None:
    """``make test`` gives the same outcome with and without ../shared/gt beside the checkout."""
    sources = {path: path.read_text(encoding="utf-8") for path in TESTS.rglob("*.py") if path != Path(__file__)}
    assert [path.name for path, source in sources.items() if "shared/gt" in source] == []
