"""A collation as a table for spreadsheets: a row for each place, a column for each witness."""

from __future__ import annotations

import csv
from pathlib import Path

from digitize.export.collated import Collated
from digitize.export.markup import clean

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula: an apostrophe before it keeps it text."""


def write_collation_csv(collated: Collated, path: Path) -> None:
    """Writes the table in UTF-8 with a byte order mark, by which spreadsheets know it.

    Columns: number, place, whether the witnesses vary, those that read alike (``A C | B``), whose words stand elsewhere in their order,
    then what each witness has.

    Args:
        collated: The texts.
        path: Where.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["number", "place", "variant", "alike", "transposed", *map(_cell, collated.sigla)])
        for number, locus in enumerate(collated.places, 1):
            kind = "" if not locus.varies else "substantive" if collated.is_substantive(locus) else "accidental"
            readings = [_cell(collated.reading(locus, k)) for k in range(len(collated.sides))]
            alike = " | ".join(collated.named(group) for group in locus.groups)
            moved = collated.named(tuple(sorted(locus.row.moved)))
            writer.writerow([number, collated.place(locus), kind, alike, moved, *readings])


def _cell(text: str) -> str:
    text = clean(text)
    return f"'{text}" if text.startswith(_FORMULA) else text
