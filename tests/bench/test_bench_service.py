"""The section on the service, from canned numbers; its lines and sums."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.bench.document_service import service_part, service_targets
from benchmarks.bench.summary import Section
from benchmarks.service.growth import Held, by_role, growth
from benchmarks.service.processes import MARK, Process, marked, proportional_kib
from benchmarks.service.sampled import held_mib
from benchmarks.service.stub_engine import WORDS, install, stubbed

ABOUT: Section = {"machine": {"cores": 2, "memory_gib": 24.0}, "version": "0.1.0", "busy": False}
CHAOS: Section = ABOUT | {
    "seed": 9,
    "seconds": 600.0,
    "dropped": 500,
    "removed": 20,
    "rooms": {"done": 400, "failed": 80},
    "documents": 350,
    "kills": {"service": 15, "worker": 10},
    "lives": {"straight": 300, "removed": 20},
    "faults_by_kind": {},
}
MEASURED: Section = {
    "chaos": CHAOS,
    "drop": ABOUT | {"n": 10, "median_s": 14.0, "least_s": 12.0, "most_s": 20.0, "started_s": 9.0},
    "flow": ABOUT
    | {
        "pages": 100,
        "pairs": 3,
        "run_s": 50.0,
        "flow_s": 52.0,
        "over": 0.04,
        "overs": [0.03, 0.04, 0.05],
        "over_call": 0.06,
    },
    "growth": ABOUT
    | {
        "documents": 2000,
        "warm_up": 200,
        "share": 0.2,
        "first_mib": 500.0,
        "last_mib": 600.0,
        "by_role": {"server": [200.0, 300.0]},
    },
    "memory": ABOUT
    | {
        "jobs": 2,
        "rows": [
            {
                "kind": "a4",
                "real": real,
                "pages": 200,
                "words": 80000,
                "seconds": 300.0,
                "peak_mib": peak,
                "by_name": {"python": 600.0},
                "at_share": 0.9,
            }
            for real, peak in ((False, 900.0), (True, 1000.0))
        ],
    },
}


def test_what_was_not_measured_is_said() -> None:
    """Each part names the command that measures it."""
    text = "\n".join(service_part(None))
    assert text.count("Not measured yet") == 5
    assert "make chaos" in text
    assert service_targets(None) == []


def test_what_was_measured_is_told() -> None:
    """Figures of all parts, and that nothing was wrong."""
    text = "\n".join(service_part(MEASURED))
    assert "Not measured yet" not in text
    for told in (
        "| faults | none |",
        "| kills: service | 15 |",
        "14.0 s",
        "4.0% more",
        "+20.0%",
        "| server | 200 | 300 |",
        "0.94",
    ):
        assert told in text


def test_targets_are_judged() -> None:
    """No fault is the floor, and of a long run the stretch; one is a miss; the larger of two peaks counts; too small a sample is not judged."""
    verdicts = {
        of.name.split(":")[0] + of.note[:3]: of.verdict(of.reached["digitize"]) for of in service_targets(MEASURED)
    }
    assert list(verdicts.values()) == ["floor", "stretch", "floor", "missed", "floor"]
    long = {"chaos": CHAOS | {"dropped": 1950, "kills": {"service": 100}}}
    (target,) = service_targets(long)
    assert target.verdict(target.reached["digitize"]) == "stretch"
    few = {"growth": MEASURED["growth"] | {"documents": 160}}
    (target,) = service_targets(few)
    assert target.verdict(target.reached["digitize"]) == "" and "2,000 were asked for" in target.note
    spoilt = {"chaos": CHAOS | {"faults_by_kind": {"lost": 1}}}
    (target,) = service_targets(spoilt)
    assert target.verdict(target.reached["digitize"]) == "missed"


def test_growth_is_the_slope_of_a_line() -> None:
    """From the document on that is asked for; what comes before does not count."""
    held = [Held(n, {"server": 100.0 + (1000.0 if n < 10 else 0.1 * n)}) for n in range(0, 1001, 5)]
    line = growth(held, 10)
    assert line is not None
    assert line.first_mib == pytest.approx(101.0)
    assert line.last_mib == pytest.approx(200.0)
    assert line.share == pytest.approx(0.98, abs=0.01)
    assert by_role(held, 10)["server"][1] > by_role(held, 10)["server"][0]
    assert growth(held[:3], 10) is None


def test_processes_are_found_by_their_mark_and_measured() -> None:
    """This very process does not carry it; memory is told by what processes are for."""
    assert marked("no such mark") == []
    assert MARK not in os.environ
    me = Process(os.getpid(), "python -m digitize_flows.inbox /scans")
    assert me.role == "inbox"
    assert Process(1, "digitize serve").role == "main"
    assert proportional_kib([2**22 + 1]) == 0
    held = held_mib([me])
    assert list(held) == ["inbox"]
    assert held["inbox"] > 1.0


def test_the_stub_reads_every_image_in_the_same_words(tmp_path: Path) -> None:
    """It answers as Tesseract does, and what it reads depends on the pixels."""
    import subprocess

    install(tmp_path / "stub")
    environment = stubbed(tmp_path / "stub", os.environ)
    assert environment["DIGITIZE_ENGINE"] == "tesseract"

    def answer(*arguments: str) -> str:
        asked = ["tesseract", *arguments]
        return subprocess.run(asked, env=environment, capture_output=True, text=True, check=True, cwd=tmp_path).stdout

    assert "tesseract" in answer("--version")
    assert "eng" in answer("--list-langs")
    for name, grey in (("a", 10), ("b", 10), ("c", 200)):
        (tmp_path / f"{name}.pgm").write_bytes(b"P5 600 400 255\n" + bytes([grey]) * 240_000)
        answer(f"{name}.pgm", name, "--psm", "6", "hocr")
    read = {name: (tmp_path / f"{name}.hocr").read_text("utf-8") for name in "abc"}
    assert read["a"] == read["b"] != read["c"]
    assert read["a"].count("ocrx_word") == 24
    assert WORDS.split()[1] in read["a"]
