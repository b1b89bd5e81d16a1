"""The reader of hOCR: whatever an engine answers, it is read or refused."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digitize.errors import EngineError
from digitize.model.geometry import Box
from digitize.recognize.engine import Reading, ReadLine, ReadWord
from digitize.recognize.hocr import parse_hocr
from tests.recognize.contract import check_reading, words_of
from tests.recognize.engines import GOOD, hocr, line, page, word

WIDTH, HEIGHT = 300, 100
REAL = hocr(
    page(
        line(word("Хлеб", "bbox 32 40 121 71; x_wconf 96"), word("(убран)", "bbox 135 39 241 80; x_wconf 0"))
        + line(word("Tous", "bbox 10 82 50 95", "lang='fra' dir='ltr'"), title="bbox 10 82 250 99; baseline 0.01 -2"),
        lang="script/Cyrillic",
    ),
    page(),
)


def read_or_refused(data: bytes) -> tuple[Reading, ...]:
    """What was read; nothing when it was refused. Any other exception is the test's failure."""
    try:
        return parse_hocr(data)
    except EngineError as error:
        if not error.message.isprintable() or len(error.message) > 500:
            raise AssertionError(error.message) from error
        return ()


def test_an_answer_is_read() -> None:
    """Words, boxes, confidences, models, baselines and paragraphs are those that are stated."""
    first, second = parse_hocr(REAL.encode())
    assert second == Reading(())
    assert first.lines == (
        ReadLine(
            0,
            Box(10, 10, 200, 40),
            ((10, 32.0), (200, 32.0)),
            (
                ReadWord("Хлеб", Box(32, 40, 121, 71), 0.96, "Cyrillic"),
                ReadWord("(убран)", Box(135, 39, 241, 80), 0.0, "Cyrillic"),
            ),
        ),
        ReadLine(
            0,
            Box(10, 82, 250, 99),
            ((10, 97.0), (250, 99.4)),
            (ReadWord("Tous", Box(10, 82, 50, 95), None, "fra"),),
        ),
    )


def test_paragraphs_are_counted_per_page() -> None:
    """Each page counts its own from 0; paragraphs without a line count as well."""
    many = page(
        f"{line(word('a'))}</p><p class='ocr_par'>{line(word('b'))}</p><p class='ocr_par'></p><p class='ocr_par'>{line(word('c'))}"
    )
    for reading in parse_hocr(hocr(many, many).encode()):
        assert [(found.paragraph, found.words[0].text) for found in reading.lines] == [(0, "a"), (1, "b"), (3, "c")]


@pytest.mark.parametrize("kind", ["ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"])
def test_kinds_of_lines(kind: str) -> None:
    """Tesseract calls some lines headers, captions or floats: their words are read too."""
    (reading,) = parse_hocr(hocr(GOOD.replace("ocr_line", kind)).encode())
    assert words_of(reading) == ["Хлеб", "убран"]


def test_a_file_name_in_the_title() -> None:
    """The title of a page begins with a file name, in which anything may stand, also what looks like a box."""
    title = 'image "/tmp/bbox 0 0 2 2; x.pgm"; bbox 0 0 300 100; ppageno 0'
    (reading,) = parse_hocr(hocr(page(line(word("a")), title=title)).encode())
    assert reading.lines[0].words[0].box == Box(10, 10, 50, 30)


def test_nothing_is_fetched(tmp_path_factory: pytest.TempPathFactory) -> None:
    """An answer cannot make the reader open files."""
    secret = tmp_path_factory.mktemp("secret") / "secret"
    secret.write_text("secret")
    for declaration in (f'<!ENTITY x SYSTEM "file://{secret}">', f'<!ENTITY % x SYSTEM "file://{secret}">%x;'):
        answer = hocr(page(line("<span class='ocrx_word' title='bbox 1 1 9 9'>a&x;</span>")))
        start = answer.index("<!DOCTYPE")
        end = answer.index("<html")
        data = answer[:start] + f"<!DOCTYPE html [{declaration}]>" + answer[end:]
        assert not any("secret" in text for reading in read_or_refused(data.encode()) for text in words_of(reading))


