"""The commands. Thin: they parse, call the pipeline, show. ``digitize --help`` is the reference."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from digitize import __version__
from digitize.cli import console
from digitize.cli.again import again
from digitize.cli.align import align
from digitize.cli.backup import backup, restore
from digitize.cli.diff import diff
from digitize.cli.locate import locate
from digitize.cli.options import (
    AsJson,
    DocumentName,
    Engine,
    Equal,
    Inboxes,
    Modernise,
    NoRepair,
    Output,
    PdfChoice,
    Quiet,
    Reference,
    TextLayerChoice,
    Verbose,
    joined_rules,
)
from digitize.cli.review import review
from digitize.cli.show import show
from digitize.cli.status import status
from digitize.cli.upkeep import delete, reindex
from digitize.cli.verify import verify
from digitize.errors import DigitizeError, ExitCode, UsageError
from digitize.model.profile import PdfKind, Profile
from digitize.settings import load_settings

if TYPE_CHECKING:  # slow to import, and not needed to show --help
    from digitize.pipeline.run import DocumentResult


class _Commands(TyperGroup):
    """Turns what users can do something about into a message and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except DigitizeError as error:
            console.show_error(error)
            raise typer.Exit(int(error.exit_code)) from None
        except KeyboardInterrupt:
            console.notices.print("interrupted; finished pages are kept, the same command goes on from there")
            raise typer.Exit(int(ExitCode.INTERRUPTED)) from None


