"""What a person sees on a terminal of 80 columns."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import shutil
import struct
import subprocess
import termios
from pathlib import Path

import pytest

from digitize.errors import ExitCode
from tests.cli.command import SCRIPT, digitize, environment
from tests.cli.conftest import Ready


class Screen:
    """A terminal of 80 columns, and what is on it when the command has ended."""

    def __init__(self, columns: int = 80) -> None:
        self.columns = columns

    def run(self, *arguments: str | Path) -> tuple[int, list[str], str]:
        """Exit code; the lines that remain; everything that was ever sent, without colours."""
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, self.columns, 0, 0))
        process = subprocess.Popen([SCRIPT, *arguments], stdin=slave, stdout=slave, stderr=slave, env=environment())
        os.close(slave)
        sent = b""
        while True:
            try:
                block = os.read(master, 65536)
            except OSError:  # the last writer has gone
                break
            if not block:
                break
            sent += block
        os.close(master)
        plain = re.sub(r"\x1b\[[0-9;]*m", "", sent.decode())
        return process.wait(), self._shown(plain), plain

    def _shown(self, text: str) -> list[str]:
        lines: list[str] = [""]
        row = 0
        for part in re.split(r"(\x1b\[\??\d*[A-Za-z]|\r\n|\r|\n)", text):
            if part == "\r":
                continue
            if part in ("\n", "\r\n"):
                row += 1
                lines += [""] * (row + 1 - len(lines))
            elif part.endswith("K") and part.startswith("\x1b"):
                lines[row] = ""
            elif part.endswith("A") and part.startswith("\x1b"):
                row = max(0, row - int(part[2:-1] or 1))
            elif not part.startswith("\x1b"):
                lines[row] = part or lines[row]
        return lines


def test_a_terminal_of_80_columns(tmp_path: Path, ready: Ready, monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress while it runs; in the end whole lines, no longer than the terminal is wide, broken between words."""
    (tmp_path / "page.pdf").write_text("<!DOCTYPE html><html></html>")
    monkeypatch.chdir(tmp_path)
    scan = Path(shutil.copy(ready.scan, tmp_path / "scan.png"))
    code, lines, sent = Screen().run("run", scan.name, "page.pdf", "-o", "out")
    assert code == ExitCode.PARTIAL
    assert re.search(r"scan ━+ +0/1 pages 0:00:0\d", sent)
    left = [line for line in lines if line.strip()]
    assert not any("━" in line for line in left)
    assert all(len(line) <= 80 for line in left), left
    assert left[0].startswith("done  out/scan  1 page, ")
    assert left[1] == "error page.pdf: looks like a web page (HTML), as a failed download leaves it"
    assert all(line.startswith("      ") for line in left[2:4])
    assert left[-2].endswith(" in out; 1 failed") and left[-1] == "Look at out/scan/scan.pdf and .txt"


@pytest.mark.parametrize(
    "arguments", [("documents",), ("show", "urozhai"), ("doctor",), ("--help",), ("run", "--help")]
)
def test_tables_on_a_terminal(ready: Ready, arguments: tuple[str, ...]) -> None:
    """Each line fits into 80 columns."""
    output = ("-o", ready.output) if arguments[0] in ("documents", "show") else ()
    code, lines, _ = Screen().run(*arguments, *output)
    assert code == 0
    assert max(map(len, lines)) <= 80


def test_tables_for_programs_are_not_folded(ready: Ready) -> None:
    """Into a pipe goes one line per row, however long."""
    said = digitize("doctor")
    assert any(len(line) > 80 for line in said.out.splitlines())
    assert len(digitize("documents", "-o", ready.output).out.splitlines()) == 2
