"""A document with everything that an exporter needs to know of it."""

from __future__ import annotations

from dataclasses import dataclass

from digitize.model.own_text import OwnText, OwnTextKind, TextLayer
from digitize.model.packed_pages import numbers_of
from digitize.model.page import PageImage, PagePart, SourceFile
from digitize.model.reference import SourceReference
from digitize.model.transcription import PageStatus, Transcription

_FAR_LESS = 2
"""By how many times a page's own text has to be less than what was read on it to be no more than a stamp."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A program or library that had a hand in the result."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that was decided for a page, and why.

    Args:
        what: ``engine``, ``languages``, ``orthography``, ``turn``, ``deskew``, ``toning``, ``layout``, ``resolution``, ``split``, ``polarity``,
            ``mirror``, ``borders``.
        value: The choice.
        why: The measured reason.
    """

    what: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class PageRecord:
    """How a page came about: everything of it that is no text.

    Args:
        image: Its canonical image.
        skew_deg: Clockwise angle by which the text leaned.
        choices: What was decided, and why.
        warnings: What a person should know.
        own_text: Text that the page of a PDF has of its own; ``None`` where it has none.
    """

    image: PageImage
    skew_deg: float
    choices: tuple[Choice, ...]
    warnings: tuple[str, ...]
    own_text: OwnText | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """An ordered set of pages from one or more source files, with the transcription in force.

    Args:
        id: The document's id, also its folder's name.
        sources: The source files, in order.
        reference: How the source is cited.
        pages: One per page, in order; ``transcription.pages`` runs parallel to it.
        transcription: The transcription in force.
        tools: Programs, libraries and models that made it, in order of name.
        languages: Models asked for or found (``rus``, ``fra``), in order of weight.
        text_layer: What becomes of invisible text that pages have already, in the searchable PDF.
    """

    id: str
    sources: tuple[SourceFile, ...]
    reference: SourceReference
    pages: tuple[PageRecord, ...]
    transcription: Transcription
    tools: tuple[Tool, ...]
    languages: tuple[str, ...]
    text_layer: TextLayer = TextLayer.REPLACE

    def __post_init__(self) -> None:
        numbers = [page.image.page_number for page in self.pages]
        if numbers != numbers_of(self.transcription.pages):
            raise ValueError("pages and their transcription do not run parallel")

    def keeps_text(self, index: int) -> bool:
        """Whether the page at ``index`` keeps an invisible text layer that it had, in the searchable PDF.

        That is by choice, if it is of use; and on a page that could not be read, for which there is none in its place.
        """
        if self.transcription.pages[index].status is PageStatus.FAILED:
            return True
        own = self.pages[index].own_text
        layered = own is not None and (own.kind is OwnTextKind.INVISIBLE or own.hidden_words > 0) and not own.unfit
        return layered and self.text_layer is TextLayer.KEEP

    def adds_text(self, index: int) -> bool:
        """Whether the page at ``index`` gets our text beside visible text of its own, which is far less than stands on it."""
        own = self.pages[index].own_text
        if own is None or own.kind is not OwnTextKind.VISIBLE or self.keeps_text(index):
            return False
        lines = (line for line in self.transcription.pages[index].lines if line.doubt is None)
        return own.words * _FAR_LESS < sum(len(line.words) for line in lines)

    @property
    def frames_done(self) -> int:
        """Frames of the source files of which every page is there: the whole, or both halves of a spread."""
        parts: dict[tuple[str, int], set[PagePart]] = {}
        for page in self.pages:
            parts.setdefault((page.image.source_sha256, page.image.frame), set()).add(page.image.part)
        whole = ({PagePart.WHOLE}, {PagePart.LEFT, PagePart.RIGHT})
        return sum(found in whole for found in parts.values())

    @property
    def page_count(self) -> int:
        """How many pages the source files hold, as far as that is known: those that were left out are counted too."""
        return max(sum(source.frames for source in self.sources), self.pages[-1].image.page_number if self.pages else 0)

    @property
    def title(self) -> str:
        """The stated title, or the document's id."""
        return self.reference.title or self.id
