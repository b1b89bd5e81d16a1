"""Whether each word of a reference is laid on the right word of a noisy scan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from benchmarks.alignment.book import Book
from benchmarks.alignment.disorder import disordered
from benchmarks.alignment.kinds import Share
from benchmarks.alignment.material import Language
from benchmarks.alignment.noise import misread
from digitize.align.alignment import Alignment
from digitize.model.witness import Token, Witness

Align = Callable[[Witness, Witness], Alignment]

LANGUAGES = (Language.RUSSIAN, Language.FRENCH)
SPARE_WORDS = 3_000


@dataclass(frozen=True, slots=True)
class Case:
    """A reference and a scan of it.

    Args:
        reference: The true text.
        scan: The same as it was read.
        origins: Of each word of the scan the reference's words that its letters come from.
        cer: Errors per character as they came out.
    """

    reference: Witness
    scan: Witness
    origins: tuple[tuple[int, ...], ...]
    cer: float


@dataclass(frozen=True, slots=True)
class Placement:
    """How many words of the reference are laid rightly.

    Args:
        placed: Of those on the scan, on one of their words and on no other's.
        missing: Of those not on the scan, on nothing.
    """

    placed: Share
    missing: Share

    def __add__(self, other: Placement) -> Placement:
        return Placement(_sum(self.placed, other.placed), _sum(self.missing, other.missing))


def _sum(one: Share, other: Share) -> Share:
    return Share(one.right + other.right, one.of + other.of)


NO_PLACEMENT = Placement(Share(0, 0), Share(0, 0))


def make_case(language: Language, disorder: str, cer: float, words: int, seed: int) -> Case:
    """A case by chance; the same arguments give the same one.

    Args:
        language: Russian or French.
        disorder: One of :data:`benchmarks.alignment.disorder.DISORDERS`.
        cer: Errors per character.
        words: Of the reference, at least.
        seed: Of everything.
    """
    chance = Random(f"{language.value} {disorder} {cer} {seed}")
    book = Book(language, seed)
    reference = book.words(words)
    spare = book.words(SPARE_WORDS)
    laid = disordered(disorder, reference, spare, chance)
    noisy = misread(laid.words, laid.indices, cer, chance)
    tokens = tuple(Token(word, before) for word, before in zip(noisy.words, noisy.before, strict=True))
    return Case(
        Witness.of_text("reference", " ".join(reference)),
        Witness("scan", tokens),
        noisy.origins,
        noisy.cer,
    )


def score_placement(alignment: Alignment, case: Case, *, scan_is_a: bool) -> Placement:
    """Scores the alignment of a case.

    A word is right when its link holds a word of the scan that its own letters are in, and no word of the scan whose letters
    are another's or a running head's, unless these two share a word of the scan (the space between them was lost).
    """
    scan_of: dict[int, set[int]] = {}
    for place, origins in enumerate(case.origins):
        for origin in origins:
            scan_of.setdefault(origin, set()).add(place)
    right = here = right_missing = missing = 0
    for link in alignment.links:
        scan, reference = (link.a, link.b) if scan_is_a else (link.b, link.a)
        for word in reference:
            true = scan_of.get(word)
            if true is None:
                missing += 1
                right_missing += not scan
                continue
            here += 1
            allowed = {neighbour for place in true for neighbour in case.origins[place]}
            others = {origin for place in scan for origin in case.origins[place]} - allowed
            foreign = any(not case.origins[place] and _has_letters(case.scan, place) for place in scan)
            right += not true.isdisjoint(scan) and not others and not foreign
    return Placement(Share(right, here), Share(right_missing, missing))


def _has_letters(scan: Witness, place: int) -> bool:
    return any(c.isalnum() for c in scan.tokens[place].text)


def measure_placement(
    align: Align, disorders: Sequence[str], cers: Sequence[float], words: int, seed: int
) -> Mapping[tuple[str, float], tuple[Placement, Placement, float]]:
    """Of each disorder and rate: scan against reference, reference against scan, and the rate as measured.

    Args:
        align: The aligner.
        disorders: Which.
        cers: Errors per character.
        words: Of the references, in each language.
        seed: Of everything.
    """
    scores = {}
    for disorder in disorders:
        for cer in cers:
            ahead, back, rates = NO_PLACEMENT, NO_PLACEMENT, []
            for language in LANGUAGES:
                case = make_case(language, disorder, cer, words, seed)
                ahead += score_placement(align(case.scan, case.reference), case, scan_is_a=True)
                back += score_placement(align(case.reference, case.scan), case, scan_is_a=False)
                rates.append(case.cer)
            scores[disorder, cer] = (ahead, back, sum(rates) / len(rates))
    return scores
