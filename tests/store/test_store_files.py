"""Whole files: a reader sees the old file or the new one, never a part, whatever goes wrong."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import resource
import stat
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.confine import Pool
from digitize.errors import EngineError, EnvironmentFault, InputError
from digitize.store.files import TEMPORARY, copy_hashed, open_regular, sha256_of, shown, sweep, whole_file, write_whole
from tests.store import jobs

ENOUGH_S = 120.0


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def failing(number: int) -> Callable[..., NoReturn]:
    """A system call that fails in this way."""

    def fail(*_: Any, **__: Any) -> NoReturn:
        raise OSError(number, os.strerror(number))

    return fail


def test_a_file_is_written(tmp_path: Path) -> None:
    """The content is there, readable for others, with its folders; nothing else is."""
    path = tmp_path / "alto" / "0001.xml"
    write_whole(path, b"<alto/>")
    assert path.read_bytes() == b"<alto/>"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert names(path.parent) == ["0001.xml"]


def test_new_folders_are_on_the_disk_before_their_file_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy whose folder is forgotten in a power cut would be lost with it: each new name is synced, and the file's last."""
    synced: list[Path] = []
    monkeypatch.setattr("digitize.store.files.sync_folder", synced.append)
    write_whole(tmp_path / "originals" / "ab" / "abcd", b"scan")
    assert set(synced) == {tmp_path, tmp_path / "originals", tmp_path / "originals" / "ab"}
    assert synced[-1] == tmp_path / "originals" / "ab"
    synced.clear()
    write_whole(tmp_path / "originals" / "ab" / "ef01", b"scan")
    assert synced == [tmp_path / "originals" / "ab"]


def test_a_file_is_replaced(tmp_path: Path) -> None:
    """The old content gives way to the new one."""
    path = tmp_path / "a.json"
    write_whole(path, b"old, and longer")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["a.json"]


def test_the_old_file_stands_until_the_new_one_is_whole(tmp_path: Path) -> None:
    """Within the block the path still shows the old file; the temporary one has the suffix that programs go by."""
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    with whole_file(path) as temporary:
        temporary.write_bytes(b"new")
        assert path.read_bytes() == b"old"
        assert (temporary.parent, temporary.suffix) == (tmp_path, ".pdf")
        assert temporary.name.startswith(TEMPORARY)
    assert path.read_bytes() == b"new"


def write_half(place: AbstractContextManager[Path], error: BaseException) -> None:
    with place as temporary:
        temporary.write_bytes(b"half")
        raise error


@pytest.mark.parametrize("error", [ValueError("bug"), KeyboardInterrupt(), InputError("bad"), SystemExit(3)])
def test_nothing_is_left_of_a_block_that_fails(tmp_path: Path, error: BaseException) -> None:
    """The error passes as it is; the old file stands, and there is no part of the new one."""
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    with pytest.raises(type(error)) as caught:
        write_half(whole_file(path), error)
    assert caught.value is error
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.json"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "the quota is used up"),
        (errno.EACCES, "no permission"),
        (errno.EPERM, "no permission"),
        (errno.EROFS, "read-only"),
        (errno.EIO, "Input/output error"),
        (errno.EFBIG, "larger than the system allows"),
    ],
)
def test_the_system_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, reason: str, call: str
) -> None:
    """What the disk or the permissions are to blame for is said so, with the file and a way out; nothing is left."""
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, call, failing(number))
    with pytest.raises(EnvironmentFault, match=reason) as caught:
        write_whole(path, b"new")
    monkeypatch.undo()
    assert caught.value.where == str(path)
    assert caught.value.hint
    assert caught.value.exit_code == 5
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.json"]


