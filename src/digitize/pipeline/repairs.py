"""A document step: what the pages are written in, and the repairs that follow from it and from the settings."""

from __future__ import annotations

from collections.abc import Sequence

from digitize.model.document import Choice
from digitize.model.profile import Profile
from digitize.model.transcription import TranscribedPage
from digitize.pipeline import orthography
from digitize.repair.apply import repair
from digitize.repair.hyphens import hyphens_joined
from digitize.repair.modernise import modernise
from digitize.repair.typed import Hand
from digitize.settings import Settings

_HANDS = {Profile.TYPESCRIPT: Hand.TYPED, Profile.NEWSPAPER: Hand.PRINTED, Profile.BOOK: Hand.PRINTED}
"""How pages are made of which somebody has said what they are."""


def with_orthography(
    pages: Sequence[TranscribedPage],
) -> tuple[Sequence[TranscribedPage], tuple[Choice | None, ...]]:
    """The pages as read with their orthography, told by whole words: hyphens are joined for that, whatever the settings say."""
    told = orthography.find_orthography(hyphens_joined(pages))
    choices = tuple(choice for _, choice in told) if told else (None,) * len(pages)
    return orthography.with_orthography(pages, told), choices


def repaired_pages(pages: Sequence[TranscribedPage], settings: Settings) -> Sequence[TranscribedPage]:
    """The pages with the repairs that the settings ask for; what was repaired before is made anew.

    Misreadings on the printed layer come first, then what makes the reading layer readable, then, on request, today's spelling.
    """
    pages = repair(pages, settings.rules_left_out, _HANDS.get(settings.profile), anew=True)
    return modernise(pages) if settings.modernise else pages
