"""Takes files in: identifies them, keeps copies, gives the document its id, and lists its pages."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from digitize.errors import EngineError, InputError, LimitError
from digitize.ingest import Candidate, printable, propose_from_name, read_sidecar, slug
from digitize.model.page import PagePart, SourceFile
from digitize.model.reference import SourceReference
from digitize.pipeline.in_worker import identify_file
from digitize.pipeline.known import known_source
from digitize.pipeline.names import document_name
from digitize.pipeline.own_text import refuse_own_text
from digitize.pipeline.seen import Seen
from digitize.pipeline.selection import parse_selection, selected
from digitize.pipeline.spreads import Half, look_at_frames
from digitize.pipeline.upgrade import refuse_newer
from digitize.pipeline.workshop import Tally, Workshop
from digitize.store.files import sha256_of


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """One page to do.

    Args:
        page_number: From 1, within the document.
        source: The file that holds it.
        frame: Its index in that file, from 0.
        fault: Why the file cannot be read; ``None`` when it can. The other files' pages are done all the same.
        half: Which half of the frame the page is; ``None`` when it is the whole.
        seen: What is known of the frame already.
    """

    page_number: int
    source: SourceFile
    frame: int
    fault: InputError | None = None
    half: Half | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True)
class DocumentPlan:
    """A document that has been taken in: its originals are kept, its pages are known.

    Args:
        id: The document's id.
        content: Digest of its content.
        sources: Source files, in order.
        reference: How the source is cited.
        pages: Pages to do, in order.
        references: Texts that were brought along.
        name: Under which it was brought: of the file, or of the folder that holds its files; as it may be shown.
        stated: Whether a sidecar tells how it is cited.
    """

    id: str
    content: str
    sources: tuple[SourceFile, ...]
    reference: SourceReference
    pages: tuple[PlannedPage, ...]
    references: tuple[Path, ...] = ()
    name: str = ""
    stated: bool = False


def plan_document(candidate: Candidate, shop: Workshop, tally: Tally, selection: str | None = None) -> DocumentPlan:
    """Takes one candidate in.

    Args:
        candidate: Files that make up one document.
        shop: What the run works with.
        tally: Of the work on this document.
        selection: Pages to do, such as ``1-3,7``; ``None`` for all.

    Raises:
        InputError: If the only file cannot be read (one of several becomes a page that fails), or none of the
            selected pages exists; if one has text already, and the settings refuse that; or if the document is there,
            written by a newer version of this program.
        UsageError: If the selection is no list of pages.
        EnvironmentFault: If the copies cannot be written.
    """
    reference = read_sidecar(candidate.sidecar) if candidate.sidecar else SourceReference()
    taken = [_take_in(path, shop, tally, alone=len(candidate.files) == 1) for path in candidate.files]
    sources = tuple(source for source, _ in taken)
    content = joined_digest([source.sha256 for source in sources])
    pages = pages_of(taken, shop, tally, selection)
    chosen = selected_pages(pages, selection, printable(candidate.name))
    refuse_own_text([(page.source, page.frame) for page in chosen if page.fault is None], shop)
    if not reference.proposals:
        reference = _with_proposals(reference, candidate.name)
    document_id = shop.output.claim_id(slug(candidate.name), content)
    refuse_newer(shop.output.folder(document_id))  # before an hour's work
    stated, name = candidate.sidecar is not None, _brought_as(candidate)
    return DocumentPlan(document_id, content, sources, reference, chosen, candidate.references, name, stated)


def as_known(plan: DocumentPlan, folder: Path) -> DocumentPlan:
    """A plan with what is known of its source already: its first name, and, when nothing is stated now, what was stated.

    The caller holds the document's lock: the same content may have come under another name at the same time.

    Args:
        plan: The document.
        folder: Its folder.
    """
    known = known_source(folder, plan.sources)
    if known is None:
        return plan
    stays = not plan.stated and (known.is_stated or not known.has_name(plan.name))
    return replace(plan, sources=known.sources, reference=known.reference if stays else plan.reference)


def _brought_as(candidate: Candidate) -> str:
    """The name of the file, with its ending, or of the folder."""
    alone = candidate.files[0].name if len(candidate.files) == 1 else ""
    return printable(alone if document_name(alone) == candidate.name else candidate.name)


def pages_of(
    taken: list[tuple[SourceFile, InputError | None]], shop: Workshop, tally: Tally, selection: str | None
) -> tuple[PlannedPage, ...]:
    """The pages of a document: one per frame, two of a frame that shows two facing pages, the left one first.

    Frames that stand after the last selected page are not looked at: each has a page at least.
    """
    frames = [(source, frame, fault) for source, fault in taken for frame in range(source.frames)]
    last = max(parse_selection(selection)) if selection is not None else len(frames)
    sound = [(source, frame) for source, frame, fault in frames[:last] if fault is None]
    looked = look_at_frames(sound, shop, tally)
    pages: list[PlannedPage] = []
    for source, frame, fault in frames:
        found = looked.get((source.sha256, frame))
        spread, seen = (found.spread, found.seen) if found else (None, None)
        halves = [Half(part, spread) for part in (PagePart.LEFT, PagePart.RIGHT)] if spread else [None]
        pages += [PlannedPage(len(pages) + n, source, frame, fault, half, seen) for n, half in enumerate(halves, 1)]
    return tuple(pages)


def _take_in(path: Path, shop: Workshop, tally: Tally, *, alone: bool) -> tuple[SourceFile, InputError | None]:
    """Identifies a file and keeps a copy; one of several files of a document may be of no known kind."""
    fault = None
    try:
        with tally.timed("identify"):
            source = identify_confined(path, shop)
    except InputError as error:
        if alone:
            raise
        source, fault = _unidentified(path, error), error
    shop.output.keep_original(path, source)
    return source, fault


def _unidentified(path: Path, error: InputError) -> SourceFile:
    """A file that is damaged or no scan stands for one page."""
    try:
        return SourceFile(
            sha256_of(path), printable(path.name), path.stat().st_size, "application/octet-stream", frames=1
        )
    except OSError:
        raise error from None


def identify_confined(path: Path, shop: Workshop) -> SourceFile:
    """Identifies a file in a worker: it may be hostile.

    Raises:
        InputError: If it cannot be read, or is nothing that can.
    """
    settings = shop.settings
    limits = (settings.max_file_mib << 20, settings.max_pages)
    try:
        return shop.pool.run(settings.page_timeout_s, identify_file, path, *limits)
    except (EngineError, LimitError) as error:
        raise InputError(error.message, where=printable(str(path)), hint="The file is damaged or hostile") from None


def joined_digest(digests: Sequence[str]) -> str:
    """The digest of a document's content: that of its file, or of the digests of its files, in order."""
    return digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()


def _with_proposals(reference: SourceReference, name: str) -> SourceReference:
    return replace(reference, proposals=propose_from_name(name))


def selected_pages(pages: tuple[PlannedPage, ...], selection: str | None, name: str) -> tuple[PlannedPage, ...]:
    """Those of a document's pages that a selection names.

    Raises:
        UsageError: If the selection is no list of pages.
        InputError: If none of them is there.
    """
    wanted = selected([page.page_number for page in pages], selection, name)
    return tuple(page for page in pages if page.page_number in wanted)
