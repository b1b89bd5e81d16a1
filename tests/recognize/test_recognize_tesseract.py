"""Tesseract itself: what it reads, where, with which model; batches; names of files; what it says of itself."""

from __future__ import annotations

import errno
import os
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from digitize.errors import EngineError, EnvironmentFault, LimitError, MissingDependencyError
from digitize.recognize import tesseract
from digitize.recognize.engine import CropKind, Reading
from digitize.recognize.tesseract import Tesseract
from tests.recognize.conftest import UseEngine
from tests.recognize.contract import words_of
from tests.recognize.drawn import DPI, Crop
from tests.recognize.engines import LANGUAGES

NEAR_PX = 6
"""How far a box may be from the ink: Tesseract's boxes take in a little paper, or cut a serif."""


@pytest.fixture(scope="session")
def together(crops: dict[str, Crop]) -> dict[str, Reading]:
    """All crops, read in one call."""
    return dict(zip(crops, read(*crops.values()), strict=True))


def read(
    *wanted: Crop, kind: CropKind = CropKind.BLOCK, languages: tuple[str, ...] = ("rus", "eng")
) -> tuple[Reading, ...]:
    return Tesseract().read([crop.path for crop in wanted], kind, languages, DPI)


def test_words_are_where_they_were_drawn(crops: dict[str, Crop], together: dict[str, Reading]) -> None:
    """Every word's box lies on its ink, every line's around its words, in pixels of the crop."""
    for name in ("russian", "english", "passage"):
        crop = crops[name]
        assert [len(line.words) for line in together[name].lines] == [len(boxes) for boxes in crop.boxes]
        for line, boxes in zip(together[name].lines, crop.boxes, strict=True):
            for word, box in zip(line.words, boxes, strict=True):
                sides = zip(
                    (word.box.x0, word.box.y0, word.box.x1, word.box.y1), (box.x0, box.y0, box.x1, box.y1), strict=True
                )
                assert max(abs(found - drawn) for found, drawn in sides) <= NEAR_PX
                assert line.box.overlap(word.box) == word.box.area


def test_baselines_are_where_the_letters_stand(crops: dict[str, Crop], together: dict[str, Reading]) -> None:
    """Type was set on 70 and 130 px from the top: the baselines are there, from left to right."""
    found = [line.baseline for line in together["passage"].lines]
    assert [round((left[1] + right[1]) / 2 / 10) * 10 for left, right in found] == [70, 130]
    assert all(left[0] < right[0] and abs(left[1] - right[1]) < NEAR_PX for left, right in found)


def test_each_word_tells_its_model(together: dict[str, Reading]) -> None:
    """With two models, a word says which one has read it: Latin letters the one, Cyrillic letters the other."""
    models = {word.text: word.model for line in together["both"].lines for word in line.words}
    assert models == {"Письмо": "rus", "из": "rus", "города": "rus", "London": "eng", "пришло": "rus", "вовремя": "rus"}


def test_clean_type_is_read_with_confidence(together: dict[str, Reading]) -> None:
    """The engine states how sure it is, as a share of one, and on clean type it is."""
    stated = [word.confidence for reading in together.values() for line in reading.lines for word in line.words]
    assert stated
    assert all(confidence is not None and 0.8 < confidence <= 1.0 for confidence in stated)


@pytest.mark.parametrize("kind", [CropKind.BLOCK, CropKind.PASSAGE, CropKind.LINE])
def test_a_reading_does_not_depend_on_its_batch(crops: dict[str, Crop], kind: CropKind) -> None:
    """Crops read together, backwards or one by one give the same lines, boxes and confidences."""
    chosen = [crops[name] for name in ("russian", "white", "english", "passage")]
    once = read(*chosen, kind=kind)
    assert read(*reversed(chosen), kind=kind) == once[::-1]
    assert tuple(read(crop, kind=kind)[0] for crop in chosen) == once


