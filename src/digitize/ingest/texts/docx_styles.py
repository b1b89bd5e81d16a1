"""How Word says that text is set off: by styles that build on each other, and by what is set on top of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from digitize.ingest.texts.markup import Element, children, descendants
from digitize.ingest.texts.regions import as_number
from digitize.model.transcription import Emphasis

_TOGGLES = {"b": Emphasis.BOLD, "i": Emphasis.ITALIC, "caps": Emphasis.CAPITALS}
_HIDDEN = "vanish"
_SPACED_TWENTIETHS = 20
"""Wider letterspacing than this, one point, is meant to be seen; less fits a line."""
_HEADING = re.compile(r"(heading ?\d|title|subtitle|заголовок ?\d|название|titre ?\d)", re.IGNORECASE)
_OFF = frozenset({"0", "false", "off"})
_MOST_LEVELS = 50


def attribute(element: Element | None, name: str = "val") -> str | None:
    """An attribute of Word's namespace, by its name in it."""
    if element is None:
        return None
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), None)


def child(of: Element | None, name: str) -> Element | None:
    """The first child of that name."""
    return None if of is None else next(children(of, name), None)


def is_on(toggle: Element | None) -> bool:
    """Whether a property that is on or off is there, and on."""
    return toggle is not None and attribute(toggle) not in _OFF


@dataclass(frozen=True, slots=True)
class Look:
    """What properties of a run say; ``None`` where they say nothing.

    Args:
        toggles: Of bold, italic, capitals and hidden, those that are told, each on or off.
        underlined: Whether it is.
        spaced: Whether it is letterspaced.
    """

    toggles: dict[str, bool] = field(default_factory=dict)
    underlined: bool | None = None
    spaced: bool | None = None

    @staticmethod
    def of(properties: Element | None) -> Look:
        """What ``w:rPr`` says."""
        if properties is None:
            return _NOTHING
        toggles: dict[str, bool] = {}
        underlined = spaced = None
        for one in properties.iterchildren("{*}b", "{*}i", "{*}caps", "{*}vanish", "{*}u", "{*}spacing"):
            name, value = str(one.tag).rpartition("}")[2], attribute(one)
            if name == "u":
                underlined = value not in (None, "none")
            elif name == "spacing":
                spaced = as_number(value) >= _SPACED_TWENTIETHS
            else:
                toggles[name] = is_on(one)
        return Look(toggles, underlined, spaced)

    def over(self, below: Look) -> Look:
        """These on top of others of the same kind of style."""
        return Look(
            {**below.toggles, **self.toggles},
            below.underlined if self.underlined is None else self.underlined,
            below.spaced if self.spaced is None else self.spaced,
        )

    @property
    def is_hidden(self) -> bool:
        """Whether the text is not shown."""
        return self.toggles.get(_HIDDEN, False)

    @property
    def emphasis(self) -> tuple[Emphasis, ...]:
        """How the text is set off."""
        held = {kind for name, kind in _TOGGLES.items() if self.toggles.get(name)}
        held |= {Emphasis.UNDERLINED} if self.underlined else set()
        held |= {Emphasis.LETTERSPACED} if self.spaced else set()
        return tuple(kind for kind in Emphasis if kind in held)


_NOTHING = Look()


class Styles:
    """The styles of a document.

    Args:
        root: The part that holds them, or ``None``.
    """

    def __init__(self, root: Element | None) -> None:
        listed = [] if root is None else list(children(root, "style"))
        self._styles = {attribute(style, "styleId") or "": style for style in listed}
        self._standard = next(
            (
                attribute(style, "styleId")
                for style in listed
                if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on")
            ),
            None,
        )
        defaults = None if root is None else next(descendants(root, "rPrDefault"), None)
        self._defaults = Look.of(child(defaults, "rPr"))
        self._looks: dict[str | None, Look] = {}

    def is_heading(self, paragraph: Element) -> bool:
        """Whether a paragraph has a level in the outline, or a style for headings."""
        properties = child(paragraph, "pPr")
        level = attribute(child(properties, "outlineLvl"))
        if level is None:
            chain = list(self._chain(attribute(child(properties, "pStyle"))))
            levels = (attribute(child(child(style, "pPr"), "outlineLvl")) for style in chain)
            level = next((stated for stated in levels if stated is not None), None)
            names = (f"{attribute(child(style, 'name'))}" for style in chain)
            if level is None and any(_HEADING.fullmatch(name.strip()) for name in names):
                return True
        return level is not None and level != "9"

    def is_numbered(self, paragraph: Element) -> bool:
        """Whether Word puts a number or bullet before a paragraph."""
        properties = child(paragraph, "pPr")
        own = child(properties, "numPr")
        styles = (child(child(style, "pPr"), "numPr") for style in self._chain(attribute(child(properties, "pStyle"))))
        stated = next((one for one in (own, *styles) if one is not None), None)
        return stated is not None and attribute(child(stated, "numId")) != "0"

    def look(self, paragraph: Element, run: Element, *, heading: bool) -> Look:
        """How a run looks in its paragraph; what a heading's style gives all of it sets nothing off.

        Word turns a property on that one of paragraph and character style has, and off what both have (ECMA-376,
        17.7.3); what is set on the run itself holds.
        """
        properties = child(run, "rPr")
        around = (
            _NOTHING
            if heading
            else self._look_of(attribute(child(child(paragraph, "pPr"), "pStyle")) or self._standard)
        )
        own = self._look_of(attribute(child(properties, "rStyle")))
        told = Look.of(properties)
        both = own.over(around)
        toggled = {
            name: around.toggles.get(name, False) != own.toggles.get(name, False)
            or self._defaults.toggles.get(name, False)
            for name in {*around.toggles, *own.toggles, *self._defaults.toggles}
        }
        return told.over(Look(toggled, both.underlined, both.spaced).over(self._defaults))

    def _look_of(self, style_id: str | None) -> Look:
        """What a style says with those that it builds on."""
        if style_id not in self._looks:
            look = _NOTHING
            for style in self._chain(style_id):
                look = look.over(Look.of(child(style, "rPr")))
            self._looks[style_id] = look
        return self._looks[style_id]

    def _chain(self, style_id: str | None) -> Iterator[Element]:
        """A style, the one it builds on, and so on; a circle ends."""
        for _ in range(_MOST_LEVELS):
            style = self._styles.get(style_id or "")
            if style is None:
                return
            yield style
            style_id = attribute(child(style, "basedOn"))
