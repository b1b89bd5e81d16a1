"""``python -m benchmarks.alignment``: measures kinds of planted differences, words laid rightly, time and memory, quotations.

Writes the section "Alignment" of docs/benchmarks.md. Of the held-out half nothing is printed but counts and shares, unless
``--reveal`` asks for the table of what was taken for what.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Sequence
from typing import Any

from benchmarks.alignment.clean_texts import PAIRS, told
from benchmarks.alignment.disorder import DISORDERS
from benchmarks.alignment.finder import ProductFinder
from benchmarks.alignment.held_out import HELD_OUT
from benchmarks.alignment.kinds import KindScores, Outcome, Share, score_kinds
from benchmarks.alignment.look import LOOK
from benchmarks.alignment.material import Half, Language
from benchmarks.alignment.placement import measure_placement
from benchmarks.alignment.planting import Planted, plant
from benchmarks.alignment.quotations import make_corpus, score_quotations
from benchmarks.alignment.timing import CER, PAGE_WORDS, WORDS_PER_PAGE, Timed, time_alignment
from benchmarks.bench.__main__ import DOCUMENT, SUMMARY
from benchmarks.bench.document import render
from benchmarks.bench.summary import Section, load, machine, save
from benchmarks.bench.systems import Digitize
from digitize.align import align, find_variants
from digitize.align.variant import Variant, VariantKind
from digitize.model.witness import Witness
from digitize.pipeline.comparing import ComparisonPlan
from digitize.recognize.tesseract import Tesseract

PARTS = ("kinds", "clean", "words", "time", "quotations")
CERS = (0.10, 0.25)
_PAGES = (100, 200, 300)
_TIMES = 5
_SEED = 6
_PLAN = ComparisonPlan(frozenset(), Tesseract().word_lists(["rus", "fra", "deu", "eng"]))
"""What the product compares texts by, with the word lists of the models."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, and writes the document."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.alignment", description=__doc__)
    parser.add_argument(
        "--only", choices=PARTS, action="append", help="measure this part; the others stay as they were"
    )
    parser.add_argument("--words", type=int, default=10_000, help="of each reference, per language")
    parser.add_argument("--quotations", type=int, default=1000, help="that are there, and as many that are not")
    parser.add_argument("--corpus-pages", type=int, default=1000, help="that quotations are looked for in")
    parser.add_argument(
        "--look", action="store_true", help="print what is wrong in the half that may be looked at; write nothing"
    )
    parser.add_argument(
        "--reveal", action="store_true", help="print what was taken for what in the held-out half; write nothing"
    )
    options = parser.parse_args(arguments)
    if options.look or options.reveal:
        _show(LOOK if options.look else HELD_OUT, in_full=options.look)
        return 0
    wanted = options.only or PARTS
    section: Section = load(SUMMARY).get("alignment", {})
    section |= {"machine": machine(), "version": Digitize(auto=False).version()}
    if "kinds" in wanted:
        section["kinds"] = {half.name: _kinds(half) for half in (LOOK, HELD_OUT)}
    if "clean" in wanted:
        section["clean"] = {language.value: _is_clean(language) for language in PAIRS}
    if "words" in wanted:
        section["words"] = _words(options.words)
    if "time" in wanted:
        section["time"] = _time()
    if "quotations" in wanted:
        section["quotations"] = _quotations(options.corpus_pages, options.quotations)
    save(SUMMARY, load(SUMMARY) | {"alignment": section})
    DOCUMENT.write_text(render(load(SUMMARY)), encoding="utf-8")
    return 0


def compare(a: Witness, b: Witness) -> tuple[Variant, ...]:
    """The variants of two witnesses, as the product finds them."""
    return find_variants(align(a, b), _PLAN.comparison(a, b))


