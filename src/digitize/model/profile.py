"""What a user can say of the pages."""

from __future__ import annotations

from enum import StrEnum


class Splitting(StrEnum):
    """When a scan of two facing pages becomes two pages."""

    AUTO = "auto"
    NEVER = "never"


class Profile(StrEnum):
    """What kind of page to expect."""

    AUTO = "auto"
    NEWSPAPER = "newspaper"
    TYPESCRIPT = "typescript"
    BOOK = "book"
