"""Looking at what is there: ``documents``, ``show``, ``export``, ``evaluate``; for people and as JSON."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from digitize.errors import ExitCode
from digitize.model.language import Orthography
from digitize.model.transcription import RegionKind
from tests.cli.command import inside
from tests.cli.conftest import Ready
from tests.cli.stored import stored
from tests.export.documents import R, W, page
from tests.pipeline import scans, work


def test_documents(ready: Ready) -> None:
    """A row for each document."""
    words = len((ready.folder / "urozhai.txt").read_text("utf-8").split())
    head, row = inside("documents", "-o", ready.output).out.splitlines()
    assert head.split() == ["document", "pages", "words", "title", "state"]
    assert row.split() == ["urozhai", "1", str(words), "complete"]
    told = {"id": "urozhai", "title": None, "pages": 1, "words": words, "state": "complete"}
    assert inside("documents", "-o", ready.output, "--json").json == [told]


def test_no_documents(tmp_path: Path) -> None:
    """An empty folder is no error; what to do next is said beside the output."""
    said = inside("documents", "-o", tmp_path)
    assert (said.code, said.out) == (0, "") and "digitize run" in said.err
    assert inside("documents", "-o", tmp_path, "--json").json == []


def test_again_with_nothing_changed(ready: Ready) -> None:
    """Nothing is read or written anew; a document that is not there is named, and is bad input."""
    before = work.contents(ready.output)
    said = inside("again", "urozhai", "-o", ready.output, "--json")
    (told,) = said.json
    assert (said.code, told["id"], told["engine_calls"], told["errors"]) == (0, "urozhai", 0, [])
    assert work.contents(ready.output) == before
    said = inside("again", "vestnik", "-o", ready.output)
    assert said.code == 3 and "vestnik" in said.err


def test_show(ready: Ready) -> None:
    """A row for each page, one for each choice with its reason; as JSON the whole report."""
    title, head, row, empty, chosen, *choices = inside("show", "urozhai", "-o", ready.output).out.splitlines()
    assert title == "urozhai" and head.split()[:3] == ["page", "status", "columns"]
    assert row.split()[:3] == ["1", "recognised", "1"] and "1000x300" in row
    assert empty == "" and chosen.split() == ["chosen", "value", "pages", "why"]
    told = work.report(ready.folder)["pages"][0]["choices"]
    assert [line.split() for line in choices] == [f"{c['what']} {c['value']} 1 {c['why']}".split() for c in told]
    names = {"names": [ready.scan.name]}
    assert inside("show", "urozhai", "-o", ready.output, "--json").json == work.report(ready.folder) | names
    assert inside("show", ready.folder).out.splitlines()[0] == "urozhai"


@pytest.mark.parametrize("command", ["show", "export"])
@pytest.mark.parametrize("name", ["nothing", "../..", "x" * 300])
def test_a_document_that_is_not_there(ready: Ready, command: str, name: str) -> None:
    """Exit code 3, and how to see what is there."""
    said = inside(command, name, "-o", ready.output)
    assert said.code == ExitCode.BAD_INPUT
    assert "digitize documents" in said.err and said.out == ""


def test_export(tmp_path: Path, ready: Ready) -> None:
    """What is deleted comes back to the byte; ``--format`` chooses; JSON tells the digests."""
    output = tmp_path / "out"
    shutil.copytree(ready.output, output)
    before = work.contents(output)
    for path in output.glob("urozhai/urozhai.*"):
        path.unlink()
    told = inside("export", "urozhai", "-o", output, "-f", "txt", "--format", "tei", "--json").json
    assert sorted(told) == ["urozhai.tei.xml", "urozhai.txt"]
    said = inside("export", "urozhai", "-o", output)
    assert said.code == 0 and "urozhai.pdf" in said.err
    assert work.contents(output) == before


def test_export_in_either_spelling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``--modernise`` changes what is stored and all that tells of it, ``--no-modernise`` takes it back; a variable does too."""
    old = page(1, [R(RegionKind.PARAGRAPH, [(W("Старый"), W("столъ"))], 1)], columns=1, language="rus")
    stored(tmp_path, [replace(old, orthography=Orthography.BEFORE_1918)])
    text = tmp_path / "vestnik" / "vestnik.txt"
    for flags, variable, read in (
        ([], "", "Старый столъ"),
        (["--modernise"], "", "Старый стол"),
        ([], "", "Старый стол"),
        (["--no-modernise"], "true", "Старый столъ"),
        ([], "true", "Старый стол"),
    ):
        monkeypatch.setenv("DIGITIZE_MODERNISE", variable)
        told = inside("export", "vestnik", "-o", tmp_path, "-f", "txt", "--json", *flags)
        assert told.code == 0 and text.read_text(encoding="utf-8").strip() == read
        content = json.loads((tmp_path / "vestnik" / "transcription.json").read_bytes())
        words = content["pages"][0]["regions"][0]["lines"][0]["words"]
        assert (words[1]["text"], words[1]["reading"]) == ("столъ", read.split()[1])


