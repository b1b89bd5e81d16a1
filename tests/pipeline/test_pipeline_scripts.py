"""Scripts and languages: what stands in Latin letters on a Cyrillic page, and pages in every language that is recognised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from benchmarks.samples.drawing import draw_text_page
from benchmarks.samples.fonts import Font
from digitize.model.geometry import Box
from digitize.pipeline.other_script import reread_latin_words
from digitize.pipeline.pieces import Piece, as_one_word, part_line
from digitize.pipeline.prepared import CropFile
from digitize.pipeline.script_job import ScriptJob, ScriptResult
from digitize.recognize.engine import CropKind, ReadWord
from digitize.recognize.own_model import PACKAGED
from digitize.recognize.tesseract import Tesseract
from tests.lexicon.test_lexicon_languages import TEXTS
from tests.pipeline import work
from tests.pipeline.conftest import Run
from tests.pipeline.scans import encoded

LATIN = ("fra", "deu", "eng")


def read_twice(
    folder: Path, lines: Sequence[str], face: str = "old-roman", witness: Path | None = None
) -> tuple[list[str], ScriptResult]:
    """Lines drawn as one crop, read by ``rus``, then looked through for Latin words, by our own recogniser's word or without."""
    path = folder / "crop.pgm"
    image, _ = draw_text_page(lines, Font(face, 40), (1500, 40 + 56 * len(lines)), origin=(30, 56), leading_px=56)
    image.save(path, "PPM")
    engine = Tesseract()
    (reading,) = engine.read([path], CropKind.BLOCK, ["rus"], 300)
    lists = engine.word_lists(("rus", *LATIN))
    crop = CropFile(str(path), 0, 0, 0, 1.0, 1)
    job = ScriptJob(
        (crop,), (reading,), ("fra",), LATIN, lists["rus"], {code: lists[code] for code in LATIN}, "rus", 300, witness
    )
    result = reread_latin_words(job)
    return [word.text for line in result.readings[0].lines for word in line.words], result


MIXED = (
    "Вчера в город прибыл инженер Halvarsson с письмом",
    "фирмы Kaufmann из Hamburg. Газета Daily Mail пишет,",
    "что XVII съезд печатников откроется в марте. Союз",
    "СССР и РСФСР, партия ВКП, МТС района и дом В.О. Седова",
    "приняты по описи. Пароход General стоит у причала,",
    "и команда ждет погоды. Доклад принят 4.XII.1937 без поправок.",
)


@pytest.mark.parametrize("face", ["old-roman", "typewriter-more"])
def test_latin_words_come_out_in_latin_letters(tmp_path: Path, face: str) -> None:
    """Names, titles, a numeral and a date; the Cyrillic abbreviations that are all look-alikes stay."""
    words, result = read_twice(tmp_path, MIXED, face)
    for latin in ("Halvarsson", "Kaufmann", "Daily", "Mail", "XVII", "General", "4.XII.1937"):
        assert latin in words
    for cyrillic in ("СССР", "РСФСР,", "ВКП,", "МТС"):
        assert cyrillic in words
    assert result.changed <= 9
    assert set(result.models) <= set(LATIN)
    assert 0 < result.engine_calls <= 4


@pytest.mark.parametrize("face", ["old-roman", "typewriter-more"])
def test_a_witness_of_both_scripts_finds_latin_words(tmp_path: Path, face: str) -> None:
    """Our own recogniser says where Latin letters stand; the Latin models read them; Cyrillic look-alikes stay."""
    words, result = read_twice(tmp_path, MIXED, face, PACKAGED)
    for latin in ("Halvarsson", "Kaufmann", "Daily", "Mail", "XVII", "General"):
        assert latin in words
    assert any(re.fullmatch(r"4\.XII\.19[0-9]7", word) for word in words)  # the type's worn 3 may be taken for a 5
    for cyrillic in ("СССР", "РСФСР,", "ВКП,", "МТС"):
        assert cyrillic in words
    assert 0 < result.engine_calls <= 3


