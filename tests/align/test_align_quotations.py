"""Quotations: as scholars write them, and found through errors, cuts and page breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

import numpy as np
import pytest

from digitize.align.find_quotation import Finder, PageWords, is_found
from digitize.align.quotation import read_quotation
from digitize.align.search_text import Corpus, SearchText

STEMS = "барк дол кор лам мен нав пол рог сан тор фар хлеб цеп шум щит гор лес мост рек степ".split()
ENDINGS = "ами ение ский ущая ому ости ник ель ать ина".split()


def invented(count: int, seed: int) -> list[str]:
    """Words of two stems and an ending: hardly two alike in a row."""
    chance = Random(seed)
    return [chance.choice(STEMS) + chance.choice(STEMS) + chance.choice(ENDINGS) for _ in range(count)]


def misread(words: Sequence[str], seed: int) -> list[str]:
    """Every tenth letter or so another one, some words run together."""
    chance = Random(seed)
    read = ["".join(chance.choice("аеионск") if chance.random() < 0.1 else c for c in word) for word in words]
    joined: list[str] = []
    for word in read:
        if joined and chance.random() < 0.03:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def finder(pages: Mapping[str, Sequence[Sequence[str]]]) -> Finder:
    kept = [PageWords(name, n, words) for name, of in pages.items() for n, words in enumerate(of, 1)]
    texts = [SearchText.of(page.words) for page in kept]
    starts = [np.frombuffer(text.starts, dtype="<u4") for text in texts]
    return Finder(Corpus(texts), kept.__getitem__, [page.document for page in kept], starts.__getitem__)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("«Мы пришли.»", ["Мы пришли."]),
        ("Мы пришли ... и ушли", ["Мы пришли", "и ушли"]),
        ("Мы [...] пришли (…) и <...> ушли", [*["Мы", "пришли", "и", "ушли"][1:2], "ушли"]),
        ("Мы *пришли* и __ушли__", ["Мы пришли и ушли"]),
        ("Мы пришли [sic] и ушли (курсив мой)", ["Мы пришли   и ушли"]),
        ("Мы [то есть делегаты] пришли", ["Мы   пришли"]),
        ("[М]ы пришли", ["Мы пришли"]),
        ("...", []),
    ],
)
def test_what_the_quoter_has_put_in(text: str, parts: list[str]) -> None:
    """Marks, remarks and explanations are no part of the source; cuts part it."""
    found = [" ".join(part.text.split()) for part in read_quotation(text).parts]
    expected = [" ".join(part.split()) for part in parts]
    assert [part for part in found if len(part) > 3 or len(expected) == len(found)][-len(expected) :] == expected or (
        not found and not expected
    )


def test_found_through_misread_letters() -> None:
    """In one of many pages, at its first word, whatever the reading has done."""
    true = {f"d{n}": [invented(200, 10 * n + page) for page in range(3)] for n in range(5)}
    search = finder({name: [misread(page, k) for k, page in enumerate(of)] for name, of in true.items()})
    quotation = read_quotation(" ".join(true["d3"][1][50:62]))
    best, *others = search.find(quotation)
    part = best.parts[0]
    assert best.document == "d3" and part is not None and part.page == 10
    assert abs(part.first - 49) <= 4 and best.likeness > 0.75
    assert not any(is_found(other, quotation) and other.likeness > best.likeness for other in others)


def test_cuts_are_followed() -> None:
    """Each piece after the other; one that does not stand there is told so."""
    words = invented(300, 1)
    search = finder({"d": [words]})
    there = " ".join(words[20:28]) + " [...] " + " ".join(words[40:46])
    found = search.find(read_quotation(there))[0]
    assert [(part.first, part.count) for part in found.parts if part] == [(20, 8), (40, 6)]
    lacking = " ".join(words[20:32]) + " ... " + " ".join(invented(5, 99))
    found = search.find(read_quotation(lacking))[0]
    assert found.parts[1] is None and 0.5 < found.share < 1


def test_over_a_page_break() -> None:
    """The end of one page and the beginning of the next of the same document, not of another."""
    one, two = invented(100, 1), invented(100, 2)
    search = finder({"a": [one, two], "b": [invented(50, 3)]})
    part = search.find(read_quotation(" ".join(one[-6:] + two[:6])))[0].parts[0]
    assert part is not None and (part.page, part.first, part.count) == (0, 94, 12)
    assert search.find(read_quotation(" ".join(two[-6:] + invented(50, 3)[:6]))) == []


def test_what_does_not_occur_is_not_found() -> None:
    """Words of the same stems in another order are another text; so is an empty quotation, or nothing to search."""
    search = finder({"d": [invented(400, 1)]})
    assert search.find(read_quotation(" ".join(invented(12, 77)))) == []
    assert search.nearest(read_quotation("...")) == []
    assert finder({"d": [[]]}).nearest(read_quotation("какие-то слова")) == []


def test_a_long_quotation() -> None:
    """More than is looked for at once: its beginning and end decide where it stands."""
    words = invented(200, 5)
    found = finder({"d": [words[:100], words[100:]]}).find(read_quotation(" ".join(words[20:160])))[0]
    part = found.parts[0]
    assert part is not None and (part.first, part.count, found.likeness) == (20, 140, 1.0)
