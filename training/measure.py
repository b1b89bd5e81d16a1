"""Measures the recogniser beside Tesseract on the same lines: ``python -m training.measure MODEL``; writes docs/recogniser.md.

Real lines are those whose place the ground truth states, cut at these boxes; of pages for which it states none, the lines that the product's
own layout finds. Drawn lines are set in faces kept aside. Tesseract reads crops by list files, in the mode for single lines, as the product does.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image
from rapidfuzz.distance import Levenshtein

from digitize.evaluate.ground_truth import Kind, TruthPage, read_ground_truth
from digitize.evaluate.measures import line_errors
from digitize.evaluate.normalisation import normalisation_for
from digitize.layout import segment_page
from digitize.lexicon.word_list import read_word_list
from digitize.model.profile import EngineName
from digitize.model.raster import Raster
from digitize.pipeline.vote import Witness, is_believed, voted_line
from digitize.preprocess.letters import measure_letters
from digitize.preprocess.line_crops import LineShape, cut_lines
from digitize.preprocess.straighten import straighten
from digitize.preprocess.tone import tone
from digitize.recognize.engine import CropKind
from digitize.recognize.own import OwnRecogniser
from digitize.recognize.tesseract import Tesseract
from training.lines import CACHE, LineMaker
from training.look.faces import Faces
from training.text import TextSource
from training.text.lexicon import TWINS
from training.truth import Line, Pixels, folding, grey, true_lines

_PAD_PX = 8
_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Score:
    """Errors of a reader on some lines, and the seconds of one core that it took."""

    errors: int
    size: int
    cpu_s: float
    lines: int

    @property
    def cer(self) -> float:
        return 100.0 * self.errors / max(1, self.size)


def read_own(model: Path, crops: Sequence[Pixels]) -> tuple[list[str], float]:
    """Texts by our own recogniser, and CPU seconds."""
    engine = OwnRecogniser(model)
    engine.facts()
    started = time.process_time()
    lines = [line for start in range(0, len(crops), 64) for line in engine.read_lines(list(crops[start : start + 64]))]
    return [" ".join(word.text for word in line.words) if line else "" for line in lines], time.process_time() - started


def read_tesseract(languages: str, crops: Sequence[Pixels]) -> tuple[list[str], float]:
    """Texts by Tesseract, all crops in one call, with a margin of paper; and CPU seconds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, crop in enumerate(crops):
            Image.fromarray(_framed(crop)).save(folder / f"{number:06}.pgm")
        (folder / "list.txt").write_text("".join(f"{folder}/{n:06}.pgm\n" for n in range(len(crops))))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            ["tesseract", str(folder / "list.txt"), str(folder / "out"), "-l", languages, "--psm", "7", "--dpi", "300", "tsv"],
            check=True, capture_output=True, env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        )  # fmt: skip
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        words: list[list[str]] = [[] for _ in crops]
        for row in (folder / "out.tsv").read_text("utf-8").splitlines()[1:]:
            cells = row.split("\t")
            if cells[0] == "5" and cells[11].strip():
                words[int(cells[1]) - 1].append(cells[11].strip())
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return [" ".join(w) for w in words], spent


def _framed(crop: Pixels) -> Pixels:
    """A crop with a margin of paper."""
    paper = int(np.percentile(crop, 90))
    return np.asarray(
        cv2.copyMakeBorder(crop, _PAD_PX, _PAD_PX, _PAD_PX, _PAD_PX, cv2.BORDER_CONSTANT, value=paper), dtype=np.uint8
    )