app = typer.Typer(
    cls=_Commands,
    help="Scans in, searchable PDFs with aligned transcriptions out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(asked: bool) -> None:
    if asked:
        console.print_result(f"digitize {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    *,
    quiet: Quiet = False,
    verbose: Verbose = False,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    del version
    console.set_loudness(quiet=quiet, verbose=verbose)


@app.command()
def run(
    inputs: Annotated[
        list[Path],
        typer.Argument(metavar="INPUT...", help="Files or folders.", show_default=False, readable=False),
    ],
    *,
    output: Output = None,
    languages: Annotated[
        str | None,
        typer.Option("--languages", "-l", help="auto, or models such as rus+fra (default: auto).", show_default=False),
    ] = None,
    profile: Annotated[Profile | None, typer.Option(help="Kind of page (default: auto).", show_default=False)] = None,
    engine: Engine = None,
    modernise: Modernise = None,
    no_repair: NoRepair = None,
    pdf: PdfChoice = None,
    text_layer: TextLayerChoice = None,
    pages: Annotated[str | None, typer.Option(help="Only these pages, such as 1-3,7.", show_default=False)] = None,
    reference: Reference = None,
    equal: Equal = None,
    as_document: Annotated[bool, typer.Option("--as-document", help="Make one document of each folder given.")] = False,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", help="Processes at a time (default: one per core).", show_default=False),
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    as_json: AsJson = False,
) -> None:
    """Digitise files and folders: searchable PDF, transcription, ALTO, PAGE, hOCR, TEI, text.

    Each file is a document; in a folder each file is one, and each subfolder that holds only page images.
    """
    console.set_loudness(quiet=quiet, verbose=verbose, after=True)
    from digitize.pipeline.interrupt import ended_by_signals
    from digitize.pipeline.run import DocumentResult, digitise, exit_code
    from digitize.pipeline.workshop import Workshop

    settings = load_settings(
        output=output,
        languages=languages,
        profile=profile,
        engine=engine,
        modernise=modernise,
        no_repair=joined_rules(no_repair),
        pdf=pdf,
        text_layer=text_layer,
        equal=joined_rules(equal),
        jobs=jobs,
    )
    results: list[DocumentResult] = []
    fault: DigitizeError | None = None
    try:
        with (
            ended_by_signals(),
            console.Bars() as bars,
            Workshop(settings, bars) as shop,
            console.run_log(settings.output / ".digitize"),
        ):
            for result in digitise(inputs, shop, as_document=as_document, selection=pages, references=reference or ()):
                console.show_result(result)
                results.append(result)
    except DigitizeError as error:  # what was done before stays done, and is told
        fault = error
    if as_json:
        told = [console.result_told(result) for result in results]
        console.print_json(
            [*told, console.result_told(DocumentResult("", None, None, 0, 0, (fault,)))] if fault else told
        )
    if results:
        console.show_summary(results, settings.output)
    if fault:
        raise fault
    raise typer.Exit(int(exit_code(results)))


@app.command()
def documents(*, output: Output = None, as_json: AsJson = False) -> None:
    """List the documents of the output folder."""
    from digitize.pipeline.listing import list_documents

    found = list_documents(load_settings(output=output))
    if as_json:
        console.print_json(found)
        return
    rows = [["" if d[k] is None else str(d[k]) for k in ("id", "pages", "words", "title", "state")] for d in found]
    if rows:
        right = frozenset({"pages", "words"})
        console.print_table(["document", "pages", "words", "title", "state"], rows, right)
    else:
        console.notices.print("no documents yet: digitize run FILE")


app.command()(again)
app.command()(show)
app.command()(align)
app.command()(diff)
app.command()(locate)
app.command()(review)
app.command()(reindex)
app.command()(delete)
app.command()(verify)
app.command()(backup)
app.command()(restore)
app.command()(status)


@app.command()
def export(
    document: DocumentName,
    *,
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", "-f", help="alto, hocr, json, page, pdf, tei, txt; may be repeated (default: all)."),
    ] = None,
    pdf: PdfChoice = None,
    modernise: Modernise = None,
    no_repair: NoRepair = None,
    output: Output = None,
    as_json: AsJson = False,
) -> None:
    """Write a document's files again from its transcription.

    With --modernise or --no-modernise its reading layer is put into today's spelling, or back into its own; with --no-repair its
    repairs are taken back and made anew by the rules that are left (--no-repair none brings all back). All files that tell of what has
    changed are then written.
    """
    from digitize.export import EXPORTERS, FACING
    from digitize.pipeline.again import export_again
    from digitize.pipeline.interrupt import ended_by_signals
    from digitize.pipeline.workshop import Workshop

    asked = {None: [], PdfKind.SEARCHABLE: ["pdf"], PdfKind.FACING: [FACING]}[pdf]
    unknown = [name for name in formats or () if name not in EXPORTERS]
    if unknown:
        raise UsageError(f"unknown format {unknown[0]!r}", hint=f"Known are {', '.join(EXPORTERS)}")
    wanted = tuple(dict.fromkeys([*(formats or ()), *asked] or EXPORTERS))
    settings = load_settings(output=output, modernise=modernise, no_repair=joined_rules(no_repair))
    with ended_by_signals(), Workshop(settings) as shop:
        delivery = export_again(document, wanted, shop)
    for error in delivery.errors:
        console.show_error(error)
    console.show_warnings(each for told in delivery.warnings.values() for each in told)
    if as_json:
        console.print_json(delivery.outputs)
    else:
        for path in delivery.outputs:
            console.notices.print(path, markup=False)
    raise typer.Exit(int(ExitCode.PARTIAL if delivery.errors else ExitCode.OK))


@app.command()
def evaluate(
    *,
    ground_truth: Annotated[
        Path, typer.Option("--ground-truth", metavar="DIR", help="Page images with true text.", readable=False)
    ],
    output: Output = None,
    languages: Annotated[
        str | None,
        typer.Option(
            "--languages",
            "-l",
            help="auto, or models; 'truth' takes each page's own (default: truth).",
            show_default=False,
        ),
    ] = None,
    engine: Engine = None,
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", help="Processes at a time.", show_default=False)] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    as_json: AsJson = False,
) -> None:
    """Measure against pages whose text is known: CER, WER, words, line CER; where it stands too: lines, order, columns."""
    console.set_loudness(quiet=quiet, verbose=verbose, after=True)
    from digitize.pipeline.interrupt import ended_by_signals
    from digitize.pipeline.measure import measure

    settings = load_settings(output=output, engine=engine, jobs=jobs)
    with ended_by_signals(), console.Bars() as bars:
        report = measure(ground_truth, languages or "truth", settings, bars)
    if as_json:
        console.print_json(report.as_json())
    else:
        console.print_result(report.as_text())
    raise typer.Exit(int(ExitCode.PARTIAL if report.failures else ExitCode.OK))


@app.command()
def doctor(*, as_json: AsJson = False) -> None:
    """Say what is installed, which languages can be read, what is missing and how to get it."""
    from digitize.pipeline.doctor import examine

    findings = examine(load_settings().own_model)
    if as_json:
        console.print_json([finding.as_json() for finding in findings])
    else:
        rows = [[f.name, f.state, f.found or "", f.hint or ""] for f in findings]
        console.print_table(["what", "state", "found", "to do"], rows)
    missing = any(finding.state != "ok" and finding.required for finding in findings)
    raise typer.Exit(int(ExitCode.MISSING_DEPENDENCY if missing else ExitCode.OK))


@app.command()
def watch(
    inboxes: Inboxes = None,
    *,
    output: Output = None,
    languages: Annotated[str | None, typer.Option("--languages", "-l", show_default=False)] = None,
    engine: Engine = None,
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", show_default=False)] = None,
) -> None:
    """Watch folders: what is dropped in is digitised, then moved to done/ or failed/ beside each."""
    from digitize.watch.local import watch_locally

    settings = load_settings(output=output, languages=languages, engine=engine, jobs=jobs)
    watch_locally(settings, inboxes or [Path("scans/inbox")])


@app.command()
def serve(
    inboxes: Inboxes = None,
    *,
    output: Output = None,
    host: Annotated[str, typer.Option(help="Address of the Prefect server and the review app.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the Prefect server.")] = 4200,
    review_port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the review app.")] = 8484,
) -> None:
    """Run the Prefect server with the flows' forms, the watched folders and the review app, together."""
    from digitize.flow_loader import load_flow_module

    service: Any = load_flow_module("service")
    service.serve(load_settings(output=output), inboxes or [Path("scans/inbox")], host, port, review_port=review_port)
