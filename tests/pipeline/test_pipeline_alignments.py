"""Reference texts of stored documents: laid on them, kept with them, refused when they are other texts, laid anew."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from digitize.align import align
from digitize.confine import Pool
from digitize.errors import EnvironmentFault, InputError, UsageError
from digitize.model.language import Orthography
from digitize.model.transcription import TranscribedPage
from digitize.model.witness import Witness
from digitize.pipeline.again import export_again
from digitize.pipeline.alignments import align_reference, lay_references
from digitize.pipeline.laying import Laid
from digitize.pipeline.same_text import in_common
from digitize.pipeline.workshop import Workshop
from digitize.settings import Settings
from tests.export.compared_texts import lines_page
from tests.export.schemas import own
from tests.pipeline import scans, work
from tests.pipeline.kept_documents import Kept

SCAN = [
    "Уборка хлебов идёт во всех районах области.",
    "Машины вышли в поле до разсвѣта и до самого",
    "позднего вечера возили снопы на гумно.",
    "Зерно будет сдано в срок, и новые машины",
]
TEXT = " ".join(SCAN).replace("разсвѣта", "рассвета").replace("самого позднего", "позднего") + " работают хорошо."
OTHER_WORK = """В библиотеке уездного училища хранятся карты, которые никто не раскрывал с прошлого столетия. Смотритель
утверждает, что ключ от шкафа потерян ещё при его деде, и потому посетителям показывают только глобус, подаренный купцом,
имени которого на табличке уже не разобрать."""
FRENCH = "La course a été gagnée par un jeune coureur de Lille, qui avait pris la tête dès le matin, devant une foule venue de loin."


@pytest.fixture
def shop(tmp_path: Path, pool: Pool) -> Iterator[Workshop]:
    with Workshop(Settings(output=tmp_path / "out", jobs=1), pool=pool) as made:
        yield made


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    made = Kept(tmp_path / "out")
    made.document([lines_page(1, SCAN, columns=1)])
    return made


def _file(folder: Path, text: str, name: str = "izdanie.txt", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def _alignment(kept: Kept, laid: Laid) -> Any:
    content = json.loads((kept.folder() / laid.files[0]).read_bytes())
    own("alignment").validate(content)
    return content


def test_a_text_is_laid_kept_and_shown(kept: Kept, shop: Workshop, tmp_path: Path) -> None:
    """The text becomes a version of its own, both files are there, and what came of it is told."""
    laid = align_reference("vestnik", _file(tmp_path, TEXT), shop)
    assert (laid.document, laid.transcription, laid.reference) == ("vestnik", "ocr-1", "reference-izdanie")
    assert work.versions(kept.folder()) == ["ocr-1", "reference-izdanie"]
    content = _alignment(kept, laid)
    assert content["reference"]["id"] == "reference-izdanie" and content["document"] == "vestnik"
    kinds = {variant["kind"] for variant in content["variants"]}
    assert kinds == {"omission", "orthography", "addition"}
    page = (kept.folder() / laid.files[1]).read_text("utf-8")
    assert "data:image/webp" in page and "самого" in page
    assert laid.measures.pages == (1,) and laid.measures.substantive == 2
    assert work.leftovers(kept.output) == []


def test_words_that_the_language_has_are_known(kept: Kept, shop: Workshop, tmp_path: Path) -> None:
    """The models' word lists are asked: two words of the language that differ by a letter are two words, no misspelling."""
    laid = align_reference("vestnik", _file(tmp_path, TEXT.replace("поле", "доле")), shop)
    content = _alignment(kept, laid)
    assert content["comparison"]["word_lists"] == ["rus", "fra"]
    assert any(v["kind"] == "substitution" and v["scan"]["text"] == "поле" for v in content["variants"])


def test_the_same_again_writes_the_same(kept: Kept, shop: Workshop, tmp_path: Path) -> None:
    """A text that lies there already is kept once, and its files are the same bytes."""
    align_reference("vestnik", _file(tmp_path, TEXT), shop)
    before = work.contents(kept.output)
    align_reference("vestnik", _file(tmp_path, TEXT), shop)
    assert work.contents(kept.output) == before