def read_voted(model: Path, languages: str, crops: Sequence[Pixels]) -> tuple[list[str], float]:
    """Texts of both engines, voted as the product does with ``--engine both``, but every line read by both; and CPU seconds of this process."""
    started = time.process_time()
    stock, own = Tesseract(), OwnRecogniser(model)
    lists = [read_word_list(path) for path in stock.word_lists(languages.split("+")).values()]
    framed = [_framed(crop) for crop in crops]
    with tempfile.TemporaryDirectory() as name:
        paths = [Path(name) / f"{number:06}.pgm" for number in range(len(framed))]
        for path, crop in zip(paths, framed, strict=True):
            Image.fromarray(crop).save(path)
        readings = stock.read(paths, CropKind.LINE, languages.split("+"), 300.0)
    texts = []
    for start in range(0, len(framed), 64):
        for reading, second in zip(
            readings[start : start + 64], own.read_lines(framed[start : start + 64]), strict=True
        ):
            witnesses = [Witness(line, EngineName.TESSERACT) for line in reading.lines[:1]]
            if second is not None and (witnesses or is_believed(second)):
                witnesses.append(Witness(second, EngineName.OWN))
            voted = (
                voted_line(witnesses, lambda text: any(words.knows(text) for words in lists))[0] if witnesses else None
            )
            texts.append(" ".join(word.text for word in voted.words) if voted else "")
    return texts, time.process_time() - started


def score(
    read: Callable[[Sequence[Pixels]], tuple[list[str], float]], lines: Sequence[Line], fold: Callable[[str], str]
) -> Score:
    """Errors of a reader, line by line."""
    texts, cpu_s = read([line.pixels for line in lines])
    errors = sum(Levenshtein.distance(line.truth, fold(text)) for line, text in zip(lines, texts, strict=True))
    return Score(errors, sum(len(line.truth) for line in lines), cpu_s, len(lines))


PREPARATIONS: dict[str, Callable[[Pixels], Pixels]] = {
    "as scanned": lambda p: p,
    "paper divided out": lambda p: tone(Raster(p, 300.0), 10.0).raster.pixels,
    "Otsu": lambda p: cv2.threshold(p, 0, 255, cv2.THRESH_OTSU)[1],
    "x1.5": lambda p: cv2.resize(p, None, fx=1.5, fy=1.5, interpolation=cv2.INTER_CUBIC),
    "x2": lambda p: cv2.resize(p, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC),
    "x2, paper divided out": lambda p: (
        tone(Raster(cv2.resize(p, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), 300.0), 20.0).raster.pixels
    ),
}
"""What Tesseract may be given; the best by truth counts, which nobody can choose without truth."""


def found_lines(page: TruthPage) -> list[Pixels]:
    """Lines as the product's layout finds and cuts them, from the page as scanned but made level."""
    raster = Raster(grey(page), 300.0)
    letters = measure_letters(raster)
    x_height = letters.x_height_px if letters else 20.0
    level = straighten(raster).raster
    segmented = segment_page(level, x_height)
    toned = tone(level, x_height).raster.pixels
    crops: list[Pixels] = []
    shapes = [[LineShape(line, line.spine, line.letter) for line in region.lines] for region in segmented.regions]
    for index, own in enumerate(shapes):
        others = [shape for i, found in enumerate(shapes) if i != index for shape in found]
        crops += [crop.pixels for crop in cut_lines(toned, own, others, x_height)]
    return crops


_TYPED_ONE = re.compile(r"(?<=[0-9])[IІ]|[IІ](?=[IІ]?[0-9])")
"""I for 1 in a number: typewriters had no 1. Where the truth writes 1, what reads the I as it stands makes no error; of both engines."""


def page_score(
    read: Callable[[Sequence[Pixels]], tuple[list[str], float]], page: TruthPage, crops: Sequence[Pixels]
) -> Score:
    """Errors of a reader on the lines found on a page, each true line matched with the reading nearest to it."""
    fold = normalisation_for(page.convention)
    texts, cpu_s = read(crops)
    truth = fold.lines(page.text)
    if not _TYPED_ONE.search(page.text):
        texts = [_TYPED_ONE.sub("1", text) for text in texts]
    rate = line_errors(truth, fold.lines("\n".join(texts)))
    return Score(rate.errors, rate.total, cpu_s, len(crops))


def added(scores: Sequence[Score]) -> Score:
    """Scores of several pages as one."""
    return Score(*(sum(getattr(s, name) for s in scores) for name in ("errors", "size", "cpu_s", "lines")))


