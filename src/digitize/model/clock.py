"""The date that exports carry.

The same input, settings and versions must give the same bytes, so an export never carries the time of its run (that is
in ``run.json``, and that of persons' decisions in ``decisions.jsonl``). It carries the date of the version that made it, or ``SOURCE_DATE_EPOCH`` when that is set
(docs/adr/0004).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Tells the time, with its zone. Persons' decisions carry it; a test gives its own."""

RELEASED = datetime(2026, 11, 23, tzinfo=UTC)
"""The date of this version."""


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def export_date() -> datetime:
    """The date that exports made now carry, in UTC.

    Raises:
        ValueError: If ``SOURCE_DATE_EPOCH`` is set and not a number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else RELEASED
