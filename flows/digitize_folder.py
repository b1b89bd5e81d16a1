"""The flow ``digitize-folder``. ``python flows/digitize_folder.py FOLDER`` runs it without a server."""

from __future__ import annotations

from typing import Any

import digitize_flows  # noqa: F401  keeps Prefect offline, so it comes first

# isort: split
from prefect import State, flow

from digitize.model.own_text import TextLayer
from digitize.model.profile import EngineName, PdfKind, Profile
from digitize.settings import DEFAULT_ENGINE
from digitize_flows.parameters import (
    ALL_PAGES,
    DEFAULT_OUTPUT,
    NO_RULE,
    ONE_PER_CORE,
    Folder,
    Jobs,
    Languages,
    NoRepair,
    Output,
    Pages,
)
from digitize_flows.run import digitise_in_flow, run_name


@flow(name="digitize-folder", flow_run_name=run_name, persist_result=False)
def digitize_folder(
    source: Folder,
    output: Output = DEFAULT_OUTPUT,
    languages: Languages = "auto",
    profile: Profile = Profile.AUTO,
    engine: EngineName = DEFAULT_ENGINE,
    modernise: bool = False,
    no_repair: NoRepair = NO_RULE,
    pdf: PdfKind = PdfKind.SEARCHABLE,
    text_layer: TextLayer = TextLayer.REPLACE,
    pages: Pages = ALL_PAGES,
    as_document: bool = False,
    jobs: Jobs = ONE_PER_CORE,
) -> State[Any]:
    """Digitises a folder: every scan in it is a document, and every subfolder that holds page images only.

    A document that fails does not stop the others. Originals are never altered. Pages that were read before with the
    same settings are not read again.

    Args:
        source: The folder, as a path on the machine that runs the flow.
        output: The folder that receives a folder with the results for each document.
        languages: The languages of the texts, as codes joined by '+', such as rus+fra; or auto, which chooses them for
            each page by its script. 'digitize doctor' lists those installed.
        profile: What kind of pages to expect - auto, newspaper, typescript or book.
        engine: Which recogniser reads the letters - tesseract, own (the project's own, which reads Cyrillic and Latin letters
            on one line), or both.
        modernise: Put Russian in the orthography of before 1918 into today's spelling, in the text to read only; what stands
            on the paper is kept beside it.
        no_repair: The rules of repair to switch off, joined by '+', such as homoglyph+roman-numeral; or none, or all. docs/formats.md
            has their table.
        pdf: Which PDFs to make - searchable, or facing: beside it one to print, the scan on the left, its text on the right.
        text_layer: What becomes of an invisible text layer that a PDF has already - replace it by what is read now, keep it
            where it is of use, or refuse such a PDF, and one with visible text.
        pages: The pages to do of each document, such as 1-3,7; empty for all.
        as_document: Take all scans in the folder as the pages of one document.
        jobs: How many worker processes may run at a time; by default one for each core.
    """
    return digitise_in_flow(
        source,
        as_document=as_document,
        pages=pages,
        output=output,
        languages=languages,
        profile=profile,
        engine=engine,
        modernise=modernise,
        no_repair=no_repair,
        pdf=pdf,
        text_layer=text_layer,
        jobs=jobs,
    )


if __name__ == "__main__":
    from digitize_flows.script import main

    raise SystemExit(main(digitize_folder))
