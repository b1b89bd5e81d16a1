"""From the posteriors of a CTC network to characters, each with its place, its probability and its rivals.

Connectionist temporal classification (Graves et al., 2006): at every frame the network says which character begins or
goes on there, or none ("blank", class 0). The best path takes the likeliest class of each frame; a run of frames of one
class is one character.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_BLANK = 0
_RIVALS = 3
"""How many other characters are told."""
_LEAST_RIVAL = 0.01
"""Probability below which a rival is not worth telling."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Emission:
    """One character as the network reads it.

    Args:
        character: One code point, which may be a space.
        confidence: Its probability at the frame where it is likeliest, in [0, 1].
        first: First frame of its run.
        end: Frame after the last one.
        peak: Frame at which it is likeliest.
        alternatives: Other characters and their probabilities at that frame, the likeliest first.
        missed_before: Greatest probability of a character that was passed over since the one before.
        missed_after: The same until the next one.
    """

    character: str
    confidence: float
    first: int
    end: int
    peak: int
    alternatives: tuple[tuple[str, float], ...] = ()
    missed_before: float = 0.0
    missed_after: float = 0.0


def best_path(log_probs: Floats, alphabet: str) -> tuple[Emission, ...]:
    """The characters of the best path, from left to right.

    The confidence of a character is its greatest posterior within its run: networks of this kind are sure of a character
    at one or two frames and see a blank at its flanks, so that a sum or a mean over the run would tell of its width.
    A flat posterior gives a low one; nothing outside the alphabet can come out.

    Args:
        log_probs: Logarithms of probabilities, of shape (frames, characters + 1); class 0 is the blank.
        alphabet: Class ``k`` is ``alphabet[k - 1]``.
    """
    if not len(log_probs):
        return ()
    probs = np.exp(np.minimum(log_probs, 0.0))
    classes = probs.argmax(axis=1)
    starts = np.flatnonzero(np.diff(classes, prepend=-1))
    ends = np.append(starts[1:], len(classes))
    runs = [(int(s), int(e)) for s, e in zip(starts, ends, strict=True) if classes[s] != _BLANK]
    kinds = [int(classes[start]) for start, _ in runs]
    gaps = _missed(probs, runs, kinds)
    found = []
    for number, ((start, end), kind) in enumerate(zip(runs, kinds, strict=True)):
        peak = start + int(probs[start:end, kind].argmax())
        found.append(
            Emission(
                alphabet[kind - 1],
                float(probs[peak, kind]),
                start,
                end,
                peak,
                _rivals(probs[peak], kind, alphabet),
                gaps[number],
                gaps[number + 1],
            )
        )
    return tuple(found)


def _rivals(probs: Floats, kind: int, alphabet: str) -> tuple[tuple[str, float], ...]:
    likely = [(-float(probs[k]), k) for k in np.flatnonzero(probs >= _LEAST_RIVAL).tolist() if k not in (_BLANK, kind)]
    return tuple((alphabet[k - 1], -minus) for minus, k in sorted(likely)[:_RIVALS])


def _missed(probs: Floats, runs: list[tuple[int, int]], kinds: list[int]) -> list[float]:
    """For each gap before, between and after the runs: how likely a character in it is that the best path passes over.

    The characters on either side do not count: their own flanks lie there.
    """
    found = []
    edges = [(0, _BLANK), *((end, kind) for (_, end), kind in zip(runs, kinds, strict=True))]
    nexts = [*((start, kind) for (start, _), kind in zip(runs, kinds, strict=True)), (len(probs), _BLANK)]
    for (start, left), (end, right) in zip(edges, nexts, strict=True):
        if start >= end:
            found.append(0.0)
            continue
        likeliest = probs[start:end].max(axis=0)
        likeliest[[_BLANK, left, right]] = 0.0
        found.append(float(likeliest.max()))
    return found
