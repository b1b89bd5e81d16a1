"""A made script whose letters are bars of different width, and a network of one layer that reads it for certain.

Tests of the recogniser's product side read with it: they need no trained weights, and know what must come out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from digitize.model.geometry import Box
from tests.recognize.drawn import Crop

WIDTHS_PX: dict[str, int] = {"и": 8, "н": 16, "ѣ": 24, "W": 32, "r": 40}
"""Width of each letter as it is drawn: twice what the network sees."""
ALPHABET = "".join(WIDTHS_PX) + " "
HEIGHT_PX = 36
GAP_PX = 16
SPACE_PX = 64
"""White between letters and between words."""
_MARGIN_PX, _LEADING_PX = 12, 90

_KERNEL_PX = 40
_TOP, _BOTTOM = 16, 30
"""Rows of a normalised line that bars are sure to cover."""
_FLANK_PX = 4
_ALLOWED_PX = 2.5
_STEEP = 8.0
"""A bar may be so many pixels off what a letter is to look like, each of which makes it less likely by the eighth power of e."""

Pixels = NDArray[np.uint8]


def draw_bars(*lines: str, margin_px: int = _MARGIN_PX, leading_px: int = _LEADING_PX, ink: int = 0) -> Pixels:
    """Black bars on white, a line below the other."""
    widths = [sum(WIDTHS_PX.get(c, SPACE_PX - GAP_PX) + GAP_PX for c in line) for line in lines]
    page = np.full(
        (2 * margin_px + HEIGHT_PX + leading_px * (len(lines) - 1), 2 * margin_px + max(widths)), 255, np.uint8
    )
    for number, line in enumerate(lines):
        y, x = margin_px + number * leading_px, margin_px
        for character in line:
            if character == " ":
                x += SPACE_PX - GAP_PX
                continue
            page[y : y + HEIGHT_PX, x : x + WIDTHS_PX[character]] = ink
            x += WIDTHS_PX[character] + GAP_PX
    return page


def network(
    *, metadata: Mapping[str, str | None] | None = None, alphabet: str = ALPHABET, flat: bool = False
) -> onnx.ModelProto:
    """The network with the interface of docs/adr/0009.

    Args:
        metadata: What its file says of itself, besides or instead of the usual; ``None`` leaves an entry out.
        alphabet: What it says its alphabet is; it reads bars whatever that is.
        flat: Whether it has no idea: every class is as likely as another, but for the first letter by a trifle.
    """
    weights = np.zeros((len(ALPHABET) + 1, 1, 40, _KERNEL_PX), np.float32)
    bias = np.zeros(len(ALPHABET) + 1, np.float32)
    rows, middle = slice(_TOP, _BOTTOM), _KERNEL_PX // 2
    for number, character in enumerate(ALPHABET, 1):
        if character == " ":
            weights[number, 0, rows, middle - 13 : middle + 13] = -1.0
            bias[number] = 8.0
            continue
        half = WIDTHS_PX[character] // 4
        weights[number, 0, rows, middle - half - _FLANK_PX : middle + half + _FLANK_PX] = -1.0
        weights[number, 0, rows, middle - half : middle + half] = 1.0
        weights[number] *= _STEEP / (_BOTTOM - _TOP)
        bias[number] = _STEEP * (_ALLOWED_PX - 2 * half)
    if flat:
        weights[:], bias[:] = 0.0, 0.0
        bias[1] = 0.01
    edge = _KERNEL_PX // 2 - 1
    nodes = [
        helper.make_node("Conv", ["lines", "w", "b"], ["seen"], strides=[1, 2], pads=[0, edge, 0, edge]),
        helper.make_node("Squeeze", ["seen", "rows"], ["classes"]),
        helper.make_node("Transpose", ["classes"], ["frames"], perm=[0, 2, 1]),
        helper.make_node("LogSoftmax", ["frames"], ["log_probs"], axis=-1),
    ]
    graph = helper.make_graph(
        nodes,
        "bars",
        [helper.make_tensor_value_info("lines", TensorProto.FLOAT, ["n", 1, 40, "w"])],
        [helper.make_tensor_value_info("log_probs", TensorProto.FLOAT, ["n", "t", len(ALPHABET) + 1])],
        [
            numpy_helper.from_array(weights, "w"),
            numpy_helper.from_array(bias, "b"),
            numpy_helper.from_array(np.array([2], np.int64), "rows"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    told: dict[str, str | None] = {
        "digitize_format": "1",
        "alphabet": alphabet,
        "line_height": "40",
        "release": "bars-1",
        "trained": json.dumps({"lines": 0, "hours": 0, "seed": 0, "date": "1927-11-02"}),
        **(metadata or {}),
    }
    helper.set_model_props(model, {name: value for name, value in told.items() if value is not None})
    return model


def write_network(path: Path, **options: object) -> Path:
    """The network's file; options as for :func:`network`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(network(**options).SerializeToString())  # type: ignore[arg-type]
    return path


def write_crop(path: Path, pixels: Pixels) -> Path:
    """A crop as the pipeline writes it."""
    height, width = pixels.shape
    path.write_bytes(b"P5\n%d %d\n255\n" % (width, height) + np.ascontiguousarray(pixels).tobytes())
    return path


def draw_crop(path: Path, *lines: str) -> Crop:
    """Bars with their truth, as :func:`tests.recognize.drawn.draw` draws type."""
    pixels = draw_bars(*lines)
    height, width = pixels.shape
    boxes = tuple(tuple(_boxes(line, _MARGIN_PX + number * _LEADING_PX)) for number, line in enumerate(lines))
    return Crop(write_crop(path, pixels), width, height, lines, boxes)


def _boxes(line: str, y: int) -> Iterator[Box]:
    x = _MARGIN_PX
    for word in line.split():
        width = sum(WIDTHS_PX[character] + GAP_PX for character in word) - GAP_PX
        yield Box(x, y, x + width, y + HEIGHT_PX)
        x += width + SPACE_PX


@dataclass(frozen=True, slots=True)
class Barred:
    """The network's file, and crops that it reads, by name."""

    model: Path
    crops: dict[str, Crop]