def _kinds(half: Half) -> Section:
    scores = score_kinds(plant(half), compare)
    of_all = scores.of()
    print(f"{half.name}: {of_all.right} of {of_all.of} kinds right, {len(scores.false)} false", file=sys.stderr)
    return {
        "all": _share(of_all) | {"false": len(scores.false)},
        "kinds": {kind.value: _share(scores.of(kind)) | {"false": scores.false_of(kind)} for kind in VariantKind},
        "languages": {language.value: _share(scores.of(language=language)) for language in Language},
    }


def _share(share: Share) -> Section:
    return {"right": share.right, "of": share.of, "value": share.value, "interval": list(share.bounds)}


def _is_clean(language: Language) -> bool:
    pair = PAIRS[language]
    spoken, published = Witness.of_text("spoken", pair.spoken), Witness.of_text("published", pair.published)
    a, b = (tuple(token.text for token in witness.tokens) for witness in (spoken, published))
    return tuple(told(variant, a, b) for variant in compare(spoken, published)) == pair.differences


def _words(words: int) -> list[Section]:
    rows = []
    for disorder in DISORDERS:
        measured = measure_placement(align, [disorder], CERS, words, _SEED)
        for (_, cer), (ahead, back, rate) in measured.items():
            rows.append(
                {
                    "disorder": disorder,
                    "cer": cer,
                    "measured_cer": rate,
                    "scan_first": _share(ahead.placed),
                    "reference_first": _share(back.placed),
                    "missing": _share((ahead + back).missing),
                }
            )
            print(f"words: {disorder}, CER {cer}: {ahead.placed.value}", file=sys.stderr)
    return rows


def _time() -> Section:
    pages = [time_alignment(PAGE_WORDS) for _ in range(_TIMES)]
    return {
        "cer": CER,
        "page": _timed(sorted(pages, key=lambda timed: timed.align_s + timed.variants_s)[_TIMES // 2])
        | {"align_s": statistics.median(timed.align_s for timed in pages)},
        "books": [{"pages": count} | _timed(time_alignment(count * WORDS_PER_PAGE)) for count in _PAGES],
    }


def _timed(timed: Timed) -> Section:
    return {name: getattr(timed, name) for name in Timed.__slots__}


def _quotations(pages: int, quotations: int) -> Section:
    scores = score_quotations(make_corpus(pages, quotations, CERS[0], _SEED), ProductFinder)
    return {
        "pages": pages,
        "cer": CERS[0],
        "found": _share(scores.found),
        "found_by_change": {change: _share(share) for change, share in scores.found_by_change.items()},
        "false": _share(scores.false),
        "false_by_change": {change: _share(share) for change, share in scores.false_by_change.items()},
        "index_s": scores.index_s,
        "median_s": scores.median_s,
        "slowest_s": scores.slowest_s,
    }


def _show(half: Half, *, in_full: bool) -> None:
    scores = score_kinds(plant(half), compare)
    for (kind, found), count in sorted(scores.confusion().items()):
        print(f"{count:4} {kind.value:16} taken for {found}")
    if in_full:
        _show_wrong(scores)
    share = scores.of()
    print(f"{half.name}: {share.right} of {share.of} right, {len(scores.false)} false")


def _show_wrong(scores: KindScores) -> None:
    for outcome in scores.outcomes:
        if not outcome.is_right:
            print(_line(outcome))
    for planted, variant in scores.false:
        print(f"nothing planted: {variant.kind.value} {_readings(planted, variant)}")


def _line(outcome: Outcome) -> str:
    place = outcome.place
    found = "; ".join(f"{variant.kind.value} {_readings(outcome.planted, variant)}" for variant in outcome.found)
    return f"{place.kind.value} ({place.rule}) {_readings(outcome.planted, place)}: found {found or 'nothing'}"


def _readings(planted: Planted, at: Any) -> str:
    a = " ".join(token.text for token in planted.a.tokens[at.a.start : at.a.stop])
    b = " ".join(token.text for token in planted.b.tokens[at.b.start : at.b.stop])
    return f"[{a} | {b}]"


if __name__ == "__main__":
    sys.exit(main())
