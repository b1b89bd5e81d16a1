"""The command line. Nothing is imported before it is needed: not even the commands, before Ctrl-C can be answered."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Runs the command line and exits with the contract's exit codes."""
    if sys.getfilesystemencoding() != "utf-8" and os.environ.get("PYTHONUTF8") != "1":
        os.environ["PYTHONUTF8"] = "1"  # ids keep Cyrillic letters, and folders have their names, whatever the locale
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606  (no shell is wanted)
    try:
        from digitize.cli import commands, console

        console.open_streams()
        commands.app(prog_name="digitize")
    except KeyboardInterrupt:  # while modules were being imported
        sys.exit(130)
