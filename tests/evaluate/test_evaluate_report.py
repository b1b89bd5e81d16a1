"""Evaluation of texts against truth, and its two forms: for programs and for people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digitize.evaluate.ground_truth import TruthPage
from digitize.evaluate.measures import Rate
from digitize.evaluate.normalisation import Convention
from digitize.evaluate.report import Evaluation, evaluate


def page(name: str, text: str, of: str = "press", convention: Convention = Convention.NONE) -> TruthPage:
    """A page of truth; its image is never opened."""
    return TruthPage(of, name, Path(f"{name}.png"), 0, text, convention=convention)


LONG = "a-set-with-a-name-that-does-not-fit-into-its-column-" * 2


def example() -> Evaluation:
    """Two sets: one of two pages, one of a single page."""
    return evaluate(
        [
            (page("p1", "«уро-\nжай»"), '"урожаи"'),
            (page("p2", "рожь\n\nовёс"), "овес\nрожь"),
            (page("p3", "daſs", LONG, Convention.FRAKTUR), ""),
        ]
    )


def test_scores_by_hand() -> None:
    """Texts are normalised alike; order counts for CER and WER only; a failed page loses everything."""
    first, second, lost = (of.scores for of in example().pages)
    assert (first.cer, first.missed, first.line_cer) == (Rate(1, 8), Rate(1, 1), Rate(8, 9))
    assert second.cer.errors > 0
    assert second.wer == Rate(2, 2)
    assert (second.missed, second.surplus, second.line_cer) == (Rate(0, 2), Rate(0, 2), Rate(0, 8))
    assert (lost.cer, lost.missed, lost.surplus, lost.line_cer) == (Rate(4, 4), Rate(1, 1), Rate(0, 0), Rate(4, 4))


def test_sets_are_weighted_by_size_and_kept_apart() -> None:
    """A set's rate is the sum of errors over the sum of characters; there is no mean over sets."""
    press, other = example().sets
    assert (press.name, press.pages, press.characters) == ("press", 2, 17)
    errors = sum(of.scores.cer.errors for of in example().pages[:2])
    assert press.scores.cer == Rate(errors, 17)
    assert press.intervals["cer"] is not None
    assert (other.name, other.pages, other.intervals["cer"]) == (LONG, 1, None)
    assert other.conventions == (Convention.FRAKTUR,)


def test_the_report_for_programs() -> None:
    """It is JSON, every figure has its n, recall and precision are shares that are right, normalisation is recorded."""
    report = example().as_dict()
    assert json.loads(json.dumps(report)) == report
    press = report["sets"][0]  # type: ignore[index]
    assert press["word_recall"] == {
        "value": pytest.approx(2 / 3),
        "errors": 1,
        "n": 3,
        "interval": [pytest.approx(0), pytest.approx(1)],
    }
    assert set(press) >= {"cer", "wer", "word_recall", "word_precision", "line_cer", "pages", "characters"}
    assert {name: len(steps) for name, steps in report["normalisation"].items()} == {"-": 7, "fraktur": 8}  # type: ignore[attr-defined]
    assert report["unit"] == "code points after NFC"
    assert [of["name"] if "name" in of else of["page"] for of in report["pages"]] == ["p1", "p2", "p3"]  # type: ignore[attr-defined]
    assert "рожь" not in json.dumps(report, ensure_ascii=False)


def test_the_report_for_people() -> None:
    """Every line fits into 80 columns, columns do not touch, and the rules of the score stand below the table."""
    big = [(page(f"b{i}", "рожь " * 5000), ("рожь " if i % 2 else "лён ") * 5000) for i in range(4)]
    text = evaluate([*big, (page("p3", "рожь", LONG), "")]).as_text()
    assert max(map(len, text.splitlines())) <= 80
    assert "  0.0-100.0  0.0-100.0" in text, "two pages right, two wholly wrong"
    row = next(line for line in text.splitlines() if line.startswith("press"))
    assert row.split()[:3] == ["press", "4", "99996"]
    said = text.replace("\n", " ")
    assert "bootstrap over pages" in said
    assert "Normalised: Unicode NFC" in said


def test_a_long_set_name_keeps_its_figures() -> None:
    """A name that does not fit stands on its own line, the figures follow."""
    lines = example().as_text().splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("a-set"))
    figures = next(line for line in lines[at:] if line.startswith(" "))
    assert figures.split() == ["1", "4", "100.0", "100.0", "0.0", "-", "100.0"]


def test_nothing_to_evaluate_is_an_empty_report() -> None:
    """No pages, no sets, no error."""
    assert evaluate([]).sets == ()
    assert evaluate([]).as_dict()["sets"] == []
