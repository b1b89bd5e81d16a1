"""The benchmark of alignment: its truth holds, its scores tell right from wrong, its tables are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import Any

import pytest
from rapidfuzz import fuzz

from benchmarks.alignment.__main__ import main
from benchmarks.alignment.book import Book
from benchmarks.alignment.disorder import DISORDERS, disordered
from benchmarks.alignment.held_out import HELD_OUT
from benchmarks.alignment.kinds import Share, score_kinds
from benchmarks.alignment.look import LOOK
from benchmarks.alignment.material import Language
from benchmarks.alignment.noise import misread
from benchmarks.alignment.placement import Case, make_case, score_placement
from benchmarks.alignment.planting import APART, Planted, plant
from benchmarks.alignment.quotations import Hit, make_corpus, score_quotations
from benchmarks.bench.document import render
from benchmarks.bench.document_alignment import alignment_targets
from digitize.align.alignment import Alignment, Link
from digitize.align.variant import Variant, VariantKind
from digitize.model.witness import Witness
from tests.bench.bench_documents import rows

ONE_ROUND = "one round"
ASKED = {"look": LOOK, "held-out": HELD_OUT, ONE_ROUND: replace(LOOK, rounds=1)}
HALVES = pytest.mark.parametrize("half", ["look", "held-out"])


@cache
def planted(half: str) -> tuple[Planted, ...]:
    return plant(ASKED[half])


@HALVES
def test_every_kind_is_planted_often_enough(half: str) -> None:
    """Of each kind some ten in Russian and in French, and more than 300 in each half: 600 were asked for."""
    counted = Counter((pair.language, place.kind) for pair in planted(half) for place in pair.places)
    assert min(counted[language, kind] for language in (Language.RUSSIAN, Language.FRENCH) for kind in VariantKind) >= 8
    assert counted.total() >= 400


@HALVES
def test_nothing_differs_but_what_was_planted(half: str) -> None:
    """Between the places both witnesses have the same words, at least eight of them."""
    for pair in planted(half):
        ends = [(place.a, place.b) for place in pair.places]
        starts = [(0, 0), *((a.stop, b.stop) for a, b in ends)]
        stops = [*((a.start, b.start) for a, b in ends), (len(pair.a.tokens), len(pair.b.tokens))]
        between = [
            (pair.a.tokens[a0:a1], pair.b.tokens[b0:b1]) for (a0, b0), (a1, b1) in zip(starts, stops, strict=True)
        ]
        assert all([t.text for t in a] == [t.text for t in b] for a, b in between)
        assert min((len(a) for a, _ in between[1:-1]), default=APART) >= APART


@HALVES
def test_every_planted_difference_is_one(half: str) -> None:
    """The two readings of a place are not the same, and only what is lacking is empty."""
    for pair in planted(half):
        for place in pair.places:
            assert pair.a.tokens[place.a.start : place.a.stop] != pair.b.tokens[place.b.start : place.b.stop]
            assert bool(place.a) or place.kind in (VariantKind.ADDITION, VariantKind.NOTE_MARK)
            assert bool(place.b) or place.kind in (VariantKind.OMISSION, VariantKind.NOTE_MARK)


def test_the_same_half_gives_the_same_differences() -> None:
    """Figures of two days can be compared."""
    assert plant(ASKED[ONE_ROUND]) == planted(ONE_ROUND)


def test_the_halves_have_no_passage_in_common() -> None:
    """What was looked at while the code was written says nothing about the other half."""
    assert not {passage.text for passage in LOOK.passages} & {passage.text for passage in HELD_OUT.passages}
    assert LOOK.seed != HELD_OUT.seed


def _oracle(pairs: Sequence[Planted], kind: VariantKind | None = None) -> Any:
    """Answers with what was planted, or with one kind for all."""
    known = {pair.a.text + "|" + pair.b.text: pair for pair in pairs}

    def compare(a: Witness, b: Witness) -> list[Variant]:
        places = known[a.text + "|" + b.text].places
        return [Variant(place.a, place.b, (kind or place.kind,), substantive=False) for place in places]

    return compare


def test_scores_of_kinds() -> None:
    """Who answers with the truth has all, who calls all a spelling has the spellings, who finds nothing has none."""
    pairs = planted(ONE_ROUND)
    count = sum(len(pair.places) for pair in pairs)
    right = score_kinds(pairs, _oracle(pairs))
    assert (right.of().right, right.of().of, right.false, right.confusion()) == (count, count, (), {})
    spelling = score_kinds(pairs, _oracle(pairs, VariantKind.SPELLING))
    assert spelling.of().right == spelling.of(VariantKind.SPELLING).of > 0
    assert spelling.confusion()[VariantKind.OMISSION, "spelling"] == spelling.of(VariantKind.OMISSION).of
    nothing = score_kinds(pairs, lambda _a, _b: [])
    assert nothing.of().right == 0 and nothing.of(language=Language.FRENCH).of > 0


def test_a_place_is_right_with_one_variant_that_keeps_to_it() -> None:
    """Two variants in one place, or one that goes far beyond it, are wrong; one elsewhere is false."""
    (pair, *_) = planted(ONE_ROUND)
    place = next(place for place in pair.places if len(place.a) == len(place.b) == 1)
    at = Variant(place.a, place.b, (place.kind,), substantive=False)
    wide = replace(at, a=range(place.a.start - 3, place.a.stop), b=range(place.b.start - 3, place.b.stop))
    apart = replace(at, a=range(place.a.stop + 2, place.a.stop + 3), b=range(place.b.stop + 2, place.b.stop + 3))
    for variants, right, false in (([at], 1, 0), ([at, at], 0, 0), ([wide], 0, 0), ([at, apart], 1, 1)):
        scores = score_kinds([pair], lambda _a, _b, variants=variants: variants)  # type: ignore[misc]
        assert (scores.of().right, len(scores.false)) == (right, false)
        assert scores.false_of(place.kind) == false


def test_interval_of_a_share() -> None:
    """Wilson's: 95 of 100 lies between 88.8 and 97.8 %."""
    assert Share(95, 100).bounds == pytest.approx((0.8882, 0.9785), abs=1e-3)
    assert Share(0, 0).value is None