def real_scores(folder: Path, model: Path) -> list[dict[str, object]]:
    """A row per set: our own and Tesseract's error rates on the same lines, and the time of each."""
    rows = []
    by_set: dict[str, list[TruthPage]] = {}
    for page in read_ground_truth(folder):
        if page.kind is not Kind.LINE:
            by_set.setdefault(page.set, []).append(page)
    for name, pages in by_set.items():
        own, both, stock, how = [], [], [], "true boxes"
        for page in pages:
            folded, languages = folding(page.convention), str(page.languages)
            lines = true_lines(page)
            if lines:
                own.append(score(lambda crops: read_own(model, crops), lines, folded))
                both.append(score(lambda crops: read_voted(model, languages, crops), lines, folded))
                models = {"its language": languages} | ({"Cyrillic": "Cyrillic"} if "rus" in languages else {})
                stock.append(
                    {
                        name: score(lambda crops: read_tesseract(code, crops), lines, folded)
                        for name, code in models.items()
                    }
                )
                continue
            how = "lines found by the layout"
            crops = found_lines(page)
            own.append(page_score(lambda crops: read_own(model, crops), page, crops))
            both.append(page_score(lambda crops: read_voted(model, languages, crops), page, crops))
            tried = {}
            for preparation, prepare in PREPARATIONS.items():
                prepared = [np.ascontiguousarray(prepare(crop)) for crop in crops]
                tried[preparation] = page_score(lambda crops: read_tesseract(languages, crops), page, prepared)
            stock.append(tried)
        total = added(own)
        best = {code: added([s[code] for s in stock]) for code in stock[0]}
        row = {"set": name, "lines": total.lines, "characters": total.size, "how": how, "own": round(total.cer, 2), "both": round(added(both).cer, 2),
               "own_ms": round(1000 * total.cpu_s / max(1, total.lines), 2),
               "tesseract": {code: round(s.cer, 2) for code, s in best.items()},
               "tesseract_ms": {code: round(1000 * s.cpu_s / max(1, s.lines), 2) for code, s in best.items()}}  # fmt: skip
        rows.append(row)
        print(json.dumps(row, ensure_ascii=False), flush=True)
    return rows


def drawn(
    language: str, count: int, seed: int, *, wear: float = 0.5, only: Callable[[str], bool] = lambda text: True
) -> list[Line]:
    """Lines of a language in faces kept aside, of moderate wear."""
    source = TextSource()

    class _Chosen:
        def draw(self, rng: np.random.Generator) -> object:
            while True:
                line = source.draw(rng)
                if line.language == language and 8 <= len(line.text) <= 70 and only(line.text):
                    return line

    maker = LineMaker(_Chosen(), Faces(CACHE / "fonts", aside=True), seed, wear)
    samples = [maker.draw(number) for number in range(count)]
    return [Line(sample.pixels, sample.text, language) for sample in samples]


def aligned(truth: str, read: str) -> list[str]:
    """What was read for each character of truth: one character, none, or several."""
    found = [""] * (len(truth) + 1)
    for op in Levenshtein.opcodes(truth, read):
        if op.tag == "insert":
            found[op.src_start] += read[op.dest_start : op.dest_end]
        elif op.tag != "delete":
            for k in range(op.src_start, op.src_end):
                found[k] += read[op.dest_start + k - op.src_start]
    return found


def recall(lines: Sequence[Line], texts: Sequence[str], signs: str) -> tuple[int, int]:
    """How many of the characters ``signs`` in the truth were read as they are, and how many there are."""
    right = total = 0
    for line, text in zip(lines, texts, strict=True):
        for truth, read in zip(line.truth, aligned(line.truth, text), strict=False):
            if truth in signs:
                total += 1
                right += read == truth
    return right, total