def test_two_texts_for_one_page_are_two_alignments(kept: Kept, shop: Workshop, tmp_path: Path) -> None:
    """Texts of one name with other content stand beside each other, and so do texts under names of their own."""
    first = align_reference("vestnik", _file(tmp_path, TEXT), shop)
    second = align_reference("vestnik", _file(tmp_path, TEXT.replace("снопы", "копны")), shop)
    third = align_reference("vestnik", _file(tmp_path, TEXT), shop, "Правка 2")
    assert len({first.reference, second.reference, third.reference}) == 3
    assert third.reference == "reference-правка-2"
    assert sorted(p.name for p in (kept.folder() / "alignments").iterdir()) == sorted(
        one.reference for one in (first, second, third)
    )


@pytest.mark.parametrize(
    ("text", "hint"),
    [(OTHER_WORK, "Check that it is the text of vestnik"), (FRENCH, "It is in French, the document in Russian")],
)
def test_another_text_is_refused_and_leaves_nothing(
    kept: Kept, shop: Workshop, tmp_path: Path, text: str, hint: str
) -> None:
    """What is another work, or in another language, is said with the measured share; nothing is written."""
    before = work.contents(kept.output)
    with pytest.raises(InputError, match=r"only \d+ % of .* words stand .*another text") as error:
        align_reference("vestnik", _file(tmp_path, text), shop)
    assert error.value.where == "izdanie.txt" and hint in str(error.value)
    assert work.contents(kept.output) == before


def test_what_cannot_be_read_is_refused(kept: Kept, shop: Workshop, tmp_path: Path) -> None:
    """An empty text, broken XML, no file, no document, a kind that there is none of: named, nothing written."""
    before = work.contents(kept.output)
    for text, name, message in (
        (" \n ", "leer.txt", "no text"),
        ("<TEI xmlns='http://www.tei-c.org/ns/1.0'><text>", "a.xml", "broken XML"),
    ):
        with pytest.raises(InputError, match=message):
            align_reference("vestnik", _file(tmp_path, text, name), shop)
    with pytest.raises(InputError, match="does not exist"):
        align_reference("vestnik", tmp_path / "nowhere.txt", shop)
    with pytest.raises(InputError, match="no document 'nobody'"):
        align_reference("nobody", _file(tmp_path, TEXT), shop)
    with (
        Workshop(Settings(output=kept.output, jobs=1, equal="mood"), pool=shop.pool) as other,
        pytest.raises(UsageError, match="no kind of variant 'mood'"),
    ):
        align_reference("vestnik", _file(tmp_path, TEXT), other)
    assert work.contents(kept.output) == before


def test_a_document_without_text_takes_no_reference(tmp_path: Path, shop: Workshop) -> None:
    """Where nothing was read nothing can be laid, and that is said."""
    empty = Kept(tmp_path / "out")
    empty.document([TranscribedPage(1, 1200, 1600, lines_page(1, SCAN).status, (), 0, None)])
    with pytest.raises(InputError, match="no text was read"):
        align_reference("vestnik", _file(tmp_path, TEXT), shop)


def test_an_encoding_is_named(kept: Kept, shop: Workshop, tmp_path: Path) -> None:
    """A text in an old encoding is read, and the user told so, in the answer and in the files."""
    laid = align_reference("vestnik", _file(tmp_path, TEXT, encoding="koi8-r"), shop)
    assert any("koi8" in notice for notice in laid.notices)
    assert _alignment(kept, laid)["reference"]["notices"] == list(laid.notices)


def test_a_missing_picture_is_told_and_stops_nothing(kept: Kept, shop: Workshop, tmp_path: Path) -> None:
    """Without the page's image the text is laid all the same, and the page says what it cannot show."""
    shutil.rmtree(kept.output / ".digitize" / "originals")
    laid = align_reference("vestnik", _file(tmp_path, TEXT), shop)
    assert laid.notices == ("no picture of page 1: the page image is missing",)
    assert "page image is missing" in (kept.folder() / laid.files[1]).read_text("utf-8")


