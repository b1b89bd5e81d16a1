"""Text that a page of a PDF has of its own, and what becomes of it in the searchable PDF."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TextLayer(StrEnum):
    """What becomes of an invisible text layer that a source PDF has already."""

    REPLACE = "replace"
    KEEP = "keep"
    REFUSE = "refuse"


class OwnTextKind(StrEnum):
    """Whether a page's own text is seen."""

    INVISIBLE = "invisible"
    VISIBLE = "visible"


@dataclass(frozen=True, slots=True)
class OwnText:
    """Text of a page's own.

    Args:
        kind: ``invisible`` for a layer of an earlier recognition, text under the scan included; ``visible`` as soon as some
            of it is seen.
        words: How many words it has; of visible text those that are seen.
        hidden_words: Words of an invisible layer beside visible text, as where a library has put its stamp on each scan.
        unfit: Why nothing could be found by what is not seen, or by all where all is; empty where it is of use.
    """

    kind: OwnTextKind
    words: int
    hidden_words: int = 0
    unfit: str = ""
