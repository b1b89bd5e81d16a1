"""The systems that are compared: their commands, versions, and where their text comes out."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any, Protocol

from benchmarks.bench.images import states_usable_dpi, without_alpha
from benchmarks.bench.layouts import digitize_layout, hocr_layout
from digitize.evaluate.page_layout import PageLayout

ROOT = Path(__file__).resolve().parents[2]
_BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Task:
    """One page to read.

    Args:
        image: A file with one image.
        languages: Tesseract models joined by ``+``.
        line: Whether the image is one cropped line.
        places: Whether to write where the text stands, too, where that is asked for apart.
    """

    image: Path
    languages: str
    line: bool
    places: bool = False


class System(Protocol):
    """Something that reads pages."""

    @property
    def name(self) -> str:
        """As in ``--systems`` and in the tables."""

    @property
    def how(self) -> str:
        """The command, for the document."""

    @property
    def places(self) -> bool:
        """Whether it says where the text stands."""

    def version(self) -> str:
        """Changes whenever the result may change."""

    def available(self) -> bool:
        """Whether it can be run here."""

    def command(self, task: Task, folder: Path) -> list[str]:
        """The command line; results go to ``folder``. May prepare the image, which is not timed."""

    def environment(self, base: Mapping[str, str]) -> dict[str, str]:
        """The variables it is run with."""

    def text(self, folder: Path) -> str:
        """The text it found, a line per printed line."""

    def layout(self, folder: Path) -> PageLayout | None:
        """Where it found it, for a task with ``places``; ``None`` where it does not say."""


def _clean(base: Mapping[str, str]) -> dict[str, str]:
    """Without variables that would change a system's settings."""
    kept = {key: value for key, value in base.items() if not key.startswith(("DIGITIZE_", "OMP_", "OCRMYPDF_"))}
    return kept | {"LC_ALL": "C.UTF-8"}


@dataclass(frozen=True, slots=True)
class Digitize:
    """This project, with the languages that the truth states or finding them itself."""

    auto: bool
    places: bool = True

    @property
    def name(self) -> str:
        return "digitize-auto" if self.auto else "digitize"

    @property
    def how(self) -> str:
        languages = "auto" if self.auto else "LANG"
        return f"`digitize run IMAGE --output DIR --languages {languages}`; printed layer of transcription.json"

    def version(self) -> str:
        code = hashlib.sha256()
        for path in sorted((ROOT / "src" / "digitize").rglob("*.py")):
            code.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
        return f"{installed_version('digitize')}, code {code.hexdigest()[:12]}, {tesseract_version()}"

    def available(self) -> bool:
        command = [str(_BIN / "digitize"), "--help"]
        return (_BIN / "digitize").exists() and subprocess.run(
            command, capture_output=True, check=False
        ).returncode == 0

    def command(self, task: Task, folder: Path) -> list[str]:
        languages = "auto" if self.auto else task.languages
        return [
            str(_BIN / "digitize"), "run", str(task.image), "--output", str(folder / "output"), "--languages", languages
        ]  # fmt: skip

    def environment(self, base: Mapping[str, str]) -> dict[str, str]:
        return _clean(base)

    def text(self, folder: Path) -> str:
        (found,) = (folder / "output").glob("*/transcription.json")
        return printed_text(json.loads(found.read_text(encoding="utf-8")))

    def layout(self, folder: Path) -> PageLayout:
        (found,) = (folder / "output").glob("*/transcription.json")
        return digitize_layout(found.parent)


def printed_text(transcription: Mapping[str, Any]) -> str:
    """The printed layer of a ``transcription.json``: a line per line, an empty line between regions.

    Lines that are marked as no text (handwriting, stamps, unreadable) are left out, as they are of the plain text and the PDF.
    """
    regions = (
        [line for line in region["lines"] if not line.get("doubt")]
        for page in transcription["pages"]
        for region in page["regions"]
    )
    return "\n\n".join(
        "\n".join(" ".join(word["text"] for word in line["words"]) for line in lines) for lines in regions if lines
    )


