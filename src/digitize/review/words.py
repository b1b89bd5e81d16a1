"""Everything that the app says to a person, in one file per language (``strings/en.toml``)."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en",)
"""Languages that there is a file for; the first is used where a browser asks for none of them."""


class Words:
    """The strings of one language.

    Args:
        language: Its tag.
        told: Strings by their key; those that count something are tables with ``one`` and ``other``.
    """

    def __init__(self, language: str, told: Mapping[str, Any]) -> None:
        self.language = language
        self._told = told

    def __call__(self, key: str, **values: object) -> str:
        """A string with its values filled in.

        Args:
            key: ``group.name``.
            values: What stands in braces; ``count`` also chooses between ``one`` and ``other``.

        Raises:
            KeyError: If there is no such string.
        """
        found: Any = self._told
        for part in key.split("."):
            found = found[part]
        if isinstance(found, dict):
            found = found["one" if values.get("count") == 1 else "other"]
        shown = {name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()}
        return str(found).format(**shown)

    def get(self, key: str, otherwise: str, **values: object) -> str:
        """A string, or another text where there is none under that key."""
        try:
            return self(key, **values)
        except KeyError:
            return otherwise

    def group(self, name: str) -> dict[str, Any]:
        """All strings of a group, with their braces, for a script that fills them in."""
        return dict(self._told[name])

    def script(self) -> str:
        """The strings that scripts need, as JSON that can stand in a page."""
        text = json.dumps(self._told["script"], ensure_ascii=True)
        return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")

    def keys(self) -> frozenset[str]:
        """All keys, as ``group.name``."""
        return frozenset(_keys(self._told, ""))


def _keys(told: Mapping[str, Any], prefix: str) -> list[str]:
    found: list[str] = []
    for name, value in told.items():
        if isinstance(value, dict) and not {"one", "other"} >= value.keys():
            found += _keys(value, f"{prefix}{name}.")
        else:
            found.append(prefix + name)
    return found


@cache
def words_in(language: str) -> Words:
    """The strings of a language that there is a file for."""
    path = files("digitize.review") / "strings" / f"{language}.toml"
    return Words(language, tomllib.loads(path.read_text(encoding="utf-8")))


def words_for(accepted: str) -> Words:
    """The strings in the first language that a browser asks for and that there is a file for.

    Args:
        accepted: Its ``Accept-Language``; quality values are taken to be in falling order.
    """
    for part in accepted.split(","):
        language = part.partition(";")[0].strip().partition("-")[0].lower()
        if language in LANGUAGES:
            return words_in(language)
    return words_in(LANGUAGES[0])
