"""How the benchmark runs and keeps things, with a stand-in for the systems."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PIL import Image

from benchmarks.bench import lean
from benchmarks.bench.measured import Outcome, Usage, run_measured
from benchmarks.bench.processor import measure_processor, over_plain
from benchmarks.bench.reading import read_pages, taken
from benchmarks.bench.results import Key, Result, Results
from benchmarks.bench.systems import Task, Tesseract
from benchmarks.bench.timing import engine_calls, ratios, to_text_s
from benchmarks.bench.truth import SAMPLES, chosen, find_drawn, find_truth, languages_of
from digitize.errors import InputError
from digitize.evaluate.ground_truth import Kind, TruthPage
from digitize.evaluate.page_layout import LaidLine, LaidRegion, LaidWord, PageLayout
from digitize.model.geometry import Box


@dataclass(frozen=True)
class StandIn:
    """A system that writes a line into a log and an answer into its folder."""

    name: str
    log: Path
    how: str = "`true`"
    code: int = 0
    places: bool = False

    def version(self) -> str:
        return "1"

    def available(self) -> bool:
        return True

    def command(self, task: Task, folder: Path) -> list[str]:
        script = (
            f"import sys; open({str(self.log)!r}, 'a').write('{self.name} {task.image.stem}\\n');"
            f"open({str(folder / 'answer')!r}, 'w').write('{task.languages}'); sys.exit({self.code})"
        )
        return [sys.executable, "-c", script]

    def environment(self, base: Mapping[str, str]) -> dict[str, str]:
        return dict(base)

    def text(self, folder: Path) -> str:
        return (folder / "answer").read_text(encoding="utf-8")

    def layout(self, folder: Path) -> PageLayout | None:
        assert folder.is_dir()
        return LAYOUT if self.places else None


LAYOUT = PageLayout(
    (LaidRegion(Box(1, 2, 30, 9), 1),),
    (LaidLine("рожь", Box(1, 2, 30, 9), 0, 1, 0.125, (LaidWord("рожь", Box(1, 2, 30, 9), "Cyrl"),)),),
)


def truth(folder: Path, *names: str) -> tuple[TruthPage, ...]:
    """Pages with images of different bytes."""
    pages = []
    for shade, name in enumerate(names):
        image = folder / f"{name}.png"
        Image.new("L", (4, 4), shade).save(image)
        pages.append(TruthPage("set", name, image, 0, "рожь", languages="rus"))
    return tuple(pages)


def test_a_command_is_measured(tmp_path: Path) -> None:
    """Exit code, output and costs come back; a memory of 100 MiB of a grandchild is seen."""
    inner = "x = bytearray(100 << 20); print(len(x))"
    script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}]); sys.stderr.write('so'); sys.exit(3)"
    outcome = run_measured([sys.executable, "-c", script], folder=tmp_path, environment=os.environ, timeout_s=60)
    assert (outcome.exit_code, outcome.timed_out, outcome.stderr) == (3, False, "so")
    assert (tmp_path / "stdout").read_text() == f"{100 << 20}\n"
    assert outcome.usage.peak_mib > 100
    assert outcome.usage.wall_s > 0
    assert outcome.usage.cpu_s > 0


def test_the_size_of_the_benchmark_itself_is_not_measured(tmp_path: Path) -> None:
    """A small program is seen as small although this process is larger: 200 MiB held here do not count there."""
    held = bytearray(os.urandom(1)) * (200 << 20)
    outcome = run_measured(["true"], folder=tmp_path, environment=os.environ, timeout_s=60)
    assert outcome.usage.peak_mib < 100 < len(held) >> 20


def test_a_command_past_its_limit_is_ended_with_its_children(tmp_path: Path) -> None:
    """The whole process group is killed: the grandchild's pipe closes, so the call returns."""
    outcome = run_measured(
        ["sh", "-c", "sleep 600 & sleep 600"], folder=tmp_path, environment=os.environ, timeout_s=0.3
    )
    assert (outcome.exit_code, outcome.timed_out) == (-9, True)


