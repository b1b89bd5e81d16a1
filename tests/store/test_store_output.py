"""The output folder: ids that never change, verified originals, cache, locks; safe under several processes."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.confine import Pool
from digitize.errors import EnvironmentFault, InputError
from digitize.model.page import SourceFile
from digitize.store import originals as originals_module
from digitize.store.files import TEMPORARY, copy_hashed
from digitize.store.output import FolderSink, OutputFolder, document_ids
from tests.store import jobs

ENOUGH_S = 120.0


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def output(tmp_path: Path) -> OutputFolder:
    return OutputFolder(tmp_path / "output")


def record(output: OutputFolder, content: str) -> Path:
    return output.root / ".digitize" / "ids" / content


def source_of(path: Path) -> SourceFile:
    data = path.read_bytes()
    return SourceFile(hashlib.sha256(data).hexdigest(), path.name, len(data), "image/png", 1)


def kept_files(output: OutputFolder) -> list[Path]:
    return [path for path in (output.root / ".digitize" / "originals").rglob("*") if path.is_file()]


# Ids ------------------------------------------------------------------------------------------------------------------


def test_a_free_name_is_the_id(output: OutputFolder) -> None:
    """Nobody else has the name: it is the id as it is."""
    assert output.claim_id("правда-1927", digest("a")) == "правда-1927"


def test_the_same_content_keeps_its_id(output: OutputFolder) -> None:
    """Under another name, after others have come, and in another process, a content has the id that it got first."""
    first = output.claim_id("page", digest("a"))
    assert output.claim_id("page", digest("b")) != first
    assert output.claim_id("renamed", digest("a")) == first
    assert OutputFolder(output.root).claim_id("page", digest("a")) == first


def test_two_contents_of_one_name(output: OutputFolder) -> None:
    """The newcomer gets a short digest added, the first one keeps the plain name."""
    first, second = digest("a"), digest("b")
    assert output.claim_id("page", first) == "page"
    assert output.claim_id("page", second) == f"page-{second[:8]}"


def test_a_name_that_looks_like_anothers_id(output: OutputFolder) -> None:
    """A file called as another's digest would make it takes that name; the other then gets a longer digest."""
    first, second, third = digest("a"), digest("b"), digest("c")
    output.claim_id("page", first)
    assert output.claim_id(f"page-{second[:8]}", third) == f"page-{second[:8]}"
    assert output.claim_id("page", second) == f"page-{second[:16]}"


def test_contents_whose_digests_begin_alike(output: OutputFolder) -> None:
    """Even then no two documents share an id."""
    contents = ["1a2b3c4d" + "0" * 8 + f"{number:048x}" for number in range(3)]
    claimed = [output.claim_id("page", content) for content in (digest("a"), *contents)]
    assert len(set(claimed)) == 4
    assert [output.claim_id("page", content) for content in (digest("a"), *contents)] == claimed


def test_a_folder_without_a_record_is_not_touched(output: OutputFolder) -> None:
    """A folder of that name that is the user's own, or lost its record, is nobody's id."""
    (output.root / "notes").mkdir()
    assert output.claim_id("notes", digest("a")) == f"notes-{digest('a')[:8]}"


@pytest.mark.parametrize(
    "damage",
    [b"", b"\xff\xfe\xfa", b"..", b".", b"../../etc", b"a/b", b"/etc", b"page\n", b"page\0", b".digitize", b"x" * 300],
    ids=repr,
)
def test_a_damaged_record(output: OutputFolder, damage: bytes) -> None:
    """What cannot be an id is not taken for one.

    No document lands in the folder itself or outside; a new id is made and kept, and no other document is given it.
    """
    content = digest("a")
    output.claim_id("page", content)
    record(output, content).write_bytes(damage)
    again = output.claim_id("page", content)
    assert output.folder(again).parent == output.root
    assert again.startswith("page")
    assert output.claim_id("other", content) == again
    assert output.claim_id("page", digest("b")) != again


def test_a_damaged_record_of_another(output: OutputFolder) -> None:
    """One bad record does not keep others from getting their ids."""
    output.claim_id("page", digest("a"))
    record(output, digest("a")).write_bytes(b"\xff")
    assert output.claim_id("page", digest("b")) == "page"


