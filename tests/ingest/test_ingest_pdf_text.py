"""Text that pages of PDFs have of their own: counted, and whether anything could be found by it."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from digitize.ingest import page_own_text, page_words
from digitize.model.own_text import OwnText, OwnTextKind


def _page(tmp_path: Path, content: bytes, *, meaning: bytes | None = None) -> Path:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    path = tmp_path / "a.pdf"
    with pikepdf.new() as pdf:
        if meaning is not None:
            font.ToUnicode = pdf.make_stream(meaning)
        page = pdf.add_blank_page(page_size=(300, 200))
        page.obj.Resources = Dictionary(Font=Dictionary(F=font))
        page.obj.Contents = pdf.make_stream(b"BT /F 10 Tf " + content + b" ET")
        pdf.save(path)
    return path


def test_words_of_a_layer(tmp_path: Path) -> None:
    """All of them, in order; and it is of use."""
    path = _page(tmp_path, b"3 Tr 20 100 Td (Words of an old) Tj 0 -12 Td (layer) Tj")
    assert page_own_text(path, 0) == OwnText(OwnTextKind.INVISIBLE, 5)
    assert page_words(path, 0) == ("Words", "of", "an", "old", "layer")


def test_a_stamp_beside_a_layer(tmp_path: Path) -> None:
    """What is seen and what is not are counted apart."""
    path = _page(tmp_path, b"3 Tr 20 100 Td (Words of a layer) Tj 0 Tr 0 -50 Td (A stamp) Tj")
    assert page_own_text(path, 0) == OwnText(OwnTextKind.VISIBLE, 2, 4)


def test_a_page_without_text(tmp_path: Path) -> None:
    """There is nothing to tell."""
    assert page_own_text(_page(tmp_path, b""), 0) is None


_PRIVATE = (
    b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
    b"1 beginbfrange <20> <7E> <E020> endbfrange endcmap"
)


_WORDS = b"Alpha river stone mountain seventeen obligations yesterday workers unity".split()


@pytest.mark.parametrize(
    ("content", "meaning", "reason"),
    [
        (b"3 Tr 20 100 Td (Words of an old layer) Tj", _PRIVATE, "its characters have no meaning"),
        (b"3 Tr 20 100 Td (---- ,,,, ;;; a) Tj", None, "it is signs rather than letters"),
        (b"3 Tr 20 100 Td (a b c d e f g h i) Tj", None, "it is single letters rather than words"),
        (b"3 Tr 20 900 Td (Words of an old layer) Tj", None, "it does not stand on the page"),
        (
            b"3 Tr " + b"".join(b"1 0 0 1 20 100 Tm (%b ) Tj " % word for word in _WORDS),
            None,
            "its words stand in one place",
        ),
    ],
)
def test_a_layer_of_no_use(tmp_path: Path, content: bytes, meaning: bytes | None, reason: str) -> None:
    """It says what is wrong with it."""
    own = page_own_text(_page(tmp_path, content, meaning=meaning), 0)
    assert own is not None
    assert own.unfit == reason


def test_a_page_that_is_turned_and_cropped(tmp_path: Path) -> None:
    """Places are those of the page as it lies in the file."""
    path = _page(tmp_path, b"3 Tr 1020 1100 Td (Words of an old layer here) Tj")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].obj.MediaBox = Array([1000, 1000, 1300, 1200])
        pdf.pages[0].obj.Rotate = 90
        pdf.save()
    assert page_own_text(path, 0) == OwnText(OwnTextKind.INVISIBLE, 6)
