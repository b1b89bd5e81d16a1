"""Which models to read a page with, when the user says ``auto``."""

from __future__ import annotations

GENERAL: dict[str, str] = {"Cyrillic": "Cyrillic", "Latin": "Latin", "Fraktur": "frk"}
"""The model that reads a sample first, by script as Tesseract's script detection names it."""

_OF_SCRIPT: dict[str, tuple[str, ...]] = {
    "Cyrillic": ("rus", "ukr", "bel", "bul", "Cyrillic"),
    "Latin": ("fra", "deu", "eng", "Latin"),
    "Fraktur": ("frk",),
}

_COMPANIONS: dict[str, tuple[str, ...]] = {"rus": ("fra",), "ukr": ("fra",), "bel": ("fra",), "bul": ("fra",)}
"""What is read beside the chosen model: names, abbreviations and signatures in Latin letters stand inside Cyrillic
lines, and the model of a language cannot emit them. French, since it has accents besides the plain letters. The
models of whole scripts are read alone: mixing them lost what they had won (docs/adr/0003)."""


def general_models(script: str | None, installed: frozenset[str]) -> tuple[str, ...]:
    """Models that read a sample of a page in that script, whatever its language; of each script when it is not known."""
    wanted = [GENERAL[script]] if script in GENERAL else list(GENERAL.values())
    return tuple(code for code in wanted if code in installed)


def models_of_script(general: str, installed: frozenset[str]) -> tuple[str, ...]:
    """Installed models for the script that ``general`` reads."""
    script = next(script for script, code in GENERAL.items() if code == general)
    return tuple(code for code in _OF_SCRIPT[script] if code in installed)


def with_companions(model: str, installed: frozenset[str], *, newspaper: bool) -> tuple[str, ...]:
    """The chosen model and what is read beside it.

    In the columns of a newspaper nothing is: Latin letters are rare there, and a second model took worn Cyrillic letters
    for Latin ones (docs/benchmarks.md).
    """
    beside = () if newspaper else _COMPANIONS.get(model, ())
    return (model, *(code for code in beside if code in installed))
