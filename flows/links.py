"""Links from the Prefect UI into the review app. Nothing of them is a secret: they stand in Prefect's database."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from digitize.settings import Settings


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of a document in the review app.

    Args:
        base: Where browsers reach the app, without a slash at the end.
        document: The document's id.
    """

    base: str
    document: str

    @property
    def overview(self) -> str:
        """The document's own page: its review, its pages, its files."""
        return f"{self.base}/documents/{quote(self.document, safe='')}"

    @property
    def review(self) -> str:
        """The places that are worth a look, one after the other."""
        return f"{self.overview}/review"

    @property
    def package(self) -> str:
        """All files, in one ZIP file."""
        return f"{self.overview}/files.zip"

    def file(self, path: str) -> str:
        """A file, by its path in the document's folder."""
        return f"{self.overview}/files/{quote(path)}"

    def page(self, number: int) -> str:
        """A page beside its text."""
        return f"{self.overview}/pages/{number}"


def links_of(document: str, settings: Settings) -> Links | None:
    """A document's addresses; ``None`` when no review app is known, or the id is no text."""
    if settings.review_url is None:
        return None
    try:
        document.encode()
    except UnicodeEncodeError:
        return None
    return Links(settings.review_url, document)
