"""What a person has asked for, read from an address and written into one."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.model.place_selection import PlaceOrder
from digitize.review.answers import Refused
from digitize.review.asked import Asked, Show, page_number

_NAMES = st.text("abcdefghijklmnopqrstuvwxyz-", min_size=1, max_size=12).filter(lambda name: name.strip("-"))


@given(
    asked=st.builds(
        Asked,
        left=st.sampled_from([None, "ocr-1", "reviewed-12"]),
        right=st.sampled_from([None, "ocr-2", "reference-Книга 1&b=c"]),
        kind=st.none() | _NAMES,
        page=st.none() | st.integers(1, 5000),
        script=st.sampled_from([None, "Cyrl", "Latn"]),
        most=st.none() | st.floats(0, 1),
        text=st.text(max_size=30).filter(lambda text: text.isprintable()),
        order=st.sampled_from(PlaceOrder),
        show=st.sampled_from(Show),
    )
)
def test_what_is_asked_survives_an_address_and_a_script(asked: Asked) -> None:
    """An address made of it asks for the same; so does what a script sends back."""
    assert Asked.of(dict(parse_qsl(asked.query()))) == asked
    assert Asked.of(asked.told) == asked


def test_two_texts_may_be_named_by_one_field() -> None:
    """A form without scripts sends the two texts in one field."""
    assert Asked.of({"pair": "left=ocr-1&right=reference-%D0%BA"}) == Asked(left="ocr-1", right="reference-к")


@pytest.mark.parametrize(
    "told",
    [
        {"left": "../../etc"},
        {"right": "ocr-0"},
        {"left": ["ocr-1"]},
        {"kind": "a b"},
        {"kind": "к"},
        {"page": "0"},
        {"page": "-1"},
        {"page": "²"},
        {"page": "9999999"},
        {"page": True},
        {"script": "x" * 41},
        {"most": "1.1"},
        {"most": "nan"},
        {"most": "much"},
        {"order": "random"},
        {"show": "none"},
        {"text": "x" * 201},
        {"text": {"a": 1}},
    ],
)
def test_what_is_not_valid_is_refused(told: dict[str, object]) -> None:
    """Each with HTTP's number for a wrong request, and the name of the field where it is one."""
    with pytest.raises(Refused) as caught:
        Asked.of(told)
    assert caught.value.status == 400


def test_a_page_may_be_left_out() -> None:
    """An empty field of a form is none at all."""
    assert page_number({"page": ""}, "page") is None
    assert page_number({"page": 7}, "page") == 7
