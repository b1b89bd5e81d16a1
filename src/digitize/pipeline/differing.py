"""How two texts differ, and several collated; in a worker, since they may be long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digitize.align import align, find_variants
from digitize.align.collation import collate, siglum_of
from digitize.align.letters import folded_words
from digitize.align.ocr_evidence import with_ocr_evidence
from digitize.errors import EngineError, InputError, LimitError, UsageError
from digitize.export.collated import Collated, apparatus_entry, cut_short, encode_collation
from digitize.export.collation_csv import write_collation_csv
from digitize.export.collation_html import collation_page
from digitize.export.collation_tei import write_collation_tei
from digitize.export.compared import Compared, Labels
from digitize.export.comparison_html import comparison_page, sentences
from digitize.export.html import write_page
from digitize.export.variant_json import encode_measures, encode_settings, encode_variant
from digitize.ingest import printable
from digitize.model.transcription import Origin
from digitize.pipeline.comparing import ComparisonPlan, equivalent_kinds, plan_comparison
from digitize.pipeline.same_text import LEAST_LETTERS, InCommon, in_common
from digitize.pipeline.sides import NamedSide, load_side
from digitize.pipeline.variant_pictures import pictures_of_variants
from digitize.pipeline.workshop import Workshop
from digitize.store.files import whole_file

MOST_WITNESSES = 52
_WHERE = "--sigla"


_LETTERS_TOLD = 3 * LEAST_LETTERS
"""Letters of a text from which it can be told whether another is the same work."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be made.

    Args:
        html: Where a web page goes; ``None`` for none.
        csv: Where a table goes.
        tei: Where an apparatus goes.
        as_json: Whether everything is wanted as JSON.
    """

    html: Path | None = None
    csv: Path | None = None
    tei: Path | None = None
    as_json: bool = False

    @property
    def of_collation(self) -> bool:
        """Whether only a collation can tell it."""
        return self.csv is not None or self.tei is not None


@dataclass(frozen=True, slots=True)
class Told:
    """What texts were found to differ in.

    Args:
        sentences: For people.
        kinds: Variants by kind, of two texts.
        columns: Heads of ``rows``.
        rows: A row for each variant, or place in which witnesses vary.
        json: Everything, where it was asked for.
    """

    sentences: tuple[str, ...]
    kinds: tuple[tuple[str, int], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    json: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class DiffJob:
    """What the worker is told.

    Args:
        sides: The texts.
        sigla: What they are called.
        plan: What they are compared by.
        wanted: What is to be made.
        max_pixels: Largest page image that is decoded.
    """

    sides: tuple[NamedSide, ...]
    sigla: tuple[str, ...]
    plan: ComparisonPlan
    wanted: Wanted
    max_pixels: int


def diff_texts(names: Sequence[str], wanted: Wanted, shop: Workshop, sigla: str | None = None) -> Told:
    """How texts differ: two are compared; three or more, or two where an apparatus is wanted, are collated.

    Args:
        names: Files, or versions of documents.
        wanted: What is to be made.
        shop: What the run works with.
        sigla: Names of the witnesses in an apparatus, joined by commas; by default ``A``, ``B`` and so on.

    Raises:
        InputError: If one of them cannot be read, or they are too long for the limits of time and memory.
        UsageError: If there are fewer than two, too many, sigla that do not fit, or the setting ``equal`` names no kind.
        EnvironmentFault: If a file cannot be written.
    """
    equivalent_kinds(shop.settings.equal)
    if not 2 <= len(names) <= MOST_WITNESSES:
        raise UsageError(f"{len(names)} texts to compare", hint=f"Name two, or up to {MOST_WITNESSES} for a collation")
    called = _sigla(sigla, len(names))
    sides = tuple(load_side(name, shop) for name in names)
    models = [code for named in sides for code in _models(named)]
    job = DiffJob(sides, called, plan_comparison(models, shop), wanted, shop.settings.max_pixels)
    work = _collated if len(names) > 2 or wanted.of_collation else _compared
    try:
        return shop.pool.run(shop.settings.page_timeout_s, work, job)
    except (EngineError, LimitError) as error:
        hint = "Compare parts of them, or allow more: DIGITIZE_MEMORY_MIB, DIGITIZE_PAGE_TIMEOUT_S"
        raise InputError(error.message, where=", ".join(map(printable, names)), hint=hint) from None


def _sigla(told: str | None, count: int) -> tuple[str, ...]:
    if told is None:
        return tuple(siglum_of(number) for number in range(count))
    sigla = tuple(part.strip() for part in told.split(","))
    if (
        len(sigla) != count
        or len(set(sigla)) != count
        or not all(s and s.isprintable() and " " not in s for s in sigla)
    ):
        raise UsageError(
            f"not {count} sigla: {printable(told)!r}", where=_WHERE, hint="Write one for each text, such as Pr,Izd,Kop"
        )
    return sigla


def _models(named: NamedSide) -> Iterable[str]:
    """Models whose word lists may know a text's words."""
    if named.side.document is not None:
        yield from named.side.document.languages
    if named.side.language is not None:
        yield named.side.language


