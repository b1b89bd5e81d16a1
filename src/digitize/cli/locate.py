"""``digitize locate``: where quotations stand in the scans."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from digitize.cli import console
from digitize.cli.options import AsJson, Output, Quiet
from digitize.settings import load_settings

if TYPE_CHECKING:  # slow to import, and not needed to show --help
    from digitize.align.variant import Variant
    from digitize.pipeline.locate import Answer, Located, LocatedPart, Searched

_WIDTH, _SHOWN_VARIANTS, _SHOWN_UNREAD = 79, 8, 6


def locate(
    documents: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DOCUMENT...]", help="Documents to search (default: all).", show_default=False),
    ] = None,
    *,
    quote: Annotated[
        list[str] | None, typer.Option("--quote", "-q", help="Text to look for; may be repeated.", show_default=False)
    ] = None,
    quotes: Annotated[
        Path | None,
        typer.Option(
            "--quotes",
            help="File of quotations with their citations: .txt, .csv, .json.",
            show_default=False,
            readable=False,
        ),
    ] = None,
    most: Annotated[int, typer.Option("--most", min=1, max=100, help="Places of each quotation at most.")] = 3,
    output: Output = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Find quotations in the scans: page, column, line, box, and how the scan differs from what is quoted.

    Letters read wrongly, cuts (... and [...]) and an editor's emphasis do no harm. What is not found is told with what was searched.
    """
    console.set_loudness(quiet=quiet, verbose=False, after=True)
    from digitize.pipeline.interrupt import ended_by_signals
    from digitize.pipeline.locate import Search
    from digitize.pipeline.quotes import quotes_asked

    settings = load_settings(output=output)
    asked = quotes_asked(quote or [], quotes)
    with ended_by_signals():
        with console.status("reading") as tell:
            search = Search(settings, documents or (), tell)
        with search:
            answers = [search.answer(each, most) for each in asked]
    if as_json:
        console.print_json(
            {"searched": _searched_told(search.searched), "quotations": [_answer_told(answer) for answer in answers]}
        )
        return
    for number, answer in enumerate(answers, 1):
        _show(number, answer, search.searched)
    _show_searched(search.searched, found=sum(bool(answer.found) for answer in answers), asked=len(answers))


# For people ------------------------------------------------------------------------------------------------------------


def _show(number: int, answer: Answer, searched: Searched) -> None:
    from digitize.align.search_text import GROUP

    _line(f"{number}. ", f"“{_short(answer.quote.text)}”")
    if answer.quote.where:
        _line("   ", answer.quote.where)
    for place in answer.found:
        _show_place(place)
    if answer.too_short:
        _line(
            "   ",
            f"too short: {GROUP} letters in succession at least can be looked for. Whether it stands there is not known",
        )
    elif not answer.found:
        _line("   ", _not_found(searched))
        if answer.nearest is not None and answer.nearest.likeness > 0.5:
            near = answer.nearest
            _line(
                "   ",
                f"nearest: {near.likeness:.0%} alike (found from {answer.needed:.0%}), {near.document}, {near.citation}: "
                f"{_short(_printed(near))}",
            )
    console.print_result("")


def _show_place(place: Located) -> None:
    _line("   ", f"{place.citation}   ({place.likeness:.0%} alike)")
    for part in place.parts:
        if not part.found:
            _line("   ", f"not there: “{_short(part.asked)}”")
        for box in part.found:
            where = f"{place.document}, p. {box.page_number}, {box.line}, box {_corners(box.box)}"
            _line("     ", f"{where}: {box.text}")
        for variant in part.variants[:_SHOWN_VARIANTS]:
            _line("     - ", _variant_told(variant, part))
        if len(part.variants) > _SHOWN_VARIANTS:
            _line("     - ", f"and {len(part.variants) - _SHOWN_VARIANTS} more differences (--json tells all)")
    if place.check is not None:
        differing = [f"{each.level} {each.cited} (found: {each.found})" for each in place.check.differing]
        told = "differs: " + "; ".join(differing) if differing else place.check.agreement.value.replace("-", " ")
        _line("   ", f"citation given: {told}")


def _variant_told(variant: Variant, part: LocatedPart) -> str:
    scan = " ".join(part.printed[variant.a.start : variant.a.stop])
    quoted = " ".join(part.asked.split()[variant.b.start : variant.b.stop])
    weight = "substantive" if variant.substantive else "accidental"
    kinds = ", ".join(kind.value for kind in variant.kinds)
    doubt = "; misread? " + ", ".join(variant.evidence) if variant.ocr and variant.ocr.value == "likely" else ""
    return f"scan {_quoted(scan)}, quotation {_quoted(quoted)}: {kinds} ({weight}){doubt}"


