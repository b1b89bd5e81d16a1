"""The contract of engines: over the real ones, and over made ones that fail, in workers as in production."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from digitize.confine import Pool
from digitize.errors import DigitizeError, EngineError, LimitError, MissingDependencyError
from digitize.model.geometry import Box
from digitize.recognize.engine import CropKind, Reading
from tests.recognize import jobs
from tests.recognize.bars import Barred
from tests.recognize.conftest import UseEngine
from tests.recognize.contract import check_reading, words_of
from tests.recognize.drawn import DPI, Crop
from tests.recognize.engines import GOOD, answering, hocr, line, page, word

ENOUGH_S = 120.0
READ = (CropKind.BLOCK, ("rus", "eng"), DPI)

Behaviour = str | Callable[[Path], str]
"""A shell script, or what makes one and puts its answer into the folder."""


def answers(text: bytes | str) -> Callable[[Path], str]:
    return lambda folder: answering(folder, text)


def behaviour_in(folder: Path, behaviour: Behaviour) -> str:
    return behaviour if isinstance(behaviour, str) else behaviour(folder)


def read_two(pool: Pool, crops: dict[str, Crop]) -> tuple[Reading, ...]:
    return pool.run(ENOUGH_S, jobs.read, (crops["russian"].path, crops["english"].path), *READ)


def corners(box: Box) -> tuple[int, int, int, int]:
    return box.x0, box.y0, box.x1, box.y1


def engine_processes(folder: Path) -> list[str]:
    """Command lines of processes that were started from a folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                command = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if os.fsencode(folder) in command:
                found.append(command.decode("utf-8", "replace"))
    return found


# Engines that fail ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Failure:
    """A way to fail, and what the caller is told."""

    name: str
    behaviour: Behaviour
    error: type[DigitizeError]
    told: str


FAILURES = (
    Failure("exit-1", "echo 'Error opening data file' >&2; exit 1", EngineError, r"status 1\): Error opening data"),
    Failure("exit-silent", "exit 3", EngineError, r"status 3\): no message"),
    Failure("segmentation-fault", "echo working >&2; kill -SEGV $$", EngineError, r"Segmentation fault\): working"),
    Failure("killed", "kill -KILL $$", EngineError, "Killed"),
    Failure("answers-and-crashes", lambda f: answering(f, hocr(GOOD, GOOD)) + "; kill -ABRT $$", EngineError, "Abort"),
    Failure("memory", 'echo "what(): std::bad_alloc" >&2; kill -ABRT $$', LimitError, "more memory than is allowed"),
    Failure("bad-utf-8-in-error", "printf '\\377\\376' >&2; exit 1", EngineError, "UnicodeDecodeError"),
    Failure("endless-error", "exec yes 'an error' >&2", LimitError, "more memory than is allowed"),
    Failure(
        "long-error", "head -c 3000000 /dev/zero | tr '\\0' x >&2; exit 1", EngineError, r"status 1\): \.\.\. x{300}"
    ),
    Failure(
        "terminal-codes", "printf '\\033[31mred\\007\\nline' >&2; exit 1", EngineError, r"status 1\): \[31mred line"
    ),
    Failure("no-answer", "exit 0", EngineError, "has written no answer"),
    Failure("empty-answer", answers(b""), EngineError, "no hOCR"),
    Failure("blank-answer", answers(" \n \n"), EngineError, "no hOCR"),
    Failure("plain-text", answers("Хлеб убран в срок\n"), EngineError, "no hOCR"),
    Failure("random-bytes", answers(bytes(range(256)) * 40), EngineError, "no hOCR"),
    Failure("bad-utf-8", answers(hocr(GOOD, GOOD).encode().replace(b"\xd0", b"\xff")), EngineError, "no hOCR"),
    Failure("zero-bytes", answers(hocr(GOOD, GOOD).replace("body", "bo\0dy")), EngineError, "no hOCR"),
    Failure("truncated", answers(hocr(GOOD, GOOD)[:-40]), EngineError, "no hOCR"),
    Failure("truncated-in-a-word", answers(hocr(GOOD, GOOD)[:400]), EngineError, "no hOCR"),
    Failure("other-xml", answers("<alto/>"), EngineError, "read 0 of 2 images"),
    Failure("no-pages", answers(hocr()), EngineError, "read 0 of 2 images"),
    Failure("one-page-too-few", answers(hocr(GOOD)), EngineError, "read 1 of 2 images"),
    Failure("one-page-too-many", answers(hocr(GOOD, GOOD, GOOD)), EngineError, "read 3 of 2 images"),
    Failure(
        "entities",
        answers(
            '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
            + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
            + ']><a title="&j;">&j;</a>'
        ),
        EngineError,
        "no hOCR",
    ),
    Failure(
        "endless-answer",
        'exec dd if=/dev/zero of="$out.hocr" bs=1M seek=255',
        EngineError,
        "answer has no end",
    ),
    Failure(
        "word-nowhere",
        answers(hocr(page(line(word("слово", title=""), title=""), title=""), GOOD)),
        EngineError,
        "does not say where a word stands",
    ),
)


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: str(failure.name))
def test_an_engine_that_fails(
    pool: Pool, use_engine: UseEngine, crops: dict[str, Crop], tmp_path: Path, failure: Failure
) -> None:
    """The documented error, in one printable line with a way out; no process and no file is left; the pool goes on."""
    program = use_engine(behaviour_in(tmp_path / "engine", failure.behaviour))
    with pytest.raises(failure.error, match=failure.told) as caught:
        read_two(pool, crops)
    assert type(caught.value) is failure.error
    assert caught.value.message.isprintable()
    assert len(caught.value.message) < 500
    assert caught.value.hint
    assert engine_processes(program.parent) == []
    assert pool.run(ENOUGH_S, jobs.temporary_files) == []