def test_a_command_that_is_not_there_fails(tmp_path: Path) -> None:
    """A missing program is an exit code, not an exception."""
    outcome = run_measured(["no-such-program"], folder=tmp_path, environment=os.environ, timeout_s=60)
    assert outcome.exit_code == 127
    assert "no-such-program" in outcome.stderr


def test_systems_take_turns_and_results_are_kept(tmp_path: Path) -> None:
    """The first system changes from page to page; a second time nothing is run; timed, what has no timing is."""
    log = tmp_path / "log"
    systems = [StandIn("a", log), StandIn("b", log)]
    pages = truth(tmp_path, "p1", "p2")
    path = tmp_path / "kept" / "cache.json"
    found = read_pages(pages, systems, Results(path), timed=False, jobs=1)
    assert log.read_text().splitlines() == ["a p1", "b p1", "b p2", "a p2"]
    assert [(page.name, result) for page, result in found["b"]] == [
        ("p1", Result("rus", None, None)),
        ("p2", Result("rus", None, None)),
    ]
    read_pages(pages, systems, Results(path), timed=False, jobs=1)
    assert len(log.read_text().splitlines()) == 4
    timed = read_pages(pages, systems, Results(path), timed=True, jobs=1)
    assert len(log.read_text().splitlines()) == 8
    assert all(result.usage is not None for _, result in timed["a"])
    read_pages(pages, systems, Results(path), timed=False, jobs=1)
    assert len(log.read_text().splitlines()) == 8


def test_a_failed_page_has_no_text_and_a_reason(tmp_path: Path) -> None:
    """A page on which a system fails is recorded as lost, the others go on."""
    found = read_pages(
        truth(tmp_path, "p1"),
        [StandIn("a", tmp_path / "log", code=3)],
        Results(tmp_path / "c.json"),
        timed=False,
        jobs=1,
    )
    ((_, result),) = found["a"]
    assert result == Result("", "exit code 3: nothing said", None)
    usage = Usage(1, 1, 1)
    assert taken(Outcome(-9, True, usage, ""), lambda: ("x", LAYOUT)) == ("", None, "ended after 1800 s")
    assert taken(Outcome(0, False, usage, ""), lambda: ("x", LAYOUT)) == ("x", LAYOUT, None)

    def nothing() -> tuple[str, None]:
        raise FileNotFoundError

    assert taken(Outcome(0, False, usage, ""), nothing) == ("", None, "no text came out: FileNotFoundError")


def test_places_are_kept_and_made_again_where_they_are_missing(tmp_path: Path) -> None:
    """A result from before places were asked for does not count for a system that has them; a failure does."""
    log, path, pages = tmp_path / "log", tmp_path / "kept" / "cache.json", truth(tmp_path, "p1")
    read_pages(pages, [StandIn("a", log)], Results(path), timed=False, jobs=1)
    for _ in range(2):
        found = read_pages(pages, [StandIn("a", log, places=True)], Results(path), timed=False, jobs=1)
        assert found["a"][0][1] == Result("rus", None, None, LAYOUT)
    assert len(log.read_text().splitlines()) == 2
    assert "Cyrl" not in path.read_text(), "places stand in files of their own"
    failing = [StandIn("b", log, code=3, places=True)]
    for _ in range(2):
        assert read_pages(pages, failing, Results(path), timed=False, jobs=1)["b"][0][1].layout is None
    assert len(log.read_text().splitlines()) == 3


def test_kept_results_depend_on_everything(tmp_path: Path) -> None:
    """Another version, image, frame or language is another result; they outlive the process."""
    results = Results(tmp_path / "c.json")
    key = Key("a", "1", "ff", 0, "rus", line=False)
    results.put(key, Result("text", None, Usage(1.5, 2.0, 30.0)))
    again = Results(tmp_path / "c.json")
    assert again.get(key, timed=True) == Result("text", None, Usage(1.5, 2.0, 30.0))
    for other in (
        Key("b", "1", "ff", 0, "rus", line=False),
        Key("a", "2", "ff", 0, "rus", line=False),
        Key("a", "1", "fe", 0, "rus", line=False),
        Key("a", "1", "ff", 1, "rus", line=False),
        Key("a", "1", "ff", 0, "fra", line=False),
        Key("a", "1", "ff", 0, "rus", line=True),
    ):
        assert again.get(other, timed=False) is None


