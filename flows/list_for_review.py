"""The flow ``list-for-review``: which documents wait for a person. An automation starts it when one does."""

from __future__ import annotations

from typing import Any

import digitize_flows  # noqa: F401  keeps Prefect offline, so it comes first

# isort: split
from prefect import State, flow, get_run_logger
from prefect.states import Completed

from digitize.errors import DigitizeError
from digitize.pipeline.for_review import documents_for_review
from digitize.pipeline.review_state import counted
from digitize.settings import load_settings
from digitize_flows.parameters import DEFAULT_OUTPUT, Output
from digitize_flows.shown import latest_text, show_text
from digitize_flows.states import stopped_by
from digitize_flows.tables import review_table

KEY = "to-review"
"""Of the artifact: ``/artifacts/key/to-review`` in the UI shows the newest list."""


@flow(name="list-for-review", flow_run_name="documents to review", persist_result=False)
def list_for_review(output: Output = DEFAULT_OUTPUT) -> State[Any]:
    """Lists the documents that wait for a person, with the reasons and links, as the artifact to-review.

    The list is made from the files of the documents, so it may be made at any time; one that is the same as the last is
    not kept again.

    Args:
        output: The folder with the documents, as a path on the machine that runs the flow.
    """
    try:
        settings = load_settings(output=output)
        found = documents_for_review(settings)
    except DigitizeError as error:
        return stopped_by(error)
    told = "no document waits" if not found else f"{counted(len(found), 'document')} to review"
    text = review_table(found, settings)
    if latest_text(KEY) == text:
        get_run_logger().info("the list is as it was: %s", told)
    else:
        show_text(KEY, text, told)
    return Completed(message=told)
