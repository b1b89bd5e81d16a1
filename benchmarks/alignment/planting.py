"""Plants differences by rule at random places of the passages, each with its exact kind, far enough apart to be one place each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from random import Random

from benchmarks.alignment import rules_figures, rules_letters, rules_signs, rules_words
from benchmarks.alignment.material import Half, Language, Passage
from benchmarks.alignment.site import Edit, Site, is_letters
from digitize.align.variant import VariantKind
from digitize.lexicon.word_list import read_word_list
from digitize.model.witness import LINE, PARAGRAPH, Token, Witness
from digitize.recognize.tesseract import Tesseract

APART = 8
"""Words between two planted differences, at least."""

_WIDTHS = (52, 71)
"""Characters of a line in the two witnesses, in rounds where both have lines."""

_MOVED = 0.15
"""Share of passages in which a paragraph is moved: it needs much room, so it is planted before the others."""

Rule = Callable[[Site, int], Edit | None]

RULES: Mapping[VariantKind, tuple[Rule, ...]] = {
    VariantKind.SPELLING: (rules_letters.misspell,),
    VariantKind.ORTHOGRAPHY: (
        rules_letters.respell_by_table,
        rules_letters.respell_by_rule,
        rules_letters.strip_capital,
    ),
    VariantKind.SCRIPT: (rules_letters.exchange_script,),
    VariantKind.CAPITALS: (rules_letters.exchange_capital, rules_letters.all_capitals),
    VariantKind.PUNCTUATION: (
        rules_signs.drop_comma,
        rules_signs.put_in_comma,
        rules_signs.exchange_stop,
        rules_signs.exchange_pause,
        rules_signs.dash_for_comma,
        rules_signs.exchange_dash,
    ),
    VariantKind.QUOTATION_MARKS: (
        rules_signs.exchange_quotation_marks,
        rules_signs.exchange_lone_guillemet,
        rules_signs.put_in_quotation_marks,
    ),
    VariantKind.SPACING: (rules_signs.split_word, rules_signs.join_words, rules_signs.letterspace),
    VariantKind.HYPHENATION: (rules_signs.break_at_line_end, rules_signs.loosen_compound),
    VariantKind.NUMERAL: (
        rules_figures.number_by_table,
        rules_figures.change_digit,
        rules_figures.part_thousands,
        rules_figures.change_roman,
    ),
    VariantKind.ABBREVIATION: (rules_words.shorten_by_table, rules_words.shorten_by_cutting),
    VariantKind.SUBSTITUTION: (rules_words.put_by_table, rules_words.put_any, rules_words.put_inflected),
    VariantKind.OMISSION: (
        rules_words.leave_out_word,
        rules_words.leave_out_words,
        rules_words.leave_out_sentences,
    ),
    VariantKind.ADDITION: (
        rules_words.put_in_word,
        rules_words.put_in_interjection,
        rules_words.put_in_sentence,
    ),
    VariantKind.TRANSPOSITION: (
        rules_words.exchange_words,
        rules_words.exchange_phrases,
        rules_words.exchange_sentences,
        rules_words.exchange_paragraphs,
    ),
    VariantKind.NOTE_MARK: (rules_signs.put_in_note_mark,),
    VariantKind.EMPHASIS: (rules_signs.set_off,),
}
"""Of every kind, in what ways it is planted."""

RULE_KINDS = {rule.__name__: kind for kind, rules in RULES.items() for rule in rules}
"""The kind that a rule of that name plants; the other way round an omission is an addition."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a difference was planted.

    Args:
        a: Indices of words of the first witness; empty where it has none.
        b: Indices of words of the second.
        kind: Of the difference.
        rule: What planted it.
    """

    a: range
    b: range
    kind: VariantKind
    rule: str


@dataclass(frozen=True, slots=True)
class Planted:
    """Two witnesses and all differences between them.

    Args:
        language: What they are in.
        a: The first witness.
        b: The second.
        places: In the order of the passage.
    """

    language: Language
    a: Witness
    b: Witness
    places: tuple[Place, ...]


def plant(half: Half) -> tuple[Planted, ...]:
    """The passages of a half with differences; the same half gives the same ones."""
    chance = Random(half.seed)
    planted: Counter[tuple[Language, str]] = Counter()
    vocabularies = {language: _Vocabulary(half, language) for language in half.tables}
    found = []
    for number in range(half.rounds):
        for passage in half.passages:
            language = passage.language
            words = vocabularies[language]
            site = Site(
                _tokens(passage), language, half.tables[language], half.signs, words.pool, words.__contains__, chance
            )
            edits = _edits(site, planted)
            found.append(_composed(site, edits, with_lines=number % 2 == 1))
    return tuple(found)


class _Vocabulary:
    """The words of a language: those of its model's list, and the half's own."""

    def __init__(self, half: Half, language: Language) -> None:
        texts = [word for passage in half.passages if passage.language is language for word in passage.text.split()]
        self.pool = tuple(sorted({word for word in texts if is_letters(word) and word.islower()}))
        self._own = frozenset(self.pool)
        self._lists = [read_word_list(path) for _, path in Tesseract().word_lists((language.value,)).items()]

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and (word in self._own or any(word in known for known in self._lists))


def _tokens(passage: Passage) -> tuple[Token, ...]:
    tokens: list[Token] = []
    for paragraph in passage.paragraphs:
        before = PARAGRAPH if tokens else ""
        for word in paragraph:
            tokens.append(Token(word, before))
            before = " "
    return tuple(tokens)


def _edits(site: Site, planted: Counter[tuple[Language, str]]) -> list[Edit]:
    """As many as find room; the kinds and rules that are fewest so far come first."""
    edits: list[Edit] = []
    taken: set[int] = set()
    edit = _moved_paragraph(site, taken) if site.chance.random() < _MOVED else None
    while True:
        if edit is None:
            kinds = sorted(RULES, key=lambda kind: (planted[site.language, kind.value], site.chance.random()))
            edit = next((edit for kind in kinds if (edit := _one(site, RULES[kind], taken, planted)) is not None), None)
        if edit is None:
            return sorted(edits, key=lambda each: each.start)
        taken.update(range(edit.start - APART, edit.stop + APART))
        edits.append(edit)
        planted[site.language, RULE_KINDS[edit.rule].value] += 1
        planted[site.language, edit.rule] += 1
        edit = None


def _moved_paragraph(site: Site, taken: set[int]) -> Edit | None:
    return _one(site, (rules_words.exchange_paragraphs,), taken, Counter())


def _one(site: Site, rules: Iterable[Rule], taken: set[int], planted: Counter[tuple[Language, str]]) -> Edit | None:
    in_turn = sorted(rules, key=lambda rule: (planted[site.language, rule.__name__], site.chance.random()))
    free = [index for index in range(len(site.tokens)) if index not in taken]
    site.chance.shuffle(free)
    for rule in in_turn:
        for index in free:
            edit = rule(site, index)
            if edit is not None and taken.isdisjoint(range(edit.start, max(edit.stop, edit.start + 1))):
                edit = replace(edit, rule=rule.__name__)
                return edit.turned() if site.chance.random() < 0.5 else edit
    return None


def _composed(site: Site, edits: Iterable[Edit], *, with_lines: bool) -> Planted:
    a: list[Token] = []
    b: list[Token] = []
    places: list[Place] = []
    at = 0
    for edit in edits:
        same = site.tokens[at : edit.start]
        a += same
        b += same
        places.append(
            Place(range(len(a), len(a) + len(edit.a)), range(len(b), len(b) + len(edit.b)), edit.kind, edit.rule)
        )
        a += edit.a
        b += edit.b
        at = edit.stop
    a += site.tokens[at:]
    b += site.tokens[at:]
    if with_lines:
        a, b = _in_lines(a, _WIDTHS[0]), _in_lines(b, _WIDTHS[1])
    return Planted(site.language, _witness("a", a), _witness("b", b), tuple(places))


def _in_lines(tokens: Iterable[Token], width: int) -> list[Token]:
    """The same words with line breaks for spaces, no line longer than ``width`` characters if its words allow it."""
    laid: list[Token] = []
    used = 0
    for token in tokens:
        used = used + 1 + len(token.text) if token.before == " " else len(token.text)
        if used > width:
            used = len(token.text)
            laid.append(replace(token, before=LINE))
        else:
            laid.append(token)
    return laid


def _witness(name: str, tokens: list[Token]) -> Witness:
    first = (replace(tokens[0], before=""), *tokens[1:])
    return Witness(name, first, tells_emphasis=True)
