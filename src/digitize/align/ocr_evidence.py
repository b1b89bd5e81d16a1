"""Whether a variant comes from misreading the scan: what the recogniser itself and the language say about it.

The image decides, and nothing here is taken for it: where nothing speaks clearly, the verdict is that it cannot be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from digitize.align.alignment import Alignment
from digitize.align.kinds import Comparison
from digitize.align.letters import fold
from digitize.align.variant import OcrError, Variant, VariantKind
from digitize.model.transcription import Word

_UNSURE, _SURE = 0.6, 0.97
"""Probability that a word is read right below which a misreading is likely, and from which it is not."""
_RATHER_SURE = 0.9
"""Up to here letters that are often taken for each other are."""

_APOSTROPHES = frozenset("'’ʼ")
_WORDS_ASKED = 3
"""Words of a reference's reading up to which word lists are asked."""

_LOOK_ALIKE = frozenset(
    frozenset(pair.split("/"))
    for pair in (
        "и/н н/п п/л л/д и/п ц/п ш/щ щ/ц ш/и т/г г/т т/м о/с с/е о/е е/а о/а з/э з/в в/з ь/ъ ы/ь ъ/б ь/в б/6 б/о з/3 э/3 ч/4 "
        "й/и ё/е ѣ/ъ ѣ/ь і/ї і/1 ѳ/о ц/и м/ш к/н х/ж "
        "c/e e/o a/o u/n h/b l/i l/1 i/1 f/ſ s/ſ r/n t/f v/y g/q m/rn d/cl w/vv ii/u n/ri b/h é/e è/e ê/e à/a ç/c ö/o ü/u ä/a "
        "0/o 5/s 8/3 3/8 5/6 1/7 ,/. ;/: ,/; ./: -/— »/” «/“"
    ).split()
)
"""Letters and groups of them whose shapes recognisers take for each other."""


def with_ocr_evidence(
    variants: Sequence[Variant], alignment: Alignment, words: Sequence[Word], by: Comparison
) -> tuple[Variant, ...]:
    """The variants, each with a verdict on whether the scan was misread, and why.

    Args:
        variants: Of the alignment.
        alignment: Its first witness is what was read from the scan.
        words: That witness's words, one for each of its tokens.
        by: Says which words are known.
    """
    return tuple(_judged(variant, alignment, words[variant.a.start : variant.a.stop], by) for variant in variants)


def _judged(variant: Variant, alignment: Alignment, words: Sequence[Word], by: Comparison) -> Variant:
    expected = [token.text for token in alignment.b.tokens[variant.b.start : variant.b.stop]]
    if not words:
        return replace(variant, ocr=OcrError.UNTOLD, evidence=("nothing was read here",))
    stated = [word.confidence for word in words if word.confidence is not None]
    least = min(stated, default=None)
    if not expected:
        return _of_what_only_the_scan_has(variant, words, least)
    if variant.kinds == (VariantKind.EMPHASIS,):
        return replace(variant, ocr=OcrError.UNTOLD)
    if is_form_of_apostrophe(variant):
        return replace(variant, ocr=OcrError.UNTOLD, evidence=("recognisers do not tell the forms of apostrophes",))
    against, confused = _against(variant, words, expected, least, by)
    if against:
        return replace(variant, ocr=OcrError.LIKELY, evidence=tuple(against))
    if least is None or least < _SURE or confused or any(word.alternatives for word in words):
        return replace(variant, ocr=OcrError.UNTOLD, evidence=_sureness(least))
    return replace(variant, ocr=OcrError.UNLIKELY, evidence=(*_sureness(least), "nothing else was read here"))


def is_form_of_apostrophe(variant: Variant) -> bool:
    """Whether the forms of apostrophes alone differ, of which recognisers write one for all."""
    differing = [pair for pair in variant.graphemes if pair[0] != pair[1]]
    return bool(differing) and all(_APOSTROPHES.issuperset(pair) for pair in differing)


def _of_what_only_the_scan_has(variant: Variant, words: Sequence[Word], least: float | None) -> Variant:
    mean = [word.confidence for word in words if word.confidence is not None]
    if mean and sum(mean) / len(mean) < _UNSURE:
        return replace(variant, ocr=OcrError.LIKELY, evidence=_sureness(least))
    verdict = OcrError.UNLIKELY if mean and sum(mean) / len(mean) >= _RATHER_SURE else OcrError.UNTOLD
    return replace(variant, ocr=verdict, evidence=_sureness(least))


def _sureness(least: float | None) -> tuple[str, ...]:
    return () if least is None else (f"read with a confidence of {least:.2f}",)


def _is_no_word(read: str, by: Comparison) -> bool:
    """Whether what was read is in letters, and none of the listed words."""
    return any(map(str.isalpha, read)) and by.knows(read) is False


def _against(
    variant: Variant, words: Sequence[Word], expected: Sequence[str], least: float | None, by: Comparison
) -> tuple[list[str], bool]:
    """What speaks for a misreading, and whether the shapes of the letters do."""
    told: list[str] = []
    wanted = fold("".join(expected))
    for word in words:
        for other in word.alternatives:
            if fold(other.text.replace(" ", "")) in {wanted, *map(fold, expected)} and other.text != word.text:
                told.append(f"{other.by} read “{other.text}” here")
                break
    if least is not None and least < _UNSURE:
        told += _sureness(least)
    read = " ".join(word.text for word in words)
    if _is_no_word(read, by) and len(expected) <= _WORDS_ASKED and by.knows(" ".join(expected)):
        told.append(f"“{read}” is no listed word, “{' '.join(expected)}” is")
    differing = [(a.lower(), b.lower()) for a, b in variant.graphemes if a.lower() != b.lower()]
    confused = bool(differing) and all(frozenset(pair) in _LOOK_ALIKE for pair in differing)
    if confused and (told or (least is not None and least < _RATHER_SURE)):
        shapes = ", ".join(f"{a} for {b}" for a, b in differing)
        told.append(f"letters of like shape: {shapes}")
    if any(repair.layer == "printed" for word in words for repair in word.repairs) and told:
        told.append("a rule has changed the reading")
    return told, confused
