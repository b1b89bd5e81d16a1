"""``reindex``, ``delete`` and ``show --versions``: what they say, to people and programs, and their exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digitize.errors import ExitCode
from digitize.model.decision import DecisionKind
from digitize.pipeline.carry import carry_decisions
from digitize.pipeline.decide import Wish, record_decisions
from tests.cli.command import digitize, inside
from tests.export.documents import W
from tests.pipeline.kept_documents import LINES, Kept, Ticking, read_page, word_id


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    made = Kept(tmp_path / "out")
    made.document([read_page()])
    made.document([read_page(1, LINES[:1])], "pravda", b"scan")
    return made


def test_reindex(kept: Kept) -> None:
    """How many documents; as JSON which, and what is wrong with others."""
    said = inside("reindex", "-o", kept.output)
    assert (said.code, said.out) == (0, "") and "2 documents indexed" in said.err
    (kept.folder("pravda") / "report.json").write_bytes(b"{")
    said = inside("reindex", "-o", kept.output, "--json")
    assert said.code == ExitCode.PARTIAL
    assert said.json["documents"] == ["pravda", "vestnik"] and set(said.json["faults"]) == {"pravda"}
    assert "pravda: " in inside("reindex", "-o", kept.output).err


def test_reindex_of_no_folder(tmp_path: Path) -> None:
    """Exit code 3, and nothing is made."""
    said = inside("reindex", "-o", tmp_path / "missing")
    assert said.code == ExitCode.BAD_INPUT and "--output" in said.err
    assert not (tmp_path / "missing").exists()


def test_an_address_that_is_none(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 2; the setting is named."""
    monkeypatch.setenv("DIGITIZE_INDEX_URL", "nonsense")
    said = inside("reindex", "-o", kept.output)
    assert said.code == ExitCode.USAGE and "index_url" in said.err


def test_delete(kept: Kept) -> None:
    """By the real command: gone from the list; the second time it is not there."""
    said = digitize("delete", "vestnik", "-o", kept.output, "--yes")
    assert said.code == 0 and "deleted" in said.err
    assert [row["id"] for row in inside("documents", "-o", kept.output, "--json").json] == ["pravda"]
    said = inside("delete", "vestnik", "-o", kept.output, "--yes")
    assert said.code == ExitCode.BAD_INPUT and "digitize documents" in said.err


def test_delete_asks(kept: Kept) -> None:
    """Where nobody can answer, nothing is deleted, and the way out is told."""
    said = digitize("delete", "vestnik", "-o", kept.output)
    assert said.code == ExitCode.USAGE and "--yes" in said.err
    assert kept.folder().is_dir()


def test_delete_several(kept: Kept) -> None:
    """All are looked up before one is deleted; JSON tells what went with each."""
    said = inside("delete", "vestnik", "nothing", "-o", kept.output, "--yes")
    assert said.code == ExitCode.BAD_INPUT and kept.folder().is_dir()
    told = inside("delete", "vestnik", str(kept.folder("pravda")), "vestnik", "-o", kept.output, "-y", "--json").json
    assert [each["id"] for each in told] == ["vestnik", "pravda"]
    assert all(len(each["originals"]) == 1 for each in told)


def test_versions_are_shown(kept: Kept) -> None:
    """Each with where it comes from, its words and which is in force; and the decisions that no longer fit, with the reason."""
    wish = Wish(DecisionKind.EDIT, "Anna", "ocr-1", (word_id([read_page()], "великъ"),), "велик")
    record_decisions("vestnik", 0, [wish], kept.settings, Ticking())
    new = kept.another_reading([read_page(1, [LINES[0], (W("#"), W("#"), W("#"))])], parent="ocr-1")
    carry_decisions(new, kept.folder(), Ticking())
    report = json.loads((kept.folder() / "report.json").read_bytes())
    (kept.folder() / "report.json").write_text(json.dumps({**report, "last_reading": "ocr-2"}), encoding="utf-8")
    lines = inside("show", "vestnik", "-o", kept.output, "--versions").out.splitlines()
    assert lines[0].split() == ["version", "origin", "parent", "words", "made", "in", "force"]
    assert [line.split() for line in lines[1:3]] == [["ocr-1", "ocr", "11", "yes"], ["ocr-2", "ocr", "ocr-1", "7"]]
    assert lines[5].split()[:5] == ["1", "1", "великъ", "велик", "ocr-2"] and "was read there" in lines[5]
    told = inside("show", "vestnik", "-o", kept.output, "--versions", "--json").json
    assert [v["in_force"] for v in told["versions"]] == [True, False]
    assert (told["unfit_decisions"][0]["decision"], told["open_decisions"]) == (1, 1)
    state = inside("documents", "-o", kept.output, "--json").json[1]["state"]
    assert state == "1 open decision, 1 decision no longer fits"


def test_versions_that_cannot_be_read_are_shown_as_such(kept: Kept) -> None:
    """With the reason, beside the others."""
    (kept.folder() / "transcriptions/ocr-2.json").write_bytes(b"{")
    said = inside("show", "vestnik", "-o", kept.output, "--versions")
    assert said.code == 0 and "cannot be read" in said.out
    told = json.loads(inside("show", "vestnik", "-o", kept.output, "--versions", "--json").out)
    assert [bool(v["fault"]) for v in told["versions"]] == [False, True]


@pytest.mark.parametrize("other", [["--layout"], ["--pages", "1"], ["--line", "p0001_r001_l001"]])
def test_versions_are_shown_alone(kept: Kept, other: list[str]) -> None:
    """What cannot go together is said."""
    assert inside("show", "vestnik", "-o", kept.output, "--versions", *other).code == ExitCode.USAGE
