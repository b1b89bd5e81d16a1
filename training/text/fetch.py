"""Fetches the sources of `training.text` into ``training/.cache/sources`` with the machine's own package client.

    python -m training.text.fetch

Debian packages are taken apart, never installed; of each only the files named in `PACKAGES` are kept. The two Python
packages (wordfreq, pymorphy3 with its Russian dictionary) come with ``training/requirements.txt``.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

CACHE: Final = Path(__file__).parents[1] / ".cache"
SOURCES: Final = CACHE / "sources"

_WESNOTH = ("*/locale/bg/*.mo", "*/locale/de/*.mo", "*/locale/fr/*.mo", "*/locale/ru/*.mo", "*/locale/uk/*.mo")
_SKIES = tuple(f"*/skycultures/*/description.{code}.utf8" for code in ("be", "de", "fr", "ru", "uk"))

PACKAGES: Final[dict[str, tuple[str, ...]]] = {
    # word lists
    "hunspell-be": ("*/be_BY.aff", "*/be_BY.dic"),
    "wbritish": ("*/dict/british-english",),
    "wbulgarian": ("*/dict/bulgarian",),
    "wfrench": ("*/dict/french",),
    "witalian": ("*/dict/italian",),
    "wngerman": ("*/dict/ngerman",),
    "wogerman": ("*/dict/ogerman",),
    "wpolish": ("*/dict/polish",),
    "wspanish": ("*/dict/spanish",),
    "wukrainian": ("*/dict/ukrainian",),
    # running text
    "debian-faq-fr": ("*/FAQ/fr/*.html",),
    "debian-faq-ru": ("*/FAQ/ru/*.html",),
    "debian-handbook": ("*/html/fr-FR/*.html", "*/html/ru-RU/*.html"),
    "debian-reference-fr": ("*/ch*.fr.html",),
    "fortunes": ("*/games/fortunes/*",),
    "fortunes-bg": ("*/fortunes/bg/*",),
    "fortunes-de": ("*/fortunes/de/*",),
    "fortunes-ru": ("*/fortunes/ru/*",),
    "libreoffice-l10n-be": ("*/be/LC_MESSAGES/*.mo",),
    "stellarium-data": (*_SKIES, "*/skycultures/*/info.ini"),
    **dict.fromkeys(
        (f"wesnoth-1.16-{part}" for part in "did dm dw ei httt l low nr sof sota sotbe thot trow tsg ttb utbs".split()),
        _WESNOTH,
    ),
}
"""Package -> patterns of the files that are kept. `training/README.md` says what each is, and its licence."""


def fetch(package: str) -> None:
    """Downloads one package and keeps its wanted files; does nothing where they are kept already."""
    target = SOURCES / package
    if target.exists():
        return
    SOURCES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        subprocess.run(["apt-get", "download", "-qq", package], cwd=folder, check=True)
        (archive,) = Path(folder).glob("*.deb")
        unpacked = Path(folder, "unpacked")
        unpacked.mkdir()
        files = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(archive)], stdout=subprocess.PIPE)
        wanted = [*PACKAGES[package], "*/copyright"]
        subprocess.run(["tar", "-x", "-C", str(unpacked), "--wildcards", *wanted], stdin=files.stdout, check=True)
        if files.wait():
            raise SystemExit(f"{package}: the package could not be taken apart")
        (unpacked / "version").write_text(archive.name + "\n", encoding="utf-8")
        unpacked.rename(target)


def main() -> int:
    """Fetches what is missing; says what could not be had and goes on."""
    failed = []
    for package in PACKAGES:
        try:
            fetch(package)
        except (subprocess.CalledProcessError, ValueError) as error:
            failed.append(f"{package}: {error}")
    print(*failed or ["every source is there"], sep="\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
