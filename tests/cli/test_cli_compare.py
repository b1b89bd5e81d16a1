"""``digitize align`` and ``digitize diff``: what they say, write and refuse."""

from __future__ import annotations

import csv
import json
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from digitize.errors import ExitCode
from tests.cli.command import SCRIPT, environment, inside
from tests.export.compared_texts import SCAN, lines_page
from tests.pipeline.kept_documents import Kept

TEXT = " ".join(SCAN).replace("раз- говор", "разговор").replace("великъ", "велик").replace("груши.", "«груши»")
OTHER = (
    "Смотритель утверждает, что ключ от шкафа потерян ещё при его деде, и потому посетителям показывают только глобус."
)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """An output folder with one document, ``vestnik``."""
    Kept(tmp_path / "out").document([lines_page(1, SCAN)])
    return tmp_path / "out"


def _file(folder: Path, text: str, name: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_align_tells_in_eighty_columns_what_it_found(output: Path, tmp_path: Path) -> None:
    """Shares, pages, variants by kind, and where to look; nothing is wider than a terminal."""
    done = inside("align", "vestnik", _file(tmp_path, TEXT, "izdanie.txt"), "-o", output)
    assert done.code == ExitCode.OK
    assert "izdanie.txt, kept as vestnik@reference-izdanie, on ocr-1" in done.out
    assert "23 of 23 words of the reference (100 %) stand on the scan, page 1" in done.out.replace("\n  ", " ")
    assert "hyphenation" in done.out and "orthography" in done.out
    assert max(map(len, done.out.splitlines())) <= 80
    assert str(output / "vestnik" / "alignments" / "reference-izdanie" / "alignment.html") in done.err.replace("\n", "")


def test_align_tells_programs_the_same(output: Path, tmp_path: Path) -> None:
    """JSON alone on standard output, with the files that were written; the name and the kinds taken for equal are minded."""
    path = _file(tmp_path, TEXT, "izdanie.txt")
    told = inside("align", "vestnik", path, "-o", output, "--json", "--name", "Том 1", "--equal", "orthography").json
    assert told["reference"] == "reference-том-1" and told["measures"]["equivalent"] == 1
    for name in told["files"]:
        assert (output / "vestnik" / name).is_file()


def test_align_refuses_with_the_contracts_codes(output: Path, tmp_path: Path) -> None:
    """Another text and no document are bad input, a kind that there is none of is wrong usage; each says what to do."""
    other, text = _file(tmp_path, OTHER, "other.txt"), _file(tmp_path, TEXT, "a.txt")
    for arguments, code, said in (
        (("vestnik", other), ExitCode.BAD_INPUT, "this seems to be another text"),
        (("nobody", text), ExitCode.BAD_INPUT, "digitize documents"),
        (("vestnik", text, "--equal", "mood"), ExitCode.USAGE, "no kind of variant 'mood'"),
        (("vestnik", text, "--equal", "a b"), ExitCode.USAGE, "not a list of kinds"),
    ):
        done = inside("align", *arguments, "-o", output)
        assert (done.code, said in done.err, done.out) == (code, True, ""), done.err
    assert not (output / "vestnik" / "alignments").exists()


def test_two_processes_align_at_once(output: Path, tmp_path: Path) -> None:
    """Two commands on one document wait for each other; both texts lie there afterwards, whole."""
    paths = [_file(tmp_path, TEXT.replace("все", f"все {word}"), f"{word}.txt") for word in ("раз", "два")]
    commands = [
        subprocess.Popen(
            [SCRIPT, "align", "vestnik", path, "-o", output, "--json"],
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for path in paths
    ]
    told = [command.communicate(timeout=120) for command in commands]
    assert [command.returncode for command in commands] == [0, 0], told
    references = {json.loads(out)["reference"] for out, _ in told}
    assert references == {"reference-раз", "reference-два"}
    for reference in references:
        content = json.loads((output / "vestnik" / "alignments" / reference / "alignment.json").read_bytes())
        assert content["reference"]["id"] == reference


def test_diff_shows_each_variant_with_its_kind_and_place(output: Path, tmp_path: Path) -> None:
    """A version of a document against a file: kind, place on the scan, both readings, weight; differences are no failure."""
    done = inside("diff", "vestnik", _file(tmp_path, TEXT, "b.txt"), "-o", output)
    assert done.code == ExitCode.OK
    row = next(line for line in done.out.splitlines() if line.startswith("orthography"))
    assert row.split() == ["orthography", "p.", "1,", "col.", "1,", "top", "великъ", "велик", "accidental"]
    assert "By kind: orthography 1, hyphenation 1, quotation marks 1" in done.out.replace("-", " ")


def test_diff_of_files_needs_no_document(tmp_path: Path) -> None:
    """Two files are compared line by line; the sentence that one lacks is one variant; equal texts have none."""
    a = _file(tmp_path, "Первая строка здесь.\nВторая строка там. Третьей больше нет.", "a.txt")
    b = _file(tmp_path, "Первая, ах, строка здесь.\nВторая строка там.", "b.txt")
    told = inside("diff", a, b, "-o", tmp_path / "out", "--json").json
    assert [(v["kind"], v["a"]["text"], v["a"]["place"], v["b"]["text"]) for v in told["variants"]] == [
        ("punctuation", "Первая", "l. 1", "Первая,"),
        ("addition", "", "l. 1", "ах,"),
        ("omission", "Третьей больше нет.", "l. 2", ""),
    ]
    assert told["variants"][0]["ocr"] is None
    same = inside("diff", a, a, "-o", tmp_path / "out")
    assert same.code == ExitCode.OK and "There are no variants." in same.out


def test_diff_takes_kinds_for_equal_by_flag_variable_and_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting has its usual sources, and is told in the answer."""
    a, b = _file(tmp_path, "слово «мир» дано", "a.txt"), _file(tmp_path, 'слово "мир" дано', "b.txt")
    monkeypatch.chdir(tmp_path)
    assert inside("diff", a, b, "--json").json["measures"]["variants"] == 1
    assert inside("diff", a, b, "--json", "--equal", "quotation-marks").json["measures"]["variants"] == 0
    monkeypatch.setenv("DIGITIZE_EQUAL", "quotation-marks+punctuation")
    told = inside("diff", a, b, "--json").json
    assert told["comparison"]["equivalent"] == ["punctuation", "quotation-marks"]
    assert told["measures"]["equivalent"] == 1
    monkeypatch.delenv("DIGITIZE_EQUAL")
    _file(tmp_path, 'equal = "quotation-marks"', "digitize.toml")
    assert inside("diff", a, b, "--json").json["measures"]["variants"] == 0


def test_three_texts_are_collated_into_every_form(output: Path, tmp_path: Path) -> None:
    """A document, the text kept with it and a file: apparatus on the terminal, table, page and TEI with the sigla asked for."""
    assert inside("align", "vestnik", _file(tmp_path, TEXT, "izdanie.txt"), "-o", output).code == ExitCode.OK
    third = _file(tmp_path, TEXT.replace("соседи", "соседки"), "third.txt")
    made = {form: tmp_path / f"made.{form}" for form in ("csv", "tei", "html")}
    options = [option for form, path in made.items() for option in (f"--{form}", path)]
    done = inside("diff", "vestnik", "vestnik@reference-izdanie", third, "-o", output, "--sigla", "Сб,И,К", *options)
    assert done.code == ExitCode.OK
    assert "соседи Сб И ] соседки К" in done.out
    with made["csv"].open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["К"] for row in rows if row["alike"] == "Сб И | К"] == ["соседки"]
    root = etree.parse(made["tei"]).getroot()
    assert root.xpath("//*[local-name()='witness']/@n") == ["Сб", "И", "К"]
    assert "соседки" in made["html"].read_text("utf-8")
    told = inside("diff", "vestnik", "vestnik@reference-izdanie", third, "-o", output, "--json").json
    assert [witness["siglum"] for witness in told["witnesses"]] == ["A", "B", "C"]


def test_two_texts_have_a_page_with_pictures_and_an_apparatus_on_demand(output: Path, tmp_path: Path) -> None:
    """``--html`` of two is the side-by-side page, with pictures where the first is a scan's; ``--tei`` makes a collation."""
    text, page, tei = _file(tmp_path, TEXT, "b.txt"), tmp_path / "p.html", tmp_path / "p.xml"
    assert inside("diff", "vestnik@ocr-1", text, "-o", output, "--html", page).code == ExitCode.OK
    assert "data:image/webp" in page.read_text("utf-8")
    assert inside("diff", "vestnik@ocr-1", text, "-o", output, "--tei", tei).code == ExitCode.OK
    assert etree.parse(tei).getroot().tag.endswith("TEI")


def test_diff_refuses_with_the_contracts_codes(output: Path, tmp_path: Path) -> None:
    """What is neither file nor document, a version that there is none of, one text alone, sigla that do not fit, no such folder."""
    text = _file(tmp_path, TEXT, "b.txt")
    for arguments, code, said in (
        (("nothing", text), ExitCode.BAD_INPUT, "no file and no document 'nothing'"),
        (("vestnik@reference-x", text), ExitCode.BAD_INPUT, "there is no version reference-x"),
        (("vestnik",), ExitCode.USAGE, "Name two"),
        (("vestnik", text, "--sigla", "A"), ExitCode.USAGE, "not 2 sigla"),
        (("vestnik", text, "--html", text / "x.html"), ExitCode.ENVIRONMENT, "a file stands where a folder is needed"),
    ):
        done = inside("diff", *arguments, "-o", output)
        assert (done.code, said in done.err) == (code, True), done.err


def test_diff_says_that_two_texts_are_two_works(tmp_path: Path) -> None:
    """In the table of programs as well; of a few words nobody can tell."""
    one, other = _file(tmp_path, TEXT, "a.txt"), _file(tmp_path, OTHER, "b.txt")
    assert "two different texts: only 0 %" in " ".join(inside("diff", one, other).out.split())
    assert inside("diff", one, other, "--json").json["one_work"] is False
    assert "two different texts" not in inside("diff", one, _file(tmp_path, TEXT + " и", "c.txt")).out
    assert inside("diff", one, _file(tmp_path, "совсем другое", "d.txt"), "--json").json["one_work"] is None