def test_pages_are_chosen(tmp_path: Path) -> None:
    """By set, and so many of each set; a set that is not there is named."""
    pages = tuple(TruthPage(of, name, tmp_path, 0, "") for of, name in (("s", "1"), ("s", "2"), ("t", "3")))
    assert [page.name for page in chosen(pages, (), 1)] == ["1", "3"]
    assert [page.name for page in chosen(pages, ("s",), None)] == ["1", "2"]
    with pytest.raises(ValueError, match="no set u; there are s, t"):
        chosen(pages, ("u",), None)


def test_languages_are_stated_or_follow_the_script(tmp_path: Path) -> None:
    """The truth's own models come first; else the script of the true text decides."""
    assert languages_of(TruthPage("s", "p", tmp_path, 0, "рожь", languages="Latin")) == "Latin"
    assert languages_of(TruthPage("s", "p", tmp_path, 0, "рожь à la carte мир и труд")) == "rus"
    assert languages_of(TruthPage("s", "p", tmp_path, 0, "récolte")) == "fra"


def test_the_ground_truth_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable comes first, and what it names is not called drawn."""
    truth(tmp_path, "p1")
    (tmp_path / "p1.gt.txt").write_text("рожь", encoding="utf-8")
    monkeypatch.setenv("DIGITIZE_GROUND_TRUTH", str(tmp_path))
    found = find_truth()
    assert [page.name for page in found.pages] == ["p1"]
    assert found.drawn is False
    assert found.pages[0].kind is Kind.PAGE


def test_without_scans_of_real_pages_the_samples_are_marked_as_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fall-back to the project's own samples is never passed off as a measure of real scans."""
    truth(tmp_path, "p1")
    (tmp_path / "p1.gt.txt").write_text("рожь", encoding="utf-8")
    monkeypatch.delenv("DIGITIZE_GROUND_TRUTH", raising=False)
    monkeypatch.setattr("benchmarks.bench.truth.SHARED", tmp_path / "none")
    monkeypatch.setattr("benchmarks.bench.truth.SAMPLES", tmp_path)
    assert find_truth().drawn is True
    assert SAMPLES.parts[-2:] == ("scans", "samples")


def test_engine_calls_are_summed_and_must_be_stated(tmp_path: Path) -> None:
    """Every document's run.json counts; one that does not say is an error, not a zero."""
    for name, calls in (("a", 3), ("b", 0)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "run.json").write_text(f'{{"engine_calls": {calls}}}', encoding="utf-8")
    assert engine_calls(tmp_path) == 3
    (tmp_path / "b" / "run.json").write_text("{}", encoding="utf-8")
    with pytest.raises(RuntimeError, match="does not say"):
        engine_calls(tmp_path)
    with pytest.raises(RuntimeError, match="does not say"):
        engine_calls(tmp_path / "a")


def test_ratios_are_paired_by_repetition() -> None:
    """Each repetition is compared with its own neighbour: noise that slows both falls out."""
    runs = {"theirs": [2.0, 8.0, 4.0], "digitize": [1.0, 4.0, 3.0]}
    assert ratios(runs) == {"theirs": [0.5, 0.5, 0.75]}
    assert ratios({"theirs": [2.0]}) == {}


def test_time_to_the_text_leaves_the_formats_out(tmp_path: Path) -> None:
    """From the start of the process to the end of the run less its exports; plain programs have the text at their end."""
    outcome = Outcome(0, False, Usage(12.0, 1, 1), "", started_at=1_700_000_000.0)
    assert to_text_s(outcome, tmp_path) == 12.0
    (tmp_path / "output" / "p").mkdir(parents=True)
    run = {"finished": "2023-11-14T23:13:31.500+01:00", "stages_s": {"export": 3.0, "page": 7.0}}
    (tmp_path / "output" / "p" / "run.json").write_text(json.dumps(run), encoding="utf-8")
    assert to_text_s(outcome, tmp_path) == pytest.approx(11.5 - 3.0)


