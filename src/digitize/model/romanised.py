"""Names compared over scripts and spellings: ``Правда`` and ``Pravda``, ``Известия``, ``Izvestiia`` and ``Izvestiya``."""

from __future__ import annotations

import re
import unicodedata

_LATIN = {
    **dict(zip("абвгдезийклмнопрстуфыэіѣѳѵ", "abvgdeziiklmnoprstufyeiefi", strict=True)),
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ю": "iu",
    "я": "ia",
    "ъ": "",
    "ь": "",
}
"""ALA-LC without ties and diacritics; the signs that are apostrophes there are left out."""
_APOSTROPHES = re.compile("['`\u02b9\u02bb\u02bc\u2018\u2019]")
_POPULAR = (("x", "ks"), ("j", "i"), ("y", "i"), ("ii", "i"))
"""Other spellings of the same Russian letters, brought to one."""
_BRACKETED = re.compile(r"[(\[][^)\]]*[)\]]")
_NO_LETTERS = re.compile(r"[\W_]+")


def romanised(text: str) -> str:
    """In small Latin letters without diacritics or apostrophes; what is neither letter nor digit is a space.

    Russian is written as libraries do (ALA-LC), loosely. It is made for comparing, not for reading.
    """
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text.casefold()))
    letters = "".join(_LATIN.get(c, c) for c in plain if not unicodedata.combining(c))
    return _NO_LETTERS.sub(" ", letters).strip()


def same_name(one: str, other: str) -> bool:
    """Whether two titles or names are the same but for script, romanisation, accents, and what stands in brackets."""
    return _key(one) == _key(other)


def _key(name: str) -> str:
    key = romanised(_BRACKETED.sub(" ", name)) or romanised(name)
    for popular, usual in _POPULAR:
        key = key.replace(popular, usual)
    return key or name
