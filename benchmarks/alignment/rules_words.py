"""Differences of words: substitution, omission, addition, transposition."""

from __future__ import annotations

from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from benchmarks.alignment.material import Language
from benchmarks.alignment.site import Edit, Site, in_case_of, parted
from digitize.align.variant import VariantKind
from digitize.model.witness import Token

_LONGEST_SENTENCE = 40
_ENDINGS = {
    Language.RUSSIAN: ("а", "у", "е", "ом", "ы", "и", "ов", "ам", "ами", "ах", "ой", "ая", "ые", "ых", "ого", "ому", "ал", "али", "ят"),
    Language.FRENCH: ("s", "", "e", "es", "er", "ent", "ait", "aient", "ons"),
    Language.ENGLISH: ("s", "", "ed", "ing"),
    Language.GERMAN: ("e", "en", "er", "es", "em", "n"),
}  # fmt: skip


def put_by_table(site: Site, index: int) -> Edit | None:
    """Another word, or another form of it, from the table."""
    lead, core, trail = parted(site.text(index))
    for pair in site.tables.substitutes:
        for here, there in (pair, pair[::-1]):
            if core == here:
                return site.swap(index, [lead + there + trail], VariantKind.SUBSTITUTION)
    return None


def put_any(site: Site, index: int) -> Edit | None:
    """Any other word of about its length, with the same ending in a third of all cases."""
    word = site.text(index)
    if not site.is_plain(index, 4) or not site.known(word) or not site.pool:
        return None
    alike = site.chance.random() < 1 / 3
    for _ in range(30 if not alike else 300):
        other = site.chance.choice(site.pool)
        near = Levenshtein.normalized_similarity(word, other)
        fits = word[-3:] == other[-3:] if alike else near < 0.4
        if len(other) >= 4 and abs(len(other) - len(word)) <= 2 and fits and near < 0.6 and site.known(other):
            return site.swap(index, [other], VariantKind.SUBSTITUTION)
    return None


def put_inflected(site: Site, index: int) -> Edit | None:
    """Another form of the same word that the language has."""
    word = site.text(index)
    if not site.is_plain(index, 5) or not site.known(word):
        return None
    endings = [ending for ending in _ENDINGS[site.language] if word.endswith(ending)]
    ending = max(endings, key=len, default="")
    other = word[: len(word) - len(ending)] + site.chance.choice(_ENDINGS[site.language])
    if other == word or len(other) < 4 or not site.known(other) or not any(word.endswith(e) for e in endings):
        return None
    return site.swap(index, [other], VariantKind.SUBSTITUTION)


def leave_out_word(site: Site, index: int) -> Edit | None:
    """One word of a sentence."""
    return _left_out(site, index, 1)


def leave_out_words(site: Site, index: int) -> Edit | None:
    """Two to six words of a sentence."""
    return _left_out(site, index, site.chance.randint(2, 6))


def _left_out(site: Site, index: int, count: int) -> Edit | None:
    """Words are told from their neighbours, so that it is plain which ones are lacking."""
    inner = all(site.is_plain(place) for place in range(index - 1, index + count + 1))
    edges = {site.text(place) for place in (index - 1, index, index + count - 1, index + count)}
    if (
        not inner
        or len(edges) < (3 if count == 1 else 4)
        or any(site.begins_paragraph(i) for i in _inside(index, count))
    ):
        return None
    return Edit(index, index + count, site.tokens[index : index + count], (), VariantKind.OMISSION)


def _inside(index: int, count: int) -> range:
    return range(index, index + count + 1)


def leave_out_sentences(site: Site, index: int) -> Edit | None:
    """One to three sentences of a paragraph that has others."""
    starts = list(site.sentences())
    at = next((n for n, (start, _) in enumerate(starts) if start == index), None)
    if at is None or site.begins_paragraph(index) or index == 0:
        return None
    last = min(at + site.chance.choice((0, 0, 1, 2)), len(starts) - 1)
    stop = starts[last][1]
    crosses = any(site.begins_paragraph(place) for place in range(index, stop))
    if crosses or stop - index > 2 * _LONGEST_SENTENCE or site.text(index) == site.text(stop):
        return None
    return Edit(index, stop, site.tokens[index:stop], (), VariantKind.OMISSION)


