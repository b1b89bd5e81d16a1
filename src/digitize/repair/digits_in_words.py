"""Digits read for letters: ``3аседание``, ``Г0Д``, ``о6ъём``; in Fraktur ``Bunde3tag``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from digitize.lexicon.one_script import is_two_scripts
from digitize.model.language import script_of
from digitize.model.transcription import Word
from digitize.repair.around import PRINTED, READING, Around, Finding
from digitize.repair.typed import Hand

_EDGES = ".,:;!?()[]«»\"„“”'’…—–*"
_CYRILLIC = {"0": ("о",), "3": ("з", "э"), "6": ("б",), "4": ("ч",)}
"""What a digit among Cyrillic letters is in upright type."""
_LATIN = {"0": ("o",), "1": ("l", "i", "j"), "5": ("s",)}

_FEWEST = 3
"""Letters of a word in which a digit is a misreading; a shorter one may be a code."""
_FEWEST_IN_CAPITALS = 5
"""The same for words in capitals, of which codes are made; 0 between two of them is always the letter."""
_SHARE = 4
"""How many letters there must be for each digit."""

_COUNTED = (
    "акт", "брига", "бал", "бат", "бойц", "ведр", "верс", "вечер", "взвод", "век", "год", "голос", "груп", "дел", "ден", "дес", "див", "дн",
    "дом", "душ", "завод", "заседани", "звен", "икон", "каз", "кв", "кг", "кил", "клас", "книг", "км", "колхоз", "комнат", "коп", "кор", "лет", "лин",
    "лист", "лиц", "лошад", "лош", "мест", "месяц", "мет", "мил", "мин", "недел", "ноч", "обла", "окн", "орден", "отде", "отря", "очк",
    "пар", "пол", "пуд", "пункт", "раз", "рай", "рот", "руб", "саж", "сел", "сем", "сес", "сек", "стр", "сут", "сын", "тел", "том", "тон", "точ", "трак",
    "тур", "тыс", "уезд", "уголовн", "урок", "учен", "фаб", "фунт", "цех", "час", "част", "чел", "шаг", "шт", "экз", "этаж", "ящик",
)  # fmt: skip
"""How nouns begin that are counted: a number may stand glued before them (``3дня``)."""
_ENDINGS = re.compile(r"(?:го|й|му|м|я|е|х|ти|ми|ю|ой|ая|ое|ые|ый|ых|ую|ым|ыми|ою|ье|ьи|ий|и|а|у)")
"""Of ordinals without their hyphen: ``6ой``, ``3й``."""
_AFTER_E = frozenset("тксфпхцшщ")
"""Letters that Э begins words before, and З never."""
_MAY_BE_E = re.compile(r"о3[тмзи]|у3[лт]|а3[рс]|[бвгдкмпстх]3[рт]")
"""Where э stands inside words, too: ``поэт``, ``поэма``, ``дуэль``, ``аэроплан``, ``двухэтажный``."""
_VOWELS = frozenset("аеёиоуыэюяіѣ")

_ENDS_SENTENCE = re.compile(r"[.!?…:][»\"”)]*$")
_DASHES = "—–-"
_FRAKTUR = re.compile(r"(?<=[^\W\d_])(?<![zZ])(38|83|[38])(?![sſz\d])")
"""The round s of Fraktur, also where it was read twice. Before another s it may be one or two."""
_FRAKTUR_AFTER_S = re.compile(r"(?<=[sſ])[38](?!\d)")
_FRAKTUR_WORD = re.compile(r"(?:[eE]|[^\W\d_]{2,})[38][^\W_]*")
"""Two letters at least before the first digit: one and a digit may be a code, but for ``es``."""


def find_digits(word: Word, around: Around) -> Finding | None:
    """A word with the letters that its digits stand for.

    On a typescript the reading layer alone is changed: the wrong key may have been struck. Numbers with endings (``3-го``, ``6ой``), numbers
    glued to what they count (``3дня``), codes (``С3``, ``КР-4``) and signs of notes at the end of a word stay.
    """
    text = word.text
    core = text.strip(_EDGES)
    if not any(c.isdigit() for c in core) or not any(c.isalpha() for c in core) or is_two_scripts(core):
        return None
    start = text.index(core)
    made = [_part(part, around) for part in core.split("-")]
    if any(part[:1].isdigit() and new == part for part, new in zip(core.split("-"), made, strict=True)):
        return None  # a number with an ending, a code
    new = text[:start] + "-".join(made) + text[start + len(core) :]
    if new == text or any(c.isdigit() for c in new):
        return None
    layer = READING if around.facts.hand is Hand.TYPED else PRINTED
    if layer == READING and word.reading != text:
        return None
    return Finding(layer, new, f"{_told(core)} among letters; {_why(core, new, around)}")


def _told(core: str) -> str:
    return f"digit {', '.join(dict.fromkeys(c for c in core if c.isdigit()))}"


def _why(core: str, new: str, around: Around) -> str:
    if around.facts.long_s and script_of(core) == "Latn":
        return "the round s of Fraktur looks so"
    if new.strip(_EDGES) in around.facts.vocabulary:
        return "it has the shape of the letter; the word stands so elsewhere in the document"
    return "it has the shape of the letter, and no number stands there"


def _part(part: str, around: Around) -> str:
    """A part of a word between hyphens with letters for its digits; itself where they may be digits."""
    letters = sum(c.isalpha() for c in part)
    digits = sum(c.isdigit() for c in part)
    if not digits or letters + digits != len(part):
        return part
    if script_of(part) == "Latn" and around.facts.long_s:
        return _fraktur(part)
    if not _is_capital_zero(part) and (letters < _FEWEST or digits * _SHARE > letters + 1):
        return part
    options = [tuple(_options(part, place)) for place in range(len(part))]
    if not all(options):
        return part
    made = ["".join(each) for each in product(*options)]
    if len({each.lower() for each in made}) > 1:
        made = [each for each in made if around.facts.vocabulary & {each, each.lower(), each.lower().capitalize()}]
    if len({each.lower() for each in made}) != 1:
        return part
    return made[0] if len(made) == 1 else _by_sentence(part, made, around)


def _is_capital_zero(part: str) -> bool:
    """A zero between capitals: ``Г0Д``."""
    return re.fullmatch(r"[А-ЯЁІѢ]+0[А-ЯЁІѢ]+", part) is not None


def _fraktur(part: str) -> str:
    if not _FRAKTUR_WORD.fullmatch(part) or part.isupper():
        return part
    return _FRAKTUR.sub("s", _FRAKTUR_AFTER_S.sub("", part))


def _options(part: str, place: int) -> Iterator[str]:
    """What may stand in a place: the letter there, or the letters that look like the digit there and may stand there."""
    sign = part[place]
    if not sign.isdigit():
        yield sign
        return
    before, after = part[:place], part[place + 1 :]
    if script_of(part) == "Cyrl":
        yield from _cyrillic(sign, before, after)
    elif script_of(part) == "Latn" and before[-1:].islower() and after[:1].islower():
        yield from _LATIN.get(sign, ())


def _cyrillic(digit: str, before: str, after: str) -> Iterator[str]:
    letters = _CYRILLIC.get(digit, ())
    if not before:
        yield from _first(digit, after)
    elif not after:
        if digit == "0" and len(before) >= _FEWEST and before.islower() and before[-1] not in _VOWELS:
            yield "о"
    elif (before + after).isupper():
        if digit == "0" or len(before + after) >= _FEWEST_IN_CAPITALS:
            yield from (letter.upper() for letter in letters[:1])
    elif before[-1].islower() and after[0].islower() and not after.startswith(_COUNTED):
        yield from letters if _MAY_BE_E.fullmatch(before[-1] + digit + after[0]) else letters[:1]
    elif len(before) == 1 and before.isupper() and after.islower():
        yield from letters[:1]


def _first(digit: str, after: str) -> Iterator[str]:
    """What a word begins with: the digit has the height of a capital; a small letter is told by the vocabulary alone."""
    if after.lower().startswith(_COUNTED) or _ENDINGS.fullmatch(after):
        return
    if after.isupper():
        if len(after) >= _FEWEST_IN_CAPITALS - 1 and digit in "03":
            yield "О" if digit == "0" else "Э" if after[0].lower() in _AFTER_E else "З"
    elif after.islower():
        match digit:
            case "0" if after[0] not in "аеёоуыэ":
                yield from ("О", "о")
            case "3" if after[0] in _VOWELS:
                yield from ("З", "з")
            case "3" if after[0] in _AFTER_E:
                yield from ("Э", "э")
            case "6" if after[0] in _VOWELS or after[0] in "рл":
                yield "б"


def _by_sentence(part: str, made: list[str], around: Around) -> str:
    """Of a word with a capital and without, the one that its place or the document's words ask for; else it stays as it is."""
    before = around.before
    if not before or before in _DASHES or _ENDS_SENTENCE.search(before) is not None:
        return next(each for each in made if each[0].isupper())
    known = [each for each in made if each in around.facts.vocabulary]
    return known[0] if len(known) == 1 else part
