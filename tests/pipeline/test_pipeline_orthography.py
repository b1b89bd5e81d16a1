"""The orthography of a document's pages: told from the reading, page by page; modernised on request and back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.pages.catalogue import draw
from digitize.confine import Pool
from digitize.model.language import Orthography
from digitize.model.transcription import RegionKind, TranscribedPage
from digitize.pipeline.again import export_again
from digitize.pipeline.exports import Delivery
from digitize.pipeline.orthography import tell_orthography
from digitize.pipeline.workshop import Workshop
from digitize.settings import Settings
from tests.lexicon.test_lexicon_languages import TEXTS
from tests.lexicon.test_lexicon_orthography import OLD, OTHERS
from tests.pipeline import work
from tests.pipeline.conftest import Run
from tests.repair.test_repair_hyphens import page

BEFORE = Orthography.BEFORE_1918


def pages(*texts: tuple[str, str | None]) -> tuple[TranscribedPage, ...]:
    made = []
    for number, (text, language) in enumerate(texts, 1):
        one = page((RegionKind.PARAGRAPH, text), number=number, language=language or "rus")
        if language is None:
            lines = [replace(ln, words=tuple(replace(w, language=None) for w in ln.words)) for ln in one.lines]
            one = replace(one, language=None, regions=(replace(one.regions[0], lines=tuple(lines)),))
        made.append(one)
    return tuple(made)


def told(made: Sequence[TranscribedPage]) -> list[tuple[Orthography | None, str | None]]:
    found, choices = tell_orthography(tuple(made))
    return [(p.orthography, c.value if c is not None else None) for p, c in zip(found, choices, strict=True)]


def test_each_page_is_told_by_itself() -> None:
    """Where pages differ, each of them says what it is and why."""
    made = pages((OLD, "rus"), (TEXTS["rus"], "rus"), (TEXTS["fra"], "fra"))
    assert told(made) == [(BEFORE, "before 1918"), (None, "today's"), (None, None)]
    _, choices = tell_orthography(made)
    assert choices[0] is not None and choices[1] is not None
    assert choices[0].what == "orthography" and "15 of 15 words after hard consonants end in ъ" in choices[0].why
    assert choices[1].why.startswith("0 of ")


def test_nothing_is_said_where_no_page_is_old() -> None:
    """A modern document's report is as it was."""
    made = pages((TEXTS["rus"], "rus"), (TEXTS["ukr"], "ukr"))
    assert tell_orthography(made) == (made, (None, None))


def test_a_title_page_follows_the_others() -> None:
    """A page with too little text, when all that can be told agree, and nothing on it says otherwise."""
    title = "Повѣсти и разсказы. Изданіе второе"
    assert told(pages((title, "rus"), (OLD, "rus")))[0] == (BEFORE, "before 1918")
    assert told(pages(("Институт истории. Каталог книг", "rus"), (OLD, "rus")))[0] == (None, "not known")
    assert told(pages((title, "rus"), (OLD, "rus"), (TEXTS["rus"], "rus")))[0] == (None, "not known")
    assert told(pages((title, "rus"))) == [(None, None)]


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("language", ["rus", None])
def test_a_neighbour_language_read_by_a_wrong_model_is_not_taken_for_it(name: str, language: str | None) -> None:
    """Even if someone asked for Russian, and even beside a page that is in old Russian."""
    made = pages((OTHERS[name], language), (OLD, language))
    assert [value for value, _ in told(made)] == [None, BEFORE]


def test_words_in_another_language_do_not_count() -> None:
    """Bulgarian with hard signs, found to be Bulgarian."""
    assert told(pages((OTHERS["Bulgarian of before 1945"], "bul"), (OLD, "rus")))[0] == (None, None)


@dataclass(frozen=True)
class OldBook:
    """A drawn page of a book of before 1918, read by ``Cyrillic`` as it is."""

    scan: Path
    output: Path


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, run: Run) -> OldBook:
    folder = tmp_path_factory.mktemp("old")
    draw("old-book", 2).write(folder)
    scan = folder / "old-book-2.png"
    (result,) = run(folder / "out", scan)
    assert result.errors == () and result.delivered
    return OldBook(scan, folder / "out")


