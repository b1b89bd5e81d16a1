"""Lines of text with exact truth, drawn from a seed."""

from __future__ import annotations

import random
import unicodedata
from bisect import bisect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import numpy as np

from training.text import habits, pieces
from training.text.alphabet import ALPHABET
from training.text.lexicon import LETTERS, TWINS, Lexicon, load
from training.text.noise import strange
from training.text.phrases import PHRASES, Phrases
from training.text.rare import Rarities
from training.text.tongue import Tongue, old_tongue, tongue_of

LONGEST: Final = 100
"""Signs in a line, at most: as many as a wide column of small print has."""

LANGUAGES: Final = {
    "rus": 34,  # most of what is read
    "rus-old": 10,  # і ѣ ѳ ѵ occur nowhere else
    "ukr": 6,
    "bel": 4,
    "bul": 4,
    "fra": 17,  # the second language of the papers
    "deu": 7,
    "eng": 6,
    "mixed": 9,  # both scripts on one line, which no stock model reads
    "none": 3,  # figures, rules, tables
}
"""Weights of the languages, per cent."""

KINDS: Final = {
    "running": 50,  # the body of newspapers, books, reports
    "words": 12,  # words without a sentence, so that none is guessed from its neighbours
    "pieces": 7,  # names, dates, sums one after another: lists, tables of contents, footnotes
    "heading": 8,
    "form": 5,  # openings and closings of letters, protocols, stamps
    "point": 5,  # a point of a numbered list
    "dialogue": 3,
    "telegram": 2,
    "note": 3,  # footnotes and bibliography
    "short": 5,  # 1 to 10 signs: catchwords, ends of paragraphs, page numbers
}
"""Weights of the kinds of line, per cent."""

EXCHANGED: Final = 0.35
"""Share of the words of running text that another of the same ending replaces: the sources speak of few things."""
INSERTED: Final = 0.28
"""Share of lines into which a date, name, number, abbreviation is put."""
FOREIGN: Final = 0.06
"""Share of Latin lines with a Polish, Spanish, Italian or Scandinavian word: names keep their accents in print."""
BROKEN_END: Final = 0.12
"""Share of lines that end in a hyphen; in narrow columns it is more, in typescript none."""
BROKEN_START: Final = 0.06
LETTERSPACED: Final = 0.03
CAPITALS: Final = 0.04
TYPED: Final = 0.12
YO_WRITTEN: Final = 0.3
"""Share of Russian lines in which ё is kept: print of the time seldom had it."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line as it is to be drawn, which is its exact truth.

    Attributes:
        text: NFC, signs of `ALPHABET`, single blanks, none at either end.
        language: A key of `LANGUAGES`.
        script: ``Cyrl`` or ``Latn``, whichever has more letters; ``Zyyy`` without letters.
    """

    text: str
    language: str
    script: str


def script_of(text: str) -> str:
    """The script that most letters of a text belong to."""
    letters = [sign for sign in text if sign.isalpha()]
    cyrillic = sum("\u0400" <= sign <= "\u04ff" for sign in letters)
    return "Zyyy" if not letters else "Cyrl" if 2 * cyrillic >= len(letters) else "Latn"