def test_an_engine_that_hangs(
    pool: Pool, use_engine: UseEngine, crops: dict[str, Crop], tmp_path: Path, temporary: Path
) -> None:
    """It is ended at the limit with what it has started; its files go with it."""
    sleeper = tmp_path / "engine" / "sleeper"
    program = use_engine('"$here/sleeper" 86400 & echo half > "$out.hocr"; "$here/sleeper" 86400')
    sleeper.symlink_to("/bin/sleep")
    assert pool.run(ENOUGH_S, jobs.temporary_files) == []  # the worker is up: the limit below is the engine's alone
    with pytest.raises(LimitError, match="no answer within 2 s"):
        pool.run(2.0, jobs.read, (crops["russian"].path,), *READ)
    assert engine_processes(program.parent) == []
    assert list(temporary.iterdir()) == []
    assert pool.run(ENOUGH_S, jobs.temporary_files) == []


def test_an_engine_that_leaves_a_program_running(
    pool: Pool, use_engine: UseEngine, crops: dict[str, Crop], tmp_path: Path
) -> None:
    """What an engine has started behind its back ends with the pool at the latest."""
    program = use_engine('"$here/sleeper" 86400 >/dev/null 2>&1 & ' + answering(tmp_path / "engine", hocr(GOOD, GOOD)))
    (program.parent / "sleeper").symlink_to("/bin/sleep")
    assert len(read_two(pool, crops)) == 2
    pool.close()
    assert engine_processes(program.parent) == []


def test_the_bound_on_files_is_lifted_again(pool: Pool, use_engine: UseEngine, crops: dict[str, Crop]) -> None:
    """A worker that has read may write large files afterwards, also when reading failed."""
    use_engine("exit 1")
    before = pool.run(ENOUGH_S, jobs.file_limit)
    with pytest.raises(EngineError):
        read_two(pool, crops)
    assert pool.run(ENOUGH_S, jobs.file_limit) == before


# Engines that are not there -------------------------------------------------------------------------------------------


def test_no_engine(pool: Pool, crops: dict[str, Crop], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Tesseract the error says how to get it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingDependencyError, match="Tesseract is not installed") as caught:
        read_two(pool, crops)
    assert "apt-get install tesseract-ocr" in (caught.value.hint or "")


@pytest.mark.parametrize("how", ["not-executable", "no-program", "a-folder"])
def test_an_engine_that_cannot_be_run(pool: Pool, use_engine: UseEngine, crops: dict[str, Crop], how: str) -> None:
    """What is called tesseract and is no program that runs counts as missing."""
    program = use_engine("exit 0")
    if how == "not-executable":
        program.chmod(0o644)
    elif how == "no-program":
        program.write_bytes(b"\x7fELF and so on")
    else:
        program.unlink()
        program.mkdir()
    os.environ["PATH"] = str(program.parent)  # restored with the engine
    with pytest.raises(MissingDependencyError, match="Tesseract"):
        read_two(pool, crops)