@dataclass
class LatinWords:
    """The Latin words of lines: how many, errors and characters of them, how many were read with a letter of another script.

    Of those with a letter that no Cyrillic one looks like (not ``TAXE``), characters and errors as well: nothing on the paper tells the others.
    """

    words: int = 0
    errors: int = 0
    size: int = 0
    wrong: int = 0
    telling_errors: int = 0
    telling_size: int = 0

    def as_row(self) -> dict[str, float]:
        """For the table."""
        return {
            "words": self.words, "cer": _percent(self.errors, self.size), "script right": round(100.0 - _percent(self.wrong, self.words), 2),
            "cer of those with a letter that is Latin alone": _percent(self.telling_errors, self.telling_size),
        }  # fmt: skip


def _percent(part: int, whole: int) -> float:
    return round(100.0 * part / max(1, whole), 2)


def latin_words(lines: Sequence[Line], texts: Sequence[str]) -> LatinWords:
    """What was read of the Latin words of lines."""
    found = LatinWords()
    for line, text in zip(lines, texts, strict=True):
        read = aligned(line.truth, text)
        for match in re.finditer(r"[A-Za-zÀ-ÿŒœ]{2,}", line.truth):
            got = "".join(read[match.start() : match.end()])
            errors, size = Levenshtein.distance(match[0], got), len(match[0])
            found.words += 1
            found.errors, found.size = found.errors + errors, found.size + size
            found.wrong += any("Ѐ" <= c <= "ӿ" for c in got)
            if not TWINS.issuperset(match[0]):
                found.telling_errors, found.telling_size = found.telling_errors + errors, found.telling_size + size
    return found


def planted(language: str, count: int, seed: int) -> list[tuple[Line, str, int]]:
    """Lines with one word misspelled on purpose: the line, the misspelled word, and where it begins."""
    rng = np.random.default_rng(seed)
    source, faces = TextSource(), Faces(CACHE / "fonts", aside=True)
    maker = LineMaker(source, faces, seed, 0.5)
    found: list[tuple[Line, str, int]] = []
    while len(found) < count:
        text = source.draw(rng).text if language == "any" else _of(source, rng, language)
        words = [m for m in re.finditer(r"[^\W\d_]{5,}", text) if m[0].islower()]
        if not words:
            continue
        word = words[int(rng.integers(len(words)))]
        wrong = _misspelled(rng, word[0])
        text = text[: word.start()] + wrong + text[word.end() :]
        try:
            sample = maker.set(rng, text, "typewriter" if rng.random() < 0.4 else "serif")
        except LookupError:
            continue
        found.append((Line(sample.pixels, text, language), wrong, word.start()))
    return found


def _of(source: TextSource, rng: np.random.Generator, language: str) -> str:
    while True:
        line = source.draw(rng)
        if line.language == language and 20 <= len(line.text) <= 60:
            return str(line.text)


def _misspelled(rng: np.random.Generator, word: str) -> str:
    """A word with two letters exchanged, one doubled, dropped, or put in place of a neighbour."""
    while True:
        at = int(rng.integers(1, len(word) - 1))
        way = int(rng.integers(4))
        wrong = (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :] if way == 0 else
            word[:at] + word[at] + word[at:] if way == 1 else
            word[:at] + word[at + 1 :] if way == 2 else
            word[:at] + word[int(rng.integers(len(word)))] + word[at + 1 :]
        )  # fmt: skip
        if wrong != word:
            return wrong


_OLD = 4
"""Of old orthography so many times the lines: of 250 the error rate moves by a tenth with the seed, and no other engine reads them."""


