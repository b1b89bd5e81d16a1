"""Names of files: shown safely, put in natural order, made into document ids."""

from __future__ import annotations

import re
import unicodedata

SLUG_CHARACTERS = 80
SLUG_BYTES = 200
"""File systems take 255 bytes a name; the rest is for a digest and the ending."""

_FALLBACK = "document"
_RESERVED = {"con", "prn", "aux", "nul"} | {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
"""Names of devices on Windows, whatever ending follows."""

_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNPRINTABLE = {"Cc", "Cs", "Zl", "Zp"}


def printable(name: str) -> str:
    r"""The name as it may stand in a message, a log or a JSON file.

    Bytes that are no UTF-8 (as Python's file functions hand them over) and control characters become ``\xNN``; other
    characters that would break or reverse a line become ``\uNNNN``.
    """
    return "".join(_printable(character) for character in name)


def _printable(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if unicodedata.category(character) not in _UNPRINTABLE and character not in _BIDI_CONTROLS:
        return character
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


NaturalKey = tuple[tuple[int, int, str], ...]


def natural_key(name: str) -> NaturalKey:
    """A sort key by which ``page2`` stands before ``page10``, whatever the locale."""
    folded = unicodedata.normalize("NFC", name).casefold()
    parts = re.split(r"(\d+)", folded)
    key = [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]
    return (*key, (-1, 0, name))


def slug(name: str) -> str:
    """A document id from a file's stem.

    Letters and digits of any script are kept (lower case, NFC); everything else becomes a single ``-``. The result is a
    safe name for a folder on every common file system: never empty, at most 80 characters and 200 bytes, no dots or
    slashes, no name that Windows reserves.
    """
    plain = re.sub(r"\\x[0-9a-f]{2}|\\u[0-9a-f]{4}", "-", name)  # as printable() writes what is no text
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", plain).lower())
    kept = "".join(character if _belongs_to_a_word(character) else "-" for character in folded)
    words = (word for word in kept.split("-") if word.strip())
    result = _cut("-".join(_without_leading_marks(word) for word in words)).strip("-")
    result = re.sub(r"-{2,}", "-", result)
    if not result:
        return _FALLBACK
    return f"{_FALLBACK}-{result}" if result in _RESERVED else result


def _belongs_to_a_word(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LM" or category in ("Nd", "Nl")


def _without_leading_marks(word: str) -> str:
    """A combining mark needs a letter before it."""
    start = 0
    while start < len(word) and unicodedata.category(word[start])[0] == "M":
        start += 1
    return word[start:]


def _cut(text: str) -> str:
    """The longest beginning within the limits that does not part a letter from its marks."""
    end = min(len(text), SLUG_CHARACTERS)
    while len(text[:end].encode()) > SLUG_BYTES:
        end -= 1
    while 0 < end < len(text) and unicodedata.category(text[end])[0] == "M":
        end -= 1
    return text[:end]
