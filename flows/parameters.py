"""The parameters that both flows take, typed so that Prefect's form offers and checks them.

Prefect takes the descriptions from the flows' docstrings, and nothing else from there.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import unquote_to_bytes

from pydantic import BeforeValidator, Field

from digitize.model.rules import ALL, NONE, RepairRule
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


Source = Annotated[Path, BeforeValidator(path_from_text)]
Output = Annotated[Path, BeforeValidator(path_from_text)]
Languages = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z_]{1,30}(\+[A-Za-z][A-Za-z_]{1,30})*$")]
_RULE = "|".join(RepairRule)
NoRepair = Annotated[str, Field(pattern=rf"^({ALL}|{NONE}|({_RULE})(\+({_RULE}))*)$")]
Pages = Annotated[str, Field(pattern=r"^(|\s*\d+(-\d+)?\s*(,\s*\d+(-\d+)?\s*)*)$")]
Jobs = Annotated[int, Field(ge=1, le=256)]

ALL_PAGES = ""
NO_RULE = NONE
DEFAULT_OUTPUT = Path("output")
ONE_PER_CORE: int = Settings.model_fields["jobs"].get_default(call_default_factory=True)
