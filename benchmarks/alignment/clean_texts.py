"""Two clean texts of one speech that differ by two interjections, one word and a last sentence, in Russian and in French."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.alignment.material import Language
from digitize.align.variant import Variant, VariantKind


@dataclass(frozen=True, slots=True)
class Pair:
    """A text as a stenographer took it down, and as it was published.

    Args:
        spoken: With interjections.
        published: Without them; one word is another, and a sentence was put in at the end.
        differences: Of each variant the kind and both readings, in the order of the text.
    """

    spoken: str
    published: str
    differences: tuple[tuple[VariantKind, str, str], ...]


_RUSSIAN = """\
Граждане! Два года тому назад на этом же месте мне говорили, что мост через Сужу построить нельзя, что дно здесь
слабое и что проще содержать паром. (Шум.) Я тогда не спорил. Я попросил только двенадцать человек, буровой станок и одно
лето. Станок дали осенью, людей дали восемь, но к заморозкам мы знали о дне реки больше, чем все прежние комиссии.

Теперь мост стоит. По нему прошло уже четыреста подвод, и ни одна не вернулась назад. Мне скажут: дорого. Да, дорого; однако
паром за тридцать лет обошелся вдвое, и каждую весну он стоял по шесть недель. Считать надо не только рубли, но и дни.
(Аплодисменты.) Я предлагаю собранию принять отчет строителей, выразить им благодарность и начать сбор средств на вторую
очередь, то есть на дамбу у Плесова.
"""
_FRENCH = """\
Citoyens, il y a deux ans, à cette même place, on m’a dit que le pont ne se ferait jamais, que le fond était mauvais et que le
bac suffisait bien. (Murmures.) Je n’ai pas discuté. J’ai demandé douze hommes, une sonde et un été. La sonde est venue en
automne, les hommes n’étaient que huit, mais aux premières gelées nous connaissions la rivière mieux que toutes les commissions.

Le pont est debout. Quatre cents voitures l’ont passé, et aucune n’est revenue. On me dira : c’est cher. Oui, c’est cher ; cependant
le bac, en trente ans, a coûté le double, et chaque printemps il restait six semaines à quai. Il ne faut pas compter seulement les
francs, il faut compter les jours. (Applaudissements.) Je propose à l’assemblée d’approuver le rapport des constructeurs et
d’ouvrir une souscription pour la digue.
"""


def _pair(spoken: str, interjections: tuple[str, str], word: tuple[str, str], last: str) -> Pair:
    published = spoken
    for interjection in interjections:
        published = published.replace(interjection, "")
    published = " ".join(published.replace(*word).split()) + f" {last}"
    return Pair(
        spoken,
        published,
        (
            (VariantKind.OMISSION, interjections[0], ""),
            (VariantKind.SUBSTITUTION, *word),
            (VariantKind.OMISSION, interjections[1], ""),
            (VariantKind.ADDITION, "", last),
        ),
    )


PAIRS: Mapping[Language, Pair] = {
    Language.RUSSIAN: _pair(
        _RUSSIAN,
        ("(Шум.)", "(Аплодисменты.)"),
        ("подвод,", "телег,"),
        "За работу, граждане, до снега осталось мало времени!",
    ),
    Language.FRENCH: _pair(
        _FRENCH,
        ("(Murmures.)", "(Applaudissements.)"),
        ("voitures", "charrettes"),
        "La neige viendra avant les discours.",
    ),
}


def told(variant: Variant, a: tuple[str, ...], b: tuple[str, ...]) -> tuple[VariantKind, str, str]:
    """Kind and readings of a variant.

    Args:
        variant: The variant.
        a: The words of the first witness.
        b: The words of the second.
    """
    return (
        variant.kind,
        " ".join(a[variant.a.start : variant.a.stop]),
        " ".join(b[variant.b.start : variant.b.stop]),
    )
