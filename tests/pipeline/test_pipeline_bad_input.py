"""Bad input, one file at a time: named, explained, nothing delivered, nothing lost."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from digitize.errors import EnvironmentFault, ExitCode, InputError, UsageError
from digitize.pipeline.run import exit_code
from tests.pipeline import scans, work
from tests.pipeline.bad_files import BAD, ODD
from tests.pipeline.conftest import Run


@pytest.mark.parametrize("kind", sorted(BAD))
def test_bad_input(tmp_path: Path, run: Run, kind: str) -> None:
    """The error names the file, says what is wrong and what to do; exit code 3; no document, no half file."""
    make, expected = BAD[kind]
    path = make(tmp_path)
    status = os.lstat(path) if os.path.lexists(path) else None
    (result,) = run(tmp_path / "out", path)
    (error,) = result.errors
    assert expected in error.message
    assert path.name in str(error.where)
    assert error.hint
    assert isinstance(error, InputError) and exit_code([result]) is ExitCode.BAD_INPUT
    assert not result.delivered
    assert [p.name for p in (tmp_path / "out").iterdir()] == [".digitize"]
    assert work.leftovers(tmp_path) == []
    if status is not None:  # the file itself is as it was
        after = os.lstat(path)
        assert (after.st_size, after.st_mtime_ns, after.st_mode) == (status.st_size, status.st_mtime_ns, status.st_mode)


@pytest.mark.parametrize("kind", sorted(ODD))
def test_odd_input(tmp_path: Path, run: Run, kind: str) -> None:
    """A page that is far too small or too large is a page: delivered, and no word is made up for it."""
    (result,) = run(tmp_path / "out", ODD[kind](tmp_path), max_pixels=4_000_000)
    assert result.errors == () and result.delivered
    assert (result.pages, result.words) == (1, 0)
    assert result.id is not None
    assert len(work.pdf_text(tmp_path / "out" / result.id / f"{result.id}.pdf")) == 1


def test_a_good_file_among_bad_ones(tmp_path: Path, run: Run) -> None:
    """All of them in one folder: the good one is delivered, each bad one named, exit code 1."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for make, _ in BAD.values():
        make(inbox)
    scans.png(inbox / "good.png", scans.page(scans.RUSSIAN[:2], height=200))
    results = run(tmp_path / "out", inbox)
    assert [result.id for result in results if result.delivered] == ["good"]
    assert exit_code(results) is ExitCode.PARTIAL
    told = " ".join(str(error) for result in results for error in result.errors)
    for name in ("empty.png", "cut.jpg", "cut.tif", "cut.pdf", "random.pdf", "locked.pdf", "nopages.pdf", "page.pdf"):
        assert name in told
    for name in ("huge.png", "fifo.png", "itself.png", "dangling.png", "again"):
        assert name in told
    assert work.contents(tmp_path / "out").keys() >= {"good/good.pdf", "good/report.json"}


def test_an_unidentified_file_among_the_pages_of_a_document(tmp_path: Path, run: Run) -> None:
    """In a folder that is one document, a damaged file stands for one page that failed; the others are done."""
    folder = tmp_path / "album"
    scans.png(folder / "1.png", scans.page(scans.RUSSIAN[:2], height=200))
    (folder / "2.png").write_bytes(b"")
    (folder / "3.jpg").write_bytes(scans.encoded(scans.page(), "JPEG")[:9000])
    scans.png(folder / "4.png", scans.page(scans.RUSSIAN[2:4], height=200))
    (folder / "5.png").write_bytes(scans.encoded(scans.page(), "PNG")[:5000])
    (result,) = run(tmp_path / "out", folder, as_document=True)
    assert result.delivered and result.pages == 5
    assert [error.where for error in result.errors] == [f"{folder}/2.png, page 2", "3.jpg, page 3", "5.png, page 5"]
    told = work.report(tmp_path / "out/album")
    assert [page["status"] for page in told["pages"]] == ["recognised", "failed", "failed", "recognised", "failed"]
    assert told["complete"] is False
    sizes = [(page["width"], page["height"]) for page in told["pages"]]
    assert sizes == [(1000, 200), (2480, 3508), (1000, 460), (1000, 200), (1000, 460)]
    assert len(work.pdf_text(tmp_path / "out/album/album.pdf")) == 5


