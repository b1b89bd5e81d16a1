"""All strings of the app stand in one place, and every one that is asked for is there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import digitize.review
from digitize.align.variant import OcrError, VariantKind
from digitize.model.decision import ON_WORDS
from digitize.model.place import DoubtKind
from digitize.review.words import LANGUAGES, words_for, words_in

ROOM = Path(digitize.review.__file__).parent
ASKED = re.compile(r"""say(?:\.get)?\(\s*["']([a-z_.-]+)["']\s*(~)?""")
"""``say("group.name"``, or the beginning of a key that is put together."""


SCRIPTS = ("script", "page_script")
"""Groups that scripts are given whole."""


def asked_for() -> dict[str, bool]:
    """Keys that templates ask for; whether they are only the beginning of one."""
    found: dict[str, bool] = {}
    for path in sorted((ROOM / "templates").glob("*.html")):
        for key, goes_on in ASKED.findall(path.read_text(encoding="utf-8")):
            found[key] = bool(goes_on)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_that_is_asked_for_is_there(language: str) -> None:
    """In every language that there is a file for."""
    there = words_in(language).keys()
    missing = [
        key
        for key, begins in asked_for().items()
        if not (any(known.startswith(key) for known in there) if begins else key in there)
    ]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_string_is_left_over(language: str) -> None:
    """What no template and no script asks for would be translated for nothing."""
    asked = asked_for()
    scripts = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOM / "static").rglob("*.js")))
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(ROOM.glob("*.py")))
    left = []
    for key in sorted(words_in(language).keys()):
        group, _, name = key.partition(".")
        if group in SCRIPTS:
            used = re.search(rf"""["'.]{name}\b""", scripts) is not None
        else:
            used = key in asked or any(key.startswith(begin) for begin, goes_on in asked.items() if goes_on)
            used = used or f'"{key}"' in code
        if not used:
            left.append(key)
    assert left == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_a_name(language: str) -> None:
    """Kinds of variants and of doubt, verdicts, and what was decided."""
    there = words_in(language).keys()
    wanted = {f"kind.{kind}" for kind in (*VariantKind, *DoubtKind)} | {f"state.{kind}" for kind in ON_WORDS}
    wanted |= {f"misread.{verdict}" for verdict in (OcrError.LIKELY, OcrError.UNLIKELY)}
    assert wanted <= there


def test_what_counts_has_a_form_for_one() -> None:
    """And thousands are parted."""
    say = words_in("en")
    assert say("do.same", count=1).startswith("1 more place with")
    assert say("do.same", count=1234).startswith("1,234 more places with")


def test_the_language_follows_the_browser_as_far_as_there_are_strings() -> None:
    """What there is no file for is passed over."""
    assert words_for("xx, en-GB;q=0.8").language == "en"
    assert words_for("").language == LANGUAGES[0]


def test_scripts_get_strings_that_cannot_end_their_element() -> None:
    """They stand in a page as JSON."""
    told = words_in("en").script()
    assert "<" not in told
    assert json.loads(told)["saved"]
