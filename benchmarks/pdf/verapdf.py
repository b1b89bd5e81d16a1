"""What veraPDF, the reference validator, says of some PDFs: all of them in one start of Java."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

VERAPDF = Path(__file__).parents[2] / "tools" / "verapdf"
_VERDICT = re.compile(r"^(PASS|FAIL) (.*) (\S+)$", re.MULTILINE)
_ANSWERED = (0, 1)
"""Exit codes: all pass; some do not."""


def passes(paths: Sequence[Path], flavour: str = "2u") -> dict[Path, bool]:
    """Whether each file is PDF/A of that flavour.

    Raises:
        RuntimeError: If veraPDF is not there (``make pdf-tools``) or says nothing of a file.
    """
    command = [str(VERAPDF), "--flavour", flavour, "--format", "text", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", errors="replace")
    verdicts = {Path(path): verdict == "PASS" for verdict, path, _ in _VERDICT.findall(done.stdout)}
    if done.returncode not in _ANSWERED or set(verdicts) != set(paths):
        raise RuntimeError(f"veraPDF gave no verdict ({done.returncode}): {done.stderr.strip() or done.stdout.strip()}")
    return {path: verdicts[path] for path in paths}
