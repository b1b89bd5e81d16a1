"""The written document, from canned numbers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from benchmarks.bench.__main__ import chosen_systems, main, parser
from benchmarks.bench.document import render
from benchmarks.bench.markdown import table
from benchmarks.bench.measured import Usage
from benchmarks.bench.results import Result
from benchmarks.bench.summary import Section, accuracy, load, save
from benchmarks.bench.systems import SYSTEMS
from digitize.evaluate.ground_truth import TruthPage
from digitize.evaluate.normalisation import Convention
from tests.bench.bench_documents import BROADSHEET, PROCESSOR, RERUN, rows


def section(*, drawn: bool = False, timed: bool = True) -> Section:
    """Two systems over a set of two pages and a set of one; the project is better on the first, fails on the second."""
    pages = [
        TruthPage("press", "p1", Path("p1.png"), 0, "рожь и овёс", languages="rus", convention=Convention.KOMI),
        TruthPage("press", "p2", Path("p2.png"), 0, "секретный", languages="rus"),
        TruthPage("books", "b1", Path("b1.png"), 0, "récolte", languages="fra"),
    ]
    usage = Usage(2.0, 3.0, 100.0) if timed else None
    texts = {
        "digitize": ["рожь и овёс", "секретный", ""],
        "tesseract": ["рож и овёс", "секретнь", "récolte"],
    }
    found = {
        name: [
            (page, Result(text, None if text else "exit code 3: x", usage))
            for page, text in zip(pages, of, strict=True)
        ]
        for name, of in texts.items()
    }
    return accuracy(found, [SYSTEMS[name] for name in texts], drawn=drawn)


def test_a_table_is_markdown() -> None:
    """Head, rule, rows; words to the left, numbers to the right."""
    assert table(("a", "b"), [("x", "1")]) == "| a | b |\n| --- | ---: |\n| x | 1 |\n"
    assert "| --- | --- |" in table(("a", "b"), [("x", "y")], words=(0, 1))


def test_accuracy_is_written_per_set() -> None:
    """Each set has its row with pages, characters and each system's rate and interval; there is no row over all."""
    found = rows(render({"accuracy": section()}), "### Character error rate")
    assert found == [
        ["press", "2", "20", "0.0 (0.0–0.0)", "15.0 (9.1–22.2)"],
        ["books", "1", "7", "100.0", "0.0"],
    ]
    recall = rows(render({"accuracy": section()}), "### Word recall")
    assert recall[0] == ["press", "2", "20", "100.0 (100.0–100.0)", "50.0 (0.0–66.7)"]


def test_the_comparison_with_the_baseline_is_paired() -> None:
    """The difference has an interval and a verdict; for one page the verdict says that there is none."""
    assert rows(render({"accuracy": section()}), "### Difference in CER") == [
        ["press", "`digitize`", "2", "-15.0", "-22.2 to -9.1", "no worse beyond chance (few pages)"],
        ["books", "`digitize`", "1", "+100.0", "-", "one page, no interval"],
    ]


def test_failed_pages_are_named() -> None:
    """A failure is never hidden in a mean."""
    assert "- `digitize` failed on books: b1" in render({"accuracy": section()})


def test_costs_are_sums_or_absent() -> None:
    """Times add up over a set's pages; an untimed system gets a dash, not a zero; wholly untimed runs say so."""
    measured = section()
    assert rows(render({"accuracy": measured}), "## Time and memory")[0][3:] == ["4.0 / 6.0 / 100"] * 2
    measured["sets"][0]["systems"]["tesseract"]["cost"] = None
    assert rows(render({"accuracy": measured}), "## Time and memory")[0][3:] == ["4.0 / 6.0 / 100", "-"]
    assert "Not timed" in render({"accuracy": section(timed=False)})


@pytest.mark.parametrize(
    ("pages", "worse", "said"),
    [
        (6, True, "worse beyond chance"),
        (5, True, "worse beyond chance (few pages)"),
        (6, False, "no worse beyond chance"),
        (1, None, "one page, no interval"),
    ],
)
def test_verdicts(pages: int, worse: bool | None, said: str) -> None:
    """A verdict from few pages is marked: chance alone could have made it."""
    measured = section()
    measured["sets"] = measured["sets"][:1]
    measured["sets"][0]["pages"] = pages
    measured["sets"][0]["against_baseline"]["digitize"]["worse"] = worse
    assert rows(render({"accuracy": measured}), "### Difference in CER")[0][-1] == said