def test_the_system_refuses_a_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that may not be written to is named before any work is done."""
    monkeypatch.setattr(tempfile, "mkstemp", failing(errno.EACCES))
    with pytest.raises(EnvironmentFault, match="no permission"), whole_file(tmp_path / "a"):
        raise AssertionError("not reached")


def test_the_first_reason_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that has become read-only does not let the part be removed either: the cause is reported, not that."""
    monkeypatch.setattr(Path, "replace", failing(errno.EROFS))
    monkeypatch.setattr(Path, "unlink", failing(errno.EROFS))
    with pytest.raises(EnvironmentFault, match="cannot be written: the file system is read-only"):
        write_whole(tmp_path / "a", b"new")


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """The system lets this process write no larger file, which is how a full disk looks from inside."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_no_room_in_the_middle_of_writing(tmp_path: Path) -> None:
    """A write that really breaks off half way is an environment fault, and its half is removed."""
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    with largest_file(100_000):
        with pytest.raises(EnvironmentFault, match="larger than the system allows"):
            write_whole(path, bytes(200_000))
        write_whole(tmp_path / "small", b"fits")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.pdf", "small"]


def test_a_file_where_a_folder_is_needed(tmp_path: Path) -> None:
    """The user is told what is in the way."""
    (tmp_path / "alto").write_bytes(b"")
    with pytest.raises(EnvironmentFault, match="a file stands where a folder is needed"):
        write_whole(tmp_path / "alto" / "0001.xml", b"x")


def test_a_folder_where_a_file_is_needed(tmp_path: Path) -> None:
    """The user is told what is in the way, and the folder is left alone."""
    (tmp_path / "report.json").mkdir()
    with pytest.raises(EnvironmentFault, match="a folder stands where a file is needed"):
        write_whole(tmp_path / "report.json", b"x")
    assert names(tmp_path) == ["report.json"]


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    """That is the system's limit, not a bug."""
    with pytest.raises(EnvironmentFault, match="File name too long"):
        write_whole(tmp_path / ("a" * 300), b"x")
    assert names(tmp_path) == []


def test_a_file_system_that_cannot_sync_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some network file systems answer EINVAL: the file is there all the same."""
    real = os.fsync

    def only_files(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", only_files)
    write_whole(tmp_path / "a", b"there")
    assert (tmp_path / "a").read_bytes() == b"there"


def test_what_is_written_is_synced_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a power cut there is the old file or the whole new one: content first, then the name, then the folder."""
    order: list[str] = []
    sync, replace = os.fsync, os.replace

    def noted_sync(descriptor: int) -> None:
        order.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "content")
        sync(descriptor)

    def noted_replace(*arguments: Any, **options: Any) -> None:
        order.append("name")
        replace(*arguments, **options)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(os, "replace", noted_replace)
    write_whole(tmp_path / "a", b"x")
    assert order == ["content", "name", "folder"]


def test_readers_never_see_a_part(tmp_path: Path) -> None:
    """While one process writes a file again and again, every look at it finds one of the contents whole."""
    contents = tuple(bytes([number]) * 300_000 for number in range(100))
    path = tmp_path / "a"
    write_whole(path, contents[0])
    seen = set()
    with Pool(1, 1 << 30) as pool:
        writer = threading.Thread(target=pool.run, args=(ENOUGH_S, jobs.rewrite, path, contents))
        writer.start()
        while writer.is_alive():
            seen.add(path.read_bytes())
    assert seen <= set(contents)
    assert path.read_bytes() == contents[-1]


# What killed processes leave ------------------------------------------------------------------------------------------


def leftover(path: Path) -> Path:
    """A file that a process was writing to ``path`` when it was killed."""
    with Pool(1, 1 << 30) as pool, pytest.raises(EngineError, match="signal 9"):
        pool.run(ENOUGH_S, jobs.die_while_writing, path)
    (left,) = path.parent.glob(f"{TEMPORARY}*")
    assert left.read_bytes() == b"half of it"
    return left


def test_a_killed_writer_leaves_no_half_file_under_the_name(tmp_path: Path) -> None:
    """The old file stands; what is left has a name that no result has; writing again works; sweeping removes it."""
    path = tmp_path / "images" / "0001.png"
    write_whole(path, b"old")
    left = leftover(path)
    assert path.read_bytes() == b"old"
    write_whole(path, b"new")
    assert left.exists()
    sweep(tmp_path)
    assert names(path.parent) == ["0001.png"]
    assert path.read_bytes() == b"new"


