"""The table of what the project has set itself to reach."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.bench.document_alignment import alignment_targets
from benchmarks.bench.document_fidelity import fidelity_targets
from benchmarks.bench.document_pdf import pdf_targets
from benchmarks.bench.document_review import review_targets
from benchmarks.bench.document_service import service_targets
from benchmarks.bench.markdown import table
from benchmarks.bench.selections import LEAST_ERRORS, LEAST_SHARE
from benchmarks.bench.summary import Section
from benchmarks.bench.targets import AUTO, STATED, Target, time_targets

_SAID = f"""\
Ratios are this project's errors or times over plain Tesseract's on the same pages in the same run. `floor` was needed,
`stretch` tried for; `-`: nothing was asked. A set counts as worse than plain when the interval of the paired bootstrap over
its pages leaves out 0, and it has at least {LEAST_ERRORS} errors and {LEAST_SHARE:.0%} more.
"""


def targets_part(sections: Mapping[str, Section]) -> list[str]:
    """The table, of what was measured so far."""
    targets = [Target(**of) for of in sections.get("targets", {}).get("figures", [])]
    targets += [*fidelity_targets(sections.get("fidelity")), *time_targets(sections)]
    targets += [*alignment_targets(sections.get("alignment")), *pdf_targets(sections.get("pdf"))]
    targets += [*review_targets(sections.get("review")), *service_targets(sections.get("service"))]
    title = "## Issue targets\n"
    if not targets:
        return [title, "Not measured yet.\n"]
    rows = [
        [
            of.name,
            _figure(of, of.floor),
            _figure(of, of.stretch),
            *(_reached(of, of.reached.get(system)) for system in (STATED, AUTO)),
            _figure(of, of.plain),
            of.note,
        ]
        for of in targets
    ]
    head = ("measure", "floor", "stretch", f"`{STATED}`", f"`{AUTO}`", "plain", "of")
    return [title, _SAID, table(head, rows, words=(0, 6))]


def _reached(of: Target, value: float | None) -> str:
    verdict = of.verdict(value)
    return _figure(of, value) + (f" ({verdict})" if verdict else "")


def _figure(of: Target, value: float | None) -> str:
    if value is None:
        return "-"
    match of.unit:
        case "percent":
            return f"{100 * value:.1f} %"
        case "ratio":
            return f"{value:.2f}x"
        case "seconds":
            return f"{value:.2f} s"
        case "pixels":
            return f"{value:.1f} px"
        case "MiB":
            return f"{value:.0f} MiB"
        case _:
            return f"{value:.0f}"
