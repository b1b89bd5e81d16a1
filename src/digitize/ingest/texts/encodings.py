"""In which encoding the bytes of a plain text are, told by the text that they make.

UTF-8 and UTF-16 show themselves. Every eight-bit encoding makes some text of any bytes, and only one of these texts
reads like a language: its letters are as frequent as letters are, capitals begin words, letters of two scripts do not
stand in one word, nor signs within words. Each pair of neighbouring bytes is counted once, and weighed as what it would
be in each encoding.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from digitize.errors import InputError
from digitize.ingest.texts.letter_pairs import CYRILLIC, LATIN, weight_of, weight_of_pair

_CODECS = {
    "windows-1251": "cp1251",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "cp866": "cp866",
    "mac-cyrillic": "mac_cyrillic",
    "iso-8859-5": "iso8859_5",
    "windows-1252": "cp1252",
    "iso-8859-1": "latin_1",
    "iso-8859-15": "iso8859_15",
    "mac-roman": "mac_roman",
}
"""Eight-bit encodings that are told apart, by the names that people know, with Python's. Where several make the same
text of a file, the likeliest is named, or else the first."""
_RARER = {"koi8-r": 3, "koi8-u": 4, "cp866": 3, "mac-cyrillic": 5, "iso-8859-5": 5, "iso-8859-15": 3, "mac-roman": 4}
"""By how much files in these are rarer than files in the usual ones, as a logarithm: it decides where the text does not."""
_LATIN = frozenset({"windows-1252", "iso-8859-1", "iso-8859-15", "mac-roman"})

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CLEARLY = 4.0
"""By how much the best text must be more likely than the next one, as a logarithm."""
_LEAST_CYRILLIC, _LEAST_LATIN = -4.5, -5.5
"""The least mean weight of a byte beyond ASCII in text: Russian has -3.4, French -2.3; Greek read as Cyrillic has less."""
_FOREIGN_LETTER, _MOST_FOREIGN = -0.3, -20.0
"""What each ASCII letter weighs against Cyrillic that has fewer letters, and all together at most."""
_SMALL_AFTER_CAPITALS = -8.0
"""What a small letter weighs that stands after two capitals."""
_ALONE = -4.0
"""What a letter weighs that stands alone and is no word."""
_ONE_LETTER_WORDS = frozenset("авиоукясіїєйзжбàôé")
_NEVER_LESS = 15.0
"""What a few signs may weigh: a text of ASCII with one odd sign in it is a text."""
_SAMPLE_BYTES = 1 << 20
_BLOCK_BYTES = 4096
_BLOCKS = 256
_ENOUGH_BYTES = 150
"""Bytes beyond ASCII that a block must have to be judged by itself."""
_SURELY = 0.7
"""By how much, per such byte, another encoding must suit a block better for the file to be in two."""
_SAVE = "Save it as UTF-8"


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The characters of a plain text.

    Args:
        text: All of them, but for a byte order mark.
        encoding: ``utf-8``, ``windows-1251`` ...
        notices: What a user should know of it.
    """

    text: str
    encoding: str
    notices: tuple[str, ...] = ()


