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
_LIKELIEST = _RIVALS + 1
"""How many characters of a frame are looked at: the one that was read, and its rivals."""

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


def best_path(log_probs: Floats, alphabet: str, offset: int = 0) -> tuple[Emission, ...]:
    """The characters of the best path, from left to right.

    The confidence of a character is its greatest posterior within its run: networks of this kind are sure of a character
    at one or two frames and see a blank at its flanks, so that a sum or a mean over the run would tell of its width.
    A flat posterior gives a low one; nothing outside the alphabet can come out.

    Args:
        log_probs: Logarithms of probabilities, of shape (frames, characters + 1); class 0 is the blank.
        alphabet: Class ``k`` is ``alphabet[k - 1]``.
        offset: Number of the first frame in the line, where ``log_probs`` is a piece of one.
    """
    if not len(log_probs):
        return ()
    probs = np.exp(np.minimum(log_probs, 0.0))
    classes = probs.argmax(axis=1)
    starts = np.flatnonzero(np.diff(classes, prepend=-1))
    ends = np.append(starts[1:], len(classes))
    runs = [(int(s), int(e)) for s, e in zip(starts, ends, strict=True) if classes[s] != _BLANK]
    kinds = [int(classes[start]) for start, _ in runs]
    peaks = [start + int(probs[start:end, kind].argmax()) for (start, end), kind in zip(runs, kinds, strict=True)]
    likeliest = _likeliest(probs[peaks])
    gaps = _missed(probs, runs, kinds)
    found = []
    for number, ((start, end), kind) in enumerate(zip(runs, kinds, strict=True)):
        peak = peaks[number]
        found.append(
            Emission(
                alphabet[kind - 1],
                float(probs[peak, kind]),
                start + offset,
                end + offset,
                peak + offset,
                _rivals(likeliest[number], kind, alphabet),
                gaps[number],
                gaps[number + 1],
            )
        )
    return tuple(found)


_Frame = list[tuple[float, int]]
"""The likeliest characters of a frame: probability and class, the likeliest first; the blank is none."""


def _likeliest(probs: Floats) -> list[_Frame]:
    inked = probs[:, 1:]
    count = min(_LIKELIEST, inked.shape[1])
    places = np.argpartition(inked, -count, axis=1)[:, -count:]
    values = np.take_along_axis(inked, places, axis=1)
    order = np.lexsort((places, -values), axis=1)
    kinds, values = np.take_along_axis(places, order, axis=1) + 1, np.take_along_axis(values, order, axis=1)
    return [list(zip(row, kind, strict=True)) for row, kind in zip(values.tolist(), kinds.tolist(), strict=True)]


def _rivals(frame: _Frame, kind: int, alphabet: str) -> tuple[tuple[str, float], ...]:
    likely = [(alphabet[k - 1], probability) for probability, k in frame if k != kind and probability >= _LEAST_RIVAL]
    return tuple(likely[:_RIVALS])


def _missed(probs: Floats, runs: list[tuple[int, int]], kinds: list[int]) -> list[float]:
    """For each gap before, between and after the runs: how likely a character in it is that the best path passes over.

    The characters on either side do not count: their own flanks lie there.
    """
    starts = [0, *(end for _, end in runs)]
    ends = [*(start for start, _ in runs), len(probs)]
    sizes = np.subtract(ends, starts)
    frames = np.concatenate([np.arange(start, end) for start, end in zip(starts, ends, strict=True)])
    inside = probs[frames]
    rows = np.arange(len(frames))
    for neighbours in ([_BLANK, *kinds], [*kinds, _BLANK], [_BLANK] * len(sizes)):
        inside[rows, np.repeat(neighbours, sizes)] = 0.0
    greatest = inside.max(axis=1, initial=0.0)
    last = np.cumsum(sizes)
    return [float(greatest[end - size : end].max(initial=0.0)) for size, end in zip(sizes, last, strict=True)]
