"""Tesseract through pytesseract: one process reads a whole list of crops (docs/adr/0003)."""

from __future__ import annotations

import errno
import os
import re
import resource
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytesseract
from PIL import Image

from digitize.errors import DigitizeError, EngineError, EnvironmentFault, LimitError, MissingDependencyError
from digitize.model.language import model_for
from digitize.recognize.engine import CropKind, Reading
from digitize.recognize.hocr import parse_hocr
from digitize.recognize.message import brief
from digitize.recognize.wordless import folder_without_words

_SEGMENTATION = {CropKind.PAGE: 4, CropKind.BLOCK: 4, CropKind.PASSAGE: 6, CropKind.LINE: 7}
"""Tesseract's page segmentation modes: one column of text of various sizes; one even block; one line."""

_ANSWER_BYTES = 256 << 20
"""Tesseract may write no larger file: a dense broadsheet page takes 5 MB, and a disk must not fill up."""

_LARGE_BYTES = 50_000_000
"""Models of one language have 1 to 6 MB, and that of all languages in Latin letters has 89."""

_START_S = 60.0
"""How long Tesseract may take to say what it is."""

_OSD_KEYS = ("rotate", "orientation_conf", "script", "script_conf")
_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
_INSTALL = "Install it: apt-get install tesseract-ocr (make run does); see digitize doctor"


class Tesseract:
    """The engine that Debian brings. Language codes are its model names."""

    name = "tesseract"

    def version(self) -> str:
        return f"tesseract {_version()}"

    def installed(self) -> frozenset[str]:
        return frozenset(_models())

    def fingerprint(self, languages: Sequence[str]) -> list[str]:
        """What tells whether models are the same as before: names, sizes and times of their files.

        Args:
            languages: Codes of installed models.
        """
        return [f"{code} {_stamp(_folder() / f'{_models()[code]}.traineddata')}" for code in sorted(languages)]

    def read(self, crops: Sequence[Path], kind: CropKind, languages: Sequence[str], dpi: float) -> tuple[Reading, ...]:
        self.require(languages)
        inked = [kind is not CropKind.LINE or not _is_blank(crop) for crop in crops]
        wanted = [crop for crop, has_ink in zip(crops, inked, strict=True) if has_ink]
        readings = iter(_read(wanted, kind, languages, dpi) if wanted else ())
        return tuple(next(readings) if has_ink else Reading(()) for has_ink in inked)

    def is_large(self, language: str) -> bool:
        """Whether a model takes longer to load than a few lines to read: most of it is its word list."""
        return (_folder() / f"{_models()[language]}.traineddata").stat().st_size > _LARGE_BYTES

    def try_out(self, crops: Sequence[Path], kind: CropKind, language: str, dpi: float) -> tuple[Reading, ...]:
        """Reads crops by a model without its word list, which loads in a fraction of the time: enough to tell the language by."""
        self.require([language])
        return _read(crops, kind, [language], dpi, words=False) if crops else ()

    def word_lists(self, languages: Sequence[str]) -> dict[str, Path]:
        """The files of models, which hold their word lists, by code; models that are not installed are left out."""
        return {code: _folder() / f"{_models()[code]}.traineddata" for code in languages if code in _models()}

    def require(self, languages: Sequence[str]) -> None:
        """Checks that models are installed.

        Raises:
            MissingDependencyError: Naming the package that brings the first missing one.
        """
        for code in languages:
            if code not in self.installed():
                package = model_for(code).package
                raise MissingDependencyError(
                    f"the language {code!r} is not installed for Tesseract",
                    hint=f"Install it (apt-get install {package}) or choose others; see digitize doctor",
                )


def read_orientation(image: Path, characters: int = 50) -> dict[str, Any] | None:
    """Tesseract's orientation and script detection; ``None`` when there is too little text to tell.

    Args:
        image: To be looked at.
        characters: That are looked at at least, of five times as many at most; its confidence grows with them, and the time it takes.

    Returns:
        ``rotate`` (degrees clockwise that make the page upright), ``orientation_conf``, ``script``, ``script_conf``.

    Raises:
        EngineError: If Tesseract crashes or answers with nonsense.
        MissingDependencyError: If it, or its model ``osd``, is not installed.
    """
    Tesseract().require(["osd"])
    config = f"--psm 0 --dpi 300 -c min_characters_to_try={characters}"
    try:
        with _explained(), _bounded_answer():
            found = dict(pytesseract.image_to_osd(str(image), lang="osd", config=config, output_type="dict"))
    except EngineError as error:
        if "Too few characters" in error.message:
            return None
        raise
    if found and not all(key in found for key in _OSD_KEYS):
        raise EngineError("Tesseract's answer on the orientation is not complete", hint="Try the page again")
    return found or None