def drawn_scores(model: Path, count: int) -> dict[str, object]:
    """What the issue asks of drawn lines in unseen faces."""
    found: dict[str, object] = {}
    old = drawn("rus-old", _OLD * count, 11)
    texts, _ = read_own(model, [line.pixels for line in old])
    errors = sum(Levenshtein.distance(line.truth, text) for line, text in zip(old, texts, strict=True))
    right, total = recall(old, texts, "ѣіѳѢІѲ")
    found["old orthography"] = {
        "lines": len(old), "cer": round(100.0 * errors / sum(len(line.truth) for line in old), 2),
        "ѣ і ѳ read": round(100.0 * right / max(1, total), 2), "of": total,
    }  # fmt: skip
    mixed = drawn(
        "mixed",
        count,
        12,
        only=lambda t: sum("Ѐ" <= c <= "ӿ" for c in t) > sum(c.isascii() and c.isalpha() for c in t) > 1,
    )
    for name, (read, _) in {
        "own": read_own(model, [line.pixels for line in mixed]),
        "tesseract rus+fra+eng": read_tesseract("rus+fra+eng", [line.pixels for line in mixed]),
    }.items():
        found[f"Latin words in Cyrillic lines, {name}"] = latin_words(mixed, read).as_row()
    for language, code in (("rus", "rus"), ("fra", "fra")):
        lines = planted(language, count, 13)
        for name, (read, _) in {
            "own": read_own(model, [line.pixels for line, _, _ in lines]),
            f"tesseract {code}": read_tesseract(code, [line.pixels for line, _, _ in lines]),
            "both, voted": read_voted(model, code, [line.pixels for line, _, _ in lines]),
        }.items():
            kept = 0
            for (line, wrong, at), text in zip(lines, read, strict=True):
                got = "".join(aligned(line.truth, text)[at : at + len(wrong)])
                kept += got == wrong
            found[f"planted errors kept, {language}, {name}"] = {"kept": kept, "of": len(lines)}
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return found


_FRENCH = ("expo-universelle-1881-fr", "nubis-fr-books-1886-1941", "tapuscorpus-fr-typewritten")


def targets(results: dict) -> list[str]:
    """What the recogniser is to reach, and what it has: rows of a table."""
    real = {row["set"]: row for row in results["real"]}
    best = {name: min(row["tesseract"].values()) for name, row in real.items()}
    ratio = {
        name: row["own_ms"] / min(row["tesseract_ms"].values()) for name, row in real.items() if "fraktur" not in name
    }
    rows: list[tuple[str, float, str, bool]] = []
    if "vyl-tujod-1939-komi-newspaper" in real:
        cer = real["vyl-tujod-1939-komi-newspaper"]["own"]
        rows.append(("1939 newspaper, CER", cer, "4.5 %", cer <= 4.5))
    if "soviet-time-capsules-1967-72-ru" in real:
        name = "soviet-time-capsules-1967-72-ru"
        found = real[name]["own"] / best[name]
        rows.append(
            ("Russian typescript, errors beside Tesseract with its best preparation", found, "1.0x", found <= 1.0)
        )
    french = [real[name] for name in _FRENCH if name in real]
    if french:
        ours = sum(row["own"] * row["characters"] for row in french)
        found = ours / sum(min(row["tesseract"].values()) * row["characters"] for row in french)
        rows.append(("French typescripts and books, all errors beside Tesseract", found, "1.1x", found <= 1.1))
    drawn_results = results["drawn"]
    old, latin = drawn_results["old orthography"], drawn_results["Latin words in Cyrillic lines, own"]
    rows += [
        ("old orthography, drawn, CER", old["cer"], "3 %", old["cer"] <= 3),
        ("ѣ і ѳ read, drawn", old["ѣ і ѳ read"], "95 %", old["ѣ і ѳ read"] >= 95),
        ("Latin words in Cyrillic lines, drawn, CER", latin["cer"], "3 %", latin["cer"] <= 3),
        (
            "time a line beside Tesseract in list mode, the slowest set",
            max(ratio.values()),
            "0.5x",
            max(ratio.values()) <= 0.5,
        ),
    ]
    for code, language in (("rus", "Russian"), ("fra", "French")):
        ours = drawn_results[f"planted errors kept, {code}, own"]["kept"]
        theirs = drawn_results[f"planted errors kept, {code}, tesseract {code}"]["kept"]
        rows.append((f"planted errors kept, {language}", ours, f"{theirs} (Tesseract)", ours >= theirs))
    return [
        f"| {what} | {found:.4g} | {floor} | {'reached' if reached else '**missed**'} |"
        for what, found, floor, reached in rows
    ]


