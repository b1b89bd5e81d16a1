"""Text that a person has typed: what a line of print can hold, and nothing that cannot be seen."""

from __future__ import annotations

import unicodedata

from digitize.review.answers import Refused, is_unseen

MOST_LETTERS = 2_000
"""Of one edit: a printed line has some hundred."""


def typed_text(value: object) -> str:
    """The text of an edit, its words parted by single spaces, letters and their accents put together (NFC).

    Raises:
        Refused: If it is no text, too long, or has characters that nobody can see on a scan.
    """
    if not isinstance(value, str):
        raise Refused(400, "the text of the edit is missing", hint="Load the page again")
    if len(value) > MOST_LETTERS:
        raise Refused(
            422,
            f"the edit has {len(value):,} characters; a line of print has at most {MOST_LETTERS:,}",
            hint="Edit one line at a time",
        )
    text = unicodedata.normalize("NFC", " ".join(value.split()))
    for character in text:
        if is_unseen(character):
            name = unicodedata.name(character, "a control character").lower()
            raise Refused(
                422,
                f"the edit has a character that cannot be seen: U+{ord(character):04X} ({name})",
                hint="Type the words, instead of pasting them from elsewhere",
            )
    return text


def name_of_person(value: object) -> str:
    """The name under which a decision is kept.

    Raises:
        Refused: If there is none, or it cannot be one.
    """
    if not isinstance(value, str) or not value.strip():
        raise Refused(400, "no name is given under which the decision is kept", hint="Type your name above")
    name = typed_text(value)
    if len(name) > 100:
        raise Refused(422, "the name is longer than 100 characters", hint="Use a shorter one")
    return name