def test_with_a_witness_a_russian_page_is_left_alone(tmp_path: Path) -> None:
    """Nothing is changed where nothing is Latin."""
    lines = [TEXTS["rus"][i : i + 56] for i in range(0, 280, 56)]
    _, result = read_twice(tmp_path, lines, witness=PACKAGED)
    assert result.changed == 0


def test_words_of_a_known_language_say_so(tmp_path: Path) -> None:
    """A word on a model's list is in its language; a name on none is in Latin letters only."""
    _, result = read_twice(tmp_path, MIXED)
    models = {word.text: word.model for line in result.readings[0].lines for word in line.words}
    assert models["Вчера"] == "rus"
    assert models["Halvarsson"] == "Latin"
    lines = [
        "В письме стояло: Hier matin la première péniche est",
        "arrivée dans la ville, и больше ничего не было сказано",
    ]
    _, result = read_twice(tmp_path, lines)
    models = {word.text: word.model for line in result.readings[0].lines for word in line.words}
    assert models["première"] == "fra"
    assert models["ville,"] == "fra"


def test_a_russian_page_is_left_alone(tmp_path: Path) -> None:
    """Nothing is changed where nothing is Latin, and hardly anything is read again."""
    lines = [TEXTS["rus"][i : i + 56] for i in range(0, 280, 56)]
    _, result = read_twice(tmp_path, lines)
    assert result.changed == 0
    assert result.models == ()
    assert result.tried <= 8
    assert result.engine_calls <= 2


def drawn(x0: int, x1: int, text: str) -> ReadWord:
    return ReadWord(text, Box(x0, 0, x1, 20), 0.5, "eng")


def test_lines_are_parted_where_both_readings_have_a_space() -> None:
    """One word here and two there stand for each other; words that nothing stands for are left out."""
    own = (drawn(0, 40, "а"), drawn(50, 70, "б"), drawn(75, 100, "в"), drawn(110, 150, "г"), drawn(160, 200, "д"))
    other = (drawn(0, 38, "a"), drawn(52, 98, "bc"), drawn(110, 128, "d"), drawn(132, 150, "e"))
    parted = part_line(Piece(0, 0, 0, 5), own, other)
    assert {(p.first, p.end): [w.text for w in words] for p, words in parted.items()} == {
        (0, 1): ["a"],
        (1, 3): ["bc"],
        (3, 4): ["d", "e"],
    }
    assert as_one_word(()) is None
    joined = as_one_word(other[2:])
    assert joined is not None
    assert (joined.text, joined.box) == ("de", Box(110, 0, 150, 20))


def write(path: Path, columns: Sequence[Sequence[str]], font: str, size: int = 34) -> Path:
    """A page of columns with the given paragraphs, wrapped by the width of the type."""
    type_ = ImageFont.truetype(font, size)
    image = Image.new("L", (60 + 640 * len(columns), 940), 255)
    pen = ImageDraw.Draw(image)
    for number, paragraphs in enumerate(columns):
        y = 60
        for paragraph in paragraphs:
            line = ""
            for word in [*paragraph.split(), ""]:
                if word and pen.textlength(f"{line} {word}", type_) <= 570:
                    line = f"{line} {word}".strip()
                    continue
                pen.text((60 + 640 * number, y), line, font=type_, fill=0)
                y, line = y + 48, word
            y += 40
    path.write_bytes(encoded(image.crop((0, 0, image.width, y + 40)), "PNG", dpi=(300, 300)))
    return path


DEJAVU = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
ROMAN = "/usr/share/fonts/truetype/fonts-oldstandard/OldStandard-Regular.ttf"


@pytest.mark.parametrize("language", ["ukr", "bel", "bul", "deu"])
def test_pages_in_other_languages(language: str, tmp_path: Path, run: Run) -> None:
    """Each is read by its own model, and its words say so."""
    run(tmp_path / "out", write(tmp_path / f"{language}.png", [[TEXTS[language]]], DEJAVU))
    (page,) = work.report(tmp_path / "out" / language)["pages"]
    chosen = {choice["what"]: choice for choice in page["choices"]}
    assert chosen["languages"]["value"] == language
    assert "function words" in chosen["languages"]["why"]
    assert page["warnings"] == []