def _quoted(text: str) -> str:
    return f"“{_short(text)}”" if text else "nothing"


def _not_found(searched: Searched) -> str:
    read = "" if searched.predicted_cer is None else f", predicted character error rate {searched.predicted_cer:.1%}"
    return f"not found in {_count(searched.pages, 'page')} of {_count(searched.documents, 'document')}{read}"


def _show_searched(searched: Searched, *, found: int, asked: int) -> None:
    _line("", f"{found} of {_count(asked, 'quotation')} found. Searched: {_count(searched.pages, 'page')} of "
              f"{_count(searched.documents, 'document')}, {_count(searched.words, 'word')}.")  # fmt: skip
    if searched.worst is not None and searched.predicted_cer is not None:
        document, page, rate = searched.worst
        mean = f"Predicted character error rate {searched.predicted_cer:.1%}"
        _line("", f"{mean}; worst: {document}, page {page} ({rate:.1%}).")
    if searched.unread:
        some = ", ".join(f"{document} page {page}" for document, page in searched.unread[:_SHOWN_UNREAD])
        more = f" and {len(searched.unread) - _SHOWN_UNREAD} more" if len(searched.unread) > _SHOWN_UNREAD else ""
        _line("", f"Nothing could be read on: {some}{more}.")
    for document, why in searched.faults:
        _line("", f"Not searched: {document}: {why}.")


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _printed(place: Located) -> str:
    return " … ".join(" ".join(part.printed) for part in place.parts if part.printed)


def _short(text: str, most: int = 160) -> str:
    flat = console.printable(" ".join(text.split()))
    return flat if len(flat) <= most else f"{flat[: most // 2 - 2]} … {flat[-most // 2 + 2 :]}"


def _corners(box: Any) -> str:
    return f"{box.x0},{box.y0},{box.x1},{box.y1}"


def _line(indent: str, text: str) -> None:
    blank = " " * len(indent)
    told = textwrap.fill(
        text, _WIDTH, initial_indent=indent, subsequent_indent=blank, break_long_words=False, break_on_hyphens=False
    )
    console.print_result(told)


# For programs ----------------------------------------------------------------------------------------------------------


def _searched_told(searched: Searched) -> dict[str, Any]:
    worst = searched.worst
    return {
        "documents": searched.documents,
        "pages": searched.pages,
        "words": searched.words,
        "predicted_cer": searched.predicted_cer,
        "worst": None if worst is None else {"document": worst[0], "page": worst[1], "predicted_cer": worst[2]},
        "unread": [{"document": document, "page": page} for document, page in searched.unread],
        "faults": [{"document": document, "reason": why} for document, why in searched.faults],
    }


def _answer_told(answer: Answer) -> dict[str, Any]:
    return {
        "quote": answer.quote.text,
        "citation": answer.quote.citation,
        "where": answer.quote.where,
        "too_short": answer.too_short,
        "needed": round(answer.needed, 4),
        "found": [_place_told(place) for place in answer.found],
        "nearest": None if answer.nearest is None else _place_told(answer.nearest),
    }


def _place_told(place: Located) -> dict[str, Any]:
    check = place.check
    return {
        "document": place.document,
        "citation": place.citation,
        "similarity": round(place.likeness, 4),
        "parts": [_part_told(part) for part in place.parts],
        "check": None
        if check is None
        else {
            "agreement": check.agreement.value,
            "levels": [
                {"level": e.level, "agreement": e.agreement.value, "cited": e.cited, "found": e.found}
                for e in check.levels
            ],
        },
    }


def _part_told(part: LocatedPart) -> dict[str, Any]:
    return {
        "quoted": part.asked,
        "printed": " ".join(part.printed),
        "lines": [
            {
                "page": box.page_number,
                "line": box.line,
                "place": box.citation,
                "box": [box.box.x0, box.box.y0, box.box.x1, box.box.y1],
                "text": box.text,
            }
            for box in part.found
        ],
        "variants": [
            {
                "kinds": [kind.value for kind in variant.kinds],
                "substantive": variant.substantive,
                "printed": " ".join(part.printed[variant.a.start : variant.a.stop]),
                "quoted": " ".join(part.asked.split()[variant.b.start : variant.b.stop]),
                "graphemes": [list(piece) for piece in variant.graphemes],
                "misread": None if variant.ocr is None else variant.ocr.value,
                "evidence": list(variant.evidence),
            }
            for variant in part.variants
        ],
    }
