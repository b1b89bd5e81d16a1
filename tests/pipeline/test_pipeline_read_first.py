"""The first pass over a page: what is left to read after it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from digitize.errors import DigitizeError, EngineError, LimitError
from digitize.model.document import Choice
from digitize.pipeline.languages import Languages
from digitize.pipeline.prepare import PrepareResult
from digitize.pipeline.prepared import CropFile, PreparedPage
from digitize.pipeline.read_first import nothing_first, read_first
from digitize.pipeline.workshop import Tally, Workshop
from digitize.recognize.engine import Reading

RUSSIAN = Languages(("rus",), (), {}, Choice("languages", "rus", "as asked for"))


@pytest.mark.parametrize("fault", [LimitError("too much"), EngineError("nonsense")])
def test_a_page_that_the_first_pass_cannot_take_is_left_to_the_other_engine(fault: DigitizeError) -> None:
    """All of it, as if there were no first pass, and the reason is told."""

    def fail(*_: Any) -> None:
        raise fault

    page = SimpleNamespace(x_height_px=20.0, segmented=SimpleNamespace(regions=()))
    crop = CropFile("page.pgm", 0, 0, 0, 1.0, 100)
    prepared = PrepareResult(cast(PreparedPage, page), (crop,), (), whole_page=True, engine_calls=0)
    shop = SimpleNamespace(
        engine=SimpleNamespace(word_lists=lambda models: {}),
        engines=SimpleNamespace(own_model="own.onnx"),
        settings=SimpleNamespace(languages="rus", page_timeout_s=1.0),
        pool=SimpleNamespace(run=fail),
    )
    found = read_first(prepared, RUSSIAN, cast(Workshop, shop), Tally(), alone=False)
    assert found == nothing_first(prepared, fault.message)
    assert found.rest is prepared and found.lines == 0
    assert found.whole((Reading(()),)) == (Reading(()),)