def test_drawn_pages_are_sets_by_their_kind(tmp_path: Path) -> None:
    """Their language is the one that is asked for; a folder without truth of places is refused."""
    (tmp_path / "truth").mkdir()
    for name, more in (("a", {"kind": "book", "language": "fra"}), ("b", {})):
        Image.new("L", (40, 40)).save(tmp_path / f"{name}.png")
        stated = {"width": 40, "height": 40, "regions": [], **more}
        (tmp_path / "truth" / f"{name}.json").write_text(json.dumps(stated), encoding="utf-8")
    of = tmp_path.name
    assert [(p.set, p.name, p.languages) for p in find_drawn([tmp_path])] == [
        (f"drawn-{of}-book", "a", "fra"),
        (f"drawn-{of}", "b", None),
    ]
    (tmp_path / "truth" / "b.json").unlink()
    (tmp_path / "truth" / "b.gt.txt").write_text("рожь", encoding="utf-8")
    with pytest.raises(InputError, match="no layout truth"):
        find_drawn([tmp_path])


def test_processor_time_is_of_whole_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs over all pages, less what plain Tesseract needed in turn with them; cropped lines are no pages; a failing command is an error."""
    pages = [*truth(tmp_path, "p1", "p2"), replace(truth(tmp_path, "p3")[0], kind=Kind.LINE)]
    asked: list[list[str]] = []
    plain = {"wall_s": 0.5, "cpu_s": 1.5, "peak_mib": 50.0}

    def measured(command: Sequence[str], *, folder: Path, **_: object) -> Outcome:
        asked.append(list(command))
        (folder / "plain.json").write_text(json.dumps(plain))
        return Outcome(0, False, Usage(1.0, 4.0, 60.0), "")

    monkeypatch.setattr("benchmarks.bench.processor.run_measured", measured)
    section = measure_processor(tmp_path, pages)
    assert (section["pages"], section["plain"]) == (2, plain)
    assert [run["cpu_s"] for run in section["runs"].values()] == [2.5, 2.5, 2.5, 4.0]
    assert [over_plain(section, run) for run in section["runs"]] == pytest.approx([2.5 / 1.5] * 3 + [4.0 / 1.5])
    told = [command[-2:] for command in asked]
    assert told == [["truth", "both"], ["truth", "tesseract"], ["auto", "both"], ["--jobs", "1"]]
    monkeypatch.setattr(
        "benchmarks.bench.processor.run_measured", lambda *_, **__: Outcome(3, False, Usage(1, 1, 1), "")
    )
    with pytest.raises(RuntimeError, match="exit code 3"):
        measure_processor(tmp_path, pages)


def test_plain_tesseract_reads_each_page_in_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After each page of ours, as plain reads it; what that cost is told beside the output."""
    pages = truth(tmp_path, "p1", "p2")
    order: list[str] = []

    def read(chosen: Sequence[TruthPage], *_: object) -> Iterator[tuple[TruthPage, tuple[()]]]:
        for page in chosen:
            order.append(f"ours {page.name}")
            yield page, ()

    def run(_: Path, system: Tesseract, task: Task, environment: Mapping[str, str]) -> Outcome:
        order.append(f"{system.name} {task.image.stem} {environment['OMP_THREAD_LIMIT']}")
        return Outcome(0, False, Usage(1.0, 4.0, 50.0), "")

    monkeypatch.setattr(lean, "read_ground_truth", lambda _: pages)
    monkeypatch.setattr(lean, "read_all", read)
    monkeypatch.setattr(lean, "run_in", run)
    names = tmp_path / "pages.json"
    names.write_text(json.dumps([[page.set, page.name] for page in pages]))
    assert lean.main(str(tmp_path), str(names), str(tmp_path / "output"), "truth", "both") == 0
    assert order == ["ours p1", "tesseract p1 1", "ours p2", "tesseract p2 1"]
    assert json.loads((tmp_path / "plain.json").read_text()) == {"wall_s": 2.0, "cpu_s": 8.0, "peak_mib": 50.0}