def document(results: dict[str, object], curve: Path) -> str:
    """The measurements as a page of the documentation."""
    real: list[dict[str, object]] = results["real"]  # type: ignore[assignment]
    lines = [
        "# Our own recogniser, measured", "",
        "Written by `make train-measure` (`python -m training.measure`); do not edit by hand.", "",
        f"Model: `{results['model']}`. Tesseract: {results['tesseract']}, list mode, `--psm 7`, one core. Both read the same crops. Nothing of these scans was",
        "trained on; lines of some were looked at while it was trained ([model card](model-card.md)).", "",
        "## What it is to reach", "", "| measure | reached | floor | |", "|---|---:|---:|---|", *targets(results), "",
        "## Real lines: character error rate, percent, and milliseconds of one core per line", "",
        "| set | lines | characters | cut at | own | Tesseract | own / best | both, voted | own ms | Tesseract ms |", "|---|---:|---:|---|---:|---|---:|---:|---:|---|",
    ]  # fmt: skip
    for row in real:
        stock: dict[str, float] = row["tesseract"]  # type: ignore[assignment]
        times: dict[str, float] = row["tesseract_ms"]  # type: ignore[assignment]
        told = ", ".join(f"`{code}` {cer}" for code, cer in stock.items())
        ratio = float(row["own"]) / max(0.01, min(stock.values()))  # type: ignore[arg-type]
        best = min(stock, key=lambda code: stock[code])
        lines.append(
            f"| {row['set']} | {row['lines']} | {row['characters']} | {row['how']} | {row['own']} | {told} | {ratio:.2f} | {row['both']} | {row['own_ms']} | {times[best]} |"
        )
    lines += [
        "", "True boxes are rectangles: on slanted pages they take in the neighbours' ink, which the product's own cutting paints over.",
        "A typist's I for 1 in a number is no error of either where the truth writes 1.",
        "German in Fraktur and Danish are not among the languages that it was trained on. `both, voted`: every line read by both, the language's model and ours, voted",
        "as `--engine both` does for the lines in doubt.", "",
        "## Drawn lines, faces kept aside, moderate wear", "", "| measure | result |", "|---|---|",
    ]  # fmt: skip
    drawn_results: dict[str, dict[str, object]] = results["drawn"]  # type: ignore[assignment]
    lines += [
        f"| {name} | {', '.join(f'{k} {v}' for k, v in found.items())} |" for name, found in drawn_results.items()
    ]
    if curve.exists():
        lines += [
            "", "## While it learned", "",
            "CER of averaged weights on lines kept for checking (drawn lines in unseen faces; every n-th line of real sets at true boxes, at most some 130 to 260 a set).",
            "The last rows are with lines made level before they are read, and drawn typewriters with worn types (from 194,000 lines on): most of what was won there on real lines is the",
            "levelling.", "",
            "| lines | hours of one core | drawn, unseen | 1939 newspaper | French books | French typescripts | German, English, Danish typescripts |",
            "|---:|---:|---:|---:|---:|---:|---:|",
        ]  # fmt: skip
        for entry in map(json.loads, curve.read_text("utf-8").splitlines()):
            c = entry["cer"]
            lines.append(
                f"| {entry['lines']} | {entry['hours']} | {c['unseen']} | {c['vyl']} | {c['nubis']} | {c['tapuscorpus']} | {c['ehri']} |"
            )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Parses arguments and measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--ground-truth", type=Path, default=_ROOT.parent / "shared" / "gt")
    parser.add_argument("--lines", type=int, default=250, help="drawn lines of each kind")
    parser.add_argument("--results", type=Path, default=_ROOT / "training" / "results.json")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    facts = OwnRecogniser(options.model).facts()
    tesseract = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )[0]
    results = {
        "model": facts.version,
        "tesseract": tesseract,
        "real": real_scores(options.ground_truth, options.model),
        "drawn": drawn_scores(options.model, options.lines),
    }
    options.results.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (_ROOT / "docs" / "recogniser.md").write_text(
        document(results, _ROOT / "training" / "curve.jsonl"), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
