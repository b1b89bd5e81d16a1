"""Whether a short form stands for a long one: cut, contracted, or made of initials."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from digitize.align.numbers import number_of
from digitize.lexicon.function_words import is_function_word

_CONTRACTED = frozenset(
    "mme mmes mlle mlles mgr me dr mr mrs st ste sts cie no nos km kg cm mm г-н г-жа г-да т-во об-во".split()
)
"""Short forms without a stop that begin and end as the long ones do."""
_UNITS = {
    "км": "километр", "м": "метр", "см": "сантиметр", "мм": "миллиметр", "кг": "килограмм", "г": "грамм", "т": "тонн", "ц": "центнер",
    "л": "литр", "га": "гектар", "km": "kilom", "cm": "centim", "mm": "millim", "kg": "kilog", "ha": "hectar",
}  # fmt: skip
"""Units, which have no stop, and how the long forms begin."""
_SIGNS = {
    "№": ("номер", "номера", "numéro", "number", "nummer"),
    "№№": ("номера", "numéros", "numbers"),
    "n°": ("numéro",),
    "nº": ("numéro",),
    "§": ("параграф", "параграфа", "paragraphe", "section", "paragraph"),
    "&": ("et", "and", "und", "и"),
    "%": ("процент", "процента", "процентов", "pour cent", "per cent", "percent", "prozent"),
    "°": ("градус", "градуса", "градусов", "degré", "degrés", "degrees"),
}
_SINGLE = {
    "т": "товарищ так тысяч том то", "г": "год город господин гражданин губерни", "в": "век верст", "с": "страниц сел сын сего",
    "р": "рубл рек род", "д": "дел дом деревн далее доктор", "п": "пункт параграф", "л": "лист", "ф": "фонд франк фунт",
    "к": "копе", "ч": "час част", "м": "метр минут местечк", "н": "наш нов", "э": "эр", "о": "остров отец об", "е": "есть",
    "у": "уезд улиц", "б": "бывш больш", "m": "monsieur maître", "p": "page pour père", "v": "voir volume von",
    "s": "siècle saint seite siehe", "f": "franc folio", "h": "heure herr hour", "n": "number numéro nord", "c": "centur centime",
    "z": "zum zur", "b": "beispiel", "t": "tome teil", "u": "und", "a": "an", "i": "im",
}  # fmt: skip
"""What single letters stand for: how the long forms begin. A capital may besides be any name's initial."""
_USUAL = frozenset(
    "тов руб коп мес гор дер стр ред пер кв обл губ им зам пом нач сек мин час род рис табл прим гл ст чел шт экз сов парт "
    "проф акад ген кол сел пос бол мал нар ком пред секр изд соч собр опубл уезд вол прот дир зав деп "
    "тыс cent art av vol chap mar mer jan fév oct nov déc gén col cap sec min ex dep no op".split()
)
"""Words cut short that everybody knows, though some are words themselves."""
_EDGES = ",:;!?()[]«»\"'„“”’—–"
_DOTTED_CAPITALS = re.compile(r"(?:[^\W\d_]\.){2,}|(?:[^\W\d_]\.-?)+[^\W\d_]?")
_MOST_INITIALS = 8
_TELLS_NOTHING = 2
"""Letters of a cut word up to which no word list is asked."""
_LEAST_CUT = 2
"""Letters that are left out at least: fewer would not be worth the stop."""
_LONGEST_ENDING = 3
_MOST_CONTRACTED = 6
_HYPHENS = re.compile("[-‐‑–]")