def test_a_model_of_a_whole_script(crops: dict[str, Crop]) -> None:
    """It is called by its plain name, whatever folder the engine keeps it in, and words tell that name."""
    (reading,) = read(crops["russian"], languages=("Cyrillic",))
    assert words_of(reading) == crops["russian"].words
    assert {word.model for line in reading.lines for word in line.words} == {"Cyrillic"}


def test_crops_of_any_name(crops: dict[str, Crop], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names that break a list of files, or are no text, and paths from the current folder are read as any other."""
    names = [b"two\nlines.pgm", b"\xff\xfe.pgm", b" blank ", b"-l eng", b"a.txt", b"bbox 1 2 3 4; '\".pgm", b"plain"]
    paths = [Path(os.fsdecode(name)) for name in names]
    monkeypatch.chdir(tmp_path)
    for path in paths:
        path.write_bytes(crops["english"].path.read_bytes())
    for kind in (CropKind.LINE, CropKind.BLOCK):
        readings = Tesseract().read(paths, kind, ["eng"], DPI)
        assert [words_of(reading) for reading in readings] == [crops["english"].words] * len(paths)


@pytest.mark.parametrize("dpi", [0.0, 1.0, 1e6])
def test_an_absurd_resolution(crops: dict[str, Crop], dpi: float) -> None:
    """It is brought within what Tesseract takes."""
    assert len(Tesseract().read([crops["english"].path], CropKind.LINE, ["eng"], dpi)) == 1


# What it says of itself -----------------------------------------------------------------------------------------------


def test_the_version_and_the_models() -> None:
    """The installed program tells both; models of whole scripts are among them under their plain names."""
    assert Tesseract().version().removeprefix("tesseract ")[0] in "456789"
    assert {"rus", "eng", "fra", "osd", "Cyrillic"} <= Tesseract().installed()
    assert not any("/" in code for code in Tesseract().installed())


def test_models_in_folders(use_engine: UseEngine) -> None:
    """``script/Cyrillic`` is asked for as ``Cyrillic``; warnings and headings among the names are no models."""
    use_engine(
        "exit 1", list_langs="echo 'List of available languages (3):'; echo rus; echo script/Cyrillic; echo; echo 'a b'"
    )
    assert Tesseract().installed() == {"rus", "Cyrillic"}


def test_what_is_called_with(use_engine: UseEngine, crops: dict[str, Crop]) -> None:
    """Models are joined in their order under the names the engine has for them; the kind of crop sets the mode."""
    program = use_engine('echo "$@" > "$here/called"; exit 1', list_langs="echo rus; echo script/Cyrillic; echo fra")
    called = []
    for kind in CropKind:
        with pytest.raises(EngineError):
            Tesseract().read([crops["russian"].path], kind, ["Cyrillic", "fra"], 299.6)
        called.append((program.parent / "called").read_text())
    assert all(" -l script/Cyrillic+fra " in command and "--dpi 300 " in command for command in called)
    assert [command.split("--psm ")[1].split()[0] for command in called] == ["4", "4", "6", "7"]


def test_it_is_asked_once(use_engine: UseEngine, crops: dict[str, Crop]) -> None:
    """A process that reads many batches asks for the models once."""
    program = use_engine("exit 1", list_langs='echo x >> "$here/asked"; echo rus')
    for _ in range(3):
        with pytest.raises(EngineError):
            read(crops["russian"], languages=("rus",))
    assert (program.parent / "asked").read_text() == "x\n"


@pytest.mark.parametrize(
    ("version", "told"),
    [
        ("echo 'tesseract 5.3.0'", "5.3.0"),
        ("echo 'tesseract v5.5.0.20241111'", "5.5.0.20241111"),
        ("echo 'tesseract 5.3.4-46-g1569'", "5.3.4"),
        ("echo 'tesseract 4.1.1' >&2", "4.1.1"),
        ("printf '\\377\\376 tesseract 5.3.0'", "5.3.0"),
    ],
)
def test_versions(use_engine: UseEngine, version: str, told: str) -> None:
    """The number is found in what different builds print."""
    use_engine("exit 1", version=version)
    assert Tesseract().version() == f"tesseract {told}"


@pytest.mark.parametrize("answer", ["exit 0", "echo tesseract", "exit 1", "kill -SEGV $$", "printf '\\377'"])
def test_an_engine_that_does_not_say_what_it_is(use_engine: UseEngine, answer: str) -> None:
    """Without a version nothing it reads could be traced: it counts as missing."""
    use_engine("exit 1", version=answer)
    with pytest.raises(MissingDependencyError, match="Tesseract") as caught:
        Tesseract().version()
    assert caught.value.hint


@pytest.mark.parametrize("answer", ["exit 1", "kill -SEGV $$"])
def test_an_engine_that_does_not_list_its_models(use_engine: UseEngine, answer: str) -> None:
    """The program is there and broken: it counts as missing."""
    use_engine("exit 1", list_langs=answer)
    with pytest.raises(MissingDependencyError, match="cannot be run"):
        Tesseract().installed()


def test_an_engine_without_models(use_engine: UseEngine) -> None:
    """A list that is empty, or no text, holds no model."""
    use_engine("exit 1", list_langs="printf '\\377\\376\\n\\n'")
    assert Tesseract().installed() == frozenset()
    with pytest.raises(MissingDependencyError, match="'rus' is not installed"):
        Tesseract().require(["rus"])


def test_an_engine_that_does_not_answer(use_engine: UseEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked at the start, outside of any worker, it is not waited for without end."""
    monkeypatch.setattr(tesseract, "_START_S", 0.2)
    use_engine("exit 1", list_langs="exec sleep 60", version="exec sleep 60")
    for ask in (Tesseract().version, Tesseract().installed):
        with pytest.raises(MissingDependencyError, match=r"cannot be run.*timed out"):
            ask()


def test_requirements(use_engine: UseEngine) -> None:
    """What is there is not complained of; the first that is missing is named with its package."""
    use_engine("exit 1")
    Tesseract().require(LANGUAGES)
    Tesseract().require([])
    with pytest.raises(MissingDependencyError, match="'Cyrillic'") as caught:
        Tesseract().require(["rus", "Cyrillic", "fra"])
    assert "tesseract-ocr-script-cyrl" in (caught.value.hint or "")


# The system fails -----------------------------------------------------------------------------------------------------


@pytest.fixture(params=["folder", "link", "program"])
def failing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Makes a system call on the way fail: for the temporary folder, the list of crops, or the program's start."""

    def fail_with(number: int) -> None:
        def fail(*_: Any, **__: Any) -> NoReturn:
            raise OSError(number, os.strerror(number), "somewhere")

        if request.param == "folder":
            monkeypatch.setattr(tempfile, "mkdtemp", fail)
        elif request.param == "link":
            monkeypatch.setattr(Path, "symlink_to", fail)
        else:
            monkeypatch.setattr(subprocess, "Popen", fail)

    Tesseract().installed()
    return fail_with


@pytest.mark.parametrize(
    ("number", "kind", "told"),
    [
        (errno.ENOSPC, EnvironmentFault, "temporary files cannot be written: No space left"),
        (errno.EROFS, EnvironmentFault, "temporary files cannot be written: Read-only"),
        (errno.ENOMEM, LimitError, "more memory than is allowed"),
        (errno.EIO, EngineError, "Input/output error"),
    ],
)
def test_the_system_refuses(
    failing: Callable[[int], None], crops: dict[str, Crop], number: int, kind: type[Exception], told: str
) -> None:
    """A full disk is the environment's fault and ends the run; a want of memory is a limit; neither is the page's."""
    failing(number)
    with pytest.raises(kind, match=told) as caught:
        read(crops["russian"])
    assert type(caught.value) is kind
