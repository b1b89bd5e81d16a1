"""Manifests: every path comes back, none leads out of the folder, and what has only grown is told from what has changed."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.store.manifest import (
    MANIFEST,
    OPEN_MANIFEST,
    close_manifest,
    decode_manifest,
    encode_manifest,
    open_manifest,
    read_manifest,
    reclose_manifest,
)
from digitize.store.prefix import digest_of_lines, prefix_length

DIGESTS = st.binary(max_size=4).map(lambda data: hashlib.sha256(data).hexdigest())
NAMES = st.binary(min_size=1, max_size=12).filter(
    lambda name: b"/" not in name and b"\0" not in name and name not in (b".", b"..")
)
PATHS = st.lists(NAMES, min_size=1, max_size=3).map(lambda parts: os.fsdecode(b"/".join(parts)))


@given(st.dictionaries(PATHS, DIGESTS, max_size=5))
def test_what_is_written_is_read(digests: dict[str, str]) -> None:
    """Paths of any bytes that a file system takes, line breaks among them, come back with their digests."""
    assert decode_manifest(encode_manifest(digests)) == digests


def test_sha256sum_reads_it(tmp_path: Path) -> None:
    """The form is the one that everybody's tool checks."""
    (tmp_path / "Тетрадь 1").write_bytes(b"text")
    close_manifest(tmp_path, {"Тетрадь 1": hashlib.sha256(b"text").hexdigest()})
    done = subprocess.run(["sha256sum", "--check", MANIFEST], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"0" * 64 + b"  /etc/passwd\n", id="absolute"),
        pytest.param(b"0" * 64 + b"  a/../../b\n", id="upwards"),
        pytest.param(b"0" * 64 + b"  a\n" + b"1" * 64 + b"  a\n", id="twice"),
        pytest.param(b"0" * 63 + b"  a\n", id="short digest"),
        pytest.param(b"not a manifest\n", id="no manifest"),
        pytest.param(b"0" * 64 + b"  a", id="broken off"),
    ],
)
def test_what_is_no_manifest_is_refused(data: bytes) -> None:
    """Nobody is led out of the folder, and what breaks off is not taken for whole."""
    with pytest.raises(ValueError, match=r"line|breaks"):
        decode_manifest(data)


def test_while_files_are_renewed_it_stands_aside(tmp_path: Path) -> None:
    """What it said is known still; it comes back when nothing was renewed, and is replaced when something was."""
    close_manifest(tmp_path, {"a": "0" * 64})
    assert open_manifest(tmp_path) == {"a": "0" * 64}
    assert read_manifest(tmp_path) is None and (tmp_path / OPEN_MANIFEST).exists()
    reclose_manifest(tmp_path)
    assert read_manifest(tmp_path) == {"a": "0" * 64} and not (tmp_path / OPEN_MANIFEST).exists()
    open_manifest(tmp_path)
    close_manifest(tmp_path, {"a": "1" * 64})
    assert read_manifest(tmp_path) == {"a": "1" * 64} and not (tmp_path / OPEN_MANIFEST).exists()


@given(lines=st.lists(st.binary(max_size=5).filter(lambda line: b"\n" not in line), max_size=6), cut=st.integers(0, 6))
def test_a_file_that_has_grown_begins_with_what_it_was(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], cut: int
) -> None:
    """At the end of each line it is recognised; with one byte changed it is not."""
    path = tmp_path_factory.mktemp("grown") / "list"
    whole = b"".join(line + b"\n" for line in lines)
    was = b"".join(line + b"\n" for line in lines[:cut])
    path.write_bytes(whole)
    assert prefix_length(path, hashlib.sha256(was).hexdigest()) == len(was)
    if was:
        path.write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
        assert prefix_length(path, hashlib.sha256(was).hexdigest()) is None


def test_a_torn_line_is_not_counted(tmp_path: Path) -> None:
    """It may be taken away, and the list begins as it did."""
    path = tmp_path / "list"
    path.write_bytes(b"one\ntwo\nthr")
    digest = digest_of_lines(path)
    path.write_bytes(b"one\ntwo\nthree\n")
    assert prefix_length(path, digest) == 8
