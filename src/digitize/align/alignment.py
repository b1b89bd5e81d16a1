"""An alignment: which words of one witness stand for which words of another. It loses nothing of either."""

from __future__ import annotations

from dataclasses import dataclass

from digitize.model.witness import Token, Witness


@dataclass(frozen=True, slots=True)
class Link:
    """Words that stand for each other. One side is empty where the other witness has nothing in that place.

    Args:
        a: Indices of words of the first witness; empty ranges stand where the words would.
        b: Indices of words of the second.
        moved: Whether they stand elsewhere in the order of the other witness (a transposed passage or word).
    """

    a: range
    b: range
    moved: bool = False

    def __post_init__(self) -> None:
        if not self.a and not self.b:
            raise ValueError("a link of nothing with nothing")

    @property
    def is_paired(self) -> bool:
        """Whether both witnesses have words in it."""
        return bool(self.a) and bool(self.b)


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two witnesses laid side by side.

    The links' ``a`` ranges, in order, are the whole of the first witness; their ``b`` ranges, sorted, the whole of the second.

    Args:
        a: The first witness (the document's text, where one is laid on a document).
        b: The second.
        links: In the order of the first; words that only the second has stand after the word they follow there.
    """

    a: Witness
    b: Witness
    links: tuple[Link, ...]

    def tokens_a(self, link: Link) -> tuple[Token, ...]:
        """The first witness's words of a link."""
        return self.a.tokens[link.a.start : link.a.stop]

    def tokens_b(self, link: Link) -> tuple[Token, ...]:
        """The second witness's words of a link."""
        return self.b.tokens[link.b.start : link.b.stop]

    def rebuilt_a(self) -> str:
        """The first witness's text, from the links alone."""
        return "".join(t.before + t.text for link in self.links for t in self.tokens_a(link)) + self.a.after

    def rebuilt_b(self) -> str:
        """The second witness's text, from the links alone."""
        in_order = sorted((link for link in self.links if link.b), key=lambda link: link.b.start)
        return "".join(t.before + t.text for link in in_order for t in self.tokens_b(link)) + self.b.after
