"""Texts that were brought along, kept and read back: every character, and what is told of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.errors import InputError
from digitize.model.transcription import Emphasis
from digitize.model.witness import TextPart, Token, Witness
from digitize.store.reference_file import KeptReference, encode_kept_reference, read_kept_reference
from digitize.store.versions import read_head
from tests.export import schemas

MADE = datetime(2027, 3, 5, 12, 0, tzinfo=UTC)
SOURCE = ("книга.docx", "0" * 64, 12, "docx")
RICH = Witness(
    "reference-kniga",
    (
        Token("Глава", "\n\n", part=TextPart.HEADING),
        Token("первая", " ", (Emphasis.BOLD, Emphasis.ITALIC)),
        Token("см.", "", part=TextPart.NOTE),
        Token("\ud800"),
    ),
    " \n",
    tells_emphasis=True,
)


def kept(witness: Witness, **changes: object) -> KeptReference:
    made = KeptReference("vestnik", witness, MADE, *SOURCE)
    return replace(made, **changes)  # type: ignore[arg-type]


def written(folder: Path, reference: KeptReference) -> Path:
    path = folder / "reference.json"
    path.write_bytes(b"".join(encode_kept_reference(reference)))
    return path


def test_a_text_reads_back_whole(tmp_path: Path) -> None:
    """Words, white space, emphasis, parts, notices: nothing is lost; the head tells of it without the words."""
    reference = kept(RICH, encoding="windows-1251", language="rus", notices=("read as windows-1251",))
    path = written(tmp_path, reference)
    assert read_kept_reference(path) == reference
    assert (read_head(path)["words"], read_head(path)["id"]) == (4, "reference-kniga")


@pytest.mark.parametrize("witness", [RICH, Witness("reference-a", ()), Witness.of_text("reference-b", "слово " * 500)])
def test_it_satisfies_its_schema(tmp_path: Path, witness: Witness) -> None:
    """docs/schemas/reference.schema.json describes what is written, and allows nothing else."""
    content = json.loads(written(tmp_path, kept(witness)).read_bytes())
    schemas.own("reference").validate(content)
    assert not schemas.own("reference").is_valid({**content, "surprise": 1})
    assert not schemas.own("reference").is_valid({**content, "tokens": [["x", "слово"]]})


@given(st.text())
def test_any_text_is_kept_to_the_character(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """What the witness gave back before it was kept it gives back after."""
    path = written(tmp_path_factory.mktemp("kept"), kept(Witness.of_text("reference-x", text)))
    assert read_kept_reference(path).witness.text == text


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b"null", b'{"schema_version": "1.0"}', b"\xff", b"[" * 100_000, None],
    ids=["empty", "cut", "list", "null", "bare", "bytes", "deep", "missing"],
)
def test_what_is_no_kept_text(tmp_path: Path, damage: bytes | None) -> None:
    """Bad input, with the file's name and a way out; no traceback."""
    path = tmp_path / "reference.json"
    if damage is not None:
        path.write_bytes(damage)
    with pytest.raises(InputError) as caught:
        read_kept_reference(path)
    assert str(path) in str(caught.value) and caught.value.hint


@pytest.mark.parametrize("token", [["x", "слово"], [" ", ""], [" ", "два слова"], [" ", "а", "chapter"], [" "], 7])
def test_a_damaged_word(tmp_path: Path, token: object) -> None:
    """What can be no word is not taken for one."""
    path = written(tmp_path, kept(RICH))
    content = json.loads(path.read_bytes())
    path.write_text(json.dumps({**content, "tokens": [token]}), encoding="utf-8")
    with pytest.raises(InputError, match="damaged"):
        read_kept_reference(path)


def test_a_newer_form_is_refused_by_name(tmp_path: Path) -> None:
    """It is not guessed at."""
    path = written(tmp_path, kept(RICH))
    path.write_text(json.dumps({**json.loads(path.read_bytes()), "schema_version": "2.0"}), encoding="utf-8")
    with pytest.raises(InputError, match=r"version 2\.0"):
        read_kept_reference(path)