@given(st.binary(max_size=2000))
@example(b"")
@example(b"\0")
@example(b"<")
@example(b"<?xml version='1.0' encoding='utf-7'?><a/>")
@example(b"<?xml version='1.0' encoding='nonsense'?><a/>")
@example(b"\xff\xfe<\0a\0/\0>\0")
@example(b"\xef\xbb\xbf")
@example("<a>\ud7ff</a>".encode("utf-16"))
def test_any_bytes(data: bytes) -> None:
    """They are read or refused; no other error ever comes."""
    read_or_refused(data)


@given(st.text(max_size=500))
def test_any_text_as_a_page(text: str) -> None:
    """The same for anything between the tags."""
    read_or_refused(hocr(f"<div class='ocr_page'>{text}</div>").encode("utf-8", "surrogatepass"))


@given(st.data())
def test_an_answer_with_a_fault(data: st.DataObject) -> None:
    """A real answer from which a part is missing, or in which another stands, is read or refused."""
    answer = REAL.encode()
    start = data.draw(st.integers(0, len(answer)))
    end = data.draw(st.integers(start, min(len(answer), start + 200)))
    middle = data.draw(st.binary(max_size=20) | st.sampled_from([b"<span>", b"</span>", b"&lt;", b"&x;", b"'", b"--"]))
    for reading in read_or_refused(answer[:start] + middle + answer[end:]):
        assert all(found.words for found in reading.lines)


NUMBER = st.one_of(
    st.integers(-500, 500).map(str),
    st.integers().map(str),
    st.floats().map(str),
    st.sampled_from(["", "-", ".", "1e400", "1.2.3", "--5", "+7", "0x10", "9" * 5000, "٣", "1_000"]),
)
TITLE = st.one_of(
    st.builds("bbox {} {} {} {}".format, NUMBER, NUMBER, NUMBER, NUMBER),
    st.builds("bbox {} {} {} {}; baseline {} {}; x_wconf {}".format, *[NUMBER] * 7),
    st.just(""),
)


@given(
    st.lists(
        st.tuples(TITLE, st.lists(st.tuples(TITLE, st.text(max_size=3).filter(str.isprintable)), max_size=3)),
        max_size=3,
    )
)
@example([("bbox 10 10 200 40", [("bbox 900 900 950 930", "far"), ("bbox 9 9 9 9", "thin")])])
def test_any_numbers(lines: list[tuple[str, list[tuple[str, str]]]]) -> None:
    """Whatever boxes, baselines and confidences are stated, the reading keeps the contract, and every word is there."""
    inner = [line(*(word(text, title) for title, text in words), title=title) for title, words in lines]
    (reading,) = parse_hocr(hocr(page(*inner)).encode())
    check_reading(reading, WIDTH, HEIGHT)
    stated = ["".join(text.split()) for _, words in lines for _, text in words]
    assert words_of(reading) == [text for text in stated if text]


BOXES = st.builds(
    lambda x, y, width, height: Box(x, y, min(WIDTH, x + width), min(HEIGHT, y + height)),
    st.integers(0, WIDTH - 1),
    st.integers(0, HEIGHT - 1),
    st.integers(1, WIDTH),
    st.integers(1, HEIGHT),
)
WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cn")), min_size=1, max_size=8)


@given(st.lists(st.tuples(WORDS, BOXES, st.integers(0, 100)), min_size=1, max_size=6))
def test_what_is_written_is_read(words: list[tuple[str, Box, int]]) -> None:
    """Texts in any script, with any sign, boxes on the page and confidences come back exactly."""
    written = [
        word(text, f"bbox {box.x0} {box.y0} {box.x1} {box.y1}; x_wconf {sure}").replace("'>", "' lang='rus'>", 1)
        for text, box, sure in words
    ]
    (reading,) = parse_hocr(hocr(page(line(*written))).encode())
    assert [(found.text, found.box, found.confidence) for found in reading.lines[0].words] == [
        (text, box, sure / 100) for text, box, sure in words
    ]
