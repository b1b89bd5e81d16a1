"""The reading layer of pages in which words have changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from digitize.model.rules import NONE, RepairRule, rules_named
from digitize.model.transcription import TranscribedPage
from digitize.repair.hyphens import join_hyphens
from digitize.repair.letterspacing import close_letterspacing
from digitize.repair.modernise import keep_spelling, modernise


def settled(pages: Sequence[TranscribedPage], told: Mapping[str, Any]) -> Sequence[TranscribedPage]:
    """The reading layer of pages in which words have changed, made anew by the rules that the document was made with.

    Args:
        pages: After decisions.
        told: The settings in the document's report.
    """
    left_out = rules_named(str(told.get("no_repair", NONE)))
    pages = keep_spelling(pages)
    if RepairRule.LETTERSPACING not in left_out:
        pages = close_letterspacing(pages)
    if RepairRule.JOIN_HYPHEN not in left_out:
        pages = join_hyphens(pages)
    return modernise(pages) if told.get("modernise") else pages
