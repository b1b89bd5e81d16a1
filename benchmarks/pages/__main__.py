"""Draws pages: ``python -m benchmarks.pages OUTDIR [--seed N] [--only KIND]``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.pages.catalogue import KINDS, SEEDS, draw
from benchmarks.samples.fonts import FontMissingError


def main() -> int:
    """Writes the pages named on the command line, and says which."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description="Draws pages with exact truth.")
    parser.add_argument(
        "out", type=Path, metavar="OUTDIR", help="folder for the pages (their truth goes to truth/ in it)"
    )
    parser.add_argument("--seed", type=_seed, action="append", help=f"draw with this seed (default: {SEEDS})")
    parser.add_argument("--only", choices=sorted(KINDS), action="append", help="draw only this kind")
    asked = parser.parse_args()
    try:
        for kind in asked.only or KINDS:
            for seed in asked.seed or SEEDS:
                for path in draw(kind, seed).write(asked.out):
                    print(f"{path}  {path.stat().st_size / 1000:.0f} kB")
    except FontMissingError as error:
        print(error, file=sys.stderr)
        return 4
    return 0


def _seed(text: str) -> int:
    """A seed as the user names it: 0 or more."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"not a seed: {text} (a whole number from 0)")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
