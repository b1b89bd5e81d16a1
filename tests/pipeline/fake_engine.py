"""A ``tesseract`` for the front of the path that fails on one page and passes all others on to the real one."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

_SCRIPT = """#!{python} -SE
import os, signal, sys, time

def images(argument):
    if argument.endswith(".txt"):
        return open(argument).read().split()
    return [argument] if os.path.isfile(argument) else []

def is_bad(image):
    with open(image, "rb") as stream:
        head = stream.read(32).split()
    return head[:1] == [b"P5"] and abs(int(head[1]) - {width}) <= 3

with open({log!r}, "a") as log:
    log.write(" ".join(sys.argv[1:]) + "\\n")
if len(sys.argv) > 2 and "{only}" in sys.argv and any(map(is_bad, images(sys.argv[1]))):
    output = sys.argv[2] + ".hocr"
    {action}
os.execv({real!r}, ["tesseract", *sys.argv[1:]])
"""

ACTIONS = {
    "crash": "os.kill(os.getpid(), signal.SIGSEGV)",
    "fail": "sys.exit('no luck')",
    "hang": "time.sleep(1000)",
    "bad UTF-8": "open(output, 'wb').write(b'<html>' + bytes(range(128, 256))); sys.exit(0)",
    "empty answer": "open(output, 'wb').close(); sys.exit(0)",
    "no answer": "sys.exit(0)",
}
"""What it does on the page, by name."""


def install(folder: Path, action: str = "pass", *, width: int = -1, only: str = "-l") -> Path:
    """Writes the program.

    Args:
        folder: To be put in front of the path.
        action: Statement that is run on the bad page.
        width: Width in pixels of the images that are the bad page's.
        only: Argument without which it does no harm: ``osd`` for script detection alone.

    Returns:
        A file with a line for every call.
    """
    real = shutil.which("tesseract")
    assert real is not None
    folder.mkdir(exist_ok=True)
    log = folder / "calls"
    program = folder / "tesseract"
    program.write_text(
        _SCRIPT.format(python=sys.executable, width=width, log=str(log), only=only, action=action, real=real)
    )
    program.chmod(0o755)
    log.touch()
    return log


def recognitions(log: Path) -> list[str]:
    """Calls that read an image."""
    return [line for line in log.read_text().splitlines() if " -l " in line]