def test_a_book_is_like_a_text() -> None:
    """Few words make up much of it, most words come once or twice, and the same seed gives the same."""
    words = Book(Language.FRENCH, 1).words(5000)
    assert words == Book(Language.FRENCH, 1).words(5000) and words != Book(Language.FRENCH, 2).words(5000)
    counted = Counter(word.lower().strip(".,;!?") for word in words)
    assert sum(count for _, count in counted.most_common(60)) > 0.3 * len(words)
    assert sum(count == 1 for count in counted.values()) > 0.4 * len(counted)


def test_without_errors_every_word_is_known_by_its_pieces() -> None:
    """The letters of a word are found again under its index, hyphens at line ends aside."""
    words = Book(Language.RUSSIAN, 3).words(300)
    noisy = misread(words, range(len(words)), 0.0, Random(1))
    pieces: dict[int, str] = {}
    for word, (origin,) in zip(noisy.words, noisy.origins, strict=True):
        pieces[origin] = pieces.get(origin, "").removesuffix("-") + word
    assert [pieces[index] for index in range(len(words))] == words
    assert noisy.cer == 0.0 and "\n" in noisy.before


@pytest.mark.parametrize("cer", [0.1, 0.25])
def test_as_many_errors_as_asked_for(cer: float) -> None:
    """Counted over a few thousand letters."""
    words = Book(Language.RUSSIAN, 3).words(3000)
    assert misread(words, range(len(words)), cer, Random(1)).cer == pytest.approx(cer, rel=0.1)


@pytest.mark.parametrize("name", DISORDERS)
def test_disorder_knows_its_words(name: str) -> None:
    """A word with an index is that of the reference, note marks aside, and none stands twice."""
    words = Book(Language.RUSSIAN, 3).words(6000)
    laid = disordered(name, words, ["лишнее"] * 300, Random(2))
    known = [(word, index) for word, index in zip(laid.words, laid.indices, strict=True) if index is not None]
    assert all(word.startswith(words[index]) for word, index in known)
    assert len({index for _, index in known}) == len(known)
    assert (len(known) == len(words)) == (name not in ("missing passages", "all of these"))
    assert (None in laid.indices) == (name not in ("noise alone", "columns transposed"))


def _perfect(case: Case) -> Alignment:
    """Each word of the reference on the first word of the scan that has its letters and is not taken."""
    taken: set[int] = set()
    links = []
    known: dict[int, list[int]] = {}
    for place, origins in enumerate(case.origins):
        for origin in origins:
            known.setdefault(origin, []).append(place)
    for word in range(len(case.reference.tokens)):
        places = [place for place in known.get(word, ()) if place not in taken]
        taken.update(places[:1])
        links.append(Link(range(word, word + 1), range(places[0], places[0] + 1) if places else range(0)))
    return Alignment(case.reference, case.scan, tuple(links))


def test_scores_of_placement() -> None:
    """Truth has nearly all (two words may have become one), the next word never, and what is lacking is told."""
    case = make_case(Language.RUSSIAN, "missing passages", 0.1, 5000, 1)
    right = score_placement(_perfect(case), case, scan_is_a=False)
    assert right.placed.value is not None and right.placed.value > 0.95 and right.missing.value == 1.0
    shifted = [
        Link(link.a, range(link.b.start + 2, link.b.stop + 2) if link.b else range(1)) for link in _perfect(case).links
    ]
    wrong = score_placement(Alignment(case.reference, case.scan, tuple(shifted[:-5])), case, scan_is_a=False)
    assert wrong.placed.value is not None and wrong.placed.value < 0.25
    assert wrong.missing.of > 0 and wrong.missing.right == 0


