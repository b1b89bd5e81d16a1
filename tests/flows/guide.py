"""The operations guide, read by its tests: its blocks of commands, and what stands for what in them."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

GUIDE = Path(__file__).parents[2] / "docs" / "operations.md"
KINDS = frozenset({"sh", "text"})
"""Of fenced blocks: commands, and what is shown or stands in a file."""
_MARK = re.compile(r"^\*Not run by our tests: (?P<reason>[^*]+)\*$")
_PLACE = re.compile(r"(?<![\w.:/-])/[\w./-]+")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block.

    Args:
        line: Where it begins, counted from 1.
        kind: What stands behind the fence.
        text: Its lines.
        reason: Why our tests do not run it; ``None`` when they do.
    """

    line: int
    kind: str
    text: str
    reason: str | None

    @property
    def commands(self) -> list[str]:
        """Its commands, one each, without comments; a line that ends in a backslash goes on."""
        joined = self.text.replace("\\\n", " ")
        return [" ".join(shlex.quote(w) for w in words) for line in joined.splitlines() if (words := _words(line))]


def blocks(text: str) -> list[Block]:
    """All fenced blocks of a guide, in order."""
    found: list[Block] = []
    opened: tuple[int, str, str | None] | None = None
    inside: list[str] = []
    before = ""
    for number, line in enumerate(text.splitlines(), 1):
        if opened is None and line.startswith("```"):
            mark = _MARK.match(before)
            opened, inside = (number, line.removeprefix("```").strip(), mark["reason"] if mark else None), []
        elif opened is not None and line == "```":
            found.append(Block(opened[0], opened[1], "\n".join(inside), opened[2]))
            opened, before = None, ""
        elif opened is not None:
            inside.append(line)
        elif line.strip():
            before = line
    if opened is not None:
        raise ValueError(f"the block of line {opened[0]} has no end")
    return found


def filled_in(command: str, values: dict[str, str]) -> list[str]:
    """The words of a command with what stands for something replaced.

    Args:
        command: As :attr:`Block.commands` gives it.
        values: By what stands for them; the longest that fits is taken.

    Raises:
        KeyError: If a word in it stands for something that the table lacks: a path from the root, a word in capitals.
    """
    for place in [*_PLACE.findall(command), *re.findall(r"(?<![\w/-])[A-Z]{3,}(?![\w=])", command)]:
        if not any(place == name or place.startswith(f"{name}/") for name in values):
            raise KeyError(f"the guide says {place}, and the table of its tests has nothing for it: {command}")
    for name in sorted(values, key=len, reverse=True):
        command = re.sub(rf"(?<![\w.-]){re.escape(name)}(?![\w])", lambda match: values[match[0]], command)
    return shlex.split(command)


def _words(line: str) -> list[str]:
    return shlex.split(line, comments=True)