class Choice:
    """Draws keys by weight."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._keys = list(weights)
        self._sums = list(accumulate(weights.values()))

    def draw(self, rnd: random.Random) -> str:
        return self._keys[bisect(self._sums, rnd.random() * self._sums[-1], hi=len(self._keys) - 1)]


class TextSource:
    """Draws lines; the lexicons are read once.

    Args:
        lexicons: Language -> lexicon; those under ``training/.cache`` if not given. Needs ``rus``, ``rus-old`` and
            ``foreign`` beside the languages of `PHRASES`.
    """

    def __init__(self, lexicons: Mapping[str, Lexicon] | None = None) -> None:
        known = lexicons or {language: load(language) for language in LETTERS}
        self._tongues = {language: tongue_of(language, known[language]) for language in PHRASES}
        self._tongues["rus-old"] = old_tongue(known["rus-old"], known["rus"])
        self._foreign = known["foreign"]
        self._languages = Choice(LANGUAGES)
        self._kinds = Choice(KINDS)
        self._rarities = Rarities()

    def draw(self, rng: np.random.Generator) -> TextLine:
        """One line; the same state of ``rng`` gives the same line."""
        rnd = random.Random(int(rng.integers(2**63)))
        language = self._languages.draw(rnd)
        while True:
            text = tidy(self._text(rnd, language))
            if text:
                return TextLine(text, language, script_of(text))

    def _text(self, rnd: random.Random, language: str) -> str:
        if language == "none":
            return self._figures(rnd)
        if language == "mixed":
            return self._mixed(rnd)
        tongue = self._tongues[language]
        return self._rarities.add(rnd, self._finished(rnd, tongue, self._body(rnd, tongue)))

    # -- bodies ------------------------------------------------------------------------------------------------------

    def _body(self, rnd: random.Random, tongue: Tongue) -> str:
        kind = self._kinds.draw(rnd)
        length = rnd.randint(25, 65) if rnd.random() < 0.92 else rnd.randint(8, LONGEST)
        if kind == "running":
            return running(rnd, tongue, length)
        if kind == "words":
            return wordy(rnd, tongue, length)
        if kind == "pieces":
            return joined(rnd, tongue, length)
        if kind == "heading":
            return heading(rnd, tongue)
        if kind == "form":
            return form(rnd, tongue, length)
        if kind == "point":
            return f"{pieces.list_mark(rnd, tongue.lexicon.letters)} {running(rnd, tongue, length)}"
        if kind == "dialogue":
            return dialogue(rnd, tongue, length)
        if kind == "telegram":
            return telegram(rnd, tongue, length)
        if kind == "note":
            return note(rnd, tongue)
        return short(rnd, tongue)

    def _mixed(self, rnd: random.Random) -> str:
        latin = rnd.choice(("fra", "fra", "deu", "eng"))
        cyrillic = rnd.choice(("rus", "rus", "rus", "rus-old", "ukr", "bul"))
        outer, inner = (cyrillic, latin) if rnd.random() < 0.75 else (latin, cyrillic)
        host, guest = self._tongues[outer], self._tongues[inner]
        words = (
            running(rnd, host, rnd.randint(15, 50)).split(" ")
            if rnd.random() < 0.7
            else wordy(rnd, host, 35).split(" ")
        )
        for _ in range(rnd.choice((1, 1, 1, 2, 3))):
            words.insert(rnd.randint(0, len(words)), self._guest(rnd, host, guest))
        return self._rarities.add(rnd, self._finished(rnd, host, " ".join(words)))

    def _guest(self, rnd: random.Random, host: Tongue, guest: Tongue) -> str:
        """Something in the other script, as it stands in a line of the first."""
        way = rnd.random()
        if way < 0.2:
            text = " ".join(strange(rnd, guest.lexicon.word(rnd), guest.lexicon) for _ in range(rnd.randint(1, 4)))
            text = text.upper() if rnd.random() < 0.2 else text
        elif way < 0.36:
            text = pieces.name(rnd, guest.phrases)
        elif way < 0.46:
            text = telling(lambda: pieces.abbreviation(rnd, guest.phrases))
        elif way < 0.56:
            text = rnd.choice(guest.phrases.headings + guest.phrases.places)
        elif way < 0.66:
            twin = rnd.choice(guest.lexicon.twins)
            plain = guest.lexicon.word(rnd)
            text = f"{twin} {plain}" if rnd.random() < 0.5 else f"{plain} {twin}"
            text = text if rnd.random() < 0.5 else text.upper()
        elif way < 0.74:
            text = telling(lambda: self._foreign.word(rnd))
            text = text[0].upper() + text[1:] if rnd.random() < 0.5 else text
        elif way < 0.8 and not guest.cyrillic:
            text = f"{telling(lambda: guest.lexicon.word(rnd)).capitalize()}{rnd.choice(('’', chr(39)))}{rnd.choice(('а', 'у', 'ом', 'ы', 'е'))}"
        elif way < 0.88 and host.cyrillic:
            text = pieces.roman(rnd.randint(1, 60))
        else:
            text = telling(lambda: guest.lexicon.word(rnd)).capitalize()
        if rnd.random() < 0.3:
            left, right = rnd.choice((("(", ")"), ("(", ")"), *host.phrases.quotes))
            text = f"{left}{text}{right}"
        return text + rnd.choice(("", "", "", ",", "."))

    def _figures(self, rnd: random.Random) -> str:
        phrases = self._tongues[rnd.choice(("rus", "fra", "deu"))].phrases
        way = rnd.random()
        if way < 0.25:
            return pieces.ruled_line(rnd)
        if way < 0.5:
            return pieces.table_row(rnd, "")
        if way < 0.6:
            return pieces.sum_line(rnd)
        if way < 0.7:
            return pieces.cipher(rnd)
        if way < 0.8:
            figure = rnd.randint(1, 999)
            return rnd.choice(
                (
                    f"{figure}",
                    f"— {figure} —",
                    f"- {figure} -",
                    f"[{figure}]",
                    f"({figure})",
                    f"{figure}.",
                    f"{figure}*",
                    pieces.roman(figure % 99 + 1),
                )
            )
        if way < 0.9:
            return " ".join(pieces.number(rnd, phrases) for _ in range(rnd.randint(1, 6)))
        return self._rarities.salad(rnd)

    # -- finish ------------------------------------------------------------------------------------------------------

    def _finished(self, rnd: random.Random, tongue: Tongue, text: str) -> str:
        words = text.split(" ")
        if rnd.random() < INSERTED:
            words.insert(rnd.randint(0, len(words)), inserted(rnd, tongue))
        if rnd.random() < 0.03:
            words.insert(
                rnd.randint(0, len(words)),
                "(" + rnd.choice(("?", "!", "?!", "sic", "sic!")) + ")"
                if not tongue.cyrillic
                else rnd.choice(("(?)", "(!)", "(так!)", "[…]", "<...>", "____")),
            )
        if not tongue.cyrillic and rnd.random() < FOREIGN:
            foreign = self._foreign.word(rnd)
            foreign = foreign.upper() if rnd.random() < 0.35 else foreign[0].upper() + foreign[1:]
            words.insert(rnd.randint(0, len(words)), foreign)
        if rnd.random() < 0.1 and len(words) > 2:
            enclose(rnd, words, tongue.phrases)
        if rnd.random() < CAPITALS:
            place = rnd.randrange(len(words))
            words[place : place + 2] = [word.upper() for word in words[place : place + 2]]
        if rnd.random() < LETTERSPACED:
            places = [place for place, word in enumerate(words) if 3 < len(word) < 14 and word.isalpha()]
            if places:
                place = rnd.choice(places)
                words[place] = habits.letterspaced(words[place])
        if rnd.random() < BROKEN_START and words[0].isalpha():
            words[0] = habits.broken_start(rnd, words[0])
        words = fitting(words)
        if rnd.random() < BROKEN_END and words[-1].isalpha():
            words[-1] = habits.broken_end(rnd, words[-1])
        return styled(rnd, tongue, " ".join(words))


# -- kinds of line ---------------------------------------------------------------------------------------------------


def running(rnd: random.Random, tongue: Tongue, length: int) -> str:
    """A stretch of running text, some of its words exchanged, some made strange."""
    sentences = tongue.sentences
    place = rnd.randrange(len(sentences))
    tokens = sentences[place].split(" ")
    start = rnd.randrange(len(tokens)) if rnd.random() < 0.75 else 0
    words: list[str] = []
    size = 0
    before = ""
    while size < length:
        if start >= len(tokens):
            place = (place + 1) % len(sentences)
            tokens, start = sentences[place].split(" "), 0
        word = reworded(rnd, tongue, tokens[start], before)
        before = word
        words.append(word)
        size += len(word) + 1
        start += 1
    return " ".join(words)


def reworded(rnd: random.Random, tongue: Tongue, token: str, before: str) -> str:
    """One token of running text, its punctuation kept, its word perhaps another."""
    if token.isalpha():
        left = right = ""
        core = token
    else:
        core = token.strip("«»„“”\"'’‘(),.;:!?…[]—–-")
        if not core.isalpha():
            return tongue.respelled(rnd, token, before) if core else token
        left, _, right = token.partition(core)
    if len(core) > 3 and core.islower() and rnd.random() < EXCHANGED:
        core = tongue.modern.word_like(rnd, core)
    core = tongue.spelled(rnd, core, before)
    return left + strange(rnd, core, tongue.lexicon) + right


def telling(draw: Callable[[], str]) -> str:
    """A word that does not consist of look-alikes only: alone in a line of the other script, nobody could tell it."""
    for _ in range(4):
        text = draw()
        if not TWINS.issuperset(sign for sign in text if sign.isalpha()):
            return text
    return text


def wordy(rnd: random.Random, tongue: Tongue, length: int) -> str:
    """Words one after another, with punctuation now and then."""
    words: list[str] = []
    size = 0
    while size < length:
        word = strange(rnd, tongue.lexicon.word(rnd), tongue.lexicon)
        draw = rnd.random()
        if draw < 0.12:
            word = word[0].upper() + word[1:]
        elif draw < 0.16:
            word = word.upper()
        elif draw < 0.2:
            word = f"{word}-{tongue.lexicon.word(rnd)}"
        draw = rnd.random()
        if draw < 0.18:
            word += rnd.choice(",,,,..;:!?") if draw < 0.17 else rnd.choice(("...", "!..", "?..", "…", "!!", ".,"))
        elif draw < 0.21:
            word += rnd.choice((" —", " -", " –", " +", " =", " &", "*", "/"))
        words.append(word)
        size += len(word) + 1
    return " ".join(words)


def inserted(rnd: random.Random, tongue: Tongue) -> str:
    """A set piece as it stands in a sentence."""
    text = pieces.piece(rnd, tongue.phrases)
    draw = rnd.random()
    return f"({text})" if draw < 0.15 else text + "," if draw < 0.3 else text


def joined(rnd: random.Random, tongue: Tongue, length: int) -> str:
    """Set pieces and words in a row."""
    parts: list[str] = []
    while sum(map(len, parts)) < length - 8:
        part = (
            pieces.piece(rnd, tongue.phrases)
            if rnd.random() < 0.65
            else strange(rnd, tongue.lexicon.word(rnd), tongue.lexicon)
        )
        parts.append(part + rnd.choice(("", "", ",", ",", ";", " —", ":", ".")))
    if parts and rnd.random() < 0.15:
        return pieces.table_row(rnd, parts[0])
    return " ".join(parts)


def heading(rnd: random.Random, tongue: Tongue) -> str:
    """A headline, mostly in capitals."""
    way = rnd.random()
    if way < 0.35:
        text = rnd.choice(tongue.phrases.headings)
    elif way < 0.85:
        text = running(rnd, tongue, rnd.randint(8, 45)).strip(",;:-—– ")
    else:
        text = " ".join(tongue.lexicon.word(rnd) for _ in range(rnd.randint(1, 3)))
    if rnd.random() < 0.7:
        text = text.upper()
    return habits.letterspaced(text) if rnd.random() < 0.08 and len(text) < 30 else text


def form(rnd: random.Random, tongue: Tongue, length: int) -> str:
    """How a paper opens or closes."""
    way = rnd.random()
    if way < 0.5:
        return f"{rnd.choice(tongue.phrases.openings)} {running(rnd, tongue, length // 2)}"
    if way < 0.6:
        return rnd.choice(tongue.phrases.openings)
    blank = "_" * rnd.randint(3, 20) if rnd.random() < 0.3 else "." * rnd.randint(3, 20) if rnd.random() < 0.3 else ""
    parts = [
        rnd.choice(tongue.phrases.closings),
        blank,
        pieces.name(rnd, tongue.phrases) if rnd.random() < 0.5 else "",
        pieces.date(rnd, tongue.phrases) if rnd.random() < 0.3 else "",
    ]
    return " ".join(part for part in parts if part)


def dialogue(rnd: random.Random, tongue: Tongue, length: int) -> str:
    """Speech behind a dash, interjections."""
    if rnd.random() < 0.4:
        return f"{rnd.choice('—–-')} {rnd.choice(tongue.phrases.dialogue)} {rnd.choice(('', '— '))}{running(rnd, tongue, length // 2)}"
    if rnd.random() < 0.4:
        return f"{pieces.name(rnd, tongue.phrases)}{rnd.choice(('.', '. —', ':', ' —'))} {running(rnd, tongue, length - 12)}"
    return f"— {running(rnd, tongue, length)}"


def telegram(rnd: random.Random, tongue: Tongue, length: int) -> str:
    """Capitals without punctuation, the signs written out."""
    words: list[str] = []
    while sum(map(len, words)) + len(words) < length:
        draw = rnd.random()
        words.append(
            rnd.choice(tongue.phrases.telegram)
            if draw < 0.3
            else str(rnd.randint(1, 9999))
            if draw < 0.36
            else strange(rnd, tongue.lexicon.word(rnd).upper(), tongue.lexicon)
        )
    return " ".join(words)


def note(rnd: random.Random, tongue: Tongue) -> str:
    """A footnote or an entry of a bibliography."""
    phrases = tongue.phrases
    mark = rnd.choice(
        ("*", "*)", "**)", "1)", "¹", "²", "³", "¹)", "†", "1.", f"{rnd.randint(1, 99)}", f"{rnd.randint(1, 99)}.", "")
    )
    title = running(rnd, tongue, rnd.randint(8, 30)).strip(',;:.-—– «»"„“”!?')
    left, right = rnd.choice(phrases.quotes)
    parts = [
        pieces.name(rnd, phrases),
        f"{left}{title}{right}" if rnd.random() < 0.5 else title,
        f"{rnd.choice(phrases.places)}{rnd.choice((',', ':', ''))} {pieces.year(rnd)}",
        pieces.reference(rnd, phrases),
    ]
    start = rnd.randrange(3)
    return f"{mark} {rnd.choice((', ', ', ', '. ', '. — ', ' // ')).join(parts[start : start + rnd.randint(1, 3)])}{rnd.choice(('.', ',', ';', ''))}".strip()


def short(rnd: random.Random, tongue: Tongue) -> str:
    """One to some ten signs."""
    way = rnd.random()
    if way < 0.3:
        return rnd.choice(tongue.phrases.dialogue + tongue.phrases.abbreviations)
    if way < 0.5:
        return pieces.piece(rnd, tongue.phrases)[:12]
    word = tongue.lexicon.word(rnd)
    if way < 0.75:
        return habits.broken_start(rnd, word) + rnd.choice((".", ".", ",", "", ":", "!", "?", ".»", ")."))
    if way < 0.85:
        return rnd.choice(tongue.lexicon.letters).upper() + rnd.choice((".", ")", "", "-", ":"))
    return word[0].upper() + word[1:] if way < 0.95 else pieces.list_mark(rnd, tongue.lexicon.letters)


# -- finish ----------------------------------------------------------------------------------------------------------


def enclose(rnd: random.Random, words: list[str], phrases: Phrases) -> None:
    """Puts quotation marks or brackets round some words, in place."""
    start = rnd.randrange(len(words))
    end = min(len(words) - 1, start + rnd.choice((0, 0, 1, 2, 4)))
    left, right = rnd.choice((("(", ")"), ("(", ")"), ("[", "]"), *phrases.quotes, *phrases.quotes))
    words[start] = left + words[start]
    words[end] += right


def fitting(words: list[str]) -> list[str]:
    """As many of the words as a line holds."""
    size = 0
    for place, word in enumerate(words):
        size += len(word) + 1
        if size > LONGEST and place:
            return words[:place]
    return words


def styled(rnd: random.Random, tongue: Tongue, text: str) -> str:
    """The line's own way with quotation marks, dashes, apostrophes, blanks and ё."""
    text = habits.requoted(text, rnd.choice(tongue.phrases.quotes))
    if tongue.language == "fra":
        text = habits.french_blanks(text, wide=rnd.random() < 0.5)
    elif tongue.language == "rus" and rnd.random() > YO_WRITTEN:
        text = text.replace("ё", "е").replace("Ё", "Е")
    elif tongue.language == "deu" and rnd.random() < 0.03:
        text = long_s(text)
    if "'" in text or "’" in text:
        text = text.replace("’", "'") if rnd.random() < 0.5 else text.replace("'", "’")
    text = habits.dashed(rnd, text)
    return habits.typed(rnd, text, "I" if tongue.cyrillic else rnd.choice("IIl")) if rnd.random() < TYPED else text


def long_s(text: str) -> str:
    """ſ for s, but not at the end of a word."""
    return "".join(
        "ſ" if sign == "s" and text[place + 1 : place + 2].isalpha() else sign for place, sign in enumerate(text)
    )


_SIGNS: Final = frozenset(ALPHABET)
_TO_BLANK: Final = str.maketrans({"\u00a0": " ", "\t": " "})


def tidy(text: str) -> str:
    """Single blanks, NFC, at most `LONGEST` signs, none outside the alphabet."""
    text = " ".join(unicodedata.normalize("NFC", text.translate(_TO_BLANK)).split())
    if not _SIGNS.issuperset(text):
        text = " ".join("".join(sign for sign in text if sign in _SIGNS).split())
    return text[:LONGEST].rstrip()
