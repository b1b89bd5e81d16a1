"""Names of months in English, French, Russian and German: full, abbreviated, and in the cases that dates stand in."""

from __future__ import annotations

_NAMES = (
    "january jan janvier janv januar jänner январь января январе янв",
    "february feb febr février fevrier févr fevr fév februar feber февраль февраля феврале февр фев",
    "march mar mars märz maerz mrz март марта марте мар",
    "april apr avril avr апрель апреля апреле апр",
    "may mai май мая мае",
    "june jun juin juni июнь июня июне июн",
    "july jul juillet juil juli июль июля июле июл",
    "august aug août aout август августа августе авг",
    "september sept sep septembre сентябрь сентября сентябре сент сен",
    "october oct octobre oktober okt октябрь октября октябре окт",
    "november nov novembre ноябрь ноября ноябре нояб ноя",
    "december dec décembre decembre déc dezember dez декабрь декабря декабре дек",
)
MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
"""Number of the month by its name in small letters, without the full stop of an abbreviation."""

ROMAN_MONTHS = {numeral: number for number, numeral in enumerate("i ii iii iv v vi vii viii ix x xi xii".split(), 1)}
