"""The flow ``digitize-again``. ``python flows/digitize_again.py DOCUMENT`` runs it without a server."""

from __future__ import annotations

from typing import Any

import digitize_flows  # noqa: F401  keeps Prefect offline, so it comes first

# isort: split
from prefect import State, flow
from prefect.runtime import flow_run

from digitize.ingest import printable
from digitize.model.profile import PdfKind
from digitize_flows.parameters import (
    AS_BEFORE,
    DEFAULT_OUTPUT,
    ONE_PER_CORE,
    DocumentId,
    EngineAgain,
    Jobs,
    LanguagesAgain,
    NoRepairAgain,
    Output,
    PagesAgain,
    ProfileAgain,
    TextLayerAgain,
    YesNoAgain,
    changed,
)
from digitize_flows.run import digitise_again_in_flow


def run_name() -> str:
    """What a flow run is called in the UI: the document, again."""
    return f"{printable(str(flow_run.parameters['document']).strip())}, again"


@flow(name="digitize-again", flow_run_name=run_name, persist_result=False)
def digitize_again(
    document: DocumentId,
    languages: LanguagesAgain = AS_BEFORE,
    profile: ProfileAgain = ProfileAgain.AS_BEFORE,
    engine: EngineAgain = EngineAgain.AS_BEFORE,
    modernise: YesNoAgain = YesNoAgain.AS_BEFORE,
    no_repair: NoRepairAgain = AS_BEFORE,
    text_layer: TextLayerAgain = TextLayerAgain.AS_BEFORE,
    pdf: PdfKind = PdfKind.SEARCHABLE,
    pages: PagesAgain = AS_BEFORE,
    output: Output = DEFAULT_OUTPUT,
    jobs: Jobs = ONE_PER_CORE,
) -> State[Any]:
    """Digitises a document again with other settings, from the kept copy of its scan.

    What is read now becomes a new version of the text when it differs; every version before is kept, and so is what was
    decided in review. Of a reviewed document the reviewed text stays in force. Whatever is left "as before" is as it was
    when the document was made.

    Args:
        document: The document's id, the name of its folder among the results; the library of the review app lists them.
        languages: The languages of the text, as codes joined by '+', such as rus+fra; or auto; or 'as before'. 'digitize doctor'
            lists those installed.
        profile: What kind of page to expect - auto, newspaper, typescript or book.
        engine: Which recogniser reads the letters - tesseract, own (the project's own, which reads Cyrillic and Latin letters
            on one line), or both.
        modernise: Put Russian in the orthography of before 1918 into today's spelling, in the text to read only; what stands
            on the paper is kept beside it.
        no_repair: The rules of repair to switch off, joined by '+', such as homoglyph+roman-numeral; or none, or all; or
            'as before'. docs/formats.md has their table.
        text_layer: What becomes of an invisible text layer that a PDF has already - replace it by what is read now, keep it
            where it is of use, or refuse such a PDF, and one with visible text.
        pdf: Which PDFs to make - searchable, or facing: beside it one to print, the scan on the left, its text on the right.
            One that is there already stays.
        pages: The pages to do, such as 1-3,7; all for every page of the scan; or 'as before', those that the document has.
        output: The folder with the results, in which the document is.
        jobs: How many worker processes may run at a time; by default one for each core.
    """
    return digitise_again_in_flow(
        document.strip(),
        pages=changed(pages) or "",
        output=output,
        jobs=jobs,
        languages=changed(languages),
        profile=changed(profile),
        engine=changed(engine),
        modernise=changed(modernise),
        no_repair=changed(no_repair),
        text_layer=changed(text_layer),
        pdf=pdf,
    )


if __name__ == "__main__":
    from digitize_flows.form_script import main

    raise SystemExit(main(digitize_again))
