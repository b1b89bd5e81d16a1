"""Roman numerals read in Cyrillic letters or with digits: ``ХГ съезд`` for XI, ``14.П.38`` for 14.II.38, ``X1X век``."""

from __future__ import annotations

import re

from digitize.lexicon.numerals import is_numeral
from digitize.model.transcription import Word
from digitize.repair.around import PRINTED, READING, Around, Finding
from digitize.repair.typed import Hand

_CYRILLIC = str.maketrans({"Х": "X", "У": "V", "П": "II", "Ш": "III", "Г": "I", "Т": "I", "І": "I", "1": "I", "l": "I"})
_LATIN = str.maketrans({"1": "I", "l": "I"})
_MIXED = re.compile(r"(?=.*[ХУПШГТІ])[ХУПШГТІXVI1l]+")
_ONLY_TENS = re.compile(r"[ХX]+")
"""Х and X are the same ink: nothing was read wrongly, and a typist has no other sign."""
_ONES_READ = re.compile(r"(?=.*[XVI])(?=.*[1l])[XVI1l]+")
_ENCLOSED = re.compile(r"[XVI]*[XV][1l]+[XV][XVI1l]*")
"""Nothing but a numeral has 1 between two of its letters."""

_PIECES = re.compile(
    r"(?P<open>[(«\"„\[]*)(?P<first>[A-ZА-ЯІ1l]+)(?:(?P<mark>[-—–/])(?P<second>[A-ZА-ЯІ1l]+))?(?P<suffix>-(?:го|й|му|м|е|я|ая|ое|ый|ого|ом|х)|(?<=[XVI1l])(?:e|ème|me))?"
    r"(?P<close>[.,:;!?)»\"\]]*)"
)
_DATE = re.compile(r"([(«\"„]*\d{1,2}[./-])([^\W\d_][^\W_]{0,4})([./-](?:\d{4}|\d{2})(?:г\.?)?[).,:;»\"]*)")
_MOST_MONTHS = frozenset("I II III IV V VI VII VIII IX X XI XII".split())

_COUNTED_AFTER = re.compile(
    r"(?:век(?:а|у|е|ом|ов|ам|ами|ах)?|вв|столети(?:е|я|ю|ем|и|й|ях)|тысячелети(?:е|я|ю|ем|и|й)|съезд(?:а|у|е|ом|ы|ов|ам|ами|ах)?|"
    r"конгресс(?:а|у|е|ом|ы|ов|ах)?|созыв(?:а|у|е|ом|ов)?|сесси(?:я|и|ю|ей|й)|конференци(?:я|и|ю|ей|й)|пленум(?:а|у|е|ом)?|"
    r"интернационал(?:а|у|е|ом|ов)?|квартал(?:а|у|е|ом)?|пятилетк(?:а|и|у|е|ой)|полугоди(?:е|я|ю|и)|степени|съѣзд(?:а|у|ѣ|омъ|ъ)|"
    r"вѣк(?:а|у|ѣ|омъ|ъ)|столѣті(?:е|я|ю|и)|з[’']їзд\w*|століття|siècles?)",
    re.IGNORECASE,
)
"""Nouns that a Roman numeral stands before, in every form, so that ``томат`` and ``главный`` are none of them."""
_CENTURY = re.compile(r"вв?\.[,;:)]*|ст\.[,;:)]*|с\.[,;:)]*")
"""Short forms of century; too short to stand by for a single letter."""
_COUNTED_BEFORE = re.compile(
    r"(?:том(?:а|у|е|ом|ъ)?|т|тт|глав(?:а|ы|у|е|ой|ѣ)|гл|част(?:ь|и|ью)|ч|книг(?:а|и|у|е|ой)|кн|раздел(?:а|у|е|ом)?|выпуск(?:а|у|е|ом)?|вып|"
    r"отдѣл(?:а|ъ)|chapitre|chap|tome|livre|louis|napoléon|charles|henri)\.?",
    re.IGNORECASE,
)
_SINGLE_BEFORE = re.compile(r"(?:том(?:а|у|е|ом|ъ)?|глав(?:а|ы|у|е|ой|ѣ)|книг(?:а|и|у|е|ой))", re.IGNORECASE)
_BETWEEN = frozenset(("и", "или", "до", "по", "—", "–", "-", "et"))
_SINGLES = frozenset("ПШІ")
"""Single letters that are a numeral where the word beside them asks for one; Г, Т, У and Х may be anything."""
_EDGES = '.,:;!?()[]«»"„“”'