def test_a_half_written_record_is_none(output: OutputFolder) -> None:
    """What a killed process left is no record: neither of a content nor of a name that is taken."""
    record(output, "x").parent.mkdir(parents=True)
    (record(output, "x").parent / f"{TEMPORARY}x").write_bytes(b"page")
    assert output.claim_id("page", digest("a")) == "page"


@pytest.mark.parametrize(
    "wanted", ["", ".", "..", "a/b", "../a", "/a", ".digitize", "a\nb", "a\0b", "\udcff", "я" * 200]
)
def test_names_that_cannot_be_ids(output: OutputFolder, wanted: str) -> None:
    """Such a wish is a bug of the caller, and is refused before anything is written."""
    with pytest.raises(ValueError, match="not an id"):
        output.claim_id(wanted, digest("a"))
    assert not record(output, digest("a")).exists()


def test_a_record_that_cannot_be_read(output: OutputFolder) -> None:
    """The id must not change because a disk fails for a moment: it is an error."""
    record(output, digest("a")).mkdir(parents=True)
    with pytest.raises(EnvironmentFault, match="cannot be read"):
        output.claim_id("page", digest("a"))


def test_eight_processes_claim_at_once(output: OutputFolder, eight: Pool) -> None:
    """Whoever comes first: no two contents share an id, and one content has one id everywhere."""
    contents = [digest(str(number)) for number in range(12)]
    wishes = [tuple(("page", contents[(i * 5 + shift) % 12]) for i in range(12)) for shift in range(8)]
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda wish: eight.run(ENOUGH_S, jobs.claim, output.root, wish), wishes))
    ids: dict[str, set[str]] = {}
    for wish, answer in zip(wishes, answers, strict=True):
        for (_, content), document_id in zip(wish, answer, strict=True):
            ids.setdefault(content, set()).add(document_id)
    assert all(len(found) == 1 for found in ids.values())
    assert len({document_id for found in ids.values() for document_id in found}) == 12


@given(st.lists(st.tuples(st.sampled_from(["page", "page-2", "лист"]), st.integers(0, 6)), max_size=12))
def test_ids_are_a_function_of_the_content(
    tmp_path_factory: pytest.TempPathFactory, claims: list[tuple[str, int]]
) -> None:
    """In any order of claims, ids and contents belong together one to one."""
    output = OutputFolder(tmp_path_factory.mktemp("output"))
    ids: dict[int, str] = {}
    for wanted, number in claims:
        document_id = output.claim_id(wanted, digest(str(number)))
        assert ids.setdefault(number, document_id) == document_id
    assert len(set(ids.values())) == len(ids)


# Originals ------------------------------------------------------------------------------------------------------------


def test_an_original_is_kept(output: OutputFolder, tmp_path: Path) -> None:
    """The copy has the content, stands under its digest, and outlives the file; the file itself is not touched."""
    scan = tmp_path / "scan.png"
    scan.write_bytes(b"pixels" * 100_000)
    before = scan.stat()
    kept = output.keep_original(scan, source_of(scan))
    assert kept == output.original(source_of(scan).sha256)
    assert kept.read_bytes() == scan.read_bytes()
    assert scan.stat().st_mtime_ns == before.st_mtime_ns
    scan_data = scan.read_bytes()
    scan.unlink()
    assert kept.read_bytes() == scan_data


@pytest.mark.parametrize(
    "change", [b"other!", b"pixel", b"pixels and more", b""], ids=["same-size", "shorter", "longer", "empty"]
)
def test_a_file_that_changed_is_not_kept(output: OutputFolder, tmp_path: Path, change: bytes) -> None:
    """What is copied is verified: a file that was written to meanwhile is refused, and nothing of it is kept."""
    scan = tmp_path / "scan.png"
    scan.write_bytes(b"pixels")
    source = source_of(scan)
    scan.write_bytes(change)
    with pytest.raises(InputError, match="changed while it was being read") as caught:
        output.keep_original(scan, source)
    assert caught.value.where == "scan.png"
    assert kept_files(output) == []


