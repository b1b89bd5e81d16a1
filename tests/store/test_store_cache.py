"""The cache within its limit: what was not used for longest goes, and nothing that is in use."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.store.cache import Cache
from digitize.store.files import TEMPORARY
from digitize.store.output import OutputFolder

HOUR_S = 3600
SIZE = 8_192


def key(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def filled(folder: Path, ages_h: list[float]) -> Cache:
    """Entries of 8 KiB, last used so many hours ago."""
    cache = Cache(folder)
    for number, age_h in enumerate(ages_h):
        cache.put(key(number), bytes([number % 256]) * SIZE)
        used(folder, number, age_h)
    return cache


def used(folder: Path, number: int, age_h: float) -> None:
    at = time.time() - age_h * HOUR_S
    os.utime(folder / key(number)[:2] / key(number), (at, at))


def there(cache: Cache, count: int) -> list[int]:
    return [number for number in range(count) if (cache.folder / key(number)[:2] / key(number)).exists()]


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    """Of ten entries the newest stay that fit into nine tenths of the limit; what is removed is told."""
    cache = filled(tmp_path, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
    told = cache.prune(5 * SIZE, time.time() - HOUR_S / 2)
    assert there(cache, 10) == [6, 7, 8, 9]
    assert (told.entries, told.size_bytes, told.removed, told.freed_bytes) == (10, 10 * SIZE, 6, 6 * SIZE)
    assert told.left_bytes == 4 * SIZE


def test_within_the_limit_nothing_goes(tmp_path: Path) -> None:
    """However old it is."""
    cache = filled(tmp_path, [10_000, 20_000])
    assert cache.prune(2 * SIZE, time.time()).removed == 0
    assert there(cache, 2) == [0, 1]


def test_what_is_read_counts_as_used(tmp_path: Path) -> None:
    """An old entry that was read a moment ago outlives newer ones."""
    cache = filled(tmp_path, [10, 5, 4])
    assert cache.get(key(0)) == b"\0" * SIZE
    cache.prune(SIZE + 1, time.time() - 60 * 60)
    assert there(cache, 3) == [0]


def test_what_is_in_use_stays_whatever_the_limit(tmp_path: Path) -> None:
    """Entries that were used since a running document was begun are kept even where they alone exceed the limit."""
    cache = filled(tmp_path, [3, 2, 1])
    cache.prune(1, time.time() - 2.5 * HOUR_S)
    assert there(cache, 3) == [1, 2]


def test_an_entry_used_meanwhile_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is looked at once more before it is removed."""
    cache = filled(tmp_path, [9, 8])
    before = cache._entries

    def entries() -> object:
        found = list(before())
        used(tmp_path, 0, 0)
        return iter(found)

    monkeypatch.setattr(cache, "_entries", entries)
    cache.prune(1, time.time())
    assert there(cache, 2) == [0]


def test_what_killed_writers_left_goes(tmp_path: Path) -> None:
    """Half written entries are removed, and never counted as results."""
    cache = filled(tmp_path, [1])
    left = tmp_path / key(0)[:2] / f"{TEMPORARY}abc"
    left.write_bytes(b"half")
    assert cache.prune(10 * SIZE, 0).entries == 1
    assert not left.exists()


@given(
    ages=st.lists(st.integers(2, 500), min_size=1, max_size=12, unique=True),
    limit=st.integers(1, 14),
)
def test_the_limit_holds_and_order_too(tmp_path_factory: pytest.TempPathFactory, ages: list[int], limit: int) -> None:
    """Nothing that stays was used before something that goes, and what stays fits."""
    folder = tmp_path_factory.mktemp("cache")
    cache = filled(folder, [float(age) for age in ages])
    told = cache.prune(limit * SIZE, time.time() - HOUR_S)
    left = {number: ages[number] for number in there(cache, len(ages))}
    gone = [age for number, age in enumerate(ages) if number not in left]
    assert told.left_bytes == len(left) * SIZE <= limit * SIZE
    assert not left or not gone or max(left.values()) < min(gone)


def test_one_prunes_at_a_time(tmp_path: Path) -> None:
    """Another process that is at it is left to it; what was done just now is not done again."""
    output = OutputFolder(tmp_path)
    with output.try_locked("cache") as held:
        assert held is not None
        assert OutputFolder(tmp_path).prune_cache(1) is None
    assert output.prune_cache(1) is not None
    assert output.prune_cache(1, at_most_every_s=600) is None
    assert output.prune_cache(1) is not None


def test_a_document_in_work_protects_what_it_uses(tmp_path: Path) -> None:
    """As long as its lock is held, nothing goes that was used since it was taken, though that is hours ago."""
    output = OutputFolder(tmp_path)
    folder = tmp_path / ".digitize" / "cache"
    cache = filled(folder, [9, 7, 3])
    with output.locked("vestnik"):
        (lock,) = (path for path in (tmp_path / ".digitize" / "locks").iterdir() if len(path.name) == 16)
        begun = time.time() - 8 * HOUR_S
        os.utime(lock, (begun, begun))
        output.prune_cache(1)
        assert there(cache, 3) == [1, 2]
    output.prune_cache(1)
    assert there(cache, 3) == []