def test_what_is_being_written_is_not_swept(tmp_path: Path) -> None:
    """A living process's part stays, so that its file becomes whole."""
    path, begun, end = tmp_path / "out" / "a.pdf", tmp_path / "begun", tmp_path / "end"
    with whole_file(path) as temporary:
        temporary.write_bytes(b"whole")
        sweep(tmp_path)
        assert temporary.exists()
    assert path.read_bytes() == b"whole"
    with Pool(1, 1 << 30) as pool:
        writer = threading.Thread(
            target=pool.run, args=(ENOUGH_S, jobs.write_until_told, tmp_path / "out" / "b.pdf", begun, end)
        )
        writer.start()
        while not begun.exists():
            writer.join(0.01)
        sweep(tmp_path)
        end.touch()
        writer.join(60)
    assert names(tmp_path / "out") == ["a.pdf", "b.pdf"]


def test_only_parts_are_swept(tmp_path: Path) -> None:
    """Files, links and folders whatever their name stay; so does what a link leads to."""
    (tmp_path / "a.part-1").write_bytes(b"a user's")
    outside = tmp_path / "outside"
    outside.write_bytes(b"another's")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / f"{TEMPORARY}folder").mkdir()
    (inside / f"{TEMPORARY}link").symlink_to(outside)
    os.mkfifo(inside / f"{TEMPORARY}pipe")
    sweep(inside)
    sweep(tmp_path / "missing")
    assert outside.read_bytes() == b"another's"
    assert names(inside) == [f"{TEMPORARY}folder", f"{TEMPORARY}link", f"{TEMPORARY}pipe"]
    assert (tmp_path / "a.part-1").exists()


# Digests and names ----------------------------------------------------------------------------------------------------


@given(st.binary(max_size=10_000))
def test_copies_and_digests(data: bytes) -> None:
    """What is copied is the source, and the digest is that of what was copied."""
    target = io.BytesIO()
    assert copy_hashed(io.BytesIO(data), target) == hashlib.sha256(data).hexdigest()
    assert target.getvalue() == data


def test_the_digest_of_a_file(tmp_path: Path) -> None:
    """The known digest of a known content."""
    (tmp_path / "abc").write_bytes(b"abc")
    assert sha256_of(tmp_path / "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    """A FIFO, a device or a folder is refused at once: nobody waits for a writer that never comes."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero"), tmp_path):
        with pytest.raises(OSError, match="not a regular file"):
            open_regular(path)
        with pytest.raises(OSError, match="not a regular file"):
            sha256_of(path)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (b"page 1.tif", "page 1.tif"),
        ("Правда №5.pdf".encode(), "Правда №5.pdf"),
        (b"two\nlines.pdf", "two\\nlines.pdf"),
        (b"\xcf\xf0\xe0\xe2\xe4\xe0.pdf", "\\xcf\\xf0\\xe0\\xe2\\xe4\\xe0.pdf"),
        (b"\x1b[31mred\x07", "\\x1b[31mred\\x07"),
        ("fdp.\u202efed".encode(), "fdp.\\u202efed"),
    ],
    ids=["plain", "cyrillic", "newline", "cp1251", "terminal", "reversed"],
)
def test_names_in_messages(tmp_path: Path, name: bytes, told: str) -> None:
    """A name that is no UTF-8, or would break or reverse a line, is shown so that it can be printed and looked for."""
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    assert shown(folder) == f"{tmp_path}/{told}"
    folder.write_bytes(b"in the way")
    with pytest.raises(EnvironmentFault) as caught:
        write_whole(folder / "report.json", b"x")
    message = str(caught.value)
    assert told in message
    assert message.encode("utf-8").decode("utf-8").isprintable()


@given(st.binary(min_size=1, max_size=50).filter(lambda name: b"\0" not in name))
def test_any_name_can_be_shown(name: bytes) -> None:
    """Whatever bytes a name has, its message is one printable line of UTF-8."""
    text = shown(Path(os.fsdecode(name)))
    assert text.encode("utf-8").decode("utf-8") == text
    assert text.isprintable()


def test_files_of_any_name_are_written(tmp_path: Path) -> None:
    """Names with newlines or bytes that are no UTF-8 do no harm to writing."""
    for name in (b"two\nlines", b"\xff\xfe", b" ", b"-rf", "Ж".encode()):
        path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
        write_whole(path, name)
        assert path.read_bytes() == name
