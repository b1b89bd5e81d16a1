"""Prints a part of ``requirements.lock``: what the product needs, without the tools of development, or what named packages need.

The lock names under each package who asked for it ("# via"), so the packages that the project itself asked for, and what
those asked for in turn, can be followed without a resolver or a network. docker/Dockerfile installs the outcome:

    python3 tools/product_lock.py > product.lock && pip install --require-hashes -r product.lock
    python3 tools/product_lock.py hatchling > builder.lock
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

LOCK = Path(__file__).parent.parent / "requirements.lock"
PROJECT = "digitize (pyproject.toml)"


def sections(lock: str) -> dict[str, str]:
    """The text of the lock package by package: name to its lines, digests and comments included."""
    parts = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)
    return {part.partition("==")[0]: part for part in parts[1:]}


def askers(section: str) -> set[str]:
    """Who asked for the package of this section."""
    comment = section.partition("# via")[2]
    return {line.strip(" #") for line in comment.splitlines()} - {""}


def product_part(lock: str) -> str:
    """The lines of the lock that the product needs, in the lock's order."""
    return _part(lock, set(), {PROJECT})


def part_of(lock: str, names: set[str]) -> str:
    """The lines of the lock for these packages and what they need, in the lock's order.

    Raises:
        KeyError: If the lock lacks one.
    """
    missing = names - sections(lock).keys()
    if missing:
        raise KeyError(f"not in the lock: {', '.join(sorted(missing))}")
    return _part(lock, set(names), set(names))


def _part(lock: str, needed: set[str], asked: set[str]) -> str:
    by_name = sections(lock)
    while asked:
        asked = {name for name, section in by_name.items() if askers(section) & asked} - needed
        needed |= asked
    return "".join(section for name, section in by_name.items() if name in needed)


if __name__ == "__main__":
    text = LOCK.read_text(encoding="utf-8")
    sys.stdout.write(part_of(text, set(sys.argv[1:])) if sys.argv[1:] else product_part(text))
