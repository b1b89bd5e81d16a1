"""What a person has asked to see: two texts, which places, in which order. It stands in the address of every page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlencode

from digitize.model.place_selection import PlaceOrder
from digitize.review.answers import Refused
from digitize.store.versions import is_version_id

_MOST_TEXT = 200

C = TypeVar("C", bound=StrEnum)


class Show(StrEnum):
    """Which places are shown, by what was decided."""

    OPEN = "open"
    ALL = "all"
    DECIDED = "decided"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for.

    Args:
        left: The version that is looked at; ``None`` for the one in force.
        right: The version that it is compared with; ``None`` for its own doubts.
        kind: Only places of this kind.
        page: Only those of this page.
        script: Only those in this script (ISO 15924).
        most: Only those of which the confidence is at most this.
        text: Only those in which either reading has this text.
        order: In which order.
        show: Which, by what was decided.
    """

    left: str | None = None
    right: str | None = None
    kind: str | None = None
    page: int | None = None
    script: str | None = None
    most: float | None = None
    text: str = ""
    order: PlaceOrder = PlaceOrder.PLACE
    show: Show = Show.OPEN

    @staticmethod
    def of(told: Mapping[str, Any]) -> Asked:
        """From the parameters of an address, or a script's object; empty ones count as not given.

        Raises:
            Refused: If one of them is not valid.
        """
        pair = _said(told, "pair")
        if pair is not None:
            told = {**told, **{name: values[0] for name, values in parse_qs(pair).items() if name in ("left", "right")}}
        return Asked(
            left=_version(told, "left"),
            right=_version(told, "right"),
            kind=_name(told, "kind"),
            page=page_number(told, "page"),
            script=_name(told, "script"),
            most=_share(told, "most"),
            text=searched_text(told, "text"),
            order=choice(told, "order", PlaceOrder.PLACE),
            show=choice(told, "show", Show.OPEN),
        )

    @property
    def told(self) -> dict[str, Any]:
        """The same for a script, which sends it back."""
        return {name: getattr(self, name) for name in self.__slots__}

    def query(self, **changes: Any) -> str:
        """The parameters of an address that asks for the same, with some changes."""
        asked = replace(self, **changes)
        told = {name: getattr(asked, name) for name in self.__slots__}
        plain = {"text": "", "order": PlaceOrder.PLACE, "show": Show.OPEN}
        return urlencode({name: value for name, value in told.items() if value not in (None, plain.get(name))})


def _said(told: Mapping[str, Any], name: str) -> str | None:
    value = told.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise _wrong(name)
    return value


def _version(told: Mapping[str, Any], name: str) -> str | None:
    value = _said(told, name)
    if value is not None and not is_version_id(value):
        raise _wrong(name)
    return value


def _name(told: Mapping[str, Any], name: str) -> str | None:
    value = _said(told, name)
    if value is not None and not (value.isascii() and value.replace("-", "").isalnum() and len(value) <= 40):
        raise _wrong(name)
    return value


def page_number(told: Mapping[str, Any], name: str) -> int | None:
    """A page's number.

    Raises:
        Refused: If it is none.
    """
    value = _said(told, name)
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= 6 and int(value) > 0):
        raise _wrong(name)
    return int(value)


def _share(told: Mapping[str, Any], name: str) -> float | None:
    value = _said(told, name)
    if value is None:
        return None
    try:
        share = float(value)
    except ValueError:
        raise _wrong(name) from None
    if not 0.0 <= share <= 1.0:
        raise _wrong(name)
    return share


def searched_text(told: Mapping[str, Any], name: str) -> str:
    """A text to look for; ``""`` where none is given.

    Raises:
        Refused: If it is too long.
    """
    value = _said(told, name) or ""
    if len(value) > _MOST_TEXT:
        raise Refused(400, f"the text to find is longer than {_MOST_TEXT} characters", hint="Write a part of it")
    return value


def choice(told: Mapping[str, Any], name: str, usual: C) -> C:
    """One of the members of an enumeration.

    Raises:
        Refused: If it is none of them.
    """
    value = _said(told, name)
    if value is None:
        return usual
    try:
        return type(usual)(value)
    except ValueError:
        raise _wrong(name) from None


def _wrong(name: str) -> Refused:
    return Refused(400, f"{name!r} in the address is not valid", hint="Go back, and choose again")
