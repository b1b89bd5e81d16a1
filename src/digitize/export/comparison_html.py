"""Two texts side by side as a web page that needs nothing else: what they share, each variant with its kind and its place on the scan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from digitize import __version__
from digitize.align.variant import OcrError, Variant, VariantKind
from digitize.export.compared import Compared, Labels, Side, at_word, percent
from digitize.export.comparison_rows import ComparisonRows, rank_of, told_kind
from digitize.export.comparison_style import SCRIPT, STYLE
from digitize.export.html import joined, shown, tag
from digitize.export.line_pictures import LinePicture
from digitize.model.citation import cite_source
from digitize.model.clock import export_date
from digitize.model.numbers_cited import in_ranges

_PASSAGE = 20
"""Words from which what only one text has is named at the beginning."""
_MOST_PASSAGES = 30
_VERDICTS = {
    OcrError.LIKELY: "the scan was likely misread",
    OcrError.UNLIKELY: "a misreading is unlikely",
    OcrError.UNTOLD: "it cannot be told without the image",
}


def comparison_page(
    compared: Compared, labels: Labels, pictures: Mapping[str, LinePicture], notices: Sequence[str] = ()
) -> Iterator[str]:
    """The page, piece by piece.

    Args:
        compared: The texts.
        labels: What they are called.
        pictures: Of lines of the first text, by their ids.
        notices: What a reader should know before anything else.
    """
    yield page_head(labels.title, "en")
    yield _summary(compared, labels, notices)
    yield from ComparisonRows(compared, labels, pictures).html()
    yield page_foot()


def page_head(title: str, language: str) -> str:
    """The beginning of a page up to its heading."""
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
        f"script-src 'unsafe-inline'\">\n{tag('title', shown(title))}\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<main>\n{tag('h1', shown(title))}\n"
    )


def page_foot() -> str:
    """The end of a page."""
    day = export_date().strftime("%Y-%m-%d")
    made = f"Made by digitize {__version__} ({day})."
    return f"</main>\n{tag('p', shown(made), class_='soft small')}\n<script>{SCRIPT}</script>\n</body>\n</html>\n"


def _summary(compared: Compared, labels: Labels, notices: Sequence[str]) -> str:
    parts = []
    document = compared.a.document
    cited = cite_source(document.reference) if document is not None else ""
    if cited:
        parts.append(tag("p", shown(cited)))
    sides = zip(labels.heads, (compared.a, compared.b), strict=True)
    parts.append(tag("div", joined(_facts(name, side) for name, side in sides), class_="pair"))
    told = [*notices, *compared.a.notices, *compared.b.notices]
    parts += [tag("p", shown(_sentence(notice)), class_="notice") for notice in told]
    parts.append(tag("h2", "What was found"))
    parts += [tag("p", shown(sentence)) for sentence in sentences(compared, labels)]
    parts.append(_counts(compared, labels.only))
    parts.append(_passages(compared, labels))
    parts.append(
        tag("div", class_="tools", data_only="only lines with variants", data_keys="keys: n next variant, p previous")
    )
    return joined(part for part in parts if part) + "\n"


def _facts(name: str, side: Side) -> str:
    rows = "".join(tag("dt", shown(key)) + tag("dd", shown(value)) for key, value in side.facts)
    return tag("section", tag("h3", shown(name)) + tag("p", shown(side.name)) + (tag("dl", rows) if rows else ""))


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."


def sentences(compared: Compared, labels: Labels) -> list[str]:
    """What two texts share, in sentences.

    Args:
        compared: The texts.
        labels: What they are called.
    """
    measures = compared.measures
    (a, b), (in_a, in_b) = labels.names, labels.places
    pages = f", {'page' if len(measures.pages) == 1 else 'pages'} {in_ranges(measures.pages)}" if measures.pages else ""
    laid = f"{measures.b_laid:,} of {measures.b_words:,} words of {b} ({percent(measures.b_share)}) stand {in_a}{pages}"
    back = f"{measures.a_laid:,} of {measures.a_words:,} words of {a} ({percent(measures.a_share)}) stand {in_b}"
    told = [f"{laid}; {back}."]
    if measures.similarity is not None:
        told.append(f"The words that both have agree in {100 * measures.similarity:.1f} % of their letters.")
    if not measures.variants:
        told.append("There are no variants.")
    else:
        noun = "variant" if measures.variants == 1 else "variants"
        told.append(
            f"{measures.variants:,} {noun}: {measures.substantive:,} substantive (they change what is said) and "
            f"{measures.accidental:,} accidental (spelling, punctuation and the like)."
        )
    if measures.equivalent:
        equal = ", ".join(sorted(kind.value for kind in compared.by.equivalent))
        told.append(
            f"{measures.equivalent:,} more are of kinds that are taken for equal ({equal}): shown, but not counted."
        )
    if measures.ocr:
        counts = dict(measures.ocr)
        verdicts = [
            f"in {counts[verdict.value]:,} {words}" for verdict, words in _VERDICTS.items() if verdict.value in counts
        ]
        told.append(f"{'; '.join(verdicts)[:1].upper()}{'; '.join(verdicts)[1:]}.")
    return told


def _counts(compared: Compared, only: tuple[str, str]) -> str:
    """Variants by their weightiest kind."""
    counts = Counter((compared.counted_kind(variant), rank_of(variant)) for variant in compared.variants)
    kinds = [kind for kind in VariantKind if any(counts[kind, rank] for rank in ("sub", "acc", "eq"))]
    if not kinds:
        return ""
    has_equal = any(counts[kind, "eq"] for kind in kinds)
    columns = [("substantive", "sub"), ("accidental", "acc"), *([("taken for equal", "eq")] if has_equal else [])]
    head = tag("th", "kind", scope="col") + "".join(tag("th", name, scope="col", class_="n") for name, _ in columns)
    rows = [
        tag("th", shown(told_kind(kind, only)), scope="row")
        + "".join(tag("td", f"{counts[kind, rank]:,}" if counts[kind, rank] else "", class_="n") for _, rank in columns)
        for kind in kinds
    ]
    return tag("table", tag("tr", head) + "".join(tag("tr", row) for row in rows), class_="counts")


def _passages(compared: Compared, labels: Labels) -> str:
    """The longest stretches that only one text has."""
    found: list[tuple[int, int, str]] = []
    for number, variant in enumerate(compared.variants, 1):
        words = len(variant.a) + len(variant.b)
        if variant.kind in (VariantKind.OMISSION, VariantKind.ADDITION) and words >= _PASSAGE:
            found.append((words, number, _passage(compared, variant, labels)))
    if not found:
        return ""
    longest = sorted(sorted(found, key=lambda one: -one[0])[:_MOST_PASSAGES], key=lambda one: one[1])
    items = [tag("li", f"{tag('a', str(n), href=f'#v{n}')} {shown(text)}") for _, n, text in longest]
    more = f"The {_MOST_PASSAGES} longest of {len(found):,}." if len(found) > len(items) else ""
    heading = tag("h2", "Passages of which only one has a word")
    return heading + (tag("p", more, class_="soft") if more else "") + tag("ul", "".join(items), class_="small")


def _passage(compared: Compared, variant: Variant, labels: Labels) -> str:
    side, words = (compared.a, variant.a) if variant.a else (compared.b, variant.b)
    only = labels.only[0] if variant.a else labels.only[1]
    where = compared.a.place(at_word(variant.a))
    begins, ends = side.text(words[:6]), side.text(words[-4:])
    return f"{only}: {len(words):,} words, {'' if variant.a else 'after '}{where}: {begins} … {ends}"
