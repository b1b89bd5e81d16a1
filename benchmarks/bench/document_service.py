"""The part of the document on the service: what became of files while it was killed, its times and its memory."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.bench.markdown import table
from benchmarks.bench.summary import Section
from benchmarks.bench.targets import Target

_WRITTEN = """\
Written by `make chaos` (`python -m benchmarks.service.chaos`) and `make bench-service` (`python -m benchmarks.service`).
"""
_BUSY = "**The machine had other work to do meanwhile: these times are too long.**\n"
_CHAOS = """\
Small drawn scans of every kind, broken ones, and what people and networks do to them, planned from a seed ({seed}), come into the inbox of the whole service
(`digitize serve`, with its flows, its store and all its files; a stub reads the letters) while it, or a process of it, is killed by SIGKILL at random. Then it has time to
settle, and every file is accounted for: its content is in `done` (with one whole document of it, and its kept original), in `failed` (with a reason) or
in the inbox; nothing is lost, nothing is there twice, no process, lock or temporary file is left. {version}; {minutes:.0f} minutes.
"""
_DROP = """\
A grey A4 page of 300 dpi, read by both engines, from the end of its writing until its files are there and its original is in `done`: median {median_s:.1f} s
({least_s:.1f}–{most_s:.1f} s, {n} pages). Of that a file waits 5 s, to settle, and up to 2 s more. The service starts in {started_s:.0f} s.
"""
_FLOW = """\
A document of {pages} pages that are read quickly (a few lines each, by Tesseract), nothing cached, {pairs} pairs in turn: {run_s:.1f} s without Prefect, {flow_s:.1f} s from
the start of the flow run to its end, by Prefect's clock: {over:.1%} more (of the pairs: {told}); counted from the call, which first registers the run, {over_call:.1%} more.
"""
_GROWTH = """\
{documents:,} documents, one after the other, by the whole service with a stub engine. Memory (proportional set size) of all its processes, a
straight line through all looks from document {warm_up:,} on: {first_mib:.0f} MiB to {last_mib:.0f} MiB, {share:+.1%}. MiB by part, median of the first and last tenth of the looks:
"""
_MEMORY = """\
`digitize run --jobs {jobs}` on one PDF of grey JPEG: A4 pages of 300 dpi, broadsheets of 400 dpi. The sum of the proportional set sizes of all its processes, looked at five times a second. With the real engines few pages: what reading
needs does not grow with the document; with the stub all of them, and as many words.
"""
_FLOORS = {"a4": (1.2, 0.8), "broadsheet": (1.8, 1.4)}
"""Of 200 pages, in GB."""
_MIB = 1e9 / 2**20

_DOCUMENTS, _PAGES = 2_000, 200
"""Of how many the growth of memory and its peak are asked for."""
_STRETCHED_FILES, _STRETCHED_KILLS = 1_900, 100
"""From which a chaos run is the one that was tried for; dropped are somewhat fewer files than are planned."""
_Limits = tuple[float | None, float | None]


def service_part(section: Section | None) -> list[str]:
    """What was measured; a line for what was not."""
    of = section or {}
    return [
        "## Service\n",
        _WRITTEN,
        "### Files while the service is killed\n",
        *(_chaos(of["chaos"]) if "chaos" in of else ["Not measured yet (`make chaos`).\n"]),
        *_measured(of, "drop", "From drop to finished page", _drop),
        *_measured(of, "flow", "A flow over a run without Prefect", _flow),
        *_measured(of, "growth", "Memory of the service over many documents", _growth),
        *_measured(of, "memory", "Memory of long documents", _memory),
    ]


_OF_NO_FILE = "a run of Prefect is not over"
"""The one kind of fault that concerns no file: what is shown of a file that is in its place."""


def service_targets(section: Section | None) -> list[Target]:
    """The figures that something was asked of."""
    of = section or {}
    made = []
    if "chaos" in of:
        chaos = of["chaos"]
        note = f"{chaos['dropped']:,} files, {sum(chaos['kills'].values())} kills, seed {chaos['seed']}"
        faults = dict(chaos["faults_by_kind"])
        besides = faults.pop(_OF_NO_FILE, 0)
        note += f"; besides, {besides} of Prefect's runs not over" if besides else ""
        reached = float(sum(faults.values()))
        much = chaos["dropped"] >= _STRETCHED_FILES and sum(chaos["kills"].values()) >= _STRETCHED_KILLS
        limits: _Limits = (0.0, 0.0 if much else None)
        made.append(
            _target("Service: files lost, twice or not whole while it is killed", limits, "files", reached, note)
        )
    if "drop" in of:
        note = f"median of {of['drop']['n']}{_busy(of['drop'])}"
        made.append(_target("Service: drop to finished A4 page", (25.0, 15.0), "seconds", of["drop"]["median_s"], note))
    if "flow" in of:
        note = f"{of['flow']['pages']} pages, {of['flow']['pairs']} pairs{_busy(of['flow'])}"
        made.append(
            _target("Service: flow over a run without Prefect", (0.08, 0.03), "percent", of["flow"]["over"], note)
        )
    if of.get("growth", {}).get("share") is not None:
        documents = of["growth"]["documents"]
        limits, few = _judged((0.10, 0.0), documents, _DOCUMENTS)
        note = f"{documents:,} documents, stub engine{few}"
        made.append(_target("Service: growth of its memory", limits, "percent", of["growth"]["share"], note))
    return made + [_peak_target(of["memory"], kind) for kind in _kinds(of)]


def _peak_target(memory: Section, kind: str) -> Target:
    rows = [row for row in memory["rows"] if row["kind"] == kind]
    note = " and ".join(f"{row['pages']} pages, {'real engines' if row['real'] else 'stub engine'}" for row in rows)
    floor, stretch = (limit * _MIB for limit in _FLOORS[kind])
    limits, few = _judged((floor, stretch), max(row["pages"] for row in rows), _PAGES)
    peak = max(row["peak_mib"] for row in rows)
    name = f"Peak memory of a long document, `--jobs {memory['jobs']}`, all processes: {kind}"
    return _target(name, limits, "MiB", peak, f"{note}{few}")


def _judged(limits: _Limits, measured: int, asked: int) -> tuple[_Limits, str]:
    """The limits, and what to say: none are held to a figure of fewer documents or pages than were asked for."""
    return (limits, "") if measured >= asked else ((None, None), f"; not judged: {asked:,} were asked for")


def _kinds(of: Section) -> list[str]:
    return list(dict.fromkeys(row["kind"] for row in of.get("memory", {}).get("rows", [])))


def _target(name: str, limits: _Limits, unit: str, value: float, note: str) -> Target:
    return Target(name, *limits, unit, low=True, reached={"digitize": value}, note=note)


def _busy(of: Section) -> str:
    return "; on a busy machine" if of["busy"] else ""


def _measured(of: Section, name: str, title: str, tell: Callable[[Section], list[str]]) -> list[str]:
    head = f"### {title}\n"
    if name not in of:
        return [head, f"Not measured yet (`python -m benchmarks.service --only {name}`).\n"]
    section = of[name]
    machine = section["machine"]
    said = f"{section['version']}. Machine: {machine['cores']} cores, {machine['memory_gib']:.0f} GiB of memory.\n"
    return [head, said, *([_BUSY] if section["busy"] else []), *tell(section)]


def _chaos(of: Section) -> list[str]:
    rows = [
        ["dropped", f"{of['dropped']:,}"],
        ["taken back by the user", f"{of['removed']:,}"],
        *([f"in `{room}`", f"{of['rooms'].get(room, 0):,}"] for room in ("done", "failed", "inbox")),
        ["documents", f"{of['documents']:,}"],
        *([f"kills: {name}", str(number)] for name, number in sorted(of["kills"].items(), key=_largest)),
        *([f"faults: {name}", str(number)] for name, number in sorted(of["faults_by_kind"].items(), key=_largest)),
        *([] if of["faults_by_kind"] else [["faults", "none"]]),
    ]
    lives = ", ".join(f"{number} {name}" for name, number in sorted(of["lives"].items(), key=_largest))
    said = _CHAOS.format(seed=of["seed"], version=of["version"], minutes=of["seconds"] / 60)
    return [said, table(("what", "how many"), rows), f"Lives: {lives}.\n"]


def _largest(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def _drop(of: Section) -> list[str]:
    return [_DROP.format(**of)]


def _flow(of: Section) -> list[str]:
    return [_FLOW.format(**of, told=", ".join(f"{over:+.1%}" for over in of["overs"]))]


def _growth(of: Section) -> list[str]:
    if of["share"] is None:
        return ["Too few documents to draw a line.\n"]
    rows = [[role, *(f"{value:.0f}" for value in both)] for role, both in of["by_role"].items()]
    return [_GROWTH.format(**of), table(("part", "first", "last"), rows)]


def _memory(of: Section) -> list[str]:
    rows = [
        [
            row["kind"],
            "both, real" if row["real"] else "stub",
            str(row["pages"]),
            f"{row['words']:,}",
            f"{row['seconds']:.0f}",
            f"{row['peak_mib'] / _MIB:.2f}",
            f"{row['at_share']:.0%}",
            ", ".join(f"{name} {held:.0f}" for name, held in sorted(row["by_name"].items())),
        ]
        for row in of["rows"]
    ]
    head = ("pages", "engine", "n", "words", "s", "peak GB", "at", "held then, MiB")
    return [_MEMORY.format(**of), table(head, rows, words=(0, 1, 7))]