def abbreviates(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether some words are the abbreviation of others.

    Cut before a stop (``тов.`` товарищ, ``и т. д.`` и так далее), doubled for the plural (``гг.`` годы), contracted (``Mme``, ``г-н``), a sign
    (``№``), or initials (``ЦК`` Центральный Комитет, ``С.С.С.Р.``).

    Args:
        short: Words of the short form, as they stand.
        long: Words of the long one.
    """
    if not short or not long:
        return False
    if len(short) == len(long):
        pairs = list(zip(short, long, strict=True))
        if all(one == other or _cut(one, other) for one, other in pairs):
            return any(one != other for one, other in pairs)
    return _initials("".join(short), long)


@lru_cache(maxsize=50_000)
def may_be_short(text: str) -> bool:
    """Whether a word has the looks of an abbreviation, so that asking what it stands for is worth while."""
    bare = text.strip(_EDGES)
    letters = [c for c in bare if c.isalpha()]
    if not letters:
        return bare in _SIGNS or any(sign in bare for sign in "№§%&")
    capitals = sum(c.isupper() for c in letters)
    return (
        (bare.endswith(".") and len(letters) < 8)
        or (2 <= capitals <= _MOST_INITIALS and len(letters) - capitals <= 1)
        or bare.lower() in _CONTRACTED
        or bare.lower() in _SIGNS
        or bare in _UNITS
    )


def may_be_inflected(short: str, long: str) -> bool:
    """Whether of two words the shorter may be a word at the end of a sentence, and the longer another form of it."""
    cut, whole = _letters(short), _letters(long)
    if not short.strip(_EDGES).endswith(".") or cut in _USUAL:
        return False
    return len(cut) > _TELLS_NOTHING and whole.startswith(cut) and len(whole) - len(cut) <= _LONGEST_ENDING


@lru_cache(maxsize=50_000)
def may_be_number(text: str) -> bool:
    """Whether a word is a number, in whatever form."""
    return number_of(text) is not None


@lru_cache(maxsize=50_000)
def may_be_short_or_number(text: str) -> bool:
    """Whether asking what a word stands for is worth while."""
    return may_be_short(text) or may_be_number(text)


def related(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two readings, of which one at least is a single word, are a short form and its long one, or one number."""
    if (len(a) == 1 and may_be_short(a[0]) and abbreviates(a, b)) or (
        len(b) == 1 and may_be_short(b[0]) and abbreviates(b, a)
    ):
        return True
    if not all(map(may_be_number, a)) and not all(map(may_be_number, b)):
        return False
    one = number_of(" ".join(a))
    return one is not None and one == number_of(" ".join(b))


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def _cut(short: str, long: str) -> bool:
    """Whether one word is short for another."""
    bare, whole = short.strip(_EDGES), _letters(long)
    if whole in _SIGNS.get(bare.lower(), ()):
        return True
    cut = _letters(bare)
    if not cut or len(cut) >= len(whole):
        return False
    if _HYPHENS.search(bare):
        return _cut_in_parts(bare, long)
    if bare.endswith(".") and bare[-2:-1].isalnum():
        if len(cut) == 1:
            named = bare[0].isupper() and long.strip(_EDGES)[:1].isupper()
            return whole.startswith(cut) and (named or whole.startswith(tuple(_SINGLE.get(cut, "").split() or (" ",))))
        doubled = len(cut) == 2 and cut[0] == cut[1]
        if doubled:
            return whole.startswith(cut[0]) and whole.isalpha()
        begins = whole.startswith(cut) and whole.isalpha() and len(whole) - len(cut) >= _LEAST_CUT
        return begins or _contracts(cut, whole)
    if bare in _UNITS and whole.startswith(_UNITS[bare]):
        return True
    return bare.lower() in _CONTRACTED and _contracts(cut, whole)


def _cut_in_parts(bare: str, long: str) -> bool:
    """Whether the parts between hyphens are short for those of the long form (``с.-д.``), or are its beginning and end (``д-р``)."""
    parts = [_letters(part) for part in _HYPHENS.split(bare)]
    whole_parts = [_letters(part) for part in _HYPHENS.split(long)]
    if not all(parts):
        return False
    if len(parts) == len(whole_parts):
        return all(whole.startswith(part) for part, whole in zip(parts, whole_parts, strict=True)) and "." in bare
    if len(parts) != 2 or len(whole_parts) != 1 or sum(map(len, parts)) > _MOST_CONTRACTED:
        return False
    whole = whole_parts[0]
    return whole.startswith(parts[0]) and whole.endswith(parts[1]) and len(whole) >= sum(map(len, parts)) + _LEAST_CUT


def _contracts(short: str, whole: str) -> bool:
    """Whether a word's first and last letters, and some between, make the short form."""
    if len(short) < 2 or short[0] != whole[0] or short[-1] != whole[-1] or len(short) > len(whole) - 2:
        return False
    rest = iter(whole)
    return all(letter in rest for letter in short)


def _initials(short: str, long: Sequence[str]) -> bool:
    """Whether letters are the initials of words; function words may have none."""
    bare = short.strip(_EDGES.replace("(", "").replace(")", ""))
    letters = [c for c in bare if c.isalpha()]
    in_capitals = sum(c.isupper() for c in letters) >= len(letters) - 1
    if not 2 <= len(letters) <= _MOST_INITIALS or not (in_capitals or _DOTTED_CAPITALS.fullmatch(bare)):
        return False
    initials = [_letters(word)[:1] for word in long]
    told = [c.lower() for c in letters]
    if initials == told:
        return True
    weighty = [i for i, word in zip(initials, long, strict=True) if not is_function_word(word)]
    return len(weighty) > 1 and weighty == told
