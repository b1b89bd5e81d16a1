"""The model file: what is sound is opened once, and what is not is named with a way out."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from digitize.errors import MissingDependencyError
from digitize.recognize.own import OwnRecogniser
from digitize.recognize.own_model import PACKAGED, open_model
from tests.recognize.bars import ALPHABET, write_network


def test_a_sound_file_says_what_it_is(tmp_path: Path) -> None:
    """Release, alphabet, and the digest that tells it from another; the engine's version has them."""
    path = write_network(tmp_path / "bars.onnx")
    own = OwnRecogniser(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert own.facts().alphabet == ALPHABET
    assert own.version() == f"own bars-1 sha256:{digest[:16]}"
    assert own.installed() == {"own"}


def test_it_is_opened_once(tmp_path: Path) -> None:
    """And again when the file has changed."""
    path = write_network(tmp_path / "bars.onnx")
    first = open_model(path)
    assert open_model(path) is first
    write_network(path, metadata={"release": "bars-2"})
    assert open_model(path).facts.release == "bars-2"


def _changed(**metadata: str | None) -> Callable[[Path], object]:
    return lambda path: write_network(path, metadata=metadata)


def _cut_short(path: Path) -> None:
    write_network(path)
    path.write_bytes(path.read_bytes()[:-200])


UNFIT: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda path: None, "is missing"),
    "a-folder": (lambda path: path.mkdir(), "cannot be read"),
    "empty": (lambda path: path.write_bytes(b""), "is (damaged|no model)"),
    "text": (lambda path: path.write_text("no model"), "is damaged"),
    "noise": (lambda path: path.write_bytes(bytes(range(256)) * 100), "is damaged"),
    "cut-short": (_cut_short, "is damaged"),
    "no-format": (_changed(digitize_format=None), "is no model of digitize"),
    "other-format": (_changed(digitize_format="2"), "is of format '2'; this version of digitize reads format '1'"),
    "other-height": (_changed(line_height="48"), "wants lines of another height"),
    "no-release": (_changed(release=None), "which release"),
    "no-alphabet": (_changed(alphabet=None), "its alphabet is none"),
    "no-space": (_changed(alphabet="инѣWrx"), "its alphabet is none"),
    "twice-the-same": (_changed(alphabet="инѣWи "), "its alphabet is none"),
    "line-break": (_changed(alphabet="инѣW\n "), "its alphabet is none"),
    "other-alphabet": (_changed(alphabet="инѣWrабв "), "the network answers in shape"),
}


@pytest.mark.parametrize("name", UNFIT)
def test_a_file_that_does_not_do(tmp_path: Path, name: str) -> None:
    """What is wrong with it, which file it is, what to do: one printable line, as for any program that is missing."""
    make, told = UNFIT[name]
    path = tmp_path / "own.onnx"
    make(path)
    for ask in (OwnRecogniser(path).facts, OwnRecogniser(path).version, OwnRecogniser(path).installed):
        with pytest.raises(MissingDependencyError, match=told) as caught:
            ask()
        assert caught.value.where == str(path)
        assert caught.value.message.isprintable()
        assert "--engine tesseract" in (caught.value.hint or "")


def test_without_onnxruntime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that is not installed is told as such."""
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(MissingDependencyError, match="onnxruntime"):
        OwnRecogniser(write_network(tmp_path / "other.onnx")).facts()


def test_nothing_is_sent_anywhere() -> None:
    """The installed onnxruntime has no address to send usage data to: some releases do (docs/adr/0009)."""
    import onnxruntime

    folder = Path(onnxruntime.__file__).parent / "capi"
    libraries = [path for path in folder.iterdir() if ".so" in path.name]
    assert libraries
    for library in libraries:
        assert b"events.data.microsoft.com" not in library.read_bytes()


def test_the_packaged_model_is_sound() -> None:
    """Where the package brings one it opens, is small enough to go with it, and knows the letters of both scripts."""
    for path in PACKAGED.parent.glob("*.onnx"):
        assert path == PACKAGED
        assert path.stat().st_size <= 10 << 20
        assert {*"абвяѣіѳѵ", *"abcxyzéüß", *"0123456789", *"«»—№§"} <= set(OwnRecogniser().facts().alphabet)
