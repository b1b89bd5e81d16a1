"""Page images as the systems can take them. What is done here is not timed, and said in docs/benchmarks.md."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PIL import Image

OCRMYPDF_LOWEST_DPI = 96
"""OCRmyPDF refuses images that state this resolution or a lower one."""


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def single_frame(image: Path, frame: int, folder: Path) -> Path:
    """The file itself if it holds one image, else that image of it, written without loss to ``folder``."""
    with Image.open(image) as opened:
        if getattr(opened, "n_frames", 1) == 1:
            return image
        opened.seek(frame)
        target = folder / f"{image.stem}-{frame + 1:04d}.tif"
        opened.save(target, compression="tiff_lzw", dpi=opened.info.get("dpi", (0, 0)))
    return target


def without_alpha(image: Path, folder: Path) -> Path:
    """The file itself, or a copy on white if it has an alpha channel (OCRmyPDF refuses those)."""
    with Image.open(image) as opened:
        if "A" not in opened.getbands() and "transparency" not in opened.info:
            return image
        layer = opened.convert("RGBA")
        flat = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
        target = folder / f"{image.stem}.png"
        flat.save(target, dpi=opened.info.get("dpi", (300, 300)))
    return target


def states_usable_dpi(image: Path) -> bool:
    """Whether OCRmyPDF accepts the resolution that the file states."""
    with Image.open(image) as opened:
        dpi = opened.info.get("dpi")
    return dpi is not None and min(dpi) > OCRMYPDF_LOWEST_DPI
