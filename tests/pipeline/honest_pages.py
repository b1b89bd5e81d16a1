"""Pages on which there is little or nothing to be read, or on which a dictionary would do harm; drawn small, each with its true text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from benchmarks.samples.fonts import font_path

CAPITALS = (
    "ПРОТОКОЛ ОБЩЕГО СОБРАНИЯ АРТЕЛИ",
    "СЛУШАЛИ: О РЕМОНТЕ МОСТА ЧЕРЕЗ РЕКУ",
    "ПОСТАНОВИЛИ: ПРИСТУПИТЬ К РАБОТАМ",
    "НЕ ПОЗДНЕЕ ПЕРВОГО СЕНТЯБРЯ, ЛЕС",
    "ЗАГОТОВИТЬ В КАЗЁННОЙ ДАЧЕ, ПОДВОДЫ",
    "ВЫДЕЛИТЬ ПО ОЧЕРЕДИ ОТ КАЖДОГО ДВОРА",
)
VERSE = (
    "Над полем ветер,",
    "    над полем дым,",
    "и старый мельник",
    "    стоит седым.",
    "Стучит вода,",
    "    скрипит доска,",
    "а в горле ком,",
    "    и в сердце тоска.",
)
SURNAMES = (
    "Абдрахимкулов З. Ш.",
    "Бжеховский-Дрюк К. Ф.",
    "Вырлоокий Т. Щ.",
    "Гзовдецкий Ю. Э.",
    "Дзюбелло Х. Ц.",
    "Жмыхарёв Ф. Ё.",
    "Зубыкин-Пляс Э. Я.",
    "Куцопатый Щ. Ж.",
    "Мшвилдадзе Ц. Н.",
    "Хрыщенюк Ы. Б.",
)
ERRORS = (
    "Комунисты нашего раена правели субботник и",
    "собрали черезвычайно много метала. Учавствовало",
    "двести человек, не смотря на плохую пагоду.",
    'Прицедатель колхоза скозал: "Будующий урожай',
    'зависет от каждава из нас". Росписание работ',
    "вывешенно у правления. Следущее собрание в",
    "воскресенье, явка обезательна, жалабы падавать",
    "секритарю. Граммотность населения повысилась.",
)
PLANTED = (
    "Комунисты раена правели черезвычайно метала Учавствовало пагоду Прицедатель скозал Будующий зависет каждава "
    "Росписание вывешенно Следущее обезательна жалабы падавать секритарю Граммотность"
).split()
RUSSIAN = (
    "Уборка хлебов идёт во всех районах области.",
    "Машины вышли в поле до рассвета и до самого",
    "позднего вечера возили снопы на гумно.",
    "Зерно будет сдано в срок, и новые машины",
    "работают хорошо, а люди ждут хорошей осени.",
)
FRENCH = (
    "La course a été gagnée par un jeune coureur",
    "de Lille, qui avait pris la tête dès le matin.",
    "Le public était venu en foule au bord de la",
    "route, malgré la pluie et le froid de janvier.",
    "Le vainqueur a reçu la coupe des mains du maire.",
)


def lettering(
    lines: Sequence[str], *, face: str = "serif-roman", size_px: int = 32, wear: float = 0.0, seed: int = 0
) -> Image.Image:
    """Lines of print, on which indents stay; ``wear`` from 0 (clean) to 1 (hardly legible) is blur, pale patches and grain."""
    font = ImageFont.truetype(str(font_path(face)), size_px)
    margin, leading = max(8, round(1.8 * size_px)), round(1.6 * size_px)
    width = round(max(font.getlength(line) for line in lines)) + 2 * margin
    image = Image.new("L", (width, 2 * margin + leading * len(lines)), 255)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((margin, margin + number * leading), line, font=font, fill=0)
    return worn(image, wear, seed) if wear else image


def worn(image: Image.Image, wear: float, seed: int = 0) -> Image.Image:
    """Soft, unevenly inked and grainy."""
    rng = np.random.default_rng(seed)
    soft = np.asarray(image.filter(ImageFilter.GaussianBlur(0.6 + 1.6 * wear)), dtype=np.float32)
    small = rng.random((max(2, image.height // 24), max(2, image.width // 24))) * 255
    patches = np.asarray(Image.fromarray(small.astype(np.uint8)).resize(image.size, Image.Resampling.BICUBIC)) / 255.0
    ink = (255.0 - soft) * (1.0 - 0.9 * wear * patches)
    grain = rng.normal(0.0, 30.0 * wear, ink.shape)
    return Image.fromarray(np.clip(245.0 - ink + grain, 0, 255).astype(np.uint8))


def noise(kind: str, width: int = 900, height: int = 600, seed: int = 0) -> Image.Image:
    """Nothing but noise: ``grey``, ``halves`` (black and white), ``specks``, ``blobs`` (of the size of letters), ``dirt`` (fewer)."""
    rng = np.random.default_rng(seed)
    if kind == "grey":
        return Image.fromarray(rng.integers(0, 256, (height, width), dtype=np.uint8))
    if kind in ("halves", "specks"):
        share = 0.5 if kind == "halves" else 0.03
        return Image.fromarray(np.where(rng.random((height, width)) < share, 0, 255).astype(np.uint8))
    field = Image.fromarray(rng.integers(0, 256, (height, width), dtype=np.uint8)).filter(ImageFilter.GaussianBlur(4))
    level = np.quantile(np.asarray(field), 0.25 if kind == "blobs" else 0.06)
    return Image.fromarray(np.where(np.asarray(field) < level, 20, 255).astype(np.uint8))


def scribbles(lines: int = 7, width: int = 1100, *, seed: int = 0, pen: float = 3.0) -> Image.Image:
    """Lines of a running hand that writes nothing: loops, stems and gaps between words."""
    chance = Random(f"scribbles {seed}")
    scale, leading = 2, 90
    image = Image.new("L", (scale * width, scale * (lines + 1) * leading), 255)
    draw = ImageDraw.Draw(image)
    for line in range(lines):
        x, base = 60.0 + 30 * chance.random(), (line + 0.9) * leading
        while x < width - 160:
            points, size = [], 15 + 4 * chance.random()
            for _ in range(chance.randint(2, 8)):
                rise = size * (chance.choice((1, 1, 1, 1, 2.2, -1.3)) + 0.3 * chance.random())
                step, loop = size * chance.uniform(0.9, 1.5), chance.uniform(0.1, 0.7)
                for t in (i / 12 for i in range(12)):
                    turn = 2 * math.pi * t
                    y = base - rise * (1 - math.cos(turn)) / 2
                    points.append((x + step * t + loop * size * math.sin(turn) + 0.25 * (base - y), y))
                x += step
            draw.line([(scale * px, scale * py) for px, py in points], fill=40, width=round(scale * pen), joint="curve")
            x += size * chance.uniform(1.2, 2.2)
            base += chance.uniform(-3, 3)
    return image.resize((width, (lines + 1) * leading), Image.Resampling.LANCZOS)


def stamps(*, seed: int = 0, width: int = 1100, height: int = 900) -> Image.Image:
    """Blank paper with stamps on it: two rings with letters around, a frame and a bare date, aslant, the ink worn."""
    rng = np.random.default_rng(seed)
    page = Image.new("L", (width, height), 255)
    put = (
        (_ring("НАРОДНЫЙ КОМИССАРИАТ * АРХИВ *", "№ 17"), 12.0, (80, 60)),
        (_frame(("ВХОДЯЩИЙ № 318", "12 МАР 1931", "КАНЦЕЛЯРИЯ")), -7.0, (560, 130)),
        (_ring("MAIRIE DE LA COMMUNE * SEINE *", "R F"), -20.0, (620, 480)),
        (_frame(("СЕКРЕТНО",)), 9.0, (110, 600)),
    )
    for stamp, degrees, place in put:
        turned = stamp.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
        layer = Image.new("L", page.size, 255)
        layer.paste(turned, place)
        page = ImageChops.darker(page, layer)
    small = Image.fromarray((rng.random((height // 5, width // 5)) * 255).astype(np.uint8))
    gone = np.asarray(small.resize(page.size, Image.Resampling.BICUBIC)) / 255.0
    ink = (255.0 - np.asarray(page.filter(ImageFilter.GaussianBlur(0.8)), dtype=np.float32)) * np.clip(
        1.7 * gone, 0.15, 0.85
    )
    return Image.fromarray((255.0 - ink).astype(np.uint8))


def _ring(around: str, inside: str) -> Image.Image:
    size, font = 320, ImageFont.truetype(str(font_path("sans-bold")), 28)
    image = Image.new("L", (size, size), 255)
    draw = ImageDraw.Draw(image)
    for inset, width in ((4, 5), (62, 3)):
        draw.ellipse((inset, inset, size - inset, size - inset), outline=0, width=width)
    draw.text(
        (size / 2, size / 2), inside, font=ImageFont.truetype(str(font_path("serif-bold")), 40), fill=0, anchor="mm"
    )
    for number, sign in enumerate(around):
        angle = 360.0 * number / len(around)
        tile = Image.new("L", (size, size), 255)
        ImageDraw.Draw(tile).text((size / 2, 34), sign, font=font, fill=0, anchor="mm")
        image = ImageChops.darker(image, tile.rotate(-angle, Image.Resampling.BICUBIC, fillcolor=255))
    return image


def _frame(lines: Sequence[str]) -> Image.Image:
    font = ImageFont.truetype(str(font_path("sans-narrow-bold")), 34)
    width = round(max(font.getlength(line) for line in lines)) + 50
    height = 46 * len(lines) + 30
    image = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(image)
    draw.rectangle((3, 3, width - 4, height - 4), outline=0, width=5)
    for number, line in enumerate(lines):
        draw.text((width / 2, 36 + 46 * number), line, font=font, fill=0, anchor="mm")
    return image
