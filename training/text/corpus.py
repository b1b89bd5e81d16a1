"""Running text out of the fetched packages: sentences of real syntax, capitals and punctuation.

The texts are what free software has in many languages (manuals, tales of a game, sayings); their words are exchanged
later, so what matters is how a sentence runs.
"""

from __future__ import annotations

import gettext
import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from training.text.alphabet import ALPHABET, spelled_in_alphabet
from training.text.fetch import SOURCES

_WESNOTH: Final = "wesnoth-*/**/locale/{}/LC_MESSAGES/*.mo"
FILES: Final[dict[str, tuple[str, ...]]] = {
    "rus": (
        "fortunes-ru/**/ru/*",
        "debian-faq-ru/**/*.html",
        "debian-handbook/**/ru-RU/*.html",
        "stellarium-data/**/*.ru.utf8",
        _WESNOTH.format("ru"),
    ),
    "ukr": ("stellarium-data/**/*.uk.utf8", _WESNOTH.format("uk")),
    "bel": ("stellarium-data/**/*.be.utf8", "libreoffice-l10n-be/**/*.mo"),
    "bul": ("fortunes-bg/**/bg/*", _WESNOTH.format("bg")),
    "fra": (
        "debian-faq-fr/**/*.html",
        "debian-handbook/**/fr-FR/*.html",
        "debian-reference-fr/**/*.html",
        "stellarium-data/**/*.fr.utf8",
        _WESNOTH.format("fr"),
    ),
    "deu": ("fortunes-de/**/de/*", "stellarium-data/**/*.de.utf8", _WESNOTH.format("de")),
    "eng": ("fortunes/**/fortunes/*",),
}
"""Language -> files under ``training/.cache/sources``."""

_ND_OR_NC: Final = re.compile(r"^license\s*=.*\bN[CD]\b", re.MULTILINE)
_BLOCK: Final = re.compile(r"<(?:p|li|dd|h\d|title)\b[^>]*>(.*?)</(?:p|li|dd|h\d|title)>", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]*>")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?…»\"”])\s+(?=[«\"„“]?[A-ZА-ЯЁІЇЄЎÀ-Þ—–])")
_FOREIGN: Final = re.compile(r"[a-zà-ÿа-яё][A-ZА-Я]|[<>{}_=|\\@#$%~^*+]|--|\.\.\w|://|/\w+/|\b\w+\.\w\w+\b")
_SIGNS: Final = frozenset(ALPHABET)
_CYRILLIC: Final = frozenset(("rus", "ukr", "bel", "bul"))


def _paragraphs(path: Path) -> Iterator[str]:
    if path.suffix == ".mo":
        with path.open("rb") as stream:
            catalogue = gettext.GNUTranslations(stream)._catalog  # type: ignore[attr-defined]
        for key, value in catalogue.items():
            if key and isinstance(value, str):
                yield from _TAG.sub("", value).split("\n")
        return
    text = path.read_text(encoding="utf-8", errors="ignore")
    if path.suffix in {".html", ".utf8"}:
        yield from (html.unescape(_TAG.sub("", block)) for block in _BLOCK.findall(text))
    else:
        for saying in re.split(r"^%.*$", text, flags=re.MULTILINE):
            yield re.sub(r"\n\s*--\s.*", "", saying, flags=re.DOTALL)


def _permitted(path: Path) -> bool:
    """Sky cultures have licences of their own; those that forbid commerce or changes are left out."""
    info = path.with_name("info.ini")
    return not info.exists() or not _ND_OR_NC.search(info.read_text(encoding="utf-8", errors="ignore"))


def _is_prose(sentence: str, language: str) -> bool:
    if len(sentence) < 15 or len(sentence) > 600 or _FOREIGN.search(sentence) or not _SIGNS.issuperset(sentence):
        return False
    letters = [sign for sign in sentence if sign.isalpha()]
    cyrillic = sum("Ѐ" <= sign <= "ӿ" for sign in letters)
    own = cyrillic if language in _CYRILLIC else len(letters) - cyrillic
    return len(letters) > 0.7 * len(sentence) and own >= 0.97 * len(letters)


def _sentences(paragraphs: Iterable[str], language: str) -> Iterator[str]:
    for paragraph in paragraphs:
        text = " ".join(spelled_in_alphabet(unicodedata.normalize("NFC", paragraph)).split())
        text = text.replace(" - ", " — ") if language in _CYRILLIC else text
        for sentence in _SENTENCE_END.split(text):
            if _is_prose(sentence, language):
                yield sentence


def sentences(language: str) -> list[str]:
    """Every sentence once, in the order of the files.

    Raises:
        SystemExit: If the packages that they are in were not fetched: a lexicon without running text would be made, and kept.
    """
    if not SOURCES.is_dir():
        raise SystemExit(f"no texts under {SOURCES}: run `python -m training.text.fetch`")
    found: dict[str, None] = {}
    for pattern in FILES.get(language, ()):
        for path in sorted(SOURCES.glob(pattern)):
            if path.is_file() and not path.is_symlink() and path.suffix not in {".dat", ".u8"} and _permitted(path):
                found.update(dict.fromkeys(_sentences(_paragraphs(path), language)))
    return list(found)
