"""How many characters of a page are likely to be wrong, told by how sure its words are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from digitize.model.transcription import Doubt, PredictedErrors, TextLine, TranscribedPage
from digitize.recognize.suspects import letters_in

_SLOPE, _LEVEL, _SPREAD = 1.72, -0.01, 0.82
"""Logarithm of the character error rate over the logarithm of the share of letters in words that are expected to be wrong, and
the standard deviation around that line; fitted to 43 pages with true text (docs/experiments.md, "Predicted error rate"). A slope
over 1: on a bad page more letters of a wrong word are wrong."""
_ROUNDING = 0.005
_LEAST = 0.002
"""Added to both rates, so that pages without an error have logarithms."""
_NINE_OF_TEN = 1.645
"""Standard deviations to either side within which nine of ten values of a normal distribution lie."""
_FEWEST_LETTERS = 20
"""Letters and digits below which nothing can be told of a page."""

_HARDLY_READ = 0.2
"""Predicted error rate from which a page is said to be hardly read: in every word one letter is wrong."""
_MUCH = 0.25
"""Share of a page's letters in lines in doubt from which a person is told of them."""


def predicted_errors(lines: Iterable[TextLine]) -> PredictedErrors | None:
    """The character error rate to be expected of the text of a page; ``None`` where there is hardly any.

    Errors of reading are meant, not of the order of lines. Lines in doubt are no text, and do not count.
    """
    letters = wrong = 0.0
    for word in (word for line in lines if line.doubt is None for word in line.words):
        if word.confidence is not None:
            size = max(1, letters_in(word.text))
            letters += size
            wrong += size * (1.0 - word.confidence)
    if letters < _FEWEST_LETTERS:
        return None
    expected = _SLOPE * math.log(wrong / letters + _ROUNDING) + _LEVEL
    cer, low, high = (
        round(min(1.0, max(0.0, math.exp(expected + off * _SPREAD) - _LEAST)), 4)
        for off in (0.0, -_NINE_OF_TEN, _NINE_OF_TEN)
    )
    return PredictedErrors(cer, low, high)


def reading_warnings(page: TranscribedPage) -> tuple[str, ...]:
    """What a person should know of how well a page was read."""
    found = []
    predicted = page.predicted
    if predicted is not None and predicted.cer >= _HARDLY_READ:
        found.append(
            f"this page was hardly read: some {100 * predicted.cer:.0f} % of its characters are likely to be wrong; its text is not"
            " to be relied on"
        )
    return (*found, *_doubt_warnings(page))


def _doubt_warnings(page: TranscribedPage) -> Iterator[str]:
    """What is not delivered as text, where that is much of the page; a predicted error rate knows nothing of it."""
    doubts = [line.doubt for line in page.lines if line.doubt is not None]
    told = ", ".join(f"{doubts.count(doubt)} {doubt}" for doubt in Doubt if doubt in doubts)
    text, doubtful = _letters(page, doubtful=False), _letters(page, doubtful=True)
    if len(doubts) == len(list(page.lines)) > 0:
        yield f"nothing on this page could be read; its lines ({told}) are kept, but not delivered as text"
    elif doubtful >= _MUCH * (text + doubtful) > 0:
        yield f"much of this page could not be read; its lines in doubt ({told}) are kept, but not delivered as text"


def _letters(page: TranscribedPage, *, doubtful: bool) -> int:
    lines = (line for line in page.lines if (line.doubt is not None) is doubtful)
    return sum(letters_in(word.text) for line in lines for word in line.words)