@dataclass(frozen=True)
class _Found:
    document: str
    page: int
    first: int
    last: int
    similarity: float


class _Slow:
    """Finds a quotation by the likeness of whole pages, in a few pages only."""

    def __init__(self, pages: Mapping[str, Sequence[Witness]]) -> None:
        self.pages = pages

    def find(self, quote: str) -> list[Hit]:
        found: list[Hit] = []
        for name, pages in self.pages.items():
            for number, page in enumerate(pages, start=1):
                texts = [token.text for token in page.tokens]
                best = fuzz.partial_ratio_alignment(quote, " ".join(texts))
                if best is not None and best.score > 65:
                    first = " ".join(texts)[: best.dest_start].count(" ")
                    last = " ".join(texts)[: best.dest_end].count(" ")
                    found.append(_Found(name, number, first, last, best.score / 100))
        return sorted(found, key=lambda hit: -hit.similarity)


def test_scores_of_quotations() -> None:
    """A likeness of letters finds most of what is there unchanged and little of what is not; who says nothing finds nothing."""
    corpus = make_corpus(4, 25, 0.1, 1)
    assert all(quotation.words >= 8 and not quotation.document for quotation in corpus.absent)
    assert min(quotation.words for quotation in corpus.present) >= 7
    scores = score_quotations(corpus, _Slow)
    assert scores.found_by_change["as it stands"].right >= 1 and scores.found.right > scores.false.right
    assert scores.found.of == scores.false.of == 25

    class Silent(_Slow):
        def find(self, quote: str) -> list[Hit]:
            return []

    assert score_quotations(corpus, Silent).found.right == 0


def _of(right: int, of: int, **more: Any) -> dict[str, Any]:
    share = Share(right, of)
    return {"right": right, "of": of, "value": share.value, "interval": list(share.bounds), **more}


def section() -> dict[str, Any]:
    """As the program writes it."""
    kinds = {
        "all": _of(95, 100, false=2),
        "kinds": {kind.value: _of(6, 7, false=0) for kind in VariantKind},
        "languages": {language.value: _of(20, 25) for language in Language},
    }
    words = [
        {"disorder": "noise alone", "cer": cer, "measured_cer": cer, "scan_first": _of(99, 100),
         "reference_first": _of(98, 100), "missing": _of(0, 0)}
        for cer in (0.1, 0.25)
    ]  # fmt: skip
    timed = {"words": 5000, "align_s": 0.5, "variants_s": 0.25, "before_mib": 60.0, "peak_mib": 80.0}
    return {
        "machine": {}, "version": "1", "kinds": {"look": kinds, "held-out": kinds}, "clean": {"rus": True, "fra": False},
        "words": words, "time": {"cer": 0.05, "page": timed, "books": [{"pages": 300} | timed]},
        "quotations": {
            "pages": 1000, "cer": 0.1, "found": _of(98, 100), "found_by_change": {"cut": _of(98, 100)}, "false": _of(1, 100),
            "false_by_change": {"new": _of(1, 100)}, "index_s": 9.0, "median_s": 0.05, "slowest_s": 0.5,
        },
    }  # fmt: skip


def test_figures_that_were_asked_for_of_alignment() -> None:
    """Each with its verdict; none where nothing was measured."""
    told = {target.name: target.verdict(target.reached["digitize"]) for target in alignment_targets(section())}
    assert list(told.values()) == ["missed", "stretch", "floor", "floor", "stretch", "floor", "floor", "stretch"]
    assert alignment_targets(None) == []


def test_tables_of_alignment() -> None:
    """A row for each kind, each scan, each length, each change; what was not measured says so."""
    document = render({"alignment": section()})
    kinds = {row[0]: row[1:] for row in rows(document, "### Kinds of planted")}
    assert kinds["all"][:3] == ["100", "95.0 (88.8–97.8)", "2"] and kinds["rus"][0] == "25"
    assert rows(document, "### Words laid")[0] == ["noise alone", "10.0", "10.0", "100", "99.00", "98.00", "-"]
    assert rows(document, "### Time and memory\n\nOne process")[-1] == ["300 pages", "5000", "0.50", "0.25", "60", "80"]
    assert rows(document, "### Quotations")[-1][:3] == ["all", "no", "100"]
    assert "rus: yes, fra: no" in document
    assert "Not measured yet (`python -m benchmarks.alignment`)" in render({})


def test_of_the_held_out_half_only_counts_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """Its words would lead whoever writes the classifier."""
    assert main(["--reveal"]) == 0
    shown = capsys.readouterr().out
    assert "held-out:" in shown
    texts = {
        token.text
        for pair in planted("held-out")
        for token in pair.a.tokens
        if len(token.text) > 6 and token.text.isalpha()
    }
    assert not [word for word in texts - {kind.value for kind in VariantKind} if word in shown]