def test_an_engine_that_goes_away(pool: Pool, use_engine: UseEngine, crops: dict[str, Crop], tmp_path: Path) -> None:
    """A program that is uninstalled between two calls is told as missing, not as a page's failure."""
    program = use_engine(answering(tmp_path / "engine", hocr(GOOD, GOOD)))
    os.environ["PATH"] = f"{program.parent}:/nowhere"
    assert len(program.read_text()) > 0
    program.write_text(program.read_text().replace("cp ", "/bin/cp "))
    assert len(read_two(pool, crops)) == 2
    program.chmod(0o644)
    with pytest.raises(MissingDependencyError, match="cannot be run: Permission denied"):
        read_two(pool, crops)
    program.unlink()
    with pytest.raises(MissingDependencyError, match="is not installed"):
        read_two(pool, crops)


def test_a_language_that_is_not_installed(pool: Pool, use_engine: UseEngine, crops: dict[str, Crop]) -> None:
    """The error names the language and the package, and the engine is not even called."""
    program = use_engine('touch "$here/called"; exit 1')
    with pytest.raises(MissingDependencyError, match="'ukr' is not installed") as caught:
        pool.run(ENOUGH_S, jobs.read, (crops["russian"].path,), CropKind.BLOCK, ("rus", "ukr"), DPI)
    assert "apt-get install tesseract-ocr-ukr" in (caught.value.hint or "")
    assert not (program.parent / "called").exists()


# Engines that answer oddly --------------------------------------------------------------------------------------------

