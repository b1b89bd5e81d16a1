"""Trains the recogniser: ``python -m training.train RUN --hours 1.5``; a second call goes on where the first was.

A run's folder holds ``last.pt`` (everything needed to go on), ``log.jsonl`` (one line per check) and ``run.json`` (what it was started with).
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import nn

from digitize.evaluate.ground_truth import read_ground_truth
from training.feed import Batch, batches
from training.lines import CACHE, LineMaker
from training.look.faces import Faces
from training.network import Recogniser
from training.reading import error_rate, read_lines
from training.text import TextSource
from training.text.alphabet import ALPHABET
from training.truth import Line, folding, true_lines

_PEAK = 2.0e-3
"""Learning rate after warming up."""
_LAST = 0.03
"""Share of it at the end of a run."""
_WARM = 400
_CLIP = 5.0
_PAUSE_S = 20.0
"""A step that took longer was held up: only so much of it counts."""
_AVERAGE = 0.9985
"""Weights are averaged over the last 700 steps or so: single checks swing by a third while the learning rate is high."""


def main() -> None:
    """Parses arguments and trains."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument(
        "--hours", type=float, default=1.0, help="how long the run trains, not counting what it starts from; the learning rate falls to its end"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peak", type=float, default=_PEAK)
    parser.add_argument("--width", type=int, default=192)
    parser.add_argument("--drawers", type=int, default=1, help="processes that draw lines")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--check", type=int, default=300, help="seconds between checks")
    parser.add_argument("--from", dest="parent", type=Path, help="checkpoint to start from")
    parser.add_argument(
        "--gt", type=Path, default=Path("../shared/gt"), help="real lines to check with; never trained on"
    )
    Training(parser.parse_args()).run()


