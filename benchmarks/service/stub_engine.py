"""A ``tesseract`` for the front of the path that answers in milliseconds, with about as many words as a page of text has.

Everything else runs as it does for a user: the service, its processes, its workers, the store, the exports. It lies outside
the product, which cannot choose it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

WORDS = "archive bread commune delegate election factory grain harvest letter minister report session village worker"
"""What it reads on every page, again and again; one word in four depends on the pixels."""

_SCRIPT = """#!{python} -ISE
import hashlib, sys

WORDS = {words!r}.split()
SPAN = '<span class="%s" title="bbox %d %d %d %d%s">%s</span>'

def size(data):
    if data[:2] in (b"P5", b"P6", b"P4"):
        width, height = data.split(None, 3)[1:3]
        return int(width), int(height)
    if data[:4] == b"\\x89PNG":
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    return 1000, 1000

def page(path):
    with open(path, "rb") as stream:
        data = stream.read()
    width, height = size(data)
    rows, columns = max(1, height // 60), max(1, width // 150)
    digest = hashlib.shake_256(data).digest(rows * columns)
    lines = []
    for row in range(rows):
        top, bottom = height * (row + 1) // (rows + 2), height * (row + 2) // (rows + 2) - 1
        spans = []
        for column in range(columns):
            left, right = width * (column + 1) // (columns + 2), width * (column + 2) // (columns + 2) - 1
            place = row * columns + column
            word = WORDS[(place if place % 4 else digest[place]) % len(WORDS)]
            spans.append(SPAN % ("ocrx_word", left, top, right, bottom, "; x_wconf 91", word))
        body = " ".join(spans)
        lines.append(SPAN % ("ocr_line", width // 6, top, width * 5 // 6 - 1, bottom, "; baseline 0 0", body))
    return ('<div class="ocr_page" title="bbox 0 0 %d %d"><div class="ocr_carea"><p class="ocr_par">%s</p></div></div>'
            % (width, height, "".join(lines)))

arguments = sys.argv[1:]
if "--version" in arguments:
    print({version!r})
elif "--list-langs" in arguments:
    print({languages!r})
else:
    mode = arguments[arguments.index("--psm") + 1] if "--psm" in arguments else "3"
    if mode == "0":
        answer, ending = {orientation!r}, ".osd"
    else:
        with open(arguments[0], "rb") as stream:
            named = stream.read()
        listed = arguments[0].endswith(".txt")
        images = named.splitlines() if listed else [arguments[0]]
        answer = ('<html xmlns="http://www.w3.org/1999/xhtml"><body>%s</body></html>' % "".join(map(page, images)))
        ending = ".hocr"
    with open(arguments[1] + ending, "w") as stream:
        stream.write(answer)
"""

_ORIENTATION = """\
Page number: 0
Orientation in degrees: 0
Rotate: 0
Orientation confidence: 12.00
Script: Latin
Script confidence: 12.00
"""


def install(folder: Path) -> Path:
    """Writes the program into a folder, which is made.

    Args:
        folder: To be put in front of the path.

    Raises:
        RuntimeError: If there is no Tesseract: its models are named in the answers, and stamped by the product.
    """
    real = shutil.which("tesseract")
    if real is None:
        raise RuntimeError("Tesseract is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "tesseract"
    program.write_text(
        _SCRIPT.format(
            python=sys.executable,
            words=WORDS,
            version=_said(real, "--version"),
            languages=_said(real, "--list-langs"),
            orientation=_ORIENTATION,
        ),
        encoding="utf-8",
    )
    program.chmod(0o755)
    return program


def stubbed(folder: Path, base: Mapping[str, str]) -> dict[str, str]:
    """An environment in which the product reads with the stub, after :func:`install` into ``folder``."""
    clean = {name: value for name, value in base.items() if not name.startswith("DIGITIZE_")}
    path = os.pathsep.join([str(folder), base.get("PATH", os.defpath)])
    return {**clean, "PATH": path, "DIGITIZE_ENGINE": "tesseract", "DIGITIZE_LANGUAGES": "eng"}


def _said(program: str, question: str) -> str:
    answer = subprocess.run([program, question], capture_output=True, text=True, check=True)
    return (answer.stdout or answer.stderr).strip()
