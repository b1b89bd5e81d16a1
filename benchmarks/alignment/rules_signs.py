"""Differences between and around words: punctuation, quotation marks, spaces, hyphens, note marks, emphasis."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.alignment.site import Edit, Site, is_letters, parted
from digitize.align.variant import VariantKind
from digitize.model.transcription import Emphasis
from digitize.model.witness import LINE, Token

_VOWELS = frozenset("аеиоуыэюяaeiouyäöüéèêàâîôû")
_DASHES = ("—", "–", "-")


def drop_comma(site: Site, index: int) -> Edit | None:
    """A comma that one of the two lacks."""
    text = site.text(index)
    if not text.endswith(",") or not is_letters(text[:-1], 2):
        return None
    return site.swap(index, [text[:-1]], VariantKind.PUNCTUATION)


def put_in_comma(site: Site, index: int) -> Edit | None:
    """A comma between two words."""
    if not site.is_plain(index, 3) or not site.is_plain(index + 1):
        return None
    return site.swap(index, [site.text(index) + ","], VariantKind.PUNCTUATION)


def exchange_stop(site: Site, index: int) -> Edit | None:
    """Another sign for a full stop."""
    text = site.text(index)
    if (
        not site.ends_sentence(index)
        or not text.endswith(".")
        or not is_letters(text[:-1], 4)
        or not site.text(index + 1)
    ):
        return None
    return site.swap(index, [text[:-1] + site.chance.choice(site.signs.stops)], VariantKind.PUNCTUATION)


def exchange_pause(site: Site, index: int) -> Edit | None:
    """A comma for a semicolon or colon, and the reverse; where these stand by themselves, one for the other."""
    text = site.text(index)
    if text in (";", ":"):
        return site.swap(index, [{";": ":", ":": ";"}[text]], VariantKind.PUNCTUATION)
    if text[-1] not in ",;:" or not is_letters(text[:-1], 3):
        return None
    return site.swap(
        index, [text[:-1] + site.chance.choice([c for c in ",;:" if c != text[-1]])], VariantKind.PUNCTUATION
    )


def dash_for_comma(site: Site, index: int) -> Edit | None:
    """A dash with spaces around it for a comma."""
    text = site.text(index)
    if not text.endswith(",") or not is_letters(text[:-1], 3) or not site.is_plain(index + 1):
        return None
    return site.swap(index, [text[:-1], "—"], VariantKind.PUNCTUATION)


def exchange_dash(site: Site, index: int) -> Edit | None:
    """Another dash, or none."""
    if site.text(index) not in _DASHES or site.text(index - 1)[-1:] in ("", ",", "»") or site.begins_paragraph(index):
        return None
    others = [dash for dash in _DASHES if dash != site.text(index)]
    return site.swap(index, [site.chance.choice(others)], VariantKind.PUNCTUATION)


def exchange_quotation_marks(site: Site, index: int) -> Edit | None:
    """Other marks, or none, on a word that has them; on both sides of it where both are there."""
    lead, core, trail = parted(site.text(index))
    if not core or not (set(lead) | set(trail)) & set('«»„“"') or "“" in lead:
        return None
    opening, closing = site.chance.choice((*site.signs.quotation_marks, ("", "")))
    other = _marked(lead, opening) + core + _marked(trail, closing)
    return site.swap(index, [other], VariantKind.QUOTATION_MARKS) if other != site.text(index) else None


def _marked(signs: str, mark: str) -> str:
    return "".join(mark if sign in '«»„“"' else sign for sign in signs)


def exchange_lone_guillemet(site: Site, index: int) -> Edit | None:
    """A French mark between spaces: another between spaces, or one that touches its word."""
    text = site.text(index)
    if text not in ("«", "»"):
        return None
    styles = [pair for pair in site.signs.quotation_marks if pair[0] != "«"]
    opening, closing = site.chance.choice(styles)
    mark = opening if text == "«" else closing
    if site.chance.random() < 0.5:
        return site.swap(index, [mark], VariantKind.QUOTATION_MARKS)
    if text == "«" and is_letters(site.text(index + 1)):
        return site.swap(index, [mark + site.text(index + 1)], VariantKind.QUOTATION_MARKS, 2)
    if text == "»" and site.text(index - 1)[-1:].isalpha():
        return site.swap(index - 1, [site.text(index - 1) + mark], VariantKind.QUOTATION_MARKS, 2)
    return None


def put_in_quotation_marks(site: Site, index: int) -> Edit | None:
    """Marks around a word that has none."""
    if not site.is_plain(index, 5):
        return None
    opening, closing = site.chance.choice(site.signs.quotation_marks)
    return site.swap(index, [opening + site.text(index) + closing], VariantKind.QUOTATION_MARKS)


def split_word(site: Site, index: int) -> Edit | None:
    """A space within a word."""
    lead, core, trail = parted(site.text(index))
    if not is_letters(core, 6):
        return None
    place = site.chance.randint(2, len(core) - 2)
    return site.swap(index, [lead + core[:place], core[place:] + trail], VariantKind.SPACING)


def join_words(site: Site, index: int) -> Edit | None:
    """Two words without the space between them."""
    joined = site.text(index) + site.text(index + 1)
    if not site.is_plain(index) or not site.is_plain(index + 1) or site.known(joined) or len(joined) < 5:
        return None
    return site.swap(index, [joined], VariantKind.SPACING, 2)


def letterspace(site: Site, index: int) -> Edit | None:
    """A word letter by letter."""
    lead, core, trail = parted(site.text(index))
    if not is_letters(core, 4) or lead:
        return None
    letters = list(core)
    letters[-1] += trail
    return site.swap(index, letters, VariantKind.SPACING)


def break_at_line_end(site: Site, index: int) -> Edit | None:
    """A word broken with a hyphen, the rest in the next line."""
    lead, core, trail = parted(site.text(index))
    places = [place for place in range(2, len(core) - 1) if core[place - 1] in _VOWELS and core[place] not in _VOWELS]
    if not is_letters(core, 6) or not places or lead:
        return None
    place = site.chance.choice(places)
    old = site.tokens[index]
    new = (
        Token(core[:place] + site.chance.choice(site.signs.line_hyphens), old.before),
        Token(core[place:] + trail, LINE),
    )
    return Edit(index, index + 1, (old,), new, VariantKind.HYPHENATION)


def loosen_compound(site: Site, index: int) -> Edit | None:
    """A compound without its hyphen, in one word or in two; numbers in words are left alone."""
    lead, core, trail = parted(site.text(index))
    parts = core.split("-")
    numbers = {word for pair in site.tables.numbers for word in pair}
    if len(parts) != 2 or not all(is_letters(part, 2) for part in parts) or core in numbers or not core.islower():
        return None
    if site.chance.random() < 0.5:
        return site.swap(index, [lead + "".join(parts) + trail], VariantKind.HYPHENATION)
    return site.swap(index, [lead + parts[0], parts[1] + trail], VariantKind.HYPHENATION)


def put_in_note_mark(site: Site, index: int) -> Edit | None:
    """A mark after a word."""
    text = site.text(index)
    if not text[-1].isalpha() and text[-1] not in ",.":
        return None
    if not is_letters(text.rstrip(",."), 3):
        return None
    mark = site.chance.choice(site.signs.note_marks)
    if mark[0] == " ":
        return Edit(index + 1, index + 1, (), (Token(mark[1:]),), VariantKind.NOTE_MARK)
    return site.swap(index, [text + mark], VariantKind.NOTE_MARK)


def set_off(site: Site, index: int) -> Edit | None:
    """One word, or two, set off in one of the texts."""
    count = site.chance.choice((1, 1, 1, 2))
    if not all(is_letters(site.text(index + place), 4) for place in range(count)):
        return None
    old = site.tokens[index : index + count]
    emphasis = (site.chance.choice((Emphasis.BOLD, Emphasis.ITALIC, Emphasis.LETTERSPACED, Emphasis.UNDERLINED)),)
    new = tuple(replace(token, emphasis=emphasis) for token in old)
    return Edit(index, index + count, old, new, VariantKind.EMPHASIS)
