"""Lists the licence of every package that the product brings along, and refuses what it must not bring.

The product is Apache-2.0. Permissive licences are welcome; LGPL and MPL are fine for libraries that are imported
unchanged; GPL needs a reason in ``REASONED``; AGPL and an unknown licence are refused (docs/adr/0002). Tools of
development are not shipped and not looked at. Metadata are all that is read: what a wheel bundles without saying so
(OpenCV brings FFmpeg, LGPL) stays unseen.

Run by ``make lint``. Exit code 1 if something is refused.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


class Verdict(StrEnum):
    """What a licence means for this product."""

    PERMISSIVE = "permissive"
    WEAK_COPYLEFT = "weak copyleft"
    REASONED = "reasoned"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Finding:
    """One package with its licence, as its metadata state it, and the verdict."""

    name: str
    version: str
    licence: str
    verdict: Verdict
    reason: str = ""


REASONED = {
    "pypdfium2": "PDFium's own libraries (FreeType, libjpeg-turbo, OpenJPEG, zlib, ICU and others) are permissive",
    "text-unidecode": "dual: Artistic or GPL; used under the Artistic License",
}
"""Packages whose metadata need a person's reading, with what that person found."""

AFFERO = re.compile(r"AGPL|Affero", re.IGNORECASE)
WEAK_COPYLEFT = re.compile(r"\b(LGPL|MPL|Lesser General Public|Mozilla Public)", re.IGNORECASE)
PERMISSIVE = re.compile(
    r"^(the )?(0BSD|Apache|(\d-Clause )?BSD|CC0|CNRI|HPND|ISC|MIT|PSF|Python Software Foundation|Python-2\.0|Unlicense|Zlib)",
    re.IGNORECASE,
)
GPL = re.compile(r"\bGPL|General Public", re.IGNORECASE)


def product_closure(root: str) -> dict[str, Distribution]:
    """The installed packages that ``root`` needs on this machine, extras followed, ``root`` itself left out.

    Raises:
        PackageNotFoundError: If a needed package is not installed.
    """
    found: dict[str, Distribution] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting: list[tuple[str, frozenset[str]]] = [(canonicalize_name(root), frozenset())]
    while waiting:
        name, extras = wanted = waiting.pop()
        if wanted in seen:
            continue
        seen.add(wanted)
        found[name] = distribution(name)
        for line in found[name].requires or ():
            requirement = Requirement(line)
            environments = [{"extra": extra} for extra in ("", *extras)]
            if requirement.marker is None or any(map(requirement.marker.evaluate, environments)):
                waiting.append((canonicalize_name(requirement.name), frozenset(requirement.extras)))
    del found[canonicalize_name(root)]
    return found


def stated_licence(package: Distribution) -> str:
    """What the metadata say: the SPDX expression, else the classifiers, else the free field; "" if nothing.

    A free field that holds the whole text of a licence is cut to its first line.
    """
    metadata = package.metadata
    expressions = metadata.get_all("License-Expression")
    if expressions:
        return str(expressions[0])
    classified = [
        line.rpartition(" :: ")[2]
        for line in metadata.get_all("Classifier") or ()
        if line.startswith("License :: OSI Approved :: ")
    ]
    free = [line.strip() for field in metadata.get_all("License") or () for line in field.splitlines()]
    return ", ".join(classified) or next(filter(None, free), "")


def verdict_on(licence: str) -> Verdict:
    """The verdict on a stated licence: any part of an OR may please, all parts of an AND (or of a list) must."""
    if re.search(r" OR ", licence) and "(" not in licence:
        verdicts = [verdict_on(part) for part in licence.split(" OR ")]
        return min(verdicts, key=list(Verdict).index)
    inner = re.sub(r"\(([^()]* OR [^()]*)\)", lambda match: match[1].split(" OR ")[0], licence)
    verdicts = [_verdict_on_one(part.strip()) for part in re.split(r" AND |, ", inner)]
    return max(verdicts, key=list(Verdict).index)


def _verdict_on_one(licence: str) -> Verdict:
    if AFFERO.search(licence):
        return Verdict.REFUSED
    if WEAK_COPYLEFT.search(licence):
        return Verdict.WEAK_COPYLEFT
    if PERMISSIVE.match(licence) and not GPL.search(licence):
        return Verdict.PERMISSIVE
    return Verdict.REFUSED


def look_at(package: Distribution) -> Finding:
    """The finding on one package; ``REASONED`` is asked only where the metadata alone would be refused."""
    name = canonicalize_name(package.metadata["Name"])
    licence = stated_licence(package)
    verdict = verdict_on(licence)
    reason = REASONED.get(name, "")
    if verdict is Verdict.REFUSED and reason and not AFFERO.search(licence):
        verdict = Verdict.REASONED
    return Finding(name, package.version, licence or "not stated", verdict, reason)


def main() -> int:
    """Prints the table; returns the exit code."""
    try:
        packages = product_closure("digitize")
    except PackageNotFoundError as error:
        print(f"{error} is needed and not installed: make install-dev", file=sys.stderr)
        return 1
    findings = [look_at(packages[name]) for name in sorted(packages)]
    for each in findings:
        note = f"  ({each.reason})" if each.verdict is Verdict.REASONED else ""
        print(f"{each.name:28} {each.version:14} {each.verdict:14} {each.licence}{note}")
    refused = [each.name for each in findings if each.verdict is Verdict.REFUSED]
    print(f"{len(findings)} packages, {len(refused)} refused" + (f": {', '.join(refused)}" if refused else ""))
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
