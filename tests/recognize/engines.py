"""Engines that fail: programs called ``tesseract`` which do what a broken one might."""

from __future__ import annotations

import shlex
from html import escape
from pathlib import Path

LANGUAGES = ("eng", "osd", "rus")

_PROGRAM = """#!/bin/sh
here={here}
case "$1" in
--list-langs) {list_langs}; exit;;
--version) {version}; exit;;
esac
out="$2"
{behaviour}
"""


def make_engine(
    folder: Path,
    behaviour: str,
    *,
    list_langs: str | None = None,
    version: str = "echo 'tesseract 5.3.0'; echo ' leptonica-1.82.0'",
) -> Path:
    """Writes a program.

    Args:
        folder: Where; made.
        behaviour: A shell script. ``$here`` is the folder, ``$1`` the input, ``$out`` the name of the answer without ending.
        list_langs: What it does when asked for its models.
        version: What it does when asked for its version.

    Returns:
        The program; its folder goes on the path.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = "\\n".join(LANGUAGES)
    listed = list_langs or f"printf 'List of available languages in \"/x/\" ({len(LANGUAGES)}):\\n{names}\\n'"
    program = folder / "tesseract"
    program.write_text(
        _PROGRAM.format(list_langs=listed, version=version, here=shlex.quote(str(folder)), behaviour=behaviour)
    )
    program.chmod(0o755)
    return program


def answering(folder: Path, answer: bytes | str, ending: str = "hocr") -> str:
    """The behaviour of an engine that answers this, whatever it is asked."""
    folder.mkdir(parents=True, exist_ok=True)
    data = answer.encode() if isinstance(answer, str) else answer
    (folder / "answer").write_bytes(data)
    return f'cp "$here/answer" "$out.{ending}"'


# Answers --------------------------------------------------------------------------------------------------------------


def word(text: str, title: str = "bbox 10 10 50 30; x_wconf 90", attributes: str = "") -> str:
    return f"<span class='ocrx_word' title='{title}' {attributes}>{escape(text)}</span>"


def line(*words: str, title: str = "bbox 10 10 200 40; baseline 0 -8") -> str:
    return f"<span class='ocr_line' title='{title}'>{''.join(words)}</span>"


def page(*lines: str, title: str = 'image "/tmp/x"; bbox 0 0 300 100; ppageno 0', lang: str = "rus") -> str:
    inner = f"<p class='ocr_par' lang='{lang}'>{''.join(lines)}</p>"
    return f"<div class='ocr_page' title='{title}'><div class='ocr_carea'>{inner}</div></div>"


def hocr(*pages: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
        '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n'
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title></title></head>'
        f"<body>{''.join(pages)}</body></html>"
    )


GOOD = page(line(word("Хлеб"), word("убран")))
