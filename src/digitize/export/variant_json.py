"""Variants and measures as JSON: the same in ``alignment.json`` and in what ``digitize diff --json`` prints."""

from __future__ import annotations

from typing import Any

from digitize.align.kinds import Comparison
from digitize.align.variant import Variant
from digitize.export.compared import Compared, Measures, Side, at_word, box_of, place_on, shortened
from digitize.export.facts import rounded
from digitize.model.citation import cite


def encode_settings(by: Comparison, listed: tuple[str, ...]) -> dict[str, Any]:
    """What two texts were compared by.

    Args:
        by: The comparison.
        listed: Models whose word lists told which words are known.
    """
    return {
        "languages": sorted(by.languages),
        "equivalent": sorted(kind.value for kind in by.equivalent),
        "word_lists": list(listed),
    }


def encode_measures(measures: Measures, a: str, b: str) -> dict[str, Any]:
    """How much two texts share.

    Args:
        measures: The measures.
        a: What the first text is called in the names of fields: ``scan``.
        b: The same of the second: ``reference``.
    """
    return {
        f"{a}_words": measures.a_words,
        f"{a}_words_laid": measures.a_laid,
        f"{a}_share": rounded(measures.a_share),
        f"{b}_words": measures.b_words,
        f"{b}_words_laid": measures.b_laid,
        f"{b}_share": rounded(measures.b_share),
        "similarity": None if measures.similarity is None else rounded(measures.similarity),
        "variants": measures.variants,
        "substantive": measures.substantive,
        "accidental": measures.accidental,
        "equivalent": measures.equivalent,
        "kinds": {kind.value: count for kind, count in measures.kinds},
        "ocr": dict(measures.ocr),
    }


def encode_variant(compared: Compared, variant: Variant, a: str, b: str) -> dict[str, Any]:
    """One variant, with what each text has and where it stands.

    Args:
        compared: The texts.
        variant: One of their variants.
        a: What the first text is called in the names of fields.
        b: The same of the second.
    """
    whole = not any(shortened(side, words)[1] for side, words in _sides(compared, variant))
    return {
        "kind": variant.kind.value,
        "kinds": [kind.value for kind in variant.kinds],
        "substantive": variant.substantive,
        "equivalent": variant.equivalent,
        a: _reading(compared.a, variant.a),
        b: _reading(compared.b, variant.b),
        "graphemes": [list(pair) for pair in variant.graphemes] if whole else None,
        "ocr": None if variant.ocr is None else variant.ocr.value,
        "evidence": list(variant.evidence),
    }


def _sides(compared: Compared, variant: Variant) -> tuple[tuple[Side, range], tuple[Side, range]]:
    return (compared.a, variant.a), (compared.b, variant.b)


def _reading(side: Side, words: range) -> dict[str, Any]:
    text, cut = shortened(side, words)
    told: dict[str, Any] = {"first": words.start, "count": len(words), "text": text, "cut": cut}
    if side.document is None or not side.words:
        return {**told, "place": side.place(at_word(words))}
    document, at = side.document, min(max(at_word(words), 0), len(side.words) - 1)
    placed = side.words[at]
    here = [side.words[i] for i in words if side.words[i].page.page_number == placed.page.page_number]
    box = box_of([each.word for each in here])
    place = place_on(document, placed.page, placed.line)
    return {
        **told,
        "page_number": placed.page.page_number,
        "column": placed.line.column,
        "line": placed.line.id,
        "place": place,
        "citation": cite(document.reference, place),
        "box": None if box is None else [box.x0, box.y0, box.x1, box.y1],
    }
