"""The light markup of the texts: articles, blocks, and words.

A file holds parts, each begun by ``@name``. Blocks in it are separated by empty lines or begin with a mark::

    #1 #2 #3   headline of that size
    ^          centred line      >   line set right
    |          row of a table, cells divided by |
    [[ ]]      what stands between is boxed
    otherwise  a paragraph, justified and indented

In a block, ``{о к т я б р я}`` is a letterspaced word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"

THIN = "\ue000"
"""Stands for a thin space within a word: drawn, not transcribed."""


class Kind(StrEnum):
    """Kinds of block."""

    HEAD1 = "head1"
    HEAD2 = "head2"
    HEAD3 = "head3"
    CENTRED = "centred"
    RIGHT = "right"
    ROW = "row"
    PARAGRAPH = "paragraph"


_MARKS = {"#1": Kind.HEAD1, "#2": Kind.HEAD2, "#3": Kind.HEAD3, "^": Kind.CENTRED, ">": Kind.RIGHT, "|": Kind.ROW}


@dataclass(frozen=True, slots=True)
class Block:
    """One block of text.

    Args:
        kind: How it is set.
        text: Its text in markup, on one line.
        boxed: Number of the box that it stands in, or ``None``.
        article: Number of the article that it belongs to, where that is wanted.
    """

    kind: Kind
    text: str
    boxed: int | None = None
    article: int | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """One word to be set.

    Args:
        text: As printed, but with :data:`THIN` where a thin space is set.
        spaced: Whether it is letterspaced.
        tied: Whether no line may end before it.
    """

    text: str
    spaced: bool = False
    tied: bool = False


def read_parts(name: str) -> dict[str, list[Block]]:
    """The parts of ``texts/NAME.txt``, in order."""
    parts: dict[str, list[Block]] = {}
    boxes = count(1)
    for part in re.split(r"^@", (TEXTS / f"{name}.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        title, _, body = part.partition("\n")
        parts[title.strip()] = _blocks(body, boxes)
    return parts


def _blocks(body: str, boxes: Iterator[int]) -> list[Block]:
    blocks: list[Block] = []
    box = None
    for line in body.splitlines():
        mark, _, rest = line.partition(" ")
        if line == "[[":
            box = next(boxes)
        elif line == "]]":
            box = None
        elif mark in _MARKS:
            blocks.append(Block(_MARKS[mark], rest.strip(), box))
        elif line.strip():
            blocks.append(Block(Kind.PARAGRAPH, line.strip(), box))
    return blocks


def tokens(text: str) -> list[Token]:
    """The words of a block.

    Dashes are tied to the word before them, ``№`` to the number after it, and French guillemets to what they enclose;
    a space before ``; : ! ?`` is thin.
    """
    text = re.sub(r" (?=[;:!?])", THIN, text)
    found: list[Token] = []
    tie = False
    for match in re.finditer(r"\{([^}]*)\}(\S*)|(\S+)", text):
        spaced = match[3] is None
        word = match[1].replace(" ", "") + match[2] if spaced else match[3]
        tied = bool(found) and (tie or word in {"—", "»"} or word.startswith("»"))
        found.append(Token(word, spaced, tied))
        tie = word in {"№", "№№", "«", "n°"}
    return found
