"""Collations: the table for spreadsheets, the page, the apparatus in TEI. No word of any witness is lost in them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from digitize.align.collation import collate
from digitize.align.kinds import Comparison
from digitize.align.variant import VariantKind
from digitize.export.collated import Collated, apparatus_entry, encode_collation
from digitize.export.collation_csv import write_collation_csv
from digitize.export.collation_html import collation_page
from digitize.export.collation_tei import write_collation_tei
from digitize.export.compared import Side
from digitize.model.transcription import Emphasis
from digitize.model.witness import Token, Witness
from tests.export.schemas import tei

_T = {"t": "http://www.tei-c.org/ns/1.0"}
SPEECH = (
    "Товарищи, мы собрались здесь сегодня, чтобы обсудить «важный» вопрос.\n\nСлово имеет товарищ Иванов из губернии."
)
OTHER = 'Товарищи, ах, мы собрались здесь, чтобы обсудить "важный" вопрос.'
THIRD = "Товарищи, увы, мы собрались здесь, чтобы обсудить =важный & <вопросъ>. Слово имеет товарищ Иванов из губернии."


def _collated(texts: list[str] | list[Witness], *equal: VariantKind, sigla: list[str] | None = None) -> Collated:
    witnesses = [text if isinstance(text, Witness) else Witness.of_text("w", text) for text in texts]
    sides = tuple(Side(f"text {n}.txt", w, (("SHA-256", "0"),), "rus") for n, w in enumerate(witnesses))
    names = tuple(sigla or "ABCDE"[: len(sides)])
    return Collated(sides, names, collate(witnesses), Comparison(frozenset({"rus"}), frozenset(equal)))


def _tei(collated: Collated) -> Any:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "c.xml"
        write_collation_tei(collated, "Проба <&>", path)
        data = path.read_bytes()
        write_collation_tei(collated, "Проба <&>", path)
        assert path.read_bytes() == data
    return etree.fromstring(data)


def _words_by_tei(root: Any, siglum: str) -> list[str]:
    """A witness's words as the documentation says how to get them."""
    found: list[tuple[int | None, list[str]]] = []

    def walk(element: Any) -> None:
        if element.tag == f"{{{_T['t']}}}app":
            for reading in element.iter(f"{{{_T['t']}}}rdg"):
                if f"#{siglum}" in reading.get("wit").split():
                    at = reading.get("n")
                    found.append((int(at) - 1 if at else None, "".join(reading.itertext()).split(" ")))
        else:
            found.append((None, (element.text or "").split()))
            for child in element:
                walk(child)
        found.append((None, (element.tail or "").split()))

    walk(root.find(".//t:body", _T))
    words = [word for at, run in found if at is None for word in run if word]
    for at, run in sorted((at, run) for at, run in found if at is not None):
        words[at:at] = run
    return words


def test_the_apparatus_is_valid_tei(official_schemas: Path) -> None:
    """Header, list of witnesses, readings, groups that are taken for equal, words set off: all as TEI wants them."""
    bold = Witness("w", tuple(Token(w, " ", (Emphasis.BOLD,) if w == "мы" else ()) for w in OTHER.split()), "", True)
    for texts in ([SPEECH, OTHER, THIRD], [Witness.of_text("w", SPEECH), bold]):
        root = _tei(_collated(texts, VariantKind.QUOTATION_MARKS, sigla=["Пр", "2", "a b"][: len(texts)]))
        tei(official_schemas, root).assertValid(root)
    assert root.xpath("//t:hi[@rend='bold']/text()", namespaces=_T) == ["мы"]


def test_readings_name_their_witnesses_and_kinds() -> None:
    """In an app each witness is in one reading; what differs from the base says how."""
    root = _tei(_collated([SPEECH, OTHER, THIRD]))
    assert root.xpath("//t:witness/@xml:id", namespaces=_T) == ["A", "B", "C"]
    for app in root.iter(f"{{{_T['t']}}}app"):
        named = " ".join(app.xpath(".//t:rdg/@wit", namespaces=_T)).split()
        assert sorted(named) == ["#A", "#B", "#C"]
    readings = {r.text: r.get("type") for r in root.iter(f"{{{_T['t']}}}rdg")}
    assert readings["ах,"] == "addition" and readings['"важный"'] == "quotation-marks"
    assert readings["«важный»"] is None
    assert len(root.xpath("//t:body/t:p", namespaces=_T)) == 2


def test_equal_readings_stand_together_letter_for_letter() -> None:
    """Kinds that are taken for equal make no variant, but the letters of each witness stay."""
    root = _tei(_collated([SPEECH, SPEECH.replace("«", '"').replace("»", '"')], VariantKind.QUOTATION_MARKS))
    apps = root.xpath("//t:app", namespaces=_T)
    assert [app.get("type") for app in apps] == ["equal"]
    assert apps[0].xpath("t:rdgGrp[@type='equal']/t:rdg/text()", namespaces=_T) == ["«важный»", '"важный"']


