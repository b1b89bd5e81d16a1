"""The text that persons decide on: the reading in force, with what was decided on it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from digitize.errors import InputError, StaleWriteError
from digitize.ingest import printable
from digitize.model.transcription import TranscribedPage
from digitize.pipeline.version_list import in_force_id, line_of, newest_reviewed, parents_of, root_of
from digitize.pipeline.version_pages import VersionPages
from digitize.pipeline.versions import read_version
from digitize.store.versions import IN_FORCE, version_path

READ_AGAIN = "Look at the document as it is now, and decide again"


@dataclass(frozen=True, slots=True)
class DecidedText:
    """The text that is decided on.

    Args:
        folder: The document's folder.
        version: The version in force.
        root: The version read by engines that it goes back to.
        line: All versions that go back to that one.
    """

    folder: Path
    version: str
    root: str
    line: frozenset[str]
    _read: list[VersionPages] = field(default_factory=list, init=False, compare=False, repr=False)
    """The pages of the root, once some were asked for."""

    def check_line(self, version_id: str) -> None:
        """Refuses what was made on another reading, whose words are not those of this one."""
        if version_id not in self.line:
            raise StaleWriteError(
                f"{self.version} is newer than {printable(version_id)}, which was decided on",
                where=self.folder.name,
                hint=READ_AGAIN,
            )

    def some_pages(self, numbers: Collection[int]) -> tuple[TranscribedPage, ...]:
        """Some pages as engines read them; the others are not even decoded.

        Raises:
            InputError: If they cannot be read.
        """
        if not version_path(self.folder, self.root).is_file():
            pages = read_version(self.folder, self.root).transcription.pages
            return tuple(page for page in pages if page.page_number in numbers)
        if not self._read:
            self._read.append(VersionPages(version_path(self.folder, self.root)))
        (read,) = self._read
        return tuple(read.page(number) for number in sorted(numbers) if number in read)


def text_in_force(folder: Path) -> DecidedText:
    """The text of the document in a folder that is decided on now.

    Raises:
        InputError: If it cannot be told which is in force.
    """
    version = newest_reviewed(folder) or in_force_id(folder)
    if version is None:
        raise InputError(
            "the transcription in force cannot be read",
            where=printable(str(folder / IN_FORCE)),
            hint="Restore it from a copy, or run the document again",
        )
    return DecidedText(folder, version, root_of(version, parents_of(folder)), line_of(folder, version))
