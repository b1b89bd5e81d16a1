"""XML from outside: parsed without network, entities and huge trees; what cannot be parsed is told by its line."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from digitize.errors import InputError

Element = etree._Element  # noqa: SLF001  lxml gives the class of its elements no public name

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def parse_xml(data: bytes, where: str) -> Element:
    """The root of an XML file.

    Args:
        data: The file's content.
        where: Its name in errors.

    Raises:
        InputError: If it is not well-formed, too deep or too large for the parser's own limits, or needs entities that
            it does not bring.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise broken(error, where) from None
    except (ValueError, LookupError) as error:
        raise InputError(f"cannot be read as XML: {error}", where=where, hint="Export it again") from None
    entity = next(root.iter(etree.Entity), None)
    if entity is not None:
        raise InputError(
            f"uses the entity {entity.text} in line {entity.sourceline}, and entities are not read",
            where=where,
            hint="Export it again with the characters themselves",
        )
    return root


def broken(error: etree.LxmlSyntaxError, where: str) -> InputError:
    """The error for XML or HTML that cannot be parsed, with its line."""
    line = error.lineno or 1
    reason = (error.msg or "it cannot be parsed").split(", line ")[0]
    hint = "Mend that line, or export the file again"
    if "encoding" in reason.lower() or "utf-8" in reason.lower():
        hint = 'Save it as UTF-8, or name its encoding in the first line: <?xml version="1.0" encoding="windows-1251"?>'
    return InputError(f"is broken XML, line {line}: {reason}", where=where, hint=hint)


def encoding_of(root: Element) -> str:
    """The encoding that an XML file was read in."""
    return (root.getroottree().docinfo.encoding or "UTF-8").lower()


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(of: Element, *names: str) -> Iterator[Element]:
    """Children of these names, whatever their namespace; all elements if none is named."""
    return of.iterchildren(*(f"{{*}}{name}" for name in names or ("*",)))


def descendants(within: Element, *names: str) -> Iterator[Element]:
    """Descendants of these names, whatever their namespace."""
    return within.iter(*(f"{{*}}{name}" for name in names))
