"""The official schemas, compiled once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
from lxml import etree

from tests.export import extractors

OWN = Path(__file__).parents[2] / "docs" / "schemas"
_RNG = "{http://relaxng.org/ns/structure/1.0}"


@cache
def xsd(folder: Path, name: str) -> etree.XMLSchema:
    """An XML schema, its import of XLink answered from the same folder."""

    class Local(etree.Resolver):
        def resolve(self, system_url: Any, public_id: Any, context: Any) -> Any:  # type: ignore[override]
            if system_url.endswith("/xlink.xsd"):
                return self.resolve_filename(  # type: ignore[attr-defined]
                    str(folder / "mets/xlink.xsd"), context
                )
            return None

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    return etree.XMLSchema(etree.parse(str(folder / name), parser))


def tei(folder: Path, document: etree._Element) -> etree.RelaxNG:
    """TEI P5 with all modules, for a document.

    Elements that the document does not have are not allowed: that changes nothing for this document, and compiling their
    five hundred definitions takes a quarter of a minute.
    """
    return _tei_of(folder, frozenset(etree.QName(each).localname for each in document.iter(etree.Element)))


@cache
def _tei_of(folder: Path, names: frozenset[str]) -> etree.RelaxNG:
    schema = etree.parse(str(folder / "tei/tei_all.rng"))
    for element in list(schema.iter(f"{_RNG}element")):
        parent = element.getparent()
        if parent is not None and element.get("name") not in {None, *names}:
            parent.replace(element, etree.Element(f"{_RNG}notAllowed"))
    return etree.RelaxNG(schema)


def assert_valid(files: Mapping[str, bytes], folder: Path) -> None:
    """ALTO, PAGE and TEI of a document by their schemas in ``folder``."""
    for root in extractors.parsed(files, "alto/"):
        xsd(folder, "alto/alto-4-4.xsd").assertValid(root)
    for root in extractors.parsed(files, "page/"):
        xsd(folder, "page/pagecontent-2019-07-15.xsd").assertValid(root)
    written = extractors.tei_of(files)
    tei(folder, written).assertValid(written)


@cache
def own(name: str) -> jsonschema.Draft202012Validator:
    """The validator of one of our own JSON files (``transcription``, ``report``, ``run``)."""
    schema = json.loads((OWN / f"{name}.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)
