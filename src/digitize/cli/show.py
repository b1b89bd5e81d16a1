"""``digitize show``: a document's pages and what was chosen for them, one line as it is cited, the layout drawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

import typer

from digitize.cli import console
from digitize.cli.options import AsJson, DocumentName, Output
from digitize.cli.versions import show_versions
from digitize.errors import ExitCode, UsageError
from digitize.model.numbers_cited import in_ranges
from digitize.model.reference import FIELDS
from digitize.settings import Settings, load_settings

_FEW = 12
"""Pages whose choices are told without being asked for."""


def show(
    document: DocumentName,
    *,
    layout: Annotated[
        bool, typer.Option("--layout", help="Draw regions, lines and reading order of each page into layout/.")
    ] = False,
    line: Annotated[
        str | None,
        typer.Option("--line", metavar="ID", help="One line, with its citation.", show_default=False),
    ] = None,
    versions: Annotated[
        bool, typer.Option("--versions", help="The versions of its text, and decisions that no longer fit.")
    ] = False,
    pages: Annotated[str | None, typer.Option(help="Only these pages, such as 1-3,7.", show_default=False)] = None,
    output: Output = None,
    as_json: AsJson = False,
) -> None:
    """Show what is known of one document: pages, words, confidence, choices and their reasons, warnings."""
    settings = load_settings(output=output)
    if line is not None and (layout or versions or pages is not None):
        raise UsageError("--line shows one line alone", hint="Leave out --layout, --versions and --pages")
    if versions and (layout or pages is not None):
        raise UsageError("--versions shows all pages, and no pictures", hint="Leave out --layout and --pages")
    if versions:
        show_versions(document, settings, as_json=as_json)
    elif line is not None:
        _show_line(document, line, settings, as_json=as_json)
    elif layout:
        _show_layout(document, pages, settings, as_json=as_json)
    else:
        _show_pages(document, pages, settings, as_json=as_json)


def _show_pages(document: str, selection: str | None, settings: Settings, *, as_json: bool) -> None:
    from digitize.pipeline.library import document_folder, load_report, source_cited
    from digitize.pipeline.names import names_of
    from digitize.pipeline.review_state import unfit_told
    from digitize.pipeline.selection import selected

    report = load_report(document, settings)
    numbers = [page["page_number"] for page in report["pages"]]
    wanted = selected(numbers, selection, report["document"])
    report["pages"] = [page for page in report["pages"] if page["page_number"] in wanted]
    names = names_of(document_folder(document, settings), report)
    if as_json:
        console.print_json({**report, "names": list(names)})
        return
    pages, unfit = report["pages"], report.get("unfit_decisions", 0)
    if unfit:
        console.notices.print(f"{unfit_told(unfit)}: digitize show {document} --versions", markup=False)
    console.print_heading(": ".join(filter(None, [report["document"], source_cited(report)])))
    if len(names) > 1:
        console.notices.print(f"the same content came as {console.printable(', '.join(names))}", markup=False)
    console.show_warnings(each for told in report.get("export_warnings", {}).values() for each in told)
    right = frozenset({"page", "columns", "words", "conf.", "CER"})
    head = ["page", "status", "columns", "words", "conf.", "CER", "pixels", "notes"]
    console.print_table(head, [_page_row(page) for page in pages], right)
    stated = stated_rows(report["reference"])
    if stated:
        console.print_result("")
        console.print_table(["stated", "value"], stated)
    repairs = repair_rows(pages)
    if repairs:
        console.print_result("")
        console.print_table(["repair", "layer", "words", "pages"], repairs, frozenset({"words"}))
    if selection is not None or len(pages) <= _FEW:
        rows = choice_rows(pages)
        if rows:
            console.print_result("")
            console.print_table(["chosen", "value", "pages", "why"], rows)
    else:
        console.notices.print(
            f"what was chosen for each page, and why: digitize show {document} --pages 1", markup=False
        )


def _page_row(page: dict[str, Any]) -> list[str]:
    mean, cer = page["mean_confidence"], page["predicted_cer"]
    return [
        str(page["page_number"]),
        page["status"],
        str(page["columns"]),
        str(page["words"]),
        "" if mean is None else f"{mean:.2f}",
        "" if cer is None else f"~{100 * cer:.1f} %",
        f"{page['width']}x{page['height']}",
        "; ".join(([page["failure"]] if page["failure"] else []) + page["warnings"]),
    ]


def choice_rows(pages: Iterable[dict[str, Any]]) -> list[list[str]]:
    """What was chosen, its value, the pages, and why; pages for which all three agree share a row."""
    shared: dict[tuple[str, str, str], list[int]] = {}
    for page in pages:
        for choice in page["choices"]:
            key = (choice["what"], choice["value"], choice["why"])
            shared.setdefault(key, []).append(page["page_number"])
    kinds = list(dict.fromkeys(what for what, _, _ in shared))
    in_order = sorted(shared, key=lambda key: (kinds.index(key[0]), shared[key]))
    return [[what, value, in_ranges(shared[what, value, why], ","), why] for what, value, why in in_order]


def stated_rows(reference: dict[str, Any]) -> list[list[str]]:
    """What is stated of the source, by the keys of a sidecar; a citation of several lines on one."""
    return [[name, " ".join(reference[name].split())] for name in FIELDS if reference.get(name)]


def repair_rows(pages: Iterable[dict[str, Any]]) -> list[list[str]]:
    """The rules that changed words of some pages, the layer, how many words, and the pages; reports before 1.3 do not tell."""
    words: dict[tuple[str, str], int] = {}
    where: dict[tuple[str, str], list[int]] = {}
    for page in pages:
        for repair in page.get("repairs", []):
            kind = (repair["layer"], repair["rule"])
            words[kind] = words.get(kind, 0) + repair["words"]
            where.setdefault(kind, []).append(page["page_number"])
    return [[rule, layer, str(words[layer, rule]), in_ranges(where[layer, rule], ",")] for layer, rule in sorted(words)]


def _show_line(document: str, line_id: str, settings: Settings, *, as_json: bool) -> None:
    from digitize.pipeline.cited_line import find_line

    found = find_line(document, line_id, settings)
    if as_json:
        console.print_json(found.as_json())
        return
    rows = [f"{name:12}{console.printable(value)}" for name, value in found.as_rows()]
    console.print_result("\n".join([console.printable(found.citation), "", *rows]))


def _show_layout(document: str, selection: str | None, settings: Settings, *, as_json: bool) -> None:
    from digitize.pipeline.interrupt import ended_by_signals
    from digitize.pipeline.layout_pictures import draw_layouts

    with ended_by_signals():
        drawn = draw_layouts(document, selection, settings)
    for error in drawn.errors:
        console.show_error(error)
    paths = [console.printable(str(path)) for path in drawn.paths]
    if as_json:
        console.print_json(paths)
    elif paths:
        console.print_result("\n".join(paths))
    if drawn.errors:
        raise typer.Exit(int(ExitCode.PARTIAL if paths else drawn.errors[0].exit_code))
