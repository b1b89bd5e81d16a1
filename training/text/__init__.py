"""Text for training: lines with exact truth, drawn from a seed.

source = TextSource()
line = source.draw(numpy.random.default_rng(1))
"""

from training.text.lines import TextLine, TextSource

__all__ = ["TextLine", "TextSource"]
