"""``digitize run``: what it says, on which stream, with which exit code."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from digitize.errors import ExitCode
from tests.cli.command import digitize, inside, obey_permissions, shell
from tests.cli.conftest import Ready
from tests.pipeline import fake_engine, scans, work
from tests.pipeline.bad_files import BAD


def test_a_run_says_where_to_look(ready: Ready) -> None:
    """A line for the document, then how much and where; nothing on standard output."""
    lines = ready.said.err.splitlines()
    assert ready.said.code == 0 and ready.said.out == ""
    assert lines[0].startswith(f"done  {ready.folder}  1 page, ")
    assert lines[-2].startswith("1 document, 1 page, ") and lines[-2].endswith(f" in {ready.output}")
    assert lines[-1] == f"Look at {ready.folder}/urozhai.pdf and .txt"


def test_json_is_alone_on_standard_output(ready: Ready) -> None:
    """What a program reads, with everything that the lines for people say."""
    said = digitize("run", ready.scan, "-o", ready.output, "-l", "rus", "--json")
    (told,) = said.json
    assert said.code == 0
    assert (told["name"], told["id"], told["folder"]) == ("urozhai", "urozhai", str(ready.folder))
    assert (told["pages"], told["pages_from_cache"], told["engine_calls"], told["errors"]) == (1, 1, 0, [])


def test_a_second_run_calls_no_engine(ready: Ready, tmp_path: Path) -> None:
    """Counted where it cannot be denied: by a tesseract that writes down its calls."""
    log = fake_engine.install(tmp_path / "bin")
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    said = digitize("run", ready.scan, "-o", ready.output, "-l", "rus", variables={"PATH": path})
    assert said.code == 0 and "1 as before" in said.err
    assert log.read_text() != "" and fake_engine.recognitions(log) == []
    assert json.loads((ready.folder / "run.json").read_text())["engine_calls"] == 0


def test_quiet_and_verbose(ready: Ready) -> None:
    """Quiet says nothing when all is well; verbose shows the log; both may stand before or after the command."""
    for arguments in (("--quiet", "run"), ("run", "-q")):
        said = inside(*arguments, ready.scan, "-o", ready.output, "-l", "rus")
        assert (said.code, said.out, said.err) == (0, "", "")
    for arguments in (("-v", "run"), ("run", "--verbose")):
        assert (
            "INFO digitize.run: urozhai: 1 pages" in inside(*arguments, ready.scan, "-o", ready.output, "-l", "rus").err
        )


def test_the_log_has_no_text_of_the_document(ready: Ready) -> None:
    """The run log tells of the work; the document's words stay in the document."""
    log = (ready.output / ".digitize/run.log").read_text("utf-8")
    assert "urozhai: 1 pages, 0 of them failed" in log
    words = set((ready.folder / "urozhai.txt").read_text("utf-8").split())
    assert not {word for word in words if len(word) > 3} & set(log.split())