ODD: dict[str, tuple[str, list[str]]] = {
    "outside": (line(word("far", "bbox 900 900 950 930")), ["far"]),
    "half-outside": (line(word("wide", "bbox 250 10 1000 5000")), ["wide"]),
    "negative": (line(word("left", "bbox -50 -60 20 30"), title="bbox -5 -5 20 20"), ["left"]),
    "all-negative": (line(word("gone", "bbox -50 -60 -20 -30")), ["gone"]),
    "no-area": (line(word("thin", "bbox 10 10 10 30"), word("point", "bbox 300 100 300 100")), ["thin", "point"]),
    "turned-round": (line(word("back", "bbox 50 30 10 10"), title="bbox 200 40 10 10"), ["back"]),
    "no-box": (line(word("lost", "x_wconf 90")), ["lost"]),
    "no-box-at-all": (line(word("lost", ""), title=""), ["lost"]),
    "huge-numbers": (line(word("huge", f"bbox 1 1 {'9' * 5000} 9; x_wconf {'9' * 5000}")), ["huge"]),
    "other-digits": (line(word("digits", "bbox ١ ٢ ٣ ٤; x_wconf ٥٠")), ["digits"]),
    "confidence": (
        line(word("sure", "bbox 1 1 9 9; x_wconf 900"), word("odd", "bbox 1 1 9 9; x_wconf -3")),
        ["sure", "odd"],
    ),
    "white-space": (line(word(" \n\t "), word("\u00a0\u2003"), word("a b\u00a0c")), ["abc"]),
    "only-white-space": (line(word(" "), word("")), []),
    "empty-line": (line(), []),
    "baseline-far": (line(word("base"), title="bbox 10 10 200 40; baseline 50 9000"), ["base"]),
    "baseline-endless": (line(word("base"), title="bbox 10 10 200 40; baseline 1e300 1e999"), ["base"]),
    "baseline-no-number": (line(word("base"), title="bbox 10 10 200 40; baseline 1.2.3 ..."), ["base"]),
    "line-outside": (line(word("word"), title="bbox 500 500 600 600"), ["word"]),
    "no-model": (line(word("word", attributes="lang=''")), ["word"]),
    "markup": (
        line("<span class='ocrx_word' title='bbox 1 1 9 9'><strong>bo</strong><em>ld</em><!-- x --></span>"),
        ["bold"],
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_an_engine_that_answers_oddly(
    pool: Pool, use_engine: UseEngine, crops: dict[str, Crop], tmp_path: Path, name: str
) -> None:
    """No word is lost, and every place is on the crop; nothing that is not text becomes a word."""
    answer, words = ODD[name]
    use_engine(answering(tmp_path / "engine", hocr(page(answer), GOOD)))
    odd, good = read_two(pool, crops)
    check_reading(odd, 300, 100)
    assert words_of(odd) == words
    assert words_of(good) == ["Хлеб", "убран"]


def test_a_very_long_answer(pool: Pool, use_engine: UseEngine, crops: dict[str, Crop], tmp_path: Path) -> None:
    """Thirty thousand words, as many as six broadsheet pages have, are read."""
    long = page(*(line(*(word(f"слово{row}-{number}") for number in range(10))) for row in range(3000)))
    use_engine(answering(tmp_path / "engine", hocr(GOOD, long)))
    good, read = read_two(pool, crops)
    check_reading(read, 300, 100)
    assert len(words_of(read)) == 30_000
    assert words_of(good) == ["Хлеб", "убран"]


# The real engines -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Real:
    """An engine in a worker, with crops that it can read."""

    pool: Pool
    crops: dict[str, Crop]
    model: Path | None

    def read(self, paths: tuple[Path, ...], kind: CropKind) -> tuple[Reading, ...]:
        if self.model is None:
            return self.pool.run(ENOUGH_S, jobs.read, paths, kind, ("rus", "eng"), DPI)
        return self.pool.run(ENOUGH_S, jobs.read_by_own, paths, kind, (), DPI, self.model)


@pytest.fixture(params=["tesseract", "own"])
def real(request: pytest.FixtureRequest, pool: Pool, crops: dict[str, Crop], barred: Barred) -> Real:
    """Each engine; our own with a network that reads bars for certain."""
    if request.param == "tesseract":
        return Real(pool, crops, None)
    return Real(pool, barred.crops, barred.model)


@pytest.mark.parametrize("kind", CropKind)
def test_an_engine_keeps_the_contract(real: Real, kind: CropKind) -> None:
    """Readings come in the order of the crops; crops with nothing on them give no lines; no file is left."""
    chosen = ["white", "russian", "point", "english", "black", "hair", "both"]
    readings = real.read(tuple(real.crops[name].path for name in chosen), kind)
    assert len(readings) == len(chosen)
    for name, reading in zip(chosen, readings, strict=True):
        check_reading(reading, real.crops[name].width, real.crops[name].height)
        assert words_of(reading) == real.crops[name].words
    assert real.pool.run(ENOUGH_S, jobs.temporary_files) == []


@pytest.mark.parametrize("kind", [kind for kind in CropKind if kind is not CropKind.LINE])
def test_lines_below_each_other_are_told_apart(real: Real, kind: CropKind) -> None:
    """A crop of more than one line gives its lines from top to bottom."""
    passage = real.crops["passage"]
    (reading,) = real.read((passage.path,), kind)
    check_reading(reading, passage.width, passage.height)
    assert [" ".join(word.text for word in found.words) for found in reading.lines] == list(passage.lines)


def test_words_stand_where_they_were_drawn(real: Real) -> None:
    """Each word's box is that of its letters, to a few pixels."""
    for name in ("russian", "english"):
        crop = real.crops[name]
        (reading,) = real.read((crop.path,), CropKind.LINE)
        found = [word.box for found in reading.lines for word in found.words]
        assert len(found) == len(crop.boxes[0])
        for box, drawn in zip(found, crop.boxes[0], strict=True):
            assert max(abs(a - b) for a, b in zip(corners(box), corners(drawn), strict=True)) <= 6


def test_a_reading_does_not_depend_on_its_company(real: Real) -> None:
    """Alone, in another order, among others: a crop is read the same, to the last bit."""
    names = ["russian", "english", "both", "white"]
    together = dict(zip(names, real.read(tuple(real.crops[n].path for n in names), CropKind.LINE), strict=True))
    backwards = names[::-1] * 2
    again = real.read(tuple(real.crops[n].path for n in backwards), CropKind.LINE)
    assert again == tuple(together[name] for name in backwards)
    for name in names:
        assert real.read((real.crops[name].path,), CropKind.LINE) == (together[name],)


def test_an_image_that_is_none(real: Real, tmp_path: Path) -> None:
    """A crop that cannot be decoded, or is missing, is an engine error for its batch; no reading takes another's place."""
    broken = tmp_path / "broken.pgm"
    broken.write_bytes(b"P5 100 100 255\n")
    for bad in (broken, tmp_path / "missing.pgm"):
        for kind in (CropKind.LINE, CropKind.BLOCK):
            paths = (real.crops["russian"].path, bad, real.crops["english"].path)
            with pytest.raises(EngineError):
                real.read(paths, kind)
    assert real.pool.run(ENOUGH_S, jobs.temporary_files) == []


def test_no_crops_no_readings(real: Real) -> None:
    """Nothing to read is read as nothing."""
    assert real.read((), CropKind.LINE) == ()


def test_no_crops(pool: Pool, use_engine: UseEngine) -> None:
    """Nothing to read needs no engine."""
    use_engine("exit 1")
    assert pool.run(ENOUGH_S, jobs.read, (), *READ) == ()
