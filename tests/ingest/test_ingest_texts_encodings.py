"""In which encoding a plain text is: told by the text that it makes, or asked for."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.errors import InputError
from digitize.ingest.texts.encodings import decode
from tests.ingest.passages import FRENCH, RUSSIAN, UKRAINIAN

CYRILLIC = {
    "windows-1251": "cp1251",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "cp866": "cp866",
    "mac-cyrillic": "mac_cyrillic",
    "iso-8859-5": "iso8859_5",
}
LATIN = {
    "windows-1252": "cp1252",
    "iso-8859-1": "latin_1",
    "iso-8859-15": "iso8859_15",
    "mac-roman": "mac_roman",
}
LACKING = str.maketrans(
    {"—": "-", "«": '"', "»": '"', "’": "'", "№": "N", "œ": "oe", "Ґ": "Г", "ґ": "г", "і": "i", "І": "I"}
)
"""What people write where an encoding lacks a sign."""
LENGTHS = (30, 60, 120, 300, 1000, 3000)


def encoded(text: str, codec: str) -> bytes | None:
    """The text in an encoding, with other signs where it lacks some; ``None`` where it lacks letters."""
    for form in (text, text.translate(LACKING)):
        try:
            return form.encode(codec)
        except UnicodeEncodeError:
            continue
    return None


def pieces(passages: tuple[str, ...], codec: str, rng: random.Random) -> Iterator[tuple[int, bytes]]:
    """Pieces of each length, some in capitals throughout, in an encoding; those of ASCII alone left out."""
    for length in LENGTHS:
        for number in range(6):
            text = " ".join(rng.sample(passages, len(passages))) * (1 + length // 300)
            start = text.index(" ", rng.randrange(0, max(1, len(text) - length - 40))) + 1
            piece = text[start : start + length]
            data = encoded(piece.upper() if number % 2 else piece, codec)
            if data is not None and not data.isascii():
                yield length, data


def test_texts_of_every_length_in_every_encoding_are_read() -> None:
    """Of pieces of 30 to 3,000 characters none is read wrong, and from 300 on hardly any is refused."""
    rng = random.Random(7)
    asked: list[int] = []
    told = 0
    for passages, codecs in ((RUSSIAN, CYRILLIC), (UKRAINIAN, CYRILLIC), (FRENCH, LATIN)):
        for codec in codecs.values():
            for length, data in pieces(passages, codec, rng):
                try:
                    read = decode(data, "t.txt")
                except InputError:
                    asked.append(length)
                    continue
                told += 1
                assert read.text == data.decode(codec), (codec, read.encoding)
    assert told > 500
    assert len(asked) < 0.03 * told
    assert sum(length >= 300 for length in asked) <= 1


@pytest.mark.parametrize(("name", "codec"), list(CYRILLIC.items()))
def test_an_encoding_is_named(name: str, codec: str) -> None:
    """A user is told what the text was read as."""
    passages = UKRAINIAN if name == "koi8-u" else RUSSIAN
    data = encoded(" ".join(passages), codec)
    assert data is not None
    read = decode(data, "t.txt")
    assert read.encoding == name
    assert read.notices == (f"read as {name}",)


def test_utf8_says_nothing() -> None:
    """With a byte order mark, which is no character of the text, or without."""
    text = RUSSIAN[0]
    assert decode(text.encode(), "t.txt").notices == ()
    assert decode(text.encode("utf-8-sig"), "t.txt").text == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [RUSSIAN[0], FRENCH[0], "Tout va bien.\r\n", "Да. Нет."])
def test_utf16_is_read_with_its_mark_and_without(encoding: str, text: str) -> None:
    """Either order of bytes."""
    assert decode(("\ufeff" + text).encode(encoding), "t.txt").text == text
    assert decode(text.encode(encoding), "t.txt").text == text


def test_a_text_that_does_not_tell_is_asked_for() -> None:
    """The encodings that are likely are named, and the way out."""
    with pytest.raises(InputError, match=r"does not tell its encoding: .*mac-cyrillic") as caught:
        decode("для яблок".encode("mac_cyrillic"), "t.txt")
    assert "windows-1251" in str(caught.value)
    assert "UTF-8" in str(caught.value.hint)


@pytest.mark.parametrize("text", ["Žluťoučký kůň úpěl ďábelské ódy.", "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία."])
def test_an_encoding_that_is_not_known_is_refused(text: str) -> None:
    """Czech and Greek of their own encodings are not read as something else."""
    codec = "cp1250" if text[0] == "Ž" else "cp1253"
    with pytest.raises(InputError, match="encoding") as caught:
        decode((text * 5).encode(codec), "t.txt")
    assert "UTF-8" in str(caught.value.hint)


def test_damage_is_told_by_its_byte() -> None:
    """A byte that is none in UTF-8, within a text that is."""
    before, after = RUSSIAN[0][:150].encode(), RUSSIAN[0][150:].encode()
    with pytest.raises(
        InputError, match=rf"damaged or mixed with another encoding at byte {len(before) + 1} \(line 1\)"
    ):
        decode(before + b"\xff" + after, "t.txt")


def test_utf8_with_a_part_in_another_encoding_is_told() -> None:
    """A text that two people put together."""
    data = RUSSIAN[0].encode() + b"\n" + RUSSIAN[1].encode("cp1251")
    with pytest.raises(
        InputError, match=rf"mixed with another encoding at byte {len(RUSSIAN[0].encode()) + 2} \(line 2\)"
    ):
        decode(data, "t.txt")


def test_two_encodings_of_eight_bits_are_told() -> None:
    """The part that differs is found, though every byte of it is some letter."""
    one = "\n".join(RUSSIAN * 12)
    data = one.encode("cp1251", "replace") + "\n".join(RUSSIAN * 6).encode("koi8_r", "replace")
    with pytest.raises(InputError, match=r"two encodings: windows-1251, and near byte .* koi8-r"):
        decode(data, "t.txt")


def test_bytes_of_zero_are_no_text() -> None:
    """A file that was never text is not read as text."""
    with pytest.raises(InputError, match="byte 4 is zero"):
        decode(b"abc\0def\xff\xfe\xfdq", "t.txt")


def test_characters_lost_before_are_told() -> None:
    """U+FFFD in a text says that somebody read it in a wrong encoding."""
    assert "2 characters were lost" in decode("бы\ufffdо и\ufffdи".encode(), "t.txt").notices[0]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Nothing else happens, and what is read gives the bytes back in the encoding that is named."""
    codecs = {"utf-8": "utf-8", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be", **CYRILLIC, **LATIN}
    try:
        read = decode(data, "t.txt")
    except InputError:
        return
    assert data.endswith(read.text.encode(codecs[read.encoding]))
