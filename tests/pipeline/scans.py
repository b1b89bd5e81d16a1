"""Small scans that the tests of this room draw for themselves: a few lines of print, read in a second or two."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import img2pdf  # type: ignore[import-untyped]
import pikepdf
from PIL import Image, ImageDraw, ImageFont

FONT = "/usr/share/fonts/truetype/paratype/PTF55F.ttf"
DPI = 300
RUSSIAN = (
    "Уборка хлебов идёт во всех районах области.",
    "Машины вышли в поле до рассвета и до самого",
    "позднего вечера возили снопы на гумно.",
    "Зерно будет сдано в срок, и новые машины",
    "работают хорошо.",
)
FRENCH = (
    "La course a été gagnée par un jeune coureur",
    "de Lille, qui avait pris la tête dès le matin.",
    "Le public était venu en foule.",
)
ENGLISH = ("The expedition took flour, tea and", "paraffin for nineteen weeks.")


def page(lines: Sequence[str] = RUSSIAN, *, width: int = 1000, height: int = 460, pt: int = 38) -> Image.Image:
    """A page of print."""
    image = Image.new("L", (width, height), 255)
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(FONT, pt)
    for number, line in enumerate(lines):
        draw.text((60, 50 + number * round(pt * 1.7)), line, font=font, fill=0)
    return image


def encoded(image: Image.Image, form: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def png(path: Path, image: Image.Image | None = None) -> Path:
    """A PNG with its resolution."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encoded(image or page(), "PNG", dpi=(DPI, DPI)))
    return path


def tiff(path: Path, images: Sequence[Image.Image]) -> Path:
    """A TIFF of several pages."""
    options: dict[str, Any] = {"save_all": True, "append_images": list(images[1:]), "dpi": (DPI, DPI)}
    path.write_bytes(encoded(images[0], "TIFF", **options))
    return path


def image_pdf(image: Image.Image) -> bytes:
    """A PDF of one page that is a scan, as scanning programs write it."""
    return bytes(img2pdf.convert(encoded(image, "PNG", dpi=(DPI, DPI))))


def born_digital_pdf(lines: Sequence[str] = ENGLISH) -> pikepdf.Pdf:
    """A PDF of one page with visible text and no image."""
    pdf = pikepdf.new()
    drawn = pdf.add_blank_page(page_size=(300, 120))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    drawn.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    text = "".join(f"({line}) Tj T* " for line in lines)
    drawn.obj.Contents = pdf.make_stream(f"BT /F1 14 Tf 18 TL 20 90 Td {text}ET".encode())
    return pdf


def mixed_pdf(path: Path) -> Path:
    """A PDF of two pages: a scan, then a page that is born digital."""
    with pikepdf.open(io.BytesIO(image_pdf(page(FRENCH)))) as pdf, born_digital_pdf() as digital:
        pdf.pages.extend(digital.pages)
        pdf.save(path, deterministic_id=True)
    return path


def words(lines: Sequence[str]) -> list[str]:
    return " ".join(lines).split()
