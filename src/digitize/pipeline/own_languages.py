"""Languages of what our own recogniser has read: it tells letters, and the text tells the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from digitize.lexicon.function_words import FUNCTION_WORDS, language_of
from digitize.lexicon.one_script import is_two_scripts, shape_of
from digitize.lexicon.orthography import plain_spelling, weigh_spelling
from digitize.model.document import Choice
from digitize.model.language import MODELS, OWN, Model, model_for, script_of
from digitize.model.transcription import Alternative
from digitize.pipeline.languages import Languages
from digitize.recognize.engine import ReadGlyph, Reading, ReadLine, ReadWord

_WITHOUT_I = frozenset({"rus", "bul"})
"""Languages in Cyrillic letters whose alphabet of today has none of these."""
_CYRILLIC_I = frozenset("ІіЇї")
_OLD_LETTERS = frozenset("ѢѣѲѳѴѵ")

ByScript = Mapping[str, str]
"""Language (ISO 639-3) of the words in a script (ISO 15924)."""


def languages_asked(models: Sequence[str]) -> ByScript:
    """The language of each script for which a single one is asked for."""
    found: dict[str, set[str]] = {}
    for model in map(model_for, models):
        if model.language:
            found.setdefault(model.script, set()).add(model.language)
    return {script: languages.pop() for script, languages in found.items() if len(languages) == 1}


def languages_chosen(languages: Languages) -> ByScript:
    """The language of the script that a page's models read, where they read one language."""
    if languages.language is not None:
        return {model_for(languages.models[0]).script: languages.language}
    return languages_asked(languages.asked or languages.models)


def languages_read(readings: Sequence[Reading]) -> tuple[ByScript, str]:
    """The language of a text by its function words, and what speaks for it; none where they do not decide."""
    text = _text_of(readings)
    if _is_old(text):
        text = plain_spelling(text)
    evidence = language_of(text, frozenset(FUNCTION_WORDS))
    if evidence is None:
        return {}, "no language recognised"
    why = f"{evidence.hits} of {evidence.words} words are function words of {evidence.language}"
    return {_model_of(evidence.language).script: evidence.language}, why


def languages_choice(by_script: ByScript, why: str) -> tuple[tuple[str, ...], Choice]:
    """Models that stand for languages, as documents name them, and the choice for the report."""
    codes = tuple(_model_of(language).code for language in by_script.values()) or (OWN.code,)
    return codes, Choice("languages", "+".join(codes), why)


def with_languages(reading: Reading, by_script: ByScript) -> Reading:
    """The reading, its words in the language of their script; a word in another script is in none that is known."""

    def told(word: ReadWord) -> ReadWord:
        return replace(word, language=by_script.get(script_of(word.text) or "")) if word.model == OWN.code else word

    return Reading(tuple(replace(line, words=tuple(map(told, line.words))) for line in reading.lines))


def with_known_letters(readings: Sequence[Reading], by_script: ByScript) -> tuple[Reading, ...]:
    """The readings, what our own recogniser has spelled with letters that the alphabet of today has not in the likeliest that it has.

    A Cyrillic i (``І``, ``ХІІ``, ``С-іе``) is a Latin one: the ink is the same. Only where every letter of the word is one that both scripts
    have. For ѣ, ѳ or ѵ the best of the letters that were seen in its place as well; where none was, and in a word with another mark of
    the old orthography, which may be quoted, it stays; what was read before is an alternative. On a page in that orthography nothing is changed.
    """
    if by_script.get("Cyrl") not in _WITHOUT_I or _is_old(_text_of(readings)):
        return tuple(readings)
    return tuple(
        Reading(tuple(replace(line, words=tuple(map(_in_letters_of_today, line.words))) for line in reading.lines))
        for reading in readings
    )


def _in_letters_of_today(word: ReadWord) -> ReadWord:
    if word.model != OWN.code:
        return word
    if not _CYRILLIC_I.isdisjoint(word.text):
        latin = shape_of(word.text)
        if script_of(latin) != "Latn" or is_two_scripts(latin):
            return word
        glyphs = [glyph.told_as(shape_of(glyph.character), glyph.confidence) for glyph in word.glyphs]
        return _told(word, latin, glyphs)
    if not word.glyphs or _OLD_LETTERS.isdisjoint(word.text) or word.text.rstrip('.,:;!?»"').endswith(("ъ", "Ъ")):
        return word
    today = list(map(_of_today, word.glyphs))
    told = _told(word, "".join(glyph.character for glyph in today), today)
    if told.text == word.text:
        return word
    before = Alternative(word.text, word.confidence or 0.0, OWN.code)
    return replace(told, alternatives=(before, *told.alternatives))


def _of_today(glyph: ReadGlyph) -> ReadGlyph:
    """The likeliest letter of today that was seen in the place of an old one."""
    if glyph.character not in _OLD_LETTERS:
        return glyph
    seen = (
        rival
        for rival in glyph.alternatives
        if script_of(rival[0]) == "Cyrl" and rival[0] not in _OLD_LETTERS | _CYRILLIC_I
    )
    letter, _ = next(seen, (glyph.character, 0.0))
    return glyph.told_as(letter, glyph.confidence)


def _told(word: ReadWord, text: str, glyphs: Sequence[ReadGlyph]) -> ReadWord:
    """The word with its characters told as others; what it is now is no alternative to it."""
    others = tuple(other for other in word.alternatives if other.text != text)
    return replace(word, text=text, glyphs=tuple(glyphs), alternatives=others)


def _model_of(language: str) -> Model:
    return next((model for model in MODELS.values() if model.language == language), model_for(language))


def _is_old(text: str) -> bool:
    """Whether a text is in the old orthography, or may be: where there is too little to tell by, one ѣ is enough."""
    evidence = weigh_spelling(text)
    return evidence.is_old or (evidence.yats > 0 and not evidence.is_enough)


def _text_of(readings: Sequence[Reading]) -> str:
    return "\n".join(_text(line) for reading in readings for line in reading.lines)


def _text(line: ReadLine) -> str:
    """A line's text, without a last word that goes on in the next: its halves are no words."""
    return " ".join(word.text for word in line.words).removesuffix("-")