def put_in_word(site: Site, index: int) -> Edit | None:
    """A word, or a fixed phrase, between two."""
    if index == 0 or not site.is_plain(index) or not site.is_plain(index - 1):
        return None
    words = site.chance.choice(site.tables.words).split()
    if {site.text(index), site.text(index - 1)} & set(words) or site.begins_paragraph(index):
        return None
    return Edit(index, index, (), tuple(map(Token, words)), VariantKind.ADDITION)


def put_in_interjection(site: Site, index: int) -> Edit | None:
    """A stenographer's note after a sentence."""
    return _after_sentence(site, index, site.tables.interjections)


def put_in_sentence(site: Site, index: int) -> Edit | None:
    """A sentence after another."""
    return _after_sentence(site, index, site.tables.sentences)


def _after_sentence(site: Site, index: int, texts: tuple[str, ...]) -> Edit | None:
    if index == 0 or not site.ends_sentence(index - 1):
        return None
    words = site.chance.choice(texts).split()
    if words[0] == site.text(index) or words[-1] == site.text(index - 1):
        return None
    return Edit(index, index, (), tuple(map(Token, words)), VariantKind.ADDITION)


def exchange_words(site: Site, index: int) -> Edit | None:
    """Two neighbouring words."""
    if not site.is_plain(index, 2) or not site.is_plain(index + 1, 2) or site.text(index) == site.text(index + 1):
        return None
    if len(site.text(index)) + len(site.text(index + 1)) < 7 or site.begins_paragraph(index + 1):
        return None
    return _exchanged(site, index, index + 1, index + 2)


def exchange_phrases(site: Site, index: int) -> Edit | None:
    """Some words of a sentence, and the ones after them."""
    middle = index + site.chance.randint(2, 4)
    stop = middle + site.chance.randint(2, 4)
    plain = all(site.is_plain(place) for place in range(index, stop))
    if not plain or len({site.tokens[place].text for place in range(index, stop)}) < stop - index:
        return None
    return _exchanged(site, index, middle, stop)


def exchange_sentences(site: Site, index: int) -> Edit | None:
    """Two neighbouring sentences of four words or more, one of them clearly shorter."""
    starts = list(site.sentences())
    for (start, middle), (_, stop) in pairwise(starts):
        if start == index > 0 and not any(site.begins_paragraph(place) for place in range(start, stop)):
            short, long = sorted((middle - start, stop - middle))
            if short >= 4 and long <= _LONGEST_SENTENCE and short < 0.8 * long:
                return _exchanged(site, start, middle, stop)
    return None


def exchange_paragraphs(site: Site, index: int) -> Edit | None:
    """A paragraph and the next one, one of them clearly shorter."""
    starts = [place for place in range(1, len(site.tokens)) if site.begins_paragraph(place)] + [len(site.tokens)]
    for start, middle, stop in zip(starts, starts[1:], starts[2:], strict=False):
        short, long = sorted((middle - start, stop - middle))
        if start == index and short < 0.8 * long:
            return _exchanged(site, start, middle, stop)
    return None


def _exchanged(site: Site, start: int, middle: int, stop: int) -> Edit:
    old = site.tokens[start:stop]
    return Edit(start, stop, old, site.tokens[middle:stop] + site.tokens[start:middle], VariantKind.TRANSPOSITION)


def shorten_by_table(site: Site, index: int) -> Edit | None:
    """In full or short, from the table."""
    pairs = list(site.tables.abbreviations)
    site.chance.shuffle(pairs)
    for pair in pairs:
        for here, there in (pair, pair[::-1]):
            words = here.split()
            found = [site.text(index + place).removesuffix(",") for place in range(len(words))]
            if found in (words, [in_case_of("X", words[0]), *words[1:]]):
                comma = "," if site.text(index + len(words) - 1).endswith(",") and not here.endswith(",") else ""
                if comma and there.endswith(","):
                    return None
                others = (
                    in_case_of(found[0], there).split() if here[0].islower() == there[0].islower() else there.split()
                )
                others[-1] += comma
                return site.swap(index, others, VariantKind.ABBREVIATION, len(words))
    return None


def shorten_by_cutting(site: Site, index: int) -> Edit | None:
    """A long word cut after a consonant, with a full stop."""
    word = site.text(index)
    if not site.is_plain(index, 8):
        return None
    places = [
        p
        for p in range(3, min(6, len(word) - 3))
        if word[p - 1] not in "аеиоуыэюяьъйaeiouyéèê" and word[p] in "аеиоуыэюяaeiouyé"
    ]
    if not places:
        return None
    return site.swap(index, [word[: site.chance.choice(places)] + "."], VariantKind.ABBREVIATION)
