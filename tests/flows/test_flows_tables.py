"""The tables that the Prefect UI shows."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from digitize.errors import EngineError, InputError
from digitize.model.packed_pages import PackedPage
from digitize.model.transcription import PredictedErrors
from digitize_flows.tables import artifact_key, document_table, page_table
from tests.flows.flow_pages import outcome, result


def rows(markdown: str) -> list[list[str]]:
    """The cells of a table, as a reader of Markdown takes them apart."""
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def test_the_page_table_tells_what_became_of_each_page() -> None:
    """Status, words, mean confidence of the words that have one, columns, languages, warnings."""
    table = page_table(
        "gazeta",
        [
            outcome(1, (0.5, 1.0, None), warnings=("the resolution was guessed", "low contrast")),
            outcome(2),
            outcome(3, failure=EngineError("the process died")),
        ],
    )
    assert table.startswith("## gazeta\n")
    assert rows(table) == [
        ["page", "status", "words", "mean confidence", "predicted CER", "columns", "languages", "warnings"],
        ["---"] * 8,
        ["1", "recognised", "3", "0.75", "–", "1", "eng", "the resolution was guessed; low contrast"],
        ["2", "empty", "0", "–", "–", "–", "–", "–"],
        ["3", "**failed**", "0", "–", "–", "–", "–", "the process died"],
    ]


def test_the_page_table_tells_how_many_characters_may_be_wrong() -> None:
    """The rate that is expected, and its interval."""
    read = outcome(1, (0.5, 1.0))
    told = replace(read, packed=PackedPage(replace(read.page, predicted=PredictedErrors(0.0123, 0.002, 0.05))))
    assert "1.2 % (0.2–5.0)" in rows(page_table("gazeta", [told]))[2]


def test_the_document_table_names_what_failed() -> None:
    """A document is done, partial or failed."""
    table = document_table(
        "scans",
        [
            result("a"),
            result("b", EngineError("the process died", where="b.tif, page 2")),
            result("c.pdf", InputError("is encrypted"), delivered=False),
        ],
    )
    assert rows(table)[2:] == [
        ["a", "done", "2", "1,500", "–"],
        ["b", "**partial**", "2", "1,500", "b.tif, page 2: the process died"],
        ["c.pdf", "**failed**", "0", "0", "is encrypted"],
    ]


@given(name=st.text(max_size=30))
def test_names_cannot_break_the_table(name: str) -> None:
    """Whatever a file is called: one row, five cells, no markup."""
    table = document_table("scans", [result("plain"), result(name, delivered=False)])
    assert [len(row) for row in rows(table)] == [5] * 4
    assert "<" not in table.replace("\\<", "")


@given(name=st.text(max_size=200))
def test_an_artifact_key_is_one_that_prefect_takes(name: str) -> None:
    """Small Latin letters, digits and dashes, whatever script the document's name is in."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", artifact_key("pages", name))


def test_different_names_have_different_keys() -> None:
    """Cyrillic names would all be empty otherwise, and long ones alike."""
    names = ["правда", "труд", "a", "A", "a-", "x" * 80, "x" * 81]
    assert len({artifact_key("pages", name) for name in names}) == len(names)
    assert artifact_key("pages", "gazeta-1927") == "pages-gazeta-1927"
