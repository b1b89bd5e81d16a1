"""What has to be true of the folders when it is over: nothing lost, nothing twice, everything whole, nothing left behind."""

from __future__ import annotations

import fcntl
import hashlib
import json
import math
import os
import sqlite3
import stat
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from lxml import etree

from benchmarks.service.hand import Copy
from benchmarks.service.lives import Fate, digest
from digitize.ingest.names import natural_key
from digitize.store.files import TEMPORARY, sha256_of

REASON = ".reason.txt"
_EMPTY = digest(b"")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it has to be.

    Args:
        kind: In a few words; faults are counted by it.
        what: Where, and what.
        lives: Numbers of the lives that it concerns.
    """

    kind: str
    what: str
    lives: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A file where it stands.

    Args:
        room: ``inbox``, ``done`` or ``failed``.
        path: Where.
        content: Its SHA-256, or what it is.
    """

    room: str
    path: Path
    content: str


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of a service.

    Args:
        root: They stand in it.
    """

    root: Path

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    @property
    def output(self) -> Path:
        return self.root / "output"

    @property
    def inside(self) -> Path:
        return self.output / ".digitize"

    def room(self, name: str) -> Path:
        return self.root / name


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found.

    Args:
        faults: All of them.
        rooms: How many files stand in each room.
        documents: How many documents there are.
    """

    faults: tuple[Fault, ...]
    rooms: dict[str, int]
    documents: int


def check(
    folders: Folders,
    copies: Collection[Copy],
    known: Mapping[str, Collection[int]],
    *,
    last_start: float = math.inf,
) -> Outcome:
    """Compares what stands in the folders with what was dropped. The service has ended.

    Args:
        folders: Of the service.
        copies: What was dropped and not taken back.
        known: Every content that ever stood whole in the inbox, with the lives that it belongs to.
        last_start: When the service was started last, in seconds since 1970: temporary files of killed processes are to be
            removed by those that come after them.
    """
    found = [*_found(folders, "inbox"), *_found(folders, "done"), *_found(folders, "failed")]
    documents = _documents(folders.output)
    faults = [
        *_lost_or_twice(found, copies, known),
        *_in_wrong_room(found, copies),
        *_without_reason(folders),
        *_undigitised(folders, found, copies, documents),
        *_of_unknown_content(folders, found, documents, known),
        *(fault for content in documents.values() for folder in content for fault in document_faults(folders, folder)),
        *originals_faults(folders),
        *left_behind(folders, last_start),
        *locks_held(folders.inside / "locks"),
        *spoilt_databases(folders.inside),
        *runs_not_over(folders.inside / "prefect" / "prefect.db"),
    ]
    rooms = Counter(each.room for each in found)
    return Outcome(tuple(faults), dict(rooms), sum(map(len, documents.values())))


# Files in inbox, done and failed ---------------------------------------------------------------------------------------


def _found(folders: Folders, room: str) -> Iterator[Found]:
    for place, _, names in os.walk(folders.room(room)):
        for name in sorted(names):
            path = Path(place, name)
            if room != "inbox" and name.endswith(REASON):
                continue
            yield Found(room, path, _content(path))


def _content(path: Path) -> str:
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        return f"link {path.readlink()}"
    if stat.S_ISFIFO(status.st_mode):
        return "pipe"
    return sha256_of(path)


def _lost_or_twice(
    found: Iterable[Found], copies: Iterable[Copy], known: Mapping[str, Collection[int]]
) -> Iterator[Fault]:
    there, dropped = Counter(each.content for each in found), Counter(copy.content for copy in copies)
    places = _by_content(found)
    for content in sorted({*there, *dropped}):
        lives = tuple(sorted({copy.life for copy in copies if copy.content == content} | {*known.get(content, ())}))
        if there[content] < dropped[content]:
            number = dropped[content] - there[content]
            yield Fault("lost", f"{content[:12]}: dropped {dropped[content]} times, {number} of them not found", lives)
        elif there[content] > dropped[content]:
            told = ", ".join(_told(each) for each in places[content])
            kind = "more copies than were dropped" if lives and content != _EMPTY else "a file that was never dropped"
            yield Fault(kind, f"{content[:12]}: {there[content]} instead of {dropped[content]}: {told}", lives)


def _in_wrong_room(found: Iterable[Found], copies: Iterable[Copy]) -> Iterator[Fault]:
    by_content = defaultdict(list)
    for copy in copies:
        by_content[copy.content].append(copy)
    for each in found:
        of = by_content.get(each.content, [])
        fates = {copy.fate for copy in of}
        allowed = set().union(*(_ROOMS[fate] for fate in fates)) if fates else {each.room}
        if each.room not in allowed:
            lives = tuple(sorted(copy.life for copy in of))
            what = f"{_told(each)}, and should be {' or '.join(sorted(fates))}"
            yield Fault("not taken" if each.room == "inbox" else "in the wrong room", what, lives)


