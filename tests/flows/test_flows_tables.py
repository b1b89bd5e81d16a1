"""The tables that the Prefect UI shows."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from digitize.errors import EngineError, InputError
from digitize.ingest import printable
from digitize.model.packed_pages import PackedPage
from digitize.model.transcription import PredictedErrors
from digitize.pipeline.catalogue import CatalogueRow
from digitize.pipeline.for_review import ForReview
from digitize.settings import Settings
from digitize_flows.links import Links
from digitize_flows.markdown import plain
from digitize_flows.page_facts import PageFacts, facts_of
from digitize_flows.tables import artifact_key, document_links, document_table, page_table, review_table
from tests.flows.flow_pages import outcome, result

_READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def rows(markdown: str) -> list[list[str]]:
    """The cells of a table, as a reader of Markdown takes them apart."""
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def facts(number: int, confidences: tuple[float | None, ...] = (), **told: Any) -> PageFacts:
    """What is shown of a page with a word for each confidence."""
    return facts_of(outcome(number, confidences, **told))


def test_the_page_table_tells_what_became_of_each_page() -> None:
    """Status, words, mean confidence of the words that have one, columns, languages, warnings."""
    told = page_table(
        "gazeta",
        [
            facts(1, (0.5, 1.0, None), warnings=("the resolution was guessed", "low contrast")),
            facts(2),
            facts(3, failure=EngineError("the process died")),
        ],
    )
    assert told.startswith("## gazeta\n")
    assert rows(told)[3:] == [
        ["page", "status", "words", "confidence", "predicted CER", "read as", "warnings"],
        ["---"] * 7,
        ["1", "recognised", "3", "0.75", "–", "eng, 1 column", "the resolution was guessed; low contrast"],
        ["2", "empty", "0", "–", "–", "–", "–"],
        ["3", "**failed**", "0", "–", "–", "–", "the process died"],
    ]


def test_failed_pages_stand_first_with_the_way_out() -> None:
    """Nobody has to look through a thousand rows for them."""
    died = outcome(900, failure=EngineError("the process died"))
    died = replace(died, packed=PackedPage(replace(died.page, failure="the process died. Raise page_timeout_s")))
    pages = [*(facts(number, (0.9,)) for number in range(1, 900)), facts_of(died)]
    told = page_table("gazeta", pages)
    assert rows(told)[:3] == [
        ["page", "why, and what to do"],
        ["---"] * 2,
        ["**900**", "the process died. Raise page\\_timeout\\_s"],
    ]
    assert told.index("1 page could not be read") < told.index("| page | status")


def test_a_table_of_thousands_is_cut() -> None:
    """It is kept in a database, and opened by a browser; it says that there is more."""
    told = page_table("gazeta", [facts(number, (0.9,)) for number in range(1, 2001)])
    assert len(rows(told)) == 502
    assert "and 1,500 more pages" in told
    assert len(told) < 50_000


def test_the_page_table_tells_how_many_characters_may_be_wrong() -> None:
    """The rate that is expected, and its interval."""
    read = outcome(1, (0.5, 1.0))
    told = replace(read, packed=PackedPage(replace(read.page, predicted=PredictedErrors(0.0123, 0.002, 0.05))))
    assert "1.2 % (0.2–5.0)" in rows(page_table("gazeta", [facts_of(told)]))[2]


def test_pages_are_linked_to_the_review_app_and_have_pictures(tmp_path: Path) -> None:
    """A link is made for what is there: no PDF, no link to it. A page without a picture has an empty cell."""
    links = Links("https://archive.example/review", "правда-1927")
    told = page_table(
        "правда-1927", [facts(1), facts(2)], folder=tmp_path, links=links, pictures={1: "data:image/webp;base64,AA=="}
    )
    base = "https://archive.example/review/documents/%D0%BF%D1%80%D0%B0%D0%B2%D0%B4%D0%B0-1927"
    assert rows(told)[2][:2] == [f"[1]({base}/pages/1)", "![page 1](data:image/webp;base64,AA==)"]
    assert rows(told)[3][:2] == [f"[2]({base}/pages/2)", ""]
    assert f"[review]({base}/review)" in told
    assert "PDF]" not in told
    (tmp_path / "правда-1927.pdf").write_bytes(b"%PDF")
    linked = document_links(links, tmp_path)
    assert f"[PDF]({base}/files/%D0%BF%D1%80%D0%B0%D0%B2%D0%B4%D0%B0-1927.pdf)" in linked
    assert str(tmp_path) in linked.replace("\\", "")


def test_without_a_review_app_there_are_no_links(tmp_path: Path) -> None:
    """Nothing leads to where nothing is."""
    assert "](" not in page_table("gazeta", [facts(1)], folder=tmp_path)


def test_a_document_that_was_refused_has_its_reason_and_no_table() -> None:
    """There are no pages to tell of."""
    told = page_table("letter", (), errors=["letter.pdf: is encrypted. Remove the password"])
    assert told == "## letter\n\n**Failed:** letter.pdf: is encrypted. Remove the password\n\n"


def test_what_a_person_should_do_is_said_above_the_table() -> None:
    """Why it needs review, and what failed besides pages."""
    told = page_table("gazeta", [facts(1)], reasons=["a | b"], errors=["the PDF could not be written"])
    assert "**Needs review:** a \\| b" in told
    assert "**Failed:** the PDF could not be written" in told


def test_the_document_table_names_what_failed() -> None:
    """A document is done, partial or failed; what failed is at the top."""
    table = document_table(
        "scans",
        [
            result("a"),
            result("b", EngineError("the process died", where="b.tif, page 2")),
            result("c.pdf", InputError("is encrypted"), delivered=False),
        ],
    )
    assert rows(table)[2:] == [
        ["c.pdf", "**failed**", "0", "0", "is encrypted"],
        ["b", "**partial**", "2", "1,500", "b.tif, page 2: the process died"],
        ["a", "done", "2", "1,500", "–"],
    ]


@given(name=st.text(max_size=30))
def test_names_cannot_break_the_table(name: str) -> None:
    """Whatever a file is called: one row, five cells, no markup."""
    table = document_table("scans", [result("plain"), result(name, delivered=False)])
    assert [len(row) for row in rows(table)] == [5] * 4
    assert "<" not in table.replace("\\<", "")


@given(name=st.text(max_size=30), where=st.sampled_from(["document", "failure", "title"]))
def test_names_and_messages_are_shown_and_do_nothing(name: str, where: str) -> None:
    """A reader of Markdown sees the text that was meant, and no link, picture, emphasis or markup made of it."""
    row = CatalogueRow("id", "", 0.0, title=name, pages=1)
    texts = {
        "document": document_table("scans", [result(name, delivered=False)]),
        "failure": page_table("gazeta", (), errors=[name]),
        "title": review_table([ForReview(row, ("why",))], Settings()),
    }
    kinds = {token.type for token in _READER.parse(texts[where])}
    inline = [child.type for token in _READER.parse(texts[where]) for child in token.children or ()]
    assert not kinds & {"html_block", "fence", "code_block", "bullet_list_open", "blockquote_open", "hr"}
    assert set(inline) <= {"text", "strong_open", "strong_close", "text_special"}


@pytest.mark.parametrize(
    "name",
    [
        "<img src=x onerror=alert(1)>",
        "[a](javascript:x)",
        "http://evil.example",
        "www.evil.example",
        "x@evil.example",
        "a|b",
        "`a`",
        "**b**",
        "~~c~~",
        "&lt;",
        "# d",
        "\u202egpj.exe",
        "a\nb",
    ],
)
def test_a_hostile_name_is_text(name: str) -> None:
    """What is tried first."""
    inline = [token for token in _READER.parse(plain(name)) if token.type == "inline"]
    assert "".join(child.content for token in inline for child in token.children or ()) == printable(name)
    assert {child.type for token in inline for child in token.children or ()} <= {"text", "text_special"}


def test_what_waits_for_a_person_is_listed_with_reasons() -> None:
    """By title, with links where there is a review app."""
    row = CatalogueRow("gazeta", "", 0.0, title="Правда", pages=3, words=1200, predicted_cer=0.021, worst_cer=0.09)
    told = review_table([ForReview(row, ("1 page could not be read",))], Settings(review_url="http://127.0.0.1:8484"))
    assert rows(told)[2] == [
        "[Правда](http://127.0.0.1:8484/documents/gazeta)",
        "3",
        "1,200",
        "2.1 %",
        "9.0 %",
        "1 page could not be read",
    ]
    assert "0 documents" in review_table([], Settings())


@given(name=st.text(max_size=200))
def test_an_artifact_key_is_one_that_prefect_takes(name: str) -> None:
    """Small Latin letters, digits and dashes, whatever script the document's name is in."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", artifact_key("pages", name))


def test_different_names_have_different_keys() -> None:
    """Cyrillic names would all be empty otherwise, and long ones alike."""
    names = ["правда", "труд", "a", "A", "a-", "x" * 80, "x" * 81]
    assert len({artifact_key("pages", name) for name in names}) == len(names)
    assert artifact_key("pages", "gazeta-1927") == "pages-gazeta-1927"
    assert re.fullmatch("documents-box-7-[0-9a-f]{8}", artifact_key("documents", f"/srv/{'long/' * 30}box 7/"))