def test_all_that_is_bad_at_once(tmp_path: Path) -> None:
    """One good file among everything bad: delivered; each bad one named with a way out; exit code 1; no traceback."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    scans.png(inbox / "good.png", scans.page((), width=90, height=90))
    paths = [make(inbox) for make, _ in BAD.values()]
    said = digitize("run", inbox / "good.png", *paths, "-o", tmp_path / "out")
    assert said.code == ExitCode.PARTIAL
    for path, (_, message) in zip(paths, BAD.values(), strict=True):
        lines = said.err.splitlines()
        (at,) = (number for number, line in enumerate(lines) if path.name in line and message in line)
        assert lines[at].startswith("error ") and lines[at + 1].startswith("      ")
    assert f"1 document, 1 page, 0 words in {tmp_path / 'out'}; {len(paths)} failed" in said.err
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [".digitize", "good"]
    assert work.leftovers(tmp_path) == []


def test_nothing_but_bad(tmp_path: Path) -> None:
    """Exit code 3, and no place to look at."""
    said = digitize("run", tmp_path / "missing.png", "-o", tmp_path / "out", "--json")
    assert said.code == ExitCode.BAD_INPUT
    assert "nothing was delivered; 1 failed" in said.err and "Look at" not in said.err
    assert said.json[0]["errors"] == [
        {"where": str(tmp_path / "missing.png"), "message": "does not exist", "hint": "Check the path"}
    ]


def test_an_unreadable_file(tmp_path: Path, blank: Path) -> None:
    """Permission denied: said, with what to type; the others are delivered."""
    closed = Path(shutil.copy(blank, tmp_path / "closed.png"))
    closed.chmod(0)
    said = digitize("run", closed, blank, "-o", tmp_path / "out", prepare=obey_permissions)
    assert said.code == ExitCode.PARTIAL
    assert f"{closed}: cannot be read: permission denied" in said.err and "chmod" in said.err
    assert (tmp_path / "out/blank/blank.pdf").is_file()


def test_names_that_are_no_text(tmp_path: Path, blank: Path) -> None:
    """Names of files and folders with bytes that are no UTF-8 are shown, in lines and in JSON, not stumbled over."""
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xfe"))
    folder.mkdir()
    odd = blank.rename(folder / os.fsdecode(b"\xff\n.png"))
    said = digitize("run", odd, folder / "missing.png", "-o", tmp_path / "out", "--json")
    assert said.code == ExitCode.PARTIAL
    assert [told["name"] for told in said.json] == [f"{tmp_path}/\\xfe/missing.png", "\\xff\\x0a"]
    assert f"error {tmp_path}/\\xfe/missing.png: does not exist" in said.err
    said = digitize("run", odd, "-o", folder / "out")
    assert said.code == ExitCode.USAGE
    assert f"{tmp_path}/\\xfe/out: the output folder's name is not in UTF-8" in said.err


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_any_locale(ready: Ready, tmp_path: Path, locale: str) -> None:
    """Cyrillic ids are Cyrillic folders, even where the locale knows no Cyrillic."""
    scan = Path(shutil.copy(ready.scan, tmp_path / "урожай.png"))
    variables = {"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    said = digitize("run", scan, "-o", tmp_path / "out", "-l", "rus", variables=variables)
    assert said.code == 0
    assert (tmp_path / "out/урожай/урожай.pdf").is_file()


def test_streams_that_are_closed(ready: Ready) -> None:
    """Without input, output or errors the work is done all the same."""
    command = f"digitize run '{ready.scan}' -o '{ready.output}' -l rus --json"
    for streams in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-"):
        said = shell(f"{command} {streams}", ready.output)
        assert said.code == 0, streams
        assert said.out == "" if ">&-" in streams.replace("2>&-", "") else json.loads(said.out)


def test_a_reader_that_goes(ready: Ready) -> None:
    """``| head`` ends neither the run nor its exit code."""
    bad = "missing1 missing2 missing3"
    said = shell(f"digitize run '{ready.scan}' {bad} -o '{ready.output}' -l rus 2>&1 | head -n 1", ready.output)
    assert said.code == ExitCode.PARTIAL and len(said.out.splitlines()) == 1
    said = shell(f"digitize documents -o '{ready.output}' --json | head -c 1", ready.output)
    assert (said.code, said.err) == (0, "")


def test_output_that_cannot_be_written(ready: Ready) -> None:
    """A full disk behind standard output is named; one behind standard error is no reason to stop."""
    said = shell(f"digitize documents -o '{ready.output}' > /dev/full", ready.output)
    assert said.code == ExitCode.ENVIRONMENT and "standard output" in said.err
    said = shell(f"digitize run '{ready.scan}' -o '{ready.output}' -l rus 2> /dev/full", ready.output)
    assert said.code == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--pages", "0"), "not a list of pages: '0'"),
        (("--pages", "3-1"), "not a list of pages: '3-1'"),
        (("--jobs", "0"), "setting 'jobs'"),
        (("--languages", "../rus"), "not a list of languages"),
        (("--languages", "rus+"), "not a list of languages"),
        (("--languages", ""), "not a list of languages"),
        (("--engine", "kraken"), "'kraken' is not one of"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_values_that_are_none(ready: Ready, arguments: tuple[str, ...], told: str) -> None:
    """Wrong usage: exit code 2, the value shown, nothing done."""
    said = inside("run", ready.scan, "-o", ready.output, *arguments)
    assert said.code == ExitCode.USAGE
    assert told in said.err


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DIGITIZE_JOBS", "many"),
        ("DIGITIZE_PROFILE", "poster"),
        ("DIGITIZE_PAGE_TIMEOUT_S", "-1"),
        ("DIGITIZE_MEMORY_MIB", "1e99"),
        ("SOURCE_DATE_EPOCH", "yesterday"),
    ],
)
def test_variables_that_are_wrong(ready: Ready, name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable, or the setting that it sets, is named: exit code 2."""
    monkeypatch.setenv(name, value)
    said = inside("run", ready.scan, "-o", ready.output, "-l", "rus")
    assert said.code == ExitCode.USAGE
    assert name.removeprefix("DIGITIZE_").lower() in said.err.lower()


@pytest.mark.parametrize("content", [b"jobs = ", b"\xff\xfe", b"nonsense = 1\n", b'jobs = "x"\n', None])
def test_a_settings_file_that_is_wrong(
    ready: Ready, tmp_path: Path, content: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``digitize.toml`` with garbage: exit code 2, whatever the garbage."""
    path = tmp_path / "digitize.toml"
    path.mkdir() if content is None else path.write_bytes(content)
    monkeypatch.chdir(tmp_path)
    said = inside("documents", "-o", ready.output)
    assert said.code == (0 if content is None else ExitCode.USAGE)


def test_code_beside_the_scans_is_not_run(tmp_path: Path, blank: Path) -> None:
    """A folder of downloads may hold a file with the name of a module."""
    for name in ("json", "numpy", "PIL", "queue", "digitize"):
        (tmp_path / f"{name}.py").write_text("open('executed', 'w').close()")
    said = digitize("run", blank, "-o", "out", cwd=tmp_path)
    assert said.code == 0
    assert not (tmp_path / "executed").exists()