_ROOMS = {
    Fate.DONE: {"done"},
    Fate.FAILED: {"failed"},
    Fate.EITHER: {"done", "failed"},
    Fate.BESIDE: {"inbox", "done", "failed"},
    Fate.STAYS: {"inbox"},
}


def _without_reason(folders: Folders) -> Iterator[Fault]:
    room = folders.room("failed")
    for place, _, names in os.walk(room):
        reasons = [name for name in names if name.endswith(REASON)]
        others = [name for name in names if not name.endswith(REASON)]
        if others and not reasons and not (Path(place).parent / f"{Path(place).name}{REASON}").is_file():
            yield Fault("failed without a reason", f"{_shown(Path(place), room)}: {', '.join(map(ascii, others))}")
            continue
        labels = {name.removesuffix(REASON) for name in reasons}
        for name in others:
            if reasons and not any(name.startswith(label) for label in labels):
                yield Fault("failed without a reason", f"{_shown(Path(place), room)}/{name!a}")
        for label in labels:
            path = Path(place, f"{label}{REASON}")
            if len(path.read_text("utf-8", "replace").split()) < 8:
                yield Fault("a reason that says nothing", ascii(str(path)))
            if not any(name.startswith(label) for name in others) and not Path(place, label).is_dir():
                yield Fault("a reason without its file", ascii(str(path)))


# Documents -------------------------------------------------------------------------------------------------------------


def _documents(output: Path) -> dict[str, list[Path]]:
    """Folders of documents, by their content."""
    found: dict[str, list[Path]] = defaultdict(list)
    for report in sorted(output.glob("*/report.json")):
        try:
            sources = json.loads(report.read_bytes())["sources"]
            found[joint_content([source["sha256"] for source in sources])].append(report.parent)
        except (ValueError, KeyError):
            found[f"unreadable {report.parent.name}"].append(report.parent)
    return found


def joint_content(digests: list[str]) -> str:
    """Digest of a document's content, from those of its files in order."""
    return digests[0] if len(digests) == 1 else digest("".join(digests).encode())


def _undigitised(
    folders: Folders, found: Iterable[Found], copies: Iterable[Copy], documents: Mapping[str, list[Path]]
) -> Iterator[Fault]:
    """What is in ``done`` has one document."""
    lives, titles, sidecars = defaultdict(set), {}, set()
    for copy in copies:
        lives[copy.content].add(copy.life)
        titles[copy.content] = copy.title
        if copy.fate is Fate.BESIDE:
            sidecars.add(copy.content)
    for content, path in _done_documents(folders, found, sidecars):
        of = documents.get(content, [])
        whose = tuple(sorted(lives[content]))
        where = _shown(path, folders.root)
        if not of:
            yield Fault("done, but there is no document", f"{where}: {content[:12]}", whose)
        elif len(of) > 1:
            yield Fault("two documents of one content", f"{where}: {[each.name for each in of]}", whose)
        elif titles.get(content) is not None:
            stated = json.loads((of[0] / "report.json").read_bytes())["reference"]["title"]
            if stated != titles[content]:
                yield Fault("its sidecar was not read", f"{where}: {stated!r}, not {titles[content]!r}", whose)


def _done_documents(folders: Folders, found: Iterable[Found], sidecars: Collection[str]) -> Iterator[tuple[str, Path]]:
    """Content and place of each document in ``done``: a file, or a folder of numbered pages."""
    pages = defaultdict(list)
    for each in found:
        if each.room != "done" or each.content in sidecars:
            continue
        if each.path.stem.isdecimal() and each.path.parent != folders.room("done"):
            pages[each.path.parent].append(each)
        else:
            yield each.content, each.path
    for folder, members in pages.items():
        members.sort(key=lambda each: natural_key(each.path.name))
        yield joint_content([each.content for each in members]), folder


def _of_unknown_content(
    folders: Folders,
    found: Collection[Found],
    documents: Mapping[str, list[Path]],
    known: Mapping[str, Collection[int]],
) -> Iterator[Fault]:
    """A document whose content never stood whole in the inbox was made of half a file, or of half a folder."""
    whole = {content for content, _ in _done_documents(folders, found, ())} | {*known}
    for content, of in documents.items():
        if content not in whole:
            yield Fault("a document of half a file", f"{[each.name for each in of]}: {content[:12]}")


