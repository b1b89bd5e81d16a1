"""The rules of repair by name, as settings and provenance know them."""

from __future__ import annotations

from enum import StrEnum


class RepairRule(StrEnum):
    """A rule that may change a word; each can be switched off. In the order in which they are applied."""

    HOMOGLYPH = "homoglyph"
    OLD_LETTER = "old-letter"
    DIGIT_IN_WORD = "digit-in-word"
    LETTER_IN_NUMBER = "letter-in-number"
    ROMAN_NUMERAL = "roman-numeral"
    TYPEWRITER_ONE = "typewriter-one"
    LETTERSPACING = "letterspacing"
    JOIN_HYPHEN = "join-hyphen"


ALL, NONE = "all", "none"


def rules_named(text: str) -> frozenset[RepairRule]:
    """The rules that a setting names: ``none``, ``all``, or names joined by ``+``.

    Raises:
        ValueError: If there is no such rule, naming those that there are.
    """
    if text in (ALL, NONE):
        return frozenset(RepairRule) if text == ALL else frozenset()
    names = {rule.value: rule for rule in RepairRule}
    parts = text.split("+")
    unknown = next((part for part in parts if part not in names), None)
    if unknown is not None:
        raise ValueError(
            f"there is no rule {unknown!r}; write {ALL}, {NONE}, or some of {', '.join(names)}, joined by '+'"
        )
    return frozenset(names[part] for part in parts)


def told_rules(rules: frozenset[RepairRule]) -> str:
    """The rules as one text, the same for the same rules: what :func:`rules_named` takes."""
    if not rules:
        return NONE
    return ALL if len(rules) == len(RepairRule) else "+".join(rule.value for rule in RepairRule if rule in rules)
