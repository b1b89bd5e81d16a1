"""What the facing transcription says of a word at the foot of its page: what it was read as, or may be."""

from __future__ import annotations

from digitize.export.pdf_facing_strips import LIKELY_WRONG, UNSURE
from digitize.model.transcription import Word


def doubt_of(word: Word) -> int:
    """How much a word is to be doubted: 0 not, 1 unsure, 2 more likely wrong than right."""
    if word.confidence is None or word.decision is not None:
        return 0
    return 2 if word.confidence < LIKELY_WRONG else 1 if word.confidence < UNSURE else 0


def note_of(word: Word) -> str:
    """The note on a word; empty when there is nothing to say."""
    if word.decision is not None and word.alternatives:
        return f"{word.text}: a person\u2019s reading; the machine read {_quoted(word.alternatives[0].text)}"
    printed = [repair for repair in word.repairs if repair.layer == "printed"]
    if printed:
        rules = ", ".join(dict.fromkeys(repair.rule for repair in printed))
        return f"{word.text}: read as {_quoted(printed[0].old)}; repaired ({rules})"
    if doubt_of(word) and word.alternatives:
        return f"{word.text}: also read {_quoted(word.alternatives[0].text)}"
    return ""


def _quoted(text: str) -> str:
    return f"\u201c{text}\u201d"
