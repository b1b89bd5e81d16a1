"""The text of a TEI file: divisions, paragraphs, breaks and words, both layers."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from digitize.export.facts import span_of
from digitize.export.joins import JoinedWord
from digitize.export.markup import Element, clean
from digitize.export.tei_elements import REVIEWERS, XML_ID, XML_LANG, add, element
from digitize.export.tongues import Tongue, main_tongue, tongue_of
from digitize.model.language import MODERNISED
from digitize.model.transcription import RegionKind, TextLine, TextRegion, TranscribedPage, Word

_FORME_WORK = {RegionKind.HEADER: "header", RegionKind.FOOTER: "footer", RegionKind.PAGE_NUMBER: "pageNum"}
"""``type`` of ``fw``, by kind of region."""


def page_division(page: TranscribedPage, label: str, joins: Mapping[str, JoinedWord]) -> Element:
    """A page as a division of type ``page`` that begins with its page break.

    Args:
        page: The page's text.
        label: What the page is called (:func:`~digitize.model.citation.page_label`).
        joins: Joined words of the whole document (:func:`~digitize.export.joins.find_joins`).
    """
    return _PageText(page, label, joins).build()


class _PageText:
    """Builds the division of one page; keeps the place it has come to."""

    def __init__(self, page: TranscribedPage, label: str, joins: Mapping[str, JoinedWord]) -> None:
        self.page = page
        self.label = label
        self.joins = joins
        self.division = element("div", {"type": "page", "n": str(page.page_number)}, "\n")
        self.section = self.division
        self.columns: str | None = ""

    def build(self) -> Element:
        page = self.page
        id_ = f"p{page.page_number:04d}"
        _broken(add(self.division, "pb", {XML_ID: id_, "n": clean(self.label), "facs": f"#z_{id_}"}))
        if page.failure is not None:
            gap = _broken(add(self.division, "gap", {"reason": "not-read", "unit": "page", "quantity": "1"}))
            add(gap, "desc", {}, clean(page.failure))
        for region in page.regions:
            self._region(region)
        return self.division

    def _region(self, region: TextRegion) -> None:
        attributes = {XML_ID: region.id, "facs": f"#z_{region.id}"}
        kind = region.kind
        if not region.lines:
            if kind is not RegionKind.SEPARATOR:
                _broken(add(self.section, "figure", {**attributes, "type": kind.value}))
            return
        if kind is RegionKind.HEADING:
            self.section = _broken(add(self.division, "div", {"type": "section"}, "\n"))
            container = add(self.section, "head", attributes)
        elif kind is RegionKind.PARAGRAPH:
            container = add(self.section, "p", attributes)
        elif kind in _FORME_WORK:
            container = add(self.section, "fw", {**attributes, "type": _FORME_WORK[kind]})
        elif kind is RegionKind.IMAGE:
            container = add(_broken(add(self.section, "figure", {**attributes, "type": kind.value}, "\n")), "ab")
        else:
            container = add(self.section, "ab", {**attributes, "type": kind.value})
        self._lines(_broken(container), region)

    def _lines(self, container: Element, region: TextRegion) -> None:
        container.text = "\n"
        tongue = main_tongue((word for line in region.lines for word in line.words), self.page.orthography)
        if tongue:
            container.set(XML_LANG, tongue.tag)
        for number, line in enumerate(region.lines, start=1):
            self._breaks(container, number, line)
            # What nobody could read is kept as what the engines made of it, not as text.
            doubtful = None if line.doubt is None else add(container, "unclear", {"reason": line.doubt.value})
            self._words(container if doubtful is None else doubtful, line, tongue)
            container[-1].tail = "\n"

    def _words(self, container: Element, line: TextLine, main: Tongue | None) -> None:
        """The words of a line; neighbours in one other language stand together in a ``foreign``, neighbours set off alike in a ``hi``."""
        own = {word.id: tongue_of(word, self.page.orthography) for word in line.words}

        def foreign(word: Word) -> Tongue | None:
            tongue = own[word.id]
            return tongue if tongue is not None and main is not None and tongue.differs_from(main) else None

        for other, group in groupby(line.words, key=foreign):
            parent = container if other is None else add(container, "foreign", {XML_LANG: other.tag})
            for emphasis, run in groupby(group, key=lambda word: word.emphasis):
                holder = add(parent, "hi", {"rend": " ".join(emphasis)}) if emphasis else parent
                for word in run:
                    self._word(holder, word, None if other is not None or own[word.id] == main else own[word.id])
                if holder is not parent:
                    _close(holder)
            if parent is not container:
                _close(parent)

    def _breaks(self, container: Element, number: int, line: TextLine) -> None:
        unbroken = {} if line.words[0].reading else {"break": "no"}
        columns = span_of(line)
        if self.page.columns > 1 and columns != self.columns:
            self.columns = columns
            number_of = {} if columns is None else {"n": columns}
            add(container, "cb", {**number_of, **({} if line.column else {"type": "spanning"}), **unbroken})
        add(container, "lb", {XML_ID: line.id, "n": str(number), "facs": f"#z_{line.id}", **unbroken})

    def _word(self, container: Element, word: Word, tongue: Tongue | None) -> None:
        attributes = {XML_ID: word.id, "facs": f"#z_{word.id}"}
        joined = self.joins.get(word.id)
        if joined is not None:
            attributes |= _links(joined, word.id)
        if tongue:
            attributes[XML_LANG] = tongue.tag
        if word.decision is not None:
            attributes |= {"resp": f"#{REVIEWERS}", "cert": "high"}
        made = add(container, "w", attributes)
        made.tail = " "
        if word.reading == word.text:
            made.text = clean(word.text)
            return
        choice = add(made, "choice")
        add(choice, "orig", {}, clean(word.text))
        add(choice, "reg", self._modern(word), clean(word.reading))

    def _modern(self, word: Word) -> dict[str, str]:
        """The language of a reading that modernising has taken out of the orthography around it."""
        orthography = self.page.orthography
        modernised = orthography is not None and word.reading != word.reading_as_spelled
        return {XML_LANG: MODERNISED[orthography]} if orthography and modernised else {}


def _links(joined: JoinedWord, id_: str) -> dict[str, str]:
    place = joined.ids.index(id_)
    last = len(joined.ids) - 1
    links = {"part": "I" if place == 0 else "F" if place == last else "M"}
    if place > 0:
        links["prev"] = f"#{joined.ids[place - 1]}"
    if place < last:
        links["next"] = f"#{joined.ids[place + 1]}"
    return links


def _close(holder: Element) -> None:
    """Puts the space after the last word of an element behind the element."""
    holder[-1].tail = None
    holder.tail = " "


def _broken(one: Element) -> Element:
    """With a line break after it."""
    one.tail = "\n"
    return one