def test_a_file_that_grows_without_end(output: OutputFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more is read than it takes to see that it has changed."""
    scan = tmp_path / "scan.png"
    scan.write_bytes(b"pixels")
    source = source_of(scan)
    with scan.open("wb") as stream:
        stream.truncate(1 << 40)
    read = 0

    class Counting:
        def __init__(self, stream: Any) -> None:
            self.stream = stream

        def read(self, size: int, /) -> bytes:
            nonlocal read
            block: bytes = self.stream.read(size)
            read += len(block)
            return block

    monkeypatch.setattr(originals_module, "copy_hashed", lambda stream, target: copy_hashed(Counting(stream), target))
    with pytest.raises(InputError, match="changed"):
        output.keep_original(scan, source)
    assert read == 7


def test_a_file_that_is_gone(output: OutputFolder, tmp_path: Path) -> None:
    """A file that was moved away meanwhile is the input's fault, not the output folder's."""
    scan = tmp_path / "scan.png"
    scan.write_bytes(b"pixels")
    source = source_of(scan)
    scan.unlink()
    with pytest.raises(InputError, match="cannot be read any more: No such file"):
        output.keep_original(scan, source)
    assert kept_files(output) == []


def test_a_file_that_became_a_fifo(output: OutputFolder, tmp_path: Path) -> None:
    """Nobody waits for a writer that never comes."""
    scan = tmp_path / "scan.png"
    scan.write_bytes(b"pixels")
    source = source_of(scan)
    scan.unlink()
    os.mkfifo(scan)
    with pytest.raises(InputError, match="not a regular file"):
        output.keep_original(scan, source)


def test_a_disk_that_fails_while_reading(output: OutputFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error in reading the scan is told of the scan, though it happens while the copy is being written."""
    scan = tmp_path / "scan.png"
    scan.write_bytes(b"pixels")
    source = source_of(scan)

    class Failing:
        def read(self, size: int) -> NoReturn:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

        def close(self) -> None:
            return

    monkeypatch.setattr(originals_module, "open_regular", lambda _: Failing())
    with pytest.raises(InputError, match="Input/output error") as caught:
        output.keep_original(scan, source)
    assert caught.value.where == "scan.png"
    assert kept_files(output) == []


def test_no_room_for_the_copy(output: OutputFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error in writing the copy is the output folder's, with exit code 5."""
    scan = tmp_path / "scan.png"
    scan.write_bytes(b"pixels")

    def full(*_: Any) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EnvironmentFault, match="the disk is full"):
        output.keep_original(scan, source_of(scan))
    assert kept_files(output) == []


def test_a_kept_original_is_not_copied_again(output: OutputFolder, tmp_path: Path) -> None:
    """The second time the source is not even read; a copy of the wrong size is made again."""
    scan = tmp_path / "scan.png"
    scan.write_bytes(b"pixels")
    source = source_of(scan)
    kept = output.keep_original(scan, source)
    inode = kept.stat().st_ino
    assert output.keep_original(tmp_path / "gone.png", source).stat().st_ino == inode
    kept.write_bytes(b"pix")
    assert output.keep_original(scan, source).read_bytes() == b"pixels"


def test_parts_of_originals_are_cleared_away(output: OutputFolder, tmp_path: Path) -> None:
    """What a killed process left beside an original is not taken for one, and goes when another is kept there."""
    scan = tmp_path / "scan.png"
    scan.write_bytes(b"pixels")
    source = source_of(scan)
    left = output.original(source.sha256).with_name(f"{TEMPORARY}half")
    left.parent.mkdir(parents=True)
    left.write_bytes(b"pix")
    output.keep_original(scan, source)
    assert kept_files(output) == [output.original(source.sha256)]


def test_eight_processes_keep_one_original(output: OutputFolder, tmp_path: Path, eight: Pool) -> None:
    """Each of them finds the whole content, and one copy remains."""
    scan = tmp_path / "scan.png"
    scan.write_bytes(os.urandom(500_000))
    source = source_of(scan)
    with ThreadPoolExecutor(8) as threads:
        contents = set(threads.map(lambda _: eight.run(ENOUGH_S, jobs.keep, output.root, scan, source), range(8)))
    assert contents == {scan.read_bytes()}
    assert len(kept_files(output)) == 1


# Cache ----------------------------------------------------------------------------------------------------------------


@given(st.dictionaries(st.integers(0, 5), st.binary(max_size=200)))
def test_the_cache_gives_back_what_it_was_given(
    tmp_path_factory: pytest.TempPathFactory, contents: dict[int, bytes]
) -> None:
    """By its key each content is found, and nothing else."""
    output = OutputFolder(tmp_path_factory.mktemp("output"))
    for number, data in contents.items():
        output.cache(digest(str(number)), b"older")
        output.cache(digest(str(number)), data)
    assert {number: output.cached(digest(str(number))) for number in range(6)} == {
        number: contents.get(number) for number in range(6)
    }


def test_a_cache_that_cannot_be_read(output: OutputFolder) -> None:
    """What is not there, or cannot be read, is made again; it stops nobody."""
    key = digest("page")
    assert output.cached(key) is None
    (output.root / ".digitize" / "cache" / key[:2] / key).mkdir(parents=True)
    assert output.cached(key) is None


def test_a_half_written_result_is_not_found(output: OutputFolder) -> None:
    """What a killed process left in the cache is found under no key."""
    key = digest("page")
    left = output.root / ".digitize" / "cache" / key[:2] / f"{TEMPORARY}{key}"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"{")
    assert output.cached(key) is None


