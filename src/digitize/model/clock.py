"""The date that exports carry.

The same input, settings and versions must give the same bytes, so an export never carries the time of its run (that is
in ``run.json``). It carries the date of the version that made it, or ``SOURCE_DATE_EPOCH`` when that is set
(docs/adr/0004).
"""

from __future__ import annotations

import os
from datetime import UTC, datetime

RELEASED = datetime(2026, 11, 23, tzinfo=UTC)
"""The date of this version."""


def export_date() -> datetime:
    """The date that exports made now carry, in UTC.

    Raises:
        ValueError: If ``SOURCE_DATE_EPOCH`` is set and not a number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else RELEASED
