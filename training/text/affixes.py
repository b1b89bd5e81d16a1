"""Word forms out of a hunspell dictionary: stems and the affix rules that apply to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Suffix:
    """Takes ``cut`` off the end of a stem that meets ``condition`` and puts ``add`` there."""

    cut: str
    add: str
    condition: re.Pattern[str]


def suffixes(affix_file: Path) -> dict[str, list[Suffix]]:
    """Flag -> the suffixes it stands for."""
    rules: dict[str, list[Suffix]] = {}
    for line in affix_file.read_text(encoding="utf-8").splitlines():
        fields = line.split()
        if len(fields) >= 5 and fields[0] == "SFX":
            _, flag, cut, add, condition = fields[:5]
            cut, add = ("" if part == "0" else part.split("/")[0] for part in (cut, add))
            rules.setdefault(flag, []).append(Suffix(cut, add, re.compile(f"(?:{condition})$")))
    return rules


def forms(affix_file: Path, dictionary: Path) -> Iterator[str]:
    """Every stem, followed by the forms made of it."""
    rules = suffixes(affix_file)
    for entry in dictionary.read_text(encoding="utf-8").splitlines()[1:]:
        stem, _, flags = entry.partition("/")
        yield stem
        for flag in flags:
            for rule in rules.get(flag, ()):
                if rule.condition.search(stem) and stem.endswith(rule.cut):
                    yield stem[: len(stem) - len(rule.cut)] + rule.add
