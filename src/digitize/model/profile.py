"""Kinds of page that a user can announce."""

from __future__ import annotations

from enum import StrEnum


class Profile(StrEnum):
    """What kind of page to expect."""

    AUTO = "auto"
    NEWSPAPER = "newspaper"
    TYPESCRIPT = "typescript"
    BOOK = "book"
