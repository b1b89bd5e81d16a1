"""Words of markup for how text is set off, in the languages and habits of the programs that write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from digitize.model.transcription import Emphasis

_NAMES = {
    Emphasis.LETTERSPACED: "letterspaced letterspacing letter-spaced letter-spacing letter_spaced spaced spaced-out gesperrt sperrung g",
    Emphasis.BOLD: "bold bolder b strong fett demibold semibold boldface",
    Emphasis.CAPITALS: "capitals caps allcaps all-caps uppercase upper-case",
    Emphasis.UNDERLINED: "underlined underline u ul underscored underscore singleunderline underlining",
    Emphasis.ITALIC: "italic italics i it kursiv cursive oblique slanted",
}
_KINDS = {name: kind for kind, names in _NAMES.items() for name in names.split()}
_STYLES = (
    (re.compile(r"font-weight\s*:\s*(bold|[6-9]00)"), Emphasis.BOLD),
    (re.compile(r"font-style\s*:\s*(italic|oblique)"), Emphasis.ITALIC),
    (re.compile(r"text-decoration(-line)?\s*:[^;]*underline"), Emphasis.UNDERLINED),
    (re.compile(r"letter-spacing\s*:\s*(?!0(\.0*)?\s*(;|$|em|px|pt)|normal|-)\S"), Emphasis.LETTERSPACED),
    (re.compile(r"text-transform\s*:\s*uppercase"), Emphasis.CAPITALS),
)


def named(words: str) -> tuple[Emphasis, ...]:
    """Ways of setting off that a value such as ``bold #g simple:italic`` names."""
    found = (re.split(r"[:#]", word)[-1] for word in re.split(r"[\s,;]+", words.lower()))
    return tuple(dict.fromkeys(_KINDS[name] for name in found if name in _KINDS))


def styled(css: str) -> tuple[Emphasis, ...]:
    """Ways of setting off that a piece of CSS asks for."""
    return tuple(kind for pattern, kind in _STYLES if pattern.search(css.lower()))


def joined(*kinds: Iterable[Emphasis]) -> tuple[Emphasis, ...]:
    """All of them, in order and once each."""
    held = {kind for some in kinds for kind in some}
    return tuple(kind for kind in Emphasis if kind in held)
