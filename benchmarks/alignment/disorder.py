"""What stands in a scan besides misread letters: passages that only one text has, running heads, notes, transposed columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

_PAGE = 350
_Words = list[tuple[str, int | None]]


@dataclass(frozen=True, slots=True)
class Disorder:
    """Words of a scan before they are misread.

    Args:
        words: As they stand on the pages.
        indices: Of each the index of the reference's word, or ``None`` where the reference has none.
    """

    words: tuple[str, ...]
    indices: tuple[int | None, ...]


def _pages(words: _Words) -> list[_Words]:
    return [words[start : start + _PAGE] for start in range(0, len(words), _PAGE)]


def nothing(words: _Words, spare: Sequence[str], chance: Random) -> _Words:
    """As the reference has it."""
    del spare, chance
    return words


def missing(words: _Words, spare: Sequence[str], chance: Random) -> _Words:
    """A tenth of the text is not on the scan, in passages of 20 to 200 words; as much that the reference lacks is."""
    out: _Words = []
    at = 0
    while at < len(words):
        stop = at + chance.randint(400, 1800)
        out += words[at:stop]
        gap = chance.randint(20, 200)
        if chance.random() < 0.5:
            start = chance.randrange(max(1, len(spare) - gap))
            out += [(word, None) for word in spare[start : start + chance.randint(20, 200)]]
            gap = gap if chance.random() < 0.5 else 0
        at = stop + gap
    return out


def furniture(words: _Words, spare: Sequence[str], chance: Random) -> _Words:
    """A running head and a page number on every page."""
    head = [word.strip(".,;!?").upper() for word in spare[:3]]
    out: _Words = []
    for number, page in enumerate(_pages(words), start=chance.randint(1, 300)):
        line = [str(number), *head] if number % 2 == 0 else [*head, str(number)]
        out += [(word, None) for word in line]
        out += page
    return out


def notes(words: _Words, spare: Sequence[str], chance: Random) -> _Words:
    """Two marks on every page, and the notes at its foot."""
    out: _Words = []
    for page in _pages(words):
        marked = sorted(chance.sample(range(len(page)), min(2, len(page))))
        for number, place in enumerate(marked, start=1):
            page[place] = (
                page[place][0] + chance.choice((f"{number})", "*" * number, "¹²"[number - 1])),
                page[place][1],
            )
        out += page
        for number in range(1, len(marked) + 1):
            start = chance.randrange(max(1, len(spare) - 30))
            note = [f"{number})", *spare[start : start + chance.randint(6, 25)]]
            out += [(word, None) for word in note]
    return out


def columns(words: _Words, spare: Sequence[str], chance: Random) -> _Words:
    """On every other page two neighbouring columns of a third of it have changed places."""
    del spare
    out: _Words = []
    for page in _pages(words):
        third = len(page) // 3
        parts = [page[:third], page[third : 2 * third], page[2 * third :]]
        if chance.random() < 0.5 and third:
            at = chance.randrange(2)
            parts[at], parts[at + 1] = parts[at + 1], parts[at]
        out += [word for part in parts for word in part]
    return out


def everything(words: _Words, spare: Sequence[str], chance: Random) -> _Words:
    """All of them."""
    for change in (missing, columns, notes, furniture):
        words = change(words, spare, chance)
    return words


DISORDERS: Mapping[str, Callable[[_Words, Sequence[str], Random], _Words]] = {
    "noise alone": nothing,
    "missing passages": missing,
    "running heads, page numbers": furniture,
    "footnote marks, notes": notes,
    "columns transposed": columns,
    "all of these": everything,
}


def disordered(name: str, words: Sequence[str], spare: Sequence[str], chance: Random) -> Disorder:
    """A scan of words.

    Args:
        name: One of :data:`DISORDERS`.
        words: The reference.
        spare: Other text, for what the reference lacks.
        chance: Decides everything.
    """
    laid = DISORDERS[name]([(word, index) for index, word in enumerate(words)], spare, chance)
    return Disorder(tuple(word for word, _ in laid), tuple(index for _, index in laid))
