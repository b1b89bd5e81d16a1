"""The lines of two compared texts side by side, each with its variants and its picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from digitize.align.variant import OcrError, Variant, VariantKind
from digitize.export.compared import Compared, Labels, Side, shortened
from digitize.export.html import as_printed, joined, shown, tag
from digitize.export.line_pictures import LinePicture
from digitize.export.shown_lines import Piece, ShownLine, shown_lines
from digitize.export.tongues import page_tag
from digitize.model.citation import page_label

_FOLDED_LINES = 6
"""Lines in succession of which the second text has nothing that are folded up."""
_FOLDED_WORDS = 40
"""Words in succession of which the first text has nothing that are folded up."""
_SHOWN_OF_FOLDED = 8
_MOST_FOLDED = 600
"""Words of such a passage that are shown at all: the text itself is kept elsewhere."""
_OCR = {
    OcrError.LIKELY: "likely misread",
    OcrError.UNLIKELY: "misreading unlikely",
    OcrError.UNTOLD: "look at the image",
}


def rank_of(variant: Variant) -> str:
    """``sub``, ``acc`` or ``eq``: substantive, accidental, taken for equal."""
    return "eq" if variant.equivalent else "sub" if variant.substantive else "acc"


def told_kind(kind: VariantKind, only: tuple[str, str]) -> str:
    """A kind as people read it; of an omission and an addition, which text has the words.

    Args:
        kind: The kind.
        only: What is said of words that only the first text has, and only the second.
    """
    told = kind.value.replace("-", " ")
    if kind is VariantKind.OMISSION:
        return f"{told} ({only[0]})"
    return f"{told} ({only[1]})" if kind is VariantKind.ADDITION else told


class ComparisonRows:
    """Writes the lines.

    Args:
        compared: The texts.
        labels: What they are called.
        pictures: Of lines of the first, by their ids.
    """

    def __init__(self, compared: Compared, labels: Labels, pictures: Mapping[str, LinePicture]) -> None:
        self._compared, self._labels, self._pictures = compared, labels, pictures
        self._only = labels.only
        self._marked: set[int] = set()

    def html(self) -> Iterator[str]:
        """The lines, page by page."""
        heads = tag("span") + tag("span", shown(self._labels.heads[0])) + tag("span", shown(self._labels.heads[1]))
        yield tag("div", heads, class_="head") + "\n"
        silent: list[int] = []
        for number, group in groupby(shown_lines(self._compared), key=lambda line: line.page and line.page.page_number):
            lines = list(group)
            if number is not None and all(line.is_alone and not line.variants for line in lines):
                silent.append(number)
                continue
            yield self._silence(silent)
            silent = []
            if number is not None:
                yield self._page_heading(lines[0])
            yield from self._lines(lines)
        yield self._silence(silent)

    def _silence(self, pages: Sequence[int]) -> str:
        """What is said of pages on which nothing of the second text stands."""
        if not pages:
            return ""
        labels = [self._label(number) for number in (pages[0], pages[-1])]
        named = f"Page {labels[0]}" if len(pages) == 1 else f"Pages {labels[0]} to {labels[1]}"
        return tag("h2", shown(named)) + tag(
            "p", shown(f"Nothing of {self._labels.names[1]} stands here."), class_="soft"
        )

    def _label(self, page_number: int) -> str:
        document = self._compared.a.document
        return (
            str(page_number) if document is None else page_label(document.reference, page_number, document.page_count)
        )

    def _page_heading(self, line: ShownLine) -> str:
        number = line.page.page_number if line.page else 0
        return tag("h2", shown(f"Page {self._label(number)}"), id=f"page-{number}") + "\n"

    def _lines(self, lines: Sequence[ShownLine]) -> Iterator[str]:
        column: object = None
        for folded, group in groupby(_runs(lines), key=lambda pair: pair[0]):
            run = [line for _, line in group]
            rows = []
            for line in run:
                here = _columns_of(line)
                if here != column and here is not None and line.page is not None and line.page.columns > 1:
                    rows.append(tag("h3", shown(here)))
                column = here
                rows.append(self._row(line))
            if folded and len(run) >= _FOLDED_LINES:
                words = sum(len(line.words) for line in run)
                told = f"{len(run):,} lines {self._only[0]} ({words:,} words)"
                yield tag("details", tag("summary", shown(told)) + joined(rows)) + "\n"
            else:
                yield joined(rows) + "\n"

    def _row(self, line: ShownLine) -> str:
        a, b = self._compared.a, self._compared.b
        language = page_tag(line.page) if line.page is not None else a.tag
        label = tag("span", str(line.number), class_="place", title=line.line.id if line.line is not None else None)
        cells = label + tag("div", self._cell(a, line.a), lang=language) + tag("div", self._cell(b, line.b), lang=b.tag)
        if not line.variants:
            return tag("div", cells, class_="row")
        more = self._picture(line) + self._notes(line, language)
        return tag("div", cells + tag("div", more + self._unfolded(line), class_="more"), class_="row has")

    def _cell(self, side: Side, pieces: Sequence[Piece]) -> str:
        """The words of one text in a line, those of a variant as a link to what is said of it."""
        parts = []
        for piece in pieces:
            shown_words, more = piece.words, 0
            if side is self._compared.b and len(piece.words) > _FOLDED_WORDS and piece.variant is not None:
                shown_words = piece.words[:_SHOWN_OF_FOLDED]
                more = len(piece.words) - len(shown_words)
            text = " ".join(as_printed(side.witness.tokens[word]) for word in shown_words)
            if more:
                text += f" [… {more:,} words more]"
            if not piece.words:
                text = '<span aria-hidden="true">‸</span>'
            parts.append(text if piece.variant is None else self._mark(piece.variant, text))
        return " ".join(parts)

    def _mark(self, k: int, text: str) -> str:
        rank = rank_of(self._compared.variants[k])
        first = k not in self._marked
        self._marked.add(k)
        number = tag("sup", str(k + 1)) if first else ""
        return tag("a", text + number, class_=f"v {rank}", href=f"#v{k + 1}", id=f"m{k + 1}" if first else None)

    def _notes(self, line: ShownLine, language: str) -> str:
        items = [self._note(k, language) for k in line.variants]
        return tag("ul", joined(items), class_="notes")

    def _note(self, k: int, language: str) -> str:
        variant = self._compared.variants[k]
        kinds = ", ".join(told_kind(kind, self._only) for kind in variant.kinds)
        sides = (self._compared.a, variant.a, language, 0), (self._compared.b, variant.b, self._compared.b.tag, 1)
        readings = [self._reading(side, words, variant, of, lang) for side, words, lang, of in sides]
        parts = [
            tag("a", str(k + 1), class_="no", href=f"#m{k + 1}"),
            tag("span", shown(kinds), class_="kind"),
            f'{readings[0]} <span class="soft">|</span> {readings[1]}',
            tag(
                "span",
                {"sub": "substantive", "acc": "accidental", "eq": "taken for equal"}[rank_of(variant)],
                class_="soft",
            ),
        ]
        if variant.ocr is not None:
            evidence = f": {'; '.join(variant.evidence)}" if variant.evidence else ""
            parts.append(tag("span", shown(f"{_OCR[variant.ocr]}{evidence}"), class_="ocr"))
        item = " · ".join(parts[1:])
        return tag(
            "li",
            f"{parts[0]}{item}",
            id=f"v{k + 1}",
            class_=rank_of(variant),
            data_kind=self._compared.counted_kind(variant).value.replace("-", " "),
        )

    def _reading(self, side: Side, words: range, variant: Variant, of: int, language: str) -> str:
        if not words:
            return tag("span", "nothing", class_="none")
        text, cut = shortened(side, words)
        if len(words) > _FOLDED_WORDS:
            told = f"{side.text(words[:_SHOWN_OF_FOLDED])} … {side.text(words[-4:])}"
            return tag("span", shown(told), class_="rd", lang=language) + f" ({len(words):,} words)"
        pieces = variant.graphemes
        if cut or "".join(pair[of] for pair in pieces) != text or not (variant.a and variant.b):
            return tag("span", shown(text), class_="rd", lang=language)
        marked = "".join(
            shown(pair[of]) if pair[0] == pair[1] else tag("em", shown(pair[of])) for pair in pieces if pair[of]
        )
        return tag("span", marked, class_="rd", lang=language)

    def _unfolded(self, line: ShownLine) -> str:
        """Long passages that only the second text has, to be opened."""
        found = []
        for k in line.variants:
            words = self._compared.variants[k].b
            if len(words) > _FOLDED_WORDS:
                side = self._compared.b
                text = side.text(words[:_MOST_FOLDED])
                rest = len(words) - _MOST_FOLDED
                more = f" [… {rest:,} words more]" if rest > 0 else ""
                told = (
                    f"{len(words):,} words {self._only[1]}"
                    if not self._compared.variants[k].a
                    else f"{len(words):,} words"
                )
                found.append(tag("details", tag("summary", shown(told)) + tag("p", shown(text + more), lang=side.tag)))
        return "".join(found)

    def _picture(self, line: ShownLine) -> str:
        """The line on the scan, the words of its variants framed."""
        picture = self._pictures.get(line.line.id) if line.line is not None else None
        if picture is None or line.line is None:
            return ""
        marks = []
        for k in line.variants:
            marks += self._frames(self._compared.variants[k], line, picture)
        image = f'<image href="{picture.address}" width="{picture.width}" height="{picture.height}"/>'
        label = f"The line on the scan: {line.line.text}"
        svg = tag(
            "svg",
            image + "".join(marks),
            viewBox=f"0 0 {picture.width} {picture.height}",
            width=str(picture.width),
            height=str(picture.height),
            role="img",
            aria_label=label,
        )
        return tag("figure", svg)

    def _frames(self, variant: Variant, line: ShownLine, picture: LinePicture) -> list[str]:
        words = self._compared.a.words
        if variant.a:
            here = [words[i].word.box for i in variant.a if i in line.words]
            spans = [picture.frame(box) for box in here]
            return [
                f'<rect class="{rank_of(variant)}" x="{x}" y="{y}" width="{w}" height="{h}" rx="2"/>'
                for x, y, w, h in spans
            ]
        before = variant.a.start - 1
        if before not in line.words:
            return []
        x, y, w, h = picture.frame(words[before].word.box)
        return [f'<path d="M{x + w:.1f} {y:.1f}v{h:.1f}"/>']


def _runs(lines: Sequence[ShownLine]) -> Iterator[tuple[bool, ShownLine]]:
    """Each line with whether it may be folded up: the second text has nothing for it, and nothing is said of it."""
    for line in lines:
        yield line.is_alone and not line.variants, line


def _columns_of(line: ShownLine) -> str | None:
    if line.line is None:
        return None
    if line.line.columns is not None:
        return "Columns {}-{}".format(*line.line.columns)
    return None if line.line.column is None else f"Column {line.line.column}"
