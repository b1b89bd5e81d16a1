"""Dates and pages read from file names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.ingest import propose_from_name
from digitize.model.reference import Certainty, is_edtf


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("1927-11-02-4", [("date", "1927-11-02"), ("page", "4")]),
        ("Pravda_1934.12.27_p06", [("date", "1934-12-27"), ("page", "6")]),
        ("1927-11-02", [("date", "1927-11-02")]),
        ("19271102", [("date", "1927-11-02")]),
        ("letter061837", [("date", "1937-06-18")]),
        ("letter011735", [("date", "1935-01-17")]),
        ("report1228", [("date", "19XX-12-28"), ("date", "1928-12")]),
        ("report0238", [("date", "1938-02")]),
        ("bulletin 1934", [("date", "1934")]),
        ("1927-02-29", [("date", "1927")]),
        ("022937", []),
        ("022936", [("date", "1936-02-29")]),
        ("133137", []),
        ("4782", []),
        ("d163", []),
        ("scan", []),
        ("2138", []),
        ("1112", [("date", "19XX-11-12"), ("date", "1912-11")]),
        ("1927-13-02", [("date", "1927")]),
    ],
)
def test_readings_of_a_name(stem: str, expected: list[tuple[str, str]]) -> None:
    """Every reading that is a possible date is proposed, an impossible one never."""
    assert [(p.field, p.value) for p in propose_from_name(stem)] == expected


def test_the_evidence_says_the_rule() -> None:
    """A person sees which digits were read, by which rule, and that the century is a guess."""
    month_day, month_year = propose_from_name("report1228")
    assert "'1228'" in month_day.evidence
    assert "MMDD" in month_day.evidence
    assert "MMYY" in month_year.evidence
    assert "19YY" in month_year.evidence
    assert "MMDDYY" in propose_from_name("x061837")[0].evidence


@given(st.text(st.sampled_from("0123456789-_. pс٣"), max_size=24))
def test_only_possible_dates_are_proposed(stem: str) -> None:
    """Whatever the digits, a proposed date is valid EDTF and marked as proposed."""
    for proposal in propose_from_name(stem):
        assert proposal.certainty is Certainty.PROPOSED
        if proposal.field == "date":
            assert is_edtf(proposal.value)
        else:
            assert int(proposal.value) > 0
