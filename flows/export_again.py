"""The flow ``export-again``. ``python flows/export_again.py DOCUMENT`` runs it without a server."""

from __future__ import annotations

from typing import Any

import digitize_flows  # noqa: F401  keeps Prefect offline, so it comes first

# isort: split
from prefect import State, flow
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from digitize.export import EXPORTERS, FACING
from digitize.ingest import printable
from digitize.model.profile import PdfKind
from digitize.pipeline.again import export_again as write_again
from digitize.pipeline.exports import Delivery
from digitize.settings import Settings
from digitize_flows.cancelling import Ending
from digitize_flows.parameters import (
    AS_BEFORE,
    DEFAULT_OUTPUT,
    DocumentId,
    FileKind,
    Files,
    NoRepairAgain,
    Output,
    YesNoAgain,
    changed,
)
from digitize_flows.states import NothingDelivered
from digitize_flows.work import in_flow, logger, workshop

_MOST_NAMES = 8


def run_name() -> str:
    """What a flow run is called in the UI: the document, written again."""
    return f"files of {printable(str(flow_run.parameters['document']).strip())}"


@flow(name="export-again", flow_run_name=run_name, persist_result=False)
def export_again(
    document: DocumentId,
    formats: Files = [FileKind.ALL],  # noqa: B006  never changed
    pdf: PdfKind = PdfKind.SEARCHABLE,
    modernise: YesNoAgain = YesNoAgain.AS_BEFORE,
    no_repair: NoRepairAgain = AS_BEFORE,
    output: Output = DEFAULT_OUTPUT,
) -> State[Any]:
    """Writes a document's files again from its text; no page is read again.

    With another spelling or other repairs a new version of the text is made, the one before is kept, and every file that
    tells of what has changed is written.

    Args:
        document: The document's id, the name of its folder among the results; the library of the review app lists them.
        formats: Which files to write.
        pdf: Which PDFs to make - searchable, or facing: beside it one to print, the scan on the left, its text on the right.
        modernise: Put Russian in the orthography of before 1918 into today's spelling, in the text to read only; no puts it
            back into its own.
        no_repair: The rules of repair to switch off, joined by '+', such as homoglyph+roman-numeral; none brings all repairs
            back; or 'as before'. A reviewed document keeps its own. docs/formats.md has their table.
        output: The folder with the results, in which the document is.
    """
    asked = list(EXPORTERS) if FileKind.ALL in formats else [str(each) for each in formats]
    asked += [FACING] if pdf is PdfKind.FACING else []
    flags = {"output": output, "modernise": changed(modernise), "no_repair": changed(no_repair)}

    def work(settings: Settings, ending: Ending) -> Delivery:
        with workshop(settings, ending) as shop:
            return write_again(document.strip(), tuple(dict.fromkeys(asked)), shop)

    return in_flow(flags, work, _final, takes_turn=False)


def _final(delivery: Delivery) -> State[Any]:
    for told in delivery.warnings.values():
        for warning in told:
            logger().warning("%s", warning)
    for error in delivery.errors:
        logger().error("%s", error)
    written = ", ".join(sorted(delivery.outputs)[:_MOST_NAMES])
    more = len(delivery.outputs) - _MOST_NAMES
    message = f"Written: {written or 'nothing'}{f' and {more} more' if more > 0 else ''}"
    if not delivery.errors:
        return Completed(message=message, data=delivery)
    reasons = "; ".join(map(str, delivery.errors))
    if not delivery.outputs:
        return Failed(message=f"Nothing was written. {reasons}", data=NothingDelivered(reasons, ()))
    return Completed(name="Partial", message=f"{message}. Failed: {reasons}", data=delivery)


if __name__ == "__main__":
    from digitize_flows.form_script import main

    raise SystemExit(main(export_again))
