"""Languages and scripts: Tesseract's codes, BCP 47 tags for exports, ISO 15924 script codes for words."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Orthography(StrEnum):
    """A spelling that a text is found to be in, where it is not that of today."""

    BEFORE_1918 = "before-1918"
    """Russian with ѣ, і, ѳ, ѵ and ъ at the ends of words, as set until 1918, abroad for decades longer."""


@dataclass(frozen=True, slots=True)
class Model:
    """A recognition model as users name it (``rus``), with what it reads.

    Args:
        code: Tesseract's name of the model, also the value of ``--languages``.
        name: The name shown to people.
        script: ISO 15924 code of the script it reads.
        language: ISO 639-3 code; ``None`` for models of a whole script.
        bcp47: Tag for ``xml:lang`` and PDF; ``und`` plus script for models of a whole script.
        package: Debian package that brings the model.
    """

    code: str
    name: str
    script: str
    language: str | None
    bcp47: str
    package: str


MODELS: dict[str, Model] = {
    model.code: model
    for model in (
        Model("rus", "Russian", "Cyrl", "rus", "ru", "tesseract-ocr-rus"),
        Model("ukr", "Ukrainian", "Cyrl", "ukr", "uk", "tesseract-ocr-ukr"),
        Model("bel", "Belarusian", "Cyrl", "bel", "be", "tesseract-ocr-bel"),
        Model("bul", "Bulgarian", "Cyrl", "bul", "bg", "tesseract-ocr-bul"),
        Model("fra", "French", "Latn", "fra", "fr", "tesseract-ocr-fra"),
        Model("deu", "German", "Latn", "deu", "de", "tesseract-ocr-deu"),
        Model("frk", "German in Fraktur", "Latf", "deu", "de-Latf", "tesseract-ocr-frk"),
        Model("eng", "English", "Latn", "eng", "en", "tesseract-ocr-eng"),
        Model("Cyrillic", "any language in Cyrillic", "Cyrl", None, "und-Cyrl", "tesseract-ocr-script-cyrl"),
        Model("Latin", "any language in Latin letters", "Latn", None, "und-Latn", "tesseract-ocr-script-latn"),
    )
}


OWN = Model("own", "Cyrillic and Latin letters, by our own recogniser", "Zyyy", None, "und", "")
"""The model of the project's own recogniser: letters of both scripts in any language, so that it tells of none."""


def model_for(code: str) -> Model:
    """The model of that name; one that the product does not know by name is described as well as its name allows.

    Args:
        code: A Tesseract model such as ``rus`` or ``pol``.
    """
    known = OWN if code == OWN.code else MODELS.get(code)
    if known is not None:
        return known
    language = code if len(code) == 3 else None
    return Model(code, code, "Zyyy", language, language or "und", f"tesseract-ocr-{code.lower().replace('_', '-')}")


_BCP47 = {model.language: model.bcp47.split("-")[0] for model in MODELS.values() if model.language}


def bcp47(language: str | None) -> str:
    """The BCP 47 tag of an ISO 639-3 code; ``und`` when the language is not known."""
    return _BCP47.get(language, language) if language else "und"


VARIANTS = {("rus", "Cyrl", Orthography.BEFORE_1918): "petr1708"}
"""Variant subtag (BCP 47, IANA's registry) of a language in a script and an orthography."""

MODERNISED = {Orthography.BEFORE_1918: "ru-luna1918"}
"""Tag of what modernising makes of an orthography."""


def script_of(text: str) -> str | None:
    """ISO 15924 code of the script most letters of ``text`` belong to.

    ``Cyrl`` or ``Latn`` by majority (a tie goes to the first letter's), ``Grek`` for Greek; ``Zyyy`` (common) for
    digits and punctuation; ``None`` for no text.
    """
    if not text:
        return None
    counts: dict[str, int] = {}
    for character in text:
        if character.isalpha():
            name = unicodedata.name(character, "")
            code = next((code for prefix, code in _SCRIPT_PREFIXES if name.startswith(prefix)), "Zzzz")
            counts[code] = counts.get(code, 0) + 1
    return max(counts, key=lambda code: counts[code]) if counts else "Zyyy"


_SCRIPT_PREFIXES = (("CYRILLIC", "Cyrl"), ("LATIN", "Latn"), ("GREEK", "Grek"))
