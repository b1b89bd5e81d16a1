"""Which document a file is: its content decides, its name only proposes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digitize.errors import ExitCode
from digitize.pipeline.run import exit_code
from tests.pipeline import scans, work
from tests.pipeline.conftest import Run

SHORT = scans.RUSSIAN[:1]


def blank(path: Path, mark: int) -> Path:
    """A page without text, quickly done; no two alike."""
    image = scans.page((), width=80, height=100)
    image.putpixel((mark, 0), 0)
    return scans.png(path, image)


def test_two_files_of_one_name_are_two_documents(tmp_path: Path, run: Run) -> None:
    """Both are delivered, under ids of their own, which stay theirs in any later order."""
    one, two = blank(tmp_path / "a/scan.png", 1), blank(tmp_path / "b/scan.png", 2)
    output = tmp_path / "out"
    first = run(output, one, two)
    assert exit_code(first) is ExitCode.OK
    ids = [result.id for result in first]
    assert ids[0] == "scan"
    assert ids[1] is not None and ids[1].startswith("scan-") and len(ids[1]) == len("scan-") + 8
    again = run(output, two, one)
    assert [result.id for result in again] == ids[::-1]
    assert [work.report(output / str(result.id))["sources"][0]["sha256"] for result in again] != []
    alone = run(output, two)
    assert [result.id for result in alone] == [ids[1]]


def test_a_renamed_file_is_the_same_document(tmp_path: Path, run: Run) -> None:
    """An id never changes, even when the file's name does; no file of it changes, and the other name is kept."""
    output = tmp_path / "out"
    run(output, blank(tmp_path / "before.png", 1))
    renamed = (tmp_path / "before.png").rename(tmp_path / "after.png")
    before = work.contents(output)
    (result,) = run(output, renamed)
    assert (result.name, result.id, result.other_names) == ("after", "before", ("before.png",))
    after = work.contents(output)
    assert json.loads(after.pop("before/names.json"))["names"] == ["before.png", "after.png"]
    manifest, was = after.pop("before/manifest-sha256.txt"), before.pop("before/manifest-sha256.txt")
    assert set(was.splitlines()) < set(manifest.splitlines())
    assert after == before


def test_the_same_content_twice_in_one_run(tmp_path: Path, run: Run) -> None:
    """A copy under another name is delivered once and said to be the same: nothing flips from run to run."""
    output = tmp_path / "out"
    one, two = blank(tmp_path / "one.png", 1), blank(tmp_path / "two.png", 1)
    first, second = run(output, one, two)
    assert (first.id, first.same_as) == ("one", None)
    assert (second.id, second.same_as, second.errors) == ("one", "one", ())
    assert [path.name for path in output.iterdir() if path.name != ".digitize"] == ["one"]
    before = work.contents(output)
    run(output, two, one)
    assert work.contents(output) == before


def test_the_same_file_by_several_ways(tmp_path: Path, run: Run) -> None:
    """Named twice, through a link, with its folder: one document, done once."""
    scan = blank(tmp_path / "in/scan.png", 1)
    (tmp_path / "link.png").symlink_to(scan)
    ways = (scan, tmp_path / "in/../in/scan.png", tmp_path / "link.png", tmp_path / "in")
    results = run(tmp_path / "out", *ways)
    assert [(result.id, result.same_as) for result in results] == [("scan", None)]


def test_a_bad_file_does_not_take_the_name_from_a_good_one(tmp_path: Path, run: Run) -> None:
    """A scan that was cut off, then copied again: the whole one gets the plain id."""
    whole = scans.encoded(scans.page((), width=300, height=300), "JPEG")
    scan = tmp_path / "scan.jpg"
    scan.write_bytes(whole[: len(whole) // 2])
    (bad,) = run(tmp_path / "out", scan)
    assert bad.id is None and bad.errors
    scan.write_bytes(whole)
    (good,) = run(tmp_path / "out", scan)
    assert good.id == "scan"


@pytest.mark.parametrize(
    "name",
    [
        "новая\nстрока.png".encode(),
        b"../../escape.png",
        b"\xff\xfe.png",
        b"x" * 251 + b".png",
    ],
    ids=["newline", "dots", "not UTF-8", "255 bytes"],
)
def test_hostile_names(tmp_path: Path, name: bytes, run: Run) -> None:
    """Any name that a file can have gives a document within the output folder, with a name that can be shown."""
    source = blank(tmp_path / "source.png", 1)
    folder = tmp_path / "a/b/c"
    folder.mkdir(parents=True)
    path = Path(str(folder)) / name.decode("utf-8", "surrogateescape")
    source.rename(path)
    output = tmp_path / "out"
    (result,) = run(output, path)
    assert result.errors == () and result.folder is not None and result.id is not None
    assert result.folder.parent == output and result.folder.is_dir()
    assert result.name.isprintable() and result.id.isprintable()
    result.name.encode()
    assert {p.name for p in tmp_path.iterdir()} == {"a", "out"}
    assert work.report(result.folder)["sources"][0]["name"].isprintable()
