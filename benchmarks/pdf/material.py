"""What the PDFs are made of: the project's samples, and some pages of every set of real scans."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "scans" / "samples"
_PATTERNS = (
    "nzz-fraktur-newspaper/*.tif",
    "vyl-tujod-1939-komi-newspaper/page_0002_recon.png",
    "soviet-time-capsules-1967-72-ru/*.jpg",
    "ocrmypdf-resources/*.pdf",
    "quneiform-scans-slavic/*.bmp",
    "tapuscorpus-fr-typewritten/btv1b52502601r__9*.jpg",
    "tapuscorpus-fr-typewritten/20130043*.jpg",
    "tapuscorpus-fr-typewritten/europeana*10763.jpeg",
    "ehri-typewritten-1936-58/german*.jpg",
    "ehri-typewritten-1936-58/danish*_01.jpg",
    "expo-universelle-1881-fr/*.png",
    "nautilus-bnl-newspaper-blocks/*.tif",
    "nubis-fr-books-1886-1941/m38p_1902_1.jpg",
    "nubis-fr-books-1886-1941/m3j5*.jpg",
    "dedoc-ru-orientation-skew/example_2_columns.png",
    "dedoc-ru-orientation-skew/orient_2.png",
    "dedoc-ru-orientation-skew/rotated_[12].jpg",
    "dedoc-ru-orientation-skew/01_*.jpg",
    "dedoc-ru-orientation-skew/scan_orient_1.jpg",
    "unpaper-source-images/imgsrc00[14].png",
)


def chosen(ground_truth: Path) -> list[Path]:
    """The samples, and of each set of real scans some pages of every kind; only the samples where there are none."""
    samples = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".jpg", ".tif"))
    return samples + [path for pattern in _PATTERNS for path in sorted(ground_truth.glob(pattern))]


def digitise(paths: Sequence[Path], output: Path) -> list[str]:
    """Digitises files with Tesseract, as far as that was not done before, and returns the documents' ids in order."""
    command = [str(Path(sys.executable).parent / "digitize"), "run", "--engine", "tesseract", "--output", str(output)]
    done = subprocess.run(
        [*command, "--json", *map(str, paths)], stdout=subprocess.PIPE, check=True, encoding="utf-8", cwd=ROOT
    )
    return [str(told["id"]) for told in json.loads(done.stdout)]
