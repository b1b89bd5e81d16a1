"""What the project has set itself to reach, and what the benchmark measured of it: all in one place.

A figure is written beside its floor and its stretch for each variant of this project. Figures of accuracy are made when
pages are read, those of time when they are timed; both come together here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field

from benchmarks.bench.places import Layouts
from benchmarks.bench.processor import LEAN, LEAN_ALONE, LEAN_AUTO, over_plain
from benchmarks.bench.reading import Found
from benchmarks.bench.selections import Scored, follows_its_lines, is_cyrillic_or_french, is_komi_page, worse_sets
from benchmarks.bench.summary import Section
from benchmarks.bench.systems import BASELINE, Digitize
from digitize.evaluate.ground_truth import Kind, TruthPage
from digitize.evaluate.interval import total
from digitize.evaluate.layout_report import PageLayoutScore
from digitize.evaluate.measures import Rate
from digitize.evaluate.report import PageScore, score_page

_LOW_RESOLUTION = "soviet-time-capsules-1967-72-ru"

STATED, AUTO = Digitize(auto=False).name, Digitize(auto=True).name


@dataclass(frozen=True, slots=True)
class Target:
    """A figure and what it has to reach.

    Args:
        name: What is measured.
        floor: Needed.
        stretch: Tried for.
        unit: ``percent``, ``ratio`` (of plain Tesseract's), ``seconds``, ``pixels``, ``MiB`` or ``sets``.
        low: Whether lower is better.
        reached: By variant of this project; ``None`` where it was not measured.
        plain: Plain Tesseract's, where it has one.
        note: What was counted.
    """

    name: str
    floor: float | None
    stretch: float | None
    unit: str
    low: bool
    reached: dict[str, float | None] = field(default_factory=dict)
    plain: float | None = None
    note: str = ""

    def verdict(self, value: float | None) -> str:
        """``stretch``, ``floor`` or ``missed``; nothing where nothing was asked or measured."""
        if value is None or self.floor is None:
            return ""
        sign = -1 if self.low else 1
        if self.stretch is not None and sign * value >= sign * self.stretch:
            return "stretch"
        return "floor" if sign * value >= sign * self.floor else "missed"


def accuracy_targets(found: Found, real: Layouts, drawn: Layouts) -> list[Section]:
    """The figures that reading the pages gives, ready for JSON.

    Args:
        found: Scans as every system read them.
        real: Layout scores of the scans.
        drawn: Layout scores of drawn pages.
    """
    scored = {
        name: [(page, score_page(page, result.text)) for page, result in results] for name, results in found.items()
    }
    made = [
        *_komi_page(scored),
        *_newspapers(scored),
        *_layouts(real, drawn),
        _ratio("Cyrillic and French pages together: line CER", 0.85, 0.7, scored, is_cyrillic_or_french, _line_cer),
        _ratio("Cyrillic and French pages together: CER, all errors", 0.55, 0.35, scored, is_cyrillic_or_french, _cer),
        _ratio(
            "The same without pages whose truth goes up and down its own lines", None, None, scored, _in_order, _cer
        ),
        _mean_of_sets("CER over plain's, mean over the sets", 0.55, 0.35, scored, _cer),
        _mean_of_sets("Line CER over plain's, mean over the sets", None, None, scored, _line_cer),
        _typescript(scored),
        *_worse(scored),
    ]
    return [asdict(target) for target in made if target.reached]


def time_targets(sections: Mapping[str, Section]) -> list[Target]:
    """The figures that timing gives, from the sections on it."""
    made = []
    for sheet in sections.get("broadsheet", {}).get("sheets", []):
        ratio = sheet.get("text_ratios", {}).get(BASELINE)
        name = f"One broadsheet, wall time to the text: {sheet['page']}"
        note = f"median of {sections['broadsheet']['repetitions']} paired repetitions"
        if ratio:
            made.append(Target(name, 0.75, 0.55, "ratio", low=True, reached={STATED: ratio[1]}, plain=1.0, note=note))
    processor = sections.get("processor")
    if processor:
        runs = {STATED: LEAN, AUTO: LEAN_AUTO}
        reached: dict[str, float | None] = {
            of: over_plain(processor, run) for of, run in runs.items() if run in processor["runs"]
        }
        name, note = "CPU, one process over all pages, image to text", f"{processor['pages']} pages"
        for title, floor, stretch in ((name, 1.2, 1.0), ("The same, asked of voting", 1.3, 0.8)):
            made.append(Target(title, floor, stretch, "ratio", low=True, reached=dict(reached), plain=1.0, note=note))
        if LEAN_ALONE in processor["runs"]:
            reached = {STATED: over_plain(processor, LEAN_ALONE)}
            made.append(
                Target(
                    "The same without the second engine",
                    1.2,
                    1.0,
                    "ratio",
                    low=True,
                    reached=reached,
                    plain=1.0,
                    note="`--engine tesseract`: layout, preparation, reading",
                )
            )
    return made


def _sum(
    scored: Scored, system: str, pages: Callable[[TruthPage], bool], measure: Callable[[PageScore], Rate]
) -> Rate | None:
    rates = [measure(score) for page, score in scored.get(system, ()) if pages(page)]
    return total(rates) if rates else None


def _in_order(page: TruthPage) -> bool:
    return is_cyrillic_or_french(page) and follows_its_lines(page)


def _every(page: TruthPage) -> bool:
    del page
    return True


def _line_cer(score: PageScore) -> Rate:
    return score.scores.line_cer


def _cer(score: PageScore) -> Rate:
    return score.scores.cer


def _missed(score: PageScore) -> Rate:
    return score.scores.missed


def _ratio(
    name: str,
    floor: float | None,
    stretch: float | None,
    scored: Scored,
    pages: Callable[[TruthPage], bool],
    measure: Callable[[PageScore], Rate],
) -> Target:
    plain = _sum(scored, BASELINE, pages, measure)
    reached: dict[str, float | None] = {}
    said = []
    for system in (STATED, AUTO):
        rate = _sum(scored, system, pages, measure)
        if rate is not None and plain is not None and plain.errors:
            reached[system] = rate.errors / plain.errors
            said.append(f"{rate.errors} by `{system}`")
    count = sum(1 for page, _ in scored.get(BASELINE, ()) if pages(page))
    note = (
        f"{count} page{'' if count == 1 else 's'}; errors: {', '.join(said)}, {plain.errors if plain else 0} by plain"
    )
    return Target(name, floor, stretch, "ratio", low=True, reached=reached, plain=1.0, note=note)


def _mean_of_sets(
    name: str, floor: float | None, stretch: float | None, scored: Scored, measure: Callable[[PageScore], Rate]
) -> Target:
    """Each set counts the same, however large."""
    reached: dict[str, float | None] = {}
    sets = list(dict.fromkeys(page.set for page, _ in scored.get(BASELINE, ())))
    for system in (STATED, AUTO):
        ratios = []
        for of in sets:
            ours, plain = (
                _sum({by: [each for each in scored.get(by, ()) if each[0].set == of]}, by, _every, measure)
                for by in (system, BASELINE)
            )
            if ours is not None and plain is not None and plain.errors:
                ratios.append(ours.errors / plain.errors)
        if ratios:
            reached[system] = sum(ratios) / len(ratios)
    return Target(name, floor, stretch, "ratio", low=True, reached=reached, plain=1.0, note=f"{len(sets)} sets")


def _typescript(scored: Scored) -> Target:
    """The grey typescript of low resolution: the mean of its pages."""

    def mean(system: str) -> float | None:
        values = [_cer(score).value for page, score in scored.get(system, ()) if page.set == _LOW_RESOLUTION]
        known = [value for value in values if value is not None]
        return sum(known) / len(known) if known else None

    reached = {system: mean(system) for system in (STATED, AUTO) if scored.get(system)}
    name = "Grey low-resolution typescript: CER, mean of its pages"
    return Target(name, 0.04, 0.02, "percent", low=True, reached=reached, plain=mean(BASELINE), note=_LOW_RESOLUTION)


def _komi_page(scored: Scored) -> list[Target]:
    recall, line = {}, {}
    for system in (STATED, AUTO):
        missed, errors = (_sum(scored, system, is_komi_page, measure) for measure in (_missed, _line_cer))
        if missed is not None and errors is not None:
            recall[system], line[system] = missed.right, errors.value
    plain = [_sum(scored, BASELINE, is_komi_page, measure) for measure in (_missed, _line_cer)]
    note = f"asked of `{AUTO}`; plain reads with `rus`"
    return [
        Target(
            "1939 newspaper: word recall",
            0.75,
            0.8,
            "percent",
            low=False,
            reached=recall,
            plain=plain[0].right if plain[0] else None,
            note=note,
        ),
        Target(
            "1939 newspaper: line CER",
            0.08,
            0.06,
            "percent",
            low=True,
            reached=line,
            plain=plain[1].value if plain[1] else None,
            note=note,
        ),
    ]


def _newspapers(scored: Scored) -> list[Target]:
    def all_of(page: TruthPage) -> bool:
        return page.kind is Kind.NEWSPAPER

    def verified(page: TruthPage) -> bool:
        return all_of(page) and not is_komi_page(page)

    return [
        _ratio("Multi-column pages: CER in reading order", 0.8, 0.55, scored, all_of, _cer),
        _ratio("The same without the 1939 page, whose order nobody verified", None, None, scored, verified, _cer),
    ]


def _layouts(real: Layouts, drawn: Layouts) -> list[Target]:
    def newspaper(page: PageLayoutScore) -> bool:
        return page.kind is Kind.NEWSPAPER

    def columns(page: PageLayoutScore) -> bool:
        return page.columns > 1

    def sample(page: PageLayoutScore) -> bool:
        return page.set == "drawn-samples"

    def every(page: PageLayoutScore) -> bool:
        del page
        return True

    return [
        _share("Newspapers: neighbouring lines in order", 0.96, 0.99, real, newspaper, "order"),
        _share("Newspapers: column right", 0.96, 0.99, real, newspaper, "column"),
        _share("Newspapers: neighbours from region to region in order", None, None, real, newspaper, "order_across"),
        _share("Drawn pages in columns: neighbouring lines in order", 0.96, 0.99, drawn, columns, "order"),
        _share("Drawn pages in columns: column right", 0.96, 0.99, drawn, columns, "column"),
        _share("Drawn: neighbours from region to region in order", None, None, drawn, columns, "order_across"),
        _share("Latin words in the Cyrillic samples: script right", 0.95, 0.99, drawn, sample, "latin_script"),
        _share("The same, and read right", None, None, drawn, sample, "latin_text"),
        _share("The same in lines mostly in Cyrillic", None, None, drawn, sample, "latin_within"),
        _share("Latin words on all drawn Cyrillic pages: script right", None, None, drawn, every, "latin_script"),
    ]


def _share(
    name: str,
    floor: float | None,
    stretch: float | None,
    layouts: Layouts,
    pages: Callable[[PageLayoutScore], bool],
    measure: str,
) -> Target:
    rates: dict[str, Rate] = {}
    for system, evaluation in layouts.items():
        of = [getattr(page.scores, measure) for page in evaluation.pages if pages(page)]
        if total(of).total:
            rates[system] = total(of)
    reached = {system: rates[system].right for system in (STATED, AUTO) if system in rates}
    plain = rates[BASELINE].right if BASELINE in rates else None
    note = "; ".join(f"{rate.errors} of {rate.total} wrong by `{system}`" for system, rate in rates.items())
    return Target(name, floor, stretch, "percent", low=False, reached=dict(reached), plain=plain, note=note)


def _worse(scored: Scored) -> list[Target]:
    """Sets in which this project has more errors than plain Tesseract beyond chance, in order and in lines."""
    made = []
    for title, measure in (("CER", _cer), ("line CER", _line_cer)):
        reached: dict[str, float | None] = {}
        said = []
        for system in (STATED, AUTO):
            if system in scored and BASELINE in scored:
                worse, single = worse_sets(scored[system], scored[BASELINE], measure)
                reached[system] = float(len(worse))
                said += [f"`{system}` on {name}" for name in worse]
                said += [f"`{system}` on {name} (one page: chance cannot be told)" for name in single]
        name = f"Sets worse than plain beyond chance: {title}"
        made.append(Target(name, 0, 0, "sets", low=True, reached=reached, note="; ".join(said) or "none"))
    return made
