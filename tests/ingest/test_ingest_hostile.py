"""PDFs made or broken to do harm: counted and decoded, or refused; never a hang, a crash or noise."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pikepdf
import pytest

from digitize import ingest
from digitize.errors import InputError
from digitize.ingest import identify
from tests.ingest.drawn import MANY, PdfDrawing, decoded, known, page, pdf_pages


def raw_pdf(objects: list[str], root: int = 1) -> bytes:
    """A PDF of these objects, numbered from 1, with a true table of offsets."""
    data = b"%PDF-1.5\n"
    offsets = []
    for number, text in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    start = len(data)
    count = len(objects) + 1
    trailer = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root {root} 0 R >>\n"
    return data + f"{trailer}startxref\n{start}\n%%EOF\n".encode()


CATALOG = "<< /Type /Catalog /Pages 2 0 R >>"
LEAF = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>"


def test_a_page_tree_in_a_circle(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Kids that name their own parent: refused, at once and in silence."""
    (tmp_path / "a.pdf").write_bytes(raw_pdf([CATALOG, "<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>", LEAF]))
    with pytest.raises(InputError, match="Loop detected"):
        known(tmp_path / "a.pdf")
    assert capfd.readouterr() == ("", "")


def test_a_count_that_lies(tmp_path: Path) -> None:
    """A tree that claims a million pages has those that it has."""
    (tmp_path / "a").write_bytes(raw_pdf([CATALOG, "<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>", LEAF]))
    assert known(tmp_path / "a").frames == 1
    assert decoded(tmp_path / "a").raster.width == 417


def test_a_deep_page_tree(tmp_path: Path) -> None:
    """A tree of 20,000 levels is refused; in a process of its own, for such a tree could exhaust the stack."""
    depth = 20_000
    nodes = [f"<< /Type /Pages /Kids [{number + 1} 0 R] /Count 1 >>" for number in range(2, depth)]
    (tmp_path / "a").write_bytes(raw_pdf([CATALOG, *nodes, LEAF.replace("2 0 R", f"{depth - 1} 0 R")]))
    code = (
        "import sys; from pathlib import Path; from digitize.errors import InputError; from digitize.ingest import identify\n"
        "try: identify(Path(sys.argv[1]), max_file_bytes=10**9, max_pages=9)\n"
        "except InputError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a")], capture_output=True, timeout=120, check=False
    )
    assert done.stderr == b""
    assert done.returncode == 0
    assert b"damaged PDF" in done.stdout


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9, 0.99])
def test_a_cut_pdf(tmp_path: Path, keep: float, capfd: pytest.CaptureFixture[str]) -> None:
    """A PDF that ends early is refused: pages may be missing, and nobody could tell which."""
    made = PdfDrawing()
    made.jpeg("Im", page(500, 700))
    for _ in range(3):
        made.pdf.pages.append(made.page)
    data = made.draw("240 0 0 320 0 0 cm /Im Do").save(tmp_path / "whole.pdf").read_bytes()
    (tmp_path / "cut.pdf").write_bytes(data[: int(len(data) * keep)])
    with pytest.raises(InputError) as caught:
        known(tmp_path / "cut.pdf")
    assert str(caught.value.where).endswith("cut.pdf")
    assert caught.value.hint
    assert capfd.readouterr() == ("", "")


