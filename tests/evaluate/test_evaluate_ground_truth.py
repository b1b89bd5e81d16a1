"""Readers of ground-truth folders, over folders drawn by the tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from digitize.errors import ExitCode, InputError
from digitize.evaluate.ground_truth import Kind, TruthPage, read_ground_truth
from digitize.evaluate.normalisation import Convention

HEAD = "set\tpage\timage\tgt\tlanguages\tkind\tlicence\tconventions\n"


def image(path: Path) -> Path:
    """A small image."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("L", (8, 8), 255).save(path)
    return path


def manifest(folder: Path, *rows: str) -> Path:
    """A folder with a manifest, an image and a text."""
    image(folder / "press" / "p1.png")
    (folder / "press" / "p1.gt.txt").write_text("рожь\n", encoding="utf-8")
    (folder / "manifest.tsv").write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return folder


ROW = "press\tp1\tpress/p1.png\tpress/p1.gt.txt\trus+fra\tnewspaper\tfree\tfraktur"


def test_a_manifest_says_everything(tmp_path: Path) -> None:
    """Rows with truth become pages with all their columns; rows without truth are left out."""
    folder = manifest(tmp_path, "other\tp9\tpress/none.png\t-\trus\timage\tfree\t-", ROW)
    assert read_ground_truth(folder) == (
        TruthPage(
            "press",
            "p1",
            folder / "press" / "p1.png",
            0,
            "рожь\n",
            Kind.NEWSPAPER,
            "rus+fra",
            Convention.FRAKTUR,
        ),
    )


def test_languages_may_be_left_out(tmp_path: Path) -> None:
    """A dash means that nothing was stated, and is not taken for a language."""
    (page,) = read_ground_truth(manifest(tmp_path, ROW.replace("rus+fra", "-").replace("fraktur", "-")))
    assert page.languages is None
    assert page.convention is Convention.NONE


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (ROW.replace("press/p1.png", "press/p2.png"), "'press/p2.png' is not there"),
        (ROW.replace("press/p1.gt.txt", "../secret.txt"), "leads out of the folder"),
        (ROW.replace("press/p1.gt.txt", "/etc/hostname"), "leads out of the folder"),
        (ROW.replace("newspaper", "leaflet"), "kind 'leaflet' is not known"),
        (ROW.replace("fraktur", "runes"), "convention 'runes' is not known"),
        ("press\tp1\tpress/p1.png", "too few columns"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, row: str, said: str) -> None:
    """The error names the manifest, the line, what is wrong, and what to do."""
    with pytest.raises(InputError) as caught:
        read_ground_truth(manifest(tmp_path, ROW, row))
    assert said in str(caught.value)
    assert "manifest.tsv, line 3" in str(caught.value)
    assert caught.value.hint
    assert caught.value.exit_code is ExitCode.BAD_INPUT


def test_a_manifest_without_its_columns_is_named(tmp_path: Path) -> None:
    """A file that is something else is refused by its missing columns."""
    (tmp_path / "manifest.tsv").write_text("name\tsize\n", encoding="utf-8")
    with pytest.raises(InputError, match="lacks the columns set, page, image, gt"):
        read_ground_truth(tmp_path)


def test_pairs_are_found_at_any_depth(tmp_path: Path) -> None:
    """Each text belongs to the image of its name beside it; the set is the folder; order is by folder and name."""
    for name in ("b/z.tif", "b/a.PNG", "top.jpg", "b/c/deep.page.webp"):
        path = image(tmp_path / name)
        path.with_name(path.stem + ".gt.txt").write_text(f"\ufeff{path.stem}", encoding="utf-8")
    image(tmp_path / "b" / "without.png")
    found = read_ground_truth(tmp_path)
    assert [(page.set, page.name, page.text, page.frame) for page in found] == [
        (tmp_path.name, "top", "top", 0),
        ("b", "a", "a", 0),
        ("b", "z", "z", 0),
        ("b/c", "deep.page", "deep.page", 0),
    ]
    assert [page.image.name for page in found] == ["top.jpg", "a.PNG", "z.tif", "deep.page.webp"]
    assert {(page.languages, page.kind, page.convention) for page in found} == {(None, Kind.PAGE, Convention.NONE)}


def test_truth_may_stand_in_a_folder_of_its_own(tmp_path: Path) -> None:
    """``truth/NAME.gt.txt`` belongs to the image beside ``truth/``; numbered texts to the images of a multi-page file."""
    folder = tmp_path / "samples"
    image(folder / "page.png")
    image(folder / "sheets.tif")
    (folder / "truth").mkdir()
    for name in ("page", "sheets-0001", "sheets-0002"):
        (folder / "truth" / f"{name}.gt.txt").write_text(name, encoding="utf-8")
    (folder / "truth" / "page.json").write_text("{}", encoding="utf-8")
    for given in (folder, folder / "truth"):
        assert [(page.set, page.name, page.image.name, page.frame) for page in read_ground_truth(given)] == [
            ("samples", "page", "page.png", 0),
            ("samples", "sheets-0001", "sheets.tif", 0),
            ("samples", "sheets-0002", "sheets.tif", 1),
        ]


def test_a_text_needs_exactly_one_image(tmp_path: Path) -> None:
    """None or two images are an error that names the text."""
    (tmp_path / "p.gt.txt").write_text("рожь", encoding="utf-8")
    with pytest.raises(InputError, match=r"p\.gt\.txt: no image belongs to this text"):
        read_ground_truth(tmp_path)
    image(tmp_path / "p.png")
    image(tmp_path / "p.tif")
    with pytest.raises(InputError, match="2 images belong to this text"):
        read_ground_truth(tmp_path)


def test_no_truth_is_an_error(tmp_path: Path) -> None:
    """An empty folder, a missing one and a file are refused, and the hint says what is expected."""
    file = tmp_path / "file"
    file.touch()
    for folder, said in ((tmp_path, "no ground truth"), (tmp_path / "none", "not a folder"), (file, "not a folder")):
        with pytest.raises(InputError, match=said) as caught:
            read_ground_truth(folder)
        assert "manifest.tsv" in str(caught.value)
        assert str(folder) in str(caught.value)


def test_text_that_is_not_utf8_is_an_error(tmp_path: Path) -> None:
    """Broken bytes are refused by name, never read as something else."""
    image(tmp_path / "p.png")
    (tmp_path / "p.gt.txt").write_bytes("рожь".encode("cp1251"))
    with pytest.raises(InputError, match=r"p\.gt\.txt: not UTF-8 text"):
        read_ground_truth(tmp_path)


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    """A link to the folder itself is not followed."""
    image(tmp_path / "p.png")
    (tmp_path / "p.gt.txt").write_text("рожь", encoding="utf-8")
    (tmp_path / "again").symlink_to(tmp_path)
    assert len(read_ground_truth(tmp_path)) == 1
