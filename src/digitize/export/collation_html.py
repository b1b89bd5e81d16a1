"""A collation as a web page: the witnesses in columns, place by place, what reads otherwise than the base in colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digitize.align.collation import Locus
from digitize.export.collated import Collated, cut_short, runs
from digitize.export.comparison_html import page_foot, page_head
from digitize.export.html import as_printed, joined, shown, tag

_LONG = 60
"""Words from which a reading is shown by its ends."""


def collation_page(collated: Collated, title: str, notices: Sequence[str] = ()) -> Iterator[str]:
    """The page, piece by piece.

    Args:
        collated: The texts.
        title: The page's title.
        notices: What a reader should know before anything else.
    """
    yield page_head(title, "en")
    yield _summary(collated, notices)
    heads = "".join(
        tag("th", f"{shown(siglum)} {tag('span', shown(side.name), class_='wit')}", scope="col")
        for siglum, side in zip(collated.sigla, collated.sides, strict=True)
    )
    yield '<table class="rows">\n' + tag("thead", tag("tr", tag("th", "", class_="at") + heads)) + "\n<tbody>\n"
    number = 0
    for same, places in runs(collated):
        if same:
            yield _common(collated, places)
            continue
        for locus in places:
            number += locus.varies
            yield _row(collated, locus, number)
    yield "</tbody>\n</table>\n"
    yield page_foot()


def _summary(collated: Collated, notices: Sequence[str]) -> str:
    rows = "".join(
        tag("dt", shown(siglum)) + tag("dd", shown(f"{side.name}, {len(side.witness.tokens):,} words"))
        for siglum, side in zip(collated.sigla, collated.sides, strict=True)
    )
    told = [notice for side in collated.sides for notice in side.notices]
    varying = [locus for locus in collated.places if locus.varies]
    substantive = sum(map(collated.is_substantive, varying))
    base = collated.sigla[collated.collation.base]
    sentence = (
        f"{len(varying):,} places in which the witnesses do not read alike: {substantive:,} substantive, "
        f"{len(varying) - substantive:,} accidental. The order is that of {base}; what reads otherwise than {base} is in colour, "
        "alike what reads alike."
    )
    equal = ", ".join(sorted(kind.value for kind in collated.by.equivalent))
    parts = [tag("dl", rows), tag("p", shown(sentence))]
    parts += [tag("p", shown(f"Taken for equal: {equal}."))] if equal else []
    parts += [tag("p", shown(notice), class_="notice") for notice in (*notices, *told)]
    return joined(parts) + "\n"


def _common(collated: Collated, places: Sequence[Locus]) -> str:
    """Words that all witnesses have, in one cell."""
    best = collated.best(tuple(range(len(collated.sides))))
    words = [as_printed(token) for locus in places for token in collated.collation.tokens(locus.row, best)]
    cell = tag("td", " ".join(words), colspan=str(len(collated.sides)), lang=collated.sides[best].tag)
    return tag("tr", tag("td", shown(collated.place(places[0])), class_="at place") + cell) + "\n"


def _row(collated: Collated, locus: Locus, number: int) -> str:
    group_of = {k: rank for rank, group in enumerate(locus.groups) for k in group}
    cells = []
    for k, side in enumerate(collated.sides):
        kinds = collated.kinds(locus, locus.groups[group_of[k]])
        told = tag("span", shown(_kinds(kinds)), class_="wit", lang="en")
        text = f"{_reading(collated, locus, k)} {told}" if kinds else _reading(collated, locus, k)
        cells.append(tag("td", text, class_=f"g{min(group_of[k], 3)}", lang=side.tag))
    label = f"{number}. {collated.place(locus)}" if locus.varies else collated.place(locus)
    at = tag("td", shown(label), class_="at place", id=f"v{number}" if locus.varies else None)
    return tag("tr", at + "".join(cells)) + "\n"


def _kinds(kinds: Sequence[str]) -> str:
    return ", ".join(kind.replace("-", " ") for kind in kinds)


def _reading(collated: Collated, locus: Locus, k: int) -> str:
    tokens = collated.collation.tokens(locus.row, k)
    if not tokens:
        return tag("span", "nothing", class_="none")
    text = (
        shown(cut_short(collated.reading(locus, k)))
        if len(tokens) > _LONG
        else " ".join(as_printed(token) for token in tokens)
    )
    return f"{text} {tag('span', 'transposed', class_='none')}" if k in locus.row.moved else text