class Training:
    """One call of the program."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.folder: Path = options.run
        self.folder.mkdir(parents=True, exist_ok=True)
        torch.set_num_threads(options.threads)
        torch.manual_seed(options.seed)
        random.seed(options.seed)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.net = Recogniser(len(ALPHABET), options.width).to(self.device, memory_format=torch.channels_last)
        self.mean = copy.deepcopy(self.net).eval()
        decayed = [p for p in self.net.parameters() if p.ndim > 1]
        others = [p for p in self.net.parameters() if p.ndim <= 1]
        self.optimiser = torch.optim.AdamW(
            [{"params": decayed, "weight_decay": 1e-2}, {"params": others, "weight_decay": 0.0}],
            lr=options.peak,
            betas=(0.9, 0.99),
            fused=True,
        )
        self.in_half = self.device.type == "cuda" or torch.backends.cpu.get_cpu_capability() == "AVX512"
        self.loss = nn.CTCLoss(blank=0, zero_infinity=True)
        self.code = {sign: index for index, sign in enumerate(ALPHABET, 1)}
        self.lines = self.steps = 0
        self.hours = self.began = 0.0
        self.stopped = False
        self.losses: list[float] = []
        last = self.folder / "last.pt"
        if last.exists() or options.parent:
            self._resume(last if last.exists() else options.parent)
        self.checks = _checks(options.gt)
        (self.folder / "run.json").write_text(json.dumps({k: str(v) for k, v in vars(options).items()}, indent=1))

    def _resume(self, path: Path) -> None:
        state = torch.load(path, map_location=self.device, weights_only=True)
        if state["alphabet"] != ALPHABET:
            sys.exit(f"{path} has another alphabet")
        self.net.load_state_dict(state["net"])
        self.mean.load_state_dict(state["mean"])
        if "optimiser" in state:
            self.optimiser.load_state_dict(state["optimiser"])
        self.lines, self.steps, self.hours = state["lines"], state["steps"], state["hours"]
        self.began = state["began"] if path.parent == self.folder else self.hours
        print(f"goes on from {self.lines} lines, {self.hours:.2f} h", flush=True)

    def save(self, name: str = "last.pt") -> None:
        """Writes everything needed to go on; the file appears whole."""
        state = {
            "net": self.net.state_dict(), "mean": self.mean.state_dict(), "optimiser": self.optimiser.state_dict(), "alphabet": ALPHABET,
            "lines": self.lines, "steps": self.steps, "hours": self.hours, "began": self.began, "width": self.options.width, "seed": self.options.seed,
        }  # fmt: skip
        part = self.folder / f"{name}.part"
        torch.save(state, part)
        part.replace(self.folder / name)

    def run(self) -> None:
        """Trains until the time is up."""
        checked = before = time.monotonic()
        signal.signal(signal.SIGTERM, lambda *_: setattr(self, "stopped", True))
        first = self.steps
        for batch in batches(self.options.seed, self.lines, self.options.drawers):
            done = (self.hours - self.began) / self.options.hours
            if done >= 1.0 or self.stopped:
                break
            warm = min(1.0, (self.steps - first + 1) / _WARM)
            rate = self.options.peak * warm * (_LAST + (1 - _LAST) * 0.5 * (1 + math.cos(math.pi * done)))
            for group in self.optimiser.param_groups:
                group["lr"] = rate
            self._step(batch)
            now = time.monotonic()
            self.hours += min(now - before, _PAUSE_S) / 3600.0
            if self.steps % 100 == 0:
                print(f"{self.lines} lines, {self.hours:.3f} h, loss {np.mean(self.losses[-100:]):.3f}", flush=True)
            if now - checked > self.options.check:
                self.check(rate)
                self.save()
                checked = now
            before = time.monotonic()
        self.save()
        if not self.stopped:
            self.check(0.0)

    def _step(self, batch: Batch) -> None:
        self.net.train()
        ink = torch.from_numpy(batch.ink).to(self.device).float().div_(255.0).to(memory_format=torch.channels_last)
        target = torch.tensor([self.code[c] for t in batch.texts for c in t], dtype=torch.long)
        sizes = torch.tensor([len(t) for t in batch.texts], dtype=torch.long)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.in_half):  # emulated, it takes ten times as long
            answers = self.net(ink)
        steps = torch.tensor([min(answers.shape[1], -(-w // 2) + 4) for w in batch.widths], dtype=torch.long)
        loss = self.loss(answers.transpose(0, 1), target.to(self.device), steps, sizes)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), _CLIP)
        if not math.isfinite(loss.item()):
            return
        self.optimiser.step()
        self.steps += 1
        self.lines += len(batch.texts)
        self.losses.append(loss.item())
        average = min(_AVERAGE, self.steps / (self.steps + 20.0))
        with torch.no_grad():
            for mean, now in zip(self.mean.state_dict().values(), self.net.state_dict().values(), strict=True):
                if mean.is_floating_point():
                    mean.lerp_(now, 1.0 - average)
                else:
                    mean.copy_(now)

    def check(self, rate: float) -> None:
        """Reads the lines kept for checking with the averaged weights, and logs the error rates."""
        found = {}
        for name, (lines, fold) in self.checks.items():
            texts = read_lines(self.mean, ALPHABET, [line.pixels for line in lines])
            pairs = ((line.truth, fold(text)) for line, text in zip(lines, texts, strict=True))
            found[name] = round(error_rate(pairs), 2)
        entry = {
            "lines": self.lines, "steps": self.steps, "hours": round(self.hours, 3), "rate": round(rate, 6),
            "loss": round(float(np.mean(self.losses[-200:])) if self.losses else 0.0, 4), "cer": found,
        }  # fmt: skip
        with (self.folder / "log.jsonl").open("a") as log:
            log.write(json.dumps(entry) + "\n")
        print(json.dumps(entry), flush=True)


_CHECKED = {"vyl": "vyl-tujod-1939-komi-newspaper", "nubis": "nubis-fr-books-1886-1941", "tapuscorpus": "tapuscorpus-fr-typewritten",
            "ehri": "ehri-typewritten-1936-58"}  # fmt: skip
"""Sets of real lines that are read at every check, by the name that the log gives them."""
_CHECKED_LINES = 130
"""Real lines of a set at least, of twice as many at most: every so many of them."""

_Checks = dict[str, tuple[list[Line], Callable[[str], str]]]


def _checks(gt: Path) -> _Checks:
    """Lines to check with, and how they are compared: drawn in faces kept aside, and real ones where there are some."""
    maker = LineMaker(TextSource(), Faces(CACHE / "fonts", aside=True), seed=999, wear=0.6)
    fold = folding()
    drawn = [maker.draw(number) for number in range(240)]
    checks: _Checks = {"unseen": ([Line(s.pixels, fold(s.text), s.kind) for s in drawn], fold)}
    if gt.exists():
        pages = read_ground_truth(gt)
        for name, group in _CHECKED.items():
            of = [page for page in pages if page.set == group]
            lines = [line for page in of for line in true_lines(page)]
            if lines:
                checks[name] = (lines[:: max(1, len(lines) // _CHECKED_LINES)], folding(of[0].convention))
    return checks


if __name__ == "__main__":
    main()