# Locks ----------------------------------------------------------------------------------------------------------------


def test_one_document_one_process(output: OutputFolder, eight: Pool, tmp_path: Path) -> None:
    """Processes that work on one document take turns: nobody's entries are parted by another's."""
    log = tmp_path / "log"
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: eight.run(ENOUGH_S, jobs.add_turns, output.root, "page", log, 5), range(8)))
    lines = log.read_text().splitlines()
    assert len(lines) == 80
    assert all(
        first.split()[0] == "in" and second == first.replace("in", "out")
        for first, second in zip(lines[::2], lines[1::2], strict=True)
    )


def test_threads_take_turns_too(output: OutputFolder) -> None:
    """Within one process the same lock holds between threads, and is free after an error."""
    inside, most = 0, 0

    def work(_: int) -> None:
        nonlocal inside, most
        with output.locked("page"):
            inside += 1
            time.sleep(0.001)
            most = max(most, inside)
            inside -= 1

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(50)))
    assert most == 1
    with pytest.raises(ValueError, match="bug"), output.locked("page"):
        raise ValueError("bug")
    with output.locked("page"):
        pass


def test_a_lock_that_goes_with_its_document(output: OutputFolder) -> None:
    """Whoever waits for the lock of a document that is deleted takes the new one: two never work on one document at once."""
    inside, most = 0, 0

    def work(number: int) -> None:
        nonlocal inside, most
        with output.locked("page"):
            inside += 1
            time.sleep(0.001)
            most = max(most, inside)
            if number % 3 == 0:
                output.forget("page")
            time.sleep(0.001)
            inside -= 1

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(60)))
    assert most == 1


def test_documents_do_not_wait_for_each_other(output: OutputFolder) -> None:
    """Two documents have two locks, also while an id is claimed."""
    with output.locked("page"), output.locked("other"):
        assert output.claim_id("third", digest("c")) == "third"


