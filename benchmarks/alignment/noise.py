"""A scan's misreadings by chance, with the truth of which word became which.

A text is letters, each with the index of the word that it belongs to; the spaces between words have none. Letters are
taken for others, lost and put in, spaces lost and put in, and words broken with a hyphen at line ends. Errors are unevenly
spread, line by line, as they are on paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

_CONFUSED = {
    "а": "яоe", "б": "6в", "в": "нп8", "г": "тr", "д": "лц", "е": "сoё", "ж": "хк", "з": "эЗ3", "и": "нпй", "й": "и", "к": "нх",
    "л": "пд", "м": "ни", "н": "пик", "о": "сеa0", "п": "нлт", "р": "ф", "с": "еo", "т": "гпm", "у": "y", "ф": "р", "х": "жx",
    "ц": "пд", "ч": "у", "ш": "щи", "щ": "шц", "ъ": "ь", "ы": "ь", "ь": "ъ", "э": "з", "ю": "о", "я": "а",
    "a": "oeс", "b": "hl", "c": "eo", "d": "cl", "e": "cоo", "f": "tſ", "g": "q9", "h": "bli", "i": "l1j", "l": "1Ii", "m": "n",
    "n": "uri", "o": "0ce", "p": "q", "r": "n", "s": "5a", "t": "lfi", "u": "nii", "v": "y", "é": "eè6", "è": "eé", "à": "a", "ê": "e",
    ",": ".'", ".": ",", ";": ":", "1": "Il", "0": "О", "3": "8З",
}  # fmt: skip
_SHARES = {"confused": 0.42, "any": 0.20, "lost": 0.14, "put in": 0.10, "space lost": 0.07, "space put in": 0.07}
"""Of all errors."""
_STRAY = ".,'-:;|*°"
_WIDTH = 60
_HYPHEN_SHARE = 0.5
"""Of lines whose last word would have to be broken to fill them."""


@dataclass(frozen=True, slots=True)
class Noisy:
    """Words as they were read.

    Args:
        words: None empty, no white space.
        before: White space before each.
        origins: Of each, the indices of the true words that its letters come from; none for what was put in.
        cer: Errors per character, spaces included, hyphens at line ends left out.
    """

    words: tuple[str, ...]
    before: tuple[str, ...]
    origins: tuple[tuple[int, ...], ...]
    cer: float


_Letter = tuple[str, int | None]


def misread(words: Sequence[str], indices: Sequence[int | None], cer: float, chance: Random) -> Noisy:
    """Words as a scan of them is read.

    Args:
        words: The true words.
        indices: What each counts as; ``None`` where it is no word of the reference (a running head).
        cer: Errors per character, spaces included.
        chance: Decides everything.
    """
    alphabet = sorted({c for word in words[:2000] for c in word if c.isalpha()}) or ["x"]
    letters: list[_Letter] = []
    errors = true = 0
    for line in _lines(words, indices, chance):
        rate = min(0.9, cer * chance.gammavariate(3.0, 1 / 3.0))
        for number, letter in enumerate(line):
            read = _read(letter, rate, alphabet, chance) if number or letter[0] != "\n" else [letter]
            errors += read != [letter]
            letters += read
        true += len(line)
    return _gathered(letters, errors / max(1, true))


def _lines(words: Sequence[str], indices: Sequence[int | None], chance: Random) -> Iterator[list[_Letter]]:
    """Each line begins with its line break."""
    line: list[_Letter] = []
    for word, index in zip(words, indices, strict=True):
        room = _WIDTH - len(line) - 1
        letters: list[_Letter] = [(c, index) for c in word]
        if len(word) <= room or not line:
            line += [(" ", None), *letters] if line and line[-1][0] != "\n" else letters
            continue
        if word.isalpha() and len(word) >= 6 and room - 1 >= 3 and chance.random() < _HYPHEN_SHARE:
            at = chance.randint(2, min(room - 1, len(word) - 2))
            line += [(" ", None), *letters[:at], ("-", index)]
            letters = letters[at:]
        yield line
        line = [("\n", None), *letters]
    yield line


def _read(letter: _Letter, rate: float, alphabet: Sequence[str], chance: Random) -> list[_Letter]:
    sign, index = letter
    if chance.random() >= rate:
        return [letter]
    kind = chance.choices(list(_SHARES), list(_SHARES.values()))[0]
    if sign == " ":
        return [] if kind in ("space lost", "lost", "put in") else [letter, (_STRAY[chance.randrange(6)], None), letter]
    match kind:
        case "confused":
            return [(_like(sign, alphabet, chance), index)]
        case "any":
            return [(chance.choice(alphabet), index)]
        case "lost":
            return []
        case "put in":
            return [letter, (chance.choice([*alphabet[:10], *_STRAY]), index)]
        case "space put in":
            return [letter, (" ", None)]
        case _:
            return [(_like(sign, alphabet, chance), index)]


def _like(sign: str, alphabet: Sequence[str], chance: Random) -> str:
    others = _CONFUSED.get(sign.lower())
    if not others:
        return chance.choice(alphabet)
    other = chance.choice(others)
    return other.upper() if sign.isupper() else other


def _gathered(letters: Sequence[_Letter], cer: float) -> Noisy:
    words: list[str] = []
    befores: list[str] = []
    origins: list[tuple[int, ...]] = []
    text, before, found = "", "", dict[int, None]()
    for sign, index in [*letters, (" ", None)]:
        if sign in " \n":
            if text:
                words.append(text)
                befores.append(before)
                origins.append(tuple(found))
                text, before, found = "", "", {}
            before = "\n" if sign == "\n" else before or " "
            continue
        text += sign
        if index is not None:
            found[index] = None
    return Noisy(tuple(words), tuple(befores), tuple(origins), cer)
