"""What two texts are compared by: the languages' rules, what the user takes for equal, the words that are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from digitize.align.find_variants import languages_in
from digitize.align.kinds import Comparison
from digitize.align.variant import VariantKind
from digitize.errors import UsageError
from digitize.lexicon.word_list import WordList, read_word_list
from digitize.model.language import model_for
from digitize.model.rules import NONE
from digitize.model.witness import Witness
from digitize.pipeline.workshop import Workshop


@dataclass(frozen=True, slots=True)
class ComparisonPlan:
    """What a worker needs to know to compare texts.

    Args:
        equivalent: Kinds that are taken for equal.
        lists: Files of the models whose word lists are asked, by model.
    """

    equivalent: frozenset[VariantKind]
    lists: Mapping[str, Path]

    def comparison(self, *witnesses: Witness, languages: Iterable[str | None] = ()) -> Comparison:
        """What these witnesses are compared by.

        Args:
            witnesses: The texts.
            languages: ISO 639-3 codes of languages that they are known to be in, besides those that their words show.
        """
        told = languages_in(*witnesses) | {language for language in languages if language}
        return Comparison(told, self.equivalent, knows_by([read_word_list(path) for path in self.lists.values()]))


def plan_comparison(models: Iterable[str], shop: Workshop, equal: str | None = None) -> ComparisonPlan:
    """What texts are compared by.

    Args:
        models: Recognition models of the texts' languages; those of one language that are installed are asked for their words.
        shop: What the run works with.
        equal: Kinds that are taken for equal, joined by ``+``; by default those of the settings.

    Raises:
        UsageError: If the setting ``equal`` names no kind.
    """
    wanted = [code for code in dict.fromkeys(models) if model_for(code).language is not None]
    return ComparisonPlan(
        equivalent_kinds(shop.settings.equal if equal is None else equal), shop.engine.word_lists(wanted)
    )


def equivalent_kinds(told: str) -> frozenset[VariantKind]:
    """The kinds of variants that the setting ``equal`` names.

    Args:
        told: Names joined by ``+``; ``none`` for none.

    Raises:
        UsageError: If one of them is no kind.
    """
    names = [] if told == NONE else told.split("+")
    known = {kind.value: kind for kind in VariantKind}
    for name in names:
        if name not in known:
            raise UsageError(
                f"no kind of variant {name!r}",
                where="--equal",
                hint=f"Kinds are {', '.join(known)} (docs/alignment.md says what they are)",
            )
    return frozenset(known[name] for name in names)


def knows_by(lists: Iterable[WordList]) -> Callable[[str], bool | None]:
    """Whether a word is in one of some lists; ``None`` where there are none."""
    asked = [words for words in lists if words.has_words]

    def knows(text: str) -> bool | None:
        return any(words.knows(text) for words in asked) if asked else None

    return knows