def test_a_lock_clears_away_what_was_left(output: OutputFolder) -> None:
    """Parts that killed processes left in a document's folder are gone before work begins and after it.

    Also after an error. Other documents' folders are not looked at.
    """
    mine, others = output.folder("page") / "alto", output.folder("other")
    for folder in (mine, others):
        folder.mkdir(parents=True)
        (folder / f"{TEMPORARY}a.xml").write_bytes(b"half")
    (mine / "0001.xml").write_bytes(b"whole")

    def work() -> NoReturn:
        with output.locked("page"):
            assert [path.name for path in mine.iterdir()] == ["0001.xml"]
            (mine / f"{TEMPORARY}b.xml").write_bytes(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert [path.name for path in mine.iterdir()] == ["0001.xml"]
    assert [path.name for path in others.iterdir()] == [f"{TEMPORARY}a.xml"]


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_disk_without_locks(output: OutputFolder, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """A file system that cannot lock is named as such."""

    def fail(*_: Any) -> NoReturn:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", fail)
    with pytest.raises(EnvironmentFault, match="cannot be locked"), output.locked("page"):
        raise AssertionError("not reached")


def test_an_output_folder_that_cannot_be(tmp_path: Path) -> None:
    """A file in the way, or a file system that refuses, is told with the way out; the name is fit to print."""
    place = Path(os.fsdecode(os.fsencode(tmp_path) + b"/out\n\xff"))
    place.write_bytes(b"")
    with pytest.raises(EnvironmentFault, match="cannot be used") as caught:
        OutputFolder(place)
    assert "--output" in (caught.value.hint or "")
    assert (caught.value.where or "").endswith("/out\\n\\xff")
    with pytest.raises(EnvironmentFault, match="cannot be used"):
        OutputFolder(Path("/proc/digitize"))


def test_a_folder_that_was_taken_away(output: OutputFolder) -> None:
    """When the output folder vanishes while it is in use, that is said, not traced."""
    (output.root / ".digitize" / "locks").rmdir()
    (output.root / ".digitize").rmdir()
    output.root.rmdir()
    with pytest.raises(EnvironmentFault, match="cannot be written to"):
        output.claim_id("page", digest("a"))


# Listing and the sink -------------------------------------------------------------------------------------------------


def test_documents_are_folders_with_a_report(output: OutputFolder) -> None:
    """They are listed in order; a half-written report makes no document."""
    for name in ("b", "a", "c"):
        output.folder(name).mkdir()
        report = "report.json" if name != "c" else f"{TEMPORARY}x.json"
        (output.folder(name) / report).write_bytes(b"{}")
    assert document_ids(output.root) == ["a", "b"]


def test_the_sink_writes_and_remembers(tmp_path: Path) -> None:
    """Files stand where they were told to, and the digests are those of their content."""
    sink = FolderSink(tmp_path / "page")
    sink.write("alto/0001.xml", b"<alto/>")
    with sink.file("page.pdf") as temporary:
        temporary.write_bytes(b"%PDF")
    found = {str(path.relative_to(sink.folder)): path.read_bytes() for path in sink.folder.rglob("*") if path.is_file()}
    assert found == {"alto/0001.xml": b"<alto/>", "page.pdf": b"%PDF"}
    assert sink.digests == {name: hashlib.sha256(data).hexdigest() for name, data in found.items()}


def test_the_same_content_is_not_written_again(tmp_path: Path) -> None:
    """A file that is there already keeps its place on disk; one that differs is replaced."""
    sink = FolderSink(tmp_path)
    sink.write("a.xml", b"one")
    inode = (tmp_path / "a.xml").stat().st_ino
    again = FolderSink(tmp_path)
    again.write("a.xml", b"one")
    assert (tmp_path / "a.xml").stat().st_ino == inode
    assert again.digests == sink.digests
    again.write("a.xml", b"two")
    assert (tmp_path / "a.xml").read_bytes() == b"two"


@pytest.mark.parametrize(
    "path",
    ["../a", "a/../../b", "/etc/passwd", "alto/../..", "", ".", "alto/..", "leads-out/a", "leads-out"],
)
def test_nothing_is_written_outside(tmp_path: Path, path: str) -> None:
    """Neither by dots, nor by an absolute path, nor through a link; nor is the folder itself overwritten."""
    folder, outside = tmp_path / "page", tmp_path / "outside"
    (folder / "alto").mkdir(parents=True)
    outside.mkdir()
    (folder / "leads-out").symlink_to(outside)
    before = sorted(map(str, tmp_path.rglob("*")))
    sink = FolderSink(folder)
    with pytest.raises(ValueError, match="not inside"):
        sink.write(path, b"x")
    with pytest.raises(ValueError, match="not inside"), sink.file(path):
        raise AssertionError("not reached")
    assert sorted(map(str, tmp_path.rglob("*"))) == before
    assert sink.digests == {}


def test_a_file_that_fails_is_not_remembered(tmp_path: Path) -> None:
    """An exporter that gives up in the middle leaves neither a file nor a digest."""
    sink = FolderSink(tmp_path)

    def export() -> NoReturn:
        with sink.file("a.pdf") as temporary:
            temporary.write_bytes(b"%PDF")
            raise KeyError("bug")

    with pytest.raises(KeyError):
        export()
    assert list(tmp_path.iterdir()) == []
    assert sink.digests == {}


def test_an_exporter_that_writes_nothing(tmp_path: Path) -> None:
    """A temporary file that the block has removed is an error, not an empty result."""
    sink = FolderSink(tmp_path)
    with pytest.raises(EnvironmentFault), sink.file("a.pdf") as temporary:
        temporary.unlink()
    assert list(tmp_path.iterdir()) == []
    assert sink.digests == {}


def test_eight_processes_fill_one_folder(tmp_path: Path, eight: Pool) -> None:
    """The same files written by all of them at once are whole, and nothing else is there."""
    names = tuple(f"alto/{number:04}.xml" for number in range(6))
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: eight.run(ENOUGH_S, jobs.fill, tmp_path, names), range(8)))
    assert all(answer == answers[0] for answer in answers)
    assert {f"alto/{path.name}": path.read_bytes() for path in (tmp_path / "alto").iterdir()} == {
        name: name.encode() for name in names
    }
