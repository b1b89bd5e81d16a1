"""What levers bring and whether confidence holds: measured on a drawn page, told in tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.bench.document import render
from benchmarks.bench.document_fidelity import fidelity_targets
from benchmarks.fidelity.__main__ import _levers, _racing
from benchmarks.fidelity.levers import AGAIN, ALL, FIRST, Levers, is_for_both, measure_levers
from digitize.evaluate.ground_truth import Kind, TruthPage
from digitize.evaluate.honesty import find_honesty
from digitize.evaluate.measures import Rate
from digitize.model.transcription import Doubt, PredictedErrors, RegionKind
from digitize.preprocess.line_tones import Toning
from tests.bench.bench_documents import rows
from tests.export.documents import R, W, page
from tests.pipeline import scans


def truth(text: str, languages: str | None = "rus", image: Path = Path("none.png")) -> TruthPage:
    return TruthPage("set", "page", image, 0, text, Kind.BOOK, languages)


def levers(tesseract: int, as_cut: int, sauvola: int, voted: int, chosen: Toning) -> Levers:
    """A page of 100 characters."""
    tonings = dict.fromkeys(Toning, Rate(as_cut, 100)) | {Toning.SAUVOLA: Rate(sauvola, 100)}
    return Levers(
        truth("x"), {FIRST: Rate(tesseract, 100), ALL: Rate(voted, 100)}, {FIRST: 0.0, ALL: 1.5}, tonings, chosen
    )


def section() -> dict[str, Any]:
    """As the program writes it."""
    measured = [levers(20, 16, 10, 8, Toning.SAUVOLA), levers(12, 10, 14, 9, Toning.AS_CUT)]
    honesty = {
        "words": 50, "calibration_error": 0.02, "auroc": 0.9, "pages_predicted": 4, "pages_in_interval": 3,
        "pages_in_interval_in_order": 2,
    }  # fmt: skip
    engine = {"errors": 30, "characters": 200, "cer": {"set": 0.15}}
    return {
        "version": "1", "machine": {}, "levers": _levers(measured), "racing": _racing(measured),
        "engines": {"tesseract": engine, "own": engine | {"errors": 25}, "both": engine | {"errors": 20}},
        "honesty": honesty, "honesty_by_set": {"set": honesty},
    }  # fmt: skip


def test_only_pages_that_both_engines_have_learned() -> None:
    """Fraktur is left to Tesseract, and so is what states no language."""
    assert is_for_both(truth("x", "rus+fra"))
    assert not is_for_both(truth("x", "frk")) and not is_for_both(truth("x", None))


def test_levers_on_a_drawn_page(tmp_path: Path) -> None:
    """Clean print is read by either engine, so no lever may do harm."""
    image = scans.png(tmp_path / "page.png")
    measured = measure_levers(truth("\n".join(scans.RUSSIAN), image=image), tmp_path)
    assert measured.errors[FIRST].errors < 0.05 * measured.errors[FIRST].total
    assert measured.errors[ALL].errors <= measured.errors[FIRST].errors
    assert set(measured.tonings) == set(Toning) and measured.seconds[AGAIN] > 0.0


def test_figures_that_were_asked_for() -> None:
    """Ratios and shares from the section's numbers."""
    told = {target.name: target.reached["digitize"] for target in fidelity_targets(section())}
    assert told["Voted against the better single engine, Cyrillic and French"] == pytest.approx(20 / 25)
    assert told["Share of the oracle's gain, engines and tonings"] == pytest.approx((32 - 17) / (32 - 20))
    assert told["The same for the toning of our own recogniser alone"] == pytest.approx(1.0)
    assert told["Predicted page CER: truth inside the 90 % interval"] == pytest.approx(0.75)
    assert fidelity_targets(None) == []


def test_tables() -> None:
    """A row for each engine's set, each lever, each toning, each set's confidence."""
    document = render({"fidelity": section()})
    assert rows(document, "### What each lever")[-1] == [ALL, "17", "0.53x", "17", "0.53x", "3.0"]
    sauvola = next(row for row in rows(document, "### Racing") if row[0] == "sauvola")
    assert sauvola == ["sauvola", "24", "1", "1"]
    assert rows(document, "### Confidence")[-1] == ["all", "50", "2.0", "0.90", "3 of 4", "2 of 4"]


def test_what_is_said_of_words_and_pages() -> None:
    """A wrong word, a line in doubt that does not count, and a rate outside its interval."""
    read = page(
        1,
        [
            R(
                RegionKind.PARAGRAPH,
                [(W("в", confidence=0.9), W("сапу", confidence=0.2)), (W("тихо", confidence=0.8),)],
            ),
            R(RegionKind.PARAGRAPH, [(W("wcba", confidence=0.9),)], doubt=Doubt.UNREADABLE),
        ],
    )
    found = find_honesty([(truth("в саду\nтихо"), [_predicted(read, 0.01)])])
    assert found.outcomes["set", "page"] == ((0.9, True), (0.2, False), (0.8, True))
    (prediction,) = found.predictions
    assert prediction.line_cer == pytest.approx(0.1) and not prediction.holds
    assert find_honesty([(truth("в саду\nтихо"), [_predicted(read, 0.08)])]).predictions[0].holds
    assert "AUROC against errors 1.00" in found.as_text()


def _predicted(of: Any, rate: float) -> Any:
    from dataclasses import replace

    return replace(of, predicted=PredictedErrors(rate, rate / 4, rate * 4))
