"""Differences of numbers: another one, or the same written in another way."""

from __future__ import annotations

import re

from benchmarks.alignment.site import Edit, Site, in_case_of, parted
from digitize.align.variant import VariantKind

_YEAR = re.compile(r"1[5-9]\d\d")
_ROMAN = re.compile(r"[IVX]{2,}")
_VALUES = {"I": 1, "V": 5, "X": 10}
_TENS, _ONES = ("", "X", "XX", "XXX"), ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def number_by_table(site: Site, index: int) -> Edit | None:
    """In words or in figures, from the table."""
    lead, core, trail = parted(site.text(index))
    for word, figure in site.tables.numbers:
        if core in (word, in_case_of("X", word)):
            dot = "" if trail and figure.endswith(".") else figure
            return site.swap(index, [lead + (dot or figure[:-1]) + trail], VariantKind.NUMERAL)
    return None


def change_digit(site: Site, index: int) -> Edit | None:
    """One digit of a number is another, or two change places."""
    lead, core, trail = parted(site.text(index))
    if not core.isdecimal() or len(core) < 2:
        return None
    digits = list(core)
    place = site.chance.randrange(1, len(core))
    if site.chance.random() < 0.3:
        digits[place - 1], digits[place] = digits[place], digits[place - 1]
    else:
        digits[place] = site.chance.choice([digit for digit in "0123456789" if digit != digits[place]])
    other = "".join(digits)
    if other == core or other[0] == "0":
        return None
    return site.swap(index, [lead + other + trail], VariantKind.NUMERAL)


def part_thousands(site: Site, index: int) -> Edit | None:
    """Thousands parted by a space, a point, or not at all."""
    lead, core, trail = parted(site.text(index))
    _, following, after = parted(site.text(index + 1)) if site.text(index + 1) else ("", "", "")
    if re.fullmatch(r"\d{1,3}", core) and not trail and re.fullmatch(r"\d{3}", following):
        return site.swap(
            index, [lead + core + site.chance.choice(("", ".")) + following + after], VariantKind.NUMERAL, 2
        )
    if re.fullmatch(r"\d{1,3}\.\d{3}", core):
        whole, part = core.split(".")
        texts = [lead + whole + part + trail] if site.chance.random() < 0.5 else [lead + whole, part + trail]
        return site.swap(index, texts, VariantKind.NUMERAL)
    if re.fullmatch(r"\d{4,6}", core) and not _YEAR.fullmatch(core):
        return site.swap(index, [lead + core[:-3], core[-3:] + trail], VariantKind.NUMERAL)
    return None


def change_roman(site: Site, index: int) -> Edit | None:
    """A Roman numeral in Arabic figures, or another one."""
    lead, core, trail = parted(site.text(index))
    ending = core.lstrip("IVX")
    numeral = core.removesuffix(ending)
    if not _ROMAN.fullmatch(numeral) or ending not in ("", "e"):
        return None
    value = _value(numeral)
    if site.chance.random() < 0.5:
        other = str(value) + ending
    else:
        other = _roman(value + site.chance.choice((-1, 1, 2))) + ending
    return site.swap(index, [lead + other + trail], VariantKind.NUMERAL)


def _value(numeral: str) -> int:
    values = [_VALUES[sign] for sign in numeral]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def _roman(value: int) -> str:
    return _TENS[value // 10] + _ONES[value % 10]