def test_drawn_samples_are_no_headline() -> None:
    """Figures over the project's own samples carry the warning, figures over scans do not."""
    assert "They flatter every system" in render({"accuracy": section(drawn=True)})
    assert "They flatter every system" not in render({"accuracy": section()})


def test_how_it_was_measured_is_said() -> None:
    """Versions, machine, normalisation and the interval's method stand in the document."""
    document = render({"accuracy": section()})
    assert "`komi`: Unicode NFC" in document
    assert "bootstrap over pages, 95%, 10000 resamples, seed 1" in document
    assert re.search(r"Machine: \d+ cores, \d+ GiB of memory", document)
    assert "`OMP_THREAD_LIMIT=1`" in document


def test_timings_from_before_the_text_was_timed() -> None:
    """A summary of an older benchmark is still written out."""
    sheet = {key: value for key, value in BROADSHEET["sheets"][0].items() if key != "text_ratios"}
    sheet["costs"] = {"digitize": {"wall_s": 9.0, "cpu_s": 17.0, "peak_mib": 300.4}}
    assert rows(render({"broadsheet": BROADSHEET | {"sheets": [sheet]}}), "## A broadsheet")[0][3] == "-"


def test_processor_time_over_all_pages() -> None:
    """Each run's CPU seconds, and what they are of plain Tesseract's."""
    found = rows(render({"processor": PROCESSOR}), "## CPU time over all pages")
    assert found[0] == ["image to text, LANG", "90.0", "100.0", "300", "0.90"]
    assert found[3][1:] == ["100.0", "101.0", "200", "1.00"]


def test_accuracy_by_kind_of_page() -> None:
    """Pages of one kind are summed over the sets."""
    document = render({"accuracy": section()})
    assert rows(document, "### By kind of page") == [
        ["page", "3", "27", "25.9 / 25.9 / 80.0", "11.1 / 11.1 / 60.0"],
    ]


def test_timings_of_their_own() -> None:
    """A broadsheet's medians with paired ratios, and the second run with its engine calls."""
    document = render({"broadsheet": BROADSHEET, "rerun": RERUN})
    assert rows(document, "## A broadsheet")[:2] == [
        ["sheet", "`digitize`", "9.0", "5.0", "17.0", "300", "-", "-"],
        ["sheet", "`ocrmypdf`", "12.0", "12.0", "20.0", "400", "0.75 (0.70–0.80)", "0.42 (0.40–0.50)"],
    ]
    assert rows(document, "## The same command again")[:2] == [
        ["first run", "30.0", "12"],
        ["second run", "1.3", "0"],
    ]


def test_what_was_not_measured_is_said() -> None:
    """Missing sections are named as missing."""
    assert render({}).count("Not measured yet") == 16


def test_the_summary_has_no_text_of_the_pages(tmp_path: Path) -> None:
    """Only figures are committed; they come back as they were written, rounded, in a stable order."""
    path = tmp_path / "results" / "summary.json"
    save(path, {"accuracy": section(), "rerun": RERUN})
    written = path.read_text(encoding="utf-8")
    assert "секретн" not in written
    assert load(path)["rerun"] == RERUN
    assert render(load(path)) == render({"accuracy": section(), "rerun": RERUN})
    save(path, load(path))
    assert path.read_text(encoding="utf-8") == written
    assert load(tmp_path / "none") == {}
    assert "host" not in json.dumps(load(path)).lower()


def test_the_command_line_refuses_what_it_does_not_know() -> None:
    """Unknown systems and counts below one are usage errors."""
    with pytest.raises(ValueError, match="no system kraken"):
        chosen_systems(SYSTEMS, ["kraken"])
    with pytest.raises(SystemExit):
        parser().parse_args(["--limit", "0"])


def test_what_was_measured_is_kept_when_a_later_step_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With ``--all`` each step is written at once; the failing one gives the exit code."""

    def fails(_: object) -> None:
        raise RuntimeError("no engine")

    for name, value in (("ROOT", tmp_path), ("SUMMARY", tmp_path / "s.json"), ("DOCUMENT", tmp_path / "d.md")):
        monkeypatch.setattr(f"benchmarks.bench.__main__.{name}", value)
    monkeypatch.setattr("benchmarks.bench.__main__._read", lambda _: {"accuracy": section()})
    monkeypatch.setattr("benchmarks.bench.__main__._broadsheet", fails)
    assert main(["--all"]) == 3
    assert rows((tmp_path / "d.md").read_text(encoding="utf-8"), "### Word recall")
    assert main(["--render"]) == 0
    assert list(load(tmp_path / "s.json")) == ["accuracy"]
