"""Cache keys: the digest of everything that a step's result depends on."""

from __future__ import annotations

import hashlib
import json

SPREAD_VERSION = 2
PREPARE_VERSION = 13
READ_VERSION = 20
DELIVER_VERSION = 11
QUEUE_VERSION = 1
FACTS_VERSION = 1
CATALOGUE_VERSION = 2
"""Raised whenever a step's result would change for the same input."""


def step_key(step: str, version: int, **parts: object) -> str:
    """A key for the result of a step.

    Args:
        step: The step's name.
        version: Of the step.
        parts: What the result depends on: digests, settings, versions. Must be JSON.
    """
    told = json.dumps({"step": step, "version": version, **parts}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
