"""Makes the sample scans and their truth: ``python -m benchmarks.samples [--out DIR] [--only NAME]``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.samples.fonts import FontMissingError
from benchmarks.samples.samples import SAMPLES, SCANS


def main() -> int:
    """Writes the files named on the command line, and says which."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.samples", description="Makes the sample scans.")
    parser.add_argument(
        "--out", type=Path, default=SCANS, help="folder for the scans (their truth goes to truth/ in it)"
    )
    parser.add_argument("--only", choices=sorted(SAMPLES), action="append", help="make only this sample")
    parser.add_argument("--truth-only", action="store_true", help="write the truth, leave the images")
    asked = parser.parse_args()
    try:
        for name in asked.only or SAMPLES:
            written = SAMPLES[name].write_truth(asked.out / "truth")
            if not asked.truth_only:
                written += SAMPLES[name].write_scan(asked.out)
            for path in written:
                print(f"{path}  {path.stat().st_size / 1000:.0f} kB")
    except FontMissingError as error:
        print(error, file=sys.stderr)
        return 4
    return 0


if __name__ == "__main__":
    sys.exit(main())
