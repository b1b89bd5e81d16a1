"""Which models read a page with, when the user says ``auto``; and which may read what stands on it in another script."""

from __future__ import annotations

from collections.abc import Sequence

from digitize.model.language import model_for

GENERAL: dict[str, str] = {"Cyrillic": "Cyrillic", "Latin": "Latin", "Fraktur": "frk"}
"""The model that reads a sample first, by script as Tesseract's script detection names it."""

_OF_SCRIPT: dict[str, tuple[str, ...]] = {
    "Cyrillic": ("rus", "ukr", "bel", "bul", "Cyrillic"),
    "Latin": ("fra", "deu", "eng", "Latin"),
    "Fraktur": ("frk",),
}

_LATIN_WORDS = ("fra", "deu", "eng")
"""Models that read Latin words in Cyrillic text, together: names and quotations are in any of these languages."""
_TRIAL = "fra"
"""The first of them, by which such words are found. English found as many, and took twice as many Cyrillic words for Latin ones
(docs/experiments.md)."""


def general_models(script: str | None, installed: frozenset[str]) -> tuple[str, ...]:
    """Models that read a sample of a page in that script, whatever its language; of each script when it is not known.

    Script detection names scripts as Tesseract names their models, so one of a script that is not known here is found, too.
    """
    if script is not None and script not in GENERAL and script in installed:
        return (script,)
    wanted = [GENERAL[script]] if script in GENERAL else list(GENERAL.values())
    return tuple(code for code in wanted if code in installed)


def general_of(model: str, installed: frozenset[str]) -> str | None:
    """The installed model that knows every letter of the script that a model reads."""
    general = next((GENERAL[script] for script, codes in _OF_SCRIPT.items() if model in codes), None)
    return general if general in installed else None


def is_readable(script: str | None, installed: frozenset[str]) -> bool:
    """Whether an installed model reads a script; an unknown script may be any."""
    if script is None or script in installed:
        return True
    return any(code in installed for code in _OF_SCRIPT.get(script, ()))


def models_of_script(general: str, installed: frozenset[str]) -> tuple[str, ...]:
    """Installed models for the script that ``general`` reads; for a general model that is not known here, itself."""
    script = next((script for script, code in GENERAL.items() if code == general), None)
    wanted = _OF_SCRIPT[script] if script is not None else (general,)
    return tuple(code for code in wanted if code in installed)


def models_for_other_script(models: Sequence[str], allowed: frozenset[str]) -> tuple[str, ...]:
    """Models that may read what stands in another script on a page: Latin letters on a Cyrillic one, and the other way round.

    Args:
        models: That the page is read with.
        allowed: That may be used: those installed, or those asked for.

    Returns:
        The one to try with first; none where no model of the other script is allowed.
    """
    scripts = {model_for(code).script for code in models}
    if scripts == {"Cyrl"}:
        found = [code for code in (_TRIAL, *_LATIN_WORDS) if code in allowed]
        others = [code for code in sorted(allowed) if model_for(code).script == "Latn" and code != "Latin"]
        return tuple(dict.fromkeys(found or others or [code for code in ("Latin",) if code in allowed]))
    if scripts and scripts <= {"Latn", "Latf"}:
        return tuple(code for code in _OF_SCRIPT["Cyrillic"] if code in allowed)[:1]
    return ()


def by_script(models: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Models asked for, parted into those of Cyrillic letters and the others, in their order."""
    cyrillic = tuple(code for code in models if model_for(code).script == "Cyrl")
    others = tuple(code for code in models if code not in cyrillic)
    groups = (cyrillic, others) if models and models[0] in cyrillic else (others, cyrillic)
    return tuple(group for group in groups if group)
