"""Making TEI elements and the kinds of value their attributes want."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

from lxml import etree

from digitize.export.markup import Element, root

NAMESPACE = "http://www.tei-c.org/ns/1.0"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
REVIEWERS = "reviewers"
"""Id of the statement of responsibility that words refer to on which a person has decided."""

_RESERVED = "/?:@!$&'()*+,;=%"
_BARE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_VERSION = re.compile(r"\d+[a-z]*\d*(?:\.\d+[a-z]*\d*){0,3}")
_PLAIN_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?")


def element(name: str, attributes: dict[str, str] | None = None, text: str | None = None) -> Element:
    """A new element."""
    made = root(NAMESPACE, name, attributes)
    made.text = text
    return made


def add(parent: Element, name: str, attributes: dict[str, str] | None = None, text: str | None = None) -> Element:
    """A new element at the end of ``parent``."""
    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes or {})
    made.text = text
    return made


def pointer(path: str) -> str:
    """A relative path as a web address (``teidata.pointer``)."""
    return quote(path, safe="/", errors="replace")


def web_pointer(address: str) -> str:
    """A complete address of the web, all else than the signs of RFC 3986 in their places percent-encoded (``teidata.pointer``)."""
    parts = urlsplit(_BARE_PERCENT.sub("%25", address))
    inner = (quote(part, safe=_RESERVED, errors="replace") for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, quote(parts.netloc, safe=f"{_RESERVED}[]"), *inner))


def version_number(version: str) -> str:
    """The beginning of a version that TEI admits as one (``teidata.versionNumber``); ``0`` when there is none."""
    match = _VERSION.match(version)
    return match.group() if match else "0"


def xml_name(name: str) -> str:
    """A name in the sense of XML made from any text."""
    cleaned = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    return cleaned if re.match(r"[A-Za-z_]", cleaned) else f"_{cleaned}"


def date_attributes(edtf: str) -> dict[str, str]:
    """Attributes of ``date``: plain dates and spans of them as W3C dates, everything else as EDTF (``when-custom``).

    Args:
        edtf: A valid EDTF date.
    """
    if _is_plain(edtf):
        return {"when": edtf}
    first, slash, last = edtf.partition("/")
    if slash and _is_plain(first) and _is_plain(last):
        return {"from": first, "to": last}
    return {"when-custom": edtf, "datingMethod": "https://www.loc.gov/standards/datetime/"}


def _is_plain(date: str) -> bool:
    """Whether an EDTF date is a W3C date too; the year 0 is none."""
    return _PLAIN_DATE.fullmatch(date) is not None and not date.startswith("0000")
