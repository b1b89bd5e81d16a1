"""Reads lines with the network as it stands, and counts its errors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from digitize.recognize.ctc import best_path
from digitize.recognize.line_image import normalise_line
from training.network import Recogniser


@torch.inference_mode()
def read_lines(net: Recogniser, alphabet: str, crops: Sequence[NDArray[np.uint8]]) -> list[str]:
    """The texts of grey crops."""
    net.eval()
    texts = [""] * len(crops)
    groups: dict[int, list[tuple[int, NDArray[np.float32]]]] = defaultdict(list)
    for index, crop in enumerate(crops):
        line = normalise_line(crop)
        if line is not None:
            ink = line.ink[:, :4096]
            groups[-(-ink.shape[1] // 64) * 64].append((index, ink))
    for width, items in groups.items():
        for start in range(0, len(items), 32):
            part = items[start : start + 32]
            lines = np.zeros((len(part), 1, part[0][1].shape[0], width), np.float32)
            for row, (_, ink) in zip(lines, part, strict=True):
                row[0, :, : ink.shape[1]] = ink
            answers = net(torch.from_numpy(lines)).numpy()
            for (index, ink), answer in zip(part, answers, strict=True):
                emissions = best_path(answer[: -(-ink.shape[1] // 2)], alphabet)
                texts[index] = " ".join("".join(emission.character for emission in emissions).split())
    return texts


def error_rate(pairs: Iterable[tuple[str, str]]) -> float:
    """Errors per character of truth, over all pairs of truth and reading, in percent."""
    errors = size = 0
    for truth, read in pairs:
        errors += Levenshtein.distance(truth, read)
        size += len(truth)
    return 100.0 * errors / max(1, size)