def _compared(job: DiffJob) -> Told:
    """Compares two texts; in a worker."""
    a, b = (named.side for named in job.sides)
    alignment = align(a.witness, b.witness)
    by = job.plan.comparison(a.witness, b.witness, languages=(a.language, b.language))
    variants = find_variants(alignment, by)
    if a.document is not None and (b.document is None or b.document.transcription.origin is not Origin.OCR):
        variants = with_ocr_evidence(variants, alignment, [placed.word for placed in a.words], by)
    compared = Compared(a, b, alignment, variants, by, tuple(job.plan.lists))
    common = in_common(alignment)
    can_be_told = min(sum(map(len, folded_words(side.witness.tokens))) for side in (a, b)) >= _LETTERS_TOLD
    doubts = (_two_works(common),) if can_be_told and not common.is_one_work else ()
    one, other = job.sigla
    title = f"{a.name} and {b.name}"
    labels = Labels(title, (f"{one}: {a.name}", f"{other}: {b.name}"), (one, other), (f"in {one}", f"in {other}"))
    if job.wanted.html is not None:
        folder = job.sides[0].folder
        pictures, notices = ({}, []) if folder is None else pictures_of_variants(folder, compared, job.max_pixels)
        with whole_file(job.wanted.html) as temporary:
            write_page(temporary, comparison_page(compared, labels, pictures, [*doubts, *notices]))
    rows = [
        (
            ", ".join(kind.value for kind in variant.kinds),
            compared.place(variant),
            cut_short(a.text(variant.a)) or "—",
            cut_short(b.text(variant.b)) or "—",
            "equal" if variant.equivalent else "substantive" if variant.substantive else "accidental",
        )
        for variant in compared.variants
    ]
    json = {
        "a": _told(job.sides[0]),
        "b": _told(job.sides[1]),
        "comparison": encode_settings(by, compared.listed),
        "one_work": common.is_one_work if can_be_told else None,
        "measures": {**encode_measures(compared.measures, "a", "b"), "pages": list(compared.measures.pages)},
        "variants": [encode_variant(compared, variant, "a", "b") for variant in variants],
    }
    return Told(
        (
            *(f"{siglum}: {side.name}" for siglum, side in zip(job.sigla, (a, b), strict=True)),
            *sentences(compared, labels),
            *doubts,
        ),
        tuple((kind.value, count) for kind, count in compared.measures.kinds),
        ("kind", "place", *job.sigla, "weight"),
        () if job.wanted.as_json else tuple(rows),
        json if job.wanted.as_json else None,
    )


def _two_works(common: InCommon) -> str:
    share = 100 * max(common.a_share, common.b_share)
    return (
        f"These seem to be two different texts: only {share:.0f} % of the shorter one stand in the other in their order. "
        "What is said above of words that both have may be chance."
    )


def _told(named: NamedSide) -> dict[str, Any]:
    side = named.side
    return {
        "name": side.name,
        "words": len(side.witness.tokens),
        "language": side.language,
        "facts": dict(side.facts),
        "notices": list(side.notices),
    }


def _collated(job: DiffJob) -> Told:
    """Collates texts; in a worker."""
    sides = tuple(named.side for named in job.sides)
    witnesses = [side.witness for side in sides]
    by = job.plan.comparison(*witnesses, languages=[side.language for side in sides])
    collated = Collated(sides, job.sigla, collate(witnesses), by, tuple(job.plan.lists))
    title = f"Collation of {', '.join(side.name for side in sides)}"
    wanted = job.wanted
    if wanted.html is not None:
        with whole_file(wanted.html) as temporary:
            write_page(temporary, collation_page(collated, title))
    if wanted.csv is not None:
        with whole_file(wanted.csv) as temporary:
            write_collation_csv(collated, temporary)
    if wanted.tei is not None:
        with whole_file(wanted.tei) as temporary:
            write_collation_tei(collated, title, temporary)
    varying = [locus for locus in collated.places if locus.varies]
    substantive = sum(map(collated.is_substantive, varying))
    rows = [
        (
            collated.place(locus),
            apparatus_entry(collated, locus),
            "substantive" if collated.is_substantive(locus) else "accidental",
        )
        for locus in varying
    ]
    told = [
        f"{siglum}: {side.name}, {len(side.witness.tokens):,} words"
        for siglum, side in zip(job.sigla, sides, strict=True)
    ]
    told.append(
        f"{len(varying):,} places in which they do not read alike: {substantive:,} substantive, "
        f"{len(varying) - substantive:,} accidental."
    )
    return Told(
        tuple(told),
        (),
        ("place", "readings", "weight"),
        () if wanted.as_json else tuple(rows),
        encode_collation(collated) if wanted.as_json else None,
    )
