"""The places that a person has asked for, with what was decided on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from digitize.model.decision import DecisionKind
from digitize.model.place import ReviewPlace, ReviewQueue
from digitize.model.place_states import PlaceState
from digitize.review.answers import Refused
from digitize.review.asked import Asked, Show
from digitize.store.decision_log import DecisionLog


@dataclass(frozen=True)
class OpenQueue:
    """A queue that is being looked at.

    Args:
        key: By this it is known from others: document, versions, and when they were written.
        folder: The document's folder.
        queue: The places.
        places: By their keys.
        can_decide: Whether decisions can be made on it: the version looked at is the one in force, or has its words.
    """

    key: tuple[str, str, str | None]
    folder: Path
    queue: ReviewQueue
    places: dict[str, ReviewPlace]
    can_decide: bool

    def place(self, key: object) -> ReviewPlace:
        """The place of a key.

        Raises:
            Refused: If there is none: the text has changed since the page was loaded.
        """
        found = self.places.get(key) if isinstance(key, str) else None
        if found is None:
            raise Refused(
                404, "there is no such place in this text", where=self.folder.name, hint="Load the page again"
            )
        return found


@dataclass(frozen=True)
class Selection:
    """The places that a person has asked for, with what was decided on them.

    Args:
        asked: What was asked for.
        opened: The queue.
        places: In order; also those that are not shown, for what was decided.
        states: What was decided, by the keys of places.
        log: The decisions.
        line: The versions that the text in force shares its words with.
    """

    asked: Asked
    opened: OpenQueue
    places: Sequence[ReviewPlace]
    states: dict[str, PlaceState]
    log: DecisionLog
    line: frozenset[str]

    def is_shown(self, place: ReviewPlace) -> bool:
        """Whether a place is asked for, by what was decided on it."""
        state = self.states.get(place.key)
        match self.asked.show:
            case Show.ALL:
                return True
            case Show.OPEN:
                return state is None
            case Show.UNSURE:
                return state is not None and state.effect is DecisionKind.UNSURE
            case _:
                return state is not None

    @property
    def shown(self) -> list[ReviewPlace]:
        """The places that are asked for."""
        return [place for place in self.places if self.is_shown(place)]

    def next_after(self, key: str | None, kind: str | None = None, step: int = 1) -> ReviewPlace | None:
        """The next place that is shown after another, from the beginning again after the last; not the same.

        Args:
            key: The place; ``None`` for the beginning.
            kind: Only one of this kind.
            step: 1, or -1 for the one before.
        """
        places = self.places
        at = next((index for index, place in enumerate(places) if place.key == key), -1 if step > 0 else 0)
        for away in range(1, len(places) + 1):
            place = places[(at + step * away) % len(places)]
            if place.key != key and self.is_shown(place) and (kind is None or kind in place.kinds):
                return place
        return None
