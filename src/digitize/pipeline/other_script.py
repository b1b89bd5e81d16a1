"""Reads once more the words of a Cyrillic page that its model cannot have read: those in Latin letters.

A stage of the pipeline, since it crosses recognition and the cutting of crops. The model of a language has only the letters of its
script: it turns a Latin word into Cyrillic letters that look like it, and is unsure of them. Those words alone are read again by a Latin
model, all of a page in one call, and those that it reads clearly better are read by all Latin models together with what stands beside
them. Nothing is read twice that the first model is sure of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from digitize.lexicon.function_words import is_function_word
from digitize.lexicon.look_alikes import is_abbreviation, is_garbled, tells_latin
from digitize.lexicon.numerals import is_date, is_large_numeral, looks_like_numeral
from digitize.lexicon.one_script import is_two_scripts, rather_latin
from digitize.lexicon.word_list import NO_WORDS, read_word_list
from digitize.model.language import script_of
from digitize.pipeline.own_lines import read_lines_of
from digitize.pipeline.pieces import Piece, Words, as_one_word, part_line, read_pieces, whole_line, words_of
from digitize.pipeline.script_job import ScriptJob, ScriptResult
from digitize.recognize.engine import Heard, Reading, ReadWord
from digitize.recognize.suspects import is_foreign_line, mean_confidence, suspects
from digitize.recognize.verdict import Standing, in_other_script, numeral_for

_FIRST = 32
"""Pieces that are tried first, those with most in doubt. Where none of them is in the other script, nothing more is tried: what was
badly read is badly printed."""
_REACH = 2
"""Words on either side of a Latin one that are read again with it: names and titles have several."""
_CERTAIN = 0.94
"""Tesseract's confidence in a word of its list that it reads well is 0.96."""
_SHORT = 3
_NOT_KNOWN = "Latin"
"""The model that words of no known language are said to be read by: it stands for any language in Latin letters."""


def reread_latin_words(job: ScriptJob) -> ScriptResult:
    """Looks for words in Latin letters, and reads them; see the module's heading."""
    return _Rereading(job).run()


