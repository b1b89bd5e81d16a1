"""Languages, scripts, and the date that exports carry."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.model.clock import RELEASED, export_date
from digitize.model.language import MODELS, bcp47, model_for, script_of


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("слово", "Cyrl"),
        ("Ѣхать", "Cyrl"),
        ("ӧшмӧс", "Cyrl"),
        ("word", "Latn"),
        ("Œuvre", "Latn"),
        ("ſein", "Latn"),
        ("λόγος", "Grek"),
        ("1927", "Zyyy"),
        ("—", "Zyyy"),
        ("№12,", "Zyyy"),
        ("11.II.1938", "Latn"),
        ("т.II", "Latn"),
        ("мiръ", "Cyrl"),
        ("aб", "Latn"),
        ("бa", "Cyrl"),
        ("漢字", "Zzzz"),
        ("", None),
    ],
)
def test_script_by_majority_of_letters(text: str, script: str | None) -> None:
    """Digits and signs do not vote; the first letter's script breaks a tie; no text has no script."""
    assert script_of(text) == script


@given(st.text())
def test_every_text_has_a_script_code(text: str) -> None:
    """Four letters as in ISO 15924, or nothing for no text."""
    script = script_of(text)
    assert (script is None) == (text == "")
    assert script is None or re.fullmatch(r"[A-Z][a-z]{3}", script)


@pytest.mark.parametrize("code", sorted(MODELS))
def test_a_known_model_is_whole(code: str) -> None:
    """It is found by its code, names its package, and its tag fits its script."""
    model = model_for(code)
    assert model.code == code
    assert model.package == f"tesseract-ocr-{'script-' if model.language is None else ''}{model.package.split('-')[-1]}"
    assert model.language is None or re.fullmatch("[a-z]{3}", model.language)
    assert model.bcp47.startswith("und-") == (model.language is None)


@pytest.mark.parametrize(
    ("code", "language", "tag", "package"),
    [
        ("pol", "pol", "pol", "tesseract-ocr-pol"),
        ("chi_sim", None, "und", "tesseract-ocr-chi-sim"),
        ("frak2021", None, "und", "tesseract-ocr-frak2021"),
    ],
)
def test_an_unknown_model_is_described_by_its_name(code: str, language: str | None, tag: str, package: str) -> None:
    """Three letters are a language; a longer name says nothing certain."""
    model = model_for(code)
    assert (model.language, model.bcp47, model.package, model.script) == (language, tag, package, "Zyyy")


@pytest.mark.parametrize(
    ("language", "tag"), [("rus", "ru"), ("deu", "de"), ("fra", "fr"), ("kpv", "kpv"), (None, "und"), ("", "und")]
)
def test_tags_are_as_short_as_they_can_be(language: str | None, tag: str) -> None:
    """BCP 47 asks for two letters where there are two; a language without them keeps its three."""
    assert bcp47(language) == tag


def test_exports_carry_the_date_of_the_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without SOURCE_DATE_EPOCH the date is fixed, in UTC, and not that of the run."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert export_date() == RELEASED == export_date()
    assert export_date().utcoffset() == timedelta(0)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert export_date() == RELEASED


def test_the_date_can_be_set_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """SOURCE_DATE_EPOCH is seconds since 1970 in UTC, whatever the machine's time zone; what is no number is an error."""
    monkeypatch.setenv("TZ", "Asia/Vladivostok")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86399")
    assert export_date() == datetime(1970, 1, 1, 23, 59, 59, tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(ValueError, match="yesterday"):
        export_date()
