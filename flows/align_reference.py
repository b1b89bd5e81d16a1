"""The flow ``align-reference``. ``python flows/align_reference.py DOCUMENT REFERENCE`` runs it without a server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import digitize_flows  # noqa: F401  keeps Prefect offline, so it comes first

# isort: split
from prefect import State, flow
from prefect.runtime import flow_run
from prefect.states import Completed

from digitize.ingest import printable
from digitize.pipeline.alignments import align_reference as lay_reference
from digitize.pipeline.laying import Laid
from digitize.settings import Settings
from digitize_flows.cancelling import Ending
from digitize_flows.parameters import (
    DEFAULT_OUTPUT,
    NOTHING_EQUAL,
    DocumentId,
    Equal,
    Output,
    ReferenceName,
    TextFile,
    path_from_text,
)
from digitize_flows.shown import show_text
from digitize_flows.tables import alignment_table, artifact_key
from digitize_flows.work import in_flow, logger, workshop


def run_name() -> str:
    """What a flow run is called in the UI: the document and the text."""
    parameters = flow_run.parameters
    text = printable(Path(path_from_text(str(parameters["reference"]))).name)
    return f"{printable(str(parameters['document']).strip())} with {text}"


@flow(name="align-reference", flow_run_name=run_name, persist_result=False)
def align_reference(
    document: DocumentId,
    reference: TextFile,
    name: ReferenceName = "",
    equal: Equal = NOTHING_EQUAL,
    output: Output = DEFAULT_OUTPUT,
) -> State[Any]:
    """Lays an existing text on a document, word by word: where each word stands on the scan, and how the two differ.

    The text is kept with the document; it changes nothing in what was read. The differences are then in the review app,
    and in alignments/reference-NAME of the document's folder: alignment.html to read, and alignment.json.

    Args:
        document: The document's id, the name of its folder among the results; the library of the review app lists them.
        reference: The text, as a path on the machine that runs the flow - plain text, Markdown, docx, TEI, ALTO, PAGE XML or
            hOCR.
        name: What to call the text; empty for the name of its file.
        equal: Kinds of differences to take for equal, joined by '+', such as quotation-marks+punctuation; or none. They are
            shown, but not counted. docs/alignment.md says which kinds there are.
        output: The folder with the results, in which the document is.
    """

    def work(settings: Settings, ending: Ending) -> Laid:
        with workshop(settings, ending) as shop:
            return lay_reference(document.strip(), reference, shop, name.strip() or None)

    return in_flow({"output": output, "equal": equal}, work, _final, takes_turn=False)


def _final(laid: Laid) -> State[Any]:
    for notice in laid.notices:
        logger().warning("%s", notice)
    called = f"{laid.document}@{laid.reference}"
    show_text(artifact_key("alignment", called), alignment_table(laid), f"{called} on {laid.transcription}")
    return Completed(message=" ".join([f"Kept as {called}.", *laid.sentences]), data=laid)


if __name__ == "__main__":
    from digitize_flows.form_script import main

    raise SystemExit(main(align_reference))