def test_a_new_version_takes_the_text_over(tmp_path: Path, pool: Pool) -> None:
    """When another version comes into force the text is laid on it, by what was taken for equal then; the older alignment stays."""
    kept = Kept(tmp_path / "out")
    kept.document([replace(lines_page(1, SCAN, columns=1), orthography=Orthography.BEFORE_1918)])
    with Workshop(Settings(output=kept.output, jobs=1, equal="orthography"), pool=pool) as shop:
        align_reference("vestnik", _file(tmp_path, TEXT), shop)
    with Workshop(Settings(output=kept.output, jobs=1, modernise=True), pool=pool) as shop:
        assert export_again("vestnik", ("json",), shop).errors == ()
    assert work.versions(kept.folder()) == ["ocr-1", "ocr-2", "reference-izdanie"]
    folder = kept.folder() / "alignments" / "reference-izdanie"
    assert {path.name for path in folder.iterdir()} == {"alignment.json", "alignment.html", "alignment@ocr-1.json"}
    now = json.loads((folder / "alignment.json").read_bytes())
    assert now["transcription"] == "ocr-2" and now["comparison"]["equivalent"] == ["orthography"]
    assert json.loads((folder / "alignment@ocr-1.json").read_bytes())["transcription"] == "ocr-1"


def test_texts_of_a_run_are_laid_once_and_fail_alone(kept: Kept, shop: Workshop, tmp_path: Path) -> None:
    """One text that is no text of the document is named, the other lies; a second time nothing is done."""
    good, bad = _file(tmp_path, TEXT, "vestnik.reference.txt"), _file(tmp_path, OTHER_WORK, "vestnik.md")
    laid, errors = lay_references("vestnik", [bad, good], shop)
    assert [one.reference for one in laid] == ["reference-vestnik"]
    assert [error.where for error in errors] == ["vestnik.md"]
    assert lay_references("vestnik", [good], shop) == ((), ())


def test_a_full_disk_is_a_fault_of_the_surroundings(
    kept: Kept, shop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a file cannot be written the error says so, and nothing half written is left."""
    (kept.folder() / "alignments").write_text("a file where a folder is needed")
    with pytest.raises(EnvironmentFault, match="a file stands where a folder is needed"):
        align_reference("vestnik", _file(tmp_path, TEXT), shop)
    assert work.leftovers(kept.output) == []


def test_a_run_lays_what_lies_beside_the_scan(tmp_path: Path, run: Any) -> None:
    """A text of the same name is laid on the document that is read, one that is named as well; a bad one makes it partial."""
    scan = scans.png(tmp_path / "in" / "urozhai.png")
    _file(tmp_path / "in", " ".join(scans.RUSSIAN), "urozhai.txt")
    bad = _file(tmp_path / "other", OTHER_WORK, "other.txt")
    (result,) = run(tmp_path / "out", scan, languages="rus", references=(bad,))
    assert [one.reference for one in result.laid] == ["reference-urozhai"]
    assert result.laid[0].measures.b_share > 0.9
    assert [error.where for error in result.errors] == ["other.txt"]
    assert json.loads((result.folder / result.laid[0].files[0]).read_bytes())["document"] == "urozhai"
    with pytest.raises(UsageError, match="belongs to one document"):
        run(tmp_path / "out", scan, scans.png(tmp_path / "in" / "zwei.png"), languages="rus", references=(bad,))


_WORKS = (
    " ".join(scans.RUSSIAN),
    " ".join(SCAN),
    OTHER_WORK,
    """Гидрологическая партия вышла на лёд двенадцатого числа; промеры делались каждые двести метров, и к вечеру начальник
    записал в журнал, что глубина нигде не превышает десяти саженей, а течение почти незаметно.""",
    """Совет уполномоченных постановил просить правление отпустить средства на ремонт мельницы; председатель ревизионной
    комиссии возражал, ссылаясь на то, что в прошлом году деньги были истрачены без отчёта.""",
)


def test_unrelated_texts_are_told_from_the_same_badly_read() -> None:
    """Texts in one language have hardly a passage in common; the same text with every fourth letter wrong has most of it."""
    witnesses = [Witness.of_text("w", text) for text in _WORKS]
    for i, one in enumerate(witnesses):
        for j, other in enumerate(witnesses):
            if i != j and {i, j} != {0, 1}:
                assert not in_common(align(one, other)).is_one_work
        damaged = "".join("щ" if k % 4 == 3 and c.isalpha() else c for k, c in enumerate(one.text))
        common = in_common(align(Witness.of_text("w", damaged), one))
        assert common.is_one_work and common.b_share > 0.4
    page_of_a_book = in_common(align(witnesses[2], Witness.of_text("w", " ".join(_WORKS * 3))))
    assert page_of_a_book.is_one_work and page_of_a_book.b_share < 0.5