_WORDS = st.sampled_from('и в на хлеб земля мир товарищи, съ съезд. раз- говор 5 «пять» =А <&> "мир"'.split())
_TEXT = st.lists(_WORDS, max_size=25)


@st.composite
def _texts(draw: st.DrawFn) -> list[str]:
    first = draw(_TEXT)
    texts = [first]
    for _ in range(draw(st.integers(1, 3))):
        words = list(first)
        for _ in range(draw(st.integers(0, 5))):
            at, cut = draw(st.integers(0, len(words))), draw(st.integers(0, 6))
            moved, words = words[at : at + cut], words[:at] + words[at + cut :]
            words[len(words) // 2 : len(words) // 2] = draw(st.sampled_from((moved, moved * 2, [draw(_WORDS)])))
        texts.append(words)
    return [" ".join(words) for words in texts]


@given(_texts(), st.sampled_from(((), (VariantKind.QUOTATION_MARKS,), (VariantKind.TRANSPOSITION,))))
@settings(max_examples=60)
def test_every_word_of_every_witness_is_in_the_apparatus(texts: list[str], equal: tuple[VariantKind, ...]) -> None:
    """Each witness's text is rebuilt from the apparatus, word for word, what is transposed included."""
    collated = _collated(texts, *equal)
    root = _tei(collated)
    for siglum, text in zip(collated.sigla, texts, strict=True):
        assert _words_by_tei(root, siglum) == text.split()


@given(_texts())
@settings(max_examples=60)
def test_every_word_of_every_witness_is_in_the_table(texts: list[str]) -> None:
    """The columns of the table hold each witness's words, all of them and no others."""
    collated = _collated(texts)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "c.csv"
        write_collation_csv(collated, path)
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    for siglum, text in zip(collated.sigla, texts, strict=True):
        cells = [row[siglum] for row in rows]
        words = [word for cell in cells for word in (cell.removeprefix("'")).split()]
        assert sorted(words) == sorted(text.split())


def test_the_table_is_no_danger_in_a_spreadsheet(tmp_path: Path) -> None:
    """What a spreadsheet would take for a formula is text; the file says in which encoding it is."""
    path = tmp_path / "c.csv"
    write_collation_csv(_collated(["=1+1 слово", "@SUM слово", "-2 слово"]), path)
    text = path.read_text("utf-8-sig")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    for cell in next(csv.reader([text.splitlines()[1]])):
        assert not cell.startswith(("=", "+", "-", "@"))


def test_the_page_shows_every_reading_and_is_safe() -> None:
    """Witnesses in columns, common words once, kinds named, nothing from outside, hostile words harmless."""
    collated = _collated([SPEECH, OTHER, THIRD])
    page = "".join(collation_page(collated, "Проба <script>", ["Заметка"]))
    tree: Any = etree.HTML(page)
    rows = tree.xpath("//table[@class='rows']/tbody/tr")
    whole = " ".join(" ".join(row.itertext()) for row in rows)
    for text in (SPEECH, OTHER, THIRD):
        for word in text.split():
            assert word in whole
    assert len(tree.xpath("//script")) == 1 and not tree.xpath("//@src")
    assert "addition" in whole and "quotation marks" in whole
    assert tree.xpath("//thead//th/text()")[0].startswith("A")
    assert page == "".join(collation_page(collated, "Проба <script>", ["Заметка"]))


def test_an_entry_reads_like_an_apparatus() -> None:
    """Each reading with its sigla; what a witness lacks is omitted."""
    collated = _collated([SPEECH, OTHER, THIRD])
    entries = [apparatus_entry(collated, locus) for locus in collated.places if locus.varies]
    assert entries[0] == "om. A ] ах, B ] увы, C"
    assert any(entry.startswith("Слово имеет товарищ Иванов") and entry.endswith("] om. B") for entry in entries)


def test_the_collation_as_json_holds_all_readings() -> None:
    """Programs get every place with every witness's words by number and text."""
    told = json.loads(json.dumps(encode_collation(_collated([SPEECH, OTHER, THIRD]))))
    assert [witness["siglum"] for witness in told["witnesses"]] == ["A", "B", "C"]
    for siglum, text in zip("ABC", (SPEECH, OTHER, THIRD), strict=True):
        readings = sorted((p["readings"][siglum] for p in told["places"]), key=lambda r: (r["first"], r["count"]))
        assert " ".join(r["text"] for r in readings if r["count"]).split() == text.split()
    assert told["variants"] == sum(place["varies"] for place in told["places"])


@pytest.mark.parametrize("sigla", [["A", "a b"], ["1", "-"]])
def test_sigla_become_names_of_xml(sigla: list[str]) -> None:
    """Whatever a user calls the witnesses, the pointers of the apparatus find them."""
    root = _tei(_collated([SPEECH, OTHER], sigla=sigla))
    ids = root.xpath("//t:witness/@xml:id", namespaces=_T)
    assert len(set(ids)) == 2
    assert root.xpath("//t:witness/@n", namespaces=_T) == sigla
    assert {w for wit in root.xpath("//@wit") for w in wit.split()} <= {f"#{id_}" for id_ in ids}