def folder_of(output: Path) -> Path:
    return output / "old-book-2"


def text_of(output: Path) -> str:
    return " ".join((folder_of(output) / "old-book-2.txt").read_text(encoding="utf-8").split())


def words_of(output: Path) -> list[dict[str, Any]]:
    content = json.loads((folder_of(output) / "transcription.json").read_bytes())
    assert [p["orthography"] for p in content["pages"]] == ["before-1918"]
    return [w for p in content["pages"] for r in p["regions"] for line in r["lines"] for w in line["words"]]


def exported_again(output: Path, pool: Pool, *formats: str, **settings: Any) -> Delivery:
    with Workshop(Settings(output=output, **settings), pool=pool) as shop:
        return export_again("old-book-2", formats, shop)


def test_a_drawn_page_is_told_with_its_evidence(book: OldBook) -> None:
    """By a model that has і and no ѣ; unless it is asked for, nothing is modernised."""
    report = work.report(folder_of(book.output))
    assert report["orthography"] == {"value": "before-1918", "pages": [1]}
    assert report["provenance"]["settings"]["modernise"] is False
    chosen = {choice["what"]: choice for choice in report["pages"][0]["choices"]}
    assert chosen["languages"]["value"] == "Cyrillic"
    assert chosen["orthography"]["value"] == "before 1918"
    assert "words after hard consonants end in ъ" in chosen["orthography"]["why"]
    assert not any(r["rule"].startswith("modernise") for word in words_of(book.output) for r in word["repairs"])
    tei = (folder_of(book.output) / "old-book-2.tei.xml").read_text(encoding="utf-8")
    assert 'xml:lang="ru-petr1708"' in tei
    assert "ъ " in text_of(book.output)


def test_modernising_redoes_the_document_step_alone(book: OldBook, tmp_path: Path, run: Run) -> None:
    """No page is read again; the printed layer and the PDF's bytes stay; taken back, every byte is as it was."""
    output = tmp_path / "out"
    shutil.copytree(book.output, output)
    before = work.contents(output)
    (result,) = run(output, book.scan, modernise=True)
    assert (result.engine_calls, result.pages_from_cache) == (0, 1)
    after = work.contents(output)
    assert {p for p in before if before[p] != after[p] and p.endswith(".pdf")} == set()
    assert [w["text"] for w in words_of(output)] == [w["text"] for w in words_of(book.output)]
    assert " изъ " in text_of(book.output) and " изъ " not in text_of(output) and " из " in text_of(output)
    changed = [w for w in words_of(output) if any(r["rule"] == "modernise-hard-sign" for r in w["repairs"])]
    assert len(changed) > 30 and all(r["old"] != r["new"] for w in changed for r in w["repairs"])
    assert work.report(folder_of(output))["provenance"]["settings"]["modernise"] is True
    run(output, book.scan)
    assert work.exports(output) == work.exports(book.output)
    assert work.versions(folder_of(output)) == ["ocr-1", "ocr-2"]


def test_exports_may_be_written_either_way(book: OldBook, tmp_path: Path, pool: Pool) -> None:
    """From the stored transcription, without reading anything; what tells of the reading layer is written together."""
    output = tmp_path / "out"
    shutil.copytree(book.output, output)
    delivery = exported_again(output, pool, "txt", modernise=True)
    assert {"old-book-2.txt", "transcription.json", "old-book-2.tei.xml"} <= delivery.outputs.keys()
    assert "old-book-2.pdf" not in delivery.outputs
    assert " из " in text_of(output)
    assert work.report(folder_of(output))["provenance"]["settings"]["modernise"] is True
    assert work.report(folder_of(output))["parent"] == "ocr-1"
    assert exported_again(output, pool, "txt").outputs.keys() == {"old-book-2.txt"}
    assert " из " in text_of(output), "without the setting it stays as it is stored"
    exported_again(output, pool, "txt", modernise=False)
    assert work.exports(output) == work.exports(book.output)
    assert work.versions(folder_of(output)) == ["ocr-1", "ocr-2"]
