"""A review ended where a few pages have changed: the new version and all files, made of these pages and of what stands there already."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from digitize.errors import DigitizeError, EnvironmentFault, MissingDependencyError
from digitize.export.joins import begins_joined, find_joins, goes_on_from_before
from digitize.export.page_facts import Facts, facts_of
from digitize.export.renew import Excerpt, NotRenewableError, excerpt_of, files_of, renew_files
from digitize.export.report_json import tells_pages
from digitize.export.transcription_json import StoredTranscription, decode_reference, encode_head, encode_page_line
from digitize.ingest import printable
from digitize.model.decision import Decision
from digitize.model.decision_index import page_of
from digitize.model.document import Document
from digitize.model.own_text import TextLayer
from digitize.model.transcription import Origin, PageStatus, TranscribedPage, Transcription
from digitize.pipeline.decided_text import DecidedText
from digitize.pipeline.edited_pages import EditedPages, StoredPages, edited_pages
from digitize.pipeline.exports import renew_pdf
from digitize.pipeline.kept_facts import known_facts
from digitize.pipeline.library import document_with
from digitize.pipeline.workshop import Workshop
from digitize.store.files import sha256_of
from digitize.store.output import FolderSink
from digitize.store.page_lines import PageLines
from digitize.store.versions import IN_FORCE, VERSIONS, VersionSink, next_version_id, read_head, version_path

_NO_READING = b'"reading":""'


@dataclass(frozen=True, slots=True)
class Renewal:
    """What changes, known before anything is written.

    Args:
        document: The document with its text of now; pages without the words of those that did not change.
        excerpt: The pages that change, with their neighbours: what exporters are given.
        edited: The pages of the text that have changed, and the decisions that did not fit.
        digest: SHA-256 of the new version, once it is kept.
    """

    document: Document
    excerpt: Excerpt
    edited: EditedPages
    digest: str = ""

    def with_version(self, id: str, parent: str, sequence: int) -> Renewal:
        """The same with the name of the new version in it."""

        def named(document: Document) -> Document:
            about = replace(document.transcription, id=id, parent=parent, sequence=sequence)
            return replace(document, transcription=about)

        excerpt = self.excerpt
        named_excerpt = replace(excerpt, before=named(excerpt.before), now=named(excerpt.now))
        return replace(self, document=named(self.document), excerpt=named_excerpt)


def plan_renewal(
    text: DecidedText, report: Mapping[str, Any], entries: tuple[Decision, ...], lines: PageLines, shop: Workshop
) -> Renewal | EditedPages | None:
    """Finds out what changes: of the text alone where no page does; ``None`` when the files that are there are not those of the text in force, or not as they would be written now.

    Nothing is written.

    Args:
        text: The text that is decided on.
        report: The document's report.
        entries: All decisions.
        lines: The text in force, ``transcription.json``.
        shop: What the run works with.
    """
    if report["provenance"]["settings"].get("text_layer") == TextLayer.KEEP:
        return None  # what is told of layers that are kept is told of all pages
    head = read_head(text.folder / IN_FORCE)
    if not head.get("id") == report["transcription"] == text.version or not _are_there(text.folder, report, lines):
        return None
    taken_in = head.get("sequence") or 0 if text.version != text.root else 0
    stored = StoredPages(lines)
    try:
        edited = edited_pages(text, taken_in, entries, stored, report["provenance"]["settings"])
        if not edited.pages:
            return edited
        facts = known_facts(text.folder.name, report["outputs"][IN_FORCE], lines.numbers, shop)
        return _planned(text, report, head, edited, stored, facts)
    except (ValueError, KeyError, TypeError):
        return None


def _are_there(folder: Path, report: Mapping[str, Any], lines: PageLines) -> bool:
    """Whether all files are there as the report tells, and none that is always made anew as a whole is among them."""
    outputs: dict[str, str] = report["outputs"]
    name = folder.name
    wanted = [f"{name}.pdf", f"{name}.tei.xml", f"{name}.txt", IN_FORCE]
    wanted += [path for number in lines.numbers for path in files_of(number)]
    if f"{name}.facing.pdf" in outputs or not outputs.keys() >= set(wanted):
        return False
    try:
        told = (folder / "report.json").stat().st_mtime_ns  # written after all others
        newer = [path for path in wanted if Path(folder, path).stat().st_mtime_ns > told]
        return all(sha256_of(folder / path) == outputs[path] for path in newer)
    except OSError:
        return False


def _planned(
    text: DecidedText,
    report: Mapping[str, Any],
    head: Mapping[str, Any],
    edited: EditedPages,
    stored: StoredPages,
    facts: Facts,
) -> Renewal | None:
    near, numbers = _reached(edited.pages, stored)
    now = near | edited.pages
    blank = {page["page_number"]: _blank(page) for page in report["pages"] if page["page_number"] not in near}
    whole = StoredTranscription(
        text.folder.name,
        decode_reference(head["reference"]),
        tuple(read_head(version_path(text.folder, text.root))["languages"]),
        Transcription(text.version, Origin.REVIEWED, None, _in_order(stored, blank | near)),
    )
    before = document_with(text.folder, dict(report), whole, printable(str(text.folder / IN_FORCE)))
    parts = tuple(sorted(near))
    lines = stored.lines
    if any(encode_page_line(before, near[number]) != lines.line(number) for number in edited.pages):
        return None
    if not tells_pages(report, excerpt_of(before, parts, last=False)):
        return None
    transcription = replace(before.transcription, pages=_in_order(stored, {**blank, **now}))
    document = replace(before, transcription=transcription)
    excerpt = Excerpt(
        excerpt_of(before, parts),
        excerpt_of(document, parts),
        numbers,
        lines.numbers,
        facts,
        {**facts, **facts_of(edited.pages.values())},
    )
    return Renewal(document, excerpt, edited)


def _blank(page: Mapping[str, Any]) -> TranscribedPage:
    """A page without what stands on it, as the report tells of it."""
    size = (page["width"], page["height"], PageStatus(page["status"]))
    return TranscribedPage(page["page_number"], *size, (), page["columns"], page["language"], page["failure"])


def _in_order(stored: StoredPages, pages: Mapping[int, TranscribedPage]) -> tuple[TranscribedPage, ...]:
    return tuple(pages[number] for number in stored.lines.numbers)


def _reached(
    edited: dict[int, TranscribedPage], stored: StoredPages
) -> tuple[dict[int, TranscribedPage], tuple[int, ...]]:
    """The pages that words on changed pages reach to, as they were, and the numbers of those whose files change.

    A word's second half may stand on a page that has not changed: ALTO tells the whole word there.
    """
    numbers = set(edited)
    while True:
        near = {number: stored[number] for number in _with_parts(numbers, edited, stored)}
        joins, joins_now = find_joins(near.values()), find_joins({**near, **edited}.values())
        differing = (id_ for id_ in joins.keys() | joins_now.keys() if joins.get(id_) != joins_now.get(id_))
        more = {page_of(id_) for id_ in differing} - numbers
        if not more:
            return near, tuple(sorted(numbers))
        numbers |= more


def _with_parts(numbers: Collection[int], edited: Mapping[int, TranscribedPage], stored: StoredPages) -> list[int]:
    """Pages, and those that hold other parts of words on them, in order."""
    order = stored.lines.numbers
    found = set(numbers)
    for number in numbers:
        at = order.index(number)
        if any(goes_on_from_before(page) for page in (stored[number], edited.get(number)) if page is not None):
            for before in reversed(order[:at]):
                found.add(before)
                if begins_joined(stored[before]):
                    break
        found |= _going_on(order[at + 1 :], stored)
    return sorted(found)


def _going_on(later: Sequence[int], stored: StoredPages) -> set[int]:
    """Pages to which words of the page before them go on."""
    found: set[int] = set()
    passed: list[int] = []
    left = [number for number in later if stored.lines.holds(number, _NO_READING)]
    for number in later[: later.index(left[-1]) + 1] if left else ():
        passed.append(number)
        if goes_on_from_before(stored[number]):
            found.update(passed)
        if begins_joined(stored[number]):
            break
    return found


def keep_renewed(renewal: Renewal, text: DecidedText, sequence: int, lines: PageLines) -> Renewal:
    """Keeps the new version, under the next number.

    Args:
        renewal: What changes.
        text: The text that is decided on, the parent of the new one.
        sequence: Number of the last decision that it takes in.
        lines: The text in force.

    Raises:
        EnvironmentFault: If it cannot be written.
    """
    new = next_version_id(text.folder, Origin.REVIEWED)
    renewal = renewal.with_version(new, text.version, sequence)
    document = renewal.document
    pages = {page.page_number: page for page in document.transcription.pages}
    made = {number: encode_page_line(document, pages[number]) for number in renewal.edited.pages}
    sink = VersionSink(text.folder)
    path = f"{VERSIONS}/{new}.json"
    with sink.file(path) as target:
        lines.write_with(target, encode_head(document), made)
    return replace(renewal, digest=sink.digests[path])


def write_renewed(renewal: Renewal, folder: Path, shop: Workshop) -> dict[str, str] | None:
    """Renews all files but the report, in workers.

    Returns:
        Digests of what was written, by path; ``None`` when a file cannot be renewed: all are to be made anew then.

    Raises:
        EnvironmentFault: If a file cannot be written.
    """
    version = version_path(folder, renewal.document.transcription.id)
    limit, root = shop.settings.page_timeout_s, shop.settings.output
    with ThreadPoolExecutor(3) as threads:
        changed = tuple(renewal.edited.pages)
        pdf = threads.submit(shop.pool.run, limit, renew_pdf, renewal.document, changed, root, renewal.excerpt.facts)
        rest = threads.submit(shop.pool.run, limit, _renew_files, renewal.excerpt, folder)
        copied = threads.submit(_put_in_force, version, folder, renewal.digest)
        try:
            written, others, in_force = pdf.result(), rest.result(), copied.result()
        except (EnvironmentFault, MissingDependencyError):
            raise
        except DigitizeError:  # told, with its place, when the format is made anew
            return None
    return None if written is None or others is None else {**written.digests, **others, **in_force}


def _put_in_force(version: Path, folder: Path, digest: str) -> dict[str, str]:
    """Makes of a version that was just kept the text in force."""
    sink = FolderSink(folder)
    sink.copy(IN_FORCE, version, digest)
    return sink.digests


def _renew_files(excerpt: Excerpt, folder: Path) -> dict[str, str] | None:
    """Renews all files but the PDF; in a worker."""
    sink = FolderSink(folder)
    try:
        renew_files(excerpt, folder, sink)
    except (NotRenewableError, OSError):
        return None
    return sink.digests
