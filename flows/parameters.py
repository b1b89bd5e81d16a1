"""The parameters that flows take, typed so that Prefect's form offers and checks them.

Prefect takes the descriptions from the flows' docstrings, and nothing else from there.
"""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import unquote_to_bytes

from pydantic import BeforeValidator, Field

from digitize.model.own_text import TextLayer
from digitize.model.profile import EngineName, Profile
from digitize.model.rules import ALL, NONE, RepairRule
from digitize.pipeline.reread import ALL_PAGES as EVERY_PAGE
from digitize.settings import Settings

_SCHEME = "file://"


def path_from_text(value: Any) -> Any:
    """A path from what a person pastes or a program sends: surrounding blanks go, a ``file://`` address is decoded."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    return Path(os.fsdecode(unquote_to_bytes(text.removeprefix(_SCHEME)))) if text.startswith(_SCHEME) else text


def text_from_path(path: Path) -> str:
    """The path as a parameter: itself, or a ``file://`` address when its name is no text that JSON can hold."""
    text = str(path)
    try:
        text.encode()
    except UnicodeEncodeError:
        return path.absolute().as_uri()
    return text


AS_BEFORE = "as before"
"""A setting that stays what it was when the document was made."""


def parameters_of(source: Path, settings: Settings) -> dict[str, Any]:
    """The parameters of the flows that digitise, as their forms would give them: a source, and settings for it."""
    return {
        "source": text_from_path(source),
        "output": text_from_path(settings.output),
        "languages": settings.languages,
        "profile": settings.profile,
        "engine": settings.engine,
        "modernise": settings.modernise,
        "no_repair": settings.no_repair,
        "pdf": settings.pdf,
        "text_layer": settings.text_layer,
        "jobs": settings.jobs,
    }


class YesNoAgain(StrEnum):
    """Yes, no, or as it was."""

    AS_BEFORE = AS_BEFORE
    YES = "yes"
    NO = "no"


class EngineAgain(StrEnum):
    """Which recogniser reads the pages now."""

    AS_BEFORE = AS_BEFORE
    TESSERACT = EngineName.TESSERACT
    OWN = EngineName.OWN
    BOTH = EngineName.BOTH


class ProfileAgain(StrEnum):
    """What kind of page to expect now."""

    AS_BEFORE = AS_BEFORE
    AUTO = Profile.AUTO
    NEWSPAPER = Profile.NEWSPAPER
    TYPESCRIPT = Profile.TYPESCRIPT
    BOOK = Profile.BOOK


class TextLayerAgain(StrEnum):
    """What becomes of a text layer that a PDF has, now."""

    AS_BEFORE = AS_BEFORE
    REPLACE = TextLayer.REPLACE
    KEEP = TextLayer.KEEP
    REFUSE = TextLayer.REFUSE


class FileKind(StrEnum):
    """The files that can be written again."""

    ALL = "all"
    PDF = "pdf"
    TXT = "txt"
    TEI = "tei"
    ALTO = "alto"
    PAGE = "page"
    HOCR = "hocr"
    JSON = "json"


def changed(value: StrEnum | str) -> Any:
    """A setting that is to be another; ``None`` where it stays as before."""
    if value in (AS_BEFORE, ""):
        return None
    if isinstance(value, YesNoAgain):
        return value is YesNoAgain.YES
    return str(value)


_CODES = r"[A-Za-z][A-Za-z_]{1,30}(\+[A-Za-z][A-Za-z_]{1,30})*"
_RULES = rf"({ALL}|{NONE}|({'|'.join(RepairRule)})(\+({'|'.join(RepairRule)}))*)"
_LIST = r"\s*\d+(-\d+)?\s*(,\s*\d+(-\d+)?\s*)*"
_KINDS = r"[a-z]+(-[a-z]+)*(\+[a-z]+(-[a-z]+)*)*"
_NAME = r"^\s*[^/\s]([^/]*[^/\s])?\s*$"

Source = Annotated[Path, BeforeValidator(path_from_text)]
Folder = Annotated[Path, BeforeValidator(path_from_text)]
TextFile = Annotated[Path, BeforeValidator(path_from_text)]
Truth = Annotated[Path, BeforeValidator(path_from_text)]
Output = Annotated[Path, BeforeValidator(path_from_text)]
DocumentId = Annotated[str, Field(pattern=_NAME, min_length=1, max_length=255)]
ReferenceName = Annotated[str, Field(pattern=r"^[^/]*$", max_length=150)]
Languages = Annotated[str, Field(pattern=rf"^{_CODES}$")]
LanguagesAgain = Annotated[str, Field(pattern=rf"^(|{AS_BEFORE}|{_CODES})$")]
NoRepair = Annotated[str, Field(pattern=rf"^{_RULES}$")]
NoRepairAgain = Annotated[str, Field(pattern=rf"^(|{AS_BEFORE}|{_RULES})$")]
Equal = Annotated[str, Field(pattern=rf"^{_KINDS}$")]
Pages = Annotated[str, Field(pattern=rf"^(|{_LIST})$")]
PagesAgain = Annotated[str, Field(pattern=rf"^(|{AS_BEFORE}|{EVERY_PAGE}|{_LIST})$")]
Jobs = Annotated[int, Field(ge=1, le=256)]
Files = Annotated[list[FileKind], Field(min_length=1)]

TITLES = {
    "source": "Scan or folder",
    "document": "Document",
    "reference": "Text file",
    "ground_truth": "Folder with ground truth",
    "name": "Name of the text",
    "output": "Folder of the results",
    "languages": "Languages",
    "profile": "Kind of page",
    "engine": "Recogniser",
    "modernise": "Modern spelling",
    "no_repair": "Repairs switched off",
    "pdf": "PDF",
    "text_layer": "Text layer of a PDF",
    "pages": "Pages",
    "as_document": "One document of all scans",
    "formats": "Files",
    "equal": "Taken for equal",
    "jobs": "Worker processes",
}
"""What the form calls each parameter."""

ALL_PAGES = ""
NO_RULE = NONE
NOTHING_EQUAL = NONE
DEFAULT_OUTPUT = Path("output")
ONE_PER_CORE: int = Settings.model_fields["jobs"].get_default(call_default_factory=True)