def _read(
    crops: Sequence[Path], kind: CropKind, languages: Sequence[str], dpi: float, *, words: bool = True
) -> tuple[Reading, ...]:
    names = [_models()[code] for code in languages]
    with _explained(), tempfile.TemporaryDirectory(prefix="digitize-") as folder, _bounded_answer():
        place = "" if words else f"--tessdata-dir {shlex.quote(str(folder_without_words(names[0], _folder())))} "
        output = pytesseract.image_to_pdf_or_hocr(
            str(_list(crops, Path(folder))),
            lang="+".join(names),
            config=f"{place}--psm {_SEGMENTATION[kind]} --dpi {max(70, min(2400, round(dpi)))}",
            extension="hocr",
        )
    readings = parse_hocr(output)
    if len(readings) != len(crops):
        raise EngineError(f"Tesseract read {len(readings)} of {len(crops)} images", hint="Try the page again")
    return readings


def _list(crops: Sequence[Path], folder: Path) -> Path:
    """A text file that names the crops, by links: a name may hold what breaks a list or is no text."""
    links = [folder / f"{number:06}" for number in range(len(crops))]
    for link, crop in zip(links, crops, strict=True):
        link.symlink_to(crop.absolute())
    listing = folder / "crops.txt"
    listing.write_bytes(b"".join(os.fsencode(link) + b"\n" for link in links))
    return listing


def _is_blank(crop: Path) -> bool:
    """Whether all pixels are alike. Told that there is one line, Tesseract reads a letter on bare paper."""
    try:
        with Image.open(crop) as image:
            low, high = image.convert("L").getextrema()
    except (OSError, Image.DecompressionBombError):  # Tesseract will say what is wrong with it
        return False
    return low == high


@contextmanager
def _bounded_answer() -> Iterator[None]:
    """Bounds the files that this process and what it starts may write."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    bound = _ANSWER_BYTES if soft == resource.RLIM_INFINITY else min(soft, _ANSWER_BYTES)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bound, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except pytesseract.TesseractNotFoundError:
        raise _missing() from None
    except pytesseract.TesseractError as error:
        raise _failed(int(error.status), str(error.message)) from None
    except OSError as error:
        raise _system_fault(error) from None
    except (KeyError, ValueError) as error:  # bad UTF-8 is a ValueError
        raise EngineError(
            f"Tesseract's answer cannot be used: {type(error).__name__}: {brief(str(error))}", hint="Try the page again"
        ) from None


def _failed(status: int, message: str) -> DigitizeError:
    if "bad_alloc" in message:
        return _too_large()
    if status == -signal.SIGXFSZ:
        return EngineError("Tesseract's answer has no end", hint="Try the page again, or another language")
    how = signal.strsignal(-status) if status < 0 else f"status {status}"
    return EngineError(
        f"Tesseract failed ({how}): {brief(message) or 'no message'}", hint="Try the page again, or another language"
    )


def _system_fault(error: OSError) -> DigitizeError:
    reason = error.strerror or str(error)
    if error.errno == errno.ENOMEM:
        return _too_large()
    if error.errno in _DISK:
        return EnvironmentFault(
            f"temporary files cannot be written: {reason}",
            hint="Make room where temporary files go, or name another folder in TMPDIR",
        )
    if error.filename == pytesseract.pytesseract.tesseract_cmd:
        return MissingDependencyError(f"Tesseract cannot be run: {reason}", hint=_INSTALL)
    if error.errno == errno.ENOENT:
        return EngineError("Tesseract has written no answer", hint="Try the page again")
    return EngineError(f"Tesseract's answer cannot be used: {reason}", hint="Try the page again")


def _too_large() -> LimitError:
    return LimitError("Tesseract needs more memory than is allowed", hint="Raise DIGITIZE_MEMORY_MIB")


def _missing() -> MissingDependencyError:
    return MissingDependencyError("Tesseract is not installed", hint=_INSTALL)


@cache
def _version() -> str:
    answer = _ask("--version")
    match = re.search(rb"tesseract\s+v?(\d+(?:\.\d+)*)", answer.stdout + answer.stderr)
    if match is None:
        raise MissingDependencyError("Tesseract does not say which version it is", hint=_INSTALL)
    return match[1].decode("ascii")


@cache
def _models() -> dict[str, str]:
    """What Tesseract calls each installed model, by its code: Debian has ``Cyrillic``, others ``script/Cyrillic``.

    pytesseract's own listing leaves the models of whole scripts out.
    """
    lines = _ask("--list-langs").stdout.decode("utf-8", "replace").splitlines()
    names = [line.strip() for line in lines if re.fullmatch(r"[\w./-]+", line.strip())]
    return {name.removeprefix("script/"): name for name in names}


@cache
def _folder() -> Path:
    """Where Tesseract has its models, as it says itself."""
    found = re.search(rb'"([^"]+)"', _ask("--list-langs").stdout)
    return Path(os.fsdecode(found[1])) if found else Path()


def _stamp(model: Path) -> str:
    try:
        status = model.stat()
    except OSError:
        return "unknown"
    return f"{status.st_size} {status.st_mtime_ns}"


def _ask(option: str) -> subprocess.CompletedProcess[bytes]:
    command = [pytesseract.pytesseract.tesseract_cmd, option]
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=_START_S)
    except FileNotFoundError:
        raise _missing() from None
    except (OSError, subprocess.SubprocessError) as error:
        raise MissingDependencyError(f"Tesseract cannot be run: {brief(str(error))}", hint=_INSTALL) from None