def decode(data: bytes, where: str) -> DecodedText:
    """The text that bytes hold.

    Args:
        data: The file's content.
        where: Its name in errors.

    Raises:
        InputError: If they are no text, damaged, in two encodings, or in one that cannot be told: names the byte, or
            the encodings that are likely.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _in_unicode(data[len(bom) :], encoding, where, len(bom))
    wide = _wide_encoding(data)
    if wide is not None:
        return _in_unicode(data, wide, where, 0)
    zero = data.find(0)
    if zero >= 0:
        raise InputError(f"is no text: byte {zero + 1} is zero", where=where, hint="Give a text file")
    try:
        return DecodedText(data.decode("utf-8"), "utf-8", _on_replaced(data))
    except UnicodeDecodeError as error:
        start = error.start
    if _is_mostly_utf8(data):
        raise InputError(
            f"is in UTF-8, but damaged or mixed with another encoding at byte {start + 1} (line {_line(data, start)})",
            where=where,
            hint=f"Mend that place, or get the text again. {_SAVE}",
        )
    return _in_eight_bits(data, where)


def _in_unicode(data: bytes, encoding: str, where: str, skipped: int) -> DecodedText:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        place = error.start + skipped + 1
        raise InputError(f"is in {encoding}, but damaged at byte {place}", where=where, hint=_SAVE) from None
    if "\0" in text:
        raise InputError("is no text: it holds zero characters", where=where, hint="Give a text file")
    notices = () if encoding == "utf-8" else (f"read as {encoding}",)
    return DecodedText(text, encoding, (*notices, *_on_replaced(text.encode("utf-8", "surrogatepass"))))


def _on_replaced(data: bytes) -> tuple[str, ...]:
    count = data.count("\ufffd".encode())
    characters = "character was" if count == 1 else "characters were"
    return (f"{count} {characters} lost before (U+FFFD): the text is damaged",) if count else ()


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without its mark: nearly every second byte is one of the few that its letters' blocks begin with."""
    sample = data[: 1 << 16]
    sample = sample[: len(sample) & ~1]
    if len(data) % 2 or len(sample) < 8:
        return None
    for encoding, high, low in (("utf-16-le", sample[1::2], sample[::2]), ("utf-16-be", sample[::2], sample[1::2])):
        blocks = sum(high.count(block) for block in (0x00, 0x01, 0x04, 0x20))
        spaces = sum(1 for one, two in zip(high, low, strict=True) if one == 0 and two in b" \r\n")
        if blocks > 0.97 * len(high) and (spaces or 0 in high) and low.count(0) < 0.02 * len(low):
            return encoding
    return None


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether a good part of the bytes beyond ASCII make letters and signs in UTF-8, as those of no other encoding do."""
    sample = data[:_SAMPLE_BYTES]
    beyond = sum(byte > 0x7F for byte in sample)
    found = (character for character in sample.decode("utf-8", "ignore") if "\x9f" < character < "\u0530")
    good = 2 * sum(1 for _ in found)
    return good > 0.5 * beyond and good >= 8


def _line(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1


# -- eight bits --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sample:
    """What is counted of a text's bytes.

    Args:
        values: The bytes themselves, white space before and after.
        pairs: Pairs of neighbouring bytes of which one is beyond ASCII, ``256 * first + second``, with their counts.
        ascii_letters: Letters of ASCII.
        beyond: Bytes beyond ASCII.
    """

    values: NDArray[np.uint8]
    pairs: tuple[tuple[int, int], ...]
    ascii_letters: int
    beyond: int

    @staticmethod
    def of(data: bytes) -> _Sample:
        values = np.frombuffer(b" " + data + b"  ", dtype=np.uint8)
        wide = values.astype(np.int64)
        counts = np.bincount(wide[:-1] * 256 + wide[1:], minlength=65536)
        single = np.bincount(wide, minlength=256)
        found = (int(pair) for pair in np.flatnonzero(counts))
        pairs = tuple((pair, int(counts[pair])) for pair in found if pair >= 0x8000 or pair % 256 >= 0x80)
        letters = int(single[0x41:0x5B].sum() + single[0x61:0x7B].sum())
        return _Sample(values, pairs, letters, int(single[0x80:].sum()))


def _in_eight_bits(data: bytes, where: str) -> DecodedText:
    blocks = _blocks(data)
    sample = _Sample.of(b" ".join(block for _, block in blocks))
    used = bytes(byte for byte in range(0x80, 0x100) if byte in data)
    best: dict[str, tuple[float, str]] = {}
    for name in _CODECS:
        letters = _made_of(used, name)
        if letters is not None:
            score = _score(sample, name)
            best[letters] = max(best.get(letters, (score, name)), (score, name), key=lambda one: one[0])
    ranked = sorted(best.values(), key=lambda one: -one[0])
    if not ranked or not _reads_like_text(*ranked[0], sample):
        raise InputError(
            "is in no encoding that is known here, or no text",
            where=where,
            hint=f"{_SAVE}. Known are UTF-8, UTF-16, {', '.join(_CODECS)}",
        )
    top, name = ranked[0]
    rivals = [other for score, other in ranked if top - score < _CLEARLY]
    if len(rivals) > 1:
        told = " or ".join(rivals)
        raise InputError(f"does not tell its encoding: {told}", where=where, hint=f"{_SAVE}, and give it again")
    _check_all_of_one(data, blocks, name, [other for _, other in ranked[1:]], where)
    return DecodedText(data.decode(_CODECS[name]), name, (f"read as {name}",))


def _reads_like_text(score: float, name: str, sample: _Sample) -> bool:
    least = _LEAST_LATIN if name in _LATIN else _LEAST_CYRILLIC
    return score >= least * sample.beyond - _NEVER_LESS


def _blocks(data: bytes) -> list[tuple[int, bytes]]:
    """Parts of a text with their places: all of a short one, parts evenly taken from a long one."""
    step = max(_BLOCK_BYTES, len(data) // _BLOCKS + 1)
    return [(start, data[start : start + _BLOCK_BYTES]) for start in range(0, len(data), step)]


def _made_of(used: bytes, name: str) -> str | None:
    """What an encoding makes of these bytes; ``None`` if it has nothing for one, or only a control character."""
    letters = [_letter(byte, name) for byte in used]
    return None if any("\x80" <= letter < "\xa0" or letter == "\ufffd" for letter in letters) else "".join(letters)


@lru_cache(maxsize=4096)
def _letter(byte: int, name: str) -> str:
    return bytes([byte]).decode(_CODECS[name], "replace")


def _score(sample: _Sample, name: str) -> float:
    """How likely the text is that an encoding makes, in the likeliest language."""
    languages = LATIN if name in _LATIN else CYRILLIC
    score = max(sum(count * _weight(pair, name, language) for pair, count in sample.pairs) for language in languages)
    score += _SMALL_AFTER_CAPITALS * _small_after_capitals(sample, name) + _ALONE * _no_words(sample, name)
    score -= _RARER.get(name, 0)
    if name in _LATIN:
        return score
    return score + max(_MOST_FOREIGN, _FOREIGN_LETTER * max(0, sample.ascii_letters - sample.beyond))


@lru_cache(maxsize=1 << 18)
def _weight(pair: int, name: str, language: str) -> float:
    before, after = _letter(pair // 256, name), _letter(pair % 256, name)
    return weight_of(after, language) + weight_of_pair(before, after)


def _small_after_capitals(sample: _Sample, name: str) -> int:
    """How often a small letter stands after two capitals, one of the three beyond ASCII."""
    kinds = _kinds(name)[sample.values]
    beyond = sample.values >= 0x80
    hits = (kinds[:-2] == _CAPITAL) & (kinds[1:-1] == _CAPITAL) & (kinds[2:] == _SMALL)
    return int((hits & (beyond[:-2] | beyond[1:-1] | beyond[2:])).sum())


def _no_words(sample: _Sample, name: str) -> int:
    """How often a letter beyond ASCII stands between white space that is no word of one letter."""
    is_space = np.isin(sample.values, tuple(b" \t\r\n"))
    return int((is_space[:-2] & _cannot_be_alone(name)[sample.values[1:-1]] & is_space[2:]).sum())


_CAPITAL, _SMALL = 1, 2


@lru_cache(maxsize=len(_CODECS))
def _cannot_be_alone(name: str) -> NDArray[np.bool_]:
    letters = ("" if byte < 0x80 else _letter(byte, name).lower() for byte in range(256))
    return np.array([letter.isalpha() and letter not in _ONE_LETTER_WORDS for letter in letters])


@lru_cache(maxsize=len(_CODECS))
def _kinds(name: str) -> NDArray[np.uint8]:
    letters = (_letter(byte, name) for byte in range(256))
    kinds = [_CAPITAL if letter.isupper() else _SMALL if letter.islower() else 0 for letter in letters]
    return np.array(kinds, dtype=np.uint8)


def _check_all_of_one(data: bytes, blocks: list[tuple[int, bytes]], name: str, others: list[str], where: str) -> None:
    """Looks at parts of a file by themselves: one that is put together of several texts may be in two encodings.

    Raises:
        InputError: If one of the parts clearly is in another encoding.
    """
    for start, block in blocks:
        sample = _Sample.of(block)
        if sample.beyond < _ENOUGH_BYTES:
            continue
        own = _score(sample, name)
        for other in others:
            if _score(sample, other) - own > _SURELY * sample.beyond:
                raise InputError(
                    f"is in two encodings: {name}, and near byte {start + 1} (line {_line(data, start)}) {other}",
                    where=where,
                    hint="Save its parts as UTF-8, and put them together then",
                )
