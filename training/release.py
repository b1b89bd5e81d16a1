"""Writes a run's averaged weights as the model that the product reads with, and a small checkpoint to train on from.

``python -m training.release RUN --model own.onnx --checkpoint checkpoint.pt --name own-1``
"""

from __future__ import annotations

import argparse
import datetime
import json
from pathlib import Path

import numpy as np
import onnx
import onnx.helper
import onnx.numpy_helper
import torch
from torch import Tensor, nn

from training.network import Recogniser

_OPSET = 17
_LARGE = 1_024
"""Weights of so many numbers and more are kept in 16 bits."""
_SAME = 0.02
"""Probabilities may differ by so much for that."""


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
    state = torch.load(options.run if options.run.is_file() else options.run / "last.pt", map_location="cpu", weights_only=True)
    net = Recogniser(len(state["alphabet"]), state["width"])
    net.load_state_dict(state["mean"])
    net.eval()
    write_model(net, state, options.model, options.name)
    if options.checkpoint:
        halves = {k: v.half() if v.is_floating_point() else v for k, v in state["mean"].items()}
        kept = {k: state[k] for k in ("alphabet", "lines", "steps", "hours", "width", "seed")}
        torch.save({"net": halves, "mean": halves, **kept}, options.checkpoint)
        print(f"{options.checkpoint}: {options.checkpoint.stat().st_size / 1e6:.1f} MB")


def _halve(graph: onnx.GraphProto) -> None:
    """Keeps large weights in 16 bits: the file is half as large, and the runtime widens them once, when it opens the file."""
    casts = []
    for tensor in list(graph.initializer):
        values = onnx.numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < _LARGE:
            continue
        name = tensor.name
        tensor.CopyFrom(onnx.numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
        casts.append(onnx.helper.make_node("Cast", [f"{name}.half"], [name], to=onnx.TensorProto.FLOAT))
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend([*casts, *nodes])


def write_model(net: Recogniser, state: dict, path: Path, name: str) -> None:
    """Writes the network as ONNX, with what the product must know of it, and compares the two."""
    sample = torch.rand(1, 1, 40, 256)
    torch.onnx.export(
        _Whole(net).eval(), (sample,), str(path), input_names=["lines"], output_names=["log_probs"], opset_version=_OPSET, dynamo=False,
        dynamic_axes={"lines": {0: "n", 3: "w"}, "log_probs": {0: "n", 1: "t"}},
    )  # fmt: skip
    model = onnx.load(str(path))
    _halve(model.graph)
    trained = {"lines": state["lines"], "hours": round(state["hours"], 2), "seed": state["seed"], "date": datetime.date.today().isoformat()}
    properties = {
        "digitize_format": "1", "alphabet": state["alphabet"], "line_height": "40", "release": name, "trained": json.dumps(trained),
    }  # fmt: skip
    for key, value in properties.items():
        entry = model.metadata_props.add()
        entry.key, entry.value = key, value
    model.producer_name, model.doc_string = "digitize", ""
    onnx.save(model, str(path))
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    for shape in ((1, 1, 40, 64), (3, 1, 40, 640)):
        lines = np.random.default_rng(1).random(shape, dtype=np.float32)
        theirs = session.run(None, {"lines": lines})[0]
        with torch.inference_mode():
            ours = net(torch.from_numpy(lines)).numpy()
        worst = float(np.abs(np.exp(theirs) - np.exp(ours)).max())
        if worst > _SAME or theirs.shape != ours.shape:
            raise SystemExit(f"the model as written answers otherwise: {worst}")
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB, {name}, {trained}")


if __name__ == "__main__":
    main()
