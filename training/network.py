"""The network: convolutions over a line's picture, two recurrent layers along it, a letter or none for every two columns."""

from __future__ import annotations

import torch
from torch import Tensor, nn

SHRINK = 4
"""Columns of the picture per step of the recurrent layers."""
STEPS = 2
"""Answers per step of the recurrent layers: thin letters side by side need more than one answer in four columns."""


class Recogniser(nn.Module):
    """Lines of 40 rows in, log-probabilities of letters out.

    Args:
        signs: Size of the alphabet; class 0 is none of it.
        width: Size of each recurrent layer, in each direction.
    """

    def __init__(self, signs: int, width: int = 192) -> None:
        super().__init__()

        def block(into: int, out: int, size: int = 3, stride: int | tuple[int, int] = 1) -> list[nn.Module]:
            convolution = nn.Conv2d(into, out, size, padding=size // 2, stride=stride, bias=False)
            return [convolution, nn.BatchNorm2d(out), nn.ReLU(inplace=True)]

        self.look = nn.Sequential(
            *block(1, 32, 5, 2),  # 20 x W/2
            *block(32, 64, 3, 2),  # 10 x W/4
            *block(64, 96),
            *block(96, 128, 3, (2, 1)),  # 5 x W/4
            *block(128, 128),
        )
        self.squeeze = nn.Sequential(nn.Linear(128 * 5, 256), nn.ReLU(inplace=True))
        self.along = nn.LSTM(256, width, num_layers=2, bidirectional=True, batch_first=True)
        self.tell = nn.Linear(2 * width, STEPS * (signs + 1))
        self.classes = signs + 1

    def forward(self, lines: Tensor) -> Tensor:
        """Log-probabilities, shape (N, W / 2, signs + 1), of lines of shape (N, 1, 40, W)."""
        seen = self.look(lines)
        n, depth, rows, steps = seen.shape
        seen = self.squeeze(seen.permute(0, 3, 1, 2).reshape(n, steps, depth * rows))
        heard, _ = self.along(seen)
        told = self.tell(heard).reshape(n, steps * STEPS, self.classes)
        return torch.log_softmax(told.float(), dim=-1)