def test_export_without_a_repair(tmp_path: Path) -> None:
    """``--no-repair`` gives back what was read, in every file; ``none`` repairs again. Both are told, and counted by rule.

    The PDF is written as well, since it holds the printed layer; that of a document without its scan fails, and is named.
    """
    words = (W("Coвет"), W("на"), W("ХГ"), W("съезде"))
    stored(tmp_path, [page(1, [R(RegionKind.PARAGRAPH, [words])], columns=1, language="rus")])
    text = tmp_path / "vestnik" / "vestnik.txt"
    for flags, read, rules in (
        ((), "Coвет на ХГ съезде", []),
        (("--no-repair", "none"), "Совет на XI съезде", ["homoglyph", "roman-numeral"]),
        (("--no-repair", "homoglyph", "--no-repair", "join-hyphen"), "Coвет на XI съезде", ["roman-numeral"]),
        ((), "Coвет на XI съезде", ["roman-numeral"]),
        (("--no-repair", "all"), "Coвет на ХГ съезде", []),
    ):
        told = inside("export", "vestnik", "-o", tmp_path, "-f", "txt", "-f", "json", "--json", *flags)
        assert told.code == (ExitCode.PARTIAL if flags else ExitCode.OK)
        assert text.read_text(encoding="utf-8").strip() == read
        content = json.loads((tmp_path / "vestnik" / "transcription.json").read_bytes())
        line = content["pages"][0]["regions"][0]["lines"][0]["words"]
        assert " ".join(word["text"] for word in line) == read
        report = work.report(tmp_path / "vestnik")
        assert (
            [each["rule"] for each in report["repairs"]]
            == [each["rule"] for each in report["pages"][0]["repairs"]]
            == rules
        )
        shown = inside("show", "vestnik", "-o", tmp_path).out
        assert all(rule in shown for rule in rules) and ("repair" in shown) == bool(rules)
    assert work.report(tmp_path / "vestnik")["provenance"]["settings"]["no_repair"] == "all"


@pytest.mark.parametrize("rules", [["spelling"], ["none", "homoglyph"], [""]])
def test_an_unknown_rule(ready: Ready, rules: list[str]) -> None:
    """Exit code 2, and the rules that there are."""
    said = inside("export", "urozhai", "-o", ready.output, *(part for rule in rules for part in ("--no-repair", rule)))
    assert said.code == ExitCode.USAGE
    assert "there is no rule" in said.err and "roman-numeral" in said.err


def test_an_unknown_format(ready: Ready) -> None:
    """Exit code 2, and the formats that there are."""
    said = inside("export", "urozhai", "-o", ready.output, "-f", "docx")
    assert said.code == ExitCode.USAGE
    assert "unknown format 'docx'" in said.err and "alto, hocr, json, page, pdf, tei, txt" in said.err


def test_evaluate(tmp_path: Path) -> None:
    """A drawn page with its true text: rates with their n, for people and as JSON; the documents are left alone."""
    lines = scans.RUSSIAN[:3]
    scans.png(tmp_path / "truth/page.png", scans.page(lines, height=300))
    (tmp_path / "truth/page.gt.txt").write_text("\n".join(lines), encoding="utf-8")
    command = ("evaluate", "--ground-truth", tmp_path / "truth", "-o", tmp_path / "out", "-l", "rus")
    said = inside(*command)
    assert said.code == 0
    assert "CER" in said.out and "WER" in said.out
    told = inside(*command, "--json").json
    assert told["failures"] == []
    assert inside("documents", "-o", tmp_path / "out", "--json").json == []
    assert {path.name for path in (tmp_path / "truth").iterdir()} == {"page.png", "page.gt.txt"}


def test_evaluate_with_a_page_that_cannot_be_read(tmp_path: Path) -> None:
    """It counts as read empty, is named, and the exit code says so: a failure does not better the score."""
    lines = scans.RUSSIAN[:2]
    scans.png(tmp_path / "truth/good.png", scans.page(lines, height=200))
    (tmp_path / "truth/bad.png").write_bytes(b"")
    for name in ("good", "bad"):
        (tmp_path / f"truth/{name}.gt.txt").write_text("\n".join(lines), encoding="utf-8")
    said = inside("evaluate", "--ground-truth", tmp_path / "truth", "-o", tmp_path / "out", "-l", "rus", "--json")
    assert said.code == ExitCode.PARTIAL
    (failure,) = said.json["failures"]
    assert "bad.png" in failure


@pytest.mark.parametrize("content", ["missing", "empty"])
def test_evaluate_without_truth(tmp_path: Path, content: str) -> None:
    """Exit code 3, and what the folder should hold."""
    folder = tmp_path / "truth"
    if content == "empty":
        folder.mkdir()
    said = inside("evaluate", "--ground-truth", folder, "-o", tmp_path / "out")
    assert said.code == ExitCode.BAD_INPUT
    assert str(folder) in said.err and "manifest.tsv" in said.err
