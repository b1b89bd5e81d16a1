"""What is known of a source that comes again: the name that it came under first, and what was stated of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from digitize.export.transcription_json import decode_reference
from digitize.model.page import SourceFile
from digitize.model.reference import SourceReference
from digitize.pipeline.names import is_name, names_of


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source that is a document already.

    Args:
        sources: Its files, under the names that they came under first: no file of the document changes because the same
            content comes under another.
        reference: How it is cited.
        names: The names of the document.
        document: Its id.
    """

    sources: tuple[SourceFile, ...]
    reference: SourceReference
    names: tuple[str, ...]
    document: str

    @property
    def is_stated(self) -> bool:
        """Whether a person has stated anything of it. That stays when it comes again without a sidecar."""
        return replace(self.reference, proposals=()) != SourceReference()

    def has_name(self, name: str) -> bool:
        return is_name(name, self.names, self.document)


def known_source(folder: Path, sources: tuple[SourceFile, ...]) -> KnownSource | None:
    """What the report in a document's folder tells of its source; ``None`` without one, or one that cannot be read.

    Args:
        folder: The document's folder.
        sources: The files that have come.
    """
    try:
        report = json.loads((folder / "report.json").read_bytes())
        told = [(str(source["sha256"]), str(source["name"])) for source in report["sources"]]
        reference = decode_reference(report["reference"])
    except (OSError, ValueError, TypeError, KeyError):
        return None
    if [digest for digest, _ in told] != [source.sha256 for source in sources]:
        return None
    named = tuple(replace(source, name=name) for source, (_, name) in zip(sources, told, strict=True))
    return KnownSource(named, reference, names_of(folder, report), folder.name)
