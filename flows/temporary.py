"""Where the parts of a service put what is temporary: a folder of its own, emptied at each start.

What killed processes leave behind is swept so, however many kills there are, and nothing of other programs is touched.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from digitize.errors import EnvironmentFault
from digitize.ingest import printable


def emptied_folder(output: Path) -> Path:
    """The folder for the service of an output folder, empty, in the folder for temporary files (``TMPDIR``).

    No other service may work with the output folder: what it has there would go.

    Raises:
        EnvironmentFault: If it cannot be made, or stands there as something that is not ours.
    """
    digest = hashlib.sha256(os.fsencode(output.absolute())).hexdigest()[:12]
    place = Path(tempfile.gettempdir()) / f"digitize-service-{os.geteuid()}-{digest}"
    try:
        with suppress(FileExistsError):
            place.mkdir(mode=0o700)
        status = place.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
            raise EnvironmentFault(
                "stands where the service puts what is temporary, and is not its own",
                where=printable(str(place)),
                hint="Remove it, or name another folder in TMPDIR",
            )
        place.chmod(0o700)
        empty(place)
    except OSError as error:
        raise EnvironmentFault(
            f"cannot be made: {error.strerror}",
            where=printable(str(place)),
            hint="Make room there, or name another folder in TMPDIR",
        ) from error
    return place


def empty(folder: Path) -> None:
    """Removes what is in a folder as far as it can be removed; links are removed, not followed."""
    for entry in os.scandir(folder):
        with suppress(OSError):
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                Path(entry.path).unlink()
