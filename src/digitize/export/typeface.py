"""The typeface that readings are shown in: Noto Sans (SIL Open Font License), which comes with OCRmyPDF.

Found without importing OCRmyPDF, which takes a second: whoever only shows the typeface does not wait for it.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from digitize.errors import ExportError

_FILE = "data/NotoSans-Regular.ttf"


def typeface() -> bytes:
    """The whole typeface, a TrueType file.

    Raises:
        ExportError: If it is not there.
    """
    found = find_spec("ocrmypdf")
    try:
        if found is None or found.origin is None:
            raise FileNotFoundError
        return (Path(found.origin).parent / _FILE).read_bytes()
    except OSError as error:
        raise ExportError(
            f"the typeface {_FILE} that comes with OCRmyPDF is not there ({type(error).__name__})",
            hint="Install OCRmyPDF anew, with the version that digitize asks for",
        ) from error
