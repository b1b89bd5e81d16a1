"""Word lists out of models' files: what is listed, and that no broken file does harm."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.lexicon.word_list import NO_WORDS, WordList, read_word_list
from digitize.recognize.tesseract import Tesseract

LETTERS = "абвгдежз"


def graph(words: list[str]) -> bytes:
    """A graph of letters as Tesseract writes it: a tree, each node's edges side by side, the last one marked."""
    flags_at = (len(LETTERS) + 1).bit_length()
    nodes: list[dict[str, list[object]]] = [{}]
    for word in words:
        node = 0
        for place, letter in enumerate(word):
            edge = nodes[node].setdefault(letter, [0, False])
            if place == len(word) - 1:
                edge[1] = True
            elif not edge[0]:
                nodes.append({})
                edge[0] = len(nodes) - 1
            node = int(str(edge[0]))
    starts, at = [], 0
    for edges in nodes:
        starts.append(at)
        at += len(edges)
    packed = []
    for edges in nodes:
        for number, (letter, (following, ends)) in enumerate(sorted(edges.items()), 1):
            flags = (1 if number == len(edges) else 0) | (4 if ends else 0)
            start = starts[int(str(following))] if following else 0
            packed.append(LETTERS.index(letter) + 1 | flags << flags_at | start << flags_at + 3)
    return struct.pack("<hii", 42, len(LETTERS) + 1, len(packed)) + struct.pack(f"<{len(packed)}Q", *packed)


def letters_file() -> bytes:
    return "\n".join([str(len(LETTERS) + 1), "NULL 0", *(f"{letter} 3" for letter in LETTERS)]).encode()


def container(parts: dict[int, bytes]) -> bytes:
    """A model's file with the given entries."""
    offsets, at, body = [], 4 + 24 * 8, b""
    for index in range(24):
        offsets.append(at + len(body) if index in parts else -1)
        body += parts.get(index, b"")
    return struct.pack("<i24q", 24, *offsets) + body


@given(st.lists(st.text(LETTERS, min_size=1, max_size=6), min_size=1, max_size=30, unique=True))
def test_every_word_of_a_list_is_found_and_no_other(words: list[str]) -> None:
    """Whatever the words; their beginnings and continuations are found only when they are listed themselves."""
    found = WordList({letter: number for number, letter in enumerate(LETTERS, 1)}, graph(words))
    tried = {*words, *(word[:-1] for word in words), *(word + "а" for word in words)} - {""}
    assert {word for word in tried if word in found} == set(words) & tried


def test_a_list_is_read_out_of_a_models_file(tmp_path: Path) -> None:
    """Both entries are found by their place in the container, whatever stands between them."""
    model = tmp_path / "abc.traineddata"
    model.write_bytes(container({17: b"network", 19: graph(["баг", "беда"]), 21: letters_file(), 23: b"4.0"}))
    words = read_word_list(model)
    assert "баг" in words
    assert "Беда" in words
    assert "ба" not in words
    assert words.knows("«Беда»,")
    assert not words.knows("баг1")
    assert not words.knows("ба")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x18",
        b"\xff" * 300,
        container({}),
        container({19: b"\x2a\x00", 21: letters_file()}),
        container({19: graph(["баг"]), 21: b"\xff\xfe"}),
        container({19: graph(["баг"])[:-4], 21: letters_file()}),
        container({19: b"\x2b" + graph(["баг"])[1:], 21: letters_file()}),
    ],
)
def test_a_broken_file_has_no_words(tmp_path: Path, content: bytes) -> None:
    """An empty or torn file, one without a list, one with another format: words are then judged without a list."""
    model = tmp_path / "broken.traineddata"
    model.write_bytes(content)
    assert "баг" not in read_word_list(model)


@given(st.binary(max_size=400), st.text("абвa", max_size=5))
def test_a_graph_of_noise_ends(noise: bytes, word: str) -> None:
    """Looking a word up in a graph that leads in circles comes to an end."""
    edges = struct.pack("<hii", 42, 9, len(noise) // 8) + noise
    assert (word in WordList({"а": 1, "б": 2, "в": 3, "a": 4}, edges)) in (True, False)


def test_a_missing_model_has_no_words(tmp_path: Path) -> None:
    """Nor has the empty list."""
    assert "баг" not in read_word_list(tmp_path / "none.traineddata")
    assert "баг" not in NO_WORDS
    assert not NO_WORDS.knows("беда")


def test_installed_models_bring_their_words() -> None:
    """Common words of each language are known, in any case and with punctuation, and letters in disorder are not."""
    files = Tesseract().word_lists(("rus", "fra", "deu", "eng", "nonsense"))
    assert "nonsense" not in files
    common = {
        "rus": "работа вечером дорога",
        "fra": "maison soir route",
        "deu": "Arbeit Abend Weg",
        "eng": "work evening road",
    }
    rng = random.Random(1)
    for code, words in common.items():
        known = read_word_list(files[code])
        for word in words.split():
            assert known.knows(word)
            assert known.knows(f"«{word.capitalize()},")
            assert not known.knows("".join(rng.sample(word, len(word))) + "щqъ")
