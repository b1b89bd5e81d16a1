"""Draws many lines and says what is in them.

python -m training.text.survey 500000       how often each sign comes, how long lines are, how fast they are drawn
python -m training.text.survey 40 rus-old   that many lines of one language, to be read
"""

from __future__ import annotations

import sys
import time
from collections import Counter

import numpy as np

from training.text.alphabet import ALPHABET
from training.text.lines import TextSource

FLOOR = 1 / 20_000
"""Every sign is to come at least so often."""


def show(source: TextSource, number: int, language: str, seed: int) -> None:
    """Prints lines of one language."""
    rng = np.random.default_rng(seed)
    while number:
        line = source.draw(rng)
        if language in (line.language, "all"):
            print(f"{line.language:8}{line.text}")
            number -= 1


def survey(source: TextSource, number: int, seed: int) -> None:
    """Prints frequencies, lengths and speed."""
    rng = np.random.default_rng(seed)
    signs: Counter[str] = Counter()
    lengths: Counter[int] = Counter()
    languages: Counter[str] = Counter()
    start = time.process_time()
    lines = [source.draw(rng) for _ in range(number)]
    spent = time.process_time() - start
    for line in lines:
        signs.update(line.text)
        lengths[len(line.text) // 10 * 10] += 1
        languages[line.language] += 1
    total = signs.total()
    rare = {sign: round(signs[sign] / total / FLOOR, 2) for sign in ALPHABET if signs[sign] < total * FLOOR}
    print(f"{number} lines, {total} signs, {number / spent:.0f} lines a second of one core")
    print("outside the alphabet:", sorted(set(signs) - set(ALPHABET)))
    print("below the floor, as a part of it:", dict(sorted(rare.items(), key=lambda item: item[1])))
    print("per 10,000 signs:", {sign: round(signs[sign] / total * 1e4, 1) for sign in "іѣѳѵІѢѲѴъїєґўёéſ"})
    print("lengths:", {length: round(lengths[length] / number, 3) for length in sorted(lengths)})
    print("languages:", {language: round(count / number, 3) for language, count in languages.most_common()})


def main() -> None:
    """Reads the command line."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    start = time.perf_counter()
    source = TextSource()
    print(f"loaded in {time.perf_counter() - start:.1f} s")
    if len(sys.argv) > 2:
        show(source, number, sys.argv[2], seed=number)
    else:
        survey(source, number, seed=1)


if __name__ == "__main__":
    main()