def is_counted_so(word: str) -> bool:
    """Whether a word is one that a Roman numeral stands before: century, congress, quarter."""
    return _COUNTED_AFTER.fullmatch(word.strip(_EDGES)) is not None or _CENTURY.fullmatch(word) is not None


def find_numerals(word: Word, around: Around) -> Finding | None:
    """A Roman numeral in Latin letters, where what stands beside it, or its place in a date, shows that it is one.

    On a typescript ``ХУП`` stands as typed: a machine has no V and no I. There the reading layer alone changes.
    """
    found = _in_date(word.text) or _among_words(word.text, around)
    if found is None:
        return None
    new, why = found
    if around.facts.hand is not Hand.TYPED:
        return Finding(PRINTED, new, why)
    return Finding(READING, new, f"{why}; typed so") if word.reading == word.text else None


def _in_date(text: str) -> tuple[str, str] | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    numeral = _numeral(match[2])
    if numeral not in _MOST_MONTHS or numeral == match[2]:
        return None
    return f"{match[1]}{numeral}{match[3]}", f"{match[2]} stands in a date for the month {numeral}"


def _among_words(text: str, around: Around) -> tuple[str, str] | None:
    match = _PIECES.fullmatch(text)
    if match is None:
        return None
    first, second = match["first"], match["second"]
    read = [part for part in (first, second) if part is not None]
    made = [_numeral(part) for part in read]
    if any(numeral is None for numeral in made) or made == read:
        return None
    told = next((reason for part in read if (reason := _reason(part, match["close"], around))), None)
    sure = [numeral for part, numeral in zip(read, made, strict=True) if part == numeral and len(part) > 1]
    why = told or (f"{sure[0]} stands beside it" if sure else None)
    if why is None or (around.in_capitals and not all("X" in (numeral or "") for numeral in made)):
        return None
    numerals = match["mark"].join(numeral or "" for numeral in made) if second else made[0]
    new = f"{match['open']}{numerals}{match['suffix'] or ''}{match['close']}"
    return new, f"{' and '.join(p for p, n in zip(read, made, strict=True) if p != n)} for a Roman numeral; {why}"


def _numeral(part: str) -> str | None:
    """A part of a word as a Roman numeral; ``None`` where it cannot be one, or nothing shows that it was read wrongly."""
    if is_numeral(part):
        return part
    if _MIXED.fullmatch(part) and not _ONLY_TENS.fullmatch(part) and not ("Т" in part and "Х" not in part):
        numeral = part.translate(_CYRILLIC)
    elif _ONES_READ.fullmatch(part):
        numeral = part.translate(_LATIN)
    else:
        return None
    return numeral if is_numeral(numeral) else None


def _reason(part: str, close: str, around: Around) -> str | None:
    """What beside a part shows that it is a numeral."""
    if _ENCLOSED.fullmatch(part):
        return "nothing else has 1 between such letters"
    single = len(part) == 1
    if single and part not in _SINGLES:
        return None
    after = "" if close.strip('»")]') else around.after
    if _COUNTED_AFTER.fullmatch(after.strip(_EDGES)) or (not single and _CENTURY.fullmatch(after)):
        return f"{after} counts in them"
    before = around.before.lstrip('(«"„')
    pattern = _SINGLE_BEFORE if single else _COUNTED_BEFORE
    if pattern.fullmatch(before) and (len(before) > 2 or before.endswith(".")):
        return f"{before} counts in them"
    return None if single else _beside(around)


def _beside(around: Around) -> str | None:
    """A numeral that is read well, or one that is counted, on the other side of an ``и`` or a dash."""
    for step in (1, -1):
        if around.at(step) in _BETWEEN:
            other = around.at(2 * step).strip(_EDGES)
            counted = step == 1 and is_counted_so(around.at(3)) and _numeral(other) is not None
            if (is_numeral(other) and len(other) > 1) or counted:
                return f"{other} stands beside it"
    return None
