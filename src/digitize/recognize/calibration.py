"""How likely it is that a word is right: what engines state, made probabilities.

An engine's own confidence is a score: right words can have low ones, and engines are sure of things in ways of their own. The figures
here are those of logistic regressions on words of scans with true text, judged by leaving a page out (docs/experiments.md, "Confidence").
"""

from __future__ import annotations

import math

from digitize.model.profile import EngineName

_EDGE = 0.005
"""No engine is surer, or less sure, than this."""

_VOTED_BIAS, _VOTED_STATED, _OTHER_ENGINE, _MARGIN, _LINE = -2.56, 0.39, 1.01, 0.19, 2.22
"""Where engines have voted, 6,556 words of 38 pages: what the word's engine states (log odds), that the other has read the same, by how much
it won, and how much of the line they read alike."""
_WIDEST = (-2.0, 12.0)
"""Bounds of the margin that counts."""
_UNOPPOSED = 4.0
"""A word that nothing stands against has won against this little."""

_ALONE = {EngineName.TESSERACT: (-0.33, 1.01), EngineName.OWN: (-0.19, 0.85)}
"""Bias and slope where one engine has read: 9,276 words of 43 pages by Tesseract, 5,444 of 38 by our own recogniser."""

_PAGE_BIAS, _WORD, _PAGE = -0.93, 0.91, 0.77
_DIGITS, _DASH, _SIGN, _MARK_INSIDE = -1.74, -0.51, -2.26, -0.79
"""In the light of its page, 16,479 words of 43 pages, each set weighed by the root of its words: what is known of the word (log odds), the
mean of its page; whether it has digits, is dashes alone, other signs alone, or has a mark between its letters. No word list helps with numbers,
and specks are read as signs."""
_DASHES = frozenset("-\u2013\u2014")


def log_odds(stated: float) -> float:
    """Logarithm of the odds of a probability, bounded."""
    bounded = min(max(stated, _EDGE), 1.0 - _EDGE)
    return math.log(bounded / (1.0 - bounded))


def probability(odds: float) -> float:
    """The probability that a logarithm of odds stands for."""
    return 1.0 / (1.0 + math.exp(-min(max(odds, -30.0), 30.0)))


def voted(stated: float, weight: float, rival: float | None, agreement: float, *, by_both: bool) -> float:
    """The probability that a word is right that won a vote.

    Args:
        stated: What its engine says, in [0, 1].
        weight: What spoke for it, as :mod:`digitize.pipeline.vote` counts.
        rival: What spoke for the strongest that it won against; ``None`` when nothing stood against it.
        agreement: Share of its line that the engines read alike.
        by_both: Whether the other engine has read it too.
    """
    against = -_UNOPPOSED if rival is None else max(rival, -_UNOPPOSED)
    margin = min(max(weight - against, _WIDEST[0]), _WIDEST[1])
    return probability(
        _VOTED_BIAS + _VOTED_STATED * log_odds(stated) + _OTHER_ENGINE * by_both + _MARGIN * margin + _LINE * agreement
    )


def on_page(sure: float, text: str, page: float) -> float:
    """The probability that a word is right, in the light of what it consists of and of how well its page was read.

    Args:
        sure: The same by the word and its line, in [0, 1].
        text: The word.
        page: Mean of ``sure`` over the page's words.
    """
    odds = _PAGE_BIAS + _WORD * log_odds(sure) + _PAGE * log_odds(page)
    if any(c.isdigit() for c in text):
        odds += _DIGITS
    elif not any(c.isalnum() for c in text):
        odds += _DASH if _DASHES.issuperset(text) else _SIGN
    elif any(not c.isalnum() for c in text[:-1]):
        odds += _MARK_INSIDE
    return probability(odds)


def alone(stated: float, engine: EngineName) -> float:
    """The probability that a word is right that one engine alone has read.

    Args:
        stated: What it says, in [0, 1].
        engine: Which.
    """
    bias, slope = _ALONE[engine]
    return probability(bias + slope * log_odds(stated))
