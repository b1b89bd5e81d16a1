"""The same content under several names: one document, which keeps what was stated of it, and all its names."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

from digitize.confine import Pool
from digitize.ingest import Candidate, slug
from digitize.pipeline.intake import plan_document
from digitize.pipeline.names import keep_name, names_of
from digitize.pipeline.run import finish_document, read_pages
from digitize.pipeline.workshop import Tally, Workshop
from digitize.settings import Settings
from digitize.store.output import OutputFolder
from tests.export import schemas
from tests.pipeline import scans, work
from tests.pipeline.conftest import Run


def blank(path: Path, mark: int = 1) -> Path:
    """A page without text, quickly done; no two alike."""
    image = scans.page((), width=80, height=100)
    image.putpixel((mark, 0), 0)
    return scans.png(path, image)


def test_another_name_without_a_sidecar_takes_nothing_away(tmp_path: Path, run: Run) -> None:
    """Title and date that were stated stay, also when the same scan comes again alone; the other names are told."""
    output, scan = tmp_path / "out", blank(tmp_path / "a/act.png")
    (tmp_path / "a/act.toml").write_text('title = "Акт"\ndate = "1927"', encoding="utf-8")
    run(output, scan)
    before = work.contents(output)
    (second,) = run(output, blank(tmp_path / "b/copy-1934.png"))
    assert (second.id, second.other_names) == ("act", ("act.png",))
    (third,) = run(output, blank(tmp_path / "c/act.png"))
    assert (third.id, third.other_names) == ("act", ("copy-1934.png",))
    after = work.contents(output)
    names = json.loads(after.pop("act/names.json"))
    assert names["names"] == ["act.png", "copy-1934.png"]
    assert list(schemas.own("names").iter_errors(names)) == []
    manifest, was = after.pop("act/manifest-sha256.txt"), before.pop("act/manifest-sha256.txt")
    assert set(was.splitlines()) < set(manifest.splitlines())
    assert after == before


def test_another_name_with_a_sidecar_states_anew(tmp_path: Path, run: Run) -> None:
    """What was stated last counts; the files keep the first name."""
    output = tmp_path / "out"
    run(output, blank(tmp_path / "act.png"))
    (tmp_path / "copy.toml").write_text('title = "Копия"', encoding="utf-8")
    run(output, blank(tmp_path / "copy.png"))
    told = work.report(output / "act")
    assert told["title"] == "Копия"
    assert [source["name"] for source in told["sources"]] == ["act.png"]


def test_two_names_at_the_same_time(tmp_path: Path, run: Run, pool: Pool) -> None:
    """Planned before the other was delivered, delivered after it: nothing that the other stated is taken away."""
    output, second = tmp_path / "out", blank(tmp_path / "b/copy.png")
    scan = blank(tmp_path / "a/act.png")
    (tmp_path / "a/act.toml").write_text('title = "Акт"', encoding="utf-8")
    with Workshop(Settings(output=output, jobs=1), pool=pool) as shop:
        OutputFolder(output).claim_id("act", hashlib.sha256(scan.read_bytes()).hexdigest())
        plan, tally = plan_document(Candidate("copy", (second,), None), shop, Tally()), Tally()
        run(output, scan)
        before = work.contents(output)
        with shop.output.locked(plan.id):
            result = finish_document("copy", plan, read_pages(plan, shop, tally), shop, tally, datetime.now(UTC))
    assert (result.id, result.other_names) == ("act", ("act.png",))
    after = work.contents(output)
    assert json.loads(after.pop("act/names.json"))["names"] == ["act.png", "copy.png"]
    manifest, was = after.pop("act/manifest-sha256.txt"), before.pop("act/manifest-sha256.txt")
    assert set(was.splitlines()) < set(manifest.splitlines())
    assert after == before


def test_two_names_in_one_run_are_both_kept(tmp_path: Path, run: Run) -> None:
    """Delivered once, named twice."""
    output = tmp_path / "out"
    first, second = run(output, blank(tmp_path / "one.png"), blank(tmp_path / "two.png"))
    assert (first.other_names, second.other_names) == ((), ("one.png",))
    assert names_of(output / "one") == ("one.png", "two.png")


def test_a_kept_copy_that_is_gone_is_kept_again(tmp_path: Path, run: Run) -> None:
    """The document is known and nothing else is to do; but an original is moved only when its copy is there."""
    output, scan = tmp_path / "out", blank(tmp_path / "act.png")
    run(output, scan)
    digest = work.report(output / "act")["sources"][0]["sha256"]
    kept = OutputFolder(output).original(digest)
    kept.unlink()
    (again,) = run(output, scan)
    assert again.errors == ()
    assert kept.read_bytes() == scan.read_bytes()


def test_the_first_name_of_a_folder_is_the_id(tmp_path: Path) -> None:
    """It stands in no file; a folder of the same name is no other name."""
    folder = tmp_path / "альбом-1"
    folder.mkdir()
    sources = [{"name": f"{number}.png"} for number in (1, 2)]
    (folder / "report.json").write_text(json.dumps({"sources": sources}), encoding="utf-8")
    assert slug("Альбом 1") == folder.name
    assert keep_name(folder, "Альбом 1") == ()
    assert not (folder / "names.json").exists()
    assert keep_name(folder, "ещё") == ("альбом-1",)
    assert keep_name(folder, "Альбом 1") == ("ещё",)
    assert names_of(folder) == ("альбом-1", "ещё")


def test_damaged_names_cost_only_the_names(tmp_path: Path) -> None:
    """What cannot be read is begun anew from the report."""
    folder = tmp_path / "act"
    folder.mkdir()
    (folder / "report.json").write_text(json.dumps({"sources": [{"name": "act.png"}]}), encoding="utf-8")
    (folder / "names.json").write_bytes(b"{half")
    assert keep_name(folder, "b.png") == ("act.png",)
    assert names_of(folder) == ("act.png", "b.png")


def test_names_that_never_end_do_not_fill_the_disk(tmp_path: Path) -> None:
    """A program that makes a name up each time is kept a thousand of."""
    folder = tmp_path / "act"
    folder.mkdir()
    told = {"names": ["act.png", *(f"{number}.png" for number in range(999))]}
    (folder / "names.json").write_text(json.dumps(told), encoding="utf-8")
    keep_name(folder, "one-more.png")
    assert len(names_of(folder)) == 1000
