"""Reads once more the lines of a page that its model cannot have read: whole lines in Cyrillic letters on a Latin page."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from digitize.lexicon.word_list import NO_WORDS, read_word_list
from digitize.model.language import model_for, script_of
from digitize.pipeline.pieces import read_pieces, whole_line, words_of
from digitize.pipeline.script_job import ScriptJob, ScriptResult
from digitize.recognize.engine import Reading
from digitize.recognize.suspects import is_foreign_line, mean_confidence, suspects

_FIRST = 6
"""Lines tried first, the least sure of them: where none is in the other script, what was badly read is badly printed."""
_TOGETHER = 2
"""Lines one after the other: a single one that was hardly read is a signature or a stain."""
_LEAST, _SURER = 0.6, 0.15
"""Mean confidence that a line needs in the other script, and how much more than in the first."""


def reread_lines(job: ScriptJob) -> ScriptResult:
    """Looks for lines in the script of the trial model, and reads them; runs in a worker.

    Single words are not looked for: in Latin text there is hardly a Cyrillic one.
    """
    own = read_word_list(job.own_list) if job.own_list else NO_WORDS
    lines = [
        (whole_line(job.readings, c, n), is_foreign_line(line, suspects(line, own)))
        for c, reading in enumerate(job.readings)
        for n, line in enumerate(reading.lines)
    ]
    runs = [list(run) for foreign, run in groupby(lines, key=lambda item: item[1]) if foreign]
    pieces = [piece for run in runs if len(run) >= _TOGETHER for piece, _ in run]
    pieces.sort(key=lambda piece: mean_confidence(words_of(job.readings, piece)))
    script = model_for(job.trial[0]).script
    changes = [list(reading.lines) for reading in job.readings]
    tried = changed = calls = 0
    for some in (pieces[:_FIRST], pieces[_FIRST:]):
        if not some or (calls and not changed):
            break
        calls += 1
        for piece, words in zip(some, read_pieces(job.crops, job.readings, some, job.trial, job.dpi), strict=True):
            tried += piece.end
            sure = mean_confidence(words)
            wanted = max(_LEAST, mean_confidence(words_of(job.readings, piece)) + _SURER)
            if sure >= wanted and script_of("".join(word.text for word in words)) == script:
                line = changes[piece.crop][piece.line]
                changes[piece.crop][piece.line] = replace(line, words=words)
                changed += len(words)
    readings = tuple(Reading(tuple(found)) for found in changes)
    return ScriptResult(readings, tried, changed, job.trial if changed else (), calls)
