"""A document step: what the pages are written in, and the repairs that follow from it and from the settings."""

from __future__ import annotations

from dataclasses import replace

from digitize.model.document import Choice
from digitize.model.profile import Profile
from digitize.model.transcription import TranscribedPage
from digitize.pipeline.orthography import tell_orthography
from digitize.repair.apply import repair, undo
from digitize.repair.hyphens import join_hyphens
from digitize.repair.modernise import modernise
from digitize.repair.typed import Hand
from digitize.settings import Settings

_HANDS = {Profile.TYPESCRIPT: Hand.TYPED, Profile.NEWSPAPER: Hand.PRINTED, Profile.BOOK: Hand.PRINTED}
"""How pages are made of which somebody has said what they are."""


def with_orthography(
    pages: tuple[TranscribedPage, ...],
) -> tuple[tuple[TranscribedPage, ...], tuple[Choice | None, ...]]:
    """The pages as read with their orthography, told by whole words: hyphens are joined for that, whatever the settings say."""
    told, choices = tell_orthography(join_hyphens(pages))
    return tuple(replace(page, orthography=whole.orthography) for page, whole in zip(pages, told, strict=True)), choices


def repaired_pages(pages: tuple[TranscribedPage, ...], settings: Settings) -> tuple[TranscribedPage, ...]:
    """The pages with the repairs that the settings ask for; what was repaired before is made anew.

    Misreadings on the printed layer come first, then what makes the reading layer readable, then, on request, today's spelling.
    """
    pages = repair(undo(pages), settings.rules_left_out, _HANDS.get(settings.profile))
    return modernise(pages) if settings.modernise else pages
