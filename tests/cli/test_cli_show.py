"""``digitize show``: choices and their reasons, a line with its citation, pictures of the layout."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from digitize.cli.show import choice_rows, stated_rows
from digitize.errors import ExitCode
from digitize.export.layout_marks import COLOURS
from digitize.model.transcription import RegionKind
from tests.cli.command import inside
from tests.cli.stored import newspaper, stored, stored_scan
from tests.export.documents import HEIGHT, WIDTH, page
from tests.pipeline import scans, work

# Choices ---------------------------------------------------------------------------------------------------------------


def chosen(number: int, *choices: tuple[str, str, str]) -> dict[str, Any]:
    return {"page_number": number, "choices": [dict(zip(("what", "value", "why"), c, strict=True)) for c in choices]}


def test_pages_that_agree_share_a_row() -> None:
    """Each choice once, with the pages that it holds for, in the order in which it is made on a page."""
    turn, layout = ("turn", "0", "upright"), ("layout", "2 columns", "a gutter")
    pages = [
        chosen(1, turn, layout),
        chosen(2, turn, ("layout", "one block", "no gutter")),
        chosen(3, turn, layout),
        chosen(4, layout),
    ]
    assert choice_rows(pages) == [
        ["turn", "0", "1-3", "upright"],
        ["layout", "2 columns", "1,3-4", "a gutter"],
        ["layout", "one block", "2", "no gutter"],
    ]


def test_the_source_heads_the_table(tmp_path: Path) -> None:
    """What is stated of the source is told beside the id; pages can be chosen, for programs too."""
    stored(tmp_path, [newspaper(n) for n in (1, 2, 3)])
    lines = inside("show", "vestnik", "-o", tmp_path, "--pages", "2-3").out.splitlines()
    assert lines[0] == "vestnik: Pravda, no. 251, 2 November 1927"
    assert [line.split()[0] for line in lines[2:4]] == ["2", "3"]
    assert lines[-1].split()[:4] == ["languages", "rus+fra", "2-3", "Cyrillic"]
    told = inside("show", "vestnik", "-o", tmp_path, "--pages", "2-3", "--json").json
    assert [p["page_number"] for p in told["pages"]] == [2, 3]
    assert inside("show", "vestnik", "-o", tmp_path, "--pages", "9").code == ExitCode.BAD_INPUT
    assert inside("show", "vestnik", "-o", tmp_path, "--pages", "x").code == ExitCode.USAGE


def test_what_a_sidecar_states_is_cited(tmp_path: Path, blank: Path) -> None:
    """From the file beside the scan to the head of the table, the issue too."""
    blank.with_suffix(".toml").write_text('title = "Pravda"\nissue = 251\ndate = 1927-11-02\n')
    work.run(tmp_path / "out", blank)
    assert inside("show", "blank", "-o", tmp_path / "out").out.splitlines()[0] == (
        "blank: Pravda, no. 251, 2 November 1927"
    )


def test_a_long_document_tells_its_choices_when_asked(tmp_path: Path) -> None:
    """Hundreds of rows help nobody: how to see them is said beside the output."""
    stored(tmp_path, [newspaper(n) for n in range(1, 15)], images=False)
    said = inside("show", "vestnik", "-o", tmp_path)
    assert "languages" not in said.out and "--pages" in said.err
    assert "languages" in inside("show", "vestnik", "-o", tmp_path, "--pages", "1-14").out


def test_what_is_stated_is_shown(tmp_path: Path) -> None:
    """Each stated field by its key; none where nothing is stated."""
    stored(tmp_path, [newspaper()], images=False)
    lines = [line.split(maxsplit=1) for line in inside("show", "vestnik", "-o", tmp_path).out.splitlines()]
    start = lines.index(["stated", "value"])
    assert lines[start + 1 : start + 6] == [
        *(["title", "Pravda"], ["issue", "251"], ["date", "1927-11-02"], ["page", "4"]),
        ["citation", "Правда. 1927. 2 нояб."],
    ]
    assert stated_rows({"title": None, "proposals": []}) == []
    assert stated_rows({"citation": "a\n  b", "fond": "3"}) == [["fond", "3"], ["citation", "a b"]]


def test_a_long_source_stays_on_one_line(tmp_path: Path) -> None:
    """However narrow the table below it is."""
    stored(tmp_path, [newspaper()], images=False)
    report = tmp_path / "vestnik/report.json"
    report.write_text(report.read_text("utf-8").replace('"title": "Pravda"', f'"title": "{"word " * 300}"'), "utf-8")
    assert inside("show", "vestnik", "-o", tmp_path).out.splitlines()[0].endswith("word, no. 251, 2 November 1927")


def test_a_report_with_a_damaged_reference(tmp_path: Path) -> None:
    """It is an error of the file, told without a traceback."""
    stored(tmp_path, [newspaper()], images=False)
    report = tmp_path / "vestnik/report.json"
    report.write_text(report.read_text("utf-8").replace("1927-11-02", "yesterday"), "utf-8")
    said = inside("show", "vestnik", "-o", tmp_path)
    assert said.code == ExitCode.BAD_INPUT and "damaged" in said.err


# A line ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "citation"),
    [
        ("p0001_r003_l001", "Pravda, no. 251, 2 November 1927, p. 4, col. 2, top"),
        ("p0001_r001_l001", "Pravda, no. 251, 2 November 1927, p. 4, cols 1-2, top"),
        ("p0001_r002_l002_w001", "Pravda, no. 251, 2 November 1927, p. 4, col. 1, top"),
        ("p0002_r002_l001", "Pravda, no. 251, 2 November 1927, p. 5, col. 1, top"),
    ],
)
def test_a_line_is_cited(tmp_path: Path, line: str, citation: str) -> None:
    """Any line, or the line of any word, with the source, its own page number, column and place."""
    stored(tmp_path, [newspaper(1), newspaper(2)], images=False)
    assert inside("show", "vestnik", "-o", tmp_path, "--line", line).out.splitlines()[0] == citation
    told = inside("show", "vestnik", "-o", tmp_path, "--line", line, "--json").json
    assert told["citation"] == citation and citation.endswith(told["place_cited"])
    assert told["line"] == line.partition("_w")[0]


def test_a_line_has_both_layers_and_its_box(tmp_path: Path) -> None:
    """For people, the reading only where it differs; for programs all of it."""
    stored(tmp_path, [newspaper()], images=False)
    command = ("show", "vestnik", "-o", tmp_path, "--line", "p0001_r002_l002")
    told = inside(*command, "--json").json
    assert (told["text"], told["reading"], told["column"], told["columns"]) == ("раз-", "разговор", 1, None)
    assert told["box"] == [100, 240, 500, 280] and told["image"] == "images/0001.png"
    rows = dict(line.split(maxsplit=1) for line in inside(*command).out.splitlines()[2:])
    assert (rows["printed"], rows["reading"], rows["region"]) == ("раз-", "разговор", "paragraph")
    assert rows["source"] == "Правда. 1927. 2 нояб."
    plain = inside("show", "vestnik", "-o", tmp_path, "--line", "p0001_r001_l001").out
    assert "reading" not in plain


def test_a_line_that_is_not_there(tmp_path: Path) -> None:
    """Exit code 3, and what ids are like."""
    stored(tmp_path, [newspaper()], images=False)
    said = inside("show", "vestnik", "-o", tmp_path, "--line", "p0001_r009_l001\n")
    assert said.code == ExitCode.BAD_INPUT and "p0001_r002_l003" in said.err and said.out == ""


@pytest.mark.parametrize("other", [["--layout"], ["--pages", "1"]])
def test_a_line_is_shown_alone(tmp_path: Path, other: list[str]) -> None:
    """What cannot go together is said."""
    stored(tmp_path, [newspaper()], images=False)
    assert inside("show", "vestnik", "-o", tmp_path, "--line", "p0001_r001_l001", *other).code == ExitCode.USAGE


# Pictures --------------------------------------------------------------------------------------------------------------


def pixels_of(path: Path) -> np.ndarray[Any, Any]:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"), np.int16)


def test_pictures_of_the_pages_asked_for(tmp_path: Path) -> None:
    """Their paths are the output; nothing else is written, and the report and its digests stay as they are."""
    stored(tmp_path, [newspaper(n) for n in (1, 2, 3)])
    before = work.contents(tmp_path)
    said = inside("show", "vestnik", "-o", tmp_path, "--layout", "--pages", "1,3")
    expected = [tmp_path / "vestnik" / "layout" / name for name in ("0001.png", "0003.png")]
    assert (said.code, said.out.splitlines()) == (0, [str(path) for path in expected])
    after = work.contents(tmp_path)
    assert {**before, **{str(p.relative_to(tmp_path)): p.read_bytes() for p in expected}} == after
    told = inside("show", tmp_path / "vestnik", "--layout", "--pages", "3", "--json").json
    assert told == [str(expected[1])]
    assert work.contents(tmp_path) == after
    assert work.leftovers(tmp_path) == []


def half_black(mode: str) -> Image.Image:
    """A page of the usual size whose lower half is black."""
    image = Image.new("L", (WIDTH, HEIGHT), 255)
    image.paste(0, (0, HEIGHT // 2, WIDTH, HEIGHT))
    return image.convert(mode)


def sixteen_bits() -> Image.Image:
    return Image.fromarray(np.asarray(half_black("L"), np.uint16) * 16)


@pytest.mark.parametrize(
    ("image", "form"),
    [
        (half_black("L"), "JPEG"),
        (half_black("RGB"), "JPEG"),
        (half_black("CMYK"), "JPEG"),
        (half_black("1"), "TIFF"),
        (half_black("LA"), "PNG"),
        (half_black("P"), "PNG"),
        (sixteen_bits(), "PNG"),
    ],
    ids=["grey JPEG", "colour JPEG", "CMYK JPEG", "bitonal TIFF", "alpha PNG", "palette PNG", "16 bit PNG"],
)
def test_every_kind_of_scan_is_drawn(tmp_path: Path, image: Image.Image, form: str) -> None:
    """White above, grey below where the page is black: the page shows through, whatever its file holds."""
    scan = io.BytesIO()
    image.save(scan, form)
    stored_scan(tmp_path, scan.getvalue(), newspaper())
    (path,) = inside("show", "vestnik", "-o", tmp_path, "--layout").out.splitlines()
    pixels = pixels_of(Path(path))
    middle = pixels.shape[0] // 2
    assert (pixels[middle - 100, 500:600] > 235).all()
    assert (np.abs(pixels[middle + 200, 500:600] - 127) < 20).all()


def test_a_failed_page_is_drawn_as_one(tmp_path: Path) -> None:
    """With the image that was saved of it, or without any; it is no error of this command."""
    stored(tmp_path, [newspaper(1), page(2, failure="the recogniser crashed"), page(3, failure="truncated file")])
    (tmp_path / "vestnik/images/0003.png").unlink()
    said = inside("show", "vestnik", "-o", tmp_path, "--layout", "--pages", "2-3")
    assert said.code == 0
    for path in map(Path, said.out.splitlines()):
        fault = np.abs(pixels_of(path) - np.array(COLOURS[RegionKind.HEADING])).max(axis=2) < 16
        assert fault.sum() > 500


def test_an_image_that_cannot_be_read_is_why_a_page_failed(tmp_path: Path) -> None:
    """A damaged scan, kept as it came, leaves the page white under the reason."""
    stored_scan(tmp_path, b"\x89PNG\r\n\x1a\n damaged", page(1, failure="damaged"))
    assert inside("show", "vestnik", "-o", tmp_path, "--layout").code == 0


@pytest.mark.parametrize("fault", ["missing", "damaged", "other size"])
def test_without_its_image_a_page_is_not_drawn(tmp_path: Path, fault: str) -> None:
    """It is named, with the way out; the others are drawn, and the exit code says that not all were."""
    stored(tmp_path, [newspaper(1), newspaper(2)])
    path = tmp_path / "vestnik/images/0001.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    if fault == "missing":
        path.unlink()
    if fault == "other size":
        Image.new("L", (WIDTH, 8)).save(path)
    said = inside("show", "vestnik", "-o", tmp_path, "--layout")
    assert said.code == ExitCode.PARTIAL
    assert "vestnik, page 1" in said.err and "image" in said.err and "digitize run" in said.err
    assert said.out.splitlines() == [str(tmp_path / "vestnik/layout/0002.png")]
    assert inside("show", "vestnik", "-o", tmp_path, "--layout", "--pages", "1").code == ExitCode.BAD_INPUT


def test_an_original_that_is_gone(tmp_path: Path) -> None:
    """A document whose only page image was its kept scan says that it is missing."""
    scan = scans.encoded(half_black("L"), "PNG")
    stored_scan(tmp_path, scan, newspaper())
    shutil.rmtree(tmp_path / ".digitize")
    said = inside("show", "vestnik", "-o", tmp_path, "--layout")
    assert said.code == ExitCode.BAD_INPUT and "missing" in said.err


def test_a_page_read_anew_loses_its_picture(tmp_path: Path) -> None:
    """A drawing of an earlier layout would mislead; what else a person has put there stays."""
    scan, output = scans.png(tmp_path / "a.png", scans.page(scans.RUSSIAN[:2], height=200)), tmp_path / "out"
    work.run(output, scan, languages="rus")
    assert inside("show", "a", "-o", output, "--layout").code == 0
    drawn = output / "a/layout/0001.png"
    note = drawn.with_name("note.png")
    shutil.copy(drawn, note)
    work.run(output, scan, languages="rus")
    assert drawn.is_file()  # nothing was done
    work.run(output, scan, languages="rus+fra")
    assert not drawn.exists() and note.is_file()


def test_a_turned_page_of_a_pdf(tmp_path: Path) -> None:
    """The canonical image is what is drawn on: upright, whatever way the page lies in its file."""
    on_its_side = scans.page(height=700).transpose(Image.Transpose.ROTATE_90)
    pdf = tmp_path / "b.pdf"
    pdf.write_bytes(scans.image_pdf(on_its_side))
    output = tmp_path / "out"
    work.run(output, pdf, languages="rus")
    (path,) = inside("show", "b", "-o", output, "--layout").out.splitlines()
    told = work.report(output / "b")["pages"][0]
    with Image.open(path) as picture:
        assert (told["width"], told["height"]) == (1000, 700)
        assert picture.width > picture.height


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    """Something in the way of the folder is an error of the surroundings, without a traceback."""
    stored(tmp_path, [newspaper()])
    (tmp_path / "vestnik/layout").write_text("in the way")
    assert inside("show", "vestnik", "-o", tmp_path, "--layout").code == ExitCode.ENVIRONMENT


def test_an_image_larger_than_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit on pixels holds here too, for an image that was exchanged meanwhile."""
    made = replace(newspaper(), width=WIDTH, height=HEIGHT)
    stored(tmp_path, [made])
    monkeypatch.setenv("DIGITIZE_MAX_PIXELS", "1000")
    said = inside("show", "vestnik", "-o", tmp_path, "--layout")
    assert said.code == ExitCode.BAD_INPUT and "pixels" in said.err
