"""Writes a run's averaged weights as the model that the product reads with, and a small checkpoint to train on from.

``python -m training.release RUN --model own.onnx --checkpoint checkpoint.pt --name own-1``
"""

from __future__ import annotations

import argparse
import datetime
import json
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_dynamic, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from digitize.recognize.ctc import best_path
from training.lines import CACHE, LineMaker
from training.look.faces import Faces
from training.network import Recogniser
from training.reading import error_rate
from training.text import TextSource

_OPSET = 17
_SEED = 4242
_RANGED_BY = 120
"""Drawn lines that tell the range of what the convolutions see."""
_COMPARED = 200
_WORSE = 1.03
"""The file may make so many times the network's errors."""


class _Whole(nn.Module):
    def __init__(self, net: Recogniser) -> None:
        super().__init__()
        self.net = net

    def forward(self, lines: Tensor) -> Tensor:
        return self.net(lines)


def main() -> None:
    """Parses arguments, writes and checks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, help="a run's folder, or a checkpoint")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--name", default="own-1")
    options = parser.parse_args()
    state = torch.load(
        options.run if options.run.is_file() else options.run / "last.pt", map_location="cpu", weights_only=True
    )
    net = Recogniser(len(state["alphabet"]), state["width"])
    net.load_state_dict(state["mean"])
    net.eval()
    write_model(net, state, options.model, options.name)
    if options.checkpoint:
        halves = {k: v.half() if v.is_floating_point() else v for k, v in state["mean"].items()}
        kept = {k: state[k] for k in ("alphabet", "lines", "steps", "hours", "width", "seed")}
        torch.save({"net": halves, "mean": halves, **kept}, options.checkpoint)
        print(f"{options.checkpoint}: {options.checkpoint.stat().st_size / 1e6:.1f} MB")


class _Lines(CalibrationDataReader):
    """Drawn lines, by which the range of what each convolution sees is found."""

    def __init__(self) -> None:
        maker = LineMaker(TextSource(), Faces(CACHE / "fonts"), _SEED)
        self._inks = iter([maker.draw(number).ink for number in range(_RANGED_BY)])

    def get_next(self) -> dict[str, np.ndarray] | None:
        ink = next(self._inks, None)
        return None if ink is None else {"lines": _padded(ink)}


def _padded(ink: np.ndarray) -> np.ndarray:
    lines = np.zeros((1, 1, ink.shape[0], -(-ink.shape[1] // 64) * 64), np.float32)
    lines[0, 0, :, : ink.shape[1]] = ink / np.float32(255.0)
    return lines


def _in_eight_bits(whole: Path, path: Path) -> None:
    """The network with weights and arithmetic in eight bits: a third of the time, a quarter of the size.

    Convolutions on scales that drawn lines have given, the recurrent layers on scales of each line's own. Weights have seven bits, so that
    processors without instructions for eight-bit sums reach the same numbers without overflowing.
    """
    ready, middle = whole.with_name("ready.onnx"), whole.with_name("middle.onnx")
    quant_pre_process(str(whole), str(ready), skip_symbolic_shape=True)
    bits = {"weight_type": QuantType.QInt8, "reduce_range": True}
    quantize_static(
        str(ready), str(middle), _Lines(), quant_format=QuantFormat.QDQ, op_types_to_quantize=["Conv", "Relu"], per_channel=True,
        activation_type=QuantType.QUInt8, **bits,
    )  # fmt: skip
    quantize_dynamic(str(middle), str(path), op_types_to_quantize=["MatMul", "Gemm", "LSTM"], **bits)


def write_model(net: Recogniser, state: dict, path: Path, name: str) -> None:
    """Writes the network as ONNX, with what the product must know of it, and compares the two on drawn lines in faces kept aside."""
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            _Whole(net).eval(), (torch.rand(1, 1, 40, 256),), str(whole), input_names=["lines"], output_names=["log_probs"],
            opset_version=_OPSET, dynamo=False, dynamic_axes={"lines": {0: "n", 3: "w"}, "log_probs": {0: "n", 1: "t"}},
        )  # fmt: skip
        _in_eight_bits(whole, path)
    model = onnx.load(str(path))
    trained = {
        "lines": state["lines"],
        "hours": round(state["hours"], 2),
        "seed": state["seed"],
        "date": datetime.date.today().isoformat(),
    }
    properties = {
        "digitize_format": "1", "alphabet": state["alphabet"], "line_height": "40", "release": name, "trained": json.dumps(trained),
    }  # fmt: skip
    del model.metadata_props[:]
    for key, value in properties.items():
        entry = model.metadata_props.add()
        entry.key, entry.value = key, value
    model.producer_name, model.doc_string = "digitize", ""
    onnx.save(model, str(path))
    _compare(net, path, state["alphabet"])
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB, {name}, {trained}")


def _compare(net: Recogniser, path: Path, alphabet: str) -> None:
    """Ends with an error if the file reads worse than the network that it was made of."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    maker = LineMaker(TextSource(), Faces(CACHE / "fonts", aside=True), _SEED, wear=0.6)
    samples = [maker.draw(number) for number in range(_COMPARED)]
    pairs: dict[str, list[tuple[str, str]]] = {"network": [], "file": []}
    for sample in samples:
        lines, steps = _padded(sample.ink), -(-sample.ink.shape[1] // 2)
        with torch.inference_mode():
            ours = net(torch.from_numpy(lines)).numpy()[0]
        theirs = session.run(None, {"lines": lines})[0][0]
        for which, answer in (("network", ours), ("file", theirs)):
            pairs[which].append(
                (sample.text, "".join(emission.character for emission in best_path(answer[:steps], alphabet)))
            )
    rates = {which: error_rate(found) for which, found in pairs.items()}
    print(f"error rate on {_COMPARED} drawn lines: network {rates['network']:.2f} %, file {rates['file']:.2f} %")
    if rates["file"] > _WORSE * rates["network"] + 0.1:
        raise SystemExit("the model as written reads worse")


if __name__ == "__main__":
    main()
