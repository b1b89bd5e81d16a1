"""Backups: whole or without a name, incremental, consistent, restored to a folder in which everything works."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

import pytest

from digitize.errors import EnvironmentFault, ExitCode, InputError, UsageError
from digitize.pipeline import backup as backup_module
from digitize.pipeline.backup import PREFECT, Backup, back_up
from digitize.pipeline.library import load_document
from digitize.pipeline.restore import restore, verify_backup
from digitize.pipeline.sealing import seal
from digitize.pipeline.verify import Trouble, verify
from digitize.settings import Settings
from digitize.store.bag import PARTIAL, bags_in, find_bag, read_bag
from digitize.store.files import Readable, copy_hashed
from digitize.store.output import OutputFolder
from tests.pipeline import work
from tests.pipeline.conftest import Delivered, Run
from tests.pipeline.kept_documents import Kept, read_page


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """Two documents as a run leaves them, sealed."""
    made = Kept(tmp_path / "output")
    for name in ("pravda", "vestnik"):
        made.document([read_page(1)], name, hashlib.sha256(name.encode()).digest() * 10)
        seal(made.folder(name))
    return made


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def files(folder: Path) -> dict[str, bytes]:
    """Everything that a backup is to have, by its path."""
    left_out = {"locks", "cache", "deeds"}
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not left_out.intersection(path.relative_to(folder).parts)
    }


def inode(folder: Path, name: str) -> int:
    return (folder / "data" / name).stat().st_ino


def test_a_backup_is_a_bag_with_everything_but_cache_and_locks(kept: Kept, target: Path) -> None:
    """Documents, originals and ids are in it, byte for byte; it says so in the form of BagIt, and verifies."""
    OutputFolder(kept.output).cache("ab" * 32, b"made again when it is wanted")
    made = back_up(target, kept.settings, verify=True)
    assert (made.documents, made.errors) == (2, ())
    assert files(made.folder / "data") == files(kept.output)
    assert not (made.folder / "data" / ".digitize" / "cache").exists()
    assert (made.folder / "bagit.txt").read_bytes().startswith(b"BagIt-Version: 1.0\n")
    assert f"Payload-Oxum: {made.size_bytes}.{made.files}" in (made.folder / "bag-info.txt").read_text()
    assert verify_backup(target, 2).findings == ()


def test_a_second_backup_copies_only_what_is_new(kept: Kept, target: Path) -> None:
    """The rest is a second name of the same file; each is whole by itself, and the older can be removed."""
    first = back_up(target, kept.settings)
    kept.document([read_page(1)], "iskra", b"other scan" * 50)
    seal(kept.folder("iskra"))
    (kept.folder("pravda") / "run.json").write_text("{}")
    second = back_up(target, kept.settings, keep=1)
    assert second.copied == 1 + (1 + 1 + 4)  # run.json; the new id, the new original, the new document
    assert second.removed == (first.folder.name,) and not first.folder.exists()
    assert bags_in(target) == [second.folder]
    assert files(second.folder / "data") == files(kept.output)


def test_what_is_deleted_is_in_older_backups_only(kept: Kept, target: Path) -> None:
    """A backup is of now."""
    first = back_up(target, kept.settings)
    shutil.rmtree(kept.folder("pravda"))
    second = back_up(target, kept.settings)
    assert "pravda/report.json" in read_bag(first.folder).digests
    assert not any(path.startswith("pravda/") for path in read_bag(second.folder).digests)


def test_damage_is_told_and_the_good_copy_stays(kept: Kept, target: Path) -> None:
    """A file that is damaged or lost since the last backup is in the next as it was; without one it is named."""
    export, version = kept.folder() / "transcription.json", kept.folder() / "transcriptions" / "ocr-1.json"
    good = export.read_bytes()
    back_up(target, kept.settings)
    export.write_bytes(b"damaged" + good[7:])
    version.unlink()
    second = back_up(target, kept.settings)
    assert (second.folder / "data/vestnik/transcription.json").read_bytes() == good
    assert (second.folder / "data/vestnik/transcriptions/ocr-1.json").exists()
    assert [(each.where, "as in the last one" in each.message) for each in second.errors] == [
        ("vestnik/transcriptions/ocr-1.json", True)
    ]
    fresh = back_up(target.with_name("others"), kept.settings)
    assert {each.where for each in fresh.errors} == {"vestnik/transcription.json", "vestnik/transcriptions/ocr-1.json"}


def test_a_disk_without_second_names(kept: Kept, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then everything is copied each time."""

    def refused(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    back_up(target, kept.settings)
    monkeypatch.setattr(Path, "hardlink_to", refused)
    second = back_up(target, kept.settings)
    assert second.copied == second.files and files(second.folder / "data") == files(kept.output)


def full_after(count: int) -> Callable[..., str]:
    """A copy that finds the disk full after so many files."""
    left = [count]
    real = copy_hashed

    def copy(source: Readable, copied: BinaryIO) -> str:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(source, copied)

    return copy


def test_a_full_disk_leaves_nothing_that_looks_whole(kept: Kept, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said; there is no backup yet; the same command goes on and copies only the rest."""
    total = len(files(kept.output))
    with monkeypatch.context() as patch:
        patch.setattr(backup_module, "copy_hashed", full_after(5))
        with pytest.raises(EnvironmentFault, match="the disk of the backup is full") as caught:
            back_up(target, kept.settings)
    assert caught.value.exit_code is ExitCode.ENVIRONMENT
    assert bags_in(target) == [] and (target / PARTIAL).is_dir()
    with pytest.raises(InputError, match="interrupted"):
        find_bag(target)
    made = back_up(target, kept.settings)
    assert (made.copied, made.files) == (total - 5, total)
    assert files(made.folder / "data") == files(kept.output)
    assert not (target / PARTIAL).exists()


def test_what_changed_since_an_interrupted_backup_is_copied_again(
    kept: Kept, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that was copied before, and has changed or gone since, is in the backup as it is now."""
    (kept.folder("pravda") / "run.json").write_text("{}")
    (kept.folder("pravda") / "note").write_text("soon gone")
    with monkeypatch.context() as patch:
        patch.setattr(backup_module, "copy_hashed", full_after(7))
        with pytest.raises(EnvironmentFault):
            back_up(target, kept.settings)
    (kept.folder("pravda") / "run.json").write_text('{"later": 1}')
    (kept.folder("pravda") / "note").unlink()
    made = back_up(target, kept.settings)
    assert files(made.folder / "data") == files(kept.output)


def test_a_document_in_work_is_taken_from_the_last_backup(kept: Kept, target: Path) -> None:
    """It is never copied half changed: it is waited for, then named, and is as it was before."""
    back_up(target, kept.settings)
    with OutputFolder(kept.output).locked("vestnik"):
        (kept.folder() / "run.json").write_text("half")
        made = back_up(target, kept.settings, wait_s=0.1)
    assert [each.where for each in made.errors] == ["vestnik"] and made.documents == 2
    assert not (made.folder / "data/vestnik/run.json").exists()
    assert verify_backup(made.folder, 1).findings == ()


def test_links_and_names_of_any_bytes(kept: Kept, target: Path, tmp_path: Path) -> None:
    """A link is never followed, and is named; a file whose name is no UTF-8 is in the backup, and restored."""
    (tmp_path / "secret").write_text("secret")
    (kept.folder() / "link").symlink_to(tmp_path / "secret")
    odd = Path(os.fsdecode(os.fsencode(kept.folder()) + b"/note-\xff\n%0A"))
    odd.write_text("mine")
    made = back_up(target, kept.settings)
    assert [each.where for each in made.errors] == ["vestnik/link"]
    assert b"secret" not in files(made.folder).values()
    restore(target, tmp_path / "again")
    assert (tmp_path / "again" / "vestnik" / odd.name).read_text() == "mine"


def test_the_target_must_lie_elsewhere(kept: Kept) -> None:
    """A backup of a folder within it would be backed up the next time."""
    with pytest.raises(UsageError, match="must not lie in the folder"):
        back_up(kept.output / "backups", kept.settings)


def test_prefects_database_is_copied_while_it_is_written_to(kept: Kept, target: Path, tmp_path: Path) -> None:
    """What is committed is in the copy, what is not is not; it can be left out."""
    database = kept.output / PREFECT
    database.parent.mkdir(parents=True)
    with closing(sqlite3.connect(database)) as writer:
        writer.execute("PRAGMA journal_mode=WAL").close()
        writer.execute("CREATE TABLE flow_run (name)").close()
        writer.execute("INSERT INTO flow_run VALUES ('committed')").close()
        writer.commit()
        writer.execute("INSERT INTO flow_run VALUES ('not yet')").close()
        back_up(target, kept.settings)
    restore(target, tmp_path / "again")
    with closing(sqlite3.connect(tmp_path / "again" / PREFECT)) as reader:
        assert reader.execute("SELECT name FROM flow_run").fetchall() == [("committed",)]
    made = back_up(target, kept.settings, with_runs=False)
    assert PREFECT not in read_bag(made.folder).digests


def test_restored_it_is_what_it_was(kept: Kept, target: Path, tmp_path: Path) -> None:
    """Bytes and times; it verifies, and documents can be read."""
    back_up(target, kept.settings)
    restored = restore(target, tmp_path / "again")
    assert (restored.documents, restored.errors) == (2, ())
    assert files(tmp_path / "again") == files(kept.output)
    for path in files(kept.output):
        assert (tmp_path / "again" / path).stat().st_mtime_ns == (kept.output / path).stat().st_mtime_ns
    settings = Settings(output=tmp_path / "again", jobs=1)
    assert verify((), settings).findings == ()
    assert load_document("vestnik", settings)[1] == load_document("vestnik", kept.settings)[1]


def test_only_into_an_empty_folder(kept: Kept, target: Path, tmp_path: Path) -> None:
    """What stands somewhere is never written over."""
    back_up(target, kept.settings)
    (tmp_path / "again").mkdir()
    (tmp_path / "again" / "mine").write_text("mine")
    with pytest.raises(UsageError, match="not empty"):
        restore(target, tmp_path / "again")
    assert [path.name for path in (tmp_path / "again").iterdir()] == ["mine"]


def test_an_interrupted_restoration_goes_on(
    kept: Kept, target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No document is there by half; the same backup goes on, another is refused."""
    first = back_up(target, kept.settings)
    (kept.folder() / "run.json").write_text("{}")
    second = back_up(target, kept.settings)
    again = tmp_path / "again"
    with monkeypatch.context() as patch:
        patch.setattr("digitize.pipeline.restore.copy_hashed", full_after(9))
        with pytest.raises(EnvironmentFault, match="cannot be restored"):
            restore(second.folder, again)
    assert [path.parent.name for path in again.glob("*/report.json")] == ["pravda"]
    with pytest.raises(UsageError):
        restore(first.folder, again)
    restore(second.folder, again)
    assert files(again) == files(kept.output)


def test_a_damaged_backup(kept: Kept, target: Path, tmp_path: Path) -> None:
    """Verifying names the file; restoring leaves it out and names it, and restores the rest; a file that is gone is said before anything is done."""
    made = back_up(target, kept.settings)
    file = made.folder / "data/vestnik/transcription.json"
    file.write_bytes(b"x" * file.stat().st_size)
    (finding,) = verify_backup(target, 1).findings
    assert (finding.path, finding.trouble) == ("vestnik/transcription.json", Trouble.CHANGED)
    assert verify_backup(target, 1, quick=True).findings == ()
    restored = restore(target, tmp_path / "again")
    assert [each.where for each in restored.errors] == ["vestnik/transcription.json"] and restored.documents == 2
    file.unlink()
    with pytest.raises(InputError, match="not whole"):
        restore(target, tmp_path / "third")
    assert not (tmp_path / "third").exists()


@pytest.mark.parametrize("name", ["manifest-sha256.txt", "bagit.txt", "stamps.txt", "tagmanifest-sha256.txt"])
def test_a_backup_that_does_not_say_what_it_holds(kept: Kept, target: Path, tmp_path: Path, name: str) -> None:
    """A tag that was changed or is lost makes it none."""
    made = back_up(target, kept.settings)
    (made.folder / name).write_bytes(b"0" * 64 + b"  data/../../evil\n")
    with pytest.raises(InputError, match="the backup"):
        restore(made.folder, tmp_path / "again")
    (made.folder / name).unlink()
    with pytest.raises(InputError, match="backup"):
        restore(made.folder, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_a_copy_that_is_not_what_was_copied(kept: Kept, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read back, it is found, and the backup gets no name."""
    monkeypatch.setattr(backup_module, "read_from_disk", lambda _: "0" * 64)
    with pytest.raises(EnvironmentFault, match="not what was copied"):
        back_up(target, kept.settings, verify=True)
    assert bags_in(target) == []


def test_run_again_from_a_restored_folder(copy: Delivered, target: Path, tmp_path: Path, run: Run) -> None:
    """Without the cache every page is read again, and the text is the same: no new version, the same files."""
    made: Backup = back_up(target, Settings(output=copy.output, jobs=1))
    assert made.errors == ()
    again = tmp_path / "again"
    restore(target, again)
    before = work.exports(again / "urozhai")
    (result,) = run(again, copy.inbox / "urozhai.png", jobs=2)
    assert (result.id, result.transcription, result.errors) == ("urozhai", "ocr-1", ())
    assert result.engine_calls > 0 and work.versions(again / "urozhai") == ["ocr-1"]
    assert work.exports(again / "urozhai") == before
    assert verify((), Settings(output=again, jobs=1)).damaged == ()
