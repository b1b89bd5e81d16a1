"""The part of the benchmark's document on the review app."""

from __future__ import annotations

from typing import Any

from benchmarks.bench.document_review_app import review_app_part, review_app_targets

SECTION: dict[str, Any] = {
    "machine": {"cores": 2, "memory_gib": 24.0},
    "version": "0.1.0",
    "busy": False,
    "pages": 500,
    "differences": 20_000,
    "keys": [
        {"order": "place", "n": 200, "painted_median_s": 0.04, "painted_p95_s": 0.2}
        | {"pictured_median_s": 0.05, "pictured_p95_s": 0.3}
    ],
    "opening": {"started_s": 1.0, "prepared_s": 0.8, "again_s": 0.1, "told_s": 0.7, "found_s": 9.0},
    "killed": {"acknowledged": 200, "lost": [], "twice": [], "kept": 200, "kills": 5},
}


def test_the_app_is_told_with_what_was_lost() -> None:
    """Times in milliseconds; that nothing was lost, or how much was; that the machine was busy, where it was."""
    told = "\n".join(review_app_part(SECTION))
    assert "| place | 200 | 40 | 200 | 50 | 300 |" in told
    assert "none of those that it had acknowledged were lost" in told and "other work" not in told
    bad = SECTION | {"busy": True, "killed": SECTION["killed"] | {"lost": ["a", "b"]}}
    told = "\n".join(review_app_part(bad))
    assert "2 of those that it had acknowledged were lost" in told and "other work" in told


def test_what_was_asked_of_the_app_is_told() -> None:
    """Median and 95th percentile of each order, and the first page, each with floor and stretch."""
    targets = review_app_targets(SECTION)
    assert [(each.floor, each.stretch, each.reached["digitize"]) for each in targets] == [
        (0.15, 0.05, 0.04),
        (0.4, 0.15, 0.2),
        (1.0, 0.3, 0.8),
    ]
    assert review_app_targets(None) == []