def test_a_linearised_pdf_that_is_cut(tmp_path: Path) -> None:
    """Its first part looks complete; it is not."""
    with pikepdf.open(pdf_pages(tmp_path / "a.pdf", 30)) as pdf:
        pdf.save(tmp_path / "b.pdf", linearize=True)
    data = (tmp_path / "b.pdf").read_bytes()
    (tmp_path / "c.pdf").write_bytes(data[: len(data) * 2 // 3])
    with pytest.raises(InputError):
        known(tmp_path / "c.pdf")


def test_a_repaired_pdf(tmp_path: Path) -> None:
    """A table of offsets that is wrong is rebuilt; the page is the right one, and says that the file is damaged."""
    made = PdfDrawing()
    made.jpeg("Im", page(500, 700))
    data = made.draw("240 0 0 320 0 0 cm /Im Do").save(tmp_path / "a").read_bytes()
    start = data.rindex(b"startxref")
    (tmp_path / "b").write_bytes(data[:start] + b"startxref\n7\n%%EOF\n")
    result = decoded(tmp_path / "b")
    assert np.array_equal(result.raster.pixels, decoded(tmp_path / "a").raster.pixels)
    assert any("damaged" in warning for warning in result.warnings)


def test_random_bytes(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """With and without a header."""
    for seed, head in enumerate([b"", b"%PDF-1.7\n", b"%PDF-1.4\n1 0 obj <<"]):
        (tmp_path / "a").write_bytes(head + np.random.default_rng(seed).bytes(5000))
        with pytest.raises(InputError):
            known(tmp_path / "a")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("page_object", "said"),
    [
        ("/MediaBox [0 0 100 100] /Annots 5 /Contents (x)", "cannot be"),
        ("/MediaBox [0 0 100 100] /UserUnit (x)", "cannot be read"),
        ("/MediaBox [0 0 100 100] /Annots [4 << /Subtype /Stamp /AP 1 /F (x) >>]", "cannot be read"),
        ("/MediaBox [0 0 100 100] /Type /Pages /Kids []", "without pages"),
        ("/MediaBox [0 0 100 (x)] /CropBox [0 0 0 0]", "no size"),
    ],
)
def test_objects_of_the_wrong_kind(
    tmp_path: Path, page_object: str, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whatever stands in the place of a page's parts: an error for the user, never one of ours."""
    leaf = f"<< /Type /Page /Parent 2 0 R {page_object} >>"
    (tmp_path / "a").write_bytes(raw_pdf([CATALOG, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", leaf]))
    with pytest.raises(InputError, match=said):
        decoded(tmp_path / "a")
    assert capfd.readouterr() == ("", "")


def test_a_page_without_a_box(tmp_path: Path) -> None:
    """Every reader takes it for a letter page, and so does poppler: it is rendered."""
    leaf = "<< /Type /Page /Parent 2 0 R >>"
    (tmp_path / "a").write_bytes(raw_pdf([CATALOG, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", leaf]))
    assert decoded(tmp_path / "a").raster.pixels.shape == (3300, 2550)


def test_a_form_that_paints_itself(tmp_path: Path) -> None:
    """Forms in a circle end."""
    made = PdfDrawing()
    form = made.pdf.make_indirect(pikepdf.Stream(made.pdf, b"/Fm Do 0 0 9 9 re f"))
    form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, pikepdf.Array([0, 0, 99, 99])
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fm=form))
    made.page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fm=form))
    assert decoded(made.draw("/Fm Do").save(tmp_path / "a")).raster.width == 1000


def test_an_image_that_claims_to_be_huge(tmp_path: Path) -> None:
    """An embedded image of 60,000 x 60,000 pixels is refused by what it says of itself."""
    made = PdfDrawing()
    made.image("Im", b"x" * 100, 60_000, 60_000)
    with pytest.raises(InputError, match="3,600,000,000 pixels"):
        decoded(made.draw("240 0 0 320 0 0 cm /Im Do").save(tmp_path / "a"))


def test_many_objects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of very many objects is a drawing: looking through it ends at a limit."""
    monkeypatch.setattr("digitize.ingest.pdf_contents._MOST_OBJECTS", 50)
    made = PdfDrawing()
    made.jpeg("Im", page(500, 700))
    result = decoded(made.draw("240 0 0 320 0 0 cm /Im Do " + "0 0 1 1 re n " * 90).save(tmp_path / "a"))
    assert result.embedded
    made.draw("1 1 1 RG " + "0 0 m 1 1 l S " * 90)
    assert not decoded(made.save(tmp_path / "b")).embedded


def test_functions_and_values_cross_processes(tmp_path: Path) -> None:
    """The pipeline runs all of this in children: everything public can be pickled, results too."""
    for name in ingest.__all__:
        assert pickle.loads(pickle.dumps(getattr(ingest, name))) is getattr(ingest, name)
    path = pdf_pages(tmp_path / "a.pdf", 2)
    collection = ingest.collect([path, tmp_path / "none"])
    again = pickle.loads(pickle.dumps(collection))
    assert again.candidates == collection.candidates
    assert str(again.rejected[0]) == str(collection.rejected[0])
    source = identify(path, max_file_bytes=MANY, max_pages=9)
    assert pickle.loads(pickle.dumps(source)) == source