@dataclass(frozen=True, slots=True)
class Tesseract:
    """Plain Tesseract on the whole page."""

    name: str = "tesseract"
    how: str = (
        "`tesseract IMAGE out -l LANG --psm 3` (`--psm 7` for cropped lines), `OMP_THREAD_LIMIT=1`; for places its hOCR, "
        "written by the same command"
    )
    places: bool = True

    def version(self) -> str:
        return tesseract_version()

    def available(self) -> bool:
        return shutil.which("tesseract") is not None

    def command(self, task: Task, folder: Path) -> list[str]:
        mode = "7" if task.line else "3"
        formats = ["txt", "hocr"] if task.places else []
        return ["tesseract", str(task.image), str(folder / "out"), "-l", task.languages, "--psm", mode, *formats]

    def environment(self, base: Mapping[str, str]) -> dict[str, str]:
        return _clean(base) | {"OMP_THREAD_LIMIT": "1"}

    def text(self, folder: Path) -> str:
        return (folder / "out.txt").read_text(encoding="utf-8").replace("\f", "\n")

    def layout(self, folder: Path) -> PageLayout:
        return hocr_layout((folder / "out.hocr").read_bytes())


@dataclass(frozen=True, slots=True)
class Ocrmypdf:
    """OCRmyPDF with its defaults; ``omp_limited`` sets the variable that its users do not know to set."""

    omp_limited: bool
    places: bool = False

    @property
    def name(self) -> str:
        return "ocrmypdf-omp1" if self.omp_limited else "ocrmypdf"

    @property
    def how(self) -> str:
        limit = "`OMP_THREAD_LIMIT=1`" if self.omp_limited else "`OMP_THREAD_LIMIT` not set"
        return (
            "`ocrmypdf -l LANG --jobs 2 --sidecar out.txt IMAGE out.pdf`, default output (PDF/A); `--image-dpi 300` "
            "where the file states 96 dpi or less or none, alpha flattened on white beforehand, `--tesseract-pagesegmode 7` "
            f"for cropped lines; {limit}; text of the sidecar"
        )

    def version(self) -> str:
        return f"{installed_version('ocrmypdf')}, {tesseract_version()}, Ghostscript {_first_line('gs', '--version')}"

    def available(self) -> bool:
        return (_BIN / "ocrmypdf").exists() and shutil.which("tesseract") is not None

    def command(self, task: Task, folder: Path) -> list[str]:
        image = without_alpha(task.image, folder)
        command = [str(_BIN / "ocrmypdf"), "-l", task.languages, "--jobs", "2", "--sidecar", str(folder / "out.txt")]
        if not states_usable_dpi(image):
            command += ["--image-dpi", "300"]
        if task.line:
            command += ["--tesseract-pagesegmode", "7"]
        return [*command, str(image), str(folder / "out.pdf")]

    def environment(self, base: Mapping[str, str]) -> dict[str, str]:
        return _clean(base) | ({"OMP_THREAD_LIMIT": "1"} if self.omp_limited else {})

    def text(self, folder: Path) -> str:
        return (folder / "out.txt").read_text(encoding="utf-8").replace("\f", "\n")

    def layout(self, folder: Path) -> None:
        del folder


SYSTEMS: dict[str, System] = {
    system.name: system
    for system in (Digitize(auto=False), Digitize(auto=True), Tesseract(), Ocrmypdf(omp_limited=False))
}
"""What is compared by default."""

TIMING_SYSTEMS: dict[str, System] = {
    system.name: system
    for system in (Digitize(auto=False), Ocrmypdf(omp_limited=False), Ocrmypdf(omp_limited=True), Tesseract())
}
"""What a broadsheet is timed with."""

BASELINE = "tesseract"
"""What the others are compared with, page by page."""


def tesseract_version() -> str:
    """``tesseract 5.3.0``; ``no tesseract`` if there is none."""
    return _first_line("tesseract", "--version")


def _first_line(*command: str) -> str:
    if shutil.which(command[0]) is None:
        return f"no {command[0]}"
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"})
    return (done.stdout or done.stderr).strip().splitlines()[0].strip()
