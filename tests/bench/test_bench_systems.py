"""What the benchmark runs: commands, variables, prepared images. Nothing is recognised here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from benchmarks.bench.images import digest, single_frame, states_usable_dpi, without_alpha
from benchmarks.bench.systems import SYSTEMS, TIMING_SYSTEMS, System, Task, printed_text

USER = {"PATH": "/bin", "OMP_THREAD_LIMIT": "7", "DIGITIZE_OUTPUT": "/x", "HOME": "/root"}


def drawn(path: Path, mode: str = "L", **info: Any) -> Path:
    """A small image with the given resolution."""
    Image.new(mode, (20, 10)).save(path, **info)
    return path


def command(system: System, image: Path, folder: Path, *, line: bool = False) -> list[str]:
    """The command without the folder of its program."""
    program, *rest = system.command(Task(image, "rus+fra", line), folder)
    return [Path(program).name, *rest]


def test_this_project_is_run_as_a_user_would(tmp_path: Path) -> None:
    """One command, languages stated or found by itself, the user's own settings kept out."""
    image = drawn(tmp_path / "p.png")
    expected = ["digitize", "run", str(image), "--output", str(tmp_path / "output"), "--languages"]
    assert command(SYSTEMS["digitize"], image, tmp_path) == [*expected, "rus+fra"]
    assert command(SYSTEMS["digitize-auto"], image, tmp_path) == [*expected, "auto"]
    assert SYSTEMS["digitize"].environment(USER) == {"PATH": "/bin", "HOME": "/root", "LC_ALL": "C.UTF-8"}


def test_plain_tesseract(tmp_path: Path) -> None:
    """Whole pages with psm 3, cropped lines with psm 7, one thread."""
    image = drawn(tmp_path / "p.png")
    page = ["tesseract", str(image), str(tmp_path / "out"), "-l", "rus+fra", "--psm"]
    assert command(SYSTEMS["tesseract"], image, tmp_path) == [*page, "3"]
    assert command(SYSTEMS["tesseract"], image, tmp_path, line=True) == [*page, "7"]
    assert SYSTEMS["tesseract"].environment(USER)["OMP_THREAD_LIMIT"] == "1"
    placed = SYSTEMS["tesseract"].command(Task(image, "rus+fra", line=False, places=True), tmp_path)
    assert placed == [*page, "3", "txt", "hocr"], "places cost it no second run"
    assert [name for name, system in SYSTEMS.items() if not system.places] == ["ocrmypdf"]


def test_ocrmypdf_with_its_defaults(tmp_path: Path) -> None:
    """Defaults where the image allows; a resolution is stated only where the file has none that it accepts."""
    good, bad = drawn(tmp_path / "good.png", dpi=(300, 300)), drawn(tmp_path / "bad.tif", dpi=(72, 72))
    expected = ["ocrmypdf", "-l", "rus+fra", "--jobs", "2", "--sidecar", str(tmp_path / "out.txt")]
    pdf = str(tmp_path / "out.pdf")
    system = SYSTEMS["ocrmypdf"]
    assert command(system, good, tmp_path) == [*expected, str(good), pdf]
    assert command(system, bad, tmp_path) == [*expected, "--image-dpi", "300", str(bad), pdf]
    assert command(system, good, tmp_path, line=True) == [*expected, "--tesseract-pagesegmode", "7", str(good), pdf]


def test_ocrmypdf_is_timed_with_and_without_the_thread_limit() -> None:
    """Its users do not set the variable; the variant that does is named, so that the gain is no trick."""
    assert "OMP_THREAD_LIMIT" not in TIMING_SYSTEMS["ocrmypdf"].environment(USER)
    assert TIMING_SYSTEMS["ocrmypdf-omp1"].environment(USER)["OMP_THREAD_LIMIT"] == "1"
    assert TIMING_SYSTEMS["ocrmypdf"].how != TIMING_SYSTEMS["ocrmypdf-omp1"].how
    assert "digitize" in TIMING_SYSTEMS, "ratios are this project's over the others"


def test_alpha_is_flattened_on_white_only_where_it_is(tmp_path: Path) -> None:
    """A transparent pixel becomes white and the resolution stays; other files are used as they are."""
    clear = drawn(tmp_path / "clear.png", "RGBA", dpi=(300, 300))
    (tmp_path / "flat").mkdir()
    with Image.open(without_alpha(clear, tmp_path / "flat")) as flat:
        assert (flat.mode, flat.getpixel((0, 0))) == ("RGB", (255, 255, 255))
        assert round(flat.info["dpi"][0]) == 300
    grey = drawn(tmp_path / "grey.png")
    assert without_alpha(grey, tmp_path / "flat") == grey


@pytest.mark.parametrize(("dpi", "usable"), [(None, False), ((96, 96), False), ((300, 72), False), ((97, 97), True)])
def test_usable_resolution(tmp_path: Path, dpi: tuple[int, int] | None, usable: bool) -> None:
    """OCRmyPDF refuses 96 dpi and less, and images that state none."""
    image = drawn(tmp_path / "p.tif", dpi=dpi) if dpi else drawn(tmp_path / "p.tif")
    assert states_usable_dpi(image) is usable


def test_a_page_of_a_file_with_several_is_taken_out(tmp_path: Path) -> None:
    """Frame 1 of a two-page TIFF is the second page; a file with one image is used as it is."""
    pages = [Image.new("L", (20, 10), shade) for shade in (0, 255)]
    both = tmp_path / "both.tif"
    pages[0].save(both, save_all=True, append_images=pages[1:], dpi=(300, 300))
    (tmp_path / "out").mkdir()
    with Image.open(single_frame(both, 1, tmp_path / "out")) as second:
        assert second.getpixel((5, 5)) == 255
        assert second.n_frames == 1  # type: ignore[attr-defined]
    one = drawn(tmp_path / "one.tif")
    assert single_frame(one, 0, tmp_path / "out") == one


def test_the_printed_layer_is_what_is_scored() -> None:
    """Words of the printed layer, a line per line, an empty line between regions, pictures left out."""

    def line(*words: str) -> dict[str, Any]:
        return {"words": [{"text": word, "reading": "never"} for word in words]}

    regions = [{"lines": [line("Рожь", "убра-"), line("на")]}, {"lines": []}, {"lines": [line("Овёс")]}]
    page = {"regions": regions}
    assert printed_text({"pages": [page, {"regions": []}]}) == "Рожь убра-\nна\n\nОвёс"


def test_a_version_changes_with_the_code() -> None:
    """Results are kept by version: it names the code's digest and the engine's version, and is the same twice."""
    system = SYSTEMS["digitize"]
    assert system.version() == system.version()
    assert "code " in system.version()
    assert "tesseract" in system.version()


def test_the_digest_is_of_the_bytes(tmp_path: Path) -> None:
    """The known SHA-256 of an empty file."""
    (tmp_path / "empty").touch()
    assert digest(tmp_path / "empty").startswith("e3b0c44298fc1c14")
