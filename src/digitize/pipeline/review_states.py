from __future__ import annotations
from dataclasses import dataclass
from datetime import datetime
from digitize.model.decision import DecisionKind, in_force, origins


@dataclass(frozen=True)
class PlaceState:
    effect: DecisionKind
    by: str
    at: datetime
    sequence: int
    origin: int
    new: str

    @property
    def is_unsure(self):
        return self.effect is DecisionKind.UNSURE


def states(queue, entries, line):
    by_word = {}
    o = origins(entries)
    for e in in_force(entries, line):
        for w in e.words:
            by_word[w] = e
    out = {}
    for p in queue.places:
        for w in p.words:
            if w in by_word:
                e = by_word[w]
                out[p.key] = PlaceState(e.effect, e.by, e.at, e.sequence, o[e.sequence], e.new)
    return out