def test_a_file_that_changes_while_it_is_read(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy that is not what was identified is not kept: the user is told to wait."""
    scan = scans.png(tmp_path / "scan.png")
    from digitize.pipeline import intake

    def grows(path: Path, shop: object) -> object:
        source = intake_identify(path, shop)  # type: ignore[arg-type]
        with path.open("ab") as stream:
            stream.write(b"more")
        return source

    intake_identify = intake.identify_confined
    monkeypatch.setattr(intake, "identify_confined", grows)
    (result,) = run(tmp_path / "out", scan)
    assert "changed while it was being read" in result.errors[0].message
    assert not [p for p in (tmp_path / "out/.digitize/originals").rglob("*") if p.is_file()]


def test_a_file_that_goes_while_it_is_read(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The missing file is to blame, not the output folder."""
    scan = scans.png(tmp_path / "scan.png")
    from digitize.pipeline import intake

    def goes(path: Path, shop: object) -> object:
        source = intake_identify(path, shop)  # type: ignore[arg-type]
        path.unlink()
        return source

    intake_identify = intake.identify_confined
    monkeypatch.setattr(intake, "identify_confined", goes)
    (result,) = run(tmp_path / "out", scan)
    assert isinstance(result.errors[0], InputError)
    assert "scan.png" in str(result.errors[0].where)


@pytest.mark.parametrize("selection", ["0", "3-1", "x", "1-", "", "1,,2", "-1", "1-99999999999", "１٢x"])
def test_page_lists_that_are_none(tmp_path: Path, run: Run, selection: str) -> None:
    """Refused before anything is read: wrong usage."""
    with pytest.raises(UsageError) as caught:
        run(tmp_path / "out", scans.png(tmp_path / "scan.png"), pages=selection)
    assert caught.value.exit_code is ExitCode.USAGE and caught.value.hint
    assert not (tmp_path / "out/.digitize/originals").exists()


def test_pages_outside_the_document(tmp_path: Path, run: Run) -> None:
    """The document's length is told; nothing is delivered, and its id is not taken."""
    (result,) = run(tmp_path / "out", scans.png(tmp_path / "scan.png"), pages="5-7")
    assert result.errors[0].message == "it has 1 page, none of them in '5-7'"
    assert exit_code([result]) is ExitCode.BAD_INPUT


def test_a_bad_sidecar(tmp_path: Path, run: Run) -> None:
    """A date that is none is an error of the sidecar, named with its line's form; nothing is guessed."""
    scan = scans.png(tmp_path / "scan.png")
    (tmp_path / "scan.toml").write_text('date = "yesterday"')
    (result,) = run(tmp_path / "out", scan)
    assert "no date in EDTF" in result.errors[0].message
    assert str(result.errors[0].where).endswith("scan.toml")
    assert not result.delivered


def test_a_sidecar_alone(tmp_path: Path, run: Run) -> None:
    """The sidecar of a scan that was not named with it: said, and no success."""
    scans.png(tmp_path / "scan.png")
    sidecar = tmp_path / "scan.toml"
    sidecar.write_text('title = "T"')
    (result,) = run(tmp_path / "out", sidecar)
    assert "nothing to digitise" in result.errors[0].message
    assert exit_code([result]) is ExitCode.BAD_INPUT


def test_results_are_not_taken_for_scans(tmp_path: Path, run: Run) -> None:
    """Scans may lie in the output folder, or the output folder among the scans: no result is digitised again."""
    inbox = tmp_path / "scans"
    scans.png(inbox / "scan.png", scans.page((), width=90, height=90))
    (inbox / "page.pdf").write_bytes(scans.image_pdf(scans.page((), width=80, height=80)))
    first = run(inbox, inbox)
    assert [result.id for result in first] == ["page", "scan"]
    again = run(inbox, inbox)
    assert [result.id for result in again] == ["page", "scan"]
    assert work.engine_calls(again) == 0
    (refused,) = run(inbox, inbox / "scan/scan.pdf")
    assert "is a result of this program" in refused.errors[0].message
    (folder,) = run(inbox, inbox / "scan")
    assert "nothing to digitise" in folder.errors[0].message
    (other,) = run(tmp_path / "elsewhere", inbox / "scan/scan.pdf")
    assert other.delivered


def test_an_output_folder_that_is_a_file(tmp_path: Path, run: Run) -> None:
    """The surroundings' fault, named with the folder."""
    (tmp_path / "out").write_text("a file")
    with pytest.raises(EnvironmentFault) as caught:
        run(tmp_path / "out", scans.png(tmp_path / "scan.png"))
    assert str(tmp_path / "out") in str(caught.value) and caught.value.hint
    assert (tmp_path / "out").read_text() == "a file"


def test_a_result_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder stands where a file must go: the run stops, says where, and the next run goes on without reading again."""
    scan = scans.png(tmp_path / "scan.png", scans.page(scans.RUSSIAN[:2], height=200))
    output = tmp_path / "out"
    (output / "scan/scan.pdf/in the way").mkdir(parents=True)
    (result,) = work.run(output, scan)  # the id is another one, for the folder is not ours
    assert result.id is not None and result.id.startswith("scan-")
    blocked = output / result.id / f"{result.id}.txt"
    blocked.unlink()
    blocked.mkdir()
    (blocked / "in the way").touch()
    with pytest.raises(EnvironmentFault) as caught:
        work.run(output, scan)
    assert f"{result.id}.txt" in str(caught.value)
    assert work.leftovers(output) == []
    assert stat.S_ISDIR(blocked.stat().st_mode)
