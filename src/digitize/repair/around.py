"""What the rules that look at one word may know of what stands around it, and how their findings are put into a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from digitize.lexicon.one_script import is_two_scripts, twin
from digitize.model.language import Orthography, script_of
from digitize.model.rules import RepairRule
from digitize.model.transcription import Repair, TextLine, TextRegion, TranscribedPage, Word
from digitize.repair.typed import Hand, hand_of

PRINTED, READING = "printed", "reading"
_LONG_S = 10
"""Words with ſ that show a page to be in Fraktur, or in type that still has the letter."""
_EDGES = ".,:;!?()[]«»\"„“”'’…—–"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a page and of its document.

    Args:
        hand: Whether it is typewritten.
        orthography: The older orthography that it is in.
        long_s: Whether it has the letter ſ.
        vocabulary: The words of the document that are letters throughout, without the signs around them. A word list of the
            document's own: it decides between readings that the shapes allow, and never asks for one.
    """

    hand: Hand
    orthography: Orthography | None
    long_s: bool
    vocabulary: frozenset[str]


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a word, as it was read: so no rule builds on what another has made of a neighbour.

    Args:
        texts: The words of its region, over all lines.
        place: The word's among them, from 0.
        line: The other words of its line.
        facts: Of its page.
    """

    texts: tuple[str, ...]
    place: int
    line: tuple[str, ...]
    facts: Facts

    def at(self, offset: int) -> str:
        """The word so many places on (or back, where negative); empty where there is none."""
        place = self.place + offset
        return self.texts[place] if 0 <= place < len(self.texts) else ""

    @property
    def before(self) -> str:
        return self.at(-1)

    @property
    def after(self) -> str:
        return self.at(1)

    @property
    def script(self) -> str | None:
        """The script of the words of the line that show theirs, where twice as many are in it as in the other."""
        told = [script_of(text) for text in self.line if _shows_script(text)]
        cyrillic, latin = told.count("Cyrl"), told.count("Latn")
        if max(cyrillic, latin) < 2 * min(cyrillic, latin) or cyrillic == latin:
            return None
        return "Cyrl" if cyrillic > latin else "Latn"

    @property
    def in_capitals(self) -> bool:
        """Whether no word of the line has a small letter: then letters tell less."""
        return not any(c.islower() for text in self.line for c in text)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule makes of a word.

    Args:
        layer: ``printed`` (both layers change) or ``reading``.
        new: The word's text in that layer.
        evidence: What the rule saw.
    """

    layer: str
    new: str
    evidence: str


Judge = Callable[[Word, Around], Finding | None]
"""A rule that looks at one word. It asks for a change by returning a finding."""


def facts_of(page: TranscribedPage, vocabulary: frozenset[str], hand: Hand | None = None) -> Facts:
    """What is known of a page.

    Args:
        page: The page.
        vocabulary: Of the document (:func:`vocabulary_of`).
        hand: How it was made, where somebody has said so; told from its words otherwise.
    """
    page = page_as_read(page)
    long_s = sum("ſ" in word.text for word in page.words) >= _LONG_S
    return Facts(hand or hand_of(page), page.orthography, long_s, vocabulary)


def vocabulary_of(pages: Iterable[TranscribedPage]) -> frozenset[str]:
    """The words of some pages that have letters of one script and nothing else, as they were read."""
    bare = {as_read(word).text.strip(_EDGES) for page in pages for word in page.words}
    return frozenset(text for text in bare if len(text) > 1 and text.isalpha() and not is_two_scripts(text))


def repaired(page: TranscribedPage, rule: RepairRule, judge: Judge, facts: Facts) -> TranscribedPage:
    """The page with what a rule finds in its words.

    A word whose layers differ already is left alone by rules for the printed layer: what was joined or respelled was taken from it.
    """
    changed: dict[str, Word] = {}
    for region in page.regions:
        for word, around in _words_of(region, facts):
            one = word
            # A rule may have something to say of either layer.
            while (finding := judge(one, around)) is not None and (finding.layer == READING or one.reading == one.text):
                one = with_finding(one, rule, finding)
            if one is not word:
                changed[word.id] = one
    return with_changed(page, changed)


def with_finding(word: Word, rule: RepairRule, finding: Finding) -> Word:
    """A word after a repair that tells what it was before."""
    if finding.layer == READING:
        repair = Repair(rule.value, READING, word.reading, finding.new, finding.evidence)
        return replace(word, reading=finding.new, repairs=(*word.repairs, repair))
    repair = Repair(rule.value, PRINTED, word.text, finding.new, finding.evidence)
    script = script_of(finding.new)
    return replace(word, text=finding.new, reading=finding.new, script=script, repairs=(*word.repairs, repair))


def as_read(word: Word) -> Word:
    """A word without any repair, those of modernising among them."""
    if not word.repairs:
        return word
    text = next((repair.old for repair in word.repairs if repair.layer == PRINTED), word.text)
    script = word.script if text == word.text else script_of(text)
    return replace(word, text=text, reading=text, script=script, repairs=())


def page_as_read(page: TranscribedPage) -> TranscribedPage:
    """A page without any repair in either layer."""
    return with_changed(page, {word.id: as_read(word) for word in page.words if word.repairs})


def with_changed(page: TranscribedPage, changed: dict[str, Word]) -> TranscribedPage:
    """The page with some of its words changed, by their ids; itself where none is."""
    if not changed:
        return page

    def line(old: TextLine) -> TextLine:
        return replace(old, words=tuple(changed.get(word.id, word) for word in old.words))

    def region(old: TextRegion) -> TextRegion:
        return replace(old, lines=tuple(map(line, old.lines)))

    return replace(page, regions=tuple(map(region, page.regions)))


def _words_of(region: TextRegion, facts: Facts) -> Iterator[tuple[Word, Around]]:
    """The words of a region; what is in doubt is no text, and is left as it was read."""
    words = [(word, line) for line in region.lines for word in line.words if line.doubt is None]
    texts = tuple(as_read(word).text for word, _ in words)
    for place, (word, line) in enumerate(words):
        others = tuple(as_read(other).text for other in line.words if other is not word)
        yield word, Around(texts, place, others, facts)


def _shows_script(text: str) -> bool:
    return not is_two_scripts(text) and any(c.isalpha() and twin(c) is None for c in text)
