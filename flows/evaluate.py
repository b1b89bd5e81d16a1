"""The flow ``evaluate``. ``python flows/evaluate.py FOLDER`` runs it without a server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import digitize_flows  # noqa: F401  keeps Prefect offline, so it comes first

# isort: split
from prefect import State, flow
from prefect.runtime import flow_run
from prefect.states import Completed

from digitize.ingest import printable
from digitize.model.profile import EngineName
from digitize.pipeline.measure import TRUTH, Measurement, measure
from digitize.pipeline.progress import Silent
from digitize.settings import DEFAULT_ENGINE, Settings
from digitize_flows.cancelling import Ending
from digitize_flows.parameters import (
    DEFAULT_OUTPUT,
    ONE_PER_CORE,
    Jobs,
    Languages,
    Output,
    Truth,
    path_from_text,
)
from digitize_flows.shown import show_text
from digitize_flows.tables import artifact_key, code_block
from digitize_flows.work import in_flow, logger


def run_name() -> str:
    """What a flow run is called in the UI: the folder."""
    return printable(Path(path_from_text(str(flow_run.parameters["ground_truth"]))).name) or "ground truth"


@flow(name="evaluate", flow_run_name=run_name, persist_result=False)
def evaluate(
    ground_truth: Truth,
    languages: Languages = TRUTH,
    engine: EngineName = DEFAULT_ENGINE,
    output: Output = DEFAULT_OUTPUT,
    jobs: Jobs = ONE_PER_CORE,
) -> State[Any]:
    """Reads pages whose text is known, and measures how much of it is read rightly.

    Character and word error rates; where the truth says where the text stands, also lines, reading order and columns. The
    pages are kept apart from the documents.

    Args:
        ground_truth: The folder, as a path on the machine that runs the flow - page images, each with its true text beside
            it in NAME.gt.txt, or with a manifest. docs/evaluation.md tells of both.
        languages: truth takes each page's own languages from the ground truth; or auto; or codes joined by '+', such as
            rus+fra.
        engine: Which recogniser reads the letters - tesseract, own (the project's own, which reads Cyrillic and Latin letters
            on one line), or both.
        output: The folder for the results; what was read is kept in it for the next time.
        jobs: How many worker processes may run at a time; by default one for each core.
    """

    def work(settings: Settings, ending: Ending) -> Measurement:
        return measure(ground_truth, languages, settings, Silent(), ending.ends)

    def final(measured: Measurement) -> State[Any]:
        for failure in measured.failures:
            logger().error("%s", failure)
        show_text(
            artifact_key("evaluation", str(ground_truth)),
            code_block(str(ground_truth), measured.as_text()),
            f"Accuracy on {printable(ground_truth.name)}",
        )
        message = f"{measured.evaluation.as_text().strip().splitlines()[0]}"
        if measured.failures:
            return Completed(name="Partial", message=f"{message}. {len(measured.failures)} pages failed", data=measured)
        return Completed(message=message, data=measured)

    return in_flow({"output": output, "engine": engine, "jobs": jobs}, work, final, takes_turn=True)


if __name__ == "__main__":
    from digitize_flows.form_script import main

    raise SystemExit(main(evaluate))
