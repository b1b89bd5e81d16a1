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
from digitize.model.profile import EngineName, PdfKind, Profile
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

Source = Annotated[Path, BeforeValidator(path_from_text), Field(title="Scan or folder")]
Folder = Annotated[Path, BeforeValidator(path_from_text), Field(title="Folder")]
TextFile = Annotated[Path, BeforeValidator(path_from_text), Field(title="Text file")]
Truth = Annotated[Path, BeforeValidator(path_from_text), Field(title="Folder of ground truth")]
Output = Annotated[Path, BeforeValidator(path_from_text), Field(title="Folder for the results")]
DocumentId = Annotated[str, Field(title="Document", pattern=_NAME, min_length=1, max_length=255)]
ReferenceName = Annotated[str, Field(title="Name of the text", pattern=r"^[^/]*$", max_length=150)]
Languages = Annotated[str, Field(title="Languages", pattern=rf"^{_CODES}$")]
LanguagesAgain = Annotated[str, Field(title="Languages", pattern=rf"^(|{AS_BEFORE}|{_CODES})$")]
NoRepair = Annotated[str, Field(title="Rules of repair switched off", pattern=rf"^{_RULES}$")]
NoRepairAgain = Annotated[str, Field(title="Rules of repair switched off", pattern=rf"^(|{AS_BEFORE}|{_RULES})$")]
Equal = Annotated[str, Field(title="Taken for equal", pattern=rf"^{_KINDS}$")]
Pages = Annotated[str, Field(title="Pages", pattern=rf"^(|{_LIST})$")]
PagesAgain = Annotated[str, Field(title="Pages", pattern=rf"^(|{AS_BEFORE}|{EVERY_PAGE}|{_LIST})$")]
Jobs = Annotated[int, Field(title="Worker processes", ge=1, le=256)]
Files = Annotated[list[FileKind], Field(title="Files", min_length=1)]
ProfileChoice = Annotated[Profile, Field(title="Kind of page")]
EngineChoice = Annotated[EngineName, Field(title="Recogniser")]
PdfChoice = Annotated[PdfKind, Field(title="PDF")]
TextLayerChoice = Annotated[TextLayer, Field(title="Text layer of a PDF")]
ModerniseAgain = Annotated[YesNoAgain, Field(title="Modern spelling")]
ProfileAgainChoice = Annotated[ProfileAgain, Field(title="Kind of page")]
EngineAgainChoice = Annotated[EngineAgain, Field(title="Recogniser")]
TextLayerAgainChoice = Annotated[TextLayerAgain, Field(title="Text layer of a PDF")]
LanguagesOfTruth = Annotated[str, Field(title="Languages", pattern=rf"^{_CODES}$")]
Modernise = Annotated[bool, Field(title="Modern spelling")]
AsDocument = Annotated[bool, Field(title="One document of the folder")]

ALL_PAGES = ""
NO_RULE = NONE
NOTHING_EQUAL = NONE
DEFAULT_OUTPUT = Path("output")
ONE_PER_CORE: int = Settings.model_fields["jobs"].get_default(call_default_factory=True)
