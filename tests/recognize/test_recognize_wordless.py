"""Copies of models without their word lists."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from digitize.errors import EngineError
from digitize.lexicon.word_list import NO_WORDS, read_word_list
from digitize.recognize.engine import CropKind
from digitize.recognize.tesseract import Tesseract
from digitize.recognize.wordless import folder_without_words, without_words
from tests.recognize.contract import words_of
from tests.recognize.drawn import DPI, Crop


def rus() -> Path:
    return Tesseract().word_lists(["rus"])["rus"]


def test_the_list_is_gone_and_the_model_is_smaller(tmp_path: Path) -> None:
    """The words are most of it; those of the original stay where they are."""
    whole = rus().read_bytes()
    copy = tmp_path / "rus.traineddata"
    copy.write_bytes(without_words(whole))
    assert copy.stat().st_size < len(whole) / 2
    assert not read_word_list(copy).knows("через")
    assert read_word_list(rus()).knows("через")
    assert read_word_list(copy) is NO_WORDS


def test_the_other_parts_are_as_they_were() -> None:
    """A container of four parts, one missing, and a twentieth that holds the words."""
    parts = {1: b"letters", 17: b"network", 19: b"words of a language", 20: b"end"}
    assert without_words(container(parts)) == container({k: v for k, v in parts.items() if k != 19})


def container(parts: dict[int, bytes]) -> bytes:
    at, offsets, body = 4 + 8 * 24, [-1] * 24, b""
    for place, part in sorted(parts.items()):
        offsets[place] = at + len(body)
        body += part
    return struct.pack("<i24q", 24, *offsets) + body


@pytest.mark.parametrize("data", [b"", b"\x00\x00", b"\xff" * 40, struct.pack("<i", 24) + b"short"])
def test_what_is_no_model(data: bytes) -> None:
    """It is said, and nothing is made of it."""
    with pytest.raises(EngineError, match="damaged"):
        without_words(data)


def test_it_is_made_once() -> None:
    """A worker makes its copy when it first needs it."""
    folder = folder_without_words("rus", rus().parent)
    made = (folder / "rus.traineddata").stat().st_mtime_ns
    assert folder_without_words("rus", rus().parent) == folder
    assert (folder / "rus.traineddata").stat().st_mtime_ns == made


def test_text_is_read_without_words(crops: dict[str, Crop]) -> None:
    """Well enough to know the language by: nine words in ten of clean print are as they were drawn."""
    crop = max(crops.values(), key=lambda crop: len(crop.words))
    (reading,) = Tesseract().try_out([crop.path], CropKind.BLOCK, "rus", DPI)
    found = words_of(reading)
    assert sum(word in found for word in crop.words) >= 0.9 * len(crop.words)