class _Rereading:
    """The work on one job."""

    def __init__(self, job: ScriptJob) -> None:
        self.job = job
        self.own = read_word_list(job.own_list) if job.own_list else NO_WORDS
        self.lists = {code: read_word_list(path) for code, path in sorted(job.lists.items()) if code in job.final}
        self.places = [
            Piece(c, n, w, w + 1)
            for c, reading in enumerate(job.readings)
            for n, line in enumerate(reading.lines)
            for w in range(len(line.words))
        ]
        self.at = {place: i for i, place in enumerate(self.places)}
        self.answers: dict[Piece, list[Words]] = {}
        self.missed: list[Piece] = []
        self.witness: dict[Piece, Words] = {}
        self.heard: Heard = {}
        self.calls = 0

    def run(self) -> ScriptResult:
        if self.job.own_model is not None:
            return self._heard(self.job.own_model)
        doubtful = self._doubtful()
        self._read(doubtful[:_FIRST], self.job.trial)
        latin = self._decided()
        if not (latin or self.missed or any(self._is_telling(piece) for piece in self.answers)):
            return self._result(latin)
        if latin:
            self._read(doubtful[_FIRST:], self.job.trial)
            latin = self._decided()
        self._read(self._to_settle(latin), self.job.final)
        latin = self._decided()
        self._read([p for p in self._around(latin, 1) if p not in self.answers], self.job.final)
        return self._result(self._decided())

    def _heard(self, model: Path) -> ScriptResult:
        """The work with a witness: our own recogniser, which knows both scripts, reads the lines with something in doubt.

        What it reads in Latin letters is read by the Latin models, too, and what stands beside it, what may be a numeral, and
        what makes no sense.
        """
        doubtful = self._doubtful()
        lines = {(piece.crop, piece.line) for piece in doubtful}
        lines |= {(p.crop, p.line) for p in self.places if is_date(self._own_word(p).text)}
        if not lines:
            return self._result({})
        self.calls += 1
        known = {place: self.job.heard[place] for place in lines if place in self.job.heard}
        self.heard = known | read_lines_of(self.job.crops, self.job.readings, lines - set(known), model)
        for (crop, line), heard in self.heard.items():
            if heard is not None:
                whole = whole_line(self.job.readings, crop, line)
                self.witness.update(part_line(whole, words_of(self.job.readings, whole), heard.words))
        told = [piece for piece in self.witness if self._is_witnessed(piece)]
        garbled = [piece for piece in doubtful if self._is_riddle(piece)]
        self._read(sorted({*told, *garbled}), self.job.final)
        for piece in (piece for piece in told if not any(is_two_scripts(word.text) for word in self.witness[piece])):
            self.answers.setdefault(piece, []).append(self.witness[piece])
        self._read([p for p in self._around(self._decided(), 1) if p not in self.answers], self.job.final)
        return self._result(self._decided())

    def _is_riddle(self, piece: Piece) -> bool:
        """Whether a single word was read as what no word looks like, or with the parts of a numeral."""
        text = self._own_word(piece).text
        return piece.end == piece.first + 1 and (is_garbled(text) or looks_like_numeral(text))

    def _is_witnessed(self, piece: Piece) -> bool:
        """Whether the witness has read a place in Latin letters that are to be weighed."""
        witness = as_one_word(self.witness.get(piece, ()))
        if witness is None or self._is_certain(self._own_word(piece)):
            return False
        return script_of(witness.text) == "Latn" and rather_latin(witness.text)

    def _doubtful(self) -> list[Piece]:
        """Pieces to try, the least sure first: words, and lines with more in doubt than not."""
        found: list[tuple[float, Piece]] = []
        for c, reading in enumerate(self.job.readings):
            for n, line in enumerate(reading.lines):
                doubtful = suspects(line, self.own)
                if is_foreign_line(line, doubtful):
                    found.append((mean_confidence(line.words), whole_line(self.job.readings, c, n)))
                else:
                    found += [(self._rank(line.words[w]), Piece(c, n, w, w + 1)) for w in doubtful]
        return [piece for _, piece in sorted(found)]

    def _rank(self, word: ReadWord) -> float:
        return (word.confidence or 0.0) - is_garbled(word.text) + self.own.knows(word.text)

    def _read(self, pieces: Sequence[Piece], models: tuple[str, ...]) -> None:
        """Reads pieces; what was read of several words is parted where both readings have a space."""
        if not pieces:
            return
        self.calls += 1
        found = read_pieces(self.job.crops, self.job.readings, pieces, models, self.job.dpi)
        for piece, words in zip(pieces, found, strict=True):
            own = words_of(self.job.readings, piece)
            parted = part_line(piece, own, words) if len(own) > 1 else {piece: words}
            for part, read in parted.items():
                self.answers.setdefault(part, []).append(read)
            self._note_missed(piece, parted)

    def _note_missed(self, piece: Piece, parted: Iterable[Piece]) -> None:
        """Garbled words of a line that a reading of the whole has passed over: a signature's scribble leads it astray."""
        read = _places(parted)
        for index in range(piece.first, piece.end):
            text = self.job.readings[piece.crop].lines[piece.line].words[index].text
            if (piece.crop, piece.line, index) not in read and is_garbled(text) and len(text) > _SHORT:
                self.missed.append(replace(piece, first=index, end=index + 1))

    def _to_settle(self, latin: dict[Piece, Words]) -> list[Piece]:
        """What all models are to read: what the trial has found but for what it is certain of, and what stands beside it."""
        wanted = [piece for piece in self.answers if piece in latin or self._may_be_latin(piece)]
        wanted += self._around(latin, _REACH) + self.missed
        settled = {p for p, words in latin.items() if _is_numeral(words) or mean_confidence(words) >= _CERTAIN}
        known = set(self.answers) if self.job.final == self.job.trial else settled
        return sorted(set(wanted) - known)

    def _is_telling(self, piece: Piece) -> bool:
        """Whether a garbled word was read with Latin letters that nothing in Cyrillic looks like, however unsurely."""
        other = as_one_word(self.answers[piece][-1])
        return other is not None and tells_latin(other.text) and is_garbled(self._own_word(piece).text)

    def _may_be_latin(self, piece: Piece) -> bool:
        """Whether the trial speaks for Latin letters, if not loudly enough."""
        word, other = self._own_word(piece), as_one_word(self.answers[piece][-1])
        if other is None or script_of(other.text) != "Latn":
            return is_garbled(word.text)
        listed = bool(self._languages(other)) and not self._is_known(word)
        return is_garbled(word.text) or listed or (other.confidence or 0.0) >= (word.confidence or 0.0)

    def _around(self, latin: dict[Piece, Words], reach: int) -> list[Piece]:
        """Words within reach of Latin ones that may be Latin, too."""
        near: dict[Piece, None] = {}
        for piece, words in latin.items():
            if not _is_numeral(words):
                first, last = self._span(piece)
                near.update(dict.fromkeys(self.places[max(0, first - reach) : last + reach + 1]))
        return [p for p in near if p not in latin and not self._is_certain(self._own_word(p))]

    def _is_certain(self, word: ReadWord) -> bool:
        sure = (word.confidence or 0.0) >= _CERTAIN and self.own.knows(word.text)
        return sure or not any(c.isalnum() for c in word.text)

    def _decided(self) -> dict[Piece, Words]:
        """The pieces that are in Latin letters by all that was read so far, with the words to take."""
        latin: dict[Piece, Words] = {}
        inside: set[int] = set()
        taken: set[int] = set()
        for turn in range(1 + _REACH):
            for piece in self.answers:  # in the order in which they were read: lines may be parted in several ways
                first, last = self._span(piece)
                if not taken.isdisjoint(range(first, last + 1)):
                    continue
                found = self._verdict(piece, inside if turn else set())
                if found:
                    latin[piece] = found
                    taken.update(range(first, last + 1))
            inside = {
                i
                for p, words in latin.items()
                if not _is_numeral(words)
                for i in range(self._span(p)[0], self._span(p)[1] + 1)
            }
        return latin

    def _verdict(self, piece: Piece, inside: set[int]) -> Words:
        """The Latin words in a place, none if there are none; ``inside`` are the places of Latin words found before."""
        word, (first, last) = self._own_word(piece), self._span(piece)
        before, after = self._text(first - 1), self._text(last + 1)
        joined = [(words, one) for words in self.answers[piece] if (one := as_one_word(words)) is not None]
        witness = as_one_word(self.witness.get(piece, ()))
        numeral = numeral_for(word, [one for _, one in joined], before, after, witness)
        if numeral is not None:
            return (ReadWord(numeral, word.box, word.confidence, _NOT_KNOWN),)
        broken = piece.first == 0 and before.endswith("-") and len(before) > 1 and first - 1 not in inside
        if not joined or broken:
            return ()  # nothing, or the second half of a Cyrillic word
        # Of readings by several models the surest; the last of equal ones, since more models had a say in it. Initials are capitals.
        words, other = max(
            reversed(joined), key=lambda p: (len(p[1].text) < 3 and p[1].text.isupper(), p[1].confidence or 0.0)
        )
        other_known = (other.confidence or 0.0) >= _CERTAIN or all(self._is_listed(one) for one in words)
        standing = Standing(
            known=self._is_known(word),
            function_word=is_function_word(word.text, self.job.language),
            other_known=other_known or is_large_numeral(other.text),
            beside=first - 1 in inside or last + 1 in inside,
            leads=last + 1 in inside,
            follows=first - 1 in inside,
            before_function_word=is_function_word(after) or len(after) == 1,
            witnessed=self._is_witnessed(piece),
        )
        if not in_other_script(word, other, standing):
            return ()
        if last == first and len(words) > 1 and min(len(one.text) for one in words) == 1:
            words = (replace(other, box=word.box),)  # a quotation mark or an initial torn off
        return words

    def _is_known(self, word: ReadWord) -> bool:
        return self.own.knows(word.text) or is_function_word(word.text, self.job.language)

    def _is_listed(self, word: ReadWord) -> bool:
        """Whether a Latin word is one: the lists are long, and have nearly every sequence of three letters."""
        long_enough = sum(c.isalpha() for c in word.text) > _SHORT
        return (
            is_function_word(word.text) or is_abbreviation(word.text) or (long_enough and bool(self._languages(word)))
        )

    def _languages(self, word: ReadWord) -> list[str]:
        """The models whose lists have a word."""
        return [code for code, words in self.lists.items() if words.knows(word.text)]

    def _with_models(self, latin: dict[Piece, Words]) -> dict[Piece, Words]:
        """The words with the model whose language they are in: the one whose list has most of those that stand together.

        Where several have as many, or none has half, the language is not known: many names are on all lists or on none.
        """
        runs: list[list[Piece]] = []
        for piece in sorted(latin, key=self._span):
            if not runs or self._span(runs[-1][-1])[1] + 1 != self._span(piece)[0]:
                runs.append([])
            runs[-1].append(piece)
        told: dict[Piece, Words] = {}
        for run in runs:
            words = [word for piece in run for word in latin[piece]]
            counts = Counter(code for word in words for code in self._languages(word))
            first, second = [*counts.most_common(2), ("", 0), ("", 0)][:2]
            clear = first[1] > second[1] and 2 * first[1] >= len(words)
            model = first[0] if clear else _NOT_KNOWN
            told.update({piece: tuple(replace(word, model=model) for word in latin[piece]) for piece in run})
        return told

    def _own_word(self, piece: Piece) -> ReadWord:
        words = words_of(self.job.readings, piece)
        return words[0] if len(words) == 1 else as_one_word(words) or words[0]

    def _span(self, piece: Piece) -> tuple[int, int]:
        """Places of its first and its last word among all words."""
        first = self.at[replace(piece, end=piece.first + 1)]
        return first, first + piece.end - piece.first - 1

    def _text(self, place: int) -> str:
        return self._own_word(self.places[place]).text if 0 <= place < len(self.places) else ""

    def _result(self, latin: dict[Piece, Words]) -> ScriptResult:
        latin = self._with_models(latin)
        lines = [list(reading.lines) for reading in self.job.readings]
        used: Counter[str] = Counter()
        for piece in sorted(latin, reverse=True):  # from the end, so that the places before keep their numbers
            line = lines[piece.crop][piece.line]
            words = (*line.words[: piece.first], *latin[piece], *line.words[piece.end :])
            lines[piece.crop][piece.line] = replace(line, words=words)
            for word in latin[piece]:
                used[word.model or _NOT_KNOWN] += 1
        models = sorted((code for code in used if code in self.job.final), key=lambda code: (-used[code], code))
        changed = sum(used.values())
        readings = tuple(Reading(tuple(found)) for found in lines)
        tried = len(_places(self.answers))
        return ScriptResult(
            readings,
            tried,
            changed,
            tuple(models or self.job.final[:1] if changed else ()),
            self.calls,
            self.heard,
        )


def _places(pieces: Iterable[Piece]) -> set[tuple[int, int, int]]:
    return {(piece.crop, piece.line, word) for piece in pieces for word in range(piece.first, piece.end)}


def _is_numeral(words: Words) -> bool:
    return all(c in "IVX" for word in words for c in word.text if c.isalpha())