def document_faults(folders: Folders, folder: Path) -> Iterator[Fault]:
    """What is wrong with the files of one document."""
    try:
        report = json.loads((folder / "report.json").read_bytes())
        sources, outputs = report["sources"], report["outputs"]
    except (OSError, ValueError, KeyError) as error:
        yield Fault("a document without a report", f"{folder.name}: {error}")
        return
    yield from _unlike_report(folder, outputs)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (wrong := _unreadable(path)):
            yield Fault("a file of a document cannot be read", f"{folder.name}/{path.relative_to(folder)}: {wrong}")
    for source in sources:
        kept = folders.inside / "originals" / source["sha256"][:2] / source["sha256"]
        if not kept.is_file():
            yield Fault("an original is missing", f"{folder.name}: {source['name']}, {source['sha256'][:12]}")
    versions = sorted(path.name for path in (folder / "transcriptions").glob("ocr-*.json"))
    if versions != ["ocr-1.json"]:
        yield Fault("digitised to another version", f"{folder.name}: {versions}")
    if not (folder / "run.json").is_file():
        yield Fault("a document without run.json", folder.name)


def _unlike_report(folder: Path, outputs: Mapping[str, str]) -> Iterator[Fault]:
    for name, stated in outputs.items():
        path = folder / name
        if not path.is_file():
            yield Fault("a file of a document is missing", f"{folder.name}/{name}")
        elif sha256_of(path) != stated:
            yield Fault("a file of a document has another digest", f"{folder.name}/{name}")


def _unreadable(path: Path) -> str | None:
    try:
        match path.suffix:
            case ".json":
                json.loads(path.read_bytes())
            case ".html" if path.parent.name != "hocr":
                etree.parse(path, etree.HTMLParser(no_network=True))
            case ".xml" | ".html":
                etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True))
            case ".pdf":
                with pikepdf.open(path) as pdf:
                    len(pdf.pages)
            case ".jsonl":
                [json.loads(line) for line in path.read_bytes().splitlines()]
            case _:
                path.read_bytes()
    except (OSError, ValueError, etree.XMLSyntaxError, pikepdf.PdfError) as error:
        return f"{type(error).__name__}: {error}"
    return None


def originals_faults(folders: Folders) -> Iterator[Fault]:
    """A kept original is what its name says."""
    for path in sorted((folders.inside / "originals").glob("??/*")):
        if not path.name.startswith(TEMPORARY) and sha256_of(path) != path.name:
            yield Fault("an original has another digest", path.name)


# What is left behind ---------------------------------------------------------------------------------------------------


def left_behind(folders: Folders, last_start: float) -> Iterator[Fault]:
    """Temporary files, anywhere but in the inbox."""
    for room in (folders.output, folders.room("done"), folders.room("failed")):
        for place, _, names in os.walk(room):
            for name in names:
                if name.startswith(TEMPORARY):
                    yield Fault("a temporary file is left", _shown(Path(place, name), folders.root))
    for path in sorted((folders.root / "tmp").glob("digitize-*")):
        if path.lstat().st_mtime < last_start:
            yield Fault("something is left in the folder for temporary files", path.name)


def locks_held(locks: Path) -> Iterator[Fault]:
    """Locks that somebody still holds."""
    for path in sorted(path for path in locks.rglob("*") if path.is_file()):
        with path.open("rb") as stream:
            try:
                fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield Fault("a lock is held", path.name)


def spoilt_databases(inside: Path) -> Iterator[Fault]:
    """Databases that SQLite finds damaged."""
    for path in (inside / "index.sqlite", inside / "prefect" / "prefect.db"):
        if path.is_file():
            with closing(sqlite3.connect(path)) as connection:
                try:
                    (answer,) = connection.execute("PRAGMA integrity_check").fetchone()
                except sqlite3.DatabaseError as error:
                    answer = str(error)
            if answer != "ok":
                yield Fault("a database is damaged", f"{path.name}: {answer}")


def runs_not_over(database: Path) -> Iterator[Fault]:
    """Runs that Prefect still calls running although the service has ended: nobody will ever end them."""
    if not database.is_file():
        return
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(
            "SELECT name, state_type FROM flow_run WHERE state_type NOT IN ('COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED')"
        ).fetchall()
    for name, state in rows:
        yield Fault("a run of Prefect is not over", f"{name!a}: {state}")


def _by_content(found: Iterable[Found]) -> dict[str, list[Found]]:
    places = defaultdict(list)
    for each in found:
        places[each.content].append(each)
    return places


def _told(each: Found) -> str:
    return f"{each.room}/{each.path.name!a}"


def _shown(path: Path, root: Path) -> str:
    return ascii(str(path.relative_to(root)))


def fingerprint(folder: Path) -> str:
    """Digest of all names in a folder: tells whether anything has moved."""
    names = sorted(os.fsencode(Path(place, name)) for place, _, names in os.walk(folder) for name in names)
    return hashlib.sha256(b"\0".join(names)).hexdigest()
