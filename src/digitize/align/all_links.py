"""From the pairs of words that were found to links that hold every word of both witnesses."""

from __future__ import annotations

from collections.abc import Sequence

from digitize.align.alignment import Link


def all_links(pairs: Sequence[Link], count_a: int, count_b: int) -> tuple[Link, ...]:
    """The pairs with the words that have no partner, each in its place."""
    in_order = sorted(pairs, key=lambda link: link.a.start)
    partner_b = {j: link for link in in_order for j in link.b}
    after: dict[int, list[int]] = {}  # words of b without a partner, by the word of a that they follow
    at = 0
    for j in range(count_b):
        link = partner_b.get(j)
        if link is not None:
            at = link.a.stop
        else:
            after.setdefault(at, []).append(j)
    links: list[Link] = []
    i = 0

    def add_unpaired(place: int) -> None:
        links.extend(Link(range(place, place), range(j, j + 1)) for j in after.pop(place, ()))

    add_unpaired(0)
    for link in in_order:
        for left_out in range(i, link.a.start):
            links.append(Link(range(left_out, left_out + 1), range(_b_at(links), _b_at(links))))
            add_unpaired(left_out + 1)
        links.append(link)
        i = link.a.stop
        add_unpaired(i)
    for left_out in range(i, count_a):
        links.append(Link(range(left_out, left_out + 1), range(_b_at(links), _b_at(links))))
        add_unpaired(left_out + 1)
    return tuple(links)


def _b_at(links: Sequence[Link]) -> int:
    """Where the second witness stands after these links."""
    return links[-1].b.stop if links else 0