OLD = (
    "Вчера утромъ въ городъ пришла первая баржа съ зерномъ. На пристани ее встрѣтили рабочіе артели, и къ вечеру весь "
    "хлѣбъ былъ уже подъ крышей. Старшій смѣны говоритъ, что такъ быстро они еще не работали: помогла погода, а дорога "
    "отъ берега до склада теперь ровная."
)


def test_the_old_spelling_is_read_by_a_model_that_has_its_letters(tmp_path: Path, run: Run) -> None:
    """``rus`` has no і; the page is in Russian all the same, and the report names the spelling."""
    run(tmp_path / "out", write(tmp_path / "old.png", [[OLD]], ROMAN))
    (page,) = work.report(tmp_path / "out" / "old")["pages"]
    (chosen,) = [choice for choice in page["choices"] if choice["what"] == "languages"]
    assert chosen["value"] == "Cyrillic"
    assert "before 1918" in chosen["why"]
    text = (tmp_path / "out" / "old" / "old.txt").read_text(encoding="utf-8")
    assert "рабочіе" in text
    assert "утромъ въ городъ" in " ".join(text.split())
    assert '"rus"' in (tmp_path / "out" / "old" / "transcription.json").read_text(encoding="utf-8")


def test_boxes_in_other_languages_on_a_russian_page(tmp_path: Path, run: Run) -> None:
    """A French and a Ukrainian paragraph are found where they stand, and read by their models."""
    columns = [[TEXTS["rus"], TEXTS["rus"]], [TEXTS["rus"], TEXTS["fra"]], [TEXTS["ukr"], TEXTS["rus"]]]
    run(tmp_path / "out", write(tmp_path / "boxes.png", columns, ROMAN, 30))
    (page,) = work.report(tmp_path / "out" / "boxes")["pages"]
    chosen = {choice["what"]: choice["value"] for choice in page["choices"]}
    assert chosen["languages"] == "rus"
    assert chosen["passages"] == "ukr"
    assert "fra" in chosen["other scripts"]
    text = " ".join((tmp_path / "out" / "boxes" / "boxes.txt").read_text(encoding="utf-8").split())
    assert "première péniche" in text
    assert "прийшла перша баржа" in text


def test_languages_asked_for_are_obeyed(tmp_path: Path, run: Run) -> None:
    """With ``rus`` alone nothing is read in Latin letters; with ``rus+fra`` what is Latin is read by that model alone."""
    page = write(
        tmp_path / "two.png", [[TEXTS["rus"], "Газета Le Figaro пишет о пароходе General и о погоде в Paris."]], ROMAN
    )
    run(tmp_path / "one", page, languages="rus")
    run(tmp_path / "both", page, languages="rus+fra")
    one = (tmp_path / "one" / "two" / "two.txt").read_text(encoding="utf-8")
    assert not any("a" <= c <= "z" for c in one)
    both = (tmp_path / "both" / "two" / "two.txt").read_text(encoding="utf-8")
    assert "Figaro" in both
    assert "Paris" in both


GREEK = "Χθες το πρωί έφτασε στην πόλη η πρώτη φορτηγίδα με σιτάρι. Οι εργάτες την περίμεναν στην αποβάθρα. "


def test_a_script_that_no_model_knows(tmp_path: Path, run: Run) -> None:
    """The page is delivered with a warning, and none of its words is said to be in a language."""
    run(tmp_path / "out", write(tmp_path / "greek.png", [[GREEK * 3]], DEJAVU))
    (page,) = work.report(tmp_path / "out" / "greek")["pages"]
    assert any("no installed model reads the script of this page" in warning for warning in page["warnings"])
    transcription = (tmp_path / "out" / "greek" / "transcription.json").read_text(encoding="utf-8")
    assert not any(f'"language": "{code}"' in transcription for code in ("rus", "deu", "fra", "eng"))
