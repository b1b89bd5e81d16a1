"""A document's decisions by the pages that they are on: one more is looked at beside its neighbours, not beside thousands."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from digitize.model.decision import Decision, in_force
from digitize.model.draft_layout import page_id


def page_of(id: str) -> int:
    """The page that an id names (``p0001_r003_l012_w004``).

    Raises:
        ValueError: If it names none.
    """
    number = id.partition("_")[0].removeprefix("p")
    if not number.isdecimal() or page_id(int(number)) != id.partition("_")[0]:
        raise ValueError(f"no id of a word, line or region: {id!r}")
    return int(number)


class DecisionIndex:
    """The entries of a list of decisions, found by page; follows the list as it grows.

    An entry stands with what repeats it, takes it back or says that it does not fit, so that :func:`in_force` of what is found
    for some pages says of them what it says of the whole list.
    """

    def __init__(self) -> None:
        self._entries: list[Decision] = []
        self._groups: dict[int, list[Decision]] = {}
        """By the number of the decision that they go back to."""
        self._group_of: dict[int, int] = {}
        self._on: dict[int, set[int]] = {}
        self._batches: dict[int, list[int]] = {}

    @property
    def entries(self) -> Sequence[Decision]:
        """All of them, in order."""
        return self._entries

    def follow(self, entries: Sequence[Decision]) -> None:
        """Takes in what is new in a list; all of it, when that is not the list of before with more at its end."""
        count = len(self._entries)
        if count > len(entries) or (count and self._entries[-1] is not entries[count - 1]):
            self.cut(0)
            count = 0
        for entry in entries[count:]:
            self.add(entry)

    def add(self, entry: Decision) -> None:
        """Takes in the next entry."""
        number = entry.sequence
        group = number if entry.of is None else self._group_of.get(entry.of, entry.of)
        self._entries.append(entry)
        self._group_of[number] = group
        self._groups.setdefault(group, []).append(entry)
        for id_ in entry.ids:
            self._on.setdefault(page_of(id_), set()).add(group)
        if entry.batch is not None and group == number:
            self._batches.setdefault(entry.batch, []).append(group)

    def cut(self, count: int) -> None:
        """Forgets all after the first entries."""
        if not count:
            self.__init__()  # type: ignore[misc]
            return
        while len(self._entries) > count:
            entry = self._entries.pop()
            group = self._group_of.pop(entry.sequence)
            self._groups[group].remove(entry)

    def near(self, pages: Collection[int]) -> list[Decision]:
        """The entries on some pages, and what was said of these later, in order."""
        groups = {group for page in pages for group in self._on.get(page, ())}
        return self._of(groups)

    def about(self, number: int) -> list[Decision]:
        """An entry, with what it goes back to, and what was said of that later, in order; none when it is not there."""
        group = self._group_of.get(number)
        return [] if group is None else self._of({group})

    def made_with(self, number: int) -> list[Decision]:
        """The same of all that was made together with an entry."""
        group = self._group_of.get(number)
        if group is None:
            return []
        batch = self._entries[group - 1].batch
        return self._of({group} if batch is None else {group, *self._batches.get(batch, ())})

    def _of(self, groups: Collection[int]) -> list[Decision]:
        found = [entry for group in groups for entry in self._groups.get(group, ())]
        return sorted(found, key=lambda entry: entry.sequence)

    def joined_pages(
        self, pages: Collection[int], versions: Collection[str]
    ) -> tuple[frozenset[int], tuple[Decision, ...]]:
        """Pages with all those that decisions join to them, and the decisions in force on these, in order.

        Args:
            pages: Their numbers.
            versions: A version read by engines, and the reviewed ones that go back to it.
        """
        found = frozenset(pages)
        while True:
            held = in_force(self.near(found), versions)
            touching = tuple(each for each in held if found.intersection(map(page_of, each.ids)))
            more = found.union(page_of(id_) for each in touching for id_ in each.ids)
            if more == found:
                return found, touching
            found = more
