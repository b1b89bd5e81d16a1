"""Reads folders of page images with their true text.

Three layouts are known:

- a ``manifest.tsv`` with the columns ``set, page, image, gt, languages, kind, conventions`` (others are ignored; ``-``
  stands for none), paths relative to it;
- pairs of files anywhere below the folder: ``<page>.<image extension>`` with ``<page>.gt.txt`` beside it;
- the same with the texts in a subfolder ``truth/`` beside the images; ``truth/<name>-0002.gt.txt`` is the text of the
  second image of the multi-page file ``<name>``.

Where the text stands may be known too: from ``<page>.gt.xml`` (PAGE or ALTO) or ``<page>.gt.json`` beside the text, or
from ``truth/<page>.json``. The last may stand alone: then the text is what it says.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import TypeVar

from digitize.errors import InputError
from digitize.evaluate.normalisation import Convention
from digitize.evaluate.stated_json import read_json

MANIFEST = "manifest.tsv"
SUFFIX = ".gt.txt"
TRUTH = "truth"
LAYOUT_SUFFIXES = (".gt.xml", ".gt.json")
IMAGE_EXTENSIONS = frozenset((".bmp", ".gif", ".jp2", ".jpeg", ".jpg", ".pdf", ".png", ".tif", ".tiff", ".webp"))
_COLUMNS = ("set", "page", "image", "gt", "languages", "kind", "conventions")
_LAYOUT_HINT = (
    f"Give a folder with {MANIFEST}, or with page images and a <page>{SUFFIX} beside each or in a subfolder truth/"
)


class Kind(StrEnum):
    """What a page of truth shows."""

    NEWSPAPER = "newspaper"
    TYPESCRIPT = "typescript"
    BOOK = "book"
    BLOCK = "block"
    LINE = "line"
    PAGE = "page"
    """Nothing was stated."""


@dataclass(frozen=True, slots=True)
class TruthPage:
    """One page image with its true text.

    Args:
        set: The set it is reported under.
        name: The page's name within its set.
        image: The image file.
        frame: Index of the page in its file, from 0.
        text: As transcribed: a line per printed line, an empty line between regions.
        kind: What it shows.
        languages: A value for ``--languages`` (``rus+fra``); ``None`` when nothing was stated.
        convention: What a score has to take into account.
        layout: The file that says where the text stands; ``None`` when there is none.
    """

    set: str
    name: str
    image: Path
    frame: int
    text: str
    kind: Kind = Kind.PAGE
    languages: str | None = None
    convention: Convention = Convention.NONE
    layout: Path | None = None


def read_ground_truth(folder: Path) -> tuple[TruthPage, ...]:
    """All pages with true text in a folder, in the order of its manifest, else of set and name.

    Raises:
        InputError: If the folder, a file it names or its text cannot be read, or there is no truth in it.
    """
    if not folder.is_dir():
        raise InputError("not a folder", where=str(folder), hint=_LAYOUT_HINT)
    manifest = folder / MANIFEST
    pages = tuple(_from_manifest(manifest)) if manifest.is_file() else tuple(_from_pairs(folder))
    if not pages:
        raise InputError("no ground truth in this folder", where=str(folder), hint=_LAYOUT_HINT)
    return pages


def _from_manifest(manifest: Path) -> Iterator[TruthPage]:
    rows = csv.DictReader(_read_text(manifest).splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise InputError(
            f"the manifest lacks the columns {', '.join(missing)}",
            where=str(manifest),
            hint="Its first line names the columns, parted by tabs",
        )
    for number, row in enumerate(rows, start=2):
        where = f"{manifest}, line {number}"
        if any(row[name] is None for name in _COLUMNS):
            raise InputError("the line has too few columns", where=where, hint="Write - for a value that is not there")
        if row["gt"] == "-":
            continue
        text = _named(manifest, row["gt"], where)
        yield TruthPage(
            set=row["set"],
            name=row["page"],
            image=_named(manifest, row["image"], where),
            frame=0,
            text=_read_text(text),
            kind=_choice(Kind, row["kind"], where),
            languages=None if row["languages"] == "-" else row["languages"],
            convention=_choice(Convention, row["conventions"], where),
            layout=_layout(text),
        )


_Choice = TypeVar("_Choice", bound=StrEnum)


def _choice(kind: type[_Choice], value: str, where: str) -> _Choice:
    try:
        return kind(value)
    except ValueError:
        known = ", ".join(kind)
        raise InputError(
            f"{kind.__name__.lower()} {value!r} is not known", where=where, hint=f"Known are: {known}"
        ) from None


def _named(manifest: Path, name: str, where: str) -> Path:
    """The file that a manifest names; it may not lead out of the manifest's folder."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise InputError(f"{name!r} leads out of the folder", where=where, hint="Write paths relative to the manifest")
    file = manifest.parent / path
    if not file.is_file():
        raise InputError(f"{name!r} is not there", where=where, hint="Mend the path, or take the line out")
    return file


def _from_pairs(folder: Path) -> Iterator[TruthPage]:
    for parent, folders, files in os.walk(folder):  # does not follow links: no loops
        folders.sort()
        here = Path(parent)
        for name in sorted(files):
            if name.endswith(SUFFIX) and name != SUFFIX:
                yield _page(folder, here / name, _read_text(here / name))
            elif here.name == TRUTH and name.endswith(".json") and f"{name.removesuffix('.json')}{SUFFIX}" not in files:
                yield _page(folder, (here / name).with_suffix(SUFFIX), _stated_text(here / name))


def _stated_text(layout: Path) -> str:
    try:
        return read_json(_read_text(layout).encode()).text
    except (ValueError, RecursionError) as error:
        raise InputError(f"truth not understood: {error}", where=str(layout), hint=_LAYOUT_HINT) from None


_FRAME = re.compile(r"(?P<stem>.+)-(?P<number>\d{4})")


def _page(root: Path, truth: Path, text: str) -> TruthPage:
    name = truth.name.removesuffix(SUFFIX)
    homes = [truth.parent, truth.parent.parent] if truth.parent.name == TRUTH else [truth.parent]
    found, frame = _images(homes, name), 0
    numbered = _FRAME.fullmatch(name)
    if not found and numbered is not None:
        found, frame = _images(homes, numbered["stem"]), int(numbered["number"]) - 1
    if len(found) != 1 or frame < 0:
        raise InputError(
            f"{len(found)} images belong to this text" if found else "no image belongs to this text",
            where=str(truth),
            hint=f"Put one image named {name} with one of {', '.join(sorted(IMAGE_EXTENSIONS))} beside it",
        )
    home = found[0].parent
    group = home.relative_to(root).as_posix() if home.is_relative_to(root) and home != root else home.name
    return TruthPage(group, name, found[0], frame, text, layout=_layout(truth))


def _layout(text: Path) -> Path | None:
    """The layout truth that belongs to a text: by its name, beside it."""
    stem = text.name.removesuffix(SUFFIX)
    names = [stem + suffix for suffix in LAYOUT_SUFFIXES]
    if text.parent.name == TRUTH:
        names.append(f"{stem}.json")
    return next((text.parent / name for name in names if (text.parent / name).is_file()), None)


def _images(homes: list[Path], stem: str) -> list[Path]:
    """Images of that stem in the first of the folders that has one."""
    for home in homes:
        found = sorted(
            path
            for path in home.iterdir()
            if path.stem == stem and path.suffix.lower() in IMAGE_EXTENSIONS and path.is_file()
        )
        if found:
            return found
    return []


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("not UTF-8 text", where=str(path), hint="Save it as UTF-8") from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path), hint="Check its permissions") from None
